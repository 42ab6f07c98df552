//! What the text alone says of its maker, where no header field and no subject does. People quote machines and go on
//! holiday too: only the mail's own words count, never a question, and never one phrase alone that a person may write.

use super::Facts;
use super::auto_reply::{own_words, without_marks};
use super::fold::{contains_any, fold, starts_with_any};
use super::subjects::{ACKNOWLEDGEMENTS, AWAY_PHRASES};
use super::wishes::wants_something;
use std::borrow::Cow;

/// Longest text of a mailbox that answers by itself, in bytes.
const ANSWER_BYTES_MAX: usize = 1_500;
/// Sentences at the start and at the end in which a program says that it is one.
const OPENING_SENTENCES: usize = 5;
const CLOSING_SENTENCES: usize = 4;
/// Characters at the start in which a mailbox that answers says why.
const OPENING_CHARS: usize = 400;

/// A mailbox answered by itself, and only its words tell.
pub fn is_answer(facts: &Facts<'_>) -> bool {
    let own = own_words(facts.reply);
    if own.len() > ANSWER_BYTES_MAX || is_by_hand(facts) || asks(own, usize::MAX) {
        return false;
    }
    let text = fold(own);
    let answers = facts.header("in-reply-to").is_some() || without_marks(&fold(facts.subject)).1;
    if answers && says_it_is_one(own) {
        return true;
    }
    let opening: String = text.chars().take(OPENING_CHARS).collect();
    if contains_any(&opening, ACKNOWLEDGEMENTS) && contains_any(&text, TICKETS_MADE) {
        return !speaks_of_self(own, usize::MAX);
    }
    let away = AWAY_PHRASES.iter().filter_map(|phrase| opening.find(phrase)).min();
    away.and_then(|at| opening.get(..at)).is_some_and(|before| !wants_something(before))
        && (contains_any(&text, DEPUTIES) || contains_any(&text, PROMISES) && contains_any(&text, THANKS))
}

/// Whether a program says of its own text that it is one.
pub fn says_it_is_one(own: &str) -> bool {
    names_itself(own, SELF_STARTS)
}

/// Whether a desk, not a person, says that it will answer.
pub fn promises_an_answer(facts: &Facts<'_>) -> bool {
    let own = own_words(facts.reply);
    let text = fold(own);
    own.len() <= ANSWER_BYTES_MAX
        && contains_any(&text, DESK_PROMISES)
        && !asks(own, usize::MAX)
        && !speaks_of_self(own, usize::MAX)
        && !wants_something(own)
}

/// A program wrote it, and says so.
pub fn is_notice(facts: &Facts<'_>) -> bool {
    const OPENING_LINES: usize = 6;
    let own = &ends_of(own_words(facts.reply));
    !is_by_hand(facts)
        && !without_marks(&fold(facts.subject)).1
        && !asks(own, OPENING_LINES)
        && !speaks_of_self(own, usize::MAX)
        && (says_it_is_one(own) || names_itself(own, NO_ANSWERS) || contains_any(&fold(own), PROGRAM_FRAMES))
}

/// A newsletter whose header fields say nothing: it offers to unsubscribe, and tells why it came or where it stands on
/// the web.
pub fn is_mass_mail(facts: &Facts<'_>) -> bool {
    const OPENING_LINES: usize = 5;
    const FORWARDS: [&str; 12] = [
        "forwarded message",
        "original message",
        "message transfere",
        "message d'origine",
        "weitergeleitete nachricht",
        "ursprungliche nachricht",
        "mensaje reenviado",
        "messaggio inoltrato",
        "doorgestuurd bericht",
        "wrote:",
        "a ecrit",
        "schrieb",
    ];
    if is_by_hand(facts) || facts.header("in-reply-to").is_some() || without_marks(&fold(facts.subject)).1 {
        return false;
    }
    let own = own_words(facts.text);
    if speaks_of_self(own, OPENING_LINES) || is_signed(facts) {
        return false;
    }
    let text = fold(&ends_of(own));
    contains_any(&text, UNSUBSCRIBE)
        && (contains_any(&text, ON_THE_WEB) || contains_any(&text, REASONS))
        && !contains_any(&text, &FORWARDS)
}

