//! `guichet bench`: fills a fresh desk, starts the real server as a process of its own, and drives
//! its HTTP and SMTP listeners as clients do.

mod chat;
mod fill;
mod http;
mod load;
mod report;
mod scenarios;
mod server;
mod smtp;

use std::path::PathBuf;

use desk::Desk;
use store::Store;

use crate::cli::{BenchKind, BenchOptions};
use crate::config::location;
use crate::serve::text;
use report::Report;
use server::Server;

/// Concurrent clients of each measurement.
const CONCURRENCY: [usize; 2] = [1, 8];

/// Fills, measures, reports.
pub(crate) async fn run(options: BenchOptions) -> Result<(), String> {
    if let Some(BenchKind::Chat(chat)) = options.kind {
        return chat::run(chat, options.database).await;
    }
    let folder = tempfile::Builder::new().prefix("guichet-bench-").tempdir().map_err(text)?;
    let location = location(options.database.clone(), folder.path())?;
    let files: PathBuf = folder.path().join("files");
    eprintln!("filling a desk with {} tickets …", options.tickets);
    let filled = std::time::Instant::now();
    let store = Store::open(&location, files).await.map_err(text)?;
    let desk = Desk::new(store, desk::Options::usual(folder.path()));
    let access = fill::fill(&desk, options.tickets).await.map_err(text)?;
    let fill_seconds = filled.elapsed().as_secs_f64();
    let engine = desk.store().engine_name();
    drop(desk);
    let mut server = Server::start(folder.path(), options.database.as_deref()).await?;
    let mut report = Report::new(engine, options.tickets, fill_seconds, server.start_ms);
    report.idle_kb = server.memory_kb();
    let world = scenarios::World::prepare(&server, &access, options.tickets).await?;
    for concurrency in CONCURRENCY {
        for scenario in scenarios::ALL {
            eprintln!("{} × {concurrency} …", scenario.name());
            let figure = scenarios::measure(scenario, &world, concurrency, options.seconds).await?;
            report.add(scenario.name(), concurrency, &figure);
            eprintln!("  {:.0}/s, {} MB", figure.per_second, server.memory_kb() / 1024);
        }
    }
    eprintln!("mails from an mbox file …");
    report.mbox_per_second = scenarios::mbox(&world, folder.path(), options.database.as_deref()).await?;
    report.loaded_kb = server.memory_kb();
    report.peak_kb = server.peak_kb();
    report.database_bytes = server::database_bytes(folder.path());
    report.binary_bytes = std::env::current_exe().and_then(std::fs::metadata).map_or(0, |meta| meta.len());
    server.stop().await;
    report.print(options.json);
    Ok(())
}
