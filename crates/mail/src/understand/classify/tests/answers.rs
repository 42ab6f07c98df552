//! Mailboxes that answer by themselves.

use super::assert_classes;
use crate::understand::message::Automatic::{self, AutoReply, None};

#[test]
fn the_subject_in_many_languages() {
    #[rustfmt::skip]
    const STARTS: &[&str] = &[
        "Réponse automatique", "Réponse automatique :", "Absence du bureau :", "Automatische Antwort:",
        "Abwesenheitsnotiz:", "Abwesenheitsnotiz", "Respuesta automática:", "Risposta automatica:",
        "Resposta automática:", "Automatisch antwoord:", "Autosvar:", "Automaattinen vastaus:",
        "Automatyczna odpowiedź:", "Odpowiedź automatyczna:", "Automatická odpověď:", "Автоответ:",
        "Автоматический ответ:", "自動返信:", "自動応答：", "自动回复:", "自動回覆:", "Otomatik yanıt:",
        "Automātiskā atbilde:", "Automatinis atsakymas:", "Automaatvastus:", "Răspuns automat:",
        "Automatikus válasz:", "Automatický odpoveď:", "Samodejni odgovor:", "Automatski odgovor:",
        "Αυτόματη απάντηση:", "Αυτοματη απαντηση:", "תשובה אוטומטית:", "رد تلقائي:", "자동 회신:", "Trả lời tự động:",
        "ตอบกลับอัตโนมัติ:", "Автоматична відповідь:", "Автоматичен отговор:", "Autosvar:", "Automatisk svar:",
        "Automatiskt svar:", "Sjálfvirkt svar:", "Resposta automàtica:", "Balasan otomatis:", "Automatic reply:",
        "Out of Office:", "Out of Office AutoReply:", "OOO:", "[OOO]", "Auto Response:", "Auto-Reply:", "Autoreply:",
        "[Auto-Reply]", "[Réponse automatique]", "(Réponse automatique)", "[Automatische Antwort]",
        "Auto: Réponse automatique", "Vacation reply:", "Mitteilung über Abwesenheit:", "Ich bin nicht im Büro:",
        "Notification d'absence", "Fuera de la oficina:", "Fuori ufficio:", "Afwezigheidsmelding:", "Frånvarande:",
        "Poissa toimistosta:", "Nieobecność w biurze:", "Mimo kancelář:", "Házon kívül:", "Нет на месте:",
        "Отсутствие на рабочем месте:", "휴가 중 자동 응답:", "不在のお知らせ:", "外出自动回复:", "Ofis dışında:",
    ];
    let alone = STARTS.iter().map(|start| format!("From: a@b.example\nSubject: {start} Facture 12"));
    let answers = STARTS
        .iter()
        .map(|start| format!("From: a@b.example\nSubject: Re: {start} Facture 12\nAuto-Submitted: auto-generated"));
    let headers: Vec<String> = alone.chain(answers).collect();
    let cases: Vec<_> = headers.iter().map(|headers| (headers.as_str(), "Ok.", AutoReply)).collect();
    assert_classes(&cases);
}

