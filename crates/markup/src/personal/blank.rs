//! Words taken out of a text, and out of the HTML of the same text.

use super::folded::{Matcher, bytes, pieces, tag_name, units};

/// Puts `with` for every occurrence of `words` in sanitised HTML; the pairs are `(words, with)`, and `with` is text.
///
/// Words are compared as [`find`] compares names, and may stand across tags and line ends. Tags stay as they are, but
/// links lose theirs when they write to a person (`mailto:`, `tel:`) or their text or address contains the words.
#[must_use]
pub fn blank_html(html: &str, words: &[(String, String)]) -> String {
    blank(html, words, true)
}

/// Puts `with` for every occurrence of `words` in plain text, compared as in [`blank_html`].
#[must_use]
pub fn blank_text(text: &str, words: &[(String, String)]) -> String {
    blank(text, words, false)
}

fn blank(text: &str, words: &[(String, String)], html: bool) -> String {
    let own = units(text, html);
    let spans = Matcher::new(words.iter().map(|(words, _)| words.as_str())).spans(&own);
    let mut spans = spans.into_iter().map(|(span, word)| (bytes(&own, span), word)).peekable();
    // In addresses, words stand with other marks between their letters or none, and `%` hides what is not ASCII.
    let letters = |text: &str, mark| text.split(|ch: char| !ch.is_alphanumeric()).collect::<Vec<_>>().join(mark);
    let ascii = |text: &str| letters(&text.replace(|ch: char| !ch.is_ascii(), " "), " ");
    let told = words.iter().flat_map(|(words, _)| [letters(words, " "), letters(words, ""), ascii(words)]);
    let told: Vec<String> = told.chain(["href mailto".to_owned(), "href tel".to_owned()]).collect();
    let told = Matcher::new(told.iter().map(String::as_str));
    let tells = |tag: &str| {
        let plain = tag.split('%').enumerate().map(|(at, part)| part.get(2 * at.min(1)..).unwrap_or(part));
        !told.spans(&units(&letters(&plain.collect::<Vec<_>>().join(" "), " "), false)).is_empty()
    };
    let (mut out, mut at, mut done, mut link) = (String::with_capacity(text.len()), 0, 0, None);
    for piece in pieces(text, html) {
        let start = at;
        at += piece.len();
        match (tag_name(piece).filter(|_| html), link) {
            (None, _) => {
                while let Some((range, word)) = spans.next_if(|(range, _)| range.start < at) {
                    // Of overlapping words nothing stays, and the first are replaced.
                    let with = words.get(word).filter(|_| range.start >= done).map_or("", |(_, with)| with);
                    let escaped = with.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                    out.push_str(text.get(done.max(start)..range.start).unwrap_or_default());
                    out.push_str(if html { &escaped } else { with });
                    done = range.end;
                }
                out.push_str(text.get(done.max(start)..at).unwrap_or_default());
            }
            (Some("/a"), Some((opened, place, tag))) if done > opened || tells(tag) => {
                out.replace_range(place..place + tag.len(), "");
                link = None;
            }
            (name, _) => {
                link = name.filter(|name| *name == "a").map(|_| (start, out.len(), piece)).or(link);
                out.push_str(piece);
            }
        }
    }
    out
}
