//! One post: who wrote it, the words, what readers think of it, and what the reader may do.

use std::collections::HashSet;

use desk::community::{Measure, Post, Reaction};
use desk::tickets::Attachment;
use desk::{MessageId, Time};
use maud::{Markup, PreEscaped, html};

use super::topic::Model;
use crate::customer::shell;
use crate::parts::{self, icon};
use crate::reader::Reader;

/// Somebody's name as others read it.
pub(crate) fn name(reader: &Reader, name: &str) -> String {
    if name.is_empty() { reader.text.msg_topic_somebody() } else { name.to_owned() }
}

/// The post.
pub(super) fn post(reader: &Reader, model: &Model, post: &Post, first: bool) -> Markup {
    let topic = &model.seen.topic;
    let accepted = topic.accepted == Some(post.id);
    let official = topic.official == Some(post.id);
    let shown_name = name(reader, &post.name);
    html! {
        article.post #{ "post_" (post.id) } data-accepted[accepted || official] data-flagged[!post.withheld.is_empty() || post.reports > 0] {
            div.post-side { (shell::large_avatar(post.author, &post.name)) }
            header.post-head {
                b { (shown_name) }
                (badges(reader, model, post))
                (parts::time(reader, post.at))
                @if let Some((at, by)) = &post.edited { (edited(reader, post, *at, by)) }
                @if accepted { span.pill.end data-tone="success" { (icon("check")) (reader.text.msg_topic_accepted()) } }
                @if official { span.pill.end data-tone="accent" { (icon("shield-check")) (reader.text.msg_topic_official()) } }
            }
            div.post-body { (words(reader, model, post)) }
            footer.post-foot { (actions(reader, model, post, first)) }
        }
    }
}

fn badges(reader: &Reader, model: &Model, post: &Post) -> Markup {
    let text = reader.text;
    html! {
        @if post.by_staff {
            span.pill data-tone="accent" { (text.msg_topic_team(shell::shown_name(model.organisation))) }
        } @else if post.author == model.seen.topic.requester {
            span.pill { (text.msg_topic_asker()) }
        } @else {
            span.pill { (text.msg_topic_member()) }
        }
        @if let Some((measure, until)) = post.measure {
            span.pill data-tone="danger" { (icon("ban")) (measure_words(reader, measure, until)) }
        }
        @if post.reports > 0 {
            span.pill data-tone="warning" { (icon("flag")) (text.msg_topic_reports(post.reports)) }
        }
    }
}

/// What holds against somebody, for moderators.
pub(crate) fn measure_words(reader: &Reader, measure: Measure, until: Option<Time>) -> String {
    let text = reader.text;
    let day = until.map(|until| parts::date(reader, until));
    match (measure, day) {
        (Measure::Warning, _) => text.msg_moderation_warning(),
        (Measure::Slow, day) => text.msg_moderation_slow_until(day.unwrap_or_default()),
        (Measure::Silence, day) => text.msg_moderation_silence_until(day.unwrap_or_default()),
        (Measure::Ban, day) => text.msg_moderation_ban_until(day.unwrap_or_default()),
        (Measure::Removal, _) => text.msg_moderation_removed(),
    }
}

fn edited(reader: &Reader, post: &Post, at: Time, by: &str) -> Markup {
    let text = reader.text;
    let words = if by == post.name { text.msg_topic_edited() } else { text.msg_topic_edited_by(by) };
    html! { span.meta { (icon("pencil")) (words) " " (parts::time(reader, at)) } }
}

fn words(reader: &Reader, model: &Model, post: &Post) -> Markup {
    let text = reader.text;
    let mut shown = HashSet::new();
    let body = parts::with_pictures(&post.html, &post.files, None, &mut shown);
    let files: Vec<&Attachment> = post.files.iter().filter(|file| !shown.contains(&file.id)).collect();
    match (post.withheld.as_str(), post.html.is_empty()) {
        ("hidden", true) => html! { p.hidden-mark { (icon("eye-off")) (text.msg_topic_hidden(&post.because)) } },
        ("hidden", false) => html! {
            details.hidden-post {
                summary { (icon("eye-off")) (text.msg_topic_hidden_by(&post.withheld_by, &post.because)) " " span { (text.msg_topic_show()) } }
                (PreEscaped(&body))
            }
        },
        ("held", _) => html! {
            p.callout data-tone="warning" { (icon("hourglass")) span { @if reader.actor.person == Some(post.author) { (text.msg_topic_held()) } @else { (text.msg_topic_held_others()) } } }
            (PreEscaped(&body)) (shell::files(reader, &files))
        },
        _ => html! { (PreEscaped(model.with_mentions(&body))) (shell::files(reader, &files)) },
    }
}

