//! Records of a file, one after the other: CSV with whatever separator and charset, JSON as a list or line by line.

use std::collections::BTreeMap;

use chardetng::EncodingDetector;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::field::Field;

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Lines with separators, the first names the columns.
    Csv,
    /// A list of objects, or objects one after the other.
    Json,
    /// Mails.
    Mbox,
}

/// Why a file cannot be read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It has no records.
    Empty,
    /// It is neither of what is read.
    Format,
}

/// A record: its values by column, and lists of objects below it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Record {
    pub values: BTreeMap<String, String>,
    pub lists: BTreeMap<String, Vec<Value>>,
}

/// Columns that a file may have.
const COLUMNS_MAX: usize = 300;
/// Records whose keys name the columns of a JSON file.
const LOOKED_AT: usize = 200;
/// Objects inside objects that are followed.
const DEPTH: usize = 4;

impl Format {
    /// What a file looks like.
    #[must_use]
    pub fn of(content: &[u8]) -> Self {
        let start = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
        let first = start.iter().copied().find(|byte| !byte.is_ascii_whitespace());
        match first {
            Some(b'[' | b'{') => Self::Json,
            _ if start.starts_with(b"From ") && begins_a_mail(start) => Self::Mbox,
            _ => Self::Csv,
        }
    }
}

/// Whether a field of a mail's head stands in the second line.
fn begins_a_mail(content: &[u8]) -> bool {
    let second = content.split(|byte| *byte == b'\n').nth(1).unwrap_or_default();
    let name = second.split(|byte| *byte == b':').next().unwrap_or_default();
    name.len() < second.len()
        && !name.is_empty()
        && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}

/// The text of a file: UTF-8, else what its bytes look like.
pub(crate) fn text(content: &[u8]) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(content) {
        return encoding.decode(content).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(content) {
        return text.to_owned();
    }
    let mut detector = EncodingDetector::new();
    detector.feed(content, true);
    detector.guess(None, false).decode(content).0.into_owned()
}

/// The records of a text; what is wrong with one is that record's matter.
pub(crate) fn records(
    text: &str,
) -> Result<Box<dyn Iterator<Item = Result<Record, &'static str>> + Send + '_>, Unreadable> {
    match Format::of(text.as_bytes()) {
        Format::Json => json(text),
        Format::Csv => csv(text),
        Format::Mbox => Err(Unreadable::Format),
    }
}

/// The names of a file's columns, in their order, each with the first value that stands there.
///
/// # Errors
/// When it has none.
pub fn columns(content: &[u8]) -> Result<Vec<(String, String)>, Unreadable> {
    let text = text(content);
    let mut out: Vec<(String, String)> = Vec::new();
    if Format::of(text.as_bytes()) == Format::Csv {
        out.extend(header(&text)?.1.into_iter().map(|name| (name, String::new())));
    }
    for record in records(&text)?.take(LOOKED_AT).flatten() {
        let lists = record.lists.into_iter().map(|(name, list)| (name, format!("[{}]", list.len())));
        for (name, value) in record.values.into_iter().chain(lists) {
            let room = out.len() < COLUMNS_MAX;
            match out.iter_mut().find(|(known, _)| *known == name) {
                Some((_, sample)) if sample.is_empty() => *sample = value,
                Some(_) => {}
                None if room => out.push((name, value)),
                None => {}
            }
        }
    }
    if out.is_empty() { Err(Unreadable::Empty) } else { Ok(out) }
}

/// The separator of a file and the names in its first line. A file of one column has no separator at all.
fn header(text: &str) -> Result<(u8, Vec<String>), Unreadable> {
    let first = text.lines().next().unwrap_or_default();
    let separator = [b',', b';', b'\t', b'|']
        .into_iter()
        .max_by_key(|separator| (first.bytes().filter(|byte| byte == separator).count(), *separator == b','))
        .unwrap_or(b',');
    let mut reader = reader(text, separator);
    let names = reader.headers().map_err(|_| Unreadable::Format)?;
    let names: Vec<String> = names.iter().map(|name| name.trim().to_owned()).collect();
    if names.iter().all(String::is_empty) {
        return Err(Unreadable::Empty);
    }
    if names.len() > COLUMNS_MAX || text.contains('\0') {
        return Err(Unreadable::Format);
    }
    // What has no name is named by its place, and so is a name that comes again.
    let mut out: Vec<String> = Vec::new();
    for (place, name) in names.into_iter().enumerate() {
        let name = if name.is_empty() || out.contains(&name) { format!("{name} ({})", place + 1) } else { name };
        out.push(name);
    }
    Ok((separator, out))
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes())
}

fn csv(text: &str) -> Result<Box<dyn Iterator<Item = Result<Record, &'static str>> + Send + '_>, Unreadable> {
    let (separator, names) = header(text)?;
    let rows = reader(text, separator).into_records().map(move |row| {
        let row = row.map_err(|_| "unreadable")?;
        if row.len() > names.len() {
            return Err("columns");
        }
        let values = names.iter().zip(row.iter()).map(|(name, value)| (name.clone(), clean(value)));
        Ok(Record { values: values.collect(), lists: BTreeMap::new() })
    });
    Ok(Box::new(rows))
}

