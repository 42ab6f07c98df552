//! Filters on creation: what they look at, what they do, in which order.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::automation::{self, Effect, Element, Filter, FilterForm, Operator};
use desk::{Error, FieldError, FilterId, Frame, limits};
use maud::{Markup, html};
use serde::Deserialize;

use super::{button_form, edit, names, page};
use crate::agent::shell::bits;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts::{self, Errors};
use crate::reader::Reader;

const HERE: &str = "/agent/settings/filters";

/// A filter as the form sends it. Of the arguments only that of the effect counts.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    name: String,
    element: String,
    operator: String,
    value: String,
    effect: String,
    agent: String,
    department: String,
    tag: String,
    enabled: String,
    action: String,
}

impl Typed {
    fn of(form: &FilterForm) -> Self {
        let argument = |effect: Effect| if form.effect == effect { form.argument.clone() } else { String::new() };
        Self {
            name: form.name.clone(),
            element: form.element.code().into(),
            operator: form.operator.code().into(),
            value: form.value.clone(),
            effect: form.effect.code().into(),
            agent: argument(Effect::Assign),
            department: argument(Effect::Department),
            tag: argument(Effect::Tag),
            enabled: if form.enabled { "true".into() } else { String::new() },
            action: String::new(),
        }
    }

    fn read(&self) -> FilterForm {
        let effect = Effect::from_code(&self.effect).unwrap_or(Effect::Assign);
        FilterForm {
            name: self.name.clone(),
            element: Element::from_code(&self.element).unwrap_or(Element::Sender),
            operator: Operator::from_code(&self.operator).unwrap_or(Operator::Is),
            value: self.value.clone(),
            argument: match effect {
                Effect::Assign => self.agent.clone(),
                Effect::Department => self.department.clone(),
                Effect::Tag => self.tag.clone(),
                _ => String::new(),
            },
            effect,
            enabled: !self.enabled.is_empty(),
        }
    }
}

/// The form that came back.
#[derive(Default)]
struct Refused {
    filter: Option<FilterId>,
    typed: Option<Typed>,
    errors: Vec<FieldError>,
}

/// The page.
pub(crate) async fn filters(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    show(&app, &reader, StatusCode::OK, &Refused::default()).await
}

async fn show(app: &App, reader: &Reader, status: StatusCode, refused: &Refused) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let filters = app.desk.read(automation::filters).await?;
    let text = reader.text;
    let new = Typed { enabled: "true".into(), operator: "contains".into(), ..Typed::default() };
    let (typed, errors): (&Typed, &Errors) = match (&refused.typed, refused.filter) {
        (Some(typed), None) => (typed, &refused.errors),
        _ => (&new, &[]),
    };
    let body = html! {
        ol.stack #filters {
            @for filter in &filters { li #{ "filter-" (filter.id) } { (card(reader, &frame, filter, refused)) } }
        }
        section.form-section.wide aria-labelledby="new-filter" {
            header { h2 #new-filter { (text.msg_settings_filter_add()) } p { (text.msg_settings_filter_add_hint()) } }
            (form(reader, &frame, HERE, "new", typed, errors, &text.msg_agent_add()))
        }
    };
    let title = text.msg_settings_filters();
    Ok(page_with(status, page(reader, &frame, "filters", &title, &text.msg_settings_filters_lead(), &body)))
}

fn card(reader: &Reader, frame: &Frame, filter: &Filter, refused: &Refused) -> Markup {
    let text = reader.text;
    let (id, action) = (filter.id.to_string(), format!("{HERE}/{}", filter.id));
    let name = &filter.form.name;
    let kept = Typed::of(&filter.form);
    let back = refused.filter == Some(filter.id);
    let typed = refused.typed.as_ref().filter(|_| back).unwrap_or(&kept);
    let errors: &Errors = if back { &refused.errors } else { &[] };
    html! {
        section.card aria-labelledby={ "title-" (filter.id) } {
            header {
                h2 #{ "title-" (filter.id) } { (name) }
                @if !filter.form.enabled { span.pill data-outline { (text.msg_settings_off()) } }
                (button_form(&action, "up", "arrow-up", &text.msg_settings_up(name)))
                (button_form(&action, "down", "arrow-down", &text.msg_settings_down(name)))
                (button_form(&action, "delete", "trash-2", &text.msg_settings_delete(name)))
            }
            div.card-body.stack {
                p { (sentence(reader, frame, &filter.form)) }
                (edit(reader, &id, back, &form(reader, frame, &action, &id, typed, errors, &text.msg_agent_save())))
            }
        }
    }
}

/// The filter in one sentence.
fn sentence(reader: &Reader, frame: &Frame, form: &FilterForm) -> String {
    let argument = match form.effect {
        Effect::Assign => form.argument.parse().ok().and_then(|id| bits::agent(frame, id)).unwrap_or("?").to_owned(),
        Effect::Department => form
            .argument
            .parse()
            .ok()
            .and_then(|id| bits::department(frame, id))
            .map_or_else(|| "?".to_owned(), |(service, department)| format!("{service} ▸ {department}")),
        _ => form.argument.clone(),
    };
    let condition = reader.text.msg_settings_filter_sentence(
        names::element(reader, form.element),
        names::operator(reader, form.operator),
        &form.value,
    );
    format!("{condition} {} {argument}", names::effect(reader, form.effect)).trim_end().to_owned()
}

