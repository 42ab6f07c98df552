//! Keeps the harmless declarations of a `style` attribute.
//!
//! An allow-list of properties and of what a value may be made of: words, numbers with a unit,
//! colours and font names. So no `url(`, `var(`, at-rule, escape or comment can pass, whatever
//! the grammar makes of it.

/// Bytes of one attribute that are read.
const STYLE_BYTES_MAX: usize = 8 * 1024;
/// Largest number in a value, in its own unit; a larger one would push the page around.
const NUMBER_MAX: f64 = 4_096.0;
/// How far text may hang out to the left, in CSS pixels: Word writes lists that way.
const HANGING_PX_MAX: f64 = 80.0;

/// What a property's value is made of.
enum Kind {
    /// Words, numbers and colours.
    Plain,
    /// The same, negative numbers up to a small hanging indent.
    Hanging,
    /// Font names, perhaps after size and weight.
    Fonts,
    /// One of the display types that stay inside the message.
    Display,
}

/// Returns the declarations that may stay, `name:value` joined by semicolons.
pub fn filter(style: &str) -> String {
    let mut kept = String::new();
    if style.len() > STYLE_BYTES_MAX {
        return kept;
    }
    for declaration in style.split(';') {
        let Some((name, value)) = declaration.split_once(':') else {
            continue;
        };
        let name = name.trim().to_ascii_lowercase();
        let value = without_important(value.trim());
        if property(&name).is_some_and(|kind| is_value(&kind, value)) {
            if !kept.is_empty() {
                kept.push(';');
            }
            kept.push_str(&name);
            kept.push(':');
            kept.push_str(value);
        }
    }
    kept
}

