//! Lines of the timeline: who did what, and because of what.

use desk::automation::{Element, Operator};
use desk::event::Kind;
use desk::tickets::{Category, EventLine, Mark, Place, Priority};
use desk::{DepartmentId, Frame, PersonId, Time};
use maud::{Markup, html};

use super::planning::project_name;
use super::projects::effort;
use super::settings::names;
use super::settings::words::rule_name;
use super::shell::bits::{self, SLOT, bold, filled};
use super::{conversation, moderation, scheduled};
use crate::parts;
use crate::reader::Reader;

/// One line of the timeline.
pub(crate) fn event(reader: &Reader, frame: &Frame, event: &EventLine) -> Markup {
    let sentence = sentence(reader, frame, event);
    html! {
        li.event #{ "event_" (event.id) } {
            span.event-icon { (parts::icon(symbol(event))) }
            div {
                @if event.undone {
                    del { (sentence) } " " (reader.text.msg_agent_event_undone())
                } @else {
                    (sentence)
                }
                @if let Some(why) = why(reader, event) {
                    " " span.why { (reader.text.msg_agent_because()) " " span { (why) } }
                }
                " " (parts::time(reader, event.at))
                @if event.returns {
                    " "
                    form.inline method="post" action={ "/agent/undo/" (event.id) "?alone=1" } data-enhance {
                        button.text-button type="submit" { (reader.text.msg_undo()) }
                    }
                }
            }
        }
    }
}

fn symbol(event: &EventLine) -> &'static str {
    match event.kind {
        Kind::TicketOpened => "inbox",
        Kind::TypeChanged => "shapes",
        Kind::StatusChanged => match Mark::parse(&event.after).map(|mark| mark.category) {
            Some(Category::WaitingAgent) => "hourglass",
            Some(Category::WaitingCustomer) => "message-circle-more",
            Some(Category::Closed) => "check",
            _ => "circle-dot",
        },
        Kind::Assigned => "user",
        Kind::PriorityChanged => "signal-high",
        Kind::TagAdded | Kind::TagRemoved => "tag",
        Kind::DepartmentChanged => "route",
        Kind::ProjectChanged => "presentation",
        Kind::DueChanged => "flag",
        Kind::EstimateChanged => "timer",
        Kind::Placed => match Place::from_code(&event.after) {
            Some(Place::Spam) => "ban",
            Some(Place::Trash) => "trash-2",
            _ => "rotate-ccw",
        },
        Kind::MergedIn | Kind::MergedAway => "merge",
        Kind::SplitOff | Kind::SplitFrom | Kind::Parted => "split",
        Kind::MessageMoved | Kind::MessageCame => "forward",
        Kind::MailReread => "refresh-cw",
        Kind::ChatTaken | Kind::ChatInvited | Kind::ChatEnded | Kind::ChatMissed => "messages-square",
        Kind::ChatRated => "star",
        Kind::Acknowledged | Kind::Notified | Kind::WebhookCalled => "send",
        Kind::ReplyWithdrawn | Kind::AnswerUnscheduled => "undo-2",
        Kind::AnswerScheduled => "alarm-clock",
        Kind::FileLinkChanged => "link",
        Kind::MailFailed | Kind::AnswerReturned | Kind::AnswerKept | Kind::RulesStopped => "triangle-alert",
        _ => "zap",
    }
}

/// Who did what. Some things are said without who: nobody did them.
fn sentence(reader: &Reader, frame: &Frame, event: &EventLine) -> Markup {
    let text = reader.text;
    match event.kind {
        Kind::TicketOpened if !is_person(event) => html! { (text.msg_agent_event_opened()) },
        Kind::PostHeld => html! { (text.msg_agent_event_held(moderation::why_held(reader, &event.after))) },
        Kind::AnswerReturned => {
            let why = conversation::returned(reader, &event.after);
            match event.before.as_str() {
                "" => bold(&text.msg_agent_event_answer_returned(SLOT), &why),
                address => bold(&text.msg_agent_event_answer_not_delivered(SLOT, &why), address),
            }
        }
        Kind::AnswerKept => html! { (text.msg_scheduled_event_kept(scheduled::why(reader, &event.after))) },
        Kind::MailFailed => bold(&text.msg_agent_event_mail_failed(SLOT), &event.after),
        Kind::RulesStopped if event.because.starts_with("filter_") => {
            bold(&text.msg_agent_event_filter_stopped(SLOT), &event.after)
        }
        Kind::RulesStopped => bold(&text.msg_agent_event_rule_stopped(SLOT), &rule_name(reader, &event.after)),
        _ => html! { (subject(reader, event)) " " (deed(reader, frame, event)) },
    }
}

