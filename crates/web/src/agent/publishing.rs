//! Showing a private ticket to everybody: what in it is about persons is found, and proposed for removal, first.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use desk::community::{self, Proposal, Publication};
use desk::guides::{self, Category};
use desk::tickets::{self, Side};
use desk::{AttachmentId, CategoryId, Error, FieldError, MessageId, PersonId, TicketId};
use markup::personal::{Datum, Found};
use maud::{Markup, PreEscaped, html};

use super::shell;
use crate::answer::{Answer, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// The form: pairs, because there is a row for each thing that was found.
type Sent = Vec<(String, String)>;

/// The page that proposes what to take out.
pub(crate) async fn publish_form(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
) -> Answer {
    show(&app, &reader, id, None, &[], StatusCode::OK).await
}

async fn show(
    app: &App,
    reader: &Reader,
    id: TicketId,
    sent: Option<&Sent>,
    errors: &[FieldError],
    status: StatusCode,
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let actor = reader.actor.clone();
    let (ticket, subject_found, proposals, categories) = app
        .desk
        .read(move |conn| {
            let ticket = tickets::find(conn, &actor, id)?;
            let (subject, proposals) = community::proposal(conn, &actor, id)?;
            Ok((ticket, subject, proposals, guides::categories(conn)?))
        })
        .await?;
    let all = all_found(&subject_found, &proposals);
    let subject = typed(sent, "subject").unwrap_or(&ticket.subject).to_owned();
    let subject = if sent.is_none() { markup::personal::blank_text(&subject, &marks(reader, &all)) } else { subject };
    let text = reader.text;
    let invalid = parts::problem(reader, errors, "subject").is_some();
    let main = html! {
        header.topbar {
            a.btn href={ "/agent/tickets/" (id) } data-variant="quiet" data-size="s" data-icon aria-label=(text.msg_publish_back()) { (icon("arrow-left")) }
            h1 { (text.msg_publish_title()) }
        }
        div.scroll { div.page.settings data-size="xl" {
            p.soft { (text.msg_publish_lead()) }
            form.stack #publish method="post" action={ "/agent/tickets/" (id) "/publish" } data-enhance {
                div.grid-2 {
                    div.field {
                        label for="subject" { (text.msg_customer_subject()) }
                        input.input #subject name="subject" value=(subject) required maxlength=(desk::limits::SUBJECT_CHARS_MAX)
                            aria-invalid=[invalid.then_some("true")] aria-describedby=[invalid.then_some("error-subject")];
                        (parts::error_line(reader, errors, "subject"))
                    }
                    (category_field(reader, &categories, typed(sent, "category")))
                }
                label.switch {
                    span { (text.msg_publish_anonymous()) small { (text.msg_publish_anonymous_hint()) } }
                    input type="checkbox" role="switch" name="anonymous" value="yes" checked[sent.is_none() || typed(sent, "anonymous").is_some()];
                }
                (found_table(reader, &all, sent))
                (parts::error_line(reader, errors, "messages"))
                @for (at, proposal) in proposals.iter().enumerate() { (message(reader, proposal, ticket.requester, at, sent)) }
                div.cluster {
                    button.btn type="submit" data-variant="primary" { (icon("globe")) (text.msg_publish_do()) }
                    p.hint { (text.msg_publish_undo()) }
                }
            }
        } }
    };
    let title = text.msg_publish_title();
    let here = format!("/agent/tickets/{id}/publish");
    let place = shell::Place { active: "", title: &title, live: "", here: &here, detail: true };
    Ok(page_with(status, shell::document(reader, &frame, &place, &main)))
}

fn typed<'s>(sent: Option<&'s Sent>, name: &str) -> Option<&'s str> {
    sent?.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn has(sent: &Sent, name: &str, value: &str) -> bool {
    sent.iter().any(|(known, given)| known == name && given == value)
}

/// Everything that was found, each words once.
fn all_found(subject: &[Found], proposals: &[Proposal]) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for found in subject.iter().chain(proposals.iter().flat_map(|proposal| &proposal.found)) {
        if !out.iter().any(|known| known.words == found.words) {
            out.push(found.clone());
        }
    }
    out
}

/// What stands in the place of each thing.
fn marks(reader: &Reader, all: &[Found]) -> Vec<(String, String)> {
    all.iter().map(|found| (found.words.clone(), mark(reader, found.datum))).collect()
}

fn mark(reader: &Reader, datum: Datum) -> String {
    format!("[{}]", datum_name(reader, datum))
}

fn datum_name(reader: &Reader, datum: Datum) -> String {
    let text = reader.text;
    match datum {
        Datum::Address => text.msg_datum_address(),
        Datum::Phone => text.msg_datum_phone(),
        Datum::Card => text.msg_datum_card(),
        Datum::Iban => text.msg_datum_iban(),
        Datum::Network => text.msg_datum_network(),
        Datum::Place => text.msg_datum_place(),
        Datum::Identity => text.msg_datum_identity(),
        Datum::Secret => text.msg_datum_secret(),
        Datum::Number => text.msg_datum_number(),
        Datum::Name => text.msg_datum_name(),
    }
}

fn category_field(reader: &Reader, categories: &[Category], chosen: Option<&str>) -> Markup {
    html! {
        div.field {
            label for="category" { (reader.text.msg_topic_category()) }
            select.select #category name="category" {
                @for category in categories {
                    @let id = category.id.map_or(0, |id| id.0).to_string();
                    option value=(id) selected[chosen == Some(id.as_str())] { (category.name(reader.lang)) }
                }
            }
        }
    }
}

