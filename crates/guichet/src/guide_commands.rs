//! `guichet guides import|export` and `guichet search`: the help centre without a browser.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use desk::actor::{Kind, Scope};
use desk::guides::exchange::{self, Entry, Folder, Report};
use desk::guides::{self, Hit, Piece, Query};
use desk::people::{self, NewPerson};
use desk::{Actor, Desk, PersonId, limits};

use crate::cli::{GuidesFolder, Search};
use crate::config::Config;
use crate::serve::{self, text};

/// Whose name stands under guides that are taken in before anybody has an account.
const WRITER: &str = "guides@localhost";

/// Takes in a folder of Markdown files.
pub(crate) async fn import(wanted: GuidesFolder) -> Result<(), String> {
    let entries = read_folder(&wanted.folder)?;
    let desk = serve::open(&Config::load(wanted.options)?).await?;
    let actor = writer(&desk).await?;
    let language = guides::language(&wanted.lang);
    let folder = Arc::new(Folder::read(entries, language));
    let all = folder.clone();
    desk.change(&actor, move |c| all.take_categories(c)).await.map_err(text)?;
    let mut report = Report::default();
    for from in (0..folder.len()).step_by(limits::IMPORT_BATCH) {
        let all = folder.clone();
        let part = desk.change(&actor, move |c| all.take(c, from, from + limits::IMPORT_BATCH)).await.map_err(text)?;
        report.taken += part.taken;
        report.same += part.same;
        report.refused.extend(part.refused);
    }
    for (path, problem) in &report.refused {
        eprintln!("{path}: {problem}");
    }
    println!("{} taken in, {} here already, {} refused", report.taken, report.same, report.refused.len());
    if report.refused.is_empty() { Ok(()) } else { Err("some files were refused".to_owned()) }
}

/// The first admin, or a name of its own where nobody is there yet.
async fn writer(desk: &Desk) -> Result<Actor, String> {
    let system = Actor::system("guides");
    let person: PersonId = desk
        .change(&system, |c| {
            let known = people::agents(c.sql())?.into_iter().find(|person| person.role == people::Role::Admin);
            if let Some(person) = known {
                return Ok(person.id);
            }
            let new = NewPerson { name: "Guichet".to_owned(), address: WRITER.to_owned(), ..NewPerson::default() };
            Ok(people::find_or_create(c, &new)?.id)
        })
        .await
        .map_err(text)?;
    Ok(Actor { kind: Kind::System, person: Some(person), name: "guides".to_owned(), scope: Scope::All })
}

/// Every file below a folder by its path there, in order.
fn read_folder(folder: &Path) -> Result<Vec<Entry>, String> {
    let mut waiting = vec![folder.to_path_buf()];
    let mut entries = Vec::new();
    while let Some(place) = waiting.pop() {
        for found in fs::read_dir(&place).map_err(|error| format!("{}: {error}", place.display()))? {
            let path = found.map_err(text)?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let inside = path.strip_prefix(folder).unwrap_or(&path);
                let name =
                    inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
                entries.push((name, fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?));
            }
        }
    }
    entries.sort();
    Ok(entries)
}

/// Writes all guides into a folder.
pub(crate) async fn export(wanted: GuidesFolder) -> Result<(), String> {
    let desk = serve::open(&Config::load(wanted.options)?).await?;
    let folder = wanted.folder.clone();
    let kept = desk.store().files().clone();
    let count = desk
        .read(move |conn| {
            exchange::export(conn, &Actor::system("guides"), &kept, &mut |(path, content)| {
                let path = inside(&folder, &path);
                let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, content));
                written.map_err(|error| desk::Error::Internal(format!("{}: {error}", path.display())))
            })
        })
        .await
        .map_err(text)?;
    println!("{count} guides written to {}", wanted.folder.display());
    Ok(())
}

/// A path that stays below the folder, whatever a name says.
fn inside(folder: &Path, path: &str) -> PathBuf {
    let parts = Path::new(path).components().filter(|part| matches!(part, Component::Normal(_)));
    parts.fold(folder.to_path_buf(), |out, part| out.join(part))
}

/// Searches as an agent would.
pub(crate) async fn search(wanted: Search) -> Result<(), String> {
    let desk = serve::open(&Config::load(wanted.options)?).await?;
    let (words, language, limit) = (wanted.query.clone(), wanted.lang.clone(), wanted.limit);
    let found = desk
        .read(move |conn| {
            let language = language.as_deref().map(guides::language);
            let query = Query { text: &words, language, kind: None, typing: false, skip: 0, count: limit.max(1) };
            guides::search(conn, &Actor::system("search"), &query)
        })
        .await;
    let hits = match found {
        Ok(found) => found.hits,
        Err(desk::Error::Invalid(errors)) => {
            let problem = errors.first().map_or("unknown", |error| error.problem);
            return Err(format!("the query cannot be used: {problem}"));
        }
        Err(error) => return Err(text(error)),
    };
    if wanted.json {
        let list: Vec<_> = hits.iter().map(as_json).collect();
        println!("{}", serde_json::Value::Array(list));
    } else {
        for hit in &hits {
            println!(
                "{:6.2}  {}  [{}.{}]\n        {}",
                hit.score,
                plain(&hit.title),
                hit.code,
                hit.language,
                plain(&hit.snippet)
            );
        }
    }
    Ok(())
}

fn as_json(hit: &Hit) -> serde_json::Value {
    serde_json::json!({
        "title": plain(&hit.title), "id": hit.code, "score": hit.score, "snippet": plain(&hit.snippet),
        "lang": hit.language, "number": hit.guide.0,
    })
}

fn plain(pieces: &[Piece]) -> String {
    pieces.iter().map(|piece| piece.text.as_str()).collect()
}
