//! Guesses the language of a text: trigrams for long texts, small words for short ones.

mod words;

use std::collections::HashMap;
use std::sync::LazyLock;

use whatlang::{Detector, Info, Lang, Script};
use words::{TELLING_WORDS, WORDS};

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

/// The ISO 639-1 code of the text's language, or `None` if the text is too short or unclear.
#[must_use]
pub fn language(reply: &str) -> Option<String> {
    let text = plain_words(reply);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let guess = whatlang::detect(&text).filter(|_| letters >= SIGNS_MIN)?;
    let lang = if letters < WORD_LETTERS_MIN && guess.script() != Script::Mandarin {
        return None;
    } else if guess.script() == Script::Latin {
        if letters < LETTERS_MIN || text.split(' ').count() < 2 {
            by_telling_words(&text)?
        } else {
            latin(&text, letters, &guess)?
        }
    } else if guess.script() == Script::Cyrillic
        && let Some(lang) = by_cyrillic_letters(&text)
    {
        lang
    } else if guess.script() == Script::Arabic {
        by_arabic_letters(&text)
    } else if guess.script() == Script::Hebrew {
        // Yiddish writes two letters in one.
        if text.contains(['ײ', 'װ', 'ױ']) { Lang::Yid } else { Lang::Heb }
    } else if guess.script() == Script::Devanagari && letters < LETTERS_FOR_TRIGRAMS {
        by_devanagari_words(&text)
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
        спасибо пожалуйста добрый день когда почему вам вас ваш у есть могу войти нужно заказ при после с большое";
    const BULGARIAN: &str = "къде моята моя ми аз още няма вече не какво как това здравейте благодаря \
        моля добър ден кога защо ви вас са съм е се да ще мога";
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

/// Marathi and Nepali have their own words for "is" and "not".
fn by_devanagari_words(text: &str) -> Lang {
    let words = bare_words(text);
    if count_hits(&words, "आहे नाही मला आणि तुम्ही माझा माझी") > 0
    {
        Lang::Mar
    } else if count_hits(&words, "छ छैन मलाई र तपाईं हुन्छ मेरो") > 0 {
        Lang::Nep
    } else {
        Lang::Hin
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
            ("Oui", None),
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

    #[test]
    fn short_mails_of_every_day() {
        for (text, want) in [
            (
                "Hi,\n\nI get this error on boot:\n\nmodprobe: FATAL: Module nvidia not found.\nerror: kernel panic - not syncing\n\nAny ideas?\n\nBob",
                Some("en"),
            ),
            ("+1", None),
            ("+1\n\nBob", None),
            (
                "Patch attached.\n\ndiff --git a/src/main.c b/src/main.c\n@@ -1,3 +1,4 @@\n int main(void) {\n+    return 0;\n }",
                Some("en"),
            ),
            ("Meeting moved to 3 pm, conference room B.", Some("en")),
            ("Vince,\n\nThe presentation is attached. Let me know what you think.\n\nJohn", Some("en")),
            ("Please advise.", Some("en")),
            ("Approved.", Some("en")),
            ("Looks good to me", Some("en")),
            ("Call me", Some("en")),
            ("Done", Some("en")),
            ("Agreed!", Some("en")),
            ("Sure, no problem.", Some("en")),
            ("Not yet", Some("en")),
            ("What about tomorrow?", Some("en")),
            ("Lunch on Friday?", Some("en")),
            ("I agree with you", Some("en")),
            ("Nouvelle commande", Some("fr")),
            ("Facture en pièce jointe", Some("fr")),
            ("Impossible de me connecter", Some("fr")),
            ("Mot de passe oublié", Some("fr")),
            ("Rappelez-moi svp", Some("fr")),
            ("Urgent !!!", None),
            ("Tout est en ordre.", Some("fr")),
            ("Je confirme", Some("fr")),
            ("À demain", Some("fr")),
            ("Cela fonctionne, merci.", Some("fr")),
            ("Toujours rien ?", Some("fr")),
            ("Pas de souci", Some("fr")),
            ("Ok pour moi", Some("fr")),
            ("Bonne journée", Some("fr")),
            ("Rechnung im Anhang", Some("de")),
            ("Passwort vergessen", Some("de")),
            ("Bitte um Rückruf", Some("de")),
            ("Alles klar", Some("de")),
            ("Mit freundlichen Grüßen", Some("de")),
            ("Funktioniert jetzt", Some("de")),
            ("Noch keine Antwort", Some("de")),
            ("Schöne Grüße", Some("de")),
            ("Einverstanden.", Some("de")),
            ("Kein Problem", Some("de")),
            ("Guten Morgen", Some("de")),
            ("No puedo entrar", Some("es")),
            ("Factura adjunta", Some("es")),
            ("Todo bien, gracias", Some("es")),
            ("Buenos días", Some("es")),
            ("De acuerdo", Some("es")),
            ("Un saludo", Some("es")),
            ("Non riesco ad accedere", Some("it")),
            ("Va bene, grazie", Some("it")),
            ("In allegato la fattura", Some("it")),
            ("Tutto ok", Some("it")),
            ("Não consigo entrar", Some("pt")),
            ("Segue em anexo", Some("pt")),
            ("Bom dia", Some("pt")),
            ("Kan niet inloggen", Some("nl")),
            ("Alvast bedankt", Some("nl")),
            ("Factuur in bijlage", Some("nl")),
            ("Hej, kan ni hjälpa mig?", Some("sv")),
            ("Hej, jeg kan ikke logge ind", Some("da")),
            ("Hei, jeg får ikke logget inn", Some("nb")),
            ("Nie mogę się zalogować", Some("pl")),
            ("Nemohu se přihlásit", Some("cs")),
            ("Nem tudok belépni", Some("hu")),
            ("Nu pot intra în cont", Some("ro")),
            ("Giriş yapamıyorum", Some("tr")),
            ("En pääse kirjautumaan", Some("fi")),
            ("Nemôžem sa prihlásiť do svojho účtu", Some("sk")),
            ("Ne mogu se prijaviti na svoj račun", Some("hr")),
            ("Ne morem se prijaviti v svoj račun", Some("sl")),
            ("No puc entrar al meu compte des d'ahir", Some("ca")),
            ("Saya tidak bisa masuk ke akun saya", Some("id")),
            ("Tôi không thể đăng nhập", Some("vi")),
            ("Не мога да вляза в профила си", Some("bg")),
            ("Не могу войти в аккаунт", Some("ru")),
            ("Не можу увійти", Some("uk")),
            ("Δεν μπορώ να συνδεθώ", Some("el")),
            ("אני לא מצליח להתחבר", Some("he")),
            ("لا أستطيع تسجيل الدخول", Some("ar")),
            ("ログインできません", Some("ja")),
            ("无法登录", Some("zh")),
            ("無法登入", Some("zh")),
            ("로그인이 안 돼요", Some("ko")),
            ("ฉันเข้าสู่ระบบไม่ได้", Some("th")),
            ("मैं लॉग इन नहीं कर पा रहा हूँ", Some("hi")),
            ("Ma ei saa sisse logida", Some("et")),
            ("Negaliu prisijungti prie savo paskyros", Some("lt")),
            ("Nevaru pieteikties savā kontā", Some("lv")),
            ("Bonjour, I can't log in since yesterday, the page shows an error.", Some("en")),
            ("Hello,\n\nje n'arrive pas à me connecter à mon compte depuis hier.", Some("fr")),
            ("Hi Team,\nbitte das Ticket schliessen, danke", Some("de")),
            ("Thx", None),
        ] {
            assert_eq!(language(text).as_deref(), want, "{text}");
        }
    }
}
