//! The HTML elements by which mail programs tell what is quoted, where a quoted
//! mail begins and what is a signature. Their names are what Gmail, Apple Mail,
//! Thunderbird, Outlook, Yahoo, Proton, Zoho, GMX and others write.

use super::tags::attribute;

/// The classes, the id and the name of an element in lower case, without the
/// prefixes that web mailers put before them (`x_`, `ecx`, `m_123`).
fn names(attributes: &str) -> impl Iterator<Item = String> + '_ {
    let plain = !attributes.trim_matches(['/', ' ']).is_empty();
    ["class", "id", "name"].into_iter().filter(move |_| plain).filter_map(|key| attribute(attributes, key)).flat_map(
        |value| {
            value.split_ascii_whitespace().take(20).map(|name| {
                let name = name.to_ascii_lowercase();
                let short = name.trim_start_matches("x_").trim_start_matches("ecx");
                let short = short
                    .split_once("gmail_")
                    .filter(|(before, _)| before.starts_with("m_"))
                    .map_or(short, |(_, after)| after);
                short.to_owned()
            })
        },
    )
}

/// Containers of signatures.
#[rustfmt::skip]
const SIGNATURES: &[&str] = &[
    "gmail_signature", "moz-signature", "applemailsignature", "mobile_signature",
    "ms-outlook-mobile-signature", "signature", "_mail_signature", "yahoo-signature",
    "protonmail_signature_block", "protonmail_signature_block-user", "tutanota_signature",
    "zmail_signature", "x_signature", "ydp_signature", "bloop_sign", "blue_signature", "messagesignaturesection",
    "composer_signature", "signature_old", "_rc_sig", "io-ox-signature", "zm-_id_-sgn", "front-signature", "_mailautosig",
];

/// Containers of quoted mails and of attributions.
#[rustfmt::skip]
const CONTAINERS: &[&str] = &[
    "yahoo_quoted", "yahooquoted", "protonmail_quote", "moz-cite-prefix", "moz-forward-container",
    "gmail_attr", "tutanota_quote", "zmail_extra", "quote",
    "mail-editor-reference-message-container", "reply-intro", "front-blockquote",
    "sh-quoted-content", "ydp_quoted", "yqt", "isreplycontent", "blockquote_zmail", "hs_reply",
    "hmquote", "quoted-message", "quotedtext", "mailcontainer_quote", "cm_replymail_content_wrap",
    "originalmessage", "mail_android_quote", "elided-text", "bloop_original_html", "wmquote",
    "aolmail_replay", "airmail_original_html", "replyintro", "messagereplysection",
];

/// Elements that a mail program makes for a signature.
pub(super) fn is_signature(name: &str, attributes: &str) -> bool {
    matches!(name, "div" | "span" | "pre" | "table" | "p" | "a")
        && (names(attributes).any(|own| SIGNATURES.contains(&own.as_str()) || own.starts_with("bloop_sign_"))
            || attribute(attributes, "data-marker").is_some_and(|marker| marker.starts_with("__SIG_")))
}

/// Elements in which a mail program puts the quoted mail or its attribution.
pub(super) fn is_quote(name: &str, attributes: &str) -> bool {
    if !matches!(name, "div" | "blockquote" | "p" | "span" | "table" | "section" | "includetail" | "td") {
        return false;
    }
    if name == "includetail"
        || names(attributes).any(|own| CONTAINERS.contains(&own.as_str()) || own.contains("yahoo_quoted"))
    {
        return true;
    }
    if name != "blockquote" {
        return false;
    }
    let cited = attribute(attributes, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("cite"));
    let named = names(attributes).any(|own| own.contains("quote") || own.contains("cite"));
    let barred = attribute(attributes, "style").is_some_and(|style| style.to_ascii_lowercase().contains("border-left"));
    cited || named || barred || attribute(attributes, "cite").is_some()
}

/// Where Outlook and its relatives begin to quote.
#[rustfmt::skip]
const MARKS: &[&str] = &[
    "divrplyfwdmsg", "appendonsend", "outlookmessageheader", "zmail_extra_hr", "stopspelling",
    "mail-editor-reference-message-container", "skydriveplaceholder",
    "ms-outlook-mobile-reference-message", "lep-quoted", "bodyfragmentheader", "_replyheader",
    "gwquote", "msg-header-quoted",
];

/// Places from which on Outlook and its relatives quote, without any container.
pub(super) fn is_boundary(name: &str, attributes: &str) -> bool {
    if !matches!(name, "div" | "hr" | "table" | "p" | "a" | "blockquote") {
        return false;
    }
    if names(attributes).any(|own| MARKS.contains(&own.as_str()) || own.starts_with("divrpf")) {
        return true;
    }
    if attribute(attributes, "data-marker").is_some_and(|marker| marker == "__DIVIDER__") {
        return true;
    }
    let Some(style) = attribute(attributes, "style").filter(|_| name == "div") else {
        return false;
    };
    let style: String = style.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).take(400).collect();
    let divider = style.contains("border-top:solid")
        || style.contains("border-top:1ptsolid")
        || style.contains("border-top:1pxsolid");
    let outlook =
        ["#e1e1e1", "#b5c4df", "rgb(225,225,225)", "rgb(181,196,223)"].iter().any(|colour| style.contains(colour));
    divider && outlook
}
