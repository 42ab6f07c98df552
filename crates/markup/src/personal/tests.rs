use super::{Datum, blank_html, blank_text, find};

fn codes(text: &str, names: &[&str]) -> String {
    let found = find(text, names);
    found.iter().map(|found| format!("{}:{}", found.datum.code(), found.words)).collect::<Vec<_>>().join(" | ")
}

/// Each text with all that is found in it.
fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, expected)| (text, expected, codes(text, &["Jane Doe", "Élodie Lefèvre", "Globex SARL"])))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(text, expected, found)| format!("{text}\n  expected {expected}\n  found    {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn codes_go_both_ways() {
    for &datum in Datum::ALL {
        assert_eq!(Datum::from_code(datum.code()), Some(datum));
    }
    assert_eq!(Datum::Address.code(), "address");
    assert_eq!(Datum::Name.code(), "name");
    assert_eq!(Datum::from_code(""), None);
    assert_eq!(Datum::from_code("names"), None);
}

#[test]
fn addresses() {
    check(&[
        ("Write to jane+desk@mail.example.org, please.", "address:jane+desk@mail.example.org"),
        ("<o'brien_2@example.co.uk>", "address:o'brien_2@example.co.uk"),
        ("Écrivez à élodie@société.example.", "address:élodie@société.example"),
        ("bob (at) example.org", "address:bob (at) example.org"),
        ("bob [at] example dot org and more", "address:bob [at] example dot org"),
        ("bob[arobase]example[point]org", "address:bob[arobase]example[point]org"),
        ("bob@example (dot) org", "address:bob@example (dot) org"),
        ("?mail=bob%40example.org&x", "address:bob%40example.org"),
        ("mailto:bob@example.org", "address:bob@example.org"),
        ("bob@example.org point de vente", "address:bob@example.org"),
        ("bob@10, @home, a@b, user@localhost", ""),
        ("Look at this. Dot org", ""),
    ]);
}

#[test]
fn telephones() {
    check(&[
        ("Tél. : 01 23 45 67 89.", "phone:01 23 45 67 89"),
        ("01.23.45.67.89 / 0612345678", "phone:01.23.45.67.89 | phone:0612345678"),
        ("01 23 45 67 89/06 12 34 56 78", "phone:01 23 45 67 89 | phone:06 12 34 56 78"),
        ("01-23-45-67-89", "phone:01-23-45-67-89"),
        ("01\u{a0}23\u{a0}45\u{a0}67\u{a0}89 1 fois", "phone:01\u{a0}23\u{a0}45\u{a0}67\u{a0}89"),
        ("+33 1 23 45 67 89 or +33 (0)6 12 34 56 78", "phone:+33 1 23 45 67 89 | phone:+33 (0)6 12 34 56 78"),
        ("0033612345678 +33612345678", "phone:0033612345678 | phone:+33612345678"),
        ("(+33) 1 23 45 67 89", "phone:(+33) 1 23 45 67 89"),
        ("N° vert 0 800 123 456, 0800 123 456", "phone:0 800 123 456 | phone:0800 123 456"),
        ("020 7946 0958, (020) 7946 0958", "phone:020 7946 0958 | phone:(020) 7946 0958"),
        ("+44 20 7946 0958 +44 (0)20 7946 0958", "phone:+44 20 7946 0958 | phone:+44 (0)20 7946 0958"),
        ("07700 900123 or 01632 960 983", "phone:07700 900123 | phone:01632 960 983"),
        ("(555) 123-4567, 555-123-4567", "phone:(555) 123-4567 | phone:555-123-4567"),
        ("+1 555 123 4567 / +1 (555) 123-4567", "phone:+1 555 123 4567 | phone:+1 (555) 123-4567"),
        ("+15551234567 1-555-123-4567 555.123.4567", "phone:+15551234567 | phone:1-555-123-4567 | phone:555.123.4567"),
        ("+49 30 901820, +41 22 730 51 11", "phone:+49 30 901820 | phone:+41 22 730 51 11"),
        ("+32 2 123 45 67 et +352 621 123 456", "phone:+32 2 123 45 67 | phone:+352 621 123 456"),
        ("Call 0612345678, not 061234567.", "phone:0612345678"),
        ("12/0612345678 et 3,0612345679", "phone:0612345678 | phone:0612345679"),
    ]);
}

