//! Checks the value of every attribute that the allow-list lets through.

use std::borrow::Cow;

use super::style;

/// Bytes of an embedded picture as written; a larger one is left out.
pub const DATA_URL_BYTES_MAX: usize = 128 * 1024;
/// Digits of a size in a layout attribute.
const SIZE_BYTES_MAX: usize = 6;
/// Most columns, rows or list numbers an attribute may ask for.
const COUNT_MAX: u32 = 1_000;

/// Returns the value that may stay, or `None` to drop the attribute.
pub fn filter<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let keep_if = |good: bool| good.then_some(Cow::Borrowed(value));
    match attribute {
        "href" => link(value).map(Cow::Owned),
        "src" if element == "img" => image(value).map(Cow::Owned),
        "style" => Some(style::filter(value)).filter(|kept| !kept.is_empty()).map(Cow::Owned),
        "alt" | "title" | "rel" | "target" => Some(Cow::Borrowed(value)),
        "nowrap" | "noshade" | "reversed" => Some(Cow::Borrowed("")),
        "width" | "height" | "hspace" | "vspace" | "border" | "cellpadding" | "cellspacing" | "size" => {
            keep_if(is_size(value))
        }
        "colspan" | "rowspan" | "span" | "start" | "value" => {
            keep_if(value.trim().parse().is_ok_and(|n: u32| n <= COUNT_MAX))
        }
        "bgcolor" | "color" => keep_if(style::is_color(value.trim())),
        "face" => keep_if(style::is_font_list(value)),
        "align" | "valign" | "dir" | "clear" | "scope" | "type" => keep_if(is_word(value, char::is_alphanumeric)),
        "lang" => keep_if(is_word(value, |c| c.is_ascii_alphanumeric() || c == '-')),
        _ => None,
    }
}

/// A link to the web, a mail address or a telephone. A scheme without `//` would be read by
/// browsers as relative to the help desk.
fn link(value: &str) -> Option<String> {
    let url = browser_url(value);
    if is_web(&url) {
        return Some(url);
    }
    if let Some(rest) = url.strip_prefix("//") {
        return is_host_start(rest).then(|| format!("https:{url}"));
    }
    ["mailto:", "tel:"].iter().any(|scheme| has_prefix(&url, scheme)).then_some(url)
}

/// An image of the mail itself, or one from the web, whose address is taken out later.
fn image(value: &str) -> Option<String> {
    let url = browser_url(value);
    if is_web(&url) {
        return Some(url);
    }
    if let Some(rest) = url.strip_prefix("//") {
        return is_host_start(rest).then(|| format!("https:{url}"));
    }
    if has_prefix(&url, "cid:") {
        let id = url.get("cid:".len()..)?;
        return (!id.is_empty()).then(|| format!("cid:{id}"));
    }
    data_image(&url)
}

fn data_image(url: &str) -> Option<String> {
    if url.len() > DATA_URL_BYTES_MAX {
        return None;
    }
    let (head, data) = url.split_once(',')?;
    let head = head.to_ascii_lowercase();
    let head: String = head.split_ascii_whitespace().collect();
    let kind = head.strip_prefix("data:image/")?.strip_suffix(";base64")?;
    if !matches!(kind, "png" | "gif" | "jpeg" | "jpg" | "webp") {
        return None;
    }
    let kind = if kind == "jpg" { "jpeg" } else { kind };
    let data: String = data.split_ascii_whitespace().collect();
    let is_base64 =
        !data.is_empty() && data.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='));
    is_base64.then(|| format!("data:image/{kind};base64,{data}"))
}

/// The address as a browser reads it: without outer spaces and controls, without line breaks and
/// tabs (URL standard, 4.4).
fn browser_url(value: &str) -> String {
    value
        .trim_matches(|c: char| c <= ' ' || c.is_control())
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r' | '\0'))
        .collect()
}

