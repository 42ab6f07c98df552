//! Bounds of the mail understanding. A message is hostile until shown otherwise, so every list, depth and
//! buffer has a limit; what is past it is cut and named in the warnings.

use std::time::Duration;

/// Bytes of one message that are read; the rest is ignored.
pub const MESSAGE_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Bytes of one header block that are kept.
pub const HEADER_BLOCK_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of one header value that are kept.
pub const HEADER_VALUE_BYTES_MAX: usize = 256 * 1024;
/// Fields kept of one header block.
pub const HEADER_FIELDS_MAX: usize = 2_000;
/// Multiparts inside multiparts that are opened; a deeper one becomes an attachment.
pub const MIME_DEPTH_MAX: usize = 24;
/// Parts of one message that are listed.
pub const MIME_PARTS_MAX: usize = 4_000;
/// Bytes of a message id that is kept: of a longer one no mail could speak, since it fits no line (RFC 5322, 2.1.1).
pub const MESSAGE_ID_BYTES_MAX: usize = 900;
/// Mailboxes read from one header.
pub const MAILBOXES_MAX: usize = 2_000;
/// Message ids read from one header.
pub const MESSAGE_IDS_MAX: usize = 1_000;
/// Parameters read from one `Content-Type` or `Content-Disposition`.
pub const PARAMETERS_MAX: usize = 200;
/// Bytes of decoded text that become the body.
pub const TEXT_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Bytes of HTML that become the body, counted after oversized attributes are gone.
pub const HTML_BYTES_MAX: usize = 1024 * 1024;
/// Members unpacked from one `winmail.dat` or one text with uuencode blocks.
pub const CONTAINER_MEMBERS_MAX: usize = 500;
/// Bytes of a file name, its extension included.
pub const FILENAME_BYTES_MAX: usize = 200;
/// Warnings listed for one message.
pub const WARNINGS_MAX: usize = 100;
/// Bytes given to charset detection.
pub const DETECTION_BYTES_MAX: usize = 256 * 1024;
/// Bytes read from a mail connection at once.
pub const READ_BUFFER_BYTES: usize = 64 * 1024;
/// Mail connections open at the same time.
pub const CONNECTIONS_MAX: usize = 200;
/// Mail connections of one address of another machine.
pub const CONNECTIONS_PER_PEER_MAX: usize = 20;
/// Recipients of one mail.
pub const RECIPIENTS_MAX: usize = 100;
/// Errors of one peer before it is hung up on.
pub const SESSION_ERRORS_MAX: u32 = 20;
/// How long a peer may think between commands (RFC 5321, 4.5.3.2).
pub const COMMAND_TIMEOUT: Duration = Duration::from_secs(300);
/// How long a peer may pause inside a mail.
pub const DATA_TIMEOUT: Duration = Duration::from_secs(180);
/// How long one connection may last; an honest server comes back.
pub const SESSION_TIMEOUT: Duration = Duration::from_secs(1800);
/// Kilobytes of mails that are being received at the same time, over all connections.
pub const RECEIVING_KILOBYTES_MAX: usize = 256 * 1024;
/// Pause when no more connections can be accepted.
pub const ACCEPT_PAUSE: Duration = Duration::from_millis(200);
/// Accepted mails that are settled in one transaction.
pub const INTAKE_BATCH: i64 = 50;
/// How often the ledger is looked at for mail that another process has put there.
pub const INTAKE_POLL: Duration = Duration::from_secs(1);
/// How long finding out who sent a mail may take; it is taken in without that then.
pub const CHECK_TIMEOUT: Duration = Duration::from_secs(5);
/// How long it may take besides to ask those who cannot speak for the author.
pub const CHECK_REST_TIMEOUT: Duration = Duration::from_secs(3);
/// Signatures of one mail that are checked: of the author's organisation, and of others.
pub const SIGNATURES_MAX: usize = 5;
/// How long one question to the domain name system may take.
pub const RESOLVER_TIMEOUT: Duration = Duration::from_secs(2);
/// How long nobody is asked after nobody answered.
pub const RESOLVER_PAUSE: Duration = Duration::from_secs(60);
/// How long a server of a mailbox may take to connect, or for one command.
pub const IMAP_TIMEOUT: Duration = Duration::from_secs(60);
/// How long it may take for a batch of mails.
pub const IMAP_FETCH_TIMEOUT: Duration = Duration::from_secs(600);
/// How long a server is trusted to tell of new mail by itself; then it is asked, so that a connection which died
/// without a word is noticed. RFC 2177 allows 29 minutes.
pub const IMAP_IDLE: Duration = Duration::from_secs(240);
/// How often a server is asked that cannot tell by itself.
pub const IMAP_POLL: Duration = Duration::from_secs(30);
/// Mails that are fetched at once.
pub const IMAP_BATCH: usize = 50;
/// Bytes that are fetched at once, by what the server says of their sizes.
pub const IMAP_BATCH_BYTES: usize = 8 * 1024 * 1024;
/// Shortest and longest wait before a mailbox that failed is tried again.
pub const IMAP_RETRY: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(300));
/// How long a node has a mailbox for itself, and how often it says that it lives.
pub const IMAP_LEASE: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(10));
/// How often is looked whether mailboxes were changed by another node.
pub const IMAP_SUPERVISION: Duration = Duration::from_secs(10);
/// Folders of a mailbox that are listed.
pub const IMAP_FOLDERS_MAX: usize = 500;
/// Servers on the way of a mail that are kept.
pub const HOPS_MAX: usize = 30;
/// How long one check of the set-up may take.
pub const EXAMINE_TIMEOUT: Duration = Duration::from_secs(12);
/// How long one question to the domain name system may take while the set-up is examined.
pub const EXAMINE_ASK_TIMEOUT: Duration = Duration::from_secs(6);
/// Domains that are examined.
pub const EXAMINE_DOMAINS_MAX: usize = 50;
/// Mailboxes that are tried at once.
pub const EXAMINED_AT_ONCE: usize = 4;
/// A certificate that ends sooner is spoken of.
pub const CERTIFICATE_SOON: Duration = Duration::from_secs(14 * 86_400);
/// Bytes of free disk below which the desk is about to stop.
pub const DISK_LOW_BYTES: u64 = 500 << 20;
/// Bytes of free disk below which there is reason to look.
pub const DISK_SMALL_BYTES: u64 = 2 << 30;
/// Mail that waits so long is spoken of.
pub const WAITING_LONG: Duration = Duration::from_secs(10 * 60);
/// Mail that waits so long is stuck.
pub const WAITING_STUCK: Duration = Duration::from_secs(60 * 60);
/// Clocks that are so far apart break links and signatures.
pub const CLOCK_OFF: Duration = Duration::from_secs(30);
/// Mails that are sent at the same time.
pub const SENDERS: usize = 4;
/// Mails that are claimed at once.
pub const OUTBOX_BATCH: i64 = 20;
/// How often the outbox is looked at for mail that another process has put there.
pub const OUTBOX_LOOK: Duration = Duration::from_secs(2);
/// How often it is looked for mails that whoever claimed them has left.
pub const OUTBOX_POLL: Duration = Duration::from_secs(30);
/// How long the relay may take for one step.
pub const RELAY_TIMEOUT: Duration = Duration::from_secs(60);
/// Earlier Message-IDs that an answer refers to.
pub const REFERENCES_MAX: i64 = 20;
/// Bytes of accepted mails that are settled in one transaction.
pub const INTAKE_BATCH_BYTES: i64 = 8 * 1024 * 1024;
/// Bytes of an invitation or a person's card that is read.
pub const CARD_BYTES_MAX: usize = 256 * 1024;
/// Characters of each of its words.
pub const CARD_CHARS_MAX: usize = 300;
/// Entries of a file of cards that are looked at.
pub const CARD_ENTRIES_MAX: usize = 200;
/// People, addresses and numbers that are shown of it.
pub const CARD_LIST_MAX: usize = 10;
