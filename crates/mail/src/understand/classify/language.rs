//! Guesses the language of a text: trigrams for long texts, small words for short ones.

use std::collections::HashMap;
use std::sync::LazyLock;

use whatlang::{Detector, Info, Lang, Script};

/// Bytes of the text that are looked at.
const TEXT_BYTES_MAX: usize = 4 * 1024;
/// Letters below which nothing is said.
const LETTERS_MIN: usize = 10;
/// Letters below which nothing is said at all: some scripts write a word with one or two signs.
const SIGNS_MIN: usize = 2;
/// Letters below which nothing is said of scripts that spell words out.
const WORD_LETTERS_MIN: usize = 4;
/// Letters from which trigrams alone are believed, if they are sure of themselves.
const LETTERS_FOR_TRIGRAMS: usize = 40;
/// How sure of themselves trigrams must be for a short text in another script.
const CONFIDENCE_MIN: f64 = 0.2;

/// Frequent words of languages in Latin script, most telling first.
const WORDS: [(Lang, &str); 17] = [
    (
        Lang::Eng,
        "the and you your is are was were have has had not this that with for from my it of to be \
         can could would please thanks thank hello hi dear how what when where why we i'm i me our \
         they there will do does did don't doesn't can't order regards but about get any still \
         help need want know received working works an in on at yes see attached sounds good great fine \
         sure let just after before all if which who more find news",
    ),
    (
        Lang::Fra,
        "le la les des un une et est sont je vous nous votre vos notre mon ma mes ce cette ces \
         pas ne que qui pour dans avec sur au aux du en bonjour merci bonsoir cordialement j'ai \
         c'est n'est ai avez suis il elle mais plus s'il svp toujours depuis facture commande \
         voici l'ai d'un d'une où comment pourquoi quand être fait oui très bien voir ci-joint jointe réglé \
         ça marche problème rappeler attends reçu colis",
    ),
    (
        Lang::Deu,
        "der die das und ist sind ich sie wir mein meine ihr ihre ihnen nicht ein eine einen \
         einer mit für auf von zu den dem im bitte danke vielen dank hallo guten tag grüße haben \
         habe hat kann können wie was wann wo warum noch bei aber auch es mir mich uns leider \
         freundlichen grüßen rechnung bestellung wurde werden sehr geehrte seit ja nein siehe anhang anbei geht schon alles klar",
    ),
    (
        Lang::Spa,
        "el los las una y es son yo usted ustedes mi su sus nuestro no que para con por en del \
         al hola gracias buenos días buenas tardes saludos tengo tiene está están cómo qué cuándo \
         dónde pero más muy me se lo le pedido factura puedo puede quiero ayuda favor funciona estoy he \
         desde hay también sí ha este esta",
    ),
    (
        Lang::Ita,
        "il lo gli una e è sono io voi mio mia vostro non che per con di da del della dei nel \
         ciao buongiorno buonasera grazie saluti ho hai ha come quando dove perché ma più molto \
         mi si ordine fattura posso può vorrei questo questa anche ancora ricevuto salve cordiali",
    ),
    (
        Lang::Por,
        "o os as um uma e é são eu você vocês meu minha seu sua não que para com por em do da \
         dos das no na olá obrigado obrigada bom dia boa tarde tenho tem está como quando onde \
         mas mais muito me se pedido fatura posso pode quero ajuda favor estou isso ainda também",
    ),
    (
        Lang::Nld,
        "de het een en is zijn ik u jij wij mijn uw niet dat die voor met van op te aan bij \
         hallo beste bedankt dank groeten vriendelijke heb heeft kan kunnen hoe wat wanneer waar \
         maar ook nog graag bestelling factuur geen wel naar mij ons deze",
    ),
    (
        Lang::Swe,
        "och är jag du ni vi min mitt er ert inte att det som för med av på till en ett hej tack \
         hälsningar vänliga har kan hur vad när var men också från mig den beställning faktura",
    ),
    (
        Lang::Dan,
        "og er jeg du i vi min mit jeres ikke at det som for med af på til en et hej tak hilsen \
         venlig har kan hvordan hvad hvornår hvor men også fra mig den ordre faktura",
    ),
    (
        Lang::Nob,
        "og er jeg du vi min mitt deres ikke at det som for med av på til en et hei takk hilsen \
         vennlig har kan hvordan hva når hvor men også fra meg den bestilling faktura",
    ),
    (
        Lang::Pol,
        "i w na z do nie się że jest są ja pan pani mój moje dla to jak co kiedy gdzie dlaczego \
         ale dzień dobry witam dziękuję proszę pozdrawiam mam mogę zamówienie faktura czy od po \
         przez jeszcze już został",
    ),
    (
        Lang::Tur,
        "merhaba ve bir bu için ile siparişim sipariş nerede nasıl neden değil var yok lütfen \
         teşekkürler teşekkür ederim iyi günler selam fatura ben benim bana ama çok daha",
    ),
    (
        Lang::Ces,
        "dobrý den kde je moje můj jsem jste není mám prosím děkuji děkuju objednávka faktura s \
         pozdravem ale jak proč kdy co se na v za že jsou ještě",
    ),
    (
        Lang::Ron,
        "bună ziua unde este comanda mea meu și nu am mulțumesc vă rog factura cum de ce când \
         pentru cu la din sunt o un salut încă",
    ),
    (
        Lang::Hun,
        "jó napot kívánok hol van a az és nem köszönöm kérem rendelésem számla hogyan mikor \
         miért szia üdvözlettel vagyok meg egy még",
    ),
    (Lang::Vie, "xin chào của tôi ở đâu là và không có cảm ơn đơn hàng bạn cho khi nào này một được"),
    (
        Lang::Fin,
        "ja on en ei ole minä olen se että hei kiitos terveisin miten mitä missä milloin mutta \
         myös kun jos tämä minun teidän voin voitte tilaus lasku vielä ystävällisin",
    ),
];

