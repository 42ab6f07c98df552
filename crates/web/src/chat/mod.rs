//! Chats: the visitor's side, the agents' console, who is typing, and who is available.

mod act;
mod aside;
mod availability;
mod bubbles;
mod console;
mod queue;
mod signal;
mod state;
mod typing;
mod visitor;

pub(crate) use act::act;
pub(crate) use availability::{
    availability, menu as availability_menu, notice as availability_notice, opener as availability_opener, still_here,
};
pub(crate) use console::Shown as ChatShown;
pub(crate) use console::{alive as agent_alive, home, news as agent_news, one, shown as show_console};
pub(crate) use signal::{agent_signal, agent_signals, visitor_signal, visitor_signals};
pub(crate) use typing::Typing;
pub(crate) use visitor::{alive, news, say, show, wish};
