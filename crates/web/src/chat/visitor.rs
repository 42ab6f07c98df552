//! The visitor's side of a chat. They came by its link; there is no cookie.

use std::sync::Arc;

use axum::extract::{Form as UrlForm, Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use desk::chat::{self, Chat, Said, State as ChatState};
use desk::guides::Hit;
use desk::policy::VisitorView;
use desk::portals::{self, Portal, Seen};
use desk::tickets::{self, Message, Side, Ticket};
use desk::{Actor, Error, MessageId, PersonId, TicketId, guides, limits as desk_limits, people};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::json;

use super::bubbles::{self, Seat};
use super::state::{self, VisitorState};
use crate::answer::{Answer, Failure, page_with, redirect};
use crate::app::App;
use crate::body;
use crate::form::Form;
use crate::limits;
use crate::parts::{self, icon};
use crate::portals::{close, frame_document, in_frame};
use crate::reader::Reader;

/// How the page is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    frame: String,
    /// Only messages behind this one.
    after: i64,
    /// The conversation was just asked for by mail.
    mailed: String,
}

/// The visitor of a link, with the ticket that it opens.
pub(super) async fn visitor(app: &App, code: &str) -> Result<(TicketId, Actor), Failure> {
    let code = code.to_owned();
    let (ticket, person) = app.desk.read(move |conn| tickets::open_chat_link(conn, &code)).await?;
    Ok((ticket.id, Actor::ticket_link(person.id, &person.name, ticket.id)))
}

struct Found {
    ticket: Ticket,
    chat: Chat,
    portal: Portal,
    seen: Seen,
    messages: Vec<Message>,
    agent: Option<(PersonId, String)>,
    /// The visitor's newest message.
    own: Option<MessageId>,
    before: i64,
    has_address: bool,
    guides: Vec<Hit>,
}

impl Found {
    fn agent_id(&self) -> Option<i64> {
        self.agent.as_ref().map(|(id, _)| id.0)
    }
}

async fn find(app: &App, reader: &Reader, id: TicketId, actor: &Actor, after: MessageId) -> Result<Found, Failure> {
    let (actor, now, language) = (actor.clone(), reader.now, reader.lang);
    let found = app
        .desk
        .read(move |conn| {
            let ticket = tickets::find(conn, &actor, id)?;
            let chat = chat::find(conn, id)?;
            let portal = portals::find(conn, chat.portal)?;
            let waits = chat.state == ChatState::Waiting;
            let seen = if waits {
                portals::seen_by_visitors(conn, &portal, now)?
            } else {
                Seen { view: VisitorView::Chat, available: Vec::new() }
            };
            let agent = match ticket.assignee {
                Some(agent) => Some((agent, people::find(conn, agent)?.name)),
                None => None,
            };
            let before = if waits { chat::waiting_before(conn, &chat)?.0 } else { 0 };
            // A first answer that no person wrote; whoever asked still waits for one.
            let offered = if waits && portal.guides {
                let visitor = Actor::visitor();
                guides::suggestions_for(conn, &visitor, language, &ticket.subject, limits::GUIDES_WHILE_WAITING)
                    .unwrap_or_default()
            } else {
                Vec::new()
            };
            let has_address = people::has_address(&people::find(conn, ticket.requester)?.address);
            let messages = chat::visitor_messages(conn, &actor, &chat, after)?;
            let own = chat::newest_of(conn, id, Side::Customer)?.filter(|own| *own == ticket.last_message);
            Ok(Found { ticket, chat, portal, seen, messages, agent, own, before, has_address, guides: offered })
        })
        .await?;
    Ok(found)
}

/// The page.
pub(crate) async fn show(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(code): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    render(&app, &reader, &code, &wanted, StatusCode::OK, &Came::default()).await
}

/// What came back with the page.
#[derive(Default)]
struct Came {
    /// A message that was not taken, with what was wrong.
    typed: String,
    wrong: Option<String>,
    /// What was wrong with an address.
    wrong_address: Option<String>,
}

