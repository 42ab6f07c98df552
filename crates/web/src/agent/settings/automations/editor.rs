//! The form of a rule: when, if, then.

use desk::automation::{Deed, Property, Trigger, WHOEVER_HAS_IT};
use desk::{Frame, limits};
use maud::{Markup, html};

use super::typed::{Act, Typed};
use super::words;
use crate::agent::conditions::fields::{self, adder, remover, select, select_or_nothing};
use crate::parts::{self, Errors};
use crate::reader::Reader;

/// The whole form; `beside` is what trying it found.
pub(super) fn form(
    reader: &Reader,
    frame: &Frame,
    action: &str,
    typed: &Typed,
    errors: &Errors,
    name_shown: &str,
    beside: &Markup,
) -> Markup {
    let text = reader.text;
    html! {
        form.with-panel.rule-form method="post" action=(action) {
            // Enter in a field saves; the first button of a form is what it presses.
            button.sr-only type="submit" name="action" value="save" tabindex="-1" aria-hidden="true" {}
            div.rule-col {
                @if let Some(definition) = typed.definition().filter(|one| !one.steps.is_empty()) {
                    p.sentence { (words::sentence(reader, frame, &definition)) }
                }
                div.rule-top {
                    (name_field(reader, typed, errors, name_shown))
                    label.switch {
                        span { (text.msg_settings_rule_on()) }
                        input type="checkbox" role="switch" name="enabled" value="true" checked[typed.enabled];
                    }
                }
                div.rule {
                    (when(reader, typed, errors))
                    section.card.rule-card aria-labelledby="rule-if" {
                        (head("if", "list-filter", "rule-if", &text.msg_settings_rule_if(), &fields::mode(reader, &typed.conditions, 0)))
                        div.rule-body {
                            (fields::conditions(reader, frame, Property::ALL, &typed.conditions, errors))
                        }
                    }
                    section.card.rule-card aria-labelledby="rule-then" {
                        (head("then", "play", "rule-then", &text.msg_settings_rule_then(), &html! {}))
                        div.rule-body {
                            (parts::error_line(reader, errors, "steps"))
                            @for (at, act) in typed.acts.iter().enumerate() { (act_line(reader, frame, act, at)) }
                            div.cond { span.join {} (adder("act", "plus", &text.msg_settings_rule_step_add())) }
                        }
                    }
                }
                div.savebar {
                    span.spacer {}
                    a.btn href="/agent/settings/automations" data-variant="quiet" { (text.msg_agent_cancel()) }
                    button.btn type="submit" name="action" value="save" data-variant="primary" {
                        (text.msg_agent_save())
                    }
                }
            }
            aside.panel.card aria-labelledby="try-title" { (try_panel(reader, typed, beside)) }
        }
    }
}

fn name_field(reader: &Reader, typed: &Typed, errors: &Errors, shown: &str) -> Markup {
    let wrong = parts::problem(reader, errors, "name").is_some();
    html! {
        div.field {
            label for="rule-name" { (reader.text.msg_settings_rule_name()) }
            input.input #rule-name name="name" value=(typed.name) placeholder=(shown) autocomplete="off"
                maxlength=(limits::NAME_CHARS_MAX) aria-invalid=[wrong.then_some("true")]
                aria-describedby=[wrong.then_some("error-name")];
            (parts::error_line(reader, errors, "name"))
        }
    }
}

fn when(reader: &Reader, typed: &Typed, errors: &Errors) -> Markup {
    let text = reader.text;
    let wrong = parts::problem(reader, errors, "wait").is_some();
    let triggers: Vec<(String, String)> =
        Trigger::ALL.iter().map(|one| (one.code().to_owned(), words::trigger(reader, *one))).collect();
    let units = [
        ("minutes".to_owned(), text.msg_settings_rule_minutes()),
        ("hours".to_owned(), text.msg_settings_rule_hours()),
        ("days".to_owned(), text.msg_settings_rule_days()),
    ];
    html! {
        section.card.rule-card aria-labelledby="rule-when" {
            (head("when", "zap", "rule-when", &text.msg_settings_rule_when(), &html! {}))
            div.rule-body {
                div.cond {
                    span.join {}
                    (select("trigger", &text.msg_settings_rule_trigger(), typed.trigger.code(), &triggers))
                }
                div.cond {
                    label.join for="rule-wait" { (text.msg_settings_rule_wait()) }
                    input.input.rule-number #rule-wait name="wait" value=(typed.wait) inputmode="numeric" placeholder="0"
                        maxlength="6" aria-describedby="wait-hint error-wait" aria-invalid=[wrong.then_some("true")];
                    (select("unit", &text.msg_settings_rule_unit(), &typed.unit, &units))
                    label.check {
                        input type="checkbox" name="in_hours" value="yes" checked[typed.in_hours];
                        (text.msg_settings_rule_in_hours())
                    }
                }
                (parts::error_line(reader, errors, "wait"))
                p.hint #wait-hint { (text.msg_settings_rule_wait_hint()) }
            }
        }
    }
}