fn is_person(event: &EventLine) -> bool {
    matches!(event.actor_kind.as_str(), "agent" | "customer") && !event.actor.is_empty()
}

fn subject(reader: &Reader, event: &EventLine) -> Markup {
    let text = reader.text;
    if event.actor_kind == "rule" {
        return bold(&text.msg_agent_event_rule(SLOT), &rule_name(reader, &event.actor));
    }
    html! { b { @if is_person(event) { (event.actor) } @else { (text.msg_agent_event_desk()) } } }
}

fn deed(reader: &Reader, frame: &Frame, event: &EventLine) -> Markup {
    let text = reader.text;
    let after = event.after.as_str();
    match event.kind {
        Kind::TicketOpened => html! { (text.msg_agent_event_opened_by()) },
        Kind::ChatTaken => html! { (text.msg_agent_event_chat_taken()) " " (after) " s" },
        Kind::ChatInvited => {
            let name = after.parse().ok().and_then(|id| bits::agent(frame, id)).unwrap_or_default();
            html! { (text.msg_agent_event_chat_invited()) " " b { (name) } }
        }
        Kind::ChatEnded => html! { (text.msg_agent_event_chat_ended()) },
        Kind::ChatMissed => html! { (text.msg_agent_event_chat_missed()) },
        Kind::ChatRated => html! { (text.msg_agent_event_chat_rated()) " " (after) "/5" },
        Kind::StatusChanged => status_deed(reader, frame, event),
        Kind::TypeChanged => type_deed(reader, frame, event),
        Kind::Assigned => assigned_deed(reader, frame, event),
        Kind::PriorityChanged => {
            let name = Priority::from_code(after).map(|priority| parts::priority_name(reader, priority));
            bold(&text.msg_agent_event_priority(SLOT), name.as_deref().unwrap_or(after))
        }
        Kind::TagAdded => bold(&text.msg_agent_event_tag_added(SLOT), after),
        Kind::TagRemoved => bold(&text.msg_agent_event_tag_removed(SLOT), &event.before),
        Kind::DepartmentChanged => {
            let known = after.parse::<DepartmentId>().ok().and_then(|id| bits::department(frame, id));
            let name = known.map(|(service, department)| format!("{service} ▸ {department}"));
            bold(&text.msg_agent_event_department(SLOT), name.as_deref().unwrap_or(after))
        }
        Kind::ProjectChanged => match after.parse() {
            Ok(id) => bold(&text.msg_agent_event_project(SLOT), &project_name(reader, frame, id)),
            Err(_) => html! { (text.msg_agent_event_no_project()) },
        },
        Kind::DueChanged => match after.parse() {
            Ok(day) => filled(&text.msg_agent_event_due(SLOT), &html! { b { (parts::day(reader, day)) } }),
            Err(_) => html! { (text.msg_agent_event_no_due()) },
        },
        Kind::EstimateChanged => match after.parse() {
            Ok(minutes) => bold(&text.msg_agent_event_estimate(SLOT), &effort::words(minutes)),
            Err(_) => html! { (text.msg_agent_event_no_estimate()) },
        },
        Kind::Placed => match Place::from_code(after) {
            Some(Place::Spam) => html! { (text.msg_agent_event_spam()) },
            Some(Place::Trash) => html! { (text.msg_agent_event_deleted()) },
            _ => html! { (text.msg_agent_event_put_back()) },
        },
        Kind::MergedIn => filled(&text.msg_agent_event_merged_in(SLOT), &ticket(after)),
        Kind::MergedAway => filled(&text.msg_agent_event_merged_away(SLOT), &ticket(after)),
        Kind::SplitOff => filled(&text.msg_agent_event_split_off(SLOT), &ticket(after)),
        Kind::SplitFrom => filled(&text.msg_agent_event_split_from(SLOT), &ticket(&event.before)),
        Kind::MessageMoved => filled(&text.msg_agent_event_message_moved(SLOT), &ticket(after)),
        Kind::MessageCame => filled(&text.msg_agent_event_message_came(SLOT), &ticket(&event.before)),
        Kind::Parted => filled(&text.msg_agent_event_parted(SLOT), &ticket(&event.before)),
        Kind::MailReread => html! { (text.msg_agent_event_reread()) },
        Kind::Acknowledged => html! { (text.msg_agent_event_acknowledged()) },
        Kind::Notified => {
            let agent = after.parse::<PersonId>().ok().and_then(|id| bits::agent(frame, id));
            bold(&text.msg_agent_event_notified(SLOT), agent.unwrap_or("?"))
        }
        Kind::AnswerScheduled => {
            let at = event.after.parse().map(|at| parts::moment(reader, Time(at))).unwrap_or_default();
            bold(&text.msg_scheduled_event(SLOT), &at)
        }
        Kind::FileLinkChanged => match after.parse() {
            Ok(until) => {
                bold(&text.msg_agent_event_link_renewed(SLOT, parts::moment(reader, Time(until))), &event.before)
            }
            Err(_) => bold(&text.msg_agent_event_link_ended(SLOT), &event.before),
        },
        Kind::AnswerUnscheduled => html! { (text.msg_scheduled_event_back()) },
        Kind::ReplyWithdrawn => html! { (text.msg_agent_event_withdrawn()) },
        Kind::WebhookCalled => html! { (text.msg_agent_event_webhook()) },
        Kind::Reported => html! { (text.msg_agent_event_reported()) },
        kind => {
            let moderated = moderation::did(reader, kind, &event.before, after);
            html! { @if moderated.is_empty() { (text.msg_agent_event_other()) } @else { (moderated) } }
        }
    }
}

