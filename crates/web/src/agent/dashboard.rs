//! The agents' first page: what needs them, what is new, who is here, what is connected.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use desk::Frame;
use desk::dashboard::{self, Activity, Connections, Dashboard, Part, Step};
use desk::event::Kind;
use maud::{Markup, html};

use super::shell::{self, bits};
use crate::answer::{Answer, page};
use crate::app::App;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// The page.
pub(crate) async fn dashboard(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let (actor, now, zone) = (reader.actor.clone(), reader.now, frame.time_zone.clone());
    let found = app.desk.read(move |conn| dashboard::load(conn, &actor, now, &zone)).await?;
    let text = reader.text;
    let here: Vec<(desk::PersonId, String)> = app
        .presence
        .here()
        .into_iter()
        .filter_map(|id| bits::agent(&frame, id).map(|name| (id, name.to_owned())))
        .collect();
    let main = html! {
        header.topbar { h1 { (text.msg_dash_title()) } }
        div.scroll { div.page.dashboard #dash data-size="xl" data-region="morph" {
            (steps(&reader, &found))
            (figures(&reader, &frame, &found))
            div.dash-cols {
                (part(&reader, "mine", &text.msg_dash_mine(), &found.mine, "/agent/views/mine", &text.msg_dash_mine_none()))
                (part(&reader, "questions", &text.msg_dash_questions(), &found.questions, "/agent/views/questions", &text.msg_dash_questions_none()))
                (part(&reader, "unanswered", &text.msg_dash_unanswered(), &found.unanswered, "/agent/views/open?order=oldest", &text.msg_dash_unanswered_none()))
                (part(&reader, "late", &text.msg_dash_late(), &found.late, "/agent/views/open", &text.msg_dash_late_none()))
                (team(&reader, &frame, &here))
                (activity(&reader, &found.activity))
                (services(&reader, &frame))
                @if let Some(connections) = found.connections { (connected(&reader, connections)) }
            }
        } }
    };
    let title = text.msg_dash_title();
    let place =
        shell::Place { active: "dashboard", title: &title, live: "tickets", here: "/agent/dashboard", detail: false };
    page(shell::document(&reader, &frame, &place, &main))
}

fn steps(reader: &Reader, found: &Dashboard) -> Markup {
    let text = reader.text;
    html! {
        @if !found.steps.is_empty() {
            section.dash-steps aria-labelledby="steps" {
                h2 #steps { (text.msg_dash_steps()) }
                ul {
                    @for step in &found.steps {
                        @let (href, symbol, words) = match step {
                            Step::Mail => ("/agent/settings/addresses", "mail", text.msg_dash_step_mail()),
                            Step::Team => ("/agent/settings/agents", "user-plus", text.msg_dash_step_team()),
                            Step::Guides => ("/agent/guides", "book-plus", text.msg_dash_step_guides()),
                            Step::Legal => ("/agent/settings/legal", "scroll-text", text.msg_dash_step_legal()),
                            Step::Hours => ("/agent/settings/hours", "clock", text.msg_dash_step_hours()),
                        };
                        li { a href=(href) { (icon(symbol)) (words) } }
                    }
                }
            }
        }
    }
}

