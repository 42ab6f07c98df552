//! Lists of guides: the front page, categories, all from A to Z, and what agents see of them.

use store::{Conn, Row, params};

use super::{Category, HelpCentre, Kind, Readers, categories, sort_key};
use crate::actor::Actor;
use crate::error::Result;
use crate::policy::{Action, guide_condition};
use crate::{CategoryId, GuideId, GuideTextId, Time, limits};

/// A guide in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The guide.
    pub guide: GuideId,
    /// The text.
    pub text: GuideTextId,
    /// Its language: the reader's, or the one that there is.
    pub language: String,
    /// Its title.
    pub title: String,
    /// What it is.
    pub kind: Kind,
    /// Whom it is for.
    pub readers: Readers,
    /// Where it stands.
    pub category: CategoryId,
    /// When its text changed.
    pub updated_at: Time,
}

const COLUMNS: &str = "g.id, t.id, t.language, t.title, g.kind, g.readers, g.category_id, t.updated_at";

fn read(row: &Row) -> store::Result<Entry> {
    Ok(Entry {
        guide: row.get(0)?,
        text: row.get(1)?,
        language: row.get(2)?,
        title: row.get(3)?,
        kind: Kind::from_code(&row.get::<String>(4)?).unwrap_or(Kind::Guide),
        readers: Readers::from_code(&row.get::<String>(5)?).unwrap_or(Readers::Agents),
        category: row.get(6)?,
        updated_at: row.get(7)?,
    })
}

/// What a list shows, and where it goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Guides of this category only.
    pub category: Option<CategoryId>,
    /// Guides of this kind only.
    pub kind: Option<Kind>,
    /// After this title and text.
    pub after: Option<(String, i64)>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T = Entry> {
    /// The guides.
    pub entries: Vec<T>,
    /// Where the next page begins.
    pub next: Option<(String, i64)>,
}

/// SQL that is true for the one text of a guide that readers of the language in `?1` get.
const CHOSEN: &str = "t.published_at is not null
    and (t.language = ?1 or not exists (select 1 from guide_text o
         where o.guide_id = t.guide_id and o.language = ?1 and o.published_at is not null))";

/// Published guides in the order of their titles.
///
/// # Errors
/// When the help centre is hidden from the actor.
pub fn all(conn: &mut Conn, actor: &Actor, language: &str, wanted: &Wanted) -> Result<Page> {
    let centre = HelpCentre::load(conn)?;
    centre.allow(actor, Action::ReadGuides)?;
    let category = wanted.category.map_or_else(|| "true".to_owned(), |id| format!("g.category_id = {id}"));
    let kind = wanted.kind.map_or_else(|| "true".to_owned(), |kind| format!("g.kind = '{}'", kind.code()));
    let (key, id) = wanted.after.clone().map_or((String::new(), 0), |(title, id)| (sort_key(&title), id));
    let sql = format!(
        "select {COLUMNS} from guide_text t join guide g on g.id = t.guide_id
         where {CHOSEN} and {} and {category} and {kind} and (t.sort_key, t.id) > (?2, ?3)
         order by t.sort_key, t.id limit {}",
        guide_condition(actor, &centre),
        limits::GUIDE_ROWS + 1
    );
    let mut entries = conn.query(&sql, params![language, &key, id], read)?;
    let more = entries.len() > limits::GUIDE_ROWS;
    entries.truncate(limits::GUIDE_ROWS);
    let next = entries.last().filter(|_| more).map(|last| (last.title.clone(), last.text.0));
    Ok(Page { entries, next })
}

/// Questions and answers of a category with their text, for showing them inside its page.
///
/// # Errors
/// When the help centre is hidden from the actor.
pub fn faq(
    conn: &mut Conn,
    actor: &Actor,
    language: &str,
    category: Option<CategoryId>,
) -> Result<Vec<(Entry, String)>> {
    let centre = HelpCentre::load(conn)?;
    centre.allow(actor, Action::ReadGuides)?;
    let category = category.map_or_else(|| "true".to_owned(), |id| format!("g.category_id = {id}"));
    let sql = format!(
        "select {COLUMNS}, t.html from guide_text t join guide g on g.id = t.guide_id
         where {CHOSEN} and {} and {category} and g.kind = 'faq' order by t.sort_key, t.id limit {}",
        guide_condition(actor, &centre),
        limits::GUIDE_ROWS * 4
    );
    Ok(conn.query(&sql, params![language], |row| Ok((read(row)?, row.get(8)?)))?)
}

/// What the front page of the help centre shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Front {
    /// Nothing of the help centre is shown to this reader.
    pub hidden: bool,
    /// Categories that hold something, with how much and the first of it.
    pub categories: Vec<(Category, i64, Vec<Entry>)>,
    /// Guides that agents chose.
    pub featured: Vec<Entry>,
    /// Guides that were read most of late.
    pub most_read: Vec<Entry>,
    /// Guides in all.
    pub total: i64,
    /// What people search for and find.
    pub popular: Vec<String>,
    /// Whether there are questions and answers.
    pub faq: bool,
}