#[test]
fn frames_of_the_subject() {
    assert_classes(&[
        (
            "From: a@b.example\nSubject: AUTO: Jean Dupont est absent du bureau (retour le 12/03/2026)",
            "Je serai de retour le 12/03/2026.",
            AutoReply,
        ),
        (
            "From: a@b.example\nSubject: AUTO: Jane Roe is out of the office (returning 03/12/2026)",
            "I am out of the office until 03/12/2026.\n\nNote: This is an automated response to your message \"x\" sent on 3/9/2026.",
            AutoReply,
        ),
        ("From: a@b.example\nSubject: Auto: Re: Invoice", "I am out of the office until Monday.", AutoReply),
        ("From: a@b.example\nSubject: Re: Invoice (Réponse automatique)", "Je suis absent jusqu'au 3.", AutoReply),
        ("From: a@b.example\nSubject: Invoice [Auto-Reply]", "I am away.", AutoReply),
        (
            "From: a@b.example\nSubject: Re: Invoice - Out of Office",
            "I will be out of the office from 1 to 5 May.",
            AutoReply,
        ),
        (
            "From: a@b.example\nSubject: Jean Dupont est absent(e).",
            "Je serai absent du 1 au 5 mai. Je répondrai à mon retour.",
            AutoReply,
        ),
        (
            "From: a@b.example\nSubject: Jane Roe is out of the office.",
            "I will be out of the office starting 05/01/2026 and will not return until 05/05/2026.",
            AutoReply,
        ),
        (
            "From: a@b.example\nSubject: Max Muster ist außer Haus.",
            "Ich werde ab 01.05. nicht im Büro sein. Ich kehre zurück am 05.05.",
            AutoReply,
        ),
        (
            "From: a@b.example\nSubject: away from my mail",
            "I will be away until Monday. Your mail will be read then.\nThis is an automatic reply.",
            AutoReply,
        ),
        ("From: a@b.example\nSubject: Re: Invoice\nX-Autoreply: yes", "", AutoReply),
        (
            "From: a@b.example\nSubject: Re: Invoice\nPrecedence: bulk\nX-Auto-Response-Suppress: All",
            "I am out of the office until Monday.",
            AutoReply,
        ),
        (
            "From: a@b.example\nSubject: Accusé de réception automatique",
            "Votre message a bien été reçu. Ceci est un message automatique.",
            AutoReply,
        ),
    ]);
}

#[test]
fn keywords_as_programs_write_them() {
    for (value, want) in [
        ("auto-replied", AutoReply),
        ("Auto-Replied", AutoReply),
        ("auto-replied (vacation)", AutoReply),
        ("(vacation) auto-replied", AutoReply),
        ("\"auto-replied\"", AutoReply),
        ("auto-replied; owner-email=\"a@b.example\"", AutoReply),
        ("auto-replied;vacation", AutoReply),
        ("auto replied", AutoReply),
        ("autoreplied", AutoReply),
        ("auto_replied", AutoReply),
        ("vacation", AutoReply),
        ("auto-generated", Automatic::AutoGenerated),
        ("Auto-Generated; x=y", Automatic::AutoGenerated),
        ("\"auto-generated\"", Automatic::AutoGenerated),
        ("auto-generated (failure)", Automatic::AutoGenerated),
        ("auto-notified", Automatic::AutoGenerated),
        ("yes", Automatic::AutoGenerated),
        ("no", None),
        ("No", None),
        ("no (a person)", None),
        ("\"no\"", None),
        ("false", None),
        ("", None),
    ] {
        let headers = format!("From: a@b.example\nSubject: Hello\nAuto-Submitted: {value}");
        assert_classes(&[(&headers, "Hello", want)]);
    }
}

