//! Header blocks that mail programs write above a quoted or forwarded mail:
//! From/Sent/To/Subject and their translations, plain, bold or in Lotus Notes style.

use super::attribution::{has_date, has_time};
use super::line::{Kind, Line, is_rule, normalize};
use super::separator;

/// Most lines of one block, with folded recipients.
const BLOCK_LINES_MAX: usize = 40;
/// Most lines by which one header value may continue.
const FOLDED_LINES_MAX: usize = 8;
/// Most headers of a kind that the block has already; text that only looks like a block is not read on.
const REPEATED_MAX: usize = 3;
/// Longest label in bytes of UTF-8 ("Дата отправления").
const LABEL_BYTES_MAX: usize = 48;

const FROM: u8 = 1;
const DATE: u8 = 2;
const TO: u8 = 4;
const SUBJECT: u8 = 8;
const OTHER: u8 = 16;

/// Labels by header, in normal form, all languages together.
#[rustfmt::skip]
const LABELS: &[(u8, &[&str])] = &[
    (FROM, &[
        "from", "de", "von", "da", "van", "fra", "från", "lähettäjä", "lähettänyt", "od", "от",
        "від", "от кого", "від кого", "kimden", "gönderen", "差出人", "送信者", "发件人", "發件人", "寄件者",
        "寄件人", "보낸 사람", "보낸사람", "발신", "من", "מאת", "από", "feladó", "küldő", "de la",
        "expéditeur", "absender", "remitente", "mittente", "afzender", "avsändare", "nadawca",
        "odesílatel", "odosielateľ", "отправитель", "відправник", "expeditor", "dari", "từ", "จาก",
        "šalje", "pošiljatelj", "remetente", "afsender", "avsender", "saatja", "nuo", "no", "frá",
        "प्रेषक", "فرستنده", "از",
    ]),
    (DATE, &[
        "sent", "date", "sent on", "date sent", "received", "envoyé", "envoyée", "envoyé le",
        "gesendet", "gesendet am", "datum", "datum/uhrzeit", "enviado", "enviado el", "enviada",
        "enviado em", "enviada em", "enviat", "enviat el", "data d'enviament", "fecha", "fecha de envío", "data", "inviato", "inviata",
        "inviato il", "verzonden", "verstuurd", "skickat", "sendt", "dato", "lähetetty",
        "päivämäärä", "päiväys", "päivä", "wysłano", "wysłane", "data wysłania", "odesláno",
        "odosláno", "odoslané", "poslano", "отправлено", "дата", "дата отправления", "надіслано",
        "відправлено", "изпратено", "gönderildi", "gönderilme", "gönderme tarihi",
        "gönderim tarihi", "tarih", "送信日時", "日時", "日付", "日期", "发送时间", "發送時間", "发送日期", "寄件日期",
        "傳送時間", "时间", "時間", "보낸 날짜", "보낸날짜", "날짜", "보낸 시간", "تاريخ", "تاريخ الإرسال", "التاريخ",
        "تم الإرسال", "נשלח", "תאריך", "נשלח ב", "εστάλη", "ημερομηνία", "στάλθηκε", "elküldve",
        "küldve", "dátum", "trimis", "dată", "dnia", "date et heure", "saatmisaeg", "išsiųsta",
        "nosūtīts", "dags", "sent at", "gửi", "ngày", "วันที่", "tanggal", "dikirim", "ارسال",
    ]),
    (TO, &[
        "to", "à", "a", "an", "pour", "para", "til", "till", "vastaanottaja", "do", "komu", "кому", "до",
        "alıcı", "kime", "宛先", "收件人", "收件者", "받는 사람", "받는사람", "수신", "إلى", "الى", "אל", "προς",
        "címzett", "către", "catre", "aan", "naar", "destinataire", "destinatario", "empfänger",
        "ontvanger", "destinatário", "mottagare", "modtager", "mottaker", "adresat", "příjemce",
        "получатель", "kepada", "đến", "tới", "ถึง", "prima", "za", "per", "adressat", "kam",
        "kellele", "viðtakandi", "به", "per a",
    ]),
    (SUBJECT, &[
        "subject", "objet", "sujet", "betreff", "asunto", "oggetto", "assunto", "onderwerp",
        "ämne", "emne", "aihe", "temat", "předmět", "predmet", "тема", "относно", "konu", "件名",
        "主题", "主題", "主旨", "제목", "الموضوع", "موضوع", "נושא", "הנושא", "θέμα", "tárgy", "subiect",
        "naslov", "zadeva", "assumpte", "chủ đề", "perihal", "judul", "เรื่อง", "teema", "tema",
        "efni", "vec", "vec:", "subj", "thema",
    ]),
    (OTHER, &[
        "cc", "c.c", "kopie", "copie", "copia", "cópia", "kopia", "kopi", "copie à", "cc à",
        "копия", "копія", "bilgi", "抄送", "副本", "참조", "نسخة", "העתק", "עותק", "κοιν", "κοιν.",
        "másolat", "másolatot kap", "dw", "kopio", "bcc", "cci", "cco", "ccn", "reply-to",
        "reply to", "importance", "priority", "attachments", "attachment", "pièces jointes",
        "pièce jointe", "anlagen", "anhang", "wichtigkeit", "priorität", "adjuntos", "importancia",
        "allegati", "priorità", "anexos", "bijlagen", "bijlage", "urgentie", "bilagor",
        "prioritet", "załączniki", "ważność", "přílohy", "důležitost", "вложения", "важность",
        "ekler", "önem", "添付ファイル", "附件", "重要性", "첨부", "répondre à", "antwort an", "message-id",
        "organization", "x-mailer", "list", "mailing-list", "newsgroups", "in-reply-to",
        "references", "mime-version", "content-type", "hi", "responder a",
    ]),
];

