//! Lines that a device or a mail service added below the text.

use super::line::{Kind, Line};

/// Longest device footer in bytes.
const DEVICE_BYTES_MAX: usize = 240;

/// Starts of device footers that need a device or program named in the line.
#[rustfmt::skip]
const DEVICE_STARTS: &[&str] = &[
    "sent from", "sent via", "sent with", "sent using", "get outlook for", "download outlook",
    "sent on the", "get bluemail", "get typeapp", "composed on", "written on my", "typed on my", // English
    "envoyé de", "envoyé depuis", "envoyé à partir", "envoyé avec", "envoyé via", "envoyé par",
    "envoyer de mon", "envoyé du", "tapé sur", "tapé depuis", "écrit depuis mon", "écrit sur mon", "rédigé depuis mon", "rédigé sur mon", "obtenez outlook", "obtenir outlook", "télécharger outlook", "téléchargez outlook", "télécharger yahoo mail", "télécharger bluemail", "téléchargez bluemail", "obtenir bluemail", "obtenez bluemail", "télécharger spark", "téléchargez spark",
    "message envoyé depuis", "mail envoyé depuis", "envoyé d'un mobile", "envoyé à l'aide de", "envoyé d'un", "provenance : courrier", // French
    "gesendet von", "gesendet mit", "gesendet via", "gesendet aus", "gesendet über", "von unterwegs gesendet",
    "diese nachricht wurde von meinem", "diese e-mail wurde von", "holen sie sich outlook", "holen sie sich bluemail",
    "versendet mit", // German
    "enviado desde", "enviado de", "enviado con", "enviado mediante", "enviado a través de", "obtener outlook", "obtener bluemail",
    "descargar outlook", "consigue outlook", // Spanish
    "inviato da", "inviata da", "inviata dal", "inviato dal", "inviato con", "inviato tramite", "scarica outlook",
    "ottieni outlook", // Italian
    "enviado do", "enviado a partir", "enviado pelo", "enviado por", "enviada do", "enviado via", "obter bluemail",
    "obter o outlook", "obtenha o outlook", "baixe o outlook", "baixar outlook", "baixar o outlook", "transferir outlook", "transferir o outlook", // Portuguese
    "verstuurd vanaf", "verstuurd met", "verstuurd via", "verzonden vanaf", "verzonden vanuit",
    "verzonden met", "verzonden via", "outlook voor", "download outlook voor", // Dutch
    "skickat från", "skickat via", "skickad från", "skickades från", "hämta outlook", "skaffa outlook", "sänt från", // Swedish
    "sendt fra", "sendt via", "sendt med", "hent outlook", "få outlook", "skaff deg outlook", "skickat med", // Danish, Norwegian
    "lähetetty", "hanki outlook", "hae outlook", // Finnish
    "wysłane z", "wysłano z", "wysłane za", "pobierz outlook", "pobierz program outlook", "pobierz aplikację outlook", // Polish
    "odesláno z", "odeslané z", "odeslané ze", "odesláno ze", "odoslané z", "odoslané zo", "odesláno pomocí", "získat outlook",
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
    "στάλθηκε από", "αποστολή από", "απεστάλη από", "εστάλη από", "λήψη του outlook", // Greek
    "elküldve", "küldve", "az outlook", "iphone-omról", // Hungarian
    "trimis de pe", "trimis din", "trimis de la", "obțineți outlook", "descărcați outlook", // Romanian
    "poslano z", "poslano s", "poslato sa", "послато са", "enviat des", "dikirim dari", "được gửi từ", "gửi từ",
    "ส่งจาก", "saadetud", "išsiųsta iš", "nosūtīts no", "sent frá",
];

/// Ends of device footers, for languages that put the verb last. They need one of
/// `VERB_LAST_DEVICES`, because "the mail was sent" ends the same way.
#[rustfmt::skip]
const DEVICE_ENDS: &[&str] = &[
    "gesendet", "beziehen", "herunterladen", "downloaden", "geschickt", "versendet", "verschickt", "gönderildi", "gönderilmiştir", "edinin",
    "から送信", "から送信されました", "より送信", "を入手", "を入手する", "傳送", "寄出", "发送", "發送", "发送的", "发出", "에서 보냄",
    "에서 보냈습니다", "보냄", "küldve", "küldtem",
];