/// Words that people write alone or nearly so, each of one language.
#[rustfmt::skip]
const TELLING_WORDS: [(Lang, &str); 15] = [
    (Lang::Eng, "thanks thank thx hello please yes received done what when where working great sorry works good any attached \
        resolved fixed"),
    (Lang::Fra, "merci bonjour bonsoir cordialement parfait d'accord reçu voilà oui ça désolé c'est n'est j'ai"),
    (Lang::Deu, "danke passt bitte gerne erledigt leider vielen guten grüße perfekt nein"),
    (Lang::Spa, "gracias hola vale perfecto recibido buenos buenas saludos sí"),
    (Lang::Ita, "grazie buongiorno perfetto ricevuto salve saluti"),
    (Lang::Por, "obrigado obrigada olá perfeito recebido sim"),
    (Lang::Nld, "bedankt dank goed graag groeten"),
    (Lang::Swe, "tack hälsningar"),
    (Lang::Nob, "takk"),
    (Lang::Fin, "kiitos terveisin"),
    (Lang::Pol, "dziękuję dziękuje dzięki pozdrawiam proszę"),
    (Lang::Ces, "děkuji děkuju díky"),
    (Lang::Hun, "köszönöm köszi"),
    (Lang::Ron, "mulțumesc multumesc"),
    (Lang::Tur, "teşekkürler merhaba tamam"),
];

/// The ISO 639-1 code of the text's language, or `None` if the text is too short or unclear.
#[must_use]
pub fn language(reply: &str) -> Option<String> {
    let text = plain_words(reply);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let guess = whatlang::detect(&text).filter(|_| letters >= SIGNS_MIN)?;
    let lang = if guess.script() == Script::Latin {
        if letters < LETTERS_MIN || text.split(' ').count() < 2 {
            by_telling_words(&text)?
        } else {
            latin(&text, letters, &guess)?
        }
    } else if letters < WORD_LETTERS_MIN && guess.script() != Script::Mandarin {
        return None;
    } else if guess.script() == Script::Cyrillic
        && let Some(lang) = by_cyrillic_letters(&text)
    {
        lang
    } else if guess.script() == Script::Arabic {
        by_arabic_letters(&text)
    } else if guess.script() == Script::Hebrew {
        // Yiddish writes two letters in one.
        if text.contains(['ײ', 'װ', 'ױ']) { Lang::Yid } else { Lang::Heb }
    } else if has_one_language(guess.script())
        || guess.is_reliable()
        || letters >= LETTERS_FOR_TRIGRAMS
        || letters >= LETTERS_MIN && guess.confidence() > CONFIDENCE_MIN
    {
        guess.lang()
    } else {
        return None;
    };
    iso_639_1(lang).map(str::to_owned)
}

