//! This machine: its database, its disk, its clock, its doors and the way out.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use desk::doctor::{self, Group, Level, Reached};
use desk::routing::DeskAddress;
use desk::{Actor, Desk, Time};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use x509_cert::der::Decode;

use super::finding::{Check, Finding, Said};
use super::{Setup, host_of, judge};
use crate::outgoing::{Obstacle, Relay};

/// Whether the database takes what is written, and what waits in it.
pub(super) async fn database(desk: &Desk) -> Vec<Finding> {
    let found = |level, said| Finding::new(Group::Machine, Check::Database, "", level, said);
    let asked = async {
        desk.change(&Actor::system("doctor"), doctor::begin).await?;
        desk.read(doctor::waits).await
    };
    match asked.await {
        Ok(waits) => {
            let now = Time::now();
            vec![
                found(Level::Ok, Said::DatabaseWorks(desk.store().engine_name())),
                judge::waits(Check::Inbound, waits.inbound, now),
                judge::waits(Check::Outbox, waits.outbox, now),
            ]
        }
        Err(error) => vec![found(Level::Failure, Said::DatabaseRefuses(error.to_string()))],
    }
}

/// How much room there is.
pub(super) async fn disk(desk: &Desk, setup: &Setup) -> Finding {
    let files = desk.store().files().clone();
    let about = setup.data.display().to_string();
    // A network disk may take its time.
    let asked = tokio::task::spawn_blocking(move || files.space_left().map_err(|error| error.to_string())).await;
    match asked.map_err(|error| error.to_string()).and_then(|room| room) {
        Ok(bytes) => judge::disk(&about, bytes),
        Err(error) => Finding::new(Group::Machine, Check::Disk, about, Level::Warning, Said::DiskUnknown(error)),
    }
}

/// A test that is older says nothing about the clock of today.
const TRIP_FRESH: Duration = Duration::from_secs(86_400);

/// The clocks that are known besides this machine's: the database's server, and servers that a test came through.
pub(super) async fn clock(desk: &Desk, addresses: &[DeskAddress]) -> Finding {
    let mut others = Vec::new();
    let before = Time::now();
    if let Ok(Some(there)) = desk.store().clock().await {
        let middle = before.0 + (Time::now().0 - before.0) / 2;
        others.push((desk.store().engine_name().to_owned(), there - middle));
    }
    for test in addresses.iter().filter_map(|address| address.test.as_ref()) {
        let Some(back) = test.back_at.filter(|back| back.elapsed(before) < TRIP_FRESH) else { continue };
        for hop in &test.hops {
            // A server on the way had the mail between its leaving and its coming back.
            if let (false, Some(at)) = (hop.by.is_empty(), hop.at) {
                others.push((hop.by.clone(), (at - back.0).max(0) + (at - test.sent_at.0).min(0)));
            }
        }
    }
    others.sort();
    others.dedup_by(|a, b| a.0 == b.0);
    judge::clock(&others)
}

/// Whether the pages answer at their public address.
pub(super) fn site(setup: &Setup, reached: Reached) -> Vec<Finding> {
    let url = setup.public_url.as_str();
    let found = |level, said| Finding::new(Group::Pages, Check::Pages, url, level, said);
    let host = host_of(url);
    let local = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    match reached {
        Reached::Silent(error) => vec![found(Level::Failure, Said::SiteSilent(error))],
        Reached::Answered { status, desk: false, .. } => vec![found(Level::Failure, Said::SiteOther(status))],
        Reached::Answered { .. } if local => vec![found(Level::Notice, Said::SiteLocal)],
        Reached::Answered { .. } if url.starts_with("http://") => vec![found(Level::Warning, Said::SitePlain)],
        Reached::Answered { certificate, .. } => {
            let held = certificate.and_then(|der| ends(&der).ok());
            let held = held.map(|ends| judge::certificate(Group::Pages, host, ends, Time::now()));
            [Some(found(Level::Ok, Said::SiteAnswers)), held].into_iter().flatten().collect()
        }
    }
}