#[test]
fn other_numbers_are_no_telephones() {
    for text in [
        "2026-11-30 30/11/2026 30.11.2026 01.02.2026 10:30 01/02/26 10 12 14",
        "2026-11-30T10:15:30Z at 10:30 until 12h45",
        "1 234,56 € and 0 123 456 789 € or $1,234,567.89, +12 345 678 €",
        "Windows 10.0.19045 Pro, version 1.2.3.4, v10.11.12.13, 10.0.19045.3570",
        "#4821 #0123456789 [#12345]",
        "error 0x80070005, code 0x8007000E, error code: 16030001, code erreur : 0x80240034",
        "550e8400-e29b-41d4-a716-446655440000",
        "12345678-1234-4234-8234-061234567890",
        "12345 123456 1234567 20261130 123-4567 10 000 000",
        "1764518400000 20261130123045",
        "192.168.1 300.1.2.3 1.2.3 10.0.0.1.2",
        "12:30:45 00:1A:2B:3C:4D:5E std::net a::b 127.0.0.1 0.0.0.0 ::1 ::",
        "ISBN 978-2-07-036822-8",
        "2 places, 3 cours de cuisine, 12 personnes, 10000 Euros, 50000 EUR",
        "rue de la Paix, on the road, 2 way street",
    ] {
        assert_eq!(codes(text, &[]), "", "{text}");
    }
}

#[test]
fn cards_accounts_and_identities() {
    check(&[
        ("Card 4970 1012 3456 7890 12/27", ""),
        ("Visa 4111 1111 1111 1111 12/27", "card:4111 1111 1111 1111"),
        ("4111-1111-1111-1111, 378282246310005", "card:4111-1111-1111-1111 | card:378282246310005"),
        ("4111 1111 1111 1111 123", "card:4111 1111 1111 1111"),
        ("IBAN FR76 3000 6000 0112 3456 7890 189", "iban:FR76 3000 6000 0112 3456 7890 189"),
        ("FR7630006000011234567890189 BIC AGRIFRPP", "iban:FR7630006000011234567890189"),
        ("GB29 NWBK 6016 1331 9268 19 and more", "iban:GB29 NWBK 6016 1331 9268 19"),
        ("compte : DE89 3704 0044 0532 0130 00.", "iban:DE89 3704 0044 0532 0130 00"),
        ("FR76 3000 6000 0112 3456 7890 188", ""),
        ("1 85 05 78 006 084 36, 185057800608436", "identity:1 85 05 78 006 084"),
        ("1 85 05 78 006 084 91", "identity:1 85 05 78 006 084 91"),
        ("185057800608491 et 2 55 08 14 168 025", "identity:185057800608491 | identity:2 55 08 14 168 025"),
        ("SSN 123-45-6789, 900-70-3456", "identity:123-45-6789 | identity:900-70-3456"),
        ("078-05-1120", "identity:078-05-1120"),
        ("NI AB 12 34 56 C or QQ123456C", "identity:AB 12 34 56 C | identity:QQ123456C"),
        ("passeport n° 12AB34567", "identity:12AB34567"),
        ("My passport number is 123456789.", "identity:123456789"),
        ("Permis de conduire : 12AB34567", "identity:12AB34567"),
        ("Passport control at 10:30", ""),
    ]);
}

#[test]
fn networks() {
    check(&[
        ("From 203.0.113.7:8080, 10.0.0.5/24.", "network:203.0.113.7 | network:10.0.0.5"),
        ("2001:db8::8a2e:370:7334.", "network:2001:db8::8a2e:370:7334"),
        ("[fe80::1]:443 ::ffff:192.0.2.1", "network:fe80::1 | network:::ffff:192.0.2.1"),
        ("version 1.2.3.4 on 192.0.2.9", "network:192.0.2.9"),
    ]);
}

