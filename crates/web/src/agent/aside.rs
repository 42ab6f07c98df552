//! What stands beside a conversation: the requester, the properties, tags, other tickets. Phones
//! show the same in a sheet.

use desk::people::{self, Role};
use desk::tickets::{Page, Priority, Status};
use desk::{Frame, PlanId, limits};
use maud::{Markup, html};

use super::shell::bits;
use super::ticket_page::TicketModel;
use super::{conversation, planning};
use crate::parts;
use crate::reader::Reader;

/// Where the details are drawn; both places are in the document, so ids differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    Side,
    Sheet,
}

impl Spot {
    pub(super) fn id(self, name: &str) -> String {
        match self {
            Self::Side => format!("side-{name}"),
            Self::Sheet => format!("sheet-{name}"),
        }
    }
}

/// The pane at the side.
pub(crate) fn pane(reader: &Reader, frame: &Frame, model: &TicketModel) -> Markup {
    html! {
        aside.aside #details data-region="morph" tabindex="0" aria-label=(reader.text.msg_agent_details()) {
            (details(reader, frame, model, Spot::Side))
        }
    }
}

/// The sheet of phones.
pub(crate) fn sheet(reader: &Reader, frame: &Frame, model: &TicketModel) -> Markup {
    let text = reader.text;
    html! {
        dialog.dialog #details-sheet closedby="any" aria-labelledby="details-title" {
            div.dialog-head {
                div { h2 #details-title { (text.msg_agent_details()) } }
                button.btn type="button" data-variant="quiet" data-icon data-size="s" commandfor="details-sheet"
                    command="close" aria-label=(text.msg_agent_close_dialog()) { (parts::icon("x")) }
            }
            div.dialog-body.details-body #details-body data-region="morph" {
                (details(reader, frame, model, Spot::Sheet))
            }
        }
    }
}

fn details(reader: &Reader, frame: &Frame, model: &TicketModel, spot: Spot) -> Markup {
    let (text, page) = (reader.text, model.page);
    let properties = properties(reader, frame, model, spot);
    html! {
        (disclosure(spot, "requester", &html! { (text.msg_agent_requester()) }, &requester(reader, page)))
        (disclosure(spot, "properties", &html! { (text.msg_agent_properties()) }, &properties))
        (disclosure(spot, "tags", &html! { (text.msg_agent_tags()) }, &tags(reader, model, spot)))
        @if !page.others.is_empty() {
            @let title = html! { (text.msg_agent_others()) " " span.count { (page.others.len()) } };
            (disclosure(spot, "others", &title, &others(reader, page)))
        }
    }
}

fn disclosure(spot: Spot, name: &str, title: &Markup, body: &Markup) -> Markup {
    html! {
        details.disclosure #(spot.id(name)) open {
            summary {
                (title)
                svg class="i chev" data-size="s" aria-hidden="true" {
                    use href={ (crate::assets::url("icons.svg")) "#i-chevron-right" } {}
                }
            }
            div.disclosure-body { (body) }
        }
    }
}

fn requester(reader: &Reader, page: &Page) -> Markup {
    let text = reader.text;
    let person = &page.requester;
    let language = if page.ticket.language.is_empty() { &person.language } else { &page.ticket.language };
    let speaks = match language.as_str() {
        "en" => text.msg_agent_speaks_en(),
        "fr" => text.msg_agent_speaks_fr(),
        _ => String::new(),
    };
    let about = [person.title.as_str(), speaks.as_str()];
    let about: Vec<&str> = about.into_iter().filter(|part| !part.is_empty()).collect();
    html! {
        div.person {
            (bits::sized_avatar(person.id, &person.name, "l"))
            b.truncate { (person.name) }
            @if !about.is_empty() { span.meta { (about.join(" · ")) } }
        }
        ul.contact-list {
            @if people::has_address(&person.address) {
                li { (parts::icon("mail")) a.truncate href={ "mailto:" (person.address) } { (person.address) } }
            }
            @if !person.returned.is_empty() {
                li.returned { (parts::icon("triangle-alert")) span { (conversation::no_mail(reader, &person.returned)) } }
            }
            @if let Some(company) = &person.company {
                li { (parts::icon("building-2")) span.truncate { (company) } }
            }
            @for (_, name) in &page.participants {
                li { (parts::icon("users-round")) span.truncate { (name) } span.meta { (text.msg_agent_takes_part()) } }
            }
        }
    }
}

