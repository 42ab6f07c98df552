//! The subjects of automatic answers, folded (lower case, no accents).

/// Said only by machines, at the start of a subject.
#[rustfmt::skip]
pub const ANSWER_STARTS: &[&str] = &[
    // English
    "automatic reply:", "automatic reply from", "automatic response:", "auto reply:", "auto-reply:",
    "autoreply:", "auto response:", "auto-response:", "autoresponse:", "automated reply",
    "automated response", "auto responder:", "autoresponder:", "out of office:",
    "out of office autoreply", "out of office reply", "out of office auto-reply",
    "out of office response", "out-of-office:", "out of the office:", "out-of-office reply",
    "[auto-reply]", "[auto reply]", "[autoreply]", "(auto reply)", "[out of office]", "[ooo]", "[auto]",
    "vacation reply", "vacation response", "vacation message", "away message:", "ooo:",
    // French
    "reponse automatique", "reponse automatisee", "absence du bureau", "absent du bureau",
    "message d'absence", "notification d'absence", "avis d'absence", "gestionnaire d'absence",
    "message automatique d'absence", "reponse auto :", "reponse auto:",
    // German
    "automatische antwort", "automatische antwort:", "abwesenheitsnotiz", "abwesenheitsmeldung",
    "abwesenheitsnachricht", "abwesenheitsbenachrichtigung", "abwesenheitsassistent",
    "abwesenheitsagent", "automatische ruckantwort", "autom. antwort", "autoantwort",
    "automatische abwesenheit", "ausser haus:", "ausser haus -",
    "automatische empfangsbestatigung", "mitteilung uber abwesenheit", "abwesenheitsmitteilung",
    "ich bin nicht im buro:", "nicht im buro:", "abwesenheitshinweis", "automatische rueckantwort",
    // Spanish, Catalan
    "respuesta automatica", "fuera de la oficina", "fuera de oficina", "mensaje de ausencia",
    "autorespuesta", "auto-respuesta", "resposta automatica",
    // Italian
    "risposta automatica", "fuori sede", "fuori ufficio", "assenza dall'ufficio",
    "messaggio automatico di assenza",
    // Portuguese
    "resposta automatizada", "ausencia temporaria", "fora do escritorio", "ausente do escritorio",
    "mensagem de ausencia",
    // Dutch
    "automatisch antwoord", "automatische beantwoording", "afwezigheidsbericht",
    "afwezigheidsassistent", "afwezigheidsmelding", "niet op kantoor:", "automatische afwezigheid", "niet aanwezig:",
    // Nordic
    "automatiskt svar", "autosvar", "sjalfvirkt svar", "franvarande:", "ikke til stede:",
    "ikke pa kontoret:", "poissa toimistosta", "franvaromeddelande", "automatisk svar", "fravaersmelding",
    "fravaerende", "fravaersbesked", "automaattinen vastaus", "poissaoloviesti", "poissaoloilmoitus",
    // Central and eastern Europe
    "automatyczna odpowiedz", "nieobecnosc w biurze", "poza biurem:", "mimo kancelar", "automaticky odpoved",
    "automatizovana odpoved", "mimo kancelarie", "hazon kivul", "avtomaticni odgovor",
    "нет на месте", "отсутствие на рабочем месте", "я в отпуске:", "автоматичний відгук", "автоматическое уведомление об отсутствии",
    "отсутствую", "извън офиса", "поза офісом", "ван канцеларије", "εκτος γραφειου", "εκτός γραφείου", "απουσία από το γραφείο",
    "odpowiedz automatyczna", "autoodpowiedz", "automaticka odpoved",
    "automatikus valasz", "hazon kivul", "raspuns automat", "samodejni odgovor",
    "automatski odgovor", "automatinis atsakymas", "automatiska atbilde", "automaatvastus",
    "автоматический ответ", "автоответ", "автоматична відповідь", "автоматичен отговор",
    "вне офиса", "αυτοματη απαντηση", "αυτόματη απάντηση",
    // Elsewhere
    "otomatik yanit", "otomatik cevap", "ofis disinda", "自动回复", "自動回覆", "自动答复", "自動答覆",
    "自動応答", "自動返信", "不在通知", "부재 중", "자동 회신", "자동 응답", "תשובה אוטומטית",
    "휴가 중", "자동회신", "자동응답", "不在のお知らせ", "不在連絡", "不在です", "外出自动回复", "外出中", "休假自动回复", "不在办公室", "不在辦公室",
    "自动回信", "מחוץ למשרד", "מענה אוטומטי", "خارج المكتب", "پاسخ خودکار", "jawapan automatik", "स्वचालित उत्तर",
    "ตอบกลับอัตโนมัติ", "erantzun automatikoa", "аутоматски одговор",
    "رد تلقائي", "الرد التلقائي", "tra loi tu dong", "balasan otomatis",
];

