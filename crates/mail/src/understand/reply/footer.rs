//! Lines that a device, a mailing list or a mail service added below the text.

use super::line::{Kind, Line, is_rule};

/// Most lines of one mailing list footer.
const LIST_LINES_MAX: usize = 30;
/// Longest device footer in bytes.
const DEVICE_BYTES_MAX: usize = 240;

/// Starts of device footers that need a device or program named in the line.
#[rustfmt::skip]
const DEVICE_STARTS: &[&str] = &[
    "sent from", "sent via", "sent with", "sent using", "get outlook for", "download outlook",
    "sent on the", "get bluemail", "get typeapp", "composed on", "written on my", "typed on my", // English
    "envoyé de", "envoyé depuis", "envoyé à partir", "envoyé avec", "envoyé via", "envoyé par",
    "envoyer de mon", "obtenez outlook", "télécharger outlook", "télécharger bluemail", "obtenir bluemail",
    "message envoyé depuis", "mail envoyé depuis", "envoyé d'un mobile", "envoyé à l'aide de", "envoyé d'un", "provenance : courrier", // French
    "gesendet von", "gesendet mit", "gesendet via", "gesendet aus", "gesendet über", "von unterwegs gesendet",
    "diese nachricht wurde von meinem", "diese e-mail wurde von", "holen sie sich outlook",
    "versendet mit", // German
    "enviado desde", "enviado de", "enviado con", "enviado mediante", "obtener outlook", "obtener bluemail",
    "descargar outlook", "consigue outlook", // Spanish
    "inviato da", "inviato dal", "inviato con", "inviato tramite", "scarica outlook",
    "ottieni outlook", // Italian
    "enviado do", "enviado a partir", "enviado pelo", "enviado por", "enviada do", "enviado via", "obter bluemail",
    "obter o outlook", "obtenha o outlook", "baixe o outlook", // Portuguese
    "verstuurd vanaf", "verstuurd met", "verstuurd via", "verzonden vanaf", "verzonden vanuit",
    "verzonden met", "verzonden via", "outlook voor", "download outlook voor", // Dutch
    "skickat från", "skickat via", "skickad från", "hämta outlook", "skaffa outlook", "sänt från", // Swedish
    "sendt fra", "sendt via", "sendt med", "hent outlook", "få outlook", "skickat med", // Danish, Norwegian
    "lähetetty", "hanki outlook", "hae outlook", // Finnish
    "wysłane z", "wysłano z", "wysłane za", "pobierz outlook", "pobierz program outlook", // Polish
    "odesláno z", "odesláno ze", "odoslané z", "odoslané zo", "odesláno pomocí", "získat outlook",
    "získejte outlook", // Czech, Slovak
    "отправлено с", "отправлено из", "отправлено через", "скачать outlook", "получить outlook",
    "загрузить outlook", "послано с", // Russian
    "надіслано з", "відправлено з", "надіслано за", "изпратено от", "отримати outlook",
    "завантажити outlook", // Ukrainian, Bulgarian
    "ios için outlook", "android için outlook", "outlook'u edinin", // Turkish
    "发自", "發自", "获取 outlook", "获取适用于", "下载 outlook", "取得 outlook", // Chinese
    "أرسلت من", "تم الإرسال من", "أُرسلت من", "مرسل من", "مُرسل من", "الحصول على outlook",
    "احصل على outlook", "ارسال شده از", // Arabic, Persian
    "נשלח מ", "נשלח ב", "קבל את outlook", "השג את outlook", // Hebrew
    "στάλθηκε από", "απεστάλη από", "εστάλη από", "λήψη του outlook", // Greek
    "elküldve", "küldve", "az outlook", "iphone-omról", // Hungarian
    "trimis de pe", "trimis din", "trimis de la", "obțineți outlook", "descărcați outlook", // Romanian
    "poslano z", "poslato sa", "послато са", "enviat des", "dikirim dari", "được gửi từ", "gửi từ",
    "ส่งจาก", "saadetud", "išsiųsta iš", "nosūtīts no", "sent frá",
];

/// Ends of device footers, for languages that put the verb last. They need one of
/// `VERB_LAST_DEVICES`, because "the mail was sent" ends the same way.
#[rustfmt::skip]
const DEVICE_ENDS: &[&str] = &[
    "gesendet", "geschickt", "versendet", "verschickt", "gönderildi", "gönderilmiştir", "edinin",
    "から送信", "から送信されました", "より送信", "を入手", "を入手する", "傳送", "寄出", "发送", "發送", "发送的", "发出", "에서 보냄",
    "에서 보냈습니다", "보냄", "küldve", "küldtem",
];

