//! Keeping order in the community: what waits, what to do about a post or a person, what was done.

mod log;
mod person;
mod post;
mod queue;

pub(crate) use log::{did, log, undo};
pub(crate) use person::{act_on_person, everybody as people, person};
pub(crate) use post::{act_on_post, post};
pub(crate) use queue::{queue, settle, why_held};

use desk::Frame;
use maud::{Markup, html};

use super::shell;
use crate::parts::icon;
use crate::reader::Reader;

/// A page of moderation with its tabs.
fn sheet(reader: &Reader, frame: &Frame, active: &str, title: &str, body: &Markup) -> Markup {
    let text = reader.text;
    let tab = |code: &str, href: &str, words: String, count: i64| {
        html! {
            a.pill href=(href) aria-current=[(code == active).then_some("page")] {
                (words) @if count > 0 { " " span.count { (shell::bits::count(count)) } }
            }
        }
    };
    let main = html! {
        header.topbar { h1 { (title) } }
        div.scroll {
            div.page.settings.moderation #moderation data-size="xl" data-region="morph" {
                nav.cluster aria-label=(text.msg_moderation_title()) {
                    (tab("queue", "/agent/moderation", text.msg_moderation_queue(), frame.moderation))
                    (tab("people", "/agent/moderation/people", text.msg_moderation_people(), 0))
                    (tab("log", "/agent/moderation/log", text.msg_moderation_log(), 0))
                    a.pill href="/community" { (icon("messages-square")) (text.msg_topic_all()) }
                }
                (body)
            }
        }
    };
    let place = shell::Place {
        active: "moderation",
        title,
        live: "tickets moderation",
        here: "/agent/moderation",
        detail: false,
    };
    shell::document(reader, frame, &place, &main)
}
