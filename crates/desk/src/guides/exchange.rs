//! All guides as files and back: Markdown with a head of `name: value` lines, the files they show beside them. What
//! was exported and taken in again exports the same.
//!
//! ```text
//! categories.json
//! getting-in/car-park.en.md
//! getting-in/car-park.fr.md
//! getting-in/files/car-park/map-3f2a9c1d.png
//! ```

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use serde::{Deserialize, Serialize};
use store::{Conn, files::Files, params};

use super::categories::{Category, add_category, categories, change_category};
use super::page::{self, Guide};
use super::writing::{apply, publish};
use super::{Fields, Written};
use super::{HelpCentre, Kind, LANGUAGES, Readers, files, index};
use crate::actor::Actor;
use crate::change::Change;
use crate::error::{Error, Result};
use crate::policy::Action;
use crate::tickets::NewFile;
use crate::{CategoryId, GuideId, PersonId};

/// A file of an export: where it is in the folder, and its content.
pub type Entry = (String, Vec<u8>);

/// What stands in `categories.json`, in their order.
#[derive(Debug, Serialize, Deserialize)]
struct CategoryFile {
    code: String,
    #[serde(default)]
    name_en: String,
    #[serde(default)]
    name_fr: String,
    #[serde(default)]
    about_en: String,
    #[serde(default)]
    about_fr: String,
    #[serde(default)]
    icon: String,
}

/// Every guide that is not in the bin, published or not, one after the other to `each`.
///
/// # Errors
/// When the actor may not manage guides, or `each` fails.
pub fn export(
    conn: &mut Conn,
    actor: &Actor,
    kept: &Files,
    each: &mut dyn FnMut(Entry) -> Result<()>,
) -> Result<usize> {
    HelpCentre::load(conn)?.allow(actor, Action::ManageGuides)?;
    let known = categories(conn)?;
    let list: Vec<CategoryFile> = known.iter().cloned().map(CategoryFile::of).collect();
    let json = serde_json::to_vec_pretty(&list).map_err(|error| Error::Internal(error.to_string()))?;
    each(("categories.json".to_owned(), json))?;
    let ids =
        conn.query("select id from guide where trashed_at is null order by code", &[], |row| row.get::<GuideId>(0))?;
    for id in &ids {
        let guide = page::find(conn, actor, *id)?;
        let folder = known.iter().find(|category| category.id == Some(guide.category));
        let folder = folder.map_or("guides", |category| category.code.as_str());
        for language in LANGUAGES {
            if let Some(text) = page::text(conn, *id, language)? {
                let source = text.source.replace("](files/", &format!("](files/{}/", guide.code));
                let head = head(&guide, &text.title, text.published_at.is_some());
                each((format!("{folder}/{}.{language}.md", guide.code), format!("{head}{source}").into_bytes()))?;
            }
        }
        for file in files::of_guide(conn, *id)? {
            let content = kept.get(conn, &file.file_sha256)?;
            each((format!("{folder}/files/{}/{}", guide.code, file.name), content))?;
        }
    }
    Ok(ids.len())
}

impl CategoryFile {
    fn of(category: Category) -> Self {
        let ([name_en, name_fr], [about_en, about_fr]) = (category.names, category.abouts);
        Self { code: category.code, name_en, name_fr, about_en, about_fr, icon: category.icon }
    }

    fn category(self) -> Category {
        Category {
            id: None,
            code: self.code,
            names: [self.name_en, self.name_fr],
            abouts: [self.about_en, self.about_fr],
            icon: self.icon,
        }
    }
}

fn head(guide: &Guide, title: &str, published: bool) -> String {
    let mut out = String::from("---\n");
    // A text in quotes is read by every YAML reader; writing to a string does not fail.
    let quoted = serde_json::to_string(title).unwrap_or_default();
    let _ = writeln!(out, "title: {quoted}\nkind: {}\nreaders: {}", guide.kind.code(), guide.readers.code());
    for (name, is_so) in [("locked", guide.locked), ("featured", guide.featured), ("draft", !published)] {
        if is_so {
            let _ = writeln!(out, "{name}: true");
        }
    }
    out.push_str("---\n\n");
    out
}

/// A Markdown file of an import.
#[derive(Debug, Default)]
struct Parsed {
    head: BTreeMap<String, String>,
    source: String,
}

fn parse(text: &str) -> Parsed {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let Some((head, source)) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) else {
        return Parsed { head: BTreeMap::new(), source: text };
    };
    let value = |text: &str| {
        let text = text.trim();
        serde_json::from_str::<String>(text).unwrap_or_else(|_| text.trim_matches('\'').to_owned())
    };
    let pair = |line: &str| line.split_once(':').map(|(name, text)| (name.trim().to_lowercase(), value(text)));
    Parsed { head: head.lines().filter_map(pair).collect(), source: source.trim_start_matches('\n').to_owned() }
}

/// What became of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Texts that are new or changed.
    pub taken: usize,
    /// Texts that were here already.
    pub same: usize,
    /// Files that could not be taken, and why: a code of a field error.
    pub refused: Vec<(String, String)>,
}

