//! Who takes chat requests: who said so, and has a page open.

use std::collections::HashMap;

use store::{Conn, Row, params};

use crate::actor::Granted;
use crate::change::Change;
use crate::error::Result;
use crate::event::{Event, Kind};
use crate::people::{self, Role};
use crate::policy::{self, Action};
use crate::portals::Portal;
use crate::{Actor, PersonId, PortalId, Time, limits};

/// How an agent stands to chat requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What they said.
    pub available: bool,
    /// When a page of theirs was last open.
    pub seen_at: Time,
    /// When the desk ended it because none was, until they have read that.
    pub left_at: Option<Time>,
    /// What rings.
    pub wishes: Wishes,
    granted: Option<Granted>,
}

/// How an agent hears of chats while a page is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wishes {
    /// A sound for each request.
    pub request_sound: bool,
    /// A sound for each message in their chats.
    pub message_sound: bool,
    /// Notices of the browser.
    pub desktop: bool,
}

impl Default for Wishes {
    fn default() -> Self {
        Self { request_sound: true, message_sound: true, desktop: true }
    }
}

impl Standing {
    /// Whether requests reach them at a moment.
    #[must_use]
    pub fn is_available(&self, now: Time) -> bool {
        self.available && self.seen_at.elapsed(now) < limits::AGENT_GRACE
    }

    /// What the agent may see; nothing for all.
    pub(super) fn granted(&self) -> Option<&Granted> {
        self.granted.as_ref()
    }

    /// Whether they answer what is asked in a portal.
    #[must_use]
    pub fn handles(&self, portal: &Portal) -> bool {
        policy::handles_portal(self.granted.as_ref(), portal.company.0, portal.department)
    }
}

const COLUMNS: &str = "p.id, p.name, p.role, a.available, a.seen_at, a.left_at, a.sounds, a.desktop";

fn read(row: &Row, reach: &HashMap<PersonId, Option<Granted>>) -> store::Result<Standing> {
    let person: PersonId = row.get(0)?;
    let granted = match Role::from_code(&row.get::<String>(2)?) {
        Role::Admin => None,
        // Without a grant an agent sees nothing.
        _ => reach.get(&person).cloned().unwrap_or_else(|| Some(Granted::default())),
    };
    let usual = Wishes::default();
    let sounds: Option<String> = row.get(6)?;
    let sound = |name: &str, usual: bool| sounds.as_ref().map_or(usual, |kept| kept.split(' ').any(|one| one == name));
    Ok(Standing {
        person,
        name: row.get(1)?,
        available: row.get::<Option<bool>>(3)?.unwrap_or(false),
        seen_at: row.get::<Option<Time>>(4)?.unwrap_or_default(),
        left_at: row.get(5)?,
        wishes: Wishes {
            request_sound: sound("request", usual.request_sound),
            message_sound: sound("message", usual.message_sound),
            desktop: row.get::<Option<bool>>(7)?.unwrap_or(usual.desktop),
        },
        granted,
    })
}

/// The agents who said that they are available.
///
/// # Errors
/// When the database fails.
pub fn standings(conn: &mut Conn) -> Result<Vec<Standing>> {
    let sql = format!(
        "select {COLUMNS} from availability a join person p on p.id = a.person_id
         where a.available and p.role <> 'customer' and p.disabled_at is null order by p.name, p.id"
    );
    let reach = people::all_granted(conn)?;
    Ok(conn.query(&sql, &[], |row| read(row, &reach))?)
}

/// All agents.
///
/// # Errors
/// When the database fails.
pub fn everybody(conn: &mut Conn) -> Result<Vec<Standing>> {
    let sql = format!(
        "select {COLUMNS} from person p left join availability a on a.person_id = p.id
         where p.role <> 'customer' and p.disabled_at is null order by p.name, p.id"
    );
    let reach = people::all_granted(conn)?;
    Ok(conn.query(&sql, &[], |row| read(row, &reach))?)
}

/// How one agent stands.
///
/// # Errors
/// When the database fails.
pub fn standing(conn: &mut Conn, person: PersonId) -> Result<Option<Standing>> {
    let sql = format!(
        "select {COLUMNS} from person p left join availability a on a.person_id = p.id
         where p.id = ?1 and p.role <> 'customer'"
    );
    let reach = people::all_granted(conn)?;
    Ok(conn.find(&sql, params![person], |row| read(row, &reach))?)
}

