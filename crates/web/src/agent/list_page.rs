//! Lists of tickets: views and search results.

mod bulk;
mod rows;

use desk::policy::{self, Action};
use desk::tickets::{ListRow, Order, StandardView, View, has_board};
use desk::views::SavedView;
use desk::{Frame, TicketId, limits};
use maud::{Markup, html};

use super::shell::{self, bits};
use super::views::order_name;
use crate::parts;
use crate::reader::Reader;

/// What a list shows.
pub(crate) struct ListModel<'p> {
    /// The view; none for search results.
    pub view: Option<View>,
    /// If an agent made it: what it shows.
    pub saved: Option<&'p SavedView>,
    /// The heading.
    pub title: String,
    /// What stands above the rows, of a project.
    pub above: Option<Markup>,
    /// The words searched for.
    pub query: Option<&'p str>,
    /// The tickets.
    pub rows: &'p [ListRow],
    /// How many there are in all, if that is known.
    pub count: Option<String>,
    /// How they are sorted.
    pub order: Order,
    /// The address of the beginning.
    pub first_page_url: String,
    /// The address of what follows.
    pub next_page_url: Option<String>,
    /// The list begins here.
    pub is_first_page: bool,
    /// Who is typing where.
    pub writing: &'p [(TicketId, String)],
}

/// The page of a list.
pub(crate) fn page(reader: &Reader, frame: &Frame, model: &ListModel) -> Markup {
    let code = model.view.map(View::code).unwrap_or_default();
    let title = match &model.count {
        Some(count) => format!("{} ({count})", model.title),
        None => model.title.clone(),
    };
    let main = html! {
        (header(reader, model))
        @if let Some(above) = &model.above { (above) }
        (question_tabs(reader, model))
        (tools(reader, model))
        div.scroll #list data-region="list" data-hide=[hidden(model)] data-label-new=(reader.text.msg_agent_list_new())
            data-label-moved=(reader.text.msg_agent_list_moved()) {
            @if model.rows.is_empty() {
                (empty(reader, frame, model))
            } @else {
                (rows::groups(reader, frame, model))
            }
            (pager(reader, model))
        }
        (bulk::bar(reader, frame, model.view, &model.first_page_url))
    };
    if model.query.is_none() {
        return shell::page(reader, frame, &code, &title, "tickets", &main);
    }
    let here = &model.first_page_url;
    let place = shell::Place { active: "", title: &title, live: "tickets", here, detail: false };
    shell::document(reader, frame, &place, &main)
}

/// Questions of members that are open, and those that are settled.
fn question_tabs(reader: &Reader, model: &ListModel) -> Markup {
    let tab = |view: StandardView| {
        let here = model.view == Some(View::Standard(view));
        html! { a.pill href={ "/agent/views/" (view.code()) } aria-current=[here.then_some("page")] { (bits::standard_name(reader, view)) } }
    };
    html! {
        @if let Some(View::Standard(StandardView::Questions | StandardView::SettledQuestions)) = model.view {
            nav.cluster.question-tabs aria-label=(reader.text.msg_view_question_tabs()) {
                (tab(StandardView::Questions)) (tab(StandardView::SettledQuestions))
                a.pill href="/community" { (parts::icon("messages-square")) (reader.text.msg_topic_all()) }
            }
        }
    }
}

fn header(reader: &Reader, model: &ListModel) -> Markup {
    html! {
        header.topbar #list-head data-region="morph" {
            h1 { (model.title) }
            @if let Some(count) = &model.count { span.count { (count) } }
            span.spacer {}
            @if let Some(view) = model.view { (switch(reader, view, model.saved, false)) }
            (new_ticket_button(reader, model.view))
        }
    }
}

/// Opens a ticket, in the project that is looked at.
pub(super) fn new_ticket_button(reader: &Reader, view: Option<View>) -> Markup {
    let text = reader.text;
    let project = match view {
        Some(View::Project(id)) => format!("?project={id}"),
        _ => String::new(),
    };
    html! {
        a.btn href={ "/agent/tickets/new" (project) } data-variant="primary" data-size="s" {
            (parts::icon("plus"))
            span.desktop-only { (text.msg_agent_new_ticket()) }
            span.mobile-only { (text.msg_agent_new_short()) }
        }
    }
}

/// What the rows leave out.
fn hidden(model: &ListModel) -> Option<String> {
    let hidden = &model.saved?.definition.hidden;
    (!hidden.is_empty()).then(|| hidden.iter().map(|column| column.code()).collect::<Vec<_>>().join(" "))
}

/// The other shape of a view, and the way to one of one's own.
pub(super) fn switch(reader: &Reader, view: View, saved: Option<&SavedView>, board: bool) -> Markup {
    let text = reader.text;
    let (shape, symbol, words) = if board {
        ("list", "list", text.msg_views_as_list())
    } else {
        ("board", "panels-top-left", text.msg_views_as_board())
    };
    let admin = policy::allow(&reader.actor, Action::Configure, None).is_ok();
    let (form, pencil, change) = match saved.filter(|saved| admin || Some(saved.owner) == reader.actor.person) {
        Some(saved) => (format!("/agent/settings/views/{}", saved.id), "pencil", text.msg_views_change(&saved.name)),
        None => (format!("/agent/settings/views/new?from={}", view.code()), "bookmark-plus", text.msg_views_save_as()),
    };
    html! {
        // A project says above its tickets which shapes it has.
        @if has_board(view) && !matches!(view, View::Project(_)) {
            a.btn href={ "/agent/views/" (view.code()) "?as=" (shape) } data-variant="quiet" data-size="s" data-icon
                aria-label=(words) title=(words) data-palette=(words) { (parts::icon(symbol)) }
        }
        a.btn href=(form) data-variant="quiet" data-size="s" data-icon aria-label=(change) title=(change)
            data-palette=(change) { (parts::icon(pencil)) }
    }
}

