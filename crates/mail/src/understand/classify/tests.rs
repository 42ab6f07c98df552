use super::*;

mod answers;
mod bare;
mod bounces;
mod people;
mod programs;
mod reports;
mod wording;

struct Sample<'a> {
    headers: &'a str,
    content_type: &'a str,
    report_type: Option<&'a str>,
    text: &'a str,
    parts: &'a [PartFact<'a>],
}

impl Sample<'_> {
    fn verdict(&self) -> Verdict {
        let headers: Vec<(String, String)> = self
            .headers
            .lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect();
        let header = |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        let from = header("From").map(|value| match value.split_once('<') {
            Some((name, address)) => Mailbox {
                name: name.trim().trim_matches('"').to_owned(),
                address: address.trim_end_matches('>').to_owned(),
            },
            None => Mailbox { name: String::new(), address: value.to_owned() },
        });
        classify(&Facts {
            headers: &headers,
            content_type: self.content_type,
            report_type: self.report_type,
            subject: header("Subject").unwrap_or_default(),
            from: from.as_ref(),
            text: self.text,
            reply: &crate::understand::reply::reply_of_text(self.text),
            parts: self.parts,
        })
    }
}

fn plain<'a>(headers: &'a str, text: &'a str) -> Sample<'a> {
    Sample { headers, content_type: "text/plain", report_type: None, text, parts: &[] }
}

#[test]
fn free_form_bounces() {
    for (headers, text, action, status, recipients) in [
        (
            "From: MAILER-DAEMON@example.net\nSubject: failure notice\nTo: us@example.com",
            "Hi. This is the qmail-send program at example.net.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<Gone@example.net>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nMessage-ID: <a1@example.com>\n",
            "failed",
            Some("5.1.1"),
            vec!["gone@example.net"],
        ),
        (
            "From: Mail Delivery System <Mailer-Daemon@mx.example.org>\nSubject: Mail delivery failed: returning message to sender\nX-Failed-Recipients: a@b.example, c@d.example\nAuto-Submitted: auto-replied",
            "This message was created automatically by mail delivery software.\n\n  a@b.example\n    550 5.2.2 full\n",
            "failed",
            Some("5.2.2"),
            vec!["a@b.example", "c@d.example"],
        ),
        (
            "From: Mail Delivery System <Mailer-Daemon@mx.example.org>\nSubject: Warning: message 1abc delayed 24 hours",
            "A message that you sent has not yet been delivered to one or more of its recipients\nThe address to which the message has not yet been delivered is:\n\n  slow@b.example\n\nNo action is required on your part.",
            "delayed",
            None,
            vec!["slow@b.example"],
        ),
        (
            "From: System Administrator <postmaster@example.edu>\nSubject: Undeliverable: Facture",
            "Your message\n\n  To:      x@example.edu\n  Subject: Facture\n\ndid not reach the following recipient(s):\n\nx@example.edu on Fri, 20 Jul 2001 11:08:59 -0700\n    The recipient name is not recognized\n",
            "failed",
            None,
            vec!["x@example.edu"],
        ),
        (
            "From: \"Mail Delivery Subsystem\" <MAILER-DAEMON@host.example>\nSubject: Returned mail: see transcript for details",
            "The original message was received at Mon\n\n   ----- The following addresses had permanent fatal errors -----\n<no@one.example>\n    (reason: 550 5.1.1 <no@one.example>... User unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mx.one.example.:\n>>> RCPT To:<no@one.example>\n",
            "failed",
            Some("5.1.1"),
            vec!["no@one.example"],
        ),
        (
            "From: postmaster@firma.example\nSubject: Unzustellbar: Rechnung",
            "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Verteilerlisten:\n\nweg@firma.example\n",
            "failed",
            None,
            vec!["weg@firma.example"],
        ),
        (
            "From: Postmaster <postmaster@sfr.example>\nAuto-Submitted: auto-replied\nSubject: Votre message n'a pas été remis",
            "Bonjour,\n\nVotre message n'a pas pu être remis à l'adresse suivante :\n\nbad@sfr.example\n\nErreur : 550 5.1.1\n",
            "failed",
            Some("5.1.1"),
            vec!["bad@sfr.example"],
        ),
        (
            "From: MAILER-DAEMON@x.example\nSubject: Message blocked",
            "The email has NOT BEEN DELIVERED: bad@nowhere.example\n",
            "failed",
            None,
            vec!["bad@nowhere.example"],
        ),
        (
            "Return-Path: <>\nFrom: gateway@societe.example\nSubject: Message non remis",
            "Votre message n'a pas pu être remis à\nabsent@societe.example\n",
            "failed",
            None,
            vec!["absent@societe.example"],
        ),
    ] {
        let verdict = plain(headers, text).verdict();
        assert_eq!(verdict.automatic, Automatic::Bounce, "{headers}");
        assert!(!verdict.auto_reply_allowed);
        let bounce = verdict.bounce.unwrap();
        assert_eq!(bounce.action, action, "{headers}");
        assert_eq!(bounce.status.as_deref(), status, "{headers}");
        assert_eq!(bounce.recipients, recipients, "{headers}");
    }
}

