//! What is measured: what agents and mail servers do all day.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::sync::Mutex;

use super::fill::{self, ADDRESS, Access};
use super::http::{Client, header};
use super::load::{self, Figure};
use super::server::Server;
use super::smtp::Sender;

/// One kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scenario {
    FirstPage,
    Page100,
    /// The settled tickets that an agent of a small department sees.
    Narrow,
    /// A view with conditions that no index knows.
    View,
    /// The same as a board.
    Board,
    /// The picture of time of a project.
    Project,
    Ticket,
    Search,
    /// A visitor reads a guide.
    Guide,
    /// A visitor searches the guides.
    GuideSearch,
    /// A visitor looks at the newest topics.
    Community,
    /// A visitor reads a topic.
    Topic,
    /// What an agent begins the day with.
    Dashboard,
    Mail,
    Reply,
}

pub(super) const ALL: [Scenario; 15] = [
    Scenario::FirstPage,
    Scenario::Page100,
    Scenario::Narrow,
    Scenario::View,
    Scenario::Board,
    Scenario::Project,
    Scenario::Ticket,
    Scenario::Search,
    Scenario::Guide,
    Scenario::GuideSearch,
    Scenario::Community,
    Scenario::Topic,
    Scenario::Dashboard,
    Scenario::Mail,
    Scenario::Reply,
];

impl Scenario {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::FirstPage => "inbox, first page",
            Self::Page100 => "inbox, page 100",
            Self::Narrow => "closed, small grant",
            Self::View => "own view, 4 conditions",
            Self::Board => "the same as a board",
            Self::Project => "timeline of a project",
            Self::Ticket => "one ticket",
            Self::Search => "ticket search",
            Self::Guide => "one guide",
            Self::GuideSearch => "guide search",
            Self::Community => "community, first page",
            Self::Topic => "one topic",
            Self::Dashboard => "dashboard",
            Self::Mail => "create by mail",
            Self::Reply => "reply",
        }
    }
}

/// What all clients need to know.
#[derive(Clone)]
pub(super) struct World {
    web: std::net::SocketAddr,
    smtp: std::net::SocketAddr,
    cookie: String,
    narrow_cookie: String,
    page_100: String,
    tickets: usize,
    mails: Arc<AtomicU64>,
}

impl World {
    pub(super) async fn prepare(server: &Server, access: &Access, tickets: usize) -> Result<Self, String> {
        let cookie = sign_in(server, &access.sign_in).await?;
        let narrow_cookie = sign_in(server, &access.narrow_sign_in).await?;
        let mut client = Client::connect(server.web, &cookie).await?;
        // A hundred pages deep, or as deep as the desk goes.
        let mut page_100 = "/agent/views/open".to_owned();
        for _ in 1..100 {
            let answer = client.get(&page_100).await?;
            match next_page(&answer.body) {
                Some(next) => page_100 = next,
                None => break,
            }
        }
        Ok(Self { web: server.web, smtp: server.smtp, cookie, narrow_cookie, page_100, tickets, mails: Arc::default() })
    }
}

/// The cookie of a sign-in link.
async fn sign_in(server: &Server, link: &str) -> Result<String, String> {
    let answer = Client::connect(server.web, "").await?.get(&format!("/sign-in/{link}")).await?;
    let cookie = header(&answer.head, "set-cookie").and_then(|cookie| cookie.split(';').next());
    Ok(cookie.ok_or("the sign-in link did not work")?.to_owned())
}

fn next_page(body: &str) -> Option<String> {
    let at = body.find("&amp;after=")?;
    let start = body.get(..at)?.rfind('"')? + 1;
    let end = at + body.get(at..)?.find('"')?;
    Some(body.get(start..end)?.replace("&amp;", "&"))
}

/// Measures one scenario with some clients.
pub(super) async fn measure(
    scenario: Scenario,
    world: &World,
    concurrency: usize,
    seconds: u64,
) -> Result<Figure, String> {
    if scenario == Scenario::Mail {
        let figure = load::run(concurrency, seconds, |number| mail_client(world.clone(), number)).await?;
        settled(world).await?;
        return Ok(figure);
    }
    load::run(concurrency, seconds, |number| web_client(scenario, world.clone(), number)).await
}

type Once = Box<dyn FnMut() -> std::pin::Pin<Box<dyn Future<Output = Result<(), String>> + Send>> + Send>;

