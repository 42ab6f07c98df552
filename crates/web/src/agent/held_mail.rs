//! Mail that could not become a ticket by itself: the list, one of them to look at, and what a person decides.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use desk::mailflow::inbound::{self, Held};
use desk::tickets::Reading;
use desk::{Error, InboundId};
use maud::{Markup, html};
use serde::Deserialize;

use super::shell::{self, bits};
use crate::answer::{Answer, Failure, page, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::limits;
use crate::parts;
use crate::reader::Reader;

const LEDGER: &str = "/agent/mail";

/// The cards of the ledger: what waits for a person, and what one has put aside.
pub(super) fn cards(reader: &Reader, held: &[Held], discarded: &[Held]) -> Markup {
    let text = reader.text;
    html! {
        section.card aria-labelledby="held" {
            header { h2 #held { (text.msg_agent_held()) } span.count { (held.len()) } }
            @if held.is_empty() {
                div.empty {
                    span.empty-art { (bits::sized_icon("check", "xl")) }
                    h3 { (text.msg_agent_held_none()) }
                    p { (text.msg_agent_held_none_more()) }
                }
            } @else {
                (table(reader, held, &text.msg_agent_held()))
            }
        }
        @if !discarded.is_empty() {
            section.card aria-labelledby="discarded" {
                header { h2 #discarded { (text.msg_agent_discarded()) } span.count { (discarded.len()) } }
                (table(reader, discarded, &text.msg_agent_discarded()))
            }
        }
    }
}

fn table(reader: &Reader, mails: &[Held], title: &str) -> Markup {
    let text = reader.text;
    html! {
        div.table-wrap tabindex="0" role="group" aria-label=(title) {
            table.table data-cards {
                thead {
                    tr {
                        th scope="col" { (text.msg_agent_held_subject()) }
                        th scope="col" { (text.msg_agent_held_from()) }
                        th scope="col" { (text.msg_agent_held_reason()) }
                        th scope="col" { (text.msg_agent_held_at()) }
                        th scope="col" { span.sr-only { (text.msg_agent_held_decide()) } }
                    }
                }
                tbody { @for one in mails { (row(reader, one)) } }
            }
        }
    }
}

fn row(reader: &Reader, one: &Held) -> Markup {
    let mail = &one.mail;
    html! {
        tr #{ "held_" (mail.id) } {
            th scope="row" { a href={ (LEDGER) "/inbound/" (mail.id) } { (subject(reader, one)) } }
            td { (from(reader, one)) }
            td.held-why { (why(reader, &one.reason)) }
            td.nowrap { (parts::time(reader, mail.received_at)) }
            td.end { (decisions(reader, one, "s")) }
        }
    }
}

fn subject(reader: &Reader, one: &Held) -> String {
    if one.mail.subject.is_empty() { reader.text.msg_agent_held_no_subject() } else { one.mail.subject.clone() }
}

fn from(reader: &Reader, one: &Held) -> Markup {
    html! {
        @if one.mail.envelope_from.is_empty() { span.muted { (reader.text.msg_agent_held_bounce()) } }
        @else { (one.mail.envelope_from) }
    }
}

/// What can be done with it.
fn decisions(reader: &Reader, one: &Held, size: &str) -> Markup {
    let (text, mail) = (reader.text, &one.mail);
    let act = format!("{LEDGER}/inbound/{}", mail.id);
    let named = html! { span.sr-only { " " (subject(reader, one)) " #" (mail.id) } };
    html! {
        div.cluster {
            @if one.discarded {
                form method="post" action=(act) data-enhance {
                    button.btn type="submit" name="decision" value="take_back" data-size=(size) { (text.msg_agent_held_take_back()) (named) }
                }
            } @else {
                form method="post" action={ (act) "/release" } data-enhance {
                    button.btn type="submit" data-size=(size) {
                        @if becomes_ticket(&one.reason) { (text.msg_agent_held_to_ticket()) } @else { (text.msg_agent_try_again()) }
                        (named)
                    }
                }
                form method="post" action=(act) data-enhance {
                    button.btn type="submit" name="decision" value="discard" data-variant="quiet" data-size=(size) { (text.msg_agent_held_discard()) (named) }
                }
            }
        }
    }
}

/// Whether a mail becomes a ticket when somebody lets it in; others are judged anew and may be held again.
fn becomes_ticket(reason: &str) -> bool {
    let code = reason.split(':').next().unwrap_or_default();
    matches!(code, "address_gone" | "bounce" | "report" | "forged_dmarc" | "forged_spf")
}

/// Why a mail waits; a code that is not known here is shown as it is.
fn why(reader: &Reader, reason: &str) -> String {
    let text = reader.text;
    let (code, about) = reason.split_once(':').unwrap_or((reason, ""));
    match code {
        "address_gone" => text.msg_agent_held_why_address_gone(),
        "no_sender" => text.msg_agent_held_why_no_sender(),
        "bad_sender" => text.msg_agent_held_why_bad_sender(),
        "agent_may_not" => text.msg_agent_held_why_may_not(),
        "own_address" => text.msg_agent_held_why_own_address(),
        "bounce" => text.msg_agent_held_why_bounce(),
        "report" => text.msg_agent_held_why_report(),
        "unreadable" => text.msg_agent_held_why_unreadable(),
        "parser" => text.msg_agent_held_why_parser(),
        "failed" => text.msg_agent_held_why_failed(about),
        "forged_dmarc" => text.msg_agent_held_why_forged_dmarc(about),
        "forged_spf" => text.msg_agent_held_why_forged_spf(about),
        _ => reason.to_owned(),
    }
}

/// One of them, to look at.
pub(crate) async fn held_mail(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<InboundId>,
) -> Answer {
    let (one, raw) = read(&app, &reader, id).await?;
    let frame = app.desk.frame(&reader.actor).await?;
    let (understand, bytes) = (app.read_again, raw.clone());
    let read = tokio::task::spawn_blocking(move || bytes.and_then(|bytes| understand(&bytes))).await;
    let read = read.map_err(|error| Error::Internal(error.to_string()))?;
    let text = reader.text;
    let title = subject(&reader, &one);
    let main = html! {
        header.topbar {
            a.btn href=(LEDGER) data-variant="quiet" data-size="s" { (parts::icon("arrow-left")) (text.msg_agent_ledger()) }
            h1.truncate { (title) }
            span.spacer {}
            @if raw.is_some() {
                a.btn href={ (LEDGER) "/inbound/" (id) "/mail.eml" } data-size="s" download {
                    (parts::icon("download")) (text.msg_agent_source_download())
                }
            }
        }
        div.scroll {
            div.page.stack {
                div.callout data-tone="warning" { (parts::icon("triangle-alert")) div { (why(&reader, &one.reason)) } }
                (facts(&reader, &one))
                (decisions(&reader, &one, "m"))
                @if let Some(read) = &read { (words(&reader, read)) }
                @if let Some(raw) = &raw {
                    @let shown = raw.get(..limits::SOURCE_BYTES_SHOWN).unwrap_or(raw);
                    div.card {
                        header { h2 { (text.msg_agent_source_text()) } }
                        div.card-body.stack {
                            pre.source tabindex="0" role="region" aria-label=(text.msg_agent_source_text()) { (String::from_utf8_lossy(shown)) }
                            @if shown.len() < raw.len() { p.soft { (text.msg_agent_source_cut()) } }
                        }
                    }
                }
            }
        }
    };
    let place = shell::Place { active: "mail", title: &title, live: "", here: LEDGER, detail: true };
    page(shell::settings(&reader, &frame, &place, &main))
}

fn facts(reader: &Reader, one: &Held) -> Markup {
    let text = reader.text;
    html! {
        dl.facts {
            dt { (text.msg_agent_held_at()) } dd { (parts::time(reader, one.mail.received_at)) }
            dt { (text.msg_agent_held_from()) } dd { (from(reader, one)) }
            dt { (text.msg_agent_held_to()) } dd { (one.mail.envelope_to) }
        }
    }
}

/// What it says, as plain text, and what comes with it.
fn words(reader: &Reader, read: &Reading) -> Markup {
    html! {
        section.card aria-labelledby="words" {
            header { h2 #words { (reader.text.msg_agent_held_words()) } }
            div.card-body.stack {
                @if !read.body.text.trim().is_empty() { p.held-words { (read.body.text) } }
                @if !read.files.is_empty() {
                    ul.soft {
                        @for file in &read.files {
                            @let size = i64::try_from(file.content.len()).unwrap_or(i64::MAX);
                            li { (file.name) " · " (parts::file_size(reader, size)) }
                        }
                    }
                }
            }
        }
    }
}

async fn read(app: &App, reader: &Reader, id: InboundId) -> Result<(Held, Option<Vec<u8>>), Failure> {
    let (actor, files) = (reader.actor.clone(), app.desk.store().files().clone());
    let found = app.desk.read(move |conn| {
        let one = inbound::held_mail(conn, &actor, id)?;
        // A file that cannot be read may be why it is held.
        let raw = if one.mail.raw_sha256.is_empty() { None } else { files.get(conn, &one.mail.raw_sha256).ok() };
        Ok((one, raw))
    });
    Ok(found.await?)
}

/// The mail itself.
pub(crate) async fn held_file(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<InboundId>,
) -> Answer {
    let (_, raw) = read(&app, &reader, id).await?;
    let headers = [
        (header::CONTENT_TYPE, "message/rfc822".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"held-{id}.eml\"")),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'".to_owned()),
    ];
    Ok((headers, raw.ok_or(Error::NotFound)?).into_response())
}

/// What somebody decides.
#[derive(Debug, Deserialize)]
pub(crate) struct Decided {
    #[serde(default)]
    decision: String,
}

/// Puts it aside, or lets it wait again.
pub(crate) async fn decide(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<InboundId>,
    Form(decided): Form<Decided>,
) -> Answer {
    let done = match decided.decision.as_str() {
        "discard" => {
            app.desk.change(&reader.actor, move |c| inbound::discard(c, id)).await?;
            Done::Discarded
        }
        "take_back" => {
            app.desk.change(&reader.actor, move |c| inbound::take_back(c, id)).await?;
            Done::Undone
        }
        _ => Done::Same,
    };
    redirect_after(LEDGER, done, 1, None)
}

/// Lets a held mail be read again, whoever sent it.
pub(crate) async fn release_mail(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<InboundId>,
) -> Answer {
    app.desk.change(&reader.actor, move |c| inbound::release(c, id)).await?;
    redirect_after(LEDGER, Done::Released, 1, None)
}