#[test]
fn standard_bounces() {
    for (fields, action, status, recipients) in [
        (
            "Action: failed\nFinal-Recipient: rfc822; A@b.example\nStatus: 5.1.1",
            "failed",
            Some("5.1.1"),
            vec!["a@b.example"],
        ),
        (
            "Final-Recipient: rfc822;a@b.example\nAction: delayed\nStatus: 4.4.1",
            "delayed",
            Some("4.4.1"),
            vec!["a@b.example"],
        ),
        (
            "Final-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550-5.7.1 spam",
            "failed",
            Some("5.7.1"),
            vec!["a@b.example"],
        ),
        ("Final-Recipient: rfc822;a@b.example\nAction: delivered\nStatus: 2.0.0", "delivered", Some("2.0.0"), vec![]),
        (
            "Final-Recipient: rfc822;a@b.example\nAction: delivered\nStatus: 2.0.0\n\nFinal-Recipient: rfc822;c@d.example\nAction: failed\nStatus: 5.2.2",
            "failed",
            Some("5.2.2"),
            vec!["c@d.example"],
        ),
    ] {
        let fields = format!("Reporting-MTA: dns; mx.example\n\n{fields}\n");
        let sample = Sample {
            headers: "From: postmaster@mx.example\nSubject: Delivery Status Notification",
            content_type: "multipart/report",
            report_type: Some("delivery-status"),
            text: "",
            parts: &[
                PartFact { content_type: "message/delivery-status", name: "", data: fields.as_bytes() },
                PartFact {
                    name: "",
                    content_type: "message/rfc822",
                    data: b"From: us@example.com\r\nMessage-ID:\r\n <t7@example.com>\r\n\r\nHi",
                },
            ],
        };
        let verdict = sample.verdict();
        let bounce = verdict.bounce.unwrap();
        assert_eq!((bounce.action.as_str(), bounce.status.as_deref()), (action, status), "{fields}");
        assert_eq!(bounce.recipients, recipients, "{fields}");
        assert_eq!(verdict.original_message_id.as_deref(), Some("t7@example.com"));
    }
}

