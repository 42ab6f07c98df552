//! Bytes to text: the stated charset where it is right, a detected one where it is wrong or missing.

use super::transfer;
use crate::limits::DETECTION_BYTES_MAX;
use chardetng::EncodingDetector;
use encoding_rs::{EUC_KR, Encoding, GBK, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use mail_parser::decoders::charsets::map::charset_decoder;

/// What the rest of the message tells about bytes without a charset.
#[derive(Debug, Default, Clone)]
pub struct Hint {
    /// Charset that the message states elsewhere.
    pub encoding: Option<&'static Encoding>,
    /// Top-level domain of the sender: lower-case ASCII letters only.
    pub tld: Option<String>,
}

/// Text and what was repaired to get it.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// What was wrong with the statement.
    pub damage: Option<String>,
}

impl Decoded {
    fn clean(text: String) -> Self {
        Self { text, damage: None }
    }

    fn repaired(text: String, damage: String) -> Self {
        Self { text, damage: Some(damage) }
    }
}

/// Decodes `bytes`, said to be in the charset `label`.
pub fn decode(bytes: &[u8], label: Option<&str>, hint: &Hint) -> Decoded {
    let label = label.map(normal_label).filter(|label| !label.is_empty());
    let label = label.as_deref();
    if let Some(text) = seven_bit(bytes, label) {
        return Decoded::clean(text);
    }
    let stated = label.and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()));
    let wide = stated.is_some_and(|e| e == UTF_16BE || e == UTF_16LE);
    if wide || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return utf_16(bytes, stated);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return Decoded::clean(String::from_utf8_lossy(rest).into_owned());
    }
    if bytes.is_ascii() && stated.is_none_or(|e| e != ISO_2022_JP) {
        return Decoded::clean(String::from_utf8_lossy(bytes).into_owned());
    }
    match (stated, label) {
        (Some(stated), Some(label)) => by_statement(bytes, stated, label, hint),
        (_, Some(label)) => by_unknown_label(bytes, label, hint),
        _ => detected(bytes, hint, "8-bit text without a charset"),
    }
}

/// The spelling that the encoding standard knows, for the spellings that mail programs use.
fn normal_label(label: &str) -> String {
    let label = label.trim().trim_matches(|c| "\"'<>;:,= ".contains(c)).to_ascii_lowercase();
    let plain = label.replace('_', "-");
    let known = match plain.as_str() {
        "utf-8mb4" | "utf8mb4" | "utf-8-sig" | "utf-8n" | "utf 8" | "x-utf-8" | "cp65001" | "utf-8," => "utf-8",
        "unicode-1-1-utf-7" | "x-unicode-2-0-utf-7" | "utf7" | "x-utf-7" => "utf-7",
        "cp932" | "ms932" | "windows-932" | "shift-jis-2004" | "shift-jisx0213" | "x-ms-cp932" => "shift_jis",
        "cp936" | "ms936" | "windows-936" | "gb2312-80" | "x-gb2312" => "gbk",
        "cp949" | "ms949" | "uhc" | "ks-c-5601" | "ksc5601" | "x-windows-949" => "euc-kr",
        "cp950" | "ms950" | "windows-950" | "x-windows-950" => "big5",
        "cp50220" | "cp50221" | "cp50222" | "iso-2022-jp-1" | "iso-2022-jp-2" | "iso-2022-jp-3" | "iso-2022-jp-ms"
        | "iso-2022-jp-2004" | "jis" | "jis7" => "iso-2022-jp",
        "win-1251" | "win1251" | "windows1251" | "ansi-1251" => "windows-1251",
        "win-1252" | "windows1252" | "ansi" | "latin-1" | "8859-1" | "iso-latin-1" | "iso8859-1-windows-1252" => {
            "windows-1252"
        }
        "windows1250" | "win-1250" => "windows-1250",
        "646" | "iso-646-us" | "usascii" | "ascii-us" | "us-acsii" => "us-ascii",
        "isolatin1" | "iso8859" | "iso-8859" => "windows-1252",
        "latin-2" => "iso-8859-2",
        "latin-9" | "latin9" => "iso-8859-15",
        "koi8r" | "koi" => "koi8-r",
        "hz" => "hz-gb-2312",
        "iso-8859-8-e" => "iso-8859-8",
        "gb18030-2000" | "gb18030-2022" => "gb18030",
        "unknown" | "x-unknown" | "unknown-8bit" | "default" | "default-charset" | "x-user-defined" | "binary"
        | "8bit" | "7bit" | "none" => "",
        "-autodetect" | "autodetect" | "auto" | "unspecified" | "charset" => "",
        _ if Encoding::for_label(label.as_bytes()).is_some() => return label,
        _ => return standard_start(&plain).unwrap_or(plain),
    };
    known.to_owned()
}