/// A colour: a name, `#` with hexadecimal digits, or a function of numbers.
pub fn is_color(value: &str) -> bool {
    let is_short = value.len() <= 64;
    if let Some(digits) = value.strip_prefix('#') {
        return is_short && (3..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    }
    if let Some((function, rest)) = value.split_once('(') {
        return is_short && is_color_function(function) && is_arguments(rest);
    }
    is_short && !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Font names joined by commas, in quotes or not.
pub fn is_font_list(value: &str) -> bool {
    value.len() <= 512 && !value.trim().is_empty() && value.split(',').all(is_font_name)
}

fn is_font_name(name: &str) -> bool {
    let name = name.trim();
    let bare = ['\'', '"'].iter().find_map(|quote| name.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(name);
    bare.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '+' | '&'))
}

/// Page rules marked so must win over the mail, so the mark goes.
fn without_important(value: &str) -> &str {
    match value.split_once('!') {
        Some((before, mark)) if mark.trim().eq_ignore_ascii_case("important") => before.trim_end(),
        _ => value,
    }
}

fn property(name: &str) -> Option<Kind> {
    let kind = match name {
        "font-family" | "font" => Kind::Fonts,
        "display" => Kind::Display,
        "text-indent" | "letter-spacing" | "word-spacing" => Kind::Hanging,
        "color"
        | "background-color"
        | "background"
        | "font-size"
        | "font-style"
        | "font-weight"
        | "font-variant"
        | "font-stretch"
        | "line-height"
        | "text-align"
        | "text-decoration"
        | "text-decoration-color"
        | "text-decoration-line"
        | "text-decoration-style"
        | "text-transform"
        | "text-overflow"
        | "vertical-align"
        | "white-space"
        | "word-break"
        | "word-wrap"
        | "overflow-wrap"
        | "hyphens"
        | "width"
        | "height"
        | "min-width"
        | "max-width"
        | "min-height"
        | "max-height"
        | "margin"
        | "margin-top"
        | "margin-right"
        | "margin-bottom"
        | "margin-left"
        | "padding"
        | "padding-top"
        | "padding-right"
        | "padding-bottom"
        | "padding-left"
        | "border"
        | "border-top"
        | "border-right"
        | "border-bottom"
        | "border-left"
        | "border-width"
        | "border-style"
        | "border-color"
        | "border-collapse"
        | "border-spacing"
        | "border-radius"
        | "border-top-width"
        | "border-top-style"
        | "border-top-color"
        | "border-right-width"
        | "border-right-style"
        | "border-right-color"
        | "border-bottom-width"
        | "border-bottom-style"
        | "border-bottom-color"
        | "border-left-width"
        | "border-left-style"
        | "border-left-color"
        | "border-top-left-radius"
        | "border-top-right-radius"
        | "border-bottom-left-radius"
        | "border-bottom-right-radius"
        | "list-style"
        | "list-style-type"
        | "list-style-position"
        | "table-layout"
        | "caption-side"
        | "empty-cells"
        | "direction"
        | "unicode-bidi"
        | "box-sizing"
        | "float"
        | "clear"
        | "overflow"
        | "overflow-x"
        | "overflow-y"
        | "visibility"
        | "opacity"
        | "tab-size" => Kind::Plain,
        _ => return None,
    };
    Some(kind)
}

fn is_value(kind: &Kind, value: &str) -> bool {
    const VALUE_BYTES_MAX: usize = 512;
    if value.is_empty() || value.len() > VALUE_BYTES_MAX {
        return false;
    }
    match kind {
        Kind::Plain => is_plain(value, 0.0),
        Kind::Hanging => is_plain(value, HANGING_PX_MAX),
        Kind::Fonts => match value.rsplit_once(|c: char| c.is_ascii_digit() || c == '/') {
            // The shorthand: what stands before the font names is words and sizes.
            Some(_) if !is_font_list(value) => is_font_shorthand(value),
            _ => is_font_list(value),
        },
        Kind::Display => matches!(
            value.to_ascii_lowercase().as_str(),
            "none"
                | "block"
                | "inline"
                | "inline-block"
                | "list-item"
                | "flow-root"
                | "table"
                | "inline-table"
                | "table-row"
                | "table-cell"
                | "table-row-group"
                | "table-header-group"
                | "table-footer-group"
                | "table-column"
                | "table-column-group"
                | "table-caption"
                | "flex"
                | "inline-flex"
                | "inherit"
                | "initial"
        ),
    }
}

fn is_font_shorthand(value: &str) -> bool {
    let names_start =
        value.char_indices().find(|(_, c)| matches!(c, '"' | '\'' | ',')).map_or(value.len(), |(at, _)| at);
    let (sizes, names) = value.split_at_checked(names_start).unwrap_or((value, ""));
    let names = names.trim_start_matches(',');
    sizes.split([' ', '/']).all(|token| token.is_empty() || is_token(token, 0.0))
        && (names.trim().is_empty() || is_font_list(names))
}

/// Words, numbers and colours apart by spaces, commas or slashes.
fn is_plain(value: &str, negative_px_max: f64) -> bool {
    let mut rest = value;
    while !rest.is_empty() {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r', ',', '/']);
        let end = rest.find([' ', '\t', '\n', '\r', ',', '/', '(']).unwrap_or(rest.len());
        let Some((token, after)) = rest.split_at_checked(end) else {
            return false;
        };
        rest = after;
        if let Some(arguments) = rest.strip_prefix('(') {
            let Some((inside, after)) = arguments.split_once(')') else {
                return false;
            };
            if !is_color_function(token) || !is_numbers(inside) {
                return false;
            }
            rest = after;
        } else if !token.is_empty() && !is_token(token, negative_px_max) {
            return false;
        }
    }
    true
}

fn is_color_function(name: &str) -> bool {
    ["rgb", "rgba", "hsl", "hsla"].iter().any(|known| known.eq_ignore_ascii_case(name.trim()))
}

fn is_arguments(rest: &str) -> bool {
    rest.strip_suffix(')').is_some_and(is_numbers)
}

fn is_numbers(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'%' | b' ' | b'/'))
        || text.to_ascii_lowercase().trim_end().ends_with("deg")
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b" .,%".contains(&b))
}

