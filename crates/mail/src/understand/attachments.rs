//! What is not the body: attachments with a name, a type and a digest.

use super::body::Body;
use super::charset::{self, Hint};
use super::fields::{self, unfold};
use super::message::Attachment;
use super::params::{Parameter, Parameterised};
use super::structure::Part;
use super::{clean, filename, ids, tnef, words};
use crate::limits::CONTAINER_MEMBERS_MAX;
use sha2::{Digest, Sha256};

/// Bytes of an attached message that are read for its subject.
const NESTED_HEADER_BYTES_MAX: usize = 64 * 1024;

/// The attachments of a message in order of appearance.
pub fn list(parts: &[Part], body: &Body, hint: &Hint, warnings: &mut Vec<String>) -> Vec<Attachment> {
    let shown = body.html.as_deref().map(shown_ids).unwrap_or_default();
    let mut out = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        for member in body.members.iter().filter(|member| member.part == index) {
            let name = words::decode(&member.member.name, hint);
            out.push(build(&name, "application/octet-stream", member.member.data.clone(), out.len() + 1));
        }
        if part.opened || body.used.get(index).copied().unwrap_or_default() {
            continue;
        }
        let data = part.decoded();
        warnings.extend(data.damage.map(str::to_owned));
        if is_tnef(part, hint) {
            if let Some(members) = tnef::members(&data.data) {
                unpack(members, &shown, &mut out);
                continue;
            }
            warnings.push("a winmail.dat could not be unpacked".to_owned());
        }
        if stated_name(part, hint).is_some_and(|name| filename::safe(&name).as_ref() != Some(&name)) {
            warnings.push("the name of an attachment was made safe".to_owned());
        }
        out.push(attachment(part, data.data.into_owned(), &shown, hint, out.len() + 1));
    }
    out
}

fn is_tnef(part: &Part, hint: &Hint) -> bool {
    matches!(part.content_type.as_str(), "application/ms-tnef" | "application/vnd.ms-tnef")
        || stated_name(part, hint).is_some_and(|name| name.eq_ignore_ascii_case("winmail.dat"))
}

fn unpack(members: Vec<tnef::Member>, shown: &[String], out: &mut Vec<Attachment>) {
    for member in members.into_iter().take(CONTAINER_MEMBERS_MAX) {
        let content_type = member.content_type.map(|kind| clean::one_line(&kind).to_ascii_lowercase());
        let content_type = content_type.filter(|kind| kind.contains('/') && !kind.contains([' ', ';']));
        let content_type = content_type.unwrap_or_else(|| "application/octet-stream".to_owned());
        let mut built = build(&member.name, &content_type, member.data, out.len() + 1);
        built.content_id = member.content_id.map(|id| clean::one_line(&id)).filter(|id| !id.is_empty());
        built.inline = built.content_id.as_ref().is_some_and(|id| shown.contains(id));
        out.push(built);
    }
}

fn attachment(part: &Part, data: Vec<u8>, shown: &[String], hint: &Hint, place: usize) -> Attachment {
    let content_type = if part.stated || part.content_type == "message/rfc822" {
        part.content_type.as_str()
    } else {
        "application/octet-stream"
    };
    let name = stated_name(part, hint).or_else(|| nested_subject(content_type, &data, hint)).unwrap_or_default();
    let mut built = build(&name, content_type, data, place);
    let content_id = part.block.first("content-id").map(unfold).map(|raw| String::from_utf8_lossy(&raw).into_owned());
    built.content_id = content_id.and_then(|value| ids::single(&value));
    let attached = part.disposition.value == "attachment";
    let pictured = content_type.starts_with("image/") && built.content_id.is_some() && !attached;
    built.inline = pictured || built.content_id.as_ref().is_some_and(|id| shown.contains(id));
    built
}

