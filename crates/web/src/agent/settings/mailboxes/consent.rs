//! Consent at a provider: there and back (RFC 6749, 4.1, with PKCE of RFC 7636). What comes back is kept for the mail
//! door, which exchanges it.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use desk::change::random_token;
use desk::mailflow::mailboxes::{self, Permit};
use desk::{Error, MailboxId};
use maud::html;
use reqwest::Url;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::super::page;
use super::{HERE, SECRET};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::icon;
use crate::reader::Reader;

fn redirect_url(app: &App) -> String {
    format!("{}{HERE}/consent", app.settings.public_url)
}

/// Makes the link to the provider; it is good for one consent.
pub(crate) async fn begin(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<MailboxId>,
) -> Answer {
    let mailbox = app.desk.read(move |conn| mailboxes::one(conn, id)).await?;
    let oauth = mailbox.oauth.ok_or(Error::NotFound)?;
    let (state, verifier, redirect) = (random_token(24), random_token(48), redirect_url(&app));
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    let mut url = Url::parse(&oauth.authorize_url).map_err(|error| Error::Internal(error.to_string()))?;
    url.query_pairs_mut().extend_pairs([
        ("response_type", "code"),
        ("client_id", &oauth.client_id),
        ("redirect_uri", &redirect),
        ("scope", &oauth.scope),
        ("state", &state),
        ("login_hint", &mailbox.login),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ]);
    let waiting = Permit::Code { code: String::new(), verifier, redirect };
    let sealed = app.desk.secrets().seal(SECRET, &waiting.written()?)?;
    app.desk.change(&reader.actor, move |c| mailboxes::begin_consent(c, id, &state, &sealed)).await?;
    let text = reader.text;
    let frame = app.desk.frame(&reader.actor).await?;
    let body = html! {
        div.card {
            div.card-body.stack {
                p { (text.msg_mailbox_consent_lead(&mailbox.login)) }
                div.cluster {
                    a.btn data-variant="primary" href=(url.as_str()) rel="noreferrer" { (icon("key-round")) (text.msg_mailbox_consent_go(url.host_str().unwrap_or_default())) }
                    a.btn href=(HERE) { (text.msg_agent_cancel()) }
                }
            }
        }
    };
    let (title, lead) = (text.msg_mailbox_title(), text.msg_mailbox_lead());
    let shown: Response =
        page_with(axum::http::StatusCode::OK, page(&reader, &frame, "mailboxes", &title, &lead, &body));
    Ok(shown)
}

/// What the provider sends along.
#[derive(Debug, Deserialize)]
pub(crate) struct Back {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
}

/// Somebody comes back from the provider.
pub(crate) async fn come_back(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(back): Query<Back>,
) -> Result<Response, Failure> {
    if back.code.is_empty() || back.state.is_empty() {
        // They said no there.
        return redirect_after(HERE, Done::Same, 1, None);
    }
    let state = back.state.clone();
    let (id, waiting) = app.desk.read(move |conn| mailboxes::consenting(conn, &state)).await?;
    let opened = app.desk.secrets().open(SECRET, &waiting).map_err(|_| Error::NotFound)?;
    let Some(Permit::Code { verifier, redirect, .. }) = Permit::read(&opened) else {
        return Err(Error::NotFound.into());
    };
    let permit = Permit::Code { code: back.code, verifier, redirect };
    let sealed = app.desk.secrets().seal(SECRET, &permit.written()?)?;
    app.desk.change(&reader.actor, move |c| mailboxes::keep_permit(c, id, &back.state, &sealed)).await?;
    redirect_after(HERE, Done::Saved, 1, None)
}