/// See `DEVICE_ENDS`.
#[rustfmt::skip]
const VERB_LAST_DEVICES: &[&str] = &[
    "iphone", "ipad", "samsung", "galaxy", "android", "huawei", "xiaomi", "blackberry", "outlook",
    "von meinem", "von meiner", "gmx", "mobilgerät", "手机", "手機", "휴대폰", "스마트폰",
];

/// Things that send mail.
#[rustfmt::skip]
const DEVICES: &[&str] = &[
    "iphone", "iphon", "ipad", "ipod", "ios", "macbook", "android", "samsung", "galaxy",
    "blackberry", "phone", "mobile", "mobil", "outlook", "windows", "yahoo", "huawei", "xiaomi",
    "redmi", "oneplus", "nokia", "htc", "motorola", "pixel", "proton", "tablet", "device", "handy",
    "smartphone", "handheld", "verizon", "at&t", "t-mobile", "sprint", "orange", "vodafone", "gmx",
    "web.de", "k-9", "k9", "aquamail", "aqua mail", "bluemail", "blue mail", "spark", "thunderbird",
    "gmail", "hotmail", "mailspring", "airmail", "newton", "edison", "typeapp", "boxer",
    "superhuman", "tutanota", "nexus", "xperia", "sony", "oppo", "vivo", "honor", "lg ", "telefon",
    "téléphone", "téléfono", "teléfono", "móvil", "movil", "celular", "cellulare", "telemóvel",
    "telefoon", "gsm", "puhelim", "courrier", "posta", "correo", "mail", "e-post", "почт",
    "телефон", "айфон", "поч", "手机", "手機", "휴대폰", "アンドロイド", "スマートフォン", "携帯", "הנייד", "הטלפון",
    "جهاز", "هاتف", "aol", "laptop", "palm", "treo", "wireless", "pda", "watch", "cell", "app ",
    "kindle", "fairphone", "bq", "libero", "laposte", "virgilio", "κινητό", "telefonu", "phablet",
    "fastmail", "zoho", "free mobile", "tapatalk", " mac", "unterwegs", "on the go",
];

/// Whole-line taglines of services.
#[rustfmt::skip]
const TAGLINES: &[&str] = &[
    "virus-free. www.avast.com", "virus-free.www.avast.com", "virenfrei. www.avast.com",
    "virenfrei.www.avast.com", "garanti sans virus. www.avast.com", "sans virus.www.avast.com",
    "libre de virus. www.avast.com", "libre de virus.www.avast.com", "virusvrij.www.avast.com",
    "virusvrij. www.avast.com", "privo di virus. www.avast.com", "privo di virus.www.avast.com",
    "this email has been checked for viruses by", "this e-mail has been checked for viruses by",
    "this message was sent using imp, the internet messaging program",
    "no virus found in this message", "no virus found in this incoming message", "aucun virus trouvé dans ce message",
    "este correo electrónico ha sido comprobado", "ce courrier électronique ne contient aucun virus",
    "cet e-mail a été vérifié par le logiciel antivirus", "je crée ma boîte mail www.laposte.net",
    "yahoo mail: search, organize, conquer", "yahoo mail - get on it", "yahoo mail sur android",
    "yahoo mail auf android", "diese e-mail wurde von avast", "cet e-mail a été vérifié par avast",
    "l'absence de virus dans ce courrier", "this mail was sent through",
];

/// Phrases of list footers that count only below a rule or a `--` line.
#[rustfmt::skip]
const LIST_BELOW_RULE: &[&str] = &[
    "mailing list", "mailinglist", "mailing-list", "maillist", "unsubscribe", "subscribe",
    "subscription", "list archives", "list info", "listinfo", "mailman", "sponsored by", "to post",
    "google groups", "yahoo! groups", "yahoo groups", "liste de diffusion", "lista de correo",
    "lista de distribución", "liste de discussion", "désabonner", "se désinscrire", "abbestellen",
    "abmelden", "abonnement", "afmelden", "cancelar la suscripción", "cancelar suscripción",
    "cancelar inscrição", "disiscri", "отписаться", "список рассылки", "listserv", "majordomo",
    "topica", "egroups", "do you yahoo", "msn ", "hotmail", "yahoo.com", "free email",
    "reply to this email directly", "view it on github", "view this", "viewing this", "launchpad",
    "listas", "fa mail archives", "get your free",
];

