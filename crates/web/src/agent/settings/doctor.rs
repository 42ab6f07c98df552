//! The set-up doctor: what was found, what to change, and test mails with their way.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, State};
use desk::doctor::{Examination, Level, Line, Record, Section};
use desk::routing::{self, Hop};
use desk::{Frame, Time};
use maud::{Markup, html};
use serde::Deserialize;

use crate::agent::shell;
use crate::answer::{Answer, page, redirect, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, icon};
use crate::reader::Reader;

const HERE: &str = "/agent/settings/doctor";

/// What is wished.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    what: String,
}

/// The page.
pub(crate) async fn doctor(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let addresses = app.desk.read(routing::addresses).await?;
    let language = reader.lang;
    let newest = app.doctor.newest(language);
    let trips = app.doctor.trips(&addresses, language);
    page(draw(&reader, &frame, newest.as_ref(), trips.as_ref()))
}

/// Begins an examination, or sends test mails.
pub(crate) async fn examine(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(wish): Form<Wish>,
) -> Answer {
    if wish.what == "mail" {
        let sent = app.desk.change(&reader.actor, routing::send_tests).await?;
        return match sent {
            0 => Ok(redirect(HERE)),
            sent => redirect_after(HERE, Done::Sent, sent, None),
        };
    }
    app.doctor.clone().start();
    Ok(redirect(HERE))
}

fn draw(reader: &Reader, frame: &Frame, newest: Option<&Examination>, trips: Option<&Section>) -> Markup {
    let text = reader.text;
    let title = text.msg_doctor_title();
    let sections: Vec<&Section> = newest.iter().flat_map(|one| &one.sections).collect();
    let main = html! {
        header.topbar { h1 { (title) } }
        div.scroll {
            div.page.settings.doctor #settings data-size="m" data-region="morph" {
                p.soft { (text.msg_doctor_lead()) }
                (state(reader, newest))
                @for section in sections { (card(reader, section, &html! {})) }
                @if let Some(trips) = trips {
                    (card(reader, trips, &html! {
                        (wish_form("mail", &html! { button.btn type="submit" data-size="s" { (icon("send")) (text.msg_doctor_send()) } }))
                    }))
                }
            }
        }
    };
    let place = shell::Place { active: "doctor", title: &title, live: "tickets doctor", here: HERE, detail: false };
    shell::settings(reader, frame, &place, &main)
}

fn wish_form(what: &str, button: &Markup) -> Markup {
    html! {
        form #{ "wish-" (what) } method="post" action=(HERE) data-enhance {
            input type="hidden" name="what" value=(what);
            (button)
        }
    }
}

/// How far it is, what it came to, and the button that begins it.
fn state(reader: &Reader, newest: Option<&Examination>) -> Markup {
    let text = reader.text;
    let runs = newest.is_some_and(|one| !one.complete);
    let begin = html! {
        button.btn type="submit" data-variant="primary" disabled[runs] { (icon("refresh-cw")) (text.msg_doctor_examine()) }
    };
    html! {
        div.stack {
            (wish_form("examine", &begin))
            div #doctor-state role="status" {
                @match newest {
                    None => p.hint { (text.msg_doctor_never()) },
                    Some(one) if !one.complete => p.hint {
                        (icon("hourglass")) " " (text.msg_doctor_running()) " " a href=(HERE) { (text.msg_doctor_reload()) }
                    },
                    Some(one) => (verdict(reader, one)),
                }
            }
        }
    }
}

/// The sum of it.
fn verdict(reader: &Reader, one: &Examination) -> Markup {
    let text = reader.text;
    let count = |level: Level| {
        one.sections.iter().flat_map(|section| &section.lines).filter(|line| line.level == level).count()
    };
    let (failures, warnings) = (count(Level::Failure), count(Level::Warning));
    let (tone, symbol) = match (failures, warnings) {
        (0, 0) => ("success", "circle-check"),
        (0, _) => ("warning", "triangle-alert"),
        _ => ("danger", "circle-alert"),
    };
    html! {
        div.callout data-tone=(tone) {
            (icon(symbol))
            div {
                @if failures + warnings == 0 { (text.msg_doctor_well()) }
                @if failures > 0 { (text.msg_doctor_failures(failures)) " " }
                @if warnings > 0 { (text.msg_doctor_warnings(warnings)) }
                " · " (parts::time(reader, one.started_at))
            }
        }
    }
}

