//! What visitors see in each case, which case it is now, and why.

use desk::PersonId;
use desk::policy::{VisitorView, visitor_view};
use desk::portals::{Portal, Seen, Why};
use maud::{Markup, html};

use super::visitors_see;
use crate::parts;
use crate::reader::Reader;

/// The table with the present case marked, and the agents behind it.
pub(super) fn matrix(reader: &Reader, portal: &Portal, seen: &Seen, agents: &[(PersonId, String, Why)]) -> Markup {
    let text = reader.text;
    let cell = |active: bool, available: usize| {
        let view = visitor_view(active, available);
        let now = portal.active == active && (available == 0) == seen.available.is_empty();
        html! {
            td aria-current=[now.then_some("true")] data-view=(view.code()) {
                b { (view_name(reader, view)) }
                span.meta { (view_hint(reader, view)) }
                @if now { span.pill data-tone="accent" { (text.msg_portals_now()) } }
            }
        }
    };
    html! {
        section.form-section.wide #matrix aria-labelledby="matrix-title" {
            header { h2 #matrix-title { (text.msg_portals_matrix()) } p { (text.msg_portals_matrix_hint()) } }
            div.stack {
                div.table-wrap tabindex="0" role="group" aria-labelledby="matrix-title" {
                    table.table.matrix {
                        thead { tr { td {} th scope="col" { (text.msg_portals_somebody()) } th scope="col" { (text.msg_portals_nobody()) } } }
                        tbody {
                            tr { th scope="row" { (text.msg_portals_active()) } (cell(true, 1)) (cell(true, 0)) }
                            tr { th scope="row" { (text.msg_portals_inactive()) } (cell(false, 1)) (cell(false, 0)) }
                        }
                    }
                }
                h3.small { (text.msg_portals_why()) }
                p { (visitors_see(reader, seen)) " – " (because(reader, portal, seen)) }
                ul.plain-list #agents {
                    @for (id, name, why) in agents {
                        li { (parts::avatar(*id, name)) " " span.strong { (name) } " " span.meta { (words(reader, *why)) } }
                    }
                    @if agents.is_empty() { li { (text.msg_portals_no_agents()) } }
                }
            }
        }
    }
}

fn because(reader: &Reader, portal: &Portal, seen: &Seen) -> String {
    let text = reader.text;
    match (portal.active, seen.available.is_empty()) {
        (false, _) => text.msg_portals_because_off(),
        (true, true) => text.msg_portals_because_nobody(),
        (true, false) => {
            let names: Vec<&str> = seen.available.iter().map(|(_, name)| name.as_str()).collect();
            text.msg_portals_because_somebody(names.join(", "))
        }
    }
}

fn view_name(reader: &Reader, view: VisitorView) -> String {
    let text = reader.text;
    match view {
        VisitorView::Chat => text.msg_portals_view_chat(),
        VisitorView::Message => text.msg_portals_message(),
        VisitorView::Unavailable => text.msg_portal_unavailable(),
    }
}

fn view_hint(reader: &Reader, view: VisitorView) -> String {
    let text = reader.text;
    match view {
        VisitorView::Chat => text.msg_portals_view_chat_hint(),
        VisitorView::Message => text.msg_portals_view_message_hint(),
        VisitorView::Unavailable => text.msg_portals_view_off_hint(),
    }
}

fn words(reader: &Reader, why: Why) -> Markup {
    let text = reader.text;
    match why {
        Why::Available => html! { span.dot data-tone="success" {} " " (text.msg_chat_available()) },
        Why::Unavailable => html! { (text.msg_chat_unavailable()) },
        Why::Away(for_how_long) => {
            html! { (text.msg_portals_away(i64::try_from(for_how_long.as_secs() / 60).unwrap_or(0))) }
        }
        Why::Ended(at) => html! { (text.msg_portals_ended()) " " (parts::time(reader, at)) },
    }
}
