//! Pictures and documents of guides. A text names them `files/NAME`; a name says what the content is, so that two
//! files never meet under one.

use markup::guide::{Media, MediaByName};
use store::{Conn, Row, params};

use super::{HelpCentre, Readers};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::policy::{self, Action, GuideFacts};
use crate::tickets::NewFile;
use crate::{GuideId, PersonId, limits};

/// A file of a guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideFile {
    /// What its address ends with.
    pub token: String,
    /// What texts call it.
    pub name: String,
    /// Found by looking at the content.
    pub content_type: String,
    /// The name of its content.
    pub file_sha256: String,
    /// Bytes.
    pub size: i64,
    /// Pixels, of a picture.
    pub pixels: Option<(i64, i64)>,
}

impl GuideFile {
    /// Where it is served.
    #[must_use]
    pub fn url(&self) -> String {
        format!("/guides/files/{}", self.token)
    }
}

const COLUMNS: &str = "f.token, f.name, f.content_type, f.file_sha256, f.size, f.width, f.height";

fn read(row: &Row) -> store::Result<GuideFile> {
    let (width, height) = (row.get::<Option<i64>>(5)?, row.get::<Option<i64>>(6)?);
    Ok(GuideFile {
        token: row.get(0)?,
        name: row.get(1)?,
        content_type: row.get(2)?,
        file_sha256: row.get(3)?,
        size: row.get(4)?,
        pixels: width.zip(height),
    })
}

/// Keeps a file that somebody writes into a guide; without a guide until the first text is saved. `pixels` is the size
/// of a picture.
///
/// # Errors
/// When it is too large, there are too many, or the actor may not write.
pub fn upload(c: &mut Change, guide: Option<GuideId>, file: &NewFile, pixels: Option<(i64, i64)>) -> Result<GuideFile> {
    let centre = HelpCentre::load(c.sql())?;
    let actor = c.actor().clone();
    match guide {
        Some(id) => super::page::guide(c.sql(), &actor, &centre, id, Action::WriteGuides).map(|_| ())?,
        None => centre.allow(&actor, Action::WriteGuides)?,
    }
    // What an agent must read first waits with the text that shows it.
    let guide = guide.filter(|_| centre.allow(&actor, Action::PublishGuides).is_ok());
    let person = actor.person.ok_or(Error::NotFound)?;
    add(c, guide, person, file, pixels)
}

/// The same without asking.
pub(super) fn add(
    c: &mut Change,
    guide: Option<GuideId>,
    person: PersonId,
    file: &NewFile,
    pixels: Option<(i64, i64)>,
) -> Result<GuideFile> {
    if file.content.len() > limits::ATTACHMENT_BYTES_MAX {
        return Err(Error::field("files", "too_large"));
    }
    let sha256 = store::files::name_of(&file.content);
    let name = name_of(&file.name, &sha256);
    let same = format!(
        "select {COLUMNS} from guide_file f where f.name = ?1 and f.file_sha256 = ?2
         and (f.guide_id = ?3 or f.guide_id is null and f.person_id = ?4)"
    );
    if let Some(known) = c.sql().find(&same, params![&name, &sha256, guide.map_or(0, |guide| guide.0), person], read)? {
        return Ok(known);
    }
    let count = c.sql().one(
        "select count(*) from guide_file where guide_id = ?1 or guide_id is null and person_id = ?2",
        params![guide.map_or(0, |guide| guide.0), person],
        |row| row.get::<i64>(0),
    )?;
    if count >= limits::GUIDE_FILES_MAX {
        return Err(Error::field("files", "too_many"));
    }
    let (kept, token, now) = (c.keep_file(&file.content)?, c.token(18), c.now());
    let size = i64::try_from(file.content.len()).unwrap_or(i64::MAX);
    c.sql().execute(
        "insert into guide_file (token, guide_id, name, person_id, file_sha256, content_type, size, width, height,
                                 created_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            &token,
            guide,
            &name,
            person,
            &kept,
            &file.content_type,
            size,
            pixels.map(|(width, _)| width),
            pixels.map(|(_, height)| height),
            now,
        ],
    )?;
    Ok(GuideFile { token, name, content_type: file.content_type.clone(), file_sha256: kept, size, pixels })
}

