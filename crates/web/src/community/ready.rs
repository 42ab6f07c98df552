//! Ready texts in a moderator's hands: each placeholder is a field, those with choices are lists, names of several
//! people are ticked; what is left empty holds the text back and takes the focus.

use desk::community::{self, Post, ReadyText};
use maud::{Markup, html};

use crate::answer::Failure;
use crate::app::App;
use crate::form::Form;
use crate::parts::icon;
use crate::reader::Reader;

/// What a text is filled with.
#[derive(Debug)]
pub(super) struct Filling {
    text: ReadyText,
    /// For each placeholder, in their order.
    values: Vec<String>,
    /// The names that were ticked for each, and what was typed beside them.
    ticked: Vec<Vec<String>>,
    typed: Vec<String>,
    /// The first placeholder that is empty, after somebody tried to send it.
    missing: Option<usize>,
    /// The text stands in the field of the form.
    pub composed: bool,
}

/// Placeholders for names, in the languages of the standard texts.
const NAMES: [&str; 2] = ["user’s name or users’ names", "nom ou noms"];
const COMPANY: [&str; 2] = ["company’s name", "nom de l’entreprise"];

impl Filling {
    /// A text that was just chosen.
    pub(super) async fn of(app: &App, reader: &Reader, key: &str) -> Result<Self, Failure> {
        let (actor, key) = (reader.actor.clone(), key.to_owned());
        let text = app.desk.read(move |conn| community::ready_text(conn, &actor, &key)).await?;
        let organisation = app.desk.frame(&reader.actor).await?.organisation.clone();
        let values: Vec<String> = text
            .placeholders()
            .iter()
            .map(|placeholder| if COMPANY.contains(&inner(placeholder)) { organisation.clone() } else { String::new() })
            .collect();
        let (ticked, typed) = (vec![Vec::new(); values.len()], values.clone());
        Ok(Self { text, values, ticked, typed, missing: None, composed: false })
    }

    /// The same, filled in.
    pub(super) async fn sent(app: &App, reader: &Reader, form: &Form) -> Result<Self, Failure> {
        let mut filling = Self::of(app, reader, form.get("ready")).await?;
        filling.composed = !form.get("composed").is_empty();
        filling.ticked.clear();
        filling.typed.clear();
        for (at, value) in filling.values.iter_mut().enumerate() {
            let mut all: Vec<String> = form.all(&format!("fill-{at}-name"));
            all.retain(|name| !name.trim().is_empty());
            filling.ticked.push(all.clone());
            let typed = form.get(&format!("fill-{at}")).trim();
            filling.typed.push(typed.to_owned());
            if !typed.is_empty() {
                all.push(typed.to_owned());
            }
            *value = joined(reader, &all);
        }
        Ok(filling)
    }

    /// Puts the text together in `body`, after what stood there; false when a placeholder is still empty.
    pub(super) fn compose(&mut self, body: &mut String) -> bool {
        if self.composed {
            // It was changed by hand since: only what is left of the placeholders counts.
            let left = community::unfilled(&self.text, body).map(str::to_owned);
            self.missing = left.and_then(|left| self.text.placeholders().iter().position(|one| *one == left));
            return self.missing.is_none();
        }
        let mut out = self.text.text.clone();
        for (placeholder, value) in self.text.placeholders().into_iter().zip(&self.values) {
            if !value.is_empty() {
                out = out.replace(placeholder, value);
            }
        }
        self.missing = self.values.iter().position(String::is_empty);
        if self.missing.is_none() {
            *body = if body.trim().is_empty() { out } else { format!("{}\n\n{out}", body.trim_end()) };
            self.composed = true;
        }
        self.missing.is_none()
    }

    /// The fields and the text; `people` can be greeted by name.
    pub(super) fn fields(&self, reader: &Reader, people: &[String], body: &str) -> Markup {
        let text = reader.text;
        let placeholders = self.text.placeholders();
        let left = i64::try_from(self.values.iter().filter(|value| value.is_empty()).count()).unwrap_or(0);
        html! {
            input type="hidden" name="ready" value=(self.text.key());
            @if self.composed {
                input type="hidden" name="composed" value="1";
                @if let Some(placeholder) = self.missing.and_then(|at| placeholders.get(at)) {
                    p.error #error-body role="alert" { (text.msg_ready_unfilled(*placeholder)) }
                }
            } @else {
                // What was typed before the text was chosen.
                input type="hidden" name="body" value=(body);
                div.ready-fill {
                    h2 { (self.text.name) }
                    div.canned-fill role="group" aria-label=(text.msg_ready_preview()) { (self.preview()) }
                    p.hint { (text.msg_ready_left(left)) }
                    div.grid-2 {
                        @for (at, placeholder) in placeholders.iter().enumerate() { (self.field(reader, at, inner(placeholder), people)) }
                    }
                    div.cluster {
                        button.btn type="submit" name="compose" value="1" formnovalidate { (icon("pencil")) (text.msg_ready_compose()) }
                        button.text-button type="submit" name="without" value="1" formnovalidate { (text.msg_ready_without()) }
                    }
                }
            }
        }
    }

