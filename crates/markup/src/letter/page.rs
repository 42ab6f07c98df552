//! The HTML of a mail: tables and inline styles, because that is what mail programs understand;
//! no image, no tracking, dark where the reader's program is dark.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Frame;
use super::prose::Parts;

const STYLE: &str = ":root{color-scheme:light dark}
.card a{color:PLAIN}
@media (prefers-color-scheme:dark){.bg{background:#101216!important}.card{background:#181b20!important;border-color:#2c3037!important}
.t1{color:#eeedea!important}.t2{color:#bcc0c8!important}.t3{color:#9da2ac!important}.line{border-color:#2c3037!important}.lnk,.card a:not(.btn){color:LIGHT!important}}
@media (max-width:640px){.wide{width:100%!important}}
@media (max-width:480px){.pad{padding-left:20px!important;padding-right:20px!important}}";

const FONT: &str = "width:600px;max-width:100%;font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Inter,'Helvetica Neue',Arial,sans-serif;";

/// The characters of the reader's own words that are repeated below an answer.
const QUOTE_CHARS: usize = 600;

/// The whole page.
pub(super) fn page(title: &str, parts: &Parts, frame: &Frame) -> String {
    let style = STYLE.replace("PLAIN", &frame.accent.code()).replace("LIGHT", &frame.accent.in_the_dark());
    let page: Markup = html! {
        (DOCTYPE)
        html lang=(frame.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                title { (title) }
                style { (PreEscaped(style)) }
            }
            body class="bg" style="margin:0;padding:0;background:#f6f5f1;" {
                table role="presentation" class="bg" width="100%" cellpadding="0" cellspacing="0" style="background:#f6f5f1;" {
                    tr { td align="center" style="padding:28px 12px;" {
                        table role="presentation" class="wide" width="600" cellpadding="0" cellspacing="0" style=(FONT) {
                            tr { td style="padding:0 4px 16px;" { (head(frame)) } }
                            tr { td class="card" style="background:#ffffff;border:1px solid #e4e2dd;border-radius:16px;" { (card(title, parts)) } }
                            tr { td class="t3" style="padding:18px 4px 0;font-size:12px;line-height:19px;color:#62656c;" { (PreEscaped(&parts.below)) } }
                        }
                    } }
                }
            }
        }
    };
    page.into_string()
}

/// The first letter as a mark, and the name.
fn head(frame: &Frame) -> Markup {
    let initial: String = frame.organisation.trim().chars().take(1).flat_map(char::to_uppercase).collect();
    let mark = format!(
        "width:30px;height:30px;border-radius:8px;background:{};color:#ffffff;font-size:15px;font-weight:700;line-height:30px;text-align:center;",
        frame.accent.code()
    );
    html! {
        table role="presentation" cellpadding="0" cellspacing="0" { tr {
            td aria-hidden="true" style=(mark) { (initial) }
            td class="t1" style="padding-left:11px;font-size:16px;line-height:24px;font-weight:600;color:#1a1d23;" { (frame.organisation) }
        } }
    }
}

fn card(title: &str, parts: &Parts) -> Markup {
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" {
            tr { td class="pad t1" style="padding:30px 34px 16px;font-size:16px;line-height:26px;color:#1a1d23;" {
                p class="t3" style="margin:0 0 16px;font-size:14px;line-height:22px;color:#62656c;" { (title) }
                (PreEscaped(&parts.main))
            } }
            @if !parts.small.is_empty() {
                tr { td class="pad" style="padding:0 34px 20px;" {
                    table role="presentation" width="100%" cellpadding="0" cellspacing="0" { tr {
                        td class="line t2" style="border-top:1px solid #e9e7e2;padding-top:18px;font-size:14px;line-height:22px;color:#464a52;" { (PreEscaped(&parts.small)) }
                    } }
                } }
            }
        }
    }
}

/// An agent's name and signature (safe HTML) as a block of a mail. A signature that begins with the name needs it no
/// second time.
#[must_use]
pub fn signature(name: &str, html: &str) -> String {
    let text = crate::html_to_text(html);
    let named = text.trim_start().strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let block = html! {
        div style="margin:16px 0 14px;" {
            @if !named { p class="t1" style="margin:0;font-size:14px;line-height:22px;color:#1a1d23;" { b { (name) } } }
            @if !html.is_empty() { div class="t2" style="font-size:14px;line-height:22px;color:#464a52;" { (PreEscaped(html)) } }
        }
    };
    block.into_string()
}

/// What the reader of a mail wrote, as a block; empty when that is nothing.
#[must_use]
pub fn words_of_reader(words: &str) -> String {
    let mut shown: String = words.trim().chars().take(QUOTE_CHARS).collect();
    if shown.is_empty() {
        return shown;
    }
    if shown.len() < words.trim().len() {
        shown.push('…');
    }
    format!("<blockquote style=\"margin:0 0 10px;\">{}</blockquote>", crate::text_to_html(&shown))
}
