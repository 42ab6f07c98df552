//! The organisation's own settings, kept as named texts.

mod hours;

pub use hours::{Hours, Span, Week, set_hours};

use store::{Conn, params};

use crate::change::Change;
use crate::error::Result;
use crate::event::{Event, Kind};
use crate::policy::Action;

/// Settings that exist, with what they are until somebody changes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The organisation's name.
    Organisation,
    /// The desk's language: `en` or `fr`.
    Language,
    /// The desk's time zone, an IANA name.
    TimeZone,
    /// `done` once the first admin exists.
    Setup,
    /// Hash of the token of the set-up link.
    SetupToken,
    /// Signs the links to tickets; made with the database.
    LinkSecret,
    /// Default views that are out of the menu, by code.
    HiddenViews,
    /// When the desk is at work: a [`Week`] as JSON, or empty for always.
    BusinessHours,
    /// `yes`: nobody but agents finds the help centre.
    HideHelpDesk,
    /// Whether members write guides: `direct`, `approval` or `off`.
    MemberWriting,
    /// `no`: members do not sign up by themselves.
    SignUp,
    /// Sites that may show guides in their pages, a line each; empty for all.
    GuideSites,
    /// Words that stand for one another in searches: a line for each group, with commas.
    Synonyms,
    /// The colour of mails to customers, `#rrggbb`; empty for the usual one.
    MailColour,
    /// `yes`: nobody but agents finds the community.
    HideCommunity,
    /// Who reads the community: `members` or `public`.
    CommunityReaders,
    /// `yes`: the form for a question proposes a private one.
    PrivateByDefault,
    /// Words that a moderator looks at first, a line each.
    WatchedWords,
    /// Comments after which a member is not new any more.
    TrustedAfter,
    /// Servers that help two browsers find each other to show a screen, a line each.
    ScreenRelays,
    /// Which analyser wrote the search index, and what is still to be indexed anew.
    SearchIndex,
    /// When the set-up was examined last.
    Examined,
    /// Why no mail leaves, as JSON; empty while it does.
    MailHalt,
    /// How many mails the relay takes, as JSON; empty for any number.
    MailLimits,
    /// Days that mails are kept as they came; empty for ever.
    MailKept,
    /// The last message whose mail was read again, while all are.
    MailReread,
}

impl Setting {
    fn name(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Language => "language",
            Self::TimeZone => "time_zone",
            Self::Setup => "setup",
            Self::SetupToken => "setup_token",
            Self::LinkSecret => "link_secret",
            Self::HiddenViews => "hidden_views",
            Self::BusinessHours => "business_hours",
            Self::HideHelpDesk => "hide_help_desk",
            Self::MemberWriting => "member_writing",
            Self::SignUp => "sign_up",
            Self::GuideSites => "guide_sites",
            Self::Synonyms => "synonyms",
            Self::MailColour => "mail_colour",
            Self::HideCommunity => "hide_community",
            Self::CommunityReaders => "community_readers",
            Self::PrivateByDefault => "private_by_default",
            Self::WatchedWords => "watched_words",
            Self::TrustedAfter => "trusted_after",
            Self::ScreenRelays => "screen_relays",
            Self::SearchIndex => "search_index",
            Self::Examined => "examined",
            Self::MailHalt => "mail_halt",
            Self::MailLimits => "mail_limits",
            Self::MailKept => "mail_kept",
            Self::MailReread => "mail_reread",
        }
    }

    fn default(self) -> &'static str {
        match self {
            Self::Organisation => "Guichet",
            Self::Language => "en",
            Self::TimeZone => "UTC",
            Self::MemberWriting => "direct",
            Self::SignUp => "yes",
            Self::CommunityReaders => "members",
            Self::PrivateByDefault => "yes",
            Self::TrustedAfter => "2",
            Self::Setup
            | Self::SetupToken
            | Self::LinkSecret
            | Self::HiddenViews
            | Self::BusinessHours
            | Self::HideHelpDesk
            | Self::GuideSites
            | Self::Synonyms
            | Self::MailColour
            | Self::HideCommunity
            | Self::WatchedWords
            | Self::ScreenRelays
            | Self::SearchIndex
            | Self::Examined
            | Self::MailHalt
            | Self::MailLimits
            | Self::MailKept
            | Self::MailReread => "",
        }
    }
}

/// The value of a setting.
///
/// # Errors
/// When the database fails.
pub fn get(conn: &mut Conn, setting: Setting) -> Result<String> {
    let found =
        conn.find("select value from setting where name = ?1", params![setting.name()], |row| row.get::<String>(0))?;
    Ok(found.unwrap_or_else(|| setting.default().to_owned()))
}

/// The values of several settings, in one query.
///
/// # Errors
/// When the database fails.
pub(crate) fn several<const N: usize>(conn: &mut Conn, wanted: [Setting; N]) -> Result<[String; N]> {
    let names: Vec<String> = wanted.iter().map(|setting| format!("'{}'", setting.name())).collect();
    let sql = format!("select name, value from setting where name in ({})", names.join(", "));
    let found = conn.query(&sql, &[], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))?;
    Ok(wanted.map(|setting| {
        let own = found.iter().find(|(name, _)| name == setting.name());
        own.map_or_else(|| setting.default().to_owned(), |(_, value)| value.clone())
    }))
}

/// Changes a setting.
///
/// # Errors
/// When the actor may not.
pub fn set(c: &mut Change, setting: Setting, value: &str) -> Result<()> {
    c.allow(Action::Configure, None)?;
    keep(c, setting, value)?;
    c.record(Event::of_desk(Kind::Configured, &format!("setting:{}", setting.name())))?;
    Ok(())
}

/// Writes down what the desk remembers for itself.
pub(crate) fn keep(c: &mut Change, setting: Setting, value: &str) -> Result<()> {
    c.sql().execute(
        "insert into setting (name, value) values (?1, ?2) on conflict (name) do update set value = excluded.value",
        params![setting.name(), value],
    )?;
    Ok(())
}
