//! Mails that people wrote, though something about them looks like a machine.

use super::{Automatic::None, assert_classes};

#[test]
fn people_write_about_automatic_answers() {
    for (subject, text) in [
        ("Abwesenheitsnotiz einrichten", "Guten Tag, bitte richten Sie das ein.\nUwe"),
        ("Abwesenheitsassistent geht nicht", "Er startet nicht.\nUwe"),
        ("Message d'absence ne fonctionne pas", "Bonjour, rien ne part.\nPaul"),
        ("Réponse automatique à modifier", "Merci de mettre le nouveau texte.\nPaul"),
        ("自動返信が届きません", "確認をお願いします。"),
        ("自动回复设置问题", "请帮忙看看。"),
        ("Автоответ не работает", "Посмотрите, пожалуйста."),
        ("Automatyczna odpowiedź nie działa", "Proszę sprawdzić."),
    ] {
        assert_classes(&[(&format!("From: Ann <ann@example.org>\nSubject: {subject}"), text, None)]);
    }
    let away = "Vielen Dank, ich bin bis 5.1. nicht im Büro.";
    let framed = "From: Uwe <uwe@example.de>\nSubject: Abwesenheitsnotiz: Drucker einrichten";
    assert_classes(&[(framed, away, super::Automatic::AutoReply)]);
}

#[test]
fn people_write_about_bounces() {
    assert_classes(&[
        (
            "From: Ann <ann@example.org>\nSubject: Undeliverable: your invoice",
            "Hello,\nI wrote to billing@example.com and it came back, could not be delivered. What is the right address?\n",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Delivery failure?",
            "I keep getting \"user unknown\" for sales@example.com\nIs that address still right?\n",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Undelivered Mail Returned to Sender",
            "Can you please look into this?\n\nThe message to bob@example.com came back.\nRecipient: bob@example.com\nThanks, Ann\n",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Mail delivery failed\nIn-Reply-To: <t1@example.com>\nReferences: <t1@example.com>",
            "Your last mail to my colleague did not arrive:\nbob@example.com\n550 5.1.1 user unknown\n\nAnn",
            None,
        ),
        (
            "From: Paul <paul@example.fr>\nSubject: Message non remis",
            "Bonjour,\nmon message à compta@example.com n'a pas pu être remis. Pouvez-vous vérifier l'adresse ?\nMerci\nPaul",
            None,
        ),
        (
            "From: Paul <paul@example.fr>\nSubject: TR: Message non remis",
            "Voici ce que je reçois.\n\n-----Message d'origine-----\nDe : postmaster@example.com\nVotre message n'a pas pu être remis à compta@example.com\n",
            None,
        ),
        (
            "From: Uwe <uwe@example.de>\nSubject: WG: Unzustellbar: Anfrage",
            "zur Info\n\nVon: postmaster@example.com\nIhre Nachricht konnte nicht zugestellt werden: info@example.com\n",
            None,
        ),
        (
            "From: Uwe <uwe@example.de>\nSubject: Unzustellbare Mails",
            "Guten Tag,\nseit gestern kommen alle Mails an service@example.com als unzustellbar zurück.\nGruß Uwe\n",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Fwd: Delivery Status Notification (Failure)",
            "FYI\n\n---------- Forwarded message ---------\nFrom: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nYour message wasn't delivered to bob@example.com because the address couldn't be found.\n",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Failed delivery",
            "My order 4711 was not delivered today.\nPlease write to me at ann.private@example.net\nAnn\n",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: User unknown",
            "I try to log in with\nann@example.org\nand it says user unknown\n",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Mailbox full",
            "Our mailbox team@example.org is over quota. Please make it larger.\nAnn\n",
            None,
        ),
    ]);
}

