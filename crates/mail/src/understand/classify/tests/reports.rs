//! Receipts, complaints and reports on a domain's mail.

use super::{Sample, assert_classes};
use crate::understand::classify::PartFact;
use crate::understand::message::Automatic::{None, Report};

#[test]
fn receipts_without_a_machine_part() {
    assert_classes(&[
        (
            "From: a@b.example\nSubject: Lu : Facture",
            "Votre message\n\n   À : Support\n   Objet : Facture\n   Envoyé : 5 mars 2026 09:00\n\na été lu le 5 mars 2026 09:12.",
            Report,
        ),
        (
            "From: a@b.example\nSubject: Gelesen: Rechnung",
            "Ihre Nachricht\n\nAn: Support\nBetreff: Rechnung\n\nwurde gelesen am 05.03.2026 09:12.",
            Report,
        ),
        (
            "From: a@b.example\nSubject: Read: Invoice",
            "Your message\n\n  To: Support\n  Subject: Invoice\n\nwas read on 3/5/2026 9:12 AM.",
            Report,
        ),
        (
            "From: a@b.example\nSubject: Not read: Invoice",
            "Your message\n\nwas deleted without being read on 3/5/2026.",
            Report,
        ),
        (
            "From: a@b.example\nSubject: Return Receipt",
            "Your document: Invoice\nwas received by: Ann Roe/ACME\nat: 03/05/2026 09:12:00",
            Report,
        ),
        (
            "From: a@b.example\nSubject: Accusé de réception",
            "Votre document : Facture\na été reçu par : Ann/ACME\nle : 05/03/2026",
            Report,
        ),
        (
            "From: a@b.example\nSubject: Return Receipt (displayed) - Invoice",
            "This is a Return Receipt for the mail that you sent to ann@b.example.\n\nNote: This Return Receipt only acknowledges that the message was displayed on the recipient's computer.",
            Report,
        ),
        (
            "From: a@b.example\nSubject: Lesebestätigung (angezeigt) - Rechnung",
            "Dies ist eine Lesebestätigung für die E-Mail, die Sie an ann@b.example gesendet haben.",
            Report,
        ),
        (
            "From: a@b.example\nSubject: Gelesen: Rechnung",
            "Ihre Nachricht\n\n   An: Support\n   Betreff: Rechnung\n\nwurde am Dienstag, 3. März 2026 09:15:00 gelesen.",
            Report,
        ),
        ("From: a@b.example\nSubject: Leído: Factura", "Su mensaje\nfue leído el 5/3/2026.", Report),
        ("From: a@b.example\nSubject: Letto: Fattura", "Il messaggio\nè stato letto il 05/03/2026.", Report),
        ("From: a@b.example\nSubject: Gelezen: Factuur", "Uw bericht\nis gelezen op 5-3-2026 9:12.", Report),
        ("From: a@b.example\nSubject: Lida: Fatura", "A sua mensagem\nfoi lida em 5/3/2026 09:12.", Report),
        ("From: a@b.example\nSubject: Read: the manual", "I read the manual and still can't log in.", None),
        ("From: a@b.example\nSubject: Return Receipt", "Can you send me the receipt for my return?", None),
        ("From: a@b.example\nSubject: Gelesen: Ihr Angebot", "Ich habe Ihr Angebot gelesen und nehme es an.", None),
    ]);
}

#[test]
fn receipts_with_a_machine_part_of_untyped_mails() {
    const FIELDS: &[u8] =
        b"Final-Recipient: rfc822; ann@b.example\nDisposition: manual-action/MDN-sent-manually; displayed\n";
    for (content_type, report_type, part) in [
        ("multipart/report", Option::None, "message/disposition-notification"),
        ("multipart/report", Some("\"disposition-notification\""), "message/disposition-notification"),
        ("multipart/mixed", Option::None, "message/disposition-notification"),
        ("multipart/report", Some("disposition-notification"), "message/rfc822"),
    ] {
        let sample = Sample {
            headers: "From: ann@b.example\nSubject: Read: Invoice",
            content_type,
            report_type,
            text: "Your message was read.",
            parts: &[PartFact { content_type: part, name: "", data: FIELDS }],
        };
        assert_eq!(sample.verdict().automatic, Report, "{content_type} {report_type:?} {part}");
    }
}

#[test]
fn complaints_and_domain_reports() {
    assert_classes(&[
        ("From: a@b.example\nSubject: Report domain: x.example Submitter: google.example Report-ID: 12", "", Report),
        ("From: a@b.example\nSubject: [Preview] Report Domain: x.example Submitter: b Report-ID: <1>", "", Report),
        (
            "From: noreply-dmarc-support@google.example\nSubject: Report domain: x.example Submitter: google.example Report-ID: 12",
            "",
            Report,
        ),
        (
            "From: a@b.example\nSubject: Report Domain: x.example Submitter: b Report-ID: <1>\nTLS-Report-Domain: x.example\nTLS-Report-Submitter: b",
            "",
            Report,
        ),
        ("From: a@b.example\nSubject: How do I read a DMARC report?", "Where do I find the Report-ID?", None),
    ]);
    for (headers, content_type, parts) in [
        (
            "From: staff@hotmail.example\nSubject: complaint about message from 192.0.2.1",
            "multipart/mixed",
            &["message/rfc822"][..],
        ),
        (
            "From: feedback@arf.mail.example\nSubject: FW: Win money",
            "multipart/report",
            &["message/feedback-report", "message/rfc822"],
        ),
        (
            "From: fbl@b.example\nSubject: Abuse report",
            "multipart/mixed",
            &["message/feedback-report", "message/rfc822"],
        ),
        ("From: tls@b.example\nSubject: Report", "multipart/report", &["application/tlsrpt+gzip"]),
        (
            "From: dmarc@b.example\nSubject: Dmarc Aggregate Report Domain: x.example",
            "application/gzip",
            &["application/gzip"],
        ),
        ("From: dmarc_report@b.example\nSubject: DMARC report for x.example", "multipart/mixed", &["application/zip"]),
        (
            "From: postmaster@b.example\nSubject: Report Domain: x.example",
            "multipart/mixed",
            &["application/octet-stream"],
        ),
    ] {
        let parts: Vec<PartFact> =
            parts.iter().map(|content_type| PartFact { content_type, name: "", data: b"\x1f\x8b\x08\0" }).collect();
        let sample = Sample { headers, content_type, report_type: Option::None, text: "", parts: &parts };
        assert_eq!(sample.verdict().automatic, Report, "{headers}");
    }

    let zip = b"PK\x03\x04\x14\0\0\0\x08\0aaaaaaaaaaaaaaaa\x1c\0\0\0b.example!x.example!1690000000!1690086399.xml\x63";
    let sample = Sample {
        headers: "From: ann@b.example\nSubject: x.example",
        content_type: "multipart/mixed",
        report_type: Option::None,
        text: "",
        parts: &[PartFact { content_type: "application/octet-stream", name: "", data: zip }],
    };
    assert_eq!(sample.verdict().automatic, Report);
}
