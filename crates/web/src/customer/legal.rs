//! Terms, privacy policy, and what cookies are for.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use desk::Frame;
use desk::members::{self, Document};
use markup::guide::MediaByName;
use maud::{Markup, PreEscaped, html};

use super::{frame, shell};
use crate::answer::{Answer, page};
use crate::app::App;
use crate::parts;
use crate::reader::{Reader, session_cookie};

/// The terms of use.
pub(crate) async fn terms(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let none = |name: &str| reader.text.msg_legal_terms_none(name);
    document(&app, &reader, Document::Terms, &reader.text.msg_legal_terms(), none).await
}

/// The privacy policy.
pub(crate) async fn privacy(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let none = |name: &str| reader.text.msg_legal_privacy_none(name);
    document(&app, &reader, Document::Privacy, &reader.text.msg_legal_privacy(), none).await
}

async fn document(app: &App, reader: &Reader, wanted: Document, title: &str, none: impl Fn(&str) -> String) -> Answer {
    let frame = frame(app, reader).await?;
    let legal = app.desk.read(move |conn| members::current(conn, wanted)).await?;
    let body = html! {
        @if let Some(at) = legal.at { p.soft { (reader.text.msg_legal_since(parts::date(reader, at))) } }
        div.prose {
            @match legal.source(reader.lang) {
                Some(source) => (PreEscaped(markup::guide::render(source, &MediaByName::new()).html)),
                None => p { (none(shell::shown_name(&frame.organisation))) },
            }
        }
    };
    whole(reader, &frame, title, &body)
}

/// Every cookie that the product sets. None needs consent, so nothing asks for it.
pub(crate) async fn cookies(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let frame = frame(&app, &reader).await?;
    let text = reader.text;
    let rows = [
        (session_cookie(app.settings.secure()), text.msg_legal_cookie_session(), text.msg_legal_days_30()),
        ("language", text.msg_legal_cookie_language(), text.msg_legal_year()),
        ("flash", text.msg_legal_cookie_flash(), text.msg_legal_minute()),
        ("vote", text.msg_legal_cookie_vote(), text.msg_legal_year()),
    ];
    let body = html! {
        p { (text.msg_legal_cookies_lead()) }
        div.prose {
            div.table-wrap tabindex="0" {
                table {
                    thead { tr { th { (text.msg_legal_cookies_name()) } th { (text.msg_legal_cookies_for()) } th { (text.msg_legal_cookies_long()) } } }
                    tbody { @for (name, what, long) in &rows { tr { td { code { (name) } } td { (what) } td { (long) } } } }
                }
            }
        }
        p { a href="/privacy" { (text.msg_legal_privacy()) } }
    };
    whole(&reader, &frame, &text.msg_legal_cookies(), &body)
}

fn whole(reader: &Reader, frame: &Frame, title: &str, body: &Markup) -> Answer {
    let main = html! {
        div.portal data-size="m" { div.stack.legal { h1 { (title) } (body) } }
    };
    page(shell::page(reader, frame, "", title, "", 0, &main))
}
