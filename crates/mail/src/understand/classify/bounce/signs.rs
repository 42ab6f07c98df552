//! Weighs the signs that a mail is a delivery report.

use super::super::Facts;
use super::super::auto_reply::{has_answer_subject, without_marks};
use super::super::fold::{contains_any, fold, starts_with_any};
use super::super::subjects::AWAY_PHRASES;
use super::{addresses, excerpt, folded_subject, phrases, says_delay, status};

/// What speaks for a delivery report.
#[derive(Debug)]
pub struct Signs {
    /// A part with the fields of RFC 3464.
    has_status_part: bool,
    /// `multipart/report; report-type=delivery-status`.
    is_typed: bool,
    /// The sender is certainly the mail system.
    from_daemon: bool,
    /// The sender may be the mail system, or the person who runs it.
    from_postmaster: bool,
    /// A null return path, an RFC 3834 keyword, …
    says_automatic: bool,
    /// The subject is the mail system's, not one that was answered or forwarded.
    subject: bool,
    /// The text has a sentence of reports near its start.
    sentence: bool,
    /// The text is a person's: a greeting, a question or a quote before the sentence.
    personal: bool,
    /// The text is of somebody who is away.
    away: bool,
    /// `X-Failed-Recipients`.
    names_failed: bool,
}

impl Signs {
    pub fn read(facts: &Facts<'_>) -> Self {
        let subject = folded_subject(facts);
        let report = excerpt::report_text(facts.text);
        let folded = fold(report);
        let local = facts.sender_local_part();
        let name = facts.from.map(|from| fold(&from.name)).unwrap_or_default();
        let in_list = phrases::DAEMONS.contains(&local.as_str());
        let is_exchange = local.starts_with("microsoftexchange");
        // People have these addresses too.
        let postmaster = local.starts_with("postmaster")
            || ["ndr", "mdaemon", "postoffice", "mailgate", "mailrouter", "post_master", "postmast"]
                .contains(&local.as_str());
        Self {
            has_status_part: facts.parts.iter().any(|p| status::is_status_part(p.content_type)),
            is_typed: facts.content_type == "multipart/report"
                && facts.report_type.is_some_and(|kind| {
                    let kind = kind.trim().to_ascii_lowercase();
                    kind == "delivery-status" || kind == "global-delivery-status"
                }),
            from_daemon: in_list && !postmaster || is_exchange,
            from_postmaster: postmaster
                || starts_with_any(&local, &["mailer-daemon", "mailerdaemon"])
                || contains_any(&name, phrases::DAEMON_NAMES),
            says_automatic: facts.says_automatic() || returns_mail(facts),
            subject: is_report_subject(&subject),
            sentence: contains_any(&folded, phrases::SENTENCES),
            personal: is_personal(facts.text) || facts.names_mail_program() && !facts.says_automatic(),
            away: contains_any(&folded, AWAY_PHRASES)
                || facts.says_auto_replied() && !contains_any(&folded, phrases::SENTENCES),
            names_failed: facts.header("x-failed-recipients").is_some_and(|value| value.contains('@')),
        }
    }

    pub fn is_bounce(&self, facts: &Facts<'_>) -> bool {
        let from_system = self.from_daemon || self.from_postmaster || facts.from.is_none();
        if self.is_typed || self.names_failed {
            return true;
        }
        if self.has_status_part {
            let is_report =
                matches!(facts.content_type, "multipart/report") || status::is_status_part(facts.content_type);
            // Somebody may send on a report as it came, with its parts.
            return is_report || from_system || facts.says_automatic() || self.subject;
        }
        if has_answer_subject(facts.subject) || is_other_report(facts) {
            return false;
        }
        if self.from_daemon {
            return true;
        }
        // Some servers greet, too.
        if self.personal && !(from_system && facts.says_automatic()) {
            return false;
        }
        if from_system {
            return self.subject || self.sentence && (self.says_automatic || !names_failed_in(facts).is_empty());
        }
        if !self.sentence || self.away {
            return facts.has_null_return_path() && self.subject;
        }
        if facts.has_null_return_path() {
            return self.subject || !names_failed_in(facts).is_empty();
        }
        self.subject && !is_by_person(facts) && self.is_machine_made(facts)
    }

