//! Text as it is compared: lower case, without accents, with one kind of blank, and each character knows where it
//! stands; and many words found in it at once.

use std::collections::HashMap;

/// Tags and the texts between them. A quoted value of a tag may contain `>`.
pub(super) fn pieces(text: &str, html: bool) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut quoted = false;
        let ends = |ch| {
            quoted ^= ch == '"';
            ch == '>' && !quoted
        };
        let end = if rest.starts_with('<') { rest.find(ends).map(|end| end + 1) } else { rest.find('<') };
        let (piece, after) = rest.split_at_checked(end.filter(|_| html).unwrap_or(rest.len()))?;
        rest = after;
        Some(piece).filter(|piece| !piece.is_empty())
    })
}

/// The name of a tag, with the slash of an end.
pub(super) fn tag_name(piece: &str) -> Option<&str> {
    piece.strip_prefix('<')?.split([' ', '>', '\n', '\t']).next()
}

/// Elements that stand inside a line or a word.
const INLINE: &str = " a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd mark nobr q rp rt ruby s \
                      samp small span strike strong sub sup tt u wbr ";
/// Letters, and those that are compared like them.
const ALIKE: &str = "a=àáâãäåāăą c=çćĉċč d=ďđð e=èéêëēĕėęě g=ĝğġģ h=ĥħ i=ìíîïĩīĭįı j=ĵ k=ķ l=ĺļľŀł n=ñńņň o=òóôõöøōŏő \
                     r=ŕŗř s=śŝşšș t=ţťŧț u=ùúûüũūŭůűų w=ŵ y=ýÿŷ z=źżž '=’‘ʼ -=‐‑–—− °=º oe=œ ae=æ ss=ß";

/// A character as it is compared and as it is written, and the bytes that it stands for.
pub(super) struct Unit {
    pub(super) ch: char,
    pub(super) raw: char,
    from: usize,
    to: usize,
}

/// Lower case without accents; every blank is the same, and what nobody sees is nothing.
fn fold(ch: char, mut put: impl FnMut(char)) {
    let lower = ch.to_lowercase().next().unwrap_or(ch);
    match ch {
        '!'..='~' => put(lower),
        '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
        _ if ch.is_whitespace() => put(' '),
        _ => match ALIKE.split(' ').filter_map(|line| line.split_once('=')).find(|(_, like)| like.contains(lower)) {
            Some((plain, _)) => plain.chars().for_each(put),
            None => put(lower),
        },
    }
}

/// The units of a text, with at most one blank in a row. In HTML, the tags of blocks are blanks.
pub(super) fn units(text: &str, html: bool) -> Vec<Unit> {
    let (mut units, mut from) = (Vec::<Unit>::new(), 0);
    while let Some((rest, first)) = text.get(from..).and_then(|rest| Some((rest, rest.chars().next()?))) {
        let tag = (html && first == '<').then(|| pieces(rest, html).next()).flatten();
        let name = tag.and_then(tag_name).map(|name| format!(" {} ", name.trim_start_matches('/')));
        let (raw, to) = match tag {
            Some(tag) => ('\n', from + tag.len()),
            None if html && first == '&' => entity(rest).map_or(('&', from + 1), |(ch, length)| (ch, from + length)),
            None => (first, from + first.len_utf8()),
        };
        match units.last_mut().filter(|last| last.ch == ' ' && raw.is_whitespace()) {
            _ if name.is_some_and(|name| INLINE.contains(&name)) => {}
            Some(last) => last.raw = if raw == '\n' { raw } else { last.raw },
            None => fold(raw, |ch| units.push(Unit { ch, raw, from, to })),
        }
        from = to;
    }
    units
}

/// The character of an entity, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    let name = text.get(1..text.bytes().take(12).position(|byte| byte == b';')?)?;
    let hex = |code: &str| code.strip_prefix(['x', 'X']).map(|code| u32::from_str_radix(code, 16));
    let number = name.strip_prefix('#').map(|code| hex(code).unwrap_or_else(|| code.parse()));
    let known = || "amp& lt< gt> quot\" nbsp\u{a0}".split(' ').find_map(|one| one.strip_prefix(name)?.parse().ok());
    let ch = number.map_or_else(known, |number| char::from_u32(number.ok()?))?;
    Some((ch, name.len() + 2))
}

/// A first unit, and the one behind the last.
pub(super) type Span = (usize, usize);

pub(super) fn bytes(units: &[Unit], span: Span) -> std::ops::Range<usize> {
    let some = units.get(span.0..span.1).unwrap_or_default();
    some.first().map_or(0, |unit| unit.from)..some.last().map_or(0, |unit| unit.to)
}

/// Whether no word goes on across the place before a unit.
pub(super) fn border(units: &[Unit], at: usize) -> bool {
    let letter = |at: usize| units.get(at).is_some_and(|unit| unit.ch.is_alphanumeric());
    at == 0 || !letter(at) || !letter(at - 1)
}

/// Finds many words at once, by a tree of their characters.
pub(super) struct Matcher {
    next: HashMap<(usize, char), usize>,
    words: HashMap<usize, usize>,
}

impl Matcher {
    pub(super) fn new<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut matcher = Self { next: HashMap::new(), words: HashMap::new() };
        for (index, word) in words.enumerate() {
            let at = units(word.trim(), false).iter().fold(0, |at, unit| {
                let fresh = matcher.next.len() + 1;
                *matcher.next.entry((at, unit.ch)).or_insert(fresh)
            });
            matcher.words.entry(at).or_insert(index);
        }
        matcher
    }

    /// Where words stand between word borders, and which: the longest at each place, but none inside of others.
    pub(super) fn spans(&self, units: &[Unit]) -> Vec<(Span, usize)> {
        let mut spans = Vec::<(Span, usize)>::new();
        for start in (0..units.len()).filter(|at| border(units, *at)) {
            let (mut at, mut found) = (0, None);
            for (end, unit) in (start + 1..).zip(units.iter().skip(start)) {
                let Some(next) = self.next.get(&(at, unit.ch)) else { break };
                at = *next;
                found = self.words.get(&at).filter(|_| border(units, end)).map(|word| ((start, end), *word)).or(found);
            }
            spans.extend(found.filter(|(span, _)| spans.last().is_none_or(|(last, _)| last.1 < span.1)));
        }
        spans
    }
}
