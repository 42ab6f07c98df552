//! What the rules look at.

use std::time::Duration;

use store::params;

use crate::change::Change;
use crate::error::Result;
use crate::event::{Kind, Recorded};
use crate::settings::{self, Setting};
use crate::tickets::Status;
use crate::{PersonId, TicketId, Time};

/// Acknowledgements are counted over this span to stop two desks answering each other.
const ACKNOWLEDGEMENT_SPAN: Duration = Duration::from_secs(3600);

/// The facts of one ticket at the moment of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Facts {
    pub ticket: TicketId,
    pub status: Status,
    /// It is in the lists: not caught as spam, not deleted.
    pub in_lists: bool,
    pub requester: PersonId,
    /// The class of the message's mail: `none` when a person wrote it and may get an answer.
    pub automatic: String,
    /// The status that the agent chose with the answer, or empty.
    pub chosen_status: String,
    /// The desk acknowledges new tickets.
    pub acknowledge: bool,
    /// Acknowledgements that the requester got lately.
    pub acknowledged_lately: i64,
}

impl Facts {
    pub(crate) fn load(c: &mut Change, ticket: TicketId, recorded: &Recorded) -> Result<Self> {
        // Counting acknowledgements is only needed where one may be sent.
        let opened = recorded.event.kind == Kind::TicketOpened;
        let acknowledge = opened && settings::get(c.sql(), Setting::Acknowledgement)? == "on";
        let since = Time(c.now().0 - i64::try_from(ACKNOWLEDGEMENT_SPAN.as_micros()).unwrap_or(0));
        let message = recorded.event.message.map_or(0, |message| message.0);
        let chosen_status = recorded.event.after.clone();
        Ok(c.sql().one(
            "select t.status, t.place = '', t.requester_id, coalesce((select m.automatic from message m where m.id = ?2), 'none'),
                    case when ?4 then (select count(*) from outbox o where o.person_id = t.requester_id
                                       and o.kind = 'acknowledgement' and o.created_at > ?3) else 0 end
             from ticket t where t.id = ?1",
            params![ticket, message, since, opened],
            |row| {
                Ok(Self {
                    ticket,
                    status: Status::from_code(&row.get::<String>(0)?).unwrap_or(Status::Open),
                    in_lists: row.get(1)?,
                    requester: row.get(2)?,
                    automatic: row.get(3)?,
                    acknowledged_lately: row.get(4)?,
                    chosen_status: chosen_status.clone(),
                    acknowledge,
                })
            },
        )?)
    }
}
