//! The HTTP door: pages, live updates, downloads. It decides nothing: it extracts, calls the desk,
//! and answers.
#![forbid(unsafe_code)]

mod access;
mod account;
mod agent;
mod answer;
mod app;
mod assets;
mod body;
mod customer;
mod error_page;
mod files;
mod flash;
mod form;
// Made by the build; a test of the repository finds texts that nobody uses.
#[allow(dead_code, missing_docs, clippy::all, clippy::unwrap_used, clippy::expect_used)]
mod l10n;
mod limits;
mod live;
mod parts;
mod presence;
mod reader;
mod routes;
mod throttle;

pub use app::{App, Settings};
pub use routes::{RouteInfo, router, table};

/// Serves pages until `stop` is done; requests that have begun are finished, for a few seconds.
///
/// # Errors
/// When the socket fails.
pub async fn serve(
    listener: tokio::net::TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app).into_make_service_with_connect_info::<std::net::SocketAddr>();
    let (stopping, stopped) = tokio::sync::oneshot::channel();
    let server = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop.await;
        let _ = stopping.send(());
    });
    tokio::select! {
        result = server => result,
        // Live streams never end by themselves.
        () = async { let _ = stopped.await; tokio::time::sleep(limits::SHUTDOWN).await } => Ok(()),
    }
}
