//! Takes imports in, a hundred records to a transaction, and the place in the file with them: what a crash
//! interrupts goes on where it was.

use std::sync::Arc;

use desk::imports::{self, Import, State, Tally, What};
use desk::mailflow::inbound::{self, Accepted, Past};
use desk::{Actor, Desk, Error, Time, limits};

use crate::apply::{Became, apply};
use crate::mbox::{MAIL_BYTES_MAX, Mbox};
use crate::plan::{Definition, Known, Plan, Problem, plan};
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
                if let Err(error) = take(&desk, import).await {
                    tracing::error!(%error, import = %id, "an import stopped");
                    tokio::time::sleep(limits::IMPORT_POLL).await;
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

/// Takes an import in from where it is to its end, or until somebody stops it.
async fn take(desk: &Desk, mut import: Import) -> desk::Result<()> {
    let (files, name) = (desk.store().files().clone(), import.file_sha256.clone());
    let (content, known) =
        desk.read(move |conn| Ok((files.get(conn, &name)?, Known::load(conn, Time::now())?))).await?;
    let definition: Definition = serde_json::from_str(&import.definition).unwrap_or_default();
    let definition = Arc::new(definition);
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
            Err(Error::TooLate) => return Ok(()),
            Err(Error::Store(error)) if !matches!(error, store::Error::Panicked(_)) => return Err(error.into()),
            Err(error) => {
                tracing::warn!(%error, import = %import.id, "a batch failed, taking its records one by one");
                for step in batch.iter() {
                    let alone = Arc::new(vec![step.clone()]);
                    match settle(desk, &import, &definition, &alone).await {
                        Ok(()) => {}
                        Err(Error::TooLate) => return Ok(()),
                        Err(Error::Store(error)) if !matches!(error, store::Error::Panicked(_)) => {
                            return Err(error.into());
                        }
                        Err(error) => {
                            let problem = Problem { field: None, code: code_of(&error) };
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
        Err(Error::TooLate) => Ok(()),
        other => other,
    }
}

/// As its row is now.
async fn current(desk: &Desk, import: &Import) -> desk::Result<Import> {
    let id = import.id;
    desk.read(move |conn| imports::find(conn, &Actor::system("import"), id)).await
}

fn code_of(error: &Error) -> &'static str {
    match error {
        Error::Invalid(errors) => errors.first().map_or("unreadable", |error| error.problem),
        _ => "unreadable",
    }
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
        let unreadable = Problem { field: None, code: "unreadable" };
        Box::new(
            Mbox::new(content, MAIL_BYTES_MAX).map(move |mail| mail.map(Piece::Mail).map_err(|_| unreadable.clone())),
        )
    } else {
        match source::records(&text) {
            Ok(records) => Box::new(records.map(|record| {
                let record = record.map_err(|code| Problem { field: None, code })?;
                plan(known, what, definition, &record).map(Piece::Plan)
            })),
            Err(_) => Box::new(std::iter::empty()),
        }
    };
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for (number, piece) in (1_i64..).zip(pieces).skip(skip) {
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
                            envelope_from: String::new(),
                            envelope_to: definition.address.clone(),
                            past: Some(Past { import: import.id, closed: definition.closed }),
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
