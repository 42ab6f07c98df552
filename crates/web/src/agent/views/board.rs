//! A view as a board: columns of cards that are drawn from one to the next.

use axum::response::Response;
use desk::Frame;
use desk::tickets::{self, Category, Cursor, Lane, LanePage, ListRow, View};
use desk::views::SavedView;
use maud::{Markup, html};

use crate::agent::list_page::{new_ticket_button, switch};
use crate::agent::planning::due_tag;
use crate::agent::shell::{self, bits};
use crate::answer::{Failure, page};
use crate::app::App;
use crate::parts;
use crate::reader::Reader;

/// What the board shows.
pub(in crate::agent) struct Asked<'a> {
    pub view: View,
    pub saved: Option<&'a SavedView>,
    pub title: String,
    pub count: Option<String>,
    /// A column and where in it to begin: `open` and a cursor.
    pub lane: &'a str,
    pub after: Option<Cursor>,
    /// What stands above the columns, of a project.
    pub above: Option<Markup>,
}

/// The page of a board.
pub(in crate::agent) async fn show(
    app: &App,
    reader: &Reader,
    frame: &Frame,
    asked: Asked<'_>,
) -> Result<Response, Failure> {
    let lanes = tickets::lanes(asked.view, asked.saved, &frame.types);
    let after = lanes.iter().copied().find(|lane| lane.code() == asked.lane).zip(asked.after);
    let (actor, view, saved) = (reader.actor.clone(), asked.view, asked.saved.cloned());
    let found = app.desk.read(move |conn| tickets::board(conn, &actor, view, saved.as_ref(), &lanes, after)).await?;
    page(markup(reader, frame, &asked, &found))
}

fn markup(reader: &Reader, frame: &Frame, asked: &Asked, lanes: &[LanePage]) -> Markup {
    let text = reader.text;
    let code = asked.view.code();
    let here = format!("/agent/views/{code}?as=board");
    let main = html! {
        header.topbar #list-head data-region="morph" {
            h1 { (asked.title) }
            @if let Some(count) = &asked.count { span.count { (count) } }
            span.spacer {}
            (switch(reader, asked.view, asked.saved, true))
            (new_ticket_button(reader, Some(asked.view)))
        }
        p.sr-only #board-says role="status" data-label=(text.msg_board_over()) data-label-back=(text.msg_board_back()) {}
        // One form for all cards; a script fills it in.
        form #board-move method="post" action="" data-enhance hidden {
            input type="hidden" name="status";
            input type="hidden" name="back" value=(here);
        }
        @if let Some(above) = &asked.above { (above) }
        div.board #board data-region="morph" tabindex="0" role="group" aria-label=(asked.title) {
            @for lane in lanes { (column(reader, frame, asked, lane, &here)) }
        }
    };
    let title = format!("{} – {}", asked.title, text.msg_views_board());
    let place = shell::Place { active: &code, title: &title, live: "tickets", here: &here, detail: false };
    shell::document(reader, frame, &place, &main)
}

fn lane_name(reader: &Reader, frame: &Frame, lane: Lane) -> (Markup, String) {
    match lane {
        Lane::Category(category) => (parts::category_icon(reader, category), parts::category_name(reader, category)),
        Lane::Status(id, category) => match frame.types.iter().find_map(|kind| kind.status(id)) {
            Some(status) => (parts::status_icon(reader, status), parts::status_name(reader, status)),
            None => (parts::category_icon(reader, category), parts::category_name(reader, category)),
        },
    }
}

fn column(reader: &Reader, frame: &Frame, asked: &Asked, lane: &LanePage, here: &str) -> Markup {
    let text = reader.text;
    let (icon, name) = lane_name(reader, frame, lane.lane);
    let code = lane.lane.code();
    let count = format!("{}{}", lane.rows.len(), if lane.next.is_some() { "+" } else { "" });
    let begun = asked.after.is_some() && asked.lane == code;
    let view = asked.view.code();
    html! {
        section.lane #{ "lane-" (code) } data-lane=(code) data-name=(name) aria-labelledby={ "lane-name-" (code) } {
            header { (bits::silent(&icon)) h2 #{ "lane-name-" (code) } { (name) } span.count { (count) } }
            ol.cards {
                @for row in &lane.rows { (card(reader, frame, row, &view)) }
            }
            @if lane.rows.is_empty() && lane.next.is_none() {
                p.hint { (if matches!(lane.lane, Lane::Category(Category::Closed)) { text.msg_board_drop() } else { text.msg_board_empty() }) }
            }
            @if begun { a.btn data-size="s" data-variant="quiet" href=(here) { (text.msg_agent_page_first()) } }
            @if let Some(next) = lane.next {
                a.btn data-size="s" data-variant="quiet" rel="next"
                    href={ (here) "&lane=" (code) "&after=" (next.code()) } { (text.msg_board_more(&name)) }
            }
        }
    }
}

fn card(reader: &Reader, frame: &Frame, row: &ListRow, view: &str) -> Markup {
    let text = reader.text;
    let (requester, name) = &row.requester;
    let subject = if row.subject.is_empty() { text.msg_agent_no_subject() } else { row.subject.clone() };
    html! {
        li.ticket-card #{ "card-" (row.id) } data-ticket=(row.id) data-unread[row.unread] {
            div.card-head {
                button.grip #{ "grip-" (row.id) } type="button" data-card-grip aria-label=(text.msg_board_move(&subject)) { (parts::icon("grip-vertical")) }
                a href={ "/agent/tickets/" (row.id) "?view=" (view) } draggable="false" { (subject) }
            }
            div.card-foot {
                (parts::avatar(*requester, name))
                span.truncate { (name) }
                (due_tag(reader, frame, row))
                @if let Some(kind) = frame.kind(row.kind).filter(|kind| !kind.is_first()) {
                    span.muted title=(parts::type_name(reader, kind)) { (parts::icon(&kind.icon)) }
                }
                (parts::priority_icon(reader, row.priority))
                @match &row.assignee {
                    Some((id, agent)) => { (parts::presence_avatar(*id, agent, None)) },
                    None => { (bits::nobody(Some(&text.msg_agent_unassigned()), None)) },
                }
                (parts::time(reader, row.updated_at))
            }
        }
    }
}
