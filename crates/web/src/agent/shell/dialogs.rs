//! The command palette and the list of keys.

use maud::{Markup, html};

use super::bits;
use crate::parts;
use crate::reader::Reader;

/// The palette: the page's own actions and what the server finds.
pub(super) fn palette(reader: &Reader) -> Markup {
    let text = reader.text;
    html! {
        dialog.palette #palette closedby="any" aria-label=(text.msg_agent_palette()) data-url="/agent/palette"
            data-label-actions=(text.msg_agent_palette_actions()) {
            div.palette-input {
                (bits::sized_icon("search", "l"))
                input #palette-input type="text" autofocus autocomplete="off" spellcheck="false" role="combobox"
                    aria-expanded="true" aria-controls="palette-list" aria-label=(text.msg_agent_palette_label());
                kbd.kbd aria-hidden="true" { "esc" }
            }
            div.palette-list #palette-list role="listbox" aria-label=(text.msg_agent_palette_results())
                data-label-empty=(text.msg_agent_palette_empty()) {}
        }
    }
}

/// Every key and what it does.
pub(super) fn keys(reader: &Reader) -> Markup {
    let text = reader.text;
    let lines: [(&[&str], String); 22] = [
        (&["Ctrl", "K"], text.msg_agent_key_palette()),
        (&["/"], text.msg_agent_key_find()),
        (&["J", "K"], text.msg_agent_key_move()),
        (&["↵"], text.msg_agent_key_open()),
        (&["Esc"], text.msg_agent_key_back()),
        (&["X", "⇧ X"], text.msg_agent_key_select()),
        (&["C"], text.msg_agent_new_ticket()),
        (&["R", "N"], text.msg_agent_key_compose()),
        (&["Ctrl", "↵"], text.msg_agent_key_send()),
        (&["Ctrl", "⇧", "↵"], text.msg_agent_key_send_stay()),
        (&["A"], text.msg_agent_assign()),
        (&["T"], text.msg_agent_department()),
        (&["S"], text.msg_agent_status()),
        (&["P"], text.msg_agent_priority()),
        (&["L"], text.msg_agent_tag()),
        (&["E"], text.msg_agent_key_close()),
        (&["I"], text.msg_agent_key_important()),
        (&["M"], text.msg_agent_key_merge()),
        (&["!", "#"], text.msg_agent_key_away()),
        (&["G", "I"], text.msg_agent_key_go()),
        (&["1…9"], text.msg_agent_key_pick()),
        (&["Z"], text.msg_agent_key_undo()),
    ];
    html! {
        dialog.dialog #keys closedby="any" aria-labelledby="keys-title" {
            div.dialog-head {
                div {
                    h2 #keys-title { (text.msg_agent_keys()) }
                    p { (text.msg_agent_keys_hint()) }
                }
                button.btn type="button" data-variant="quiet" data-icon data-size="s" commandfor="keys" command="close"
                    aria-label=(text.msg_agent_close_dialog()) { (parts::icon("x")) }
            }
            div.dialog-body tabindex="0" role="group" aria-labelledby="keys-title" {
                dl.props {
                    @for (names, does) in &lines {
                        div {
                            dt { span.kbds { @for name in *names { kbd.kbd { (name) } } } }
                            dd { (does) }
                        }
                    }
                }
            }
        }
    }
}
