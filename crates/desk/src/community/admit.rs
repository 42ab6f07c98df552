//! What a member's words pass before others read them: how often, how alike, how new their author is. Who is trusted
//! is hardly ever stopped; whoever is new cannot flood the place, and nothing they wrote is lost.

use store::{Conn, params};

use super::{Community, Standing, Visibility, topic};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Refusal, Result};
use crate::event::{Event, Kind};
use crate::mailflow::outbox;
use crate::people::{self, Role};
use crate::policy::{self, Action};
use crate::tickets::Body;
use crate::{MessageId, PersonId, TicketId, Time, limits};

/// Asks whether a member may add words to a ticket: always where it is private. Gives why a moderator must read them
/// first, if one must.
///
/// # Errors
/// [`Error::Refused`] with the reason.
pub(crate) fn admit(c: &mut Change, ticket: TicketId, author: PersonId, body: &Body) -> Result<Option<&'static str>> {
    let found = topic::load(c.sql(), ticket)?;
    if found.visibility != Visibility::Public || c.writes_history() {
        return Ok(None);
    }
    let person = people::find(c.sql(), author)?;
    if person.role.is_staff() {
        return Ok(None);
    }
    let (community, standing) = stands(c, author, &person.name)?;
    let actor = Actor::person(author, &person.name, Role::Customer, None);
    policy::allow_topic(&actor, Action::Comment, &community, &standing, Some(&found.facts()))?;
    looked_at(c, &community, &standing, author, ("", body), Action::Comment)
}

/// The same for a new topic.
pub(super) fn admit_topic(c: &mut Change, author: PersonId, title: &str, body: &Body) -> Result<Option<&'static str>> {
    let person = people::find(c.sql(), author)?;
    if person.role.is_staff() || c.writes_history() {
        return Ok(None);
    }
    let (community, standing) = stands(c, author, &person.name)?;
    let actor = Actor::person(author, &person.name, Role::Customer, None);
    policy::allow_topic(&actor, Action::StartTopic, &community, &standing, None)?;
    looked_at(c, &community, &standing, author, (title, body), Action::StartTopic)
}

fn stands(c: &mut Change, author: PersonId, name: &str) -> Result<(Community, Standing)> {
    let now = c.now();
    let community = Community::load(c.sql())?;
    let actor = Actor::person(author, name, Role::Customer, None);
    let standing = Standing::of(c.sql(), &actor, &community, now)?;
    Ok((community, standing))
}

fn looked_at(
    c: &mut Change,
    community: &Community,
    standing: &Standing,
    author: PersonId,
    (title, body): (&str, &Body),
    action: Action,
) -> Result<Option<&'static str>> {
    let now = c.now();
    not_too_fast(c.sql(), standing, author, action, now)?;
    let words = format!("{title}\n{}", said(body));
    if watched(community, &words) {
        return Ok(Some("watched"));
    }
    if standing.trusted {
        return Ok(None);
    }
    if has_link(&words) {
        return Ok(Some("link"));
    }
    if repeated(c.sql(), &body.text, now)? {
        return Ok(Some("repeated"));
    }
    Ok(wave(c.sql(), now)?.then_some("wave"))
}

/// What readers and their programs find in a body: a mail's two parts may say different things, and links have addresses.
fn said(body: &Body) -> String {
    format!("{}\n{}", body.text, markup::html_to_mail_text(&body.html))
}

/// Why a moderator must read changed words first, if one must.
pub(super) fn words_only(c: &mut Change, author: PersonId, body: &Body) -> Result<Option<&'static str>> {
    let name = people::find(c.sql(), author)?.name;
    let (community, standing) = stands(c, author, &name)?;
    let words = said(body);
    Ok(match (watched(&community, &words), !standing.trusted && has_link(&words)) {
        (true, _) => Some("watched"),
        (false, true) => Some("link"),
        (false, false) => None,
    })
}