fn actions(reader: &Reader, model: &Model, post: &Post, first: bool) -> Markup {
    let text = reader.text;
    let own = reader.actor.person == Some(post.author);
    let visible = post.withheld.is_empty();
    let topic = &model.seen.topic;
    let decides = reader.actor.is_staff() || reader.actor.person == Some(topic.requester);
    html! {
        @if visible {
            @for (reaction, counted) in Reaction::ALL.iter().zip(post.reactions) {
                @if (*reaction != Reaction::MeToo || first) && (counted.count > 0 || (model.may_react && !own)) {
                    (reaction_button(reader, model, post.id, *reaction, counted.count, counted.own, own))
                }
            }
        }
        a.btn data-variant="quiet" data-size="s" href={ (model.here) "#post_" (post.id) } { (icon("link")) (text.msg_topic_link()) }
        @if visible && model.may_write {
            a.btn data-variant="quiet" data-size="s" href={ (model.here) "?quote=" (post.id) "#comment" } rel="nofollow" data-quote {
                (icon("text-quote")) (text.msg_topic_quote())
            }
        }
        @if visible && decides && !first {
            (answer_button(reader, model, post.id, "accept", topic.accepted == Some(post.id)))
            @if reader.actor.is_staff() { (answer_button(reader, model, post.id, "official", topic.official == Some(post.id))) }
        }
        @if own && model.may_write && post.withheld != "hidden" && post.at.elapsed(reader.now) < desk::limits::OWN_EDIT {
            a.btn data-variant="quiet" data-size="s" href={ "/community/posts/" (post.id) "/edit" } { (icon("pencil")) (text.msg_topic_edit()) }
        }
        @if visible && model.may_react && !own && !reader.actor.is_staff() {
            a.btn data-variant="quiet" data-size="s" href={ "/community/posts/" (post.id) "/report" } rel="nofollow" {
                (icon("flag")) (text.msg_topic_report())
            }
        }
        @if reader.actor.is_staff() {
            a.btn.end data-variant="quiet" data-size="s" href={ "/agent/moderation/posts/" (post.id) } {
                (icon("shield-check")) (text.msg_topic_moderate())
            }
        }
    }
}

fn reaction_button(
    reader: &Reader,
    model: &Model,
    post: MessageId,
    reaction: Reaction,
    count: i64,
    pressed: bool,
    own: bool,
) -> Markup {
    let text = reader.text;
    let (symbol, words) = match reaction {
        Reaction::Helpful => ("arrow-big-up", text.msg_topic_helpful()),
        Reaction::Thanks => ("smile", text.msg_topic_thanks()),
        Reaction::MeToo => ("users-round", text.msg_topic_me_too()),
    };
    let label = text.msg_topic_reaction(&words, count);
    html! {
        @if model.may_react && !own {
            form method="post" action={ "/community/posts/" (post) "/react" } data-enhance {
                input type="hidden" name="back" value=(model.here_now);
                button.btn type="submit" name="kind" value=(reaction.code()) data-variant="quiet" data-size="s"
                    aria-pressed=(if pressed { "true" } else { "false" }) aria-label=(label) title=(words) {
                    (icon(symbol)) @if count > 0 { (count) }
                }
            }
        } @else {
            span.btn.still data-variant="quiet" data-size="s" role="img" aria-label=(label) title=(words) { (icon(symbol)) (count) }
        }
    }
}

fn answer_button(reader: &Reader, model: &Model, post: MessageId, what: &str, on: bool) -> Markup {
    let text = reader.text;
    let (symbol, words) = match (what, on) {
        ("accept", false) => ("check", text.msg_topic_accept()),
        ("accept", true) => ("undo-2", text.msg_topic_accept_not()),
        (_, false) => ("shield-check", text.msg_topic_make_official()),
        (_, true) => ("undo-2", text.msg_topic_official_not()),
    };
    let value = if on { String::new() } else { post.to_string() };
    html! {
        form method="post" action={ "/community/" (model.seen.topic.id) "/answer" } data-enhance {
            input type="hidden" name="kind" value=(what);
            button.btn type="submit" name="post" value=(value) data-variant="quiet" data-size="s" { (icon(symbol)) (words) }
        }
    }
}
