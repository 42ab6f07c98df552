//! Lines that announce a quoted mail by themselves: "-----Original Message-----",
//! "Begin forwarded message:", and the "reply above this line" of help desks.

use super::attribution::{ends_with_verb, has_date};
use super::line::{Kind, Line, is_rule};

/// What stands between the dashes, in normal form.
#[rustfmt::skip]
const BETWEEN_DASHES: &[&str] = &[
    "original message", "original e-mail", "original email", "original mail", "originalmessage",
    "forwarded message", "forwarded by", "forwarded from", "forwarded mail", "forward message",
    "reply message", "replied message", "reply separator", "end of forwarded message", "forward header",
    "message from", "original appointment", // English
    "message d'origine", "message d' origine", "message original", "message initial",
    "message transféré", "message transmis", "message réexpédié", "courriel original",
    "courriel d'origine", "mail d'origine", "mail original", "mail transféré", "e-mail d'origine", "rendez-vous d'origine",
    "transféré par", "réacheminé par", "message acheminé", // French
    "ursprüngliche nachricht", "originalnachricht", "original-nachricht", "original nachricht",
    "weitergeleitete nachricht", "ursprüngliche mail", "ursprüngliche e-mail", "originalmail",
    "orginal-nachricht", "weitergeleitet von", "ursprünglicher termin", // German
    "mensaje original", "mensaje reenviado", "mensaje enviado", "correo original", "reenviado por", // Spanish
    "messaggio originale", "messaggio inoltrato", "messaggio rispedito", "inoltrato da", // Italian
    "mensagem original", "mensagem encaminhada", "mensagem reencaminhada", "encaminhado por", // Portuguese
    "oorspronkelijk bericht", "oorspronkelijke bericht", "origineel bericht",
    "doorgestuurd bericht", "oorspronkelijke e-mail", // Dutch
    "ursprungligt meddelande", "originalmeddelande", "ursprungsmeddelande",
    "vidarebefordrat meddelande", "vidarebefordrat brev", // Swedish
    "oprindelig meddelelse", "original meddelelse", "oprindelig besked", "videresendt meddelelse",
    "videresendt besked", "videresendt af", // Danish
    "opprinnelig melding", "original melding", "videresendt melding", "videresendt e-post",
    "opprinnelig e-post", // Norwegian
    "alkuperäinen viesti", "välitetty viesti", "edelleenlähetetty viesti", "lähetetty edelleen", // Finnish
    "oryginalna wiadomość", "wiadomość oryginalna", "wiadomość przekazana", "przekazana wiadomość",
    "treść przekazanej", "treść oryginalnej", "wiadomość pierwotna", // Polish
    "původní zpráva", "přeposlaná zpráva", "původní e-mail", "pôvodná správa", "preposlaná správa", // Czech, Slovak
    "исходное сообщение", "оригинальное сообщение", "первоначальное сообщение",
    "пересылаемое сообщение", "пересланное сообщение", "переадресованное сообщение",
    "оригинално съобщение", "препратено съобщение", "original message", // Russian, Bulgarian
    "вихідне повідомлення", "початкове повідомлення", "переслане повідомлення",
    "оригінальне повідомлення", "перенаправлене повідомлення", // Ukrainian
    "orijinal mesaj", "orjinal mesaj", "özgün ileti", "orijinal ileti", "iletilen mesaj",
    "iletilmiş", "yönlendirilmiş ileti", "özgün mesaj", "orijinal e-posta", // Turkish
    "元のメッセージ", "オリジナルメッセージ", "オリジナル メッセージ", "転送メッセージ", "転送されたメッセージ", "元のメール", // Japanese
    "原始邮件", "原始郵件", "原邮件", "邮件原件", "原始信件", "原始信息", "转发邮件", "转发的邮件", "轉寄郵件", "轉寄的郵件", "回复的原邮件",
    "回复邮件", "原始訊息", // Chinese
    "원본 메시지", "원본 메일", "원본메시지", "원본메일", "전달된 메시지", "전달 메시지", "전달된 메일", // Korean
    "الرسالة الأصلية", "رسالة أصلية", "رسالة معاد توجيهها", "الرسالة المعاد توجيهها", "پیام اصلی", // Arabic, Persian
    "הודעה מקורית", "ההודעה המקורית", "הודעה שהועברה", "הודעה מועברת", // Hebrew
    "αρχικό μήνυμα", "προωθημένο μήνυμα", "πρωτότυπο μήνυμα", // Greek
    "eredeti üzenet", "továbbított üzenet", "továbbított levél", "eredeti levél", // Hungarian
    "mesaj original", "mesajul original", "mesaj redirecționat", "mesaj inițial", "mesaj transmis", // Romanian
    "izvorna poruka", "originalna poruka", "izvorno sporočilo", "missatge original", "thư gốc",
    "tin nhắn gốc", "pesan asli", "thư đã chuyển tiếp", "pesan terusan", "upprunaleg skilaboð",
    "ursprunglig melding", // others
];