    /// A report from a sender that is not known as a machine; parcels have delivery reports too.
    fn is_machine_made(&self, facts: &Facts<'_>) -> bool {
        const PARCELS: [&str; 12] = [
            "parcel", "package", "shipment", "courier", "tracking", "paket", "sendung", "colis", "livreur", "paquete",
            "envio", "pacco",
        ];
        let report = excerpt::report_text(facts.text);
        if contains_any(&fold(report), &PARCELS) {
            return false;
        }
        self.says_automatic && !names_failed_in(facts).is_empty()
            || says_what_failed(report) && addresses::are_announced(facts, report)
    }

    /// The action of a report without fields.
    pub fn action(&self, facts: &Facts<'_>) -> &'static str {
        let subject = folded_subject(facts);
        let text = fold(excerpt::report_text(facts.text));
        if contains_any(&subject, phrases::RELAYS) {
            "relayed"
        } else if starts_with_any(&subject, phrases::SUCCESS_STARTS) || contains_any(&subject, phrases::SUCCESSES) {
            "delivered"
        } else if subject.starts_with("expanded:") {
            "expanded"
        } else if is_delay(&subject, &text) {
            "delayed"
        } else if self.names_failed || self.subject || self.sentence {
            if contains_any(&text, phrases::RELAYS) && !self.names_failed {
                "relayed"
            } else if contains_any(&text, phrases::SUCCESSES) && !self.names_failed {
                "delivered"
            } else {
                "failed"
            }
        } else if excerpt::enhanced_codes(excerpt::report_text(facts.text)).any(|code| code.starts_with('5')) {
            "failed"
        } else {
            "unknown"
        }
    }
}

/// More than what people say of invoices and accounts, too.
fn says_what_failed(report: &str) -> bool {
    const WEAK: [&str; 12] = [
        "does not exist",
        "n'existe pas",
        "was rejected",
        "has been rejected",
        "user unknown",
        "unknown user",
        "over quota",
        "quota exceeded",
        "mailbox full",
        "was not accepted",
        "could not be reached",
        "doesn't have a",
    ];
    let folded = fold(report);
    excerpt::enhanced_codes(report).next().is_some()
        || phrases::SENTENCES.iter().any(|sentence| !WEAK.contains(sentence) && folded.contains(sentence))
}

/// Failure words win, unless the subject itself speaks of a delay.
fn is_delay(subject: &str, text: &str) -> bool {
    const FINAL: [&str; 7] = [
        "permanent",
        "giving up",
        "gave up",
        "given up",
        "undelivered mail returned",
        "returning message to sender",
        "(failure)",
    ];
    let subject_delays = says_delay(subject) || subject.starts_with("warning: could not send");
    let is_final = contains_any(text, &FINAL) || contains_any(subject, &FINAL);
    subject_delays || says_delay(text) && !is_final
}

/// The mail system's subject; an answer or forward of one is a person's, but for the few servers
/// that put their words after the subject they return.
fn is_report_subject(subject: &str) -> bool {
    let (answered, is_answer) = without_marks(subject);
    if phrases::SUBJECT_ENDS.iter().any(|end| subject.ends_with(end)) {
        // The whole of it is a report's, and somebody answers.
        return !(is_answer && starts_with_any(answered, phrases::SUBJECT_STARTS));
    }
    let bare = subject.trim_start_matches(['*', '[', '!', '(', '"', ' ', '#', '-']);
    !is_answer && (starts_with_any(subject, phrases::SUBJECT_STARTS) || starts_with_any(bare, phrases::SUBJECT_STARTS))
}

/// Returned mail beside a short text.
fn returns_mail(facts: &Facts<'_>) -> bool {
    facts.content_type == "multipart/report"
        || facts.parts.iter().any(|p| matches!(p.content_type, "text/rfc822-headers" | "message/rfc822-headers"))
}

fn is_other_report(facts: &Facts<'_>) -> bool {
    let is_report_of = |kind: &str| facts.report_type.is_some_and(|found| found.trim().eq_ignore_ascii_case(kind));
    if is_report_of("feedback-report") || is_report_of("tlsrpt") {
        return true;
    }
    // Dovecot tells of a full mailbox by a read receipt.
    is_report_of("disposition-notification") && !fold(facts.text).contains("was automatically rejected")
}

fn names_failed_in(facts: &Facts<'_>) -> Vec<String> {
    addresses::failed(facts, excerpt::report_text(facts.text))
}

/// A person writes about a report: greets, asks, or quotes it.
pub fn is_personal(text: &str) -> bool {
    const LINES_READ: usize = 12;
    const GREETINGS: [&str; 22] = [
        "hi",
        "hello",
        "hey",
        "dear",
        "good morning",
        "good afternoon",
        "bonjour",
        "bonsoir",
        "salut",
        "hallo",
        "guten tag",
        "guten morgen",
        "sehr geehrte",
        "liebe",
        "moin",
        "hola",
        "buenos dias",
        "buenas",
        "buongiorno",
        "ola",
        "beste",
        "hej",
    ];
    const FORWARDS: [&str; 9] = [
        "forwarded message",
        "begin forwarded",
        "original message",
        "message transfere",
        "weitergeleitete nachricht",
        "mensaje reenviado",
        "messaggio inoltrato",
        "message d'origine",
        "ursprungliche nachricht",
    ];
    for line in text.lines().filter(|l| !l.trim().is_empty()).take(LINES_READ) {
        let folded = fold(line);
        let bare = folded.trim_matches(['-', '=', '_', ' ', '*', ':']);
        let greets = GREETINGS.iter().any(|greeting| {
            bare.strip_prefix(greeting)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', '!', '.']) && bare.len() < 60)
        });
        if greets && !greets_as_machine(&folded) {
            return true;
        }
        if folded.ends_with('?') || folded.contains("? ") && !folded.contains("http") {
            return true;
        }
        if contains_any(bare, &FORWARDS) {
            // What stands before the returned mail decides.
            return false;
        }
        if contains_any(&folded, phrases::SENTENCES) {
            return false;
        }
    }
    false
}

/// Without any sign of a machine: an answer to somebody, a question, first person, or a name below.
fn is_by_person(facts: &Facts<'_>) -> bool {
    const FIRST_PERSON: [&str; 26] = [
        "i get ",
        "i got ",
        "i keep ",
        "i sent ",
        "i wrote ",
        "i tried ",
        "i try ",
        "i am ",
        "i have ",
        "my mail",
        "my message",
        "my email",
        "our mail",
        "can you",
        "could you",
        "je recois",
        "j'ai ",
        "mon message",
        "mon mail",
        "pouvez-vous",
        "ich habe",
        "ich bekomme",
        "meine mail",
        "mi mensaje",
        "mi correo",
        "il mio messaggio",
    ];
    if facts.says_automatic() || returns_mail(facts) {
        return false;
    }
    let report = excerpt::report_text(facts.text);
    let folded = fold(report);
    let first_name = facts.from.map(|from| fold(&from.name)).unwrap_or_default();
    let first_name = first_name.split(' ').next().unwrap_or_default();
    let last_line = fold(report.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default());
    let is_signed = first_name.len() > 1 && last_line.split([' ', ',']).any(|word| word == first_name);
    facts.header("in-reply-to").is_some()
        || folded_subject(facts).ends_with('?')
        || report.lines().any(|line| line.trim_end().ends_with('?'))
        || contains_any(&format!(" {folded}"), &FIRST_PERSON)
        || is_signed
}

/// "Hi. This is the qmail-send program", "Hello, this is the mail server on …", "Dear sender".
fn greets_as_machine(line: &str) -> bool {
    contains_any(
        line,
        &[
            "this is",
            "program",
            "mail server",
            "mailserver",
            "sender",
            "dear user",
            "dear customer",
            "utilisateur",
            "absender",
            "usuario",
            "remitente",
            "mittente",
            "expediteur",
        ],
    )
}
