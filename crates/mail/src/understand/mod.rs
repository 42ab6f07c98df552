//! From raw bytes to what the help desk understood of one message. The same bytes always give the same result:
//! no clock, no network, no configuration. It never fails; what is damaged is repaired or cut and named.

mod address;
mod attachments;
mod body;
mod charset;
pub mod classify;
mod date;
mod fields;
mod filename;
mod flowed;
mod headers;
mod ids;
mod message;
mod params;
mod pieces;
mod protection;
pub mod reply;
mod source;
mod structure;
mod tnef;
mod transfer;
mod uuencode;
mod words;

use crate::limits::{MESSAGE_BYTES_MAX, RECIPIENTS_MAX, WARNINGS_MAX};
use body::Body;
use classify::{Facts, PartFact};
use headers::Headers;
use markup::{clean, html_text};
pub use message::{Attachment, Automatic, Bounce, Mailbox, Understood};
pub use protection::Protection;
use std::borrow::Cow;
use structure::Part;

/// Understands one message.
pub fn understand(raw: &[u8]) -> Understood {
    let mut warnings = Vec::new();
    let mut data = raw;
    if data.len() > MESSAGE_BYTES_MAX {
        data = data.get(..MESSAGE_BYTES_MAX).unwrap_or(data);
        warnings.push(format!("longer than {MESSAGE_BYTES_MAX} bytes; the rest was ignored"));
    }
    let data = source::normalise(data, &mut warnings);
    let parts = structure::parse(&data, &mut warnings);
    // The tree always holds the message itself.
    let empty = fields::Block::default();
    let block = parts.first().map_or(&empty, |part| &part.block);
    let headers = Headers::new(block, &parts);
    warnings.extend(headers.repairs());
    let body = body::choose(&parts, headers.hint(), &mut warnings);
    let attachments = attachments::list(&parts, &body, headers.hint(), &mut warnings);
    let html = body.html.as_deref().map(markup::sanitize);
    let subject = headers.text("subject").unwrap_or_default();
    let (reply, cut_html) = replies(&body, classify::answers(&headers.list(), &subject));
    let reply_html = cut_html.as_deref().map(markup::sanitize).or_else(|| html.clone());
    let from = headers.from();
    let date = headers.date();
    note_missing(&headers, from.is_some(), date.is_some(), &mut warnings);
    let verdict = judge(&headers, &parts, &subject, from.as_ref(), (&body.text, &reply));
    Understood {
        from,
        reply_to: headers.mailboxes("reply-to"),
        to: headers.mailboxes("to"),
        cc: headers.mailboxes("cc"),
        subject,
        message_id: headers.id("message-id"),
        in_reply_to: headers.first_id("in-reply-to"),
        references: headers.ids("references"),
        date,
        language: classify::language(&reply),
        protection: protection::of(&parts, &body.text),
        reply,
        html,
        text: body.text,
        attachments,
        automatic: verdict.automatic,
        auto_reply_allowed: verdict.auto_reply_allowed,
        bounce: verdict.bounce,
        warnings: tidy(warnings),
        reply_html,
        return_path: headers.return_path(),
        original_message_id: verdict.original_message_id,
        delivered_to: headers.delivered_to(),
        received: headers.received(),
        headers: headers.lines(),
    }
}

/// What the head of a mail says of its envelope, when nobody kept that: whom it may have been for, the most telling
/// first, and the path that its reports go to.
#[must_use]
pub fn envelope(raw: &[u8]) -> (Vec<String>, Option<String>) {
    let mut warnings = Vec::new();
    let data = source::normalise(raw.get(..MESSAGE_BYTES_MAX).unwrap_or(raw), &mut warnings);
    let parts = structure::parse(&data, &mut warnings);
    let empty = fields::Block::default();
    let headers = Headers::new(parts.first().map_or(&empty, |part| &part.block), &parts);
    let mut named = headers.delivered_to();
    named.extend(["to", "cc"].iter().flat_map(|name| headers.mailboxes(name)).map(|mailbox| mailbox.address));
    named.truncate(RECIPIENTS_MAX);
    (named, headers.return_path())
}

