//! Sizes, counts and times of the desk.

use std::time::Duration;

/// A test of an address that is not back by then is probably lost.
pub const ADDRESS_TEST_LATE: Duration = Duration::from_secs(600);
/// Characters of a ticket's subject.
pub const SUBJECT_CHARS_MAX: usize = 255;
/// Characters of one message as its author wrote it.
pub const MESSAGE_CHARS_MAX: usize = 500_000;
/// Characters of the beginning of the last message that lists show.
pub const PREVIEW_CHARS: usize = 160;
/// Characters of a person's name.
pub const NAME_CHARS_MAX: usize = 120;
/// Characters of an address (RFC 5321, 4.5.3.1).
pub const ADDRESS_CHARS_MAX: usize = 254;
/// Characters of a signature.
pub const SIGNATURE_CHARS_MAX: usize = 4000;
/// Tickets merged into tickets that are followed to the last.
pub const MERGES_FOLLOWED_MAX: usize = 50;
/// Tickets that may be merged into one at a time.
pub const MERGE_TICKETS_MAX: usize = 50;
/// Tickets offered for a merge.
pub const MERGE_SUGGESTIONS: i64 = 12;
/// Message-IDs of one mail that are asked for the ticket it may belong to.
pub const REFERENCES_FOLLOWED_MAX: usize = 20;
/// Characters of a canned reply as its author wrote it.
pub const CANNED_CHARS_MAX: usize = 20_000;
/// Canned replies that one ticket offers.
pub const CANNED_OFFERED_MAX: i64 = 200;
/// Filters on creation.
pub const FILTERS_MAX: usize = 200;
/// Characters of a filter's value.
pub const FILTER_VALUE_CHARS_MAX: usize = 200;
/// How long a deleted ticket can be restored.
pub const TRASH: Duration = Duration::from_secs(30 * 24 * 3600);
/// Days that mails may be kept as they came, instead of for ever.
pub const MAIL_KEPT_DAYS: [i64; 5] = [30, 90, 180, 365, 1095];
/// Mails whose bytes are forgotten in one transaction.
pub const MAIL_FORGET_BATCH: i64 = 50;
/// Messages whose mails are looked for at once when all are read again.
pub const REREAD_BATCH: i64 = 20;
/// Deleted tickets that are forgotten in one transaction.
pub const TRASH_BATCH: i64 = 50;
/// Blocked senders listed.
pub const BLOCKED_SHOWN: i64 = 200;
/// Characters of a tag.
pub const TAG_CHARS_MAX: usize = 40;
/// Tags of one ticket.
pub const TAGS_PER_TICKET_MAX: usize = 30;
/// Addresses that no mail goes to, on a page.
pub const SUPPRESSED_SHOWN: usize = 50;
/// Bytes of one attachment.
pub const ATTACHMENT_BYTES_MAX: usize = 25 * 1024 * 1024;
/// Files of one message written in a browser.
pub const FILES_PER_MESSAGE_MAX: usize = 20;
/// Tickets of one page of a list.
pub const PAGE_ROWS: usize = 50;
/// Ranges of an index that a list reads side by side, for an agent who sees a part of the desk.
pub const RANGES_MAX: usize = 24;
/// Above this a count is shown as "999+".
pub const COUNT_SHOWN_MAX: i64 = 999;
/// Tickets that one bulk action may touch.
pub const BULK_TICKETS_MAX: usize = 200;
/// Messages of a ticket shown at once, the newest.
pub const MESSAGES_SHOWN_MAX: i64 = 400;
/// Events of a ticket shown at once, the newest.
pub const EVENTS_SHOWN_MAX: i64 = 600;
/// Other tickets of a requester shown beside a ticket.
pub const OTHER_TICKETS_SHOWN: i64 = 6;
/// Matching messages looked at together for a page of search results: most pages need no more.
pub const SEARCH_MATCHES_AT_ONCE: i64 = 64;
/// How often more of them are looked at before the page ends with fewer tickets.
pub const SEARCH_ROUNDS_MAX: usize = 5;
/// Characters of a search query.
pub const QUERY_CHARS_MAX: usize = 200;
/// Shortest password.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// Longest password; hashing must stay bounded.
pub const PASSWORD_CHARS_MAX: usize = 200;
/// How long a browser stays signed in.
pub const SESSION: Duration = Duration::from_secs(30 * 24 * 3600);
/// How long an e-mailed sign-in link works.
pub const SIGN_IN_LINK: Duration = Duration::from_secs(30 * 60);
/// Times an e-mailed sign-in link works: mail scanners open links before people do.
pub const SIGN_IN_LINK_USES: i64 = 5;
/// Events that follow from one change before rules are stopped.
pub const REACTIONS_MAX: usize = 100;
/// Views of the frame (by agent) kept in memory.
pub const FRAMES_CACHED_MAX: usize = 500;
/// Pauses before the second, third … try of a mail; the last is repeated.
pub const OUTBOX_PAUSES: [Duration; 7] = [
    Duration::from_secs(10),
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(15 * 60),
    Duration::from_secs(60 * 60),
    Duration::from_secs(3 * 3600),
    Duration::from_secs(6 * 3600),
];
/// Pauses before the relay is tried again that took no mail at all; the last is repeated.
pub const HALT_PAUSES: [Duration; 4] =
    [Duration::from_secs(10), Duration::from_secs(60), Duration::from_secs(5 * 60), Duration::from_secs(15 * 60)];
