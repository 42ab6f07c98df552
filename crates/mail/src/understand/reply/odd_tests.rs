//! Mails that are torn, shortened or shaped in ways that few programs have.

use super::tests::{expect, stay};

#[test]
fn attributions_torn_before_the_year() {
    let mut cases = Vec::new();
    for attribution in [
        "Le mar. 3 mars\n2026 à 10:12, Zoé Martin <zoe@example.org> a écrit :",
        "Le mar. 3 mars\n2026 à 10:12, Zoé Martin <zoe@example.org>\na écrit :",
        "On Tue, Mar 3,\n2026 at 10:12 AM Bob Smith <bob@example.org> wrote:",
        "On Tue, Mar 3,\n2026, 10:12 Bob Smith <bob@example.org> wrote:",
        "Am Di., 3. März\n2026 um 10:12 Uhr schrieb Jörg Müller <j@example.de>:",
        "El mar, 3 mar\n2026 a las 10:12, José (<jose@example.es>) escribió:",
        "Il giorno mar 3 mar\n2026 alle ore 10:12 Anna <anna@example.it> ha scritto:",
        "Op di 3 mrt\n2026 om 10:12 schreef Piet <piet@example.nl>:",
        "Em ter., 3 de mar. de\n2026 às 10:12, João <joao@example.br> escreveu:",
        "Den tis 3 mars\n2026 kl 10:12 skrev Åsa <asa@example.se>:",
    ] {
        for own in ["Merci !", "See you on the 3rd", "Order 4711 of 3 March"] {
            cases.push((format!("{own}\n\n{attribution}\n> Old text.\n> More.\n"), own));
            cases.push((format!("{own}\n\n{attribution}\n\nOld text.\nMore.\n"), own));
        }
    }
    expect(cases);
}

#[test]
fn attributions_without_their_colon_or_with_it_alone() {
    expect(vec![
        ("Danke!\n\nAm 03.03.26 um 10:12 schrieb Support\n> Alter Text.\n> Mehr.\n".to_owned(), "Danke!"),
        ("Thanks!\n\nOn 3 March 2026 at 10:12, Support wrote\n> Old text.\n".to_owned(), "Thanks!"),
        (
            "Merci !\n\nLe mardi 3 mars 2026 à 10:12, Support <s@x.example> a écrit\n:\n\nAncien texte.\nSuite.\n"
                .to_owned(),
            "Merci !",
        ),
        (
            "Merci !\n\nLe mardi 3 mars 2026 à 10:12, Support <s@x.example>\na écrit\n:\n\nAncien texte.\nSuite.\n"
                .to_owned(),
            "Merci !",
        ),
        ("Merci !\n\nLe 3 mars 2026 à 10:12, Support a écrit\n:\n> Ancien texte.\n".to_owned(), "Merci !"),
    ]);
}

#[test]
fn headings_of_mailers_in_china() {
    expect(vec![
        (
            "OK, thanks.\n\n\n------------------ Original ------------------\nFrom: \"Support\" <s@x.example>;\nDate: Tue, Mar 3, 2026 10:12 AM\nTo: \"Li\" <li@qq.example>;\nSubject: Re: Invoice\n\nOld text.\n".to_owned(),
            "OK, thanks.",
        ),
        (
            "OK, thanks.\n\n------------------&nbsp;Original&nbsp;------------------\nFrom: \"Support\" <s@x.example>;\nDate: Tue, Mar 3, 2026 10:12 AM\nTo: \"Li\" <li@qq.example>;\nSubject: Re: Invoice\n\nOld text.\n".replace("&nbsp;", "\u{a0}"),
            "OK, thanks.",
        ),
    ]);
}

#[test]
fn headings_of_mailers_of_telephone_companies() {
    expect(vec![
        (
            "ok merci\n\nEnvoyé depuis l'application Mail Orange\n\n- - - - - - - - - - - - - - - - \nDe : Support <s@x.example>\nDate : 03 mars 2026 10:12\nÀ : j@x.example\nObjet : Re: x\n\nAncien texte.".to_owned(),
            "ok merci",
        ),
        ("ok merci\n\nEnvoyé du Bell Samsung\n\n-------- Message d'origine --------\nDe : Support".to_owned(), "ok merci"),
    ]);
}

#[test]
fn own_text_in_such_shapes_stays() {
    stay(&[
        "Chapter one\n--\nIt begins with rain.\n--\nChapter two\n--\nIt ends with sun.",
        "Monday\n--\nMilk\n--\nTuesday\n--\nBread",
        "Nom : Blanc\nPrénom : Jeanne\nDate : 03/03/2026\nDe : Lyon\nÀ : Paris\nObjet : remboursement\n\nMon train a été annulé.",
        "Name: Weiss\nDatum: 03.03.2026\nVon: Bern\nAn: Genf\nBetreff: Erstattung\n\nMein Zug fiel aus.",
        "Your mail has a strange line.\nPlease type your reply above this line, it says.\nBut my program puts it below.",
        "From: Paris\nTo: London\nDate: 3 May 2026\nTwo adults, please.",
        "De : Lyon\nÀ : Paris\nDate : 3 mars 2026 à 10:12\nDeux adultes.",
    ]);
}
