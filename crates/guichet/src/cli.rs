//! The command line.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

/// Customer support in one binary: tickets by mail and web, answered in milliseconds.
#[derive(Debug, Parser)]
#[command(version, about)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the desk.
    Serve(Box<Options>),
    /// Run a demonstration desk in a temporary folder.
    Demo(DemoOptions),
    /// Fill a fresh desk and measure it.
    Bench(BenchOptions),
    /// Work with mail.
    #[command(subcommand)]
    Mail(MailCommand),
    /// Take guides out of a desk as Markdown files, or into it.
    #[command(subcommand)]
    Guides(GuidesCommand),
    /// Search the guides of a desk.
    Search(Box<Search>),
    /// Examine the set-up: DNS, certificates, relay, ports, disk. Exits with 1 when something does not work.
    Doctor(Box<Doctor>),
    /// List every page address with who may open it, as JSON.
    #[command(hide = true)]
    Routes,
}

impl Command {
    /// Whether another engine than the embedded one is named, here or in the file.
    pub(crate) fn uses_postgres(&self) -> bool {
        match self {
            Self::Serve(options) => options.uses_postgres(),
            Self::Mail(MailCommand::Deliver(deliver)) => deliver.options.uses_postgres(),
            Self::Guides(GuidesCommand::Import(folder) | GuidesCommand::Export(folder)) => {
                folder.options.uses_postgres()
            }
            Self::Search(search) => search.options.uses_postgres(),
            Self::Doctor(doctor) => doctor.options.uses_postgres(),
            Self::Demo(demo) => demo.database.is_some(),
            Self::Bench(bench) => bench.database.is_some(),
            Self::Mail(MailCommand::Reparse(reparse)) => reparse.options.uses_postgres(),
            Self::Mail(MailCommand::Inspect(_)) | Self::Routes => false,
        }
    }
}

