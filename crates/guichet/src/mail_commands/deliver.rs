//! `guichet mail deliver`: the pipe of a mail server, or an mbox file. A mail is accepted when it is
//! durable; the running desk (or the next one that starts) makes a ticket of it.

use std::io::{BufReader, Read};
use std::path::Path;
use std::process::ExitCode;

use desk::mailflow::inbound::{self, Accepted};
use desk::{Actor, Desk, routing};
use import::Mbox;
use mail::understand::envelope;

use crate::cli::Deliver;
use crate::config::Config;
use crate::serve;

/// Exit codes that mail servers understand (sysexits.h): bad mail, unknown address, try again later.
const BAD_MAIL: u8 = 65;
const NO_USER: u8 = 67;
const TRY_AGAIN: u8 = 75;
/// Mails of an mbox file that share a transaction.
const BATCH: usize = 200;

/// Why a mail was not taken.
enum Refusal {
    BadMail(String),
    NoUser(String),
    TryAgain(String),
}

/// Takes mail in.
pub(crate) async fn deliver(deliver: Deliver) -> ExitCode {
    match take(deliver).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(Refusal::BadMail(reason)) => {
            eprintln!("guichet: {reason}");
            ExitCode::from(BAD_MAIL)
        }
        Err(Refusal::NoUser(reason)) => {
            eprintln!("guichet: {reason}");
            ExitCode::from(NO_USER)
        }
        Err(Refusal::TryAgain(reason)) => {
            eprintln!("guichet: {reason}");
            ExitCode::from(TRY_AGAIN)
        }
    }
}

async fn take(deliver: Deliver) -> Result<(), Refusal> {
    let config = Config::load(deliver.options).map_err(Refusal::TryAgain)?;
    let limit = config.message_bytes_max;
    let desk = serve::open(&config).await.map_err(Refusal::TryAgain)?;
    if let Some(path) = &deliver.mbox {
        return take_mbox(&desk, path, deliver.to.as_deref(), &deliver.from, limit).await;
    }
    let mut raw = Vec::new();
    let read = std::io::stdin().lock().take(limit as u64 + 1).read_to_end(&mut raw);
    read.map_err(|error| Refusal::TryAgain(error.to_string()))?;
    if raw.is_empty() || raw.len() > limit {
        return Err(Refusal::BadMail(format!("the mail has no bytes or more than {limit}")));
    }
    keep(&desk, vec![raw], deliver.to.as_deref(), &deliver.from).await
}

/// Accepts mails in one transaction: all of them or none.
async fn keep(desk: &Desk, mails: Vec<Vec<u8>>, to: Option<&str>, from: &str) -> Result<(), Refusal> {
    let mut accepted = Vec::with_capacity(mails.len());
    for raw in mails {
        let envelope_to = match to {
            Some(to) => to.to_owned(),
            None => recipient(desk, &raw).await?,
        };
        accepted.push(Accepted {
            raw,
            via: "pipe",
            peer: String::new(),
            helo: String::new(),
            envelope_from: from.to_owned(),
            envelope_to,
            results_of: String::new(),
            past: None,
        });
    }
    if let Some(to) = to {
        let wanted = to.to_owned();
        let known = desk.read(move |conn| routing::resolve_address(conn, &wanted)).await;
        if known.map_err(|error| Refusal::TryAgain(error.to_string()))?.is_none() {
            return Err(Refusal::NoUser(format!("{to} is no address of this desk")));
        }
    }
    desk.change(&Actor::system("mail"), move |c| {
        for mail in &accepted {
            inbound::accept(c, mail)?;
        }
        Ok(())
    })
    .await
    .map_err(|error| Refusal::TryAgain(error.to_string()))
}

/// The desk's address that a mail without an envelope is for.
async fn recipient(desk: &Desk, raw: &[u8]) -> Result<String, Refusal> {
    let (named, _) = envelope(raw);
    let found = desk
        .read(move |conn| match routing::first_address(conn, &named)? {
            Some(address) => Ok(Some(address)),
            None => Ok(routing::addresses(conn)?.into_iter().next().map(|main| main.address)),
        })
        .await
        .map_err(|error| Refusal::TryAgain(error.to_string()))?;
    found.ok_or_else(|| Refusal::NoUser("the desk has no address yet".into()))
}

async fn take_mbox(desk: &Desk, path: &Path, to: Option<&str>, from: &str, limit: usize) -> Result<(), Refusal> {
    let file = std::fs::File::open(path).map_err(|e| Refusal::TryAgain(format!("{}: {e}", path.display())))?;
    let mut mbox = Mbox::new(BufReader::new(file), limit);
    let mut total = 0;
    loop {
        let mut batch = Vec::new();
        while batch.len() < BATCH {
            match mbox.next() {
                Some(mail) => batch.push(mail.map_err(|error| Refusal::TryAgain(error.to_string()))?),
                None => break,
            }
        }
        if batch.is_empty() {
            eprintln!("guichet: {total} mails taken");
            return Ok(());
        }
        total += batch.len();
        keep(desk, batch, to, from).await?;
    }
}
