//! What trying a rule found: counts, a picture by day, what would change, what was missed narrowly.

use desk::automation::{Deed, Preview, RuleEffect, Trace};
use desk::{Frame, TicketId};
use maud::{Markup, html};

use super::words;
use crate::reader::Reader;

pub(super) fn found(reader: &Reader, frame: &Frame, preview: &Preview) -> Markup {
    let text = reader.text;
    html! {
        div.dry-run.stack #tried role="status" {
            dl.dry-stats {
                div.stat { dt { (text.msg_settings_rule_try_matched()) } dd #tried-matched { (preview.matched) } }
                div.stat { dt { (text.msg_settings_rule_try_read()) } dd #tried-read { (preview.read) } }
            }
            @if preview.cut { p.hint { (text.msg_settings_rule_try_cut()) } }
            (days(preview))
            @for (rule, count) in &preview.wakes {
                p.callout data-tone="warning" {
                    (text.msg_settings_rule_try_wakes(i64::try_from(*count).unwrap_or(0), words::title(reader, rule)))
                }
            }
            h3.meta { (text.msg_settings_rule_try_changes()) }
            @if preview.matches.is_empty() { p.hint { (text.msg_settings_rule_try_none()) } }
            ul.diff-list {
                @for one in &preview.matches {
                    li {
                        (ticket(one.ticket, &one.subject))
                        span { @for effect in &one.effects { (change(reader, frame, effect)) " " } }
                    }
                }
            }
            @if !preview.near.is_empty() {
                h3.meta { (text.msg_settings_rule_try_near()) }
                ul.diff-list {
                    @for (id, subject, trace) in &preview.near {
                        li { (ticket(*id, subject)) span { (missed(reader, frame, trace)) } }
                    }
                }
            }
            p.hint { (text.msg_settings_rule_try_foot()) }
        }
    }
}

fn ticket(id: TicketId, subject: &str) -> Markup {
    html! { a.truncate href={ "/agent/tickets/" (id) } { "#" (id) " " (subject) } }
}

/// Matches by day as bars of a picture; the list beside says the same.
fn days(preview: &Preview) -> Markup {
    let most = preview.days.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let (Some((first, _)), Some((last, _))) = (preview.days.first(), preview.days.last()) else { return html! {} };
    // The last 60 days that had matches at most: a bar of 4, a gap of 1.
    let begin = (*first).max(last - 59);
    let width = (last - begin + 1) * 5;
    html! {
        svg.chart viewBox={ "0 0 " (width) " 40" } preserveAspectRatio="none" aria-hidden="true" {
            @for (day, count) in preview.days.iter().filter(|(day, _)| *day >= begin) {
                @let height = (count * 38).div_ceil(most.max(1)) + 2;
                rect.s1b x=((day - begin) * 5) y=(40 - height) width="4" height=(height) rx="1" {}
            }
        }
    }
}

/// A value before and after, in words.
pub(super) fn change(reader: &Reader, frame: &Frame, effect: &RuleEffect) -> Markup {
    let text = reader.text;
    let words = |value: &str| words::argument(reader, frame, effect.deed, value);
    html! {
        @match effect.deed {
            Deed::Reply | Deed::Note => {
                (words::deed(reader, effect.deed)) " " b { (words(&effect.before)) } ": " span.soft { (effect.after) }
            },
            Deed::Acknowledge => {
                span title=(if effect.after.is_empty() { text.msg_settings_rule_usual() } else { effect.after.clone() }) {
                    (text.msg_settings_rule_mail_to(&effect.before))
                }
            },
            Deed::Status | Deed::Type | Deed::Priority | Deed::Department | Deed::Project | Deed::Assign => {
                @if !effect.before.is_empty() { (words(&effect.before)) " " }
                "→ " b { (words(&effect.after)) }
            },
            Deed::AddTag => { "+ " b { (effect.after) } },
            Deed::RemoveTag => { "− " b { (effect.before) } },
            Deed::Notify => { (words::deed(reader, effect.deed)) " " b { (words::agent(frame, &effect.after).unwrap_or("?")) } },
            other => { (words::deed(reader, other)) },
        }
    }
}

/// The one test that did not hold, and what it saw.
fn missed(reader: &Reader, frame: &Frame, trace: &Trace) -> Markup {
    match trace {
        Trace::Test { held: true, .. } => html! {},
        Trace::Test { test, seen, .. } => {
            let seen: Vec<String> =
                seen.iter().map(|value| words::value(reader, frame, test.property, value)).collect();
            html! { (words::property(reader, test.property)) ": " (seen.join(", ")) }
        }
        Trace::Group { of, .. } => html! { @for part in of { (missed(reader, frame, part)) } },
    }
}
