//! Folds text so that phrases compare: lower case, no accents, single spaces.

/// Bytes of a text that are searched for phrases; reports say what they are at the start.
const FOLDED_BYTES_MAX: usize = 16 * 1024;

/// The beginning of the text in lower case, without accents, with single spaces between words.
pub fn fold(text: &str) -> String {
    let mut end = FOLDED_BYTES_MAX.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or_default();
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{200b}' {
            if !folded.ends_with(' ') && !folded.is_empty() {
                folded.push(' ');
            }
        } else {
            push_folded(&mut folded, c);
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn push_folded(out: &mut String, c: char) {
    for c in c.to_lowercase() {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' => out.push('a'),
            'ç' | 'ć' | 'č' => out.push('c'),
            'ď' => out.push('d'),
            'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => out.push('e'),
            'ì' | 'í' | 'î' | 'ï' => out.push('i'),
            'ł' => out.push('l'),
            'ñ' | 'ń' | 'ň' => out.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => out.push('o'),
            'ř' => out.push('r'),
            'š' | 'ś' | 'ş' | 'ș' => out.push('s'),
            'ť' | 'ț' => out.push('t'),
            'ù' | 'ú' | 'û' | 'ü' | 'ű' | 'ů' => out.push('u'),
            'ý' => out.push('y'),
            'ž' | 'ź' | 'ż' => out.push('z'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            '’' | '‘' | '`' | '´' => out.push('\''),
            '–' | '—' | '‑' => out.push('-'),
            '“' | '”' | '«' | '»' | '„' => out.push('"'),
            '：' => out.push(':'),
            // Combining marks, soft hyphens and the dot that a lower-case İ leaves.
            '\u{300}'..='\u{36f}' | '\u{ad}' => {}
            other => out.push(other),
        }
    }
}

/// Tells whether one of the phrases is in the text; both are folded.
pub fn contains_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| text.contains(phrase))
}

/// Tells whether the text begins with one of the phrases; both are folded.
pub fn starts_with_any(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| text.starts_with(phrase))
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn folds() {
        for (text, want) in [
            ("  Réponse\r\n automatique\u{a0}: ", "reponse automatique :"),
            ("ABWESENHEIT – Grüße", "abwesenheit - grusse"),
            ("e\u{301}té", "ete"),
            ("", ""),
        ] {
            assert_eq!(fold(text), want);
        }
    }
}
