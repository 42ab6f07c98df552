//! Telling agents of chat requests at addresses of their choice: a POST with a line of text, as ntfy and many chat
//! programs take it.

use desk::chat::{self, Notice};
use desk::{Actor, Desk, Time};
use futures_util::future::join_all;
use tokio::sync::broadcast::error::RecvError;

use crate::limits;
use crate::reader::texts;

/// Tells what is due, until the process ends.
pub async fn run(desk: Desk, public_url: String) {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(limits::NOTICE_TIMEOUT)
        .user_agent("Guichet-Notices")
        .build();
    let client = match client {
        Ok(client) => client,
        Err(error) => return tracing::error!(%error, "agents cannot be told of chats"),
    };
    let mut notices = desk.store().notices();
    loop {
        if let Err(error) = tell_due(&desk, &client, &public_url).await {
            tracing::error!(%error, "agents could not be told of chats");
        }
        // Woken by requests, and by the clock for what is tried again.
        let woken = async {
            loop {
                match notices.recv().await {
                    Ok(notice) if !notice.split(' ').any(|topic| topic == "notices") => {}
                    Err(RecvError::Closed) => return false,
                    Ok(_) | Err(RecvError::Lagged(_)) => return true,
                }
            }
        };
        if let Ok(false) = tokio::time::timeout(limits::NOTICE_POLL, woken).await {
            return;
        }
    }
}

async fn tell_due(desk: &Desk, client: &reqwest::Client, public_url: &str) -> desk::Result<()> {
    if !desk.read(|conn| chat::has_due_notices(conn, Time::now())).await? {
        return Ok(());
    }
    let system = &Actor::system("notices");
    let due = desk.change(system, chat::due_notices).await?;
    join_all(due.into_iter().map(|notice| async move {
        let error = send(client, public_url, &notice).await.err().unwrap_or_default();
        let kept = notice.clone();
        if let Err(error) = desk.change(system, move |c| chat::attempted(c, &kept, &error)).await {
            tracing::error!(%error, "what became of a notice could not be kept");
        }
    }))
    .await;
    Ok(())
}

async fn send(client: &reqwest::Client, public_url: &str, notice: &Notice) -> Result<(), String> {
    let (_, text) = texts(&notice.language);
    let words = text.msg_chat_notice(&notice.visitor, &notice.portal);
    let link = format!("{public_url}/agent/chats/{}", notice.ticket);
    let sent = client
        .post(&notice.address)
        .header("content-type", "text/plain; charset=utf-8")
        // What ntfy opens when the notice is touched (docs.ntfy.sh/publish).
        .header("click", &link)
        .body(format!("{words}\n{link}"))
        .send()
        .await
        .map_err(|error| if error.is_timeout() { "timeout".to_owned() } else { "no connection".to_owned() })?;
    if sent.status().is_success() { Ok(()) } else { Err(format!("HTTP {}", sent.status().as_u16())) }
}
