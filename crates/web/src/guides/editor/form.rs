//! The form of a guide: the text in the middle, what agents decide about it at the side.

use desk::guides::{Kind, Readers};
use desk::{Frame, Time, limits};
use maud::{Markup, PreEscaped, html};

use super::super::history::difference;
use super::super::{kind_name, language_name, typed::Typed};
use super::Model;
use crate::agent::shell as agent_shell;
use crate::customer::shell;
use crate::parts::{self, Head, icon};
use crate::reader::Reader;

/// The whole page: in the agents' space for who manages guides, in the portal for members.
pub(super) fn page(reader: &Reader, model: &Model) -> Markup {
    let text = reader.text;
    let title = if model.guide.is_some() { text.msg_guide_edit_title() } else { text.msg_guide_new() };
    let target = model.guide.as_ref().map_or_else(|| "new".to_owned(), |guide| guide.id.to_string());
    let (top, editor) = (top(reader, model, &target), editor(reader, model, &target));
    if model.manages {
        let main = html! {
            header.topbar { (top) }
            h1.sr-only { (title) }
            div.ticket.editing {
                div.scroll tabindex="0" role="region" aria-label=(text.msg_guide_text()) { (editor) }
                aside.aside aria-label=(text.msg_guide_settings()) tabindex="0" { (side(reader, model)) }
            }
        };
        let here = format!("/guides/{target}/edit");
        let place = agent_shell::Place { active: "guides", title: &title, live: "", here: &here, detail: true };
        return agent_shell::document(reader, &model.frame, &place, &main);
    }
    let main = html! {
        div.portal data-size="m" {
            div.guide-top.editor-top { (top) }
            h1.sr-only { (title) }
            (editor)
            (placing(reader, model))
        }
    };
    let head = Head { title: &title, space: "customer", script: "customer.js", live: "", event: 0, more: None };
    shell::page_with_head(reader, &model.frame, "guides", &head, &main)
}

const FORM: &str = "guide-form";

/// Where it stands, what is kept, and what to do with it.
fn top(reader: &Reader, model: &Model, target: &str) -> Markup {
    let text = reader.text;
    let crumb = model.guide.as_ref().map_or_else(|| text.msg_guide_new(), |_| model.typed.written.title.clone());
    let home = if model.manages { "/agent/guides" } else { "/guides" };
    html! {
        // Enter in a field beside the text saves nothing.
        button type="submit" form=(FORM) disabled hidden {}
        nav aria-label=(text.msg_guide_crumbs()) {
            ol.crumbs {
                li { a href=(home) { (text.msg_guide_all()) } (icon("chevron-right")) }
                li aria-current="page" { span.truncate { (crumb) } }
            }
        }
        span.spacer {}
        span.meta.saved data-draft-state role="status" data-label-saving=(text.msg_agent_draft_saving())
            data-label-saved=(text.msg_agent_draft_saved()) data-label-unsaved=(text.msg_agent_draft_unsaved()) {}
        @if model.reading.is_some() {
            a.btn.desktop-only data-variant="quiet" data-size="s" href={ "/guides/" (target) "/versions?lang=" (model.typed.language) } {
                (icon("history")) (text.msg_guide_versions())
            }
        }
        button.btn data-size="s" form=(FORM) name="action" value="preview" formtarget="_blank" formnovalidate
            aria-label=(text.msg_guide_preview()) {
            (icon("eye")) span.desktop-only { (text.msg_guide_preview()) }
        }
        @if model.publishes {
            button.btn data-variant="primary" data-size="s" form=(FORM) name="action" value="publish" data-save {
                (text.msg_guide_publish())
            }
        } @else {
            button.btn data-variant="primary" data-size="s" form=(FORM) name="action" value="suggest" data-save {
                (text.msg_guide_send_in())
            }
        }
    }
}

