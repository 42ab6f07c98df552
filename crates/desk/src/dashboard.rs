//! What stands on the agents' first page: what needs them now, what is new, what is late, and what is left to set up.

use std::time::Duration;

use store::{Conn, params};

use crate::actor::Actor;
use crate::error::Result;
use crate::event::Kind;
use crate::policy::{self, Action};
use crate::tickets::{ListRow, read_row, row_select};
use crate::{Day, TicketId, Time, limits};

/// Some tickets of a part, and how many there are in all; counting stops at the bound of counts.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// The first of them.
    pub rows: Vec<ListRow>,
    /// All of them.
    pub count: i64,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// What.
    pub kind: Kind,
    /// Who did it: a name, or the code of a rule.
    pub actor: String,
    /// The kind of actor.
    pub actor_kind: String,
    /// Where.
    pub ticket: TicketId,
    /// What the ticket is about.
    pub subject: String,
    /// When.
    pub at: Time,
}

/// A step of setting a desk up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Mail has come in.
    Mail,
    /// Somebody else works here too.
    Team,
    /// There is something to read.
    Guides,
    /// The organisation's own terms and privacy policy.
    Legal,
    /// When the desk is at work.
    Hours,
}

impl Step {
    /// All of them, in the order in which they help most.
    pub const ALL: [Self; 5] = [Self::Mail, Self::Team, Self::Guides, Self::Legal, Self::Hours];
}

/// The services and what is connected, for who sets the desk up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Connections {
    /// Addresses that take mail.
    pub addresses: i64,
    /// Mail that waits for a person.
    pub mail_held: i64,
    /// Mail that could not be sent or may not have been.
    pub mail_failed: i64,
    /// Webhooks that are switched on, and those that fail.
    pub webhooks: (i64, i64),
    /// Tokens of programs.
    pub tokens: i64,
    /// Rules that are switched on.
    pub rules: i64,
}

/// The page.
#[derive(Debug, Clone, Default)]
pub struct Dashboard {
    /// The reader's own, where it is the desk's turn.
    pub mine: Part,
    /// Questions of members in the last four weeks.
    pub questions: Part,
    /// Whoever asked wrote last, the longest ago first.
    pub unanswered: Part,
    /// The day when they should have been done is over.
    pub late: Part,
    /// What happened last.
    pub activity: Vec<Activity>,
    /// What is left to do; empty for agents.
    pub steps: Vec<Step>,
    /// What is connected; nothing for agents.
    pub connections: Option<Connections>,
}

/// Loads the page.
///
/// # Errors
/// When the actor is no agent, or the database fails.
pub fn load(conn: &mut Conn, actor: &Actor, now: Time, zone: &str) -> Result<Dashboard> {
    policy::allow(actor, Action::EnterAgentSpace, None)?;
    let me = actor.person.map_or(0, |person| person.0);
    let today = Day::of(now, zone);
    let weeks = Duration::from_secs(u64::try_from(limits::DASHBOARD_DAYS).unwrap_or(0) * 24 * 3600);
    let since = Time(now.0 - i64::try_from(weeks.as_micros()).unwrap_or(0));
    let admin = policy::allow(actor, Action::Configure, None).is_ok();
    const OPEN: &str = "t.category <> 'closed' and t.place = ''";
    Ok(Dashboard {
        mine: part(
            conn,
            actor,
            &format!("t.assignee_id = {me} and {OPEN} and t.category <> 'waiting_customer'"),
            "t.important desc, t.updated_at desc, t.id desc",
        )?,
        questions: part(
            conn,
            actor,
            &format!("t.channel = 'web' and t.place = '' and t.created_at > {}", since.0),
            "t.created_at desc, t.id desc",
        )?,
        unanswered: part(
            conn,
            actor,
            // In public another member may have answered.
            &format!(
                "{OPEN} and (t.visibility <> 'public' and t.last_side = 'customer' or t.visibility = 'public' and not t.answered)"
            ),
            "t.updated_at, t.id",
        )?,
        late: part(
            conn,
            actor,
            &format!("{OPEN} and t.due_on is not null and t.due_on < {}", today.0),
            "t.due_on, t.id",
        )?,
        activity: activity(conn, actor)?,
        steps: if admin { steps(conn)? } else { Vec::new() },
        connections: if admin { Some(connections(conn)?) } else { None },
    })
}

