//! An import that runs or has ended: how far it is, what became of its records, and that nothing is missing.

use desk::imports::{self, Import, State as Step, Tally, What};
use import::{Definition, Problem};
use maud::{Markup, html};

use super::draft::field_name;
use super::{HERE, step_name};
use crate::answer::Failure;
use crate::app::App;
use crate::parts;
use crate::reader::Reader;

pub(super) async fn show(
    app: &App,
    reader: &Reader,
    import: &Import,
    definition: &Definition,
) -> Result<Markup, Failure> {
    let id = import.id;
    let (problems, (mails, waiting)) =
        app.desk.read(move |conn| Ok((imports::problems(conn, id)?, imports::mails(conn, id)?))).await?;
    let text = reader.text;
    // A mail is taken first and understood then: the ledger knows what became of it.
    let of_mails = import.what == What::Mails;
    let tally = if of_mails { Tally { refused: mails.refused + import.tally.refused, ..mails } } else { import.tally };
    let done = if of_mails { tally.sum() } else { import.position };
    let button = |action: &str, symbol: &str, words: String| {
        html! { button.btn type="submit" name="action" value=(action) { (parts::icon(symbol)) (words) } }
    };
    Ok(html! {
        div.stack #import-report {
            p { span.pill #import-state data-state=(import.state.code()) data-outline { (step_name(reader, import.state)) } }
            div.import-meter {
                progress max=(definition.records.max(1)) value=(done) aria-label=(text.msg_import_progress()) {}
                p.meta { b #import-done { (done) } span { (text.msg_import_of(definition.records)) } }
            }
            @if !import.state.is_final() {
                form.cluster method="post" action={ (HERE) "/" (import.id) } data-enhance {
                    @if import.state == Step::Running {
                        (button("pause", "pause", text.msg_import_pause()))
                    } @else {
                        (button("resume", "play", text.msg_import_resume()))
                    }
                    (button("cancel", "x", text.msg_import_cancel()))
                }
            }
            dl.dry-stats #import-tally {
                (stat(&text.msg_import_made(), tally.made))
                (stat(&text.msg_import_known(), tally.known))
                (stat(&if of_mails { text.msg_import_held() } else { text.msg_import_refused() }, tally.refused))
                @if waiting > 0 { (stat(&text.msg_import_waiting(), waiting)) }
                (stat(&text.msg_import_sum(), tally.sum() + waiting))
            }
            @if of_mails && mails.refused > 0 {
                p { a href="/agent/mail" { (text.msg_import_ledger()) } }
            }
            @if !problems.is_empty() {
                section.stack {
                    h2 { (text.msg_import_refused()) }
                    ul.stack #import-problems { @for (number, kept) in &problems { (problem(reader, *number, kept)) } }
                    @if i64::try_from(problems.len()).is_ok_and(|shown| shown < tally.refused) && !of_mails {
                        p.hint { (text.msg_import_more(tally.refused)) }
                    }
                }
            }
        }
    })
}

fn stat(name: &str, count: i64) -> Markup {
    html! { div.stat { dt { (name) } dd { (count) } } }
}

/// A record that was refused: which, and what is wrong with it.
pub(super) fn problem(reader: &Reader, number: i64, kept: &str) -> Markup {
    let text = reader.text;
    let (field, code) = Problem::read(kept);
    let words = match code {
        "required" => text.msg_error_required(),
        "bad_address" => text.msg_error_bad_address(),
        "date" => text.msg_import_bad_date(),
        "columns" => text.msg_import_bad_columns(),
        "too_long" => text.msg_error_too_long(),
        "unknown" => text.msg_error_unknown(),
        _ => text.msg_import_unreadable(),
    };
    html! {
        li {
            b { (text.msg_import_record(number)) } " "
            @if let Some(field) = field { (field_name(reader, field)) ": " }
            (words)
        }
    }
}