fn editor(reader: &Reader, model: &Model, target: &str) -> Markup {
    let text = reader.text;
    let typed = &model.typed;
    let wrong = |field: &str| parts::problem(reader, &model.errors, field).map(|_| "true");
    html! {
        div.editor {
            (notes(reader, model))
            form #(FORM) method="post" action={ "/guides/" (target) "/edit" } enctype="multipart/form-data" data-guide-editor data-draft-whole
                data-draft-url={ "/guides/" (target) "/draft" } data-upload-to={ "/guides/" (target) "/files" }
                data-label-uploading=(text.msg_guide_uploading()) data-label-failed=(text.msg_request_failed()) {
                input type="hidden" name="lang" value=(typed.language);
                input type="hidden" name="base" value=(typed.written.base);
                @if let Some(was) = typed.fields.was.and_then(|was| serde_json::to_string(&was).ok()) { input type="hidden" name="was" value=(was); }
                label.sr-only for="title" { (text.msg_guide_title()) }
                textarea.editor-title #title name="title" rows="1" required maxlength=(limits::GUIDE_TITLE_CHARS_MAX)
                    placeholder=(text.msg_guide_title_hint()) lang=(typed.language) aria-invalid=[wrong("title")]
                    aria-describedby=[wrong("title").map(|_| "error-title")] { (typed.written.title) }
                (parts::error_line(reader, &model.errors, "title"))
                label.sr-only for="body" { (text.msg_guide_body()) }
                textarea.textarea.editor-source #body name="body" rows="20" required lang=(typed.language)
                    placeholder=(text.msg_guide_body_hint()) aria-invalid=[wrong("body")]
                    aria-describedby={ "body-hint" @if wrong("body").is_some() { " error-body" } } { "\n" (typed.written.source) }
                (parts::error_line(reader, &model.errors, "body"))
                (parts::error_line(reader, &model.errors, "files"))
                p.hint #body-hint data-plain { (text.msg_guide_markdown()) }
                template data-html { (PreEscaped(&model.html)) }
                (toolbar(reader))
                (insert(reader))
                (describe(reader))
                noscript {
                    div.field {
                        label for="files" { (text.msg_guide_add_files()) }
                        input #files type="file" name="files" multiple;
                        button.btn data-size="s" name="action" value="files" formnovalidate { (text.msg_guide_add_files()) }
                    }
                }
            }
        }
    }
}

/// What the writer should know before going on.
fn notes(reader: &Reader, model: &Model) -> Markup {
    let text = reader.text;
    let typed = &model.typed;
    html! {
        @if let Some(first) = model.waiting.suggested.first() {
            div.banner.editor-banner data-tone="info" {
                (icon("git-pull-request-arrow"))
                span { (text.msg_guide_suggested(i64::try_from(model.waiting.suggested.len()).unwrap_or(0))) }
                a.btn data-size="s" href={ "/agent/guides/edits/" (first.id) } { (text.msg_guide_review()) }
            }
        }
        @if model.edited && let Some(reading) = &model.reading {
            div.callout data-tone="warning" role="alert" {
                div {
                    p { strong { (text.msg_guide_conflict(&reading.author)) } }
                    p { (text.msg_guide_conflict_more()) }
                    details { summary { (text.msg_guide_conflict_show()) }
                        div.diff { (difference(&reading.source, &typed.written.source)) } }
                }
            }
        } @else if let (Some(draft), true) = (&model.draft, model.errors.is_empty()) {
            div.banner.editor-banner data-tone="info" {
                (icon("cloud-check"))
                span {
                    (text.msg_guide_your_draft()) " " (parts::time(reader, draft.at))
                    @match draft.because.as_str() { "" => {}, "replaced" => { " · " (text.msg_guide_replaced()) }, why => { " · " (text.msg_guide_sent_back(why)) } }
                }
                button.btn data-size="s" form=(FORM) name="action" value="discard" formnovalidate { (text.msg_guide_discard()) }
            }
        }
        @if model.guide.is_some() {
            nav.cluster.editor-languages aria-label=(text.msg_guide_languages()) {
                @for language in desk::guides::LANGUAGES {
                    @let current = language == typed.language;
                    @let there = if current { model.reading.is_some() } else { model.other.is_some() };
                    a.pill href={ "?lang=" (language) } hreflang=(language) aria-current=[current.then_some("page")] {
                        span lang=(language) { (language_name(language)) }
                        @if !there { " · " (text.msg_guide_missing_text()) }
                        @else if behind(model, current) { " · " (text.msg_guide_outdated()) }
                    }
                }
            }
        }
        @if model.reading.is_none() && model.other.is_some() {
            p.callout data-tone="info" { span { (text.msg_guide_translate(language_name(desk::guides::other_language(typed.language)))) } }
        }
    }
}

fn behind(model: &Model, current: bool) -> bool {
    let (Some(reading), Some(other)) = (&model.reading, &model.other) else { return false };
    if current { reading.is_behind(other) } else { other.is_behind(reading) }
}