/// What is taken in: its place in the folder tells category, name and language.
#[derive(Debug)]
struct Source {
    path: String,
    /// The folders that it is in.
    place: String,
    /// The last of them as the code of a category.
    folder: String,
    /// The last of them as it is called.
    called: String,
    /// Its name, by which texts of the same folder know their files.
    name: String,
    code: String,
    language: Option<&'static str>,
    parsed: Parsed,
}

/// The texts of a folder in the order in which they are taken in, read once.
#[derive(Debug)]
pub struct Folder {
    sources: Vec<Source>,
    /// What is no text.
    files: Vec<Entry>,
    fallback: &'static str,
}

impl Folder {
    /// Reads the Markdown files of `entries`; texts that do not say their language are in `fallback`.
    #[must_use]
    pub fn read(entries: Vec<Entry>, fallback: &str) -> Self {
        let (mut sources, mut files): (Vec<Source>, Vec<Entry>) = (Vec::new(), Vec::new());
        let mut folders: HashMap<String, String> = HashMap::new();
        for (path, content) in entries {
            match Source::read(&path, &content) {
                Some(mut source) => {
                    // The same name in another folder is another guide.
                    let first = folders.entry(source.code.clone()).or_insert_with(|| source.place.clone());
                    if *first != source.place {
                        source.code = format!("{}-{}", source.folder, source.code);
                    }
                    sources.push(source);
                }
                None => files.push((path, content)),
            }
        }
        Self { sources, files, fallback: super::language(fallback) }
    }

    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// Makes the categories that the folder names, before its texts are taken in.
    ///
    /// # Errors
    /// When the actor may not, or the list of categories cannot be read.
    pub fn take_categories(&self, c: &mut Change) -> Result<()> {
        c.allow(Action::Configure, None)?;
        let listed = self.files.iter().find(|(path, _)| path == "categories.json");
        let mut wanted: Vec<Category> = match listed {
            Some((_, json)) => serde_json::from_slice::<Vec<CategoryFile>>(json)
                .map_err(|_| Error::field("categories.json", "unknown"))?
                .into_iter()
                .map(CategoryFile::category)
                .collect(),
            None => Vec::new(),
        };
        for source in &self.sources {
            if !wanted.iter().any(|category| category.code == source.folder) {
                let name = if source.called.is_empty() { "Guides" } else { source.called.as_str() };
                let names = [name.to_owned(), String::new()];
                wanted.push(Category { code: source.folder.clone(), names, ..Category::default() });
            }
        }
        let known = categories(c.sql())?;
        for mut category in wanted {
            if category.code.is_empty() {
                category.code = "guides".to_owned();
            }
            let found = known.iter().find(|known| known.code == category.code);
            match found.and_then(|found| Some((found.id?, found))) {
                // A folder without a list says nothing about the names of what is here.
                Some(_) if listed.is_none() => {}
                Some((id, found)) if Category { id: Some(id), ..category.clone() } != *found => {
                    change_category(c, id, &category)?;
                }
                Some(_) => {}
                None => {
                    add_category(c, &category)?;
                }
            }
        }
        Ok(())
    }

