//! Adding, changing and removing mailboxes.

use std::net::IpAddr;

use store::{Conn, files, params};

use super::{Afterwards, OAuth, Security, one};
use crate::change::Change;
use crate::error::{Error, FieldError, Result};
use crate::event::{Event, Kind};
use crate::one_line::one_line;
use crate::policy::Action;
use crate::{AddressId, MailboxId, Time, limits};

/// What an admin says about a mailbox.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Whose mail it is when a mail names none of the desk's addresses.
    pub address: AddressId,
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Who signs in.
    pub login: String,
    /// Sealed: the password, or the secret of the application; nothing keeps the one that is there.
    pub secret: Option<String>,
    /// Sign-in by OAuth instead of a password.
    pub oauth: Option<OAuth>,
    /// The folder that is fetched.
    pub folder: String,
    /// What becomes of a fetched mail there.
    pub afterwards: Afterwards,
    /// The folder it goes to.
    pub moved_to: String,
    /// The name under which its server writes `Authentication-Results`.
    pub results_of: String,
}

/// Adds a mailbox. Mail that its server got before `since` is not fetched; what it got before now is mail of the past.
///
/// # Errors
/// With the field that cannot be used.
pub fn add(c: &mut Change, new: &Definition, since: Time) -> Result<MailboxId> {
    c.allow(Action::Configure, None)?;
    let new = checked(c, new)?;
    let secret = new.secret.clone().ok_or_else(|| Error::field("secret", "required"))?;
    let count = c.sql().one("select count(*) from mailbox", &[], |row| row.get::<i64>(0))?;
    if count >= limits::MAILBOXES_MAX {
        return Err(Error::field("host", "too_many"));
    }
    let now = c.now();
    // Servers count in seconds.
    let (since, now) = (whole_seconds(since), whole_seconds(now));
    let oauth = new.oauth.clone().unwrap_or_default();
    let id = c.sql().insert(
        "insert into mailbox (address_id, host, port, security, login, secret, folder, afterwards, moved_to, results_of,
                              client_id, authorize_url, token_url, scope, since, history_until)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) returning id",
        params![
            new.address,
            &new.host,
            i64::from(new.port),
            new.security.code(),
            &new.login,
            &secret,
            &new.folder,
            new.afterwards.code(),
            &new.moved_to,
            &new.results_of,
            &oauth.client_id,
            &oauth.authorize_url,
            &oauth.token_url,
            &oauth.scope,
            since,
            now,
        ],
    )?;
    configured(c, "mailbox", &new.login)?;
    Ok(MailboxId(id))
}

/// Changes a mailbox. Whoever names another server or another name to sign in with must know its password.
///
/// # Errors
/// As [`add`]; [`Error::NotFound`] when there is none.
pub fn change(c: &mut Change, id: MailboxId, new: &Definition) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let before = one(c.sql(), id)?;
    let new = checked(c, new)?;
    let elsewhere = before.host != new.host
        || before.port != new.port
        || before.security != new.security
        || before.login != new.login
        || before.oauth.as_ref().map(|oauth| &oauth.token_url) != new.oauth.as_ref().map(|oauth| &oauth.token_url);
    if elsewhere && new.secret.is_none() {
        return Err(Error::field("secret", "required"));
    }
    // A consent was given to one application for one name.
    let permit = if before.oauth == new.oauth && before.login == new.login { before.permit } else { String::new() };
    let oauth = new.oauth.clone().unwrap_or_default();
    c.sql().execute(
        "update mailbox set address_id = ?2, host = ?3, port = ?4, security = ?5, login = ?6, secret = ?7, folder = ?8,
                afterwards = ?9, moved_to = ?10, results_of = ?11, client_id = ?12, authorize_url = ?13,
                token_url = ?14, scope = ?15, permit = ?16, consent_state = '', consent = '', revision = revision + 1
         where id = ?1",
        params![
            id,
            new.address,
            &new.host,
            i64::from(new.port),
            new.security.code(),
            &new.login,
            &new.secret.unwrap_or(before.secret),
            &new.folder,
            new.afterwards.code(),
            &new.moved_to,
            &new.results_of,
            &oauth.client_id,
            &oauth.authorize_url,
            &oauth.token_url,
            &oauth.scope,
            &permit,
        ],
    )?;
    if before.host != new.host || before.login != new.login || before.folder != new.folder {
        // Another folder has numbers of its own, which may be the same. What was fetched stays in the ledger.
        c.sql().execute("delete from mailbox_mail where mailbox_id = ?1", params![id])?;
        // What lay there when mail was last looked for is of the past: nobody is answered who wrote long ago.
        c.sql().execute(
            "update mailbox set begun_in = 0, begun_after = 0,
                    history_until = case when coalesce(looked_at, 0) > history_until
                                         then looked_at - looked_at % 1000000 else history_until end
             where id = ?1",
            params![id],
        )?;
    }
    configured(c, "mailbox", &new.login)
}