/// A text without its middle, where it is long.
fn ends_of(text: &str) -> Cow<'_, str> {
    const END_BYTES_MAX: usize = 6_000;
    if text.len() <= 2 * END_BYTES_MAX {
        return Cow::Borrowed(text);
    }
    let start = text.get(..text.floor_char_boundary(END_BYTES_MAX)).unwrap_or_default();
    let end = text.get(text.ceil_char_boundary(text.len() - END_BYTES_MAX)..).unwrap_or_default();
    Cow::Owned(format!("{start}\n\n{end}"))
}

/// A program in which people write sent the mail.
fn is_by_hand(facts: &Facts<'_>) -> bool {
    facts.names_mail_program() && !facts.says_automatic()
}

/// Whether the sender's first name stands below the text, as people sign.
fn is_signed(facts: &Facts<'_>) -> bool {
    const NAME_WORDS_MAX: usize = 3;
    let name = facts.from.map(|from| fold(&from.name)).unwrap_or_default();
    let first = name.split(' ').next().unwrap_or_default();
    let last = fold(facts.reply.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default());
    first.len() > 1
        && last.split(' ').count() <= NAME_WORDS_MAX
        && last.split([' ', ',', '.']).any(|word| word == first)
}

/// Whether one of the first lines asks something.
fn asks(text: &str, lines: usize) -> bool {
    text.lines().filter(|line| !line.trim().is_empty()).take(lines).any(|line| line.trim_end().ends_with(['?', '？']))
}

/// Whether one of the first lines is in the first person.
fn speaks_of_self(text: &str, lines: usize) -> bool {
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "i", "i'm", "i've", "i'd", "me", "je", "moi", "ich", "mir", "mich", "ik", "mij", "yo", "io", "eu", "jag", "jeg",
    ];
    text.lines().filter(|line| !line.trim().is_empty()).take(lines).any(|line| {
        fold(line)
            .split([' ', ',', '.', ';', ':', '!', '(', ')', '"'])
            .any(|word| WORDS.contains(&word) || word.starts_with("j'") || word.starts_with("m'"))
    })
}

/// The paragraphs, folded. What stands below one that ends with a colon is somebody else's.
pub fn own_paragraphs(own: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut paragraph = String::new();
    let mut cited = false;
    for line in ends_of(own).lines().chain([""]) {
        if !line.trim().is_empty() {
            paragraph.push(' ');
            paragraph.push_str(line);
            continue;
        }
        let folded = fold(&std::mem::take(&mut paragraph));
        if folded.is_empty() {
            continue;
        }
        let introduces = folded.ends_with(':');
        if !std::mem::replace(&mut cited, introduces) {
            out.push(folded);
        }
    }
    out
}

/// Whether a sentence near an end of the text begins with one of these.
fn names_itself(own: &str, starts: &[&str]) -> bool {
    let sentences: Vec<String> = own_paragraphs(own)
        .iter()
        .flat_map(|paragraph| paragraph.split(['.', '!', ';']))
        .map(|one| one.trim().to_owned())
        .filter(|one| !one.is_empty())
        .collect();
    let closing = sentences.len().saturating_sub(CLOSING_SENTENCES);
    let near = |at: usize| at < OPENING_SENTENCES || at >= closing;
    sentences.iter().enumerate().any(|(at, sentence)| {
        let bare = sentence.trim_start_matches(|c: char| !c.is_alphanumeric());
        let bare = ["note: ", "nb: ", "nota: ", "hinweis: ", "please note: ", "note : "]
            .iter()
            .find_map(|mark| bare.strip_prefix(mark))
            .unwrap_or(bare);
        near(at) && starts_with_any(bare, starts)
    })
}

