//! One conversation with a mail server.

use std::net::IpAddr;
use std::sync::Arc;

use desk::mailflow::inbound::{self, Accepted};
use desk::{Actor, routing};
use smtp_proto::request::receiver::{DataReceiver, RequestReceiver};
use smtp_proto::{Error as ProtoError, Request};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;

use super::listener::{Protocol, Shared};
use crate::limits;

/// The state of one conversation.
pub(super) struct Session {
    shared: Arc<Shared>,
    peer: IpAddr,
    greeting: String,
    encrypted: bool,
    sender: Option<String>,
    recipients: Vec<Recipient>,
    errors: u32,
}

/// A recipient that was accepted.
struct Recipient {
    /// As the sender wrote it.
    written: String,
    /// The ticket's token after the plus sign, if there is one.
    named_ticket: bool,
}

/// What a step leads to.
enum Next {
    Continue,
    Data,
    StartTls,
    Close,
}

impl Session {
    pub(super) fn new(shared: Arc<Shared>, peer: IpAddr) -> Self {
        Self {
            shared,
            peer,
            greeting: String::new(),
            encrypted: false,
            sender: None,
            recipients: Vec::new(),
            errors: 0,
        }
    }

    /// Talks until the peer leaves or gives reason to hang up.
    pub(super) async fn run(mut self, mut stream: TcpStream) {
        let hello = format!("220 {} {} Guichet\r\n", self.shared.settings.host, self.protocol_name());
        if stream.write_all(hello.as_bytes()).await.is_err() {
            return;
        }
        let Some(tls) = self.talk(&mut stream).await else { return };
        match tokio::time::timeout(limits::COMMAND_TIMEOUT, tls.accept(stream)).await {
            Ok(Ok(mut encrypted)) => {
                // RFC 3207, 4.2: everything learnt before is forgotten.
                self.encrypted = true;
                self.greeting.clear();
                self.reset();
                self.talk(&mut encrypted).await;
                let _ = encrypted.shutdown().await;
            }
            Ok(Err(error)) => tracing::info!(%error, peer = %self.peer, "STARTTLS failed"),
            Err(_) => tracing::info!(peer = %self.peer, "STARTTLS timed out"),
        }
    }

