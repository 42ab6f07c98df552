//! Mails as archives of public lists keep them: old readers, list managers and free mail services.

use super::tests::{check, expect, stay};

#[test]
fn attributions_of_archives() {
    let mut cases = Vec::new();
    for attribution in [
        "--- In users@yahoogroups.com, \"Bob\" <b@x.org> wrote:",
        "--- In users@yahoogroups.com, \"Bob Smith\" <bob.smith@...>\nwrote:",
        "--- Bob Smith <b@x.org> wrote:",
        "On Fri, 12 Apr 2002, Bob Smith wrote:",
        "On Fri, Apr 12, 2002 at 10:04:11AM +0200, Bob Smith wrote:",
        "On Fri, Apr 12, 2002 at 10:04:11AM +0200,\nBob Smith <b@x.org> wrote:",
        "On Fri, 12 Apr 2002 10:04:11 +0200\nBob Smith <b@x.org> wrote:",
        "On Fri, 2002-04-12 at 10:04, Bob Smith wrote:",
        "On 12/04/02 10:04, Bob Smith wrote:",
        "On Friday 12 April 2002 10:04 am, Bob Smith wrote:",
        "On Freitag 12 April 2002 10:04, Bob Smith wrote:",
        "Le vendredi 12 avril 2002 à 10:04 +0200, Bob Smith a écrit :",
        "Le vendredi 12 Avril 2002 10:04, Bob Smith a écrit :",
        "Le Fri, 12 Apr 2002 10:04:11 +0200,\nBob Smith <b@x.org> a écrit :",
        "Bob Smith a écrit:",
        "Bob Smith (12.04.2002 10:04):",
        "Bob Smith <b@x.org> (2002-04-12) :",
        "Bob Smith [b@x.org] wrote:",
        "bob wrote (Friday, April 12, 2002 10:04 AM):",
        "At 10:04 AM 4/12/2002 +0200, Bob Smith wrote:",
        "At 10:04 12.04.2002, you wrote:",
        "At Fri, 12 Apr 2002 10:04:11 +0200,\nBob Smith wrote:",
        "From: Bob Smith <b@x.org>\nDate: Fri, 12 Apr 2002 10:04:11 +0200",
        "Am Freitag, 12. April 2002 10:04 schrieb Bob Smith:",
        "Am 12 Apr 2002 um 10:04 hat Bob Smith geschrieben:",
        "Bob Smith schrieb:",
        "Hello Bob,\n\nFriday, April 12, 2002, 10:04:11 AM, you wrote:",
        "BS> ",
        "In der Nachricht vom 12.04.2002 schrieb b@x.org:",
        "Thus wrote Bob Smith (b@x.org):",
        "Quoth Bob Smith:",
        "also sprach Bob Smith <b@x.org> [2002.04.12.1004 +0200]:",
        "* Bob Smith <b@x.org> [020412 10:04]:",
        "Once upon a time, Bob Smith <b@x.org> said:",
        "Incoming from Bob Smith:",
        "Previously Bob Smith wrote:",
        "Bob Smith said the following on 4/12/2002 10:04 AM:",
        "Bob Smith wrote the following on 12.04.2002 10:04:",
        "Op vr 12 apr 2002 schreef Bob Smith:",
        "El vie, 12-04-2002 a las 10:04, Bob Smith escribió:",
        "Il ven, 2002-04-12 alle 10:04, Bob Smith ha scritto:",
        "Em Sex, 2002-04-12 às 10:04, Bob Smith escreveu:",
        "W liście z pią, 12-04-2002, godz. 10:04, Bob Smith pisze:",
        "В Пт, 12.04.2002, в 10:04, Bob Smith пишет:",
        "fre 2002-04-12 klockan 10:04 skrev Bob Smith:",
    ] {
        let own = if attribution.starts_with("Hello") { "Hello Bob," } else { "Yes it is." };
        let heading = attribution.trim_start_matches("Hello Bob,\n\n").trim_start_matches("BS> ");
        let gap = if heading.is_empty() { "\n" } else { "\n\n" };
        cases.push((format!("{own}{gap}{heading}\n> Old text.\n> More.\n"), own));
        cases.push((
            format!("{own}\n\nAl\n{gap}{heading}\n> Old text.\n>\n> > Older.\n> More.\n\n-- \nAl\n"),
            match own {
                "Hello Bob," => "Hello Bob,\n\nAl",
                _ => "Yes it is.\n\nAl",
            },
        ));
    }
    expect(cases);
}