/// Also what people call somebody's absence; an answer when the text agrees.
pub const ABSENCE_STARTS: &[&str] = &["abwesend:", "abwesenheit:", "afwezig:", "ausente:", "外出:", "外出："];

/// Subjects that name an absence and nothing else.
#[rustfmt::skip]
pub const ABSENCES: &[&str] = &[
    "out of office", "out of the office", "out-of-office", "auto reply", "auto-reply", "autoreply", "away", "away from my mail",
    "vacation", "on vacation", "holiday", "holidays", "on holiday", "on leave", "annual leave", "on annual leave",
    "absence", "absent", "absente", "absent du bureau", "conges", "en conges", "en conge", "vacances", "en vacances",
    "abwesend", "abwesenheit", "urlaub", "im urlaub", "nicht im buro", "ausser haus", "elternzeit",
    "ausencia", "ausente", "vacaciones", "de vacaciones", "assenza", "assente", "ferie", "in ferie", "ferias", "de ferias",
    "afwezig", "afwezigheid", "vakantie", "op vakantie", "semester", "franvaro", "franvarande", "pa semester", "pa ferie",
    "nieobecnosc", "nieobecny", "urlop", "na urlopie", "отпуск", "в отпуске", "休暇", "不在",
];

/// Beside the words above: a person writes about automatic answers, which fail or shall be set.
#[rustfmt::skip]
pub const ABOUT_ANSWERS: &[&str] = &[
    "einricht", "andern", "geht nicht", "funktionier", "loschen", "abschalten", "aktivieren", "fur herrn", "fur frau",
    "fonctionne", "ne marche", "ne part", "modifier", "a retirer", "a supprimer", "desactiver", "activer",
    "не работает", "не отправля", "не приход", "настро", "nefunguje", "nastav", "nie dziala", "ustaw",
    "届かない", "届きません", "について", "設定", "设置", "问题", "안 됩니다", "설정",
];

/// Said by machines when a header or the text agrees; people write about these things too.
#[rustfmt::skip]
pub const ANSWER_HINTS: &[&str] = &[
    "out of office", "out of the office", "out-of-office", "is away", "away from", "away",
    "on vacation", "vacation", "on holiday", "on leave", "annual leave", "maternity leave",
    "parental leave", "no longer with", "no longer works", "has left", "auto:", "auto reply",
    "auto-reply", "autoreply", "auto response", "automatic", "automated", "auto", "absence",
    "absent", "absente", "en conges", "conges", "conge", "vacances", "abwesend", "abwesenheit",
    "urlaub", "im urlaub", "elternzeit", "nicht im buro", "nicht im haus", "ausencia", "ausente",
    "vacaciones", "assenza", "assente", "ferie", "ferias", "afwezig", "afwezigheid", "vakantie",
    "semester", "franvaro", "ferie:", "nieobecnosc", "urlop", "tavollet", "отпуск", "в отпуске",
    "休暇", "不在", "re: auto", "ausser haus", "est absent(e)", "en conge", "przebywam", "на отпуск",
];