/// The header that the line's label names, and the value after the colon.
fn header<'a>(line: &'a Line<'_>) -> Option<(u8, &'a str)> {
    if line.kind != Kind::Text {
        return None;
    }
    let text = line.text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '|' | '•'));
    let (at, colon) = text.char_indices().take(LABEL_BYTES_MAX).find(|(_, c)| matches!(c, ':' | '：'))?;
    let (label, value) = (text.get(..at)?, text.get(at + colon.len_utf8()..)?);
    Some((kind_of(&normalize(label))?, value.trim_matches([' ', '*', '\t', '_'])))
}

/// Whether the label tells of sending, or is set in bold as Outlook's are.
fn is_program_label(line: &Line<'_>, kind: u8) -> bool {
    let label = line.text.split([':', '：']).next().unwrap_or_default();
    label.contains('*') || kind == DATE && !PLAIN_DATES.contains(&normalize(label).trim_matches([' ', '_', '|', '•']))
}

fn kind_of(label: &str) -> Option<u8> {
    let label = label.trim_matches([' ', '_', '.', '\'', '"']);
    LABELS.iter().find(|(_, labels)| labels.contains(&label)).map(|(kind, _)| *kind)
}

/// `3`, `12/03/2026`, `02:00`, `10.0.0.1`.
fn is_number(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().all(|b| b.is_ascii_digit() || b"/.:-".contains(&b))
}

/// Labels of a date that forms and people write too; programs that quote rather say "Sent".
#[rustfmt::skip]
const PLAIN_DATES: &[&str] = &[
    "date", "datum", "fecha", "data", "dato", "dată", "дата", "dátum", "tarih", "päivämäärä", "päivä", "日期", "日付",
    "日時", "时间", "時間", "날짜", "تاريخ", "التاريخ", "תאריך", "ημερομηνία", "ngày", "วันที่", "tanggal",
];

/// What was seen while reading one block.
#[derive(Default)]
struct Seen {
    kinds: u8,
    address: bool,
    time: bool,
    named_sender: bool,
    /// Whether a date has an hour.
    clock: bool,
    /// Whether the sender is a number, a date or an hour, as in "From: 3 May".
    numbered_sender: bool,
    /// Whether a date is labelled as the time of sending, or a label is bold.
    sent: bool,
}

impl Seen {
    fn add(&mut self, kind: u8, value: &str) {
        self.kinds |= kind;
        self.address |= value.contains('@') || value.contains("mailto:");
        self.time |= kind & DATE != 0 && (has_time(value) || has_date(value));
        self.named_sender |= kind & FROM != 0 && !value.is_empty();
        self.clock |= kind & DATE != 0 && has_time(value);
        self.numbered_sender |= kind & FROM != 0 && !value.contains('@') && value.split(' ').any(is_number);
    }

