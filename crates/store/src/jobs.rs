//! Work that must happen outside the transaction that asked for it, once, and survive a crash.
//!
//! A job is a row written with the change that needs it. Workers take due jobs under a lease; a
//! worker that dies loses the lease and another takes the job over.

use crate::{Conn, Result, limits, params};

/// A job that a worker has taken.
#[derive(Debug, Clone)]
pub struct Job {
    /// The row.
    pub id: i64,
    /// What to do.
    pub kind: String,
    /// About what: usually an id.
    pub subject: i64,
    /// Tries so far, this one included.
    pub attempts: i64,
}

/// Asks for a job. A second one with the same `kind` and `subject` that has not been done yet is
/// the same job.
///
/// # Errors
/// When the database refuses.
pub fn enqueue(conn: &mut Conn, kind: &str, subject: i64, due_us: i64) -> Result<()> {
    conn.execute(
        "insert into job (kind, subject, due_at) values (?1, ?2, ?3) on conflict (kind, subject) do nothing",
        params![kind, subject, due_us],
    )?;
    conn.notify("jobs")
}

/// Takes up to `count` due jobs of `kind`.
///
/// # Errors
/// When the database refuses.
pub fn claim(conn: &mut Conn, kind: &str, now_us: i64, count: i64) -> Result<Vec<Job>> {
    let lease_us = now_us + i64::try_from(limits::JOB_LEASE.as_micros()).unwrap_or(i64::MAX);
    let sql = format!(
        "update job set due_at = ?3, attempts = attempts + 1
         where id in (select id from job where kind = ?1 and due_at <= ?2 order by due_at, id limit ?4 {})
         returning id, kind, subject, attempts",
        conn.skip_locked()
    );
    let mut jobs = conn.query(&sql, params![kind, now_us, lease_us, count], |row| {
        Ok(Job { id: row.get(0)?, kind: row.get(1)?, subject: row.get(2)?, attempts: row.get(3)? })
    })?;
    jobs.sort_by_key(|job| job.id);
    Ok(jobs)
}

/// The job is done.
///
/// # Errors
/// When the database refuses.
pub fn done(conn: &mut Conn, job: i64) -> Result<()> {
    conn.execute("delete from job where id = ?1", params![job])?;
    Ok(())
}

/// The job is to be tried again at `due_us`.
///
/// # Errors
/// When the database refuses.
pub fn retry_at(conn: &mut Conn, job: i64, due_us: i64) -> Result<()> {
    conn.execute("update job set due_at = ?2 where id = ?1", params![job, due_us])?;
    Ok(())
}

/// When the next job of `kind` is due.
///
/// # Errors
/// When the database refuses.
pub fn next_due(conn: &mut Conn, kind: &str) -> Result<Option<i64>> {
    conn.one("select min(due_at) from job where kind = ?1", params![kind], |row| row.get(0))
}