/// The charset that a longer label begins with (`utf-8http-equiv`), or spells without its hyphens (`iso 8859 15`).
fn standard_start(label: &str) -> Option<String> {
    let joined: String = label.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    for (start, standard) in [("utf8", "utf-8"), ("iso8859", "iso-8859-"), ("windows", "windows-"), ("cp", "windows-")]
    {
        let Some(rest) = joined.strip_prefix(start) else {
            continue;
        };
        let digits: String = rest.chars().take_while(char::is_ascii_digit).take(4).collect();
        let name = if standard.ends_with('-') { format!("{standard}{digits}") } else { standard.to_owned() };
        return Encoding::for_label(name.as_bytes()).is_some().then_some(name);
    }
    None
}

/// Charsets that use 7-bit bytes only, which no other test recognises.
fn seven_bit(bytes: &[u8], label: Option<&str>) -> Option<String> {
    match label {
        Some("iso-2022-kr") => Some(shifted(bytes, EUC_KR)),
        Some("iso-2022-cn" | "iso-2022-cn-ext") => Some(shifted(bytes, GBK)),
        Some("hz-gb-2312") => Some(hz(bytes)),
        Some("utf-7") if bytes.is_ascii() => Some(utf_7(bytes)),
        _ if bytes.is_ascii() && has_japanese_escapes(bytes) => Some(japanese(bytes)),
        _ => None,
    }
}

fn has_japanese_escapes(bytes: &[u8]) -> bool {
    bytes.windows(3).any(|three| matches!(three, b"\x1b$B" | b"\x1b$@" | b"\x1b(J"))
}

/// ISO-2022-JP. Words that were joined leave an empty run of ASCII between them, which the encoding
/// standard takes for an attack.
fn japanese(bytes: &[u8]) -> String {
    const EMPTY_RUN: &[u8] = b"\x1b(B\x1b$B";
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(EMPTY_RUN) && at > 0 {
            at += EMPTY_RUN.len();
            continue;
        }
        out.extend(rest.first());
        at += 1;
    }
    ISO_2022_JP.decode(&out).0.into_owned()
}

/// UTF-7 (RFC 2152): `+` begins base64 of UTF-16, anything else ends it, a `-` then goes with it.
fn utf_7(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte != b'+' {
            out.push(char::from(byte));
            continue;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || b"+/".contains(b)).count();
        let run = rest.get(..length).unwrap_or_default();
        let units: Vec<u16> = transfer::base64(run)
            .0
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0)]))
            .collect();
        if run.is_empty() {
            out.push('+');
        } else {
            out.push_str(&String::from_utf16_lossy(&units));
        }
        at += length;
        if bytes.get(at) == Some(&b'-') {
            at += 1;
        }
    }
    out
}

/// ISO-2022-KR and -CN: bytes between SO and SI are those of the EUC form without the high bit.
fn shifted(bytes: &[u8], encoding: &'static Encoding) -> String {
    let mut out = Vec::with_capacity(bytes.len());
    let mut high = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            0x0e => high = true,
            0x0f => high = false,
            0x1b if bytes.get(at + 1) == Some(&b'$') => at += 3,
            b'\n' => {
                high = false;
                out.push(byte);
            }
            0x21..=0x7e if high => out.push(byte | 0x80),
            _ => out.push(byte),
        }
        at += 1;
    }
    encoding.decode_without_bom_handling(&out).0.into_owned()
}