/// Words only: no addresses, links or numbers, single spaces.
fn plain_words(text: &str) -> String {
    let mut end = TEXT_BYTES_MAX.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end)
        .unwrap_or_default()
        .split_whitespace()
        .filter(|word| !word.contains(['@', '_', '/', '\\']) && !word.contains("www."))
        .filter(|word| word.chars().any(char::is_alphabetic))
        .filter(|word| !word.chars().any(|c| c.is_ascii_digit()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// For each frequent word the languages it is frequent in: one bit for each line of [`WORDS`].
static LANGUAGES_OF: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let mut out: HashMap<&str, u32> = HashMap::new();
    for (at, (_, words)) in WORDS.iter().enumerate() {
        for word in words.split_ascii_whitespace() {
            *out.entry(word).or_default() |= 1 << at;
        }
    }
    out
});

/// Lower-case words without the punctuation around them.
fn bare_words(text: &str) -> Vec<String> {
    text.split(' ')
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase().replace('’', "'"))
        .filter(|word| !word.is_empty())
        .collect()
}

/// The one language that a very short text has telling words of.
fn by_telling_words(text: &str) -> Option<Lang> {
    let words = bare_words(text);
    let known = TELLING_WORDS.iter().filter(|(_, known)| count_hits(&words, known) > 0);
    let mut languages = known.map(|(lang, _)| *lang);
    languages.next().filter(|_| languages.next().is_none())
}

fn latin(text: &str, letters: usize, guess: &Info) -> Option<Lang> {
    let words = bare_words(text);
    let mut hits: Vec<(Lang, usize)> = WORDS.iter().map(|(lang, _)| (*lang, 0)).collect();
    for languages in words.iter().filter_map(|word| LANGUAGES_OF.get(word.as_str())) {
        for (at, (_, count)) in hits.iter_mut().enumerate() {
            *count += usize::from(languages & (1 << at) != 0);
        }
    }
    hits.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let best = hits.first().map_or(0, |(_, count)| *count);
    let second = hits.get(1).map_or(0, |(_, count)| *count);
    let guessed_hits = hits.iter().find(|(lang, _)| *lang == guess.lang()).map(|(_, count)| *count);

    // Trigrams win where they are sure, the text is long, and its small words don't object.
    let is_known = guessed_hits.is_some();
    if letters >= LETTERS_FOR_TRIGRAMS
        && guess.is_reliable()
        && (is_known && guessed_hits >= Some(second) || !is_known && best * 8 < words.len())
    {
        return Some(guess.lang());
    }
    if best >= 2 || best == 1 && words.len() <= 4 && second == 0 {
        let tied: Vec<Lang> = hits.iter().filter(|(_, count)| *count == best).map(|(lang, _)| *lang).collect();
        return match tied.as_slice() {
            [only] => Some(*only),
            _ => Detector::with_allowlist(tied).detect_lang(text),
        };
    }
    (best == 1 && guessed_hits == Some(1)).then(|| guess.lang())
}

fn count_hits(words: &[String], known: &str) -> usize {
    words.iter().filter(|word| known.split_ascii_whitespace().any(|k| k == word.as_str())).count()
}