/// Between two posts of somebody who is slowed down passes an hour; others may write as fast as people do.
fn not_too_fast(conn: &mut Conn, standing: &Standing, author: PersonId, action: Action, now: Time) -> Result<()> {
    let posts = conn.query(
        "select m.created_at, m.id = (select min(x.id) from message x where x.ticket_id = m.ticket_id)
         from message m join ticket t on t.id = m.ticket_id
         where m.author_id = ?1 and m.kind = 'reply' and t.visibility <> 'private' order by m.id desc limit ?2",
        params![author, limits::POSTS_PER_SPAN],
        |row| Ok((row.get::<Time>(0)?, row.get::<bool>(1)?)),
    )?;
    let since = |at: Time, span: std::time::Duration| at.elapsed(now) < span;
    let too_fast = |at: Time, span| Err(Error::Refused(Refusal::TooFast(at.plus(span))));
    if let Some((last, _)) = posts.first().filter(|(at, _)| standing.is_slowed() && since(*at, limits::SLOW_PAUSE)) {
        return too_fast(*last, limits::SLOW_PAUSE);
    }
    let most = if standing.trusted { limits::POSTS_PER_SPAN } else { limits::NEW_POSTS_PER_SPAN };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    if let Some((oldest, _)) = posts.get(most - 1).filter(|(at, _)| since(*at, limits::POSTS_SPAN)) {
        return too_fast(*oldest, limits::POSTS_SPAN);
    }
    if action == Action::StartTopic && !standing.trusted {
        let mut topics = posts.iter().filter(|(_, first)| *first).map(|(at, _)| *at);
        if let Some(oldest) = topics.nth(limits::NEW_TOPICS_PER_HOUR - 1).filter(|at| since(*at, limits::SLOW_PAUSE)) {
            return too_fast(oldest, limits::SLOW_PAUSE);
        }
    }
    Ok(())
}

/// Whether the words hold one of those that a moderator wants to read first: whole words, without accents and capitals.
fn watched(community: &Community, words: &str) -> bool {
    if community.watched.is_empty() {
        return false;
    }
    let plain = |text: &str| {
        let folded = store::search::folded(text);
        let parts: Vec<&str> = store::search::words(&folded).collect();
        format!(" {} ", parts.join(" "))
    };
    let said = plain(words);
    community.watched.iter().any(|word| {
        let word = plain(word);
        word.trim().len() > 1 && said.contains(&word)
    })
}

fn has_link(words: &str) -> bool {
    let lower = words.to_lowercase();
    ["http://", "https://", "www."].iter().any(|sign| lower.contains(sign))
}

/// Whether the same was written more than once lately, by whomever.
fn repeated(conn: &mut Conn, words: &str, now: Time) -> Result<bool> {
    if words.chars().count() < limits::REPEATED_CHARS_MIN {
        return Ok(false);
    }
    let since = Time(now.0 - i64::try_from(limits::SLOW_PAUSE.as_micros()).unwrap_or(0));
    let same = conn.one(
        "select count(*) from (select text, created_at, side from message order by id desc limit ?3) m
         where m.created_at > ?2 and m.side = 'customer' and m.text = ?1",
        params![words, since, limits::MESSAGES_COMPARED],
        |row| row.get::<i64>(0),
    )?;
    Ok(same >= limits::REPEATED_MAX)
}

/// Whether people who came today write more than a community of people does.
fn wave(conn: &mut Conn, now: Time) -> Result<bool> {
    let back = |span: std::time::Duration| Time(now.0 - i64::try_from(span.as_micros()).unwrap_or(0));
    let posts = conn.one(
        "select count(*) from (select author_id, ticket_id, created_at, side, withheld from message order by id desc limit ?3) m
         join person p on p.id = m.author_id join ticket t on t.id = m.ticket_id
         where m.created_at > ?1 and m.side = 'customer'
           and m.withheld = '' and p.created_at > ?2 and t.visibility = 'public'",
        params![back(limits::POSTS_SPAN), back(limits::NEWCOMER), limits::MESSAGES_COMPARED],
        |row| row.get::<i64>(0),
    )?;
    Ok(posts >= limits::NEWCOMERS_POSTS_PER_SPAN)
}

/// Keeps a message from others until a moderator has read it.
pub(crate) fn hold(c: &mut Change, ticket: TicketId, message: MessageId, why: &str) -> Result<()> {
    c.sql()
        .execute("update message set withheld = 'held', withheld_because = ?2 where id = ?1", params![message, why])?;
    outbox::cancel_comments(c, message)?;
    c.record(Event::on(Kind::PostHeld, ticket).message(message).values("", why))?;
    c.announce_topic("moderation".to_owned());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Community, has_link, watched};
    use crate::guides::Readers;

    #[test]
    fn watched_words_are_whole_words() {
        let community = Community {
            hidden: false,
            readers: Readers::Members,
            private_by_default: false,
            watched: vec!["Casino".into(), "prêt rapide".into(), "x".into(), "  ".into()],
            trusted_after: 2,
            rules: 0,
        };
        for (words, wanted) in [
            ("Best CASINO, in town", true),
            ("casinos", false),
            ("un pret   rapide !", true),
            ("prêt très rapide", false),
            ("x", false),
            ("", false),
        ] {
            assert_eq!(watched(&community, words), wanted, "{words}");
        }
        assert!(has_link("See WWW.example.org") && !has_link("www, http"));
    }
}
