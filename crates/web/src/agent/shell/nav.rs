//! The menu at the side, and the bar at the bottom of phones.

use desk::routing::Service;
use desk::tickets::{StandardView, View};
use desk::{DepartmentId, Frame};
use maud::{Markup, html};

use super::{Place, bits};
use crate::assets;
use crate::chat;
use crate::parts;
use crate::reader::Reader;

/// The menu: views and departments with their counts, the reader's own menu.
pub(super) fn sidenav(reader: &Reader, frame: &Frame, place: &Place) -> Markup {
    let text = reader.text;
    html! {
        nav.sidenav #nav popover data-region="morph" aria-label=(text.msg_agent_nav()) {
            (top(reader, frame))
            div.nav-scroll tabindex="0" role="group" aria-label=(text.msg_agent_nav_views()) {
                ul {
                    li {
                        a.nav-item href="/agent/dashboard" data-key="g h" data-palette=(text.msg_dash_title())
                            data-icon="chart-no-axes-column" aria-current=[current(place.active == "dashboard")] {
                            (parts::icon("chart-no-axes-column")) span.nav-label.truncate { (text.msg_dash_title()) }
                        }
                    }
                    @for view in &frame.standard {
                        @if view.is_work() { li { (view_link(reader, frame, *view, place.active)) } }
                    }
                }
                @if frame.chat.is_some() {
                    ul { li {
                        a.nav-item href="/agent/chats" data-key="g l" data-palette=(text.msg_chat_all()) data-icon="messages-square"
                            aria-current=[current(place.active == "chats")] {
                            (parts::icon("messages-square")) span.nav-label.truncate { (text.msg_chat_all()) }
                            @if frame.chats > 0 && frame.chat.as_ref().is_some_and(|(standing, _)| standing.available) {
                                span.count data-tone="accent" { (bits::count(frame.chats)) }
                            }
                        }
                    } }
                }
                (saved_views(reader, frame, place.active))
                @if frame.scheduled > 0 || place.active == "scheduled" {
                    ul { li { (scheduled_link(reader, frame, place.active)) } }
                }
                @if !frame.menu.is_empty() {
                    section.hide-rail aria-labelledby="nav-services" {
                        h2 #nav-services { (text.msg_agent_nav_services()) }
                        @for service in &frame.menu { (service_tree(reader, frame, service, place.active)) }
                    }
                }
                (types(reader, frame, place.active))
                ul {
                    @for view in &frame.standard {
                        @if !view.is_work() && *view != StandardView::SettledQuestions { li { (view_link(reader, frame, *view, place.active)) } }
                    }
                    li {
                        a.nav-item href="/agent/guides" data-key="g g" data-palette=(text.msg_guide_all())
                            data-icon="book-open" aria-current=[current(place.active == "guides")] {
                            (parts::icon("book-open"))
                            span.nav-label.truncate { (text.msg_guide_all()) }
                            @if frame.suggested > 0 { span.count { (bits::count(frame.suggested)) } }
                        }
                    }
                    li {
                        a.nav-item href="/community" data-key="g c" data-palette=(text.msg_topic_all())
                            data-icon="messages-square" { (parts::icon("messages-square")) span.nav-label.truncate { (text.msg_topic_all()) } }
                    }
                    li {
                        a.nav-item href="/agent/moderation" data-key="g m" data-palette=(text.msg_moderation_title())
                            data-icon="shield-check" aria-current=[current(place.active == "moderation")] {
                            (parts::icon("shield-check")) span.nav-label.truncate { (text.msg_moderation_title()) }
                            @if frame.moderation > 0 { span.count data-tone="danger" { (bits::count(frame.moderation)) } }
                        }
                    }
                    li {
                        a.nav-item href="/agent/projects" data-key="g p" data-palette=(text.msg_project_all())
                            data-icon="presentation" aria-current=[current(place.active.starts_with("project"))] {
                            (parts::icon("presentation"))
                            span.nav-label.truncate { (text.msg_project_all()) }
                            @if !frame.projects.is_empty() { span.count { (frame.projects.len()) } }
                        }
                    }
                    li {
                        a.nav-item href="/agent/settings" data-key="g e" data-palette=(text.msg_agent_settings())
                            data-icon="settings-2" {
                            (parts::icon("settings-2"))
                            span.nav-label.truncate { (text.msg_agent_settings()) }
                        }
                    }
                }
            }
            (foot(reader))
            (person_menu(reader, place))
        }
    }
}

