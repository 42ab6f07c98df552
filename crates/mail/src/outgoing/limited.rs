//! Telling from a relay's words that somebody gets too much from us, which is about no single mail.

/// Words of providers about how much they take, in small letters.
const WORDS: [&str; 14] = [
    "rate limit",
    "ratelimit",
    "rate-limit",
    "unusual rate",
    "receiving mail at a rate",
    "sending rate",
    "throttl",
    "too quickly",
    "too fast",
    "too much mail",
    "too many messages",
    "too many recipients",
    "too many connections",
    "unexpected volume",
];

/// Whether an answer means: too much for now. A server that does not know us yet, and asks to come back, says so of one mail
/// and its recipient (greylisting), and a full mailbox is somebody's own. Of a mail to several `too many recipients` is
/// about that mail.
pub(super) fn is_limit(status: u16, words: &str, recipients: usize) -> bool {
    if ![421, 450, 451, 452].contains(&status) {
        return false;
    }
    let words = words.to_lowercase();
    if ["greylist", "graylist", "grey-list", "gray-list"].iter().any(|word| words.contains(word)) {
        return false;
    }
    if words.contains("too many recipients") && recipients > 1 {
        return false;
    }
    let mut codes = words.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    codes.any(says_too_much) || WORDS.iter().any(|word| words.contains(word))
}

/// 4.7.28 is a flood of mail, and Microsoft counts its own from 4.7.100 on; the others of 4.7 mean many things.
fn says_too_much(code: &str) -> bool {
    let number = code.strip_prefix("4.7.").and_then(|number| number.trim_end_matches('.').parse::<u32>().ok());
    number.is_some_and(|number| number == 28 || number >= 100)
}

#[cfg(test)]
mod tests {
    use super::is_limit;

    #[test]
    fn providers_are_understood() {
        for (status, words) in [
            (421, "4.7.28 Our system has detected an unusual amount of unsolicited mail"),
            (421, "4.7.0 Our system has detected an unusual rate of unsolicited mail"),
            (
                450,
                "4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages",
            ),
            (451, "4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77719)"),
            (421, "4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume"),
            (452, "4.5.3 Too many recipients (AS780090)"),
            (450, "4.7.1 Error: too much mail from 192.0.2.1"),
            (451, "Rate limit exceeded"),
        ] {
            assert!(is_limit(status, words, 1), "{words}");
        }
    }

    #[test]
    fn what_is_about_one_mail_is_not() {
        for (status, words, recipients) in [
            (450, "4.7.1 Greylisted, see http://postgrey.example", 1),
            (451, "4.7.1 Please try again later", 1),
            (454, "4.7.500 TLS not available", 1),
            (452, "4.2.2 Mailbox full", 1),
            (452, "4.5.3 Too many recipients", 2),
            (451, "4.3.0 Try again later", 1),
            (421, "4.3.2 Too busy", 1),
            (550, "5.7.1 Message rejected due to rate limit", 1),
        ] {
            assert!(!is_limit(status, words, recipients), "{words}");
        }
    }
}