fn ticket(number: &str) -> Markup {
    html! { a href={ "/agent/tickets/" (number) } { "#" (number) } }
}

/// Closing and reopening have words of their own, unless the status has a name that says more.
fn status_deed(reader: &Reader, frame: &Frame, event: &EventLine) -> Markup {
    let text = reader.text;
    let Some(after) = Mark::parse(&event.after) else {
        return bold(&text.msg_agent_event_status(SLOT), &event.after);
    };
    let name = parts::mark_name(reader, frame, after);
    let before = Mark::parse(&event.before).map(|mark| mark.category);
    if name == parts::category_name(reader, after.category) {
        match (before, after.category) {
            (_, Category::Closed) => return html! { (text.msg_agent_event_closed()) },
            (Some(Category::Closed), Category::Open) => return html! { (text.msg_agent_event_reopened()) },
            _ => {}
        }
    }
    bold(&text.msg_agent_event_status(SLOT), &name)
}

/// From which type and status to which.
fn type_deed(reader: &Reader, frame: &Frame, event: &EventLine) -> Markup {
    let named = |value: &str| {
        let (kind, mark) = value.split_once('/')?;
        let kind = frame.kind(kind.parse().ok()?)?;
        let status = parts::mark_name(reader, frame, Mark::parse(mark)?);
        Some(format!("{} ({status})", parts::type_name(reader, kind)))
    };
    let from = named(&event.before).unwrap_or_default();
    bold(&reader.text.msg_agent_event_type(from, SLOT), named(&event.after).as_deref().unwrap_or(&event.after))
}