    fn field(&self, reader: &Reader, at: usize, words: &str, people: &[String]) -> Markup {
        let text = reader.text;
        let (id, value) = (format!("fill-{at}"), self.typed.get(at).map_or("", String::as_str));
        let ticked = |person: &String| self.ticked.get(at).is_some_and(|names| names.contains(person));
        let missing = self.missing == Some(at);
        let choices: Vec<&str> = words.split('/').map(str::trim).collect();
        let names = NAMES.contains(&words);
        html! {
            div.field {
                label for=(id) { (words) }
                @if names && !people.is_empty() {
                    div.cluster {
                        @for person in people {
                            label.check { input type="checkbox" name={ (id) "-name" } value=(person) checked[ticked(person)]; (person) }
                        }
                    }
                    input.input #(id) name=(id) placeholder=(text.msg_ready_other_names()) autocomplete="off"
                        value=(value) autofocus[missing] aria-invalid=[missing.then_some("true")];
                } @else if choices.len() > 1 && !names {
                    select.select #(id) name=(id) autofocus[missing] aria-invalid=[missing.then_some("true")] {
                        option value="" { (text.msg_customer_choose()) }
                        @for choice in &choices { option value=(choice) selected[*choice == value] { (choice) } }
                    }
                } @else {
                    textarea.textarea #(id) name=(id) rows="2" autofocus[missing] aria-invalid=[missing.then_some("true")] { "\n" (value) }
                }
                @if missing { p.error role="alert" { (text.msg_ready_fill()) } }
            }
        }
    }

    /// The text with its placeholders marked.
    fn preview(&self) -> Markup {
        let placeholders = self.text.placeholders();
        html! {
            @for paragraph in self.text.text.split("\n\n") {
                p {
                    @for piece in pieces(paragraph, &placeholders) {
                        @if placeholders.contains(&piece) { span.placeholder-token { (piece) } } @else { (piece) }
                    }
                }
            }
        }
    }
}

/// Names of those who took part and are not of the desk, each once.
pub(super) fn people(posts: &[Post]) -> Vec<String> {
    let mut people: Vec<String> =
        posts.iter().filter(|post| !post.by_staff && !post.name.is_empty()).map(|post| post.name.clone()).collect();
    people.sort();
    people.dedup();
    people
}

/// A placeholder without its brackets.
fn inner(placeholder: &str) -> &str {
    placeholder.trim_start_matches('[').trim_end_matches(']')
}

/// A paragraph cut at its placeholders.
fn pieces<'t>(paragraph: &'t str, placeholders: &[&'t str]) -> Vec<&'t str> {
    let mut out = Vec::new();
    let mut rest = paragraph;
    while let Some((at, found)) =
        placeholders.iter().filter_map(|one| rest.find(one).map(|at| (at, *one))).min_by_key(|(at, _)| *at)
    {
        let (before, from) = rest.split_at(at);
        out.push(before);
        let (whole, after) = from.split_at(found.len());
        out.push(whole);
        rest = after;
    }
    out.push(rest);
    out
}

/// Names as a sentence lists them: `Mia, Bob and Zoé`.
fn joined(reader: &Reader, names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => reader.text.msg_ready_and(first.join(", "), last),
    }
}

/// What somebody wants of the ready texts, with what they had typed kept.
pub(super) enum Wish {
    /// Go on with what was typed, or with the text that is being filled in.
    None,
    /// Take a text.
    Take,
    /// Write without one.
    Without,
}

impl Wish {
    pub(super) fn of(form: &Form) -> Self {
        match (form.get("without").is_empty(), form.get("use").is_empty() || form.get("choose").is_empty()) {
            (false, _) => Self::Without,
            (true, false) => Self::Take,
            (true, true) => Self::None,
        }
    }
}

/// Chooses a text; the page comes back with its fields. It stands in the form, so that nothing typed is lost.
pub(super) fn chooser(reader: &Reader, texts: &[ReadyText], label: &str) -> Markup {
    let text = reader.text;
    let fits = |ready: &&ReadyText| ready.language == reader.lang;
    let (own, other): (Vec<&ReadyText>, Vec<&ReadyText>) = texts.iter().partition(fits);
    html! {
        div.ready-choose {
            label for="choose" { (label) }
            select.select #choose name="choose" {
                option value="" { (text.msg_customer_choose()) }
                @for ready in own.iter().chain(&other) { option value=(ready.key()) lang=(ready.language) { (ready.name) } }
            }
            button.btn type="submit" name="use" value="1" formnovalidate { (text.msg_ready_take()) }
            a.hint href="/agent/settings/ready" { (text.msg_ready_manage()) }
        }
    }
}
