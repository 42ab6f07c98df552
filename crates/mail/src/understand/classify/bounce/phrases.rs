//! The words of delivery reports, folded (lower case, no accents).

/// Local parts of the mail system.
#[rustfmt::skip]
pub const DAEMONS: &[&str] = &[
    "mailer-daemon", "mailerdaemon", "mailer_daemon", "mailer.daemon", "mail-daemon", "maildaemon",
    "mail.daemon", "mdaemon", "mmdf", "smtp-daemon", "postmaster", "mail-system", "mailsystem",
    "mail_system", "mail-delivery", "maildelivery", "mail.delivery", "mail-deliver", "maildeliver",
    "nondelivery", "non-delivery", "ndr", "bounce-notification", "double-bounce", "mailrouter",
    "mailgate", "postmast", "post_master", "postoffice", "emailsystem", "bounce-handler", "delivery-failure",
];

/// Names of the mail system.
#[rustfmt::skip]
pub const DAEMON_NAMES: &[&str] = &[
    "mail delivery", "mailer-daemon", "mailer daemon", "mail administrator", "mail system",
    "system administrator", "systemadministrator", "administrateur systeme", "postmaster",
    "delivery subsystem", "delivery system", "mail router", "internet mail", "microsoft outlook",
    "microsoft exchange", "e-mail gateway", "email gateway", "mail gateway", "mail daemon",
    "systeme de messagerie", "systeme de distribution", "administrador del sistema",
    "amministratore di sistema", "message delivery", "email delivery",
];