fn form(
    reader: &Reader,
    frame: &Frame,
    action: &str,
    id: &str,
    typed: &Typed,
    errors: &Errors,
    button: &str,
) -> Markup {
    let text = reader.text;
    let elements = Element::ALL.iter().map(|one| (one.code().to_owned(), names::element(reader, *one)));
    let operators = Operator::WORDS.iter().map(|one| (one.code().to_owned(), names::operator(reader, *one)));
    let effects = Effect::ALL.iter().map(|one| (one.code().to_owned(), names::effect(reader, *one)));
    let agents = frame.agents.iter().map(|agent| (agent.id.to_string(), agent.name.clone()));
    let departments = frame.services.iter().flat_map(|service| {
        service.departments.iter().map(|d| (d.id.to_string(), format!("{} ▸ {}", service.name, d.name)))
    });
    let field = |name: &'static str| Field { id: format!("{name}-{id}"), name, errors };
    html! {
        form.filter-form.stack #{ "form-" (id) } method="post" action=(action) data-enhance {
            (input(reader, &field("name"), &text.msg_settings_filter_name(), &typed.name, limits::NAME_CHARS_MAX))
            div.grid-3 {
                (select(&field("element"), &text.msg_settings_filter_element(), &typed.element, elements))
                (select(&field("operator"), &text.msg_settings_filter_operator(), &typed.operator, operators))
                (input(reader, &field("value"), &text.msg_settings_filter_value(), &typed.value, limits::FILTER_VALUE_CHARS_MAX))
            }
            div.grid-2 {
                (select(&field("effect"), &text.msg_settings_filter_effect(), &typed.effect, effects))
                div.for-assign { (select(&field("agent"), &text.msg_settings_filter_agent(), &typed.agent, agents)) }
                div.for-department {
                    (select(&field("department"), &text.msg_agent_department(), &typed.department, departments))
                }
                div.for-tag { (input(reader, &field("tag"), &text.msg_agent_tag(), &typed.tag, limits::TAG_CHARS_MAX)) }
            }
            (parts::error_line(reader, errors, "argument"))
            label.switch {
                span { (text.msg_settings_filter_enabled()) }
                input type="checkbox" role="switch" name="enabled" value="true" checked[!typed.enabled.is_empty()];
            }
            div.cluster { button.btn type="submit" data-variant="primary" { (button) } }
        }
    }
}

/// A field of one of several forms on the page.
struct Field<'f> {
    id: String,
    name: &'static str,
    errors: &'f Errors,
}

fn input(reader: &Reader, field: &Field, label: &str, value: &str, max: usize) -> Markup {
    let problem = parts::problem(reader, field.errors, field.name);
    html! {
        div.field {
            label for=(field.id) { (label) }
            input.input #(field.id) name=(field.name) value=(value) maxlength=(max) autocomplete="off"
                aria-invalid=[problem.as_ref().map(|_| "true")]
                aria-describedby=[problem.as_ref().map(|_| format!("error-{}", field.id))];
            @if let Some(problem) = problem { p.error #{ "error-" (field.id) } { (problem) } }
        }
    }
}

fn select(field: &Field, label: &str, chosen: &str, options: impl Iterator<Item = (String, String)>) -> Markup {
    html! {
        div.field {
            label for=(field.id) { (label) }
            select.select #(field.id) name=(field.name) {
                @for (value, words) in options { option value=(value) selected[value == chosen] { (words) } }
            }
        }
    }
}

/// Adds a filter.
pub(crate) async fn add_filter(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(typed): Form<Typed>,
) -> Answer {
    let form = typed.read();
    let result = app.desk.change(&reader.actor, move |c| automation::add_filter(c, &form).map(|_| ())).await;
    settle(&app, &reader, None, typed, result).await
}

/// Changes, moves or forgets a filter.
pub(crate) async fn change_filter(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<FilterId>,
    Form(typed): Form<Typed>,
) -> Answer {
    let (form, action) = (typed.read(), typed.action.clone());
    let result = app
        .desk
        .change(&reader.actor, move |c| match action.as_str() {
            "up" => automation::move_filter(c, id, true),
            "down" => automation::move_filter(c, id, false),
            "delete" => automation::delete_filter(c, id),
            _ => automation::change_filter(c, id, &form),
        })
        .await;
    settle(&app, &reader, Some(id), typed, result).await
}

async fn settle(
    app: &App,
    reader: &Reader,
    filter: Option<FilterId>,
    typed: Typed,
    result: desk::Result<()>,
) -> Answer {
    match result {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Invalid(errors)) => {
            let refused = Refused { filter, typed: Some(typed), errors };
            show(app, reader, StatusCode::UNPROCESSABLE_ENTITY, &refused).await
        }
        Err(error) => Err(error.into()),
    }
}
