//! The page of one ticket: the conversation, the composer below it, the details beside it.

use desk::community::Visibility;
use desk::tickets::{Category, Channel, MessageKind, Page, Place, Priority, Ticket, View};
use desk::{Frame, MessageId, PersonId, TicketId};
use maud::{Markup, html};

use super::shell::{self, bits};
use super::{aside, composer, conversation, scheduled};
use crate::parts::{self, Errors};
use crate::reader::Reader;

/// What the page shows.
pub(crate) struct TicketModel<'p> {
    /// The ticket with all that belongs to it.
    pub page: &'p Page,
    /// The view it was opened from.
    pub view: View,
    /// The ticket before it in the view.
    pub previous: Option<TicketId>,
    /// The ticket after it in the view.
    pub next: Option<TicketId>,
    /// Who else has it on the screen.
    pub present: &'p [Present],
    /// What is wrong with the form that came back.
    pub errors: &'p Errors,
    /// What was typed into the form that came back; else the draft is shown.
    pub typed: Option<&'p Typed>,
    /// A field of the plan that could not be read, with what was typed.
    pub planned: Option<&'p (&'static str, String)>,
    /// The answer was refused because somebody wrote meanwhile.
    pub moved: bool,
    /// The reader works for the ticket's service, and not only for its company or as its assignee.
    pub works_here: bool,
    /// Bytes of files that a mail carries, about.
    pub mail_files_max: i64,
    /// The message whose pictures from elsewhere are shown.
    pub pictures: Option<MessageId>,
    /// It is shown as a chat, whose customer is there.
    pub chat: bool,
}

/// Somebody who has the ticket on the screen.
pub(crate) struct Present {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// They are writing.
    pub typing: bool,
}

/// A text that was not taken.
pub(crate) struct Typed {
    /// Answer or note.
    pub kind: MessageKind,
    /// Sanitised HTML.
    pub html: String,
    /// When it shall leave, as the browser writes it.
    pub send_at: String,
}

/// The page of a ticket.
pub(crate) fn page(reader: &Reader, frame: &Frame, model: &TicketModel) -> Markup {
    let ticket = &model.page.ticket;
    let main = html! {
        (topbar(reader, frame, model))
        div.ticket {
            div.ticket-main {
                div.scroll #conversation data-scroll-end tabindex="0" role="region"
                    aria-label=(reader.text.msg_agent_conversation()) {
                    div.ticket-col {
                        (head(reader, model.page))
                        (conversation::thread(reader, frame, model))
                        (scheduled::below(reader, model))
                        div.thread-end {}
                    }
                }
                (composer::dock(reader, model))
            }
            (aside::pane(reader, frame, model))
        }
        (aside::sheet(reader, frame, model))
    };
    let (code, here) = (model.view.code(), bits::ticket_url(ticket.id, model.view));
    let title = format!("#{} {}", ticket.id, ticket.subject);
    let live = format!("tickets ticket:{}", ticket.id);
    let place = shell::Place { active: &code, title: &title, live: &live, here: &here, detail: true };
    shell::document(reader, frame, &place, &main)
}

fn topbar(reader: &Reader, frame: &Frame, model: &TicketModel) -> Markup {
    let text = reader.text;
    let name = bits::view_name(reader, frame, model.view);
    html! {
        header.topbar #ticket-bar data-region="morph" {
            a.btn href={ "/agent/views/" (model.view.code()) } data-variant="quiet" data-size="s" data-key="escape" {
                (parts::icon("arrow-left"))
                span.desktop-only { (name) }
                span.sr-only.mobile-only { (text.msg_agent_back_to(&name)) }
            }
            span.desktop-only {
                (neighbour(model, model.previous, "chevron-up", "k", &text.msg_agent_previous()))
                (neighbour(model, model.next, "chevron-down", "j", &text.msg_agent_next()))
            }
            span.spacer {}
            (presence(reader, model))
            button.btn.mobile-only type="button" data-variant="quiet" data-size="s" data-icon
                commandfor="details-sheet" command="show-modal" aria-label=(text.msg_agent_details()) {
                (parts::icon("panel-right"))
            }
            button.btn type="button" data-variant="quiet" data-size="s" data-icon popovertarget="ticket-more"
                aria-label=(text.msg_agent_more()) { (parts::icon("ellipsis")) }
            (more(reader, model))
            (close_form(reader, model))
        }
    }
}

fn neighbour(model: &TicketModel, ticket: Option<TicketId>, symbol: &str, key: &str, name: &str) -> Markup {
    html! {
        @if let Some(ticket) = ticket {
            a.btn href=(bits::ticket_url(ticket, model.view)) data-variant="quiet" data-size="s" data-icon
                data-key=(key) aria-label=(name) title={ (name) " (" (key.to_uppercase()) ")" } {
                (parts::icon(symbol))
            }
        }
    }
}

