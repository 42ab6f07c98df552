//! The HTML of a mail: tables and inline styles, because that is what mail programs understand;
//! no image, no tracking, dark where the reader's program is dark.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Frame;
use super::prose::Parts;

/// Written once for a reader's dark program by media query, once as Outlook on the web marks its dark pages.
const STYLE: &str = ":root{color-scheme:light dark;supported-color-schemes:light dark}
body{-webkit-text-size-adjust:100%;text-size-adjust:100%}table{border-collapse:separate}
.card a{color:PLAIN}
@media (prefers-color-scheme:dark){.bg{background:#101216!important}.card{background:#181b20!important;border-color:#2c3037!important}
.t1{color:#eeedea!important}.t2{color:#bcc0c8!important}.t3{color:#9da2ac!important}.line{border-color:#2c3037!important}.quote{background:#14171b!important}
.ghost{border-color:#454a52!important}.lnk,.card a:not(.btn){color:LIGHT!important}}
[data-ogsb] .bg{background:#101216!important}[data-ogsb] .card{background:#181b20!important;border-color:#2c3037!important}[data-ogsb] .quote{background:#14171b!important}
[data-ogsc] .t1{color:#eeedea!important}[data-ogsc] .t2{color:#bcc0c8!important}[data-ogsc] .t3{color:#9da2ac!important}[data-ogsc] .lnk{color:LIGHT!important}
@media (max-width:640px){.wide{width:100%!important}}
@media (max-width:480px){.pad{padding-left:20px!important;padding-right:20px!important}}";

/// Outlook for Windows draws with Word: it knows neither the first fonts nor a greatest width, and scales tables.
const OUTLOOK: &str = "<!--[if mso]><noscript><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch>\
</o:OfficeDocumentSettings></xml></noscript><style>table{border-collapse:collapse;mso-table-lspace:0;mso-table-rspace:0}\
td,p,a,h1,h2,h3,h4,li,blockquote{font-family:'Segoe UI',Arial,sans-serif!important}</style><![endif]-->";
const OUTLOOK_WIDTH: &str = "<!--[if mso]><table role=\"presentation\" width=\"600\" align=\"center\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td><![endif]-->";
const OUTLOOK_WIDTH_END: &str = "<!--[if mso]></td></tr></table><![endif]-->";

const PREHEADER: &str =
    "display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;mso-hide:all;";

/// The characters of a mail that lists of mails show beside its subject.
const PREHEADER_CHARS: usize = 120;

/// The characters of a first line that may be a greeting.
const GREETING_CHARS: usize = 60;

const FONT: &str = "width:600px;max-width:100%;overflow-wrap:anywhere;word-break:break-word;font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Inter,'Helvetica Neue',Arial,sans-serif;";

/// The characters of the reader's own words that are repeated below an answer.
const QUOTE_CHARS: usize = 600;

/// The whole page.
pub(super) fn page(title: &str, parts: &Parts, frame: &Frame) -> String {
    let style = STYLE.replace("PLAIN", &frame.accent.code()).replace("LIGHT", &frame.accent.in_the_dark());
    let before = preheader(&parts.main);
    let page: Markup = html! {
        (DOCTYPE)
        html lang=(frame.language) xmlns="http://www.w3.org/1999/xhtml" xmlns:o="urn:schemas-microsoft-com:office:office" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no";
                meta name="x-apple-disable-message-reformatting";
                title { (title) }
                style { (PreEscaped(style)) }
                (PreEscaped(OUTLOOK))
            }
            body class="bg" style="margin:0;padding:0;background:#f6f5f1;" {
                div role="main" {
                    @if !before.is_empty() { div style=(PREHEADER) { (before) } }
                    table role="presentation" class="bg" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f6f5f1" style="background:#f6f5f1;" {
                        tr { td align="center" style="padding:28px 12px;" {
                            (PreEscaped(OUTLOOK_WIDTH))
                            table role="presentation" class="wide" width="600" cellpadding="0" cellspacing="0" border="0" style=(FONT) {
                                tr { td align="left" style="padding:0 4px 16px;" { (head(frame)) } }
                                tr { td class="card" align="left" bgcolor="#ffffff" style="background:#ffffff;border:1px solid #e4e2dd;border-radius:16px;" { (card(title, parts)) } }
                                tr { td class="t3" align="left" style="padding:18px 4px 0;font-size:12px;line-height:19px;color:#62656c;" { (PreEscaped(&parts.below)) } }
                            }
                            (PreEscaped(OUTLOOK_WIDTH_END))
                        } }
                    }
                }
            }
        }
    };
    page.into_string()
}

/// What lists of mails show beside the subject: the first words that say something.
fn preheader(main: &str) -> String {
    let text = crate::html_to_text(main);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    let greeting = lines.peek().is_some_and(|line| line.ends_with(',') && line.chars().count() <= GREETING_CHARS);
    let words: Vec<&str> = lines.skip(usize::from(greeting)).flat_map(str::split_whitespace).collect();
    let words = words.join(" ");
    let mut shown: String = words.chars().take(PREHEADER_CHARS).collect();
    if shown.len() < words.len() {
        shown.push('…');
    }
    shown
}

/// The first letter as a mark, and the name.
fn head(frame: &Frame) -> Markup {
    let initial: String = frame.organisation.trim().chars().take(1).flat_map(char::to_uppercase).collect();
    let mark = format!(
        "width:30px;height:30px;border-radius:8px;background:{};color:#ffffff;font-size:15px;font-weight:700;line-height:30px;text-align:center;",
        frame.accent.code()
    );
    html! {
        table role="presentation" cellpadding="0" cellspacing="0" border="0" { tr {
            td aria-hidden="true" width="30" height="30" align="center" valign="middle" bgcolor=(frame.accent.code()) style=(mark) { (initial) }
            td class="t1" style="padding-left:11px;font-size:16px;line-height:24px;font-weight:600;color:#1a1d23;" { (frame.organisation) }
        } }
    }
}

fn card(title: &str, parts: &Parts) -> Markup {
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" {
            tr { td class="pad t1" style="padding:30px 34px 16px;font-size:16px;line-height:26px;color:#1a1d23;" {
                h1 class="t3" style="margin:0 0 16px;font-size:14px;line-height:22px;font-weight:400;color:#62656c;" { (title) }
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

/// What somebody else wrote, on a ground of its own; without a name when nobody is to be named.
#[must_use]
pub fn words_of(name: &str, words: &str) -> String {
    if words.trim().is_empty() {
        return String::new();
    }
    let block = html! {
        table role="presentation" class="quote" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#faf9f6" style="margin:6px 0 18px;background:#faf9f6;border-radius:10px;" {
            tr { td style="padding:16px 18px 4px;" {
                @if !name.is_empty() { p class="t2" style="margin:0 0 8px;font-size:13px;line-height:20px;color:#464a52;" { b class="t1" style="color:#1a1d23;" { (name) } } }
                div class="t1" style="font-size:15px;line-height:24px;color:#1a1d23;" { (PreEscaped(crate::text_to_html(words))) }
            } }
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
