//! What a mail server in front of the desk found out, in its `Authentication-Results` (RFC 8601).

use mail_parser::MessageParser;

use super::{Checks, Verdict};

/// The results that the server of this name wrote, if it wrote any. Filters on it write a field each; what stands above
/// was written later and counts first.
pub(super) fn stated(raw: &[u8], server: &str) -> Option<Checks> {
    let mail = MessageParser::new().parse_headers(raw)?;
    let fields = mail.headers_raw().filter(|(name, _)| name.eq_ignore_ascii_case("authentication-results"));
    let mut found = None;
    for (_, written) in fields {
        let written = written.to_lowercase();
        let bare = without_comments(&written);
        let (name, results) = bare.split_once(';').unwrap_or((&bare, ""));
        // A version may stand behind the name.
        if name.split_whitespace().next() == Some(&server.to_lowercase()) {
            add(found.get_or_insert_default(), results, &written);
        }
    }
    found
}

/// Adds what one field says; `written` still has the comments.
fn add(checks: &mut Checks, results: &str, written: &str) {
    for part in results.split(';') {
        let mut words = part.split_whitespace();
        let Some((method, result)) = words.next().and_then(|first| first.split_once('=')) else { continue };
        let verdict = Verdict::of_word(result);
        let property = |key: &str| part.split_whitespace().find_map(|word| word.strip_prefix(key));
        match method {
            "spf" if checks.spf == Verdict::None => checks.spf = verdict,
            "arc" if checks.arc == Verdict::None => checks.arc = verdict,
            "dmarc" if checks.dmarc == Verdict::None => {
                checks.dmarc = verdict;
                // Servers write the domain's policy into a comment, if at all.
                checks.strict = ["(p=reject", "(p=quarantine", " policy.dmarc=reject", " policy.dmarc=quarantine"]
                    .iter()
                    .any(|wish| written.contains(wish));
            }
            // One signature that holds is enough.
            "dkim" if checks.dkim != Verdict::Pass => {
                checks.dkim = verdict;
                let signer = property("header.d=").or_else(|| property("header.i=@")).unwrap_or_default();
                checks.signed_by = if verdict == Verdict::Pass { signer.to_owned() } else { String::new() };
            }
            _ => {}
        }
    }
}

/// Comments may stand inside one another (RFC 5322, 3.2.2).
fn without_comments(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' if depth > 0 => {
                    depth -= 1;
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_a_server() {
        let headers = "Received: from x\nAuthentication-Results: mx.example.org 1; dkim=fail (bad) header.d=a.example; \
                       dkim=pass header.d=b.example header.s=s; spf=softfail smtp.mailfrom=x@b.example; \
                       dmarc=fail (p=REJECT sp=NONE) header.from=c.example; arc=none\n\
                       Authentication-Results: mx.example.org; dmarc=pass\n\nHi";
        let checks = stated(headers.as_bytes(), "MX.example.org").expect("its own results");
        assert_eq!(checks.to_string(), "dmarc=fail from= spf=neutral dkim=pass d=b.example arc=none");
        assert_eq!(checks.forged(), Some("forged_dmarc"));
        assert_eq!(stated(headers.as_bytes(), "other.example"), None);
        let apart = "Authentication-Results: mx.example.org; dmarc=fail (p=quarantine) header.from=c.example\n\
                     Authentication-Results: filter.example; spam=no\n\
                     Authentication-Results: mx.example.org; dkim=none\n\
                     Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=x@b.example\n\nHi";
        let checks = stated(apart.as_bytes(), "mx.example.org").expect("its own results");
        assert_eq!((checks.dmarc, checks.strict, checks.spf), (Verdict::Fail, true, Verdict::Pass));
        for headers in ["Authentication-Results: evil.example; dmarc=pass\nSubject: x\n\nHi", "Subject: x\n\nHi"] {
            assert_eq!(stated(headers.as_bytes(), "mx.example.org"), None);
        }
    }
}
