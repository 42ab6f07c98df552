//! The form of a mailbox, and what was typed into it.

use desk::mailflow::mailboxes::{Afterwards, Definition, Mailbox, OAuth, Security};
use desk::routing::DeskAddress;
use desk::{Error, Time, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::{HERE, Refused, SECRET};
use crate::app::App;
use crate::parts::{self, Errors};
use crate::reader::Reader;

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    provider: String,
    login: String,
    secret: String,
    host: String,
    port: String,
    security: String,
    folder: String,
    afterwards: String,
    moved_to: String,
    results_of: String,
    address: String,
    since: String,
    client_id: String,
    tenant: String,
    authorize_url: String,
    token_url: String,
    scope: String,
}

/// A provider whose servers are known.
struct Known {
    host: &'static str,
    authorize_url: &'static str,
    token_url: &'static str,
    scope: &'static str,
    results_of: &'static str,
}

/// <https://developers.google.com/workspace/gmail/imap/xoauth2-protocol>
const GOOGLE: Known = Known {
    host: "imap.gmail.com",
    // `consent` and `offline` make it give a permit each time.
    authorize_url: "https://accounts.google.com/o/oauth2/v2/auth?access_type=offline&prompt=consent",
    token_url: "https://oauth2.googleapis.com/token",
    scope: "https://mail.google.com/",
    results_of: "mx.google.com",
};
/// <https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth>
const MICROSOFT: Known = Known {
    host: "outlook.office365.com",
    authorize_url: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
    token_url: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
    scope: "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
    // Exchange Online names none of its own.
    results_of: "",
};

/// How far back mail is fetched: code, days; all of it without days.
const SINCE: [(&str, Option<i64>); 4] = [("now", Some(0)), ("week", Some(7)), ("month", Some(30)), ("all", None)];

impl Typed {
    /// What a mailbox looks like in its form.
    fn of(mailbox: &Mailbox) -> Self {
        let oauth = mailbox.oauth.clone().unwrap_or_default();
        let provider = match oauth.token_url.as_str() {
            "" => "password",
            url if url == GOOGLE.token_url => "google",
            url if url.starts_with("https://login.microsoftonline.com/") => "microsoft",
            _ => "other",
        };
        let own = |url: &str| if provider == "other" { url.to_owned() } else { String::new() };
        let tenant = oauth.token_url.strip_prefix("https://login.microsoftonline.com/");
        Self {
            provider: provider.into(),
            login: mailbox.login.clone(),
            secret: String::new(),
            host: mailbox.host.clone(),
            port: mailbox.port.to_string(),
            security: mailbox.security.code().into(),
            folder: mailbox.folder.clone(),
            afterwards: mailbox.afterwards.code().into(),
            moved_to: mailbox.moved_to.clone(),
            results_of: mailbox.results_of.clone(),
            address: mailbox.address.0.to_string(),
            since: String::new(),
            authorize_url: own(&oauth.authorize_url),
            token_url: own(&oauth.token_url),
            scope: own(&oauth.scope),
            tenant: tenant.and_then(|rest| rest.split('/').next()).unwrap_or_default().into(),
            client_id: oauth.client_id,
        }
    }

    fn known(&self) -> Option<Known> {
        match self.provider.as_str() {
            "google" => Some(GOOGLE),
            "microsoft" => Some(MICROSOFT),
            _ => None,
        }
    }