/// Subjects that only the mail system writes, at their start.
#[rustfmt::skip]
pub const SUBJECT_STARTS: &[&str] = &[
    // Postfix, Exim, sendmail, qmail, Courier
    "undelivered mail returned to sender", "successful mail delivery report",
    "delayed mail (still being retried)", "postmaster copy: undelivered mail",
    "mail delivery failed", "mail delivery failure", "mail delivery status", "mail delivery delayed",
    "mail delivery error", "mail delivery problem", "mail delivery system", "delivery failed",
    "message delivery failed", "message delivery failure",
    "mail failed, returning to sender", "mail failed", "frozen message", "warning: message",
    "warning: could not send message", "warning: could not send", "warning: unable to deliver",
    "warning - delayed mail", "warning: delayed mail", "warning: mail delayed",
    "returned mail", "returned to sender", "return to sender", "returned message", "returned e-mail",
    "returned email", "mail returned to sender", "message returned to sender",
    "failure notice", "failure delivery", "failed delivery", "failed mail", "failed to deliver",
    "notice: mail delivery status", "nondeliverable mail", "non-deliverable", "non deliverable",
    "undelivered mail", "undelivered message", "undelivered:", "unable to deliver",
    "unable to deliver mail", "delivery notification", "delivery failure", "delivery error",
    "delivery problem", "delivery report", "delivery warning", "delivery delayed", "delivery delay",
    "delivery status notification", "delivery status", "delivery has failed", "delivery incomplete",
    "delivery expired", "permanent delivery failure", "temporary delivery failure",
    "transient delivery failure", "no delivery", "dsn:", "ndn:", "nondelivery report",
    "non-delivery report", "non-delivery:", "non-delivery notification", "non delivery notification", "non delivery report",
    "notification d'etat de remise",
    // Exchange, Groupwise, Lotus, X.400, MDaemon, Mimecast, others
    "undeliverable", "undeliverable mail", "undeliverable:", "undeliverable message",
    "message undeliverable", "mail undeliverable", "message status - undeliverable",
    "delivery failure:", "relayed:", "delivered:", "expanded:", "message could not be delivered",
    "mail could not be delivered", "email could not be delivered", "your message could not be delivered",
    "your email could not be delivered", "could not deliver", "cannot deliver", "can't deliver",
    "mail system error", "mail error", "mail not delivered", "message not delivered",
    "email not delivered", "not delivered", "message delayed", "email delayed", "mail delayed",
    "delayed:", "[postmaster] email delivery failure", "email delivery failure",
    "e-mail delivery failure", "email delivery failed", "[mail delivery system]",
    "rejected mail", "mail rejected", "rejected:", "message rejected", "processing error",
    "user unknown", "unknown user", "recipient unknown", "mailbox full", "mailbox is full",
    "mailbox unavailable", "over quota", "quota exceeded", "transmission error",
    "error sending mail", "error delivering", "error in delivery", "there was an error sending your mail",
    "problem delivering", "problems delivering", "your mail was not delivered", "address not found",
    "message blocked", "message not accepted", "message non transmis", "delivery notification: delivery has",
    "non-delivered mail", "bounced mail", "bounced message", "invalid address", "nachricht unzustellbar",
    // German
    "unzustellbar", "unzustellbare", "nicht zustellbar", "nicht zugestellt", "mail konnte nicht",
    "nachricht konnte nicht", "e-mail konnte nicht", "ihre e-mail konnte nicht",
    "ihre nachricht konnte nicht", "zustellung fehlgeschlagen", "zustellung verzogert",
    "zustellungsbenachrichtigung", "zustellungsfehler", "zustellfehler", "fehler bei der zustellung",
    "fehlgeschlagene zustellung", "benachrichtigung zum ubermittlungsstatus",
    "benachrichtung zum ubermittlungsstatus", "nachrichtenzustellung verzogert",
    "ubermittlung fehlgeschlagen", "verzogert:", "zugestellt:", "ruckgabe", "mailzustellung",
    // French
    "non remis", "message non remis", "message non distribue", "message non distribuable",
    "message de non-remise", "message de non remise", "avis de non-remise", "avis de non remise",
    "non distribuable", "non delivre", "remise retardee", "message retarde", "retarde :", "retarde:",
    "echec de la remise", "echec de remise", "echec de livraison", "echec de distribution",
    "echec de l'envoi", "erreur de remise", "courrier non distribue", "notification d'echec",
    "notification de l'etat de remise", "notification d'etat de la distribution",
    "retour de courrier", "remis :", "remis:", "impossible de remettre", "utilisateur inconnu",
    "rapport de non-remise", "rapport de remise",
    // Spanish
    "no se puede entregar", "no se pudo entregar", "no se ha podido entregar", "mensaje no entregado",
    "correo no entregado", "devuelto", "correo devuelto", "mensaje devuelto", "fallo en la entrega",
    "fallo de entrega", "error de entrega", "error en la entrega", "entrega fallida", "imposible entregar",
    "notificacion de estado de entrega", "notificacion del estado de la entrega", "entrega retrasada",
    // Italian
    "non recapitabile", "impossibile recapitare", "mancato recapito", "mancata consegna",
    "avviso di mancata consegna", "notifica di mancato recapito", "posta non recapitata",
    "messaggio non recapitato", "errore di recapito", "consegna ritardata", "avviso di mancato recapito",
    "notifica sullo stato del recapito", "notifica dello stato di consegna",
    // Portuguese
    "nao entregue", "nao e possivel entregar", "nao foi possivel entregar", "falha na entrega",
    "falha de entrega", "mensagem nao entregue", "devolvida", "mensagem devolvida", "erro na entrega",
    "notificacao de status de entrega", "notificacao do estado de entrega",
    // Dutch
    "onbestelbaar", "niet bezorgd", "niet bezorgbaar", "kan niet worden bezorgd", "bezorging mislukt",
    "aflevering mislukt", "niet afgeleverd", "statusmelding van de bezorging", "vertraagd:",
    // Nordic
    "kunde inte leverera", "olevererbart", "ej levererat", "kan ikke leveres", "kunne ikke leveres",
    "ikke leveret", "ikke levert", "uleverbar", "levering mislykkedes", "leveringsfejl",
    "meddelande om leveransstatus", "leveransfel", "ei voitu toimittaa", "toimitus epaonnistui",
    // Central and eastern Europe, elsewhere
    "niedostarczone", "niedostarczona", "nie mozna dostarczyc", "blad dostarczenia", "zwrot wiadomosci",
    "nedorucitelne", "nedoruceno", "nedorucena zprava", "nedorucitelna", "kezbesithetetlen",
    "nem kezbesitheto", "не доставлено", "недоставленное сообщение", "недоставлено",
    "сообщение не доставлено", "ошибка доставки", "невозможно доставить", "уведомление о доставке",
    "не удается доставить", "teslim edilemedi", "iletilemedi", "gonderilemedi",
    "退信", "系统退信", "邮件投递失败", "无法送达", "未送达", "未傳遞", "无法传递", "無法傳遞",
    "配信不能", "配信エラー", "配信できません", "送信エラー", "未配信", "メール配信",
    "배달 실패", "배달되지 않음", "전송 실패", "반송",
];

