//! What senders write themselves and what looks like a program's: it must stay.

use super::tests::{check, expect, stay};

const GMAIL: &str = "On Mon, Mar 2, 2026 at 10:00 AM Bob Smith <bob@example.org> wrote:";

/// No blank line stands between the sender's last line and the attribution.
#[test]
fn own_last_line_above_an_attribution() {
    let mut cases = Vec::new();
    for own in [
        "Yes please",
        "see you on 3 March at 10:00",
        "Call me at 555-1234567",
        "My address is al@example.org",
        "Thanks,\nAl",
        "Best regards\nAl Jones",
        "Merci\nZoé",
        "À bientôt, le 5 mars",
        "On Friday then",
        "Le colis est arrivé le 3 mars",
        "La commande 4711 du 3 mars 2026",
        "Bob",
        "Al Jones\n06 12 34 56 78",
        "Al Jones\nACME Ltd, 12 High Street",
        "the total is 12.50",
        "Am Montag passt es",
        "Order 2026-0012 from 3 March 2026",
        "I am at the office until 18:00",
    ] {
        for attribution in [
            GMAIL,
            "On Mon, Mar 2, 2026 at 10:00 AM Bob Smith\n<bob@example.org> wrote:",
            "On 02/03/2026 10:00, Bob Smith wrote:",
            "Le lun. 2 mars 2026 à 10:00, Zoé Martin <zoe@example.org> a écrit :",
            "Le lun. 2 mars 2026 à 10:00, Zoé Martin <zoe@example.org> a\nécrit :",
            "Le 02/03/2026 à 10:00, Zoé Martin a écrit :",
            "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Jörg Müller <\nj.mueller@example.de>:",
            "Am 02.03.2026 um 10:00 schrieb Jörg Müller:",
            "El lun, 2 mar 2026 a las 10:00, José (<jose@example.es>) escribió:",
            "Il giorno lun 2 mar 2026 alle ore 10:00 Anna\n<anna@example.it> ha scritto:",
            "Op ma 2 mrt 2026 om 10:00 schreef Piet <piet@example.nl>:",
            "Em seg., 2 de mar. de 2026 às 10:00, João <joao@example.br>\nescreveu:",
            "Den mån 2 mars 2026 kl 10:00 skrev Åsa <asa@example.se>:",
            "pon., 2 mar 2026 o 10:00 Jan Kowalski <jan@example.pl> napisał(a):",
            "W dniu 02.03.2026 o 10:00, Jan Kowalski pisze:",
            "пн, 2 мар. 2026 г. в 10:00, Иван <ivan@example.ru>:",
            "Bob Smith <bob@example.org> wrote on 2026-03-02 10:00:",
            "Bob Smith <bob@example.org> writes:",
        ] {
            cases.push((format!("{own}\n{attribution}\n> Old text.\n> More.\n"), own));
        }
    }
    expect(cases);
}

#[test]
fn forms_and_lists_of_labels_are_own_words() {
    stay(&[
        "From: Bob\nSubject: x\nDate: 3 May\n\nMy printer is on fire.",
        "Name: Bob\nFrom: Bob Jones\nSubject: Broken\nDate: 2026-03-02 10:00\nMessage: It is broken.",
        "You have a new message from your website.\n\nFrom: Bob <b@x.example>\nSubject: Quote\nDate: 3 May 2026\n\nHow much is it?",
        "Nouveau message du formulaire de contact\n\nDe : Zoé Martin\nE-mail : zoe@x.example\nSujet : Devis\nDate : 3 mai 2026\n\nCombien coûte-t-il ?",
        "Hello,\n\nTravel plan\nFrom: Paris\nTo: London\nDate: 3 May 2026 10:00\n\nPlease book it.",
        "Contact form\n\nFrom: Zoé\nSubject: Delivery\nMessage: where is it?\nDate: 3 May",
    ]);
}

#[test]
fn rules_between_own_words_stay() {
    stay(&[
        "First part.\n\n--\n\nSecond part goes on here, and it is a full sentence. It has another one behind it.\n\nAnd a third paragraph follows it, as people do.",
        "Bonjour,\n\nmon imprimante ne marche plus.\n\n—\n\nVoici ce que j'ai essayé : j'ai redémarré, puis j'ai changé le câble.\nRien n'y fait. Pouvez-vous m'aider ?",
        "One.\n____________________\nTwo is a sentence about http://x.example, which I saw yesterday. What do you think of it?\n",
        "Steps:\n--\n1. Open the page.\n2. Press the button.\n3. It fails with an error.\n4. Nothing else helps.\n",
        "Config:\n--\nhost = a\nport = 1\nuser = b\npath = c\nmode = d\nkind = e\nsize = f\nname = g\nlast = h\n--\nDoes that look right to you?",
    ]);
    check(&[
        ("name", "Hi\n--\nBob Jones\nACME Ltd.\n+44 20 1234 5678\nwww.acme.example", "Hi"),
        ("long dash", "Hi\n\n—\nBob", "Hi"),
        (
            "notice",
            "Hi\n--\nBob Jones\nACME Ltd.\n\nThis e-mail is confidential. If you are not the intended recipient, please delete it.",
            "Hi",
        ),
        ("motto", "Hi\n-- \nBob Jones\nIt is a wise crow that knows which way the camel points.", "Hi"),
        ("french", "Oui.\n--\nZoé Martin\n12 rue des Lilas, 75011 Paris\n06 12 34 56 78", "Oui."),
    ]);
}

