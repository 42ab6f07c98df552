//! Why rules did or did not act on a ticket: each condition with what it saw.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use desk::automation::{self, Mode, Trace, Why};
use desk::{Frame, TicketId, tickets};
use maud::{Markup, html};

use super::settings::words;
use super::shell;
use crate::answer::{Answer, page};
use crate::app::App;
use crate::parts;
use crate::reader::Reader;

/// The page.
pub(crate) async fn why(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let actor = reader.actor.clone();
    let (ticket, all) = app
        .desk
        .read(move |conn| {
            let ticket = tickets::find(conn, &actor, id)?;
            Ok((ticket, automation::why(conn, id)?))
        })
        .await?;
    let text = reader.text;
    let here = format!("/agent/tickets/{id}");
    let title = text.msg_settings_why();
    let main = html! {
        header.topbar {
            a.btn href=(here) data-variant="quiet" data-size="s" { (parts::icon("arrow-left")) "#" (id) }
            h1 { (title) }
        }
        div.scroll {
            div.page.settings #why data-size="m" data-region="morph" {
                p.soft { b { (ticket.subject) } " · " (text.msg_settings_why_lead()) }
                ol.stack { @for one in &all { li { (card(&reader, &frame, one)) } } }
            }
        }
    };
    let topic = format!("ticket:{id}");
    let place = shell::Place { active: "", title: &title, live: &topic, here: &here, detail: true };
    page(shell::document(&reader, &frame, &place, &main))
}

fn card(reader: &Reader, frame: &Frame, why: &Why) -> Markup {
    let text = reader.text;
    let held = why.trace.as_ref().is_some_and(Trace::held);
    let (tone, verdict) = match (&why.trace, why.ran, why.due_at) {
        (None, ..) => ("", text.msg_settings_why_no_event()),
        (_, true, _) => ("success", text.msg_settings_why_acted()),
        (_, _, Some(_)) => ("", text.msg_settings_why_waits()),
        _ if held => ("warning", text.msg_settings_why_held()),
        _ => ("", text.msg_settings_why_not()),
    };
    html! {
        section.card aria-labelledby={ "why-" (why.rule.id) } {
            header {
                h2 #{ "why-" (why.rule.id) } { (words::title(reader, &why.rule)) }
                @if !why.rule.enabled { span.pill data-outline { (text.msg_settings_off()) } }
                span.pill data-tone=(tone) { (verdict) }
            }
            div.card-body.stack {
                p.soft { (words::sentence(reader, frame, &why.rule.definition)) }
                @if let Some(at) = why.due_at { p { (parts::time(reader, at)) } }
                @if let Some(trace) = &why.trace { (traced(reader, frame, trace)) }
                @if held && !why.ran && why.rule.enabled && why.due_at.is_none() {
                    p.hint { (text.msg_settings_why_other()) }
                }
            }
        }
    }
}

fn traced(reader: &Reader, frame: &Frame, trace: &Trace) -> Markup {
    let text = reader.text;
    match trace {
        Trace::Test { test, seen, held } => {
            let seen: Vec<String> =
                seen.iter().map(|value| words::value(reader, frame, test.property, value)).collect();
            html! {
                span.trace-test data-held=(held) {
                    (parts::icon(if *held { "check" } else { "x" }))
                    span.sr-only { (if *held { text.msg_settings_rule_yes() } else { text.msg_settings_rule_no() }) ": " }
                    span {
                        (words::test(reader, frame, test)) " – "
                        @if seen.is_empty() { (text.msg_settings_rule_seen_nothing()) }
                        @else { (text.msg_settings_rule_seen(seen.join(", "))) }
                    }
                }
            }
        }
        Trace::Group { of, .. } if of.is_empty() => html! { p.hint { (text.msg_settings_rule_always()) } },
        Trace::Group { mode, of, .. } => html! {
            @if of.len() > 1 || *mode == Mode::None { p.hint { (text.msg_settings_rule_match()) ": " b { (words::mode(reader, *mode)) } } }
            ul.trace { @for part in of { li { (traced(reader, frame, part)) } } }
        },
    }
}
