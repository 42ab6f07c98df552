//! Mailboxes of address headers (RFC 5322 section 3.4), with groups, comments, obsolete forms and mistakes.
//! The structure is read before encoded words are decoded, so that a decoded comma or bracket is only text.

use super::charset::Hint;
use super::message::Mailbox;
use super::words;
use crate::limits::MAILBOXES_MAX;
use std::borrow::Cow;

/// The mailboxes of an unfolded value.
pub fn parse(value: &[u8], hint: &Hint) -> Vec<Mailbox> {
    // An unquoted comma separates, also where it was meant for the name: what has no address is left out.
    entries(&bracketed(value)).iter().filter_map(|entry| mailbox(entry, hint)).take(MAILBOXES_MAX).collect()
}

/// Whoever wrote the page's form of the brackets meant them.
fn bracketed(value: &[u8]) -> Cow<'_, [u8]> {
    if value.contains(&b'<') || !value.windows(4).any(|four| four == b"&lt;") {
        return Cow::Borrowed(value);
    }
    let plain = String::from_utf8_lossy(value).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    Cow::Owned(plain.into_bytes())
}

/// The first mailbox of the field of an author, whose name may hold a comma that nobody quoted: `Martin, Zoe <zoe@x.org>`.
pub fn author(value: &[u8], hint: &Hint) -> Option<Mailbox> {
    let entries = entries(&bracketed(value));
    let (at, mut found) = entries.iter().enumerate().find_map(|(at, entry)| Some((at, mailbox(entry, hint)?)))?;
    let before = entries.get(..at).unwrap_or_default();
    if found.name.is_empty() || before.iter().any(|entry| entry.address.is_some() || entry.phrase.contains(&b'@')) {
        return Some(found);
    }
    let names: Vec<String> =
        before.iter().map(|entry| display_name(&entry.phrase, hint)).filter(|name| !name.is_empty()).collect();
    found.name = names.into_iter().chain([found.name]).collect::<Vec<_>>().join(", ");
    Some(found)
}

/// One comma-separated entry, taken apart but not decoded.
#[derive(Default)]
struct Entry {
    /// Text outside brackets and comments.
    phrase: Vec<u8>,
    /// Text in angle brackets.
    address: Option<Vec<u8>>,
    comment: Vec<u8>,
    /// Length of the text before the end of the brackets.
    phrase_end: usize,
}

impl Entry {
    fn is_empty(&self) -> bool {
        self.phrase.trim_ascii().is_empty() && self.address.is_none() && self.comment.is_empty()
    }
}

impl Entry {
    /// Whether words stand behind the first brackets.
    fn names_another(&self) -> bool {
        self.phrase.get(self.phrase_end..).is_some_and(|behind| !behind.trim_ascii().is_empty())
    }
}

fn entries(value: &[u8]) -> Vec<Entry> {
    let mut out = Vec::new();
    let mut entry = Entry::default();
    let mut at = 0;
    // After one that is never closed, quotes and brackets are plain text: looking again would be quadratic.
    let (mut quotes, mut comments) = (true, true);
    while let Some(&byte) = value.get(at) {
        let rest = value.get(at..).unwrap_or_default();
        match byte {
            b'"' if quotes => {
                let length = quoted_length(rest);
                quotes = length > 1;
                entry.phrase.extend(rest.get(..length).unwrap_or_default());
                at += length;
            }
            b'(' if comments => {
                let length = comment_length(rest);
                comments = length > 1;
                let inside = rest.get(1..length.saturating_sub(1)).unwrap_or_default();
                if entry.comment.is_empty() {
                    entry.comment = inside.to_vec();
                }
                at += length;
            }
            b'<' => {
                let (inside, length) = angle(rest);
                match entry.address.as_deref() {
                    None => entry.address = Some(inside),
                    // The comma between two mailboxes is missing.
                    Some(first) if is_other_address(first, &inside) && entry.names_another() => {
                        let phrase = entry.phrase.split_off(entry.phrase_end.min(entry.phrase.len()));
                        let next = Entry { phrase, address: Some(inside), ..Entry::default() };
                        push(&mut out, std::mem::replace(&mut entry, next));
                    }
                    Some(_) => {}
                }
                entry.phrase.truncate(entry.phrase.trim_ascii_end().len());
                entry.phrase_end = entry.phrase.len();
                entry.phrase.push(b' ');
                let behind = rest.get(length..).unwrap_or_default();
                at += length + behind.iter().take_while(|b| b.is_ascii_whitespace()).count();
            }
            b',' | b';' => {
                push(&mut out, std::mem::take(&mut entry));
                at += 1;
            }
            // The name of a group; a colon in an address literal stands in brackets.
            b':' if entry.address.is_none() && !entry.phrase.contains(&b'[') && group_name(&entry.phrase) => {
                entry = Entry::default();
                at += 1;
            }
            // Two-byte characters of ISO-2022-JP look like quotes, commas and brackets.
            0x1b if rest.starts_with(b"\x1b$") => {
                let length = shifted_length(rest);
                entry.phrase.extend(rest.get(..length).unwrap_or_default());
                at += length;
            }
            b'=' if words::word_length(rest).is_some() => {
                let length = words::word_length(rest).unwrap_or(1);
                entry.phrase.extend(rest.get(..length).unwrap_or_default());
                at += length;
            }
            _ => {
                entry.phrase.push(byte);
                at += 1;
            }
        }
    }
    push(&mut out, entry);
    out
}

