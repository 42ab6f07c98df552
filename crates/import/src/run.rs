//! Takes imports in, a hundred records to a transaction, and the place in the file with them: what a crash
//! interrupts goes on where it was.

use std::sync::Arc;

use desk::imports::{self, Import, State, Tally, What};
use desk::mailflow::inbound::{self, Accepted, Past};
use desk::{Actor, Desk, Error, Time, limits};

use crate::apply::{Became, apply};
use crate::field::Field;
use crate::known::Known;
use crate::mbox::{MAIL_BYTES_MAX, Mbox};
use crate::plan::{Definition, Plan, Problem, plan};
use crate::source;

/// Bytes of mails that share a transaction.
const BATCH_BYTES: usize = 8 * 1024 * 1024;

/// Works for ever: woken when an import starts, and now and then in case another node stopped in the middle.
pub async fn run(desk: Desk) {
    let mut notices = desk.store().notices();
    loop {
        let next = desk.read(imports::running).await;
        match next {
            Ok(Some(import)) => {
                let id = import.id;
                match take(&desk, import).await {
                    Ok(true) => {}
                    // Another node has it, or somebody stopped it: not at once again.
                    Ok(false) => tokio::time::sleep(limits::IMPORT_POLL).await,
                    Err(error) => {
                        tracing::error!(%error, import = %id, "an import stopped");
                        tokio::time::sleep(limits::IMPORT_POLL).await;
                    }
                }
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "imports cannot be read"),
        }
        let woken = async {
            loop {
                match notices.recv().await {
                    Ok(notice) if !notice.is_empty() && !notice.contains("imports") => {}
                    Err(tokio::sync::broadcast::error::RecvError::Closed) => std::future::pending().await,
                    _ => return,
                }
            }
        };
        let _ = tokio::time::timeout(limits::IMPORT_POLL, woken).await;
    }
}

/// A record to take in, or why it cannot be.
type Step = (i64, Result<Piece, Problem>);

#[derive(Clone)]
enum Piece {
    Plan(Plan),
    Mail(Vec<u8>),
}

impl Piece {
    fn bytes(&self) -> usize {
        match self {
            Self::Mail(raw) => raw.len(),
            Self::Plan(_) => 0,
        }
    }
}

/// Takes an import in from where it is; false when somebody stopped it or another node is at it.
async fn take(desk: &Desk, mut import: Import) -> desk::Result<bool> {
    let (files, name) = (desk.store().files().clone(), import.file_sha256.clone());
    let (content, known) =
        desk.read(move |conn| Ok((files.get(conn, &name)?, Known::load(conn, Time::now())?))).await?;
    let definition = Arc::new(Definition::of(&import));
    let known = Arc::new(known);
    // Only what the next batches need is read ahead, whatever the size of the file.
    let (sender, mut batches) = tokio::sync::mpsc::channel::<Vec<Step>>(2);
    let (what, begin, wanted) = (import.what, import.position, definition.clone());
    let reading = tokio::task::spawn_blocking(move || read(&content, what, begin, &known, &wanted, &sender));
    while let Some(batch) = batches.recv().await {
        let batch = Arc::new(batch);
        match settle(desk, &import, &definition, &batch).await {
            Ok(()) => {}
            // Somebody stopped it, or another node was faster.
            Err(Error::TooLate) => return Ok(false),
            Err(Error::Store(error)) if !matches!(error, store::Error::Panicked(_)) => return Err(error.into()),
            Err(error) => {
                tracing::warn!(%error, import = %import.id, "a batch failed, taking its records one by one");
                for step in batch.iter() {
                    let alone = Arc::new(vec![step.clone()]);
                    match settle(desk, &import, &definition, &alone).await {
                        Ok(()) => {}
                        Err(Error::TooLate) => return Ok(false),
                        Err(Error::Store(error)) if !matches!(error, store::Error::Panicked(_)) => {
                            return Err(error.into());
                        }
                        Err(error) => {
                            let problem = problem_of(&error);
                            settle(desk, &import, &definition, &Arc::new(vec![(step.0, Err(problem))])).await?;
                        }
                    }
                    import = current(desk, &import).await?;
                }
                continue;
            }
        }
        import = current(desk, &import).await?;
    }
    reading.await.map_err(|error| Error::Internal(format!("reading an import: {error}")))?;
    let id = import.id;
    match desk.change(&Actor::system("import"), move |c| imports::go(c, id, State::Done)).await {
        Err(Error::TooLate) => Ok(false),
        other => other.map(|()| true),
    }
}