/// How a program begins to say that it is one.
#[rustfmt::skip]
const SELF_STARTS: &[&str] = &[
    "this is an automat", "this is an auto-", "this is an auto ", "this is an autorespon", "this is an autoreply",
    "this is a system generated", "this is a system-generated", "this message was generated automatically",
    "this message has been generated automatically", "this message is automatically generated", "this message was sent automatically",
    "this email was sent automatically", "this e-mail was sent automatically", "this email was generated automatically",
    "this email is automatically generated", "this e-mail is automatically generated", "this email has been automatically generated",
    "this is an automated",
    "ceci est un message automatique", "ceci est une reponse automatique", "ceci est un mail automatique",
    "ceci est un e-mail automatique", "ceci est un email automatique", "ceci est un courriel automatique",
    "ceci est un message genere automatiquement", "ceci est un accuse de reception automatique",
    "ce message est automatique", "ce message est genere automatiquement", "ce message a ete genere automatiquement",
    "ce message est un message automatique", "ce message est une reponse automatique", "cet e-mail est un message automatique",
    "cet e-mail est une reponse automatique", "cet email est un message automatique", "cet e-mail est genere automatiquement",
    "cet e-mail a ete genere automatiquement", "cet email a ete genere automatiquement", "cet e-mail a ete envoye automatiquement",
    "ce courriel est envoye automatiquement", "ce mail est envoye automatiquement", "ce message vous est envoye automatiquement", "ce message est envoye automatiquement",
    "cet e-mail est envoye automatiquement", "cet email est envoye automatiquement",
    "dies ist eine automati", "dies ist eine automatisch", "dies ist ein automati", "das ist eine automati", "diese nachricht wurde automatisch",
    "diese e-mail wurde automatisch", "diese mail wurde automatisch", "diese antwort wurde automatisch",
    "este es un mensaje automatico", "esta es una respuesta automatica", "este es un correo automatico",
    "este mensaje ha sido generado automaticamente", "este correo ha sido generado automaticamente", "este mensaje se ha generado automaticamente",
    "questo e un messaggio automatico", "questa e una risposta automatica", "questa e una mail automatica", "questa e un'e-mail automatica",
    "questo messaggio e stato generato automaticamente", "questa e-mail e stata generata automaticamente", "messaggio automatico",
    "esta e uma mensagem automatica", "esta e uma resposta automatica", "este e um e-mail automatico", "este e um email automatico",
    "mensagem automatica", "dit is een automatisch", "dit bericht is automatisch", "deze e-mail is automatisch",
    "detta ar ett automatiskt", "detta ar ett autosvar", "det har ar ett automatiskt", "dette er en automatisk", "dette er et automatisk",
    "dette er et autosvar", "tama on automaattinen", "to jest automatyczna", "to jest wiadomosc automatyczna",
    "wiadomosc wygenerowana automatycznie", "ta wiadomosc zostala wygenerowana automatycznie", "toto je automaticka",
    "tato zprava byla vygenerovana automaticky", "это автоматическ", "это письмо сформировано автоматически",
    "ez egy automatikus", "acesta este un mesaj automat", "bu otomatik", "本メールは自動", "このメールは自動", "此邮件为自动", "此邮件由系统自动",
    "这是一封自动", "这是自动",
];

/// How a program asks for no answers.
#[rustfmt::skip]
const NO_ANSWERS: &[&str] = &[
    "please do not reply to this", "please don't reply to this", "do not reply to this", "please do not respond to this",
    "replies to this email are not", "replies to this message are not", "this mailbox is not monitored", "this inbox is not monitored",
    "this email address is not monitored",
    "merci de ne pas repondre a c", "merci de ne pas y repondre", "veuillez ne pas repondre a c", "ne pas repondre a c", "ne repondez pas a c",
    "bitte antworten sie nicht auf diese", "bitte nicht auf diese", "antworten sie bitte nicht auf diese", "auf diese e-mail kann nicht geantwortet",
    "por favor, no responda a este", "por favor no responda a este", "no responda a este", "no responda este",
    "non rispondere a questa", "non rispondere a questo", "si prega di non rispondere", "la preghiamo di non rispondere",
    "por favor, nao responda", "por favor nao responda", "nao responda a est", "gelieve niet te antwoorden", "u kunt niet reageren op deze",
    "svara inte pa detta", "besvar venligst ikke", "prosimy nie odpowiadac", "nie odpowiadaj na te", "пожалуйста, не отвечайте",
];

/// That a program has made a ticket of the mail.
#[rustfmt::skip]
const TICKETS_MADE: &[&str] = &[
    "ticket has been created", "ticket was created", "ticket has been opened", "case has been created", "case has been opened", "has been assigned", "your ticket number is",
    "your case number is", "ticket id is", "ticket id:", "ticket number:", "a cree le ticket", "ticket a ete cree", "enregistree sous l", "enregistre sous l",
    "die ticketnummer", "unter der ticketnummer", "die vorgangsnummer", "unter der vorgangsnummer", "unter der nummer", "se ha creado el ticket", "se ha creado un ticket",
    "con el numero de", "assegnato il ticket", "aperto il ticket", "aperto un ticket", "foi criado o ticket", "o numero do seu", "onder ticketnummer", "onder nummer",
];

