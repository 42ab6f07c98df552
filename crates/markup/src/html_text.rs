//! HTML to the plain text that a reader sees: paragraphs, lists, quotes, no wrapping. Works on the token stream,
//! so it needs no tree and its time is linear.

use crate::clean;
use crate::html_layout::Layout;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

/// Feeds tokens to the layout. The tokenizer calls through a shared reference.
struct Sink(RefCell<Layout>);

/// The text of tamed HTML, without blanks around it.
pub fn render(html: &str) -> String {
    let text = render_with(html, false, false);
    // A mail of pictures only still says what they show.
    if clean::visible(&text) { text } else { render_with(html, true, false) }
}

/// The same with the address of each link behind its words, for readers who cannot click.
pub fn render_with_addresses(html: &str) -> String {
    render_with(html, false, true)
}

fn render_with(html: &str, alternatives: bool, addresses: bool) -> String {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Sink(RefCell::new(Layout::new(alternatives, addresses))), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    clean::lines(&tokenizer.sink.0.take().finish())
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line_number: u64) -> TokenSinkResult<()> {
        // Never borrowed twice: the layout calls nothing back.
        let Ok(mut layout) = self.0.try_borrow_mut() else {
            return TokenSinkResult::Continue;
        };
        match token {
            CharacterTokens(text) => layout.text(&text),
            TagToken(tag) => return process_tag(&mut layout, &tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn process_tag(layout: &mut Layout, tag: &Tag) -> TokenSinkResult<()> {
    let name: &str = &tag.name;
    if tag.kind != StartTag {
        layout.end(name);
        return TokenSinkResult::Continue;
    }
    let attribute = |key: &str| {
        let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == key);
        found.map(|attribute| attribute.value.to_string())
    };
    layout.start(name, &attribute);
    match name {
        "script" | "style" | "iframe" | "noembed" | "noframes" | "xmp" => TokenSinkResult::RawData(RawKind::Rawtext),
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn html_as_text() {
        for (html, expected) in [
            ("<p>One &amp; two</p><p>Three&nbsp;four</p>", "One & two\n\nThree four"),
            ("<img src=cid:x alt=Chart>", "Chart"),
            ("<title>t</title><style>p{}</style>x", "x"),
        ] {
            assert_eq!(render(html), expected, "{html}");
        }
    }
}