/// Acknowledgements; machine-made when a header or the text agrees.
#[rustfmt::skip]
pub const ACKNOWLEDGEMENTS: &[&str] = &[
    "we have received your", "we've received your", "we received your", "your request has been",
    "your message has been received", "your email has been received", "your mail has been received",
    "your inquiry", "your enquiry", "request received", "ticket received", "ticket created",
    "new ticket created", "your ticket", "your support request", "your case", "case created",
    "received your", "has been received", "thank you for contacting", "thanks for contacting",
    "thank you for your email", "thank you for your e-mail", "thank you for your message",
    "thank you for your mail", "thank you for your inquiry", "thank you for your enquiry",
    "thank you for your request", "thank you for reaching", "thanks for reaching",
    "acknowledgement", "acknowledgment", "confirmation of receipt", "receipt confirmation",
    "nous avons bien recu", "nous avons recu", "accuse de reception", "bien recu",
    "votre demande", "votre message", "merci pour votre message", "merci de nous avoir contacte",
    "prise en compte", "eingangsbestatigung", "empfangsbestatigung", "wir haben ihre", "ihre anfrage",
    "ihre nachricht", "ihre e-mail", "vielen dank fur ihre", "danke fur ihre", "ihr ticket",
    "hemos recibido", "acuse de recibo", "su solicitud", "gracias por contactar",
    "gracias por su mensaje", "confirmacion de recepcion", "abbiamo ricevuto", "conferma di ricezione",
    "grazie per averci contattato", "recebemos", "confirmacao de recebimento", "obrigado por contactar",
    "we hebben uw", "wij hebben uw", "ontvangstbevestiging", "bedankt voor uw", "potwierdzenie otrzymania",
    "vi har modtaget", "vi har mottatt", "vi har mottagit", "tack for ditt",
];

/// What the text of an automatic answer says of itself.
#[rustfmt::skip]
pub const SELF_NAMED: &[&str] = &[
    "this is an automatic reply", "this is an automated reply", "this is an auto reply",
    "this is an auto-reply", "this is an autoreply", "this is an automatic response",
    "this is an automated response", "this is an auto-response", "this is an auto response",
    "this is an automatically generated response", "this is an automatically generated reply",
    "this is an automatic message", "this is an automated notification", "it is an automated notification", "this is an automated message", "this is an automated email",
    "this is an automated e-mail", "this is an automatic email", "this is an autogenerated",
    "this is an auto-generated", "this message was generated automatically",
    "this email was sent automatically", "this message was sent automatically",
    "this message is automatically generated", "this is a system generated",
    "this is a system-generated", "automatic acknowledgement", "automated acknowledgement",
    "ceci est une reponse automatique", "ceci est un message automatique",
    "cet e-mail est un message automatique", "ceci est un accuse de reception automatique",
    "message genere automatiquement", "message automatique", "ce message est automatique",
    "reponse automatique", "dies ist eine automatische", "diese nachricht wurde automatisch",
    "diese e-mail wurde automatisch", "dies ist eine automatisch", "automatisch generierte",
    "automatisch erstellt", "este es un mensaje automatico", "esta es una respuesta automatica",
    "mensaje generado automaticamente", "respuesta automatica", "questo e un messaggio automatico",
    "risposta automatica", "messaggio generato automaticamente", "esta e uma resposta automatica",
    "mensagem automatica", "resposta automatica", "dit is een automatisch", "detta ar ett automatiskt",
    "dette er en automatisk", "dette er et automatisk", "to jest automatyczna",
    "wiadomosc wygenerowana automatycznie", "это автоматический ответ", "это автоматическое",
];