/// What stands above the rows: the words searched for, else the choice of all rows and the order.
fn tools(reader: &Reader, model: &ListModel) -> Markup {
    html! {
        div.filterbar {
            @if let Some(query) = model.query {
                (search_form(reader, query))
            } @else {
                (select_all(reader))
                span.spacer {}
                (sort_link(reader, model.order))
            }
        }
    }
}

fn search_form(reader: &Reader, query: &str) -> Markup {
    let text = reader.text;
    html! {
        (select_all(reader))
        form.cluster #search-form role="search" method="get" action="/agent/search" {
            label.sr-only for="search" { (text.msg_agent_search_label()) }
            div.input-wrap {
                (parts::icon("search"))
                input.input #search type="search" name="q" value=(query) size="32" autofocus[query.is_empty()]
                    maxlength=(limits::QUERY_CHARS_MAX) autocomplete="off";
            }
            button.btn type="submit" { (text.msg_agent_search()) }
        }
    }
}

fn select_all(reader: &Reader) -> Markup {
    html! {
        label.check.desktop-only {
            input #select-all type="checkbox" data-select-all;
            span.sr-only { (reader.text.msg_agent_select_all()) }
        }
    }
}

fn sort_link(reader: &Reader, order: Order) -> Markup {
    let symbol = match order {
        Order::Newest | Order::OpenedLast => "arrow-down-wide-narrow",
        Order::Oldest | Order::OpenedFirst => "arrow-up",
    };
    html! {
        a.btn href={ "?as=list&order=" (order.turned().code()) } data-variant="quiet" data-size="s"
            title=(reader.text.msg_agent_sort_turn()) {
            (parts::icon(symbol))
            (order_name(reader, order))
        }
    }
}

fn pager(reader: &Reader, model: &ListModel) -> Markup {
    let text = reader.text;
    html! {
        @if !model.is_first_page || model.next_page_url.is_some() {
            nav.pagination.page-note #pager aria-label=(text.msg_agent_pages()) {
                @if !model.is_first_page { a href=(model.first_page_url) { (text.msg_agent_page_first()) } }
                @if let Some(next) = &model.next_page_url { a href=(next) rel="next" { (text.msg_agent_page_next()) } }
            }
        }
    }
}

/// Says what will appear, why there is nothing, and what to do next.
fn empty(reader: &Reader, frame: &Frame, model: &ListModel) -> Markup {
    let text = reader.text;
    let (symbol, heading, words) = match (model.query, model.view) {
        (Some(""), _) => ("search", text.msg_agent_empty_search(), text.msg_agent_empty_search_more()),
        (Some(_), _) => ("search", text.msg_agent_empty_found(), text.msg_agent_empty_found_more()),
        (None, Some(View::Standard(view))) => match view {
            StandardView::Mine => ("inbox", text.msg_agent_empty_mine(), text.msg_agent_empty_mine_more()),
            StandardView::Unassigned => {
                ("circle-dashed", text.msg_agent_empty_unassigned(), text.msg_agent_empty_unassigned_more())
            }
            StandardView::WaitingAgent => {
                ("hourglass", text.msg_agent_empty_agent(), text.msg_agent_empty_agent_more())
            }
            StandardView::WaitingCustomer => {
                ("message-circle-more", text.msg_agent_empty_customer(), text.msg_agent_empty_customer_more())
            }
            StandardView::Questions | StandardView::SettledQuestions => {
                ("circle-question-mark", text.msg_agent_empty_questions(), text.msg_agent_empty_questions_more())
            }
            StandardView::Open => ("layers", text.msg_agent_empty_open(), text.msg_agent_empty_open_more()),
            StandardView::Closed => ("archive", text.msg_agent_empty_closed(), text.msg_agent_empty_closed_more()),
            StandardView::Spam => ("ban", text.msg_agent_empty_spam(), text.msg_agent_empty_spam_more()),
            StandardView::Trash => ("trash-2", text.msg_agent_empty_trash(), text.msg_agent_empty_trash_more()),
        },
        (None, Some(View::Saved(_))) if model.next_page_url.is_some() => {
            ("list-filter", text.msg_views_none_here(), text.msg_views_none_here_more())
        }
        (None, Some(View::Saved(_))) => ("list-filter", text.msg_views_empty(), text.msg_views_empty_more()),
        _ => ("layers-2", text.msg_agent_empty_department(), text.msg_agent_empty_department_more()),
    };
    let unassigned = frame.count(StandardView::Unassigned);
    let mine = model.view == Some(View::Standard(StandardView::Mine));
    html! {
        div.empty #list-empty {
            span.empty-art { (bits::sized_icon(symbol, "xl")) }
            h2 { (heading) }
            p { (words) }
            @if model.query.is_none() {
                div.cluster {
                    @if mine && unassigned > 0 {
                        a.btn href="/agent/views/unassigned" { (text.msg_agent_empty_take()) }
                    } @else {
                        a.btn href="/agent/tickets/new" { (parts::icon("plus")) (text.msg_agent_new_ticket()) }
                    }
                }
            }
        }
    }
}
