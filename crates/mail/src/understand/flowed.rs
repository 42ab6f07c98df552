//! Paragraphs of `format=flowed` text put together again (RFC 3676).

/// Joins flowed lines; `delsp` is the parameter `DelSp=yes`.
pub fn unwrap(text: &str, delsp: bool) -> String {
    let mut out = String::with_capacity(text.len());
    // Quote depth of the paragraph that the next line may continue.
    let mut open: Option<usize> = None;
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let last = lines.peek().is_none();
        if last && line.is_empty() {
            break;
        }
        let depth = line.bytes().take_while(|&b| b == b'>').count();
        let content = line.get(depth..).unwrap_or_default();
        let content = content.strip_prefix(' ').unwrap_or(content);
        let signature = content == "-- ";
        if open != Some(depth) || signature {
            if open.is_some() {
                end_line(&mut out);
            }
            for _ in 0..depth {
                out.push('>');
            }
            if depth > 0 && !content.is_empty() {
                out.push(' ');
            }
        }
        let flows = content.ends_with(' ') && !signature;
        out.push_str(content.strip_suffix(' ').filter(|_| flows && delsp).unwrap_or(content));
        open = flows.then_some(depth);
        if !flows && !last {
            out.push('\n');
        }
    }
    if open.is_some() {
        end_line(&mut out);
    }
    out
}

/// Ends a paragraph whose last line announced more.
fn end_line(out: &mut String) {
    while out.ends_with(' ') {
        out.pop();
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::unwrap;

    #[test]
    fn paragraphs() {
        for (text, delsp, expected) in [
            ("one \ntwo\nthree\n", false, "one two\nthree\n"),
            ("one \ntwo\n", true, "onetwo\n"),
            ("> a \n> b\n>> c\nd\n", false, "> a b\n>> c\nd\n"),
            ("> a \nb\n", false, "> a\nb\n"),
            (" > no quote\n From me\n", false, "> no quote\nFrom me\n"),
            ("text \n-- \nsig\n", false, "text\n-- \nsig\n"),
            ("a\n\nb", false, "a\n\nb"),
            (">\n> a\n", false, ">\n> a\n"),
        ] {
            assert_eq!(unwrap(text, delsp), expected, "{text:?}");
        }
    }
}