#[test]
fn people_write_about_machines() {
    for (headers, text) in [
        (
            "From: Ann <ann@example.org>\nSubject: Fwd: Undelivered Mail Returned to Sender",
            "Hi,\nwhy did this come back?\n\n---------- Forwarded message ---------\nFrom: Mail Delivery System <MAILER-DAEMON@x.example>\nThis is the mail system at host x.\n",
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Undeliverable mail",
            "Hello,\nI get \"could not be delivered\" when I write to bob@example.com. Can you help?\n",
        ),
        (
            "From: ann@example.org\nSubject: Mail delivery failed",
            "Hello team,\nyour message could not be delivered was what I read.\n",
        ),
        (
            "From: Post Master <postmaster@example.org>\nSubject: Question about our account",
            "Hello,\nplease call me.\n",
        ),
        (
            "From: ann@example.org\nSubject: Delivery failed",
            "My parcel could not be delivered to the following address:\nann2@example.org\n",
        ),
        ("From: ann@example.org\nSubject: Out of office supplies", "Hello, we need paper."),
        ("From: ann@example.org\nSubject: Re: Automatic reply: your order", "Thanks, but who answers me?"),
        ("From: ann@example.org\nSubject: Absence de réponse", "Bonjour,\nje n'ai pas de réponse."),
        ("From: ann@example.org\nSubject: My vacation", "Hello, I booked a vacation and want to move it."),
        ("From: ann@example.org\nSubject: Order\nAuto-Submitted: no", "Where is it?"),
        ("From: ann@example.org\nSubject: Report Domain names", "How do I report a domain?"),
        (
            "From: ann@example.org\nSubject: RES: Recebemos sua solicitação [#4711]",
            "Ok. Segue a foto.\n\nDe: Support <support@example.com>\nEnviado: terça-feira, 10 de março de 2026 08:15\nPara: Ann\nAssunto: Recebemos sua solicitação\n\nEste é um aviso. This is an automated message.\n",
        ),
        (
            "From: ann@example.org\nSubject: [EXTERNAL] RE: Automatic reply: Order 4711",
            "Ok thanks, then call me.\n\nFrom: Support\nSent: Tuesday\nTo: Bob\nSubject: Automatic reply: Order 4711\n\nI am out of the office until Monday.\n",
        ),
        (
            "From: ann@example.org\nSubject: Votre demande 4711",
            "Voici la photo.\n\nDe : Support <support@example.com>\nEnvoyé : mardi 10 mars 2026 08:15\nÀ : Ann\nObjet : Votre demande\n\nNous avons bien reçu votre demande. Ceci est un message automatique.\n",
        ),
        ("From: ann@example.org\nSubject: Risposta automatica", "Buongiorno,\ncome la imposto?\n"),
        (
            "From: ann@example.org\nSubject: Re: Delivery Status Notification (Failure)",
            "I get this each time I write to you\n\n> Address not found\n> Your message wasn't delivered to b@x.example\n",
        ),
        (
            "From: ann@example.org\nUser-Agent: Mozilla Thunderbird\nSubject: Error sending mail",
            "Since today I get this when I send to\nanna@corp.example\nThe message was rejected.\n",
        ),
    ] {
        let verdict = plain(headers, text).verdict();
        assert_eq!(verdict.automatic, Automatic::None, "{headers}");
        assert!(verdict.auto_reply_allowed, "{headers}");
    }
}

