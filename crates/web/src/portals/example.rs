//! A page of another site, as the code for it works there.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use maud::{DOCTYPE, html};
use serde::Deserialize;

use super::{portal_of, url};
use crate::answer::{Answer, page_with};
use crate::app::App;
use crate::assets;
use crate::reader::Reader;

/// Which way.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Kind {
    kind: String,
}

/// The page: a few words of an invented site, and the code.
pub(crate) async fn example(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Query(kind): Query<Kind>,
) -> Answer {
    let portal = portal_of(&reader)?;
    let text = reader.text;
    let page = html! {
        (DOCTYPE)
        html lang=(reader.lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (text.msg_portals_example()) }
                link rel="icon" href=(assets::url("favicon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(assets::url("guichet.css"));
            }
            body.example data-space="customer" {
                main.portal data-size="m" {
                    h1 { (text.msg_portals_example_title(&portal.company.1)) }
                    p { (text.msg_portals_example_words()) }
                    @match kind.kind.as_str() {
                        "popup" => {
                            p { a.btn href=(url(&app.settings, &portal)) data-guichet="popup" { (text.msg_portals_need_help()) } }
                            script src="/embed.js" async {}
                        }
                        "frame" => { script src="/embed.js" data-portal=(portal.subdomain) data-frame data-lang=(reader.lang) async {} }
                        _ => { script src="/embed.js" data-portal=(portal.subdomain) data-corner="right"
                            data-colour={ "oklch(0.485 0." (format!("{:03}", portal.chroma)) " " (portal.hue) ")" } data-lang=(reader.lang) async {} }
                    }
                }
            }
        }
    };
    let mut response: Response = page_with(StatusCode::OK, page);
    let policy = HeaderValue::from_static(
        "default-src 'self'; img-src 'self' data:; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
    );
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}
