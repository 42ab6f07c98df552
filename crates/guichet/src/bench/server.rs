//! The measured server: this binary as a process of its own.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::process::{Child, Command};

use super::http::Client;

/// Longest wait for the first page.
const START_MAX: Duration = Duration::from_secs(60);

/// A running server.
pub(super) struct Server {
    child: Child,
    pub web: SocketAddr,
    pub smtp: SocketAddr,
    /// From the start of the process to the first whole page.
    pub start_ms: f64,
}

impl Server {
    pub(super) async fn start(data: &Path, database: Option<&str>) -> Result<Self, String> {
        let (web, smtp) = (free_address().await?, free_address().await?);
        let program = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        command
            .args(["serve", "--undo-seconds", "0", "--listen", &web.to_string(), "--smtp-listen", &smtp.to_string()])
            .arg("--data")
            .arg(data)
            .arg("--relay")
            .arg(format!("file:{}", data.join("outbox").display()))
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .env("GUICHET_LOG", "warn");
        if let Some(database) = database {
            command.args(["--database", database]);
        }
        let begun = Instant::now();
        let child = command.spawn().map_err(|error| error.to_string())?;
        loop {
            if let Ok(mut client) = Client::connect(web, "").await
                && client.get("/sign-in").await.is_ok_and(|answer| answer.status == 200)
            {
                break;
            }
            if begun.elapsed() > START_MAX {
                return Err("the server did not start".into());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Ok(Self { child, web, smtp, start_ms: begun.elapsed().as_secs_f64() * 1000.0 })
    }

    /// Resident memory now, in kilobytes.
    pub(super) fn memory_kb(&self) -> u64 {
        self.status("VmRSS:")
    }

    /// The most resident memory so far, in kilobytes.
    pub(super) fn peak_kb(&self) -> u64 {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> u64 {
        let Some(id) = self.child.id() else { return 0 };
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|rest| rest.split_whitespace().next()).and_then(|kb| kb.parse().ok()).unwrap_or(0)
    }

    pub(super) async fn stop(&mut self) {
        let _ = self.child.kill().await;
    }
}

async fn free_address() -> Result<SocketAddr, String> {
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
    listener.local_addr().map_err(|error| error.to_string())
}

/// Bytes of the embedded database with its log; 0 on PostgreSQL.
pub(super) fn database_bytes(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("guichet.db"))
        .filter_map(|entry| entry.metadata().ok())
        .map(|meta| meta.len())
        .sum()
}
