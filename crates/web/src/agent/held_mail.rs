//! Mail that could not become a ticket by itself: the list, one of them to look at, and what a person decides.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use desk::mailflow::held::{self, Held, HeldPage, LetIn};
use desk::tickets::Reading;
use desk::{Error, FieldError, InboundId};
use maud::{Markup, html};
use serde::Deserialize;

use super::shell::{self, bits};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::limits;
use crate::parts;
use crate::reader::Reader;

const LEDGER: &str = "/agent/mail";

/// The cards of the ledger: what waits for a person, and what one has put aside; `all` is how many there are.
pub(super) fn cards(reader: &Reader, held: &HeldPage, discarded: &HeldPage, all: (i64, i64)) -> Markup {
    let text = reader.text;
    html! {
        section.card aria-labelledby="held" {
            header { h2 #held { (text.msg_agent_held()) } span.count { (all.0) } }
            @if held.0.is_empty() {
                div.empty {
                    span.empty-art { (bits::sized_icon("check", "xl")) }
                    h3 { (text.msg_agent_held_none()) }
                    p { (text.msg_agent_held_none_more()) }
                }
            } @else {
                (table(reader, held, &text.msg_agent_held(), "held"))
            }
        }
        @if !discarded.0.is_empty() {
            section.card aria-labelledby="discarded" {
                header { h2 #discarded { (text.msg_agent_discarded()) } span.count { (all.1) } }
                (table(reader, discarded, &text.msg_agent_discarded(), "discarded"))
            }
        }
    }
}

fn table(reader: &Reader, (mails, next): &HeldPage, title: &str, part: &str) -> Markup {
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
        @if let Some(next) = next {
            div.card-body { a.btn data-size="s" href={ (LEDGER) "?" (part) "=" (next) "#" (part) } { (text.msg_agent_held_older()) } }
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
    let way = Way::of(&one.reason);
    html! {
        div.cluster {
            @if one.discarded {
                form method="post" action=(act) data-enhance {
                    button.btn type="submit" name="decision" value="take_back" data-size=(size) { (text.msg_agent_held_take_back()) (named) }
                }
            } @else {
                // Its own page asks.
                @if way == Way::Named && size == "s" {
                    a.btn href=(act) data-size=(size) { (text.msg_agent_held_name()) (named) }
                } @else if way != Way::Named {
                    form.cluster method="post" action={ (act) "/release" } data-enhance {
                        @if way == Way::Doubtful {
                            button.btn type="submit" name="apart" value="1" data-size=(size) { (text.msg_agent_held_apart()) (named) }
                        }
                        button.btn type="submit" data-size=(size) { (way.name(reader)) (named) }
                    }
                }
                form method="post" action=(act) data-enhance {
                    button.btn type="submit" name="decision" value="discard" data-variant="quiet" data-size=(size) { (text.msg_agent_held_discard()) (named) }
                }
            }
        }
    }
}

/// How a mail can be let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// It becomes a ticket.
    Ticket,
    /// Its sender is in doubt: what it answers may be somebody else's.
    Doubtful,
    /// Somebody must say whose it is.
    Named,
    /// It is judged anew, and may be held again.
    Again,
}

impl Way {
    fn of(reason: &str) -> Self {
        match reason.split(':').next().unwrap_or_default() {
            "address_gone" | "bounce" | "report" => Self::Ticket,
            "forged_dmarc" | "forged_spf" => Self::Doubtful,
            "no_sender" | "bad_sender" | "own_address" => Self::Named,
            _ => Self::Again,
        }
    }

    fn name(self, reader: &Reader) -> String {
        match self {
            Self::Ticket => reader.text.msg_agent_held_to_ticket(),
            Self::Doubtful => reader.text.msg_agent_held_belongs(),
            Self::Named | Self::Again => reader.text.msg_agent_try_again(),
        }
    }
}

/// Asks whose mail it is.
fn whose(reader: &Reader, one: &Held, typed: &str, errors: &[FieldError]) -> Markup {
    let text = reader.text;
    let wrong = parts::problem(reader, errors, "sender").map(|_| "true");
    html! {
        form.card method="post" action={ (LEDGER) "/inbound/" (one.mail.id) "/release" } {
            div.card-body.stack {
                div.field {
                    label for="sender" { (text.msg_agent_held_whose()) }
                    input.input #sender name="sender" type="email" value=(typed) autocomplete="off" required
                        aria-invalid=[wrong] aria-describedby=[wrong.map(|_| "error-sender")];
                    (parts::error_line(reader, errors, "sender"))
                }
                div { button.btn type="submit" data-variant="primary" { (text.msg_agent_held_to_ticket()) } }
            }
        }
    }
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
    show(&app, &reader, id, StatusCode::OK, "", &[]).await
}

async fn show(
    app: &App,
    reader: &Reader,
    id: InboundId,
    status: StatusCode,
    typed: &str,
    errors: &[FieldError],
) -> Answer {
    let (one, raw) = read(app, reader, id).await?;
    let frame = app.desk.frame(&reader.actor).await?;
    let (understand, bytes) = (app.read_again, raw.clone());
    let read = tokio::task::spawn_blocking(move || bytes.and_then(|bytes| understand(&bytes))).await;
    let read = read.map_err(|error| Error::Internal(error.to_string()))?;
    let text = reader.text;
    let title = subject(reader, &one);
    let asks = !one.discarded && Way::of(&one.reason) == Way::Named;
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
                div.callout data-tone="warning" { (parts::icon("triangle-alert")) div { (why(reader, &one.reason)) } }
                (facts(reader, &one))
                @if asks { (whose(reader, &one, typed, errors)) }
                (decisions(reader, &one, "m"))
                @if let Some(read) = &read { (words(reader, read)) }
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
    Ok(page_with(status, shell::settings(reader, &frame, &place, &main)))
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
        let one = held::held_mail(conn, &actor, id)?;
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
            app.desk.change(&reader.actor, move |c| held::discard(c, id)).await?;
            Done::Discarded
        }
        "take_back" => {
            app.desk.change(&reader.actor, move |c| held::take_back(c, id)).await?;
            Done::Undone
        }
        _ => Done::Same,
    };
    redirect_after(LEDGER, done, 1, None)
}

/// How somebody lets it in.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Released {
    #[serde(default)]
    apart: String,
    #[serde(default)]
    sender: String,
}

/// Lets a held mail be read again, whoever sent it.
pub(crate) async fn release_mail(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<InboundId>,
    Form(form): Form<Released>,
) -> Answer {
    let how = LetIn { apart: form.apart == "1", sender: form.sender.trim().to_owned() };
    match app.desk.change(&reader.actor, move |c| held::release(c, id, &how)).await {
        Ok(()) => redirect_after(LEDGER, Done::Released, 1, None),
        Err(Error::Invalid(errors)) => {
            show(&app, &reader, id, StatusCode::UNPROCESSABLE_ENTITY, &form.sender, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}