    /// What is meant; what a provider has only one of need not be typed.
    pub(super) fn definition(&self, app: &App) -> desk::Result<Definition> {
        let known = self.known();
        let or = |typed: &str, usual: Option<&str>| match typed.trim() {
            "" => usual.unwrap_or_default().to_owned(),
            typed => typed.to_owned(),
        };
        let security = Security::from_code(&self.security).unwrap_or(Security::Tls);
        let usual_port = if security == Security::Tls { 993 } else { 143 };
        let port = match self.port.trim() {
            "" => usual_port,
            port => port.parse().map_err(|_| Error::field("port", "bad_port"))?,
        };
        let oauth = match (self.provider.as_str(), &known) {
            ("other", _) => Some(OAuth {
                client_id: self.client_id.clone(),
                authorize_url: self.authorize_url.clone(),
                token_url: self.token_url.clone(),
                scope: self.scope.clone(),
            }),
            (_, Some(known)) => {
                let tenant = or(&self.tenant, Some("common"));
                if !tenant.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c)) {
                    return Err(Error::field("tenant", "bad_name"));
                }
                Some(OAuth {
                    client_id: self.client_id.clone(),
                    authorize_url: known.authorize_url.replace("{tenant}", &tenant),
                    token_url: known.token_url.replace("{tenant}", &tenant),
                    scope: known.scope.into(),
                })
            }
            _ => None,
        };
        let secret = match self.secret.as_str() {
            "" => None,
            secret => Some(app.desk.secrets().seal(SECRET, secret.as_bytes())?),
        };
        Ok(Definition {
            address: self.address.parse().map_err(|_| Error::field("address", "unknown"))?,
            host: or(&self.host, known.as_ref().map(|known| known.host)),
            port,
            security,
            login: self.login.clone(),
            secret,
            oauth,
            folder: self.folder.clone(),
            afterwards: Afterwards::from_code(&self.afterwards).unwrap_or(Afterwards::Keep),
            moved_to: self.moved_to.clone(),
            results_of: or(&self.results_of, known.as_ref().map(|known| known.results_of)),
        })
    }

    /// From when on mail is fetched.
    pub(super) fn since(&self, now: Time) -> desk::Result<Time> {
        let code = if self.since.is_empty() { "now" } else { &self.since };
        let found = SINCE.iter().find(|(known, _)| *known == code).ok_or_else(|| Error::field("since", "unknown"))?;
        Ok(Time(found.1.map_or(0, |days| now.0 - days * 86_400_000_000)))
    }
}

/// Fields of one form, each with its own words and what is wrong with it.
struct Fields<'f> {
    reader: &'f Reader,
    errors: &'f Errors,
    /// Tells the forms of a page apart.
    of: String,
}

impl Fields<'_> {
    fn line(
        &self,
        name: &'static str,
        label: &str,
        hint: &str,
        input: &dyn Fn(&str, bool, Option<String>) -> Markup,
    ) -> Markup {
        let id = format!("{name}-{}", self.of);
        let wrong = parts::problem(self.reader, self.errors, name);
        let about = match (wrong.is_some(), hint.is_empty()) {
            (true, _) => Some(format!("error-{id}")),
            (false, false) => Some(format!("hint-{id}")),
            (false, true) => None,
        };
        html! {
            div.field {
                label for=(id) { (label) }
                (input(&id, wrong.is_some(), about))
                @if let Some(wrong) = wrong { p.error #{ "error-" (id) } { (wrong) } }
                @else if !hint.is_empty() { p.hint #{ "hint-" (id) } { (hint) } }
            }
        }
    }

    fn text(&self, name: &'static str, label: &str, hint: &str, value: &str, placeholder: &str) -> Markup {
        self.line(name, label, hint, &|id, invalid, about| html! {
            input.input #(id) name=(name) value=(value) placeholder=[(!placeholder.is_empty()).then_some(placeholder)]
                maxlength=(limits::PAGE_CHARS_MAX) autocomplete="off" spellcheck="false" autocapitalize="off"
                aria-invalid=[invalid.then_some("true")] aria-describedby=[about];
        })
    }

    fn choice(&self, name: &'static str, label: &str, hint: &str, value: &str, options: &[(String, String)]) -> Markup {
        self.line(name, label, hint, &|id, invalid, about| {
            html! {
                select.select #(id) name=(name) aria-invalid=[invalid.then_some("true")] aria-describedby=[about] {
                    @for (code, words) in options { option value=(code) selected[code == value] { (words) } }
                }
            }
        })
    }
}