/// The toolbar over selected text.
fn toolbar(reader: &Reader) -> Markup {
    let text = reader.text;
    let formats = [
        ("bold", "bold", text.msg_agent_format_bold()),
        ("italic", "italic", text.msg_agent_format_italic()),
        ("link", "link", text.msg_agent_format_link()),
        ("heading", "heading-2", text.msg_guide_format_heading()),
        ("list-ordered", "list-ordered", text.msg_guide_format_steps()),
        ("list", "list", text.msg_agent_format_list()),
        ("quote", "text-quote", text.msg_agent_format_quote()),
        ("code", "code", text.msg_agent_format_code()),
    ];
    html! {
        div.bubble-bar popover="manual" role="toolbar" aria-label=(text.msg_agent_format()) {
            @for (format, symbol, name) in &formats {
                button type="button" data-format=(format) aria-label=(name) title=(name) { (icon(symbol)) }
            }
            input type="text" inputmode="url" data-link hidden aria-label=(text.msg_agent_format_address()) placeholder="https://";
        }
    }
}

/// What can be put into the text; scripts show it.
fn insert(reader: &Reader) -> Markup {
    let text = reader.text;
    html! {
        div.editor-insert data-insert-bar hidden {
            button.btn type="button" data-variant="quiet" data-size="s" data-icon popovertarget="insert"
                aria-label=(text.msg_guide_insert()) title={ (text.msg_guide_insert()) " (/)" } { (icon("plus")) }
            span.meta { (text.msg_guide_insert_hint()) }
            button.btn type="button" data-variant="quiet" data-size="s" data-format-bar { (icon("type")) (text.msg_agent_format()) }
        }
        div.menu #insert popover {
            button.menu-item type="button" data-block="file" { (icon("image")) (text.msg_guide_insert_file()) }
            button.menu-item type="button" data-block="table" { (icon("table-2")) (text.msg_guide_insert_table()) }
            button.menu-item type="button" data-block="callout:info" { (icon("info")) (text.msg_guide_insert_note()) }
            button.menu-item type="button" data-block="callout:success" { (icon("lightbulb")) (text.msg_guide_insert_tip()) }
            button.menu-item type="button" data-block="callout:warning" { (icon("triangle-alert")) (text.msg_guide_insert_warning()) }
            button.menu-item type="button" data-block="code" { (icon("code")) (text.msg_agent_format_code()) }
            button.menu-item type="button" data-block="film" { (icon("play")) (text.msg_guide_insert_film()) }
        }
        input type="file" multiple hidden data-pick-files aria-label=(text.msg_guide_insert_file());
        ul.files data-uploads aria-live="polite" {}
        template data-words {
            span data-word="cell" { (text.msg_guide_word_cell()) }
            span data-word="callout" { (text.msg_guide_word_callout()) }
            span data-word="film" { (text.msg_guide_word_film()) }
        }
    }
}

/// Asks what a picture shows, and for a film's address.
fn describe(reader: &Reader) -> Markup {
    let text = reader.text;
    html! {
        dialog.dialog #describe closedby="any" aria-labelledby="describe-h" {
            div.dialog-head { h2 #describe-h { (text.msg_guide_describe()) } }
            div.dialog-body.stack {
                div.field { label for="describe-alt" { (text.msg_guide_describe_alt()) }
                    input.input #describe-alt autocomplete="off" maxlength="500" data-alt;
                    p.hint { (text.msg_guide_describe_why()) } }
                div.field { label for="describe-caption" { (text.msg_guide_describe_caption()) }
                    input.input #describe-caption autocomplete="off" maxlength="300" data-caption; }
            }
            div.dialog-foot {
                button.btn type="button" data-variant="danger" data-picture-remove { (text.msg_guide_picture_remove()) }
                button.btn type="button" data-variant="primary" data-picture-done { (text.msg_guide_describe_done()) }
            }
        }
        dialog.dialog #film closedby="any" aria-labelledby="film-h" {
            div.dialog-head { h2 #film-h { (text.msg_guide_insert_film()) } }
            div.dialog-body.stack {
                div.field { label for="film-url" { (text.msg_guide_film_address()) }
                    input.input #film-url inputmode="url" autocomplete="off" placeholder="https://www.youtube.com/watch?v=…" data-film-url;
                    p.hint { (text.msg_guide_film_hint()) } }
            }
            div.dialog-foot { button.btn type="button" data-variant="primary" data-film-done { (text.msg_guide_describe_done()) } }
        }
    }
}

fn category_field(reader: &Reader, model: &Model) -> Markup {
    let text = reader.text;
    let wrong = parts::problem(reader, &model.errors, "category").map(|_| "true");
    html! {
        div.field {
            label for="category" { (text.msg_guide_category()) }
            select.select #category name="category" form=(FORM) aria-invalid=[wrong] aria-describedby=[wrong.map(|_| "error-category")] {
                @for category in &model.categories {
                    option value=(category.id.map_or(0, |id| id.0)) selected[category.id == model.typed.fields.category] {
                        (category.name(reader.lang))
                    }
                }
            }
            (parts::error_line(reader, &model.errors, "category"))
        }
    }
}