/// The numbers, each leading to its list.
fn figures(reader: &Reader, frame: &Frame, found: &Dashboard) -> Markup {
    let text = reader.text;
    let figure = |id: &str, href: &str, count: i64, words: String| {
        html! { a.figure #(id) href=(href) { b { (bits::count(count)) } span { (words) } } }
    };
    html! {
        div.figures {
            (figure("figure-mine", "/agent/views/mine", found.mine.count, text.msg_dash_mine()))
            (figure("figure-questions", "#part-questions", found.questions.count, text.msg_dash_questions()))
            (figure("figure-unanswered", "/agent/views/open?order=oldest", found.unanswered.count, text.msg_dash_unanswered()))
            (figure("figure-late", "#part-late", found.late.count, text.msg_dash_late()))
            @if frame.moderation > 0 { (figure("figure-moderation", "/agent/moderation", frame.moderation, text.msg_dash_moderation())) }
        }
    }
}

fn part(reader: &Reader, id: &str, title: &str, part: &Part, all: &str, none: &str) -> Markup {
    html! {
        section.card.dash-part #{ "part-" (id) } aria-labelledby={ "head-" (id) } {
            header { h2 #{ "head-" (id) } { (title) } span.count { (bits::count(part.count)) } span.spacer {} a href=(all) { (reader.text.msg_dash_all()) } }
            @if part.rows.is_empty() { p.soft { (none) } } @else {
                ul {
                    @for row in &part.rows {
                        li {
                            (parts::status_icon(reader, &row.status))
                            a.truncate href={ "/agent/tickets/" (row.id) } { (row.subject) }
                            span.meta.truncate { (row.requester.1) }
                            (parts::time(reader, row.updated_at))
                        }
                    }
                }
            }
        }
    }
}

fn team(reader: &Reader, frame: &Frame, here: &[(desk::PersonId, String)]) -> Markup {
    let text = reader.text;
    html! {
        section.card.dash-part aria-labelledby="head-team" {
            header { h2 #head-team { (text.msg_dash_team()) } span.count { (here.len()) "/" (frame.agents.len()) } }
            @if here.is_empty() { p.soft { (text.msg_dash_team_none()) } } @else {
                ul { @for (id, name) in here { li { (parts::avatar(*id, name)) span.truncate { (name) } span.meta { (text.msg_dash_here()) } } } }
            }
        }
    }
}

fn activity(reader: &Reader, activity: &[Activity]) -> Markup {
    let text = reader.text;
    html! {
        section.card.dash-part aria-labelledby="head-activity" {
            header { h2 #head-activity { (text.msg_dash_activity()) } }
            @if activity.is_empty() { p.soft { (text.msg_dash_activity_none()) } } @else {
                ul {
                    @for one in activity {
                        li {
                            span.truncate {
                                @let who = if one.actor.is_empty() || one.actor_kind == "rule" || one.actor_kind == "system" { text.msg_dash_desk() } else { one.actor.clone() };
                                b { (who) } " " (done(reader, one.kind)) " "
                                a href={ "/agent/tickets/" (one.ticket) } { (one.subject) }
                            }
                            (parts::time(reader, one.at))
                        }
                    }
                }
            }
        }
    }
}

fn done(reader: &Reader, kind: Kind) -> String {
    let text = reader.text;
    match kind {
        Kind::TicketOpened => text.msg_dash_did_open(),
        Kind::NoteAdded => text.msg_dash_did_note(),
        Kind::Assigned => text.msg_dash_did_assign(),
        Kind::StatusChanged => text.msg_dash_did_status(),
        Kind::TopicLocked => text.msg_dash_did_lock(),
        _ => text.msg_dash_did_write(),
    }
}

fn services(reader: &Reader, frame: &Frame) -> Markup {
    html! {
        @if !frame.menu.is_empty() {
            div.card.dash-part {
                header { h2 #head-services { (reader.text.msg_agent_nav_services()) } }
                ul {
                    @for service in &frame.menu {
                        @let open: i64 = service.departments.iter().filter_map(|d| frame.departments.get(&d.id)).sum();
                        li { (icon("layers")) a.truncate href={ "/agent/views/service-" (service.id) } { (service.name) } span.count { (bits::count(open)) } }
                    }
                }
            }
        }
    }
}

fn connected(reader: &Reader, known: Connections) -> Markup {
    let text = reader.text;
    let line = |symbol: &str, href: &str, words: String, count: i64, wrong: Option<String>| {
        html! {
            li {
                (icon(symbol)) a.truncate href=(href) { (words) } span.count { (bits::count(count)) }
                @if let Some(wrong) = wrong { span.pill data-tone="danger" { (wrong) } }
            }
        }
    };
    let some = |count: i64, words: &dyn Fn(i64) -> String| (count > 0).then(|| words(count));
    html! {
        section.card.dash-part aria-labelledby="head-connected" {
            header { h2 #head-connected { (text.msg_dash_connected()) } }
            ul {
                (line("mail", "/agent/settings/addresses", text.msg_settings_addresses(), known.addresses, None))
                (line("inbox", "/agent/mail", text.msg_agent_ledger(), known.mail_held, some(known.mail_failed, &|count| text.msg_dash_failed(count))))
                (line("zap", "/agent/settings/automations", text.msg_settings_rules(), known.rules, None))
                (line("send", "/agent/settings/webhooks", text.msg_settings_hooks(), known.webhooks.0, some(known.webhooks.1, &|count| text.msg_dash_failing(count))))
                (line("key-round", "/agent/settings/tokens", text.msg_settings_tokens(), known.tokens, None))
            }
        }
    }
}
