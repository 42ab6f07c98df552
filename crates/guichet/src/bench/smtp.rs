//! A mail server that hands mails to the desk, one after the other on one connection.

use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::fill::ADDRESS;

/// One connection.
pub(super) struct Sender {
    stream: BufReader<TcpStream>,
    line: String,
}

impl Sender {
    pub(super) async fn connect(address: SocketAddr) -> Result<Self, String> {
        let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        let mut sender = Self { stream: BufReader::new(stream), line: String::new() };
        sender.answer("220").await?;
        sender.say("EHLO bench.example\r\n").await?;
        sender.answer("250").await?;
        Ok(sender)
    }

    /// Hands one mail over and waits until it is durable.
    pub(super) async fn send(&mut self, from: &str, mail: &str) -> Result<(), String> {
        self.say(&format!("MAIL FROM:<{from}>\r\nRCPT TO:<{ADDRESS}>\r\nDATA\r\n")).await?;
        self.answer("250").await?;
        self.answer("250").await?;
        self.answer("354").await?;
        self.say(&format!("{mail}\r\n.\r\n")).await?;
        self.answer("250").await
    }

    async fn say(&mut self, words: &str) -> Result<(), String> {
        self.stream.get_mut().write_all(words.as_bytes()).await.map_err(|error| error.to_string())
    }

    /// Reads one answer, of several lines perhaps.
    async fn answer(&mut self, code: &str) -> Result<(), String> {
        loop {
            self.line.clear();
            self.stream.read_line(&mut self.line).await.map_err(|error| error.to_string())?;
            if !self.line.starts_with(code) {
                return Err(format!("expected {code}, got {:?}", self.line.trim_end()));
            }
            if self.line.as_bytes().get(3) != Some(&b'-') {
                return Ok(());
            }
        }
    }
}
