//! What the domain name system says of the desk's domains.

use std::net::IpAddr;

use desk::doctor::{Group, Level};
use desk::mailflow::keys::SigningKey;
use desk::routing::DeskAddress;
use tokio::sync::mpsc::UnboundedSender;

use super::ask::{Ask, Silence, is_public};
use super::finding::{Check, Finding, Said};
use super::judge::{self, Here, Sending};
use super::{Setup, host_of};
use crate::limits;
use crate::outgoing::Relay;
use crate::signing;

/// A domain of the desk's addresses, and whether mail for it has come in.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Domain {
    name: String,
    arrived: bool,
}

/// Examines every domain; nothing else is asked when nobody answers.
pub(super) async fn examine(
    setup: &Setup,
    addresses: &[DeskAddress],
    keys: &[SigningKey],
    out: &UnboundedSender<Finding>,
) {
    let domains = domains(addresses);
    let probe = domains.first().map_or("example.com", |domain| domain.name.as_str());
    let ask = match Ask::new(setup.resolver) {
        Ok(ask) => ask,
        Err(silence) => return tell(out, silent(setup, silence)),
    };
    // One question may be lost on its way.
    if ask.exchanges(probe).await.is_err()
        && let Err(silence) = ask.texts(probe).await
    {
        return tell(out, silent(setup, silence));
    }
    tell(out, resolver(setup, Level::Ok, Said::ResolverAnswers));
    let here = here(&ask, setup, out).await;
    let sending = sending(&ask, setup, &here).await;
    let ptr = async {
        for ip in &sending.ips {
            let found = match ask.names(*ip).await {
                Ok(names) => judge::ptr(*ip, &names, &sending),
                Err(silence) => unasked(Group::Outgoing, Check::Ptr, &ip.to_string(), silence),
            };
            tell(out, found);
        }
    };
    let each = domains.iter().map(|domain| async {
        tokio::join!(
            async { tell(out, mx(&ask, domain, &here).await) },
            async { tell(out, spf(&ask, setup, &domain.name, &sending).await) },
            async { tell(out, dmarc(&ask, &domain.name).await) },
        );
    });
    let signed = keys.iter().take(limits::EXAMINE_DOMAINS_MAX).map(|key| async {
        if let Some(finding) = judge::dkim(key, &signing::published(&ask, key).await) {
            tell(out, finding);
        }
    });
    tokio::join!(ptr, futures_util::future::join_all(each), futures_util::future::join_all(signed));
}

fn domains(addresses: &[DeskAddress]) -> Vec<Domain> {
    let mut out: Vec<Domain> = Vec::new();
    for address in addresses {
        let Some((_, name)) = address.address.rsplit_once('@') else { continue };
        let back = address.test.as_ref().is_some_and(|test| test.back_at.is_some());
        let arrived = address.received.is_some() || back;
        match out.iter_mut().find(|known| known.name == name) {
            Some(known) => known.arrived |= arrived,
            None => out.push(Domain { name: name.to_owned(), arrived }),
        }
    }
    out.truncate(limits::EXAMINE_DOMAINS_MAX);
    out
}

fn tell(out: &UnboundedSender<Finding>, finding: Finding) {
    // Nobody waiting for it any more is not a failure.
    let _ = out.send(finding);
}

fn resolver(setup: &Setup, level: Level, said: Said) -> Finding {
    let about = setup.resolver.map(|address| address.to_string()).unwrap_or_default();
    Finding::new(Group::Machine, Check::Resolver, about, level, said)
}

fn silent(setup: &Setup, silence: Silence) -> Finding {
    resolver(setup, Level::Failure, Said::ResolverSilent(silence.0))
}

fn unasked(group: Group, check: Check, about: &str, silence: Silence) -> Finding {
    Finding::new(group, check, about, Level::Warning, Said::Unasked(silence.0))
}

/// What this machine is called, with what is wrong about it.
async fn here(ask: &Ask, setup: &Setup, out: &UnboundedSender<Finding>) -> Here {
    let found = |level, said| Finding::new(Group::Incoming, Check::Name, setup.host_name.as_str(), level, said);
    let name = Some(setup.host_name.clone()).filter(|name| name != "localhost");
    let mut ips = match &name {
        Some(name) => public(ask, name).await,
        None => Vec::new(),
    };
    tell(
        out,
        match &name {
            None => found(Level::Warning, Said::NameMissing),
            Some(_) if ips.is_empty() => found(Level::Warning, Said::NameUnknown),
            Some(_) => found(Level::Ok, Said::NameKnown),
        },
    );
    for ip in public(ask, host_of(&setup.public_url)).await {
        if !ips.contains(&ip) {
            ips.push(ip);
        }
    }
    Here { name, ips }
}

async fn public(ask: &Ask, name: &str) -> Vec<IpAddr> {
    let ips = ask.addresses(name).await.unwrap_or_default();
    ips.into_iter().filter(is_public).collect()
}

/// From where mail leaves: the relay, or this machine when the relay is on it or beside it.
async fn sending(ask: &Ask, setup: &Setup, here: &Here) -> Sending {
    if let Some(Relay::Server(server)) = &setup.relay {
        let ips = public(ask, server.host()).await;
        if !ips.is_empty() {
            let name = server.host().parse::<IpAddr>().is_err().then(|| server.host().to_owned());
            return Sending { name, ips, ours: false };
        }
    }
    let own = match &here.name {
        Some(name) => public(ask, name).await,
        None => Vec::new(),
    };
    match own.is_empty() {
        false => Sending { name: here.name.clone(), ips: own, ours: true },
        true => Sending { name: None, ips: here.ips.clone(), ours: true },
    }
}

async fn mx(ask: &Ask, domain: &Domain, here: &Here) -> Finding {
    let asked = async {
        let exchanges = ask.exchanges(&domain.name).await?;
        let own = if exchanges.is_empty() { ask.addresses(&domain.name).await? } else { Vec::new() };
        Ok(judge::mx(&domain.name, &exchanges, &own, here, domain.arrived))
    };
    asked.await.unwrap_or_else(|silence| unasked(Group::Incoming, Check::Mx, &domain.name, silence))
}

async fn spf(ask: &Ask, setup: &Setup, domain: &str, sending: &Sending) -> Finding {
    let texts = match ask.texts(domain).await {
        Ok(texts) => texts,
        Err(silence) => return unasked(Group::Outgoing, Check::Spf, domain, silence),
    };
    let asked = sending.ips.iter().map(|ip| async { (*ip, ask.spf(*ip, domain, &setup.host_name).await) });
    let results = futures_util::future::join_all(asked).await;
    judge::spf(domain, &texts, &results, sending)
}

/// The record of a domain, else of the nearest domain above it.
async fn dmarc(ask: &Ask, domain: &str) -> Finding {
    let mut holder = domain;
    while holder.contains('.') {
        match ask.texts(&format!("_dmarc.{holder}")).await {
            Err(silence) => return unasked(Group::Outgoing, Check::Dmarc, domain, silence),
            Ok(texts) => {
                let texts: Vec<String> = texts.into_iter().filter(|text| judge::is_dmarc(text)).collect();
                if !texts.is_empty() {
                    return judge::dmarc(domain, Some((holder, &texts)));
                }
            }
        }
        holder = holder.split_once('.').map_or("", |(_, above)| above);
    }
    judge::dmarc(domain, None)
}
