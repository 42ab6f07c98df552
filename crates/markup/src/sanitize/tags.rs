//! The vocabulary of mail markup: which elements and attributes stay.

/// Elements that stay, sorted for the binary search of [`allowed`].
pub const ALLOWED: [&str; 72] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "nobr",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "wbr",
];

/// Elements that go with all they contain, because their content is not for reading.
pub const HIDDEN: [&str; 13] = [
    "script", "style", "title", "textarea", "iframe", "noembed", "noframes", "template", "object", "applet",
    "datalist", "svg", "math",
];

/// Elements whose content a browser takes as raw text, or never shows: skipped to their end tag.
pub const RAW: [&str; 8] = ["script", "style", "title", "textarea", "iframe", "noembed", "noframes", "template"];

/// Attributes that any element may have; their values are checked.
pub const GENERIC_ATTRIBUTES: [&str; 5] = ["align", "dir", "lang", "style", "title"];

/// Attributes by element; their values are checked.
pub const TAG_ATTRIBUTES: [(&str, &[&str]); 18] = [
    ("a", &["href"]),
    ("blockquote", &["type"]),
    ("br", &["clear"]),
    ("caption", &["valign"]),
    ("col", &["span", "valign", "width"]),
    ("colgroup", &["span", "valign", "width"]),
    ("font", &["color", "face", "size"]),
    ("hr", &["color", "noshade", "size", "width"]),
    ("img", &["alt", "border", "height", "hspace", "src", "vspace", "width"]),
    ("li", &["type", "value"]),
    ("ol", &["reversed", "start", "type"]),
    ("table", &["bgcolor", "border", "cellpadding", "cellspacing", "height", "width"]),
    ("tbody", &["bgcolor", "valign"]),
    ("td", &CELL),
    ("th", &CELL),
    ("thead", &["bgcolor", "valign"]),
    ("tr", &["bgcolor", "height", "valign"]),
    ("ul", &["type"]),
];

const CELL: [&str; 8] = ["bgcolor", "colspan", "height", "nowrap", "rowspan", "scope", "valign", "width"];

/// Inline elements that the parser opens again in the next block when they were left open
/// (the "active formatting elements" of the HTML standard, 13.2.4.3).
pub const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Finds the element's name in lower case, if the element stays.
pub fn allowed(name: &str) -> Option<&'static str> {
    lower(name, &ALLOWED)
}

/// Finds the name among elements whose content is skipped.
pub fn raw(name: &str) -> Option<&'static str> {
    RAW.iter().copied().find(|raw| raw.eq_ignore_ascii_case(name))
}

/// Tells whether an attribute of this name can stay on some element.
pub fn attribute(name: &str) -> bool {
    GENERIC_ATTRIBUTES
        .iter()
        .chain(TAG_ATTRIBUTES.iter().flat_map(|(_, names)| names.iter()))
        .any(|known| known.eq_ignore_ascii_case(name))
}

/// Elements that have no content and no end tag.
pub fn is_void(name: &str) -> bool {
    matches!(name, "br" | "col" | "hr" | "img" | "wbr")
}

/// The place of a formatting element in [`FORMATTING`].
pub fn formatting(name: &str) -> Option<usize> {
    FORMATTING.iter().position(|known| *known == name)
}

/// Elements that the standard calls ordinary: any other element around them stops their end tag.
pub fn is_ordinary(name: &str) -> bool {
    matches!(
        name,
        "abbr"
            | "acronym"
            | "bdi"
            | "bdo"
            | "cite"
            | "del"
            | "dfn"
            | "ins"
            | "kbd"
            | "mark"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "samp"
            | "span"
            | "sub"
            | "sup"
    )
}

/// Elements whose start tag ends an open paragraph.
pub fn ends_paragraph(name: &str) -> bool {
    !is_ordinary(name)
        && !is_void(name)
        && formatting(name).is_none()
        && !is_cell(name)
        && !is_row_or_group(name)
        && name != "colgroup"
        || name == "hr"
}

/// Cells and captions: what is left open inside ends with them.
pub fn is_cell(name: &str) -> bool {
    matches!(name, "td" | "th" | "caption")
}

/// Rows and groups of rows.
pub fn is_row_or_group(name: &str) -> bool {
    matches!(name, "tr" | "tbody" | "thead" | "tfoot")
}

/// Elements inside which only table parts may stand; the parser moves all else before the table.
pub fn is_table_structure(name: &str) -> bool {
    name == "table" || name == "colgroup" || is_row_or_group(name)
}

/// Parts of a table, which mean nothing outside one.
pub fn is_table_part(name: &str) -> bool {
    is_cell(name) || is_row_or_group(name) || matches!(name, "col" | "colgroup")
}

fn lower(name: &str, sorted: &[&'static str]) -> Option<&'static str> {
    const LONGEST: usize = 10;
    if name.len() > LONGEST {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let at = sorted.binary_search(&name.as_str()).ok()?;
    sorted.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_found() {
        assert!(ALLOWED.is_sorted());
        for name in ALLOWED {
            assert_eq!(allowed(&name.to_ascii_uppercase()), Some(name));
        }
        assert_eq!(allowed("form"), None);
        assert_eq!(raw("SCRIPT"), Some("script"));
        assert!(HIDDEN.iter().all(|name| allowed(name).is_none()));
    }

    #[test]
    fn nothing_that_names_an_element_stays() {
        for name in ["id", "name", "class", "srcset", "background", "onclick", "slot"] {
            assert!(!attribute(name), "{name}");
        }
    }
}