fn is_other_address(one: &[u8], other: &[u8]) -> bool {
    one.contains(&b'@') && other.contains(&b'@') && !one.eq_ignore_ascii_case(other)
}

fn push(out: &mut Vec<Entry>, entry: Entry) {
    if !entry.is_empty() && out.len() <= MAILBOXES_MAX * 2 {
        out.push(entry);
    }
}

/// Up to the next escape, which ends a run of two-byte characters; one back to ASCII belongs to it.
fn shifted_length(rest: &[u8]) -> usize {
    let next = rest.iter().skip(1).position(|&b| b == 0x1b);
    // Never closed: only the escape itself is odd.
    next.map_or(1, |at| {
        let closes = rest.get(at + 1..).is_some_and(|rest| rest.starts_with(b"\x1b("));
        at + 1 + if closes { 3 } else { 0 }
    })
}

/// `mailto:` before an address is no group.
fn group_name(phrase: &[u8]) -> bool {
    !phrase.trim_ascii().eq_ignore_ascii_case(b"mailto") && !phrase.contains(&b'@')
}

fn quoted_length(rest: &[u8]) -> usize {
    let mut at = 1;
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    // Never closed: only the quote itself is odd, what follows may still hold an address.
    1
}

fn comment_length(rest: &[u8]) -> usize {
    let (mut at, mut depth) = (0, 0usize);
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    1
}

/// What stands in angle brackets, and the length with them.
fn angle(rest: &[u8]) -> (Vec<u8>, usize) {
    let mut inside = Vec::new();
    let mut at = 1;
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'>' => {
                let more = rest.get(at + 1..).unwrap_or_default().iter().take(8).take_while(|&&b| b == b'>').count();
                return (inside, at + 1 + more);
            }
            b'<' => inside.clear(),
            // A bracket that was never closed ends with the entry.
            b',' if inside.contains(&b'@') && !inside.starts_with(b"@") && !inside.starts_with(b"\"") => {
                return (inside, at);
            }
            _ => inside.push(byte),
        }
        at += 1;
    }
    (inside, rest.len())
}

fn mailbox(entry: &Entry, hint: &Hint) -> Option<Mailbox> {
    let phrase = entry.phrase.trim_ascii();
    if let Some(address) = entry.address.as_deref().and_then(addr_spec) {
        let name = if phrase.is_empty() { &entry.comment } else { phrase };
        return Some(Mailbox { name: display_name(name, hint), address });
    }
    if let Some(address) = addr_spec(phrase) {
        return Some(Mailbox { name: display_name(&entry.comment, hint), address });
    }
    // `Zoé zoe@example.org` or `zoe@example.org Zoé`, without brackets.
    let mut words: Vec<&[u8]> = phrase.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    let Some(place) = words.iter().rposition(|word| addr_spec(word).is_some()) else {
        return quoted_mailbox(phrase, hint);
    };
    let address = addr_spec(words.remove(place))?;
    let name = words.join(&b' ');
    Some(Mailbox { name: display_name(&name, hint), address })
}

/// `"Zoé <zoe@example.org>"`: quotes around the whole.
fn quoted_mailbox(phrase: &[u8], hint: &Hint) -> Option<Mailbox> {
    let inside = phrase.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let is_plain = inside.contains(&b'@') && !inside.contains(&b'"') && !words::has_words(inside);
    is_plain.then(|| entries(inside)).and_then(|entries| entries.iter().find_map(|entry| mailbox(entry, hint)))
}

/// Decoded, unquoted, trimmed.
fn display_name(raw: &[u8], hint: &Hint) -> String {
    let decoded = words::decode(raw, hint);
    let mut out = String::new();
    let mut chars = decoded.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {}
            '\\' => out.extend(chars.next_if(|next| "\"\\(),.;:'@<>".contains(*next)).or(Some('\\'))),
            c => out.push(c),
        }
    }
    let name = out.trim();
    let single = name.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    single.unwrap_or(name).trim().to_owned()
}

