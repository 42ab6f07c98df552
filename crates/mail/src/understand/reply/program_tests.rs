//! Mails as programs of many kinds and languages write them, wrapped as they wrap.

use super::tests::{check, expect};

/// Breaks at spaces so that no line has more than `columns` characters.
fn wrapped(text: &str, columns: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > columns {
            out.push('\n');
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += length;
    }
    out
}

#[test]
fn localised_dates_wrapped_at_any_column() {
    let names = [
        ("Zoé", "z@x.org"),
        ("Zoé Martin-Dupont de la Tour", "zoe.martin-dupont@service-client.example.org"),
        ("Support technique (Société Générale des Eaux)", "support+id4711@desk.example.org"),
    ];
    let mut cases = Vec::new();
    for (name, address) in names {
        for template in [
            "Le mar. 3 févr. 2026 à 10:04, NAME <ADDRESS> a écrit :",
            "Le lun. 2 mars 2026 10 h 05, NAME <ADDRESS> a écrit :",
            "Le lun. 2 mars 2026, à 10 h 05, NAME <ADDRESS> a écrit :",
            "Le mardi 3 février 2026 à 10:04:11 UTC+1, NAME <ADDRESS> a écrit :",
            "Le 3 févr. 2026 à 10:04, NAME <ADDRESS> a écrit :",
            "Le mar. 3 févr. 2026, 10:04, NAME <ADDRESS> a écrit :",
            "El mar, 3 feb 2026 a las 10:04, NAME (<ADDRESS>) escribió:",
            "El martes, 3 de febrero de 2026, 10:04:11 CET, NAME <ADDRESS> escribió:",
            "Am Di., 3. Feb. 2026 um 10:04 Uhr schrieb NAME <ADDRESS>:",
            "Am Dienstag, 3. Februar 2026 um 10:04:11 MEZ hat NAME <ADDRESS> Folgendes geschrieben:",
            "NAME <ADDRESS> schrieb am Di., 3. Feb. 2026, 10:04:",
            "Il giorno mar 3 feb 2026 alle ore 10:04 NAME <ADDRESS> ha scritto:",
            "Il martedì 3 febbraio 2026 alle ore 10:04:11 CET, NAME <ADDRESS> ha scritto:",
            "Op di 3 feb 2026 om 10:04 schreef NAME <ADDRESS>:",
            "Em ter., 3 de fev. de 2026 às 10:04, NAME <ADDRESS> escreveu:",
            "A terça, 3/02/2026, 10:04, NAME <ADDRESS> escreveu:",
            "Den tis 3 feb. 2026 kl 10:04 skrev NAME <ADDRESS>:",
            "wt., 3 lut 2026 o 10:04 NAME <ADDRESS> napisał(a):",
            "út 3. 2. 2026 v 10:04 odesílatel NAME <ADDRESS> napsal:",
            "On Tue, Feb 3, 2026 at 10:04\u{202f}AM NAME <ADDRESS> wrote:",
            "On Tuesday, February 3rd, 2026 at 10:04, NAME <ADDRESS> wrote:",
            "On Tuesday, 3 February 2026 at 10:04:11 CET, NAME <ADDRESS> wrote:",
            "вт, 3 февр. 2026 г. в 10:04, NAME <ADDRESS>:",
            "вторник, 3 февраля 2026 г. в 10:04:11 UTC+3, NAME <ADDRESS> написал(а):",
            "Pe mar., 3 feb. 2026 la 10:04, NAME <ADDRESS> a scris:",
            "În mar., 3 feb. 2026 la 10:04, NAME <ADDRESS> a scris:",
            "NAME <ADDRESS>, 3 Şub 2026 Sal, 10:04 tarihinde şunu yazdı:",
            "El dt., 3 de febr. 2026, 10:04, NAME <ADDRESS> va escriure:",
            "3. feb. 2026 kl. 10:04 skrev NAME <ADDRESS>:",
            "tir. 3. feb. 2026 kl. 10:04 skrev NAME <ADDRESS>:",
        ] {
            let attribution = template.replace("NAME", name).replace("ADDRESS", address);
            for columns in [68, 70, 72, 74, 76, 78, 200] {
                for quote in ["\n> Vieux texte.\n> Encore.\n", "\n\n> Vieux texte.\n", "\n\nVieux texte.\n\nEncore.\n"]
                {
                    for own in ["Oui, merci.", "Bonjour,\n\nje viens le 5 mars.\n\nCordialement,\nAl"] {
                        cases.push((format!("{own}\n\n{}{quote}", wrapped(&attribution, columns)), own));
                    }
                }
            }
        }
    }
    expect(cases);
}

