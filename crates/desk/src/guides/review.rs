//! Texts that wait: suggestions of members for an agent to read, and what is to be published at its time.

use store::{Conn, Row, params};

use super::drafts::{forget_drafts, to_json};
use super::page;
use super::writing::{Saved, apply, publish, writable};
use super::{Fields, Guide, HelpCentre, Written};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::Action;
use crate::{Desk, GuideEditId, GuideId, PersonId, Time, limits};

/// A text that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The row.
    pub id: GuideEditId,
    /// The guide; none for one that is not there yet.
    pub guide: Option<GuideId>,
    /// `en` or `fr`.
    pub language: String,
    /// Who wrote it.
    pub person: PersonId,
    /// Their name.
    pub author: String,
    /// `suggested`, `scheduled`, `accepted`, `declined`.
    pub state: String,
    /// The text.
    pub written: Written,
    /// What stands beside it.
    pub fields: Fields,
    /// Why it was declined.
    pub because: String,
    /// When readers are to get it.
    pub publish_at: Option<Time>,
    /// When it was sent in.
    pub at: Time,
}

const COLUMNS: &str = "e.id, e.guide_id, e.language, e.person_id, p.name, e.state, e.title, e.source, e.base, e.fields,
                       e.because, e.publish_at, e.updated_at";

fn read(row: &Row) -> store::Result<Edit> {
    Ok(Edit {
        id: row.get(0)?,
        guide: row.get(1)?,
        language: row.get(2)?,
        person: row.get(3)?,
        author: row.get(4)?,
        state: row.get(5)?,
        written: Written { title: row.get(6)?, source: row.get(7)?, base: row.get(8)? },
        fields: serde_json::from_str(&row.get::<String>(9)?).unwrap_or_default(),
        because: row.get(10)?,
        publish_at: row.get(11)?,
        at: row.get(12)?,
    })
}

/// Sends a text in for an agent to read.
///
/// # Errors
/// When something is missing, too many wait already, or the actor may not write.
pub fn suggest(
    c: &mut Change,
    guide: Option<GuideId>,
    language: &str,
    written: &Written,
    fields: &Fields,
) -> Result<GuideEditId> {
    let (centre, actor) = (HelpCentre::load(c.sql())?, c.actor().clone());
    writable(c.sql(), &actor, &centre, guide)?;
    let person = actor.person.ok_or(Error::NotFound)?;
    let waiting = c.sql().one(
        "select count(*) from guide_edit where person_id = ?1 and state = 'suggested'",
        params![person],
        |row| row.get::<i64>(0),
    )?;
    if waiting >= limits::SUGGESTIONS_WAITING_MAX {
        return Err(Error::field("title", "too_many"));
    }
    let id = put(c, person, guide, language, "suggested", written, fields, None)?;
    c.record(Event::of_desk(Kind::GuideSuggested, &id.to_string()))?;
    Ok(id)
}

/// Keeps a text until its time comes.
///
/// # Errors
/// When the time has passed, something is missing, or the actor may not.
pub fn schedule(
    c: &mut Change,
    guide: Option<GuideId>,
    language: &str,
    written: &Written,
    fields: &Fields,
    at: Time,
) -> Result<GuideEditId> {
    let (centre, actor) = (HelpCentre::load(c.sql())?, c.actor().clone());
    writable(c.sql(), &actor, &centre, guide)?;
    centre.allow(&actor, Action::ManageGuides)?;
    if at <= c.now() {
        return Err(Error::field("publish_at", "past"));
    }
    let person = actor.person.ok_or(Error::NotFound)?;
    // Only one text of a guide waits at a time: the other goes back to whoever wrote it.
    if let Some(guide) = guide {
        for other in suggestions(c.sql(), &actor, Some(guide))?.scheduled {
            if other.language == language {
                to_draft(c, &other, "replaced", "declined")?;
            }
        }
    }
    let id = put(c, person, guide, language, "scheduled", written, fields, Some(at))?;
    c.record(Event::of_desk(Kind::GuideChanged, &guide.map_or_else(String::new, |id| id.to_string())))?;
    Ok(id)
}