#[test]
fn footers_of_archives() {
    let own = "It works now.\n\nCheers,\nAl";
    let mut cases = Vec::new();
    for footer in [
        "_______________________________________________\nUsers mailing list\nUsers@lists.example.org\nhttp://lists.example.org/mailman/listinfo/users",
        "_______________________________________________\nusers mailing list -- users@lists.example.org\nTo unsubscribe send an email to users-leave@lists.example.org",
        "______________________________________________\nR-x@example.org mailing list\nhttps://example.org/mailman/listinfo/r-x\nPLEASE do read the posting guide http://www.example.org/guide.html\nand provide commented, minimal, reproducible code.",
        "-- \nIrish Users' Group: ig@example.ie\nhttp://www.example.ie/mailman/listinfo/ig for (un)subscription information.\nList maintainer: listmaster@example.ie",
        "-------------------------------------------------------\nThis sf.net email is sponsored by:Geeks\nWelcome to my heaven.\nhttp://geeks.example/sf\n_______________________________________________\nx-talk mailing list\nx-talk@lists.example.net\nhttps://lists.example.net/lists/listinfo/x-talk",
        "-=-=-=-=-=-=-=-=-=-=-=-\nGroups.io Links: You receive all messages sent to this group.\n\nView/Reply Online (#123): https://groups.io/g/x/message/123\nMute This Topic: https://groups.io/mt/1/2\nGroup Owner: x+owner@groups.io\nUnsubscribe: https://groups.io/g/x/unsub [a@x.org]\n-=-=-=-=-=-=-=-=-=-=-=-",
        "__________________________________________________\nDo You Yahoo!?\nYahoo! Finance - Get real-time stock quotes\nhttp://finance.yahoo.com",
        "___________________________________________________________\nDo You Yahoo!? -- Une adresse @yahoo.fr gratuite et en français !\nYahoo! Mail : http://fr.mail.yahoo.com",
        "_________________________________________________________________\nChat with friends online, try MSN Messenger: http://messenger.msn.com",
        "_________________________________________________________________\nGet your FREE download of MSN Explorer at http://explorer.msn.com/intl.asp.",
        "_________________________________________________________________\nJoin the world's largest e-mail service with MSN Hotmail.\nhttp://www.hotmail.com",
        "---------------------------------\nDo you Yahoo!?\nYahoo! Mail - you care about security. So do we.",
        "--\nLisez la FAQ de la liste avant de poser une question :\nhttps://wiki.example.org/fr/Listes\n\nPour vous DESABONNER, envoyez un message avec comme objet \"unsubscribe\"\nvers x-user-french-REQUEST@lists.example.org\nEn cas de soucis, contactez EN ANGLAIS listmaster@lists.example.org\nArchive: https://lists.example.org/1",
        "-- \nListe de discussion x\nPour se désabonner : mailto:sympa@example.org?subject=unsubscribe",
        "--~--~---------~--~----~------------~-------~--~----~\nYou received this message because you are subscribed to the Google Groups \"x\" group.\nTo post to this group, send email to x@googlegroups.com\n-~----------~----~----~----~------~----~------~--~---",
        "-- \nVous recevez ce message, car vous êtes abonné au groupe Google Groupes \"x\".\nPour vous désabonner de ce groupe et ne plus recevoir d'e-mails le concernant, envoyez un e-mail à l'adresse x+unsubscribe@googlegroups.com.",
        "To unsubscribe, e-mail: dev-unsubscribe@x.example.org\nFor additional commands, e-mail: dev-help@x.example.org",
        "------------------------ Yahoo! Groups Sponsor ---------------------~-->\nBuy Stock for $4\nhttp://us.click.yahoo.com/x\n---------------------------------------------------------------------~->\n\nTo unsubscribe from this group, send an email to:\nx-unsubscribe@egroups.com\n\nYour use of Yahoo! Groups is subject to http://docs.yahoo.com/info/terms/",
        "---\nYou are receiving this because you were mentioned.\nReply to this email directly or view it on GitHub:\nhttps://github.com/x/y/issues/1",
        "--\nReply to this email directly, view it on GitHub, or unsubscribe.\nYou are receiving this because you are subscribed to this thread.Message ID: <x/y/1@github.com>",
        "-- \nReply to this email directly or view it on GitLab: https://gitlab.com/x\nYou're receiving this email because of your account on gitlab.com. If you'd like to receive fewer emails, you can unsubscribe from this thread or adjust your notification settings.",
        "Accédez au courrier électronique de La Poste : www.laposte.net ;\n3615 LAPOSTENET (0,34 €/mn) ; tél : 08 92 68 13 50 (0,34€/mn)",
        "Une messagerie gratuite, garantie à vie et des services en plus, ça vous tente ?\nJe crée ma boîte mail www.laposte.net",
    ] {
        cases.push((format!("{own}\n\n{footer}\n"), own));
        cases.push((format!("{own}\n\n\n{footer}\n\n\n"), own));
        cases.push((format!("{own}\n\nBob wrote:\n> Old.\n> More.\n\n{footer}\n"), own));
    }
    expect(cases);
}

