//! What was indexed by an older analyser is indexed anew, a batch at a time, the newest first: nobody waits for it.

use store::{params, search};

use crate::change::Change;
use crate::error::Result;
use crate::settings::{self, Setting};
use crate::{GuideTextId, MessageId, guides, limits, tickets};

/// How far it is: what is still to do are guides, then messages, with numbers below the one that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Guides(i64),
    Messages(i64),
    Nothing,
}

impl Left {
    fn read(kept: &str) -> Self {
        let mut words = kept.split(' ');
        if words.next().and_then(|version| version.parse().ok()) != Some(search::ANALYSER) {
            return Self::Guides(i64::MAX);
        }
        let (what, below) = (words.next(), words.next().and_then(|below| below.parse().ok()).unwrap_or(i64::MAX));
        match what {
            Some("guides") => Self::Guides(below),
            Some("messages") => Self::Messages(below),
            _ => Self::Nothing,
        }
    }

    fn written(self) -> String {
        let version = search::ANALYSER;
        match self {
            Self::Guides(below) => format!("{version} guides {below}"),
            Self::Messages(below) => format!("{version} messages {below}"),
            Self::Nothing => version.to_string(),
        }
    }
}

/// Indexes one batch; tells whether there is more to do.
///
/// # Errors
/// When the database fails.
pub(crate) fn step(c: &mut Change) -> Result<bool> {
    let left = Left::read(&settings::get(c.sql(), Setting::SearchIndex)?);
    let after = match left {
        Left::Nothing => return Ok(false),
        Left::Guides(below) => {
            let texts: Vec<GuideTextId> = ids(c, "guide_text", below)?;
            for text in &texts {
                guides::reindex(c.sql(), *text)?;
            }
            texts.last().map_or(Left::Messages(i64::MAX), |last| Left::Guides(last.0))
        }
        Left::Messages(below) => {
            let messages: Vec<MessageId> = ids(c, "message", below)?;
            for message in &messages {
                tickets::reindex(c, *message)?;
            }
            messages.last().map_or(Left::Nothing, |last| Left::Messages(last.0))
        }
    };
    if matches!((left, after), (Left::Guides(_), Left::Messages(_)) | (_, Left::Nothing)) {
        search::rewriting(c.sql(), after != Left::Nothing)?;
    }
    settings::keep(c, Setting::SearchIndex, &after.written())?;
    Ok(true)
}

fn ids<T: store::Column>(c: &mut Change, table: &str, below: i64) -> Result<Vec<T>> {
    let sql = format!("select id from {table} where id < ?1 order by id desc limit ?2");
    Ok(c.sql().query(&sql, params![below, limits::REINDEX_BATCH], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::{Left, search};

    #[test]
    fn what_is_kept_is_read_again() {
        for left in [Left::Guides(7), Left::Messages(12), Left::Nothing] {
            assert_eq!(Left::read(&left.written()), left);
        }
        let older = (search::ANALYSER - 1).to_string();
        for kept in ["", "x", older.as_str()] {
            assert_eq!(Left::read(kept), Left::Guides(i64::MAX), "{kept}");
        }
    }
}