fn properties(reader: &Reader, frame: &Frame, model: &TicketModel, spot: Spot) -> Markup {
    let text = reader.text;
    html! {
        dl.props {
            div { dt { (text.msg_agent_status()) } dd { (status(reader, frame, model, spot)) } }
            @if has_types(frame, model) {
                div { dt { (text.msg_agent_type()) } dd { (kind(reader, frame, model, spot)) } }
            }
            div { dt { (text.msg_agent_priority()) } dd { (priority(reader, model, spot)) } }
            div { dt { (text.msg_agent_assignee()) } dd { (assignee(reader, frame, model, spot)) } }
            div { dt { (text.msg_agent_department()) } dd { (department(reader, frame, model, spot)) } }
            @if frame.plans.len() > 1 && model.page.requester.role == Role::Customer {
                div { dt { (text.msg_plans_plan()) } dd { (plan(frame, model, spot)) } }
            }
            (planning::rows(reader, frame, model, spot))
        }
        (parts::error_line(reader, model.errors, "assignee"))
        @for field in ["department", "project", "due_on", "estimate"] { (parts::error_line(reader, model.errors, field)) }
    }
}

/// A property that opens the menu of what it can be; each item is a button of one form.
pub(super) fn property(
    model: &TicketModel,
    menu: &str,
    path: &str,
    key: Option<&str>,
    value: &Markup,
    items: &Markup,
) -> Markup {
    html! {
        button.prop type="button" popovertarget=(menu) data-key=[key] { (value) }
        div.menu #(menu) popover {
            form method="post" action={ "/agent/tickets/" (model.page.ticket.id) "/" (path) } data-enhance {
                input type="hidden" name="view" value=(model.view.code());
                (items)
            }
        }
    }
}

/// The requester's plan, where there are several.
fn plan(frame: &Frame, model: &TicketModel, spot: Spot) -> Markup {
    let current =
        model.page.requester.plan.as_ref().map(|(id, _)| *id).or_else(|| frame.plans.first().map(|(id, _)| *id));
    let name = |(_, name): &(PlanId, String)| name.clone();
    let value = frame.plans.iter().find(|(id, _)| Some(*id) == current).map(name).unwrap_or_default();
    let items = html! {
        @for (id, name) in &frame.plans {
            @let active = Some(*id) == current;
            button.menu-item type="submit" name="plan" value=(id) data-active[active]
                aria-current=[active.then_some("true")] { span.truncate { (name) } }
        }
    };
    let shown = html! { (parts::icon("id-card")) span.truncate { (value) } };
    property(model, &spot.id("plan-menu"), "plan", None, &shown, &items)
}

/// Whether there is any type to choose.
fn has_types(frame: &Frame, model: &TicketModel) -> bool {
    frame.types.iter().filter(|kind| kind.enabled || kind.id == model.page.ticket.kind).count() > 1
}

/// The type; its menu says which status the ticket goes to.
fn kind(reader: &Reader, frame: &Frame, model: &TicketModel, spot: Spot) -> Markup {
    let ticket = &model.page.ticket;
    let Some(current) = frame.kind(ticket.kind) else { return html! {} };
    let value = html! { (parts::icon(&current.icon)) span.truncate { (parts::type_name(reader, current)) } };
    let items = html! {
        @for kind in frame.types.iter().filter(|kind| kind.enabled) {
            @let own = kind.id == ticket.kind;
            @let to = if own { Some(&ticket.status) } else { kind.nearest(ticket.status.category) };
            @if let Some(to) = to {
                button.menu-item type="submit" name="type" value={ (kind.id) "/" (to.id) } data-active[own]
                    aria-current=[own.then_some("true")] {
                    (parts::icon(&kind.icon)) span { (parts::type_name(reader, kind)) }
                    span.meta { (parts::status_name(reader, to)) }
                }
            }
        }
    };
    property(model, &spot.id("type-menu"), "type", Some("y"), &value, &items)
}

fn status(reader: &Reader, frame: &Frame, model: &TicketModel, spot: Spot) -> Markup {
    let current = &model.page.ticket.status;
    let named = |status: &Status| {
        html! { (bits::silent(&parts::status_icon(reader, status))) span { (parts::status_name(reader, status)) } }
    };
    let statuses = frame.kind(model.page.ticket.kind).map_or(&[][..], |kind| &kind.statuses);
    let items = html! {
        @for status in statuses {
            @let active = status.id == current.id;
            button.menu-item type="submit" name="status" value=(status.id) data-active[active]
                aria-current=[active.then_some("true")] { (named(status)) }
        }
    };
    property(model, &spot.id("status-menu"), "status", Some("s"), &named(current), &items)
}

