//! What somebody wrote in a browser, made safe.

use desk::tickets::Body;

/// The words of a form: HTML from the editor, or plain text without scripts.
pub(crate) fn written(words: &str, format: &str) -> Body {
    let html = clean(words, format);
    let text = markup::html_to_text(&html);
    Body { html, quoted: String::new(), text }
}

/// Only the safe HTML.
pub(crate) fn clean(words: &str, format: &str) -> String {
    let html = if format == "html" { markup::sanitize(words) } else { markup::text_to_html(words) };
    // An emptied editor leaves a bare line.
    let empty = !html.contains("<img") && markup::html_to_text(&html).trim().is_empty();
    if empty { String::new() } else { html }
}
