//! The menu in which agents say whether they take chat requests, and how they hear of them.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use desk::chat::{self, Contact, ContactKind, Standing, Wishes};
use desk::{Error, Frame};
use maud::{Markup, html};
use serde::Deserialize;

use crate::answer::{Answer, Failure, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// The button that opens the menu, with how things are; `spot` tells its places on a page apart.
pub(crate) fn opener(reader: &Reader, frame: &Frame, spot: &str) -> Markup {
    let Some((standing, _)) = &frame.chat else { return html! {} };
    let text = reader.text;
    html! {
        button.btn #{ "availability-" (spot) } type="button" data-size="s" popovertarget="availability" {
            span.dot data-tone=[standing.available.then_some("success")] {}
            @if standing.available { (text.msg_chat_available()) } @else { (text.msg_chat_unavailable()) }
            (icon("chevron-down"))
        }
    }
}

/// The menu, the notice that the desk has ended one's availability, and what rings.
pub(crate) fn menu(reader: &Reader, frame: &Frame, back: &str) -> Markup {
    let Some((standing, contacts)) = &frame.chat else { return html! {} };
    let text = reader.text;
    html! {
        div #chat-signals hidden data-region="morph" data-waiting=(if standing.available { frame.chats } else { 0 })
            data-available=[standing.available.then_some("")] data-ring=[standing.wishes.request_sound.then_some("")]
            data-knock=[standing.wishes.message_sound.then_some("")] data-desktop=[standing.wishes.desktop.then_some("")]
            data-label=(text.msg_chat_somebody_waits()) {}
        div.sr-only role="alert" #chat-alert data-region="morph" {
            @if standing.available && frame.chats > 0 { (text.msg_chat_people_wait(frame.chats)) }
        }
        div.menu.availability #availability popover data-align="end" data-region="morph" role="region" aria-label=(text.msg_chat_requests()) {
            (choice(reader, standing, back))
            hr;
            (wishes(reader, standing, contacts, back))
        }
    }
}

/// Said where it cannot be missed.
pub(crate) fn notice(reader: &Reader, frame: &Frame) -> Markup {
    let text = reader.text;
    let left =
        frame.chat.as_ref().filter(|(standing, _)| !standing.available).and_then(|(standing, _)| standing.left_at);
    html! {
        div #ended-for-you role="status" data-region="morph" {
            @if let Some(at) = left {
                form.banner data-tone="info" method="post" action="/agent/availability" data-enhance {
                    (icon("moon")) span { (text.msg_chat_ended_for_you()) " " (parts::time(reader, at)) }
                    button.btn type="submit" name="act" value="available" data-size="s" { (text.msg_chat_available_again()) }
                    button.btn type="submit" name="act" value="unavailable" data-size="s" data-variant="quiet" { (text.msg_chat_stay_away()) }
                }
            }
        }
    }
}

fn choice(reader: &Reader, standing: &Standing, back: &str) -> Markup {
    let text = reader.text;
    let item = |act: &str, chosen: bool, name: String, hint: String| {
        html! {
            button.menu-item type="submit" name="act" value=(act) aria-pressed=(chosen) {
                span.dot data-tone=[(act == "available").then_some("success")] {}
                span { (name) small { (hint) } }
                @if chosen { span.end { (icon("check")) } }
            }
        }
    };
    html! {
        p.menu-label { (text.msg_chat_requests()) }
        form method="post" action="/agent/availability" data-enhance {
            input type="hidden" name="back" value=(back);
            (item("available", standing.available, text.msg_chat_available(), text.msg_chat_available_hint()))
            (item("unavailable", !standing.available, text.msg_chat_unavailable(), text.msg_chat_unavailable_means()))
        }
    }
}

fn wishes(reader: &Reader, standing: &Standing, contacts: &[Contact], back: &str) -> Markup {
    let text = reader.text;
    let wishes = standing.wishes;
    let switch = |name: &str, value: &str, symbol: &str, label: &str, on: bool| {
        html! {
            label.menu-item { (icon(symbol)) span.truncate { (label) } span.end { input type="checkbox" role="switch" name=(name) value=(value) checked[on]; } }
        }
    };
    html! {
        p.menu-label { (text.msg_chat_notify_by()) }
        form #availability-wishes method="post" action="/agent/availability" data-enhance data-wishes {
            input type="hidden" name="back" value=(back);
            (switch("request_sound", "1", "bell-ring", &text.msg_chat_request_sound(), wishes.request_sound))
            (switch("message_sound", "1", "volume-2", &text.msg_chat_message_sound(), wishes.message_sound))
            (switch("desktop", "1", "bell", &text.msg_chat_desktop(), wishes.desktop))
            @for contact in contacts {
                @let symbol = if contact.kind == ContactKind::Mail { "mail" } else { "send" };
                (switch("contact", &contact.id.to_string(), symbol, &contact.address, contact.enabled))
            }
            div.menu-item-field {
                button.btn type="submit" name="act" value="wishes" data-size="s" { (text.msg_agent_save()) }
                button.btn type="button" data-size="s" data-variant="quiet" data-play-sound { (icon("play")) (text.msg_chat_play()) }
            }
        }
        a.menu-item href="/agent/settings/contacts" { (icon("settings-2")) (text.msg_chat_manage_contacts()) }
    }
}

/// What the menu sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    act: String,
    back: String,
    request_sound: String,
    message_sound: String,
    desktop: String,
    contact: Vec<String>,
}

/// Keeps what an agent said.
pub(crate) async fn availability(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    axum_extra::extract::Form(said): axum_extra::extract::Form<Said>,
) -> Answer {
    let person = reader.actor.person.ok_or(Failure::Forbidden)?;
    let (act, back) = (said.act.clone(), said.back.clone());
    app.desk
        .change(&reader.actor, move |c| match said.act.as_str() {
            "available" => chat::set_available(c, true),
            "unavailable" => chat::set_available(c, false),
            "wishes" => {
                chat::set_wishes(
                    c,
                    Wishes {
                        request_sound: !said.request_sound.is_empty(),
                        message_sound: !said.message_sound.is_empty(),
                        desktop: !said.desktop.is_empty(),
                    },
                )?;
                for contact in chat::contacts(c.sql(), person)? {
                    let wanted = said.contact.contains(&contact.id.to_string());
                    if wanted != contact.enabled {
                        chat::switch_contact(c, contact.id, wanted)?;
                    }
                }
                Ok(())
            }
            _ => Err(Error::NotFound),
        })
        .await?;
    let done = match act.as_str() {
        "available" => Done::Available,
        "unavailable" => Done::Unavailable,
        _ => Done::Saved,
    };
    redirect_after(if back.is_empty() { "/agent/chats" } else { &back }, done, 1, None)
}

/// A page of the agent is open.
pub(crate) async fn still_here(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
) -> Result<StatusCode, Failure> {
    app.desk.change(&reader.actor, chat::still_here).await?;
    Ok(StatusCode::NO_CONTENT)
}
