//! Takes the addresses of remote images out of `src`, and puts others there when somebody wants to see them.

/// Moves every image address from the web to `data-remote-src`.
pub fn hide_remote_images(html: &str) -> String {
    each_image_attribute(html, &mut |name, value| {
        let is_remote = name.trim() == "src" && !value.starts_with("cid:") && !value.starts_with("data:image/");
        is_remote.then(|| format!("{}=\"{value}\"", name.replace("src", "data-remote-src")))
    })
}

/// Gives the remote images of sanitized HTML a `src`: what `address` says for each, counted from 0.
#[must_use]
pub fn with_remote_images(html: &str, address: &dyn Fn(usize) -> String) -> String {
    let mut count = 0;
    each_image_attribute(html, &mut |name, value| {
        (name.trim() == "data-remote-src").then(|| {
            count += 1;
            format!("{name}=\"{value}\" src=\"{}\"", address(count - 1))
        })
    })
}

/// The addresses of all remote images of sanitized HTML.
#[must_use]
pub fn remote_images(html: &str) -> Vec<String> {
    let mut all = Vec::new();
    each_image_attribute(html, &mut |name, value| {
        if name.trim() == "data-remote-src" {
            let value =
                value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", "\u{a0}");
            all.push(value.replace("&amp;", "&"));
        }
        None
    });
    all
}

/// Goes through the attributes of all images; `change` may write another in place of one.
///
/// The input is the serializer's output, where `<` stands only before a tag and values are always
/// in double quotes, so a scan finds the attributes exactly.
fn each_image_attribute(html: &str, change: &mut dyn FnMut(&str, &str) -> Option<String>) -> String {
    const IMAGE: &str = "<img ";
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some((before, image)) = rest.split_once(IMAGE) {
        out.push_str(before);
        out.push_str(IMAGE);
        rest = push_attributes(&mut out, image, change);
    }
    out.push_str(rest);
    out
}

/// Copies the attributes up to the end of the tag and returns what comes after.
fn push_attributes<'a>(
    out: &mut String,
    mut rest: &'a str,
    change: &mut dyn FnMut(&str, &str) -> Option<String>,
) -> &'a str {
    loop {
        let Some(equals) = rest.find(['=', '>']) else {
            return rest;
        };
        let Some((name, value)) = rest.split_at_checked(equals) else {
            return rest;
        };
        let Some(value) = value.strip_prefix("=\"") else {
            return rest;
        };
        let Some((value, after)) = value.split_once('"') else {
            return rest;
        };
        match change(name, value) {
            Some(changed) => out.push_str(&changed),
            None => {
                out.push_str(name);
                out.push_str("=\"");
                out.push_str(value);
                out.push('"');
            }
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::{hide_remote_images, remote_images, with_remote_images};

    #[test]
    fn shows() {
        let hidden =
            r#"<p>data-remote-src="x"</p><img alt="a" data-remote-src="http://a.example/?b&amp;c"><img src="cid:x">"#;
        assert_eq!(remote_images(hidden), ["http://a.example/?b&c"]);
        let shown = with_remote_images(hidden, &|number| format!("/{}", number + 4));
        assert_eq!(
            shown,
            r#"<p>data-remote-src="x"</p><img alt="a" data-remote-src="http://a.example/?b&amp;c" src="/4"><img src="cid:x">"#
        );
    }

    #[test]
    fn hides() {
        for (html, want) in [
            (
                r#"a<img alt="x src=" src="https://a.example/" width="1">b"#,
                r#"a<img alt="x src=" data-remote-src="https://a.example/" width="1">b"#,
            ),
            (
                r#"<img src="cid:a@b"><img src="http://a.example/">"#,
                r#"<img src="cid:a@b"><img data-remote-src="http://a.example/">"#,
            ),
            (r#"<img>&lt;img src="x""#, r#"<img>&lt;img src="x""#),
            (r#"<img src="data:image/png;base64,AA==">"#, r#"<img src="data:image/png;base64,AA==">"#),
        ] {
            assert_eq!(hide_remote_images(html), want);
        }
    }
}
