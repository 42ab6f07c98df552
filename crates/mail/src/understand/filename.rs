//! File names of attachments, safe to save and to show.

use crate::limits::FILENAME_BYTES_MAX;

/// Names that Windows keeps for devices, with any extension.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// Bytes that an extension may have to be kept when a name is cut.
const EXTENSION_BYTES_MAX: usize = 20;

/// The safe form of a name; `None` if nothing is left of it.
pub fn safe(name: &str) -> Option<String> {
    let base = name.rsplit(['/', '\\']).map(str::trim).find(|part| !part.is_empty())?;
    let shown: String =
        base.chars().filter(|&c| !forbidden(c)).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let trimmed = shown.trim().trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    if trimmed.is_empty() {
        return None;
    }
    let stem = trimmed.split('.').next().unwrap_or_default().trim().to_ascii_lowercase();
    let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let device = RESERVED.contains(&stem.as_str())
        || numbered
            .is_some_and(|n| matches!(n, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"));
    Some(cut(&if device { format!("_{trimmed}") } else { trimmed.to_owned() }))
}

/// Controls, marks that change the direction of writing, and characters nobody sees.
fn forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

fn cut(name: &str) -> String {
    if name.len() <= FILENAME_BYTES_MAX {
        return name.to_owned();
    }
    let extension =
        name.rfind('.').and_then(|at| name.get(at..)).filter(|e| e.len() <= EXTENSION_BYTES_MAX).unwrap_or("");
    let room = FILENAME_BYTES_MAX - extension.len();
    let stem = name.get(..name.floor_char_boundary(room)).unwrap_or_default();
    format!("{}{extension}", stem.trim_end_matches(['.', ' ']))
}

/// The name of a part that has none, by its place in the list (from 1) and its type.
pub fn fallback(place: usize, content_type: &str) -> String {
    match part_of_report(content_type) {
        Some(name) => name.to_owned(),
        None => format!("attachment-{place}{}", extension(content_type)),
    }
}

/// What servers and mail programs put into their reports never has a name.
fn part_of_report(content_type: &str) -> Option<&'static str> {
    Some(match content_type {
        "message/delivery-status" | "message/global-delivery-status" => "delivery-status.txt",
        "message/disposition-notification" | "message/global-disposition-notification" => "receipt.txt",
        "message/feedback-report" => "feedback-report.txt",
        "text/rfc822-headers" | "message/rfc822-headers" | "message/global-headers" => "original-headers.txt",
        _ => return None,
    })
}

fn extension(content_type: &str) -> &'static str {
    match content_type {
        "application/pdf" => ".pdf",
        "application/zip" | "application/x-zip-compressed" => ".zip",
        "application/gzip" | "application/x-gzip" => ".gz",
        "application/json" => ".json",
        "application/xml" | "text/xml" => ".xml",
        "application/msword" => ".doc",
        "application/vnd.ms-excel" => ".xls",
        "application/vnd.ms-powerpoint" => ".ppt",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => ".docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => ".xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => ".pptx",
        "application/vnd.oasis.opendocument.text" => ".odt",
        "application/vnd.oasis.opendocument.spreadsheet" => ".ods",
        "application/rtf" | "text/rtf" => ".rtf",
        "application/ics" | "text/calendar" => ".ics",
        "application/pgp-signature" => ".asc",
        "application/pgp-keys" => ".asc",
        "application/pkcs7-signature" | "application/x-pkcs7-signature" => ".p7s",
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => ".p7m",
        "application/ms-tnef" | "application/vnd.ms-tnef" => ".dat",
        "message/rfc822" | "message/global" => ".eml",
        "text/plain" => ".txt",
        "text/html" => ".html",
        "text/csv" => ".csv",
        "text/vcard" | "text/x-vcard" | "text/directory" => ".vcf",
        "text/x-patch" | "text/x-diff" => ".patch",
        "image/jpeg" | "image/jpg" | "image/pjpeg" => ".jpg",
        "image/png" | "image/x-png" => ".png",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "image/svg+xml" => ".svg",
        "image/tiff" => ".tif",
        "image/bmp" | "image/x-ms-bmp" => ".bmp",
        "image/heic" => ".heic",
        "audio/mpeg" => ".mp3",
        "audio/wav" | "audio/x-wav" => ".wav",
        "audio/mp4" => ".m4a",
        "audio/ogg" => ".ogg",
        "video/mp4" => ".mp4",
        "video/quicktime" => ".mov",
        "video/mpeg" => ".mpg",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{fallback, safe};

    #[test]
    fn names() {
        for (name, expected) in [
            ("facture n° 12.pdf", Some("facture n° 12.pdf")),
            ("C:\\Users\\x\\a.doc", Some("a.doc")),
            ("../../etc/passwd", Some("passwd")),
            ("dir/", Some("dir")),
            (".bashrc", Some("bashrc")),
            ("...", None),
            ("", None),
            (" \u{202e}fdp.exe ", Some("fdp.exe")),
            ("a\0b\r\n.txt", Some("ab.txt")),
            ("CON.txt", Some("_CON.txt")),
            ("com1", Some("_com1")),
            ("computer.txt", Some("computer.txt")),
            ("two\u{a0}words.txt", Some("two words.txt")),
        ] {
            assert_eq!(safe(name).as_deref(), expected, "{name:?}");
        }
        let long = safe(&format!("{}.pdf", "é".repeat(200))).unwrap_or_default();
        assert!(long.len() <= 200 && long.ends_with("é.pdf"), "{long}");
        assert_eq!(fallback(2, "application/pdf"), "attachment-2.pdf");
        assert_eq!(fallback(1, "application/x-odd"), "attachment-1");
        assert_eq!(fallback(1, "message/delivery-status"), "delivery-status.txt");
        assert_eq!(fallback(2, "text/rfc822-headers"), "original-headers.txt");
    }
}