async fn web_client(scenario: Scenario, world: World, number: usize) -> Result<Once, String> {
    let cookie = match scenario {
        Scenario::Narrow => world.narrow_cookie.as_str(),
        Scenario::Guide | Scenario::GuideSearch | Scenario::Community | Scenario::Topic => "",
        _ => world.cookie.as_str(),
    };
    let client = Arc::new(Mutex::new(Client::connect(world.web, cookie).await?));
    let random = Arc::new(Mutex::new(StdRng::seed_from_u64(number as u64)));
    Ok(Box::new(move || {
        let (client, random, world) = (client.clone(), random.clone(), world.clone());
        Box::pin(async move {
            let mut client = client.lock().await;
            let mut random = random.lock().await;
            let ticket = random.random_range(1..=world.tickets);
            match scenario {
                Scenario::FirstPage => expect(client.get("/agent/views/open").await?.status, 200),
                Scenario::Page100 => expect(client.get(&world.page_100).await?.status, 200),
                Scenario::Narrow => expect(client.get("/agent/views/closed").await?.status, 200),
                Scenario::View => expect(client.get("/agent/views/view-1").await?.status, 200),
                Scenario::Board => expect(client.get("/agent/views/view-1?as=board").await?.status, 200),
                Scenario::Project => expect(client.get("/agent/views/project-1?as=timeline").await?.status, 200),
                Scenario::Ticket => expect(client.get(&format!("/agent/tickets/{ticket}")).await?.status, 200),
                Scenario::Search => {
                    let query = fill::query(&mut random).replace(' ', "+");
                    expect(client.get(&format!("/agent/search?q={query}")).await?.status, 200)
                }
                Scenario::Guide => {
                    let guide = random.random_range(1..=fill::GUIDES);
                    expect(client.get(&format!("/guides/{guide}")).await?.status, 200)
                }
                Scenario::GuideSearch => {
                    let query = fill::query(&mut random).replace(' ', "+");
                    expect(client.get(&format!("/guides/search?q={query}")).await?.status, 200)
                }
                Scenario::Community => expect(client.get("/community").await?.status, 200),
                Scenario::Topic => {
                    let topic = (ticket - 1) / fill::TOPIC_EVERY * fill::TOPIC_EVERY + 1;
                    expect(client.get(&format!("/community/{topic}")).await?.status, 200)
                }
                Scenario::Dashboard => expect(client.get("/agent/dashboard").await?.status, 200),
                Scenario::Reply => {
                    let path = format!("/agent/tickets/{ticket}/messages");
                    let words = fill::sentence(&mut random, 25);
                    let fields = [("kind", "reply"), ("body", words.as_str()), ("then", "waiting_agent")];
                    expect(client.post(&path, &fields).await?.status, 303)
                }
                Scenario::Mail => Ok(()),
            }
        })
    }))
}

fn expect(status: u16, wanted: u16) -> Result<(), String> {
    if status == wanted { Ok(()) } else { Err(format!("answered {status} instead of {wanted}")) }
}

async fn mail_client(world: World, number: usize) -> Result<Once, String> {
    let sender = Arc::new(Mutex::new(Sender::connect(world.smtp).await?));
    let random = Arc::new(Mutex::new(StdRng::seed_from_u64(1000 + number as u64)));
    Ok(Box::new(move || {
        let (sender, random, world) = (sender.clone(), random.clone(), world.clone());
        Box::pin(async move {
            let mut random = random.lock().await;
            let (from, mail) = letter(&mut random, &world);
            sender.lock().await.send(&from, &mail).await
        })
    }))
}

/// A mail as a customer writes it.
fn letter(random: &mut StdRng, world: &World) -> (String, String) {
    let number = world.mails.fetch_add(1, Ordering::Relaxed);
    let person = random.random_range(0..1000);
    let from = format!("person{person}@company{}.example", person % 20);
    let mail = format!(
        "From: Person {person} <{from}>\r\nTo: {ADDRESS}\r\nSubject: {}\r\nMessage-ID: <bench{number}@company.example>\r\n\
         Date: Sat, 21 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\
         Hello,\r\n\r\n{}.\r\n{}.\r\n\r\nThank you",
        fill::sentence(random, 6),
        fill::sentence(random, 25),
        fill::sentence(random, 20)
    );
    (from, mail)
}

/// Waits until every accepted mail has become a ticket; that work belongs to the mails.
async fn settled(world: &World) -> Result<(), String> {
    let mut client = Client::connect(world.web, &world.cookie).await?;
    let end = Instant::now() + Duration::from_secs(120);
    loop {
        let ledger = client.get("/agent/mail").await?.body;
        if ledger.contains("data-waiting=\"0\"") {
            return Ok(());
        }
        if Instant::now() > end {
            return Err("mails still wait".into());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Mails in the file of the mbox measurement.
const MBOX_MAILS: usize = 4000;

/// Mails per second from an mbox file, from the start of the command until the last is a ticket.
pub(super) async fn mbox(world: &World, folder: &Path, database: Option<&str>) -> Result<f64, String> {
    let mut random = StdRng::seed_from_u64(77);
    let mut file = String::new();
    for _ in 0..MBOX_MAILS {
        let (from, mail) = letter(&mut random, world);
        file.push_str(&format!("From {from} Sat Nov 21 10:00:00 2026\n{}\n\n", mail.replace("\r\n", "\n")));
    }
    let path = folder.join("bench.mbox");
    std::fs::write(&path, file).map_err(|error| error.to_string())?;
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = tokio::process::Command::new(program);
    command.args(["mail", "deliver", "--to", ADDRESS, "--data"]).arg(folder).arg("--mbox").arg(&path);
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    let begun = Instant::now();
    let status = command.status().await.map_err(|error| error.to_string())?;
    if !status.success() {
        return Err(format!("mail deliver ended with {status}"));
    }
    settled(world).await?;
    Ok(MBOX_MAILS as f64 / begun.elapsed().as_secs_f64())
}