#[test]
fn acknowledgements_of_help_desks() {
    assert_classes(&[
        (
            "From: help@b.example\nSubject: [#123] Votre demande a bien été reçue\nAuto-Submitted: auto-generated",
            "Bonjour,\nvotre demande a bien été enregistrée.",
            AutoReply,
        ),
        (
            "From: help@b.example\nSubject: Ticket received - 4711\nX-Auto-Response-Suppress: All\nPrecedence: bulk",
            "We have received your ticket and will answer soon.",
            AutoReply,
        ),
        (
            "From: service@b.example\nSubject: Bestätigung Ihrer Anfrage\nAuto-Submitted: auto-replied",
            "Vielen Dank für Ihre Anfrage.",
            AutoReply,
        ),
        (
            "From: service@b.example\nSubject: Ihre Anfrage ist eingegangen [4711]\nX-Autoreply: 1",
            "Vielen Dank für Ihre Anfrage.",
            AutoReply,
        ),
        (
            "From: support@b.example\nSubject: Request received: printer\nX-Zendesk-From-Account-Id: 1\nAuto-Submitted: auto-generated",
            "Your request (4711) has been received and is being reviewed by our support staff.",
            AutoReply,
        ),
        (
            "From: support@b.example\nSubject: [Request received] printer\nX-Mailer: Zendesk Mailer",
            "Your request (4711) has been received and is being reviewed by our support staff.",
            AutoReply,
        ),
        (
            "From: support@b.example\nSubject: [Ticket#2026030812345678] printer\nX-Mailer: OTRS Mail Service (6.0)\nAuto-Submitted: auto-generated\nPrecedence: bulk",
            "Thank you for your email.\n\nWe have received your request. This is an automated message.",
            AutoReply,
        ),
        (
            "From: rt@b.example\nSubject: [b.example #4711] AutoReply: printer\nRT-Ticket: b.example #4711\nPrecedence: bulk\nRT-Originator: ann@example.org",
            "Greetings,\nThis message has been automatically generated in response to the creation of a trouble ticket.",
            AutoReply,
        ),
        (
            "From: support@b.example\nSubject: Ticket Received - printer\nX-Freshdesk-Ticket: 12\nAuto-Submitted: auto-generated",
            "Dear Ann,\nWe would like to acknowledge that we have received your request and a ticket has been created.",
            AutoReply,
        ),
        (
            "From: support@b.example\nSubject: Re: printer\nAuto-Submitted: auto-generated",
            "Merci, nous avons bien reçu votre message. Ceci est un message automatique.",
            AutoReply,
        ),
    ]);
}

#[test]
fn notices_under_the_subject_of_our_mail() {
    assert_classes(&[
        ("From: a@b.example\nReturn-Path: <>\nSubject: Re: Ihre Rechnung", "Ich bin derzeit nicht im Büro.", AutoReply),
        (
            "From: a@b.example\nX-Auto-Response-Suppress: All\nAuto-Submitted: auto-generated\nSubject: Re: Invoice",
            "Jane no longer works here. Please write to bob@b.example.",
            AutoReply,
        ),
        ("From: a@b.example\nPrecedence: junk\nSubject: Re: Invoice", "I'm on vacation until the 3rd.", AutoReply),
    ]);
}

#[test]
fn away_notes_in_other_words() {
    assert_classes(&[
        (
            "From: a@b.example\nSubject: Re: Invoice\nX-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\nAuto-Submitted: auto-generated",
            "Merci de votre message. Je suis absente jusqu'au 5 mai.",
            AutoReply,
        ),
        (
            "From: a@b.example\nSubject: Changement d'adresse\nAuto-Submitted: auto-replied",
            "Ma nouvelle adresse est b@b.example",
            AutoReply,
        ),
        ("From: a@b.example\nSubject: [EXTERNAL] Automatic reply: Invoice", "I am out until Monday.", AutoReply),
        (
            "From: a@b.example\nSubject: Automatic reply: Invoice",
            "Thank you for your mail. Need help now? Call 555 0100.\nI am out of the office until Monday.",
            AutoReply,
        ),
        (
            "From: a@b.example\nSubject: Automatic reply: Invoice",
            "Thanks! Did you know that our shop is open on Sunday?\nWe answer within two days.",
            AutoReply,
        ),
        (
            "From: a@b.example\nSubject: Out of Office: Re: Invoice\nList-Unsubscribe: <https://b.example/u>",
            "Out until Monday.",
            AutoReply,
        ),
        ("From: a@b.example\nSubject: Autoreply: Re: Invoice\nTo: list@list.example", "Gone fishing", AutoReply),
        (
            "From: a@b.example\nSubject: Jane Roe/NYC/ACME is out of the office.\nX-Mailer: Lotus Notes Release 6.5",
            "I will be out of the office starting  05/01/2026 and will not return until 05/05/2026.",
            AutoReply,
        ),
        ("From: a@b.example\nSubject: Re: Invoice\nX-Vacation: yes", "x", AutoReply),
        ("From: a@b.example\nSubject: Re: Invoice\nX-Autoreply: no", "x", None),
    ]);
}
