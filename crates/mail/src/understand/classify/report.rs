//! Recognizes read receipts (RFC 8098), abuse reports (RFC 5965) and reports about a domain's
//! mail: DMARC (RFC 7489) and SMTP TLS (RFC 8460).

use super::Facts;
use super::auto_reply::without_marks;
use super::bounce::message_id_in_fields;
use super::fold::{contains_any, fold, starts_with_any};

/// Tells whether a machine reports on a mail or on a domain's mail.
pub fn is_report(facts: &Facts<'_>) -> bool {
    is_standard(facts) || is_about_domain(facts) || is_old_abuse_report(facts) || is_plain_receipt(facts)
}

/// The Message-ID of the mail that was read or complained about.
pub fn original_message_id(facts: &Facts<'_>) -> Option<String> {
    const NAMES: [&str; 2] = ["original-message-id", "message-id"];
    facts
        .parts
        .iter()
        .filter(|part| part.content_type.starts_with("message/") || part.content_type == "text/rfc822-headers")
        .find_map(|part| NAMES.iter().find_map(|name| message_id_in_fields(part.data, name)))
        .or_else(|| super::bounce::angle_id(facts.header("in-reply-to")?))
}

fn is_standard(facts: &Facts<'_>) -> bool {
    let is_multipart_report = facts.content_type == "multipart/report";
    let says = |kind: &str| {
        is_multipart_report && facts.report_type.is_some_and(|found| found.trim().eq_ignore_ascii_case(kind))
    };
    let has = |content_type: &str| facts.parts.iter().any(|p| p.content_type == content_type);
    let is_machine_made = is_multipart_report || facts.says_automatic();
    says("disposition-notification")
        || says("feedback-report")
        || says("tlsrpt")
        || facts.content_type == "message/disposition-notification"
        || facts.content_type == "message/feedback-report"
        || is_machine_made
            && (has("message/disposition-notification")
                || has("message/feedback-report")
                || has("application/tlsrpt+gzip")
                || has("application/tlsrpt+json"))
        || has("message/disposition-notification") && is_receipt_subject(facts)
        || has("message/feedback-report") && names_complaint(facts)
        || facts.header("tls-report-domain").is_some()
        || facts.header("x-arf").is_some()
}

/// The sender or the subject is that of a service for complaints; a person who passes one on marks the subject.
fn names_complaint(facts: &Facts<'_>) -> bool {
    const SENDERS: [&str; 7] = ["abuse", "fbl", "feedback", "arf", "complaint", "scomp", "staff"];
    let subject = fold(facts.subject);
    !without_marks(&subject).1
        && (contains_any(&facts.sender_local_part(), &SENDERS)
            || contains_any(&subject, &["abuse", "complaint", "feedback", "spam report"]))
}

fn is_about_domain(facts: &Facts<'_>) -> bool {
    let subject = fold(facts.subject);
    let subject = subject.trim_start_matches("[preview]").trim_start_matches("[dmarc]").trim_start();
    let is_named = starts_with_any(
        subject,
        &["report domain:", "report-domain:", "dmarc aggregate report", "dmarc report", "dmarc aggregate"],
    );
    let says_who = contains_any(subject, &["submitter:", "report-id", "report id"]);
    let carries_report =
        facts.parts.iter().any(|part| is_archive(part.content_type) || is_packed(part.data) || is_dmarc_xml(part.data));
    let from_reporter = facts.sender_local_part().contains("dmarc");
    if !from_reporter && facts.text.lines().any(|line| line.trim_end().ends_with('?')) {
        // Somebody asks what the report says.
        return false;
    }
    is_named && (says_who || carries_report)
        || carries_report && from_reporter && contains_any(subject, &["report", "dmarc"])
        || facts.content_type.starts_with("application/tlsrpt")
        || is_archive(facts.content_type) && (is_named || from_reporter)
        || facts
            .parts
            .iter()
            .any(|part| is_packed(part.data) && (names_dmarc_member(part.data) || is_report_name(part.name)))
            && !is_sent_on(facts)
}

/// Somebody sends a report on to whoever can read it.
fn is_sent_on(facts: &Facts<'_>) -> bool {
    without_marks(&fold(facts.subject)).1 || facts.names_mail_program() || super::bounce::greets_or_asks(facts.text)
}

/// `receiver!domain!begin!end`, perhaps `!unique-id`, and its endings (RFC 7489 section 7.2.1.1).
fn is_report_name(name: &str) -> bool {
    let low = name.to_ascii_lowercase();
    let stem = [".xml.gz", ".zip", ".xml", ".gz", ".json.gz"].iter().find_map(|end| low.strip_suffix(end));
    stem.is_some_and(|stem| is_stem(stem.as_bytes()))
}

fn is_stem(name: &[u8]) -> bool {
    let fields: Vec<&[u8]> = name.split(|&b| b == b'!').collect();
    matches!(fields.as_slice(), [_, _, begin, end, ..] if [begin, end].iter().all(|f| f.len() >= 9 && f.iter().all(u8::is_ascii_digit)))
}