#[test]
fn places() {
    check(&[
        ("J’habite 12 rue de la Paix.", "place:12 rue de la Paix"),
        ("12 rue de la Paix, 75002 Paris", "place:12 rue de la Paix, 75002 Paris"),
        ("12 rue de la paix\n75002 Paris\n0612345678", "place:12 rue de la paix\n75002 Paris | phone:0612345678"),
        ("12 bis avenue du Général de Gaulle", "place:12 bis avenue du Général de Gaulle"),
        ("12, quai de la Douane 29200 Brest et", "place:12, quai de la Douane 29200 Brest"),
        ("3 place de l’Hôtel de Ville", "place:3 place de l’Hôtel de Ville"),
        ("5 rue du 8 mai 1945 à Lyon", "place:5 rue du 8 mai 1945"),
        ("4B bd Saint-Michel", "place:4B bd Saint-Michel"),
        ("à 13100 Aix-en-Provence demain", "place:13100 Aix-en-Provence"),
        ("75008 PARIS CEDEX 08", "place:75008 PARIS CEDEX 08"),
        ("44000 Nantes Cedex 1", "place:44000 Nantes Cedex 1"),
        ("at 221B Baker Street, London", "place:221B Baker Street"),
        ("742 Evergreen Terrace", "place:742 Evergreen Terrace"),
        ("221b baker street", "place:221b baker street"),
        ("10 Downing Street, London SW1A 2AA", "place:10 Downing Street, London SW1A 2AA"),
        ("350 Fifth Avenue, New York, NY 10118", "place:350 Fifth Avenue, New York, NY 10118"),
        ("EC1A 1BB", "place:EC1A 1BB"),
    ]);
}

#[test]
fn secrets_and_numbers() {
    check(&[
        ("password: hunter2", "secret:hunter2"),
        ("Mot de passe : x", "secret:x"),
        ("mdp=S3cr€t!, merci", "secret:S3cr€t!"),
        ("My password is hunter2.", "secret:hunter2"),
        ("Le mot de passe est « deux mots »", "secret:deux mots"),
        ("Password \"correct horse\" works", "secret:correct horse"),
        ("code PIN 1234", "secret:1234"),
        ("CVV 123", "secret:123"),
        ("Your verification code is 123 456.", "secret:123 456"),
        ("code : 482913", "secret:482913"),
        ("?token=abc-DEF_123", "secret:abc-DEF_123"),
        ("Authorization: Bearer eyJhbGciOi.J9-x_y", "secret:eyJhbGciOi.J9-x_y"),
        ("api_key: sk_live_0123456789", "secret:sk_live_0123456789"),
        ("Password:\nHunter2", "secret:Hunter2"),
        ("mot de passe : bob@example.org", "secret:bob@example.org"),
        ("I forgot my password and cannot log in. The password is wrong!", ""),
        ("mot de passe oublié, mot de passe :\n\nMerci", ""),
        ("code postal", ""),
        ("order 12345", "number:12345"),
        ("Commande n° A-1234.", "number:A-1234"),
        ("facture FR-2026-12", "number:FR-2026-12"),
        ("Order #4821, invoice no. 77/2026", "number:4821 | number:77/2026"),
        ("numéro de client : 12 345 678", "number:12 345 678"),
        ("order 0123456789", "number:0123456789"),
        ("client : 06 12 34 56 78", "number:06 12 34 56 78"),
        ("réf. AB-99", "number:AB-99"),
        ("commande du 30/11/2026, facture 2026, commande 30/11/2026, order 2 items", ""),
        ("client 10.0.19045, invoice of 1234,56 €, facture 1234,56 €, facture : 1234 €", ""),
    ]);
}

#[test]
fn names_of_people() {
    check(&[
        ("JANE DOE wrote, jane too", "name:JANE DOE | name:jane"),
        ("Elodie lefevre et Mme LEFÈVRE", "name:Elodie lefevre | name:LEFÈVRE"),
        ("Jane\nDoe's doe_1", "name:Jane\nDoe | name:doe"),
        ("E\u{301}lodie", "name:E\u{301}lodie"),
        ("Janet, Doer, sarl, globexe", ""),
        ("Globex SARL, globex", "name:Globex SARL | name:globex"),
        ("jane.doe@example.org is Jane", "address:jane.doe@example.org | name:Jane"),
        ("Jane doe@example.org", "name:Jane | address:doe@example.org"),
        ("Jane and Jane", "name:Jane"),
    ]);
    assert_eq!(
        codes("Ann, Jean-Luc O’Brien, Li a", &["Jean-Luc O'Brien", "Li", "a", "", " "]),
        "name:Jean-Luc O’Brien | name:Li"
    );
}

