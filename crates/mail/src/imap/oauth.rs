//! Tokens of a provider (RFC 6749): from the code that a consent gave, then from the permit that came with it.

use std::time::{Duration, Instant};

use desk::Desk;
use desk::mailflow::mailboxes::{self, Mailbox, OAuth, Permit, SECRET, Trouble};
use reqwest::Url;
use serde::Deserialize;

use super::watch::{Failure, system};
use crate::limits;

/// A token, while it is good.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    current: Option<(String, Instant)>,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    access_token: String,
    #[serde(default)]
    refresh_token: String,
    #[serde(default)]
    expires_in: u64,
    #[serde(default)]
    error: String,
    #[serde(default)]
    error_description: String,
}

impl Tokens {
    /// The token was refused.
    pub(super) fn forget(&mut self) {
        self.current = None;
    }

    /// A token that is good for a while.
    pub(super) async fn current(&mut self, desk: &Desk, mailbox: &Mailbox, oauth: &OAuth) -> Result<String, Failure> {
        if let Some((token, until)) = &self.current
            && Instant::now() < *until
        {
            return Ok(token.clone());
        }
        let id = mailbox.id;
        // Another conversation may have renewed it meanwhile.
        let kept = desk.read(move |conn| mailboxes::one(conn, id)).await?.permit;
        if kept.is_empty() {
            return Err(Trouble::Consent(String::new()).into());
        }
        let open = |sealed: &str| desk.secrets().open(SECRET, sealed).map_err(|_| Trouble::Sealed);
        let permit = Permit::read(&open(&kept)?).ok_or(Trouble::Sealed)?;
        let secret = String::from_utf8(open(&mailbox.secret)?).map_err(|_| Trouble::Sealed)?;
        let answer = ask(oauth, &secret, &permit).await?;
        let renewed = match permit {
            Permit::Code { .. } if answer.refresh_token.is_empty() => {
                return Err(Trouble::Consent("no refresh token".into()).into());
            }
            Permit::Refresh { token } if answer.refresh_token.is_empty() || answer.refresh_token == token => None,
            _ => Some(Permit::Refresh { token: answer.refresh_token }),
        };
        if let Some(renewed) = renewed {
            let sealed = desk.secrets().seal(SECRET, &renewed.written()?)?;
            desk.change(&system(), move |c| mailboxes::renew_permit(c, id, &kept, &sealed)).await?;
        }
        let good_for = Duration::from_secs(answer.expires_in.clamp(60, 86_400)).mul_f64(0.8);
        self.current = Some((answer.access_token.clone(), Instant::now() + good_for));
        Ok(answer.access_token)
    }
}

async fn ask(oauth: &OAuth, secret: &str, permit: &Permit) -> Result<Answer, Trouble> {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(limits::IMAP_TIMEOUT)
        .build()
        .map_err(|error| Trouble::Unreachable(error.to_string()))?;
    let mut form = vec![("client_id", oauth.client_id.as_str()), ("client_secret", secret)];
    match permit {
        Permit::Code { code, verifier, redirect } => form.extend([
            ("grant_type", "authorization_code"),
            ("code", code),
            ("code_verifier", verifier),
            ("redirect_uri", redirect),
        ]),
        Permit::Refresh { token } => form.extend([("grant_type", "refresh_token"), ("refresh_token", token)]),
    }
    // A form is written like the query of an address (URL Standard, 5.2).
    let mut url = Url::parse(&oauth.token_url).map_err(|error| Trouble::Consent(error.to_string()))?;
    let body = url.query_pairs_mut().clear().extend_pairs(form).finish().query().unwrap_or_default().to_owned();
    let answer = client
        .post(&oauth.token_url)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "application/json")
        .body(body)
        .send()
        .await
        .map_err(|error| Trouble::Unreachable(error.without_url().to_string()))?;
    let refused = !answer.status().is_success();
    let text = answer.text().await.map_err(|error| Trouble::Unreachable(error.without_url().to_string()))?;
    let answer: Answer =
        serde_json::from_str(&text).map_err(|error| Trouble::Unreachable(format!("no JSON: {error}")))?;
    if refused || answer.access_token.is_empty() {
        return Err(Trouble::Consent(format!("{} {}", answer.error, answer.error_description).trim().to_owned()));
    }
    Ok(answer)
}
