//! Bounds of HTML from strangers.

/// Bytes of HTML that become the body, counted after oversized attributes are gone.
pub const HTML_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of one tag; a longer one (an embedded picture, mostly) loses its attributes.
pub const HTML_TAG_BYTES_MAX: usize = 256 * 1024;
/// Attributes of one tag, because tokenizers compare each with all before it.
pub const HTML_ATTRIBUTES_MAX: usize = 100;
/// Open elements inside one another.
pub const HTML_DEPTH_MAX: usize = 300;
/// Open formatting elements (`b`, `font`, …): a tree builder repeats all of them in each new block.
pub const HTML_FORMATTING_MAX: usize = 32;
/// Elements that a tree builder may make of one HTML body.
pub const HTML_ELEMENTS_MAX: usize = 250_000;
/// Quote marks written before one line of text made from HTML.
pub const QUOTE_MARKS_MAX: usize = 20;
