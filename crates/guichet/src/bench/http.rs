//! A client that keeps one connection open and reads whole answers: as little work as possible, so
//! that the machine's cores measure the server.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One connection.
pub(super) struct Client {
    stream: TcpStream,
    address: SocketAddr,
    cookie: String,
    buffer: Vec<u8>,
}

/// An answer.
pub(super) struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Client {
    pub(super) async fn connect(address: SocketAddr, cookie: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
        stream.set_nodelay(true).map_err(|error| error.to_string())?;
        Ok(Self { stream, address, cookie: cookie.to_owned(), buffer: Vec::with_capacity(128 * 1024) })
    }

    pub(super) async fn get(&mut self, path: &str) -> Result<Answer, String> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n\r\n", self.address, self.cookie);
        self.exchange(request.as_bytes()).await
    }

    /// Posts a form with fields.
    pub(super) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer, String> {
        const BOUNDARY: &str = "guichet-bench";
        let mut body = String::new();
        for (name, value) in fields {
            body.push_str(&format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            ));
        }
        body.push_str(&format!("--{BOUNDARY}--\r\n"));
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            self.cookie,
            body.len()
        );
        self.exchange(request.as_bytes()).await
    }

    async fn exchange(&mut self, request: &[u8]) -> Result<Answer, String> {
        self.stream.write_all(request).await.map_err(|error| error.to_string())?;
        self.buffer.clear();
        let head_end = loop {
            if let Some(at) = self.buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            self.read_more().await?;
        };
        let head = String::from_utf8_lossy(self.buffer.get(..head_end).unwrap_or_default()).into_owned();
        let length = header(&head, "content-length").and_then(|value| value.parse::<usize>().ok()).unwrap_or(0);
        while self.buffer.len() < head_end + length {
            self.read_more().await?;
        }
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        let body = String::from_utf8_lossy(self.buffer.get(head_end..).unwrap_or_default()).into_owned();
        Ok(Answer { status, head, body })
    }

    async fn read_more(&mut self) -> Result<(), String> {
        let count = self.stream.read_buf(&mut self.buffer).await.map_err(|error| error.to_string())?;
        if count == 0 { Err("the server closed the connection".into()) } else { Ok(()) }
    }
}

/// The value of a header.
pub(super) fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}
