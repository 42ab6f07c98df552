//! Tokens of the API: made, shown once, ended.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::integrations::{self, ApiToken, Scope};
use desk::policy::{self, Action};
use desk::{Error, FieldError, PersonId, TokenId};
use maud::{Markup, html};

use crate::agent::settings::{button_form, page};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

const HERE: &str = "/agent/settings/tokens";

/// What was typed.
#[derive(Debug, Clone, Default)]
struct Typed {
    name: String,
    scopes: Vec<Scope>,
}

/// The page.
pub(crate) async fn tokens(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let typed = Typed { name: String::new(), scopes: vec![Scope::Read] };
    show(&app, &reader, StatusCode::OK, &typed, &[], None).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    typed: &Typed,
    errors: &[FieldError],
    made: Option<&str>,
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let me = reader.actor.person.unwrap_or(PersonId(0));
    let tokens = app.desk.read(move |conn| integrations::tokens(conn, me)).await?;
    let text = reader.text;
    let body = html! {
        p { a href="/api" { (text.msg_api_title()) } }
        @if let Some(secret) = made {
            div.callout data-tone="success" role="status" {
                (parts::icon("key-round"))
                div.stack {
                    p { (text.msg_settings_token_made()) }
                    span.copy-line {
                        code #token-secret { (secret) }
                        button.btn type="button" data-size="s" data-copy="#token-secret"
                            data-label-copied=(text.msg_settings_copied()) {
                            (parts::icon("copy")) span.copy-label { (text.msg_settings_copy()) }
                        }
                    }
                }
            }
        }
        @if !tokens.is_empty() { ul.pick-list #tokens { @for token in &tokens { (row(reader, token)) } } }
        section.form-section aria-labelledby="new-token" {
            header { h2 #new-token { (text.msg_settings_token_add()) } p { (text.msg_settings_token_add_hint()) } }
            (form(reader, typed, errors))
        }
    };
    let (title, lead) = (text.msg_settings_tokens(), text.msg_settings_tokens_lead());
    Ok(page_with(status, page(reader, &frame, "tokens", &title, &lead, &body)))
}

fn scope_name(reader: &Reader, scope: Scope) -> String {
    match scope {
        Scope::Read => reader.text.msg_settings_scope_read(),
        Scope::Write => reader.text.msg_settings_scope_write(),
        Scope::Configure => reader.text.msg_settings_scope_configure(),
    }
}

fn row(reader: &Reader, token: &ApiToken) -> Markup {
    let text = reader.text;
    let scopes: Vec<String> = token.scopes.iter().map(|scope| scope_name(reader, *scope)).collect();
    html! {
        li.type-row #{ "token-" (token.id) } {
            div {
                b { (token.name) }
                p.hint {
                    (scopes.join(", ")) " · "
                    @match token.last_used_at {
                        Some(at) => { (text.msg_settings_token_used()) " " (parts::time(reader, at)) },
                        None => { (text.msg_settings_token_unused()) },
                    }
                }
            }
            (button_form(&format!("{HERE}/{}/end", token.id), "end", "trash-2", &text.msg_settings_delete(&token.name)))
        }
    }
}

fn form(reader: &Reader, typed: &Typed, errors: &[FieldError]) -> Markup {
    let text = reader.text;
    let wrong = parts::problem(reader, errors, "name").is_some();
    let admin = policy::allow(&reader.actor, Action::Configure, None).is_ok();
    html! {
        form.stack #new-token-form method="post" action=(HERE) {
            div.field {
                label for="token-name" { (text.msg_settings_token_name()) }
                input.input #token-name name="name" value=(typed.name) required autocomplete="off"
                    maxlength=(desk::limits::NAME_CHARS_MAX) aria-invalid=[wrong.then_some("true")]
                    aria-describedby=[wrong.then_some("error-name")];
                (parts::error_line(reader, errors, "name"))
            }
            fieldset.field {
                legend { (text.msg_settings_token_scopes()) }
                @for scope in Scope::ALL.iter().filter(|scope| admin || **scope != Scope::Configure) {
                    label.check {
                        input type="checkbox" name="scope" value=(scope.code()) checked[typed.scopes.contains(scope)];
                        (scope_name(reader, *scope))
                    }
                }
                (parts::error_line(reader, errors, "scopes"))
            }
            div { button.btn type="submit" data-variant="primary" { (text.msg_settings_token_make()) } }
        }
    }
}

/// Makes a token and shows it, this once.
pub(crate) async fn add_token(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let mut typed = Typed::default();
    for (name, value) in fields {
        match name.as_str() {
            "name" => typed.name = value,
            "scope" => typed.scopes.extend(Scope::from_code(&value)),
            _ => {}
        }
    }
    let new = typed.clone();
    match app.desk.change(&reader.actor, move |c| integrations::add_token(c, &new.name, &new.scopes)).await {
        Ok((_, secret)) => show(&app, &reader, StatusCode::OK, &Typed::default(), &[], Some(&secret)).await,
        Err(Error::Invalid(errors)) => {
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors, None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Ends a token.
pub(crate) async fn revoke_token(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<TokenId>,
) -> Answer {
    app.desk.change(&reader.actor, move |c| integrations::revoke_token(c, id)).await?;
    redirect_after(HERE, Done::Saved, 1, None)
}
