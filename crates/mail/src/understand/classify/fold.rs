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
            'à'..='å'
            | 'ā'
            | 'ă'
            | 'ą'
            | 'ǎ'
            | 'ạ'
            | 'ả'
            | 'ấ'
            | 'ầ'
            | 'ẩ'
            | 'ẫ'
            | 'ậ'
            | 'ắ'
            | 'ằ'
            | 'ẳ'
            | 'ẵ'
            | 'ặ' => out.push('a'),
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => out.push('c'),
            'ď' | 'đ' | 'ð' => out.push('d'),
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẹ' | 'ẻ' | 'ẽ' | 'ế' | 'ề' | 'ể' | 'ễ' | 'ệ' => {
                out.push('e')
            }
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => out.push('g'),
            'ĥ' | 'ħ' => out.push('h'),
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ỉ' | 'ị' => out.push('i'),
            'ĵ' => out.push('j'),
            'ķ' => out.push('k'),
            'ĺ' | 'ļ' | 'ľ' | 'ł' => out.push('l'),
            'ñ' | 'ń' | 'ņ' | 'ň' => out.push('n'),
            'ò'..='ö'
            | 'ø'
            | 'ō'
            | 'ŏ'
            | 'ő'
            | 'ơ'
            | 'ọ'
            | 'ỏ'
            | 'ố'
            | 'ồ'
            | 'ổ'
            | 'ỗ'
            | 'ộ'
            | 'ớ'
            | 'ờ'
            | 'ở'
            | 'ỡ'
            | 'ợ' => out.push('o'),
            'ŕ' | 'ŗ' | 'ř' => out.push('r'),
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => out.push('s'),
            'ţ' | 'ť' | 'ŧ' | 'ț' => out.push('t'),
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | 'ụ' | 'ủ' | 'ứ' | 'ừ' | 'ử' | 'ữ' | 'ự' =>
            {
                out.push('u');
            }
            'ŵ' => out.push('w'),
            'ý' | 'ÿ' | 'ŷ' | 'ỳ' | 'ỵ' | 'ỷ' | 'ỹ' => out.push('y'),
            'ź' | 'ż' | 'ž' => out.push('z'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            '’' | '‘' | '`' | '´' => out.push('\''),
            '‐' | '‑' | '‒' | '–' | '—' | '−' | '－' => out.push('-'),
            '“' | '”' | '«' | '»' | '„' => out.push('"'),
            '：' => out.push(':'),
            '［' | '【' => out.push('['),
            '］' | '】' => out.push(']'),
            '（' => out.push('('),
            '）' => out.push(')'),
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
            ("Automātiskā atbilde, ņemot vērā ģimeni ļoti", "automatiska atbilde, nemot vera gimeni loti"),
            ("Automatinis atsakymas: pateikėte klausimų", "automatinis atsakymas: pateikete klausimu"),
            ("Otomatik Yanıt, İYİ GÜNLER, ağ", "otomatik yanit, iyi gunler, ag"),
            ("Trả lời tự động đơn", "tra loi tu dong don"),
            ("", ""),
        ] {
            assert_eq!(fold(text), want);
        }
    }
}
