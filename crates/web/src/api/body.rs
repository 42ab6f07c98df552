//! Reading what a program sends.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Problem;

/// A JSON body, with its bytes for telling requests apart.
pub(crate) struct Sent<T> {
    pub value: T,
    pub bytes: Bytes,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let bytes = Bytes::from_request(request, state).await.map_err(|_| {
            Problem::new(axum::http::StatusCode::PAYLOAD_TOO_LARGE, "too_large", "The request is too large.")
        })?;
        let text = if bytes.is_empty() { b"{}".as_slice() } else { &bytes };
        let said: Value =
            serde_json::from_slice(text).map_err(|error| Problem::bad_request(format!("JSON: {error}")))?;
        if holds_nul(&said) {
            return Err(Problem::bad_request("JSON: a text with a NUL character, which no database keeps"));
        }
        let value = serde_json::from_value(said).map_err(|error| Problem::bad_request(format!("JSON: {error}")))?;
        Ok(Self { value, bytes })
    }
}

fn holds_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(of) => of.iter().any(holds_nul),
        Value::Object(of) => of.iter().any(|(name, value)| name.contains('\0') || holds_nul(value)),
        _ => false,
    }
}

/// The parameters of the address.
pub(crate) struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Query(value) = Query::from_request_parts(parts, state)
            .await
            .map_err(|error| Problem::bad_request(format!("Parameters: {}", error.body_text())))?;
        Ok(Self(value))
    }
}

/// Tells `null` from a field that is not there.
pub(super) fn said<'de, D, T>(from: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(from).map(Some)
}
