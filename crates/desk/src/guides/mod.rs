//! The help centre: categories of guides, each guide in one or both languages. What readers get is published; what
//! somebody writes stands beside it until it is. Every save is a version.

pub(crate) mod asked;
mod categories;
mod drafts;
pub mod exchange;
mod feedback;
mod fields;
mod files;
mod history;
mod index;
mod lists;
mod page;
mod purge;
pub(crate) mod ranking;
mod review;
mod search;
pub(crate) mod terms;
mod title;
mod writing;

pub use categories::{Category, ICONS, add_category, categories, change_category, delete_category, move_category};
pub use drafts::{Kept, draft, forget_draft, keep_draft};
pub use feedback::{Figures, Gap, Tally, figures, follow_up, gaps, keep_tally, vote, votes};
pub use fields::{Fields, Stood};
pub use files::{GuideFile, download, media_of, upload};
pub use history::{Line, Version, blame, revert, version, versions};
pub use index::reindex;
pub use lists::{Draft, Entry, Front, Managed, Page, Part, Wanted, all, drafts, everything, faq, sitemap, written_by};
pub use page::{Guide, Neighbour, Reading, by_link, find, neighbours, read, text, text_for};
pub use purge::purge;
pub use review::{
    Edit, Waiting, accept, decline, edit, publish_due, run_schedule, schedule, suggest, suggestions, withdraw,
};
pub use search::{Found, Hit, Piece, Query, search, suggestions_for};
pub(crate) use search::{pieces, snippet};
pub use title::sort_key;
pub use writing::{Placed, Saved, Written, keep_lines, place, save, set_published};

use store::{Conn, params};

use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::limits;
use crate::policy::{self, Action};
use crate::settings::Setting;

/// Languages that guides are written in.
pub const LANGUAGES: [&str; 2] = ["en", "fr"];

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$inner:meta])* $case:ident = $code:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$inner])* $case),* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$case),*];

            /// As it is kept.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$case => $code),* }
            }

            /// Reads what is kept.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$case),)* _ => None }
            }
        }
    };
}

codes! {
    /// What a guide is.
    Kind {
        /// An article or a manual.
        Guide = "guide",
        /// A question and its answer.
        Faq = "faq",
        /// A film with words about it.
        Video = "video",
    }
}

codes! {
    /// Whom a guide is for.
    Readers {
        /// Everybody; it has a public link.
        Public = "public",
        /// Whoever is signed in.
        Members = "members",
        /// Agents and admins.
        Agents = "agents",
    }
}

codes! {
    /// Whether members write guides.
    MemberWriting {
        /// What they save is shown at once.
        Direct = "direct",
        /// An agent reads it first.
        Approval = "approval",
        /// They do not.
        Off = "off",
    }
}

/// How the help centre is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpCentre {
    /// Nobody but agents finds it.
    pub hidden: bool,
    /// Whether members write guides.
    pub writing: MemberWriting,
}

impl HelpCentre {
    /// Reads the settings.
    ///
    /// # Errors
    /// When the database fails.
    pub fn load(conn: &mut Conn) -> Result<Self> {
        let hidden = crate::settings::get(conn, Setting::HideHelpDesk)? == "yes";
        let writing = crate::settings::get(conn, Setting::MemberWriting)?;
        Ok(Self { hidden, writing: MemberWriting::from_code(&writing).unwrap_or(MemberWriting::Direct) })
    }

    /// Asks the policy about the help centre itself.
    ///
    /// # Errors
    /// When it denies.
    pub fn allow(&self, actor: &Actor, action: Action) -> Result<()> {
        policy::allow_guide(actor, action, self, None)
    }
}

/// A language that guides are written in, or the first.
#[must_use]
pub fn language(wanted: &str) -> &'static str {
    LANGUAGES.into_iter().find(|known| *known == wanted).unwrap_or("en")
}

/// The words of a text in lower case without accents, for addresses.
pub fn plain_words(text: &str) -> impl Iterator<Item = String> {
    store::search::words(text).map(store::search::plain).filter(|word| !word.is_empty())
}

/// A search as it is counted.
#[must_use]
pub fn folded_query(text: &str) -> String {
    let folded: String = store::search::folded(text).chars().filter(|c| !c.is_control()).collect();
    folded.chars().take(limits::QUERY_CHARS_MAX).collect()
}

/// The other language.
#[must_use]
pub fn other_language(language: &str) -> &'static str {
    if language == "fr" { "en" } else { "fr" }
}

/// A short name of letters, digits and dashes.
fn code_of(wanted: &str) -> String {
    let base: String = store::search::folded(wanted)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("-");
    let base: String = base.chars().take(60).collect();
    let base = base.trim_matches('-');
    if base.is_empty() { "guide".to_owned() } else { base.to_owned() }
}

/// Such a name that no other row of `table` has.
fn free_code(conn: &mut Conn, table: &str, wanted: &str) -> Result<String> {
    let base = code_of(wanted);
    let sql = format!("select 1 from {table} where code = ?1");
    for number in 1..10_000 {
        let code = if number == 1 { base.clone() } else { format!("{base}-{number}") };
        if conn.find(&sql, params![&code], |row| row.get::<i64>(0))?.is_none() {
            return Ok(code);
        }
    }
    Err(Error::field("title", "taken"))
}