fn json(text: &str) -> Result<Box<dyn Iterator<Item = Result<Record, &'static str>> + Send + '_>, Unreadable> {
    if !text.trim_start().starts_with('[') {
        // Line by line, or one object that holds the list.
        if let Ok(whole) = serde_json::from_str::<BTreeMap<String, &RawValue>>(text) {
            // With a subject or an address of its own it is a record.
            let is_record = whole.keys().any(|name| Field::guess(name, &[Field::Subject, Field::Address]).is_some());
            let lists = whole.values().filter_map(|inner| serde_json::from_str::<Vec<&RawValue>>(inner.get()).ok());
            let objects = lists.filter(|list| !list.is_empty() && list.iter().all(|one| one.get().starts_with('{')));
            return Ok(match objects.max_by_key(Vec::len).filter(|_| !is_record) {
                Some(list) => Box::new(list.into_iter().map(|one| object(one.get()))),
                None => Box::new(std::iter::once(object(text))),
            });
        }
        return Ok(Box::new(text.lines().filter(|line| !line.trim().is_empty()).map(object)));
    }
    let list: Vec<&RawValue> = serde_json::from_str(text).map_err(|_| Unreadable::Format)?;
    Ok(Box::new(list.into_iter().map(|one| object(one.get()))))
}

fn object(text: &str) -> Result<Record, &'static str> {
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => {
            let mut record = Record::default();
            for (name, value) in fields {
                flatten(&mut record, name, value, DEPTH);
            }
            Ok(record)
        }
        _ => Err("unreadable"),
    }
}

/// Objects become columns with points in their names, lists of plain values one value with commas.
fn flatten(record: &mut Record, name: String, value: Value, depth: usize) {
    match value {
        Value::Object(fields) if depth > 0 => {
            for (inner, value) in fields {
                flatten(record, format!("{name}.{inner}"), value, depth - 1);
            }
        }
        Value::Array(list) if list.iter().any(Value::is_object) => {
            record.lists.insert(name, list);
        }
        Value::Array(list) => {
            let parts: Vec<String> = list.iter().filter_map(plain).collect();
            record.values.insert(name, parts.join(","));
        }
        other => {
            record.values.insert(name, plain(&other).unwrap_or_default());
        }
    }
}

/// A plain value as text; nothing for null and for what is none.
pub(crate) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(clean(text)),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(is) => Some(is.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Without what no database keeps and no page shows.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Unreadable, columns, records, text};

    fn all(content: &[u8]) -> Vec<Result<Vec<(String, String)>, &'static str>> {
        let text = text(content);
        records(&text).unwrap().map(|record| record.map(|record| record.values.into_iter().collect())).collect()
    }

    #[test]
    fn separators_quotes_and_charsets() {
        let expected = vec![Ok(vec![("a".to_owned(), "é; \"x\"\nnext".to_owned()), ("b".to_owned(), "2".to_owned())])];
        assert_eq!(all("a,b\n\"é; \"\"x\"\"\nnext\",2\n".as_bytes()), expected);
        assert_eq!(all("\u{feff}a;b\r\n\"é; \"\"x\"\"\nnext\";2\r\n".as_bytes()), expected);
        assert_eq!(all(b"a\tb\n\"\xe9; \"\"x\"\"\nnext\"\t2"), expected);
        let names = |content: &[u8]| columns(content).unwrap().into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(columns(b"one\n\nx\ny\n").unwrap(), [("one".to_owned(), "x".to_owned())]);
        assert_eq!(names(b"a,,a\n"), ["a", " (2)", "a (3)"]);
        assert_eq!(columns(b""), Err(Unreadable::Empty));
        assert_eq!(all(b"a,b\n1,2,3\n4,5\n")[0], Err("columns"));
    }

    #[test]
    fn json_in_its_shapes() {
        for content in [
            r#"[{"id": 1, "who": {"mail": "a@b.c"}, "tags": ["x", "y"], "none": null}]"#,
            r#"{"tickets": [{"id": 1, "who": {"mail": "a@b.c"}, "tags": ["x", "y"], "none": null}], "count": 1}"#,
            "{\"id\": 1, \"who\": {\"mail\": \"a@b.c\"}, \"tags\": [\"x\", \"y\"], \"none\": null}\n\n",
        ] {
            let record = all(content.as_bytes()).remove(0).unwrap();
            let expected = [("id", "1"), ("none", ""), ("tags", "x,y"), ("who.mail", "a@b.c")];
            assert_eq!(record, expected.map(|(name, value)| (name.to_owned(), value.to_owned())), "{content}");
        }
        assert_eq!(all(b"{\"a\":1}\nnonsense\n{\"a\":2}")[1], Err("unreadable"));
        assert!(columns(b"[1, 2").is_err());
    }

    proptest! {
        #[test]
        fn no_file_is_an_accident(content in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = columns(&content);
            let text = text(&content);
            if let Ok(records) = records(&text) {
                for record in records { let _ = record; }
            }
        }
    }
}
