//! All views of an agent: their own, those for everybody, and the ones that the desk brings along.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Form, Path, State};
use desk::policy::{self, Action};
use desk::tickets::{StandardView, View};
use desk::views::{self, SavedView};
use desk::{Error, Frame, ViewId};
use maud::{Markup, html};
use serde::Deserialize;

use crate::agent::conditions::words;
use crate::agent::settings::{button_form, page};
use crate::agent::shell::bits;
use crate::answer::{Answer, Failure, page as whole_page, redirect_after};
use crate::app::App;
use crate::flash::Done;
use crate::parts;
use crate::reader::Reader;

const HERE: &str = "/agent/settings/views";

/// The page.
pub(crate) async fn views(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let frame = app.desk.frame(&reader.actor).await?;
    let text = reader.text;
    let admin = policy::allow(&reader.actor, Action::Configure, None).is_ok();
    let part = |shared: bool| frame.saved.iter().map(|(view, _)| view).filter(move |view| view.shared == shared);
    let body = html! {
        div.cluster {
            a.btn href={ (HERE) "/new" } data-variant="primary" { (parts::icon("plus")) (text.msg_views_new()) }
        }
        @for (shared, title, none) in [
            (true, text.msg_views_shared(), text.msg_views_none_shared()),
            (false, text.msg_views_mine(), text.msg_views_none()),
        ] {
            section.stack {
                h2 { (title) }
                @if part(shared).next().is_none() { p.hint { (none) } }
                ul.pick-list { @for view in part(shared) { (row(&reader, &frame, view, admin)) } }
            }
        }
        @if admin {
            section.stack {
                h2 { (text.msg_views_default()) }
                p.hint { (text.msg_views_default_hint()) }
                ul.pick-list {
                    @for view in StandardView::ALL.iter().copied().filter(|view| view.is_removable()) {
                        (default_row(&reader, &frame, view))
                    }
                }
            }
        }
    };
    whole_page(page(&reader, &frame, "views", &text.msg_views_title(), &text.msg_views_lead(), &body))
}

fn row(reader: &Reader, frame: &Frame, view: &SavedView, admin: bool) -> Markup {
    let text = reader.text;
    let action = format!("{HERE}/{}/act", view.id);
    let may_change = admin || Some(view.owner) == reader.actor.person;
    html! {
        li.type-row #{ "view-" (view.id) } {
            div {
                a href={ "/agent/views/" (View::Saved(view.id).code()) } { (view.name) }
                p.hint {
                    (words::group(reader, frame, &view.definition.conditions))
                    @if view.shared { " · " (bits::agent(frame, view.owner).unwrap_or_default()) }
                }
            }
            @if may_change {
                div.arrange {
                    a.btn href={ (HERE) "/" (view.id) } data-variant="quiet" data-size="s" data-icon
                        aria-label=(text.msg_views_change(&view.name)) title=(text.msg_views_change(&view.name)) {
                        (parts::icon("pencil"))
                    }
                    (button_form(&action, "up", "arrow-up", &text.msg_settings_up(&view.name)))
                    (button_form(&action, "down", "arrow-down", &text.msg_settings_down(&view.name)))
                    (button_form(&action, "delete", "trash-2", &text.msg_settings_delete(&view.name)))
                }
            }
        }
    }
}

fn default_row(reader: &Reader, frame: &Frame, view: StandardView) -> Markup {
    let text = reader.text;
    let shown = frame.standard.contains(&view);
    let name = bits::standard_name(reader, view);
    let (action, words) =
        if shown { ("hide", text.msg_settings_delete(&name)) } else { ("show", text.msg_settings_restore(&name)) };
    html! {
        li.type-row #{ "default-" (view.code()) } {
            div { (name) @if !shown { " " span.pill data-outline { (text.msg_views_hidden()) } } }
            (button_form(&format!("{HERE}/default/{}", view.code()), action, if shown { "trash-2" } else { "rotate-ccw" }, &words))
        }
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Act {
    #[serde(default)]
    action: String,
}

/// Moves or forgets a view.
pub(crate) async fn act(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(id): Path<ViewId>,
    Form(act): Form<Act>,
) -> Answer {
    app.desk
        .change(&reader.actor, move |c| match act.action.as_str() {
            "up" => views::move_view(c, id, true),
            "down" => views::move_view(c, id, false),
            "delete" => views::delete(c, id),
            _ => Err(Error::NotFound),
        })
        .await?;
    redirect_after(HERE, Done::Saved, 1, None)
}

/// Takes a default view out of the menu, or puts it back.
pub(crate) async fn switch_default(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(code): Path<String>,
    Form(act): Form<Act>,
) -> Answer {
    let view = StandardView::from_code(&code).ok_or(Failure::NotFound)?;
    let shown = act.action == "show";
    app.desk.change(&reader.actor, move |c| views::set_default(c, view, shown)).await?;
    redirect_after(HERE, Done::Saved, 1, None)
}
