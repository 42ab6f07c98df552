//! Names in addresses: how they are compared, which are kept back, what to propose instead of a taken one.

use store::{Conn, params};

use crate::Result;

/// Names that mail programs, browsers and the desk itself ask for, or that people would take for it.
pub const RESERVED: &[&str] = &[
    "about",
    "abuse",
    "account",
    "accounts",
    "admin",
    "administrator",
    "agent",
    "agents",
    "api",
    "app",
    "assets",
    "auth",
    "autoconfig",
    "autodiscover",
    "billing",
    "cdn",
    "dns",
    "email",
    "files",
    "ftp",
    "guichet",
    "host",
    "hostmaster",
    "imap",
    "invalid",
    "lmtp",
    "local",
    "localhost",
    "login",
    "mail",
    "mta-sts",
    "mx",
    "news",
    "noreply",
    "ns",
    "ns1",
    "ns2",
    "pop",
    "pop3",
    "postmaster",
    "root",
    "security",
    "setup",
    "sign-in",
    "smtp",
    "ssl",
    "static",
    "status",
    "test",
    "webmail",
    "webmaster",
    "wpad",
    "www",
];

/// Characters of one label (RFC 1035, 2.3.4).
const LABEL_CHARS_MAX: usize = 63;
/// Characters of a whole name.
const HOST_CHARS_MAX: usize = 253;

/// A host name as it is compared: Unicode is folded as UTS 46 has it and written as ASCII. Nothing when it cannot be one.
pub(crate) fn host_name(name: &str) -> Option<String> {
    let ascii = idna::domain_to_ascii(name.trim()).ok()?;
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= LABEL_CHARS_MAX
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    (ascii.len() <= HOST_CHARS_MAX && ascii.split('.').all(label)).then_some(ascii)
}

/// Free names near one that cannot be had.
///
/// # Errors
/// When the database fails.
pub fn suggestions(conn: &mut Conn, wanted: &str, company: &str) -> Result<Vec<String>> {
    let slug = |words: &str| {
        let ascii = store::search::folded(words);
        let parts: Vec<&str> =
            ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).collect();
        parts.join("-").chars().take(40).collect::<String>().trim_matches('-').to_owned()
    };
    let (wanted, company) = (slug(wanted), slug(company));
    let mut out = Vec::new();
    for candidate in [
        company.clone(),
        format!("{wanted}-help"),
        format!("help-{wanted}"),
        format!("{company}-help"),
        format!("{wanted}-2"),
        format!("{wanted}-3"),
    ] {
        let fine = host_name(&candidate).is_some_and(|host| host == candidate && !host.contains('.'));
        if !fine || out.contains(&candidate) || RESERVED.contains(&candidate.as_str()) {
            continue;
        }
        let taken =
            conn.find("select 1 from portal where subdomain = ?1", params![&candidate], |row| row.get::<i64>(0))?;
        if taken.is_none() {
            out.push(candidate);
        }
        if out.len() == 3 {
            break;
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::host_name;

    #[test]
    fn one_name_whatever_its_letters() {
        assert_eq!(host_name("LePhare").as_deref(), Some("lephare"));
        assert_eq!(host_name("Énergie").as_deref(), Some("xn--nergie-9ua"));
        assert_eq!(host_name("e\u{301}nergie"), host_name("énergie"));
        assert_eq!(host_name("ｌｅｐｈａｒｅ").as_deref(), Some("lephare"));
        for bad in ["", " ", "-a", "a-", "a_b", "a b", "a..b", "a/b", "😀\0", &"x".repeat(64)] {
            assert_eq!(host_name(bad), None, "{bad}");
        }
    }
}
