//! The mail ledger: sums that must agree, and what waits for a person.

use desk::Frame;
use desk::limits::MAIL_KEPT_DAYS;
use desk::mailflow::halt::Halt;
use desk::mailflow::held::HeldPage;
use desk::mailflow::inbound::{AddressSums, Sums};
use desk::mailflow::mailboxes::{Comparison, Mailbox};
use desk::mailflow::pauses::Pause;
use maud::{Markup, html};

use super::held_mail;
use super::mail_leaving::{self, Leaving};
use super::settings;
use super::shell;
use crate::parts::{self, Errors};
use crate::reader::Reader;

/// What the page shows.
pub(crate) struct Ledger {
    /// Incoming mail by address.
    pub addresses: Vec<AddressSums>,
    /// Mailboxes beside the ledger.
    pub mailboxes: Vec<(Mailbox, Comparison)>,
    /// What waits for a person.
    pub held: HeldPage,
    /// What somebody has put aside.
    pub discarded: HeldPage,
    /// Where automatic mails are paused.
    pub paused: Vec<Pause>,
    /// Days that mails are kept; nothing for ever.
    pub kept: Option<i64>,
    /// Why no mail leaves.
    pub halt: Option<Halt>,
    /// How much mail leaves.
    pub leaving: Leaving,
}

/// The page of the ledger.
pub(crate) fn page(reader: &Reader, frame: &Frame, ledger: &Ledger, errors: &Errors) -> Markup {
    let text = reader.text;
    let Ledger { addresses, mailboxes, held, discarded, paused, kept, halt, leaving } = ledger;
    let (sums, kept) = (&total(addresses), *kept);
    let title = text.msg_agent_ledger();
    let main = html! {
        header.topbar { h1 { (title) } }
        div.scroll {
            div.page.stack #ledger data-region="morph" data-waiting=(sums.received) {
                p.soft { (text.msg_agent_ledger_intro()) }
                @if let Some(halt) = halt { (standstill(reader, halt)) }
                (mail_leaving::full(reader, leaving))
                (numbers(reader, sums))
                (balance(reader, sums))
                @if addresses.len() > 1 { (by_address(reader, addresses)) }
                @if !mailboxes.is_empty() { (by_mailbox(reader, mailboxes)) }
                @if !leaving.holds.is_empty() { (mail_leaving::holds(reader, &leaving.holds)) }
                @if !paused.is_empty() { (pauses(reader, paused)) }
                (held_mail::cards(reader, held, discarded, (sums.held, sums.discarded)))
                (mail_leaving::limits(reader, leaving, errors))
                (keeping(reader, kept))
            }
        }
    };
    let place = shell::Place {
        active: "mail",
        title: &title,
        live: "tickets inbound mailboxes",
        here: "/agent/mail",
        detail: false,
    };
    shell::settings(reader, frame, &place, &main)
}

/// How long mails are kept as they came.
fn keeping(reader: &Reader, kept: Option<i64>) -> Markup {
    let text = reader.text;
    html! {
        section.card aria-labelledby="keeping" {
            header { h2 #keeping { (text.msg_keeping_title()) } }
            div.card-body.stack {
                p.soft { (text.msg_keeping_lead()) }
                form.stack #keeping-form method="post" action="/agent/mail/keeping" data-enhance {
                    div.field {
                        label for="keeping-days" { (text.msg_keeping_days()) }
                        select.select #keeping-days name="days" {
                            option value="" selected[kept.is_none()] { (text.msg_keeping_forever()) }
                            @for days in MAIL_KEPT_DAYS {
                                option value=(days) selected[kept == Some(days)] { (text.msg_keeping_for(days)) }
                            }
                        }
                    }
                    div { button.btn type="submit" { (text.msg_agent_save()) } }
                }
            }
        }
    }
}

fn total(addresses: &[AddressSums]) -> Sums {
    addresses.iter().map(|one| one.sums).fold(Sums::default(), |all, one| Sums {
        accepted: all.accepted + one.accepted,
        done: all.done + one.done,
        duplicate: all.duplicate + one.duplicate,
        held: all.held + one.held,
        discarded: all.discarded + one.discarded,
        received: all.received + one.received,
    })
}

