//! Several clients at once, each doing one thing after the other, and how long each thing took.

use std::future::Future;
use std::time::{Duration, Instant};

/// What was measured.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub count: usize,
}

/// Runs `concurrency` clients for `seconds`. `make` connects a client; the client's closure does one
/// thing each time it is called.
pub(super) async fn run<M, C, S, O>(concurrency: usize, seconds: u64, make: M) -> Result<Figure, String>
where
    M: Fn(usize) -> C,
    C: Future<Output = Result<S, String>> + Send + 'static,
    S: FnMut() -> O + Send + 'static,
    O: Future<Output = Result<(), String>> + Send,
{
    let mut clients = Vec::new();
    for number in 0..concurrency {
        clients.push(make(number).await?);
    }
    let begun = Instant::now();
    let end = begun + Duration::from_secs(seconds);
    let tasks: Vec<_> = clients
        .into_iter()
        .map(|mut once| {
            tokio::spawn(async move {
                let mut times = Vec::new();
                while Instant::now() < end {
                    let start = Instant::now();
                    once().await?;
                    times.push(start.elapsed());
                }
                Ok::<_, String>(times)
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.map_err(|error| error.to_string())??);
    }
    let elapsed = begun.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| {
        let index = ((times.len() as f64 - 1.0) * share).round().max(0.0) as usize;
        times.get(index).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    Ok(Figure { per_second: times.len() as f64 / elapsed, p50_ms: at(0.5), p99_ms: at(0.99), count: times.len() })
}