#[test]
fn blocks_of_archives() {
    let own = "It works now.\n\nAl";
    let mut cases = Vec::new();
    for block in [
        " -----Original Message-----\nFrom: \tSmith, Bob  \nSent:\tMonday, March 02, 2001 10:04 AM\nTo:\tJones, Al\nSubject:\tRE: Order",
        "From:\tBob Smith @ ECT                    05/10/2000 10:04 AM\n\t\nTo:\tAl Jones/HOU/ECT@ECT\ncc:\t \nSubject:\tRe: Order",
        "Bob Smith@ENRON 10/05/2000 05:14 PM\nTo:\tAl Jones/HOU/ECT@ECT\ncc:\t \nSubject:\tRe: Order",
        "\"Bob Smith\" <b@x.org> on 10/05/2000 05:14:11 PM\nTo:\t<al@x.org>\ncc:\t \nSubject:\tRe: Order",
        "\tBob Smith\n\tSent by: Cy\n\t10/05/2000 05:14 PM\n\t\t\n\t\t To: Al Jones/HOU/ECT@ECT\n\t\t cc: \n\t\t Subject: Re: Order",
        "---------------------- Forwarded by Al Jones/HOU/ECT on 10/05/2000 05:20 PM ---------------------------\n\n\nBob Smith\n10/05/2000 05:14 PM\nTo: Al Jones/HOU/ECT@ECT\ncc:  \nSubject: Re: Order",
        "----- Original Message -----\nFrom: \"Bob\" <b@x.org>\nTo: <al@x.org>\nSent: Friday, April 12, 2002 10:04 AM\nSubject: Re: Order",
        "----- Original Message ----- \nDe : \"Bob\" <b@x.org>\nÀ : <al@x.org>\nEnvoyé : vendredi 12 avril 2002 10:04\nObjet : Re: x",
        "----Message d'origine----\n>De : Bob <b@x.org>\n>A : al@x.org\n>Sujet : x\n>Date : Fri, 12 Apr 2002 10:04:11 +0200\n>\n>Vieux",
        ">From: Bob Smith <b@x.org>\n>Reply-To: b@x.org\n>To: al@x.org\n>Subject: Re: Order\n>Date: Fri, 12 Apr 2002 10:04:11 +0200\n>\n>Old",
        "> -----Original Message-----\n> From: Bob [mailto:b@x.org]\n> Sent: Friday, April 12, 2002 10:04 AM\n> To: Al\n> Subject: RE: Order\n>\n> Old",
        "========= At 2002-04-12, 10:04:11 you wrote: =========\n\n>Old",
    ] {
        cases.push((format!("{own}\n\n{block}\n\nDear Al,\nold text.\n"), own));
    }
    cases.retain(|(text, _)| !text.contains(">Old") && !text.contains("> Old") && !text.contains(">Vieux"));
    for block in [
        "----Message d'origine----\n>De : Bob <b@x.org>\n>A : al@x.org\n>Sujet : x\n>Date : Fri, 12 Apr 2002 10:04:11 +0200\n>\n>Vieux",
        ">From: Bob Smith <b@x.org>\n>Reply-To: b@x.org\n>To: al@x.org\n>Subject: Re: Order\n>Date: Fri, 12 Apr 2002 10:04:11 +0200\n>\n>Old",
        "> -----Original Message-----\n> From: Bob [mailto:b@x.org]\n> Sent: Friday, April 12, 2002 10:04 AM\n> To: Al\n> Subject: RE: Order\n>\n> Old",
    ] {
        cases.push((format!("{own}\n\n{block}\n"), own));
    }
    expect(cases);
}

#[test]
fn own_words_of_archives() {
    stay(&[
        "Hi all,\n\nthe build fails:\n\n----\nmake: *** [all] Error 2\n----\n\nAny idea?\n\nThanks,\nAl",
        "Hello,\n\nAs Bob wrote on Monday, the list is down. I tried http://x.example and it works.\n\nAl",
        "Summary of the meeting\n======================\n\n- To: everyone\n- From: the board\n- Subject: money\n\nSee you",
        "Dear all,\n\nfrom 10:00 to 12:00 there will be no service.\n\nBest,\nAl\n\nPS: Bob wrote: it is fine.",
        "Program:\n\n10:00 Opening\n11:00 Talk: who wrote what\n12:00 Lunch\n\nPlease register at http://x.example/subscribe until 3 May.",
        "Bonjour,\n\nje cherche un logement :\n\nVille : Lyon\nÀ : partir de mai\nPrix : 400\n\nMerci,\nZoé\n06 12 34 56 78",
        "Hi,\n\nsubject: to change, date: unknown.\n\nAl",
        "Announcing version 2.0\n\nChanges:\n* a\n* b\n\nDownload: http://x.example\n\nTo subscribe to our list, see http://x.example/lists.\n\nThe X team",
    ]);
    check(&[
        ("postscript", "Yes.\n\nAl\n\nP.S. See you.\n\nBob wrote:\n> Old", "Yes.\n\nAl\n\nP.S. See you."),
        (
            "pgp between",
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nBob wrote:\n> Old?\n\nYes.\n\n- --\nAl\n-----BEGIN PGP SIGNATURE-----\nVersion: GnuPG v1\n\niD8=\n-----END PGP SIGNATURE-----\n\n_______________________________________________\nusers mailing list\nusers@x.org\nhttp://x.org/listinfo/users\n",
            "Bob wrote:\n> Old?\n\nYes.",
        ),
    ]);
}
