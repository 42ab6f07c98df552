//! What the top-level header fields say, decoded.

use super::charset::{self, Hint};
use super::fields::{Block, unfold};
use super::message::Mailbox;
use super::structure::Part;
use crate::limits;

use super::{address, clean, date, ids, words};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Beginnings of the names of fields that transport adds, or that hold nothing but keys.
const TRANSPORT: [&str; 12] = [
    "received",
    "dkim-",
    "arc-",
    "authentication-results",
    "x-google-",
    "x-gm-",
    "x-ms-exchange-",
    "x-microsoft-",
    "domainkey",
    "return-path",
    "content-",
    "mime-version",
];
/// Fields that hold mailboxes.
const ADDRESSES: [&str; 5] = ["from", "sender", "reply-to", "to", "cc"];
/// Characters of a field's value that are kept.
const HEADER_CHARS: usize = 300;
/// Characters of what one server on the way wrote.
const HOP_CHARS: usize = 1000;
/// Bytes of all fields together.
const HEADERS_BYTES: usize = 4000;

/// The header block with what helps to decode it.
pub struct Headers<'a> {
    block: &'a Block<'a>,
    hint: Hint,
}

impl<'a> Headers<'a> {
    /// The headers of the message whose parts are given, the message itself first.
    pub fn new(block: &'a Block<'a>, parts: &[Part<'_>]) -> Self {
        Self { block, hint: hint(block, parts) }
    }

    /// What raw 8-bit text of this message is likely to be.
    pub fn hint(&self) -> &Hint {
        &self.hint
    }

    /// All fields: name as written, value decoded and unfolded.
    pub fn list(&self) -> Vec<(String, String)> {
        let fields = self.block.fields.iter();
        fields.map(|field| (field.name.to_owned(), words::decode(&unfold(field.raw), &self.hint))).collect()
    }

    /// First field of a name, decoded.
    pub fn text(&self, name: &str) -> Option<String> {
        self.block.first(name).map(|raw| words::decode(&unfold(raw), &self.hint))
    }

    /// Mailboxes of all fields of a name.
    pub fn mailboxes(&self, name: &str) -> Vec<Mailbox> {
        self.block.all(name).flat_map(|raw| address::parse(&unfold(raw), &self.hint)).collect()
    }

    /// The author: From, else Sender.
    pub fn from(&self) -> Option<Mailbox> {
        let mut fields = ["from", "sender"].into_iter().flat_map(|name| self.block.all(name));
        fields.find_map(|raw| address::author(&unfold(raw), &self.hint))
    }

    /// The ids of all fields of a name.
    pub fn ids(&self, name: &str) -> Vec<String> {
        let values: Vec<String> = self.block.all(name).map(|raw| self.id_text(raw)).collect();
        ids::all(&values.join(" "))
    }

    /// The id of a field that holds one.
    pub fn id(&self, name: &str) -> Option<String> {
        self.block.all(name).find_map(|raw| ids::single(&self.id_text(raw)))
    }

    /// The first of the ids in a field that may hold free text too.
    pub fn first_id(&self, name: &str) -> Option<String> {
        self.block.all(name).find_map(|raw| ids::first(&self.id_text(raw)))
    }

    /// Some programs encode long ids as if they were text.
    fn id_text(&self, raw: &[u8]) -> String {
        let value = unfold(raw);
        if words::has_words(&value) {
            return words::decode(&value, &self.hint);
        }
        clean::one_line(&charset::decode(&value, None, &self.hint).text)
    }

    /// Date with the sender's offset.
    pub fn date(&self) -> Option<String> {
        date::parse(&self.text("date")?)
    }

    /// Return-Path: `Some("")` for the null path.
    pub fn return_path(&self) -> Option<String> {
        let value = unfold(self.block.first("return-path")?);
        let found = address::parse(&value, &self.hint).into_iter().next();
        let empty = value.iter().all(|b| b"<> \"".contains(b));
        found.map(|mailbox| mailbox.address).or(empty.then(String::new))
    }

    /// What servers on the way wrote, the last one first.
    pub fn received(&self) -> Vec<String> {
        let values = self.block.all("received").take(limits::HOPS_MAX);
        values.map(|raw| String::from_utf8_lossy(&unfold(raw)).trim().chars().take(HOP_CHARS).collect()).collect()
    }

    /// Where the mail was delivered to.
    pub fn delivered_to(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for name in ["delivered-to", "x-original-to", "envelope-to"] {
            for mailbox in self.mailboxes(name) {
                if !out.contains(&mailbox.address) && out.len() < 50 {
                    out.push(mailbox.address);
                }
            }
        }
        out
    }

    /// What a person might ask for in the head of a mail: a line for each field, without signatures and traces of
    /// transport, as far as there is room.
    pub fn lines(&self) -> String {
        let mut out = String::new();
        for (name, value) in self.list() {
            let low = name.to_ascii_lowercase();
            if TRANSPORT.iter().any(|start| low.starts_with(start)) {
                continue;
            }
            let value: String = value.split_whitespace().collect::<Vec<_>>().join(" ");
            let value: String = value.chars().filter(|c| !c.is_control()).take(HEADER_CHARS).collect();
            if out.len() + name.len() + value.len() > HEADERS_BYTES {
                continue;
            }
            out.push_str(&format!("{}{name}: {value}", if out.is_empty() { "" } else { "\n" }));
        }
        out
    }

    /// What was read otherwise than it is written.
    pub fn repairs(&self) -> Vec<String> {
        let fields = &self.block.fields;
        let raw = fields.iter().filter(|field| std::str::from_utf8(field.raw).is_err());
        let raw = raw.map(|field| format!("header {} holds text without a charset", field.name));
        let open = fields.iter().filter(|field| {
            let place = |wanted: u8| field.raw.iter().rposition(|byte| *byte == wanted);
            ADDRESSES.iter().any(|name| field.name.eq_ignore_ascii_case(name)) && place(b'<') > place(b'>')
        });
        let open = open.map(|field| format!("header {} holds a bracket that is not closed", field.name));
        self.repeated().into_iter().chain(raw).chain(open).collect()
    }

    /// Fields that should appear once and do not.
    fn repeated(&self) -> Vec<String> {
        let single = ["From", "Subject", "Date", "Message-ID", "Content-Type", "To", "Cc", "Reply-To"];
        let twice = single.iter().filter(|name| self.block.all(name).count() > 1);
        twice.map(|name| format!("header {name} appears more than once")).collect()
    }
}

/// The charset that the text parts state, and where the sender lives.
fn hint(block: &Block, parts: &[Part]) -> Hint {
    let stated = parts.iter().filter(|part| part.content_type.starts_with("text/")).find_map(|part| {
        let label = part.kind.text("charset")?;
        Encoding::for_label_no_replacement(label.trim().as_bytes())
    });
    // UTF-8 is tried first in any case, and ASCII says nothing about 8-bit.
    let ascii = parts.iter().any(|part| part.kind.text("charset").is_some_and(|l| l.eq_ignore_ascii_case("us-ascii")));
    let encoding =
        stated.filter(|e| *e != UTF_8 && *e != UTF_16BE && *e != UTF_16LE && e.is_ascii_compatible() && !ascii);
    let from = block.first("from").map(unfold).unwrap_or_default();
    let host = from.rsplit(|&b| b == b'@').next().unwrap_or_default();
    let end = host.iter().position(|b| !b.is_ascii_alphanumeric() && *b != b'.' && *b != b'-').unwrap_or(host.len());
    let label = host.get(..end).unwrap_or_default().rsplit(|&b| b == b'.').next().unwrap_or_default();
    let tld = String::from_utf8_lossy(label).to_ascii_lowercase();
    let tld = (tld.len() >= 2 && tld.len() <= 24 && tld.bytes().all(|b| b.is_ascii_lowercase())).then_some(tld);
    let hint = Hint { encoding, tld };
    if hint.encoding.is_some() {
        return hint;
    }
    // All raw 8-bit headers together tell more than each alone.
    let raw: Vec<u8> = block.fields.iter().filter(|f| !f.raw.is_ascii()).flat_map(|f| f.raw.iter().copied()).collect();
    let guessed = (!raw.is_empty() && std::str::from_utf8(&raw).is_err()).then(|| charset::guess(&raw, &hint));
    Hint { encoding: guessed.filter(|e| *e != UTF_8), ..hint }
}

#[cfg(test)]
mod tests {
    use super::Headers;
    use crate::understand::structure;

