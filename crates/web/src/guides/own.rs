//! What a member wrote for the guides, and what became of it.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use desk::guides::{self, Draft};
use maud::{Markup, html};

use super::language_name;
use crate::answer::{Answer, page_with};
use crate::app::App;
use crate::customer::shell;
use crate::parts::{self, Head};
use crate::reader::Reader;

/// The list.
pub(crate) async fn own(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let actor = reader.actor.clone();
    let texts = app.desk.read(move |conn| guides::written_by(conn, &actor)).await?;
    let text = reader.text;
    let title = text.msg_guide_own();
    let main = html! {
        div.portal data-size="m" {
            h1 { (title) }
            @if texts.is_empty() {
                p.soft { (text.msg_guide_own_none()) " " a href="/guides/new/edit" { (text.msg_guide_write()) } }
            } @else {
                ul.pick-list { @for one in &texts { (line(&reader, one)) } }
            }
        }
    };
    let head = Head { title: &title, space: "customer", script: "customer.js", live: "", event: 0, more: None };
    Ok(page_with(StatusCode::OK, shell::page_with_head(&reader, &frame, "guides", &head, &main)))
}

fn line(reader: &Reader, one: &Draft) -> Markup {
    let text = reader.text;
    let guide = one.guide.map_or_else(|| "new".to_owned(), |id| id.to_string());
    let target = match (one.state.as_str(), one.guide) {
        ("draft", _) => Some(format!("/guides/{guide}/edit?lang={}", one.language)),
        (_, Some(id)) => Some(format!("/guides/{id}?lang={}", one.language)),
        _ => None,
    };
    let title = if one.title.is_empty() { text.msg_guide_new() } else { one.title.clone() };
    html! {
        li.type-row {
            div {
                @if let Some(target) = target { a href=(target) { (title) } } @else { b { (title) } }
                p.hint { (parts::time(reader, one.at)) " · " (language_name(&one.language)) }
                @if !one.because.is_empty() { p.hint { (text.msg_guide_sent_back(&one.because)) } }
            }
            span.pill { (state(reader, &one.state)) }
        }
    }
}

fn state(reader: &Reader, code: &str) -> String {
    let text = reader.text;
    match code {
        "suggested" => text.msg_guide_own_suggested(),
        "scheduled" => text.msg_guide_own_scheduled(),
        "accepted" => text.msg_guide_own_accepted(),
        "declined" => text.msg_guide_own_declined(),
        _ => text.msg_guide_own_draft(),
    }
}