/// Where a member's new guide goes.
fn placing(reader: &Reader, model: &Model) -> Markup {
    html! {
        @if model.guide.is_none() { section.form-card { (category_field(reader, model)) } }
        @else { input type="hidden" name="category" value=(model.typed.fields.category.map_or(0, |id| id.0)) form=(FORM); }
        @if model.other.is_some() { (in_step(reader, model)) }
    }
}

fn switch(name: &str, on: bool, label: &str, hint: &str) -> Markup {
    html! {
        label.switch {
            span { (label) small { (hint) } }
            input type="checkbox" role="switch" name=(name) value="on" checked[on] form=(FORM);
        }
    }
}

fn in_step(reader: &Reader, model: &Model) -> Markup {
    let text = reader.text;
    switch("in_step", model.typed.fields.in_step, &text.msg_guide_in_step(), &text.msg_guide_in_step_hint())
}

/// What agents decide: place, who may do what, the public link, embedding, figures.
fn side(reader: &Reader, model: &Model) -> Markup {
    let text = reader.text;
    let fields = &model.typed.fields;
    html! {
        (group(&text.msg_guide_place(), true, &html! {
            (category_field(reader, model))
            div.field {
                label for="kind" { (text.msg_guide_kind()) }
                select.select #kind name="kind" form=(FORM) {
                    @for kind in Kind::ALL { option value=(kind.code()) selected[*kind == fields.kind] { (kind_name(reader, *kind)) } }
                }
                p.hint { (text.msg_guide_order_hint()) }
            }
            (switch("featured", fields.featured, &text.msg_guide_featured_switch(), &text.msg_guide_featured_hint()))
            @if model.other.is_some() { (in_step(reader, model)) }
        }))
        (group(&text.msg_guide_rights(), true, &html! {
            (switch("locked", fields.locked, &text.msg_guide_locked(), &text.msg_guide_locked_hint()))
            (switch("public", fields.public, &text.msg_guide_public(), &text.msg_guide_public_hint()))
            @if let Some(link) = public_link(model) {
                div.copyline {
                    span.truncate #public-link { (link) }
                    button.btn type="button" data-size="s" data-icon data-copy="#public-link" aria-label=(text.msg_guide_copy_link()) { (icon("copy")) }
                }
            }
            (switch("internal", fields.internal, &text.msg_guide_internal(), &text.msg_guide_internal_hint()))
        }))
        (embedding(reader, model))
        (publishing(reader, model))
        (readers(reader, model))
        (foot(reader, model))
    }
}

fn group(title: &str, open: bool, body: &Markup) -> Markup {
    html! {
        details.disclosure open[open] {
            summary { (title) svg class="i chev" data-size="s" aria-hidden="true" { use href={ (crate::assets::url("icons.svg")) "#i-chevron-right" } {} } }
            div.disclosure-body.stack.side-switches { (body) }
        }
    }
}

fn public_link(model: &Model) -> Option<String> {
    let guide = model.guide.as_ref().filter(|guide| guide.readers == Readers::Public && guide.published)?;
    Some(format!("{}/g/{}", model.public_url, guide.link))
}

fn embedding(reader: &Reader, model: &Model) -> Markup {
    let text = reader.text;
    let Some(guide) = model.guide.as_ref().filter(|guide| guide.readers == Readers::Public && guide.published) else {
        return html! {};
    };
    let (base, link, title) = (&model.public_url, &guide.link, model.typed.written.title.replace('"', "&quot;"));
    let frame = format!(
        "<iframe src=\"{base}/e/{link}\"\n  title=\"{title}\"\n  width=\"100%\" height=\"480\" loading=\"lazy\"></iframe>"
    );
    let script = format!("<script async src=\"{base}/embed.js\"\n  data-guide=\"{link}\"></script>");
    group(
        &text.msg_guide_embed(),
        false,
        &html! {
            p.hint { (text.msg_guide_embed_hint()) }
            @for (id, code, label) in [("embed-script", &script, text.msg_guide_embed_script()), ("embed-frame", &frame, text.msg_guide_embed_frame())] {
                div.code {
                    pre #(id) tabindex="0" aria-label=(label) { (code) }
                    button.btn type="button" data-size="s" data-icon data-copy={ "#" (id) } aria-label={ (text.msg_guide_copy()) " " (label) } { (icon("copy")) }
                }
            }
        },
    )
}

