//! Footers that mailing lists put below what people wrote.

use super::line::{Kind, Line, is_rule};

/// Most lines of one mailing list footer.
const LIST_LINES_MAX: usize = 30;

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
    "groups.io links:", "you received this message because you are subscribed", "you are receiving this because",
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
pub(super) fn start(lines: &[Line<'_>]) -> Option<usize> {
    let from = lines.len().saturating_sub(LIST_LINES_MAX);
    let mut found = None;
    // Whether the lines below hold an address, and whether a person speaks in them.
    let (mut linked, mut personal) = (false, lines.last().is_some_and(|line| line.text.ends_with(['?', '？'])));
    for index in (from..lines.len()).rev() {
        let line = lines.get(index)?;
        if matches!(line.kind, Kind::Quote | Kind::Boundary) {
            break;
        }
        if line.kind != Kind::Text {
            continue;
        }
        let text = line.normal();
        linked |=
            text.contains('@') || text.starts_with("yahoo! mail") || text.contains("http") || text.contains("www.");
        personal |= is_personal(&text);
        if personal {
            break;
        }
        let alone = LIST_ALONE.iter().any(|phrase| text.contains(phrase));
        if alone && starts_footer(lines, index, &text) {
            found = Some(index);
        } else if linked
            && let Some(rule) = rule_above(lines, index)
            && LIST_BELOW_RULE.iter().any(|phrase| text.contains(phrase))
        {
            found = Some(rule);
        }
    }
    found.map(|start| with_advertisement(lines, with_rules_above(lines, start)))
}

/// Whether somebody speaks of themselves, as no program does.
pub(super) fn is_personal(text: &str) -> bool {
    #[rustfmt::skip]
    const PERSONAL: &[&str] = &[
        "i", "i'm", "i've", "i'd", "i'll", "my", "me", "je", "moi", "mon", "mes", "ich", "mein", "meine", "meinen", "mich", "mir",
        "ik", "mijn", "yo", "mío",
    ];
    text.split(' ').any(|word| {
        let word = word.trim_matches(['.', ',', ';', ':', '!', '?', '(', ')', '"']);
        PERSONAL.contains(&word) || word.starts_with("j'")
    })
}

/// What Mailman leaves of the parts that it took out: "next part", then only what it says of that part.
pub(super) fn scrubbed_start(lines: &[Line<'_>]) -> Option<usize> {
    const NOTE_LINES_MAX: usize = 16;
    #[rustfmt::skip]
    const FACTS: [&str; 10] =
        ["name:", "type:", "size:", "desc:", "url:", "url :", "<http", "http", "from:", "subject:"];
    let from = lines.len().saturating_sub(NOTE_LINES_MAX);
    let mut scrubbed = false;
    for index in (from..lines.len()).rev() {
        let text = lines.get(index).filter(|line| matches!(line.kind, Kind::Text | Kind::Blank))?.normal();
        if scrubbed && text.starts_with("-----") && text.trim_matches(['-', ' ']) == "next part" {
            return Some(index);
        }
        let note = text.contains("was scrubbed...");
        scrubbed |= note;
        if !note && !text.is_empty() && !FACTS.iter().any(|fact| text.starts_with(fact)) {
            return None;
        }
    }
    None
}

/// A phrase that stands alone must begin its line and its paragraph, so that a
/// question about unsubscribing is not taken for the footer.
fn starts_footer(lines: &[Line<'_>], index: usize, text: &str) -> bool {
    let inner = text.trim_start_matches(['-', '~', '=', ' ']);
    let begins =
        LIST_ALONE.iter().any(|phrase| inner.find(phrase).or_else(|| text.find(phrase)).is_some_and(|at| at <= 12));
    let asks = text.contains("? ") || text.ends_with(['?', '？']);
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
