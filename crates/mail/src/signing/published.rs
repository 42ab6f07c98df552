//! Whether the record of a key stands in the DNS.

use std::net::SocketAddr;

use desk::mailflow::keys::{Published, SigningKey};

use crate::doctor::Ask;

/// Asks the given resolver, or the system's, for the record of a key.
pub async fn look(resolver: Option<SocketAddr>, key: &SigningKey) -> Published {
    match Ask::new(resolver) {
        Ok(ask) => published(&ask, key).await,
        Err(silence) => Published::Silent(silence.0),
    }
}

/// The same with somebody who asks already.
pub(crate) async fn published(ask: &Ask, key: &SigningKey) -> Published {
    match ask.texts(&key.record_name()).await {
        Ok(texts) => compare(key, &texts),
        Err(silence) => Published::Silent(silence.0),
    }
}

/// What texts that stand under the name of a key mean for it.
fn compare(key: &SigningKey, texts: &[String]) -> Published {
    match texts {
        [] => Published::Missing,
        // Which of several is read is anybody's guess (RFC 6376, 3.6.2.2).
        [text] if is_of(key, text) => Published::Right,
        _ => Published::Other(texts.join(" | ")),
    }
}

/// Whether a record lets mail that is signed with a key pass.
fn is_of(key: &SigningKey, text: &str) -> bool {
    let mut found = false;
    for (place, tag) in text.split(';').enumerate() {
        let Some((name, value)) = tag.split_once('=') else {
            if tag.trim().is_empty() {
                continue;
            }
            return false;
        };
        let (name, value) = (name.trim(), value.trim());
        let names = |wanted: &[&str]| value.split(':').any(|one| wanted.contains(&one.trim()));
        let fits = match name {
            "v" => place == 0 && value == "DKIM1",
            "k" => value == key.algorithm.code(),
            "h" => names(&["sha256"]),
            "s" => names(&["*", "email"]),
            "p" => {
                found = true;
                value.split_whitespace().collect::<String>() == key.public
            }
            _ => true,
        };
        if !fits {
            return false;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use desk::mailflow::keys::{Algorithm, State};
    use desk::{SigningKeyId, Time};

    use super::*;

    fn key() -> SigningKey {
        SigningKey {
            id: SigningKeyId(1),
            domain: "desk.example".into(),
            selector: "s1".into(),
            algorithm: Algorithm::Rsa,
            public: "AAAB==".into(),
            secret: String::new(),
            state: State::New,
            made_at: Time(0),
            seen: None,
        }
    }

    #[test]
    fn records_that_let_the_signature_pass() {
        let key = key();
        for good in [
            key.record().as_str(),
            "p=AAAB==",
            "v=DKIM1;p=AA AB==;",
            "v=DKIM1; h=sha1:sha256; s=email; t=y; p=AAAB==; n=x",
        ] {
            assert_eq!(compare(&key, &[good.to_owned()]), Published::Right, "{good}");
        }
        for bad in [
            "v=DKIM1; p=",
            "v=DKIM1; p=AAAC==",
            "v=DKIM1; k=ed25519; p=AAAB==",
            "p=AAAB==; v=DKIM1",
            "v=DKIM1; h=sha1; p=AAAB==",
            "v=DKIM1; s=tlsrpt; p=AAAB==",
            "v=spf1 -all",
            "",
        ] {
            assert!(matches!(compare(&key, &[bad.to_owned()]), Published::Other(_)), "{bad}");
        }
        assert_eq!(compare(&key, &[]), Published::Missing);
        assert!(matches!(compare(&key, &[key.record(), key.record()]), Published::Other(_)));
    }
}
