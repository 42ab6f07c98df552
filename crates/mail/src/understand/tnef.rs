//! `winmail.dat`: the container that Outlook sends (MS-OXTNEF). Only the attached files are of interest.

use crate::limits::CONTAINER_MEMBERS_MAX;

/// A file of the container.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// Its name, long form if given.
    pub name: String,
    /// Its MIME type, if given.
    pub content_type: Option<String>,
    /// Its Content-ID, if given.
    pub content_id: Option<String>,
    /// Its bytes.
    pub data: Vec<u8>,
}

const SIGNATURE: u32 = 0x223e_9f78;
const ATTACH_REND_DATA: u16 = 0x9002;
const ATTACH_TITLE: u16 = 0x8010;
const ATTACH_DATA: u16 = 0x800f;
const ATTACH_PROPERTIES: u16 = 0x9005;
const PR_DATA: u16 = 0x3701;
const PR_FILENAME: u16 = 0x3704;
const PR_LONG_FILENAME: u16 = 0x3707;
const PR_MIME_TAG: u16 = 0x370e;
const PR_CONTENT_ID: u16 = 0x3712;

/// A cursor over little-endian data.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(length)?;
        self.0 = tail;
        Some(head)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }

    fn long(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.long()?).ok()
    }
}

/// The files of a container; `None` if it is damaged or holds none.
pub fn members(data: &[u8]) -> Option<Vec<Member>> {
    let mut reader = Reader(data);
    if reader.long()? != SIGNATURE {
        return None;
    }
    reader.short()?;
    let mut out: Vec<Member> = Vec::new();
    while !reader.0.is_empty() {
        let Some((attribute, value)) = attribute(&mut reader) else {
            break;
        };
        if attribute == ATTACH_REND_DATA {
            if out.len() >= CONTAINER_MEMBERS_MAX {
                break;
            }
            out.push(Member::default());
        }
        let Some(member) = out.last_mut() else {
            continue;
        };
        match attribute {
            ATTACH_TITLE if member.name.is_empty() => member.name = narrow(value),
            ATTACH_DATA => member.data = value.to_vec(),
            // Damaged properties leave the title and the data.
            ATTACH_PROPERTIES => _ = properties(value, member),
            _ => {}
        }
    }
    out.retain(|member| !member.data.is_empty() || !member.name.is_empty());
    (!out.is_empty()).then_some(out)
}

/// Level, id, length, value, checksum.
fn attribute<'a>(reader: &mut Reader<'a>) -> Option<(u16, &'a [u8])> {
    reader.byte()?;
    let id = reader.long()?;
    let length = reader.length()?;
    let value = reader.take(length)?;
    // The last checksum may be missing.
    reader.short();
    Some((u16::try_from(id & 0xffff).ok()?, value))
}

/// MAPI properties of one attachment.
fn properties(value: &[u8], member: &mut Member) -> Option<()> {
    let mut reader = Reader(value);
    let count = reader.long()?;
    for _ in 0..count {
        let kind = reader.short()?;
        let id = reader.short()?;
        if id >= 0x8000 {
            named_property(&mut reader)?;
        }
        let many = kind & 0x1000 != 0;
        let variable = matches!(kind & 0x0fff, 0x1e | 0x1f | 0x0d | 0x102);
        let values = if many || variable { reader.long()? } else { 1 };
        for _ in 0..values {
            let bytes = if variable {
                let length = reader.length()?;
                let bytes = reader.take(length)?;
                // Padded to four bytes; the padding of the last may be missing.
                let padding = (4 - length % 4) % 4;
                reader.take(padding.min(reader.0.len()))?;
                bytes
            } else {
                reader.take(fixed_size(kind & 0x0fff)?)?
            };
            assign(member, kind & 0x0fff, id, bytes);
        }
    }
    Some(())
}

fn named_property(reader: &mut Reader) -> Option<()> {
    reader.take(16)?;
    if reader.long()? == 0 {
        reader.long()?;
        return Some(());
    }
    let length = reader.length()?;
    reader.take(length.checked_next_multiple_of(4)?)?;
    Some(())
}

/// Bytes of a value in the stream, short ones padded to four.
fn fixed_size(kind: u16) -> Option<usize> {
    match kind {
        0x01 | 0x02 | 0x03 | 0x04 | 0x0a | 0x0b => Some(4),
        0x05 | 0x06 | 0x07 | 0x14 | 0x40 => Some(8),
        0x48 => Some(16),
        _ => None,
    }
}

fn assign(member: &mut Member, kind: u16, id: u16, bytes: &[u8]) {
    let text = || {
        if kind == 0x1f { wide(bytes) } else { narrow(bytes) }
    };
    match id {
        PR_LONG_FILENAME => member.name = text(),
        PR_FILENAME if member.name.is_empty() => member.name = text(),
        PR_MIME_TAG => member.content_type = Some(text()),
        PR_CONTENT_ID => member.content_id = Some(text().trim_matches(['<', '>', ' ']).to_owned()),
        PR_DATA if member.data.is_empty() => {
            // An embedded object starts with the 16 bytes of its interface.
            let object = bytes.get(16..).filter(|_| kind == 0x0d);
            member.data = object.unwrap_or(bytes).to_vec();
        }
        _ => {}
    }
}

fn wide(bytes: &[u8]) -> String {
    let units = bytes
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0)]));
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).take_while(|&c| c != '\0').collect()
}

/// 8-bit names are in the sender's code page, mostly a Western one.
fn narrow(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|&b| b == 0).unwrap_or(bytes.len());
    let bytes = bytes.get(..end).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|&b| char::from(b)).collect(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::members;

    fn attribute(id: u16, value: &[u8]) -> Vec<u8> {
        let mut out = vec![2];
        out.extend(u32::from(id).to_le_bytes());
        out.extend(u32::try_from(value.len()).unwrap_or(0).to_le_bytes());
        out.extend(value);
        out.extend([0, 0]);
        out
    }

    #[test]
    fn two_files() {
        let mut data = vec![0x78, 0x9f, 0x3e, 0x22, 1, 0];
        data.extend(attribute(0x9002, &[0; 14]));
        data.extend(attribute(0x8010, b"short~1.txt\0"));
        data.extend(attribute(0x800f, b"hello"));
        let mut properties = vec![1, 0, 0, 0, 0x1f, 0, 0x07, 0x37, 1, 0, 0, 0, 10, 0, 0, 0];
        for unit in "long\0".encode_utf16() {
            properties.extend(unit.to_le_bytes());
        }
        properties.extend([0, 0]);
        data.extend(attribute(0x9005, &properties));
        data.extend(attribute(0x9002, &[0; 14]));
        data.extend(attribute(0x8010, b"b.txt\0"));
        data.extend(attribute(0x800f, b"bye"));
        let found = members(&data).unwrap_or_default();
        let shown: Vec<_> = found.iter().map(|m| (m.name.as_str(), &m.data[..])).collect();
        assert_eq!(shown, [("long", &b"hello"[..]), ("b.txt", &b"bye"[..])]);
        assert_eq!(members(&data[..3]), None);
        assert_eq!(members(b"not tnef"), None);
        for cut in 0..data.len() {
            let _ = members(&data[..cut]);
        }
    }
}
