//! The rows of a list, grouped by the day of their last activity.

use desk::community::Visibility;
use desk::tickets::{ListRow, StandardView, View};
use desk::{Frame, Time};
use maud::{Markup, html};

use super::ListModel;
use crate::agent::planning::due_tag;
use crate::agent::shell::bits;
use crate::parts;
use crate::reader::Reader;

/// Agents that a row offers; the ticket offers all.
const AGENTS_OFFERED: usize = 50;

/// The days that rows are grouped under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    /// High and urgent ones, whenever they were written.
    Important,
    Today,
    Yesterday,
    ThisWeek,
    Earlier,
    /// Search results, whose order is that of the matches.
    Found,
}

impl Group {
    fn code(self) -> &'static str {
        match self {
            Self::Important => "important",
            Self::Today => "today",
            Self::Yesterday => "yesterday",
            Self::ThisWeek => "week",
            Self::Earlier => "earlier",
            Self::Found => "found",
        }
    }

    fn name(self, reader: &Reader) -> String {
        let text = reader.text;
        match self {
            Self::Important => text.msg_agent_group_important(),
            Self::Today => text.msg_agent_group_today(),
            Self::Yesterday => text.msg_agent_group_yesterday(),
            Self::ThisWeek => text.msg_agent_group_week(),
            Self::Earlier => text.msg_agent_group_earlier(),
            Self::Found => text.msg_agent_group_found(),
        }
    }

    fn of(reader: &Reader, at: Time) -> Self {
        let day = |at: Time| at.timestamp().to_zoned(reader.zone.clone()).date();
        let today = day(reader.now);
        let days_ago = today.duration_since(day(at)).as_hours() / 24;
        match days_ago {
            ..=0 => Self::Today,
            1 => Self::Yesterday,
            _ if days_ago <= i64::from(today.weekday().to_monday_zero_offset()) => Self::ThisWeek,
            _ => Self::Earlier,
        }
    }
}

/// The rows under their headings. Rows come sorted, so each group is one stretch of them.
pub(super) fn groups(reader: &Reader, frame: &Frame, model: &ListModel) -> Markup {
    let mut groups: Vec<(Group, Vec<&ListRow>)> = Vec::new();
    for row in model.rows {
        let group = match model.view {
            None => Group::Found,
            Some(view) if row.important && view.has_important_first() => Group::Important,
            Some(_) => Group::of(reader, row.updated_at),
        };
        match groups.last_mut() {
            Some((last, rows)) if *last == group => rows.push(row),
            _ => groups.push((group, vec![row])),
        }
    }
    let from = origin(model);
    html! {
        @for (group, rows) in &groups {
            section #{ "group-" (group.code()) } aria-labelledby={ "head-" (group.code()) } {
                header.group-head {
                    h2 #{ "head-" (group.code()) } { (group.name(reader)) }
                    span.count #{ "count-" (group.code()) } { (rows.len()) }
                }
                ul.rows { @for row in rows { (ticket_row(reader, frame, model, row, &from)) } }
            }
        }
    }
}

/// What a ticket's page needs to lead back here.
fn origin(model: &ListModel) -> String {
    match (model.query, model.view.map(View::code)) {
        (Some(query), _) => format!("?q={}", bits::encode(query)),
        (None, Some(code)) => format!("?view={code}"),
        (None, None) => String::new(),
    }
}

fn ticket_row(reader: &Reader, frame: &Frame, model: &ListModel, row: &ListRow, from: &str) -> Markup {
    let text = reader.text;
    let (requester, name) = &row.requester;
    html! {
        li.row #{ "row-" (row.id) } data-unread[row.unread] {
            label.row-check {
                input type="checkbox" name="ids" value=(row.id) form="bulk"
                    aria-label=(text.msg_agent_select_ticket(row.id.to_string()));
            }
            (parts::priority_icon(reader, row.priority))
            (parts::status_icon(reader, &row.status))
            span.row-who {
                (parts::avatar(*requester, name))
                span.truncate {
                    (name)
                    @if let Some(company) = &row.company { " " span.co { (company) } }
                }
            }
            a.row-link href={ "/agent/tickets/" (row.id) (from) } {
                @if row.unread { span.sr-only { (text.msg_agent_unread()) " " } }
                span.row-subject.truncate {
                    @if row.subject.is_empty() { (text.msg_agent_no_subject()) } @else { (row.subject) }
                }
                span.row-snippet.truncate { (row.preview) }
            }
            span.row-tags {
                @if row.visibility != Visibility::Private { span.tag title=(text.msg_agent_public()) { (parts::icon("users-round")) span.sr-only { (text.msg_agent_public()) } } }
                @if let Some(kind) = frame.kind(row.kind).filter(|kind| !kind.is_first()) {
                    span.tag data-type { (parts::icon(&kind.icon)) (parts::type_name(reader, kind)) }
                }
                (due_tag(reader, frame, row))
                @for tag in &row.tags { span.tag { (tag) } }
            }
            span.row-dept.truncate title=(row.department) { (row.department) }
            (length(reader, row.messages))
            span.row-end { (in_charge(reader, model, row)) @if is_question(model) { (assign(reader, frame, row)) } }
            (parts::time(reader, row.updated_at))
        }
    }
}

fn is_question(model: &ListModel) -> bool {
    matches!(model.view, Some(View::Standard(StandardView::Questions | StandardView::SettledQuestions)))
}

/// Who is in charge, by name, and a list of who may be.
fn assign(reader: &Reader, frame: &Frame, row: &ListRow) -> Markup {
    let text = reader.text;
    let menu = format!("assign-{}", row.id);
    let name = row.assignee.as_ref().map_or_else(|| text.msg_agent_unassigned(), |(_, name)| name.clone());
    html! {
        button.btn.assign type="button" data-variant="quiet" data-size="s" popovertarget=(menu)
            aria-label=(text.msg_agent_assign_row(&row.subject, &name)) { span.truncate { (name) } }
        div.menu #(menu) popover data-align="end" {
            form method="post" action={ "/agent/tickets/" (row.id) "/assignment" } data-enhance {
                input type="hidden" name="view" value=(reader.here);
                @for agent in frame.able(row.within.0, row.within.1).take(AGENTS_OFFERED) {
                    button.menu-item type="submit" name="assignee" value=(agent.id) { (parts::avatar(agent.id, &agent.name)) (agent.name) }
                }
                hr;
                button.menu-item type="submit" name="assignee" value="" { (bits::nobody(None, None)) (text.msg_agent_unassigned()) }
            }
        }
    }
}

/// How long the conversation is already.
fn length(reader: &Reader, messages: i64) -> Markup {
    let words = reader.text.msg_agent_messages(messages);
    html! {
        span.sla data-state="ok" title=(words) {
            @if messages > 1 {
                (parts::icon("message-circle"))
                span aria-hidden="true" { (messages) }
                span.sr-only { (words) }
            }
        }
    }
}

/// Who has the ticket, or who is writing in it just now.
fn in_charge(reader: &Reader, model: &ListModel, row: &ListRow) -> Markup {
    let text = reader.text;
    html! {
        @if let Some((_, writer)) = model.writing.iter().find(|(ticket, _)| *ticket == row.id) {
            @let words = text.msg_agent_is_replying(writer);
            span.typing role="img" aria-label=(words) title=(words) { i {} i {} i {} }
        } @else if let Some((assignee, name)) = &row.assignee {
            (parts::presence_avatar(*assignee, name, None))
        } @else {
            (bits::nobody(Some(&text.msg_agent_unassigned()), None))
        }
    }
}