/// What the sender newly wrote, as text; and as raw HTML, if that is less than the whole. `answers` tells whether the
/// mail answers another.
fn replies(body: &Body, answers: bool) -> (String, Option<String>) {
    let cut_html = body.html.as_deref().and_then(reply::reply_of_html);
    let cut_text = cut_html.as_deref().map(html_text::render);
    // HTML quote markers that leave nothing were mistaken, or the mail is a bare forward.
    let cut_text = cut_text.filter(|text| clean::visible(text));
    // An HTML that quotes nobody tells that its indented words are the sender's.
    let indents = cut_html.is_none() && body.html.as_deref().is_some_and(|html| html.contains("<blockquote"));
    let reply_of = match (body.from_html || indents, answers) {
        (true, _) => reply::reply_of_indented,
        (false, true) => reply::reply_of_text,
        (false, false) => reply::reply_of_first_text,
    };
    let mut new = reply_of(&body.text);
    if let Some(cut) = &cut_text {
        let from_html = reply::reply_of_indented(cut);
        if body.from_html {
            new = from_html;
        } else if let Some(start) = shared_start(&new, &from_html) {
            // The markup knows a quote or a signature that the text does not mark.
            new = start;
        }
    }
    let cut_html = cut_html.filter(|_| cut_text.is_some());
    (clean::lines(new.trim_matches('\n').trim_end()), cut_html)
}

/// Where the words of `text` start with all those of `start` and then go on: `text` up to the end of that line.
fn shared_start(text: &str, start: &str) -> Option<String> {
    let mut wanted = start.chars().filter(|c| c.is_alphanumeric()).peekable();
    wanted.peek()?;
    let mut end = 0;
    while wanted.peek().is_some() {
        let rest = text.get(end..)?;
        if let Some(length) = stand_in(rest) {
            end += length;
            continue;
        }
        let c = rest.chars().next()?;
        if c.is_alphanumeric() && wanted.next() != Some(c) {
            return None;
        }
        end += c.len_utf8();
    }
    text.get(end..)?.find(char::is_alphanumeric)?;
    let line = text.get(end..)?.lines().next().unwrap_or_default();
    text.get(..end + ending(line)).map(|kept| kept.trim_end().to_owned())
}

/// The length of the signs that end a line; where words follow, of those at its start.
fn ending(line: &str) -> usize {
    let mut at = 0;
    while let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) {
        match stand_in(line.get(at..).unwrap_or_default()) {
            Some(length) => at += length,
            None if c.is_alphanumeric() => return line.find(char::is_whitespace).unwrap_or(0).min(at),
            None => at += c.len_utf8(),
        }
    }
    at
}

/// The length of what a program puts into the text for a link's address or for a picture: `<https://…>`, `[image: …]`.
fn stand_in(rest: &str) -> Option<usize> {
    const BYTES_MAX: usize = 2_000;
    let starts = |all: &[&str]| all.iter().any(|start| rest.starts_with(start));
    let close = if starts(&["<http", "<mailto:", "<tel:"]) {
        '>'
    } else if starts(&["[image: ", "[cid:"]) {
        ']'
    } else {
        return None;
    };
    rest.get(..rest.floor_char_boundary(BYTES_MAX))?.find(close).map(|at| at + 1)
}

fn judge(
    headers: &Headers,
    parts: &[Part],
    subject: &str,
    from: Option<&Mailbox>,
    (text, reply): (&str, &str),
) -> classify::Verdict {
    let list = headers.list();
    let leaves = parts.iter().filter(|part| !part.opened);
    let decoded: Vec<(&Part, String, Cow<[u8]>)> = leaves
        .map(|part| (part, attachments::stated_name(part, headers.hint()).unwrap_or_default(), part.decoded().data))
        .collect();
    let facts: Vec<PartFact> =
        decoded.iter().map(|(part, name, data)| PartFact { content_type: &part.content_type, name, data }).collect();
    let report_type = parts.first().and_then(|part| part.kind.text("report-type")).map(|kind| kind.to_lowercase());
    classify::classify(&Facts {
        headers: &list,
        content_type: parts.first().map_or("text/plain", |part| part.content_type.as_str()),
        report_type: report_type.as_deref(),
        subject,
        from,
        text,
        reply,
        parts: &facts,
    })
}

/// Fields that are there and say nothing.
fn note_missing(headers: &Headers, from: bool, date: bool, warnings: &mut Vec<String>) {
    let stated = |name: &str| headers.text(name).is_some_and(|value| !value.is_empty());
    if !from && stated("from") {
        warnings.push("From holds no address".to_owned());
    }
    if !date && stated("date") {
        warnings.push("the date means nothing".to_owned());
    }
}

