//! Examining the set-up: who does it is given by the binary, because it knows mail and this crate does not.

use std::sync::Arc;
use std::time::Duration;

use desk::doctor::{Examination, Reached, Section};
use desk::routing::DeskAddress;

/// Examines how the desk is set up.
pub trait Doctor: Send + Sync {
    /// Begins an examination; while one is under way nothing happens.
    fn start(self: Arc<Self>);
    /// The newest one, as far as it has come.
    fn newest(&self, language: &str) -> Option<Examination>;
    /// Where the tests of the desk's addresses stand.
    fn trips(&self, addresses: &[DeskAddress], language: &str) -> Option<Section>;
}

/// What stands on the page that says whether the desk is well.
const WELL: &str = "ok\n";
const TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes of an answer that are read: more is no desk.
const ANSWER_BYTES_MAX: u64 = 1000;

/// Fetches from the public address of the pages whether the desk is well.
pub async fn reach(public_url: &str) -> Reached {
    fetch(public_url).await.unwrap_or_else(|error| Reached::Silent(reasons(&error)))
}

async fn fetch(public_url: &str) -> reqwest::Result<Reached> {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(TIMEOUT)
        .tls_info(true)
        .user_agent("Guichet-Doctor")
        .build()?;
    let answer = client.get(format!("{public_url}/healthz")).send().await?;
    let status = answer.status().as_u16();
    let certificate = answer.extensions().get::<reqwest::tls::TlsInfo>();
    let certificate = certificate.and_then(|info| info.peer_certificate()).map(<[u8]>::to_vec);
    let short = answer.content_length().is_some_and(|length| length <= ANSWER_BYTES_MAX);
    let desk = status == 200 && short && answer.text().await? == WELL;
    Ok(Reached::Answered { status, desk, certificate })
}

/// The last of the reasons says what is wrong; the first only that something is.
fn reasons(error: &reqwest::Error) -> String {
    let mut last: &dyn std::error::Error = error;
    while let Some(deeper) = last.source() {
        last = deeper;
    }
    last.to_string()
}
