//! A file before it counts: what its columns are, and what would become of its records.

use axum::http::StatusCode;
use desk::imports::{self, Import, State as Step, What};
use desk::tickets::Goal;
use desk::{Error, FieldError, Frame, ImportId, routing};
use import::{Definition, Field, Look, Shown, Unreadable, look};
use maud::{Markup, html};

use super::{HERE, find, report, show as show_import, what_name};
use crate::agent::shell::bits;
use crate::answer::{Answer, Failure, redirect};
use crate::app::App;
use crate::parts::{self, Errors};
use crate::reader::Reader;

/// Characters of a sample.
const SAMPLE: usize = 60;

async fn content(app: &App, import: &Import) -> Result<Vec<u8>, Failure> {
    let (files, name) = (app.desk.store().files().clone(), import.file_sha256.clone());
    Ok(app.desk.read(move |conn| files.get(conn, &name).map_err(Error::from)).await?)
}

/// What the form says; columns are numbered as the file has them.
fn definition(content: &[u8], what: What, sent: &[(String, String)]) -> Definition {
    let get = |name: &str| sent.iter().find(|(one, _)| one == name).map_or("", |(_, value)| value.as_str());
    let columns = import::columns(content).unwrap_or_default();
    let columns = columns.into_iter().enumerate().filter_map(|(place, (name, _))| {
        let field = Field::from_code(get(&format!("c{place}"))).filter(|field| Field::of(what).contains(field))?;
        Some((name, field))
    });
    Definition {
        columns: columns.collect(),
        department: get("department").parse().ok(),
        closed: get("otherwise") == "closed",
        month_first: get("dates") == "month",
        source: get("source").chars().filter(|c| !c.is_control()).take(desk::limits::NAME_CHARS_MAX).collect(),
        address: get("address").chars().filter(|c| !c.is_control()).take(desk::limits::ADDRESS_CHARS_MAX).collect(),
        records: 0,
    }
}

/// Keeps what the columns are, and starts if asked to.
pub(super) async fn save(app: &App, reader: &Reader, id: ImportId, sent: &[(String, String)], start: bool) -> Answer {
    let import = find(app, reader, id).await?;
    if import.state != Step::Draft {
        return Ok(redirect(&format!("{HERE}/{id}")));
    }
    let content = content(app, &import).await?;
    let mut definition = definition(&content, import.what, sent);
    let mut errors: Vec<FieldError> = Vec::new();
    if start {
        match look(&app.desk, content, import.what, definition.clone()).await? {
            Ok(look) if look.fine > 0 => definition.records = look.records,
            _ => errors.push(FieldError { field: "columns", problem: "nothing_fine" }),
        }
        if import.what == What::Mails && !is_own_address(app, &definition.address).await? {
            errors.push(FieldError { field: "address", problem: "unknown" });
        }
    }
    let kept = definition.kept()?;
    let go = start && errors.is_empty();
    let saved = app
        .desk
        .change(&reader.actor, move |c| {
            imports::define(c, id, &kept)?;
            if go { imports::go(c, id, Step::Running) } else { Ok(()) }
        })
        .await;
    match saved {
        Ok(()) if errors.is_empty() => Ok(redirect(&format!("{HERE}/{id}"))),
        Ok(()) => show_import(app, reader, StatusCode::UNPROCESSABLE_ENTITY, &import, &definition, &errors).await,
        Err(Error::TooLate) => Ok(redirect(&format!("{HERE}/{id}"))),
        Err(error) => Err(error.into()),
    }
}

async fn is_own_address(app: &App, address: &str) -> Result<bool, Failure> {
    let address = address.to_owned();
    Ok(app.desk.read(move |conn| routing::resolve_address(conn, &address)).await?.is_some())
}