fn by_address(reader: &Reader, addresses: &[AddressSums]) -> Markup {
    let text = reader.text;
    let title = text.msg_agent_ledger_addresses();
    html! {
        section.card aria-labelledby="addresses" {
            header { h2 #addresses { (title) } span.count { (addresses.len()) } }
            div.table-wrap tabindex="0" role="group" aria-label=(title) {
                table.table data-cards {
                    thead {
                        tr {
                            th scope="col" { (text.msg_agent_held_to()) }
                            th.end scope="col" { (text.msg_agent_sum_accepted()) }
                            th.end scope="col" { (text.msg_agent_sum_done()) }
                            th.end scope="col" { (text.msg_agent_sum_duplicate()) }
                            th.end scope="col" { (text.msg_agent_sum_held()) }
                            th.end scope="col" { (text.msg_agent_sum_discarded()) }
                            th.end scope="col" { (text.msg_agent_sum_received()) }
                            th scope="col" { (text.msg_agent_ledger_last()) }
                        }
                    }
                    tbody { @for one in addresses { (address_row(reader, one)) } }
                }
            }
        }
    }
}

/// What the servers show beside what became of it.
fn by_mailbox(reader: &Reader, mailboxes: &[(Mailbox, Comparison)]) -> Markup {
    let text = reader.text;
    let title = text.msg_mailbox_title();
    html! {
        section.card aria-labelledby="mailboxes" {
            header { h2 #mailboxes { (title) } span.count { (mailboxes.len()) } }
            div.table-wrap tabindex="0" role="group" aria-label=(title) {
                table.table data-cards {
                    thead {
                        tr {
                            th scope="col" { (text.msg_mailbox_login()) }
                            th scope="col" { (text.msg_ledger_agrees()) }
                            th.end scope="col" { (text.msg_ledger_on_server()) }
                            th.end scope="col" { (text.msg_agent_sum_done()) }
                            th.end scope="col" { (text.msg_agent_sum_duplicate()) }
                            th.end scope="col" { (text.msg_agent_sum_held()) }
                            th.end scope="col" { (text.msg_agent_sum_discarded()) }
                            th.end scope="col" { (text.msg_agent_sum_received()) }
                            th.end scope="col" { (text.msg_ledger_not_taken()) }
                            th.end scope="col" { (text.msg_ledger_left()) }
                            th scope="col" { (text.msg_ledger_looked()) }
                        }
                    }
                    tbody { @for (mailbox, compared) in mailboxes { (mailbox_row(reader, mailbox, compared)) } }
                }
            }
        }
    }
}

/// What became of mail, each number with its name; the last is what waits to be read.
fn became(reader: &Reader, sums: &Sums) -> [(String, i64); 5] {
    let text = reader.text;
    [
        (text.msg_agent_sum_done(), sums.done),
        (text.msg_agent_sum_duplicate(), sums.duplicate),
        (text.msg_agent_sum_held(), sums.held),
        (text.msg_agent_sum_discarded(), sums.discarded),
        (text.msg_agent_sum_received(), sums.received),
    ]
}

fn mailbox_row(reader: &Reader, mailbox: &Mailbox, compared: &Comparison) -> Markup {
    let text = reader.text;
    let (sums, progress) = (&compared.sums, &mailbox.progress);
    let difference = progress.on_server - compared.found();
    html! {
        tr #{ "ledger-mailbox-" (mailbox.id) } {
            th scope="row" { (mailbox.login) small { " " (settings::mailbox_place(mailbox)) } }
            td.nowrap data-label=(text.msg_ledger_agrees()) {
                @if mailbox.active && progress.trouble.is_some() {
                    a href="/agent/settings/mailboxes" { (settings::mailbox_state(reader, mailbox)) }
                } @else if progress.looked_at.is_none() { "–" }
                @else if difference == 0 { span.pill data-tone="success" { (parts::icon("check")) (text.msg_ledger_agrees_yes()) } }
                @else { span.pill data-tone="danger" { (parts::icon("triangle-alert")) (text.msg_ledger_agrees_no(difference)) } }
            }
            @for (name, number) in [(text.msg_ledger_on_server(), progress.on_server)].into_iter().chain(became(reader, sums)) {
                td.end data-label=(name) { (number) }
            }
            td.end data-label=(text.msg_ledger_not_taken()) {
                (compared.older + compared.too_large)
                @if compared.too_large > 0 { small { " " (text.msg_ledger_too_large(compared.too_large)) } }
            }
            td.end data-label=(text.msg_ledger_left()) { (compared.left) }
            td.nowrap data-label=(text.msg_ledger_looked()) {
                @if let Some(at) = progress.looked_at { (parts::time(reader, at)) } @else { "–" }
                @if let Some(lag) = progress.lag { small { " " (text.msg_ledger_lag(lag / 1_000_000)) } }
            }
        }
    }
}

fn address_row(reader: &Reader, one: &AddressSums) -> Markup {
    let text = reader.text;
    let sums = &one.sums;
    html! {
        tr {
            th scope="row" { @if one.address.is_empty() { (text.msg_agent_ledger_elsewhere()) } @else { (one.address) } }
            td.end data-label=(text.msg_agent_sum_accepted()) { (sums.accepted) }
            @for (name, number) in became(reader, sums).into_iter().take(4) { td.end data-label=(name) { (number) } }
            td.end data-label=(text.msg_agent_sum_received()) {
                (sums.received)
                @if let Some(since) = one.waits_since { small { " " (text.msg_agent_ledger_since()) " " (parts::time(reader, since)) } }
            }
            td.nowrap data-label=(text.msg_agent_ledger_last()) { (parts::time(reader, one.last)) }
        }
    }
}

/// No mail leaves: since when, why, and when it is tried again.
fn standstill(reader: &Reader, halt: &Halt) -> Markup {
    let text = reader.text;
    html! {
        div.callout #halt data-tone="danger" role="status" {
            (parts::icon("triangle-alert"))
            div {
                p { (text.msg_agent_halt()) " " (text.msg_agent_ledger_since()) " " (parts::time(reader, halt.since)) }
                p { (text.msg_agent_halt_reason()) " " code { (halt.reason) } }
                p { (text.msg_agent_halt_next()) " " (parts::moment(reader, halt.until)) }
            }
            form method="post" action="/agent/mail/halt/end" data-enhance {
                button.btn type="submit" data-size="s" { (text.msg_agent_halt_now()) }
            }
        }
    }
}

