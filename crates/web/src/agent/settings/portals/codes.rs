//! How a portal gets to its visitors: its address, and code for other sites.

use desk::portals::Portal;
use maud::{Markup, html};

use crate::app::App;
use crate::parts::{self, icon};
use crate::portals::url;
use crate::reader::Reader;

/// The three ways, each with its copy button and an example.
pub(super) fn codes(app: &App, reader: &Reader, portal: &Portal) -> Markup {
    let text = reader.text;
    let address = url(&app.settings, portal);
    let script = format!("{}/embed.js", app.settings.public_url);
    let name = &portal.subdomain;
    let popup = format!(
        "<a href=\"{address}\" data-guichet=\"popup\">{}</a>\n<script src=\"{script}\" async></script>",
        text.msg_portals_need_help()
    );
    let colour = format!("oklch(0.485 0.{:03} {})", portal.chroma, portal.hue);
    let bubble = format!(
        "<script src=\"{script}\" data-portal=\"{name}\" data-corner=\"right\" data-colour=\"{colour}\" data-lang=\"auto\" async></script>"
    );
    let inside = format!("<script src=\"{script}\" data-portal=\"{name}\" data-frame async></script>");
    let example = |kind: &str| format!("/p/{name}/example?kind={kind}");
    html! {
        section.form-section.wide #codes aria-labelledby="codes-title" {
            header { h2 #codes-title { (text.msg_portals_codes_title(&portal.name)) } p { (text.msg_portals_codes_hint()) } }
            div.stack.embeds {
                (way("globe", &text.msg_portals_standalone(), &html! { (text.msg_portals_standalone_hint()) }, &html! {
                    div.copyline { a.truncate.mono #code-url href=(address) { (address) } (copy(reader, "code-url")) }
                }))
                (way("app-window", &text.msg_portals_popup(), &html! { (text.msg_portals_popup_hint()) " " (see(reader, &example("popup"))) }, &code(reader, "code-popup", &popup)))
                (way("message-circle", &text.msg_portals_bubble(), &html! { (text.msg_portals_bubble_hint()) " " (see(reader, &example("bubble"))) }, &code(reader, "code-bubble", &bubble)))
                (way("frame", &text.msg_portals_inside(), &html! { (text.msg_portals_inside_hint()) " " (see(reader, &example("frame"))) }, &code(reader, "code-frame", &inside)))
                p.meta {
                    @if portal.sites.is_empty() { (text.msg_portals_all_sites()) } @else { (text.msg_portals_allowed_sites(portal.sites.replace('\n', ", "))) }
                }
            }
        }
    }
}

fn way(symbol: &str, title: &str, hint: &Markup, body: &Markup) -> Markup {
    html! {
        section.embed {
            span.embed-art aria-hidden="true" { (parts::large_icon(symbol)) }
            div.stack { div { h3.small { (title) } p.hint { (hint) } } (body) }
        }
    }
}

fn see(reader: &Reader, address: &str) -> Markup {
    html! { a href=(address) target="_blank" { (reader.text.msg_portals_example()) } }
}

fn code(reader: &Reader, id: &str, source: &str) -> Markup {
    html! { div.code { pre tabindex="0" #(id) { (source) } (copy(reader, id)) } }
}

fn copy(reader: &Reader, id: &str) -> Markup {
    let text = reader.text;
    html! {
        button.btn type="button" data-size="s" data-copy={ "#" (id) } data-label-copied=(text.msg_portals_copied()) {
            (icon("copy")) span.copy-label { (text.msg_portals_copy()) }
        }
    }
}
