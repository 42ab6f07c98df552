//! Pieces of forms: what is wrong with a field, next to the field.

use desk::FieldError;
use maud::{Markup, html};

use crate::reader::Reader;

/// What is wrong with a form that came back.
pub(crate) type Errors = [FieldError];

/// What is wrong with a field, in the reader's language.
pub(crate) fn problem(reader: &Reader, errors: &Errors, field: &str) -> Option<String> {
    let error = errors.iter().find(|error| error.field == field)?;
    let text = reader.text;
    Some(match error.problem {
        "required" => text.msg_error_required(),
        "too_long" => text.msg_error_too_long(),
        "too_short" => text.msg_error_too_short(),
        "bad_address" => text.msg_error_bad_address(),
        "own_address" => text.msg_error_own_address(),
        "staff_address" => text.msg_error_staff_address(),
        "accept" => text.msg_error_accept(),
        "own" => text.msg_error_own(),
        "locked" => text.msg_topic_refused_locked(),
        "staff" => text.msg_error_staff(),
        "first" => text.msg_error_first(),
        "out_of_range" => text.msg_error_out_of_range(),
        "too_many_mentions" => text.msg_error_too_many_mentions(),
        "changed" => text.msg_error_changed(),
        "too_deep" => text.msg_error_too_deep(),
        "undescribed" => text.msg_error_undescribed(),
        "missing_file" => text.msg_error_missing_file(),
        "too_light" => text.msg_error_too_light(),
        "no_zip" => text.msg_error_no_zip(),
        "moment" => text.msg_error_moment(),
        "too_far" => text.msg_error_too_far(),
        "too_many_scheduled" => text.msg_error_too_many_scheduled(desk::limits::SCHEDULED_MAX.to_string()),
        "past" => text.msg_error_past(),
        "in_use" => text.msg_error_in_use(),
        "taken" => text.msg_error_taken(),
        "too_many" => text.msg_error_too_many(),
        "too_large" => text.msg_error_too_large(),
        "wrong" => text.msg_error_wrong(),
        "away" => text.msg_error_away(),
        "no_ticket" => text.msg_error_no_ticket(),
        "same_ticket" => text.msg_error_same_ticket(),
        "merged" => text.msg_error_merged(),
        "no_ticket_number" => text.msg_error_no_ticket_number(),
        "into_public" => text.msg_error_into_public(),
        "only_message" => text.msg_error_only_message(),
        "unnamed" => text.msg_error_unnamed(),
        "number" => text.msg_error_number(),
        "mails" => text.msg_error_mails(),
        "nothing_fine" => text.msg_error_nothing_fine(),
        "date" => text.msg_error_date(),
        "effort" => text.msg_error_effort(),
        "bad_domain" => text.msg_error_bad_domain(),
        "bad_name" => text.msg_error_bad_name(),
        "reserved" => text.msg_error_reserved(),
        "has_portal" => text.msg_error_has_portal(),
        "no_picture" => text.msg_error_no_picture(),
        "nobody_there" => text.msg_error_nobody_there(),
        "over" => text.msg_error_over(),
        "bad_url" => text.msg_error_bad_url(),
        "bad_host" => text.msg_error_bad_host(),
        "bad_port" => text.msg_error_bad_port(),
        "needs_tls" => text.msg_error_needs_tls(),
        "same_folder" => text.msg_error_same_folder(),
        "bad_key" => text.msg_error_bad_key(),
        "bad_https" => text.msg_error_bad_https(),
        "order" => text.msg_error_order(),
        "last" => text.msg_error_last(),
        "expired" => text.msg_error_expired(),
        "too_often" => text.msg_error_too_often(),
        "too_many_types" => text.msg_error_too_many_types(desk::limits::TYPES_PER_FAMILY.to_string()),
        "first_type" => text.msg_error_first_type(),
        "default_plan" => text.msg_error_default_plan(),
        "default_status" => text.msg_error_default_status(),
        "default_closed" => text.msg_error_default_closed(),
        "last_closed" => text.msg_error_last_closed(),
        _ => text.msg_error_unknown(),
    })
}

/// The line under a field that says what is wrong; its id goes into `aria-describedby`.
pub(crate) fn error_line(reader: &Reader, errors: &Errors, field: &str) -> Markup {
    html! {
        @if let Some(problem) = problem(reader, errors, field) {
            p.error id={ "error-" (field) } { (problem) }
        }
    }
}

/// A size as people read it: `212 KB`, `212 Ko`.
pub(crate) fn file_size(reader: &Reader, bytes: i64) -> String {
    let (kilo, mega, point) = if reader.lang == "fr" { ("Ko", "Mo", ',') } else { ("KB", "MB", '.') };
    if bytes < 1_000_000 {
        format!("{}\u{a0}{kilo}", (bytes + 999) / 1000)
    } else {
        format!("{}{point}{}\u{a0}{mega}", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
    }
}