    #[test]
    fn decoded_fields() {
        let raw = b"From: nobody\nSender: Zo\xe9 <z@x.fr>\nTo: a@x\nTo: b@x\nSubject: d\xe9j\xe0\n vu\nReturn-Path: <>\n\
            Message-ID: <a@b>\nReferences: <c@d>\n <e@f>\nDelivered-To: S@X.org\nContent-Type: text/plain; charset=iso-8859-1\n\n";
        let parts = structure::parse(raw, &mut Vec::new());
        let headers = Headers::new(&parts[0].block, &parts);
        assert_eq!(headers.from().map(|m| (m.name, m.address)), Some(("Zoé".to_owned(), "z@x.fr".to_owned())));
        assert_eq!(headers.mailboxes("to").len(), 2);
        assert_eq!(headers.text("subject").as_deref(), Some("déjà vu"));
        assert_eq!(headers.return_path().as_deref(), Some(""));
        assert_eq!(headers.id("message-id").as_deref(), Some("a@b"));
        assert_eq!(headers.ids("references"), ["c@d", "e@f"]);
        assert_eq!(headers.delivered_to(), ["S@x.org"]);
        assert_eq!(
            headers.repairs(),
            [
                "header To appears more than once",
                "header Sender holds text without a charset",
                "header Subject holds text without a charset"
            ]
        );
    }
}