/// Pauses before a provider is tried again that takes too much from us; the last is repeated.
pub const PROVIDER_PAUSES: [Duration; 5] = [
    Duration::from_secs(60),
    Duration::from_secs(5 * 60),
    Duration::from_secs(15 * 60),
    Duration::from_secs(30 * 60),
    Duration::from_secs(60 * 60),
];
/// A provider that holds us back again so soon is not new to it.
pub const PROVIDER_REMEMBERED: Duration = Duration::from_secs(60 * 60);
/// Mails that change their place in the queue in one transaction because of a provider.
pub const PROVIDER_MOVES: i64 = 500;
/// Providers that hold us back, on the page.
pub const PROVIDERS_SHOWN: i64 = 100;
/// Of so many mails one is the less urgent that waits longest.
pub const TURNS: i64 = 10;
/// The highest limit of mails that can be set.
pub const RELAY_LIMIT_MAX: i64 = 10_000_000;
/// Waiting mails that are counted for a page.
pub const WAITING_COUNTED: i64 = 1000;
/// Tries after which a mail is given up: about three days.
pub const OUTBOX_TRIES_MAX: i64 = 16;
/// How long a hand-over to the relay may take before the mail is called unsure.
pub const OUTBOX_LEASE: Duration = Duration::from_secs(300);
/// Days a one-time link of the demo or of the first set-up works.
pub const SETUP_LINK: Duration = Duration::from_secs(7 * 24 * 3600);
/// How long an answer can be taken back before its mail leaves.
pub const REPLY_HOLD: Duration = Duration::from_secs(8);
/// Answers for later that one agent may have.
pub const SCHEDULED_MAX: i64 = 200;
/// How far ahead an answer can be scheduled.
pub const SCHEDULED_AHEAD: Duration = Duration::from_secs(366 * 24 * 3600);
/// Pause between two looks for answers whose time has come.
pub const SCHEDULED_DUE_EVERY: Duration = Duration::from_secs(2);
/// Answers that one look finds.
pub const SCHEDULED_BATCH: i64 = 100;
/// Days for which a link to a file opens that was too large for its mail, unless the admin says otherwise.
pub const FILE_LINK_DAYS: u32 = 30;
/// Topics named in one notice to the listeners.
pub const TOPICS_PER_NOTICE: usize = 200;
/// How long a change can be taken back.
pub const UNDO: Duration = Duration::from_secs(24 * 3600);
/// How long a security code can be answered.
pub const CHALLENGE: Duration = Duration::from_secs(4 * 3600);
/// Zero bits of a proof of work: about 65,000 tries, under a second in a browser on a phone.
pub const PROOF_BITS: u32 = 16;
/// Mails that rules send one person within [`ACKNOWLEDGEMENT_SPAN`]: more than anybody in need causes, fewer than a mail
/// loop.
pub const ACKNOWLEDGEMENTS_MAX: i64 = 5;
/// Over which mails by rules are counted.
pub const ACKNOWLEDGEMENT_SPAN: Duration = Duration::from_secs(3600);
/// Mails that rules send from one address of the desk within [`ACKNOWLEDGEMENT_SPAN`].
pub const AUTOMATIC_PER_ADDRESS_MAX: i64 = 5000;
/// Mails that are looked at to count them, of all addresses together.
pub const AUTOMATIC_COUNTED_MAX: i64 = 20_000;
/// Pause between two counts.
pub const PAUSES_EVERY: Duration = Duration::from_secs(5);
/// A pause of automatic mails ends by itself when nothing was held back for so long.
pub const PAUSE_QUIET: Duration = Duration::from_secs(24 * 3600);
/// How long pauses are remembered.
pub const PAUSES_KEPT: Duration = Duration::from_secs(90 * 24 * 3600);
/// Times that one rule acts on one ticket within [`RULE_SPAN`].
pub const RULE_RUNS_MAX: i64 = 100;
/// Over which runs of a rule are counted.
pub const RULE_SPAN: Duration = Duration::from_secs(24 * 3600);
/// Rules of a desk.
pub const RULES_MAX: usize = 200;
/// Tests of one rule.
pub const RULE_TESTS_MAX: usize = 50;
/// Groups inside each other.
pub const RULE_DEPTH_MAX: usize = 2;
/// Steps of one rule.
pub const RULE_STEPS_MAX: usize = 20;
/// Longest value of a test.
pub const RULE_VALUE_CHARS_MAX: usize = 500;
/// Longest mail text of a rule.
pub const RULE_TEXT_CHARS_MAX: usize = 10_000;
/// Longest wait of a rule: a year.
pub const RULE_WAIT_MINUTES_MAX: u32 = 366 * 24 * 60;
/// Pause between two looks at what waits.
pub const RULE_WAITS_EVERY: Duration = Duration::from_secs(2);
/// Waits that one look takes.
pub const RULE_WAITS_BATCH: usize = 200;
/// Events that trying a rule reads at most.
pub const PREVIEW_EVENTS_MAX: usize = 100_000;
/// Tickets that trying a rule shows.
pub const PREVIEW_ROWS: usize = 50;
/// How long trying a rule may read.
pub const PREVIEW_TIME: Duration = Duration::from_secs(20);
/// Runs on one page of a rule's log.
pub const RUN_ROWS: usize = 50;