/// Apple Mail's announcement of a forward, which has no dashes but ends in a colon.
#[rustfmt::skip]
const WITHOUT_DASHES: &[&str] = &[
    "begin forwarded message", "begin original message", "start of forwarded message",
    "début du message réexpédié", "début du message transféré", "anfang der weitergeleiteten",
    "inizio messaggio inoltrato", "inizio del messaggio inoltrato", "inicio del mensaje reenviado",
    "begin doorgestuurd bericht", "início da mensagem reencaminhada",
    "início da mensagem encaminhada", "vidarebefordrat brev", "start på videresendt besked",
    "videresendt melding", "välitetty viesti alkaa", "転送されたメッセージ", "下面是被转发的邮件", "以下是轉寄的郵件",
    "początek przekazywanej wiadomości", "začátek přeposlané zprávy", "пересылаемое сообщение",
    "начало переадресованного", "іleti başlangıcı", "iletilmiş ileti başlangıcı", "전달된 메시지",
    "αρχή προωθημένου", "továbbított levél", "început mesaj redirecționat", "תחילת ההודעה שהועברה",
    "بدء الرسالة المعاد",
];

/// Samsung's program writes the whole old mail behind the dashes, on one line.
fn goes_on_behind(inner: &str, phrase: &str) -> bool {
    inner
        .strip_prefix(phrase)
        .map(|rest| rest.trim_start_matches(' '))
        .filter(|rest| rest.starts_with("---"))
        .is_some_and(|rest| {
            rest.trim_start_matches(is_dash)
                .trim_start()
                .split(' ')
                .next()
                .is_some_and(|word| matches!(word.trim_end_matches(':'), "de" | "from" | "von" | "da" | "van"))
        })
}

/// Longest `---- Bob wrote ----` in bytes.
const WRITER_BYTES_MAX: usize = 80;

/// What help desks ask people to write above.
#[rustfmt::skip]
const REPLY_ABOVE: &[&str] = &[
    "reply above this line", "your reply above this", "reply above this", "write above this line",
    "reply above the line", "respond above this line", "replies above this line", "write above this line",
    "au-dessus de cette ligne", "au dessus de cette ligne", "powyżej tego wiersza", "oberhalb dieser zeile", "oberhalb dieser linie",
    "über dieser zeile", "über dieser linie", "über diese zeile", "por encima de esta línea",
    "encima de esta línea", "sobre esta línea", "arriba de esta línea", "acima desta linha",
    "acima dessa linha", "sopra questa riga", "sopra questa linea", "boven deze regel",
    "boven deze lijn", "ovanför den här raden", "ovanför denna rad", "over denne linje",
    "over denne linjen", "tämän rivin yläpuolelle", "powyżej tej linii", "nad tou linią",
    "nad tento řádek", "nad tímto řádkem", "nad týmto riadkom", "выше этой строки",
    "над этой строкой", "над этой чертой", "вище цього рядка", "над цим рядком", "bu satırın üst",
    "bu çizginin üst", "この行より上", "この線より上", "この行の上", "此行上方", "这行上方", "此行以上", "此線以上", "이 줄 위에",
    "이 선 위에", "فوق هذا السطر", "מעל שורה זו", "מעל לשורה זו", "πάνω από αυτή τη γραμμή",
    "πάνω από αυτήν τη γραμμή", "e fölé a sor fölé", "e sor fölé", "deasupra acestei linii",
    "deasupra acestui rând",
];

/// Dashes of a rule that nobody types by hand.
const LONG_RULE_MIN: usize = 10;

/// Whether the line is a separator with a known phrase.
pub(super) fn is_announcement(line: &Line<'_>) -> bool {
    if line.kind != Kind::Text {
        return false;
    }
    let first = line.text.trim_start().chars().next().unwrap_or_default();
    let dashed = is_dash(first);
    if !dashed && !line.text.ends_with([':', '：']) {
        return false;
    }
    let text = line.normal();
    let inner = text.trim_matches(|c: char| is_dash(c) || matches!(c, ' ' | '>' | '<' | ':' | '(' | ')' | '.'));
    if dashed {
        let dashes = text.chars().take_while(|c| is_dash(*c) || *c == ' ').filter(|c| is_dash(*c)).count();
        let short = inner.len() <= 160;
        // QQ's in English, and with nothing beside it
        if inner == "original" && dashes >= LONG_RULE_MIN && text.ends_with("----------") {
            return true;
        }
        // "---- Bob wrote ----"
        if dashes >= 3 && inner.len() <= WRITER_BYTES_MAX && text.ends_with("---") && ends_with_verb(inner) {
            return true;
        }
        return dashes >= 2
            && BETWEEN_DASHES.iter().any(|phrase| {
                short && (inner.starts_with(phrase) || inner.ends_with(phrase)) || goes_on_behind(inner, phrase)
            });
    }
    inner.len() <= 80 && WITHOUT_DASHES.iter().any(|phrase| inner.starts_with(phrase))
}