/// The form, and what the file would become.
pub(super) async fn show(
    app: &App,
    reader: &Reader,
    frame: &Frame,
    import: &Import,
    definition: &Definition,
    errors: &Errors,
) -> Result<Markup, Failure> {
    let text = reader.text;
    let content = content(app, import).await?;
    let columns = import::columns(&content).unwrap_or_default();
    let looked = look(&app.desk, content, import.what, definition.clone()).await?;
    let action = format!("{HERE}/{}", import.id);
    let look = match &looked {
        Ok(look) => look,
        Err(unreadable) => {
            let words = match unreadable {
                Unreadable::Empty => text.msg_import_empty(),
                Unreadable::Format => text.msg_import_format(),
            };
            return Ok(html! {
                p.callout data-tone="danger" role="alert" { (parts::icon("circle-alert")) span { (words) } }
                form method="post" action=(action) {
                    button.btn type="submit" name="action" value="cancel" { (text.msg_import_forget()) }
                }
            });
        }
    };
    let addresses = match import.what {
        What::Mails => app.desk.read(routing::addresses).await?.into_iter().map(|one| one.address).collect(),
        _ => Vec::new(),
    };
    Ok(html! {
        form.stack #import-map method="post" action=(action) {
            @if import.what == What::Mails {
                (mail_options(reader, definition, &addresses, errors))
            } @else {
                (mapping(reader, import.what, definition, &columns, errors))
                @if import.what == What::Tickets { (ticket_options(reader, frame, definition)) }
            }
            div.cluster {
                button.btn type="submit" name="action" value="look" { (parts::icon("eye")) (text.msg_import_again()) }
                button.btn type="submit" name="action" value="start" data-variant="primary" {
                    (parts::icon("play")) (text.msg_import_start())
                }
                span.spacer {}
                button.btn type="submit" name="action" value="cancel" data-variant="quiet" formnovalidate {
                    (text.msg_import_forget())
                }
            }
        }
        (preview(reader, frame, import.what, look))
    })
}

