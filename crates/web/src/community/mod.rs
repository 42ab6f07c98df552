//! The community: topics that members read and answer, its rules, and what keeps order.

mod follow;
mod list;
mod lock;
mod post;
mod ready;
mod refused;
mod report;
mod rules;
mod topic;
mod writing;

pub(crate) use follow::{by_key, choose, choose_by_key, digest, keep_digest};
pub(crate) use list::{front, list, qlist};
pub(crate) use lock::{lock, lock_form, moderate};
pub(crate) use post::{measure_words, name};
pub(crate) use refused::words as refused_words;
pub(crate) use report::{reason_field, report, report_form, rule_field};
pub(crate) use rules::{accept, numbered, rules};
pub(crate) use topic::show;
pub(crate) use writing::{answer, comment, edit, edit_form, make_private, react, written};

use desk::policy::{self, Action};
use desk::{Error, Frame, Refusal, TicketId, Time, community};

use crate::answer::{Answer, redirect};
use crate::files::percent;
use crate::guides::slug;
use crate::reader::Reader;

/// The address of a topic; the words behind its number are for people.
pub(crate) fn url(topic: TicketId, subject: &str) -> String {
    let words = slug(subject);
    if words.is_empty() { format!("/community/{topic}") } else { format!("/community/{topic}-{words}") }
}

/// The number at the beginning of a topic's address.
fn number(address: &str) -> Option<TicketId> {
    address.split('-').next()?.parse().ok()
}

/// Whether the reader finds the community in the menu: it is there, and signing in would open it.
pub(crate) fn is_open(reader: &Reader, frame: &Frame) -> bool {
    reader.actor.is_staff() || !frame.community.hidden
}

/// What to do with a reader who may not come in: sign in, read the rules, or be told why.
fn way_in(reader: &Reader, error: Error) -> Answer {
    let next = percent(&reader.here);
    match error {
        Error::Denied(_) if reader.person.is_none() => Ok(redirect(&format!("/sign-in?next={next}"))),
        Error::Refused(Refusal::Rules) => Ok(redirect(&format!("/community/rules?next={next}"))),
        other => Err(other.into()),
    }
}

/// Asks whether the reader may read the community.
fn enter(conn: &mut store::Conn, reader: &desk::Actor, now: Time) -> desk::Result<()> {
    let settings = community::Community::load(conn)?;
    let standing = community::Standing::of(conn, reader, &settings, now)?;
    policy::allow_topic(reader, Action::ReadCommunity, &settings, &standing, None)
}
