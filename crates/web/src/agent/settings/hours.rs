//! Business hours: the days and times at which the desk is at work.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::settings::{self, Hours, Span, Week};
use desk::{Error, FieldError};
use maud::{Markup, html};

use super::page;
use crate::answer::{Answer, Failure, page_with, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

const HERE: &str = "/agent/settings/hours";

/// A day of the form: ticked, from, to.
#[derive(Debug, Clone, Default)]
struct Day {
    open: bool,
    from: String,
    to: String,
}

/// The form as it was filled in.
#[derive(Debug, Clone)]
struct Typed {
    always: bool,
    days: [Day; 7],
}

impl Typed {
    fn of(hours: &Hours) -> Self {
        let usual = |day: usize| (day < 5).then_some((540, 1080));
        let span = |day: usize| hours.week().map_or_else(|| usual(day), |week| week.0.get(day).copied().flatten());
        let day = |number: usize| match span(number) {
            Some((from, to)) => Day { open: true, from: clock(from), to: clock(to) },
            None => Day { open: false, from: clock(540), to: clock(1080) },
        };
        Self { always: hours.week().is_none(), days: std::array::from_fn(day) }
    }

    fn read(fields: Vec<(String, String)>) -> Self {
        let mut typed = Self { always: false, days: Default::default() };
        for (name, value) in fields {
            let (what, day) = name.split_once('.').unwrap_or((&name, ""));
            let day = day.parse::<usize>().ok().and_then(|day| typed.days.get_mut(day));
            match (what, day) {
                ("always", _) => typed.always = value == "yes",
                ("open", Some(day)) => day.open = true,
                ("from", Some(day)) => day.from = value,
                ("to", Some(day)) => day.to = value,
                _ => {}
            }
        }
        typed
    }

    /// The week, or the first day whose times cannot be read.
    fn week(&self) -> Result<Week, usize> {
        let mut week = Week([None; 7]);
        for (number, (day, span)) in self.days.iter().zip(week.0.iter_mut()).enumerate() {
            if day.open {
                *span = Some(read(day).ok_or(number)?);
            }
        }
        Ok(week)
    }
}

/// `09:00` as minutes of the day; midnight at the end of a day is `24:00` or `00:00`.
fn read(day: &Day) -> Option<Span> {
    let minutes = |text: &str| {
        let (hour, minute) = text.trim().split_once(':')?;
        let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
        (minute < 60 && hour * 60 + minute <= 1440).then_some(hour * 60 + minute)
    };
    let to = minutes(&day.to)?;
    Some((minutes(&day.from)?, if to == 0 { 1440 } else { to }))
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

/// The page.
pub(crate) async fn hours(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let hours = app.desk.read(Hours::load).await?;
    show(&app, &reader, StatusCode::OK, &Typed::of(&hours), None).await
}

async fn show(
    app: &App,
    reader: &Reader,
    status: StatusCode,
    typed: &Typed,
    wrong: Option<(usize, Vec<FieldError>)>,
) -> Result<Response, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    let text = reader.text;
    let body = html! {
        form.stack #hours-form method="post" action=(HERE) data-enhance {
            fieldset.field {
                legend { (text.msg_settings_hours_when()) }
                div.cluster {
                    @for (value, words) in [("yes", text.msg_settings_hours_always()), ("no", text.msg_settings_hours_week())] {
                        label.check {
                            input type="radio" name="always" value=(value) checked[typed.always == (value == "yes")];
                            (words)
                        }
                    }
                }
            }
            ol.hours {
                @for (number, day) in typed.days.iter().enumerate() {
                    (row(reader, number, day, wrong.as_ref().filter(|(row, _)| *row == number).map(|(_, errors)| errors)))
                }
            }
            p.hint { (text.msg_settings_hours_zone(&frame.time_zone)) }
            div { button.btn type="submit" data-variant="primary" { (text.msg_agent_save()) } }
        }
    };
    let (title, lead) = (text.msg_settings_hours(), text.msg_settings_hours_lead());
    Ok(page_with(status, page(reader, &frame, "hours", &title, &lead, &body)))
}

fn row(reader: &Reader, number: usize, day: &Day, errors: Option<&Vec<FieldError>>) -> Markup {
    let text = reader.text;
    let names = text.msg_settings_hours_days();
    let name = names.split_whitespace().nth(number).unwrap_or_default();
    let wrong = errors.map(|_| "true");
    let described = errors.map(|_| format!("wrong-day-{number}"));
    html! {
        li {
            label.check {
                input type="checkbox" name={ "open." (number) } value="yes" checked[day.open];
                (name)
            }
            input.input type="time" name={ "from." (number) } value=(day.from) aria-label=(text.msg_settings_hours_from(name))
                aria-invalid=[wrong] aria-describedby=[described.as_deref()];
            "–"
            input.input type="time" name={ "to." (number) } value=(day.to) aria-label=(text.msg_settings_hours_to(name))
                aria-invalid=[wrong] aria-describedby=[described.as_deref()];
            @if let Some(errors) = errors {
                p.error #{ "wrong-day-" (number) } { (parts::problem(reader, errors, "hours").unwrap_or_default()) }
            }
        }
    }
}

/// Keeps the hours.
pub(crate) async fn save_hours(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let typed = Typed::read(fields);
    let week = match (typed.always, typed.week()) {
        (true, _) => None,
        (false, Ok(week)) => Some(week),
        (false, Err(day)) => {
            let errors = vec![FieldError { field: "hours", problem: "order" }];
            return show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, &typed, Some((day, errors))).await;
        }
    };
    match app.desk.change(&reader.actor, move |c| settings::set_hours(c, week.as_ref())).await {
        Ok(()) => redirect_after(HERE, Done::Saved, 1, None),
        Err(Error::Row(day, errors)) => {
            show(&app, &reader, StatusCode::UNPROCESSABLE_ENTITY, &typed, Some((day, errors))).await
        }
        Err(error) => Err(error.into()),
    }
}