fn publishing(reader: &Reader, model: &Model) -> Markup {
    let text = reader.text;
    let wrong = parts::problem(reader, &model.errors, "publish_at").map(|_| "true");
    group(
        &text.msg_guide_later(),
        wrong.is_some() || !model.waiting.scheduled.is_empty(),
        &html! {
            @for waiting in &model.waiting.scheduled {
                p.callout data-tone="info" {
                    (icon("clock"))
                    span { (text.msg_guide_waits(language_name(&waiting.language))) " "
                        @if let Some(at) = waiting.publish_at { (moment(reader, at)) }
                        " " a href={ "/agent/guides/edits/" (waiting.id) } { (text.msg_guide_review()) } }
                }
            }
            div.field {
                label for="publish_at" { (text.msg_guide_publish_at()) }
                input.input #publish_at type="datetime-local" name="publish_at" value=(model.typed.publish_at) form=(FORM)
                    aria-invalid=[wrong] aria-describedby=[wrong.map(|_| "error-publish_at")];
                (parts::error_line(reader, &model.errors, "publish_at"))
            }
            div { button.btn data-size="s" form=(FORM) name="action" value="schedule" { (icon("clock")) (text.msg_guide_schedule()) } }
        },
    )
}

/// A moment that lies ahead.
pub(in crate::guides) fn moment(reader: &Reader, at: Time) -> Markup {
    let zoned = at.timestamp().to_zoned(reader.zone.clone());
    html! { time datetime=(at.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ")) { (zoned.strftime("%Y-%m-%d %H:%M")) } }
}

fn readers(reader: &Reader, model: &Model) -> Markup {
    let text = reader.text;
    let Some(figures) = &model.figures else { return html! {} };
    group(
        &text.msg_guide_readers(),
        false,
        &html! {
            dl.props {
                div { dt { (text.msg_guide_reads()) } dd.num { (figures.reads) } }
                div { dt { (text.msg_guide_helped()) } dd.num { (figures.helpful) " / " (figures.votes) } }
                div { dt { (text.msg_guide_tickets()) } dd.num { (figures.tickets) } }
            }
            @if !figures.comments.is_empty() { ul.stack { @for comment in &figures.comments { li.callout data-tone="neutral" { span { (comment) } } } } }
        },
    )
}

fn foot(reader: &Reader, model: &Model) -> Markup {
    let text = reader.text;
    let Some(guide) = &model.guide else { return html! {} };
    let published = model.reading.as_ref().map(|reading| reading.published_at.is_some());
    html! {
        form.aside-foot method="post" action={ "/agent/guides/" (guide.id) "/act" } {
            input type="hidden" name="lang" value=(model.typed.language);
            @match published {
                Some(true) => button.btn data-variant="quiet" data-size="s" name="action" value="unpublish" { (icon("archive")) (text.msg_guide_unpublish()) },
                Some(false) => button.btn data-variant="quiet" data-size="s" name="action" value="publish" { (icon("eye")) (text.msg_guide_show_again()) },
                None => {}
            }
            @if guide.trashed {
                button.btn data-size="s" name="action" value="back" { (icon("undo-2")) (text.msg_guide_put_back()) }
            } @else {
                button.btn data-variant="danger" data-size="s" name="action" value="bin" { (icon("trash-2")) (text.msg_guide_delete()) }
            }
        }
    }
}

/// The guide as readers would get it, in a window of its own.
pub(super) fn preview(reader: &Reader, frame: &Frame, typed: &Typed, html: &str) -> Markup {
    let title =
        if typed.written.title.trim().is_empty() { reader.text.msg_guide_new() } else { typed.written.title.clone() };
    let main = html! {
        div.portal {
            p.callout data-tone="info" { (icon("eye")) span { (reader.text.msg_guide_preview_lead()) } }
            div.guide {
                header.guide-head { h1 lang=(typed.language) { (title) } }
                article lang=(typed.language) { div.prose { (PreEscaped(html)) } }
            }
        }
    };
    let head = Head { title: &title, space: "customer", script: "customer.js", live: "", event: 0, more: None };
    shell::page_with_head(reader, frame, "guides", &head, &main)
}