/// Phrases that are a list footer wherever they stand near the end.
#[rustfmt::skip]
const LIST_ALONE: &[&str] = &[
    "you received this message because you are subscribed", "you are receiving this because",
    "you're receiving this because", "reply to this email directly",
    "to unsubscribe from this group", "to unsubscribe from this list", "to unsubscribe, e-mail:",
    "to unsubscribe, email:", "to unsubscribe e-mail:", "to unsubscribe, send",
    "to unsubscribe send", "to unsubscribe from", "unsubscribe:", "to unsubscribe, email to",
    "to unsubscribe, reply", "vous recevez ce message, car vous êtes abonné",
    "vous recevez ce message car vous êtes", "vous avez reçu ce message, car vous êtes abonné",
    "sie erhalten diese nachricht, weil sie", "sie haben diese nachricht erhalten, weil sie",
    "has recibido este mensaje porque estás suscrito", "recibiste este mensaje porque",
    "has recibido este mensaje porque", "você recebeu essa mensagem porque",
    "você está recebendo esta mensagem porque", "recebeu esta mensagem porque",
    "hai ricevuto questo messaggio perché sei iscritto", "ricevi questo messaggio perché",
    "je ontvangt dit bericht omdat", "u ontvangt dit bericht omdat",
    "u hebt dit bericht ontvangen omdat", "вы получили это сообщение, поскольку",
    "вы получили это письмо, потому что", "otrzymujesz tę wiadomość, ponieważ",
    "otrzymałeś tę wiadomość, ponieważ", "du får det här meddelandet",
    "du har modtaget denne besked, fordi", "du modtager denne besked, fordi", "このメールは google グループ",
    "您收到此邮件是因为", "您收到此信息是由于", "您会收到此邮件是因为", "yahoo! groups links", "yahoo! groups sponsor",
    "yahoo! groups is subject to", "your use of yahoo! groups", "send the line \"unsubscribe",
    "list help: ", "list-unsubscribe", "for additional commands, e-mail",
    "[non-text portions of this message have been removed]", "pour se désabonner", "pour vous désabonner de ce groupe",
    "to unsubscribe from this mailing list", "community email addresses:", "visit your group",
    "--~--~---------~--~----", "-~----------~----~----~----~------~----~------~--~---",
    "posted via http", "~-->", "mailing list archive:",
];

