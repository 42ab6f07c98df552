//! Accepting browsers' connections: how many at once, and how long one may take to say what it wants.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

use crate::app::App;
use crate::limits;
use crate::routes::router;

/// Serves pages until `stop` is done; requests that have begun are finished, for a few seconds.
///
/// # Errors
/// When the socket fails for good.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let router = router(app);
    let places = Arc::new(Semaphore::new(limits::CONNECTIONS_MAX));
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            // With all places taken, new connections wait in the system's queue.
            accepted = accept(&listener, &places) => accepted,
            () = &mut stop => break,
        };
        let Some((place, stream, peer)) = accepted else { continue };
        let _ = stream.set_nodelay(true);
        let served = connections.watch(connection(router.clone(), stream, peer));
        tokio::spawn(async move {
            // A browser that hung up, or took too long, is no failure of ours.
            let _ = served.await;
            drop(place);
        });
    }
    // Live streams never end by themselves.
    let _ = tokio::time::timeout(limits::SHUTDOWN, connections.shutdown()).await;
    Ok(())
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(tokio::sync::OwnedSemaphorePermit, TcpStream, SocketAddr)> {
    let place = places.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((place, stream, peer)),
        Err(error) => {
            // Out of file handles, usually: give connections time to end.
            tracing::warn!(%error, "cannot accept connections");
            tokio::time::sleep(limits::ACCEPT_PAUSE).await;
            None
        }
    }
}

/// One connection. Its headers must come in time, between requests too.
fn connection(
    router: Router,
    stream: TcpStream,
    peer: SocketAddr,
) -> http1::Connection<
    TokioIo<TcpStream>,
    impl hyper::service::HttpService<Incoming, ResBody = Body, Error = Infallible, Future: Send>,
> {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        // In a box of its own, which goes when the answer has begun: live streams stay open for hours, and the connection
        // would keep its room.
        Box::pin(router.clone().oneshot(request.map(Body::new)))
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits::HEADERS_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service)
}
