//! What can be done to all selected tickets at once. The boxes in the rows belong to this form.

use desk::tickets::{Category, Priority, StandardView, View};
use desk::{Frame, limits};
use maud::{Markup, html};

use crate::agent::shell::bits;
use crate::parts;
use crate::reader::Reader;

/// The bar that a selection brings up.
pub(super) fn bar(reader: &Reader, frame: &Frame, view: Option<View>, back: &str) -> Markup {
    let text = reader.text;
    html! {
        form.bulkbar #bulk method="post" action="/agent/tickets/bulk" data-enhance
            aria-label=(text.msg_agent_bulk()) data-label=(text.msg_agent_bulk_label()) {
            input type="hidden" name="back" value=(back);
            // First in the form, so that the enter key in its field presses its button.
            (tag_menu(reader))
            span.bulk-count { span data-bulk-count { "0" } span.desktop-only { " " (text.msg_agent_bulk_selected()) } }
            hr.desktop-only;
            (opener("bulk-assign", "a", "user-plus", &text.msg_agent_assign()))
            (opener("bulk-status", "s", "circle-dot", &text.msg_agent_status()))
            (opener("bulk-priority", "p", "signal-high", &text.msg_agent_priority()))
            (opener("bulk-tag", "l", "tag", &text.msg_agent_tag()))
            button.btn type="submit" name="action" value={ "status:" (Category::Closed.code()) } data-variant="quiet"
                data-size="s" data-key="e" data-palette=(text.msg_agent_close()) {
                (parts::icon("check"))
                span { (text.msg_agent_close()) }
                (bits::keys(&["E"]))
            }
            (opener("bulk-more", "o", "ellipsis", &text.msg_agent_more_short()))
            hr.desktop-only;
            button.btn type="button" data-variant="quiet" data-size="s" data-icon data-clear-selection
                aria-label=(text.msg_agent_bulk_clear()) title={ (text.msg_agent_bulk_clear()) " (Esc)" } {
                (parts::icon("x"))
            }
            (assign_menu(reader, frame))
            (status_menu(reader))
            (priority_menu(reader))
            (more_menu(reader, frame, view))
        }
    }
}

/// Where else the selected tickets can go.
fn more_menu(reader: &Reader, frame: &Frame, view: Option<View>) -> Markup {
    let text = reader.text;
    let away = matches!(view, Some(View::Standard(StandardView::Spam | StandardView::Trash)));
    html! {
        div.menu #bulk-more popover data-side="top" data-align="end" {
            @if away {
                button.menu-item type="submit" name="action" value="place:" {
                    (parts::icon("rotate-ccw")) (text.msg_agent_put_back())
                }
            }
            @if view != Some(View::Standard(StandardView::Spam)) {
                button.menu-item type="submit" name="action" value="place:spam" data-key="!" {
                    (parts::icon("ban")) (text.msg_agent_spam()) (bits::keys(&["!"]))
                }
            }
            @if view != Some(View::Standard(StandardView::Trash)) {
                button.menu-item type="submit" name="action" value="place:trash" data-key="#" data-tone="danger" {
                    (parts::icon("trash-2")) (text.msg_agent_delete()) (bits::keys(&["#"]))
                }
            }
            button.menu-item type="submit" name="action" value="merge" data-key="m" {
                (parts::icon("merge")) (text.msg_agent_merge()) (bits::keys(&["M"]))
            }
            @if !frame.projects.is_empty() {
                hr;
                p.menu-label { (text.msg_agent_project()) }
                @for project in &frame.projects {
                    button.menu-item type="submit" name="action" value={ "project:" (project.id) } {
                        (parts::icon("presentation")) span.truncate { (project.about.name) }
                    }
                }
                button.menu-item type="submit" name="action" value="project:" {
                    (parts::icon("x")) (text.msg_agent_no_project())
                }
            }
            hr;
            @for service in &frame.services {
                p.menu-label { (text.msg_agent_move_to(&service.name)) }
                @for department in &service.departments {
                    button.menu-item type="submit" name="action" value={ "department:" (department.id) } {
                        (parts::icon("layers-2")) (department.name)
                    }
                }
            }
        }
    }
}

fn opener(menu: &str, key: &str, symbol: &str, name: &str) -> Markup {
    html! {
        button.btn type="button" data-variant="quiet" data-size="s" popovertarget=(menu) data-key=(key) {
            (parts::icon(symbol))
            span { (name) }
            (bits::keys(&[&key.to_uppercase()]))
        }
    }
}

fn tag_menu(reader: &Reader) -> Markup {
    let text = reader.text;
    html! {
        div.menu #bulk-tag popover data-side="top" {
            div.menu-item-field {
                label for="bulk-tag-name" { (text.msg_agent_tag()) }
                input.input #bulk-tag-name name="tag" type="text" maxlength=(limits::TAG_CHARS_MAX) autocomplete="off"
                    autofocus;
                button.btn type="submit" name="action" value="tag" { (text.msg_agent_add()) }
            }
        }
    }
}

fn assign_menu(reader: &Reader, frame: &Frame) -> Markup {
    let text = reader.text;
    let me = reader.actor.person;
    html! {
        div.menu #bulk-assign popover data-side="top" {
            @if let Some(me) = me {
                button.menu-item type="submit" name="action" value={ "assign:" (me) } {
                    (parts::avatar(me, &reader.actor.name)) (text.msg_agent_to_me())
                }
            }
            button.menu-item type="submit" name="action" value="assign:" {
                (bits::nobody(None, None)) (text.msg_agent_nobody())
            }
            hr;
            @for agent in frame.agents.iter().filter(|agent| Some(agent.id) != me) {
                button.menu-item type="submit" name="action" value={ "assign:" (agent.id) } {
                    (parts::avatar(agent.id, &agent.name)) span.truncate { (agent.name) }
                }
            }
        }
    }
}

fn status_menu(reader: &Reader) -> Markup {
    html! {
        div.menu #bulk-status popover data-side="top" {
            @for category in Category::ALL.iter().filter(|category| **category != Category::New) {
                button.menu-item type="submit" name="action" value={ "status:" (category.code()) } {
                    (bits::silent(&parts::category_icon(reader, *category))) (parts::category_name(reader, *category))
                }
            }
        }
    }
}

fn priority_menu(reader: &Reader) -> Markup {
    html! {
        div.menu #bulk-priority popover data-side="top" {
            @for priority in Priority::ALL.iter().rev() {
                button.menu-item type="submit" name="action" value={ "priority:" (priority.code()) } {
                    (bits::silent(&parts::priority_icon(reader, *priority))) (parts::priority_name(reader, *priority))
                }
            }
        }
    }
}
