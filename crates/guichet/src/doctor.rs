//! The set-up doctor: `guichet doctor`, and who examines when an admin asks on the page.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use desk::actor::{Kind, Scope};
use desk::doctor::{Examination, Level, Line, Section};
use desk::people::{self, Role};
use desk::routing::{self, DeskAddress, Standing};
use desk::{Actor, Desk, Time, limits};
use mail::doctor::{Finding, Setup};
use store::{Location, Store};
use tokio::sync::mpsc::unbounded_channel;

use crate::cli;
use crate::config::Config;
use crate::serve::{self, text};

/// How often is looked whether test mails are back.
const LOOK: Duration = Duration::from_millis(250);

/// What of the configuration is examined.
pub(crate) fn setup(config: &Config, smtp: SocketAddr, public_url: &str) -> Setup {
    Setup {
        host_name: config.host_name.clone(),
        resolver: config.senders.resolver,
        relay: config.relay.clone(),
        smtp,
        lmtp: config.lmtp_listen,
        certificate: config.tls.as_ref().map(|(certificate, _)| certificate.clone()),
        public_url: public_url.to_owned(),
        data: config.data.clone(),
    }
}

/// A desk that can be examined, and its newest examination.
pub(crate) struct Ward {
    desk: Desk,
    setup: Setup,
    newest: Mutex<Option<Newest>>,
}

struct Newest {
    started_at: Time,
    complete: bool,
    found: Vec<Finding>,
}

impl Ward {
    pub(crate) fn new(desk: Desk, setup: Setup) -> Arc<Self> {
        Arc::new(Self { desk, setup, newest: Mutex::new(None) })
    }

    fn newest(&self) -> MutexGuard<'_, Option<Newest>> {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn examine(&self) {
        let (out, mut found) = unbounded_channel();
        let asked = async move {
            let site = web::reach(&self.setup.public_url);
            mail::doctor::examine(&self.desk, &self.setup, site, &out).await;
        };
        let kept = async {
            while let Some(finding) = found.recv().await {
                if let Some(newest) = self.newest().as_mut() {
                    newest.found.push(finding);
                }
                self.announce().await;
            }
        };
        tokio::join!(asked, kept);
        if let Some(newest) = self.newest().as_mut() {
            newest.complete = true;
        }
        self.announce().await;
    }

    /// Open pages fetch themselves again.
    async fn announce(&self) {
        // What it cannot be told, a page shows when it is loaded again.
        let _ = self.desk.store().broadcast("0 doctor".to_owned()).await;
    }
}

impl web::Doctor for Ward {
    fn start(self: Arc<Self>) {
        {
            let mut newest = self.newest();
            if newest.as_ref().is_some_and(|newest| !newest.complete) {
                return;
            }
            *newest = Some(Newest { started_at: Time::now(), complete: false, found: Vec::new() });
        }
        tokio::spawn(async move { self.examine().await });
    }

    fn newest(&self, language: &str) -> Option<Examination> {
        self.newest().as_ref().map(|newest| Examination {
            started_at: newest.started_at,
            complete: newest.complete,
            sections: mail::doctor::sections(&newest.found, language),
        })
    }

    fn trips(&self, addresses: &[DeskAddress], language: &str) -> Option<Section> {
        mail::doctor::sections(&mail::doctor::trips(addresses, Time::now()), language).pop()
    }
}

/// `guichet doctor`: 1 when something does not work, 2 when nothing could be examined.
pub(crate) async fn run(wanted: cli::Doctor) -> ExitCode {
    match examine(wanted).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("guichet: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether everything works.
async fn examine(wanted: cli::Doctor) -> Result<bool, String> {
    let config = Config::load(wanted.options)?;
    if !Store::is_there(&config.location).await.map_err(text)? {
        return Err(match &config.location {
            Location::Sqlite(file) => format!(
                "there is no desk here ({} does not exist). Name the folder of your desk with --data, its database with \
                 --database, or its file of options with --config; or make a desk with “guichet serve”.",
                file.display()
            ),
            Location::Postgres(_) => {
                "there is no desk in this database. Name the right one with --database, or its file \
                                      of options with --config; or make a desk with “guichet serve”."
                    .to_owned()
            }
        });
    }
    let desk = serve::open(&config).await?;
    let public_url = config.public_url.clone().unwrap_or_else(|| format!("http://{}", config.listen));
    let setup = setup(&config, config.smtp_listen, &public_url);
    let (out, mut found) = unbounded_channel();
    mail::doctor::examine(&desk, &setup, web::reach(&public_url), &out).await;
    drop(out);
    let mut findings = Vec::new();
    while let Some(finding) = found.recv().await {
        findings.push(finding);
    }
    let now = if wanted.mail { there_and_back(&desk, Duration::from_secs(wanted.wait)).await? } else { Time::now() };
    let addresses = desk.read(routing::addresses).await.map_err(text)?;
    findings.extend(mail::doctor::trips(&addresses, now));
    let sections = mail::doctor::sections(&findings, &wanted.lang);
    let lines: Vec<&Line> = sections.iter().flat_map(|section| &section.lines).collect();
    if wanted.json {
        println!("{}", serde_json::to_string_pretty(&lines).map_err(text)?);
    } else {
        print(&sections);
    }
    Ok(lines.iter().all(|line| line.level != Level::Failure))
}

/// Sends test mails and waits for them. Gives the moment at which they are judged: what is not back in time is late.
async fn there_and_back(desk: &Desk, limit: Duration) -> Result<Time, String> {
    let agents = desk.read(people::agents).await.map_err(text)?;
    let admin = agents.into_iter().find(|person| person.role == Role::Admin);
    let admin = admin.ok_or("test mails need a desk that is set up: open its pages first")?;
    let actor = Actor { kind: Kind::System, person: Some(admin.id), name: "doctor".to_owned(), scope: Scope::All };
    let sent = desk.change(&actor, routing::send_tests).await.map_err(text)?;
    eprintln!("guichet: {sent} test mails, waiting {} s at most", limit.as_secs());
    let begun = Instant::now();
    while begun.elapsed() < limit {
        let addresses = desk.read(routing::addresses).await.map_err(text)?;
        let now = Time::now();
        let waits =
            |address: &DeskAddress| address.test.as_ref().is_some_and(|test| test.standing(now) == Standing::Waiting);
        if !addresses.iter().any(waits) {
            return Ok(now);
        }
        tokio::time::sleep(LOOK).await;
    }
    Ok(Time::now().plus(limits::ADDRESS_TEST_LATE))
}

fn print(sections: &[Section]) {
    for section in sections {
        println!("{}", section.title);
        for line in &section.lines {
            let level = match line.level {
                Level::Ok => "ok",
                Level::Notice => "notice",
                Level::Warning => "WARNING",
                Level::Failure => "FAILURE",
            };
            let about = if line.about.is_empty() { String::new() } else { format!(" {}", line.about) };
            println!("  {level:<8} {}{about}: {}", line.check, line.words);
            if let Some(record) = &line.record {
                println!("           {}  {}  {}", record.name, record.kind, record.value);
            }
            for hop in &line.hops {
                let at = hop.at.map(|at| Time(at).timestamp().strftime("%Y-%m-%d %H:%M:%S").to_string());
                let by = if hop.by.is_empty() { "guichet" } else { &hop.by };
                println!("           {}  {} → {by}  {}", at.unwrap_or_default(), hop.from, hop.with);
            }
        }
        println!();
    }
}
