//! Tells whether a text wants something from its reader, as people's mails do and a mailbox's answers do not.

use super::auto_reply::own_words;
use super::fold::{contains_any, fold};

/// Tells whether somebody asks for something, or hands something over.
pub fn wants_something(text: &str) -> bool {
    let folded = fold(own_words(text));
    contains_any(&folded, WISHES) || folded.split(['.', '!', ';']).any(is_request)
}

/// "Please send me the invoice", not "please write to Bob": an answer only ever sends people elsewhere.
fn is_request(sentence: &str) -> bool {
    let behind = |word: &&str| {
        let at = sentence.find(*word)?;
        sentence.get(at + word.len()..)
    };
    !sentence.contains('@')
        && POLITE.iter().find_map(behind).is_some_and(|rest| !rest.is_empty() && !contains_any(rest, REFERRALS))
}

/// What people want, and what they hand over.
#[rustfmt::skip]
const WISHES: &[&str] = &[
    "i need", "i would like", "i'd like", "i want", "how do i", "how can i", "could you", "can you", "would you", "please find attached",
    "je voudrais", "j'aimerais", "je souhaite", "je n'arrive", "je ne parviens", "j'ai besoin", "pouvez-vous", "pourriez-vous", "ci-joint", "voici",
    "ich brauche", "ich mochte", "ich wurde gern", "konnen sie", "konnten sie", "wie kann ich", "anbei", "im anhang",
    "necesito", "quisiera", "quiero", "me gustaria", "podria", "adjunto", "vorrei", "ho bisogno", "potete", "potrebbe", "in allegato",
    "preciso de", "gostaria", "poderia", "em anexo", "ik wil", "ik heb", "kunt u mij", "kun je", "zou u", "bijgevoegd",
    "请问", "请帮", "怎么", "如何", "教えて", "できますか", "알려 주", "부탁드립니다",
];

/// Words that ask.
const POLITE: &[&str] =
    &["please ", "bitte ", "merci de ", "veuillez ", "por favor ", "por favor, ", "per favore ", "gelieve "];

/// What an answer asks for: to turn to somebody else, to wait, to take note.
#[rustfmt::skip]
const REFERRALS: &[&str] = &[
    "contact", "write to", "call", "mail", "reach", "turn to", "get in touch", "direct", "address", "send your", "resend", "note", "be aware",
    "be advised", "bear with", "accept", "do not", "don't", "expect", "allow", "visit", "refer", "be patient", "understand",
    "wenden", "kontakt", "schreiben sie an", "rufen", "anrufen", "beachten", "verstandnis", "nicht", "geduld", "ihre anfrage", "ihr anliegen", "senden sie ihre",
    "adresser", "joindre", "ecrire a", "renvoyer", "noter", "appeler", "ne pas", "patienter", "excuser", "votre", "vous adresser", "vous rapprocher",
    "escriba", "dirij", "llame", "tenga en cuenta", "no responda", "contatt", "scriv", "rivolg", "contate", "escreva", "ligue", "neem",
];