/// Who answers meanwhile, and what becomes of the mail.
#[rustfmt::skip]
const DEPUTIES: &[&str] = &[
    "for urgent", "urgent matters", "urgent requests", "urgent issues", "in urgent cases", "if it is urgent", "if it's urgent", "if urgent",
    "if your message is urgent", "if your request is urgent", "if your matter is urgent", "in case of emergency", "in an emergency", "immediate assistance", "immediate attention",
    "mailbox is not monitored", "mailbox is no longer monitored", "inbox is not monitored", "inbox is no longer monitored",
    "address is no longer monitored", "not be forwarded", "limited access to", "no access to my", "intermittent access", "in my absence", "during my absence",
    "en cas d'urgence", "pour toute urgence", "demande urgente", "question urgente", "si votre demande est urgente", "si urgence",
    "en cas de besoin urgent", "en mon absence", "durant mon absence", "pendant mon absence", "pas transmis", "acces limite a",
    "in dringenden", "bei dringenden", "in eiligen", "wahrend meiner abwesenheit", "nicht weitergeleitet", "eingeschrankten zugriff", "vertretung",
    "en caso de urgencia", "asuntos urgentes", "si es urgente", "temas urgentes", "durante mi ausencia", "en mi ausencia", "acceso limitado",
    "in caso di urgenza", "per urgenze", "questioni urgenti", "comunicazioni urgenti", "in mia assenza", "durante la mia assenza",
    "em caso de urgencia", "assuntos urgentes", "na minha ausencia", "durante a minha ausencia",
    "bij dringende", "in dringende", "voor dringende", "spoedgevallen", "bij spoed", "tijdens mijn afwezigheid", "beperkt toegang",
    "vid bradskande", "i bradskande", "bradskande arenden", "akuta arenden", "ved hastesager", "hvis det haster", "ved presserende",
    "kiireellisissa", "w pilnych", "sprawach pilnych", "pilne sprawy", "w mojej nieobecnosci", "v nalehavych", "по срочным", "в срочных",
    "surgos esetben", "in caz de urgenta", "acil durum",
];

/// That an answer will come later.
#[rustfmt::skip]
const PROMISES: &[&str] = &[
    "i will respond", "i will reply", "will respond to your", "will reply to your", "on my return", "when i return", "when i am back",
    "when i'm back", "a mon retour", "des mon retour", "nach meiner ruckkehr", "a mi regreso", "a mi vuelta", "al mio rientro", "no meu regresso",
    "bij terugkomst", "i'll respond", "i'll reply", "i will get back to you", "i'll get back to you", "i will answer",
    "will be answered", "je vous repondrai", "je repondrai", "je traiterai", "je reviendrai vers vous", "je prendrai connaissance",
    "je ne manquerai pas", "werde ich beantworten", "werde ich ihre", "werde ihre", "werde mich", "beantworte ich", "schnellstmoglich",
    "le respondere", "respondere a su", "le contestare", "vi rispondero", "le rispondero", "rispondero", "responderei", "zal ik uw",
    "zal ik je", "neem ik contact", "aterkommer jag", "vender jeg tilbage", "svarer jeg", "odpowiem", "отвечу",
];

/// That a desk will answer.
#[rustfmt::skip]
const DESK_PROMISES: &[&str] = &[
    "will get back to you", "get back to you within", "get back to you shortly", "will respond to you", "will reply to you", "be in touch", "will be reviewed",
    "respond within", "reply within", "answer within", "vous repondra", "vous repondrons", "reviendrons vers vous", "meilleurs delais",
    "melden uns", "in kurze", "schnellstmoglich", "werden uns", "le responderemos", "en breve", "nos pondremos en contacto", "le risponderemo",
    "ti risponderemo", "al piu presto", "responderemos", "em breve", "nemen contact", "zo spoedig mogelijk", "zo snel mogelijk",
];

/// Greetings and signatures of devices.
const PROGRAM_FRAMES: &[&str] = &["dear user,", "from diskstation", "synology diskstation"];