fn build(name: &str, content_type: &str, data: Vec<u8>, place: usize) -> Attachment {
    Attachment {
        filename: filename::safe(name).unwrap_or_else(|| filename::fallback(place, content_type)),
        content_type: content_type.to_owned(),
        size: data.len(),
        sha256: Sha256::digest(&data).iter().map(|byte| format!("{byte:02x}")).collect(),
        inline: false,
        content_id: None,
        data,
    }
}

/// The name that a part states, decoded; `None` if it states none.
pub fn stated_name(part: &Part, hint: &Hint) -> Option<String> {
    let sources: [(&Parameterised, &str); 4] =
        [(&part.disposition, "filename"), (&part.kind, "name"), (&part.disposition, "name"), (&part.kind, "filename")];
    let mut names = sources.iter().filter_map(|(field, key)| Some(decoded_name(&field.get(key)?, hint)));
    names.find(|name| !name.is_empty())
}

fn decoded_name(parameter: &Parameter, hint: &Hint) -> String {
    match &parameter.charset {
        Some(charset) if !charset.is_empty() => {
            clean::one_line(&charset::decode(&parameter.bytes, Some(charset), hint).text)
        }
        // RFC 2047 words stand even where RFC 2231 was begun.
        _ => words::decode(&parameter.bytes, hint),
    }
}

/// An attached message is named after its subject.
fn nested_subject(content_type: &str, data: &[u8], hint: &Hint) -> Option<String> {
    if !matches!(content_type, "message/rfc822" | "message/global") {
        return None;
    }
    let head = data.get(..NESTED_HEADER_BYTES_MAX).unwrap_or(data);
    let start = head.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
    let block = fields::split(head.get(start..)?);
    let subject = words::decode(&unfold(block.first("subject")?), hint);
    // A slash in a subject is no path.
    let subject = subject.replace(['/', '\\'], "-");
    (!subject.is_empty()).then(|| format!("{subject}.eml"))
}

/// The Content-IDs that HTML refers to as `cid:…`.
fn shown_ids(html: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let lower = html.to_ascii_lowercase();
    for (at, _) in lower.match_indices("cid:") {
        let rest = html.get(at + 4..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_whitespace() || "\"'<>()\\".contains(c)).unwrap_or(rest.len());
        let id = rest.get(..end.min(1_000)).unwrap_or_default().replace("&amp;", "&");
        let id = unescape(&id);
        if !id.is_empty() && out.len() < 2_000 && seen.insert(id.clone()) {
            out.push(id);
        }
    }
    out
}

fn unescape(id: &str) -> String {
    let mut out = Vec::new();
    let bytes = id.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).filter(|_| byte == b'%').and_then(super::params::hex_pair);
        out.push(pair.unwrap_or(byte));
        at += if pair.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{shown_ids, stated_name};
    use crate::understand::charset::Hint;
    use crate::understand::structure;

    #[test]
    fn names_of_parts() {
        for (headers, expected) in [
            ("Content-Disposition: attachment; filename=\"=?utf-8?Q?caf=C3=A9.txt?=\"", Some("café.txt")),
            ("Content-Type: a/b; name*=utf-8''caf%C3%A9.txt", Some("café.txt")),
            ("Content-Disposition: attachment; filename=café.txt", Some("café.txt")),
            ("Content-Type: a/b; name=\"=?utf-8?B?Y2Fm?=\n =?utf-8?B?w6kudHh0?=\"", Some("café.txt")),
            ("Content-Type: a/b", None),
        ] {
            let raw = format!("{headers}\n\nx");
            let parts = structure::parse(raw.as_bytes(), &mut Vec::new());
            assert_eq!(stated_name(&parts[0], &Hint::default()).as_deref(), expected, "{headers}");
        }
    }

    #[test]
    fn ids_that_html_shows() {
        assert_eq!(shown_ids("<img src='cid:a@b'><td background=CID:c%40d><img src=\"cid:a@b\">"), ["a@b", "c@d"]);
    }
}
