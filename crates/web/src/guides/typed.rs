//! The form of a guide as it was filled in.

use desk::guides::{self, Fields, Guide, HelpCentre, Kept, Kind, Reading, Written};
use desk::policy::{self, Action};
use desk::{CategoryId, GuideId, Time};
use markup::guide::MediaByName;

use crate::answer::Failure;
use crate::app::App;
use crate::form::Form;
use crate::reader::Reader;

/// What was typed.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub guide: Option<GuideId>,
    pub language: &'static str,
    pub written: Written,
    pub fields: Fields,
    /// `publish`, `suggest`, `schedule`, `preview`, `discard`, or nothing.
    pub action: String,
    /// The time to publish at, as the browser writes it.
    pub publish_at: String,
}

/// The number of an address, or none for a guide that is not there yet.
pub(super) fn target(address: &str) -> Result<Option<GuideId>, Failure> {
    if address == "new" { Ok(None) } else { super::number(address).map(Some).ok_or(Failure::NotFound) }
}

impl Typed {
    /// The text that there is, or what the other language says where there is none yet.
    pub(super) fn of(
        guide: Option<&Guide>,
        language: &'static str,
        reading: Option<&Reading>,
        other: Option<&Reading>,
    ) -> Self {
        let written = match (reading, other) {
            (Some(text), _) => Written { title: text.title.clone(), source: text.source.clone(), base: text.version },
            (None, Some(text)) => Written { title: text.title.clone(), source: text.source.clone(), base: 0 },
            (None, None) => Written::default(),
        };
        let mut fields = guide.map_or_else(Fields::default, Fields::of);
        fields.in_step = match (reading, other) {
            (Some(reading), Some(other)) => reading.is_behind(other),
            (None, Some(_)) => true,
            _ => false,
        };
        let (action, publish_at) = (String::new(), String::new());
        Self { guide: guide.map(|guide| guide.id), language, written, fields, action, publish_at }
    }

    /// With what was left unfinished.
    pub(super) fn with_draft(mut self, kept: &Kept) -> Self {
        self.written = kept.written.clone();
        self.fields = kept.fields;
        self
    }

    /// Reads the form. What an editor sent as HTML becomes Markdown; a text that nobody changed stays as it was.
    pub(super) async fn read(app: &App, reader: &Reader, guide: Option<GuideId>, form: &Form) -> Result<Self, Failure> {
        let language = guides::language(form.get("lang"));
        let base = form.get("base").parse().unwrap_or(0);
        let mut source = form.get("body").replace("\r\n", "\n");
        if form.get("format") == "html" {
            let (actor, html) = (reader.actor.clone(), source);
            source = app
                .desk
                .read(move |conn| {
                    let media = guides::media_of(conn, guide, actor.person)?;
                    let source = markup::guide::from_editor(&html, &media);
                    let Some(guide) = guide else { return Ok(source) };
                    let centre = HelpCentre::load(conn)?;
                    let Some(text) = guides::text_for(conn, &actor, &centre, guide, language)? else {
                        return Ok(source);
                    };
                    let written_on = guides::version(conn, text.id, base)?;
                    Ok(match written_on {
                        Some(version) => as_it_was(&version.source, source, &media),
                        None => source,
                    })
                })
                .await?;
        }
        let kind = Kind::from_code(form.get("kind")).unwrap_or(Kind::Guide);
        let category = form.get("category").parse::<i64>().ok().map(CategoryId);
        let is_on = |name: &str| form.get(name) == "on";
        let fields = if may_manage(reader, app).await? {
            Fields {
                category,
                kind,
                public: is_on("public"),
                internal: is_on("internal"),
                locked: is_on("locked"),
                featured: is_on("featured"),
                in_step: is_on("in_step"),
                was: serde_json::from_str(form.get("was")).ok(),
            }
        } else {
            Fields { category, in_step: is_on("in_step"), ..Fields::default() }
        };
        Ok(Self {
            guide,
            language,
            written: Written { title: form.get("title").to_owned(), source, base },
            fields,
            action: form.get("action").to_owned(),
            publish_at: form.get("publish_at").to_owned(),
        })
    }

    /// The moment to publish at, in the reader's time zone.
    pub(super) fn moment(&self, reader: &Reader) -> Option<Time> {
        reader.moment(&self.publish_at)
    }
}

/// The Markdown of an editor with every line of the version below it that nobody touched as its author wrote it.
fn as_it_was(version: &str, edited: String, media: &MediaByName) -> String {
    let plain = markup::guide::from_editor(&markup::guide::render(version, media).html, media);
    guides::keep_lines(&plain, &edited, version).unwrap_or(edited)
}

/// Whether the reader decides who reads guides and where they stand.
pub(super) async fn may_manage(reader: &Reader, app: &App) -> Result<bool, Failure> {
    let frame = app.desk.frame(&reader.actor).await?;
    Ok(policy::allow_guide(&reader.actor, Action::ManageGuides, &frame.help_centre, None).is_ok())
}
