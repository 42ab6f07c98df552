//! The HTML of an editor to the Markdown of a guide: read as tokens, put together as a tree of Markdown, written by
//! the same library that reads it. Everything that a guide cannot say goes; what comes out is rendered again before
//! anybody sees it, so nothing here needs to be trusted.

use std::cell::RefCell;

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, format_commonmark};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, EndTag, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};

use super::MediaByName;
use super::tree::Tree;

/// An exclamation mark that begins no picture; no character of a text.
pub(super) const BANG: char = '\u{f8ff}';

/// A backslash that the library does not write by itself; no character of a text.
pub(super) const ESCAPE: char = '\u{f8fe}';

/// Markdown of what an editor sent; `known` are the media that it may show.
#[must_use]
pub fn from_editor(html: &str, known: &MediaByName) -> String {
    let tame = crate::html_tame::tame(html).html;
    let arena = Arena::new();
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(tame.as_str()));
    let sink = Sink(RefCell::new(Reader { tree: Tree::new(&arena, known), skipped: 0 }));
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let root = tokenizer.sink.0.into_inner().tree.finish();
    let mut out = String::with_capacity(tame.len());
    // Writing to a string does not fail.
    let _ = format_commonmark(root, &options(), &mut out);
    // Written between two lists; those of a kind are one already.
    out.replace("\n\n<!-- end list -->\n\n", "\n\n").replace(BANG, "!").replace(ESCAPE, "\\")
}

fn options() -> Options<'static> {
    let mut options = super::render::options();
    options.render.escape = false;
    options
}

/// Feeds tokens to the tree. The tokenizer calls through a shared reference.
struct Sink<'a, 'm>(RefCell<Reader<'a, 'm>>);

struct Reader<'a, 'm> {
    tree: Tree<'a, 'm>,
    /// Elements open whose content is not for reading.
    skipped: usize,
}

/// Elements that go with what they contain.
const HIDDEN: [&str; 9] = ["script", "style", "title", "svg", "button", "select", "textarea", "template", "head"];

impl TokenSink for Sink<'_, '_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line_number: u64) -> TokenSinkResult<()> {
        // Never borrowed twice: the tree calls nothing back.
        let Ok(mut reader) = self.0.try_borrow_mut() else { return TokenSinkResult::Continue };
        match token {
            CharacterTokens(text) if reader.skipped == 0 => reader.tree.text(&text),
            TagToken(tag) => reader.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Reader<'_, '_> {
    fn tag(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        if HIDDEN.contains(&name) {
            self.skipped = match tag.kind {
                StartTag if !tag.self_closing => self.skipped + 1,
                StartTag => self.skipped,
                EndTag => self.skipped.saturating_sub(1),
            };
        } else if self.skipped == 0 {
            let attribute = |key: &str| {
                tag.attrs.iter().find(|attribute| &*attribute.name.local == key).map(|found| found.value.to_string())
            };
            match tag.kind {
                StartTag => self.tree.start(name, &attribute),
                EndTag => self.tree.end(name),
            }
        }
    }
}

/// Whether a node of the tree holds blocks, such as paragraphs.
pub(super) fn holds_blocks(value: &NodeValue) -> bool {
    matches!(value, NodeValue::Document | NodeValue::BlockQuote | NodeValue::Item(_) | NodeValue::Alert(_))
}
