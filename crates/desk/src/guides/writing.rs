//! Writing guides: saving as a new version, merging with what others wrote, and what agents decide about a guide.

use store::{Conn, params};

use super::drafts::forget_drafts;
use super::fields::readers;
use super::page::{self, Guide};
use super::{Fields, HelpCentre, Readers, files, free_code, index, language, other_language, sort_key};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind as EventKind};
use crate::one_line::one_line;
use crate::policy::{self, Action};
use crate::{CategoryId, GuideId, GuideTextId, PersonId, Time, limits};

/// A text as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    /// The title.
    pub title: String,
    /// Markdown.
    pub source: String,
    /// The version that it was written on; 0 for none.
    pub base: i64,
}

/// What saving did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// The guide.
    pub guide: GuideId,
    /// The text.
    pub text: GuideTextId,
    /// Its newest version.
    pub version: i64,
    /// What others wrote meanwhile is in it too.
    pub merged: bool,
}

/// Saves a text as a new version that readers get at once, and what stands beside it as far as the actor may.
///
/// # Errors
/// Fields that are wrong, [`Error::Edited`] when somebody else changed the same lines, or what the policy says.
pub fn save(
    c: &mut Change,
    guide: Option<GuideId>,
    language: &str,
    written: &Written,
    fields: &Fields,
) -> Result<Saved> {
    let centre = HelpCentre::load(c.sql())?;
    let actor = c.actor().clone();
    let found = writable(c.sql(), &actor, &centre, guide)?;
    policy::allow_guide(&actor, Action::PublishGuides, &centre, found.as_ref().map(Guide::facts).as_ref())?;
    let person = actor.person.ok_or(Error::NotFound)?;
    bound_member(c, &actor, &centre, person)?;
    if let Some(guide) = &found {
        // What an agent took back from readers is not there for members.
        let hidden = page::text(c.sql(), guide.id, language)?.is_some_and(|text| text.published_at.is_none());
        if hidden && centre.allow(&actor, Action::ManageGuides).is_err() {
            return Err(Error::NotFound);
        }
    }
    if found.is_some() && fields.category.is_some() {
        category(c.sql(), fields.category)?;
    }
    let saved = publish(c, person, found.as_ref(), language, written, fields, true)?;
    if policy::allow_guide(&actor, Action::ManageGuides, &centre, None).is_ok() {
        apply(c, saved.guide, fields)?;
    }
    forget_drafts(c, person, guide, language)?;
    Ok(saved)
}

/// The guide, if the actor may write it.
pub(super) fn writable(
    conn: &mut Conn,
    actor: &Actor,
    centre: &HelpCentre,
    guide: Option<GuideId>,
) -> Result<Option<Guide>> {
    match guide {
        Some(id) => {
            let found = page::guide(conn, actor, centre, id, Action::WriteGuides)?;
            if found.trashed { Err(Error::NotFound) } else { Ok(Some(found)) }
        }
        None => centre.allow(actor, Action::WriteGuides).map(|()| None),
    }
}

/// Members save so many versions in an hour and no more.
fn bound_member(c: &mut Change, actor: &Actor, centre: &HelpCentre, person: PersonId) -> Result<()> {
    if policy::allow_guide(actor, Action::ManageGuides, centre, None).is_ok() {
        return Ok(());
    }
    let since = c.now().0 - 3_600_000_000;
    let count = c.sql().one(
        "select count(*) from guide_version where person_id = ?1 and at > ?2",
        params![person, since],
        |row| row.get::<i64>(0),
    )?;
    if count >= limits::MEMBER_EDITS_PER_HOUR { Err(Error::field("title", "too_many")) } else { Ok(()) }
}