/// Fetches a mailbox, or leaves it alone.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn switch(c: &mut Change, id: MailboxId, active: bool) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let mailbox = one(c.sql(), id)?;
    c.sql().execute(
        "update mailbox set active = ?2, state = 'new', trouble = '', failing_since = null, revision = revision + 1
         where id = ?1",
        params![id, active],
    )?;
    configured(c, if active { "mailbox_on" } else { "mailbox_off" }, &mailbox.login)
}

/// Looks at once, without waiting for the next time.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn look_now(c: &mut Change, id: MailboxId) -> Result<()> {
    c.allow(Action::ManageMail, None)?;
    let found = c.sql().execute("update mailbox set revision = revision + 1 where id = ?1", params![id])?;
    if found == 0 {
        return Err(Error::NotFound);
    }
    c.announce_topic("mailboxes".to_owned());
    Ok(())
}

/// Forgets a mailbox. What was fetched stays.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub fn remove(c: &mut Change, id: MailboxId) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let mailbox = one(c.sql(), id)?;
    c.sql().execute("delete from mailbox_mail where mailbox_id = ?1", params![id])?;
    c.sql().execute("delete from mailbox where id = ?1", params![id])?;
    configured(c, "mailbox_removed", &mailbox.login)
}

/// Somebody goes to the provider to consent, and will come back with `state`. What the answer is exchanged with is kept
/// sealed.
///
/// # Errors
/// [`Error::NotFound`] when there is none that signs in that way.
pub fn begin_consent(c: &mut Change, id: MailboxId, state: &str, sealed: &str) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let hash = files::name_of(state.as_bytes());
    let found = c.sql().execute(
        "update mailbox set consent_state = ?2, consent = ?3 where id = ?1 and client_id <> ''",
        params![id, &hash, sealed],
    )?;
    if found == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// The mailbox that somebody came back for, with what its answer is exchanged with.