/// Whether the actor answers in any portal, or a chat was handed to where they are: only then have they anything to say
/// about being available.
///
/// # Errors
/// When the database fails.
pub fn has_portals(conn: &mut Conn, actor: &Actor) -> Result<bool> {
    let sql = format!(
        "select exists (select 1 from portal o where {})
             or exists (select 1 from chat h join ticket t on t.id = h.ticket_id
                        where h.state in ('waiting', 'open') and {})",
        policy::portal_condition(actor),
        policy::ticket_condition(actor)
    );
    Ok(conn.one(&sql, &[], |row| row.get(0))?)
}

/// The acting agent takes requests from now on, or no more.
///
/// # Errors
/// When the actor is no agent.
pub fn set_available(c: &mut Change, available: bool) -> Result<()> {
    c.allow(Action::EnterAgentSpace, None)?;
    let Some(person) = c.actor().person else { return Ok(()) };
    let now = c.now();
    c.sql().execute(
        "insert into availability (person_id, available, seen_at) values (?1, ?2, ?3)
         on conflict (person_id) do update set available = excluded.available, seen_at = excluded.seen_at, left_at = null",
        params![person, available, now],
    )?;
    announce(c, &c.actor().clone(), person, if available { "available" } else { "unavailable" })
}

/// The acting agent wants other sounds or notices.
///
/// # Errors
/// When the actor is no agent.
pub fn set_wishes(c: &mut Change, wishes: Wishes) -> Result<()> {
    c.allow(Action::EnterAgentSpace, None)?;
    let Some(person) = c.actor().person else { return Ok(()) };
    let sounds = match (wishes.request_sound, wishes.message_sound) {
        (true, true) => "request message",
        (true, false) => "request",
        (false, true) => "message",
        (false, false) => "",
    };
    c.sql().execute(
        "insert into availability (person_id, sounds, desktop) values (?1, ?2, ?3)
         on conflict (person_id) do update set sounds = excluded.sounds, desktop = excluded.desktop",
        params![person, sounds, wishes.desktop],
    )?;
    c.announce_topic("desk".to_owned());
    Ok(())
}

/// A page of the acting agent is open.
///
/// # Errors
/// When the database fails.
pub fn still_here(c: &mut Change) -> Result<()> {
    let (person, now) = (c.actor().person, c.now());
    c.sql().execute("update availability set seen_at = ?2 where person_id = ?1 and available", params![person, now])?;
    Ok(())
}

/// The acting agent leaves: signed out.
///
/// # Errors
/// When the database fails.
pub fn stop_taking(c: &mut Change) -> Result<()> {
    let actor = c.actor().clone();
    let Some(person) = actor.person.filter(|_| actor.is_staff()) else { return Ok(()) };
    let sql = "update availability set available = false, left_at = null where person_id = ?1 and available";
    if c.sql().execute(sql, params![person])? > 0 {
        announce(c, &actor, person, "signed_out")?;
    }
    Ok(())
}

/// Ends the availability of those whose pages are closed, and keeps that for them to read.
pub(super) fn leave_behind(c: &mut Change) -> Result<()> {
    let now = c.now();
    let before = Time(now.0.saturating_sub(i64::try_from(limits::AGENT_GRACE.as_micros()).unwrap_or(i64::MAX)));
    let gone = c.sql().query(
        "update availability set available = false, left_at = ?2 where available and seen_at <= ?1 returning person_id",
        params![before, now],
        |row| row.get::<PersonId>(0),
    )?;
    for person in gone {
        if let Some(agent) = people::staff_actor(c.sql(), person)? {
            let agent = Actor::person(person, &agent.person.name, agent.person.role, agent.granted);
            announce(c, &agent, person, "away")?;
        }
    }
    Ok(())
}

/// What somebody may answer has changed: where they counted, or count now, visitors see it.
pub(crate) fn reach_changed(c: &mut Change, person: PersonId) -> Result<()> {
    let sql = "select available from availability where person_id = ?1";
    if c.sql().find(sql, params![person], |row| row.get::<bool>(0))?.unwrap_or(false) {
        for portal in c.sql().query("select id from portal where active", &[], |row| row.get::<PortalId>(0))? {
            c.announce_topic(format!("portal:{portal}"));
        }
        c.announce_topic("chats".to_owned());
    }
    Ok(())
}

/// Tells whoever looks at a portal of theirs, and the menus of agents.
fn announce(c: &mut Change, agent: &Actor, person: PersonId, what: &str) -> Result<()> {
    c.record(Event::of_desk(Kind::AvailabilityChanged, &format!("{person}:{what}")))?;
    let sql = format!("select o.id from portal o where o.active and {}", policy::portal_condition(agent));
    for portal in c.sql().query(&sql, &[], |row| row.get::<PortalId>(0))? {
        c.announce_topic(format!("portal:{portal}"));
    }
    c.announce_topic("chats".to_owned());
    c.announce_topic("desk".to_owned());
    Ok(())
}
