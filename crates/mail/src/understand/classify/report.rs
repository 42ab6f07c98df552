//! Recognizes read receipts (RFC 8098), abuse reports (RFC 5965) and reports about a domain's
//! mail: DMARC (RFC 7489) and SMTP TLS (RFC 8460).

use super::Facts;
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
        || facts.header("tls-report-domain").is_some()
        || facts.header("x-arf").is_some()
}

fn is_about_domain(facts: &Facts<'_>) -> bool {
    let subject = fold(facts.subject);
    let subject = subject.trim_start_matches("[preview]").trim_start_matches("[dmarc]").trim_start();
    let is_named = starts_with_any(
        subject,
        &["report domain:", "report-domain:", "dmarc aggregate report", "dmarc report", "dmarc aggregate"],
    );
    let says_who = contains_any(subject, &["submitter:", "report-id", "report id"]);
    let carries_report = facts.parts.iter().any(|part| is_archive(part.content_type) || is_dmarc_xml(part.data));
    let from_reporter = facts.sender_local_part().contains("dmarc");
    if !from_reporter && facts.text.lines().any(|line| line.trim_end().ends_with('?')) {
        // Somebody asks what the report says.
        return false;
    }
    is_named && (says_who || carries_report)
        || carries_report && from_reporter && contains_any(subject, &["report", "dmarc"])
        || facts.content_type.starts_with("application/tlsrpt")
        || is_archive(facts.content_type) && (is_named || from_reporter)
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

/// Read receipts that Exchange sends as text alone.
fn is_plain_receipt(facts: &Facts<'_>) -> bool {
    const SUBJECTS: [&str; 8] = ["read:", "not read:", "lu :", "lu:", "non lu :", "gelesen:", "leido:", "letto:"];
    const SENTENCES: [&str; 7] = [
        "was read on",
        "was deleted without being read",
        "a ete lu le",
        "a ete supprime sans",
        "wurde gelesen am",
        "fue leido el",
        "e stato letto il",
    ];
    let own = facts.text.trim_start();
    starts_with_any(&fold(facts.subject), &SUBJECTS) && own.len() < 2_000 && contains_any(&fold(own), &SENTENCES)
}

/// Complaints of the time before RFC 5965.
fn is_old_abuse_report(facts: &Facts<'_>) -> bool {
    let subject = fold(facts.subject);
    let returns_mail = facts.parts.iter().any(|p| p.content_type == "message/rfc822");
    returns_mail && starts_with_any(&subject, &["complaint about message from", "[scomp]", "email feedback report for"])
}