/// One word, number or hexadecimal colour.
fn is_token(token: &str, negative_px_max: f64) -> bool {
    if token.starts_with('#') {
        return is_color(token);
    }
    if token.starts_with(|c: char| c.is_ascii_alphabetic()) {
        // `fixed` would tie a background to the window, the rest is never a plain word.
        let word = token.to_ascii_lowercase();
        return token.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
            && !matches!(word.as_str(), "expression" | "url" | "fixed" | "sticky" | "absolute");
    }
    is_number(token, negative_px_max)
}

fn is_number(token: &str, negative_px_max: f64) -> bool {
    let digits_end = token.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(token.len());
    let Some((number, unit)) = token.split_at_checked(digits_end) else {
        return false;
    };
    let Ok(number) = number.parse::<f64>() else {
        return false;
    };
    let px = match unit.to_ascii_lowercase().as_str() {
        "" | "px" | "%" => 1.0,
        "pt" => 4.0 / 3.0,
        "em" | "rem" | "pc" => 16.0,
        "ex" | "ch" => 8.0,
        "in" => 96.0,
        "cm" => 38.0,
        "mm" => 3.8,
        _ => return false,
    };
    // A percentage of the width is no small hanging indent.
    let hangs = number < 0.0 && unit != "%" && -number * px <= negative_px_max;
    number.abs() <= NUMBER_MAX && (number >= 0.0 || hangs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_declarations_stay() {
        for style in [
            "color:red",
            "color:#1F497D;font-size:11.0pt",
            "font-family:\"Calibri\",sans-serif",
            "font-family:'Segoe UI', Arial",
            "font:bold 12px/1.5 \"Arial\", sans-serif",
            "font:normal 14px Arial",
            "font-weight:700",
            "background:rgba(0, 0, 0, .5)",
            "background-color:rgb(255 255 255 / 50%)",
            "border:solid #E1E1E1 1.0pt",
            "padding:3.0pt 0cm 0cm 0cm",
            "margin:0 auto",
            "margin-left:36.0pt;text-indent:-18.0pt",
            "letter-spacing:-0.5px",
            "display:none;max-height:0px;overflow:hidden",
            "width:100%",
        ] {
            assert_eq!(filter(style), style);
        }
    }

    #[test]
    fn the_rest_goes() {
        for style in [
            "background:url(https://a.example/x.png)",
            "background-image:image-set('x' 1x)",
            "background:u\\72l(x)",
            "background:red url (x)",
            "width:expression(alert(1))",
            "width:exp/**/ression(alert(1))",
            "position:fixed",
            "position:absolute;top:0",
            "behavior:url(#x)",
            "-moz-binding:url(x)",
            "margin:-20px",
            "margin-left:-1px",
            "margin:0 0 0 -9999px",
            "margin-top:calc(0px - 10px)",
            "text-indent:-9999px",
            "z-index:9999",
            "color:var(--secret)",
            "color:red/**/",
            "width:attr(title)",
            "width:200vw",
            "height:99999px",
            "transform:translate(-100px)",
            "content:'x'",
            "@import 'x'",
            "color:red}body{color:red",
            "--x:red",
            "color",
            "color:",
            "font-family:url(x)",
            "font:12px \"x\" url(x)",
            "display:contents",
            "list-style:square url(x)",
            "filter:blur(9px)",
            "cursor:url(x),auto",
            "color:expression(alert(1))",
        ] {
            assert_eq!(filter(style), "", "{style}");
        }
    }

    #[test]
    fn good_declarations_survive_bad_ones() {
        for (style, want) in [
            ("Color : red ; position:fixed; WIDTH:1px", "color:red;width:1px"),
            ("color:red !important", "color:red"),
            ("color:red ! IMPORTANT;;", "color:red"),
            ("mso-fareast-language:EN-US;margin:0cm", "margin:0cm"),
            ("x:url(a;color:red;b)", "color:red"),
            ("font-family:\"a;color:red\"", ""),
        ] {
            assert_eq!(filter(style), want, "{style}");
        }
    }
}