#[test]
fn attributions_with_the_quote_on_the_same_line() {
    let mut cases = Vec::new();
    for line in [
        "On Tuesday, February 3, 2026, 10:04 AM, Bob <b@x.org> wrote: Hello Al, here is the quote you asked for.",
        "Le mardi 3 février 2026 à 10:04, Bob <b@x.org> a écrit : Bonjour, voici le devis demandé.",
        "Am Dienstag, 3. Februar 2026, 10:04, Bob <b@x.org> schrieb: Guten Tag, hier ist das Angebot.",
        "El martes, 3 de febrero de 2026, 10:04, Bob <b@x.org> escribió: Hola, aquí está el presupuesto.",
        "Il martedì 3 febbraio 2026 alle 10:04, Bob <b@x.org> ha scritto: Buongiorno, ecco il preventivo.",
        "Em terça-feira, 3 de fevereiro de 2026, 10:04, Bob <b@x.org> escreveu: Olá, aqui está o orçamento.",
        "Op dinsdag 3 februari 2026, 10:04, Bob <b@x.org> schreef: Hallo, hier is de offerte.",
        "On Tue, Feb 3, 2026 at 10:04 AM, Bob Smith\n<b@x.org> wrote: Hello Al, here is the quote you asked for.",
        "Le mar. 3 févr. 2026 à 10:04, Bob<b@x.org> a écrit :   Bonjour Al, voici le devis.",
    ] {
        cases.push((format!("Yes.\n\n{line}\nMore old text.\n"), "Yes."));
    }
    expect(cases);
}

#[test]
fn notes_blocks_with_labels_alone() {
    let mut cases = Vec::new();
    for block in [
        "From:\nBob Smith/HOU/ECT\nTo:\nAl Jones/HOU/ECT@ECT\nDate:\n03/02/2026 10:04 AM\nSubject:\nRe: Order",
        "From:\tBob Smith <b@x.org>\nTo:\tAl Jones <al@x.org>\nDate:\t03/02/2026 10:04 AM\nSubject:\tRe: Order",
        "From:        Bob Smith <b@x.org>\nTo:        Al Jones <al@x.org>\nCc:        Di\nDate:        03/02/2026 10:04 AM\nSubject:        Re: Order",
        "From:        Bob Smith <b@x.org>\nTo:        Al Jones <al@x.org>\nDate:        03/02/2026 10:04 AM\nSubject:        Re: Order\nSent by:        Cy",
        "De :        Bob Smith <b@x.org>\nPour :        Al Jones <al@x.org>\nDate :        03/02/2026 10:04\nObjet :        Re: Commande\nEnvoyé par :        Cy",
        "De :\nBob Smith/Paris/ACME\nPour :\nAl Jones/Paris/ACME@ACME\nDate :\n03/02/2026 10:04\nObjet :\nRe: Commande\nEnvoyé par :\nCy",
        "De :\n\nBob Smith <b@x.org>\n\nPour :\n\nAl Jones <al@x.org>\n\nDate :\n\n03/02/2026 10:04\n\nObjet :\n\nRe: Commande",
        "Bob Smith <b@x.org>\n03/02/2026 10:04\n\nTo\nAl Jones <al@x.org>\ncc\n\nSubject\nRe: Order",
        "Bob Smith <b@x.org>\n03/02/2026 10:04\n\nA\nAl Jones <al@x.org>\ncc\n\nObjet\nRe: Commande",
        "Bob Smith <b@x.org>\n03/02/2026 10:04\n\nAn\nAl Jones <al@x.org>\nKopie\n\nThema\nRe: Bestellung",
        "Von:        Bob Smith <b@x.org>\nAn:        Al Jones <al@x.org>\nDatum:        02.03.2026 10:04\nBetreff:        Re: Bestellung\nGesendet von:        Cy",
        "Envoyé par : Bob Smith\n03/02/2026 10:04\nPour : Al Jones <al@x.org>\ncc :\nObjet : Re: Commande",
    ] {
        for own in ["Oui, merci.", "Hello,\n\nit works.\n\nBest,\nAl"] {
            cases.push((format!("{own}\n\n{block}\n\nDear Al,\n\nold text.\n\nBob\n"), own));
        }
    }
    expect(cases);
}