/// Writes a version in the name of `author`, who was asked about before. A text that was taken from readers comes back
/// only with `show`.
pub(super) fn publish(
    c: &mut Change,
    author: PersonId,
    guide: Option<&Guide>,
    language_code: &str,
    written: &Written,
    fields: &Fields,
    show: bool,
) -> Result<Saved> {
    let language = language(language_code);
    let title = checked_title(&written.title)?;
    let written = &Written { source: markup::clean::lines(&written.source), ..written.clone() };
    if written.source.trim().is_empty() {
        return Err(Error::field("body", "required"));
    }
    if written.source.chars().count() > limits::GUIDE_CHARS_MAX {
        return Err(Error::field("body", "too_long"));
    }
    let current = match guide {
        Some(guide) => page::text(c.sql(), guide.id, language)?,
        None => None,
    };
    let mut merged = false;
    let (mut title, mut source) = (title, written.source.trim_end().to_owned() + "\n");
    if let Some(current) = &current
        && current.version != written.base
    {
        (title, source) = merge(c, current, written.base, title, source)?;
        merged = true;
    }
    let media = files::media_of(c.sql(), guide.map(|guide| guide.id), Some(author))?;
    let rendered = markup::guide::render(&source, &media);
    if rendered.undescribed {
        return Err(Error::field("body", "undescribed"));
    }
    if rendered.missing {
        return Err(Error::field("body", "missing_file"));
    }
    if rendered.too_deep {
        return Err(Error::field("body", "too_deep"));
    }
    let id = match guide {
        Some(guide) => guide.id,
        None => create(c, author, &title, fields)?,
    };
    let now = c.now();
    if let Some(current) = &current
        && current.title == title
        && current.source == source
    {
        c.sql().execute(
            "update guide_text set settled_at = case when ?2 then ?3 else settled_at end,
                                   published_at = case when ?4 then coalesce(published_at, ?3) else published_at end
             where id = ?1",
            params![current.id, fields.in_step, now, show],
        )?;
        if fields.in_step {
            settle(c, id, language, now)?;
        }
        if current.published_at.is_none() {
            index::reindex(c.sql(), current.id)?;
        }
        c.record(Event::of_desk(EventKind::GuideChanged, &id.to_string()))?;
        return Ok(Saved { guide: id, text: current.id, version: current.version, merged });
    }
    let version = current.as_ref().map_or(1, |current| current.version + 1);
    let key = sort_key(&title);
    let text = GuideTextId(c.sql().insert(
        "insert into guide_text (guide_id, language, title, sort_key, source, html, text, words, version, person_id,
                                 updated_at, changed_at, settled_at, published_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, ?9, ?10, ?10, ?10, ?10)
         on conflict (guide_id, language) do update set
             title = excluded.title, sort_key = excluded.sort_key, source = excluded.source, html = excluded.html,
             text = excluded.text, version = excluded.version, person_id = excluded.person_id,
             updated_at = excluded.updated_at, changed_at = excluded.changed_at,
             settled_at = case when ?11 then excluded.settled_at else guide_text.settled_at end,
             published_at = case when ?12 then coalesce(guide_text.published_at, excluded.published_at)
                                 else guide_text.published_at end
         returning id",
        params![
            id,
            language,
            &title,
            &key,
            &source,
            &rendered.html,
            &rendered.text,
            version,
            author,
            now,
            fields.in_step,
            show
        ],
    )?);
    if fields.in_step {
        settle(c, id, language, now)?;
    }
    c.sql().execute(
        "insert into guide_version (text_id, version, title, source, person_id, at) values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![text, version, &title, &source, author, now],
    )?;
    files::claim(c, id, author, &rendered.media)?;
    index::reindex(c.sql(), text)?;
    c.record(Event::of_desk(EventKind::GuidePublished, &format!("{id}:{language}:{version}")))?;
    Ok(Saved { guide: id, text, version, merged })
}

/// Both languages say the same from now on.
fn settle(c: &mut Change, guide: GuideId, language: &str, now: Time) -> Result<()> {
    c.sql().execute(
        "update guide_text set settled_at = ?3 where guide_id = ?1 and language = ?2",
        params![guide, other_language(language), now],
    )?;
    Ok(())
}

fn checked_title(title: &str) -> Result<String> {
    let title = one_line(title);
    if title.is_empty() {
        return Err(Error::field("title", "required"));
    }
    if title.chars().count() > limits::GUIDE_TITLE_CHARS_MAX {
        return Err(Error::field("title", "too_long"));
    }
    Ok(title)
}