/// The addr-spec without comments and blanks, its host in lower case; `None` if it is none.
pub fn addr_spec(raw: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(raw);
    let text = text.trim().trim_matches(['\'', ',', ';']).trim();
    // `"zoe@example.org"` and `[zoe@example.org]`, as against a quoted local part and an address literal.
    let text = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    let text = text.strip_prefix('[').map_or(text, |rest| rest.trim_end_matches(']'));
    let text = text
        .get(..7)
        .filter(|head| head.eq_ignore_ascii_case("mailto:"))
        .map_or(text, |_| text.get(7..).unwrap_or(text));
    // A source route of RFC 822: "@a,@b:user@host".
    let text = if text.starts_with('@') { text.split_once(':').map_or(text, |(_, rest)| rest) } else { text };
    if text.starts_with("=?") {
        return None;
    }
    let (local, host) = text.rsplit_once('@')?;
    let local = local_part(local.trim())?;
    let host: String = uncommented(host).chars().filter(|c| !c.is_whitespace()).collect();
    let host = host.trim_matches(['.', '>', '"']).to_lowercase();
    let valid = !host.is_empty()
        && host.len() <= 255
        && !host.chars().any(|c| c.is_control() || "<>()\",;@\\ ".contains(c) || c == '=');
    valid.then(|| format!("{local}@{host}"))
}

fn local_part(local: &str) -> Option<String> {
    if local.starts_with('"') && local.ends_with('"') && local.len() > 2 {
        let inside = local.get(1..local.len() - 1)?;
        return (!inside.chars().any(char::is_control)).then(|| local.to_owned());
    }
    let plain = uncommented(local);
    // Blanks around dots are an obsolete form; others mean that this is a phrase.
    let mut out = String::new();
    for (at, word) in plain.split_whitespace().enumerate() {
        if at > 0 && !out.ends_with('.') && !word.starts_with('.') {
            return None;
        }
        out.push_str(word);
    }
    let valid = !out.is_empty() && out.len() <= 320 && !out.chars().any(|c| c.is_control() || "<>()\",;:@".contains(c));
    valid.then_some(out)
}