fn assigned_deed(reader: &Reader, frame: &Frame, event: &EventLine) -> Markup {
    let text = reader.text;
    if event.after.is_empty() {
        return html! { (text.msg_agent_event_unassigned()) };
    }
    let agent = event.after.parse::<PersonId>().ok().and_then(|id| bits::agent(frame, id));
    match agent {
        Some(name) if event.actor_kind == "agent" && name == event.actor => {
            html! { (text.msg_agent_event_taken()) }
        }
        Some(name) => bold(&text.msg_agent_event_assigned(SLOT), name),
        None => bold(&text.msg_agent_event_assigned(SLOT), &text.msg_agent_former()),
    }
}

/// Why it happened: what caused it, else the stated reason.
fn why(reader: &Reader, event: &EventLine) -> Option<String> {
    let text = reader.text;
    let caused = event.cause.as_ref().and_then(|(kind, actor)| match kind {
        Kind::TicketOpened => Some(text.msg_agent_why_opened()),
        Kind::CustomerReplied | Kind::AgentReplied if actor.is_empty() => None,
        Kind::CustomerReplied | Kind::AgentReplied => Some(text.msg_agent_why_replied(actor)),
        _ => None,
    });
    // What a filter saw says more than that the ticket was new.
    let stated = reason(reader, &event.because);
    let says_more = event.because.starts_with("filter_")
        || event.because == "blocked_sender"
        || event.kind == Kind::RulesStopped && !event.because.is_empty();
    if says_more { stated } else { caused.or(stated) }
}

/// A reason code in words; a code that is not known here is shown as it is.
pub(crate) fn reason(reader: &Reader, because: &str) -> Option<String> {
    let text = reader.text;
    let (code, argument) = because.split_once(':').unwrap_or((because, ""));
    Some(match code {
        "" => return None,
        "sent_to" => text.msg_agent_why_sent_to(argument),
        "import" => text.msg_agent_why_import(argument),
        "form" => text.msg_agent_why_form(),
        "by_agent" => text.msg_agent_why_by_agent(),
        "portal" => text.msg_agent_because_portal(),
        "by_program" => text.msg_agent_why_by_program(),
        "token" => text.msg_agent_why_token(),
        "references" => text.msg_agent_why_references(),
        "apart" => text.msg_agent_why_apart(),
        "moved" => text.msg_agent_why_moved(),
        "blocked_sender" => text.msg_agent_why_blocked(),
        "again" => text.msg_agent_why_again(),
        "budget" => text.msg_agent_why_budget(),
        "mails" => text.msg_agent_why_mails(),
        "paused" => text.msg_agent_why_paused(),
        "failed" => text.msg_agent_why_failed(),
        "status_deleted" => text.msg_agent_why_status_deleted(),
        "customer_wrote" => text.msg_agent_why_customer_wrote(),
        "comment" => text.msg_agent_why_comment(),
        "closed_topic" | "refused_locked" => text.msg_agent_why_refused_locked(),
        "refused_rules" => text.msg_agent_why_refused_rules(),
        "refused_banned" | "refused_silenced" => text.msg_agent_why_refused_person(),
        "refused_fast" => text.msg_agent_why_refused_fast(),
        "taken_back" => text.msg_moderation_taken_back(),
        code if code.starts_with("filter_") => return Some(filter_reason(reader, code, argument)),
        "agent_answer" => text.msg_agent_why_answer(),
        "answer_stale" => text.msg_agent_why_answer_stale(),
        "answer_unclear" => text.msg_agent_why_answer_unclear(),
        "answer_refused" => text.msg_agent_why_answer_refused(),
        "unknown_sender" => text.msg_agent_why_unknown_sender(argument),
        _ => because.to_owned(),
    })
}

/// What a filter saw: the element, the comparison, and with what.
fn filter_reason(reader: &Reader, code: &str, value: &str) -> String {
    let condition = Element::ALL.iter().find_map(|element| {
        let operator = code.strip_prefix("filter_")?.strip_prefix(element.code())?.strip_prefix('_')?;
        Some((*element, Operator::from_code(operator)?))
    });
    match condition {
        Some((element, operator)) => {
            let (element, operator) = (names::element(reader, element), names::operator(reader, operator));
            reader.text.msg_agent_why_filter(&element, &operator, value)
        }
        None => format!("{code}: {value}"),
    }
}
