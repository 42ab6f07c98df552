//! Telling webhooks what happened: signed as Standard Webhooks 1.0 has it (github.com/standard-webhooks), one event after
//! the other, each until it has arrived.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use desk::integrations::{self, Attempt, Delivery, Webhook};
use desk::tickets::{self, Category};
use desk::{Actor, Desk, Time};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;
use tokio::sync::broadcast::error::RecvError;

use crate::limits;

/// Tells all webhooks of what happens, until the process ends.
pub async fn run(desk: Desk, public_url: String) {
    let client = reqwest::Client::builder()
        // What is signed for one address must not go on to another.
        .redirect(reqwest::redirect::Policy::none())
        .timeout(limits::WEBHOOK_TIMEOUT)
        .user_agent("Guichet-Webhooks")
        .build();
    let client = match client {
        Ok(client) => client,
        Err(error) => return tracing::error!(%error, "webhooks cannot be told"),
    };
    let mut notices = desk.store().notices();
    loop {
        if let Err(error) = tell_due(&desk, &client, &public_url).await {
            tracing::error!(%error, "webhooks could not be told");
        }
        // Woken by changes, and by the clock for what is tried again.
        match tokio::time::timeout(limits::WEBHOOK_POLL, notices.recv()).await {
            Ok(Err(RecvError::Closed)) => return,
            // Several changes in a row are read together.
            Ok(_) => tokio::time::sleep(limits::WEBHOOK_PAUSE).await,
            Err(_) => {}
        }
        while notices.try_recv().is_ok() {}
    }
}

/// Tells every webhook of all that it has not heard; one that fails keeps no other waiting.
async fn tell_due(desk: &Desk, client: &reqwest::Client, public_url: &str) -> desk::Result<()> {
    let due = desk.read(|conn| integrations::due_webhooks(conn, Time::now())).await?;
    futures_util::future::join_all(due.into_iter().map(|hook| async move {
        let name = hook.name.clone();
        if let Err(error) = tell(desk, client, public_url, hook).await {
            tracing::error!(%error, webhook = %name, "webhook could not be told");
        }
    }))
    .await;
    Ok(())
}

async fn tell(desk: &Desk, client: &reqwest::Client, public_url: &str, mut hook: Webhook) -> desk::Result<()> {
    let system = Actor::system("webhooks");
    loop {
        let asked = hook.clone();
        let (next, passed) = desk.read(move |conn| integrations::next_event(conn, &asked, Time::now())).await?;
        if passed > hook.cursor {
            let (id, from) = (hook.id, hook.cursor);
            desk.change(&system, move |c| integrations::passed_over(c, id, from, passed)).await?;
            hook.cursor = passed;
            if next.is_none() {
                continue;
            }
        }
        let Some(delivery) = next else { return Ok(()) };
        let attempt = attempt(desk, client, public_url, &hook, &delivery).await?;
        let (told, arrived, kept) = (hook.clone(), attempt.arrived(), attempt);
        desk.change(&system, move |c| integrations::attempted(c, &told, &kept)).await?;
        if !arrived {
            return Ok(());
        }
        let id = hook.id;
        hook = desk.read(move |conn| integrations::webhook(conn, id)).await?;
        if !hook.enabled {
            return Ok(());
        }
    }
}

async fn attempt(
    desk: &Desk,
    client: &reqwest::Client,
    public_url: &str,
    hook: &Webhook,
    delivery: &Delivery,
) -> desk::Result<Attempt> {
    let body = body(desk, public_url, delivery).await?;
    let begun = Time::now();
    // The same for every try, so that the receiver knows what it has.
    let id = format!("evt_{}_{}", delivery.event, hook.id);
    let seconds = (begun.0 / 1_000_000).to_string();
    let sent = client
        .post(&hook.url)
        .header("content-type", "application/json")
        .header("webhook-id", &id)
        .header("webhook-timestamp", &seconds)
        .header("webhook-signature", signature(&hook.secret, &format!("{id}.{seconds}.{body}")))
        .body(body)
        .send()
        .await;
    let (status, answer) = match sent {
        Ok(mut response) => {
            let status = response.status().as_u16();
            let chunk = response.chunk().await.ok().flatten().unwrap_or_default();
            (status, String::from_utf8_lossy(&chunk).into_owned())
        }
        Err(error) => (0, cause(&error)),
    };
    let answer = answer.chars().filter(|c| !c.is_control()).take(limits::WEBHOOK_ANSWER_CHARS).collect();
    let millis = i64::try_from(begun.elapsed(Time::now()).as_millis()).unwrap_or(i64::MAX);
    Ok(Attempt { event: delivery.event, at: begun, status, answer, millis })
}

/// The innermost reason: the outer ones only say that sending failed.
fn cause(error: &reqwest::Error) -> String {
    let mut reason: &dyn std::error::Error = error;
    while let Some(inner) = reason.source() {
        reason = inner;
    }
    reason.to_string()
}

/// What happened, and the ticket as it is now.
async fn body(desk: &Desk, public_url: &str, delivery: &Delivery) -> desk::Result<String> {
    let id = delivery.ticket;
    let ticket = desk.read(move |conn| Ok(tickets::find(conn, &Actor::system("webhooks"), id).ok())).await?;
    let value = json!({
        "type": format!("ticket.{}", delivery.kind.code()),
        "timestamp": delivery.at.timestamp().to_string(),
        "data": {
            "event": delivery.event.0,
            "actor": {"kind": delivery.actor_kind, "name": delivery.actor},
            "before": delivery.before,
            "after": delivery.after,
            "message": delivery.message.map(|message| message.0),
            "ticket": ticket.map_or_else(|| json!({"id": id.0}), |ticket| json!({
                "id": ticket.id.0,
                "subject": ticket.subject,
                "status": {"id": ticket.status.id.0, "category": ticket.status.category.code()},
                "closed": ticket.status.category == Category::Closed,
                "type": ticket.kind.0,
                "priority": ticket.priority.code(),
                "department": ticket.department.0,
                "assignee": ticket.assignee.map(|person| person.0),
                "requester": ticket.requester.0,
                "url": format!("{public_url}/agent/tickets/{}", ticket.id),
            })),
        },
    });
    Ok(value.to_string())
}

/// `v1,` and the signature of `id.timestamp.body`.
fn signature(secret: &str, signed: &str) -> String {
    let key = STANDARD.decode(secret.trim_start_matches("whsec_")).unwrap_or_default();
    match <Hmac<Sha256> as KeyInit>::new_from_slice(&key) {
        Ok(mut mac) => {
            mac.update(signed.as_bytes());
            format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
        }
        Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::signature;

    /// The example of the specification: github.com/standard-webhooks/standard-webhooks, spec, "Signature scheme".
    #[test]
    fn signs_as_the_specification_does() {
        let signed = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}";
        assert_eq!(
            signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", signed),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }
}
