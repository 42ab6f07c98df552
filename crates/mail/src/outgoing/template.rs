//! The HTML of a mail: tables and inline styles, because that is what mail programs understand;
//! no image, no tracking, dark where the reader's program is dark.

use maud::{DOCTYPE, Markup, PreEscaped, html};

/// What stands in a mail.
pub(super) struct Content<'c> {
    pub title: &'c str,
    pub organisation: &'c str,
    pub greeting: Option<&'c str>,
    /// Sanitised.
    pub body_html: &'c str,
    /// The agent's name and sanitised signature.
    pub signature_html: Option<(&'c str, &'c str)>,
    /// Words and target.
    pub button: Option<(&'c str, &'c str)>,
    /// A heading and what the reader wrote before.
    pub quote: Option<(&'c str, &'c str)>,
    /// Words and target.
    pub link: Option<(&'c str, &'c str)>,
    pub footer: &'c str,
    pub language: &'c str,
}

const STYLE: &str = ":root{color-scheme:light dark}
@media (prefers-color-scheme:dark){.bg{background:#101216!important}.card{background:#181b20!important;border-color:#2c3037!important}
.t1{color:#eeedea!important}.t2{color:#bcc0c8!important}.t3{color:#9da2ac!important}.line{border-color:#2c3037!important}.lnk{color:#9db8ff!important}}
@media (max-width:480px){.pad{padding-left:20px!important;padding-right:20px!important}.wide{width:100%!important}}";

const FONT: &str = "width:600px;max-width:100%;font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Inter,'Helvetica Neue',Arial,sans-serif;";

/// The characters of the reader's own words that are repeated below an answer.
const QUOTE_CHARS: usize = 600;

pub(super) fn page(content: &Content) -> String {
    let page: Markup = html! {
        (DOCTYPE)
        html lang=(content.language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="supported-color-schemes" content="light dark";
                title { (content.title) }
                style { (PreEscaped(STYLE)) }
            }
            body class="bg" style="margin:0;padding:0;background:#f6f5f1;" {
                table role="presentation" class="bg" width="100%" cellpadding="0" cellspacing="0" style="background:#f6f5f1;" {
                    tr { td align="center" style="padding:28px 12px;" {
                        table role="presentation" class="wide" width="600" cellpadding="0" cellspacing="0" style=(FONT) {
                            tr { td class="t1" style="padding:0 4px 16px;font-size:16px;line-height:24px;font-weight:600;color:#1a1d23;" { (content.organisation) } }
                            tr { td class="card" style="background:#ffffff;border:1px solid #e4e2dd;border-radius:16px;" { (card(content)) } }
                            tr { td class="t3" style="padding:18px 4px 0;font-size:12px;line-height:19px;color:#62656c;" { (content.footer) } }
                        }
                    } }
                }
            }
        }
    };
    page.into_string()
}

fn card(content: &Content) -> Markup {
    html! {
        table role="presentation" width="100%" cellpadding="0" cellspacing="0" {
            tr { td class="pad t1" style="padding:30px 34px;font-size:16px;line-height:26px;color:#1a1d23;" {
                p class="t3" style="margin:0 0 16px;font-size:14px;line-height:22px;color:#62656c;" { (content.title) }
                @if let Some(greeting) = content.greeting { p style="margin:0 0 14px;" { (greeting) } }
                (PreEscaped(content.body_html))
                @if let Some((name, signature)) = content.signature_html {
                    p class="t2" style="margin:16px 0 0;font-size:14px;line-height:22px;color:#464a52;" { b class="t1" style="color:#1a1d23;" { (name) } }
                    div class="t2" style="font-size:14px;line-height:22px;color:#464a52;" { (PreEscaped(signature)) }
                }
                @if let Some((words, target)) = content.button {
                    table role="presentation" cellpadding="0" cellspacing="0" style="margin:22px 0 0;" { tr {
                        td style="border-radius:10px;background:#2457c5;" {
                            a href=(target) style="display:inline-block;padding:12px 20px;font-size:15px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none;" { (words) }
                        }
                    } }
                }
            } }
            @if content.quote.is_some() || content.link.is_some() {
                tr { td class="pad" style="padding:0 34px 30px;" {
                    table role="presentation" width="100%" cellpadding="0" cellspacing="0" { tr { td class="line" style="border-top:1px solid #e9e7e2;padding-top:18px;" {
                        @if let Some((heading, words)) = content.quote { (quote(heading, words)) }
                        @if let Some((words, target)) = content.link {
                            p style="margin:12px 0 0;font-size:14px;line-height:22px;" { a class="lnk" href=(target) style="color:#2457c5;" { (words) } }
                        }
                    } } }
                } }
            }
        }
    }
}

fn quote(heading: &str, words: &str) -> Markup {
    let mut shown: String = words.trim().chars().take(QUOTE_CHARS).collect();
    if shown.len() < words.trim().len() {
        shown.push('…');
    }
    html! {
        p class="t3" style="margin:0 0 6px;font-size:13px;line-height:20px;color:#62656c;" { (heading) }
        div class="t2" style="font-size:14px;line-height:22px;color:#464a52;" { (PreEscaped(markup::text_to_html(&shown))) }
    }
}