fn pairs(words: &[(&str, &str)]) -> Vec<(String, String)> {
    words.iter().map(|(words, with)| ((*words).to_owned(), (*with).to_owned())).collect()
}

#[test]
fn html_is_blanked() {
    let words = pairs(&[
        ("Jane Doe", "[name]"),
        ("Jane", "[first]"),
        ("bob@example.org", "<&\">"),
        ("12 rue de la Paix\n75002 Paris", "[place]"),
        ("a&b<c\"d'e", "[secret]"),
        ("06 12 34 56 78", "[phone]"),
        ("Renée Dupont", "[other]"),
    ]);
    for (html, expected) in [
        ("<p>Jane Doe</p>", "<p>[name]</p>"),
        ("<p><b>Jane</b> Doe!</p>", "<p><b>[name]</b>!</p>"),
        ("J<i>an</i>e&nbsp;\n<u>Do</u>e", "[name]<i></i><u></u>"),
        ("<p>Jane</p><p>Doe</p>", "<p>[name]</p><p></p>"),
        ("<p>JANE and Janet</p><p>e</p>", "<p>[first] and Janet</p><p>e</p>"),
        ("<p>Jane</p>Anne", "<p>[first]</p>Anne"),
        ("12 rue de la Paix<br>75002&#160;Paris.", "[place]<br>."),
        ("bob@example.org", "&lt;&amp;\"&gt;"),
        ("a&amp;b&lt;c&quot;d&#39;e a&#38;b&#x3c;c\"d'e", "[secret] [secret]"),
        ("<img src=\"Jane.png\" alt=\"Jane > Doe\">x", "<img src=\"Jane.png\" alt=\"Jane > Doe\">x"),
        ("<a href=\"mailto:bob@example.org\" rel=\"x\">write</a>", "write"),
        ("<a href=\"tel:+33612345678\"><b>06 12 34 56 78</b></a>", "<b>[phone]</b>"),
        ("<a href=\"mailto:eve@example.org\">eve@example.org</a>", "eve@example.org"),
        ("<a href=\"https://x.example/in/jane-doe/\">profile</a>", "profile"),
        ("<a href=\"https://x.example/?q=bob%40example.org\">x</a>", "x"),
        ("<a href=\"https://x.example/wa/0612345678\">x</a>", "x"),
        ("<a href=\"https://x.example/ren%C3%A9e-dupont\">x</a>", "x"),
        ("<a href=\"MAILTO:eve@example.org\" target=\"_blank\">x</a>", "x"),
        ("<a href=\"https://x.example/u/1\">I am Jane</a> Doe", "I am [name]"),
        ("<a href=\"https://x.example/planning\">Janet</a>", "<a href=\"https://x.example/planning\">Janet</a>"),
        ("Jane <a href=\"https://x.example/\">x</a> Jane", "[first] <a href=\"https://x.example/\">x</a> [first]"),
    ] {
        assert_eq!(blank_html(html, &words), expected, "{html}");
    }
    assert_eq!(blank_html("a <b>b</b>", &[]), "a <b>b</b>");
    assert_eq!(blank_html("a b", &pairs(&[("", "x"), (" ", "y")])), "a b");
}

#[test]
fn text_is_blanked() {
    let words = pairs(&[("Jane Doe", "<name>"), ("Doe 06", "[x]"), ("Élodie", "[y]"), ("&amp;", "[z]")]);
    assert_eq!(blank_text("jane\u{a0}doe, ELODIE, &amp; Janedoe", &words), "<name>, [y], [z] Janedoe");
    // Nothing stays of words that overlap.
    assert_eq!(blank_text("Jane Doe 06.", &words), "<name>.");
    assert_eq!(blank_text("", &words), "");
}