fn head(tone: &str, symbol: &str, id: &str, title: &str, beside: &Markup) -> Markup {
    html! {
        header.rule-head {
            span.rule-badge data-tone=(tone) { (parts::icon(symbol)) }
            div.spacer { h2 id=(id) { (title) } }
            (beside)
        }
    }
}

fn act_line(reader: &Reader, frame: &Frame, act: &Act, at: usize) -> Markup {
    let text = reader.text;
    let deeds: Vec<(String, String)> =
        Deed::ALL.iter().map(|one| (one.code().to_owned(), words::deed(reader, *one))).collect();
    let has = |deeds: &[Deed]| act.deed.is_some_and(|deed| deeds.contains(&deed));
    let kept = |is: bool| if is { act.argument.as_str() } else { "" };
    let choice = |class: &str, name: &str, chosen: &str, options: Vec<(String, String)>| {
        html! {
            select.select.(class) name={ "s" (at) "." (name) } aria-label=(text.msg_settings_rule_value()) {
                // What is offered no more is kept until somebody chooses something else.
                @if !chosen.is_empty() && !options.iter().any(|(code, _)| code == chosen) {
                    option value=(chosen) selected { (chosen) }
                }
                @for (code, words) in options { option value=(code) selected[code == chosen] { (words) } }
            }
        }
    };
    let area = |name: &str, label: String, value: &str| {
        html! {
            div.field {
                label for={ "s" (at) "-" (name) } { (label) }
                textarea.textarea #{ "s" (at) "-" (name) } name={ "s" (at) "." (name) } rows="3"
                    aria-describedby={ "s" (at) "-hint" } maxlength=(limits::RULE_TEXT_CHARS_MAX) { (value) }
            }
        }
    };
    html! {
        div.act {
            div.cond {
                span.join { (at + 1) }
                (select_or_nothing(reader, &format!("s{at}.deed"), &text.msg_settings_rule_deed(),
                    act.deed.map_or("", Deed::code), &deeds))
                (choice("for-status", "status", kept(has(&[Deed::Status])), words::choices(reader, frame, Property::Status)))
                (choice("for-type", "type", kept(has(&[Deed::Type])), words::choices(reader, frame, Property::Type)))
                (choice("for-priority", "priority", kept(has(&[Deed::Priority])), words::choices(reader, frame, Property::Priority)))
                (choice("for-department", "department", kept(has(&[Deed::Department])), words::departments(frame)))
                (choice("for-project", "project", kept(has(&[Deed::Project])), words::projects(frame)))
                (choice("for-webhook", "webhook", kept(has(&[Deed::Webhook])), frame.webhooks.iter().map(|(id, name)| (id.to_string(), name.clone())).collect()))
                (choice("for-agent", "agent", kept(has(&[Deed::Assign, Deed::Notify])), words::agents(frame)))
                (choice("for-author", "author", kept(has(&[Deed::Reply, Deed::Note])), authors(reader, frame)))
                input.input.for-tag name={ "s" (at) ".tag" } aria-label=(text.msg_agent_tag()) autocomplete="off"
                    value=(kept(has(&[Deed::AddTag, Deed::RemoveTag]))) maxlength=(limits::TAG_CHARS_MAX);
                (remover(reader, &format!("drop_act:{at}")))
            }
            div.for-mail.grid-2 {
                (area("en", text.msg_settings_rule_en(), &act.en))
                (area("fr", text.msg_settings_rule_fr(), &act.fr))
                p.hint id={ "s" (at) "-hint" } { (text.msg_settings_rule_text_hint()) }
            }
        }
    }
}

/// In whose name a rule can write.
fn authors(reader: &Reader, frame: &Frame) -> Vec<(String, String)> {
    let whoever = (WHOEVER_HAS_IT.to_owned(), reader.text.msg_settings_rule_whoever());
    std::iter::once(whoever).chain(words::agents(frame)).collect()
}

fn try_panel(reader: &Reader, typed: &Typed, found: &Markup) -> Markup {
    let text = reader.text;
    let periods = [
        ("1".to_owned(), text.msg_settings_rule_try_day()),
        ("30".to_owned(), text.msg_settings_rule_try_month()),
        ("0".to_owned(), text.msg_settings_rule_try_all()),
    ];
    html! {
        header { h2 #try-title { (text.msg_settings_rule_try()) } }
        div.card-body.stack {
            div.cluster {
                (select("period", &text.msg_settings_rule_try_period(), &typed.period, &periods))
                button.btn type="submit" name="action" value="try" data-size="s" {
                    (parts::icon("play")) (text.msg_settings_rule_try())
                }
            }
            p.hint { (text.msg_settings_rule_try_hint()) }
            (found)
        }
    }
}