/// What was found, each with what replaces it, and a few lines for what was not.
fn found_table(reader: &Reader, all: &[Found], sent: Option<&Sent>) -> Markup {
    let text = reader.text;
    html! {
        fieldset.stack.found {
            legend { (text.msg_publish_found(i64::try_from(all.len()).unwrap_or(0))) }
            @for (at, found) in all.iter().enumerate() {
                @let on = sent.is_none_or(|sent| has(sent, "out", &at.to_string()));
                div.found-row {
                    label.check { input type="checkbox" name="out" value=(at) checked[on]; code { (found.words) } }
                    input type="hidden" name={ "words-" (at) } value=(found.words);
                    input.input name={ "with-" (at) } value=(typed(sent, &format!("with-{at}")).map_or_else(|| mark(reader, found.datum), str::to_owned))
                        aria-label=(text.msg_publish_with(&found.words));
                }
            }
            div.field {
                label for="more" { (text.msg_publish_more()) }
                textarea.textarea #more name="more" rows="2" aria-describedby="hint-more" { "\n" (typed(sent, "more").unwrap_or_default()) }
                p.hint #hint-more { (text.msg_publish_more_hint()) }
            }
        }
    }
}

fn message(reader: &Reader, proposal: &Proposal, asker: PersonId, at: usize, sent: Option<&Sent>) -> Markup {
    let (text, message) = (reader.text, &proposal.message);
    let id = message.id.to_string();
    // Another customer than who asked would be named, and is not asked.
    let other = message.side == Side::Customer && message.author.0 != asker;
    let shown = sent.map_or(!other, |sent| has(sent, "show", &id));
    html! {
        article.mod-card {
            header.cluster {
                label.check {
                    input type="checkbox" name="show" value=(id) checked[shown] disabled[at == 0];
                    @if at == 0 { input type="hidden" name="show" value=(id); }
                    b { @if message.side == Side::Agent || other { (message.author.1) } @else { (text.msg_publish_customer()) } }
                    @if other { span.meta { (text.msg_publish_other()) } }
                }
                (parts::time(reader, message.created_at))
            }
            div.mod-words { (PreEscaped(marked(&message.html, &proposal.found))) }
            @if !message.attachments.is_empty() {
                fieldset.cluster {
                    legend { (text.msg_publish_files()) }
                    @for file in &message.attachments {
                        label.check {
                            input type="checkbox" name="file" value=(file.id) checked[sent.is_some_and(|sent| has(sent, "file", &file.id.to_string()))];
                            a href=(parts::file_url(file, true, None)) { (file.name) }
                        }
                    }
                }
            }
        }
    }
}

/// The message with what was found marked: its own marks stand where it is replaced.
fn marked(html: &str, found: &[Found]) -> String {
    let marks: Vec<(String, String)> =
        found.iter().map(|found| (found.words.clone(), format!("\u{2}{}\u{3}", found.words))).collect();
    markup::personal::blank_html(html, &marks).replace('\u{2}', "<mark>").replace('\u{3}', "</mark>")
}

/// Makes it public.
pub(crate) async fn publish(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TicketId>,
    Form(sent): Form<Sent>,
) -> Answer {
    let publication = publication(&reader, &sent);
    let shown: Vec<MessageId> =
        sent.iter().filter(|(name, _)| name == "show").filter_map(|(_, id)| id.parse().ok().map(MessageId)).collect();
    let actor = reader.actor.clone();
    let result = app
        .desk
        .change(&reader.actor, move |c| {
            let (_, proposals) = community::proposal(c.sql(), &actor, id)?;
            let left_out =
                proposals.iter().map(|one| one.message.id).filter(|message| !shown.contains(message)).collect();
            community::publish(c, id, &Publication { left_out, ..publication.clone() })
        })
        .await;
    match result {
        Ok(()) => redirect_after(&format!("/community/{id}"), Done::Published, 1, None),
        Err(Error::TooLate) => redirect_after(&format!("/agent/tickets/{id}"), Done::Same, 1, None),
        Err(Error::Invalid(errors)) => {
            show(&app, &reader, id, Some(&sent), &errors, StatusCode::UNPROCESSABLE_ENTITY).await
        }
        Err(error) => Err(error.into()),
    }
}

fn publication(reader: &Reader, sent: &Sent) -> Publication {
    let of = |name: &str| typed(Some(sent), name).unwrap_or_default().to_owned();
    let mut replaced: Vec<(String, String)> = Vec::new();
    for (_, at) in sent.iter().filter(|(name, _)| name == "out") {
        replaced.push((of(&format!("words-{at}")), of(&format!("with-{at}"))));
    }
    let more = of("more");
    let own = reader.text.msg_publish_removed();
    replaced
        .extend(more.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| (line.to_owned(), own.clone())));
    replaced.retain(|(words, _)| !words.trim().is_empty());
    Publication {
        category: of("category").parse::<CategoryId>().ok(),
        subject: markup::personal::blank_text(&of("subject"), &replaced),
        anonymous: of("anonymous") == "yes",
        replaced,
        left_out: Vec::new(),
        files: sent
            .iter()
            .filter(|(name, _)| name == "file")
            .filter_map(|(_, id)| id.parse::<AttachmentId>().ok())
            .collect(),
    }
}