/// What people let their mailbox say while away.
#[rustfmt::skip]
pub const AWAY_PHRASES: &[&str] = &[
    "i am out of the office", "i'm out of the office", "i am currently out of", "i'm currently out of",
    "i will be out of the office", "i'll be out of the office", "i am away", "i'm away",
    "i am currently away", "i will be away", "i am on vacation", "i'm on vacation", "i am on holiday",
    "i am on leave", "i am on annual leave", "i will be on leave", "i am currently on",
    "limited access to my email", "limited access to email", "limited access to e-mail",
    "no access to my email", "will not be checking email", "i will respond when i return",
    "i will reply when i return", "when i return", "upon my return", "is no longer with",
    "no longer works", "i no longer work", "i am no longer with", "i will be gone", "i will not be reading my mail", "je suis absent", "je suis actuellement absent", "je serai absent",
    "je suis en conge", "je suis en vacances", "je suis actuellement en conge", "actuellement absente", "a mon retour",
    "des mon retour", "absent jusqu'au", "absente jusqu'au", "de retour le",
    "ich bin nicht im buro", "ich bin derzeit nicht", "ich bin zur zeit nicht", "ich bin zurzeit nicht",
    "ich bin bis", "ich bin vom", "ich bin im urlaub", "ich bin abwesend", "ich bin ausser haus", "nicht erreichbar",
    "nach meiner ruckkehr", "ihre e-mail wird nicht weitergeleitet", "ihre mail wird nicht weitergeleitet",
    "bin ab dem", "wieder im buro", "nicht im buro sein", "ich kehre zuruck am", "bin ich abwesend", "ich befinde mich im urlaub",
    "bin ich nicht im", "bin ich wieder", "werde ich nicht im buro", "bin zuruck am", "estoy fuera de la oficina", "estare fuera", "me encuentro fuera", "me encuentro ausente", "estare ausente",
    "estoy de vacaciones", "a mi regreso", "a mi vuelta", "sono fuori ufficio", "saro assente",
    "sono assente", "sono in ferie", "al mio rientro", "estou fora", "estou ausente", "estarei ausente",
    "estou de ferias", "estarei fora", "no meu regresso", "ik ben afwezig", "ik ben niet aanwezig",
    "ik ben met vakantie", "ik ben op vakantie", "niet op kantoor", "bij terugkomst", "jag ar pa semester",
    "jag ar inte pa kontoret", "jeg er pa ferie", "jeg er ikke pa kontoret", "jestem na urlopie",
    "jestem nieobecn", "nie ma mnie w biurze", "olen lomalla", "я в отпуске", "нахожусь в отпуске", "正在休假", "我在休假", "正在出差",
    "不在办公室", "休暇をいただ", "不在にして", "휴가 중입니다",
];

/// What a filter asks of whoever writes for the first time.
#[rustfmt::skip]
pub const CHALLENGES: &[&str] = &[
    "to deliver your message", "please confirm your message", "confirm that you are a", "confirm you are a person",
    "confirm your email delivery", "please confirm", "verify that you are a", "prove that you are a human",
    "your message will be delivered once", "your message is waiting", "has been held until", "challenge-response",
    "is protected by", "add yourself to", "veuillez confirmer", "pour que votre message soit", "bitte bestatigen sie",
    "por favor confirme",
];

/// Subjects of the notices of antivirus and spam filters.
#[rustfmt::skip]
pub const FILTER_SUBJECTS: &[&str] = &[
    "virus found", "virus detected", "viruses detected", "virus alert", "virus warning", "virus (", "virus in your",
    "virus in mail from you", "virus notification", "in mail from you", "content violation", "banned file",
    "banned contents", "quarantine summary", "quarantine report", "quarantine notification", "quarantine digest",
    "spam digest", "spam quarantine", "spam report", "spam notification", "spam summary", "message quarantined",
    "was quarantined", "has been quarantined", "your quarantine", "quarantaine", "quarantane-", "virus gefunden",
    "virenwarnung", "virus detecte", "alerte virus", "virus rilevato", "virus detectado", "scanmail message",
    "norton antivirus detected", "antigen found", "interscan", "mailscanner", "messages held", "held for moderation",
    "resumen de cuarentena", "considered unsolicited bulk email",
];

/// What such a notice says.
#[rustfmt::skip]
pub const FILTER_SENTENCES: &[&str] = &[
    "virus detector", "virus was found", "virus found", "found a virus", "found virus", "virus was detected",
    "viruses were found", "infected file", "infected with", "in quarantine", "been quarantined", "was quarantined",
    "quarantined message", "quarantined mail", "messages are held", "content checker", "antivirus", "anti-virus",
    "en quarantaine", "in quarantane", "virus gefunden", "contient un virus", "contenait un virus", "en cuarentena",
    "in quarantena", "em quarentena",
];

/// Marks of an answer or a forward that a person made by hand.
#[rustfmt::skip]
pub const ANSWER_MARKS: &[&str] = &[
    "re:", "re :", "re[", "aw:", "sv:", "vs:", "antw:", "rv:", "odp:", "ynt:", "回复:", "答复:",
    "fw:", "fwd:", "fw :", "tr:", "tr :", "wg:", "i:", "enc:", "rif:", "ref:", "doorst:", "vb:",
    "rep:", "rep :", "res:", "r:", "betr:", "betreft:", "va:", "σχετ:", "απ:", "atb:", "ats:", "bls:", "tl:", "yan:",
    "ilt:", "lv:", "回覆:", "回覆：", "回复：", "答复：", "转发:", "转发：", "轉寄:", "답장:", "전달:", "השב:", "השב :", "رد:",
];
