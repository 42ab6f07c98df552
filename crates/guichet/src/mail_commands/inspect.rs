//! `guichet mail inspect`.

use std::io::{Read, Write};
use std::process::ExitCode;

use mail::understand::understand;

use crate::cli::Inspect;

/// Bytes read at most; a larger message is cut, and says so.
const READ_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Prints what is understood of one message. Fails only when there is nothing to read.
pub(crate) fn inspect(inspect: &Inspect) -> ExitCode {
    let mut raw = Vec::new();
    let read = if inspect.file.as_os_str() == "-" {
        std::io::stdin().lock().take(READ_BYTES_MAX).read_to_end(&mut raw)
    } else {
        std::fs::File::open(&inspect.file).and_then(|file| file.take(READ_BYTES_MAX).read_to_end(&mut raw))
    };
    match read {
        Err(error) => {
            eprintln!("guichet: {}: {error}", inspect.file.display());
            return ExitCode::FAILURE;
        }
        Ok(0) => {
            eprintln!("guichet: {}: no bytes", inspect.file.display());
            return ExitCode::FAILURE;
        }
        Ok(_) => {}
    }
    let understood = understand(&raw);
    let mut text = if inspect.json { mail::inspect::json(&understood) } else { mail::inspect::human(&understood) };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    // A reader that has gone away needs no message.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
    ExitCode::SUCCESS
}