    fn has(&self, kinds: u8) -> bool {
        self.kinds & kinds == kinds
    }

    /// Enough headers to be a mail's. Three are needed, or two below a separator:
    /// people list "From: Paris / To: London / Date: 3 May" too.
    fn is_mail(&self, below_separator: bool, dated_above: bool) -> bool {
        // A date without a year or an hour is none that a program writes.
        (self.has(FROM | SUBJECT | TO)
            && (self.address || self.sent || self.clock || below_separator || !self.has(DATE) && !self.numbered_sender))
            || (self.has(FROM | SUBJECT | DATE) && (below_separator || self.sent))
            || (self.has(FROM | DATE) && self.time && self.address && self.has(TO))
            || (self.has(FROM | DATE) && self.time && self.address && below_separator)
            || (self.has(FROM | SUBJECT) && below_separator)
            || (self.has(FROM | TO) && self.address && below_separator)
            || (self.has(DATE | TO | SUBJECT) && (self.address || self.time && (self.sent || below_separator)))
            || (self.has(TO | SUBJECT) && dated_above)
    }
}

/// If a header block begins at `lines[start]`: the index of the line where the
/// removed part begins, with separators or a Lotus Notes name and date above it.
pub(super) fn block_at(lines: &[Line<'_>], start: usize) -> Option<usize> {
    let (first, _) = header(lines.get(start)?)?;
    if first == OTHER {
        return None;
    }
    let seen = read_block(lines, start);
    let top = separator::above(lines, start);
    let notes = dated_line_above(lines, start);
    let above = start.checked_sub(1).and_then(|above| lines.get(above));
    // The rest of a list whose date no program has written.
    if !seen.has(DATE) && above.and_then(header).is_some_and(|(kind, _)| kind == DATE) {
        return None;
    }
    if !seen.is_mail(separator::is_sure(lines, top, start), notes.is_some())
        || (first == FROM && !seen.named_sender && !seen.has(DATE | TO | SUBJECT))
        || (!seen.has(FROM) && above.is_some_and(is_form_row))
    {
        return None;
    }
    let begin = if first & (FROM | DATE) == 0 { notes.unwrap_or(top) } else { top };
    Some(separator::above(lines, begin))
}

/// `Name: Martin`, as forms and those who fill them in write it above a date and a subject.
fn is_form_row(line: &Line<'_>) -> bool {
    const LABEL_WORDS_MAX: usize = 3;
    let row = line.text.split_once([':', '：']).filter(|_| line.kind == Kind::Text && header(line).is_none());
    row.is_some_and(|(label, value)| {
        !value.trim().is_empty()
            && (1..=LABEL_WORDS_MAX).contains(&label.split_whitespace().count())
            && !label.chars().any(|c| c.is_ascii_digit())
    })
}

/// Webmailers that put `>` before the header block alone ("> Message du 05/03/26 09:12", "> De : …"), and the old mail
/// below it as it is: whether such a block begins at `lines[start]`, and nothing of it is answered line by line.
pub(super) fn quoted_block_at(lines: &[Line<'_>], start: usize) -> bool {
    let is_quote = |line: &&Line<'_>| line.kind == Kind::Quote;
    let above = start.checked_sub(1).and_then(|above| lines.get(above));
    if above.is_some_and(|above| above.kind == Kind::Quote) {
        return false;
    }
    let mut seen = Seen::default();
    let mut length = 0;
    for line in lines.iter().skip(start).take(BLOCK_LINES_MAX).take_while(is_quote) {
        length += 1;
        let inner = Line::of_text(line.text.trim_start().trim_start_matches('>').trim_start());
        match header(&inner) {
            Some((kind, value)) => seen.add(kind, value),
            // "Message du 05/03/26 09:12" stands above the labels.
            None if inner.kind == Kind::Blank || length == 1 && has_date(&inner.normal()) => {}
            None => return false,
        }
    }
    let mut below = lines.iter().skip(start + length).filter(|line| line.kind != Kind::Blank).peekable();
    seen.is_mail(true, false) && below.peek().is_some() && below.all(|line| line.kind != Kind::Quote)
}

/// Where two or more headers ("From: Bob", "Date: …") begin whose last line is `lines[last]`: above quoted lines they are
/// an attribution.
pub(super) fn short_block_ending_at(lines: &[Line<'_>], last: usize) -> Option<usize> {
    const SHORT_LINES_MAX: usize = 6;
    let kinds =
        lines.get(..=last)?.iter().rev().take(SHORT_LINES_MAX).map_while(|line| header(line).map(|(kind, _)| kind));
    let (mut seen, mut length) = (0, 0);
    for kind in kinds {
        seen |= kind;
        length += 1;
    }
    (seen & FROM != 0 && seen & (DATE | SUBJECT) != 0).then(|| last + 1 - length)
}

/// `>>> Bob <b@x.example> 05/03/2026 09:12 >>>`, as GroupWise announces the old mail, which it does not mark.
pub(super) fn is_arrowed_heading(line: &Line<'_>) -> bool {
    const LINE_BYTES_MAX: usize = 200;
    let text = line.text.trim();
    let inner = text.strip_prefix(">>>").and_then(|rest| rest.strip_suffix(">>>"));
    line.kind == Kind::Quote && text.len() <= LINE_BYTES_MAX && inner.is_some_and(|inner| has_date(&normalize(inner)))
}

/// A header block that lost its line ends: "From: Bob Sent: Monday, 10:00 To: Al Subject: x".
pub(super) fn is_flat_heading(line: &Line<'_>) -> bool {
    const LABEL_WORDS_MAX: usize = 3;
    if header(line).is_none_or(|(first, _)| first != FROM) {
        return false;
    }
    let text = line.normal();
    let labels = text.match_indices(':').filter_map(|(at, _)| {
        let before = text.get(..at)?.trim_end();
        before.rmatch_indices(' ').take(LABEL_WORDS_MAX).find_map(|(space, _)| kind_of(before.get(space + 1..)?))
    });
    let kinds = labels.fold(FROM, |kinds, kind| kinds | kind);
    kinds & (FROM | DATE | TO | SUBJECT) == FROM | DATE | TO | SUBJECT && has_date(&text) && has_time(&text)
}

fn read_block(lines: &[Line<'_>], start: usize) -> Seen {
    let mut seen = Seen::default();
    let (mut blanks, mut folded, mut repeated) = (0, 0, 0);
    // A label that still waits for its value.
    let mut awaited = false;
    for line in lines.iter().skip(start).take(BLOCK_LINES_MAX) {
        if line.kind == Kind::Blank {
            blanks += 1;
            if blanks > 2 {
                break;
            }
        } else if let Some((kind, value)) = header(line) {
            let again = kind & (FROM | DATE | TO | SUBJECT) != 0 && seen.kinds & kind != 0;
            repeated += usize::from(again);
            if again && blanks > 0 || repeated > REPEATED_MAX {
                break;
            }
            seen.add(kind, value);
            seen.sent |= is_program_label(line, kind);
            awaited = value.is_empty();
            (blanks, folded) = (0, 0);
        } else if line.kind == Kind::Text
            && folded < FOLDED_LINES_MAX
            && (blanks == 0 || awaited || line.text.contains('@'))
        {
            // an address list that goes on, or a value on the line below its label
            seen.address |= line.text.contains('@');
            seen.named_sender |= folded == 0 && seen.kinds == FROM;
            seen.time |= has_time(&line.text) && seen.kinds & DATE != 0;
            awaited = false;
            (blanks, folded) = (0, folded + 1);
        } else {
            break;
        }
    }
    seen
}

/// Lotus Notes sets its labels in table cells, without colons: "To", the name below it, "Subject", the subject
/// below it; above them the sender and the time. Returns the first line of that heading.
pub(super) fn bare_block_at(lines: &[Line<'_>], start: usize) -> Option<usize> {
    const REACH_LINES: usize = 10;
    const BARE_LABEL_BYTES_MAX: usize = 24;
    let label = |line: &Line<'_>| {
        let short = line.kind == Kind::Text && line.text.trim().len() <= BARE_LABEL_BYTES_MAX;
        short.then(|| kind_of(&line.normal())).flatten()
    };
    if label(lines.get(start)?)? != TO {
        return None;
    }
    let heading = dated_line_above(lines, start)?;
    let below = lines.iter().skip(start + 1).take(REACH_LINES);
    let subject = below.filter_map(label).any(|kind| kind == SUBJECT);
    subject.then(|| separator::above(lines, heading))
}

/// Lotus Notes and Enron mails have "Name / date time" above "To:". Returns the
/// first line of that heading.
fn dated_line_above(lines: &[Line<'_>], start: usize) -> Option<usize> {
    let mut dated = start.checked_sub(1)?;
    for _ in 0..3 {
        if lines.get(dated)?.kind != Kind::Blank {
            break;
        }
        dated = dated.checked_sub(1)?;
    }
    let line = lines.get(dated)?;
    let text = line.normal();
    if line.kind != Kind::Text || !has_date(&text) || !has_time(&text) || text.len() > 120 {
        return None;
    }
    let sent_by = |line: &Line<'_>| {
        let label = line.text.split([':', '：']).next().map(normalize).unwrap_or_default();
        matches!(
            label.trim(),
            "sent by" | "envoyé par" | "gesendet von" | "enviado por" | "inviato da" | "verzonden door"
        )
    };
    let Some(above) = dated.checked_sub(1) else { return Some(dated) };
    let named = above.checked_sub(1).filter(|name| lines.get(*name).is_some_and(|line| line.kind == Kind::Text));
    let above = named.filter(|_| lines.get(above).is_some_and(sent_by)).unwrap_or(above);
    let name = Some(above).filter(|above| {
        lines.get(*above).is_some_and(|line| {
            let text = line.text.trim();
            line.kind == Kind::Text && text.chars().count() <= 60 && !text.ends_with(['.', '!', '?', ',', ':'])
        })
    });
    Some(name.filter(|_| !text.chars().any(|c| c == '@' || c == '"')).unwrap_or(dated))
}

/// A rule of underscores or dashes and then three short `Label: value` lines, one
/// with an address: a header block in a language that the table does not have.
pub(super) fn foreign_block_at(lines: &[Line<'_>], start: usize) -> bool {
    const LABELLED_LINES_MIN: usize = 3;
    if !lines.get(start).is_some_and(|line| line.kind == Kind::Text && is_rule(&line.text, 20)) {
        return false;
    }
    let block: Vec<_> = lines.iter().skip(start + 1).take(5).skip_while(|line| line.kind == Kind::Blank).collect();
    let labelled = block
        .iter()
        .take_while(|line| {
            let label = line.text.split([':', '：']).next().unwrap_or_default();
            label.len() < line.text.len() && label.chars().count() <= 24 && line.text.len() > label.len() + 1
        })
        .count();
    labelled >= LABELLED_LINES_MIN && block.iter().take(labelled).any(|line| line.text.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(text: &str) -> Option<usize> {
        let lines: Vec<_> = text.split('\n').map(Line::of_text).collect();
        (0..lines.len()).find_map(|at| block_at(&lines, at).or_else(|| foreign_block_at(&lines, at).then_some(at)))
    }

    #[test]
    fn blocks() {
        for (text, expected) in [
            ("Hi\n\nFrom: Bob\nSent: Monday\nTo: Al\nSubject: x", Some(2)),
            ("Hi\n\n*Von:* Bob <b@x.de>\n*Gesendet:* Montag\n*An:* Al\n*Betreff:* x", Some(2)),
            (
                "Hi\n_____________________________\nDe : Bob\nEnvoyé : lundi 3 mars 2025 10:00\nÀ : Al\nObjet : x",
                Some(1),
            ),
            ("Hi\n\nFrom: Bob\n\nSent: Monday\n\nTo: Al\n\nSubject: x", Some(2)),
            ("Hi\n\nKim Ward\n10/05/2000 05:14 PM\n\t\nTo: Al/HOU/ECT@ECT\ncc:  \nSubject: Re: x", Some(2)),
            ("Hi\n差出人: 山田 <y@x.jp>\n送信日時: 2020年3月1日\n宛先: a@x.jp\n件名: x", Some(1)),
            ("Hi\n________________________________\nLähde: b@x.y\nAikaa: tänään\nKelle: c", Some(1)),
            ("From: Paris\nTo: London\nDate: 3 May", None),
            ("Please note:\nTo: nobody\nThat is all", None),
        ] {
            assert_eq!(begins(text), expected, "{text}");
        }
    }
}