/// Subjects that end so.
#[rustfmt::skip]
pub const SUBJECT_ENDS: &[&str] = &[
    "non remis (delivery failed)", "(delivery failed)", "(undeliverable)", "- undeliverable",
    "delivery failed", "(failure)", "not listed in domino directory", "not listed in public name & address book",
    "- mail delivery failed", "non remis", "(not delivered)", "could not be delivered",
];

/// Sentences of reports, anywhere in their beginning.
#[rustfmt::skip]
pub const SENTENCES: &[&str] = &[
    // Postfix, Exim, sendmail, qmail, Courier, Smail
    "your message could not be delivered", "could not be delivered to one or more",
    "this is the mail system at host", "this is the postfix program", "this is the qmail-send program",
    "this is the mail delivery agent", "this is the mail delivery system",
    "i wasn't able to deliver your message", "wasn't able to deliver", "was not able to deliver",
    "i was unable to deliver your message", "this message was created automatically by mail delivery",
    "this message was created automatically by the mail", "a message that you sent could not be delivered",
    "a message that you sent has not yet been delivered", "a message that you sent was rejected",
    "message that you sent has not yet been delivered", "the following addresses had",
    "the following addresses failed", "the following address failed", "the following address(es) failed",
    "permanent fatal errors", "transient non-fatal errors", "transcript of session follows",
    "this is a warning message only", "you do not need to resend your message",
    "will be retried for", "will keep trying until", "will continue to be made", "continue to attempt",
    "the original message was received at", "failed addresses follow", "failed recipients", "non-delivery report", "requested action not taken",
    "user's mailbox is full", "has been frozen", "is over quota", "over quota", "quota exceeded",
    "mailbox full", "user unknown", "unknown user", "no such user", "unknown local part",
    // Exchange, Outlook, Gmail, Yahoo, others
    "did not reach the following recipient", "could not be delivered to the following",
    "couldn't be delivered", "could not be delivered to:", "delivery to the following recipient",
    "delivery has failed to these recipients", "delivery is delayed to these recipients",
    "the delivery of this message has been delayed", "delivery to these recipients or groups is complete",
    "your message wasn't delivered", "your message was not delivered", "your message hasn't been delivered",
    "message wasn't delivered", "was not delivered to:", "message was not delivered", "message not delivered", "was undeliverable",
    "this is an automatically generated delivery status notification", "unable to deliver message to",
    "unable to deliver your message", "unable to deliver mail", "we were unable to deliver",
    "we were not able to deliver", "has encountered delivery problems", "there was a temporary problem delivering",
    "there was a problem delivering", "address couldn't be found", "address not found",
    "message has been blocked", "couldn't be found", "recipient's mailbox is full",
    "the following recipients did not receive", "did not receive a copy of your message",
    "did not receive this message", "could not be reached", "is undeliverable", "undeliverable address",
    "undeliverable to the following", "returned because it encountered an error", "is being returned",
    "mail has been returned", "message has been returned", "returned to sender", "returned mail follows",
    "message delivery failed", "mail delivery failed", "delivery failure notification",
    "delivery failed for the following", "could not deliver message", "could not deliver your",
    "could not be delivered", "cannot be delivered", "can not be delivered", "can't be delivered",
    "failed to deliver", "failed to be delivered", "not be delivered", "not yet been delivered",
    "has not been delivered", "was automatically rejected", "has been rejected", "was rejected",
    "invalid final delivery", "an error was detected while processing", "error occurred while trying to deliver",
    "an error occurred while trying to deliver", "errors occurred", "recipient address rejected",
    "the recipient name is not recognized", "recipient's e-mail address was not found",
    "does not exist", "doesn't have a", "account has been disabled", "no matches to nameserver",
    "did not exactly match", "was not accepted", "not accepting mail", "has been postponed",
    "successfully delivered", "was successfully delivered", "successfully relayed",
    "has been delivered to", "message has been delivered", "relayed to", "delivery failed",
    "the message could not be", "message delivery has been delayed", "delivery temporarily suspended",
    // German
    "konnte nicht zugestellt werden", "konnte nicht ausgeliefert werden", "nicht zugestellt werden",
    "zustellung ihrer nachricht", "fehler bei der nachrichtenzustellung", "ubermittlung an folgende",
    "nicht an die folgenden empfanger", "ihre nachricht hat einige oder alle empfanger nicht erreicht",
    "nicht erreicht", "konnte nicht ubermittelt werden", "postfach ist voll", "postfach voll",
    "empfanger unbekannt", "die zustellung ist fehlgeschlagen", "konnte leider nicht zugestellt",
    "diese nachricht wurde automatisch von einem mailserver",
    // French
    "n'a pas pu etre remis", "n'a pas pu etre delivre", "n'a pas pu etre distribue",
    "n'a pas ete remis", "n'a pas pu etre envoye", "n'ont pas pu etre remis", "n'a pas pu etre achemine",
    "echec de la remise", "n'a pas ete distribue", "n'a pu etre remis", "boite aux lettres pleine",
    "destinataire inconnu", "utilisateur inconnu", "n'existe pas", "n'est pas parvenu", "impossible de remettre",
    // Spanish, Italian, Portuguese
    "no se pudo entregar", "no pudo ser entregado", "no se ha podido entregar", "no ha podido ser entregado",
    "no se puede entregar", "error en la entrega", "no llego a", "non e stato possibile recapitare",
    "impossibile recapitare", "non e stato recapitato", "non ha raggiunto", "mancato recapito",
    "non e stato consegnato", "nao foi possivel entregar", "nao pode ser entregue", "nao pode ser enviada",
    "nao foi entregue", "falha na entrega", "nao alcancou",
    // Dutch, Nordic, others
    "kon niet worden bezorgd", "niet worden afgeleverd", "kan niet worden bezorgd", "bezorging is mislukt",
    "kunde inte levereras", "kunne ikke leveres", "kan ikke leveres", "har ikke natt",
    "ei voitu toimittaa", "nie zostala dostarczona", "nie moze zostac dostarczona", "nie dotarla",
    "nie mogla zostac dostarczona", "nebylo mozne dorucit", "nem sikerult kezbesiteni",
    "не удалось доставить", "не может быть доставлено", "не было доставлено", "не доставлено",
    "teslim edilemedi", "邮件无法", "无法投递", "无法送达", "无法发送", "退信", "送達できません", "配信できません",
    "配信に失敗", "届けられません", "배달할 수 없습니다", "전달되지 못했습니다", "전송되지 않았습니다",
];

