//! Bounds of HTML from strangers, and of templates of mails.

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
/// Characters of a template of a mail.
pub const TEMPLATE_CHARS_MAX: usize = 10_000;
/// Characters of the subject of a mail.
pub const SUBJECT_CHARS_MAX: usize = 255;
/// Conditions of a template, and words of one condition: a parser goes as deep as they are.
pub const TEMPLATE_CONDITIONS_MAX: usize = 100;
/// Words of one condition.
pub const TEMPLATE_CONDITION_WORDS_MAX: usize = 20;
/// Faults of a template that are told.
pub const TEMPLATE_FAULTS_MAX: usize = 20;
/// Bytes that all values of one mail may bring.
pub const TEMPLATE_VALUES_BYTES_MAX: usize = 8 * 1024 * 1024;