/// How such a line begins without any ornament.
const ASKING_STARTS: [&str; 8] =
    ["write ", "merci de ", "veuillez ", "répond", "pour répondre", "écrivez", "bitte ", "por favor"];

/// Whether the line asks to reply above it. Quoted ones count: the line comes
/// back inside the quote of the notification.
pub(super) fn is_reply_above(line: &Line<'_>) -> bool {
    const LINE_BYTES_MAX: usize = 220;
    if line.kind == Kind::Blank || line.text.len() > LINE_BYTES_MAX {
        return false;
    }
    let text = line.normal();
    let inner = text.trim_start_matches(['>', ' ', '|']);
    let decorated = inner.chars().next().is_some_and(|c| is_dash(c) || matches!(c, '[' | '(' | '^' | '%'));
    let asking = inner.starts_with("please")
        || inner.starts_with("reply above")
        || inner.starts_with("type your reply")
        || ASKING_STARTS.iter().any(|start| inner.starts_with(start))
        || inner.ends_with('-');
    // A sentence goes on behind it: "please reply above this line, it says".
    let asks_with =
        |phrase: &&&str| inner.split_once(**phrase).is_some_and(|(_, rest)| decorated || !rest.contains(", "));
    (decorated || asking || line.kind == Kind::Quote) && REPLY_ABOVE.iter().any(|phrase| asks_with(&phrase))
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '_' | '=' | '*' | '#' | '~' | '\u{2010}'..='\u{2012}' | '—' | '–' | '―' | '─' | '━' | '+')
}

/// The first of the rules, announcements and blank lines directly above `at`;
/// `at` itself if there is no rule or announcement.
pub(super) fn above(lines: &[Line<'_>], at: usize) -> usize {
    const REACH_LINES: usize = 6;
    let mut top = at;
    for index in (at.saturating_sub(REACH_LINES)..at).rev() {
        let Some(line) = lines.get(index) else { break };
        match line.kind {
            Kind::Blank => {}
            Kind::Boundary => top = index,
            Kind::Text if is_rule(&line.text, 3) || is_announcement(line) || is_bare_announcement(line) => top = index,
            _ => break,
        }
    }
    top
}

/// Whether one of `lines[top..at]` is more than a short rule, which people draw too.
pub(super) fn is_sure(lines: &[Line<'_>], top: usize, at: usize) -> bool {
    const UNDERSCORES_MIN: usize = 10;
    lines.get(top..at).unwrap_or_default().iter().any(|line| {
        let ruled = line.text.trim_start().starts_with('_') && is_rule(&line.text, UNDERSCORES_MIN);
        line.kind == Kind::Boundary || ruled || is_announcement(line) || is_bare_announcement(line)
    })
}

/// "Original Message" without dashes counts only above a header block.
fn is_bare_announcement(line: &Line<'_>) -> bool {
    let text = line.normal();
    let orange = text.starts_with("message du ") && has_date(&text);
    orange || BETWEEN_DASHES.contains(&text.trim_matches([':', ' ', '"']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announcements() {
        for (text, expected) in [
            ("-----Original Message-----", true),
            ("-------- Ursprüngliche Nachricht --------", true),
            ("-----Message d’origine-----", true),
            ("---------- Forwarded message ---------", true),
            ("---------------------- Forwarded by Jo/HOU/ECT on 01/02/2000 08:00 AM ---------------------------", true),
            ("------------------ 原始邮件 ------------------", true),
            ("Begin forwarded message:", true),
            ("Original Message", false),
            ("- original message was lost", false),
            ("------------", false),
        ] {
            assert_eq!(is_announcement(&Line::of_text(text)), expected, "{text}");
        }
    }

    #[test]
    fn reply_above() {
        for (text, expected) in [
            ("##- Please type your reply above this line -##", true),
            ("> ##- Bitte geben Sie Ihre Antwort oberhalb dieser Zeile ein. -##", true),
            ("—-—-—-— Reply above this line", true),
            ("--- Reply ABOVE THIS LINE to add a note ---", true),
            ("I was told to reply above this line and did.", false),
        ] {
            assert_eq!(is_reply_above(&Line::of_text(text)), expected, "{text}");
        }
    }
}
