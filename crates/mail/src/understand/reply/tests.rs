//! Whole messages as mail programs write them, and what their senders wrote.

use super::reply_of_text;

/// `(name, message, reply)`.
pub(super) type Case = (&'static str, &'static str, &'static str);

pub(super) fn check(cases: &[Case]) {
    let failures: Vec<_> = cases
        .iter()
        .filter_map(|(name, text, expected)| {
            let reply = reply_of_text(text);
            (reply != *expected).then(|| format!("{name}: {reply:?}\n   wanted {expected:?}"))
        })
        .collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

/// Each text and what its sender wrote; all failures are told together.
pub(super) fn expect<'a>(cases: impl IntoIterator<Item = (String, &'a str)>) {
    let failures: Vec<_> = cases
        .into_iter()
        .filter_map(|(text, wanted)| {
            let reply = reply_of_text(&text);
            (reply != wanted).then(|| format!("{text:?}\n   gave {reply:?}"))
        })
        .collect();
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}

/// All of each text is its sender's.
pub(super) fn stay(texts: &[&str]) {
    expect(texts.iter().map(|text| ((*text).to_owned(), text.trim())));
}

/// Every attribution must go, with quote marks below it and without.
#[test]
fn footers_and_headings_of_more_programs() {
    for (text, expected) in [
        (
            "ok pour le 5 mars 2026 à 10:00\nLe jeu. 5 mars 2026 à 09:12, S <s@x.example> a écrit :\n\n> Quand ?",
            "ok pour le 5 mars 2026 à 10:00",
        ),
        (
            "Parfait.\n\nLe jeudi 5 mars 2026 à 09:12:11 UTC+1, S <s@x.example> a écrit :\n\n Merci.\n\nLe 4 mars 2026 à 10:00, Zoé <z@x.example> a écrit :\n> Vieux",
            "Parfait.",
        ),
        ("Merci.\n\nObtenir Outlook pour iOS<https://aka.ms/o0ukef>", "Merci."),
        ("Danke.\n\nOutlook für Android<https://aka.ms/AAb9ysg> herunterladen", "Danke."),
        ("Merci.\n\nEnvoyé de mon mobile. Veuillez excuser les fautes de frappe.", "Merci."),
        (
            "Je n'ai pas pu.\n\nEnvoyé depuis Outlook ça marche, depuis Thunderbird non.",
            "Je n'ai pas pu.\n\nEnvoyé depuis Outlook ça marche, depuis Thunderbird non.",
        ),
        ("Oui.\n\nMerci de répondre au-dessus de cette ligne\n\nBonjour,\nvieux", "Oui."),
        (
            "Oui.\n\n-------- Message d'origine --------De : S <s@x.example> Date : 05/03/2026 09:12 (GMT+01:00) À : z Objet : Re: x Bonjour, voici le devis que vous avez demandé la semaine dernière, il est valable un mois.",
            "Oui.",
        ),
        (
            "Oui.\n\n‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Thursday, March 5, 2026 9:12 AM, S <s@x.example> wrote:\n\n> Vieux",
            "Oui.",
        ),
        ("Oui.\n\n---\nPour se désabonner : https://listes.example/x", "Oui."),
    ] {
        assert_eq!(reply_of_text(text), expected, "{text}");
    }
}

#[test]
fn old_mails_below_a_marked_heading() {
    for (text, expected) in [
        (
            "Oui.\n\n> Message du 05/03/26 09:12\n> De : \"Bob\" <b@x.example>\n> A : \"Zoé\"\n> Copie à :\n> Objet : Devis\n>\n>\n\nVieux texte\n\nencore",
            "Oui.",
        ),
        ("Oui.\n\n>>> Bob <b@x.example> 05/03/2026 09:12 >>>\nVieux texte\nencore", "Oui."),
        (
            "Oui.\n\n> Message du 05/03/26 09:12\n> De : Bob <b@x.example>\n> A : Zoé\n> Objet : Devis\n>\n> Quand ?\nDemain.",
            "Oui.\n\n> Message du 05/03/26 09:12\n> De : Bob <b@x.example>\n> A : Zoé\n> Objet : Devis\n>\n> Quand ?\nDemain.",
        ),
        ("See:\n>>> a = 1\n>>> a\n1", "See:\n>>> a = 1\n>>> a\n1"),
    ] {
        assert_eq!(reply_of_text(text), expected, "{text}");
    }
}