///
/// # Errors
/// [`Error::NotFound`] when nobody went with this state.
pub fn consenting(conn: &mut Conn, state: &str) -> Result<(MailboxId, String)> {
    let hash = files::name_of(state.as_bytes());
    let found =
        conn.find("select m.id, m.consent from mailbox m where m.consent_state = ?1", params![&hash], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    found.ok_or(Error::NotFound)
}

/// The provider agreed: what it gave is kept, and the state is used up.
///
/// # Errors
/// [`Error::NotFound`] when another answer was faster.
pub fn keep_permit(c: &mut Change, id: MailboxId, state: &str, sealed: &str) -> Result<()> {
    c.allow(Action::Configure, None)?;
    let hash = files::name_of(state.as_bytes());
    let found = c.sql().execute(
        "update mailbox set permit = ?3, consent_state = '', consent = '', revision = revision + 1
         where id = ?1 and consent_state = ?2",
        params![id, &hash, sealed],
    )?;
    if found == 0 {
        return Err(Error::NotFound);
    }
    let login = one(c.sql(), id)?.login;
    configured(c, "mailbox_consent", &login)
}

/// The provider gave another permit for the one that was used.
///
/// # Errors
/// When the database fails.
pub fn renew_permit(c: &mut Change, id: MailboxId, before: &str, sealed: &str) -> Result<()> {
    c.allow(Action::ManageMail, None)?;
    c.sql().execute("update mailbox set permit = ?3 where id = ?1 and permit = ?2", params![id, before, sealed])?;
    Ok(())
}

fn whole_seconds(moment: Time) -> Time {
    Time(moment.0 - moment.0.rem_euclid(1_000_000))
}

fn configured(c: &mut Change, what: &str, login: &str) -> Result<()> {
    c.record(Event::of_desk(Kind::Configured, &format!("{what}:{login}")))?;
    c.announce_topic("mailboxes".to_owned());
    Ok(())
}

/// A definition that can be used, or every field that cannot.
fn checked(c: &mut Change, new: &Definition) -> Result<Definition> {
    let mut new = new.clone();
    for text in [&mut new.host, &mut new.login, &mut new.folder, &mut new.moved_to, &mut new.results_of] {
        *text = one_line(text).trim().to_owned();
    }
    new.host = new.host.trim_end_matches('.').to_lowercase();
    if new.folder.is_empty() {
        new.folder = "INBOX".to_owned();
    }
    if new.afterwards != Afterwards::Move {
        new.moved_to.clear();
    }
    let mut errors = Vec::new();
    let mut wrong = |field: &'static str, problem: &'static str| errors.push(FieldError { field, problem });
    if new.host.is_empty() || new.host.len() > 253 || new.host.contains(|c: char| c.is_whitespace() || "/@".contains(c))
    {
        wrong("host", "bad_host");
    } else if new.security == Security::None && !is_near(&new.host) {
        wrong("security", "needs_tls");
    }
    if new.port == 0 {
        wrong("port", "bad_port");
    }
    if new.login.is_empty() {
        wrong("login", "required");
    }
    for (field, text) in [("login", &new.login), ("folder", &new.folder), ("moved_to", &new.moved_to)] {
        if text.chars().count() > limits::ADDRESS_CHARS_MAX {
            wrong(field, "too_long");
        }
    }
    if new.afterwards == Afterwards::Move && (new.moved_to.is_empty() || new.moved_to == new.folder) {
        wrong("moved_to", if new.moved_to.is_empty() { "required" } else { "same_folder" });
    }
    if let Some(oauth) = &mut new.oauth {
        for text in [&mut oauth.client_id, &mut oauth.authorize_url, &mut oauth.token_url, &mut oauth.scope] {
            *text = one_line(text).trim().to_owned();
        }
        if oauth.client_id.is_empty() {
            wrong("client_id", "required");
        }
        for (field, url) in [("authorize_url", &oauth.authorize_url), ("token_url", &oauth.token_url)] {
            if !is_safe_url(url) {
                wrong(field, "bad_https");
            }
        }
    }
    let known =
        c.sql().find("select 1 from desk_address where id = ?1", params![new.address], |row| row.get::<i64>(0))?;
    if known.is_none() {
        wrong("address", "unknown");
    }
    if errors.is_empty() { Ok(new) } else { Err(Error::Invalid(errors)) }
}

/// On this machine or in its network, where nobody else listens.
fn is_near(host: &str) -> bool {
    match host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) => ip.is_loopback() || ip.is_private(),
        Ok(IpAddr::V6(ip)) => ip.is_loopback() || ip.is_unique_local(),
        Err(_) => !host.contains('.') || host.ends_with(".localhost"),
    }
}

/// A page that secrets may be sent to.
fn is_safe_url(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let fine = !name.is_empty() && !host.contains('@') && !url.contains(char::is_whitespace);
    fine && (scheme == "https" || scheme == "http" && matches!(name, "localhost" | "127.0.0.1" | "[::1]"))
}

#[cfg(test)]
mod tests {
    use super::{is_near, is_safe_url};

    #[test]
    fn passwords_only_cross_networks_under_tls() {
        for near in ["localhost", "127.0.0.1", "10.0.0.3", "::1", "dovecot"] {
            assert!(is_near(near), "{near}");
        }
        for far in ["imap.example.org", "8.8.8.8", "2001:db8::1"] {
            assert!(!is_near(far), "{far}");
        }
        for safe in ["https://oauth2.googleapis.com/token", "http://127.0.0.1:8080/token", "http://localhost/t"] {
            assert!(is_safe_url(safe), "{safe}");
        }
        for unsafe_url in ["http://example.org/token", "https://", "ftp://x", "http://localhost@evil.example/", "x"] {
            assert!(!is_safe_url(unsafe_url), "{unsafe_url}");
        }
    }
}