/// Words of a report of delay.
#[rustfmt::skip]
pub const DELAYS: &[&str] = &[
    "delayed mail", "delayed", "(delay)", "delay)", "delivery delay", "still being retried",
    "not yet been delivered", "not been delivered yet", "will be retried", "will be re-tried", "will keep trying",
    "could not send message for past", "could not send for past", "warning message only",
    "just a warning", "will continue to attempt", "continue to try", "will continue to be made",
    "still trying", "will be retried for", "temporary problem delivering", "transient non-fatal",
    "message will be retried", "has been postponed", "advisory-only", "attempts will continue",
    "verzogert", "weitere zustellversuche", "retarde", "remise differee", "nouvelle tentative",
    "tentatives de remise se poursuivront", "retrasad", "retraso", "seguira intentando", "ritardat",
    "ritardo", "atrasad", "vertraagd", "forsenad", "forsinket", "opozniona", "задержан", "投递延迟", "遅延",
];

/// Words of a report of success.
#[rustfmt::skip]
pub const SUCCESSES: &[&str] = &[
    "successful mail delivery report", "successfully delivered", "(success)",
    "your message has been delivered", "has been delivered to the following",
    "message was successfully delivered", "mail delivery successful",
];

/// How subjects of such a report begin.
pub const SUCCESS_STARTS: &[&str] = &["delivered:", "zugestellt:", "remis :", "remis:"];