fn presence(reader: &Reader, model: &TicketModel) -> Markup {
    let text = reader.text;
    html! {
        span.avatars #presence {
            @for other in model.present.iter().filter(|other| Some(other.id) != reader.actor.person) {
                @let name = &other.name;
                @let viewing = text.msg_agent_is_viewing(name);
                @let words = if other.typing { text.msg_agent_is_replying(name) } else { viewing };
                span.avatar data-hue=(other.id.0.rem_euclid(8) + 1) data-presence="on" role="img" aria-label=(words)
                    title=(words) { (parts::initials(&other.name)) }
            }
        }
    }
}

/// Close, or open again: the symbol, the words and the status that it sets.
fn closing(reader: &Reader, model: &TicketModel) -> (&'static str, String, Category) {
    if model.page.ticket.status.category == Category::Closed {
        ("rotate-ccw", reader.text.msg_agent_reopen(), Category::Open)
    } else {
        ("check", reader.text.msg_agent_close(), Category::Closed)
    }
}

fn close_form(reader: &Reader, model: &TicketModel) -> Markup {
    let (symbol, name, status) = closing(reader, model);
    html! {
        form.desktop-only #close-form method="post" action={ "/agent/tickets/" (model.page.ticket.id) "/status" }
            data-enhance {
            input type="hidden" name="view" value=(model.view.code());
            input type="hidden" name="status" value=(status.code());
            button.btn type="submit" data-size="s" data-key="e" data-palette=(name) {
                (parts::icon(symbol)) (name) (bits::keys(&["E"]))
            }
        }
    }
}

fn more(reader: &Reader, model: &TicketModel) -> Markup {
    let text = reader.text;
    let ticket = &model.page.ticket;
    let me = reader.actor.person;
    let (symbol, name, status) = closing(reader, model);
    let neighbours = [
        (model.previous, "chevron-up", text.msg_agent_previous()),
        (model.next, "chevron-down", text.msg_agent_next()),
    ];
    html! {
        div.menu #ticket-more popover data-align="end" {
            @if let Some(me) = me.filter(|me| ticket.assignee != Some(*me)) {
                form method="post" action={ "/agent/tickets/" (ticket.id) "/assignment" } data-enhance {
                    input type="hidden" name="view" value=(model.view.code());
                    button.menu-item type="submit" name="assignee" value=(me) data-palette=(text.msg_agent_take())
                        data-icon="user-plus" { (parts::icon("user-plus")) (text.msg_agent_take()) }
                }
            }
            form method="post" action={ "/agent/tickets/" (ticket.id) "/status" } data-enhance {
                input type="hidden" name="view" value=(model.view.code());
                button.menu-item type="submit" name="status" value=(status.code()) { (parts::icon(symbol)) (name) }
            }
            (places(reader, model))
            @for (neighbour, symbol, name) in &neighbours {
                @if let Some(neighbour) = neighbour {
                    a.menu-item href=(bits::ticket_url(*neighbour, model.view)) { (parts::icon(symbol)) (name) }
                }
            }
        }
    }
}