/// The form of a new mailbox, or of one that there is.
pub(super) fn form(
    reader: &Reader,
    addresses: &[DeskAddress],
    mailbox: Option<&Mailbox>,
    refused: Option<&Refused>,
) -> Markup {
    let text = reader.text;
    let as_it_is = mailbox.map(Typed::of).unwrap_or_default();
    let (typed, errors): (&Typed, &Errors) =
        refused.map_or((&as_it_is, &[]), |refused| (refused.typed, refused.errors));
    let of = mailbox.map_or_else(|| "new".to_owned(), |mailbox| mailbox.id.to_string());
    let action = mailbox.map_or_else(|| HERE.to_owned(), |mailbox| format!("{HERE}/{}", mailbox.id));
    let fields = Fields { reader, errors, of: of.clone() };
    let pairs = |pairs: &[(&str, String)]| {
        pairs.iter().map(|(code, words)| ((*code).to_owned(), words.clone())).collect::<Vec<_>>()
    };
    let providers = pairs(&[
        ("password", text.msg_mailbox_by_password()),
        ("google", "Google".into()),
        ("microsoft", "Microsoft 365".into()),
        ("other", text.msg_mailbox_by_oauth()),
    ]);
    let securities = pairs(&[
        ("tls", text.msg_mailbox_tls()),
        ("starttls", text.msg_mailbox_starttls()),
        ("none", text.msg_mailbox_no_tls()),
    ]);
    let afterwards = pairs(&[
        ("keep", text.msg_mailbox_keep()),
        ("move", text.msg_mailbox_move()),
        ("delete", text.msg_mailbox_delete()),
    ]);
    let since = pairs(&[
        ("now", text.msg_mailbox_since_now()),
        ("week", text.msg_mailbox_since_week()),
        ("month", text.msg_mailbox_since_month()),
        ("all", text.msg_mailbox_since_all()),
    ]);
    let desk_addresses: Vec<_> =
        addresses.iter().map(|address| (address.id.to_string(), address.address.clone())).collect();
    html! {
        form.stack.mailbox-form #{ "mailbox-form-" (of) } method="post" action=(action) data-enhance {
            (fields.choice("provider", &text.msg_mailbox_provider(), "", &typed.provider, &providers))
            div.grid-2 {
                (fields.text("login", &text.msg_mailbox_login(), &text.msg_mailbox_login_hint(), &typed.login, "support@example.org"))
                (fields.line("secret", &text.msg_mailbox_secret(), &secret_hint(reader, mailbox), &|id, invalid, about| html! {
                    input.input #(id) name="secret" type="password" autocomplete="new-password" maxlength=(limits::PAGE_CHARS_MAX)
                        aria-invalid=[invalid.then_some("true")] aria-describedby=[about];
                }))
            }
            div.oauth-fields {
                div.stack {
                    p.hint { (text.msg_mailbox_oauth_hint()) }
                    div.grid-2 {
                        (fields.text("client_id", &text.msg_mailbox_client(), "", &typed.client_id, ""))
                        div.only-microsoft { (fields.text("tenant", &text.msg_mailbox_tenant(), &text.msg_mailbox_tenant_hint(), &typed.tenant, "common")) }
                    }
                    div.only-other {
                        div.stack {
                            (fields.text("authorize_url", &text.msg_mailbox_authorize(), "", &typed.authorize_url, "https://"))
                            (fields.text("token_url", &text.msg_mailbox_token(), "", &typed.token_url, "https://"))
                            (fields.text("scope", &text.msg_mailbox_scope(), "", &typed.scope, ""))
                        }
                    }
                }
            }
            div.grid-3 {
                (fields.text("host", &text.msg_mailbox_host(), "", &typed.host, "imap.example.org"))
                (fields.choice("security", &text.msg_mailbox_security(), "", &typed.security, &securities))
                (fields.text("port", &text.msg_mailbox_port(), "", &typed.port, "993"))
            }
            div.grid-2 {
                (fields.text("folder", &text.msg_mailbox_folder(), "", &typed.folder, "INBOX"))
                @if mailbox.is_none() { (fields.choice("since", &text.msg_mailbox_since(), &text.msg_mailbox_since_hint(), &typed.since, &since)) }
            }
            div.grid-2 {
                (fields.choice("afterwards", &text.msg_mailbox_afterwards(), "", &typed.afterwards, &afterwards))
                div.only-move { (fields.text("moved_to", &text.msg_mailbox_moved_to(), "", &typed.moved_to, "Guichet")) }
            }
            div.grid-2 {
                (fields.choice("address", &text.msg_mailbox_address(), &text.msg_mailbox_address_hint(), &typed.address, &desk_addresses))
                (fields.text("results_of", &text.msg_mailbox_results(), &text.msg_mailbox_results_hint(), &typed.results_of, "mx.example.org"))
            }
            div { button.btn type="submit" data-variant="primary" { @if mailbox.is_some() { (text.msg_agent_save()) } @else { (text.msg_agent_add()) } } }
        }
    }
}

fn secret_hint(reader: &Reader, mailbox: Option<&Mailbox>) -> String {
    if mailbox.is_some() { reader.text.msg_mailbox_secret_kept() } else { reader.text.msg_mailbox_secret_hint() }
}