/// As its row is now.
async fn current(desk: &Desk, import: &Import) -> desk::Result<Import> {
    let id = import.id;
    desk.read(move |conn| imports::find(conn, &Actor::system("import"), id)).await
}

fn problem_of(error: &Error) -> Problem {
    match error {
        Error::Invalid(errors) => match errors.first() {
            Some(error) => Problem { field: Field::from_code(error.field), code: error.problem },
            None => Problem { field: None, code: "unreadable" },
        },
        _ => Problem { field: None, code: "unreadable" },
    }
}

/// The mails of a mailbox, the oldest first, whatever their order in the file: an answer comes after what it answers. One
/// without a date stays behind the one before it.
fn mails(content: &[u8]) -> Vec<Vec<u8>> {
    let mut last = i64::MIN;
    let mut dated: Vec<(i64, Vec<u8>)> = Mbox::new(content, MAIL_BYTES_MAX)
        .map_while(Result::ok)
        .map(|mail| {
            last = date_of(&mail).unwrap_or(last);
            (last, mail)
        })
        .collect();
    dated.sort_by_key(|(date, _)| *date);
    dated.into_iter().map(|(_, mail)| mail).collect()
}

/// The moment in the Date field, in seconds.
fn date_of(mail: &[u8]) -> Option<i64> {
    let mut head = mail.split(|byte| *byte == b'\n').take_while(|line| !matches!(line, [] | [b'\r']));
    let line = head.find(|line| line.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"date:")))?;
    let text = std::str::from_utf8(line.get(5..)?).ok()?.trim();
    // A comment after the zone says it once more: `(CET)`.
    let text = text.split_once(" (").map_or(text, |(date, _)| date);
    jiff::fmt::rfc2822::parse(text).ok().map(|date| date.timestamp().as_second())
}

/// Reads and understands the records after the first `begin`, as fast as they are taken.
fn read(
    content: &[u8],
    what: What,
    begin: i64,
    known: &Known,
    definition: &Definition,
    batches: &tokio::sync::mpsc::Sender<Vec<Step>>,
) {
    let skip = usize::try_from(begin).unwrap_or(usize::MAX);
    let text = if what == What::Mails { String::new() } else { source::text(content) };
    let pieces: Box<dyn Iterator<Item = Result<Piece, Problem>>> = if what == What::Mails {
        Box::new(mails(content).into_iter().skip(skip).map(|mail| Ok(Piece::Mail(mail))))
    } else {
        match source::records(&text) {
            Ok(records) => Box::new(records.skip(skip).map(|record| {
                let record = record.map_err(|code| Problem { field: None, code })?;
                plan(known, what, definition, &record).map(Piece::Plan)
            })),
            Err(_) => Box::new(std::iter::empty()),
        }
    };
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for (number, piece) in (begin + 1..).zip(pieces) {
        bytes += piece.as_ref().map_or(0, Piece::bytes);
        batch.push((number, piece));
        if batch.len() == limits::IMPORT_BATCH || bytes > BATCH_BYTES {
            bytes = 0;
            if batches.blocking_send(std::mem::take(&mut batch)).is_err() {
                return;
            }
        }
    }
    if !batch.is_empty() {
        let _ = batches.blocking_send(batch);
    }
}

/// Takes some records in, with the place in the file, all or none.
async fn settle(
    desk: &Desk,
    import: &Import,
    definition: &Arc<Definition>,
    batch: &Arc<Vec<Step>>,
) -> desk::Result<()> {
    let (import, definition, batch) = (import.clone(), definition.clone(), batch.clone());
    desk.change(&Actor::system("import"), move |c| {
        let mut tally = Tally::default();
        let mut problems = Vec::new();
        for (number, piece) in batch.iter() {
            match piece {
                Err(problem) => {
                    tally.refused += 1;
                    problems.push((*number, problem.text()));
                }
                Ok(Piece::Mail(raw)) => {
                    tally.made += 1;
                    inbound::accept(
                        c,
                        &Accepted {
                            raw: raw.clone(),
                            via: "import",
                            peer: String::new(),
                            helo: String::new(),
                            envelope_from: String::new(),
                            envelope_to: definition.address.clone(),
                            results_of: String::new(),
                            past: Some(Past { import: Some(import.id), closed: definition.closed }),
                        },
                    )?;
                }
                Ok(Piece::Plan(plan)) => match apply(c, plan, &definition.source, &import.name, import.person.0)? {
                    Became::Made => tally.made += 1,
                    Became::Known => tally.known += 1,
                },
            }
        }
        let records = i64::try_from(batch.len()).unwrap_or(0);
        imports::advance(c, &import, records, tally, &problems)
    })
    .await
}