fn part(conn: &mut Conn, actor: &Actor, condition: &str, order: &str) -> Result<Part> {
    let policy = policy::ticket_condition(actor);
    let me = actor.person.map_or(0, |person| person.0);
    let count = conn.one(
        &format!("select count(*) from (select 1 from ticket t where {condition} and {policy} limit ?1) v"),
        params![limits::COUNT_SHOWN_MAX + 1],
        |row| row.get(0),
    )?;
    if count == 0 {
        return Ok(Part::default());
    }
    let sql =
        format!("{} where {condition} and {policy} order by {order} limit {}", row_select(me), limits::DASHBOARD_ROWS);
    Ok(Part { rows: conn.query(&sql, &[], read_row)?, count })
}

fn activity(conn: &mut Conn, actor: &Actor) -> Result<Vec<Activity>> {
    let sql = format!(
        "select e.kind, e.actor_name, e.actor_kind, t.id, t.subject, e.at
         from (select id, kind, actor_name, actor_kind, ticket_id, at, cause_id from event order by id desc limit {}) e join ticket t on t.id = e.ticket_id
         where t.place = '' and {}
           and e.kind in ('ticket_opened', 'customer_replied', 'agent_replied', 'commented', 'note_added', 'assigned',
                          'status_changed', 'topic_locked')
           and e.cause_id is null
         order by e.id desc limit {}",
        limits::DASHBOARD_EVENTS,
        policy::ticket_condition(actor),
        limits::DASHBOARD_ROWS * 2
    );
    Ok(conn.query(&sql, &[], |row| {
        Ok(Activity {
            kind: Kind::from_code(&row.get::<String>(0)?).unwrap_or(Kind::Configured),
            actor: row.get(1)?,
            actor_kind: row.get(2)?,
            ticket: row.get(3)?,
            subject: row.get(4)?,
            at: row.get(5)?,
        })
    })?)
}

fn steps(conn: &mut Conn) -> Result<Vec<Step>> {
    let done = conn.one(
        "select exists (select 1 from desk_address where received_at is not null),
                (select count(*) from (select 1 from person where role <> 'customer' and disabled_at is null limit 2) p) > 1,
                exists (select 1 from guide_text where published_at is not null),
                exists (select 1 from legal_text where kind = 'terms') and exists (select 1 from legal_text where kind = 'privacy'),
                exists (select 1 from setting where name = 'business_hours' and value <> '')",
        &[],
        |row| Ok([row.get::<bool>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]),
    )?;
    Ok(Step::ALL.into_iter().zip(done).filter(|(_, done)| !done).map(|(step, _)| step).collect())
}

fn connections(conn: &mut Conn) -> Result<Connections> {
    let bound = limits::COUNT_SHOWN_MAX + 1;
    Ok(conn.one(
        "select (select count(*) from desk_address),
                (select count(*) from (select 1 from inbound where state = 'held' limit ?1) h),
                (select count(*) from (select 1 from outbox where state in ('failed', 'unsure') limit ?1) f),
                (select count(*) from webhook where enabled),
                (select count(*) from webhook where enabled and failing_since is not null),
                (select count(*) from (select 1 from api_token where revoked_at is null limit ?1) a),
                (select count(*) from rule where enabled)",
        params![bound],
        |row| {
            Ok(Connections {
                addresses: row.get(0)?,
                mail_held: row.get(1)?,
                mail_failed: row.get(2)?,
                webhooks: (row.get(3)?, row.get(4)?),
                tokens: row.get(5)?,
                rules: row.get(6)?,
            })
        },
    )?)
}
