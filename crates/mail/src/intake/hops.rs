//! The way that a mail took: what each server on it wrote, and how it came in here.

use desk::mailflow::inbound::Waiting;
use desk::routing::Hop;
use mail_parser::{Host, MessageParser};

use crate::understand::Understood;

/// All servers on the way, the first one first, this desk last.
pub(super) fn of(waiting: &Waiting, mail: &Understood) -> Vec<Hop> {
    let mut hops: Vec<Hop> = mail.received.iter().rev().filter_map(|value| read(value)).collect();
    let here = Hop {
        by: String::new(),
        from: if waiting.helo.is_empty() { waiting.peer.clone() } else { waiting.helo.clone() },
        with: waiting.via.to_uppercase(),
        at: Some(waiting.received_at.0),
    };
    // The desk's own receivers have written a line too; a pipe has not.
    let written = if matches!(waiting.via.as_str(), "smtp" | "lmtp") { hops.pop() } else { None };
    hops.push(match written {
        Some(own) => Hop { by: String::new(), at: here.at, ..own },
        None => here,
    });
    hops
}

/// What one server wrote; nothing where it cannot be read.
fn read(value: &str) -> Option<Hop> {
    let message = MessageParser::default().parse(format!("Received: {value}\r\n\r\n").as_bytes())?.into_owned();
    let received = message.received()?;
    let name = |host: &Option<Host>| match host {
        Some(Host::Name(name)) => name.to_string(),
        Some(Host::IpAddr(address)) => address.to_string(),
        None => String::new(),
    };
    let hop = Hop {
        by: name(&received.by),
        from: name(&received.from),
        with: received.with.map(|with| with.to_string()).unwrap_or_default(),
        at: received.date.as_ref().map(|date| date.to_timestamp().saturating_mul(1_000_000)),
    };
    (!hop.by.is_empty() || !hop.from.is_empty()).then_some(hop)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_servers_write_is_read() {
        let hop = read(
            "from desk.example (desk.example [203.0.113.5]) by mx.example.org (Postfix) with ESMTPS id 4ABC for \
             <support@desk.example>; Mon, 23 Nov 2026 09:00:00 +0100 (CET)",
        );
        let hop = hop.map(|hop| (hop.by, hop.from, hop.with, hop.at));
        let read_as = ("mx.example.org".to_owned(), "desk.example".to_owned(), "ESMTPS".to_owned());
        assert_eq!(hop, Some((read_as.0, read_as.1, read_as.2, Some(1_795_420_800_000_000))));
    }

    #[test]
    fn what_is_no_such_line_is_left_out() {
        for value in ["", "; ; ;", "\u{0}", "by", "(((("] {
            assert!(read(value).is_none_or(|hop| hop.by.len() + hop.from.len() > 0), "{value:?}");
        }
    }
}