    /// Takes in the texts `from..to`, each in the name of the actor; one that is refused stops no other.
    ///
    /// # Errors
    /// When the actor may not, or the database fails.
    pub fn take(&self, c: &mut Change, from: usize, to: usize) -> Result<Report> {
        c.allow(Action::Configure, None)?;
        let person = c.actor().person.ok_or(Error::NotFound)?;
        let folders: Vec<(String, Option<CategoryId>)> =
            categories(c.sql())?.into_iter().map(|category| (category.code, category.id)).collect();
        let mut report = Report::default();
        for source in self.sources.iter().skip(from).take(to.saturating_sub(from)) {
            let folder = if source.folder.is_empty() { "guides" } else { source.folder.as_str() };
            let category = folders.iter().find(|(code, _)| code == folder).and_then(|(_, id)| *id);
            match self.take_one(c, person, source, category) {
                Ok(true) => report.taken += 1,
                Ok(false) => report.same += 1,
                Err(Error::Invalid(errors)) => {
                    let problem = errors.first().map_or("unknown", |error| error.problem);
                    report.refused.push((source.path.clone(), problem.to_owned()));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(report)
    }

    fn take_one(
        &self,
        c: &mut Change,
        person: PersonId,
        source: &Source,
        category: Option<CategoryId>,
    ) -> Result<bool> {
        let head = |name: &str| source.parsed.head.get(name).map(String::as_str).unwrap_or_default();
        let is_so = |name: &str| matches!(head(name), "true" | "yes");
        let language = source
            .language
            .or_else(|| LANGUAGES.into_iter().find(|known| *known == head("lang") || *known == head("language")))
            .unwrap_or(self.fallback);
        let system = Actor::system("guides");
        let id = c.sql().find("select id from guide where code = ?1", params![&source.code], |row| row.get(0))?;
        let guide = match id {
            Some(id) => Some(page::find(c.sql(), &system, id)?),
            None => None,
        };
        if guide.as_ref().is_some_and(|guide| guide.trashed) {
            return Err(Error::field("file", "taken"));
        }
        // What does not say whom it is for stays as it is; what says it in other words is not guessed.
        let readers = match (head("readers"), &guide) {
            ("", Some(guide)) => guide.readers,
            ("", None) => Readers::Public,
            (code, _) => Readers::from_code(code).ok_or(Error::field("file", "unknown"))?,
        };
        let fields = Fields {
            category,
            kind: Kind::from_code(head("kind")).unwrap_or(Kind::Guide),
            public: readers == Readers::Public,
            internal: readers == Readers::Agents,
            locked: is_so("locked"),
            featured: is_so("featured"),
            in_step: false,
            was: None,
        };
        let (title, mut body) = title_of(source);
        body = body.replace(&format!("](files/{}/", source.name), "](files/");
        body = self.take_files(c, person, guide.as_ref().map(|guide| guide.id), source, body)?;
        let current = match &guide {
            Some(guide) => page::text(c.sql(), guide.id, language)?,
            None => None,
        };
        let base = current.as_ref().map_or(0, |current| current.version);
        // Both languages of a guide that comes in are taken to say the same.
        let fields = Fields { in_step: current.is_none(), ..fields };
        let written = Written { title, source: body, base };
        let saved = publish(c, person, guide.as_ref(), language, &written, &fields, true)?;
        if guide.is_none() {
            c.sql().execute("update guide set code = ?2 where id = ?1", params![saved.guide, &source.code])?;
        }
        apply(c, saved.guide, &fields)?;
        if is_so("draft") {
            c.sql().execute("update guide_text set published_at = null where id = ?1", params![saved.text])?;
            index::reindex(c.sql(), saved.text)?;
        }
        Ok(saved.version != base)
    }

    /// Takes in the files that a text shows, and names them as the desk does.
    fn take_files(
        &self,
        c: &mut Change,
        person: PersonId,
        guide: Option<GuideId>,
        source: &Source,
        mut body: String,
    ) -> Result<String> {
        let inside =
            |path: &str| if source.place.is_empty() { path.to_owned() } else { format!("{}/{path}", source.place) };
        let own = inside(&format!("files/{}/", source.name));
        let shared = inside("files/");
        for (path, content) in &self.files {
            let Some(name) = path.strip_prefix(&own).or_else(|| path.strip_prefix(&shared)) else { continue };
            if !body.contains(&format!("](files/{name}")) {
                continue;
            }
            let (kind, pixels) = look_at(content);
            let file = NewFile {
                name: name.rsplit('/').next().unwrap_or(name).to_owned(),
                content_type: kind,
                content: content.clone(),
                inline: false,
                content_id: String::new(),
                card: None,
            };
            let kept = files::add(c, guide, person, &file, pixels)?;
            body = body.replace(&format!("](files/{name}"), &format!("](files/{}", kept.name));
        }
        Ok(body)
    }
}

impl Source {
    fn read(path: &str, content: &[u8]) -> Option<Self> {
        let stem = path.strip_suffix(".md").or_else(|| path.strip_suffix(".markdown"))?;
        let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
        let marked = LANGUAGES.into_iter().find_map(|language| {
            let name = name.strip_suffix(language)?.strip_suffix(['.', '_'])?;
            Some((name, language))
        });
        let (name, language) = marked.map_or((name, None), |(name, language)| (name, Some(language)));
        let parsed = parse(&String::from_utf8_lossy(content).replace('\0', ""));
        let called = folder.rsplit('/').next().unwrap_or_default().to_owned();
        let code = if called.is_empty() { String::new() } else { super::code_of(&called) };
        Some(Self {
            path: path.to_owned(),
            place: folder.to_owned(),
            folder: code,
            called,
            name: name.to_owned(),
            code: name.to_owned(),
            language,
            parsed,
        })
    }
}

/// The title that the head says, else the first heading, else the file's name; and the text without it.
fn title_of(source: &Source) -> (String, String) {
    let body = source.parsed.source.clone();
    if let Some(title) = source.parsed.head.get("title") {
        return (title.clone(), body);
    }
    let first = body.trim_start().lines().next().unwrap_or_default();
    if let Some(title) = first.strip_prefix("# ") {
        let rest = body.trim_start().split_once('\n').map_or("", |(_, rest)| rest);
        return (title.trim().to_owned(), rest.trim_start_matches('\n').to_owned());
    }
    (source.name.replace(['-', '_'], " "), body)
}

/// The type of a file and, of a picture, its size in pixels.
#[must_use]
pub fn look_at(content: &[u8]) -> (String, Option<(i64, i64)>) {
    let kind = infer::get(content).map_or("application/octet-stream", |kind| kind.mime_type()).to_owned();
    let size = imagesize::blob_size(content).ok();
    let pixels = size.and_then(|size| i64::try_from(size.width).ok().zip(i64::try_from(size.height).ok()));
    (kind.clone(), pixels.filter(|_| kind.starts_with("image/")))
}
