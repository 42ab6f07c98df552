//! Mailboxes on other servers. Each is tried, but for those that sign in at a provider: a token that is renewed here
//! could end the one in use, so for them counts what was seen last.

use desk::Desk;
use desk::doctor::{Group, Level};
use desk::mailflow::mailboxes::{self, Afterwards, Mailbox, State};
use futures_util::StreamExt as _;
use tokio::sync::mpsc::UnboundedSender;

use super::bounded;
use super::finding::{Check, Finding, Said};
use crate::{imap, limits};

/// Tries all mailboxes, some at a time.
pub(super) async fn examine(desk: &Desk, out: &UnboundedSender<Finding>) {
    let all = desk.read(mailboxes::all).await.unwrap_or_default();
    futures_util::stream::iter(all)
        .for_each_concurrent(limits::EXAMINED_AT_ONCE, async |mailbox| {
            let part = async { vec![finding(&mailbox, said(desk, &mailbox).await)] };
            bounded(out, Group::Incoming, Check::Mailbox, part).await;
        })
        .await;
}

async fn said(desk: &Desk, mailbox: &Mailbox) -> Said {
    if !mailbox.active {
        return Said::MailboxPaused;
    }
    if mailbox.oauth.is_some() {
        return match (&mailbox.progress.trouble, mailbox.progress.state) {
            (Some(trouble), _) => Said::MailboxFails(trouble.clone()),
            (None, State::Watching) => Said::MailboxTells,
            (None, State::Polling) => Said::MailboxAsked,
            (None, State::New | State::Failing) => Said::MailboxNew,
        };
    }
    match imap::probe(desk, mailbox).await {
        Err(trouble) => Said::MailboxFails(trouble),
        Ok(can) if mailbox.afterwards != Afterwards::Keep && !can.removes => Said::MailboxMarks,
        Ok(can) if can.idle => Said::MailboxTells,
        Ok(_) => Said::MailboxAsked,
    }
}

fn finding(mailbox: &Mailbox, said: Said) -> Finding {
    let level = match said {
        Said::MailboxFails(_) => Level::Failure,
        Said::MailboxMarks => Level::Warning,
        Said::MailboxPaused | Said::MailboxNew => Level::Notice,
        _ => Level::Ok,
    };
    Finding::new(Group::Incoming, Check::Mailbox, format!("{} ({})", mailbox.login, mailbox.host), level, said)
}
