//! How much mail leaves: the limits of the relay, and providers that hold us back; parts of the mail ledger.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use desk::Error;
use desk::limits::{RELAY_LIMIT_MAX, WAITING_COUNTED};
use desk::mailflow::providers::{self, Hold};
use desk::mailflow::relay_limits::{self, Limit, Span};
use maud::{Markup, html};
use serde::Deserialize;

use super::own::{self, Behind};
use crate::answer::{Answer, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, Errors};
use crate::reader::Reader;

/// What the page says of it.
pub(crate) struct Leaving {
    /// The limits that are set.
    pub limits: Vec<Limit>,
    /// Mails that wait for their turn.
    pub waiting: i64,
    /// Providers that hold us back.
    pub holds: Vec<Hold>,
    /// What the form shows.
    pub form: LimitsForm,
}

/// The limits as they are typed; empty for none.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct LimitsForm {
    #[serde(default)]
    minute: String,
    #[serde(default)]
    hour: String,
    #[serde(default)]
    day: String,
}

impl LimitsForm {
    /// As they are kept.
    pub(crate) fn new(limits: &[Limit]) -> Self {
        let of = |span| limits.iter().find(|limit| limit.span == span).map(|limit| limit.most.to_string());
        Self {
            minute: of(Span::Minute).unwrap_or_default(),
            hour: of(Span::Hour).unwrap_or_default(),
            day: of(Span::Day).unwrap_or_default(),
        }
    }
}

/// That no mail leaves until a limit lets it: which, how many wait, and until when.
pub(super) fn full(reader: &Reader, leaving: &Leaving) -> Markup {
    let text = reader.text;
    let full = leaving.limits.iter().filter_map(|limit| Some((limit, limit.full_until?)));
    let Some((limit, until)) = full.max_by_key(|(_, until)| *until).filter(|_| leaving.waiting > 0) else {
        return html! {};
    };
    let reached = match limit.span {
        Span::Minute => text.msg_mail_full_minute(limit.most),
        Span::Hour => text.msg_mail_full_hour(limit.most),
        Span::Day => text.msg_mail_full_day(limit.most),
    };
    let waiting = if leaving.waiting >= WAITING_COUNTED {
        text.msg_mail_full_many(WAITING_COUNTED - 1)
    } else {
        text.msg_mail_full_waiting(leaving.waiting)
    };
    html! {
        div.callout #full data-tone="warning" role="status" {
            (parts::icon("hourglass"))
            div {
                p { (reached) " " (waiting) }
                p { (text.msg_mail_full_next()) " " (parts::moment(reader, until)) }
            }
        }
    }
}

/// Providers that hold us back.
pub(super) fn holds(reader: &Reader, holds: &[Hold]) -> Markup {
    let text = reader.text;
    let title = text.msg_mail_holds_title();
    html! {
        section.card aria-labelledby="providers" {
            header { h2 #providers { (title) } span.count { (holds.len()) } }
            div.card-body { p.soft { (text.msg_mail_holds_lead()) } }
            div.table-wrap tabindex="0" role="group" aria-label=(title) {
                table.table {
                    thead {
                        tr {
                            th scope="col" { (text.msg_mail_holds_provider()) }
                            th scope="col" { (text.msg_mail_holds_words()) }
                            th scope="col" { (text.msg_mail_holds_since()) }
                            th scope="col" { (text.msg_mail_holds_until()) }
                            th.end scope="col" { (text.msg_mail_holds_waiting()) }
                            th scope="col" { span.sr-only { (text.msg_agent_halt_now()) } }
                        }
                    }
                    tbody { @for hold in holds { (hold_row(reader, hold)) } }
                }
            }
        }
    }
}

fn hold_row(reader: &Reader, hold: &Hold) -> Markup {
    let text = reader.text;
    html! {
        tr {
            th scope="row" { (hold.provider) }
            td.held-why { (hold.reason) }
            td.nowrap { (parts::time(reader, hold.since)) }
            td.nowrap { (parts::moment(reader, hold.until)) }
            td.end {
                @if hold.waiting >= WAITING_COUNTED { (text.msg_mail_holds_more(WAITING_COUNTED - 1)) } @else { (hold.waiting) }
            }
            td.end {
                form method="post" action="/agent/mail/providers/try" data-enhance {
                    input type="hidden" name="provider" value=(hold.provider);
                    button.btn type="submit" data-size="s" { (text.msg_agent_halt_now()) span.sr-only { " " (hold.provider) } }
                }
            }
        }
    }
}

/// The limits of the relay, to read and to set.
pub(super) fn limits(reader: &Reader, leaving: &Leaving, errors: &Errors) -> Markup {
    let text = reader.text;
    let form = &leaving.form;
    let fields = [
        (Span::Minute, text.msg_mail_limits_minute(), &form.minute),
        (Span::Hour, text.msg_mail_limits_hour(), &form.hour),
        (Span::Day, text.msg_mail_limits_day(), &form.day),
    ];
    html! {
        section.card aria-labelledby="limits" {
            header { h2 #limits { (text.msg_mail_limits_title()) } }
            div.card-body.stack {
                p.soft { (text.msg_mail_limits_lead()) }
                form.stack #limits-form method="post" action="/agent/mail/limits" data-enhance {
                    @for (span, label, typed) in &fields {
                        @let name = span.code();
                        @let wrong = errors.iter().any(|error| error.field == name);
                        @let limit = leaving.limits.iter().find(|limit| limit.span == *span);
                        @let said = [wrong.then(|| format!("error-{name}")), limit.map(|_| format!("used-{name}"))];
                        @let said = said.into_iter().flatten().collect::<Vec<_>>().join(" ");
                        div.field {
                            label for={ "limit-" (name) } { (label) }
                            input.input #{ "limit-" (name) } name=(name) type="number" min="1" max=(RELAY_LIMIT_MAX)
                                value=(typed) autocomplete="off" aria-invalid=[wrong.then_some("true")]
                                aria-describedby=[(!said.is_empty()).then_some(said)];
                            (parts::error_line(reader, errors, name))
                            @if let Some(limit) = limit {
                                p.hint #{ "used-" (name) } { (text.msg_mail_limits_used(limit.used, limit.most)) }
                            }
                        }
                    }
                    div { button.btn type="submit" { (text.msg_agent_save()) } }
                }
            }
        }
    }
}

/// Sets the limits of the relay.
pub(crate) async fn limit_mail(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(form): Form<LimitsForm>,
) -> Answer {
    let typed = form.clone();
    let kept = app.desk.change(&reader.actor, move |c| relay_limits::set(c, &form.minute, &form.hour, &form.day)).await;
    match kept {
        Ok(()) => redirect_after("/agent/mail", Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            own::show_ledger(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, &Behind::default(), Some(typed), &errors)
                .await
        }
        Err(error) => Err(error.into()),
    }
}

/// Which provider.
#[derive(Debug, Deserialize)]
pub(crate) struct ProviderForm {
    #[serde(default)]
    provider: String,
}

/// Tries now whether a provider takes mail again.
pub(crate) async fn try_provider(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(form): Form<ProviderForm>,
) -> Answer {
    app.desk.change(&reader.actor, move |c| providers::try_now(c, &form.provider)).await?;
    redirect_after("/agent/mail", Done::Retried, 1, None)
}