impl Front {
    pub(crate) fn load(conn: &mut Conn, actor: &Actor, language: &str) -> Result<Self> {
        let centre = HelpCentre::load(conn)?;
        if centre.allow(actor, Action::ReadGuides).is_err() {
            return Ok(Self { hidden: true, ..Self::default() });
        }
        let condition = guide_condition(actor, &centre);
        let sql = format!(
            "select * from (
                 select {COLUMNS}, row_number() over (partition by g.category_id order by t.sort_key, t.id) as place,
                        count(*) over (partition by g.category_id) as total
                 from guide_text t join guide g on g.id = t.guide_id where {CHOSEN} and {condition}) x
             where place <= {} order by place",
            limits::GUIDES_NAMED
        );
        let named = conn.query(&sql, params![language], |row| Ok((read(row)?, row.get::<i64>(9)?)))?;
        let mut categories: Vec<(Category, i64, Vec<Entry>)> =
            categories(conn)?.into_iter().map(|category| (category, 0, Vec::new())).collect();
        for (entry, total) in named {
            if let Some(found) = categories.iter_mut().find(|(category, ..)| category.id == Some(entry.category)) {
                found.1 = total;
                found.2.push(entry);
            }
        }
        categories.retain(|(_, total, _)| *total > 0);
        let one = |row: &Row| read(row);
        let sql = format!(
            "select {COLUMNS} from guide g join guide_text t on t.guide_id = g.id
             where {CHOSEN} and {condition} and g.featured order by t.sort_key, t.id limit 12"
        );
        let featured = conn.query(&sql, params![language], one)?;
        let since = today(Time::now()) - limits::GUIDE_READ_DAYS;
        let sql = format!(
            "select {COLUMNS} from (select guide_id, sum(reads) as reads from guide_reading where day > ?2
                                    group by guide_id order by sum(reads) desc, guide_id limit 50) r
             join guide g on g.id = r.guide_id join guide_text t on t.guide_id = g.id
             where {CHOSEN} and {condition} order by r.reads desc, g.id limit {}",
            limits::GUIDES_MOST_READ
        );
        let most_read = conn.query(&sql, params![language, since], one)?;
        let popular = popular(conn, language, since)?;
        let sql = format!(
            "select exists (select 1 from guide_text t join guide g on g.id = t.guide_id
                            where t.published_at is not null and {condition} and g.kind = 'faq')"
        );
        let faq = conn.one(&sql, &[], |row| row.get(0))?;
        let total = categories.iter().map(|(_, total, _)| total).sum();
        Ok(Self { hidden: false, categories, featured, most_read, total, popular, faq })
    }
}

/// What people search for most and find. Only words of public titles: nobody writes on the front page by searching.
fn popular(conn: &mut Conn, language: &str, since: i64) -> Result<Vec<String>> {
    let titles = conn.query(
        "select t.title from guide_text t join guide g on g.id = t.guide_id
         where t.published_at is not null and g.trashed_at is null and g.readers = 'public' and t.language = ?1
         order by t.sort_key, t.id limit 2000",
        params![language],
        |row| row.get::<String>(0),
    )?;
    let known: std::collections::HashSet<String> = titles.iter().flat_map(|title| super::plain_words(title)).collect();
    let asked = conn.query(
        "select query from guide_query where language = ?1 and day > ?2 and found > 0
         group by query having sum(times) > 1 order by sum(times) desc, query limit 50",
        params![language, since],
        |row| row.get::<String>(0),
    )?;
    let is_known = |query: &String| super::plain_words(query).all(|word| known.contains(&word));
    Ok(asked.into_iter().filter(is_known).take(limits::GUIDES_POPULAR).collect())
}

/// Days since 1970.
pub(super) fn today(now: Time) -> i64 {
    now.0.div_euclid(86_400_000_000)
}

/// A guide in the agents' list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Managed {
    /// The guide, with the text that the list is sorted by.
    pub entry: Entry,
    /// Readers have that text.
    pub published: bool,
    /// It is in the bin.
    pub trashed: bool,
    /// Members cannot edit it.
    pub locked: bool,
    /// How the other language stands: nothing, or whether readers have it and whether it is behind.
    pub other: Option<(bool, bool)>,
    /// This language is behind the other.
    pub behind: bool,
    /// Readings of late.
    pub reads: i64,
}

/// A text of the actor that is not, or was not at once, what readers get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The guide; none for a new one.
    pub guide: Option<GuideId>,
    /// `en` or `fr`.
    pub language: String,
    /// Its title so far.
    pub title: String,
    /// When it was kept.
    pub at: Time,
    /// `draft`, `suggested`, `scheduled`, `accepted`, `declined`.
    pub state: String,
    /// Why it was sent back.
    pub because: String,
}

