//! What the last action did travels to the next page in a cookie: a code, a count, the change.

use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum_extra::extract::CookieJar;
use desk::EventId;

use crate::l10n::L10nLanguage;
use crate::reader::Flash;

/// The actions that are worth a toast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    Sent,
    /// An answer leaves later.
    AnswerScheduled,
    /// It stands in the composer again.
    TakenBack,
    Noted,
    Closed,
    Reopened,
    Assigned,
    Status,
    Typed,
    Priority,
    Moved,
    Planned,
    Tagged,
    Untagged,
    Undone,
    TooLate,
    Opened,
    Retried,
    /// The link to a file opens nothing any more.
    LinkEnded,
    LinkRenewed,
    Released,
    /// A held mail was put aside.
    Discarded,
    Resumed,
    Saved,
    Spam,
    Deleted,
    PutBack,
    Merged,
    Split,
    MessageMoved,
    /// Somebody has moved it before, perhaps the reader in another window.
    MessageElsewhere,
    Reread,
    Refused,
    /// It was like this already.
    Same,
    /// A guide is there for its readers.
    Published,
    /// So it is, with what somebody else wrote meanwhile.
    Joined,
    Unpublished,
    Suggested,
    Scheduled,
    GuideDeleted,
    /// A moderator reads it first.
    Held,
    /// The moderators know.
    Reported,
    /// A topic is closed.
    Locked,
    /// A moderator's act stands in the log.
    Moderated,
    /// A chat is the reader's.
    ChatTaken,
    /// Somebody else was first.
    ChatGone,
    ChatHanded,
    ChatInvited,
    ChatEnded,
    Available,
    Unavailable,
}

const CODES: &[(Done, &str)] = &[
    (Done::Sent, "sent"),
    (Done::AnswerScheduled, "answer_scheduled"),
    (Done::TakenBack, "taken_back"),
    (Done::Noted, "noted"),
    (Done::Closed, "closed"),
    (Done::Reopened, "reopened"),
    (Done::Assigned, "assigned"),
    (Done::Status, "status"),
    (Done::Typed, "type"),
    (Done::Priority, "priority"),
    (Done::Moved, "moved"),
    (Done::Planned, "planned"),
    (Done::Tagged, "tagged"),
    (Done::Untagged, "untagged"),
    (Done::Undone, "undone"),
    (Done::TooLate, "too_late"),
    (Done::Opened, "opened"),
    (Done::Retried, "retried"),
    (Done::LinkEnded, "link_ended"),
    (Done::LinkRenewed, "link_renewed"),
    (Done::Released, "released"),
    (Done::Discarded, "discarded"),
    (Done::Resumed, "resumed"),
    (Done::Saved, "saved"),
    (Done::Spam, "spam"),
    (Done::Deleted, "deleted"),
    (Done::PutBack, "put_back"),
    (Done::Merged, "merged"),
    (Done::Split, "split"),
    (Done::MessageMoved, "message_moved"),
    (Done::MessageElsewhere, "message_elsewhere"),
    (Done::Reread, "reread"),
    (Done::Refused, "refused"),
    (Done::Same, "same"),
    (Done::Published, "published"),
    (Done::Joined, "joined"),
    (Done::Unpublished, "unpublished"),
    (Done::Suggested, "suggested"),
    (Done::Scheduled, "scheduled"),
    (Done::GuideDeleted, "guide_deleted"),
    (Done::Held, "held"),
    (Done::Reported, "reported"),
    (Done::Locked, "locked"),
    (Done::Moderated, "moderated"),
    (Done::ChatTaken, "chat_taken"),
    (Done::ChatGone, "chat_gone"),
    (Done::ChatHanded, "chat_handed"),
    (Done::ChatInvited, "chat_invited"),
    (Done::ChatEnded, "chat_ended"),
    (Done::Available, "available"),
    (Done::Unavailable, "unavailable"),
];

