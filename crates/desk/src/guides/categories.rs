//! Categories of guides, in an order that admins arrange.

use store::{Conn, Row, params};

use super::free_code;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::Action;
use crate::{CategoryId, limits, positions};

/// Signs that a category can have.
pub const ICONS: [&str; 16] = [
    "book-open",
    "key-round",
    "wifi",
    "presentation",
    "id-card",
    "receipt",
    "coffee",
    "circle-question-mark",
    "lightbulb",
    "users-round",
    "settings-2",
    "shield-check",
    "message-circle",
    "clock",
    "laptop",
    "globe",
];

/// A category.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Category {
    /// The row.
    pub id: Option<CategoryId>,
    /// Its folder in an export.
    pub code: String,
    /// Its name in English and French; one of them may be missing.
    pub names: [String; 2],
    /// A sentence about it, the same.
    pub abouts: [String; 2],
    /// One of [`ICONS`].
    pub icon: String,
}

impl Category {
    /// Its name for readers of a language.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        of(&self.names, language)
    }

    /// The sentence about it.
    #[must_use]
    pub fn about(&self, language: &str) -> &str {
        of(&self.abouts, language)
    }
}

fn of<'t>([english, french]: &'t [String; 2], language: &str) -> &'t str {
    let (first, second) = if language == "fr" { (french, english) } else { (english, french) };
    if first.is_empty() { second } else { first }
}

fn read(row: &Row) -> store::Result<Category> {
    Ok(Category {
        id: Some(row.get(0)?),
        code: row.get(1)?,
        names: [row.get(2)?, row.get(3)?],
        abouts: [row.get(4)?, row.get(5)?],
        icon: row.get(6)?,
    })
}

/// All categories, in their order.
///
/// # Errors
/// When the database fails.
pub fn categories(conn: &mut Conn) -> Result<Vec<Category>> {
    Ok(conn.query(
        "select id, code, name_en, name_fr, about_en, about_fr, icon from guide_category order by position, id",
        &[],
        read,
    )?)
}

/// Makes a category.
///
/// # Errors
/// When it has no name, or there are too many.
pub fn add_category(c: &mut Change, category: &Category) -> Result<CategoryId> {
    c.allow(Action::Configure, None)?;
    let category = checked(category)?;
    let (count, last) = c.sql().one("select count(*), coalesce(max(position), 0) from guide_category", &[], |row| {
        Ok((row.get::<i64>(0)?, row.get::<i64>(1)?))
    })?;
    if count >= limits::CATEGORIES_MAX {
        return Err(Error::field("name", "too_many"));
    }
    let wanted = if category.code.is_empty() { category.name("en").to_owned() } else { category.code.clone() };
    let code = free_code(c.sql(), "guide_category", &wanted)?;
    let [name_en, name_fr] = &category.names;
    let [about_en, about_fr] = &category.abouts;
    let id = c.sql().insert(
        "insert into guide_category (code, name_en, name_fr, about_en, about_fr, icon, position)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7) returning id",
        params![&code, name_en, name_fr, about_en, about_fr, &category.icon, last + 1],
    )?;
    c.record(Event::of_desk(Kind::Configured, &format!("guide_category:{id}")))?;
    Ok(CategoryId(id))
}

/// Changes a category's names, sentences and sign.
///
/// # Errors
/// When it has no name, or does not exist.
pub fn change_category(c: &mut Change, id: CategoryId, category: &Category) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let category = checked(category)?;
    let [name_en, name_fr] = &category.names;
    let [about_en, about_fr] = &category.abouts;
    let changed = c.sql().execute(
        "update guide_category set name_en = ?2, name_fr = ?3, about_en = ?4, about_fr = ?5, icon = ?6 where id = ?1",
        params![id, name_en, name_fr, about_en, about_fr, &category.icon],
    )?;
    if changed == 0 {
        return Err(Error::NotFound);
    }
    c.record(Event::of_desk(Kind::Configured, &format!("guide_category:{id}")))?;
    Ok(())
}

/// Moves a category one place up or down.
///
/// # Errors
/// When it does not exist.
pub fn move_category(c: &mut Change, id: CategoryId, up: bool) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let order = categories(c.sql())?.into_iter().filter_map(|category| category.id.map(|id| id.0)).collect();
    if positions::move_one(c, "guide_category", order, id.0, up)? {
        c.record(Event::of_desk(Kind::Configured, &format!("guide_category:{id}")))?;
    }
    Ok(())
}

/// Deletes a category that holds no guides, not even in the bin, and no topics.
///
/// # Errors
/// When it holds some, or does not exist.
pub fn delete_category(c: &mut Change, id: CategoryId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let used = c.sql().find(
        "select 1 from guide where category_id = ?1 union all select 1 from ticket where topic_category_id = ?1 limit 1",
        params![id],
        |row| row.get::<i64>(0),
    )?;
    if used.is_some() {
        return Err(Error::field("category", "in_use"));
    }
    if c.sql().execute("delete from guide_category where id = ?1", params![id])? == 0 {
        return Err(Error::NotFound);
    }
    c.record(Event::of_desk(Kind::Configured, &format!("guide_category:{id}")))?;
    Ok(())
}

fn checked(category: &Category) -> Result<Category> {
    let mut out = category.clone();
    for text in out.names.iter_mut().chain(&mut out.abouts) {
        *text = one_line(text);
    }
    if out.names.iter().all(String::is_empty) {
        return Err(Error::field("name", "required"));
    }
    if out.names.iter().chain(&out.abouts).any(|text| text.chars().count() > limits::GUIDE_TITLE_CHARS_MAX) {
        return Err(Error::field("name", "too_long"));
    }
    if !ICONS.contains(&out.icon.as_str()) {
        out.icon = "book-open".to_owned();
    }
    Ok(out)
}
