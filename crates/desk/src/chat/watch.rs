//! What happens in chats because time goes by: agents and visitors who left, answers that nobody saw.

use store::{Conn, params};

use super::{availability, handling, mailed};
use crate::change::Change;
use crate::error::Result;
use crate::mailflow::outbox;
use crate::{Actor, Desk, MessageId, TicketId, Time, limits};

/// What is due.
struct Due {
    agents: bool,
    missed: Vec<TicketId>,
    over: Vec<TicketId>,
    unseen: Vec<(TicketId, MessageId)>,
}

/// Deals with what is due, until the process ends. Several nodes may: each thing is done once.
pub async fn run(desk: Desk) {
    let actor = Actor::system("chat");
    loop {
        if let Err(error) = look(&desk, &actor).await {
            tracing::error!(%error, "chats could not be looked after");
        }
        tokio::time::sleep(limits::CHATS_EVERY).await;
    }
}

async fn look(desk: &Desk, actor: &Actor) -> Result<()> {
    let due = desk.read(|conn| due(conn, Time::now())).await?;
    if due.agents {
        desk.change(actor, availability::leave_behind).await?;
    }
    for id in due.missed {
        desk.change(actor, move |c| still(c, id, "waiting", limits::WAITING_GRACE, handling::missed)).await?;
    }
    for id in due.over {
        desk.change(actor, move |c| still(c, id, "open", limits::CHAT_GRACE, |c, id| handling::over(c, id, "desk")))
            .await?;
    }
    for (id, message) in due.unseen {
        desk.change(actor, move |c| mail(c, id, message)).await?;
    }
    Ok(())
}

fn before(now: Time, grace: std::time::Duration) -> Time {
    Time(now.0.saturating_sub(i64::try_from(grace.as_micros()).unwrap_or(i64::MAX)))
}

fn due(conn: &mut Conn, now: Time) -> Result<Due> {
    let agents = conn.one(
        "select exists (select 1 from availability where available and seen_at <= ?1)",
        params![before(now, limits::AGENT_GRACE)],
        |row| row.get(0),
    )?;
    let gone = |conn: &mut Conn, state: &str, grace| {
        conn.query(
            "select ticket_id from chat where state in ('waiting', 'open') and state = ?1 and seen_at <= ?2
             order by requested_at limit ?3",
            params![state, before(now, grace), limits::CHATS_BATCH],
            |row| row.get::<TicketId>(0),
        )
    };
    let missed = gone(conn, "waiting", limits::WAITING_GRACE)?;
    let over = gone(conn, "open", limits::CHAT_GRACE)?;
    let unseen = conn.query(
        "select h.ticket_id, m.id
         from (select ticket_id, visitor_read, mailed from chat where state in ('waiting', 'open')
               union all
               select ticket_id, visitor_read, mailed from chat where state in ('ended', 'missed') and ended_at > ?2) h
         join message m on m.ticket_id = h.ticket_id and m.id > h.visitor_read and m.id > h.mailed
         where m.side = 'agent' and m.kind = 'reply' and m.withdrawn_at is null and m.created_at <= ?1
         order by m.id limit ?3",
        params![before(now, limits::UNSEEN_GRACE), before(now, limits::CHATS_ENDED_SHOWN), limits::CHATS_BATCH],
        |row| Ok((row.get::<TicketId>(0)?, row.get::<MessageId>(1)?)),
    )?;
    Ok(Due { agents, missed, over, unseen })
}

/// Does what is due, if the visitor has not come back meanwhile.
fn still(
    c: &mut Change,
    id: TicketId,
    state: &str,
    grace: std::time::Duration,
    verb: impl Fn(&mut Change, TicketId) -> Result<()>,
) -> Result<()> {
    let gone = before(c.now(), grace);
    let due = c.sql().find(
        "select 1 from chat where ticket_id = ?1 and state = ?2 and seen_at <= ?3",
        params![id, state, gone],
        |row| row.get::<i64>(0),
    )?;
    if due.is_some() { verb(c, id) } else { Ok(()) }
}

/// Mails an answer that the visitor has not seen in time.
fn mail(c: &mut Change, id: TicketId, message: MessageId) -> Result<()> {
    let due = c.sql().find(
        "select 1 from chat where ticket_id = ?1 and visitor_read < ?2 and mailed < ?2",
        params![id, message],
        |row| row.get::<i64>(0),
    )?;
    if due.is_none() {
        return Ok(());
    }
    mailed(c, id, message)?;
    outbox::queue_reply(c, id, message, false)
}