/// Important, spam, the bin; merging and splitting.
fn places(reader: &Reader, model: &TicketModel) -> Markup {
    let text = reader.text;
    let ticket = &model.page.ticket;
    let base = format!("/agent/tickets/{}", ticket.id);
    let view = || html! { input type="hidden" name="view" value=(model.view.code()); };
    let important = ticket.priority.is_important();
    let (priority, name) = if important {
        (Priority::Normal, text.msg_agent_unimportant())
    } else {
        (Priority::High, text.msg_agent_important())
    };
    html! {
        form method="post" action={ (base) "/priority" } data-enhance {
            (view())
            button.menu-item type="submit" name="priority" value=(priority.code()) data-palette=(name) data-key="i"
                data-icon="star" { (parts::icon("star")) (name) (bits::keys(&["I"])) }
        }
        hr;
        a.menu-item href={ (base) "/why" } data-palette=(text.msg_settings_why()) data-icon="zap" {
            (parts::icon("zap")) (text.msg_settings_why())
        }
        a.menu-item href={ (base) "/merge" } data-palette=(text.msg_agent_merge()) data-key="m" data-icon="merge" {
            (parts::icon("merge")) (text.msg_agent_merge()) (bits::keys(&["M"]))
        }
        a.menu-item href={ "/guides/new/edit?ticket=" (ticket.id) } data-palette=(text.msg_guide_from_ticket()) data-icon="book-plus" {
            (parts::icon("book-plus")) (text.msg_guide_from_ticket())
        }
        @if ticket.visibility == Visibility::Public {
            a.menu-item href={ "/community/" (ticket.id) } data-palette=(text.msg_agent_in_community()) data-icon="users-round" {
                (parts::icon("users-round")) (text.msg_agent_in_community())
            }
            form method="post" action={ "/community/" (ticket.id) "/private" } {
                button.menu-item type="submit" { (parts::icon("lock")) (text.msg_topic_make_private()) }
            }
        } @else if ticket.visibility == Visibility::Private && ticket.place == Place::Desk {
            a.menu-item href={ (base) "/publish" } data-palette=(text.msg_publish_title()) data-icon="globe" {
                (parts::icon("globe")) (text.msg_publish_title())
            }
        }
        a.menu-item href={ (base) "/split" } data-palette=(text.msg_agent_split()) data-icon="split" {
            (parts::icon("split")) (text.msg_agent_split())
        }
        hr;
        form method="post" action={ (base) "/place" } data-enhance {
            (view())
            @if ticket.place == Place::Desk {
                button.menu-item type="submit" name="place" value="spam" data-palette=(text.msg_agent_spam()) data-key="!"
                    data-icon="ban" { (parts::icon("ban")) (text.msg_agent_spam()) (bits::keys(&["!"])) }
                button.menu-item type="submit" name="place" value="trash" data-palette=(text.msg_agent_delete())
                    data-key="#" data-icon="trash-2" data-tone="danger" {
                    (parts::icon("trash-2")) (text.msg_agent_delete()) (bits::keys(&["#"]))
                }
            } @else if matches!(ticket.place, Place::Spam | Place::Trash) {
                button.menu-item type="submit" name="place" value="" data-palette=(text.msg_agent_put_back())
                    data-icon="rotate-ccw" { (parts::icon("rotate-ccw")) (text.msg_agent_put_back()) }
            }
        }
        hr;
    }
}

/// Why the ticket is in no list.
fn whereabouts(reader: &Reader, page: &Page) -> Markup {
    let text = reader.text;
    let ticket = &page.ticket;
    let (symbol, words) = match ticket.place {
        Place::Spam => ("ban", text.msg_agent_in_spam()),
        Place::Trash => ("trash-2", text.msg_agent_in_trash()),
        Place::Merged => ("merge", text.msg_agent_in_merged()),
        Place::Desk | Place::Gone => return html! {},
    };
    html! {
        div.callout data-tone="warning" role="status" {
            (parts::icon(symbol))
            div {
                (words)
                @if let Some(into) = ticket.merged_into { " " a href={ "/agent/tickets/" (into) } { "#" (into) } }
            }
        }
    }
}

/// Whoever writes here must know that others read it.
fn readers(reader: &Reader, ticket: &Ticket) -> Markup {
    let text = reader.text;
    html! {
        @match ticket.visibility {
            Visibility::Private => {},
            Visibility::Held => div.callout data-tone="warning" {
                (parts::icon("hourglass")) div { (text.msg_agent_awaits()) " " a href="/agent/moderation" { (text.msg_moderation_queue()) } }
            },
            Visibility::Public => div.callout data-tone="neutral" {
                (parts::icon(if ticket.locked { "lock" } else { "users-round" }))
                div {
                    @if ticket.locked { (text.msg_topic_refused_locked()) } @else { (text.msg_agent_public_hint()) }
                    " " a href={ "/community/" (ticket.id) } { (text.msg_agent_in_community()) }
                }
            },
        }
    }
}

fn head(reader: &Reader, page: &Page) -> Markup {
    let text = reader.text;
    let ticket = &page.ticket;
    let door = match page.channel {
        Channel::Mail if !ticket.address.is_empty() => text.msg_agent_by_mail_to(&ticket.address),
        Channel::Mail => text.msg_agent_by_mail(),
        Channel::Web => text.msg_agent_by_web(),
        Channel::Agent => text.msg_agent_by_agent(),
        Channel::Chat => text.msg_agent_by_chat(),
    };
    html! {
        header.ticket-head {
            h1 { @if ticket.subject.is_empty() { (text.msg_agent_no_subject()) } @else { (ticket.subject) } }
            p {
                "#" (ticket.id) " · "
                @if page.channel == Channel::Chat { a href={ "/agent/chats/" (ticket.id) } { (door) } } @else { (door) }
                " · " (parts::time(reader, page.created_at))
            }
            (readers(reader, ticket))
            (whereabouts(reader, page))
            @if let Some((id, subject)) = &page.related {
                div.callout data-tone="neutral" {
                    (parts::icon("link"))
                    div {
                        (text.msg_agent_related()) " "
                        a href={ "/agent/tickets/" (id) } { "#" (id) " " (subject) }
                    }
                }
            }
        }
    }
}
