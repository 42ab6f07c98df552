//! Signing in: by password, or by a link in the mail.

use desk::limits;
use maud::{Markup, html};

use crate::customer::shell::{self, Field, text_field};
use crate::parts::{self, Errors, Head, icon};
use crate::reader::Reader;

/// The page. `sent` says that a link was asked for; `next` is where the reader wanted to go.
pub(crate) fn page(
    reader: &Reader,
    organisation: &str,
    address: &str,
    errors: &Errors,
    sent: bool,
    next: &str,
) -> Markup {
    let text = reader.text;
    let title = text.msg_sign_in_title();
    let head = Head { title: &title, space: "customer", script: "customer.js", live: "", event: 0, more: None };
    let body = html! {
        main #main .auth {
            div {
                a.logo.auth-logo href="/" { (shell::mark()) (shell::shown_name(organisation)) }
                form #sign-in .auth-card method="post" action="/sign-in" aria-labelledby="sign-in-title" {
                    div.auth-head { h1 #sign-in-title { (title) } }
                    (notice(reader, errors, sent))
                    (text_field(reader, errors, &Field {
                        name: "address", label: &text.msg_sign_in_address(), kind: "email", value: address,
                        autocomplete: "username", hint: "", max: limits::ADDRESS_CHARS_MAX, focus: address.is_empty(),
                    }))
                    (password(reader, errors, !address.is_empty() && !sent))
                    @if !next.is_empty() { input type="hidden" name="next" value=(next); }
                    button.btn type="submit" data-variant="primary" data-size="l" data-block {
                        (text.msg_sign_in_button())
                    }
                    p.or { (text.msg_sign_in_or()) }
                    // The same address by another way: only the password may stay empty.
                    button.btn type="submit" formaction="/sign-in/link" formnovalidate data-size="l" data-block {
                        (icon("mail")) (text.msg_sign_in_link())
                    }
                }
                p.auth-foot { (text.msg_sign_in_no_account()) " " a href="/sign-up" { (text.msg_sign_up_title()) } " · " a href="/tickets/new" { (text.msg_customer_ask()) } }
                div.auth-foot { (parts::languages(reader, "text-button", &reader.here)) }
            }
        }
    };
    parts::document(reader, &head, &body)
}

/// Address and password are wrong together, so that nobody learns which.
fn refused(errors: &Errors) -> bool {
    errors.iter().any(|error| error.problem == "wrong")
}

fn notice(reader: &Reader, errors: &Errors, sent: bool) -> Markup {
    let text = reader.text;
    let elsewhere = errors.iter().find(|error| !["address", "password"].contains(&error.field));
    html! {
        @if sent {
            p.callout data-tone="success" role="status" { (icon("mail")) span { (text.msg_sign_in_sent()) } }
        }
        @if refused(errors) {
            p #sign-in-refused .error role="alert" { (icon("circle-alert")) span { (text.msg_sign_in_refused()) } }
        } @else if let Some(error) = elsewhere {
            p.error role="alert" {
                (icon("circle-alert")) span { (parts::problem(reader, errors, error.field).unwrap_or_default()) }
            }
        }
    }
}

fn password(reader: &Reader, errors: &Errors, focus: bool) -> Markup {
    let refused = refused(errors);
    let problem = if refused { None } else { parts::problem(reader, errors, "password") };
    let described = if refused { Some("sign-in-refused") } else { problem.as_ref().map(|_| "error-password") };
    html! {
        div.field {
            label for="password" { (reader.text.msg_sign_in_password()) }
            input #password .input type="password" name="password" required autocomplete="current-password"
                maxlength=(limits::PASSWORD_CHARS_MAX) autofocus[focus]
                aria-invalid=[described.map(|_| "true")] aria-describedby=[described];
            @if let Some(problem) = problem { p #error-password .error { (problem) } }
        }
    }
}
