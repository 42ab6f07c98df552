//! Makes the HTML of a stranger's mail safe to put into the agent's page.
//!
//! Three layers, each harmless to skip for the next one's safety:
//! [`thin`] bounds the work and drops everything that is not mail markup, `ammonia` parses what is
//! left as a browser does and keeps an allow-list, [`remote`] takes the addresses of remote images
//! out of `src`, so that showing the mail makes no request.

mod attributes;
mod remote;
mod style;
mod tags;
mod thin;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
pub use remote::{remote_images, with_remote_images};

/// What a link may say about its target: nothing of the help desk reaches the other side.
const LINK_REL: &str = "noopener noreferrer nofollow";

/// Schemes that `ammonia` lets through; [`attributes`] then decides which may stand where.
const SCHEMES: [&str; 6] = ["http", "https", "mailto", "tel", "cid", "data"];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(cleaner);

/// Returns the fragment that is safe to show as it is, also after a second parse.
///
/// Never fails: what can't be understood is dropped, and past a bound formatting or tags go first
/// and text last.
#[must_use]
pub fn sanitize(html: &str) -> String {
    let thinned = thin::thin(html);
    let clean = CLEANER.clean(&thinned).to_string();
    without_controls(remote::hide_remote_images(&clean))
}

/// Numeric references may name control characters, which mean nothing in a page.
fn without_controls(html: String) -> String {
    let is_control = |c: char| c.is_ascii_control() && !matches!(c, '\n' | '\t');
    if !html.contains(is_control) {
        return html;
    }
    html.chars()
        .filter_map(|c| match c {
            '\r' | '\u{c}' => Some(' '),
            c => (!is_control(c)).then_some(c),
        })
        .collect()
}

fn cleaner() -> Builder<'static> {
    let mut by_tag: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (tag, names) in tags::TAG_ATTRIBUTES {
        by_tag.insert(tag, names.iter().copied().collect());
    }
    let mut builder = Builder::empty();
    builder
        .tags(tags::ALLOWED.iter().copied().collect())
        .clean_content_tags(tags::HIDDEN.iter().copied().collect())
        .tag_attributes(by_tag)
        .generic_attributes(tags::GENERIC_ATTRIBUTES.iter().copied().collect())
        .url_schemes(SCHEMES.iter().copied().collect())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some(LINK_REL))
        .set_tag_attribute_value("a", "target", "_blank")
        .strip_comments(true)
        .attribute_filter(attributes::filter);
    builder
}

#[cfg(test)]
mod tests;