async fn render(app: &App, reader: &Reader, code: &str, wanted: &Wanted, status: StatusCode, came: &Came) -> Answer {
    let (id, actor) = visitor(app, code).await?;
    let found = find(app, reader, id, &actor, MessageId(0)).await?;
    let (chat, portal) = (&found.chat, &found.portal);
    let framed = !wanted.frame.is_empty();
    let base = format!("/chat/{code}");
    let query = if framed { "?frame=1" } else { "" };
    let state = below(app, reader, &found, code, wanted, came);
    let newest = found.messages.last().map_or(0, |message| message.id.0);
    let text = reader.text;
    let widget = html! {
        section.widget #chat data-region="morph" data-state="online" data-chat=(chat.state.code()) data-topic={ "chat:" (id) }
            data-agent=[found.agent_id()] data-code=(code) data-base=(base) data-portal=(portal.subdomain) data-side="visitor" data-newest=(newest)
            data-label-unsent=(text.msg_chat_unsent()) data-label-again=(text.msg_chat_again())
            aria-label=(text.msg_chat_with(&portal.name)) {
            (head(reader, &found, &base, query))
            div.widget-body #chat-log tabindex="0" role="log" aria-label=(text.msg_chat_messages()) {
                ol.chat #chat-messages { (bubbles::list(reader, &found.messages, Seat::Visitor(code))) }
                (state)
            }
            @if chat.is_live() { (compose(reader, &base, query, came)) }
            @else {
                @if let Some(wrong) = &came.wrong {
                    div.widget-foot { p.error role="alert" { (wrong) } textarea.textarea readonly rows="3" aria-label=(text.msg_chat_your_message()) { (came.typed) } }
                }
                p.widget-foot { a href={ "/p/" (portal.subdomain) (query) } data-new-chat { (text.msg_chat_new()) } } }
            noscript { p.widget-foot { a href={ (base) (query) } { (text.msg_chat_reload()) } } }
        }
    };
    let topics =
        if chat.state == ChatState::Waiting { format!("chat:{id} portal:{}", portal.id) } else { format!("chat:{id}") };
    let event =
        app.desk.read(|conn| Ok(conn.one("select coalesce(max(id), 0) from event", &[], |row| row.get(0))?)).await?;
    let document = frame_document(reader, portal, &topics, event, &widget);
    if framed { in_frame(&portal.sites, status, document) } else { Ok(page_with(status, document)) }
}

fn below(app: &App, reader: &Reader, found: &Found, code: &str, wanted: &Wanted, came: &Came) -> Markup {
    let base = format!("/chat/{code}");
    state::visitor(
        reader,
        &VisitorState {
            chat: &found.chat,
            agent: found.agent.as_ref().map(|(_, name)| name.as_str()),
            typing: app.typing.is_typing(found.ticket.id, Side::Agent),
            own: found.own,
            before: found.before,
            available: found.seen.view == VisitorView::Chat,
            has_address: found.has_address,
            guides: &found.guides,
            base: &base,
            framed: !wanted.frame.is_empty(),
            wrong: came.wrong_address.clone(),
            mailed: !wanted.mailed.is_empty(),
        },
    )
}

fn head(reader: &Reader, found: &Found, base: &str, query: &str) -> Markup {
    let text = reader.text;
    let live = found.chat.is_live();
    html! {
        header #chat-head {
            @if let Some((id, name)) = &found.agent {
                span.avatar data-hue=(id.0.rem_euclid(8) + 1) data-size="m" aria-hidden="true" { (parts::initials(name)) }
            }
            div {
                h1 { (found.portal.name) }
                small {
                    @match (&found.agent, found.chat.state) {
                        (Some((_, name)), ChatState::Open) => { span.dot data-tone="success" {} " " (text.msg_chat_talking_to(name)) }
                        (_, ChatState::Waiting) => (text.msg_chat_waiting_short()),
                        (_, ChatState::Missed) => (text.msg_portal_message_title()),
                        _ => (text.msg_chat_over()),
                    }
                }
            }
            @if found.chat.state == ChatState::Open {
                button.btn type="button" data-share-screen data-icon data-variant="quiet"
                    aria-label=(text.msg_chat_share()) title=(text.msg_chat_share())
                    data-label-sharing=(text.msg_chat_sharing()) data-label-stop=(text.msg_chat_share_stop())
                    data-label-failed=(text.msg_chat_share_failed()) data-label-consent=(text.msg_chat_share_consent()) { (icon("monitor")) }
            }
            @if live {
                form method="post" action={ (base) (query) } {
                    button.btn type="submit" name="wish" value="end" data-variant="quiet" data-size="s" { (text.msg_chat_end_own()) }
                }
            }
            (close(reader))
        }
    }
}

fn compose(reader: &Reader, base: &str, query: &str, came: &Came) -> Markup {
    let text = reader.text;
    html! {
        @if let Some(wrong) = &came.wrong { p.error.widget-foot #error-chat-body role="alert" { (wrong) } }
        form.widget-compose #chat-form method="post" action={ (base) "/messages" (query) } enctype="multipart/form-data" data-chat-form {
            label.sr-only for="chat-body" { (text.msg_chat_your_message()) }
            textarea #chat-body name="body" rows="1" placeholder=(text.msg_chat_placeholder()) maxlength=(desk_limits::CHAT_CHARS_MAX)
                aria-invalid=[came.wrong.is_some().then_some("true")] aria-describedby=[came.wrong.is_some().then_some("error-chat-body")] { (came.typed) }
            label.btn.chat-attach data-variant="quiet" data-icon data-size="s" title=(text.msg_agent_attach()) {
                input.sr-only type="file" name="upload" multiple aria-label=(text.msg_agent_attach());
                (icon("paperclip"))
            }
            button.btn type="submit" data-variant="primary" data-icon data-size="s" aria-label=(text.msg_customer_send()) { (icon("arrow-up")) }
        }
    }
}