#[expect(clippy::too_many_arguments, reason = "the columns of one row")]
fn put(
    c: &mut Change,
    person: PersonId,
    guide: Option<GuideId>,
    language: &str,
    state: &str,
    written: &Written,
    fields: &Fields,
    at: Option<Time>,
) -> Result<GuideEditId> {
    let title = one_line(&written.title);
    if title.is_empty() {
        return Err(Error::field("title", "required"));
    }
    if title.chars().count() > limits::GUIDE_TITLE_CHARS_MAX {
        return Err(Error::field("title", "too_long"));
    }
    if written.source.trim().is_empty() {
        return Err(Error::field("body", "required"));
    }
    if written.source.chars().count() > limits::GUIDE_CHARS_MAX {
        return Err(Error::field("body", "too_long"));
    }
    if guide.is_none() && fields.category.is_none() {
        return Err(Error::field("category", "required"));
    }
    let (now, fields, source) = (c.now(), to_json(fields)?, markup::clean::lines(&written.source));
    let id = c.sql().insert(
        "insert into guide_edit (guide_id, language, person_id, state, title, source, fields, base, publish_at,
                                 updated_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) returning id",
        params![guide, language, person, state, &title, &source, &fields, written.base, at, now],
    )?;
    forget_drafts(c, person, guide, language)?;
    Ok(GuideEditId(id))
}

/// One text that waits, for agents and for whoever wrote it.
///
/// # Errors
/// [`Error::NotFound`] for everybody else.
pub fn edit(conn: &mut Conn, actor: &Actor, id: GuideEditId) -> Result<Edit> {
    let sql = format!(
        "select {COLUMNS} from guide_edit e join person p on p.id = e.person_id where e.id = ?1 and e.state <> 'draft'"
    );
    let found = conn.find(&sql, params![id], read)?.ok_or(Error::NotFound)?;
    let centre = HelpCentre::load(conn)?;
    let own = actor.person == Some(found.person) && !centre.hidden;
    if own || centre.allow(actor, Action::ManageGuides).is_ok() { Ok(found) } else { Err(Error::NotFound) }
}

/// Texts that wait, for the list of guides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// For an agent to read, oldest first.
    pub suggested: Vec<Edit>,
    /// For their time.
    pub scheduled: Vec<Edit>,
}

/// What waits; of one guide, or of all.
///
/// # Errors
/// When the actor may not review.
pub fn suggestions(conn: &mut Conn, actor: &Actor, guide: Option<GuideId>) -> Result<Waiting> {
    HelpCentre::load(conn)?.allow(actor, Action::ManageGuides)?;
    let mut of = |state: &str, order: &str| {
        let of_guide = guide.map_or_else(|| "true".to_owned(), |id| format!("e.guide_id = {id}"));
        let sql = format!(
            "select {COLUMNS} from guide_edit e join person p on p.id = e.person_id
             where e.state = '{state}' and {of_guide} order by {order}, e.id limit 100"
        );
        conn.query(&sql, &[], read)
    };
    Ok(Waiting { suggested: of("suggested", "e.updated_at")?, scheduled: of("scheduled", "e.publish_at")? })
}

/// Publishes a suggestion as it is, in the name of whoever wrote it.
///
/// # Errors
/// [`Error::Edited`] when the guide has changed in the same lines since, or what the policy says.
pub fn accept(c: &mut Change, id: GuideEditId) -> Result<Saved> {
    let edit = waiting(c, id, "suggested")?;
    let saved = publish_edit(c, &edit)?;
    settle(c, &edit, "accepted", "")?;
    Ok(saved)
}

/// Turns a suggestion down; it goes back to whoever wrote it, with the reason.
///
/// # Errors
/// When it does not wait any more, or the actor may not.
pub fn decline(c: &mut Change, id: GuideEditId, because: &str) -> Result<()> {
    let edit = waiting(c, id, "suggested")?;
    if because.chars().count() > limits::SUBJECT_CHARS_MAX {
        return Err(Error::field("because", "too_long"));
    }
    settle(c, &edit, "declined", &one_line(because))?;
    to_draft(c, &edit, &one_line(because), "declined")
}

/// A text that was to be published at its time becomes a draft again.
///
/// # Errors
/// When it does not wait any more, or the actor may not.
pub fn withdraw(c: &mut Change, id: GuideEditId) -> Result<Edit> {
    let edit = waiting(c, id, "scheduled")?;
    to_draft(c, &edit, "", "suggested")?;
    c.record(Event::of_desk(Kind::GuideChanged, &edit.guide.map_or_else(String::new, |id| id.to_string())))?;
    Ok(edit)
}