#[test]
fn people_write_of_absences_and_automata() {
    assert_classes(&[
        ("From: a@b.example\nSubject: Absence de mon fils lundi", "Mon fils sera absent lundi, il est malade.", None),
        ("From: a@b.example\nSubject: Out of office on Friday?", "Are you out of office on Friday?", None),
        (
            "From: a@b.example\nSubject: Congés d'été : puis-je poser les miens en août ?",
            "Bonjour, je serai absent trois semaines si possible. Puis-je poser mes jours ?",
            None,
        ),
        ("From: a@b.example\nSubject: Automatic door reply", "The automatic door does not answer any more.", None),
        ("From: a@b.example\nSubject: Auto insurance", "I need a quote for my auto.", None),
        ("From: a@b.example\nSubject: Auto: Reifen wechseln", "Wann kann ich kommen?", None),
        (
            "From: a@b.example\nSubject: Abwesenheitsnotiz einrichten",
            "Wie richte ich eine Abwesenheitsnotiz ein?",
            None,
        ),
        ("From: a@b.example\nSubject: Automatic reply: how to set up?", "How do I set one up in Outlook?", None),
        (
            "From: a@b.example\nSubject: Réponse automatique à configurer",
            "Pouvez-vous configurer ma réponse automatique ?",
            None,
        ),
        (
            "From: a@b.example\nSubject: Vacances",
            "Je suis en congé la semaine prochaine, qui peut me remplacer ?",
            None,
        ),
        ("From: a@b.example\nSubject: Krankmeldung", "Ich bin bis Freitag krank geschrieben.", None),
        ("From: a@b.example\nSubject: Ausencia", "No podré ir mañana a la reunión.", None),
        ("From: a@b.example\nSubject: Re: Ticket received", "Any news on this?", None),
        ("From: a@b.example\nSubject: Your ticket 4711", "I still wait for an answer.", None),
        (
            "From: a@b.example\nSubject: Accusé de réception",
            "Bonjour, je n'ai pas reçu d'accusé de réception de ma demande.",
            None,
        ),
        ("From: a@b.example\nSubject: Frånvaro: Kalle", "Kalle är sjuk idag.", None),
        ("From: a@b.example\nSubject: Virus found on my PC", "My antivirus found a virus in the file you sent.", None),
        (
            "From: a@b.example\nSubject: Spam report",
            "We get a lot of spam since Monday, the antivirus does not help.",
            None,
        ),
        (
            "From: a@b.example\nSubject: Quarantaine",
            "Je ne trouve plus mon message, il est peut-être en quarantaine.",
            None,
        ),
        (
            "From: a@b.example\nSubject: Thank you for your message",
            "Thank you for your message. Tuesday is fine for me.",
            None,
        ),
        ("From: a@b.example\nSubject: Vielen Dank für Ihre Nachricht", "Guten Tag, das Angebot nehmen wir an.", None),
        ("From: a@b.example\nSubject: Re: out of office", "Ok, I will try again on Monday.", None),
        ("From: a@b.example\nSubject: Holiday", "I am on holiday from Monday. Could you move my appointment?", None),
    ]);
}

#[test]
fn people_with_odd_addresses() {
    let headers = [
        "Post Office <postoffice@village.example>",
        "mailgate@museum.example",
        "office@praxis.example",
        "info@hotel.example",
        "Mail Router Shop <sales@shop.example>",
        "Support <support@partner.example>",
        "postmaster@smallfirm.example",
        "webmaster@club.example",
        "admin@school.example",
        "robot.schmidt@firma.example",
        "System Administrator <it@school.example>",
        "Noreen Plyler <noreen.plyler@example.org>",
        "Norbert Eply <n.eply@example.org>",
        "Alerte Enlèvement <contact@asso.example>",
        "Bounce House Rental <hello@rental.example>",
        "contact@notification-systems.example",
    ]
    .map(|from| format!("From: {from}\nSubject: Question about our account"));
    let text = "Could you please tell me when the order comes?\nBest regards";
    let cases: Vec<_> = headers.iter().map(|headers| (headers.as_str(), text, None)).collect();
    assert_classes(&cases);
}