#[test]
fn classes_by_header() {
    use Automatic::{AutoGenerated, AutoReply, Bulk, List, None, Report};
    for (headers, text, want) in [
        ("From: a@b.example\nAuto-Submitted: auto-replied (vacation)\nSubject: x", "", AutoReply),
        (
            "From: a@b.example\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\nSubject: Automatic reply: Invoice",
            "",
            AutoReply,
        ),
        ("From: a@b.example\nX-Autoreply: yes\nSubject: x", "", AutoReply),
        ("From: a@b.example\nPrecedence: auto_reply\nSubject: x", "", AutoReply),
        ("From: a@b.example\nSubject: Réponse automatique : votre demande", "", AutoReply),
        ("From: a@b.example\nSubject: Abwesenheitsnotiz: Anfrage", "", AutoReply),
        ("From: a@b.example\nSubject: On annual leave", "I am on annual leave.", AutoReply),
        (
            "From: a@b.example\nSubject: Jean Parti est absent du bureau.",
            "Je serai absent du bureau à partir du 09/03/2026.",
            AutoReply,
        ),
        ("From: a@b.example\nSubject: Urlaub", "Ich bin im Urlaub und wollte fragen: geht es auch später?", None),
        ("From: a@b.example\nSubject: Respuesta automática", "", AutoReply),
        ("From: a@b.example\nSubject: 自动回复: 您好", "", AutoReply),
        ("From: a@b.example\nReturn-Path: <>\nSubject: Re: Invoice", "I am out of the office until Monday.", AutoReply),
        (
            "From: help@b.example\nSubject: [#12] Request received\nAuto-Submitted: auto-generated",
            "We have received your request.",
            AutoReply,
        ),
        (
            "From: help@b.example\nSubject: Thank you for contacting us",
            "Dear customer,\nThis is an automated response.",
            AutoReply,
        ),
        (
            "From: a@b.example\nList-Id: <l.b.example>\nList-Post: <mailto:l@b.example>\nPrecedence: bulk\nSubject: x",
            "",
            List,
        ),
        ("From: a@b.example\nPrecedence: list\nSubject: x", "", List),
        ("From: a@b.example\nX-Mailman-Version: 2.1\nSubject: x", "", List),
        ("From: a@b.example\nList-Post: NO\nList-Id: <n.b.example>\nSubject: x", "", Bulk),
        ("From: a@b.example\nList-Unsubscribe: <https://b.example/u>\nSubject: x", "", Bulk),
        ("From: a@b.example\nPrecedence: bulk\nAuto-Submitted: auto-generated\nSubject: x", "", Bulk),
        ("From: a@b.example\nFeedback-ID: 1:2\nSubject: x", "", Bulk),
        ("From: root@b.example\nSubject: Cron <root@b> backup", "", AutoGenerated),
        ("From: Shop <no-reply@b.example>\nSubject: Your order", "", AutoGenerated),
        ("From: a@b.example\nAuto-Submitted: auto-generated\nSubject: x", "", AutoGenerated),
        ("From: nepasrepondez@b.example\nSubject: x", "", AutoGenerated),
        ("From: alert-critical@b.example\nSubject: x", "", AutoGenerated),
        ("From: notifications+x1@b.example\nSubject: x", "", AutoGenerated),
        ("From: alertine@b.example\nSubject: x", "", None),
        ("From: a@b.example\nSubject: Lu : Facture", "Votre message a été lu le 5 mars 2026 09:12.", Report),
        ("From: a@b.example\nSubject: Lu : Facture", "J'ai lu votre facture, merci.", None),
        ("From: reports@b.example\nSubject: Report domain: x.example Submitter: b.example Report-ID: <1>", "", Report),
        ("From: tls@b.example\nTLS-Report-Domain: x.example\nSubject: Report", "", Report),
        ("From: a@b.example\nSubject: Hello", "", None),
    ] {
        let verdict = plain(headers, text).verdict();
        assert_eq!(verdict.automatic, want, "{headers}");
        assert_eq!(verdict.auto_reply_allowed, want == None, "{headers}");
    }
}

#[test]
fn a_person_whose_server_wants_no_answer() {
    for (header, allowed) in [
        ("X-Auto-Response-Suppress: All", false),
        ("X-Auto-Response-Suppress: DR, OOF, AutoReply", false),
        ("X-Auto-Response-Suppress: DR, RN, NRN", true),
        ("Return-Path: <>", false),
        ("Return-Path: <a@b.example>", true),
    ] {
        let headers = format!("From: a@b.example\nSubject: Hello\n{header}");
        let verdict = plain(&headers, "Hello").verdict();
        assert_eq!(verdict.automatic, Automatic::None, "{header}");
        assert_eq!(verdict.auto_reply_allowed, allowed, "{header}");
    }
}

#[test]
fn receipts_and_complaints_are_reports() {
    for (report_type, content_type, data) in [
        (
            "disposition-notification",
            "message/disposition-notification",
            "Original-Message-ID: <t7@example.com>\nDisposition: manual-action/MDN-sent-manually; displayed\n",
        ),
        ("feedback-report", "message/rfc822", "Message-ID: <t7@example.com>\n\nx"),
    ] {
        let sample = Sample {
            headers: "From: ann@example.org\nSubject: Read: Invoice",
            content_type: "multipart/report",
            report_type: Some(report_type),
            text: "Your message was read.",
            parts: &[PartFact { content_type, name: "", data: data.as_bytes() }],
        };
        let verdict = sample.verdict();
        assert_eq!(verdict.automatic, Automatic::Report);
        assert_eq!(verdict.original_message_id.as_deref(), Some("t7@example.com"));
    }
}

/// Asserts the class of each mail, and that only people are answered.
fn assert_classes(cases: &[(&str, &str, Automatic)]) {
    let mut wrong = Vec::new();
    for (headers, text, want) in cases {
        let verdict = plain(headers, text).verdict();
        if verdict.automatic != *want || verdict.auto_reply_allowed != (*want == Automatic::None) {
            wrong.push(format!("{:?}, not {want:?}: {headers}\n{text}", verdict.automatic));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