#[test]
fn own_words_about_lists_stay() {
    stay(&[
        "Hello,\n\nPlease unsubscribe me.\n\nTo unsubscribe from the newsletter I tried the link in your mail, and it does not work.",
        "Hi,\n\nUnsubscribe: how does that work? I found no link.",
        "Hello,\n\nI wrote to users@lists.example.org.\n\n---\nSee https://example.org/my-log for the whole log, I could not attach it.",
        "Hi\n\n---\nhttps://example.org/picture.png",
        "Hallo,\n\nich möchte das Abonnement kündigen.\n-----\nMein Abonnement hat die Nummer 4711.",
        "Hello\n\nWhich plan is it?\n\n-----\nSubscription: Pro\nSince: May\nPrice: 12",
        "You are receiving this because I do not know whom to ask. My order never came.",
        "Bonjour,\n\nPour vous désabonner de ce groupe, comment fait-on ? Je ne trouve pas.",
        "I need help with my mailing list.\n\n------\nThe mailing list is called users and nobody can post to it. What can I do?",
    ]);
}

#[test]
fn small_answers_are_answers() {
    let mut cases = Vec::new();
    for own in [":-)", "👍", "?", "???", "+1", "OK", "!", "❤️", "<3", "...", ";)", "👍🏻"] {
        for quote in [
            "On Mon, Mar 2, 2026 at 10:00 AM Bob <b@x.org> wrote:\n> Old text.\n> More.\n",
            "On Mon, Mar 2, 2026 at 10:00 AM Bob <b@x.org> wrote:\n\nOld text.\n",
            "-----Original Message-----\nFrom: Bob <b@x.org>\nSent: Monday, March 2, 2026 10:00 AM\nTo: Al\nSubject: x\n\nOld text.\n",
        ] {
            cases.push((format!("{own}\n\n{quote}"), own));
        }
        cases.push((own.to_owned(), own));
    }
    expect(cases);
}

/// Without a `-- ` line nothing of a closing is cut.
#[test]
fn closings_stay() {
    let mut cases = Vec::new();
    for own in [
        "Oui.\n\nCordialement,\nZoé Martin",
        "Oui.\n\nBien à vous\n\nZoé Martin\n06 12 34 56 78",
        "Oui.\n\nCordialement,\n\nZoé Martin\nDirectrice\nTél. : +33 1 23 45 67 89",
        "Merci d'avance.\n\nBien cordialement,\nZoé\n\nACME\n12 rue des Lilas\n75011 Paris",
        "Yes.\n\nKind regards,\nAl Jones\nPhone: +44 20 1234 5678",
        "Ja.\n\nMit freundlichen Grüßen\nJörg Müller\nTel. 030 1234567",
    ] {
        cases.push((own.to_owned(), own));
        for quote in [
            "Le lun. 2 mars 2026 à 10:00, Bob <b@x.org> a écrit :\n\n> Vieux.",
            "De : Bob <b@x.org>\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Zoé <z@x.org>\nObjet : x\n\nVieux.",
            "________________________________\nDe : Bob <b@x.org>\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Zoé <z@x.org>\nObjet : x\n\nVieux.",
            "Envoyé de mon iPhone\n\n> Le 2 mars 2026 à 10:00, Bob <b@x.org> a écrit :\n> \n> Vieux.",
        ] {
            cases.push((format!("{own}\n\n{quote}"), own));
        }
    }
    expect(cases);
}