/// HZ (RFC 1843): `~{` and `~}` around GB 2312 without the high bit.
fn hz(bytes: &[u8]) -> String {
    let mut out = Vec::with_capacity(bytes.len());
    let mut high = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, bytes.get(at + 1)) {
            (b'~', Some(b'{')) => (high, at) = (true, at + 1),
            (b'~', Some(b'}')) => (high, at) = (false, at + 1),
            (b'~', Some(b'~')) => {
                out.push(b'~');
                at += 1;
            }
            (b'~', Some(b'\n')) => at += 1,
            (0x21..=0x7e, _) if high => out.push(byte | 0x80),
            _ => {
                high &= byte != b'\n';
                out.push(byte);
            }
        }
        at += 1;
    }
    GBK.decode_without_bom_handling(&out).0.into_owned()
}

fn utf_16(bytes: &[u8], stated: Option<&'static Encoding>) -> Decoded {
    // Bytes without any NUL are hardly UTF-16: the label describes what the text was before.
    if stated.is_some() && !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok() {
        let text = String::from_utf8_lossy(bytes).into_owned();
        return Decoded::repaired(text, "text said to be UTF-16 is UTF-8".to_owned());
    }
    let encoding = match bytes {
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xfe, 0xff, ..] => UTF_16BE,
        // "utf-16" without a mark: the standard says big-endian, and the place of the zeros decides.
        [0, _, ..] => UTF_16BE,
        [_, 0, ..] => UTF_16LE,
        _ => stated.unwrap_or(UTF_16LE),
    };
    Decoded::clean(encoding.decode(bytes).0.into_owned())
}

fn by_statement(bytes: &[u8], stated: &'static Encoding, label: &str, hint: &Hint) -> Decoded {
    let utf8 = std::str::from_utf8(bytes).ok();
    if stated == UTF_8 {
        return match utf8 {
            Some(text) => Decoded::clean(text.to_owned()),
            None => broken_utf8(bytes, hint),
        };
    }
    let ascii = matches!(label, "us-ascii" | "ascii" | "ansi-x3.4-1968" | "ansi_x3.4-1968" | "iso646-us" | "iso-ir-6");
    if let Some(text) = utf8.filter(|_| stated.is_single_byte()) {
        return Decoded::repaired(text.to_owned(), format!("text said to be {label} is UTF-8"));
    }
    if ascii {
        return detected(bytes, hint, "8-bit text said to be ASCII");
    }
    if stated == WINDOWS_1252 && hardly_western(bytes) {
        return detected(bytes, hint, &format!("text said to be {label} is not"));
    }
    let (text, errors) = stated.decode_without_bom_handling(bytes);
    if !errors {
        return Decoded::clean(text.into_owned());
    }
    if let Some(text) = utf8 {
        return Decoded::repaired(text.to_owned(), format!("text said to be {label} is UTF-8"));
    }
    let wrong = text.matches('\u{fffd}').count();
    if wrong * 20 > text.chars().filter(|c| !c.is_ascii()).count() {
        return detected(bytes, hint, &format!("text said to be {label} is not"));
    }
    Decoded::repaired(text.into_owned(), format!("{wrong} characters are not {label}"))
}

/// Western text has few letters outside ASCII, and none in the holes of windows-1252.
fn hardly_western(bytes: &[u8]) -> bool {
    let high = bytes.iter().filter(|b| !b.is_ascii()).count();
    let letters = bytes.iter().filter(|b| !b.is_ascii() || b.is_ascii_alphabetic()).count();
    let holes = bytes.iter().filter(|b| matches!(b, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d)).count();
    high >= 12 && (high * 2 > letters || holes * 10 > high)
}

fn broken_utf8(bytes: &[u8], hint: &Hint) -> Decoded {
    let (mut valid, mut invalid) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    if valid < invalid {
        return detected(bytes, hint, "text said to be UTF-8 is not");
    }
    let text = String::from_utf8_lossy(bytes).into_owned();
    Decoded::repaired(text, format!("{invalid} characters are not UTF-8"))
}

fn by_unknown_label(bytes: &[u8], label: &str, hint: &Hint) -> Decoded {
    match charset_decoder(label.as_bytes()) {
        Some(decoder) if std::str::from_utf8(bytes).is_err() => Decoded::clean(decoder(bytes)),
        Some(_) => Decoded::clean(String::from_utf8_lossy(bytes).into_owned()),
        None => detected(bytes, hint, &format!("unknown charset {label}")),
    }
}