/// Thanks for the mail that came.
#[rustfmt::skip]
const THANKS: &[&str] = &[
    "thank you for your e-mail", "thank you for your email", "thank you for your mail", "thank you for your message", "thanks for your e-mail", "thanks for your email",
    "thanks for your message", "thank you for contacting", "thank you for writing", "merci pour votre", "merci de votre message", "votre message a bien ete",
    "j'ai bien recu votre", "vielen dank fur ihre", "danke fur ihre", "vielen dank fur deine", "danke fur deine", "gracias por su", "gracias por tu",
    "grazie per la tua", "grazie per la sua", "grazie per il", "obrigado pela sua", "obrigada pela sua", "obrigado pelo seu", "bedankt voor uw", "bedankt voor je",
    "dank voor uw", "tack for ditt", "tack for din", "tak for din", "takk for din", "dziekuje za", "kiitos viestistasi", "dekuji za", "спасибо за",
];

/// The way out of mass mail.
#[rustfmt::skip]
const UNSUBSCRIBE: &[&str] = &[
    "unsubscribe", "opt out", "opt-out", "no longer wish to receive", "manage your preferences", "manage preferences", "desinscri", "desabonn",
    "ne plus recevoir", "gerer vos preferences", "abmelden", "abbestellen", "austragen", "darse de baja", "darte de baja", "cancelar la suscripcion",
    "cancelar suscripcion", "dejar de recibir", "disiscri", "cancellati", "annulla l'iscrizione", "annullare l'iscrizione", "cancelar inscricao", "cancelar a inscricao",
    "cancelar subscricao", "cancelar a subscricao", "descadastr", "deixar de receber", "uitschrijven", "afmelden", "avregistrera", "avprenumerera", "afmeld", "avmeld",
    "meld deg av", "wypisz", "wypisac", "rezygnacja z", "zrezygnowac z", "отписаться", "peruuta tilaus", "odhlasit", "leiratkoz", "dezabon",
];

/// The same mail on the web.
#[rustfmt::skip]
const ON_THE_WEB: &[&str] = &[
    "view in browser", "view in your browser", "view in a browser", "view this email in", "view this e-mail in", "view online", "view it in your browser", "view web version",
    "trouble viewing this", "trouble viewing the", "problems viewing this", "can't see this email", "can't read this email", "version en ligne", "dans votre navigateur", "dans un navigateur", "ne s'affiche pas correctement",
    "nicht richtig angezeigt", "nicht korrekt angezeigt", "im browser ansehen", "im browser anzeigen", "im browser offnen", "im browser betrachten", "webversion", "online-version",
    "ver en el navegador", "ver en su navegador", "ver en tu navegador", "ver este correo en", "ver version online", "version web",
    "visualizza nel browser", "visualizza online", "versione online", "versione web", "apri nel browser", "ver no navegador", "ver no browser", "versao online", "visualizar no navegador",
    "bekijk in browser", "bekijk in uw browser", "bekijk online", "webversie", "online versie", "visa i webblasar", "las i webblasar", "vis i browser", "se i browser", "vis i nettleser",
    "zobacz w przegladarce", "wyswietl w przegladarce", "nayta selaimessa",
];

/// Why it came.
#[rustfmt::skip]
const REASONS: &[&str] = &[
    "you are receiving this", "you're receiving this", "you received this e", "you have received this e", "this email was sent to", "this e-mail was sent to", "this message was sent to",
    "vous recevez ce", "vous avez recu cet e", "cet e-mail a ete envoye a", "cet email a ete envoye a", "cet e-mail vous a ete envoye", "ce message vous a ete envoye", "ce message a ete envoye a",
    "sie erhalten diese", "du erhaltst diese", "diese e-mail wurde an", "diese e-mail ging an", "recibe este", "recibes este", "ha recibido este", "has recibido este", "este correo se ha enviado a",
    "hai ricevuto quest", "ricevi quest", "riceve quest", "ha ricevuto quest", "voce esta recebendo", "voce recebeu est", "recebeu este e", "esta a receber", "je ontvangt deze", "u ontvangt deze",
    "deze e-mail is verzonden aan", "du far det har", "du far detta", "du modtager denne", "du mottar denne", "otrzymujesz t", "otrzymales t", "вы получили это письмо",
];