/// The reader's answers that leave later.
fn scheduled_link(reader: &Reader, frame: &Frame, active: &str) -> Markup {
    let name = reader.text.msg_scheduled_title();
    html! {
        a.nav-item href="/agent/scheduled" data-palette=(name) data-icon="alarm-clock" aria-current=[current(active == "scheduled")] {
            (parts::icon("alarm-clock")) span.nav-label.truncate { (name) }
            span.count data-tone=[(frame.kept > 0).then_some("danger")] { (bits::count(frame.scheduled)) }
        }
    }
}

/// The views that agents made.
fn saved_views(reader: &Reader, frame: &Frame, active: &str) -> Markup {
    html! {
        @if !frame.saved.is_empty() {
            section.hide-rail aria-labelledby="nav-views" {
                h2 #nav-views { (reader.text.msg_views_title()) }
                ul {
                    @for (view, count) in &frame.saved {
                        @let code = View::Saved(view.id).code();
                        li {
                            a.nav-item href={ "/agent/views/" (code) } aria-current=[current(active == code)]
                                data-palette=(view.name) data-icon="list-filter" {
                                (parts::icon(if view.definition.board { "panels-top-left" } else { "list-filter" }))
                                span.nav-label.truncate { (view.name) }
                                span.count { (bits::view_count(count)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The types in use, where there are several.
fn types(reader: &Reader, frame: &Frame, active: &str) -> Markup {
    html! {
        @if !frame.kinds.is_empty() {
            section.hide-rail aria-labelledby="nav-types" {
                h2 #nav-types { (reader.text.msg_agent_nav_types()) }
                ul {
                    @for kind in frame.types.iter().filter(|kind| kind.enabled) {
                        @let code = View::Type(kind.id).code();
                        @let name = parts::type_name(reader, kind);
                        li {
                            a.nav-item href={ "/agent/views/" (code) } aria-current=[current(active == code)]
                                data-palette=(name) data-icon=(kind.icon) {
                                (parts::icon(&kind.icon))
                                span.nav-label.truncate { (name) }
                                span.count { (bits::count(frame.kinds.get(&kind.id).copied().unwrap_or(0))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Who reads, and help.
pub(super) fn foot(reader: &Reader) -> Markup {
    let text = reader.text;
    html! {
        div.nav-foot {
            button.nav-item type="button" popovertarget="me-menu" {
                @if let Some(me) = reader.actor.person { (parts::avatar(me, &reader.actor.name)) }
                span.nav-label.truncate { (reader.actor.name) }
            }
            button.btn type="button" data-variant="quiet" data-size="s" data-icon commandfor="keys"
                command="show-modal" aria-label=(text.msg_agent_keys()) title={ (text.msg_agent_keys()) " (?)" } {
                (parts::icon("circle-question-mark"))
            }
        }
    }
}

fn top(reader: &Reader, frame: &Frame) -> Markup {
    let text = reader.text;
    html! {
        div.nav-top {
            a.logo href="/agent/views/mine" {
                svg class="mark" aria-hidden="true" { use href={ (assets::url("icons.svg")) "#i-mark" } {} }
                span.truncate.nav-label { (frame.organisation) }
            }
            a.btn href="/agent/tickets/new" data-variant="quiet" data-icon data-size="s" data-key="c"
                data-palette=(text.msg_agent_new_ticket())
                aria-label=(text.msg_agent_new_ticket()) title={ (text.msg_agent_new_ticket()) " (C)" } {
                (parts::icon("square-pen"))
            }
        }
        (find(reader))
        @if frame.chat.is_some() { div.nav-availability { (chat::availability_opener(reader, frame, "nav")) } }
    }
}

/// Opens the palette.
pub(super) fn find(reader: &Reader) -> Markup {
    html! {
        button.nav-find type="button" commandfor="palette" command="show-modal" data-key="/" {
            (parts::icon("search"))
            span.truncate { (reader.text.msg_agent_find()) }
            (bits::keys(&["Ctrl K"]))
        }
    }
}

fn view_link(reader: &Reader, frame: &Frame, view: StandardView, active: &str) -> Markup {
    let name = bits::standard_name(reader, view);
    let (symbol, key) = match view {
        StandardView::Mine => ("inbox", "g i"),
        StandardView::Unassigned => ("circle-dashed", "g u"),
        StandardView::WaitingAgent => ("hourglass", "g a"),
        StandardView::WaitingCustomer => ("message-circle-more", "g w"),
        StandardView::Questions => ("circle-question-mark", "g q"),
        StandardView::SettledQuestions => ("check", ""),
        StandardView::Open => ("layers", "g o"),
        StandardView::Closed => ("archive", "g d"),
        StandardView::Spam => ("ban", "g s"),
        StandardView::Trash => ("trash-2", "g t"),
    };
    html! {
        a.nav-item href={ "/agent/views/" (view.code()) } aria-current=[current(active == view.code())]
            data-key=(key) data-palette=(name) data-icon=(symbol) {
            (parts::icon(symbol))
            span.nav-label.truncate { (name) }
            @if !matches!(view, StandardView::Closed | StandardView::Trash) {
                span.count { (bits::count(frame.count(view))) }
            }
        }
    }
}

fn service_tree(reader: &Reader, frame: &Frame, service: &Service, active: &str) -> Markup {
    let count_of = |id: &DepartmentId| frame.departments.get(id).copied().unwrap_or(0);
    let total: i64 = service.departments.iter().map(|department| count_of(&department.id)).sum();
    let all = format!("service-{}", service.id);
    html! {
        details.nav-tree #{ "nav-" (all) } open {
            summary.nav-item {
                svg class="i chev" aria-hidden="true" { use href={ (assets::url("icons.svg")) "#i-chevron-right" } {} }
                span.truncate { (service.name) }
                span.count { (bits::count(total)) }
            }
            ul {
                li {
                    a.nav-item href={ "/agent/views/" (all) } aria-current=[current(active == all)]
                        data-palette=(service.name) data-icon="layers-2" {
                        span.truncate { (reader.text.msg_agent_nav_all()) }
                    }
                }
                @for department in &service.departments {
                    @let code = format!("department-{}", department.id);
                    li {
                        a.nav-item href={ "/agent/views/" (code) } aria-current=[current(active == code)]
                            data-palette={ (service.name) " ▸ " (department.name) } data-icon="layers-2" {
                            span.truncate { (department.name) }
                            span.count { (bits::count(count_of(&department.id))) }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn current(is: bool) -> Option<&'static str> {
    is.then_some("page")
}

pub(super) fn person_menu(reader: &Reader, place: &Place) -> Markup {
    let text = reader.text;
    html! {
        div.menu #me-menu popover data-side="top" {
            a.menu-item href="/agent/profile" data-palette=(text.msg_agent_profile()) data-icon="circle-user" {
                (parts::icon("circle-user")) (text.msg_agent_profile())
            }
            hr;
            (parts::languages(reader, "menu-item", place.here))
            hr;
            form method="post" action="/sign-out" {
                button.menu-item type="submit" { (parts::icon("log-out")) (text.msg_agent_sign_out()) }
            }
        }
    }
}

/// Quick access on phones.
pub(super) fn tabbar(reader: &Reader, active: &str) -> Markup {
    let text = reader.text;
    html! {
        nav.tabbar aria-label=(text.msg_agent_tabbar()) {
            a href="/agent/views/mine" aria-current=[current(active == "mine")] {
                (bits::sized_icon("inbox", "l")) (text.msg_agent_tab_mine())
            }
            a href="/agent/views/open" aria-current=[current(active == "open")] {
                (bits::sized_icon("layers", "l")) (text.msg_view_open())
            }
            button type="button" commandfor="palette" command="show-modal" {
                (bits::sized_icon("search", "l")) (text.msg_agent_search())
            }
            button type="button" popovertarget="nav" { (bits::sized_icon("menu", "l")) (text.msg_agent_menu()) }
        }
    }
}