fn uncommented(text: &str) -> String {
    let mut depth = 0usize;
    text.chars()
        .filter(|&c| {
            if c == '(' {
                depth += 1;
            }
            let keep = depth == 0;
            if c == ')' {
                depth = depth.saturating_sub(1);
            }
            keep
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::understand::charset::Hint;

    fn shown(value: &str) -> String {
        let found = parse(value.as_bytes(), &Hint::default());
        found.iter().map(|m| format!("{}|{}", m.name, m.address)).collect::<Vec<_>>().join(" ; ")
    }

    #[test]
    fn mailboxes() {
        for (value, expected) in [
            ("A <a@x.org> B <b@x.org> <b@x.org>, C <c@x.org>", "A|a@x.org ; B|b@x.org ; C|c@x.org"),
            ("zoe@example.org", "|zoe@example.org"),
            ("Zoe Martin <Zoe@Example.ORG>", "Zoe Martin|Zoe@example.org"),
            ("\"Martin, Zoe\" <zoe@x.org>", "Martin, Zoe|zoe@x.org"),
            ("Martin, Zoe <zoe@x.org>", "Zoe|zoe@x.org"),
            ("zoe@x.org (Zoe Martin)", "Zoe Martin|zoe@x.org"),
            ("=?utf-8?Q?Zo=C3=A9?= <zoe@x.org>, bob@x.org", "Zoé|zoe@x.org ; |bob@x.org"),
            ("=?utf-8?Q?=22Zo=C3=A9=22?= <zoe@x.org>", "Zoé|zoe@x.org"),
            ("\"=?utf-8?Q?Zo=C3=A9?=\" <zoe@x.org>", "Zoé|zoe@x.org"),
            ("=?utf-8?Q?a=2C_b=40c.d_=3Ce?= <zoe@x.org>", "a, b@c.d <e|zoe@x.org"),
            ("=?utf-8?Q?Martin, Zoe?= <zoe@x.org>", "Martin, Zoe|zoe@x.org"),
            ("=?utf-8?Q?zoe=40x.org?=", ""),
            ("undisclosed-recipients:;", ""),
            ("Team: a@x.org, B <b@x.org>; c@x.org", "|a@x.org ; B|b@x.org ; |c@x.org"),
            ("\"john doe\"@x.org", "|\"john doe\"@x.org"),
            ("john . doe @ x . org", "|john.doe@x.org"),
            ("<zoe@x.org> Zoe", "Zoe|zoe@x.org"),
            ("Zoe <zoe@x.org> [mobile]", "Zoe [mobile]|zoe@x.org"),
            ("Zoe zoe@x.org", "Zoe|zoe@x.org"),
            ("Zoe <zoe@x.org", "Zoe|zoe@x.org"),
            ("<<zoe@x.org>>", "|zoe@x.org"),
            ("<mailto:zoe@x.org>", "|zoe@x.org"),
            ("'Zoe' <zoe@x.org>", "Zoe|zoe@x.org"),
            ("<@a.org,@b.org:zoe@x.org>", "|zoe@x.org"),
            ("zoe@x.org <zoe@x.org>", "zoe@x.org|zoe@x.org"),
            ("\"a \\\"b\\\" c\" <zoe@x.org>", "a \"b\" c|zoe@x.org"),
            ("a@x.org; b@x.org", "|a@x.org ; |b@x.org"),
            ("a@x.org b@x.org", "a@x.org|b@x.org"),
            ("zoe@[127.0.0.1]", "|zoe@[127.0.0.1]"),
            ("zoe(home)@x.org", "home|zoe@x.org"),
            ("MAILER-DAEMON", ""),
            ("<>", ""),
            ("\"unclosed <zoe@x.org>", "unclosed|zoe@x.org"),
            ("Zoe (private) <zoe@x.org>", "Zoe|zoe@x.org"),
            ("\"Zoe\" zoe@x.org", "Zoe|zoe@x.org"),
            ("zoe@x.org <zoe@x.org", "zoe@x.org|zoe@x.org"),
            ("Zoe <zoe at x.org>", ""),
            ("Zoe, ACME <zoe@x.org>", "ACME|zoe@x.org"),
            ("\"zoe@x.org\" <zoe@x.org>", "zoe@x.org|zoe@x.org"),
            ("=?utf-8?q?Zoe?= <zoe@x.org> (at work)", "Zoe|zoe@x.org"),
            ("\"Zoe <zoe@x.org>\"", "Zoe|zoe@x.org"),
            ("\"zoe@x.org\"", "|zoe@x.org"),
            ("<\"zoe@x.org\">", "|zoe@x.org"),
            ("Zoe [zoe@x.org]", "Zoe|zoe@x.org"),
            ("Zoe [mailto:zoe@x.org]", "Zoe|zoe@x.org"),
            ("Zoe &lt;zoe@x.org&gt;", "Zoe|zoe@x.org"),
            ("=?utf-8?Q?Zoe <zoe@x.org>", "Zoe|zoe@x.org"),
            ("=?utf-8?Q?Zoe <zoe@x.org>, =?utf-8?Q?Bob?= <bob@x.org>", "Zoe|zoe@x.org ; Bob|bob@x.org"),
            ("zoe@x.org>", "|zoe@x.org"),
            ("\u{1b}$B$\"$\"\u{1b}(B <zoe@x.org>", "ああ|zoe@x.org"),
            ("Zoé Martin <zoe@x.org>", "Zoé Martin|zoe@x.org"),
            ("=?UTF-8?Q?Zo=C3?= =?UTF-8?Q?=A9?= <zoe@x.org>", "Zoé|zoe@x.org"),
            ("zoe@x.org <zoe@x.org> <zoe@y.org>", "zoe@x.org|zoe@x.org"),
            ("Zoe <>", ""),
            ("Zoe <zoe@x.org>, <>", "Zoe|zoe@x.org"),
            ("\"Martin\\, Zoe\" <zoe@x.org>", "Martin, Zoe|zoe@x.org"),
            ("smtp:zoe@x.org", "|zoe@x.org"),
        ] {
            assert_eq!(shown(value), expected, "{value}");
        }
    }

    #[test]
    fn authors() {
        for (value, expected) in [
            ("Martin, Zoe <zoe@x.org>", Some("Martin, Zoe|zoe@x.org")),
            ("Martin, Zoe (ACME) <zoe@x.org>, bob@x.org", Some("Martin, Zoe|zoe@x.org")),
            ("=?utf-8?Q?M=C3=A9nard?=, Zoe <zoe@x.org>", Some("Ménard, Zoe|zoe@x.org")),
            ("zoe@x.org, Bob <bob@x.org>", Some("|zoe@x.org")),
            (", Zoe <zoe@x.org>", Some("Zoe|zoe@x.org")),
            ("nobody, zoe@x.org", Some("|zoe@x.org")),
            ("<>, Zoe <zoe@x.org>", Some("Zoe|zoe@x.org")),
            ("Team: Zoe <zoe@x.org>;", Some("Zoe|zoe@x.org")),
            ("Martin, Zoe &lt;zoe@x.org&gt;", Some("Martin, Zoe|zoe@x.org")),
            ("nobody", None),
        ] {
            let found = super::author(value.as_bytes(), &Hint::default()).map(|m| format!("{}|{}", m.name, m.address));
            assert_eq!(found.as_deref(), expected, "{value}");
        }
    }
}
