//! Whether a mail was signed or encrypted: told, never checked.

use super::structure::Part;

/// How a mail was protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// Signed with OpenPGP; the words are there.
    PgpSigned,
    /// Encrypted with OpenPGP; the words are not there.
    PgpEncrypted,
    /// Signed with S/MIME; the words are there.
    SmimeSigned,
    /// Signed with S/MIME in one piece: the words are in that file.
    SmimeSealed,
    /// Encrypted with S/MIME; the words are not there.
    SmimeEncrypted,
}

impl Protection {
    /// As the table writes it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::PgpSigned => "pgp-signed",
            Self::PgpEncrypted => "pgp-encrypted",
            Self::SmimeSigned => "smime-signed",
            Self::SmimeSealed => "smime-sealed",
            Self::SmimeEncrypted => "smime-encrypted",
        }
    }
}

/// Object identifiers of signed data and of what is encrypted, without their last byte (RFC 5652).
const PKCS7: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
/// The bytes at the beginning of a file that say what it is.
const HEAD_BYTES: usize = 64;

/// How a mail was protected, by its parts and its words. What hides the words counts first.
pub(super) fn of(parts: &[Part], text: &str) -> Option<Protection> {
    let found: Vec<Protection> = parts.iter().filter_map(part).chain(armour(text)).collect();
    let hides = |one: &&Protection| !matches!(one, Protection::PgpSigned | Protection::SmimeSigned);
    found.iter().find(hides).or(found.first()).copied()
}

fn part(part: &Part) -> Option<Protection> {
    let protocol = || part.kind.text("protocol").unwrap_or_default().to_ascii_lowercase();
    match part.content_type.as_str() {
        "multipart/encrypted" => Some(Protection::PgpEncrypted),
        "multipart/signed" if protocol().contains("pgp") => Some(Protection::PgpSigned),
        "multipart/signed" if protocol().contains("pkcs7") => Some(Protection::SmimeSigned),
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => sealed(part),
        _ => None,
    }
}

/// What is said to be in a file of S/MIME, else what its first bytes say.
fn sealed(part: &Part) -> Option<Protection> {
    match part.kind.text("smime-type").unwrap_or_default().to_ascii_lowercase().as_str() {
        "signed-data" => return Some(Protection::SmimeSealed),
        "enveloped-data" | "authenveloped-data" => return Some(Protection::SmimeEncrypted),
        "" => {}
        _ => return None,
    }
    let data = part.decoded().data;
    let head = data.get(..HEAD_BYTES).unwrap_or(&data);
    let at = head.windows(PKCS7.len()).position(|window| window == PKCS7)?;
    match head.get(at + PKCS7.len()) {
        Some(2) => Some(Protection::SmimeSealed),
        Some(3) => Some(Protection::SmimeEncrypted),
        _ => None,
    }
}

/// OpenPGP in the middle of a text.
fn armour(text: &str) -> Option<Protection> {
    text.lines().find_map(|line| match line.trim_end() {
        "-----BEGIN PGP MESSAGE-----" => Some(Protection::PgpEncrypted),
        "-----BEGIN PGP SIGNED MESSAGE-----" => Some(Protection::PgpSigned),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::Protection;
    use crate::understand::understand;

    fn found(raw: &str) -> Option<Protection> {
        understand(raw.as_bytes()).protection
    }

    #[test]
    fn what_is_signed_and_what_is_encrypted() {
        let signed = "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\n\n--b\n\nHi\n--b\nContent-Type: application/pgp-signature\n\nx\n--b--\n";
        assert_eq!(found(signed), Some(Protection::PgpSigned));
        assert_eq!(found(&signed.replace("pgp-s", "pkcs7-s")), Some(Protection::SmimeSigned));
        assert_eq!(found(&signed.replace("multipart/signed", "multipart/mixed")), None);
        let encrypted = signed.replace("multipart/signed", "multipart/encrypted");
        assert_eq!(found(&encrypted), Some(Protection::PgpEncrypted));
        let smime = "Content-Type: application/pkcs7-mime; smime-type=signed-data\n\nx";
        assert_eq!(found(smime), Some(Protection::SmimeSealed));
        assert_eq!(found(&smime.replace("signed-data", "enveloped-data")), Some(Protection::SmimeEncrypted));
        assert_eq!(found(&smime.replace("signed-data", "certs-only")), None);
    }

    #[test]
    fn what_a_file_is_where_nothing_is_said() {
        let smime = "Content-Type: application/x-pkcs7-mime\nContent-Transfer-Encoding: base64\n\n";
        assert_eq!(found(&format!("{smime}MIAGCSqGSIb3DQEHAqCA")), Some(Protection::SmimeSealed));
        assert_eq!(found(&format!("{smime}MIAGCSqGSIb3DQEHA6CA")), Some(Protection::SmimeEncrypted));
        assert_eq!(found(&format!("{smime}AAAA")), None);
    }

    #[test]
    fn armour_stands_on_a_line_of_its_own() {
        let armour = "-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n";
        assert_eq!(found(&format!("\n{armour}")), Some(Protection::PgpEncrypted));
        assert_eq!(found("\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nHi\n"), Some(Protection::PgpSigned));
        assert_eq!(found("\nWhat is -----BEGIN PGP MESSAGE----- for?\n"), None);
        assert_eq!(found(&format!("\n> {armour}")), None, "quoted");
    }
}
