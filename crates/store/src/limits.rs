//! Sizes, counts and times of the store.

use std::time::Duration;

/// Write transactions that one commit (one fsync) of SQLite may cover.
pub const GROUP_COMMIT_TASKS_MAX: usize = 64;
/// Requests waiting for the SQLite writer before callers have to wait to be queued.
pub const WRITE_QUEUE_LEN: usize = 1024;
/// Connections that read from SQLite at the same time.
pub const SQLITE_READERS: usize = 3;
/// Prepared statements kept per connection.
pub const STATEMENTS_CACHED: usize = 256;
/// Connections to PostgreSQL per node.
pub const POSTGRES_CONNECTIONS: usize = 12;
/// Tries of one PostgreSQL transaction before a conflict is reported.
pub const POSTGRES_TRIES_MAX: u32 = 30;
/// Tries that may run beside those of other transactions which lost a conflict; later ones run one at a time.
pub const POSTGRES_TRIES_TOGETHER: u32 = 3;
/// First pause after a conflict; doubles with every try.
pub const POSTGRES_RETRY_PAUSE: Duration = Duration::from_millis(2);
/// Pause before the listening connection is opened again after it broke.
pub const POSTGRES_LISTEN_PAUSE: Duration = Duration::from_secs(1);
/// Notices that a slow listener may be behind before it has to catch up from the event log.
pub const NOTICES_WAITING_MAX: usize = 1024;
/// How long SQLite waits for another process that holds the file.
pub const SQLITE_BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Files up to this size live in the database, so that they share its commit and its backup.
pub const FILE_IN_DATABASE_BYTES_MAX: usize = 128 * 1024;
/// Words of one text that are indexed for search.
pub const SEARCH_WORDS_PER_TEXT_MAX: usize = 20_000;
/// Words of a search query that are used.
pub const SEARCH_WORDS_PER_QUERY_MAX: usize = 12;
/// Bytes of the terms of one text; PostgreSQL takes up to a megabyte.
pub const SEARCH_TERMS_BYTES_MAX: usize = 400 * 1024;
/// Bytes of one term; longer ones are no words.
pub const SEARCH_WORD_BYTES_MAX: usize = 64;
/// Idle time after which a connection to PostgreSQL is probed.
pub const POSTGRES_KEEPALIVE: Duration = Duration::from_secs(30);
/// How long a connection to PostgreSQL may take to open.
pub const POSTGRES_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