#[test]
fn what_is_found_is_blanked() {
    let text = "Élodie (élodie@x.example, 01 23 45 67 89)\n12 rue de la Paix,\n75002 Paris; password: a&b!<c";
    let words: Vec<_> = find(text, &["Élodie"]).into_iter().map(|found| (found.words, "_".to_owned())).collect();
    assert_eq!(blank_text(text, &words), "_ (_, _)\n_; password: _");
    let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "<br>");
    assert_eq!(blank_html(&html, &words), "_ (_, _)<br>_<br>; password: _");
}

/// Time must grow with the length only: a square of it would not end while somebody waits.
#[test]
fn hostile_texts_end() {
    let long = ["1", "0", " ", "@", "<", "&", "\"", "é", "a", "\u{301}", "\n", "1.", "+", "rue "];
    let short = [
        "+",
        "#",
        ":",
        "1 ",
        "0 ",
        "a.",
        "a-",
        "a@",
        "a@b.",
        "+1 ",
        "+1(",
        "(0",
        "1 rue ",
        "1 Rue ",
        "12345 A ",
        "A1 ",
        "FR76 ",
        "1:",
        "a:",
        "<a ",
        "<a>",
        "<a href=\"",
        "password ",
        "password: ",
        "order ",
        "order n° ",
        "passport ",
        "code 1 ",
        "n° ",
        "&#",
        "%4",
        "v.",
        "d'",
        "A-",
        "rue de la ",
        "12 rue de la A ",
        "order 12 34 ",
        "\u{1f468}\u{200d}",
    ];
    let cases = long.iter().map(|part| (part, 200_000)).chain(short.iter().map(|part| (part, 4_000)));
    for (part, chars) in cases {
        let text: String = part.chars().cycle().take(chars).collect();
        let found = find(&text, &["rue rue rue rue x", "a.a.a.a b"]);
        let words: Vec<_> = found.into_iter().take(50).map(|found| (found.words, "[x]".to_owned())).collect();
        assert!(!blank_html(&text, &words).is_empty(), "{part}");
        assert!(!blank_text(&text, &words).is_empty(), "{part}");
    }
}

/// Whatever stands in a text: words that are found stand in it, and none of them stays.
#[test]
fn mixed_texts_are_blanked() {
    const PARTS: [&str; 58] = [
        "1",
        "0",
        "12",
        "06",
        "33",
        "+",
        "00",
        "(0)",
        "(",
        ")",
        " ",
        "  ",
        "\n",
        "\u{a0}",
        ".",
        "-",
        "/",
        ":",
        ",",
        "@",
        "é",
        "É",
        "œ",
        "ß",
        "\u{301}",
        "\u{200b}",
        "İ",
        "Jane",
        "Doe",
        "rue",
        "de la",
        "l'",
        "75002",
        "Paris",
        "Baker",
        "street",
        "password",
        "mot de passe",
        "is",
        "=",
        "\"",
        "«",
        "»",
        "code",
        "order",
        "n°",
        "passport",
        "FR76",
        "(at)",
        "dot",
        "example.org",
        "%40",
        "€",
        "&",
        "<",
        "</a>",
        "<a href=\"x\">",
        "fe80::",
    ];
    let mut state = 1_u64;
    let mut below = |end: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % end
    };
    for _ in 0..3_000 {
        let few: Vec<&str> = (0..6).map(|_| PARTS[below(PARTS.len())]).collect();
        let text: String =
            (0..20).map(|_| if below(3) == 0 { PARTS[below(PARTS.len())] } else { few[below(6)] }).collect();
        let words: Vec<_> = find(&text, &["Jane Doe"]).into_iter().map(|found| (found.words, "|".to_owned())).collect();
        let blanked = blank_text(&text, &words);
        for (word, _) in &words {
            assert!(text.matches(word).count() > blanked.matches(word).count(), "{text:?} {word:?} {blanked:?}");
        }
        let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let shown = blank_html(&html, &words).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        assert_eq!(shown, blanked, "{text:?}");
        // Unbalanced tags end as well.
        assert!(!blank_html(&text, &words).is_empty());
    }
}
