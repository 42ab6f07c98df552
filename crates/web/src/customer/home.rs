//! The front door: ask, or follow what was asked.

use maud::{Markup, html};

use super::shell;
use crate::parts::icon;
use crate::reader::Reader;

/// The first page of customers and visitors.
pub(crate) fn page(reader: &Reader, organisation: &str) -> Markup {
    let text = reader.text;
    let main = html! {
        div.portal data-size="m" {
            section.hero aria-labelledby="home-title" {
                h1 #home-title { (text.msg_customer_home_title()) }
                p { (text.msg_customer_home_lead()) }
            }
            div.grid-2 {
                section.contact aria-labelledby="home-ask" {
                    h2 #home-ask { (text.msg_customer_home_ask()) }
                    p { (text.msg_customer_home_ask_lead()) }
                    a.btn data-variant="primary" data-size="l" data-block href="/tickets/new" {
                        (icon("message-square-plus")) (text.msg_customer_ask())
                    }
                }
                section.contact aria-labelledby="home-follow" {
                    h2 #home-follow { (text.msg_customer_home_follow()) }
                    p { (follow_lead(reader)) }
                    a.btn data-size="l" data-block href="/tickets" {
                        (icon("messages-square")) (text.msg_customer_my_questions())
                    }
                }
            }
        }
    };
    shell::page(reader, organisation, "", shell::shown_name(organisation), "", 0, &main)
}

fn follow_lead(reader: &Reader) -> String {
    if reader.person.is_some() {
        reader.text.msg_customer_home_follow_lead()
    } else {
        reader.text.msg_customer_home_follow_visitor()
    }
}