/// People tell when who wrote what.
#[test]
fn own_sentences_about_writing_stay() {
    stay(&[
        "Bonjour,\n\nLe client (jean@x.org) a écrit sur le formulaire :\n« je veux annuler »\n\nEst-ce possible ?",
        "The man at the desk <al@x.org> wrote on my form:\nplease wait.\nAnd now?",
        "Bonjour,\n\nLe 3 mars 2026 à 10:00, vous m'avez écrit :\n\n« Le colis part demain. »\n\nRien n'est arrivé.",
        "Bonjour,\n\nLe 3 mars 2026 à 10h00 vous avez écrit :\n\nLe colis part demain.\n\nRien n'est arrivé.",
        "Hallo,\n\nam 3. März 2026 um 10:00 haben Sie geschrieben:\n\nDas Paket kommt morgen.\n\nEs kam nichts.",
        "Hello,\n\nOn 3 March 2026 at 10:00 I wrote to bob@x.example:\n\nPlease cancel it.\n\nNothing happened.",
        "Hello,\n\nOn 3 March 2026 at 10:00 I asked bob@x.example this: is it open?\n\nNothing happened.",
        "Hello,\n\nthe log of 2026-03-02 10:00:\n\nerror 5\nerror 6",
        "Hello,\n\nthis is what happened on 2 March 2026 at 10:00:\n\nit burned.",
        "Bonjour,\n\nvoici mes dates :\n\nLe 5 mars 2026 à 10:00 :\nrendez-vous\nLe 6 mars 2026 à 11:00 :\nlivraison",
        "Guten Tag,\n\nmeine Daten:\n\nName: Jörg Müller\nDatum: 02.03.2026\nBetreff: Rückgabe\nAn: Service\n\nBitte melden.",
        "Hello,\n\nOrder: 4711\nDate: 2 March 2026\nTo: 12 High Street\nFrom: your shop\n\nWhere is it?",
    ]);
}

#[test]
fn own_endings_stay() {
    stay(&[
        "Hello,\n\nMy number is below.\n\n---\nAl Jones\n555 1234",
        "Bonjour,\n\nvoir la liste :\n- mail\n- téléphone\n- Outlook pour iOS",
        "Hi,\n\nI use Outlook for Android",
        "Hi,\n\nWhich app do you mean?\n\nOutlook for iOS",
        "Bonjour,\n\nLe message affiché est :\n\nEnvoyé depuis un mobile non reconnu par le serveur, veuillez réessayer",
        "Bonjour,\n\nmon souci : le mot de passe.\n\nDate : hier\nAppareil : iPhone",
        "Hi\n\nBob> is the prompt I see",
        "On Monday I called. On Tuesday nobody answered:\nno reply at all.",
        "Please call me at:\n\n+33 6 12 34 56 78",
        "Hi,\n\nhere is my address:\n\nAl Jones <al@x.org>",
        "Hi,\n\nmy contacts:\nBob Smith <bob@x.org>\nAl Jones <al@x.org>",
        "Bob,\n\nDone.\n\nOn 2 March 2026 the invoice was paid:\nsee the bank statement.",
    ]);
}

/// Lists of what somebody orders or fills in, which begin like the head of a mail.
#[test]
fn forms_that_people_fill_in() {
    stay(&[
        "Bonjour,\n\nVoici ma demande :\nDe : Paris\nÀ : Lyon\nDate : 3 mars\nObjet : transport de meubles\n\nMerci.",
        "Bonjour,\n\nNom : Martin\nDate : 03/03/2026\nObjet : réclamation\nA : support@desk.example\n\nJe n'ai rien reçu.",
        "Merci de valider le congé :\n\nDe : 12/03/2026\nÀ : 15/03/2026\nObjet : congés annuels\n\nLe formulaire refuse.",
        "Trip to book:\n\nFrom: Paris\nTo: Berlin\nDate: 12 March 2026\nSubject: trade fair\n\nTwo nights please.",
        "Bitte buchen:\n\nVon: Köln\nAn: Wien\nDatum: 12.03.2026\nBetreff: Messe\n\nZwei Nächte.",
        "Date : 3 mars 2026\nDe : J. Le Goff\nÀ : Équipe technique\nObjet : compte rendu\n\nLa réunion a décidé.",
        "Backup alert\n\nFrom: 02:00\nTo: 02:14\nSubject: srv-12 full\n\nFree 2 GB please.",
    ]);
}

/// A mail that answers nothing quotes nobody: what a line with a colon introduces is shown.
#[test]
fn lines_that_a_first_mail_shows() {
    let text = "Hello,\n\nthe output was this:\n\n> error: no such file";
    let mail =
        |head: &str| crate::understand::understand(format!("From: a@x.org\n{head}\n\n{text}\n").as_bytes()).reply;
    assert_eq!(mail("Subject: Error"), text);
    assert_eq!(mail("Subject: Re: Error"), "Hello,\n\nthe output was this:");
    assert_eq!(mail("References: <a@x.org>"), "Hello,\n\nthe output was this:");
}

#[test]
fn history_that_is_not_marked_and_quotes_another() {
    let history = "Le 3 mars 2026 à 10:12, Bob <b@x.org> a écrit :\n\nBonjour,\nessayez.\n\n> Le 2 mars 2026 à 09:00, Zoé <z@x.org> a écrit :\n> \n> Panne\n";
    expect([
        (format!("Oui\n\nEnvoyé de mon iPhone\n\n{history}"), "Oui"),
        (format!("Yes please.\n\n-----\n{GMAIL}\n\n> Hi\n"), "Yes please."),
        (format!("See:\n\n-----\nThe list.\n-----\n\n{GMAIL}\n\n> Hi\n"), "See:\n\n-----\nThe list."),
    ]);
}