/// Letters that one Cyrillic alphabet has and its neighbours lack say more than trigrams do.
fn by_cyrillic_letters(text: &str) -> Option<Lang> {
    let text = text.to_lowercase();
    let has = |letters: &[char]| text.contains(letters);
    if has(&['ў']) {
        Some(Lang::Bel)
    } else if has(&['ї', 'є', 'ґ']) || has(&['і']) && !has(&['ы', 'ё', 'э']) {
        Some(Lang::Ukr)
    } else if has(&['ѓ', 'ќ', 'ѕ']) {
        Some(Lang::Mkd)
    } else if has(&['ђ', 'ћ']) {
        Some(Lang::Srp)
    } else if has(&['ы', 'э', 'ё']) && !has(&['і']) {
        Some(Lang::Rus)
    } else {
        by_cyrillic_words(&text)
    }
}

/// Russian, Bulgarian and Ukrainian share most letters; their small words differ.
fn by_cyrillic_words(text: &str) -> Option<Lang> {
    const RUSSIAN: &str = "где мой моя мне меня я ещё еще нет или уже не что как это здравствуйте \
        спасибо пожалуйста добрый день когда почему вам вас ваш у есть";
    const BULGARIAN: &str = "къде моята моя ми аз още няма вече не какво как това здравейте благодаря \
        моля добър ден кога защо ви вас са съм е се да ще";
    let words: Vec<String> =
        text.split(' ').map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()).collect();
    const UKRAINIAN: &str = "дякую вітаю доброго будь ласка дуже так де коли чому вам вас у є";
    let hits = [(Lang::Rus, RUSSIAN), (Lang::Bul, BULGARIAN), (Lang::Ukr, UKRAINIAN)]
        .map(|(lang, known)| (lang, count_hits(&words, known)));
    let best = hits.iter().map(|(_, count)| *count).max().filter(|best| *best > 0)?;
    let mut languages = hits.iter().filter(|(_, count)| *count == best).map(|(lang, _)| *lang);
    languages.next().filter(|_| languages.next().is_none())
}

/// Persian and Urdu have letters that Arabic lacks.
fn by_arabic_letters(text: &str) -> Lang {
    if text.contains(['ٹ', 'ڈ', 'ڑ', 'ے', 'ں']) {
        Lang::Urd
    } else if text.contains(['پ', 'چ', 'ژ', 'گ', 'ی', 'ک']) {
        Lang::Pes
    } else {
        Lang::Ara
    }
}

fn has_one_language(script: Script) -> bool {
    matches!(
        script,
        Script::Hangul
            | Script::Hiragana
            | Script::Katakana
            | Script::Mandarin
            | Script::Greek
            | Script::Thai
            | Script::Georgian
            | Script::Armenian
            | Script::Tamil
            | Script::Telugu
            | Script::Kannada
            | Script::Malayalam
            | Script::Gujarati
            | Script::Gurmukhi
            | Script::Sinhala
            | Script::Khmer
            | Script::Myanmar
    )
}

