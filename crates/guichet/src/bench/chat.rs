//! `guichet bench chat`: thousands of visitors with an open page, hundreds of conversations at once, through real sockets.
//! A message counts as seen when the other side's page has heard of it and fetched it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use desk::chat::{self, Outcome, Request};
use desk::people::{self, CompanyForm, NewPerson, Role};
use desk::portals::{self, PortalForm};
use desk::settings::{self, Setting};
use desk::tickets::Body;
use desk::{Actor, Change, Desk, PortalId, TicketId, routing};
use store::Store;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::http::{Answer, Client};
use super::server::Server;
use crate::cli::ChatBench;
use crate::config::location;
use crate::serve::text;

/// Agents who answer.
const AGENTS: usize = 20;
/// Streams opened in one go.
const AT_ONCE: usize = 50;
/// Both sides of a conversation say something this often.
const EVERY: Duration = Duration::from_secs(5);
/// How long the last messages may take to arrive.
const SETTLING: Duration = Duration::from_secs(3);

/// A conversation, with what either side needs to get in.
#[derive(Clone)]
struct Talk {
    ticket: TicketId,
    code: String,
    cookie: String,
}

/// When what was said, and how long it took.
#[derive(Default)]
struct Clock {
    said: Mutex<HashMap<String, Instant>>,
    took: Mutex<Vec<f64>>,
}

impl Clock {
    fn say(&self, mark: &str) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).insert(mark.to_owned(), Instant::now());
    }

    /// What nobody has seen for too long.
    fn late(&self) -> usize {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.values().filter(|said| said.elapsed() > SETTLING).count()
    }

    /// Everything in a page that was waited for.
    fn seen(&self, page: &str) {
        for piece in page.split("mark-").skip(1) {
            let mark: String = piece.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            let said = self.said.lock().unwrap_or_else(PoisonError::into_inner).remove(&format!("mark-{mark}"));
            if let Some(at) = said {
                self.took.lock().unwrap_or_else(PoisonError::into_inner).push(at.elapsed().as_secs_f64() * 1000.0);
            }
        }
    }
}