/// The actor's own drafts, newest first.
///
/// # Errors
/// When the database fails.
pub fn drafts(conn: &mut Conn, actor: &Actor) -> Result<Vec<Draft>> {
    own(conn, actor, "state = 'draft'")
}

/// The actor's drafts and suggestions with what became of them, newest first.
///
/// # Errors
/// [`crate::Error::NotFound`] where the actor finds no help centre.
pub fn written_by(conn: &mut Conn, actor: &Actor) -> Result<Vec<Draft>> {
    HelpCentre::load(conn)?.allow(actor, Action::ReadGuides)?;
    own(conn, actor, "true")
}

fn own(conn: &mut Conn, actor: &Actor, condition: &str) -> Result<Vec<Draft>> {
    let Some(person) = actor.person else { return Ok(Vec::new()) };
    let sql = format!(
        "select guide_id, language, title, updated_at, state, because from guide_edit
         where person_id = ?1 and {condition} order by updated_at desc, id desc limit {}",
        limits::GUIDE_ROWS
    );
    Ok(conn.query(&sql, params![person], |row| {
        Ok(Draft {
            guide: row.get(0)?,
            language: row.get(1)?,
            title: row.get(2)?,
            at: row.get(3)?,
            state: row.get(4)?,
            because: row.get(5)?,
        })
    })?)
}

/// What agents' list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All that is not in the bin.
    All,
    /// What readers do not have.
    Unpublished,
    /// What the other language is ahead of, or missing.
    Untranslated,
    /// The bin.
    Bin,
}

/// Guides of every state for agents, in the order of their titles, with the next page's beginning.
///
/// # Errors
/// When the actor may not manage guides.
pub fn everything(
    conn: &mut Conn,
    actor: &Actor,
    language: &str,
    part: Part,
    wanted: &Wanted,
) -> Result<Page<Managed>> {
    HelpCentre::load(conn)?.allow(actor, Action::ManageGuides)?;
    let category = wanted.category.map_or_else(|| "true".to_owned(), |id| format!("g.category_id = {id}"));
    let condition = match part {
        Part::All => "g.trashed_at is null",
        Part::Unpublished => "g.trashed_at is null and t.published_at is null",
        Part::Untranslated => {
            "g.trashed_at is null and (o.id is null or o.changed_at > t.settled_at or t.changed_at > o.settled_at)"
        }
        Part::Bin => "g.trashed_at is not null",
    };
    let (key, id) = wanted.after.clone().map_or((String::new(), 0), |(title, id)| (sort_key(&title), id));
    let since = today(Time::now()) - limits::GUIDE_READ_DAYS;
    let sql = format!(
        "select {COLUMNS}, t.published_at is not null, g.trashed_at is not null, g.locked, o.id is not null,
                o.published_at is not null, coalesce(t.changed_at > o.settled_at, false),
                coalesce(o.changed_at > t.settled_at, false),
                coalesce((select cast(sum(r.reads) as bigint) from guide_reading r
                          where r.guide_id = g.id and r.day > ?4), 0)
         from guide_text t join guide g on g.id = t.guide_id
         left join guide_text o on o.guide_id = g.id and o.language <> t.language
         where (t.language = ?1 or o.id is null) and {condition} and {category}
           and (t.sort_key, t.id) > (?2, ?3)
         order by t.sort_key, t.id limit {}",
        limits::GUIDE_ROWS + 1
    );
    let mut rows = conn.query(&sql, params![language, &key, id, since], |row| {
        let other = if row.get::<bool>(11)? { Some((row.get(12)?, row.get(13)?)) } else { None };
        Ok(Managed {
            entry: read(row)?,
            published: row.get(8)?,
            trashed: row.get(9)?,
            locked: row.get(10)?,
            other,
            behind: row.get(14)?,
            reads: row.get(15)?,
        })
    })?;
    let more = rows.len() > limits::GUIDE_ROWS;
    rows.truncate(limits::GUIDE_ROWS);
    let next = rows.last().filter(|_| more).map(|last| (last.entry.title.clone(), last.entry.text.0));
    Ok(Page { entries: rows, next })
}

/// Every public guide in a language, or in both, with when it changed, for search engines; the newest first.
///
/// # Errors
/// When the database fails.
pub fn sitemap(conn: &mut Conn, count: usize, language: Option<&str>) -> Result<Vec<(Entry, String)>> {
    let centre = HelpCentre::load(conn)?;
    let sql = format!(
        "select {COLUMNS}, substr(t.text, 1, 300) from guide_text t join guide g on g.id = t.guide_id
         where t.published_at is not null and (?1 = '' or t.language = ?1) and {}
         order by t.updated_at desc, t.id desc limit {count}",
        guide_condition(&Actor::visitor(), &centre)
    );
    Ok(conn.query(&sql, params![language.unwrap_or_default()], |row| Ok((read(row)?, row.get(8)?)))?)
}