impl Options {
    fn uses_postgres(&self) -> bool {
        let in_file = || self.config.as_ref().and_then(|path| std::fs::read_to_string(path).ok());
        self.database.is_some()
            || in_file()
                .and_then(|text| text.parse::<toml::Table>().ok())
                .is_some_and(|table| table.contains_key("database"))
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum MailCommand {
    /// Take in a mail from standard input, or all mails of an mbox file.
    Deliver(Box<Deliver>),
    /// Show what the desk understands of a mail.
    Inspect(Inspect),
    /// Read all kept mails again with today's understanding; stopped, it goes on where it was.
    Reparse(Box<Reparse>),
}

#[derive(Debug, Subcommand)]
pub(crate) enum GuidesCommand {
    /// Take in all Markdown files of a folder: a sub-folder is a category, `NAME.fr.md` says the language.
    Import(Box<GuidesFolder>),
    /// Write all guides into a folder; taken in again, they change nothing.
    Export(Box<GuidesFolder>),
}

/// Where guides are read from or written to.
#[derive(Debug, Args)]
pub(crate) struct GuidesFolder {
    #[command(flatten)]
    pub options: Options,
    /// The folder.
    pub folder: PathBuf,
    /// The language of files that do not say theirs: `en` or `fr`.
    #[arg(long, default_value = "en")]
    pub lang: String,
}

/// What is searched for.
#[derive(Debug, Args)]
pub(crate) struct Search {
    #[command(flatten)]
    pub options: Options,
    /// The words.
    pub query: String,
    /// Only texts in this language: `en` or `fr`.
    #[arg(long)]
    pub lang: Option<String>,
    /// Results at most.
    #[arg(long, default_value_t = 10)]
    pub limit: usize,
    /// A JSON array of objects with `title`, `id` (the guide's file name in an export), `score`, `snippet`, `lang`.
    #[arg(long)]
    pub json: bool,
}

/// How the set-up is examined.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub options: Options,
    /// Send a test mail through the relay to every address of the desk, and wait until they are back.
    #[arg(long)]
    pub mail: bool,
    /// Seconds to wait for them.
    #[arg(long, default_value_t = 120)]
    pub wait: u64,
    /// The language of what is said: `en` or `fr`.
    #[arg(long, default_value = "en")]
    pub lang: String,
    /// A JSON array of objects with `level`, `group`, `code`, `check`, `about`, `words`, and perhaps `record` or `hops`.
    #[arg(long)]
    pub json: bool,
}

/// How the desk is run. Every option is also an environment variable and a key of the file.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Options {
    /// A TOML file with these options, with underscores: `smtp_listen = "0.0.0.0:25"`.
    #[arg(long, env = "GUICHET_CONFIG")]
    pub config: Option<PathBuf>,
    /// Folder of the embedded database and of large files [default: guichet-data].
    #[arg(long, env = "GUICHET_DATA")]
    pub data: Option<PathBuf>,
    /// `postgres://…` instead of the embedded database.
    #[arg(long, env = "GUICHET_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// Where pages are served [default: 127.0.0.1:8080].
    #[arg(long, env = "GUICHET_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Where mail is received by SMTP [default: 127.0.0.1:2525].
    #[arg(long, env = "GUICHET_SMTP_LISTEN")]
    pub smtp_listen: Option<SocketAddr>,
    /// Where mail is received by LMTP, from a mail server of one's own.
    #[arg(long, env = "GUICHET_LMTP_LISTEN")]
    pub lmtp_listen: Option<SocketAddr>,
    /// Where mail leaves to: `smtp://[user:password@]host[:port]`, `smtps://…` or `file:FOLDER`.
    #[arg(long, env = "GUICHET_RELAY", hide_env_values = true)]
    pub relay: Option<String>,
    /// The address of the pages as people see it, for links in mail [default: from `listen`].
    #[arg(long, env = "GUICHET_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Domain below which portals have their names: `help.example` for `acme.help.example` (needs a wildcard entry in the
    /// DNS). Without it they are at `/p/acme`.
    #[arg(long, env = "GUICHET_PORTAL_DOMAIN")]
    pub portal_domain: Option<String>,
    /// Reverse proxies on other machines whose `X-Forwarded-For` is believed: addresses with commas between.
    #[arg(long, env = "GUICHET_TRUSTED_PROXIES", value_delimiter = ',')]
    pub trusted_proxies: Vec<IpAddr>,
    /// Resolver that is asked whether mails come from whom they say: `127.0.0.1:53` [default: the system's].
    #[arg(long, env = "GUICHET_RESOLVER")]
    pub resolver: Option<SocketAddr>,
    /// Mail servers of one's own that hand mail over; who sent it to them is not asked again: addresses with commas
    /// between [default: this machine and private networks].
    #[arg(long, env = "GUICHET_MAIL_RELAYS", value_delimiter = ',')]
    pub mail_relays: Vec<IpAddr>,
    /// The name under which such a server writes what it found out about senders, in `Authentication-Results`.
    #[arg(long, env = "GUICHET_RESULTS_OF")]
    pub results_of: Option<String>,
    /// What passwords of mailboxes are sealed with, 64 hexadecimal digits [default: the file `secrets.key` of the data
    /// folder, which is made].
    #[arg(long, env = "GUICHET_SECRETS_KEY", hide_env_values = true)]
    pub secrets_key: Option<String>,
    /// What the mail receiver calls itself [default: localhost].
    #[arg(long, env = "GUICHET_HOST_NAME")]
    pub host_name: Option<String>,
    /// PEM file with the certificate for STARTTLS.
    #[arg(long, env = "GUICHET_TLS_CERTIFICATE", requires = "tls_key")]
    pub tls_certificate: Option<PathBuf>,
    /// PEM file with the key of the certificate.
    #[arg(long, env = "GUICHET_TLS_KEY")]
    pub tls_key: Option<PathBuf>,
    /// Largest mail that is taken, in bytes [default: 26214400].
    #[arg(long, env = "GUICHET_MESSAGE_BYTES_MAX")]
    pub message_bytes_max: Option<usize>,
    /// Mails per minute that one other machine may hand over [default: 300].
    #[arg(long, env = "GUICHET_MAILS_PER_MINUTE")]
    pub mails_per_minute: Option<u32>,
    /// Seconds in which an answer can be taken back before its mail leaves [default: 8].
    #[arg(long, env = "GUICHET_UNDO_SECONDS")]
    pub undo_seconds: Option<u64>,
    /// Largest mail that leaves, in bytes; larger files are links in it [default: 15000000].
    #[arg(long, env = "GUICHET_SENT_BYTES_MAX")]
    pub sent_bytes_max: Option<u64>,
    /// Days for which such a link opens its file [default: 30].
    #[arg(long, env = "GUICHET_FILE_LINK_DAYS")]
    pub file_link_days: Option<u32>,
}