/// Each warning once, on one line, and not too many.
fn tidy(warnings: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for warning in warnings {
        let mut line = clean::one_line(&warning);
        clean::cut(&mut line, 300);
        if out.len() < WARNINGS_MAX && !out.contains(&line) {
            out.push(line);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{shared_start, understand};

    #[test]
    fn a_mail_from_end_to_end() {
        let raw = "From: =?utf-8?Q?Zo=C3=A9_Martin?= <zoe@Example.org>\nTo: support@example.com\n\
            Subject: =?utf-8?Q?Facture_n=C2=B0?= 12\nMessage-ID: <a1@example.org>\nDate: Mon, 2 Mar 2026 09:15:00 +0100\n\
            MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n\
            Bonjour,\nvoici la facture.\n--b\nContent-Type: application/pdf; name=a.pdf\n\
            Content-Transfer-Encoding: base64\n\naGVsbG8=\n--b--\n";
        let seen = understand(raw.as_bytes());
        assert_eq!(seen.from.map(|m| (m.name, m.address)), Some(("Zoé Martin".into(), "zoe@example.org".into())));
        assert_eq!(seen.subject, "Facture n° 12");
        assert_eq!(seen.text, "Bonjour,\nvoici la facture.");
        assert_eq!(seen.reply, seen.text);
        assert_eq!(seen.attachments.len(), 1);
        assert_eq!(seen.attachments[0].size, 5);
        assert_eq!(seen.warnings, Vec::<String>::new());
    }

    #[test]
    fn what_programs_and_lists_get_wrong() {
        let raw = b"From: Zoe [zoe@x.org]\nSubject: x\nContent-Type: text/plain charset='utf-8'\n\
            Content-Transfer-Encoding: base64\n\nQ2Fmw6kgPw==\n\n_______________\nhelp mailing list\nhelp@lists.example\n";
        let seen = understand(raw);
        assert_eq!(seen.from.map(|from| (from.name, from.address)), Some(("Zoe".into(), "zoe@x.org".into())));
        assert_eq!(seen.text, "Café ?\n_______________\nhelp mailing list\nhelp@lists.example\n");
        assert_eq!(seen.warnings, Vec::<String>::new());
    }

    #[test]
    fn any_bytes_are_understood() {
        for raw in [&b""[..], b"\n", b"\0", b"x", b"\xff\xfe", b"Content-Type: multipart/mixed; boundary=\"\n\n--"] {
            let seen = understand(raw);
            assert!(!seen.text.contains('\0'));
        }
    }

    #[test]
    fn each_repair_is_named() {
        for (raw, word) in [
            (&b"From: a@b.example\n \nSubject: x\n\nHi\n"[..], "line of blanks"),
            (b"From: a@b.example\nSubject: caf\xe9\n\nHi\n", "Subject holds text without a charset"),
            (b"From: Jo <a@b.example\nSubject: x\n\nHi\n", "bracket"),
            (b"From: a@b.example\nContent-Type: nothing at all\n\nHi\n", "Content-Type"),
            (b"Content-Transfer-Encoding: quoted-printable\n\n50 % =zz off\n", "quoted-printable"),
            (b"Content-Type: application/ms-tnef\n\nnone\n", "winmail.dat"),
            (b"Content-Type: a/b; name=\"../../x.txt\"\n\nnone\n", "made safe"),
        ] {
            let warnings = understand(raw).warnings;
            assert!(warnings.iter().any(|warning| warning.contains(word)), "{word}: {warnings:?}");
        }
    }

    #[test]
    fn text_up_to_the_words_of_its_html() {
        assert_eq!(shared_start("Hello, you!\nOld text", "Hello you").as_deref(), Some("Hello, you!"));
        assert_eq!(shared_start("Hi \u{1f600} :-)\n\nZoe", "Hi").as_deref(), Some("Hi \u{1f600} :-)"));
        assert_eq!(shared_start("Hello, you :-)", "Hello you"), None);
        let linked = "[image: logo.png]\nSee <https://x.org/a> it.\n\nZoe";
        assert_eq!(shared_start(linked, "See it.").as_deref(), Some("[image: logo.png]\nSee <https://x.org/a> it."));
        assert_eq!(shared_start("Other", "Hello"), None);
        assert_eq!(shared_start("Hello", ""), None);
    }
}