fn detected(bytes: &[u8], hint: &Hint, why: &str) -> Decoded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded::repaired(text.to_owned(), format!("{why}, read as UTF-8"));
    }
    let encoding = hint
        .encoding
        .filter(|e| *e != UTF_8 && !e.decode_without_bom_handling(bytes).1)
        .unwrap_or_else(|| guess(bytes, hint));
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    Decoded::repaired(text, format!("{why}, read as {}", encoding.name()))
}

/// The likeliest charset of bytes that are not UTF-8.
pub fn guess(bytes: &[u8], hint: &Hint) -> &'static Encoding {
    // Where damaged UTF-8 still has more whole characters than broken ones it is UTF-8.
    let (mut valid, mut invalid) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks().take(10_000) {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    if valid > invalid * 2 {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new();
    detector.feed(bytes.get(..DETECTION_BYTES_MAX).unwrap_or(bytes), true);
    // The detector panics on anything else than lower-case ASCII.
    let tld = hint.tld.as_deref().filter(|tld| !tld.is_empty() && tld.bytes().all(|b| b.is_ascii_lowercase()));
    detector.guess(tld.map(str::as_bytes), false)
}

#[cfg(test)]
mod tests {
    use super::{Hint, decode};

    #[test]
    fn stated_and_wrong_charsets() {
        for (bytes, label, expected) in [
            (&b"plain"[..], None, "plain"),
            (b"caf\xe9", Some("iso-8859-1"), "café"),
            (b"caf\xe9", Some("\"ISO_8859-1\""), "café"),
            (b"caf\xc3\xa9", Some("us-ascii"), "café"),
            (b"caf\xc3\xa9", Some("iso-8859-1"), "café"),
            (b"caf\xc3\xa9", None, "café"),
            (b"caf\xe9 au lait, s'il vous pla\xeet", Some("utf-8"), "café au lait, s'il vous plaît"),
            (b"price: 5 \x80", Some("latin-1"), "price: 5 €"),
            (b"\x1b$B$\"\x1b(B", Some("iso-2022-jp"), "あ"),
            (b"\x1b$B$\"\x1b(B", None, "あ"),
            (b"~{<:Ky2;S{~} ok", Some("hz-gb-2312"), "己所不欲 ok"),
            (b"\x1b$)C\x0e0!\x0f ok", Some("iso-2022-kr"), "가 ok"),
            (b"caf+AOk-", Some("utf-7"), "café"),
            (b"\xff\xfea\0\xe9\0", Some("utf-16"), "aé"),
            (b"caf\x82", Some("cp850"), "café"),
            (b"caf\xe9", Some("'iso-8859-1'"), "café"),
            (b"caf\xe9", Some("latin1"), "café"),
            (b"caf\xe9", Some("CP1252"), "café"),
            (b"caf\xe9", Some("iso 8859 15"), "café"),
            (b"caf\xc3\xa9", Some("utf8"), "café"),
            (b"caf\xc3\xa9", Some("utf-8http-equivcontent-type"), "café"),
            (b"caf\xe9 au lait", Some("us-ascii"), "café au lait"),
            (b"caf\xe9 au lait", Some("x-unknown"), "café au lait"),
            (b"\xf9\xec\xe5\xed", Some("iso-8859-8-i"), "שלום"),
            (b"\xb0\xa1", Some("ks_c_5601-1987"), "가"),
            (b"caf+AOk-", Some("unicode-1-1-utf-7"), "café"),
            (b"\xd0\xd2\xc9\xd7\xc5\xd4", Some("koi8-r"), "привет"),
            (b"\xef\xbb\xbfa\xc3\xa9", Some("iso-8859-1"), "aé"),
        ] {
            assert_eq!(decode(bytes, label, &Hint::default()).text, expected, "{label:?}");
        }
    }

    #[test]
    fn russian_without_a_label() {
        let bytes = b"\xc7\xe4\xf0\xe0\xe2\xf1\xf2\xe2\xf3\xe9\xf2\xe5, \xef\xee\xec\xee\xe3\xe8\xf2\xe5 \xec\xed\xe5";
        let found = decode(bytes, None, &Hint::default());
        assert_eq!(found.text, "Здравствуйте, помогите мне");
        assert!(found.damage.is_some());
    }
}
