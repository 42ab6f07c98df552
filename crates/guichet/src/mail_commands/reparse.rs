//! `guichet mail reparse`.

use mail::intake::reread_all;

use crate::cli::Reparse;
use crate::config::Config;
use crate::serve;

/// Reads all kept mails again and says what became of them.
pub(crate) async fn reparse(reparse: Reparse) -> Result<(), String> {
    let config = Config::load(reparse.options)?;
    let desk = serve::open(&config).await?;
    let told = |sums: mail::intake::Sums| eprintln!("guichet: {} mails read, {} changed", sums.read, sums.changed);
    let sums = reread_all(&desk, told).await.map_err(|error| error.to_string())?;
    println!("{} mails read, {} changed, {} left as they were", sums.read, sums.changed, sums.left);
    Ok(())
}