fn waiting(c: &mut Change, id: GuideEditId, state: &str) -> Result<Edit> {
    let (centre, actor) = (HelpCentre::load(c.sql())?, c.actor().clone());
    centre.allow(&actor, Action::ManageGuides)?;
    let edit = edit(c.sql(), &actor, id)?;
    if edit.state == state { Ok(edit) } else { Err(Error::TooLate) }
}

fn settle(c: &mut Change, edit: &Edit, state: &str, because: &str) -> Result<()> {
    c.sql()
        .execute("update guide_edit set state = ?2, because = ?3 where id = ?1", params![edit.id, state, because])?;
    let mut event = Event::of_desk(Kind::GuideReviewed, state);
    event.before = edit.id.to_string();
    c.record(event)?;
    Ok(())
}

fn publish_edit(c: &mut Change, edit: &Edit) -> Result<Saved> {
    let centre = HelpCentre::load(c.sql())?;
    let system = Actor::system("guides");
    let guide: Option<Guide> = match edit.guide {
        Some(id) => Some(page::guide(c.sql(), &system, &centre, id, Action::WriteGuides)?),
        None => None,
    };
    if guide.as_ref().is_some_and(|guide| guide.trashed) {
        return Err(Error::NotFound);
    }
    publish(c, edit.person, guide.as_ref(), &edit.language, &edit.written, &edit.fields, true)
}

/// The draft of whoever wrote it; what it becomes instead when they have begun another one.
fn to_draft(c: &mut Change, edit: &Edit, because: &str, instead: &str) -> Result<()> {
    let busy = c.sql().find(
        "select 1 from guide_edit where person_id = ?1 and coalesce(guide_id, 0) = ?2 and language = ?3
         and state = 'draft'",
        params![edit.person, edit.guide.map_or(0, |id| id.0), &edit.language],
        |row| row.get::<i64>(0),
    )?;
    let state = if busy.is_some() { instead } else { "draft" };
    c.sql().execute(
        "update guide_edit set state = ?2, because = ?3, publish_at = null where id = ?1",
        params![edit.id, state, because],
    )?;
    Ok(())
}

/// Publishes the text that is due longest, and tells whether there was one. What cannot be published any more becomes a
/// draft again.
///
/// # Errors
/// When the database fails.
pub fn publish_due(c: &mut Change) -> Result<bool> {
    let now = c.now();
    let sql = format!(
        "select {COLUMNS} from guide_edit e join person p on p.id = e.person_id
         where e.state = 'scheduled' and e.publish_at <= ?1 order by e.publish_at, e.id limit 1"
    );
    let Some(edit) = c.sql().find(&sql, params![now], read)? else { return Ok(false) };
    let still_staff = c.sql().find(
        "select 1 from person where id = ?1 and role <> 'customer' and disabled_at is null",
        params![edit.person],
        |row| row.get::<i64>(0),
    )?;
    // Nothing is written before an error is known: a publication that fails leaves no trace.
    match if still_staff.is_some() { publish_edit(c, &edit) } else { Err(Error::NotFound) } {
        Ok(saved) => {
            apply(c, saved.guide, &edit.fields)?;
            c.sql().execute("delete from guide_edit where id = ?1", params![edit.id])?;
        }
        Err(Error::Store(error)) => return Err(Error::Store(error)),
        Err(error) => {
            tracing::warn!(%error, edit = edit.id.0, "a guide could not be published at its time");
            to_draft(c, &edit, "", "suggested")?;
        }
    }
    Ok(true)
}

/// Publishes guides whose time has come, until the process ends.
pub async fn run_schedule(desk: Desk) {
    let actor = Actor::system("guides");
    loop {
        let now = Time::now();
        let due = desk
            .read(move |conn| {
                let sql = "select exists (select 1 from guide_edit where state = 'scheduled' and publish_at <= ?1)";
                Ok(conn.one(sql, params![now], |row| row.get::<bool>(0))?)
            })
            .await;
        let mut more = due.unwrap_or(false);
        while more {
            more = match desk.change(&actor, publish_due).await {
                Ok(more) => more,
                Err(error) => {
                    tracing::error!(%error, "a guide could not be published at its time");
                    false
                }
            };
        }
        tokio::time::sleep(limits::GUIDES_DUE_EVERY).await;
    }
}