/// Tickets that one page of a view looks at; the next page goes on from there.
pub const VIEW_SCAN: usize = 20_000;

/// Tickets that a view looks at to count itself for the menu.
pub const VIEW_COUNT_SCAN: usize = 1000;

/// Views of one person, and views for everybody.
pub const VIEWS_MAX: i64 = 50;

/// Cards that a column of a board shows at once.
pub const BOARD_CARDS: usize = 25;

/// Tokens of one person that work.
pub const TOKENS_MAX: i64 = 50;

/// How long the answer to a request with an idempotency key is kept.
pub const API_ANSWERS_KEPT: Duration = Duration::from_secs(24 * 3600);

/// Characters of an idempotency key.
pub const IDEMPOTENCY_KEY_CHARS_MAX: usize = 200;

/// Mailboxes that a desk fetches.
pub const MAILBOXES_MAX: i64 = 50;

/// Keys that a domain has, those of the past included.
pub const SIGNING_KEYS_MAX: usize = 10;
/// Characters of a private key that is pasted.
pub const PEM_CHARS_MAX: usize = 20_000;
/// Characters of a selector: a label of a domain name.
pub const SELECTOR_CHARS_MAX: usize = 63;

/// Webhooks of a desk.
pub const WEBHOOKS_MAX: i64 = 50;

/// Characters of a webhook's address.
pub const URL_CHARS_MAX: usize = 2000;

/// Events that a webhook reads at once.
pub const WEBHOOK_BATCH: usize = 200;

/// Deliveries of a webhook that its log keeps.
pub const WEBHOOK_LOG: i64 = 500;

/// How long a webhook that fails is tried again before it is switched off.
pub const WEBHOOK_PATIENCE: Duration = Duration::from_secs(3 * 24 * 3600);

/// Where event numbers leave a gap, an earlier change may still be on its way: how long it is waited for.
pub const EVENT_GAP: Duration = Duration::from_secs(60);

/// Types of one family that can be in use.
pub const TYPES_PER_FAMILY: usize = 10;

/// Statuses of one type.
pub const STATUSES_PER_TYPE: usize = 20;

/// Tickets that leave a deleted status in one transaction.
pub const STATUS_BATCH: usize = 1000;

/// Open projects of a desk.
pub const PROJECTS_MAX: i64 = 200;

/// Characters of what a project is about.
pub const PROJECT_TEXT_CHARS_MAX: usize = 4000;

/// Tickets of a project that are counted and summed up at most.
pub const PROJECT_TICKETS_COUNTED: usize = 10_000;

/// Rows of a project's picture of time.
pub const TIMELINE_ROWS: usize = 100;

/// Minutes that a ticket may be estimated at: a hundred thousand hours.
pub const ESTIMATE_MINUTES_MAX: i64 = 6_000_000;

/// Refused records of an import whose reason is kept.
pub const IMPORT_PROBLEMS_KEPT: i64 = 1000;

/// Records of an import that share a transaction.
pub const IMPORT_BATCH: usize = 100;