/// Where a mailing list footer at the end of `lines` begins. Nothing quoted may
/// follow it, and it never reaches further than `LIST_LINES_MAX` lines.
pub(super) fn list_start(lines: &[Line<'_>]) -> Option<usize> {
    let from = lines.len().saturating_sub(LIST_LINES_MAX);
    let mut found = None;
    for index in (from..lines.len()).rev() {
        let line = lines.get(index)?;
        if matches!(line.kind, Kind::Quote | Kind::Boundary) {
            break;
        }
        if line.kind != Kind::Text {
            continue;
        }
        let text = line.normal();
        let alone = LIST_ALONE.iter().any(|phrase| text.contains(phrase));
        if alone && starts_footer(lines, index, &text) {
            found = Some(index);
        } else if let Some(rule) = rule_above(lines, index)
            && LIST_BELOW_RULE.iter().any(|phrase| text.contains(phrase))
        {
            found = Some(rule);
        }
    }
    found.map(|start| with_advertisement(lines, with_rules_above(lines, start)))
}

/// A phrase that stands alone must begin its line and its paragraph, so that a
/// question about unsubscribing is not taken for the footer.
fn starts_footer(lines: &[Line<'_>], index: usize, text: &str) -> bool {
    let begins = LIST_ALONE.iter().any(|phrase| text.find(phrase).is_some_and(|at| at <= 12));
    let asks = text.ends_with(['?', '？']);
    let detached = index == 0
        || lines.get(index - 1).is_some_and(|above| {
            above.kind == Kind::Blank || is_rule(&above.text, 1) || above.text.trim() == "--" || list_line(above)
        });
    begins && !asks && detached
}

fn list_line(line: &Line<'_>) -> bool {
    let text = line.normal();
    text.contains("http") || LIST_ALONE.iter().chain(LIST_BELOW_RULE).any(|phrase| text.contains(phrase))
}

/// The nearest rule (five or more dashes, three above an address, or a `--` line) in the four lines above.
fn rule_above(lines: &[Line<'_>], index: usize) -> Option<usize> {
    (index.saturating_sub(4)..index).rev().find(|at| {
        lines.get(*at).is_some_and(|line| {
            let short = is_rule(&line.text, 3)
                && lines.get(index).is_some_and(|footer| footer.text.contains("http") || footer.text.contains('@'));
            line.kind == Kind::Text && (short || is_rule(&line.text, 5) || matches!(line.text.trim(), "--" | "—" | "-"))
        })
    })
}

/// Includes the rules and blank lines directly above.
fn with_rules_above(lines: &[Line<'_>], start: usize) -> usize {
    let mut top = start;
    for index in (start.saturating_sub(4)..start).rev() {
        match lines.get(index) {
            Some(line) if line.kind == Kind::Blank => {}
            Some(line) if line.kind == Kind::Text && is_rule(&line.text, 1) => top = index,
            _ => break,
        }
    }
    top
}

/// SourceForge put an advertisement below a rule as wide as the page, directly
/// above the footer of the list.
fn with_advertisement(lines: &[Line<'_>], start: usize) -> usize {
    const ADVERTISEMENT_LINES_MAX: usize = 10;
    const PAGE_COLUMNS_MIN: usize = 50;
    for index in (start.saturating_sub(ADVERTISEMENT_LINES_MAX)..start).rev() {
        match lines.get(index) {
            Some(line) if line.kind == Kind::Quote => break,
            Some(line)
                if line.kind == Kind::Text && line.text.starts_with('-') && is_rule(&line.text, PAGE_COLUMNS_MIN) =>
            {
                return index;
            }
            _ => {}
        }
    }
    start
}

/// Where a device footer at the end of `lines` begins: the last visible line,
/// or the last paragraph if it is one sentence over two or three lines.
pub(super) fn device_start(lines: &[Line<'_>]) -> Option<usize> {
    const FOOTER_LINES_MAX: usize = 3;
    let last = lines.iter().rposition(|line| line.kind != Kind::Blank)?;
    let mut joined = String::new();
    for index in (last.saturating_sub(FOOTER_LINES_MAX - 1)..=last).rev() {
        let line = lines.get(index).filter(|line| line.kind == Kind::Text)?;
        let below = if joined.is_empty() { String::new() } else { format!(" {joined}") };
        joined = format!("{}{below}", line.normal());
        let torn = index < last;
        if is_device(&joined)
            && (!torn || joined.contains("http") || joined.contains("windows") || joined.contains("outlook"))
        {
            return Some(index);
        }
    }
    None
}

/// Whether one line is a device footer.
pub(super) fn is_device_line(line: &Line<'_>) -> bool {
    line.kind == Kind::Text && is_device(&line.normal())
}

fn is_device(text: &str) -> bool {
    if text.is_empty() || text.len() > DEVICE_BYTES_MAX {
        return false;
    }
    let text = text.trim_matches(['-', '_', ' ', '[', ']', '(', ')', '<', '>', '~', '"', '.', '!', '—']);
    if TAGLINES.iter().any(|line| text.starts_with(line)) {
        return true;
    }
    let visible = text.split("http").next().unwrap_or_default().trim_end_matches(['<', '(', '[', ' ']);
    if is_outlook_link(text, visible) {
        return true;
    }
    // "Sent from my phone. Please excuse typos."
    let visible = match visible.split_once(". ") {
        Some((first, rest)) if excuses(rest) => first,
        _ => visible,
    };
    let sentence = visible.contains(". ")
        || visible.contains('?')
        || visible.trim_end().ends_with(':')
        || visible.split(' ').count() > 16;
    let device = DEVICES.iter().any(|device| text.contains(device));
    let starts = DEVICE_STARTS.iter().any(|start| text.starts_with(start));
    let ends = DEVICE_ENDS.iter().any(|end| visible.ends_with(end) || text.ends_with(end))
        && VERB_LAST_DEVICES.iter().any(|device| text.contains(device))
        && visible.split(' ').count() <= 9;
    !sentence && (device && starts || ends) && !is_prose(visible)
}

/// Outlook's phone programs offer themselves in every language, with a link to their shop.
fn is_outlook_link(text: &str, visible: &str) -> bool {
    visible.contains("outlook")
        && ["ios", "android", "mac"].iter().any(|system| visible.contains(system))
        && text.contains("aka.ms/")
        && visible.split(' ').count() <= 9
}

fn excuses(text: &str) -> bool {
    const WORDS: [&str; 8] = ["excuse", "typo", "brevity", "kürze", "fautes", "brièveté", "frappe", "tippfehler"];
    WORDS.iter().any(|word| text.contains(word))
}

/// "Sent from my phone but the mail never arrived" is a sentence of a person.
fn is_prose(text: &str) -> bool {
    const PROSE: &[&str] = &[
        " but ",
        " never ",
        " i ",
        " yesterday",
        " we ",
        " was ",
        " did ",
        " to you",
        " aber ",
        " ça ",
        " marche",
        " mais ",
        " pero ",
        " ma ",
        " hier ",
        " gestern",
        " ayer",
    ];
    !excuses(text) && PROSE.iter().any(|word| text.contains(word))
}

#[cfg(test)]
#[path = "footer_tests.rs"]
mod tests;
