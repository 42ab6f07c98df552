//! Mails of the community: what is new in a topic, measures and their end, a ticket that became public, the digest.

use desk::community::{self, Measure};
use desk::mailflow::templates::{self, Draft};
use desk::settings::{self, Setting};
use desk::{Actor, Time, policy::Action};
use mail_builder::MessageBuilder;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::url::URL;
use markup::letter::{Values, Words};
use store::Conn;

use super::compose::reply_address;
use super::facts::{Facts, TicketFacts};
use crate::l10n::L10nLanguage;

/// Sentence, what was written, the way there, and how to hear no more.
const BODY: &str = "{{ sentence }}\n\n{{ words }}\n\n**[{{ button }}]({{ link }})**\n\n---\n\n{{ footer }}\n\n\
                    {% if unsubscribe %}[{{ unsubscribe_words }}]({{ unsubscribe }}){% endif %}";

fn words_of(subject: &str) -> Words {
    Words { subject: subject.to_owned(), body: BODY.to_owned() }
}

/// What somebody who took part, watches or was named gets about a new comment, or about the end of a topic.
pub(super) fn comment(
    conn: &mut Conn,
    site: &str,
    facts: &Facts,
    text: &L10nLanguage,
    detail: &str,
) -> desk::Result<Draft> {
    let ticket = facts.ticket.as_ref().ok_or_else(|| desk::Error::Internal("the mail's ticket is gone".into()))?;
    let (why, key) = detail.split_once(':').unwrap_or((detail, ""));
    let author = facts.message.as_ref().map(|message| message.author.as_str()).unwrap_or_default();
    let author = if author.is_empty() { text.msg_community_somebody() } else { author.to_owned() };
    let sentence = match why {
        "locked" => text.msg_community_locked(),
        "named" => text.msg_community_named(author),
        _ => text.msg_community_commented(author),
    };
    let internal = why == "answered";
    let link = if internal {
        format!("{site}/agent/tickets/{}", ticket.id)
    } else {
        format!("{site}/community/{}", ticket.id)
    };
    let words = facts.message.as_ref().map(|message| markup::text_to_html(&message.text)).unwrap_or_default();
    let summary = if internal { String::new() } else { summary(conn, ticket)? };
    let values = Values::default()
        .line("subject", format!("Re: {}", templates::strip_re(&ticket.subject)))
        .line("sentence", sentence)
        .block("words", if summary.is_empty() { words } else { format!("{words}<blockquote>{summary}</blockquote>") })
        .line("button", if internal { text.msg_notify_open() } else { text.msg_community_open() })
        .line("link", link)
        .line(
            "footer",
            if internal {
                text.msg_why_agent(&facts.organisation)
            } else {
                text.msg_community_why(&facts.organisation)
            },
        )
        .line("unsubscribe", format!("{site}/c/{key}"))
        .line("unsubscribe_words", text.msg_community_unsubscribe());
    templates::plain(conn, site, &facts.language, Some(ticket.subject.clone()), words_of("{{ subject }}"), values)
}

/// What came out of a topic that is closed.
fn summary(conn: &mut Conn, ticket: &TicketFacts) -> desk::Result<String> {
    let system = Actor::system("outbox");
    let topic = community::find(conn, &system, ticket.id, Action::ReadCommunity, Time::now())?;
    let closed = topic.locked.is_some() && !topic.summary.is_empty();
    Ok(if closed { markup::guide::render(&topic.summary, &Default::default()).html } else { String::new() })
}