fn priority(reader: &Reader, model: &TicketModel, spot: Spot) -> Markup {
    let current = model.page.ticket.priority;
    let named = |priority: Priority| {
        html! {
            (bits::silent(&parts::priority_icon(reader, priority)))
            span { (parts::priority_name(reader, priority)) }
        }
    };
    let items = html! {
        @for priority in Priority::ALL.iter().copied().rev() {
            button.menu-item type="submit" name="priority" value=(priority.code()) data-active[priority == current]
                aria-current=[(priority == current).then_some("true")] { (named(priority)) }
        }
    };
    property(model, &spot.id("priority-menu"), "priority", Some("p"), &named(current), &items)
}

fn assignee(reader: &Reader, frame: &Frame, model: &TicketModel, spot: Spot) -> Markup {
    let text = reader.text;
    let ticket = &model.page.ticket;
    let (me, current) = (reader.actor.person, ticket.assignee);
    let value = match current {
        Some(id) => {
            let former = text.msg_agent_former();
            let name = bits::agent(frame, id).unwrap_or(&former);
            html! { (bits::sized_avatar(id, name, "xs")) span.truncate { (name) } }
        }
        None => html! { (bits::nobody(None, Some("xs"))) span { (text.msg_agent_nobody()) } },
    };
    let items = html! {
        @if let Some(me) = me {
            button.menu-item type="submit" name="assignee" value=(me) data-active[current == Some(me)]
                aria-current=[(current == Some(me)).then_some("true")] {
                (parts::avatar(me, &reader.actor.name)) (text.msg_agent_to_me())
            }
        }
        button.menu-item type="submit" name="assignee" value="" data-active[current.is_none()]
            aria-current=[current.is_none().then_some("true")] {
            (bits::nobody(None, None)) (text.msg_agent_nobody())
        }
        hr;
        @for agent in frame.able(ticket.department, ticket.company).filter(|agent| Some(agent.id) != me) {
            button.menu-item type="submit" name="assignee" value=(agent.id) data-active[current == Some(agent.id)]
                aria-current=[(current == Some(agent.id)).then_some("true")] {
                (parts::avatar(agent.id, &agent.name)) span.truncate { (agent.name) }
            }
        }
    };
    property(model, &spot.id("assignee-menu"), "assignment", Some("a"), &value, &items)
}

fn department(reader: &Reader, frame: &Frame, model: &TicketModel, spot: Spot) -> Markup {
    let current = model.page.ticket.department;
    let unknown = reader.text.msg_settings_archived();
    let (service, name) = bits::department(frame, current).unwrap_or(("", &unknown));
    let value = html! { (parts::icon("layers-2")) span.truncate title={ (service) " ▸ " (name) } { (name) } };
    let items = html! {
        @for service in &frame.services {
            p.menu-label { (service.name) }
            @for department in &service.departments {
                button.menu-item type="submit" name="department" value=(department.id)
                    data-active[department.id == current]
                    aria-current=[(department.id == current).then_some("true")] { (department.name) }
            }
        }
    };
    property(model, &spot.id("department-menu"), "department", Some("t"), &value, &items)
}

fn tags(reader: &Reader, model: &TicketModel, spot: Spot) -> Markup {
    let text = reader.text;
    let ticket = model.page.ticket.id;
    let (menu, field) = (spot.id("tag-menu"), spot.id("tag"));
    html! {
        div.cluster {
            @for tag in &model.page.tags {
                form.tag method="post" action={ "/agent/tickets/" (ticket) "/tags/remove" } data-enhance {
                    (tag)
                    input type="hidden" name="view" value=(model.view.code());
                    input type="hidden" name="tag" value=(tag);
                    button type="submit" aria-label=(text.msg_agent_tag_remove(tag)) { (parts::icon("x")) }
                }
            }
            button.btn type="button" data-variant="quiet" data-size="s" popovertarget=(menu) data-key="l" {
                (parts::icon("plus")) (text.msg_agent_tag()) (bits::keys(&["L"]))
            }
        }
        (parts::error_line(reader, model.errors, "tag"))
        div.menu #(menu) popover data-align="end" {
            form.menu-item-field method="post" action={ "/agent/tickets/" (ticket) "/tags" } data-enhance {
                input type="hidden" name="view" value=(model.view.code());
                label for=(field) { (text.msg_agent_tag()) }
                input.input #(field) name="tag" type="text" required maxlength=(limits::TAG_CHARS_MAX)
                    autocomplete="off" autofocus;
                button.btn type="submit" { (text.msg_agent_add()) }
            }
        }
    }
}

fn others(reader: &Reader, page: &Page) -> Markup {
    html! {
        ul.mini-list {
            @for other in &page.others {
                li {
                    a href={ "/agent/tickets/" (other.id) } {
                        (parts::status_icon(reader, &other.status))
                        span.truncate { (other.subject) }
                        span.meta { (parts::time(reader, other.updated_at)) }
                    }
                }
            }
        }
    }
}
