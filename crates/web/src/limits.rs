//! Sizes, counts and times of the HTTP door.

use std::num::NonZeroU32;
use std::time::Duration;

/// Bytes of a form without files.
pub(crate) const FORM_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Bytes of a form with files.
pub(crate) const UPLOAD_BYTES_MAX: usize = 60 * 1024 * 1024;
/// How long a request may take, live updates excepted.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);
/// The same for a form with files: the largest over half a megabit a second.
pub(crate) const UPLOAD_TIMEOUT: Duration = Duration::from_secs(1000);
/// Connections open at the same time; a page that follows changes keeps one.
pub(crate) const CONNECTIONS_MAX: usize = 20_000;
/// How long a connection may take to say what it wants, also between two requests.
pub(crate) const HEADERS_TIMEOUT: Duration = Duration::from_secs(30);
/// Pause when no more connections can be accepted.
pub(crate) const ACCEPT_PAUSE: Duration = Duration::from_millis(200);
/// A comment on the live stream keeps proxies from closing it.
pub(crate) const LIVE_COMMENT: Duration = Duration::from_secs(25);
/// Topics that one page may follow.
pub(crate) const LIVE_TOPICS_MAX: usize = 8;
/// An agent who sends no sign for this long has left the ticket.
pub(crate) const PRESENCE: Duration = Duration::from_secs(40);
/// Typing ends when no key was pressed for this long.
pub(crate) const TYPING: Duration = Duration::from_secs(8);
/// Results that the command palette shows.
pub(crate) const PALETTE_RESULTS: usize = 8;
/// Guides among them.
pub(crate) const PALETTE_GUIDES: usize = 4;
/// Sign-in tries per minute from one address.
pub(crate) const SIGN_INS_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);
/// Sign-in tries per minute for one account.
pub(crate) const SIGN_INS_PER_ACCOUNT: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
/// Tickets per minute that one address may open without being signed in.
pub(crate) const VISITOR_TICKETS_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
/// Times per minute that one address may ask whether a mail address is known.
pub(crate) const VISITOR_LOOKUPS_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
/// Times per minute that one address may say whether a guide helped.
pub(crate) const VOTES_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(29);
/// Times per minute that one address of visitors is told what is near the words of a question.
pub(crate) const SIMILAR_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);
/// Files per minute that one address gets by links of mails: each is read whole.
pub(crate) const LINKED_FILES_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);
/// Messages of the visitor of one chat per minute.
pub(crate) const CHAT_MESSAGES_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(119);
/// Requests of one token per minute.
pub(crate) const API_REQUESTS_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(1199);
/// How long a webhook may take to answer.
pub(crate) const WEBHOOK_TIMEOUT: Duration = Duration::from_secs(20);
/// Pause between two looks for webhooks that are due, when nothing happens.
pub(crate) const WEBHOOK_POLL: Duration = Duration::from_secs(5);
/// How long changes are gathered before webhooks are told.
pub(crate) const WEBHOOK_PAUSE: Duration = Duration::from_millis(50);
/// Characters of a webhook's answer that are kept.
pub(crate) const WEBHOOK_ANSWER_CHARS: usize = 300;
/// Held mails of one page of the ledger.
pub(crate) const HELD_SHOWN: usize = 50;
/// Pauses on the page of the ledger.
pub(crate) const PAUSES_SHOWN: i64 = 100;
/// How long requests may go on after the process was told to stop.
pub(crate) const SHUTDOWN: Duration = Duration::from_secs(3);
/// Fields and files of one form.
pub(crate) const FORM_PARTS_MAX: usize = 100;
/// Passwords that are hashed or compared at the same time: each takes 19 MB and a core.
pub(crate) const HASHES: usize = 2;
/// Tickets with somebody at them before those that everybody left are forgotten.
pub(crate) const PRESENCE_TICKETS_MAX: usize = 1000;
/// Bytes of a mail's source that its page shows.
pub(crate) const SOURCE_BYTES_SHOWN: usize = 256 * 1024;
/// Bytes of a picture that is fetched for an agent.
pub(crate) const PICTURE_BYTES_MAX: usize = 8 * 1024 * 1024;
/// How long fetching one may take.
pub(crate) const PICTURE_TIMEOUT: Duration = Duration::from_secs(15);
/// How often it may be said to be elsewhere.
pub(crate) const PICTURE_REDIRECTS_MAX: usize = 3;
/// Bytes of a refused body that are read so that its answer is heard.
pub(crate) const DRAINED_BYTES_MAX: usize = 4 * UPLOAD_BYTES_MAX;
/// How long that may take.
pub(crate) const DRAINED_FOR_MAX: Duration = Duration::from_secs(60);

/// How long an agent counts as here after the last page.
pub(crate) const HERE: Duration = Duration::from_secs(5 * 60);
/// Chats somebody types in before those of the past are forgotten.
pub(crate) const TYPING_KEPT_MAX: usize = 10_000;
/// Guides that are offered to whoever waits for an agent.
pub(crate) const GUIDES_WHILE_WAITING: usize = 3;
/// How long a webhook of an agent may take.
pub(crate) const NOTICE_TIMEOUT: Duration = Duration::from_secs(10);
/// Pause between two looks for notices that are due, when nothing happens.
pub(crate) const NOTICE_POLL: Duration = Duration::from_secs(5);
