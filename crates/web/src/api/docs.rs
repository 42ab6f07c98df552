//! The description of the API for people: one page, made from the description for programs.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use maud::{Markup, html};
use serde_json::Value;

use super::spec::SPEC;
use crate::answer::{Answer, page as whole_page};
use crate::app::App;
use crate::parts::{self, Head};
use crate::reader::Reader;

/// The page.
pub(crate) async fn page(State(app): State<App>, Extension(reader): Extension<Arc<Reader>>) -> Answer {
    let text = reader.text;
    let title = text.msg_api_title();
    let head = Head { title: &title, space: "customer", script: "customer.js", live: "", event: 0, more: None };
    let base = format!("{}/api/v1", app.settings.public_url);
    let body = html! {
        main #main .portal.form-page data-size="m" { div.prose {
            h1 { (title) }
            p { (text.msg_api_lead()) }
            pre tabindex="0" { code {
                "curl -H 'Authorization: Bearer guichet_…' " (base) "/tickets?view=open\n"
                "curl -H 'Authorization: Bearer guichet_…' -H 'Idempotency-Key: 4711' " (base) "/tickets \\\n"
                "  -d '{\"requester\": {\"address\": \"clara@example.org\"}, \"subject\": \"Hello\", \"text\": \"…\"}'"
            } }
            p { a href="/api/v1/openapi.json" { "openapi.json" } " (OpenAPI 3.1)" }
            // The description itself is English, like the codes that it explains.
            div.prose lang="en" { @for (tag, operations) in by_tag() { (section(&tag, &operations)) } }
        } }
    };
    whole_page(parts::document(&reader, &head, &body))
}

/// One operation: the method, the path, what is known of it.
type Operation<'a> = (&'a str, &'a str, &'a Value);

fn by_tag() -> Vec<(String, Vec<Operation<'static>>)> {
    let mut out: Vec<(String, Vec<Operation<'static>>)> = Vec::new();
    let paths = SPEC.get("paths").and_then(Value::as_object);
    for (path, methods) in paths.into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let tag = operation.pointer("/tags/0").and_then(Value::as_str).unwrap_or_default().to_owned();
            match out.iter_mut().find(|(known, _)| *known == tag) {
                Some((_, operations)) => operations.push((method, path, operation)),
                None => out.push((tag, vec![(method, path, operation)])),
            }
        }
    }
    out
}

fn text_of<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn section(tag: &str, operations: &[Operation]) -> Markup {
    html! {
        section aria-label=(tag) {
            h2 { (tag) }
            @for (method, path, operation) in operations {
                section aria-label={ (method) " " (path) } {
                    h3 { code { (method.to_uppercase()) " " (path) } }
                    p { (text_of(operation, "summary")) }
                    (parameters(operation))
                    @if let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") {
                        p { "Body:" } (fields(schema))
                    }
                    @if let Some(schema) = answer(operation) { p { "Answer:" } (fields(schema)) }
                }
            }
        }
    }
}

/// The schema of what a request is answered when all is well.
fn answer(operation: &Value) -> Option<&Value> {
    let responses = operation.get("responses")?.as_object()?;
    let (_, good) = responses.iter().find(|(status, _)| status.starts_with('2'))?;
    good.pointer("/content/application~1json/schema")
}

fn parameters(operation: &Value) -> Markup {
    let known = operation.get("parameters").and_then(Value::as_array);
    html! {
        @if let Some(known) = known.filter(|known| !known.is_empty()) {
            ul {
                @for one in known {
                    li { code { (text_of(one, "name")) } " " (text_of(one, "description")) }
                }
            }
        }
    }
}

/// The fields of a schema, one level deep.
fn fields(schema: &Value) -> Markup {
    let (many, schema) = match schema.get("items") {
        Some(items) => (true, items),
        None => (false, schema),
    };
    let name = text_of(schema, "$ref").rsplit('/').next().unwrap_or_default();
    let found = SPEC.pointer(&format!("/components/schemas/{name}")).unwrap_or(schema);
    let required: Vec<&str> =
        found.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    html! {
        @if many { p { "A list of:" } }
        @match found.get("properties").and_then(Value::as_object) {
            Some(properties) => {
                ul {
                    @for (name, property) in properties {
                        li {
                            code { (name) } " "
                            (kind(property))
                            @if required.contains(&name.as_str()) { ", always there" }
                            @if !text_of(property, "description").is_empty() { ": " (text_of(property, "description")) }
                        }
                    }
                }
            },
            None => { p { (kind(found)) } },
        }
    }
}

fn kind(schema: &Value) -> String {
    let reference = text_of(schema, "$ref");
    if !reference.is_empty() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    match schema.get("type") {
        Some(Value::String(one)) if one == "array" => {
            format!("list of {}", schema.get("items").map(kind).unwrap_or_default())
        }
        Some(Value::String(one)) => one.clone(),
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or "),
        _ => schema.get("oneOf").and_then(Value::as_array).map_or_else(String::new, |several| {
            several.iter().map(kind).filter(|one| !one.is_empty()).collect::<Vec<_>>().join(" or ")
        }),
    }
}
