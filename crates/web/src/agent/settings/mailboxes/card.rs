//! A mailbox as the page shows it.

use desk::mailflow::mailboxes::{Mailbox, State, Trouble};
use desk::routing::DeskAddress;
use maud::{Markup, html};

use super::{HERE, Refused, form};
use crate::agent::settings::{button_form, edit};
use crate::parts::{self, icon};
use crate::reader::Reader;

pub(super) fn card(reader: &Reader, mailbox: &Mailbox, addresses: &[DeskAddress], refused: Option<&Refused>) -> Markup {
    let text = reader.text;
    let act = format!("{HERE}/{}/act", mailbox.id);
    let name = &mailbox.login;
    html! {
        li.card #{ "mailbox-" (mailbox.id) } {
            header {
                (icon("inbox"))
                h2.truncate { (name) }
                span.meta { (state(reader, mailbox)) }
                @if mailbox.active {
                    (button_form(&act, "look", "refresh-cw", &text.msg_mailbox_look(name)))
                    (button_form(&act, "pause", "pause", &text.msg_mailbox_pause(name)))
                } @else {
                    (button_form(&act, "resume", "play", &text.msg_mailbox_resume(name)))
                }
            }
            div.card-body.stack {
                p.hint { (where_it_is(mailbox)) " ▸ " (mailbox.folder) }
                (troubles(reader, mailbox))
                (consent(reader, mailbox))
                @if let Some(at) = mailbox.progress.looked_at {
                    p.hint { (text.msg_mailbox_looked()) " " (parts::time(reader, at)) " · " a href="/agent/mail#mailboxes" { (text.msg_mailbox_in_ledger()) } }
                }
                @let open = refused.is_some();
                (edit(reader, &format!("mailbox-{}", mailbox.id), open, &html! {
                    (form::form(reader, addresses, Some(mailbox), refused))
                    form.cluster method="post" action=(act) data-enhance {
                        button.btn type="submit" name="action" value="remove" data-variant="danger" data-size="s" {
                            (icon("trash-2")) (text.msg_mailbox_remove())
                            span.sr-only { " " (name) }
                        }
                        span.hint { (text.msg_mailbox_remove_hint()) }
                    }
                }))
            }
        }
    }
}

/// Server and port.
pub(in crate::agent) fn where_it_is(mailbox: &Mailbox) -> String {
    format!("{}:{}", mailbox.host, mailbox.port)
}

/// How fetching goes, in two words.
pub(in crate::agent) fn state(reader: &Reader, mailbox: &Mailbox) -> Markup {
    let text = reader.text;
    let (tone, words) = match mailbox.progress.state {
        _ if !mailbox.active => ("neutral", text.msg_mailbox_paused()),
        State::New => ("neutral", text.msg_mailbox_connecting()),
        State::Watching => ("success", text.msg_mailbox_watching()),
        State::Polling => ("success", text.msg_mailbox_polling()),
        State::Failing => ("danger", text.msg_mailbox_failing()),
    };
    html! { span.pill data-tone=(tone) { (words) } }
}

/// What is wrong and what to do, with the words of the server.
fn troubles(reader: &Reader, mailbox: &Mailbox) -> Markup {
    let text = reader.text;
    let Some(trouble) = &mailbox.progress.trouble else { return html! {} };
    let advice = match trouble {
        Trouble::Unreachable(_) => text.msg_mailbox_trouble_unreachable(where_it_is(mailbox)),
        Trouble::Tls(_) => text.msg_mailbox_trouble_tls(&mailbox.host),
        Trouble::SignIn(_) if mailbox.oauth.is_some() => text.msg_mailbox_trouble_token(),
        Trouble::SignIn(_) => text.msg_mailbox_trouble_sign_in(),
        Trouble::Consent(_) => text.msg_mailbox_trouble_consent(),
        Trouble::Sealed => text.msg_mailbox_trouble_sealed(),
        Trouble::Folder(_) => text.msg_mailbox_trouble_folder(&mailbox.folder),
        Trouble::MovedTo(_) => text.msg_mailbox_trouble_folder(&mailbox.moved_to),
        Trouble::Server(_) => text.msg_mailbox_trouble_server(),
    };
    let whose = if trouble.is_told() { text.msg_mailbox_server_says() } else { text.msg_mailbox_noticed() };
    let folders = matches!(trouble, Trouble::Folder(_) | Trouble::MovedTo(_)) && !mailbox.progress.folders.is_empty();
    html! {
        div.callout data-tone="danger" role="status" {
            (icon("triangle-alert"))
            div {
                p { (advice) @if let Some(since) = mailbox.progress.failing_since { " (" (text.msg_agent_ledger_since()) " " (parts::time(reader, since)) ")" } }
                @if !trouble.words().is_empty() { p { (whose) " " code { (trouble.words()) } } }
                @if folders { p { (text.msg_mailbox_folders()) " " (mailbox.progress.folders.join(", ")) } }
            }
        }
    }
}

/// The way to the provider, for mailboxes that sign in there.
fn consent(reader: &Reader, mailbox: &Mailbox) -> Markup {
    let text = reader.text;
    html! {
        @if mailbox.oauth.is_some() {
            form.cluster method="post" action={ (HERE) "/" (mailbox.id) "/consent" } {
                button.btn type="submit" data-size="s" data-variant=[mailbox.permit.is_empty().then_some("primary")] {
                    (icon("key-round"))
                    @if mailbox.permit.is_empty() { (text.msg_mailbox_consent()) } @else { (text.msg_mailbox_consent_again()) }
                }
                @if mailbox.permit.is_empty() { span.hint { (text.msg_mailbox_consent_missing()) } }
            }
        }
    }
}
