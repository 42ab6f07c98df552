//! Delivery reports of servers that follow no standard, with what they say.

use super::{Sample, plain};
use crate::understand::message::Automatic::Bounce;

/// Headers, text, action, status, recipients.
type Case = (&'static str, &'static str, &'static str, Option<&'static str>, &'static [&'static str]);

fn assert_bounces(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (headers, text, action, status, recipients) in cases {
        let verdict = plain(headers, text).verdict();
        let found = verdict.bounce.as_ref().map(|b| (b.action.as_str(), b.status.as_deref(), b.recipients.clone()));
        let want = (*action, *status, recipients.iter().map(|r| (*r).to_owned()).collect());
        if verdict.automatic != Bounce || found != Some(want) {
            wrong.push(format!("{:?} {found:?}: {headers}\n{text}", verdict.automatic));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn unix_servers() {
    assert_bounces(&[
        (
            "From: Mail Delivery System <Mailer-Daemon@mx.example>\nSubject: Mail delivery failed: returning message to sender\nTo: us@example.com",
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  Gone@one.example\n    SMTP error from remote mail server after RCPT TO:<Gone@one.example>:\n    host mx.one.example [192.0.2.1]: 550 User unknown\n\n------ This is a copy of the message, including all the headers. ------\n\nReturn-path: <us@example.com>\n",
            "failed",
            None,
            &["gone@one.example"],
        ),
        (
            "From: MAILER-DAEMON@mx.example (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\nTo: us@example.com",
            "This is the mail system at host mx.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n                   The mail system\n\n<gone@one.example> (expanded from <alias@mx.example>): host\n    mx.one.example[192.0.2.1] said: 550 5.1.1 <gone@one.example>: Recipient\n    address rejected: User unknown (in reply to RCPT TO command)\n",
            "failed",
            Some("5.1.1"),
            &["gone@one.example"],
        ),
        (
            "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example>\nSubject: Warning: could not send message for past 4 hours\nTo: us@example.com",
            "    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n    **********************************************\n\nThe original message was received at Mon, 2 Mar 2026 09:15:00 +0100\n\n   ----- The following addresses had transient non-fatal errors -----\n<slow@one.example>\n\n   ----- Transcript of session follows -----\n<slow@one.example>... Deferred: Connection timed out with mx.one.example.\nWarning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old\n",
            "delayed",
            None,
            &["slow@one.example"],
        ),
        (
            "From: MAILER-DAEMON@mx.example\nSubject: failure notice\nTo: us@example.com",
            "Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<a@one.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 sorry, no mailbox here by that name\nGiving up on 192.0.2.1.\n\n<b@two.example>:\nSorry, I couldn't find any host named two.example. (#5.1.2)\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <us@example.com>\n",
            "failed",
            Some("5.1.2"),
            &["a@one.example", "b@two.example"],
        ),
        (
            "From: Mail Delivery Subsystem <MAILER-DAEMON>\nSubject: Returned mail: User unknown\nTo: us@example.com",
            "   ----- Transcript of session follows -----\n... while talking to mx.one.example.:\n>>> RCPT To:<gone@one.example>\n<<< 550 <gone@one.example>... User unknown\n550 gone@one.example... User unknown\n\n   ----- Unsent message follows -----\nReceived: by x\n",
            "failed",
            None,
            &["gone@one.example"],
        ),
        (
            "From: MAILER-DAEMON@mx.example\nSubject: Successful Mail Delivery Report\nTo: us@example.com",
            "This is the mail system at host mx.example.\n\nYour message was successfully delivered to the destination(s)\nlisted below. If the message was delivered to mailbox you will\nreceive no further notifications.\n\n<ok@one.example>: delivery via mx: 250 2.0.0 Ok\n",
            "delivered",
            Some("2.0.0"),
            &[],
        ),
        (
            "Subject: NOTICE: mail delivery status.\nTo: us@example.com",
            "This is a delivery status notification from mx.example,\nrunning the Courier mail server, version 0.48.\n\nUNDELIVERABLE MAIL\n\nYour message to the following recipients cannot be delivered:\n\n<gone@one.example>:\n    mx.one.example [192.0.2.1]:\n<<< 550 No such user\n",
            "failed",
            None,
            &["gone@one.example"],
        ),
    ]);
}

#[test]
fn office_servers() {
    assert_bounces(&[
        (
            "From: System Administrator <postmaster@corp.example>\nSubject: Undeliverable: Invoice\nTo: us@example.com",
            "Your message did not reach some or all of the intended recipients.\n\n      Subject:\tInvoice\n      Sent:\t3/2/2026 9:15 AM\n\nThe following recipient(s) could not be reached:\n\n      gone@corp.example on 3/2/2026 9:15 AM\n            The e-mail account does not exist at the organization this message was sent to.\n            <mail.corp.example #5.1.1>\n",
            "failed",
            Some("5.1.1"),
            &["gone@corp.example"],
        ),
        (
            "From: Administrateur système <postmaster@corp.example>\nSubject: Non remis : Facture\nTo: us@example.com",
            "Votre message n'a pas atteint certains ou tous les destinataires voulus.\n\n      Objet :\tFacture\n      Date :\t02/03/2026 09:15\n\nImpossible de contacter le ou les destinataires suivants :\n\n      parti@corp.example le 02/03/2026 09:15\n            Ce compte de messagerie n'existe pas. <mail.corp.example #5.1.1>\n",
            "failed",
            Some("5.1.1"),
            &["parti@corp.example"],
        ),
        (
            "From: Systemadministrator <postmaster@firma.example>\nSubject: Unzustellbar: Rechnung\nTo: us@example.com",
            "Ihre Nachricht hat einige oder alle Empfänger nicht erreicht.\n\n      Betreff:\tRechnung\n\nFolgende(r) Empfänger konnte(n) nicht erreicht werden:\n\n      weg@firma.example am 02.03.2026 09:15\n            Fehler bei der Übermittlung\n",
            "failed",
            None,
            &["weg@firma.example"],
        ),
        (
            "From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@corp.example>\nSubject: Undeliverable: Invoice\nTo: us@example.com",
            "Delivery has failed to these recipients or groups:\n\ngone@corp.example<mailto:gone@corp.example>\nThe email address you entered couldn't be found.\n\nDiagnostic information for administrators:\n\nGenerating server: mx.corp.example\n\ngone@corp.example\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found'\n",
            "failed",
            Some("5.1.10"),
            &["gone@corp.example"],
        ),
        (
            "From: \"Ann Roe\" <ann@corp.example>\nSubject: DELIVERY FAILURE: User gone (gone@corp.example) not listed in Domino Directory\nTo: us@example.com",
            "Your message\n\n  Subject: Invoice\n\nwas not delivered to:\n\n  gone@corp.example\n\nbecause:\n\n  User gone (gone@corp.example) not listed in Domino Directory\n",
            "failed",
            None,
            &["gone@corp.example"],
        ),
        (
            "From: Mailer-Daemon@corp.example\nSubject: Message status - undeliverable\nTo: us@example.com",
            "The message that you sent was undeliverable to the following:\n\tgone@corp.example (user not found)\n\nPossibly truncated original message follows:\n",
            "failed",
            None,
            &["gone@corp.example"],
        ),
    ]);
}

#[test]
fn big_providers() {
    assert_bounces(&[
        (
            "From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>\nSubject: Delivery Status Notification (Failure)\nX-Failed-Recipients: gone@gmail.example\nAuto-Submitted: auto-replied\nTo: us@example.com",
            "** Address not found **\n\nYour message wasn't delivered to gone@gmail.example because the address couldn't be found, or is unable to receive mail.\n\nThe response was:\n\n550 5.1.1 The email account that you tried to reach does not exist.\n",
            "failed",
            Some("5.1.1"),
            &["gone@gmail.example"],
        ),
        (
            "From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>\nSubject: Delivery Status Notification (Delay)\nTo: us@example.com",
            "** Delivery incomplete **\n\nThere was a temporary problem delivering your message to slow@one.example. Gmail will retry for 47 more hours. You'll be notified if the delivery fails permanently.\n",
            "delayed",
            None,
            &["slow@one.example"],
        ),
        (
            "From: MAILER-DAEMON@yahoo.example\nSubject: Failure Notice\nTo: us@example.com",
            "Sorry, we were unable to deliver your message to the following address.\n\n<gone@yahoo.example>:\n554: delivery error: dd This user doesn't have a yahoo.example account (gone@yahoo.example) [0] - mta1.yahoo.example\n\n--- Below this line is a copy of the message.\n",
            "failed",
            None,
            &["gone@yahoo.example"],
        ),
        (
            "From: mailer-daemon@corp.mail.example\nSubject: Mail failure.\nTo: us@example.com",
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\ngone@mail.example\nuser not found\n",
            "failed",
            None,
            &["gone@mail.example"],
        ),
        (
            "From: Postmaster@163.example\nSubject: 系统退信\nTo: us@example.com",
            "抱歉，您的邮件被退回来了……\n原邮件信息：\n时间：2026-03-02\n主题：x\n收件人：gone@163.example\n退信原因：\n收件人邮件地址不存在，邮件无法送达。\n",
            "failed",
            None,
            &["gone@163.example"],
        ),
        (
            "From: Mail Delivery System <MAILER-DAEMON@orange.example>\nSubject: Message non délivré\nTo: us@example.com",
            "Bonjour,\n\nVotre message n'a pas pu être délivré à :\n\n<gone@orange.example>\n\n550 5.1.1 Adresse d au moins un destinataire invalide\n",
            "failed",
            Some("5.1.1"),
            &["gone@orange.example"],
        ),
        (
            "From: Mail Delivery System <mailer-daemon@t-online.example>\nSubject: Undelivered Mail Returned to Sender / Unzustellbare E-Mail\nTo: us@example.com",
            "|------------------------- Message log follows: -------------------------|\n\n no valid recipients were found for this message\n\n|------------------------- Failed addresses follow: ---------------------|\n <gone@t-online.example> ... unknown user\n\n|------------------------- Message text follows: ------------------------|\n",
            "failed",
            None,
            &["gone@t-online.example"],
        ),
        (
            "From: postmaster@libero.example\nReturn-Path: <>\nSubject: Mancata consegna\nTo: us@example.com",
            "Il messaggio non è stato consegnato al destinatario:\n\nvia@libero.example\n\nmotivo: casella inesistente\n",
            "failed",
            None,
            &["via@libero.example"],
        ),
        (
            "From: postmaster@terra.example\nReturn-Path: <>\nSubject: No se ha podido entregar el mensaje\nTo: us@example.com",
            "Su mensaje no ha podido ser entregado a los siguientes destinatarios:\n\nido@terra.example\n",
            "failed",
            None,
            &["ido@terra.example"],
        ),
        (
            "From: postmaster@uol.example\nReturn-Path: <>\nSubject: Falha na entrega da mensagem\nTo: us@example.com",
            "Não foi possível entregar a sua mensagem ao destinatário abaixo:\n\nfoi@uol.example\n",
            "failed",
            None,
            &["foi@uol.example"],
        ),
        (
            "From: Mail Administrator <Postmaster@docomo.example>\nReturn-Path: <>\nSubject: メール配信エラー\nTo: us@example.com",
            "次のあて先へのメッセージはエラーのため送信できませんでした。\n\n<gone@docomo.example>\n\n550 Unknown user\n",
            "failed",
            None,
            &["gone@docomo.example"],
        ),
        (
            "From: mailer-daemon@yandex.example\nSubject: Недоставленное сообщение\nTo: us@example.com",
            "Это письмо отправлено почтовым сервером yandex.example.\n\nК сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо не может\nбыть отправлено одному или нескольким адресатам.\n\n<gone@yandex.example>: host mx said: 550 5.7.1 No such user!\n",
            "failed",
            Some("5.7.1"),
            &["gone@yandex.example"],
        ),
    ]);
}

#[test]
fn gateways_and_old_servers() {
    assert_bounces(&[
        (
            "From: Mailer Daemon <MAILER-DAEMON@smtpd.example>\nSubject: Delivery status notification: error\nTo: us@example.com",
            "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\ngone@one.example: 550 5.2.2 <gone@one.example>... Mailbox Full\n\n    Below is a copy of the original message:\n",
            "failed",
            Some("5.2.2"),
            &["gone@one.example"],
        ),
        (
            "From: Postmaster <postmaster@mx.example>\nSubject: Undeliverable Mail\nTo: us@example.com",
            "Unknown user: gone@one.example\n\n\nOriginal message follows.\n\nReceived: from x\n",
            "failed",
            None,
            &["gone@one.example"],
        ),
        (
            "From: MailMarshal <postmaster@mx.example>\nReturn-Path: <>\nSubject: Undeliverable Mail: \"Invoice\"\nTo: us@example.com",
            "Your message:\n   From:    us@example.com\n   Subject: Invoice\n\nCould not be delivered because of\n\n550 5.1.1 User unknown\n\nThe following recipients were affected:\n    gone@one.example\n",
            "failed",
            Some("5.1.1"),
            &["gone@one.example"],
        ),
        (
            "From: Internet Mail Delivery <postmaster@mx.example>\nSubject: Delivery Notification: Delivery has failed\nTo: us@example.com",
            "This report relates to a message you sent with the following header fields:\n\n  Message-id: <t7@example.com>\n  Date: Mon, 2 Mar 2026 09:15:00 +0100\n  From: Us <us@example.com>\n  To: gone@one.example\n  Subject: Invoice\n\nYour message cannot be delivered to the following recipients:\n\n  Recipient address: gone@one.example\n  Reason: Remote SMTP server has rejected address\n  Diagnostic code: smtp;550 5.1.1 User unknown\n",
            "failed",
            Some("5.1.1"),
            &["gone@one.example"],
        ),
        (
            "From: MAILER-DAEMON@mx.example\nSubject: Mail delivery failed: returning message to sender\nTo: us@example.com",
            "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. This is a permanent error. The following address\nfailed:\n\n\"gone@gmx.example\":\nSMTP error from remote server after RCPT command:\nhost: mx.gmx.example\n5.1.1 <gone@gmx.example>... User is unknown {mx-us011}\n\n--- The header of the original message is following. ---\n",
            "failed",
            Some("5.1.1"),
            &["gone@gmx.example"],
        ),
        (
            "From: Mail Delivery System <mailer-daemon@kundenserver.example>\nSubject: Mail System Error - Returned Mail\nTo: us@example.com",
            "The user(s) account is disabled.\n\n<gone@ezweb.example>: 550 user unknown\n\n-- \nReceived: from x\n",
            "failed",
            None,
            &["gone@ezweb.example"],
        ),
        (
            "From: MAILER-DAEMON@mx.example\nSubject: Your message to gone@one.example\nTo: us@example.com",
            "Message details:\n  Subject: Invoice\n  Sent date: Mon Mar 02 09:15:00 CET 2026\n  MAIL FROM: us@example.com\n  RCPT TO: gone@one.example\n  From: Us <us@example.com>\n  To: gone@one.example\n  Size (in bytes): 1024\n  Error message: 550 5.1.1 unknown\n",
            "failed",
            Some("5.1.1"),
            &["gone@one.example"],
        ),
        (
            "From: Notes Router <Notes_Router@corp.example>\nSubject: DELIVERY FAILURE: 550 User unknown\nReturn-Path: <>\nTo: us@example.com",
            "------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\ngone@corp.example\n\n------- Returned Message --------\n\nReceived: x\n",
            "failed",
            None,
            &["gone@corp.example"],
        ),
        (
            "From: mailer-daemon@mx.example\nSubject: There was an error sending your mail\nTo: us@example.com",
            "We had trouble delivering your message. Full details follow:\n\nSubject: 'Invoice'\nDate: 'Mon, 2 Mar 2026'\n\n1 error(s):\n\nSMTP Server <mx.one.example> rejected recipient <gone@one.example> (Error following RCPT command). It responded as follows: [550 5.1.1 unknown]\n",
            "failed",
            Some("5.1.1"),
            &["gone@one.example"],
        ),
        (
            "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example>\nSubject: Warning: could not send message for past 4 hours\nTo: us@example.com\nAuto-Submitted: auto-generated (warning-timeout)",
            "   ----- Transcript of session follows -----\n451 4.4.1 reply: read error from mx.one.example.\n<slow@one.example>... Deferred: Connection reset by mx.one.example.\nWarning: message still undelivered after 4 hours\n",
            "delayed",
            Some("4.4.1"),
            &["slow@one.example"],
        ),
        (
            "From: Mail Delivery System <Mailer-Daemon@mx.example>\nSubject: Message délai dépassé\nReturn-Path: <>\nTo: us@example.com",
            "Votre message n'a pas pu être remis à son destinataire :\n\n  lent@one.example\n  452 4.2.2 boîte pleine\n",
            "failed",
            Some("4.2.2"),
            &["lent@one.example"],
        ),
    ]);
}

#[test]
fn a_report_of_fields_with_a_success_beside_a_failure() {
    let sample = Sample {
        headers: "From: postmaster@mx.example\nSubject: Relayed: Invoice",
        content_type: "multipart/report",
        report_type: Some("delivery-status"),
        text: "Delivery to these recipients or groups is complete, but no delivery notification was sent by the destination server:\n\nok@one.example\n",
        parts: &[],
    };
    let bounce = sample.verdict().bounce.map(|bounce| (bounce.action, bounce.status, bounce.recipients));
    assert_eq!(bounce, Some(("relayed".to_owned(), Option::None, vec![])));
}
