//! Starting the desk: database, doors, workers; stopping them in order.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use desk::secrets::Secrets;
use desk::{Actor, Desk, setup};
use mail::authenticity::Checker;
use mail::smtp::{self, Listener, Protocol};
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::cli::Options;
use crate::config::Config;
use crate::doctor::{self, Ward};
use crate::signing;

/// A desk that is running.
pub(crate) struct Running {
    pub desk: Desk,
    /// Where the pages are seen from outside.
    pub public_url: String,
    /// Where mail is received.
    pub smtp: SocketAddr,
    listener: TcpListener,
    app: web::App,
    stop: watch::Sender<bool>,
    outgoing: JoinHandle<()>,
}

/// How long mails that are being handed over may take when the process is told to stop.
const HANDING_OVER: Duration = Duration::from_secs(10);

/// `guichet serve`: runs until it is told to stop.
pub(crate) async fn serve(options: Options) -> Result<(), String> {
    let config = Config::load(options)?;
    let desk = open(&config).await?;
    let running = start(desk, &config).await?;
    let token = running.desk.change(&Actor::system("set-up"), setup::new_token).await.map_err(text)?;
    eprintln!("guichet: {} on {}", running.desk.store().engine_name(), running.public_url);
    if let Some(token) = token {
        println!("Set the desk up here: {}/setup/{token}", running.public_url);
    }
    running.until_stopped().await
}

/// Opens the database.
pub(crate) async fn open(config: &Config) -> Result<Desk, String> {
    let data = &config.data;
    std::fs::create_dir_all(data).map_err(|error| format!("{}: {error}", data.display()))?;
    let store = Store::open(&config.location, config.files.clone()).await.map_err(text)?;
    let secrets = Arc::new(Secrets::new(config.secrets_key.clone(), &config.data));
    Ok(Desk::new(store, desk::Options { reply_hold: config.undo, file_link_days: config.file_link_days, secrets }))
}

/// Binds the sockets and starts the workers; pages are served by [`Running::until_stopped`].
pub(crate) async fn start(desk: Desk, config: &Config) -> Result<Running, String> {
    let listener = bind(config.listen).await?;
    let web = listener.local_addr().map_err(text)?;
    let public_url = config.public_url.clone().unwrap_or_else(|| format!("http://{web}"));
    let settings = mail_settings(config)?;
    let socket = bind(config.smtp_listen).await?;
    let smtp = socket.local_addr().map_err(text)?;
    tokio::spawn(Listener::new(socket, Protocol::Smtp, desk.clone(), settings.clone()).run());
    if let Some(address) = config.lmtp_listen {
        tokio::spawn(Listener::new(bind(address).await?, Protocol::Lmtp, desk.clone(), settings).run());
    }
    tokio::spawn(mail::intake::run(desk.clone(), Checker::new(config.senders.clone())));
    tokio::spawn(mail::imap::run(desk.clone(), config.message_bytes_max));
    tokio::spawn(desk::housekeeping::run(desk.clone()));
    tokio::spawn(desk::automation::run_waits(desk.clone()));
    tokio::spawn(desk::mailflow::pauses::run(desk.clone()));
    tokio::spawn(desk::guides::run_schedule(desk.clone()));
    tokio::spawn(desk::tickets::run_scheduled(desk.clone()));
    tokio::spawn(desk::chat::run(desk.clone()));
    tokio::spawn(import::run(desk.clone()));
    tokio::spawn(web::webhooks::run(desk.clone(), public_url.clone()));
    tokio::spawn(web::notices::run(desk.clone(), public_url.clone()));
    let doctor = Ward::new(desk.clone(), doctor::setup(config, smtp, &public_url));
    let outgoing = mail::outgoing::Settings {
        relay: config.relay.clone(),
        public_url: public_url.clone(),
        mail_bytes_max: config.sent_bytes_max,
    };
    let (stop, stopped) = watch::channel(false);
    let outgoing = tokio::spawn(mail::outgoing::run(desk.clone(), outgoing, stopped));
    let app = web::App::new(
        desk.clone(),
        web::Settings {
            public_url: public_url.clone(),
            portal_domain: config.portal_domain.clone(),
            mail_bytes_max: config.sent_bytes_max,
            trusted_proxies: config.trusted_proxies.clone(),
        },
        doctor,
        mail::intake::read_again,
        signing::notary(config.senders.resolver),
    );
    Ok(Running { desk, public_url, smtp, listener, app, stop, outgoing })
}

fn mail_settings(config: &Config) -> Result<smtp::Settings, String> {
    let tls = match &config.tls {
        Some((certificate, key)) => Some(smtp::load_tls(certificate, key).map_err(text)?),
        None => None,
    };
    Ok(smtp::Settings {
        host: config.host_name.clone(),
        tls,
        message_bytes_max: config.message_bytes_max,
        mails_per_minute: config.mails_per_minute,
    })
}

async fn bind(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| format!("{address}: {error}"))
}

impl Running {
    /// Serves pages until the process is told to stop.
    pub(crate) async fn until_stopped(self) -> Result<(), String> {
        let served = web::serve(self.listener, self.app, stop_signal()).await.map_err(text);
        self.stop.send_replace(true);
        let _ = tokio::time::timeout(HANDING_OVER, self.outgoing).await;
        served
    }
}

/// Ends when the administrator or the system asks to stop.
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

/// An error as the administrator reads it.
pub(crate) fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