/// How often a node looks for an import that runs, when nothing tells it.
pub const IMPORT_POLL: Duration = Duration::from_secs(5);
/// Characters of a guide's title.
pub const GUIDE_TITLE_CHARS_MAX: usize = 200;
/// Characters of a guide's text.
pub const GUIDE_CHARS_MAX: usize = 200_000;
/// Characters of the words of a mail that an admin designs.
pub const MAIL_TEMPLATE_CHARS_MAX: usize = 10_000;
/// The newest messages among which a mail is looked for to try words on.
pub const PREVIEW_MESSAGES_MAX: i64 = 5000;
/// Plans of customers.
pub const PLANS_MAX: i64 = 50;
/// Characters of the words that a plan's customers are welcomed with.
pub const WELCOME_CHARS_MAX: usize = 4000;
/// Texts that are indexed anew in one change.
pub const REINDEX_BATCH: i64 = 100;
/// Pause between two such changes.
pub const REINDEX_PAUSE: Duration = Duration::from_millis(20);
/// Characters of a question to the guides.
pub const GUIDE_QUERY_CHARS_MAX: usize = 1000;
/// Words of it that count, small ones left out.
pub const GUIDE_QUERY_WORDS_MAX: usize = 32;
/// Guides of one page of a list.
pub const GUIDE_ROWS: usize = 50;
/// Guides of a category that the front page names.
pub const GUIDES_NAMED: i64 = 3;
/// Guides that were read most that the front page names.
pub const GUIDES_MOST_READ: i64 = 5;
/// Days over which readings of a guide count.
pub const GUIDE_READ_DAYS: i64 = 30;
/// Categories of guides.
pub const CATEGORIES_MAX: i64 = 100;
/// Versions of a text that its history shows.
pub const VERSIONS_SHOWN: i64 = 60;
/// Fewest letters of a search in the help centre.
pub const GUIDE_QUERY_CHARS_MIN: usize = 2;
/// Words that stand for one another, in all.
pub const SYNONYMS_MAX: usize = 500;
/// Files of one guide.
pub const GUIDE_FILES_MAX: i64 = 200;
/// Versions that a member may save in an hour.
pub const MEMBER_EDITS_PER_HOUR: i64 = 30;
/// Suggestions of one member that wait at a time.
pub const SUGGESTIONS_WAITING_MAX: i64 = 20;
/// Terms of a guide that one statement writes.
pub const TERMS_PER_INSERT: usize = 100;
/// Pause between two looks for guides whose time has come.
pub const GUIDES_DUE_EVERY: Duration = Duration::from_secs(5);
/// Guides named beside a guide.
pub const RELATED: usize = 3;
/// Guides whose neighbours are kept in memory.
pub const RELATED_CACHED_MAX: usize = 5000;
/// Searches that the front page offers.
pub const GUIDES_POPULAR: usize = 4;
/// Versions whose differences one page shows.
pub const VERSIONS_AT_ONCE: i64 = 25;
/// Lines of a text that are merged by themselves; of more, both are shown.
pub const MERGE_LINES_MAX: usize = 3000;
/// How long one version may be compared with the next to say who wrote which line.
pub const BLAME_TIME: Duration = Duration::from_millis(10);
/// How long the front page of the help centre is kept: readings and searches change nothing else.
pub const FRONT_MINUTES: i64 = 1;
/// Topics of one page of a list.
pub const TOPIC_ROWS: usize = 30;
/// Posts of a topic shown at once.
pub const POSTS_SHOWN: usize = 50;
/// Posts of a topic that are searched, its first ones.
pub const POSTS_INDEXED: i64 = 60;
/// Characters of them.
pub const TOPIC_CHARS_INDEXED: usize = 30_000;
/// People named in one post.
pub const MENTIONS_MAX: usize = 10;
/// Over which posts of one person are counted.
pub const POSTS_SPAN: Duration = Duration::from_secs(600);
/// Posts of one person in that time.
pub const POSTS_PER_SPAN: i64 = 30;
/// The same of somebody who is new.
pub const NEW_POSTS_PER_SPAN: i64 = 5;
/// Topics that somebody who is new opens in an hour.
pub const NEW_TOPICS_PER_HOUR: usize = 3;
/// Between two posts of somebody who is slowed down; and the hour over which reports and mails are counted.
pub const SLOW_PAUSE: Duration = Duration::from_secs(3600);
/// How long somebody who came counts as one of today's.
pub const NEWCOMER: Duration = Duration::from_secs(24 * 3600);
/// Posts of all who came today, over [`POSTS_SPAN`], before a moderator reads the next ones first.
pub const NEWCOMERS_POSTS_PER_SPAN: i64 = 50;
/// The newest messages that a new one is compared with.
pub const MESSAGES_COMPARED: i64 = 1000;
/// Characters of a text that nobody writes twice by chance.
pub const REPEATED_CHARS_MIN: usize = 20;
/// How often it may have been written before.
pub const REPEATED_MAX: i64 = 2;
/// Mails about one topic that a person gets in an hour.
pub const TOPIC_MAILS_PER_HOUR: i64 = 20;
/// Reports of one person in an hour.
pub const REPORTS_PER_HOUR: i64 = 20;
/// Reports looked at together.
pub const REPORTS_SHOWN: i64 = 200;
/// Characters of a reason.
pub const REASON_CHARS_MAX: usize = 500;
/// Characters of what came out of a topic.
pub const SUMMARY_CHARS_MAX: usize = 5000;
/// How long authors may change what they wrote in public.
pub const OWN_EDIT: Duration = Duration::from_secs(3600);
/// Days of the longest measure that ends by itself.
pub const SANCTION_DAYS_MAX: i64 = 366;
/// Measures listed.
pub const SANCTIONS_SHOWN: i64 = 200;
/// People whose digest is looked at in one transaction.
pub const DIGESTS_AT_ONCE: i64 = 100;
/// Topics that a digest names.
pub const DIGEST_TOPICS: usize = 10;
/// Days over which new questions count on the dashboard.
pub const DASHBOARD_DAYS: i64 = 28;
/// Rows of each part of the dashboard.
pub const DASHBOARD_ROWS: usize = 6;
/// The newest events among which the dashboard looks for what happened.
pub const DASHBOARD_EVENTS: usize = 1000;
/// Characters of the words that moderators watch, in all.
pub const WATCHED_CHARS_MAX: usize = 20_000;