#[test]
fn attributions_of_mail_programs() {
    let attributions = [
        "On Mon, Mar 2, 2026 at 10:00 AM Bob Smith <bob@example.org> wrote:",
        "On Mon, Mar 2, 2026 at 10:00 AM Bob Smith\n<bob@example.org> wrote:",
        "On Mon, Mar 2, 2026 at 10:00 AM, Bob Smith <\nbob.smith@example.org> wrote:",
        "On Mon, Mar 2, 2026 at 10:00\u{202f}AM Bob\nSmith via Support\n<support@example.org>\nwrote:",
        "On 2 Mar 2026, at 10:00, Bob Smith <bob@example.org> wrote:",
        "On 02/03/2026 10:00, Bob Smith wrote:",
        "On 2026-03-02 10:00, Bob Smith wrote:",
        "On Monday, March 2nd, 2026 at 10:00 AM, Bob <bob@proton.me> wrote:",
        "On Monday, 2 March 2026, 10:00:00 CET, Bob Smith <bob@yahoo.com> wrote:",
        "On 2 March 2026 10:00:00 CET, Bob Smith <bob@example.org> wrote:",
        "--- On Mon, 3/2/09, Bob Smith <bob@yahoo.com> wrote:",
        "Bob Smith <bob@example.org> wrote on 2026-03-02 10:00:",
        "bob@example.org wrote on 03/02/2026 10:00:00 AM:",
        "> On Mar 2, 2026, at 10:00 AM, Bob <bob@example.org> wrote:",
        "Le lun. 2 mars 2026 à 10:00, Zoé Martin <zoe@example.org> a écrit :",
        "Le lun. 2 mars 2026 à 10:00, Zoé Martin\n<zoe@example.org> a\nécrit :",
        "Le 2 mars 2026 à 10:00, Zoé Martin <zoe@example.org> a écrit\u{a0}:",
        "Le 02/03/2026 à 10:00, Zoé Martin a écrit :",
        "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Jörg Müller <j@example.de>:",
        "Am Mo., 2. März 2026 um 10:00 Uhr schrieb Jörg Müller <\nj.mueller@example.de>:",
        "Am 02.03.2026 um 10:00 schrieb Jörg Müller:",
        "Am 02.03.26 10:00 schrieb \"Jörg Müller\" <j@example.de>:",
        "Jörg Müller <j@example.de> schrieb am Mo., 2. März 2026, 10:00:",
        "El lun, 2 mar 2026 a las 10:00, José (<jose@example.es>) escribió:",
        "El 2 mar 2026, a las 10:00, José <jose@example.es> escribió:",
        "El 02/03/2026 a las 10:00, José escribió:",
        "Il giorno lun 2 mar 2026 alle ore 10:00 Anna <anna@example.it> ha scritto:",
        "Il giorno lun 2 mar 2026 alle ore 10:00 Anna\n<anna@example.it> ha scritto:",
        "Il 02/03/2026 10:00, Anna Rossi ha scritto:",
        "Em seg., 2 de mar. de 2026 às 10:00, João <joao@example.br>\nescreveu:",
        "Em 02/03/2026 10:00, João escreveu:",
        "Op ma 2 mrt 2026 om 10:00 schreef Piet <piet@example.nl>:",
        "Op 2 mrt. 2026, om 10:00 heeft Piet <piet@example.nl> het volgende geschreven:",
        "Den mån 2 mars 2026 kl 10:00 skrev Åsa <asa@example.se>:",
        "2 mars 2026 kl. 10:00 skrev Åsa <asa@example.se>:",
        "Den man. 2. mar. 2026 kl. 10.00 skrev Søren <s@example.dk>:",
        "man. 2. mar. 2026 kl. 10:00 skrev Kari <k@example.no>:",
        "ma 2. maalisk. 2026 klo 10.00 Matti (m@example.fi) kirjoitti:",
        "Matti kirjoitti 2.3.2026 kello 10.00:",
        "pon., 2 mar 2026 o 10:00 Jan Kowalski <jan@example.pl> napisał(a):",
        "W dniu 02.03.2026 o 10:00, Jan Kowalski pisze:",
        "po 2. 3. 2026 v 10:00 odesílatel Petr <petr@example.cz> napsal:",
        "Dne 02. 03. 26 v 10:00 Petr Novák napsal(a):",
        "пн, 2 мар. 2026 г. в 10:00, Иван <ivan@example.ru>:",
        "2 марта 2026 г., в 10:00, Иван <ivan@example.ru> написал(а):",
        "02.03.2026 10:00, Иван пишет:",
        "Понедельник, 2 марта 2026, 10:00 +03:00 от Иван <ivan@mail.ru>:",
        "пн, 2 бер. 2026 р. о 10:00 Тарас <taras@example.ua> пише:",
        "Ayşe <ayse@example.tr>, 2 Mar 2026 Pzt, 10:00 tarihinde şunu yazdı:",
        "2026年3月2日(月) 10:00 山田 <yamada@example.jp>:",
        "2026/03/02 10:00、山田 <yamada@example.jp>のメール:",
        "2026年3月2日 10:00、山田さんは書きました：",
        "王伟 <wang@example.cn> 于2026年3月2日周一 10:00写道：",
        "王伟 <wang@example.cn> 于2026年3月2日周一\n10:00写道：",
        "在 2026年3月2日，10:00，王伟 <wang@example.cn> 写道：",
        "At 2026-03-02 10:00:00, \"王伟\" <wang@163.com> wrote:",
        "2026년 3월 2일 (월) 오전 10:00, 김민수 <kim@example.kr>님이 작성:",
        "2026. 3. 2. 오전 10:00, 김민수 <kim@example.kr> 작성:",
        "في الاثنين، ٢ مارس ٢٠٢٦ في ١٠:٠٠ ص تمت كتابة ما يلي بواسطة علي <ali@example.ae>:",
        "\u{202b}בתאריך יום ב׳, 2 במרץ 2026 ב-10:00 מאת \u{202a}דוד\u{202c}\u{200f} <\u{202a}david@example.il\u{202c}\u{200f}>:\u{202c}",
        "Στις Δευ 2 Μαρ 2026 στις 10:00 π.μ., ο χρήστης Νίκος <nikos@example.gr> έγραψε:",
        "Kovács János <kovacs@example.hu> ezt írta (időpont: 2026. márc. 2., H, 10:00):",
        "Kovács János <kovacs@example.hu> ezt írta (időpont: 2026. márc. 2., H,\n10:00):",
        "În lun., 2 mar. 2026 la 10:00, Ion <ion@example.ro> a scris:",
        "Pada Sen, 2 Mar 2026 10:00, Budi <budi@example.id> menulis:",
        "Vào Th 2, 2 thg 3, 2026 vào lúc 10:00 An <an@example.vn> đã viết:",
    ];
    let mut failures = Vec::new();
    for attribution in attributions {
        for quote in
            ["\n> Old text.\n> More of it.\n", "\n\n> Old text.\n>\n> More.\n", "\n\nOld text.\n\nMore of it.\n"]
        {
            if attribution.starts_with('>') && !quote.contains('>') {
                continue;
            }
            for own in ["Thanks, that works.", "Hello,\n\nI paid on 3 March.\n\nBest,\nAl"] {
                for gap in ["\n\n", "\n"] {
                    let reply = reply_of_text(&format!("{own}{gap}{attribution}{quote}"));
                    if reply != own {
                        failures.push(format!("{attribution:?} + {quote:?}: {reply:?}"));
                    }
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}

/// Attributions of Usenet and of readers that always quote with a mark.
#[test]
fn weak_attributions_need_a_quote() {
    for attribution in [
        "Bob wrote:",
        "bob@example.org writes:",
        "In article <1993Apr5.12@example.edu>, bob@example.edu (Bob Smith) writes:",
        "In article <1993Apr5.12@example.edu>\nbob@example.edu (Bob Smith) writes:",
        "Quoting Bob <bob@example.org>:",
        "Zitat von Bob <bob@example.org>:",
        "* Bob Smith (bob@example.org) [260302 10:00]:",
        "Bob Smith <bob@example.org> writes:",
        "According to Bob:",
        "Thus spake Bob:",
        "On Mon, you wrote:",
        "On Monday 02 March 2026 10:00, you wrote:",
        "2013/10/25 Bob Smith <bob@example.org>",
        "Bob said:",
        "Am Montag schrieb Bob:",
        "Bob a écrit :",
    ] {
        for mark in ['>', '|', ':'] {
            let reply = reply_of_text(&format!("Yes.\n\n{attribution}\n{mark} Old text.\n{mark} More.\n"));
            assert_eq!(reply, "Yes.", "{attribution} {mark}");
        }
    }
    for text in [
        "On 12 March you wrote:\n\n\"We refund.\" But nothing came.",
        "He wrote:\nI like it.",
        "Thanks! On Mon, Mar 2, 2026 at 10:00 AM Bob <b@x.org> wrote:\nold",
        "As Bob wrote: it works.",
        "We met on Monday at 10:00. Bob wrote:\nnothing.",
        "I wrote to bob@example.org:\nno answer.",
        "See https://example.org/2020/03/who-wrote:\nthat page.",
    ] {
        assert_eq!(reply_of_text(text), text);
    }
}

#[test]
fn header_blocks_of_mail_programs() {
    let blocks = [
        "From: Bob Smith <bob@example.org>\nSent: Monday, March 2, 2026 10:00 AM\nTo: Al <al@example.org>\nSubject: Re: Order",
        "From: Bob Smith [mailto:bob@example.org]\nSent: Monday, March 2, 2026 10:00 AM\nTo: Al; Cy; Di;\n Ed\nCc: Flo\nSubject: Re: Order\nImportance: High",
        "*From:* Bob Smith <bob@example.org>\n*Sent:* Monday, March 2, 2026 10:00 AM\n*To:* Al\n*Subject:* Order",
        "________________________________\nFrom: Bob <bob@example.org>\nSent: Monday\nTo: Al <al@example.org>\nSubject: Order",
        "________________________________________\nDe : Bob <bob@example.org>\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Al\nObjet : Commande",
        "De: Bob <bob@example.org>\nDate: lundi 2 mars 2026 à 10:00\nÀ: Al\nObjet: Commande",
        "Von: Bob <bob@example.org>\nGesendet: Montag, 2. März 2026 10:00\nAn: Al\nBetreff: Bestellung",
        "Von: Bob <bob@example.org>\n\nGesendet: Montag, 2. März 2026 10:00\n\nAn: Al\n\nBetreff: Bestellung",
        "Gesendet: Montag, 02. März 2026 um 10:00 Uhr\nVon: \"Bob\" <bob@gmx.de>\nAn: al@example.org\nBetreff: Bestellung",
        "De: Bob <bob@example.org>\nEnviado el: lunes, 2 de marzo de 2026 10:00\nPara: Al\nAsunto: Pedido",
        "De: Bob <bob@example.org>\nEnviada em: segunda-feira, 2 de março de 2026 10:00\nPara: Al\nAssunto: Pedido",
        "Da: Bob <bob@example.org>\nInviato: lunedì 2 marzo 2026 10:00\nA: Al\nOggetto: Ordine",
        "Van: Bob <bob@example.org>\nVerzonden: maandag 2 maart 2026 10:00\nAan: Al\nOnderwerp: Bestelling",
        "Från: Bob <bob@example.org>\nSkickat: den 2 mars 2026 10:00\nTill: Al\nÄmne: Order",
        "Fra: Bob <bob@example.org>\nSendt: 2. mars 2026 10:00\nTil: Al\nEmne: Ordre",
        "Lähettäjä: Bob <bob@example.org>\nLähetetty: maanantai 2. maaliskuuta 2026 10.00\nVastaanottaja: Al\nAihe: Tilaus",
        "Od: Bob <bob@example.org>\nWysłano: poniedziałek, 2 marca 2026 10:00\nDo: Al\nTemat: Zamówienie",
        "Od: Bob <bob@example.org>\nOdesláno: pondělí 2. března 2026 10:00\nKomu: Al\nPředmět: Objednávka",
        "От: Bob <bob@example.org>\nОтправлено: 2 марта 2026 г. 10:00\nКому: Al\nТема: Заказ",
        "Від: Bob <bob@example.org>\nНадіслано: 2 березня 2026 р. 10:00\nКому: Al\nТема: Замовлення",
        "Kimden: Bob <bob@example.org>\nGönderildi: 2 Mart 2026 10:00\nKime: Al\nKonu: Sipariş",
        "差出人: Bob <bob@example.org>\n送信日時: 2026年3月2日 10:00\n宛先: Al\n件名: 注文",
        "发件人: Bob <bob@example.org>\n发送时间: 2026年3月2日 10:00\n收件人: Al\n主题: 订单",
        "寄件者：Bob <bob@example.org>\n寄件日期：2026年3月2日 10:00\n收件者：Al\n主旨：訂單",
        "보낸 사람: Bob <bob@example.org>\n보낸 날짜: 2026년 3월 2일 10:00\n받는 사람: Al\n제목: 주문",
        "من: Bob <bob@example.org>\nتاريخ الإرسال: 2 مارس 2026 10:00\nإلى: Al\nالموضوع: طلب",
        "מאת: Bob <bob@example.org>\nנשלח: יום שני 2 מרץ 2026 10:00\nאל: Al\nנושא: הזמנה",
        "Από: Bob <bob@example.org>\nΣτάλθηκε: 2 Μαρτίου 2026 10:00\nΠρος: Al\nΘέμα: Παραγγελία",
        "Feladó: Bob <bob@example.org>\nElküldve: 2026. március 2. 10:00\nCímzett: Al\nTárgy: Rendelés",
        "De la: Bob <bob@example.org>\nTrimis: luni, 2 martie 2026 10:00\nCătre: Al\nSubiect: Comandă",
        "-----Original Message-----\nFrom: Bob\nTo: Al\nSent: Mon, Mar 2, 2026 10:00 am\nSubject: Order",
        "-----Ursprüngliche Nachricht-----\nVon: Bob\nBetreff: x",
        "-------- Message d'origine --------\nDe : Bob",
        "-------- Originalnachricht --------\nVon: Bob",
        "----- Mensaje original -----\nDe: Bob",
        "----- Messaggio originale -----\nDa: Bob",
        "---------- Forwarded message ---------\nFrom: Bob <bob@example.org>\nDate: Mon\nSubject: x\nTo: Al",
        "Begin forwarded message:\n\nFrom: Bob <bob@example.org>\nSubject: x\nDate: 2 March 2026\nTo: Al",
        "---------------------- Forwarded by Al Jones/HOU/ECT on 10/05/2000 05:20\nPM ---------------------------",
        "\tBob Smith@ENRON\n\t10/05/2000 05:14 PM\n\t\t \n\t\t To: Al Jones/HOU/ECT@ECT\n\t\t cc: \n\t\t Subject: Re: Order",
        "Bob Smith\n10/05/2000 05:14 PM\nTo: Al Jones/HOU/ECT@ECT\ncc:  \n\nSubject: Re: Order",
        "------------------ 原始邮件 ------------------\n发件人: \"Bob\" <bob@qq.com>;",
        "---- On Mon, 02 Mar 2026 10:00:00 +0100 Bob <bob@zoho.com> wrote ----",
        "##- Please type your reply above this line -##",
        "-------- Reply message --------\nFrom: Bob",
        "______________________________ Reply Separator _________________________________\nSubject: x\nAuthor: Bob",
    ];
    let mut failures = Vec::new();
    for block in blocks {
        for own in ["Thanks, that works.", "Hello,\n\nI paid on 3 March.\n\nBest,\nAl"] {
            let reply = reply_of_text(&format!("{own}\n\n{block}\n\nDear Al,\n\nold text.\n\nBob\n"));
            if reply != own {
                failures.push(format!("{block:?}: {reply:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn answers_stay_with_their_quotes() {
    check(&[
        (
            "interleaved",
            "On 2 Mar 2026 10:00, Bob wrote:\n> One?\nYes.\n> Two?\nNo.\n> Bye\n> Bob\n",
            "On 2 Mar 2026 10:00, Bob wrote:\n> One?\nYes.\n> Two?\nNo.",
        ),
        (
            "greeting then interleaved",
            "Hi,\n\nBob wrote:\n> One?\n\nYes.\n\n> Two?\n\nNo.\n\nAl",
            "Hi,\n\nBob wrote:\n> One?\n\nYes.\n\n> Two?\n\nNo.\n\nAl",
        ),
        (
            "bottom posting",
            "On 2 Mar 2026 10:00, Bob wrote:\n> One?\n> Two?\n\nYes to both.\n-- \nAl\n",
            "On 2 Mar 2026 10:00, Bob wrote:\n> One?\n> Two?\n\nYes to both.",
        ),
        ("quote without attribution on top", "> One?\n\nYes.", "> One?\n\nYes."),
        (
            "bottom posting with list footer",
            "Bob wrote:\n> One?\n\nYes.\n_______________________________________________\nusers mailing list\nusers@example.org\nhttps://example.org/listinfo/users\n",
            "Bob wrote:\n> One?\n\nYes.",
        ),
        (
            "torn quote",
            "Yes.\n\nBob wrote:\n> this is a long line of the quoted mail that was wrapped by the\nserver\n> and goes on here\n",
            "Yes.",
        ),
        (
            "short answers are not torn quotes",
            "Bob wrote:\n> One?\nyes\n> Two?\nno\n",
            "Bob wrote:\n> One?\nyes\n> Two?\nno",
        ),
        (
            "snipped quote",
            "On 2 Mar 2026 10:00, Bob <b@x.org> wrote:\n[snip]\n> One?\n\nYes.",
            "On 2 Mar 2026 10:00, Bob <b@x.org> wrote:\n[snip]\n> One?\n\nYes.",
        ),
        ("bars with angle", "No.\n\nBob wrote:\n|> One?\n|>\n|> Two?", "No."),
        (
            "answer between quote and original",
            "Bob wrote:\n> One?\n\nYes.\n\n-----Original Message-----\nFrom: x\nold",
            "Bob wrote:\n> One?\n\nYes.",
        ),
    ]);
}

#[test]
fn nothing_of_the_sender_is_lost() {
    for text in [
        "FW:\n---------- Forwarded message ---------\nFrom: Bob <b@x.org>\nDate: Mon, 2 Mar 2026\nSubject: x\nTo: Al\n\nOld text.",
        "---------- Forwarded message ---------\nFrom: Bob <b@x.org>\nDate: Mon, 2 Mar 2026\nSubject: x\nTo: Al\n\nOld text.\n\nFrom: Cy\nSent: Sunday\nTo: Bob\nSubject: x\n\nOlder.",
        "From: Bob <b@x.org>\nSent: Monday\nTo: Al\nSubject: x\n\nOld text.",
        "> only a quote\n> of a mail",
        "On 2 Mar 2026 10:00, Bob <b@x.org> wrote:\n> only a quote",
        "On 2 Mar 2026 10:00, Bob <b@x.org> wrote:\n\nUnmarked quote.",
        "Dear team,\n\nfrom: Paris\nto: London\n\nThanks, Alex",
        "Name | Price\n-----|------\nTea  | 3\n---\nSum: 3",
        "The log says:\n----------\nerror 5\n----------\nHelp!",
        "# Title\n\n---\n\nText",
        "See this:\n>>> import os\n>>> os.getcwd()",
        "I sent it from my phone but it never arrived. Did you get it?",
        "How do I unsubscribe from this list?",
        "To unsubscribe I clicked the link, nothing happened.",
        "Sent by mail on Monday.",
        "Die Mail wurde gestern von mir gesendet",
        "Two - - dashes -- inside\n\nOk",
        "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n+c",
        "😀",
        "Subject: my order\nDate: yesterday\nwhere is it?",
    ] {
        let expected = if text.starts_with("FW:") { "FW:" } else { text };
        assert_eq!(reply_of_text(text), expected);
    }
}

#[test]
fn signatures_and_footers() {
    check(&[
        ("delimiter", "Hi\n\n-- \nBob\nACME", "Hi"),
        ("delimiter without space", "Hi\n--\nBob", "Hi"),
        ("closing stays", "Hi\n\nThanks, Alex", "Hi\n\nThanks, Alex"),
        ("iphone", "Hi\n\nSent from my iPhone\n", "Hi"),
        (
            "iphone then quote",
            "Hi\n\nSent from my iPhone\n\n> On Mar 2, 2026, at 10:00, Bob <b@x.org> wrote:\n> \n> Old",
            "Hi",
        ),
        ("signature above the quote", "Hi\n\n-- \nBob\n\nOn 2 Mar 2026 10:00, Al <a@x.org> wrote:\n\n> Old\n", "Hi"),
        ("signature below the quote", "Hi\n\nAl wrote:\n> Old\n\n-- \nBob\n", "Hi"),
        (
            "google groups",
            "Hi\n\n-- \nYou received this message because you are subscribed to the Google Groups \"x\" group.\nTo unsubscribe from this group and stop receiving emails from it, send an email to x+unsubscribe@googlegroups.com.\n",
            "Hi",
        ),
        ("two signatures", "Hi\n-- \nBob\n\n-- \nusers mailing list\nusers@x.org\n", "Hi"),
        (
            "kernel",
            "Hi\n--\nTo unsubscribe from this list: send the line \"unsubscribe linux-kernel\" in\nthe body of a message to majordomo@vger.kernel.org\nMore majordomo info at  http://vger.kernel.org/majordomo-info.html\n",
            "Hi",
        ),
        (
            "apache",
            "Hi\n\n---------------------------------------------------------------------\nTo unsubscribe, e-mail: dev-unsubscribe@x.apache.org\nFor additional commands, e-mail: dev-help@x.apache.org\n",
            "Hi",
        ),
        (
            "debian",
            "Hi\n\n\n-- \nTo UNSUBSCRIBE, email to debian-user-REQUEST@lists.debian.org\nwith a subject of \"unsubscribe\". Trouble? Contact listmaster@lists.debian.org\n",
            "Hi",
        ),
        (
            "sourceforge",
            "Hi\n\n-------------------------------------------------------\nThis SF.net email is sponsored by: X\nBuy it now http://x.org\n_______________________________________________\nx-users mailing list\nx-users@lists.sourceforge.net\nhttps://lists.sourceforge.net/lists/listinfo/x-users\n",
            "Hi",
        ),
        (
            "openpgp",
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHi\n\n- -- \nBob\n-----BEGIN PGP SIGNATURE-----\n\niQE=\n-----END PGP SIGNATURE-----\n",
            "Hi",
        ),
        (
            "only a footer above a quote",
            "Sent from my iPhone\n\nOn 2 Mar 2026 10:00, Al <a@x.org> wrote:\n> Old",
            "On 2 Mar 2026 10:00, Al <a@x.org> wrote:\n> Old",
        ),
        ("only a footer", "Sent from my iPhone", ""),
        ("only a signature", "\n-- \nBob\nACME", ""),
        ("empty", " \n\n", ""),
        (
            "reply above in the quote",
            "Hi\n\nOn 2 Mar 2026 10:00, Desk <d@x.org> wrote:\n\n> ##- Please type your reply above this line -##\n>\n> Old",
            "Hi",
        ),
        (
            "reply above on top",
            "##- Please type your reply above this line -##\n\nYour request is open.",
            "Your request is open.",
        ),
        (
            "github",
            "Hi\n\n—\nReply to this email directly, view it on GitHub <https://github.com/x>, or unsubscribe.\nYou are receiving this because you commented.",
            "Hi",
        ),
    ]);
}

/// Long and repetitive input must not cost more than its length.
#[test]
fn hostile_input_is_quick() {
    let began = std::time::Instant::now();
    for unit in [
        ">",
        "> a\n",
        "--\n",
        "a:\n",
        "\n",
        "From: a\n",
        "wrote:\n",
        "_____________________\n",
        "On 2 Mar 2026 10:00, B <b@x.y> wrote:\n",
        "a\n> b\n",
        "|\n",
        "| a\n\n\n",
        "x",
        ":",
        "a@",
        "To: a@b\n",
        "-",
        "Sent from my iPhone\n",
        "unsubscribe\n",
        "Bob> a\n",
        "Bob wrote:\nBob> a\n\n",
        "2 Mar 2026 10:00\nTo\n",
        "--\nThis is one sentence of seven words.\n",
        "---\nVirus-free. www.avast.com\n",
        "-------------- next part --------------\nAn HTML attachment was scrubbed...\n",
        "On 2 Mar 2026 10:00, B <b@x.y> said: ",
        "<b>",
    ] {
        let text = unit.repeat(1_500_000 / unit.len());
        reply_of_text(&text);
        super::reply_of_html(&text);
        super::reply_of_html(&unit.replace('\n', "<br>").repeat(200_000));
    }
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}