/// Tells a person what was decided about them, why, until when, and how to object.
pub(super) fn sanction(
    conn: &mut Conn,
    site: &str,
    facts: &Facts,
    text: &L10nLanguage,
    detail: &str,
) -> desk::Result<Draft> {
    let id = detail.parse().map_err(|_| desk::Error::Internal("the measure is gone".into()))?;
    let sanction = community::find_sanction(conn, id)?;
    let zone = jiff::tz::TimeZone::get(&settings::get(conn, Setting::TimeZone)?).unwrap_or(jiff::tz::TimeZone::UTC);
    let until = sanction
        .until
        .map(|until| until.timestamp().to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M (%Z)").to_string());
    let until = until.unwrap_or_default();
    let (subject, sentence) = match (sanction.lifted_at, sanction.measure) {
        (Some(_), _) => (text.msg_community_lifted_subject(&facts.organisation), text.msg_community_lifted()),
        (None, Measure::Warning) => {
            (text.msg_community_warning_subject(&facts.organisation), text.msg_community_warning())
        }
        (None, Measure::Slow) => {
            (text.msg_community_slow_subject(&facts.organisation), text.msg_community_slow(&until))
        }
        (None, Measure::Silence) => {
            (text.msg_community_silence_subject(&facts.organisation), text.msg_community_silence(&until))
        }
        (None, Measure::Ban) => (text.msg_community_ban_subject(&facts.organisation), text.msg_community_ban(&until)),
        (None, Measure::Removal) => {
            (text.msg_community_removal_subject(&facts.organisation), text.msg_community_removal())
        }
    };
    let mut because = sanction.because.clone();
    if let Some(rule) = sanction.rule {
        because = format!("{because} ({})", text.msg_community_rule(rule.to_string()));
    }
    let why = if sanction.lifted_at.is_some() { String::new() } else { markup::text_to_html(&because) };
    let values = Values::default()
        .line("subject", subject)
        .line("sentence", sentence)
        .block("words", why)
        .line("button", text.msg_community_rules())
        .line("link", format!("{site}/community/rules"))
        .line("footer", text.msg_community_appeal())
        .line("unsubscribe", String::new())
        .line("unsubscribe_words", String::new());
    templates::plain(conn, site, &facts.language, None, words_of("{{ subject }}"), values)
}

/// Tells whoever asked that everybody may read it now.
pub(super) fn published(conn: &mut Conn, site: &str, facts: &Facts, text: &L10nLanguage) -> desk::Result<Draft> {
    let ticket = facts.ticket.as_ref().ok_or_else(|| desk::Error::Internal("the mail's ticket is gone".into()))?;
    let values = Values::default()
        .line("subject", text.msg_community_published_subject(&facts.organisation))
        .line("sentence", text.msg_community_published(&ticket.subject))
        .line("words", String::new())
        .line("button", text.msg_community_open())
        .line("link", format!("{site}/community/{}", ticket.id))
        .line("footer", text.msg_community_published_footer(&facts.organisation))
        .line("unsubscribe", String::new())
        .line("unsubscribe_words", String::new());
    templates::plain(conn, site, &facts.language, Some(ticket.subject.clone()), words_of("{{ subject }}"), values)
}

/// What is new since the last digest.
pub(super) fn digest(
    conn: &mut Conn,
    site: &str,
    facts: &Facts,
    text: &L10nLanguage,
    detail: &str,
) -> desk::Result<Draft> {
    let since = Time(detail.parse().unwrap_or_default());
    let rows = community::news(conn, since, desk::limits::DIGEST_TOPICS)?;
    let mut list = String::from("<ul>");
    for row in rows {
        let title = markup::escaped(&row.subject);
        let comments = text.msg_community_comments(row.comments);
        list.push_str(&format!("<li><a href=\"{site}/community/{}\">{title}</a> ({comments})</li>", row.id));
    }
    list.push_str("</ul>");
    let values = Values::default()
        .line("subject", text.msg_community_digest_subject(&facts.organisation))
        .line("sentence", text.msg_community_digest())
        .block("words", list)
        .line("button", text.msg_community_all())
        .line("link", format!("{site}/community"))
        .line("footer", text.msg_community_digest_footer())
        .line("unsubscribe", format!("{site}/community/digest"))
        .line("unsubscribe_words", text.msg_community_digest_change());
    templates::plain(conn, site, &facts.language, None, words_of("{{ subject }}"), values)
}

/// Answers come back by the key; mail programs show one thread for a topic, and a button to hear no more
/// (RFC 2369, RFC 8058).
pub(super) fn headers<'m>(
    builder: MessageBuilder<'m>,
    site: &str,
    key: &str,
    (name, from): (&str, &str),
    ticket: &TicketFacts,
) -> MessageBuilder<'m> {
    let host = from.rsplit('@').next().unwrap_or("guichet.invalid").to_owned();
    let root = format!("topic.{}@{host}", ticket.id);
    builder
        .reply_to((name.to_owned(), reply_address(from, key)))
        .in_reply_to(root.clone())
        .references(root)
        .header("List-Unsubscribe", URL::new(format!("{site}/c/{key}")))
        .header("List-Unsubscribe-Post", Raw::new("List-Unsubscribe=One-Click"))
}
