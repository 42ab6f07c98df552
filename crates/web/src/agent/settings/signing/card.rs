//! A domain with its keys.

use desk::doctor::Record;
use desk::mailflow::keys::{Algorithm, Published, SigningKey, State};
use desk::secrets::Secrets;
use maud::{Markup, html};

use super::HERE;
use crate::agent::settings::doctor::to_copy;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// `sends` says whether mail is from this domain.
pub(super) fn card(
    reader: &Reader,
    secrets: &Secrets,
    at: usize,
    domain: &str,
    keys: &[&SigningKey],
    sends: bool,
) -> Markup {
    let text = reader.text;
    let signs = keys.iter().any(|key| key.state == State::Signing && key.open(secrets).is_ok());
    let (tone, words) =
        if signs { ("success", text.msg_signing_signed()) } else { ("neutral", text.msg_signing_unsigned()) };
    html! {
        li.card #{ "domain-" (at) } data-domain=(domain) {
            header { (icon("signature")) h2.truncate { (domain) } span.pill data-tone=(tone) { (words) } }
            div.card-body.stack {
                @if keys.is_empty() { p.hint { (text.msg_signing_none()) } }
                @if sends && keys.iter().all(|key| key.state == State::Retired) {
                    form method="post" action=(HERE) data-enhance {
                        input type="hidden" name="domain" value=(domain);
                        input type="hidden" name="what" value=(Algorithm::Rsa.code());
                        button.btn type="submit" data-variant="primary" data-size="s" {
                            (icon("key-round")) (text.msg_signing_make()) span.sr-only { " " (domain) }
                        }
                    }
                }
                @for key in keys { (one(reader, secrets, key)) }
            }
        }
    }
}

fn one(reader: &Reader, secrets: &Secrets, key: &SigningKey) -> Markup {
    let text = reader.text;
    let name = format!("key-name-{}", key.id);
    let (tone, words) = match key.state {
        State::New => ("warning", text.msg_signing_new()),
        State::Signing => ("success", text.msg_signing_signs()),
        State::Retired => ("neutral", text.msg_signing_retired()),
    };
    let kind = match key.algorithm {
        Algorithm::Rsa => "RSA",
        Algorithm::Ed25519 => "Ed25519",
    };
    let record = Record { name: key.record_name(), kind: "TXT", value: key.record() };
    let record = to_copy(reader, &record, &format!("key-{}", key.id));
    html! {
        section.signing-key #{ "key-" (key.id) } data-state=(key.state.code()) aria-labelledby=(name) {
            header {
                h3 #(name) { (key.selector) }
                span.pill data-tone=(tone) { (words) }
                span.meta { (kind) " · " (parts::time(reader, key.made_at)) }
            }
            @if key.open(secrets).is_err() {
                div.callout data-tone="danger" role="status" { (icon("triangle-alert")) div { (text.msg_signing_unreadable()) } }
            }
            @match key.state {
                State::New => { p { (text.msg_signing_publish()) } (record) },
                State::Signing => details #{ "record-" (key.id) } { summary.hint { (icon("chevron-right")) " " (text.msg_signing_record()) } (record) },
                State::Retired => p.hint { (text.msg_signing_retired_hint()) },
            }
            @if key.state != State::Retired { (seen(reader, key)) }
            (buttons(reader, key))
        }
    }
}

/// What was found when the record was last looked for.
fn seen(reader: &Reader, key: &SigningKey) -> Markup {
    let text = reader.text;
    let Some((at, published)) = &key.seen else {
        return html! { p.hint { (text.msg_signing_never()) } };
    };
    let wrong = match published {
        Published::Right => {
            return html! {
                p.hint.mail-ok { (icon("circle-check")) span { (text.msg_signing_right()) " · " (parts::time(reader, *at)) } }
            };
        }
        Published::Missing => text.msg_signing_missing(),
        Published::Other(there) => text.msg_signing_other(there),
        Published::Silent(why) => text.msg_signing_silent(why),
    };
    html! { p.error role="status" { span { (wrong) " · " (parts::time(reader, *at)) } } }
}

fn buttons(reader: &Reader, key: &SigningKey) -> Markup {
    let text = reader.text;
    let named = html! { span.sr-only { " " (key.selector) " " (key.domain) } };
    let button = |action: &str, variant: Option<&str>, symbol: &str, label: String| {
        html! {
            button.btn type="submit" name="action" value=(action) data-size="s" data-variant=[variant] { (icon(symbol)) (label) (named) }
        }
    };
    html! {
        form.cluster #{ "act-" (key.id) } method="post" action={ (HERE) "/" (key.id) } data-enhance {
            @match key.state {
                State::New => {
                    (button("look", Some("primary"), "refresh-cw", text.msg_signing_look()))
                    (button("start", None, "play", text.msg_signing_start_unseen()))
                    (button("remove", Some("danger"), "trash-2", text.msg_signing_remove()))
                },
                State::Signing => {
                    (button("look", None, "refresh-cw", text.msg_signing_look()))
                    (button("stop", None, "pause", text.msg_signing_stop()))
                },
                State::Retired => {
                    (button("start", None, "play", text.msg_signing_again()))
                    (button("remove", Some("danger"), "trash-2", text.msg_signing_remove()))
                },
            }
        }
    }
}
