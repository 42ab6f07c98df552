//! Forms with files.

use std::collections::HashMap;

use axum::extract::Multipart;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use desk::tickets::NewFile;

use crate::answer::Failure;
use crate::limits;

/// Fields and files of a form.
#[derive(Debug, Default)]
pub(crate) struct Form {
    fields: HashMap<String, Vec<String>>,
    /// The files, empty ones left out.
    pub files: Vec<NewFile>,
}

impl Form {
    /// Reads a multipart form to its end.
    pub(crate) async fn read(mut parts: Multipart) -> Result<Self, Failure> {
        let mut form = Self::default();
        let mut count = 0;
        while let Some(part) = parts.next_field().await.map_err(failure)? {
            count += 1;
            if count > limits::FORM_PARTS_MAX {
                return Err(Failure::BadRequest);
            }
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(ToOwned::to_owned) {
                Some(file_name) => {
                    let content = part.bytes().await.map_err(failure)?.to_vec();
                    if !content.is_empty() {
                        form.files.push(file(&file_name, content));
                    }
                }
                None => {
                    let value = part.text().await.map_err(failure)?;
                    if value.len() > limits::FORM_BYTES_MAX {
                        return Err(Failure::TooLarge);
                    }
                    form.fields.entry(name).or_default().push(value);
                }
            }
        }
        Ok(form)
    }

    /// The first value of a field, or nothing.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// All values of a field.
    pub(crate) fn all(&self, name: &str) -> Vec<String> {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    /// All values of a field, read as ids; others are left out.
    pub(crate) fn ids<T: std::str::FromStr>(&self, name: &str) -> Vec<T> {
        self.fields.get(name).map_or_else(Vec::new, |values| values.iter().filter_map(|v| v.parse().ok()).collect())
    }
}

fn failure(error: MultipartError) -> Failure {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Failure::TooLarge } else { Failure::BadRequest }
}

/// A file as it is kept: a name without a path, a type found by looking at it.
pub(crate) fn file(name: &str, content: Vec<u8>) -> NewFile {
    let name: String = name
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| !c.is_control() && !('\u{202a}'..='\u{202e}').contains(c) && !('\u{2066}'..='\u{2069}').contains(c))
        .take(150)
        .collect();
    let name = name.trim_start_matches('.').trim();
    let name = if name.is_empty() { "file".to_owned() } else { name.to_owned() };
    let content_type = infer::get(&content).map_or("application/octet-stream", |kind| kind.mime_type()).to_owned();
    NewFile { name, content_type, content, inline: false, content_id: String::new(), card: None }
}
