//! The figures, for people and for scripts.

use serde_json::json;

use super::load::Figure;

/// Everything that was measured.
pub(super) struct Report {
    engine: &'static str,
    tickets: usize,
    fill_seconds: f64,
    start_ms: f64,
    pub idle_kb: u64,
    pub loaded_kb: u64,
    pub peak_kb: u64,
    pub database_bytes: u64,
    pub binary_bytes: u64,
    pub mbox_per_second: f64,
    figures: Vec<(&'static str, usize, Figure)>,
}

impl Report {
    pub(super) fn new(engine: &'static str, tickets: usize, fill_seconds: f64, start_ms: f64) -> Self {
        Self {
            engine,
            tickets,
            fill_seconds,
            start_ms,
            idle_kb: 0,
            loaded_kb: 0,
            peak_kb: 0,
            database_bytes: 0,
            binary_bytes: 0,
            mbox_per_second: 0.0,
            figures: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, name: &'static str, concurrency: usize, figure: &Figure) {
        self.figures.push((name, concurrency, figure.clone()));
    }

    pub(super) fn print(&self, json: bool) {
        if json {
            println!("{}", self.json());
        } else {
            self.table();
        }
    }

    fn json(&self) -> serde_json::Value {
        let figures: Vec<_> = self
            .figures
            .iter()
            .map(|(name, concurrency, figure)| {
                json!({"name": name, "concurrency": concurrency, "per_second": round(figure.per_second),
                       "p50_ms": round(figure.p50_ms), "p99_ms": round(figure.p99_ms), "count": figure.count})
            })
            .collect();
        json!({
            "engine": self.engine, "tickets": self.tickets, "fill_seconds": round(self.fill_seconds),
            "start_ms": round(self.start_ms), "memory_idle_kb": self.idle_kb, "memory_loaded_kb": self.loaded_kb,
            "memory_peak_kb": self.peak_kb, "database_bytes": self.database_bytes, "binary_bytes": self.binary_bytes,
            "mbox_mails_per_second": round(self.mbox_per_second), "figures": figures,
        })
    }

    fn table(&self) {
        println!("{} · {} tickets, filled in {:.1} s", self.engine, self.tickets, self.fill_seconds);
        println!("{:<22} {:>8} {:>10} {:>10} {:>10}", "", "clients", "per s", "p50 ms", "p99 ms");
        for (name, concurrency, figure) in &self.figures {
            println!(
                "{name:<22} {concurrency:>8} {:>10.0} {:>10.2} {:>10.2}",
                figure.per_second, figure.p50_ms, figure.p99_ms
            );
        }
        println!("{:<22} {:>8} {:>10.0}", "mails from an mbox", 1, self.mbox_per_second);
        let megabytes = |kb: u64| kb as f64 / 1024.0;
        println!(
            "memory {:.0} MB idle, {:.0} MB loaded, {:.0} MB peak · database {:.0} MB · binary {:.1} MB · first page after {:.0} ms",
            megabytes(self.idle_kb),
            megabytes(self.loaded_kb),
            megabytes(self.peak_kb),
            megabytes(self.database_bytes / 1024),
            megabytes(self.binary_bytes / 1024),
            self.start_ms
        );
    }
}

fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