/// `Plan of the house.PNG` with its content's mark: `plan-of-the-house-3f2a9c1d.png`.
fn name_of(name: &str, sha256: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let plain = |text: &str, most: usize| -> String {
        let folded = store::search::folded(text);
        let words: String = folded.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
        words.split_whitespace().collect::<Vec<_>>().join("-").chars().take(most).collect()
    };
    let mark = sha256.get(..8).unwrap_or_default();
    let (mut stem, ending) = (plain(stem, 60), plain(ending, 8));
    // What was exported comes back under its own name.
    if let Some(bare) = stem.strip_suffix(mark) {
        stem = bare.trim_end_matches('-').to_owned();
    }
    let stem = if stem.is_empty() { "file" } else { stem.trim_matches('-') };
    if ending.is_empty() { format!("{stem}-{mark}") } else { format!("{stem}-{mark}.{ending}") }
}

/// The files that a text may show: those of the guide, and what `writer` has put up for it or for a new guide.
///
/// # Errors
/// When the database fails.
pub fn media_of(conn: &mut Conn, guide: Option<GuideId>, writer: Option<PersonId>) -> Result<MediaByName> {
    let sql = format!(
        "select {COLUMNS} from guide_file f where f.guide_id = ?1
         union all select {COLUMNS} from guide_file f where f.guide_id is null and f.person_id = ?2"
    );
    let files = conn.query(&sql, params![guide.map_or(0, |id| id.0), writer.map_or(0, |id| id.0)], read)?;
    let medium = |file: GuideFile| {
        let url = file.url();
        (file.name, Media { url, content_type: file.content_type, size: file.pixels })
    };
    Ok(files.into_iter().map(medium).collect())
}

/// All files of a guide.
pub(super) fn of_guide(conn: &mut Conn, guide: GuideId) -> Result<Vec<GuideFile>> {
    let sql = format!("select {COLUMNS} from guide_file f where f.guide_id = ?1 order by f.name");
    Ok(conn.query(&sql, params![guide], read)?)
}

/// Ties waiting files that a text shows to their guide.
pub(super) fn claim(c: &mut Change, guide: GuideId, person: PersonId, names: &[String]) -> Result<()> {
    for name in names {
        c.sql().execute(
            "update guide_file set guide_id = ?1 where name = ?2 and person_id = ?3 and guide_id is null
             and not exists (select 1 from guide_file o where o.guide_id = ?1 and o.name = ?2)",
            params![guide, name, person],
        )?;
    }
    Ok(())
}

/// The file of a token, if the actor may read its guide, or put it up and has not saved yet.
///
/// # Errors
/// [`Error::NotFound`] when not.
pub fn download(conn: &mut Conn, actor: &Actor, token: &str) -> Result<GuideFile> {
    if token.contains('\0') {
        return Err(Error::NotFound);
    }
    let sql = format!(
        "select {COLUMNS}, f.person_id, g.readers, g.locked, g.id,
                exists (select 1 from guide_text t where t.guide_id = g.id and t.published_at is not null)
         from guide_file f left join guide g on g.id = f.guide_id
         where f.token = ?1 and (g.id is null or g.trashed_at is null)"
    );
    let (file, person, guide) = conn
        .find(&sql, params![token], |row| {
            let guide = match row.get::<Option<String>>(8)? {
                Some(readers) => Some(GuideFacts {
                    readers: Readers::from_code(&readers).unwrap_or(Readers::Agents),
                    locked: row.get(9)?,
                    published: row.get(11)?,
                }),
                None => None,
            };
            Ok((read(row)?, row.get::<PersonId>(7)?, guide))
        })?
        .ok_or(Error::NotFound)?;
    let centre = HelpCentre::load(conn)?;
    match guide {
        // Whoever writes sees their own picture before others do, and so does whoever reads a suggestion.
        None if actor.person == Some(person) || centre.allow(actor, Action::ManageGuides).is_ok() => Ok(file),
        None => Err(Error::NotFound),
        Some(guide) => policy::allow_guide(actor, Action::ReadGuides, &centre, Some(&guide)).map(|()| file),
    }
}