/// What is new behind a message, for a script.
pub(crate) async fn news(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(code): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let (id, actor) = visitor(&app, &code).await?;
    let found = find(&app, &reader, id, &actor, MessageId(wanted.after)).await?;
    let state = below(&app, &reader, &found, &code, &wanted, &Came::default());
    let markup = html! {
        div data-chat=(found.chat.state.code()) data-agent=[found.agent_id()] {
            ol { (bubbles::list(&reader, &found.messages, Seat::Visitor(&code))) }
            (state)
        }
    };
    Ok(page_with(StatusCode::OK, markup))
}

/// Takes what the visitor says.
pub(crate) async fn say(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(code): Path<String>,
    Query(wanted): Query<Wanted>,
    parts: Multipart,
) -> Answer {
    // Read to its end first, or the browser never hears the answer.
    let form = Form::read(parts).await?;
    let (id, actor) = visitor(&app, &code).await?;
    if !app.throttles.chat(id.0) {
        return Err(Failure::TooOften);
    }
    let script = !form.get("mark").is_empty();
    let (mark, words) = (form.get("mark").to_owned(), body::written(form.get("body"), ""));
    let files = form.files.clone();
    let said = app.desk.change(&actor, move |c| chat::say(c, id, &mark, &words, &files)).await;
    app.typing.announce(&app.desk, id, Side::Customer, false).await?;
    match said {
        Ok(Said::Yes(message)) if script => Ok(Json(json!({"message": message.0})).into_response()),
        Ok(Said::Yes(_)) => {
            Ok(redirect(&format!("/chat/{code}{}", if wanted.frame.is_empty() { "" } else { "?frame=1" })))
        }
        // It ended meanwhile: the words come back, to be sent another way.
        Ok(Said::TooLate) if script => Ok((StatusCode::GONE, Json(json!({"over": true}))).into_response()),
        Ok(Said::TooLate) => {
            let came = Came {
                typed: form.get("body").to_owned(),
                wrong: Some(reader.text.msg_chat_too_late()),
                wrong_address: None,
            };
            render(&app, &reader, &code, &wanted, StatusCode::CONFLICT, &came).await
        }
        Err(Error::Invalid(errors)) => {
            let wrong = errors.first().and_then(|error| parts::problem(&reader, &errors, error.field));
            if script {
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(json!({"error": wrong}))).into_response());
            }
            let came = Came { typed: form.get("body").to_owned(), wrong, wrong_address: None };
            render(&app, &reader, &code, &wanted, StatusCode::UNPROCESSABLE_ENTITY, &came).await
        }
        Err(error) => Err(error.into()),
    }
}

/// A sign of the visitor's page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sign {
    /// The newest message that it shows.
    pub(super) newest: i64,
    /// Somebody is typing, or not; absent when only the page is open.
    pub(super) typing: String,
}

/// The visitor's page is open, shows messages up to one, and somebody types or does not.
pub(crate) async fn alive(
    State(app): State<App>,
    Path(code): Path<String>,
    UrlForm(sign): UrlForm<Sign>,
) -> Result<Response, Failure> {
    let (id, actor) = visitor(&app, &code).await?;
    if !sign.typing.is_empty() {
        app.typing.announce(&app.desk, id, Side::Customer, sign.typing == "1").await?;
    }
    if sign.newest >= 0 {
        app.desk.change(&actor, move |c| chat::seen_by_visitor(c, id, MessageId(sign.newest))).await?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// What a visitor wants besides talking.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wish {
    wish: String,
    stars: i64,
    opinion: String,
    address: String,
}

/// Ends the chat, rates it, leaves an address, or asks for the conversation by mail.
pub(crate) async fn wish(
    State(app): State<App>,
    Extension(reader): Extension<Arc<Reader>>,
    Path(code): Path<String>,
    Query(wanted): Query<Wanted>,
    UrlForm(wish): UrlForm<Wish>,
) -> Answer {
    let (id, actor) = visitor(&app, &code).await?;
    let asked = wish.wish.clone();
    let done = app
        .desk
        .change(&actor, move |c| match wish.wish.as_str() {
            "end" => chat::end(c, id),
            "rate" => chat::rate(c, id, wish.stars, &wish.opinion),
            "address" => chat::leave_address(c, id, &wish.address),
            "transcript" => chat::transcript(c, id),
            _ => Err(Error::NotFound),
        })
        .await;
    let frame = if wanted.frame.is_empty() { "" } else { "&frame=1" };
    match done {
        Ok(()) if asked == "transcript" => Ok(redirect(&format!("/chat/{code}?mailed=1{frame}"))),
        Ok(()) => Ok(redirect(&format!("/chat/{code}?{}", frame.trim_start_matches('&')))),
        Err(Error::Invalid(errors)) => {
            let came = Came { wrong_address: parts::problem(&reader, &errors, "address"), ..Came::default() };
            render(&app, &reader, &code, &wanted, StatusCode::UNPROCESSABLE_ENTITY, &came).await
        }
        Err(error) => Err(error.into()),
    }
}