/// Zip or gzip, whatever its part says.
fn is_packed(data: &[u8]) -> bool {
    data.starts_with(b"PK\x03\x04") || data.starts_with(b"\x1f\x8b")
}

/// The name of what is packed: `receiver!domain!begin!end.xml` (RFC 7489 section 7.2.1.1).
fn names_dmarc_member(data: &[u8]) -> bool {
    const NAME_BYTES_MAX: usize = 300;
    let head = data.get(..NAME_BYTES_MAX.min(data.len())).unwrap_or_default();
    let Some(end) = head.windows(4).position(|four| four == b".xml") else {
        return false;
    };
    let name = head.get(..end).unwrap_or_default();
    is_stem(name.rsplit(|b| !b.is_ascii_graphic()).next().unwrap_or_default())
}

fn is_archive(content_type: &str) -> bool {
    matches!(
        content_type,
        "application/zip"
            | "application/x-zip"
            | "application/x-zip-compressed"
            | "application/gzip"
            | "application/x-gzip"
            | "application/gzip-compressed"
            | "application/tlsrpt+gzip"
            | "application/tlsrpt+json"
    )
}

fn is_dmarc_xml(data: &[u8]) -> bool {
    const HEAD_BYTES: usize = 2_048;
    let head = String::from_utf8_lossy(data.get(..HEAD_BYTES.min(data.len())).unwrap_or_default());
    head.contains("<feedback") && contains_any(&head, &["<report_metadata", "<policy_published"])
}

/// Subjects of read receipts, at their start.
#[rustfmt::skip]
const RECEIPT_SUBJECTS: &[&str] = &[
    "read:", "not read:", "read receipt", "return receipt", "deleted:", "lu :", "lu:", "non lu :", "non lu:", "supprime :",
    "accuse de reception", "accuse de lecture", "confirmation de lecture", "gelesen:", "nicht gelesen:", "ungelesen:",
    "ungelesen geloscht:", "lesebestatigung", "empfangsbestatigung", "leido:", "no leido:", "acuse de recibo",
    "confirmacion de lectura", "letto:", "non letto:", "ricevuta di ritorno", "conferma di lettura", "lida:", "lido:",
    "nao lida:", "confirmacao de leitura", "recibo de leitura", "gelezen:", "niet gelezen:", "leesbevestiging",
    "ontvangstbevestiging", "last:", "laest:", "lest:", "luettu:", "kvittering", "lasbekraftelse", "laeskvittering",
    "przeczytano:", "przeczytane:", "potwierdzenie przeczytania", "precteno:", "olvasott:", "okundu:", "прочитано:",
    "уведомление о прочтении", "διαβαστηκε:", "已读:", "已讀:", "已读回执", "開封済み:", "開封確認", "읽음:", "נקרא:",
];

/// What they say.
#[rustfmt::skip]
const RECEIPT_SENTENCES: &[&str] = &[
    "was read on", "was deleted without being read", "was received by:", "this is a return receipt for",
    "this receipt verifies that", "only acknowledges that the message was", "was displayed on", "has been read",
    "a ete lu le", "a ete lu par", "a ete supprime sans", "a ete recu par", "accuse de reception pour",
    "ceci est un accuse de", "cet accuse de reception", "wurde gelesen am", "wurde empfangen von", "ungelesen geloscht",
    "wurde ungelesen", "dies ist eine lesebestatigung", "dies ist eine empfangsbestatigung", "fue leido el",
    "ha sido leido", "se leyo el", "eliminado sin", "este es un acuse", "esto es un acuse", "e stato letto",
    "questa e una ricevuta", "foi lida em", "foi lida no", "foi lido em", "este e um recibo", "is gelezen op",
    "werd gelezen op", "dit is een leesbevestiging", "dit is een ontvangstbevestiging", "lastes ", "blev laest",
    "ble lest", "on luettu", "zostala przeczytana", "byla prectena", "elolvasta", "okundu", "было прочитано",
    "прочитано", "已在", "被閱讀", "開封されました", "읽었습니다", "已阅读",
];

fn is_receipt_subject(facts: &Facts<'_>) -> bool {
    starts_with_any(&fold(facts.subject), RECEIPT_SUBJECTS)
}

/// Read receipts that Exchange, Notes and others send as text alone.
fn is_plain_receipt(facts: &Facts<'_>) -> bool {
    let own = facts.text.trim_start();
    let says_read = |text: &str| {
        contains_any(text, RECEIPT_SENTENCES)
            // "Ihre Nachricht … wurde am Montag, 2. März 2026 10:00 gelesen."
            || text.contains("wurde am ") && text.trim_end().ends_with("gelesen.")
    };
    is_receipt_subject(facts)
        && own.len() < 2_000
        && says_read(&fold(own))
        && !own.lines().any(|line| line.trim_end().ends_with('?'))
}

/// Complaints of the time before RFC 5965.
fn is_old_abuse_report(facts: &Facts<'_>) -> bool {
    let subject = fold(facts.subject);
    let returns_mail = facts.parts.iter().any(|p| p.content_type == "message/rfc822");
    returns_mail && starts_with_any(&subject, &["complaint about message from", "[scomp]", "email feedback report for"])
}