#[test]
fn people_whose_servers_add_list_fields() {
    assert_classes(&[
        (
            "From: Ann <ann@crm.example>\nSubject: Re: Offer\nIn-Reply-To: <t1@example.com>\nReferences: <t1@example.com>\nList-Unsubscribe: <https://crm.example/u/1>",
            "Thanks, Tuesday suits me.\nAnn\n\nOn Mon, Bob wrote:\n> Would Tuesday do?\n",
            None,
        ),
        (
            "From: Ann <ann@crm.example>\nSubject: Re: Offer\nIn-Reply-To: <t1@example.com>\nReferences: <t0@example.com> <t1@example.com>\nFeedback-ID: 1:crm:x",
            "Yes, please send it.\nAnn",
            None,
        ),
        (
            "From: Ann <ann@firma.example>\nSubject: AW: Angebot\nReferences: <t1@example.com>\nIn-Reply-To: <t1@example.com>\nX-CSA-Complaints: csa-complaints@eco.de\nX-Mailer: Microsoft Outlook 16.0",
            "Danke, passt.\nAnn",
            None,
        ),
    ]);
}

#[test]
fn what_a_person_clicked() {
    assert_classes(&[
        (
            "From: Ann <ann@example.org>\nSubject: Accepted: Meeting\nContent-Type: text/calendar; method=REPLY",
            "",
            None,
        ),
        ("From: Ann <ann@example.org>\nSubject: Accepté : Réunion", "", None),
        ("From: Ann <ann@example.org>\nSubject: Declined: Meeting", "I can't, sorry", None),
        ("From: Ann <ann@example.org>\nSubject: Tentative: Meeting", "", None),
        ("From: Ann <ann@example.org>\nSubject: Zugesagt: Besprechung", "", None),
    ]);
}

#[test]
fn people_who_quote_machines() {
    assert_classes(&[
        (
            "From: Ann <ann@example.org>\nSubject: Re: [#123] Votre demande a bien été reçue\nIn-Reply-To: <t1@example.com>",
            "Merci. Voici la photo demandée.\n\nLe 2 mars 2026, Support a écrit :\n> Ceci est un message automatique.\n",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Re: Request received: printer",
            "It works again, please close.\n\nOn Mon, Support wrote:\n> This is an automated message. We have received your request.\n",
            None,
        ),
        ("From: Ann <ann@example.org>\nSubject: AW: Automatische Antwort: Angebot", "Dann warte ich bis Montag.", None),
        ("From: Ann <ann@example.org>\nSubject: RE: Réponse automatique : Devis", "D'accord, à lundi.", None),
        (
            "From: Ann <ann@example.org>\nSubject: Fwd: Out of Office: Offer",
            "Who covers for Bob?\n\n---------- Forwarded message ---------\nFrom: Bob\nI am out of the office until Monday.\n",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Fwd: Read: Invoice",
            "He has read it.\n\n---------- Forwarded message ---------\nYour message was read on Monday.",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Returned mail",
            "Hello, the parcel with the returned goods is on its way to you.",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Return to sender",
            "The shoes don't fit. I sent them to returns@shop.example yesterday.",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Delivery notification",
            "Did you send one? I got none for order 4711.",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Rejected: invoice 12",
            "The invoice was rejected by our accounting.\nPlease send a new one to accounts@example.org",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Delayed: order 4711",
            "The order is delayed, when will it come to ann@example.org",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Livraison : échec de livraison",
            "Le colis n'a pas pu être remis, le livreur n'est pas passé.\nAnn",
            None,
        ),
        (
            "From: Ann <ann@example.org>\nSubject: Invalid address",
            "The address on the invoice does not exist any more. Write to\nann.new@example.org",
            None,
        ),
        (
            "From: IT Helpdesk <helpdesk@corp.example>\nSubject: Mail delivery problems today",
            "Mails to bob@corp.example could not be delivered between 8 and 9. It works again.",
            None,
        ),
    ]);
}