fn words(text: &L10nLanguage, done: Done, count: i64) -> String {
    match done {
        Done::Sent => text.msg_done_sent(),
        Done::AnswerScheduled => text.msg_scheduled_done(),
        Done::TakenBack => text.msg_scheduled_done_back(),
        Done::Noted => text.msg_done_noted(),
        Done::Closed => text.msg_done_closed(count),
        Done::Reopened => text.msg_done_reopened(count),
        Done::Assigned => text.msg_done_assigned(count),
        Done::Status => text.msg_done_status(count),
        Done::Typed => text.msg_done_type(count),
        Done::Priority => text.msg_done_priority(count),
        Done::Moved => text.msg_done_moved(count),
        Done::Planned => text.msg_done_planned(count),
        Done::Tagged => text.msg_done_tagged(count),
        Done::Untagged => text.msg_done_untagged(count),
        Done::Undone => text.msg_done_undone(),
        Done::TooLate => text.msg_done_too_late(),
        Done::Opened => text.msg_done_opened(),
        Done::Retried => text.msg_done_retried(),
        Done::LinkEnded => text.msg_done_link_ended(),
        Done::LinkRenewed => text.msg_done_link_renewed(),
        Done::Released => text.msg_done_released(),
        Done::Discarded => text.msg_done_discarded(),
        Done::Resumed => text.msg_done_resumed(),
        Done::Saved => text.msg_done_saved(),
        Done::Spam => text.msg_done_spam(count),
        Done::Deleted => text.msg_done_deleted(count),
        Done::PutBack => text.msg_done_put_back(count),
        Done::Merged => text.msg_done_merged(count),
        Done::Split => text.msg_done_split(),
        Done::MessageMoved => text.msg_done_message_moved(),
        Done::MessageElsewhere => text.msg_done_message_elsewhere(),
        Done::Reread => text.msg_done_reread(),
        Done::Refused => text.msg_done_refused(),
        Done::Same => text.msg_done_same(),
        Done::Published => text.msg_guide_done_published(),
        Done::Joined => text.msg_guide_done_joined(),
        Done::Unpublished => text.msg_guide_done_unpublished(),
        Done::Suggested => text.msg_guide_done_suggested(),
        Done::Scheduled => text.msg_guide_done_scheduled(),
        Done::GuideDeleted => text.msg_guide_done_deleted(),
        Done::Held => text.msg_topic_done_held(),
        Done::Reported => text.msg_topic_done_reported(),
        Done::Locked => text.msg_topic_done_locked(),
        Done::Moderated => text.msg_topic_done_moderated(),
        Done::ChatTaken => text.msg_chat_done_taken(),
        Done::ChatGone => text.msg_chat_done_gone(),
        Done::ChatHanded => text.msg_chat_done_handed(),
        Done::ChatInvited => text.msg_chat_done_invited(),
        Done::ChatEnded => text.msg_chat_done_ended(),
        Done::Available => text.msg_chat_done_available(),
        Done::Unavailable => text.msg_chat_done_unavailable(),
    }
}

const COOKIE: &str = "flash";

/// Puts the toast on its way.
pub(crate) fn set(response: &mut Response, done: Done, count: usize, undo: Option<EventId>) {
    let code = CODES.iter().find(|(known, _)| *known == done).map_or("", |(_, code)| code);
    let undo = undo.map_or(0, |change| change.0);
    let id = desk::Time::now().0;
    let value = format!("{COOKIE}={code}.{count}.{undo}.{id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60");
    if let Ok(value) = HeaderValue::from_str(&value) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// It has been shown.
pub(crate) fn forget(response: &mut Response) {
    let value = HeaderValue::from_static("flash=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    response.headers_mut().append(header::SET_COOKIE, value);
}

/// Reads the toast of this page; anything odd is no toast.
pub(crate) fn read(jar: &CookieJar, text: &L10nLanguage) -> Option<Flash> {
    let value = jar.get(COOKIE)?.value();
    let mut parts = value.split('.');
    let code = parts.next()?;
    let count: i64 = parts.next()?.parse().ok()?;
    let undo: i64 = parts.next()?.parse().ok()?;
    let id: i64 = parts.next()?.parse().ok()?;
    let (done, _) = CODES.iter().find(|(_, known)| *known == code)?;
    Some(Flash { id, text: words(text, *done, count), undo: (undo > 0).then_some(EventId(undo)) })
}