#[test]
fn usenet_attributions() {
    let mut cases = Vec::new();
    for attribution in [
        "In article <x.1@news.example>, Bob (b@z.example) writes:",
        "In article <x.1@news.example>, Bob <b@z.example> wrote:",
        "In article <x.1@news.example>,\n   b@z.example (Bob Smith) writes:",
        "In article <x.1@news.example> Bob Smith,\nb@z.example writes:",
        "In <x.1@news.example> b@z.example (Bob) writes:",
        "In message <x.1@news.example>, Bob writes",
        "* Bob <b@z.example> [2003-01-02 10:00]:",
        "* Bob Smith (b@z.example) wrote:",
        "Also sprach Bob <b@z.example>:",
        "Bob Smith <b@z.example> wrote in message\nnews:x.1@news.example...",
        "\"Bob\" <b@z.example> wrote in message news:x.1@news.example...",
        "\"Bob\" <b@z.example> schrieb im Newsbeitrag\nnews:x.1@news.example...",
        "\"Bob\" <b@z.example> a écrit dans le message de\nnews:x.1@news.example...",
        "On 02 Jan 2003 in comp.mail.misc, Bob wrote:",
        "On Thu, 02 Jan 2003 10:00:00 GMT, b@z.example (Bob) wrote:",
        "Thus spake Bob (b@z.example):",
        "Bob typed:",
        "Bob Smith escribió:",
        "Le 2 janvier 2003, Bob a dit :",
        "Dans l'article <x.1@news.example>, Bob <b@z.example> a écrit :",
    ] {
        for mark in ['>', '|', 'B'] {
            let mark = if mark == 'B' { "BS>".to_owned() } else { mark.to_string() };
            cases
                .push((format!("Yes it is.\n\n{attribution}\n{mark} Old text.\n{mark}\n{mark} More.\n"), "Yes it is."));
        }
    }
    expect(cases);
    check(&[
        (
            "names with their hint",
            "Yes.\n\n>>>>> \"Bob\" == Bob Smith <b@x.org> writes:\n\n    Bob> Old text.\n    Bob> More.",
            "Yes.",
        ),
        ("names", "Yes.\n\nBob Smith wrote:\nBob> Old text.\nBob> More.", "Yes."),
        (
            "names of nobody who wrote stay",
            "It says:\n\nRouter> enable\nRouter> show",
            "It says:\n\nRouter> enable\nRouter> show",
        ),
        ("sql stays", "I ran this:\n\nSQL> select 1\nSQL> quit", "I ran this:\n\nSQL> select 1\nSQL> quit"),
        ("names answered", "Bob> Is it open?\nYes.\nBob> And now?\nNo.", "Bob> Is it open?\nYes.\nBob> And now?\nNo."),
        (
            "prompts stay",
            "I get:\n\nmysql> select 1;\nERROR 1\nmysql> quit",
            "I get:\n\nmysql> select 1;\nERROR 1\nmysql> quit",
        ),
        ("prompts at the end stay", "I ran\n\nmysql> select 1;\nmysql> quit", "I ran\n\nmysql> select 1;\nmysql> quit"),
    ]);
}

/// What the mail below a line is told by: a writer between dashes, rows of a table, one long line, damaged letters.
#[test]
fn headings_of_odd_programs() {
    let mut cases = Vec::new();
    for heading in [
        "---- Bob Smith a écrit ----",
        "---- Bob Smith wrote ----",
        "---- Replied Message ----\n| From | Bob<b@x.org> |\n| Date | 03/02/2026 10:00 |\n| To | <al@x.org> |\n| Subject | Re: Order |",
        "De: Bob <b@x.org>\nEnviat el: dilluns, 2 de març de 2026 10:00\nPer a: al@x.org\nTema: Re: Comanda",
        "From: Bob <b@x.org> Sent: Monday, March 2, 2026 10:00 AM To: al@x.org Subject: Re: Order",
        "De : Bob <b@x.org> Envoyé : lundi 2 mars 2026 10:00 À : al@x.org Objet : Re: Commande",
        "Le 2 mars 2026 ? 10:00, Bob <b@x.org> a ?crit :",
        "Le 2 mars 2026 10:00, Bob <b@x.org> a \u{fffd}crit :",
        "Équipe « Accueil » <\nb@x.org>, 18 Mar 2026 Çar, 07:43 tarihinde\nşunu yazdı:",
    ] {
        for own in ["Oui, merci.", "Hello,\n\nit works.\n\nBest,\nAl"] {
            cases.push((format!("{own}\n\n{heading}\n\nDear Al,\n\nold text.\n\nBob\n"), own));
        }
    }
    expect(cases);
    super::tests::stay(&[
        "Hi\n\nFrom: Mon 3 March\nTo: Fri 7 March\nSubject: Holiday\n\nIs that ok?",
        "The label says From: Paris To: Lyon and the parcel is lost.",
        "---- note ----\nit is what he wrote\n",
        "Did you get it? 3 of them? 4 more are here, Bob wrote:\nno",
    ]);
}
