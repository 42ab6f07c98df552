//! The form of a new key.

use desk::limits;
use maud::{Markup, html};

use super::{HERE, Refused, Typed};
use crate::parts::{self, Errors};
use crate::reader::Reader;

pub(super) fn form(reader: &Reader, domains: &[String], refused: Option<&Refused>) -> Markup {
    let text = reader.text;
    let nothing = Typed::default();
    let (typed, errors): (&Typed, &Errors) = refused.map_or((&nothing, &[]), |refused| (refused.typed, refused.errors));
    let wrong = |name: &str| parts::problem(reader, errors, name).map(|_| "true");
    let kinds =
        [("rsa", text.msg_signing_rsa()), ("ed25519", text.msg_signing_ed25519()), ("own", text.msg_signing_own())];
    html! {
        form.stack.key-form #new-key-form method="post" action=(HERE) data-enhance {
            div.grid-2 {
                div.field {
                    label for="key-domain" { (text.msg_signing_domain()) }
                    select.select #key-domain name="domain" aria-invalid=[wrong("domain")] aria-describedby="error-domain" {
                        @for domain in domains { option value=(domain) selected[*domain == typed.domain] { (domain) } }
                    }
                    (parts::error_line(reader, errors, "domain"))
                }
                div.field {
                    label for="key-what" { (text.msg_signing_what()) }
                    select.select #key-what name="what" aria-invalid=[wrong("what")] aria-describedby="error-what" {
                        @for (code, words) in kinds { option value=(code) selected[code == typed.what] { (words) } }
                    }
                    (parts::error_line(reader, errors, "what"))
                }
            }
            div.field {
                label for="key-selector" { (text.msg_signing_selector()) }
                input.input #key-selector name="selector" value=(typed.selector) maxlength=(limits::SELECTOR_CHARS_MAX) autocomplete="off"
                    spellcheck="false" autocapitalize="off" aria-invalid=[wrong("selector")] aria-describedby="hint-selector error-selector";
                p.hint #hint-selector { (text.msg_signing_selector_hint()) }
                (parts::error_line(reader, errors, "selector"))
            }
            div.field.only-own {
                label for="key-pem" { (text.msg_signing_pem()) }
                textarea.textarea.mail-source #key-pem name="pem" rows="5" maxlength=(limits::PEM_CHARS_MAX) autocomplete="off" spellcheck="false"
                    placeholder="-----BEGIN PRIVATE KEY-----" aria-invalid=[wrong("pem")] aria-describedby="hint-pem error-pem" {}
                p.hint #hint-pem { (text.msg_signing_pem_hint()) }
                (parts::error_line(reader, errors, "pem"))
            }
            div { button.btn type="submit" data-variant="primary" { (text.msg_agent_add()) } }
        }
    }
}
