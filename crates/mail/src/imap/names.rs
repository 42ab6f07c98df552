//! Names of folders as IMAP writes them: modified UTF-7 (RFC 3501, 5.1.3).

use base64::Engine as _;
use base64::alphabet::IMAP_MUTF7;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};

const BASE64: GeneralPurpose = GeneralPurpose::new(&IMAP_MUTF7, NO_PAD);

/// As people read it; what is not valid stays as it is.
pub(super) fn decode(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some((before, shifted)) = rest.split_once('&') {
        out.push_str(before);
        let Some((coded, after)) = shifted.split_once('-') else { return name.to_owned() };
        match decode_run(coded) {
            Some(text) => out.push_str(&text),
            None => return name.to_owned(),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn decode_run(coded: &str) -> Option<String> {
    if coded.is_empty() {
        return Some("&".to_owned());
    }
    let bytes = BASE64.decode(coded).ok()?;
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).ok()
}

/// As the server wants it.
pub(super) fn encode(name: &str) -> String {
    let mut out = String::new();
    let mut shifted: Vec<u16> = Vec::new();
    let flush = |shifted: &mut Vec<u16>, out: &mut String| {
        if !shifted.is_empty() {
            let bytes: Vec<u8> = shifted.drain(..).flat_map(u16::to_be_bytes).collect();
            out.push_str(&format!("&{}-", BASE64.encode(bytes)));
        }
    };
    for c in name.chars() {
        if matches!(c, ' '..='~') {
            flush(&mut shifted, &mut out);
            out.push(c);
            if c == '&' {
                out.push('-');
            }
        } else {
            shifted.extend(c.encode_utf16(&mut [0; 2]).iter());
        }
    }
    flush(&mut shifted, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn names_are_read_and_written() {
        for (people, server) in [
            ("INBOX", "INBOX"),
            ("Envoyés", "Envoy&AOk-s"),
            ("Boîte & café", "Bo&AO4-te &- caf&AOk-"),
            // RFC 3501, 5.1.3
            ("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
            ("😀", "&2D3eAA-"),
        ] {
            assert_eq!(decode(server), people);
            assert_eq!(encode(people), server);
        }
        for broken in ["&AOk", "&!!-", "&2D0-", "a&"] {
            assert_eq!(decode(broken), broken);
        }
    }
}
