//! What is decided about a guide beside its text: where it stands, who reads it, who may edit it.

use serde::{Deserialize, Serialize};

use super::{Guide, Kind, Readers};
use crate::CategoryId;

/// What stands beside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fields {
    /// Where it stands.
    pub category: Option<CategoryId>,
    /// What it is: a code of [`Kind`].
    #[serde(with = "kind_code")]
    pub kind: Kind,
    /// Everybody reads it, and it has a public link.
    pub public: bool,
    /// Only agents read it, whatever else is said.
    pub internal: bool,
    /// Members cannot edit it.
    pub locked: bool,
    /// The front page names it.
    pub featured: bool,
    /// It says the same as the other language now.
    pub in_step: bool,
    /// How it stood when the writer began: what they left alone is not theirs to set back.
    #[serde(default)]
    pub was: Option<Stood>,
}

/// What is decided about a guide beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stood {
    pub(super) category: Option<CategoryId>,
    #[serde(with = "kind_code")]
    pub(super) kind: Kind,
    pub(super) public: bool,
    pub(super) internal: bool,
    pub(super) locked: bool,
    pub(super) featured: bool,
}

impl Default for Fields {
    fn default() -> Self {
        Self {
            category: None,
            kind: Kind::Guide,
            public: true,
            internal: false,
            locked: false,
            featured: false,
            in_step: false,
            was: None,
        }
    }
}

impl Fields {
    /// Those of a guide.
    #[must_use]
    pub fn of(guide: &Guide) -> Self {
        let fields = Self {
            category: Some(guide.category),
            kind: guide.kind,
            public: guide.readers == Readers::Public,
            internal: guide.readers == Readers::Agents,
            locked: guide.locked,
            featured: guide.featured,
            in_step: false,
            was: None,
        };
        Self { was: Some(fields.stood()), ..fields }
    }

    pub(super) fn stood(&self) -> Stood {
        let Self { category, kind, public, internal, locked, featured, .. } = *self;
        Stood { category, kind, public, internal, locked, featured }
    }

    /// What the writer changed, and for the rest what others have decided since.
    pub(super) fn over(&self, now: Stood) -> Stood {
        fn pick<T: PartialEq>(mine: T, was: T, now: T) -> T {
            if mine == was { now } else { mine }
        }
        let (mine, was) = (self.stood(), self.was.unwrap_or(now));
        Stood {
            category: pick(mine.category, was.category, now.category),
            kind: pick(mine.kind, was.kind, now.kind),
            public: pick(mine.public, was.public, now.public),
            internal: pick(mine.internal, was.internal, now.internal),
            locked: pick(mine.locked, was.locked, now.locked),
            featured: pick(mine.featured, was.featured, now.featured),
        }
    }

    pub(super) fn readers(&self) -> Readers {
        readers(self.public, self.internal)
    }
}

/// Whom the two switches mean.
pub(super) fn readers(public: bool, internal: bool) -> Readers {
    match (public, internal) {
        // The narrower one wins: nothing for agents only is ever public.
        (_, true) => Readers::Agents,
        (true, false) => Readers::Public,
        (false, false) => Readers::Members,
    }
}

mod kind_code {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Kind;

    pub(super) fn serialize<S: Serializer>(kind: &Kind, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(kind.code())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Kind, D::Error> {
        Ok(Kind::from_code(&String::deserialize(from)?).unwrap_or(Kind::Guide))
    }
}