/// Words of a report that the mail went on to a server that reports nothing.
#[rustfmt::skip]
pub const RELAYS: &[&str] = &[
    "relayed:", "relaye :", "relaye:", "(relay)", "successfully relayed", "has been relayed", "was relayed",
    "no delivery notification was sent by the destination",
    "delivery to these recipients or groups is complete, but",
];

/// Starts of the line after which the returned mail follows.
#[rustfmt::skip]
pub const RETURNED_STARTS: &[&str] = &[
    "below this line is a copy", "below the next line is a copy", "this is a copy of the message",
    "this is a copy of your message", "original message follows", "original message",
    "original message headers", "message header follows", "message headers follow",
    "the header of the original message", "the headers of the original message", "returned message",
    "returned mail follows", "returned mail", "start of returned message", "message text follows",
    "unsent message", "unsent message below", "the text of the message", "included is a copy",
    "a copy of the original message", "a copy of the message", "copy of the message", "copy of your message",
    "here is your returned mail", "old message", "your original message", "undelivered message",
    "message contents follow", "forwarded message", "mensaje original", "message d'origine",
    "message original", "ursprungliche nachricht", "originalnachricht", "messaggio originale",
    "mensagem original", "oorspronkelijk bericht", "your message reads", "original message as received",
    "enclosed is a copy", "the original message", "en-tetes de message d'origine", "en-tete de message d'origine",
    "en-tetes du message d'origine", "ursprungliche nachrichtenkopfzeilen", "ursprungliche nachrichtenkopf",
    "encabezados de mensajes originales", "encabezados del mensaje original", "intestazioni originali",
];

/// Words in such a line between dashes.
#[rustfmt::skip]
pub const RETURNED_MARKS: &[&str] = &[
    "copy of the message", "copy of your message", "original message", "returned message",
    "original mail", "headers", "header of", "unsent message", "kopie der nachricht", "原",
];

/// Lines that announce the addresses that failed.
#[rustfmt::skip]
pub const RECIPIENT_LABELS: &[&str] = &[
    "recipient", "following address", "addresses failed", "failed:", "rcpt to", "could not be delivered to",
    "delivered to", "undeliverable address", "undeliverable to", "unknown user", "user unknown",
    "user's mailbox", "error-for", "generated from", "expanded from", "addressed to", "your message to",
    "deliver your message", "deliver message to", "message to", "quota violation for", "userid:",
    "did not reach", "error delivering", "no such user", "delivered to:", "not reach", "empfanger", "destinataire",
    "destinatario", "adresse", "following user", "was addressed", "adressaat", "ontvanger", "адресат",
    "получател",
];

/// Lines whose addresses are somebody else's: the helper, the sender, an id.
#[rustfmt::skip]
pub const OTHER_ADDRESS_LABELS: &[&str] = &[
    "from:", "sender:", "reply-to:", "reply to", "message-id", "message id", "contact", "send mail to",
    "please forward", "mail from", "return-path", "references:", "in-reply-to", "questions",
    "for assistance", "assistance", "for help", "further help", "your postmaster",
    "generating server", "de :", "von:", "absender", "mailing from", "try emailing", "abuse@",
    "if you do so", "originator", "message identifier", "email bounced from",
];