/// Fills, opens all pages, lets them talk, reports.
pub(super) async fn run(options: ChatBench, database: Option<String>) -> Result<(), String> {
    let folder = tempfile::Builder::new().prefix("guichet-bench-").tempdir().map_err(text)?;
    let location = location(database.clone(), folder.path())?;
    let files: PathBuf = folder.path().join("files");
    let store = Store::open(&location, files).await.map_err(text)?;
    let desk = Desk::new(store, desk::Options::usual(folder.path()));
    let system = Actor::system("bench");
    let (portal, agents) = desk.change(&system, found).await.map_err(text)?;
    let talks = open_talks(&desk, portal, &agents, options.chats).await.map_err(text)?;
    let engine = desk.store().engine_name();
    drop(desk);
    let mut server = Server::start(folder.path(), database.as_deref()).await?;
    let before = server.memory_kb();
    eprintln!("{} visitors open a page …", options.visitors);
    let mut idle = JoinSet::new();
    for from in (0..options.visitors).step_by(AT_ONCE) {
        for _ in from..(from + AT_ONCE).min(options.visitors) {
            let path = format!("/live?topics=portal:{portal}");
            idle.spawn(async move { listen(server.web, &path, "", |_| true).await });
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    tokio::time::sleep(SETTLING).await;
    let per_visitor = server.memory_kb().saturating_sub(before) as f64 / options.visitors.max(1) as f64;
    eprintln!("{} conversations …", talks.len());
    let clock = Arc::new(Clock::default());
    let mut talking = JoinSet::new();
    for (number, talk) in talks.iter().enumerate() {
        let offset = EVERY.mul_f64(number as f64 / talks.len().max(1) as f64);
        for side in [Side::Visitor, Side::Agent] {
            talking.spawn(hear(server.web, talk.clone(), side, clock.clone()));
            talking.spawn(speak(server.web, talk.clone(), side, clock.clone(), offset));
        }
    }
    tokio::time::sleep(EVERY).await;
    // What was said while everybody came in does not count.
    clock.took.lock().unwrap_or_else(PoisonError::into_inner).clear();
    tokio::time::sleep(Duration::from_secs(options.seconds)).await;
    let mut took = std::mem::take(&mut *clock.took.lock().unwrap_or_else(PoisonError::into_inner));
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took.get(((took.len() as f64 * share) as usize).min(took.len().saturating_sub(1))).copied();
    let late = clock.late();
    println!(
        "{engine}: {} visitors ({per_visitor:.1} KB each), {} chats: {} messages seen ({:.0}/s), p50 {:.1} ms, p99 {:.1} ms, \
         slowest {:.1} ms, {late} later than {} s; {} MB at the end",
        options.visitors,
        talks.len(),
        took.len(),
        took.len() as f64 / options.seconds.max(1) as f64,
        at(0.5).unwrap_or(0.0),
        at(0.99).unwrap_or(0.0),
        took.last().copied().unwrap_or(0.0),
        SETTLING.as_secs(),
        server.memory_kb() / 1024,
    );
    if let Some(broken) = idle.try_join_next() {
        println!("a page was closed: {:?}", broken.map_err(text)?);
    }
    server.stop().await;
    Ok(())
}

/// A portal with agents who are available.
fn found(c: &mut Change) -> desk::Result<(PortalId, Vec<(Actor, String)>)> {
    settings::set(c, Setting::Organisation, "Bench")?;
    settings::set(c, Setting::Setup, "done")?;
    let service = routing::add_service(c, "Support")?;
    let department = routing::add_department(c, service, "First line")?;
    routing::add_address(c, super::fill::ADDRESS, "Bench", department, None)?;
    let company = people::add_company(c, &CompanyForm { name: "Acme".into(), domains: String::new() })?;
    let portal = portals::add_portal(
        c,
        &PortalForm {
            company: Some(company),
            subdomain: "acme".into(),
            active: true,
            department: Some(department),
            ..PortalForm::default()
        },
    )?;
    let mut agents = Vec::new();
    for number in 0..AGENTS {
        let (name, address) = (format!("Agent {number}"), format!("agent{number}@bench.example"));
        let id = people::create(c, &NewPerson { name: name.clone(), address, ..NewPerson::default() }, Role::Admin)?;
        let actor = Actor::person(id, &name, Role::Admin, None);
        let session = people::start_session(c, id)?;
        c.in_the_name_of(&actor, |c| chat::set_available(c, true))?;
        agents.push((actor, format!("guichet={session}")));
    }
    Ok((portal, agents))
}

async fn open_talks(
    desk: &Desk,
    portal: PortalId,
    agents: &[(Actor, String)],
    count: usize,
) -> desk::Result<Vec<Talk>> {
    let mut talks = Vec::new();
    for number in 0..count {
        let Some((agent, cookie)) = agents.get(number % agents.len()).cloned() else { break };
        let taker = agent.clone();
        let opened = desk
            .change(&Actor::visitor(), move |c| {
                c.silence();
                let asked = Request {
                    name: format!("Visitor {number}"),
                    body: Body { html: "<p>Hello?</p>".into(), quoted: String::new(), text: "Hello?".into() },
                    chat: true,
                    language: "en".into(),
                    ..Request::default()
                };
                let Outcome::Chat(ticket, code) = chat::request(c, portal, &asked)? else {
                    return Err(desk::Error::NotFound);
                };
                c.in_the_name_of(&taker, |c| chat::take(c, ticket))?;
                Ok((ticket, code))
            })
            .await?;
        talks.push(Talk { ticket: opened.0, code: opened.1, cookie });
    }
    Ok(talks)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Visitor,
    Agent,
}

impl Side {
    fn stream(self, talk: &Talk) -> String {
        match self {
            Self::Visitor => format!("/live?topics=chat:{}&code={}", talk.ticket, talk.code),
            Self::Agent => format!("/live?topics=chat:{}", talk.ticket),
        }
    }

    fn news(self, talk: &Talk, after: i64) -> String {
        match self {
            Self::Visitor => format!("/chat/{}/news?after={after}", talk.code),
            Self::Agent => format!("/agent/chats/{}/news?after={after}", talk.ticket),
        }
    }
}

/// A page that fetches what is new when it hears of it.
async fn hear(web: SocketAddr, talk: Talk, side: Side, clock: Arc<Clock>) -> Result<(), String> {
    let (heard, mut news) = tokio::sync::mpsc::channel::<()>(1);
    let (path, cookie) = (side.stream(&talk), if side == Side::Agent { talk.cookie.clone() } else { String::new() });
    let of_stream = cookie.clone();
    let stream = tokio::spawn(async move {
        listen(web, &path, &of_stream, |_| {
            // One that waits is enough: the page asks for all that is new.
            let _ = heard.try_send(());
            true
        })
        .await
    });
    let mut client = Client::connect(web, &cookie).await?;
    let mut newest = 0;
    while news.recv().await.is_some() {
        let page = client.get(&side.news(&talk, newest)).await?;
        if page.status != 200 {
            return Err(format!("news answered {}", page.status));
        }
        newest = newest_of(&page).unwrap_or(newest);
        clock.seen(&page.body);
    }
    stream.await.map_err(text)?
}

fn newest_of(page: &Answer) -> Option<i64> {
    page.body
        .rsplit("data-message=\"")
        .next()
        .filter(|rest| rest.len() < page.body.len())?
        .split('"')
        .next()?
        .parse()
        .ok()
}

/// Somebody who says something again and again.
async fn speak(web: SocketAddr, talk: Talk, side: Side, clock: Arc<Clock>, offset: Duration) -> Result<(), String> {
    let cookie = if side == Side::Agent { talk.cookie.clone() } else { String::new() };
    let mut client = Client::connect(web, &cookie).await?;
    tokio::time::sleep(offset).await;
    for number in 0_u64.. {
        let mark = format!("mark-{}-{side:?}-{number}", talk.ticket);
        clock.say(&mark);
        let answer = match side {
            Side::Visitor => {
                client.post(&format!("/chat/{}/messages", talk.code), &[("mark", &mark), ("body", &mark)]).await?
            }
            Side::Agent => {
                let fields = [("kind", "reply"), ("from", "chat"), ("body", mark.as_str())];
                client.post(&format!("/agent/tickets/{}/messages", talk.ticket), &fields).await?
            }
        };
        if !matches!(answer.status, 200 | 303) {
            return Err(format!("a message was answered with {}", answer.status));
        }
        tokio::time::sleep(EVERY).await;
    }
    Ok(())
}

/// Holds a live stream open; `take` gets each line of data, until it says that it is enough.
async fn listen(web: SocketAddr, path: &str, cookie: &str, mut take: impl FnMut(&str) -> bool) -> Result<(), String> {
    let mut stream = TcpStream::connect(web).await.map_err(text)?;
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {web}\r\nAccept: text/event-stream\r\nCookie: {cookie}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.map_err(text)?;
    let mut buffer = [0_u8; 2048];
    loop {
        let count = stream.read(&mut buffer).await.map_err(text)?;
        if count == 0 {
            return Err("the stream ended".into());
        }
        let words = String::from_utf8_lossy(buffer.get(..count).unwrap_or_default());
        if words.starts_with("HTTP/1.1 ") && !words.starts_with("HTTP/1.1 200") {
            return Err(words.lines().next().unwrap_or_default().to_owned());
        }
        if words.contains("data:") && !take(&words) {
            return Ok(());
        }
    }
}
