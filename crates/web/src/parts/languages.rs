//! Choosing the language of the interface.

use maud::{Markup, html};

use super::icon;
use crate::reader::Reader;

/// The languages in their own words; the choice leads back to `back`.
pub(crate) fn languages(reader: &Reader, class: &str, back: &str) -> Markup {
    html! {
        form.languages method="post" action="/language" {
            input type="hidden" name="back" value=(back);
            @for (code, name) in [("en", "English"), ("fr", "Français")] {
                button class=(class) type="submit" name="code" value=(code) lang=(code)
                    aria-current=[(reader.lang == code).then_some("true")] data-active[reader.lang == code] {
                    @if class == "menu-item" { (icon("languages")) }
                    (name)
                }
                " "
            }
        }
    }
}
