//! Files of messages: their chips, their addresses, and pictures inside a message.

use std::collections::{HashMap, HashSet};

use desk::AttachmentId;
use desk::tickets::Attachment;

/// Letters of a file's type in its chip.
const FILE_TYPE_CHARS_MAX: usize = 4;
/// What browsers show as a picture and the server serves as one.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// Whether browsers show the file as a picture.
pub(crate) fn is_picture(file: &Attachment) -> bool {
    PICTURES.contains(&file.content_type.as_str())
}

/// The sign of a file's type: the beginning of its ending.
pub(crate) fn file_type(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, ending)) if !ending.is_empty() => {
            ending.chars().take(FILE_TYPE_CHARS_MAX).collect::<String>().to_uppercase()
        }
        _ => "?".to_owned(),
    }
}

/// Where a file is served. `link` is the code of the link that a reader came by.
pub(crate) fn file_url(file: &Attachment, inline: bool, link: Option<&str>) -> String {
    let token = &file.token;
    match (inline, link) {
        (false, None) => format!("/files/{token}"),
        (true, None) => format!("/files/{token}?inline"),
        (false, Some(link)) => format!("/files/{token}?link={link}"),
        (true, Some(link)) => format!("/files/{token}?inline&link={link}"),
    }
}

/// Points the `cid:` pictures of sanitised HTML (RFC 2392) at the files of the message, and notes
/// which files are shown that way. A picture without its file keeps only its description.
pub(crate) fn with_pictures(
    html: &str,
    files: &[Attachment],
    link: Option<&str>,
    shown: &mut HashSet<AttachmentId>,
) -> String {
    const START: &str = "src=\"cid:";
    let by_id: HashMap<String, &Attachment> = files
        .iter()
        .filter(|file| !file.content_id.is_empty())
        .map(|file| (file.content_id.to_ascii_lowercase(), file))
        .collect();
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(START) {
        out.push_str(before);
        let (true, Some((id, tail))) = (is_inside_image(before), after.split_once('"')) else {
            out.push_str(START);
            rest = after;
            continue;
        };
        if let Some(file) = find_file(&by_id, id) {
            shown.insert(file.id);
            out.push_str("src=\"");
            out.push_str(&file_url(file, true, link).replace('&', "&amp;").replace('"', "&quot;"));
            out.push('"');
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Whether sanitised HTML shows nothing: no letter and no picture.
pub(crate) fn is_blank(html: &str) -> bool {
    let mut rest = html;
    loop {
        let (words, tag) = rest.split_once('<').unwrap_or((rest, ""));
        let words = words.replace("&nbsp;", " ");
        if words.chars().any(|c| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')) {
            return false;
        }
        if ["img", "hr"].iter().any(|name| tag.starts_with(name)) {
            return false;
        }
        match tag.split_once('>') {
            Some((_, behind)) => rest = behind,
            None => return true,
        }
    }
}

/// Whether HTML ends among the attributes of an image: text may say `src="cid:` too.
fn is_inside_image(before: &str) -> bool {
    let Some((_, attributes)) = before.rsplit_once("<img ") else { return false };
    let mut quoted = false;
    for c in attributes.chars() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return false,
            _ => {}
        }
    }
    !quoted
}

fn find_file<'f>(files: &HashMap<String, &'f Attachment>, id: &str) -> Option<&'f Attachment> {
    let id = id.replace("&amp;", "&").to_ascii_lowercase();
    files.get(&id).or_else(|| files.get(&percent_decoded(&id))).copied()
}

/// A `cid:` is a URL, so an at sign may come as `%40`.
fn percent_decoded(id: &str) -> String {
    let mut out = Vec::with_capacity(id.len());
    let mut bytes = id.bytes();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        match (byte, ahead.next().and_then(hex), ahead.next().and_then(hex)) {
            (b'%', Some(high), Some(low)) => {
                out.push(high * 16 + low);
                bytes = ahead;
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(token: &str, content_id: &str) -> Attachment {
        Attachment {
            id: AttachmentId(7),
            token: token.to_owned(),
            name: "Plan.png".to_owned(),
            content_type: "image/png".to_owned(),
            size: 10,
            inline: true,
            content_id: content_id.to_owned(),
            withheld: false,
            card: None,
            link_until: None,
        }
    }

    #[test]
    fn pictures_point_at_their_files() {
        let files = [file("tok", "Logo@a")];
        for (html, wanted) in [
            (
                r#"<p><img alt="x > y" src="cid:Logo@a"></p>"#,
                r#"<p><img alt="x > y" src="/files/tok?inline&amp;link=abc"></p>"#,
            ),
            (r#"<img src="cid:logo%40a">"#, r#"<img src="/files/tok?inline&amp;link=abc">"#),
            (r#"<img src="cid:gone" alt="Map">"#, r#"<img  alt="Map">"#),
            (r#"<p>Write src="cid:Logo@a" there</p>"#, r#"<p>Write src="cid:Logo@a" there</p>"#),
            (r#"<img src="cid:Logo@a"#, r#"<img src="cid:Logo@a"#),
            ("plain", "plain"),
        ] {
            assert_eq!(with_pictures(html, &files, Some("abc"), &mut HashSet::new()), wanted);
        }
    }

    #[test]
    fn pictures_in_the_text_are_not_listed_again() {
        let mut shown = HashSet::new();
        with_pictures(r#"<img src="cid:a">"#, &[file("tok", "a")], None, &mut shown);
        assert!(shown.contains(&AttachmentId(7)));
    }

    #[test]
    fn types_of_files() {
        for (name, wanted) in
            [("a.pdf", "PDF"), ("a.jpeg", "JPEG"), ("a.document", "DOCU"), ("README", "?"), ("a.", "?")]
        {
            assert_eq!(file_type(name), wanted);
        }
    }

    #[test]
    fn what_shows_nothing() {
        for (html, wanted) in [
            ("", true),
            ("<div><br></div>\n<p>&nbsp;\u{a0}</p>", true),
            ("<p>x</p>", false),
            ("<p><img alt=\"a\"></p>", false),
            ("<p>&lt;</p>", false),
        ] {
            assert_eq!(super::is_blank(html), wanted, "{html}");
        }
    }
}