/// Where what answers by itself fell silent.
fn pauses(reader: &Reader, paused: &[Pause]) -> Markup {
    let text = reader.text;
    let title = text.msg_agent_paused();
    html! {
        section.card aria-labelledby="paused" {
            header { h2 #paused { (title) } span.count { (paused.len()) } }
            div.card-body { p.soft { (text.msg_agent_paused_lead()) } }
            div.table-wrap tabindex="0" role="group" aria-label=(title) {
                table.table {
                    thead {
                        tr {
                            th scope="col" { (text.msg_agent_paused_who()) }
                            th scope="col" { (text.msg_agent_held_reason()) }
                            th scope="col" { (text.msg_agent_paused_since()) }
                            th.end scope="col" { (text.msg_agent_paused_count()) }
                            th scope="col" { span.sr-only { (text.msg_agent_paused_resume()) } }
                        }
                    }
                    tbody { @for pause in paused { (pause_row(reader, pause)) } }
                }
            }
        }
    }
}

fn pause_row(reader: &Reader, pause: &Pause) -> Markup {
    let text = reader.text;
    let address = pause.person.as_ref().map_or(&pause.address, |(_, address)| address);
    html! {
        tr #{ "pause_" (pause.id) } {
            th scope="row" {
                @if let Some((name, _)) = &pause.person { (name) " " }
                (address)
            }
            td.held-why {
                @if pause.person.is_some() { (text.msg_agent_paused_person()) } @else { (text.msg_agent_paused_address()) }
            }
            td.nowrap { (parts::time(reader, pause.began_at)) }
            td.end { (pause.held) }
            td.end {
                form method="post" action={ "/agent/mail/pauses/" (pause.id) "/resume" } data-enhance {
                    button.btn type="submit" data-size="s" { (text.msg_agent_paused_resume()) span.sr-only { " " (address) } }
                }
            }
        }
    }
}

fn numbers(reader: &Reader, sums: &Sums) -> Markup {
    html! {
        dl.kpis {
            @for (name, number) in [(reader.text.msg_agent_sum_accepted(), sums.accepted)].into_iter().chain(became(reader, sums)) {
                div.stat { dt { (name) } dd { (number) } }
            }
        }
    }
}

/// What was accepted must be found again, to the last mail.
fn balance(reader: &Reader, sums: &Sums) -> Markup {
    let text = reader.text;
    let found = sums.settled() + sums.received;
    let agrees = found == sums.accepted;
    let (tone, symbol) = if agrees { ("success", "circle-check") } else { ("danger", "triangle-alert") };
    html! {
        div.callout data-tone=(tone) role="status" {
            (parts::icon(symbol))
            div {
                @if agrees {
                    (text.msg_agent_sums_agree())
                } @else {
                    (text.msg_agent_sums_differ((sums.accepted - found).abs()))
                }
            }
        }
    }
}
