//! Guichet: customer support in one binary.
#![forbid(unsafe_code)]

mod bench;
mod cli;
mod config;
mod demo;
mod doctor;
mod guide_commands;
mod mail_commands;
mod serve;
mod signing;

use std::process::ExitCode;

use clap::Parser;
use cli::{Cli, Command, GuidesCommand, MailCommand};

/// Threads for the database, passwords and parsing. Each keeps memory of its own: the embedded
/// database has few readers, PostgreSQL is waited for on every connection of the pool.
const THREADS_EMBEDDED: usize = 5;
const THREADS_POSTGRES: usize = 16;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    // No database, no network, no runtime: the same bytes always give the same output.
    if let Command::Mail(MailCommand::Inspect(inspect)) = &cli.command {
        return mail_commands::inspect(inspect);
    }
    if let Command::Routes = &cli.command {
        return cli::print_routes();
    }
    start_logging();
    // Where that is not allowed, what there is has to do.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    // Both TLS sides use ring; saying so once keeps a second provider from being asked for.
    let _ = tokio_rustls::rustls::crypto::ring::default_provider().install_default();
    let threads = if cli.command.uses_postgres() { THREADS_POSTGRES } else { THREADS_EMBEDDED };
    let runtime = tokio::runtime::Builder::new_multi_thread().max_blocking_threads(threads).enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("guichet: {error}");
            return ExitCode::FAILURE;
        }
    };
    runtime.block_on(run(cli))
}

async fn run(cli: Cli) -> ExitCode {
    let result = match cli.command {
        Command::Serve(options) => serve::serve(*options).await,
        Command::Demo(options) => demo::run(options).await,
        Command::Bench(options) => bench::run(options).await,
        Command::Guides(GuidesCommand::Import(folder)) => guide_commands::import(*folder).await,
        Command::Guides(GuidesCommand::Export(folder)) => guide_commands::export(*folder).await,
        Command::Doctor(wanted) => return doctor::run(*wanted).await,
        Command::Search(search) => guide_commands::search(*search).await,
        Command::Mail(MailCommand::Deliver(deliver)) => return mail_commands::deliver(*deliver).await,
        Command::Mail(MailCommand::Reparse(reparse)) => mail_commands::reparse(*reparse).await,
        // Answered before the runtime was started.
        Command::Mail(MailCommand::Inspect(_)) | Command::Routes => Ok(()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("guichet: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Logs go to standard error; `GUICHET_LOG=debug` says more.
fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("GUICHET_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}
