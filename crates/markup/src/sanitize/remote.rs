//! Takes the addresses of remote images out of `src`.

/// Moves every image address from the web to `data-remote-src`.
///
/// The input is the serializer's output, where `<` stands only before a tag and values are always
/// in double quotes, so a scan finds the attributes exactly.
pub fn hide_remote_images(html: &str) -> String {
    const IMAGE: &str = "<img ";
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some((before, image)) = rest.split_once(IMAGE) {
        out.push_str(before);
        out.push_str(IMAGE);
        rest = push_attributes(&mut out, image);
    }
    out.push_str(rest);
    out
}

/// Copies the attributes up to the end of the tag and returns what comes after.
fn push_attributes<'a>(out: &mut String, mut rest: &'a str) -> &'a str {
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
        let is_remote = name.trim() == "src" && !value.starts_with("cid:") && !value.starts_with("data:image/");
        if is_remote {
            out.push_str(&name.replace("src", "data-remote-src"));
        } else {
            out.push_str(name);
        }
        out.push_str("=\"");
        out.push_str(value);
        out.push('"');
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::hide_remote_images;

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