fn mapping(
    reader: &Reader,
    what: What,
    definition: &Definition,
    columns: &[(String, String)],
    errors: &Errors,
) -> Markup {
    let text = reader.text;
    html! {
        section.stack {
            h2 { (text.msg_import_columns()) }
            p.hint { (text.msg_import_columns_hint()) }
            (parts::error_line(reader, errors, "columns"))
            div.table-wrap tabindex="0" role="group" aria-label=(text.msg_import_columns()) {
                table.table {
                    thead { tr {
                        th scope="col" { (text.msg_import_column()) }
                        th scope="col" { (text.msg_import_sample()) }
                        th scope="col" { (text.msg_import_means()) }
                    } }
                    tbody {
                        @for (place, (name, sample)) in columns.iter().enumerate() {
                            @let chosen = definition.columns.get(name);
                            tr {
                                th scope="row" { label for={ "c" (place) } { (name) } }
                                td.muted { (sample.chars().take(SAMPLE).collect::<String>()) }
                                td {
                                    select.select #{ "c" (place) } name={ "c" (place) } {
                                        option value="" { (text.msg_import_ignore()) }
                                        @for field in Field::of(what) {
                                            option value=(field.code()) selected[chosen == Some(field)] {
                                                (field_name(reader, *field))
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn ticket_options(reader: &Reader, frame: &Frame, definition: &Definition) -> Markup {
    let text = reader.text;
    html! {
        section.grid-2 {
            div.field {
                label for="department" { (text.msg_import_department()) }
                select.select #department name="department" {
                    @for service in &frame.services {
                        optgroup label=(service.name) {
                            @for department in &service.departments {
                                option value=(department.id) selected[definition.department == Some(department.id.0)] {
                                    (department.name)
                                }
                            }
                        }
                    }
                }
            }
            (otherwise(reader, definition))
            div.field {
                label for="dates" { (text.msg_import_dates()) }
                select.select #dates name="dates" {
                    @for (code, words) in [("day", text.msg_import_day_first()), ("month", text.msg_import_month_first())] {
                        option value=(code) selected[definition.month_first == (code == "month")] { (words) }
                    }
                }
            }
            div.field {
                label for="source" { (text.msg_import_source()) " " span.optional { (text.msg_agent_optional()) } }
                input.input #source name="source" value=(definition.source) autocomplete="off"
                    maxlength=(desk::limits::NAME_CHARS_MAX) aria-describedby="source-hint";
                p.hint #source-hint { (text.msg_import_source_hint()) }
            }
        }
    }
}

fn otherwise(reader: &Reader, definition: &Definition) -> Markup {
    let text = reader.text;
    html! {
        div.field {
            label for="otherwise" { (text.msg_import_otherwise()) }
            select.select #otherwise name="otherwise" {
                @for (code, words) in [("open", text.msg_status_open()), ("closed", text.msg_status_closed())] {
                    option value=(code) selected[definition.closed == (code == "closed")] { (words) }
                }
            }
        }
    }
}

fn mail_options(reader: &Reader, definition: &Definition, addresses: &[String], errors: &Errors) -> Markup {
    let text = reader.text;
    html! {
        section.grid-2 {
            div.field {
                label for="address" { (text.msg_import_address()) }
                select.select #address name="address" aria-describedby="error-address" {
                    @for address in addresses {
                        option value=(address) selected[*address == definition.address] { (address) }
                    }
                }
                (parts::error_line(reader, errors, "address"))
            }
            (otherwise(reader, definition))
        }
    }
}

fn preview(reader: &Reader, frame: &Frame, what: What, look: &Look) -> Markup {
    let text = reader.text;
    html! {
        section.stack #import-look aria-labelledby="look-title" {
            h2 #look-title { (text.msg_import_preview()) }
            p { (text.msg_import_fine(look.fine, look.records)) }
            @if !look.shown.is_empty() {
                div.table-wrap tabindex="0" role="group" aria-label=(text.msg_import_preview()) {
                    table.table {
                        thead { tr {
                            @for head in heads(reader, what) { th scope="col" { (head) } }
                        } }
                        tbody { @for one in &look.shown { (shown(reader, frame, one)) } }
                    }
                }
            }
            @if !look.unknown.is_empty() {
                h3 { (text.msg_import_unknown()) }
                p.hint { (text.msg_import_unknown_hint()) }
                ul.cluster {
                    @for (field, value, count) in &look.unknown {
                        li.tag { (field_name(reader, *field)) ": " b { (value.chars().take(SAMPLE).collect::<String>()) } " × " (count) }
                    }
                }
            }
            @if !look.problems.is_empty() {
                h3 { (text.msg_import_refused()) }
                ul.stack { @for (number, problem) in &look.problems { (report::problem(reader, *number, &problem.text())) } }
            }
        }
    }
}

fn heads(reader: &Reader, what: What) -> Vec<String> {
    let name = |field| field_name(reader, field);
    match what {
        What::Tickets => vec![
            name(Field::Address),
            name(Field::Subject),
            name(Field::CreatedAt),
            name(Field::Department),
            name(Field::Status),
            name(Field::Messages),
        ],
        What::People => vec![name(Field::Name), name(Field::Address)],
        What::Companies => vec![name(Field::Name), name(Field::Domain)],
        What::Mails => vec![what_name(reader, what)],
    }
}

fn shown(reader: &Reader, frame: &Frame, one: &Shown) -> Markup {
    html! {
        tr {
            @match one {
                Shown::Ticket { from, subject, at, department, kind, status, messages, notes } => {
                    td { (from) }
                    td { (subject) @if let Some(kind) = kind.and_then(|id| frame.kind(id)) { " " span.tag { (parts::type_name(reader, kind)) } } }
                    td { (parts::time(reader, *at)) }
                    td { (bits::department(frame, *department).map_or("", |(_, name)| name)) }
                    td { (status_words(reader, frame, *status)) }
                    td { (messages) @if *notes > 0 { " " span.meta { (reader.text.msg_import_notes(i64::try_from(*notes).unwrap_or(0))) } } }
                },
                Shown::Person(first, second) | Shown::Company(first, second) => { td { (first) } td { (second) } },
            }
        }
    }
}

fn status_words(reader: &Reader, frame: &Frame, goal: Goal) -> String {
    match goal {
        Goal::Category(category) => parts::category_name(reader, category),
        Goal::Status(id) => {
            let status = frame.types.iter().find_map(|kind| kind.status(id));
            status.map_or_else(String::new, |status| parts::status_name(reader, status))
        }
    }
}

/// What people call a field.
pub(super) fn field_name(reader: &Reader, field: Field) -> String {
    let text = reader.text;
    match field {
        Field::Id => text.msg_import_field_id(),
        Field::Subject => text.msg_agent_field_subject(),
        Field::Body => text.msg_import_field_body(),
        Field::Messages => text.msg_import_field_messages(),
        Field::Address => text.msg_agent_field_address(),
        Field::Name => text.msg_import_field_name(),
        Field::Company => text.msg_import_field_company(),
        Field::Domain => text.msg_import_field_domain(),
        Field::Language => text.msg_import_field_language(),
        Field::JobTitle => text.msg_import_field_job(),
        Field::Department => text.msg_agent_department(),
        Field::Type => text.msg_agent_type(),
        Field::Status => text.msg_agent_status(),
        Field::Priority => text.msg_agent_priority(),
        Field::Assignee => text.msg_agent_assignee(),
        Field::Tags => text.msg_agent_tags(),
        Field::CreatedAt => text.msg_import_field_created(),
        Field::DueOn => text.msg_project_due_on(),
    }
}