/// The two-letter code; a few of the detector's languages have none.
fn iso_639_1(lang: Lang) -> Option<&'static str> {
    const CODES: &str = "epo eo eng en rus ru cmn zh spa es por pt ita it ben bn fra fr deu de \
        ukr uk kat ka ara ar hin hi jpn ja heb he yid yi pol pl amh am jav jv kor ko nob nb dan da \
        swe sv fin fi tur tr nld nl hun hu ces cs ell el bul bg bel be mar mr kan kn ron ro slv sl \
        hrv hr srp sr mkd mk lit lt lav lv est et tam ta vie vi urd ur tha th guj gu uzb uz pan pa \
        aze az ind id tel te pes fa mal ml ori or mya my nep ne sin si khm km tuk tk aka ak zul zu \
        sna sn afr af lat la slk sk cat ca tgl tl hye hy cym cy";
    let mut codes = CODES.split_ascii_whitespace();
    while let (Some(three), Some(two)) = (codes.next(), codes.next()) {
        if three == lang.code() {
            return Some(two);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn languages() {
        for (text, want) in [
            ("Bonjour,\nvoici la facture.", Some("fr")),
            ("Merci beaucoup !", Some("fr")),
            ("Où est ma commande ?", Some("fr")),
            ("Hello, where is my order?", Some("en")),
            ("It still doesn't work.", Some("en")),
            ("Thanks, that helped a lot", Some("en")),
            ("Wo ist meine Bestellung?", Some("de")),
            ("Vielen Dank für die schnelle Antwort", Some("de")),
            ("Das Problem besteht leider noch.", Some("de")),
            ("Hola, ¿dónde está mi pedido?", Some("es")),
            ("Muchas gracias por su ayuda", Some("es")),
            ("Buongiorno, non ho ancora ricevuto la fattura", Some("it")),
            ("Olá, não recebi o meu pedido", Some("pt")),
            ("Ik heb mijn bestelling nog niet ontvangen", Some("nl")),
            ("Где мой заказ? Я жду уже две недели, пожалуйста, ответьте.", Some("ru")),
            ("注文した商品がまだ届いていません。", Some("ja")),
            ("我的订单在哪里？请帮忙查一下。", Some("zh")),
            ("주문한 상품이 아직 도착하지 않았습니다.", Some("ko")),
            ("Πού είναι η παραγγελία μου;", Some("el")),
            ("Merhaba, siparişim nerede?", Some("tr")),
            ("Dobrý den, kde je moje objednávka?", Some("cs")),
            ("مرحبا أين طلبي؟", Some("ar")),
            ("No funciona", Some("es")),
            ("Merci", Some("fr")),
            ("Merci !", Some("fr")),
            ("Merci Paul", Some("fr")),
            ("Parfait, merci !", Some("fr")),
            ("C'est réglé.", Some("fr")),
            ("Ça ne marche pas", Some("fr")),
            ("Bonjour, ça marche", Some("fr")),
            ("Bien reçu, merci", Some("fr")),
            ("D'accord pour mardi", Some("fr")),
            ("Voir pièce jointe.", Some("fr")),
            ("Des nouvelles ?", Some("fr")),
            ("Danke, passt", Some("de")),
            ("Danke!", Some("de")),
            ("Super, danke", Some("de")),
            ("Hat geklappt, danke!", Some("de")),
            ("Siehe Anhang", Some("de")),
            ("Passt so.", Some("de")),
            ("Das geht leider nicht", Some("de")),
            ("ok thanks", Some("en")),
            ("Thanks!", Some("en")),
            ("Thank you", Some("en")),
            ("Thanks, Bob", Some("en")),
            ("Works now, thanks", Some("en")),
            ("Please call me", Some("en")),
            ("See attached.", Some("en")),
            ("Any news?", Some("en")),
            ("Sounds good", Some("en")),
            ("It works!", Some("en")),
            ("Yes please", Some("en")),
            ("Gracias", Some("es")),
            ("Perfecto, gracias", Some("es")),
            ("Grazie mille", Some("it")),
            ("Obrigado!", Some("pt")),
            ("Muito obrigada", Some("pt")),
            ("Bedankt!", Some("nl")),
            ("Tack!", Some("sv")),
            ("Dziękuję", Some("pl")),
            ("Děkuji", Some("cs")),
            ("Спасибо", Some("ru")),
            ("Спасибо большое", Some("ru")),
            ("Дякую", Some("uk")),
            ("ありがとう", Some("ja")),
            ("谢谢", Some("zh")),
            ("承知しました", Some("ja")),
            ("감사합니다", Some("ko")),
            ("Ευχαριστώ", Some("el")),
            ("شكرا", Some("ar")),
            ("תודה", Some("he")),
            ("Va bene", None),
            ("Ja", None),
            ("Oui", Some("fr")),
            ("Está bien", None),
            ("test", None),
            ("OK Paul", None),
            ("Hi Bob", None),
            ("Paul Martin", None),
            ("ok", None),
            ("", None),
            ("12345 67890", None),
            ("https://example.org/a/b foo@example.org", None),
            ("FYI", None),
        ] {
            assert_eq!(language(text).as_deref(), want, "{text}");
        }
    }
}
