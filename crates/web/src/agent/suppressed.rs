//! The addresses that no mail goes to by itself: why, since when, one more, one less.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, Query, State};
use axum::http::StatusCode;
use desk::mailflow::suppressed::{self, Mark, Suppressed};
use desk::{Error, FieldError, PersonId, Time};
use maud::{Markup, html};
use serde::Deserialize;

use super::conversation;
use super::settings::page as settings_page;
use super::shell::bits;
use crate::answer::{Answer, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

const HERE: &str = "/agent/mail/suppressed";

/// What part of the list.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    /// Only this address.
    #[serde(default)]
    address: String,
    /// Behind this moment and person: `1700000000000000-12`.
    #[serde(default)]
    after: String,
}

impl Wanted {
    fn mark(&self) -> Option<Mark> {
        let (since, person) = self.after.split_once('-')?;
        Some((Time(since.parse().ok()?), PersonId(person.parse().ok()?)))
    }
}

/// The list.
pub(crate) async fn list(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    show(&app, &reader, StatusCode::OK, &wanted, "", &[]).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    wanted: &Wanted,
    typed: &str,
    errors: &[FieldError],
) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (address, after) = (wanted.address.trim().to_owned(), wanted.mark());
    let (found, next) = app.desk.read(move |conn| suppressed::list(conn, &address, after)).await?;
    let text = reader.text;
    let body = html! {
        div.stack #suppressed {
            (add(reader, typed, errors))
            section.card aria-labelledby="suppressed-title" {
                header { h2 #suppressed-title { (text.msg_suppressed_list()) } }
                div.card-body { (find(reader, wanted)) }
                @if found.is_empty() {
                    div.empty {
                        span.empty-art { (bits::sized_icon("check", "xl")) }
                        h3 { (text.msg_suppressed_none()) }
                    }
                } @else {
                    (table(reader, &found))
                }
            }
            @if let Some((since, person)) = next {
                p { a.btn href={ (HERE) "?after=" (since.0) "-" (person) } { (text.msg_suppressed_older()) } }
            }
        }
    };
    let title = text.msg_suppressed_title();
    Ok(page_with(status, settings_page(reader, &frame, "suppressed", &title, &text.msg_suppressed_lead(), &body)))
}

fn add(reader: &Reader, typed: &str, errors: &[FieldError]) -> Markup {
    let text = reader.text;
    let problem = parts::problem(reader, errors, "address");
    html! {
        section.card aria-labelledby="suppress-title" {
            header { h2 #suppress-title { (text.msg_suppressed_add()) } }
            form.card-body.stack method="post" action=(HERE) data-enhance {
                div.field {
                    label for="suppress-address" { (text.msg_suppressed_address()) }
                    input.input #suppress-address name="address" type="email" value=(typed) autocomplete="off" required
                        aria-invalid=[problem.is_some().then_some("true")]
                        aria-describedby=[problem.is_some().then_some("error-suppress-address")];
                    @if let Some(problem) = &problem { p.error #error-suppress-address { (parts::icon("circle-alert")) (problem) } }
                }
                div { button.btn type="submit" { (text.msg_suppressed_put()) } }
            }
        }
    }
}

fn find(reader: &Reader, wanted: &Wanted) -> Markup {
    let text = reader.text;
    html! {
        form.cluster role="search" method="get" action=(HERE) {
            label.sr-only for="find-address" { (text.msg_suppressed_find()) }
            input.input #find-address name="address" type="search" value=(wanted.address) placeholder=(text.msg_suppressed_find());
            button.btn type="submit" { (text.msg_suppressed_search()) }
            @if !wanted.address.is_empty() { a.btn data-variant="quiet" href=(HERE) { (text.msg_suppressed_all()) } }
        }
    }
}

fn table(reader: &Reader, found: &[Suppressed]) -> Markup {
    let text = reader.text;
    html! {
        div.table-wrap tabindex="0" role="group" aria-label=(text.msg_suppressed_list()) {
            table.table data-cards {
                thead {
                    tr {
                        th scope="col" { (text.msg_suppressed_address()) }
                        th scope="col" { (text.msg_agent_held_reason()) }
                        th scope="col" { (text.msg_agent_paused_since()) }
                        th scope="col" { span.sr-only { (text.msg_suppressed_release()) } }
                    }
                }
                tbody {
                    @for one in found {
                        tr #{ "suppressed_" (one.person) } {
                            th scope="row" {
                                a href={ "/agent/search?q=" (crate::files::percent(&one.address)) } { (one.address) }
                                @if !one.name.is_empty() { " " span.meta { (one.name) } }
                            }
                            td { (conversation::returned(reader, &one.why)) }
                            td.nowrap { @if one.since == Time(0) { "–" } @else { (parts::time(reader, one.since)) } }
                            td.end {
                                form method="post" action={ (HERE) "/" (one.person) "/release" } data-enhance {
                                    button.btn type="submit" data-size="s" {
                                        (text.msg_suppressed_release()) span.sr-only { " " (one.address) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One more address.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Named {
    #[serde(default)]
    address: String,
}

/// Puts an address on the list.
pub(crate) async fn suppress(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(named): Form<Named>,
) -> Answer {
    let address = named.address.clone();
    match app.desk.change(&reader.actor, move |c| suppressed::suppress(c, &address)).await {
        Ok(_) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            let (status, all) = (StatusCode::UNPROCESSABLE_ENTITY, Wanted::default());
            show(&app, &reader, status, &all, &named.address, &errors).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes an address off the list.
pub(crate) async fn release(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(person): Path<PersonId>,
) -> Answer {
    app.desk.change(&reader.actor, move |c| suppressed::release(c, person)).await?;
    redirect_after(HERE, Done::Saved, 1, None)
}
