//! Whether a mail comes from whom it says: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 9989) and ARC (RFC 8617), asked
//! of the domain name system, or as a mail server in front of the desk found them.

mod ask;
mod stated;

pub(crate) use ask::resolver;
pub use ask::{Checker, Settings};

use std::fmt;

/// What one method says (RFC 8601, 2.7).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was stated or published.
    #[default]
    None,
    /// It is so.
    Pass,
    /// It is not so.
    Fail,
    /// The domain does not say for sure.
    Neutral,
    /// It could not be found out.
    Error,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Neutral => "neutral",
            Self::Error => "temperror",
        }
    }

    fn of_word(word: &str) -> Self {
        match word {
            "pass" => Self::Pass,
            "fail" | "hardfail" => Self::Fail,
            "softfail" | "neutral" | "policy" => Self::Neutral,
            "temperror" | "permerror" => Self::Error,
            _ => Self::None,
        }
    }
}

/// What was found out about a mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checks {
    /// The domain of From.
    pub from: String,
    /// Whether the server may send for the envelope's sender.
    pub spf: Verdict,
    /// Whether one of its signatures holds.
    pub dkim: Verdict,
    /// Whose signature that is.
    pub signed_by: String,
    /// Whether one of both vouches for the domain of From.
    pub dmarc: Verdict,
    /// Whether that domain asks to refuse what it does not vouch for.
    pub strict: bool,
    /// Whether the chain of forwarders holds.
    pub arc: Verdict,
    /// The envelope's sender has the domain of From.
    pub aligned_sender: bool,
}

impl Checks {
    /// Why the mail must not pass for its sender's, as a code.
    #[must_use]
    pub fn forged(&self) -> Option<&'static str> {
        match self.dmarc {
            Verdict::Fail if self.strict => Some("forged_dmarc"),
            Verdict::None if self.spf == Verdict::Fail && self.aligned_sender && self.dkim != Verdict::Pass => {
                Some("forged_spf")
            }
            _ => None,
        }
    }

    /// Whether the domain of From vouches for some mail but not for this one.
    #[must_use]
    pub fn doubtful(&self) -> bool {
        self.dmarc == Verdict::Fail
    }
}

/// As it is kept with the message: `dmarc=pass from=example.org spf=pass dkim=pass d=example.org arc=none`.
impl fmt::Display for Checks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, spf, dkim, dmarc, arc, .. } = self;
        write!(f, "dmarc={} from={from} spf={} dkim={}", dmarc.word(), spf.word(), dkim.word())?;
        if !self.signed_by.is_empty() {
            write!(f, " d={}", self.signed_by)?;
        }
        write!(f, " arc={}", arc.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forged() {
        let of = |dmarc, strict, spf, dkim, aligned_sender| Checks {
            dmarc,
            strict,
            spf,
            dkim,
            aligned_sender,
            ..Checks::default()
        };
        for (checks, expected) in [
            (Checks::default(), None),
            (of(Verdict::Fail, true, Verdict::Pass, Verdict::Pass, false), Some("forged_dmarc")),
            (of(Verdict::Fail, false, Verdict::Fail, Verdict::None, true), None),
            (of(Verdict::Pass, true, Verdict::Fail, Verdict::Pass, true), None),
            (of(Verdict::None, false, Verdict::Fail, Verdict::None, true), Some("forged_spf")),
            (of(Verdict::None, false, Verdict::Fail, Verdict::Pass, true), None),
            (of(Verdict::None, false, Verdict::Neutral, Verdict::None, true), None),
            (of(Verdict::None, false, Verdict::Fail, Verdict::None, false), None),
            (of(Verdict::Error, true, Verdict::Fail, Verdict::None, true), None),
        ] {
            assert_eq!(checks.forged(), expected, "{checks:?}");
        }
    }
}