    fn protocol_name(&self) -> &'static str {
        match self.shared.protocol {
            Protocol::Smtp => "ESMTP",
            Protocol::Lmtp => "LMTP",
        }
    }

    /// Returns the acceptor when the peer asked for STARTTLS, else nothing when it is over.
    async fn talk<S: AsyncRead + AsyncWrite + Unpin>(&mut self, stream: &mut S) -> Option<tokio_rustls::TlsAcceptor> {
        let mut receiver = RequestReceiver::default();
        let mut buffer = vec![0_u8; limits::READ_BUFFER_BYTES];
        let mut waiting: Vec<u8> = Vec::new();
        loop {
            if waiting.is_empty() {
                let read = tokio::time::timeout(limits::COMMAND_TIMEOUT, stream.read(&mut buffer)).await;
                match read {
                    Ok(Ok(count)) if count > 0 => waiting.extend_from_slice(buffer.get(..count)?),
                    Ok(_) => return None,
                    Err(_) => {
                        let _ = stream.write_all(b"421 4.4.2 Too slow, closing\r\n").await;
                        return None;
                    }
                }
            }
            let taken = std::mem::take(&mut waiting);
            let mut bytes = taken.iter();
            let mut answers = String::new();
            // Pipelining (RFC 2920): all commands that came together are answered together.
            loop {
                let request = match receiver.ingest(&mut bytes) {
                    Ok(request) => Ok(request.into_owned()),
                    Err(ProtoError::NeedsMoreData { .. }) => break,
                    Err(error) => Err(error),
                };
                let next = match request {
                    Ok(request) => self.command(request, &mut answers).await,
                    Err(error) => self.bad_command(&error, &mut answers),
                };
                match next {
                    Next::Continue => {}
                    Next::Close => {
                        let _ = stream.write_all(answers.as_bytes()).await;
                        return None;
                    }
                    Next::StartTls => {
                        // Commands sent in clear after STARTTLS are an injection: they are dropped.
                        stream.write_all(answers.as_bytes()).await.ok()?;
                        return self.shared.settings.tls.clone();
                    }
                    Next::Data => {
                        stream.write_all(answers.as_bytes()).await.ok()?;
                        answers.clear();
                        let rest = bytes.as_slice().to_vec();
                        let (answer, rest) = self.data(stream, rest).await?;
                        waiting = rest;
                        answers.push_str(&answer);
                        break;
                    }
                }
            }
            stream.write_all(answers.as_bytes()).await.ok()?;
        }
    }

    async fn command(&mut self, request: Request<String>, answers: &mut String) -> Next {
        let answer = match request {
            Request::Ehlo { host } if self.shared.protocol == Protocol::Smtp => self.hello(host),
            Request::Lhlo { host } if self.shared.protocol == Protocol::Lmtp => self.hello(host),
            Request::Helo { host } if self.shared.protocol == Protocol::Smtp => {
                self.greeting = host;
                self.reset();
                format!("250 {}\r\n", self.shared.settings.host)
            }
            Request::Mail { from } => self.mail_from(from.address, from.size),
            Request::Rcpt { to } => self.rcpt_to(&to.address).await,
            Request::Data if self.recipients.is_empty() => "503 5.5.1 Need RCPT first\r\n".into(),
            Request::Data => {
                answers.push_str("354 End data with <CR><LF>.<CR><LF>\r\n");
                return Next::Data;
            }
            Request::StartTls if self.shared.settings.tls.is_some() && !self.encrypted => {
                answers.push_str("220 2.0.0 Ready to start TLS\r\n");
                return Next::StartTls;
            }
            Request::Rset => {
                self.reset();
                "250 2.0.0 OK\r\n".into()
            }
            Request::Noop { .. } => "250 2.0.0 OK\r\n".into(),
            Request::Quit => {
                answers.push_str("221 2.0.0 Bye\r\n");
                return Next::Close;
            }
            Request::Vrfy { .. } | Request::Expn { .. } => "252 2.5.2 Cannot verify\r\n".into(),
            Request::Help { .. } => "214 2.0.0 See RFC 5321\r\n".into(),
            other => return self.refuse(&format!("502 5.5.1 {} is not supported\r\n", other.name()), answers),
        };
        answers.push_str(&answer);
        if self.errors < limits::SESSION_ERRORS_MAX {
            return Next::Continue;
        }
        answers.push_str("421 4.7.0 Too many errors\r\n");
        Next::Close
    }

    fn hello(&mut self, host: String) -> String {
        self.greeting = host;
        self.reset();
        let settings = &self.shared.settings;
        let tls = if settings.tls.is_some() && !self.encrypted { "250-STARTTLS\r\n" } else { "" };
        format!(
            "250-{} greets you\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n{tls}250 SIZE {}\r\n",
            settings.host, settings.message_bytes_max
        )
    }

    fn mail_from(&mut self, address: String, size: usize) -> String {
        if self.greeting.is_empty() {
            return "503 5.5.1 Say hello first\r\n".into();
        }
        if self.sender.is_some() {
            return "503 5.5.1 Sender already given\r\n".into();
        }
        if size > self.shared.settings.message_bytes_max {
            return "552 5.3.4 Message too large\r\n".into();
        }
        if !self.shared.may_send(self.peer) {
            return "451 4.7.1 Too many mails from you, try again later\r\n".into();
        }
        self.sender = Some(address);
        "250 2.1.0 OK\r\n".into()
    }

    async fn rcpt_to(&mut self, address: &str) -> String {
        if self.sender.is_none() {
            return "503 5.5.1 Need MAIL first\r\n".into();
        }
        if self.recipients.len() >= limits::RECIPIENTS_MAX {
            return "452 4.5.3 Too many recipients\r\n".into();
        }
        let written = address.to_owned();
        let known = self.shared.desk.read(move |conn| routing::resolve_address(conn, &written)).await;
        match known {
            Ok(Some((_, detail))) => {
                self.recipients.push(Recipient { written: address.to_owned(), named_ticket: detail.is_some() });
                "250 2.1.5 OK\r\n".into()
            }
            Ok(None) => {
                // Counts as an error, so that nobody tries addresses for ever.
                self.errors += 1;
                "550 5.1.1 No such address here\r\n".into()
            }
            Err(error) => {
                tracing::error!(%error, "recipient check failed");
                "451 4.3.0 Try again later\r\n".into()
            }
        }
    }

    fn bad_command(&mut self, error: &ProtoError, answers: &mut String) -> Next {
        let answer = match error {
            ProtoError::InvalidSenderAddress => "501 5.1.7 Bad sender address\r\n",
            ProtoError::InvalidRecipientAddress => "501 5.1.3 Bad recipient address\r\n",
            ProtoError::UnsupportedParameter { .. } | ProtoError::InvalidParameter { .. } => {
                "555 5.5.4 Parameter not supported\r\n"
            }
            ProtoError::SyntaxError { .. } => "501 5.5.2 Syntax error\r\n",
            ProtoError::ResponseTooLong => {
                answers.push_str("500 5.5.6 Line too long\r\n");
                return Next::Close;
            }
            _ => "500 5.5.1 Unknown command\r\n",
        };
        self.refuse(answer, answers)
    }

    fn refuse(&mut self, answer: &str, answers: &mut String) -> Next {
        self.errors += 1;
        answers.push_str(answer);
        if self.errors < limits::SESSION_ERRORS_MAX {
            return Next::Continue;
        }
        answers.push_str("421 4.7.0 Too many errors\r\n");
        Next::Close
    }

    /// Receives the mail after DATA. Returns the answer and what came after the end of the mail.
    async fn data<S: AsyncRead + AsyncWrite + Unpin>(
        &mut self,
        stream: &mut S,
        first: Vec<u8>,
    ) -> Option<(String, Vec<u8>)> {
        let most = self.shared.settings.message_bytes_max;
        let mut receiver = DataReceiver::new();
        let mut mail = Vec::new();
        let mut refused = None;
        // Grows with the mail, goes back when it is kept.
        let mut room: Option<OwnedSemaphorePermit> = None;
        let mut chunk = first;
        let mut buffer = vec![0_u8; limits::READ_BUFFER_BYTES];
        loop {
            let mut bytes = chunk.iter();
            let complete = receiver.ingest(&mut bytes, &mut mail);
            if mail.len() > most {
                refused = Some("552 5.3.4 Message too large\r\n");
            } else if refused.is_none() && !self.make_room(&mut room, mail.len()) {
                refused = Some("452 4.3.1 Too much mail at once, try again later\r\n");
            }
            if refused.is_some() {
                // The rest is read to its end and thrown away, so that the answer is heard.
                mail = Vec::new();
            }
            if complete {
                let rest = bytes.as_slice().to_vec();
                let answer = match refused {
                    Some(answer) => self.for_each_recipient(answer),
                    None => self.take(mail).await,
                };
                self.reset();
                return Some((answer, rest));
            }
            let read = tokio::time::timeout(limits::DATA_TIMEOUT, stream.read(&mut buffer)).await;
            match read {
                Ok(Ok(count)) if count > 0 => chunk = buffer.get(..count)?.to_vec(),
                // The connection broke inside the mail: nothing was acknowledged, nothing is kept.
                Ok(_) => return None,
                Err(_) => {
                    let _ = stream.write_all(b"421 4.4.2 Too slow, closing\r\n").await;
                    return None;
                }
            }
        }
    }

    /// Room for a mail of so many bytes; false when others take too much of it.
    fn make_room(&self, room: &mut Option<OwnedSemaphorePermit>, bytes: usize) -> bool {
        let wanted = bytes / 1024 + 1;
        let missing = wanted.saturating_sub(room.as_ref().map_or(0, OwnedSemaphorePermit::num_permits));
        let Ok(missing @ 1..) = u32::try_from(missing) else { return missing == 0 };
        match (self.shared.room.clone().try_acquire_many_owned(missing), room.as_mut()) {
            (Ok(more), Some(room)) => room.merge(more),
            (Ok(more), None) => *room = Some(more),
            (Err(_), _) => return false,
        }
        true
    }

    /// LMTP answers once for each recipient (RFC 2033, 4.2), SMTP once.
    fn for_each_recipient(&self, answer: &str) -> String {
        match self.shared.protocol {
            Protocol::Smtp => answer.to_owned(),
            Protocol::Lmtp => answer.repeat(self.recipients.len()),
        }
    }

    /// Keeps the mail; the answer is given when it is durable.
    async fn take(&mut self, mail: Vec<u8>) -> String {
        // A mail to several of the desk's addresses is one mail; the one that names a ticket says most.
        let recipient = self.recipients.iter().find(|r| r.named_ticket).or(self.recipients.first());
        let Some(recipient) = recipient else { return "503 5.5.1 Need RCPT first\r\n".into() };
        let sender = self.sender.clone().unwrap_or_default();
        let via = if self.shared.protocol == Protocol::Smtp { "smtp" } else { "lmtp" };
        let mut raw = self.trace_headers(&sender, via).into_bytes();
        raw.extend_from_slice(&mail);
        let accepted = Accepted {
            past: None,
            raw,
            via,
            peer: self.peer.to_string(),
            helo: self.greeting.chars().filter(|c| !c.is_control()).take(255).collect(),
            envelope_from: sender,
            envelope_to: recipient.written.clone(),
            results_of: String::new(),
        };
        let kept = self.shared.desk.change(&Actor::system("mail"), move |c| inbound::accept(c, &accepted)).await;
        match kept {
            Ok(id) => self.for_each_recipient(&format!("250 2.0.0 OK, kept as {id}\r\n")),
            Err(error) => {
                tracing::error!(%error, "mail could not be kept");
                self.for_each_recipient("451 4.3.0 Could not be kept, try again later\r\n")
            }
        }
    }

    /// `Return-Path` and `Received` (RFC 5321, 4.4), as the last server must add them.
    fn trace_headers(&self, sender: &str, via: &str) -> String {
        let clean = |text: &str| text.chars().filter(|c| !c.is_control()).take(255).collect::<String>();
        let with = match (via, self.encrypted) {
            ("lmtp", _) => "LMTP",
            (_, true) => "ESMTPS",
            _ => "ESMTP",
        };
        let date = jiff::Zoned::now().strftime("%a, %d %b %Y %H:%M:%S %z");
        format!(
            "Return-Path: <{}>\r\nReceived: from {} ([{}]) by {} with {with}; {date}\r\n",
            clean(sender),
            clean(&self.greeting),
            self.peer,
            self.shared.settings.host
        )
    }

    fn reset(&mut self) {
        self.sender = None;
        self.recipients.clear();
    }
}
