//! `guichet demo`: a believable desk in a temporary folder, ready to click through.

mod build;
mod community;
mod content;
mod guides;

use std::num::NonZeroU32;
use std::time::Duration;

use desk::Desk;
use serde_json::json;
use store::Store;

use crate::cli::DemoOptions;
use crate::config::{Config, location};
use crate::serve::{self, text};

/// Mails per minute that a script of another machine may send to the demo.
const MAILS_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(5999);

/// Runs the demonstration until it is stopped; its folder goes with it.
pub(crate) async fn run(options: DemoOptions) -> Result<(), String> {
    let folder = tempfile::Builder::new().prefix("guichet-demo-").tempdir().map_err(text)?;
    let outbox = folder.path().join("outbox");
    let relay = options.relay.unwrap_or_else(|| format!("file:{}", outbox.display()));
    let config = Config {
        location: location(options.database, folder.path())?,
        files: folder.path().join("files"),
        listen: options.listen,
        smtp_listen: options.smtp_listen,
        lmtp_listen: None,
        relay: Some(relay.parse().map_err(text)?),
        public_url: None,
        // Browsers find every name below it on this machine (RFC 6761, 6.3).
        portal_domain: Some("localhost".into()),
        trusted_proxies: Vec::new(),
        host_name: "demo.guichet.localhost".into(),
        tls: None,
        message_bytes_max: 25 * 1024 * 1024,
        mails_per_minute: MAILS_PER_MINUTE,
        undo: Duration::from_secs(options.undo_seconds),
        sent_bytes_max: crate::config::SENT_BYTES_MAX,
        file_link_days: desk::limits::FILE_LINK_DAYS,
        senders: mail::authenticity::Settings::default(),
        data: folder.path().to_owned(),
        secrets_key: None,
    };
    let store = Store::open(&config.location, config.files.clone()).await.map_err(text)?;
    let desk = Desk::new(store, desk::Options { reply_hold: config.undo, ..desk::Options::usual(&config.data) });
    let links = build::build(&desk).await.map_err(text)?;
    let running = serve::start(desk, &config).await?;
    let web = &running.public_url;
    let smtp = running.smtp.to_string();
    let sign_in = |token: &str| format!("{web}/sign-in/{token}");
    if options.json {
        let line = json!({
            "web": web, "smtp": smtp, "address": links.address,
            "sign_in": {"admin": sign_in(&links.admin), "agent": sign_in(&links.agent), "customer": sign_in(&links.customer)},
        });
        println!("{line}");
    } else {
        println!("Guichet demo desk: {web}\n");
        println!("  as an admin     {}", sign_in(&links.admin));
        println!("  as an agent     {}", sign_in(&links.agent));
        println!("  as a customer   {}\n", sign_in(&links.customer));
        println!("  mail for {} is taken at {smtp} (SMTP)", links.address);
        println!("  what the desk sends is in {}\n", outbox.display());
        println!("Stop with Ctrl+C; the demo's data goes with it.");
    }
    running.until_stopped().await
}