/// Whether mail is received where it should be.
pub(super) async fn receiver(about: &'static str, bound: SocketAddr) -> Finding {
    let place = format!("{about} {bound}");
    let found = |level, said| Finding::new(Group::Incoming, Check::Receiver, place.as_str(), level, said);
    // Bound to all addresses, it is also on the machine's own.
    let ip = match bound.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    let asked = async {
        let mut stream = BufReader::new(TcpStream::connect((ip, bound.port())).await?);
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        stream.write_all(b"QUIT\r\n").await?;
        Ok::<_, std::io::Error>(line)
    };
    match asked.await {
        Ok(line) if !line.starts_with("220") => found(Level::Failure, Said::ReceiverSilent(line.trim().to_owned())),
        Ok(_) if about == SMTP && bound.ip().is_loopback() => found(Level::Notice, Said::ReceiverLocal),
        Ok(_) => found(Level::Ok, Said::ReceiverAnswers),
        Err(error) => found(Level::Failure, Said::ReceiverSilent(error.to_string())),
    }
}

/// What the receivers are called.
pub(super) const SMTP: &str = "SMTP";
pub(super) const LMTP: &str = "LMTP";

/// The desk's own certificate.
pub(super) fn own_certificate(setup: &Setup) -> Finding {
    let Some(path) = &setup.certificate else {
        return Finding::new(Group::Incoming, Check::Certificate, "", Level::Notice, Said::NoCertificate);
    };
    let about = path.display().to_string();
    let read = CertificateDer::from_pem_file(path).map_err(|error| error.to_string());
    match read.and_then(|der| ends(&der)) {
        Ok(ends) => judge::certificate(Group::Incoming, &about, ends, Time::now()),
        Err(error) => {
            Finding::new(Group::Incoming, Check::Certificate, about, Level::Failure, Said::CertificateUnread(error))
        }
    }
}

/// When a certificate ends.
fn ends(der: &[u8]) -> Result<Time, String> {
    let certificate = x509_cert::Certificate::from_der(der).map_err(|error| error.to_string())?;
    let ends = certificate.tbs_certificate.validity.not_after.to_unix_duration();
    Ok(Time(i64::try_from(ends.as_micros()).unwrap_or(i64::MAX)))
}

/// Whether the relay would take mail.
pub(super) async fn relay(setup: &Setup) -> Vec<Finding> {
    let found = |about: String, level, said| Finding::new(Group::Outgoing, Check::Relay, about, level, said);
    let server = match &setup.relay {
        None => return vec![found(String::new(), Level::Failure, Said::RelayNone)],
        Some(Relay::Folder(folder)) => {
            return vec![found(folder.display().to_string(), Level::Warning, Said::RelayFolder)];
        }
        Some(Relay::Server(server)) => server,
    };
    let found = |level, said| found(format!("{server:?}"), level, said);
    match server.greet().await {
        Ok(greeting) => {
            let works = match greeting.encrypted || greeting.local {
                true => found(Level::Ok, Said::RelayWorks),
                false => found(Level::Warning, Said::RelayClear),
            };
            let held = greeting.certificate.and_then(|der| ends(&der).ok());
            let held = held.map(|ends| judge::certificate(Group::Outgoing, server.host(), ends, Time::now()));
            [Some(works), held].into_iter().flatten().collect()
        }
        Err(Obstacle::Silent(error)) => vec![found(Level::Failure, Said::RelaySilent(error.to_string()))],
        Err(Obstacle::Encryption(error)) => vec![found(Level::Failure, Said::RelayEncryption(error.to_string()))],
        Err(Obstacle::Clear) => vec![found(Level::Failure, Said::RelayNoTls)],
        Err(Obstacle::Login(error)) => vec![found(Level::Failure, Said::RelayLogin(error.to_string()))],
    }
}