fn card(reader: &Reader, section: &Section, more: &Markup) -> Markup {
    let id = format!("doctor-{:?}", section.group).to_lowercase();
    html! {
        section.card aria-labelledby=(id) {
            header { h2 #(id) { (section.title) } (more) }
            ul.doctor-lines {
                @for (at, line) in section.lines.iter().enumerate() { (finding(reader, line, &format!("{id}-{at}"))) }
            }
        }
    }
}

fn finding(reader: &Reader, line: &Line, id: &str) -> Markup {
    let text = reader.text;
    let (symbol, level) = match line.level {
        Level::Ok => ("circle-check", text.msg_doctor_ok()),
        Level::Notice => ("info", text.msg_doctor_notice()),
        Level::Warning => ("triangle-alert", text.msg_doctor_warning()),
        Level::Failure => ("circle-alert", text.msg_doctor_failure()),
    };
    html! {
        li data-level=(format!("{:?}", line.level).to_lowercase()) data-code=(line.code) {
            (icon(symbol))
            div {
                p {
                    span.sr-only { (level) " " }
                    strong { (line.check) } @if !line.about.is_empty() { " " code { (line.about) } }
                }
                p { (line.words) }
                @if let Some(record) = &line.record { (to_copy(reader, record, id)) }
                @if !line.hops.is_empty() { (way(reader, &line.hops)) }
            }
        }
    }
}

/// A record: name and value each with a button that copies it.
pub(super) fn to_copy(reader: &Reader, record: &Record, id: &str) -> Markup {
    let text = reader.text;
    let copied = |name: &str, value: &str| {
        let id = format!("{id}-{name}");
        html! {
            span.copy-line {
                code #(id) { (value) }
                button.btn type="button" data-size="s" data-copy={ "#" (id) } data-label-copied=(text.msg_settings_copied()) {
                    (icon("copy")) span.copy-label { (text.msg_settings_copy()) }
                    span.sr-only { " " (value) }
                }
            }
        }
    };
    let part = |name: &str, label: String, value: &str| html! { dt { (label) } dd { (copied(name, value)) } };
    html! {
        dl.doctor-record {
            (part("name", text.msg_doctor_record_name(), &record.name))
            dt { (text.msg_doctor_record_type()) } dd { code { (record.kind) } }
            (part("value", text.msg_doctor_record_value(), &record.value))
        }
        @if record.value.len() > STRING_BYTES_MAX {
            details #{ (id) "-in-zone" } {
                summary.hint { (icon("chevron-right")) " " (text.msg_doctor_record_zone()) }
                (copied("zone", &zone_line(record)))
            }
        }
    }
}

/// A text of a record is made of strings; pages of providers cut it by themselves, files of zones do not (RFC 1035).
const STRING_BYTES_MAX: usize = 255;

/// A record as a file of a zone has it.
fn zone_line(record: &Record) -> String {
    let mut strings: Vec<String> = vec![String::new()];
    for letter in record.value.chars() {
        if strings.last().is_none_or(|last| last.len() + letter.len_utf8() > STRING_BYTES_MAX) {
            strings.push(String::new());
        }
        if let Some(last) = strings.last_mut() {
            last.push(letter);
        }
    }
    let strings: Vec<String> = strings.iter().map(|one| format!("\"{one}\"")).collect();
    format!("{}. IN {} ( {} )", record.name, record.kind, strings.join(" "))
}

/// The servers that a mail came through, and how long it took from one to the next.
pub(super) fn way(reader: &Reader, hops: &[Hop]) -> Markup {
    let text = reader.text;
    let title = text.msg_doctor_way();
    let took = took(hops);
    html! {
        div.table-wrap tabindex="0" role="group" aria-label=(title) {
            table.table.doctor-way {
                caption.sr-only { (title) }
                thead {
                    tr {
                        th scope="col" { (text.msg_doctor_way_by()) }
                        th scope="col" { (text.msg_doctor_way_from()) }
                        th scope="col" { (text.msg_doctor_way_with()) }
                        th scope="col" { (text.msg_doctor_way_at()) }
                        th.end scope="col" { (text.msg_doctor_way_took()) }
                    }
                }
                tbody {
                    @for (hop, took) in hops.iter().zip(took) {
                        tr {
                            th scope="row" { @if hop.by.is_empty() { (text.msg_doctor_way_here()) } @else { (hop.by) } }
                            td { (hop.from) }
                            td { (hop.with) }
                            td.nowrap { @if let Some(at) = hop.at { (parts::time(reader, Time(at))) } }
                            td.end.nowrap { @if let Some(took) = took { (took) " s" } }
                        }
                    }
                }
            }
        }
    }
}

/// Seconds from one server to the next, where both say when.
fn took(hops: &[Hop]) -> Vec<Option<i64>> {
    let mut before: Option<i64> = None;
    let seconds = |hop: &Hop| {
        // By the clocks of two servers: less than nothing is nothing.
        let took = hop.at.zip(before).map(|(at, before)| (at - before).max(0) / 1_000_000);
        before = hop.at.or(before);
        took
    };
    hops.iter().map(seconds).collect()
}