/// Companies or portals of one page of their list.
pub const COMPANY_ROWS: usize = 50;
/// Domains of a company.
pub const DOMAINS_PER_COMPANY: usize = 50;
/// Bytes of a portal's secret.
pub const PORTAL_SECRET_BYTES: usize = 32;
/// Bytes of a portal's logo.
pub const LOGO_BYTES_MAX: usize = 512 * 1024;
/// Characters that a portal welcomes with.
pub const PORTAL_WELCOME_CHARS_MAX: usize = 500;
/// Characters of the list of sites that may show a portal.
pub const SITES_CHARS_MAX: usize = 5000;
/// The strongest accent colour of a portal, in thousandths: above it not all hues can be read.
pub const CHROMA_MAX: i64 = 180;
/// Bytes of a token that says who a visitor is.
pub const IDENTITY_BYTES_MAX: usize = 4096;
/// How long such a token may be valid, in seconds.
pub const IDENTITY_SECONDS_MAX: i64 = 24 * 3600;
/// An agent without an open page for this long takes no chat requests any more.
pub const AGENT_GRACE: Duration = Duration::from_secs(120);
/// A visitor whose page was not open for this long is not there any more.
pub const VISITOR_GRACE: Duration = Duration::from_secs(75);
/// A visitor who waits and is not there for this long gets their answer by mail.
pub const WAITING_GRACE: Duration = Duration::from_secs(180);
/// A chat whose visitor is not there for this long has ended.
pub const CHAT_GRACE: Duration = Duration::from_secs(30 * 60);
/// An answer that the visitor has not seen for this long goes out by mail.
pub const UNSEEN_GRACE: Duration = Duration::from_secs(180);
/// Pause between two looks for what is due in chats.
pub const CHATS_EVERY: Duration = Duration::from_secs(2);
/// Chats that one look deals with.
pub const CHATS_BATCH: i64 = 100;
/// Chats of each part of the agents' list.
pub const CHATS_SHOWN: i64 = 50;
/// How long a chat that has ended stays in its agent's list.
pub const CHATS_ENDED_SHOWN: Duration = Duration::from_secs(8 * 3600);
/// Messages of a chat shown at once.
pub const CHAT_MESSAGES_SHOWN: i64 = 200;
/// Characters of a visitor's question or message.
pub const CHAT_CHARS_MAX: usize = 8000;
/// Characters of the address of the page a visitor was on.
pub const PAGE_CHARS_MAX: usize = 500;
/// Characters of what browsers say about themselves.
pub const BROWSER_CHARS_MAX: usize = 300;
/// Characters of the mark of a sent message.
pub const MARK_CHARS_MAX: usize = 64;
/// Ways on which one agent hears of requests.
pub const CONTACTS_MAX: i64 = 10;
/// Bytes of one message between two browsers that find each other.
pub const SIGNAL_BYTES_MAX: usize = 64 * 1024;
/// Messages of that kind in one chat.
pub const SIGNALS_MAX: i64 = 500;
