//! Text without what a page, a terminal or a database must not get.

/// Text of several lines: LF ends, no control characters but tab.
pub fn lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.strip_prefix('\u{feff}').unwrap_or(text).chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\u{b}' | '\u{c}' => out.push('\n'),
            '\n' | '\t' => out.push(c),
            c if c.is_ascii_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Text of one line: line ends and tabs are spaces, no control characters, trimmed.
pub fn one_line(text: &str) -> String {
    let mapped: String = text
        .chars()
        .filter_map(|c| match c {
            '\n' | '\r' | '\t' => Some(' '),
            c if c.is_ascii_control() => None,
            c => Some(c),
        })
        .collect();
    mapped.trim().to_owned()
}

/// Whether a reader would see anything.
pub fn visible(text: &str) -> bool {
    text.chars().any(|c| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    })
}

/// Cuts to at most `max` bytes at a character boundary; true if something went.
pub fn cut(text: &mut String, max: usize) -> bool {
    if text.len() <= max {
        return false;
    }
    text.truncate(text.floor_char_boundary(max));
    true
}

#[cfg(test)]
mod tests {
    use super::{cut, lines, one_line, visible};

    #[test]
    fn controls_go() {
        assert_eq!(lines("a\r\nb\rc\0\x1b[1m\td\x0ce"), "a\nb\nc[1m\td\ne");
        assert_eq!(one_line(" a\n\tb\x07 "), "a  b");
        assert!(!visible(" \u{200b}\u{a0}\n"));
        assert!(visible("."));
        let mut text = "é".repeat(3);
        assert!(cut(&mut text, 3));
        assert_eq!(text, "é");
    }
}
