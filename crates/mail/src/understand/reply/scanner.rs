//! Notes of virus scanners ("Virus-free. www.avast.com") at the end of a text.

use std::sync::LazyLock;

use super::line::{Kind, Line, Phrases, is_rule};
use super::lists::is_personal;

/// Most lines of one note.
const NOTE_LINES_MAX: usize = 12;

/// What the notes say, in normal form.
#[rustfmt::skip]
const CLAIMS: &[&str] = &[
    "checked for viruses by", "virus-free", "virus free", "no virus found in", "no viruses found", "scanned for viruses",
    "information from eset", "checked by eset", "scanned by", "this message was scanned", // English
    "sans virus", "garanti sans virus", "absence de virus dans ce courrier", "aucun virus trouvé",
    "ne contient aucun virus", "information provenant d'eset", "vérifié par eset", "vérifié par le logiciel antivirus",
    "vérifié par avast", "vérifiée par avast", "aucun virus connu", // French
    "virenfrei", "auf viren geprüft", "auf viren überprüft", "keine viren", "es wurden keine viren", "von avast", // German
    "libre de virus", "en busca de virus", "no se encontraron virus", "analizado por avast", // Spanish
    "privo di virus", "individuare virus", "nessun virus", "rilevare virus", // Italian
    "livre de vírus", "sem vírus", "escaneado pelo", "verificado pelo", "verificada pelo", "foi verificado em termos de vírus", // Portuguese
    "virusvrij", "op virussen", "geen virus gevonden", // Dutch
    "virusfri", "fri från virus", "for virus", "efter virus", "ei viruksia", "virukseton", // Nordic
    "wolny od wirusów", "wolna od wirusów", "bez wirusów", "na obecność wirusów", "nie znaleziono wirusów", // Polish
    "bez virů", "neobsahuje viry", "přítomnost virů", "bez vírusov", // Czech, Slovak
    "без вирусов", "на наличие вирусов", "не содержит вирусов", "на вирусы", "без вірусів", // Russian, Ukrainian
    "virüs bulunmuyor", "virüssüz", "vírusmentes", "fără viruși", "χωρίς ιούς", "ללא וירוסים", // others
    "ウイルス フリー", "ウイルスは検出されませんでした", "不含病毒", "没有病毒", "바이러스가 없습니다",
];

/// Who says it.
#[rustfmt::skip]
const BRANDS: &[&str] = &[
    "avast", "avg", "eset", "nod32", "kaspersky", "norton", "mcafee", "bitdefender", "avira", "mailscanner", "messagelabs",
    "symantec", "g data", "f-secure", "clamav", "trend micro", "panda", "sophos", "comodo",
];

/// Other lines of a note, by how they begin.
const FACTS: [&str; 12] = [
    "version",
    "checked by",
    "analyse effectuée",
    "virus database",
    "http",
    "<http",
    "<#",
    "www.",
    "[image",
    "release date",
    "the message was",
    "le message a été",
];

/// What the notes speak of; a claim without one of them needs the address of the scanner below it.
#[rustfmt::skip]
const MESSAGES: &[&str] = &[
    "mail", "message", "courri", "nachricht", "correo", "mensaje", "messaggio", "mensagem", "bericht", "wiadomość", "zpráv",
    "správ", "meddelande", "besked", "melding", "письмо", "сообщени", "eset", "邮件", "メール",
];

static CLAIM_SEARCH: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(CLAIMS));
static BRAND_SEARCH: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(BRANDS));

/// Where the note at the end of `lines` begins. Every line from there on must be one of a note.
pub(super) fn start(lines: &[Line<'_>]) -> Option<usize> {
    let from = lines.len().saturating_sub(NOTE_LINES_MAX);
    let (mut branded, mut linked, mut found) = (false, false, None);
    for index in (from..lines.len()).rev() {
        let line = lines.get(index)?;
        if line.kind == Kind::Blank {
            continue;
        }
        let text = line.normal();
        if line.kind != Kind::Text || text.is_empty() || text.ends_with('?') || is_personal(&text) {
            break;
        }
        let brand = BRAND_SEARCH.stand_in(&text);
        branded |= brand;
        linked |= text.contains("www.") || text.contains("http");
        let about = || linked || MESSAGES.iter().any(|word| text.contains(word));
        let claims = CLAIM_SEARCH.stand_in(&text) && about();
        if claims && branded {
            found = Some(index);
        } else if found.is_some() && !is_frame(&text)
            || !(brand || claims || is_rule(&text, 2) || FACTS.iter().any(|fact| text.starts_with(fact)))
        {
            break;
        }
    }
    with_frame_above(lines, found?)
}

/// A rule, a link of the scanner's, or the first word of a note whose logo tore it.
fn is_frame(text: &str) -> bool {
    let link = text.starts_with("<http") || text.starts_with("http") || text.starts_with("[image");
    is_rule(text, 2) || matches!(text, "garanti" | "[]") || link && BRAND_SEARCH.stand_in(text)
}

fn with_frame_above(lines: &[Line<'_>], start: usize) -> Option<usize> {
    let mut top = start;
    for index in (start.saturating_sub(4)..start).rev() {
        let line = lines.get(index)?;
        if line.kind == Kind::Blank {
            continue;
        }
        if line.kind != Kind::Text || !is_frame(&line.normal()) {
            break;
        }
        top = index;
    }
    Some(top)
}