/// See `DEVICE_ENDS`.
#[rustfmt::skip]
const VERB_LAST_DEVICES: &[&str] = &[
    "iphone", "ipad", "samsung", "galaxy", "android", "huawei", "xiaomi", "blackberry", "outlook",
    "von meinem", "von meiner", "mobil", "gmx", "mobilgerät", "手机", "手機", "휴대폰", "스마트폰",
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
    "kindle", "fairphone", "em client", "bq", "libero", "laposte", "virgilio", "κινητό", "telefonu", "phablet", "portable", "icloud", "webmail", "smartfon", "canary", "spike", "shortwave", "bouygues", " sfr",
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
    "une messagerie gratuite, garantie à vie et des services en plus", "accédez au courrier électronique de la poste",
    "yahoo mail: search, organize, ", "yahoo mail : recherchez, organisez", "yahoo mail: recherchez, organisez",
    "yahoo mail: suchen, organisieren", "yahoo mail: busca, organiza", "yahoo mail: cerca, organizza", "yahoo mail - get on it", "yahoo mail sur android",
    "yahoo mail auf android", "diese e-mail wurde von avast", "cet e-mail a été vérifié par avast",
    "l'absence de virus dans ce courrier", "this mail was sent through",
];

/// Where a device footer at the end of `lines` begins: the last visible line,
/// or the last paragraph if it is one sentence over two or three lines.
pub(super) fn device_start(lines: &[Line<'_>]) -> Option<usize> {
    const FOOTER_LINES_MAX: usize = 3;
    const TORN_WORDS_MAX: usize = 9;
    let last = lines.iter().rposition(|line| line.kind != Kind::Blank)?;
    let mut joined = String::new();
    for index in (last.saturating_sub(FOOTER_LINES_MAX - 1)..=last).rev() {
        let line = lines.get(index).filter(|line| line.kind == Kind::Text)?;
        let below = if joined.is_empty() { String::new() } else { format!(" {joined}") };
        joined = format!("{}{below}", line.normal());
        let torn = index < last;
        let paragraph = index + 1 == last
            && joined.split(' ').count() <= TORN_WORDS_MAX
            && index.checked_sub(1).and_then(|above| lines.get(above)).is_none_or(|above| above.kind == Kind::Blank);
        let named = ["http", "windows", "outlook", "laposte.net"].iter().any(|name| joined.contains(name));
        // An answer typed below the footer that the program had put at the very top.
        let answered = torn
            && is_device_line(line)
            && lines.get(..index).is_some_and(|above| above.iter().all(|line| line.kind == Kind::Blank));
        if is_device(&joined) && (!torn || named || paragraph) && !answered {
            return Some(index);
        }
    }
    None
}

/// Programs whose names are common words: the line must be nothing else.
const WHOLE_LINES: [&str; 7] = [
    "sent from yahoo mail. get the app",
    "sent from front",
    "sent from nine",
    "sent from canary",
    "sent from surface",
    "sent from missive",
    "sent from hey",
];

/// Whether one line is a device footer.
pub(super) fn is_device_line(line: &Line<'_>) -> bool {
    line.kind == Kind::Text && is_device(&line.normal())
}

fn is_device(text: &str) -> bool {
    if text.is_empty() || text.len() > DEVICE_BYTES_MAX {
        return false;
    }
    let text = text.trim_matches(['-', '_', ' ', '[', ']', '(', ')', '<', '>', '~', '"', '.', '!', '—']);
    if WHOLE_LINES.contains(&text) || TAGLINES.iter().any(|line| text.starts_with(line)) {
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
        " ma non",
        " ma il ",
        " ma la ",
        " marche pas",
        " non ",
        " hier ",
        " gestern",
        " ayer",
        " par courrier",
        " par mail",
        " par e-mail",
        " par email",
        " par courriel",
        " par la poste",
        " por correo",
        " por mail",
        " por email",
        " per mail",
        " per e-mail",
        " per posta",
        " by mail",
        " by email",
    ];
    !excuses(text) && PROSE.iter().any(|word| text.contains(word))
}

#[cfg(test)]
#[path = "footer_tests.rs"]
mod tests;
