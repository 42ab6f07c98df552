//! Plans of customers, and what each welcomes its people with.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::members::{self, Plan, PlanForm};
use desk::{Error, FieldError, PlanId, limits};
use markup::guide::MediaByName;
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;

use super::{button_form, edit, page};
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, Errors};
use crate::reader::Reader;

const HERE: &str = "/agent/settings/plans";

/// A plan as the form sends it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    name: String,
    welcome_en: String,
    welcome_fr: String,
    instead: String,
    action: String,
}

impl Typed {
    fn of(plan: &Plan) -> Self {
        let [welcome_en, welcome_fr] = plan.welcome.clone();
        Self { name: plan.name.clone(), welcome_en, welcome_fr, ..Self::default() }
    }

    fn form(&self) -> PlanForm {
        PlanForm { name: self.name.clone(), welcome: [self.welcome_en.clone(), self.welcome_fr.clone()] }
    }
}

/// What was refused, and of which plan; of a new one if none.
#[derive(Default)]
struct Refused {
    plan: Option<PlanId>,
    typed: Option<Typed>,
    errors: Vec<FieldError>,
}

/// The page.
pub(crate) async fn plans(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, &Refused::default()).await
}

async fn show(app: &App, reader: &Reader, status: StatusCode, refused: &Refused) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let plans = app.desk.read(members::plans).await?;
    let text = reader.text;
    let empty = Typed::default();
    let (typed, errors): (&Typed, &Errors) = match (&refused.typed, refused.plan) {
        (Some(typed), None) => (typed, &refused.errors),
        _ => (&empty, &[]),
    };
    let body = html! {
        div.stack #plans { @for plan in &plans { (card(reader, plan, &plans, refused)) } }
        section.form-section.wide aria-labelledby="new-plan" {
            header { h2 #new-plan { (text.msg_plans_add()) } }
            (form(reader, HERE, "new", typed, errors, &text.msg_agent_add()))
        }
    };
    Ok(page_with(status, page(reader, &frame, "plans", &text.msg_plans_title(), &text.msg_plans_lead(), &body)))
}

fn card(reader: &Reader, plan: &Plan, all: &[Plan], refused: &Refused) -> Markup {
    let text = reader.text;
    let (id, action) = (plan.id.to_string(), format!("{HERE}/{}", plan.id));
    let back = refused.plan == Some(plan.id);
    let kept = Typed::of(plan);
    let typed = refused.typed.as_ref().filter(|_| back).unwrap_or(&kept);
    let errors: &Errors = if back { &refused.errors } else { &[] };
    html! {
        section.card #{ "plan-" (plan.id) } aria-labelledby={ "title-" (plan.id) } {
            header {
                h2 #{ "title-" (plan.id) } { (plan.name) }
                span.meta {
                    @if plan.is_default { (text.msg_plans_default()) } @else { (text.msg_plans_people(plan.people)) }
                }
                @if !plan.is_default {
                    (button_form(&action, "default", "check", &text.msg_plans_make_default(&plan.name)))
                }
            }
            div.card-body.stack {
                @if let Some(words) = members::in_language(&plan.welcome, reader.lang) {
                    div.prose { (PreEscaped(markup::guide::render(words, &MediaByName::default()).html)) }
                } @else {
                    p.hint { (text.msg_plans_silent()) }
                }
                (edit(reader, &id, back, &html! {
                    (form(reader, &action, &id, typed, errors, &text.msg_agent_save()))
                    @if !plan.is_default { (delete(reader, plan, all, &action)) }
                }))
            }
        }
    }
}

/// Its people go to another plan, which is asked for because nothing brings them back.
fn delete(reader: &Reader, plan: &Plan, all: &[Plan], action: &str) -> Markup {
    let text = reader.text;
    let field = format!("instead-{}", plan.id);
    html! {
        form.cluster #{ "delete-" (plan.id) } method="post" action=(action) data-enhance {
            label for=(field) { (text.msg_plans_instead(plan.people)) }
            select.select #(field) name="instead" {
                @for other in all.iter().filter(|other| other.id != plan.id) { option value=(other.id) { (other.name) } }
            }
            button.btn type="submit" name="action" value="delete" data-variant="danger" {
                (parts::icon("trash-2")) (text.msg_settings_delete(&plan.name))
            }
        }
    }
}

fn form(reader: &Reader, action: &str, id: &str, typed: &Typed, errors: &Errors, button: &str) -> Markup {
    let text = reader.text;
    let fields = [
        ("name", text.msg_plans_name(), &typed.name),
        ("welcome_en", text.msg_plans_welcome_en(), &typed.welcome_en),
        ("welcome_fr", text.msg_plans_welcome_fr(), &typed.welcome_fr),
    ];
    html! {
        form.stack #{ "form-" (id) } method="post" action=(action) data-enhance {
            @for (name, label, value) in fields {
                @let (field, error) = (format!("{name}-{id}"), format!("error-{name}-{id}"));
                @let problem = parts::problem(reader, errors, name);
                @let invalid = problem.is_some().then_some("true");
                @let described = problem.is_some().then_some(&error);
                div.field {
                    label for=(field) { (label) }
                    @if name == "name" {
                        input.input #(field) name=(name) value=(value) maxlength=(limits::NAME_CHARS_MAX) required
                            autocomplete="off" aria-invalid=[invalid] aria-describedby=[described];
                    } @else {
                        textarea.textarea #(field) name=(name) rows="3" maxlength=(limits::WELCOME_CHARS_MAX)
                            aria-invalid=[invalid] aria-describedby=[described] { "\n" (value) }
                    }
                    @if let Some(problem) = &problem { p.error #(error) { (problem) } }
                }
            }
            p.hint { (text.msg_plans_welcome_hint()) }
            div { button.btn type="submit" name="action" value="save" data-variant="primary" { (button) } }
        }
    }
}

/// Makes a plan.
pub(crate) async fn add_plan(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(typed): Form<Typed>,
) -> Answer {
    let form = typed.form();
    let made = app.desk.change(&reader.actor, move |c| members::add_plan(c, &form).map(|_| ())).await;
    answer(&app, &reader, None, typed, made).await
}

/// Changes a plan, deletes it, or makes it everybody's.
pub(crate) async fn change_plan(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<PlanId>,
    Form(typed): Form<Typed>,
) -> Answer {
    let (action, form) = (typed.action.clone(), typed.form());
    let instead: PlanId = typed.instead.parse().unwrap_or(id);
    let changed = app
        .desk
        .change(&reader.actor, move |c| match action.as_str() {
            "default" => members::make_default(c, id),
            "delete" => members::delete_plan(c, id, instead),
            _ => members::change_plan(c, id, &form),
        })
        .await;
    answer(&app, &reader, Some(id), typed, changed).await
}

async fn answer(app: &App, reader: &Reader, plan: Option<PlanId>, typed: Typed, done: desk::Result<()>) -> Answer {
    match done {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            let refused = Refused { plan, typed: Some(typed), errors };
            show(app, reader, StatusCode::UNPROCESSABLE_ENTITY, &refused).await
        }
        Err(error) => Err(error.into()),
    }
}
