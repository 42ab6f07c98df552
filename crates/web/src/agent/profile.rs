//! What an agent sets for themselves.

use desk::{Frame, limits};
use maud::{Markup, html};

use super::shell;
use super::shell::fields::{self, Field};
use crate::parts::{self, Errors};
use crate::reader::Reader;

/// Zones offered while typing; any other can be written.
const COMMON_ZONES: [&str; 12] = [
    "UTC",
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Zurich",
    "Europe/London",
    "Europe/Berlin",
    "America/Montreal",
    "America/New_York",
    "America/Los_Angeles",
    "Africa/Dakar",
    "Africa/Casablanca",
    "Indian/Reunion",
];
/// Characters of the name of a time zone: longer than any of the IANA list.
const ZONE_CHARS_MAX: usize = 64;
/// Characters of a signature.
const SIGNATURE_CHARS_MAX: usize = 4000;

/// How this page writes the signature.
const PLAIN: &str = "text";

/// The form as it was filled in.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(crate) struct ProfileForm {
    /// The name that customers read.
    pub name: String,
    /// `en`, `fr`, or empty: as the browser says.
    pub language: String,
    /// IANA name, or empty: the desk's.
    pub time_zone: String,
    /// Stands under answers: HTML as it is kept, or as `format` says.
    pub signature: String,
    /// `text` when the signature comes from this page.
    pub format: String,
    /// Single-key shortcuts are off.
    pub keys_off: bool,
    /// Wants mail about their tickets.
    pub notify_mail: bool,
}

/// What else the page shows of who reads it.
pub(crate) struct Own {
    /// Changing it asks for the current one.
    pub has_password: bool,
    /// Their grants, with a signature each.
    pub grants: Markup,
}

/// The page of one's own settings.
pub(crate) fn page(reader: &Reader, frame: &Frame, form: &ProfileForm, own: &Own, errors: &Errors) -> Markup {
    let text = reader.text;
    let title = text.msg_agent_profile();
    let main = html! {
        header.topbar { h1 { (title) } }
        div.scroll {
            div.page #settings data-size="m" data-region="morph" {
                form #profile method="post" action="/agent/profile" data-enhance {
                    (about_you(reader, frame, form, errors))
                    (working(reader, form, errors))
                }
                (own.grants)
                (password(reader, own.has_password, errors))
            }
        }
    };
    let place =
        shell::Place { active: "profile", title: &title, live: "tickets", here: "/agent/profile", detail: false };
    shell::settings(reader, frame, &place, &main)
}

fn about_you(reader: &Reader, frame: &Frame, form: &ProfileForm, errors: &Errors) -> Markup {
    let text = reader.text;
    let name = Field {
        name: "name",
        label: text.msg_agent_field_name(),
        value: &form.name,
        kind: "text",
        hint: None,
        required: true,
        max: limits::NAME_CHARS_MAX,
        autocomplete: "name",
        list: None,
    };
    let zone = Field {
        name: "time_zone",
        label: text.msg_agent_field_zone(),
        value: &form.time_zone,
        kind: "text",
        hint: Some(text.msg_agent_field_zone_hint(&frame.time_zone)),
        required: false,
        max: ZONE_CHARS_MAX,
        autocomplete: "off",
        list: Some("zones"),
    };
    let languages = [("", text.msg_agent_language_browser()), ("en", "English".into()), ("fr", "Français".into())];
    html! {
        section.form-section aria-labelledby="you" {
            header { h2 #you { (text.msg_agent_profile_you()) } p { (text.msg_agent_profile_you_hint()) } }
            div {
                (fields::line(reader, errors, &name))
                div.field {
                    label for="language" { (text.msg_agent_field_language()) }
                    select.select #language name="language" {
                        @for (code, name) in &languages {
                            option value=(code) selected[form.language == *code] { (name) }
                        }
                    }
                    (parts::error_line(reader, errors, "language"))
                }
                (fields::line(reader, errors, &zone))
                datalist #zones { @for zone in COMMON_ZONES { option value=(zone) {} } }
            }
        }
    }
}

fn working(reader: &Reader, form: &ProfileForm, errors: &Errors) -> Markup {
    let text = reader.text;
    let kept = markup::html_to_text(&form.signature);
    let words = if form.format == PLAIN { form.signature.as_str() } else { kept.trim_end() };
    let signature = Field {
        name: "signature",
        label: text.msg_agent_field_signature(),
        value: words,
        kind: "text",
        hint: Some(text.msg_agent_field_signature_hint()),
        required: false,
        max: SIGNATURE_CHARS_MAX,
        autocomplete: "off",
        list: None,
    };
    html! {
        section.form-section aria-labelledby="work" {
            header { h2 #work { (text.msg_agent_profile_work()) } p { (text.msg_agent_profile_work_hint()) } }
            div {
                input type="hidden" name="format" value=(PLAIN);
                (fields::lines(reader, errors, &signature))
                label.switch {
                    span { (text.msg_agent_field_notify()) small { (text.msg_agent_field_notify_hint()) } }
                    input type="checkbox" role="switch" name="notify_mail" value="true" checked[form.notify_mail];
                }
                label.switch {
                    span { (text.msg_agent_field_keys_off()) small { (text.msg_agent_field_keys_off_hint()) } }
                    input type="checkbox" role="switch" name="keys_off" value="true" checked[form.keys_off];
                }
                div.cluster { button.btn type="submit" data-variant="primary" { (text.msg_agent_save()) } }
            }
        }
    }
}

fn password(reader: &Reader, has_password: bool, errors: &Errors) -> Markup {
    let text = reader.text;
    let current = Field {
        name: "current",
        label: text.msg_agent_field_current(),
        value: "",
        kind: "password",
        hint: None,
        required: true,
        max: limits::PASSWORD_CHARS_MAX,
        autocomplete: "current-password",
        list: None,
    };
    let address = reader.person.as_ref().map(|person| person.address.as_str()).unwrap_or_default();
    let password = Field {
        name: "password",
        label: text.msg_agent_field_password(),
        value: "",
        kind: "password",
        hint: Some(text.msg_agent_field_password_hint(i64::try_from(limits::PASSWORD_CHARS_MIN).unwrap_or(0))),
        required: true,
        max: limits::PASSWORD_CHARS_MAX,
        autocomplete: "new-password",
        list: None,
    };
    html! {
        form.form-section #password-form method="post" action="/agent/profile/password" data-enhance
            aria-labelledby="secret" {
            header { h2 #secret { (text.msg_agent_profile_password()) } p { (text.msg_agent_profile_password_hint()) } }
            div {
                // Password managers keep the new password with this name.
                input type="text" name="username" value=(address) autocomplete="username" hidden;
                @if has_password { (fields::line(reader, errors, &current)) }
                (fields::line(reader, errors, &password))
                div.cluster { button.btn type="submit" { (text.msg_agent_password_set()) } }
            }
        }
    }
}
