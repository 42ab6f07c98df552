//! What stands above the tickets of a project: how far it is, and its three shapes.

use desk::projects::{Progress, Project, progress};
use desk::tickets::{Category, Status};
use desk::{Day, Frame, ProjectId};
use maud::{Markup, html};

use super::effort;
use crate::answer::Failure;
use crate::app::App;
use crate::parts;
use crate::reader::Reader;

/// A project and how far it is.
pub(in crate::agent) struct Head {
    pub project: Project,
    pub progress: Progress,
}

impl Head {
    /// Of a project that the reader knows.
    pub(in crate::agent) async fn load(
        app: &App,
        reader: &Reader,
        frame: &Frame,
        id: ProjectId,
    ) -> Result<Self, Failure> {
        let (actor, today) = (reader.actor.clone(), today(reader, frame));
        let (project, progress) = app
            .desk
            .read(move |conn| Ok((desk::projects::find(conn, &actor, id)?, progress(conn, &actor, id, today)?)))
            .await?;
        Ok(Self { project, progress })
    }

    /// The markup; `shape` is `list`, `board` or `timeline`.
    pub(in crate::agent) fn markup(&self, reader: &Reader, frame: &Frame, shape: &str) -> Markup {
        let text = reader.text;
        let project = &self.project;
        html! {
            div.project-head #project-head data-region="morph" {
                @if !project.about.description.is_empty() { p.soft { (project.about.description) } }
                (meter(reader, frame, project, &self.progress))
                div.cluster {
                    nav.segmented aria-label=(text.msg_project_shapes()) {
                        @for (code, symbol, words) in [
                            ("list", "list", text.msg_views_list()),
                            ("board", "panels-top-left", text.msg_views_board()),
                            ("timeline", "chart-no-axes-column", text.msg_project_timeline()),
                        ] {
                            a href={ "/agent/views/project-" (project.id) "?as=" (code) }
                                aria-current=[(code == shape).then_some("true")] data-palette=(words) {
                                (parts::icon(symbol)) (words)
                            }
                        }
                    }
                    a.btn href={ "/agent/projects/" (project.id) } data-variant="quiet" data-size="s" {
                        (parts::icon("pencil")) (text.msg_project_change())
                    }
                }
            }
        }
    }
}

/// The day that it is for the desk.
pub(in crate::agent) fn today(reader: &Reader, frame: &Frame) -> Day {
    Day::of(reader.now, &frame.time_zone)
}

/// Whether a day is over on which an open ticket was due.
pub(in crate::agent) fn is_late(reader: &Reader, frame: &Frame, status: &Status, due_on: Option<Day>) -> bool {
    status.category != Category::Closed && due_on.is_some_and(|due| due < today(reader, frame))
}

/// How far a project is, as a bar and in words.
pub(super) fn meter(reader: &Reader, frame: &Frame, project: &Project, progress: &Progress) -> Markup {
    let text = reader.text;
    let late = project.closed_at.is_none() && project.about.due_on.is_some_and(|due| due < today(reader, frame));
    let percent = progress.percent();
    html! {
        div.project-meter {
            progress max="100" value=(percent) aria-label=(text.msg_project_progress(&project.about.name)) {
                (percent) "%"
            }
            p.meta {
                b { (percent) "\u{a0}%" }
                span { (text.msg_project_closed_of(progress.closed, progress.tickets, if progress.more { "+" } else { "" })) }
                @if progress.minutes > 0 {
                    span { (text.msg_project_effort(effort::words(progress.minutes_closed), effort::words(progress.minutes))) }
                }
                @if let Some(due) = project.about.due_on {
                    span.due data-late[late] { (parts::icon("flag")) (text.msg_project_due()) " " (parts::day(reader, due)) }
                }
                @if progress.overdue > 0 { span.pill data-tone="danger" { (text.msg_project_overdue(progress.overdue)) } }
                @if project.closed_at.is_some() { span.pill data-outline { (text.msg_project_is_closed()) } }
            }
        }
    }
}
