//! Brings the tables up to date: numbered files, forward only, one transaction, under a lock.

use sha2::{Digest, Sha256};

use crate::{Conn, Error, Result, params, search};

/// One step. `{id}`, `{blob}`, `{key}` and `{secret}` are what the engines spell differently.
struct Migration {
    name: &'static str,
    shared: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        name: "0001_desk",
        shared: include_str!("../migrations/0001_desk.sql"),
        sqlite: include_str!("../migrations/0001_search.sqlite.sql"),
        postgres: include_str!("../migrations/0001_search.postgres.sql"),
    },
    Migration { name: "0002_links", shared: include_str!("../migrations/0002_links.sql"), sqlite: "", postgres: "" },
    Migration {
        name: "0003_support",
        shared: include_str!("../migrations/0003_support.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration { name: "0004_reach", shared: include_str!("../migrations/0004_reach.sql"), sqlite: "", postgres: "" },
    Migration { name: "0005_rules", shared: include_str!("../migrations/0005_rules.sql"), sqlite: "", postgres: "" },
    Migration { name: "0006_types", shared: include_str!("../migrations/0006_types.sql"), sqlite: "", postgres: "" },
    Migration {
        name: "0007_views",
        shared: include_str!("../migrations/0007_views.sql"),
        sqlite: "",
        postgres: include_str!("../migrations/0007_views.postgres.sql"),
    },
    Migration {
        name: "0008_integrations",
        shared: include_str!("../migrations/0008_integrations.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration { name: "0009_turns", shared: include_str!("../migrations/0009_turns.sql"), sqlite: "", postgres: "" },
    Migration {
        name: "0010_projects",
        shared: include_str!("../migrations/0010_projects.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        name: "0011_imports",
        shared: include_str!("../migrations/0011_imports.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        name: "0012_headers",
        shared: include_str!("../migrations/0012_headers.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        name: "0013_folded",
        shared: "",
        sqlite: "",
        postgres: include_str!("../migrations/0013_folded.postgres.sql"),
    },
    Migration { name: "0014_guides", shared: include_str!("../migrations/0014_guides.sql"), sqlite: "", postgres: "" },
    Migration {
        name: "0015_members",
        shared: include_str!("../migrations/0015_members.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        name: "0016_mail_templates",
        shared: include_str!("../migrations/0016_mail_templates.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration { name: "0017_plans", shared: include_str!("../migrations/0017_plans.sql"), sqlite: "", postgres: "" },
    Migration {
        name: "0018_community",
        shared: include_str!("../migrations/0018_community.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        name: "0019_portals",
        shared: include_str!("../migrations/0019_portals.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        name: "0020_authenticity",
        shared: include_str!("../migrations/0020_authenticity.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        name: "0021_returned",
        shared: include_str!("../migrations/0021_returned.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration { name: "0022_ledger", shared: include_str!("../migrations/0022_ledger.sql"), sqlite: "", postgres: "" },
    Migration {
        name: "0023_mailboxes",
        shared: include_str!("../migrations/0023_mailboxes.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        name: "0024_threads",
        shared: include_str!("../migrations/0024_threads.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration { name: "0025_doctor", shared: include_str!("../migrations/0025_doctor.sql"), sqlite: "", postgres: "" },
    Migration { name: "0026_pauses", shared: include_str!("../migrations/0026_pauses.sql"), sqlite: "", postgres: "" },
    Migration {
        name: "0027_signing",
        shared: include_str!("../migrations/0027_signing.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        name: "0028_reading",
        shared: include_str!("../migrations/0028_reading.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration { name: "0029_limits", shared: include_str!("../migrations/0029_limits.sql"), sqlite: "", postgres: "" },
    Migration { name: "0030_held", shared: include_str!("../migrations/0030_held.sql"), sqlite: "", postgres: "" },
    Migration {
        name: "0031_suppressed",
        shared: include_str!("../migrations/0031_suppressed.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        name: "0032_scheduled",
        shared: include_str!("../migrations/0032_scheduled.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        name: "0033_leaving",
        shared: include_str!("../migrations/0033_leaving.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration {
        name: "0034_release",
        shared: include_str!("../migrations/0034_release.sql"),
        sqlite: "",
        postgres: "",
    },
    Migration { name: "0035_sums", shared: include_str!("../migrations/0035_sums.sql"), sqlite: "", postgres: "" },
    Migration {
        name: "0036_unreached",
        shared: include_str!("../migrations/0036_unreached.sql"),
        sqlite: "",
        postgres: "",
    },
];

/// How each engine writes a new id, bytes, text that is sorted by its bytes, and 244 or 256 random bits.
const SQLITE_WORDS: [(&str, &str); 4] = [
    ("{id}", "integer primary key autoincrement"),
    ("{blob}", "blob"),
    ("{key}", "text"),
    ("{secret}", "lower(hex(randomblob(32)))"),
];
const POSTGRES_WORDS: [(&str, &str); 4] = [
    ("{id}", "bigint generated by default as identity primary key"),
    ("{blob}", "bytea"),
    ("{key}", "text collate \"C\""),
    ("{secret}", "gen_random_uuid()::text || gen_random_uuid()::text"),
];

/// Applies what is missing. Runs inside the write transaction of [`crate::Store::open`].
pub(crate) fn run(conn: &mut Conn) -> Result<()> {
    if conn.is_postgres() {
        // A large table takes its time. Two nodes that start together: the second waits and finds nothing
        // left to do.
        conn.batch("set local statement_timeout = 0; select pg_advisory_xact_lock(7206541)")?;
    }
    conn.batch("create table if not exists migration (name text primary key, sha256 text not null)")?;
    let done = conn.query("select name, sha256 from migration order by name", &[], |row| {
        Ok((row.get::<String>(0)?, row.get::<String>(1)?))
    })?;
    if let Some((name, _)) = done.iter().find(|(name, _)| !MIGRATIONS.iter().any(|m| m.name == name)) {
        return Err(Error::Migration(format!("{name} is unknown: the database was used by a newer version")));
    }
    for migration in MIGRATIONS {
        apply(conn, migration, &done)?;
    }
    if done.is_empty() {
        // What a new desk indexes is up to date.
        let version = search::ANALYSER.to_string();
        conn.execute("insert into setting (name, value) values ('search_index', ?1)", params![&version])?;
    }
    Ok(())
}

fn apply(conn: &mut Conn, migration: &Migration, done: &[(String, String)]) -> Result<()> {
    let (words, own) =
        if conn.is_postgres() { (POSTGRES_WORDS, migration.postgres) } else { (SQLITE_WORDS, migration.sqlite) };
    let sql = words.iter().fold(format!("{}\n{own}", migration.shared), |sql, (word, own)| sql.replace(word, own));
    let sha256 = hex(&Sha256::digest(sql.as_bytes()));
    match done.iter().find(|(name, _)| name == migration.name) {
        Some((_, known)) if *known == sha256 => Ok(()),
        Some((name, _)) => Err(Error::Migration(format!("{name} was altered after it had been applied"))),
        None => {
            conn.batch(&sql)?;
            conn.execute("insert into migration (name, sha256) values (?1, ?2)", params![migration.name, &sha256])?;
            Ok(())
        }
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