/// How the demonstration is run.
#[derive(Debug, Args)]
pub(crate) struct DemoOptions {
    /// Where pages are served; port 0 takes any free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Where mail is received; port 0 takes any free one.
    #[arg(long, default_value = "127.0.0.1:2525")]
    pub smtp_listen: SocketAddr,
    /// `postgres://…` (an empty database) instead of the embedded one.
    #[arg(long, env = "GUICHET_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// Where mail leaves to; by default a folder beside the data.
    #[arg(long)]
    pub relay: Option<String>,
    /// Seconds in which an answer can be taken back before its mail leaves.
    #[arg(long, default_value_t = 8)]
    pub undo_seconds: u64,
    /// Print one line of JSON when ready, for scripts.
    #[arg(long)]
    pub json: bool,
}

/// What is measured.
#[derive(Debug, Args)]
pub(crate) struct BenchOptions {
    #[command(subcommand)]
    pub kind: Option<BenchKind>,
    /// Tickets to fill the desk with.
    #[arg(long, default_value_t = 10_000)]
    pub tickets: usize,
    /// `postgres://…` (an empty database) instead of the embedded one.
    #[arg(long, env = "GUICHET_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// Seconds for each figure.
    #[arg(long, default_value_t = 5)]
    pub seconds: u64,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Measurements of their own.
#[derive(Debug, Subcommand)]
pub(crate) enum BenchKind {
    /// Many visitors with an open page, and many chats at once.
    Chat(ChatBench),
}

/// How many.
#[derive(Debug, Args)]
pub(crate) struct ChatBench {
    /// Visitors with an open page.
    #[arg(long, default_value_t = 10_000)]
    pub visitors: usize,
    /// Chats in which both sides talk.
    #[arg(long, default_value_t = 500)]
    pub chats: usize,
    /// How long, in seconds.
    #[arg(long, default_value_t = 20)]
    pub seconds: u64,
}

/// How mail is taken in from a pipe.
#[derive(Debug, Args)]
pub(crate) struct Deliver {
    #[command(flatten)]
    pub options: Options,
    /// The desk's address that it is for; else the first of the desk's in its headers, else the main one.
    #[arg(long)]
    pub to: Option<String>,
    /// The envelope's sender.
    #[arg(long, default_value = "")]
    pub from: String,
    /// An mbox file with many mails, instead of one on standard input.
    #[arg(long)]
    pub mbox: Option<PathBuf>,
}

/// Whose mails are read again.
#[derive(Debug, Args)]
pub(crate) struct Reparse {
    #[command(flatten)]
    pub options: Options,
}

/// What is inspected.
#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// A file with one raw message, or `-` for standard input.
    pub file: PathBuf,
    /// One JSON object instead of text for people.
    #[arg(long)]
    pub json: bool,
}

/// Prints the table of routes that the permission matrix is generated from.
pub(crate) fn print_routes() -> ExitCode {
    let routes: Vec<_> = web::table()
        .into_iter()
        .map(|route| serde_json::json!({"method": route.method, "path": route.path, "access": route.access}))
        .collect();
    println!("{}", serde_json::Value::Array(routes));
    ExitCode::SUCCESS
}