/// What somebody wrote on an older version, with what others have written since.
fn merge(
    c: &mut Change,
    current: &page::Reading,
    base: i64,
    title: String,
    source: String,
) -> Result<(String, String)> {
    if current.title == title && current.source == source {
        return Ok((title, source));
    }
    let sql = "select title, source from guide_version where text_id = ?1 and version = ?2";
    let base =
        c.sql().find(sql, params![current.id, base], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
    let (base_title, base_source) = base.ok_or(Error::Edited)?;
    let title = match (title == base_title, current.title == base_title) {
        (true, _) => current.title.clone(),
        (false, true) => title,
        (false, false) if title == current.title => title,
        (false, false) => return Err(Error::Edited),
    };
    // Comparing very many lines takes very long: then both are shown.
    let lines = [&base_source, &source, &current.source].map(|text| text.lines().count());
    if lines.iter().any(|count| *count > limits::MERGE_LINES_MAX) {
        return Err(Error::Edited);
    }
    let source = diffy::merge(&base_source, &source, &current.source).map_err(|_| Error::Edited)?;
    Ok((title, source))
}

/// What somebody changed in `edited` against `plain`, in `source`, which says the same as `plain` in other letters.
#[must_use]
pub fn keep_lines(plain: &str, edited: &str, source: &str) -> Option<String> {
    let short = [plain, edited, source].iter().all(|text| text.lines().count() <= limits::MERGE_LINES_MAX);
    if short { diffy::merge(plain, edited, source).ok() } else { None }
}

fn create(c: &mut Change, author: PersonId, title: &str, fields: &Fields) -> Result<GuideId> {
    let category = category(c.sql(), fields.category)?;
    let code = free_code(c.sql(), "guide", title)?;
    let (now, readers) = (c.now(), fields.readers());
    let link = if readers == Readers::Public { c.token(12) } else { String::new() };
    Ok(GuideId(c.sql().insert(
        "insert into guide (code, category_id, kind, readers, link, created_by, created_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7) returning id",
        params![&code, category, fields.kind.code(), readers.code(), &link, author, now],
    )?))
}

/// A category that is there: the one that was asked for.
fn category(conn: &mut Conn, wanted: Option<CategoryId>) -> Result<CategoryId> {
    let wanted = wanted.ok_or(Error::field("category", "required"))?;
    let found = conn.find("select id from guide_category where id = ?1", params![wanted], |row| row.get(0))?;
    found.ok_or(Error::field("category", "unknown"))
}

/// Keeps what the writer decided beside the text. A guide that becomes public gets a new link; one that is not has none.
pub(super) fn apply(c: &mut Change, id: GuideId, fields: &Fields) -> Result<()> {
    let centre = HelpCentre::load(c.sql())?;
    let guide = page::guide(c.sql(), &Actor::system("guides"), &centre, id, Action::ManageGuides)?;
    let stands = fields.over(Fields::of(&guide).stood());
    // A category that is gone meanwhile leaves the guide where it is.
    let category = category(c.sql(), stands.category).unwrap_or(guide.category);
    let (link, readers) = (guide.link, readers(stands.public, stands.internal));
    let link = match (readers, link.is_empty()) {
        (Readers::Public, true) => c.token(12),
        (Readers::Public, false) => link,
        _ => String::new(),
    };
    c.sql().execute(
        "update guide set category_id = ?2, kind = ?3, readers = ?4, locked = ?5, featured = ?6, link = ?7 where id = ?1",
        params![id, category, stands.kind.code(), readers.code(), stands.locked, stands.featured, &link],
    )?;
    c.record(Event::of_desk(EventKind::GuideChanged, &id.to_string()))?;
    Ok(())
}

/// Shows a text to readers, or takes it away from them.
///
/// # Errors
/// When there is no such text, or the actor may not.
pub fn set_published(c: &mut Change, guide: GuideId, language: &str, published: bool) -> Result<()> {
    let (centre, actor) = (HelpCentre::load(c.sql())?, c.actor().clone());
    page::guide(c.sql(), &actor, &centre, guide, Action::ManageGuides)?;
    let now = c.now();
    let text = c.sql().find(
        "update guide_text set published_at = case when ?3 then coalesce(published_at, cast(?4 as bigint)) end
         where guide_id = ?1 and language = ?2 returning id",
        params![guide, language, published, now],
        |row| row.get::<GuideTextId>(0),
    )?;
    index::reindex(c.sql(), text.ok_or(Error::NotFound)?)?;
    c.record(Event::of_desk(EventKind::GuideChanged, &guide.to_string()))?;
    Ok(())
}

/// Where a guide can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// Into the bin, for 30 days.
    Bin,
    /// Back to where it was.
    Back,
}

/// Puts a guide into the bin, or takes it out.
///
/// # Errors
/// When the actor may not.
pub fn place(c: &mut Change, guide: GuideId, to: Placed) -> Result<()> {
    let (centre, actor) = (HelpCentre::load(c.sql())?, c.actor().clone());
    page::guide(c.sql(), &actor, &centre, guide, Action::ManageGuides)?;
    let at = (to == Placed::Bin).then_some(c.now());
    c.sql().execute("update guide set trashed_at = ?2 where id = ?1", params![guide, at])?;
    let sql = "select id from guide_text where guide_id = ?1";
    for text in c.sql().query(sql, params![guide], |row| row.get::<GuideTextId>(0))? {
        index::reindex(c.sql(), text)?;
    }
    let before = if to == Placed::Bin { "" } else { "bin" };
    let mut event = Event::of_desk(EventKind::GuidePlaced, &guide.to_string());
    event.before = before.to_owned();
    c.record(event)?;
    Ok(())
}
