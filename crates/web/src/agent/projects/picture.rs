//! The picture of time: a bar for every ticket that has a day, from when it was opened to when it is due.

use axum::response::Response;
use desk::projects::{self, Bar};
use desk::tickets::Category;
use desk::{Day, Frame, TicketId};
use maud::{Markup, html};

use super::Head;
use super::head::{is_late, today};
use crate::agent::list_page::new_ticket_button;
use crate::agent::shell::{self, bits};
use crate::answer::{Failure, page};
use crate::app::App;
use crate::parts;
use crate::reader::Reader;

/// Days before today that the picture shows at most.
const PAST_DAYS: i64 = 90;
/// Days that it shows at least.
const DAYS_MIN: i64 = 14;
/// Days after today that it shows at most.
const AHEAD_DAYS: i64 = 1100;
/// Months that it names at most.
const MONTHS_NAMED: usize = 12;

/// A cursor as addresses carry it: a day and a ticket.
fn cursor(code: &str) -> Option<(Day, TicketId)> {
    let (day, id) = code.split_once('.')?;
    Some((Day(day.parse().ok()?), id.parse().ok()?))
}

/// The page; `after` is the cursor of an address.
pub(in crate::agent) async fn show(
    app: &App,
    reader: &Reader,
    frame: &Frame,
    head: &Head,
    after: &str,
) -> Result<Response, Failure> {
    let (actor, id, after) = (reader.actor.clone(), head.project.id, cursor(after));
    let found = app.desk.read(move |conn| projects::timeline(conn, &actor, id, after)).await?;
    let text = reader.text;
    let view = desk::tickets::View::Project(id);
    let here = format!("/agent/views/{}?as=timeline", view.code());
    let title = &head.project.about.name;
    let scale = Scale::of(reader, frame, &found.bars);
    let main = html! {
        header.topbar #list-head data-region="morph" {
            h1 { (title) }
            span.spacer {}
            (new_ticket_button(reader, Some(view)))
        }
        div.scroll {
            (head.markup(reader, frame, "timeline"))
            div.plan #plan data-region="morph" {
                @if found.bars.is_empty() {
                    div.empty {
                        span.empty-art { (bits::sized_icon("chart-no-axes-column", "xl")) }
                        h2 { (text.msg_project_timeline_none()) }
                        p { (text.msg_project_timeline_none_more()) }
                    }
                } @else {
                    (scale.axis(reader))
                    ul { @for bar in &found.bars { (line(reader, frame, &scale, bar, &view.code())) } }
                }
                @if let Some((day, id)) = found.next {
                    nav.pagination.page-note aria-label=(text.msg_agent_pages()) {
                        a href={ (here) "&after=" (day.0) "." (id) } rel="next" { (text.msg_agent_page_next()) }
                    }
                }
            }
        }
    };
    let place = shell::Place { active: &view.code(), title, live: "tickets", here: &here, detail: false };
    page(shell::document(reader, frame, &place, &main))
}

/// Which days the picture shows.
struct Scale {
    first: Day,
    days: i64,
    today: Day,
    /// The first days of months, as many as have room for a name.
    months: Vec<Day>,
}

impl Scale {
    fn of(reader: &Reader, frame: &Frame, bars: &[Bar]) -> Self {
        let today = today(reader, frame);
        let earliest = bars.iter().map(|bar| opened(reader, bar).min(bar.due_on)).min().unwrap_or(today);
        let first = earliest.min(today).max(Day(today.0 - PAST_DAYS));
        let last = bars.iter().map(|bar| bar.due_on).max().unwrap_or(today);
        let last = last.clamp(today, Day(today.0 + AHEAD_DAYS));
        let days = (last.0 - first.0 + 2).max(DAYS_MIN);
        let firsts: Vec<Day> = (0..days).map(|day| Day(first.0 + day)).filter(|day| day.date().day() == 1).collect();
        let each = firsts.len() / MONTHS_NAMED + 1;
        Self { first, days, today, months: firsts.into_iter().step_by(each).collect() }
    }

    /// Where a day begins, in percent of the width with one digit after the point.
    fn at(&self, day: Day) -> String {
        let thousandths = ((day.0 - self.first.0) * 1000 / self.days).clamp(0, 1000);
        format!("{}.{}%", thousandths / 10, thousandths % 10)
    }

    fn width(&self, from: Day, to: Day) -> String {
        let from = from.max(self.first);
        let thousandths = ((to.0 + 1 - from.0).max(1) * 1000 / self.days).clamp(4, 1000);
        format!("{}.{}%", thousandths / 10, thousandths % 10)
    }

    fn axis(&self, reader: &Reader) -> Markup {
        html! {
            div.plan-row aria-hidden="true" {
                span.desktop-only {} span.desktop-only {}
                svg.chart.plan-axis {
                    @for day in &self.months {
                        text x=(self.at(*day)) y="12" dx="3" { (parts::month_of(reader, *day)) }
                    }
                    text.label x=(self.at(self.today)) y="26" text-anchor="middle" { (reader.text.msg_project_today()) }
                }
            }
        }
    }
}

/// When it was opened.
fn opened(reader: &Reader, bar: &Bar) -> Day {
    Day::of(bar.row.created_at, reader.zone.iana_name().unwrap_or("UTC"))
}

fn line(reader: &Reader, frame: &Frame, scale: &Scale, bar: &Bar, view: &str) -> Markup {
    let row = &bar.row;
    let begin = opened(reader, bar).min(bar.due_on);
    let closed = row.status.category == Category::Closed;
    let late = is_late(reader, frame, &row.status, row.due_on);
    let class = if closed {
        "ok"
    } else if late {
        "bad"
    } else {
        "s1"
    };
    html! {
        li.plan-row #{ "plan-" (row.id) } {
            span.plan-name {
                (parts::status_icon(reader, &row.status))
                a.truncate href={ "/agent/tickets/" (row.id) "?view=" (view) } { (row.subject) }
            }
            @match &row.assignee {
                Some((id, agent)) => { (parts::presence_avatar(*id, agent, None)) },
                None => { (bits::nobody(Some(&reader.text.msg_agent_unassigned()), None)) },
            }
            svg.chart.plan-bar aria-hidden="true" {
                @for day in &scale.months { line.grid x1=(scale.at(*day)) x2=(scale.at(*day)) y1="0" y2="100%" {} }
                line.plan-today x1=(scale.at(scale.today)) x2=(scale.at(scale.today)) y1="0" y2="100%" {}
                rect.(class) x=(scale.at(begin)) width=(scale.width(begin, bar.due_on)) y="20%" height="60%" rx="3" {}
            }
            span.due.plan-due data-late[late] {
                @if late { (parts::icon("triangle-alert")) span.sr-only { (reader.text.msg_project_late()) } }
                (parts::day(reader, bar.due_on))
            }
        }
    }
}