fn is_web(url: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| has_prefix(url, scheme) && url.get(scheme.len()..).is_some_and(is_host_start))
}

fn is_host_start(rest: &str) -> bool {
    rest.starts_with(|c: char| !matches!(c, '/' | '\\' | '?' | '#' | ' '))
}

fn has_prefix(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn is_size(value: &str) -> bool {
    let value = value.trim();
    let number = value
        .strip_suffix('%')
        .or_else(|| value.strip_suffix("px"))
        .or_else(|| value.strip_suffix('*'))
        .unwrap_or(value);
    let digits = number.trim_start_matches(['+', '-']);
    value.len() <= SIZE_BYTES_MAX
        && number.len() <= digits.len() + 1
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn is_word(value: &str, allowed: impl Fn(char) -> bool) -> bool {
    const WORD_BYTES_MAX: usize = 32;
    let value = value.trim();
    !value.is_empty() && value.len() <= WORD_BYTES_MAX && value.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links() {
        for (value, want) in [
            ("https://a.example/x?y#z", Some("https://a.example/x?y#z")),
            (" HTTP://a.example", Some("HTTP://a.example")),
            ("ht\ntp://a.example", Some("http://a.example")),
            ("mailto:a@b.example?subject=x", Some("mailto:a@b.example?subject=x")),
            ("tel:+33123", Some("tel:+33123")),
            ("//a.example/x", Some("https://a.example/x")),
            ("/tickets/7", None),
            ("tickets", None),
            ("#top", None),
            ("https:tickets", None),
            ("https:/tickets", None),
            ("https:///tickets", None),
            ("\\\\a.example", None),
            ("", None),
            ("java\nscript:alert(1)", None),
            ("\u{1}javascript:alert(1)", None),
            ("vbscript:x", None),
            ("data:text/html,x", None),
            ("data:image/png;base64,AAAA", None),
            ("cid:a@b", None),
            ("ftp://a.example", None),
            ("file:///etc/passwd", None),
            ("blob:https://a.example/x", None),
        ] {
            assert_eq!(filter("a", "href", value).as_deref(), want, "{value:?}");
        }
    }

    #[test]
    fn images() {
        for (value, want) in [
            ("cid:a@b", Some("cid:a@b")),
            ("CID:a@b", Some("cid:a@b")),
            ("//a.example/x.png", Some("https://a.example/x.png")),
            ("data:image/png;base64,AAAA", Some("data:image/png;base64,AAAA")),
            ("data:image/JPG;base64,AA AA", Some("data:image/jpeg;base64,AAAA")),
            ("data:image/svg+xml;base64,AAAA", None),
            ("data:image/png,<svg>", None),
            ("data:image/png;x=y;base64,AAAA", None),
            ("data:text/html;base64,AAAA", None),
            ("logo.png", None),
            ("file:///c:/x.png", None),
            ("javascript:alert(1)", None),
        ] {
            assert_eq!(filter("img", "src", value).as_deref(), want, "{value:?}");
        }
        let large = format!("data:image/png;base64,{}", "A".repeat(DATA_URL_BYTES_MAX));
        assert_eq!(filter("img", "src", &large), None);
    }

    #[test]
    fn layout() {
        for (attribute, value, kept) in [
            ("width", "100%", true),
            ("width", "600", true),
            ("width", "600px", true),
            ("width", "99999999", false),
            ("size", "-1", true),
            ("size", "--1", false),
            ("colspan", "3", true),
            ("colspan", "100000", false),
            ("bgcolor", "#FFF", true),
            ("bgcolor", "url(x)", false),
            ("face", "Arial, 'Times New Roman'", true),
            ("face", "x;y", false),
            ("dir", "rtl", true),
            ("lang", "pt-BR", true),
            ("type", "\"><", false),
            ("id", "x", false),
        ] {
            assert_eq!(filter("td", attribute, value).is_some(), kept, "{attribute}={value}");
        }
    }
}
