//! From what was answered to what it means and the record that would be right. Nothing is asked here.

use std::net::IpAddr;
use std::time::Duration;

use desk::Time;
use desk::doctor::{Group, Level};
use desk::mailflow::keys::{Published, SigningKey, State};
use mail_auth::SpfResult;
use mail_auth::common::parse::TxtRecordParser;
use mail_auth::dmarc::{Dmarc, Policy};

use super::finding::{Check, Finding, Said};
use crate::limits;

/// What this machine is called and where it is seen from outside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Here {
    /// The name of the mail receiver, once it has one.
    pub name: Option<String>,
    /// Public addresses of that name and of the pages.
    pub ips: Vec<IpAddr>,
}

/// From where mail leaves towards the world.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sending {
    /// A name of it that is in the DNS.
    pub name: Option<String>,
    /// Its public addresses.
    pub ips: Vec<IpAddr>,
    /// It is this machine or one beside it, and no operator's.
    pub ours: bool,
}

/// Where mail for a domain goes: a line of its MX records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Exchange {
    pub host: String,
    pub ips: Vec<IpAddr>,
}

/// Where mail for a domain comes to. `exchanges` are the MX records, the first choice first; `own` the addresses of the
/// domain itself, which count where it has none; `arrived` whether mail for it has come in.
pub(super) fn mx(domain: &str, exchanges: &[Exchange], own: &[IpAddr], here: &Here, arrived: bool) -> Finding {
    let found = |level, said| Finding::new(Group::Incoming, Check::Mx, domain, level, said);
    // Which record would be right depends on the name.
    let wanted = |level, said| match &here.name {
        Some(name) => found(level, said).record(domain, "MX", format!("10 {name}")),
        None => found(level, Said::MxUnnamed),
    };
    let is_here = |exchange: &Exchange| {
        here.name.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(&exchange.host))
            || exchange.ips.iter().any(|ip| here.ips.contains(ip))
    };
    let Some(first) = exchanges.first() else {
        return match own {
            _ if own.iter().any(|ip| here.ips.contains(ip)) => found(Level::Ok, Said::MxHere(domain.to_owned())),
            [] => wanted(Level::Failure, Said::MxNone),
            _ if arrived => found(Level::Notice, Said::MxForwards(domain.to_owned())),
            _ => wanted(Level::Failure, Said::MxNone),
        };
    };
    let host = first.host.clone();
    if host.is_empty() {
        return wanted(Level::Failure, Said::MxRefuses);
    }
    if exchanges.iter().all(|exchange| exchange.ips.is_empty()) {
        return found(Level::Failure, Said::MxDead(host));
    }
    if let Some(exchange) = exchanges.iter().find(|exchange| is_here(exchange)) {
        return found(Level::Ok, Said::MxHere(exchange.host.clone()));
    }
    if arrived {
        return found(Level::Notice, Said::MxForwards(host));
    }
    match here.name {
        Some(_) => wanted(Level::Warning, Said::MxElsewhere(host)),
        None => found(Level::Notice, Said::MxUnknown(host)),
    }
}

/// Whether a text is meant as an SPF record.
fn is_spf(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    text == "v=spf1" || text.starts_with("v=spf1 ")
}

/// Whether a domain lets mail leave from where it leaves. `texts` are its TXT records, `results` what SPF says of each
/// sending address.
pub(super) fn spf(domain: &str, texts: &[String], results: &[(IpAddr, SpfResult)], sending: &Sending) -> Finding {
    let found = |level, said| Finding::new(Group::Outgoing, Check::Spf, domain, level, said);
    let records: Vec<&String> = texts.iter().filter(|text| is_spf(text)).collect();
    let uncovered: Vec<IpAddr> =
        results.iter().filter(|(_, result)| *result != SpfResult::Pass).map(|(ip, _)| *ip).collect();
    match records.as_slice() {
        [] => match mechanisms(sending, &sending.ips) {
            words if words.is_empty() => {
                found(Level::Failure, Said::SpfMissing).record(domain, "TXT", "v=spf1 mx ~all")
            }
            words => found(Level::Failure, Said::SpfMissing).record(domain, "TXT", format!("v=spf1 {words} ~all")),
        },
        [_, _, ..] => found(Level::Failure, Said::SpfMany),
        [_] if results.iter().any(|(_, result)| *result == SpfResult::PermError) => {
            found(Level::Failure, Said::SpfBroken)
        }
        [_] if results.iter().any(|(_, result)| *result == SpfResult::TempError) => {
            found(Level::Warning, Said::Unasked("SPF".to_owned()))
        }
        [_] if results.is_empty() => found(Level::Notice, Said::SpfUnknown),
        [_] if uncovered.is_empty() => found(Level::Ok, Said::SpfCovers(listed(results.iter().map(|(ip, _)| *ip)))),
        [record] => {
            let (rest, words) =
                (record.trim().get("v=spf1".len()..).unwrap_or_default(), mechanisms(sending, &uncovered));
            // What stands first decides: nothing behind it can take the sender out again.
            let better = format!("v=spf1 {words}{rest}");
            let refused = results.iter().any(|(_, result)| *result == SpfResult::Fail);
            let (level, said): (_, fn(String) -> Said) = match sending.ours {
                true if refused => (Level::Failure, Said::SpfLeavesOut),
                true => (Level::Warning, Said::SpfLeavesOut),
                false => (Level::Warning, Said::SpfProvider),
            };
            found(level, said(listed(uncovered.iter().copied()))).record(domain, "TXT", better)
        }
    }
}

/// The sender as SPF writes it.
fn mechanisms(sending: &Sending, ips: &[IpAddr]) -> String {
    match &sending.name {
        Some(name) => format!("a:{name}"),
        None => ips
            .iter()
            .map(|ip| format!("{}:{ip}", if ip.is_ipv4() { "ip4" } else { "ip6" }))
            .collect::<Vec<_>>()
            .join(" "),
    }
}

fn listed(ips: impl Iterator<Item = IpAddr>) -> String {
    ips.map(|ip| ip.to_string()).collect::<Vec<_>>().join(", ")
}

/// What the desk itself knows about signing mail of a domain. `keys` are those of the domain, each with why it cannot be
/// used.
pub(super) fn signing(domain: &str, keys: &[(&SigningKey, Option<String>)]) -> Vec<Finding> {
    let found = |level, said| Finding::new(Group::Outgoing, Check::Dkim, domain, level, said);
    if keys.iter().all(|(key, _)| key.state == State::Retired) {
        return vec![found(Level::Notice, Said::DkimNone)];
    }
    let in_use = keys.iter().filter(|(key, _)| key.state == State::Signing);
    in_use
        .filter_map(|(key, error)| {
            let error = error.clone()?;
            Some(found(Level::Failure, Said::DkimUnreadable(key.selector.clone(), error)))
        })
        .collect()
}

/// Whether receivers find the key that they check signatures with. Of a key that is out of use nothing is said.
pub(super) fn dkim(key: &SigningKey, published: &Published) -> Option<Finding> {
    let found = |level, said| Finding::new(Group::Outgoing, Check::Dkim, key.domain.as_str(), level, said);
    let wanted = |finding: Finding| finding.record(key.record_name(), "TXT", key.record());
    let selector = key.selector.clone();
    let signs = match key.state {
        State::Retired => return None,
        State::Signing => true,
        State::New => false,
    };
    Some(match published {
        Published::Right if signs => found(Level::Ok, Said::DkimSigns(selector)),
        Published::Right => found(Level::Notice, Said::DkimReady(selector)),
        Published::Missing if signs => wanted(found(Level::Failure, Said::DkimMissing(selector))),
        Published::Missing => wanted(found(Level::Warning, Said::DkimWaits(selector))),
        Published::Other(there) => {
            let level = if signs { Level::Failure } else { Level::Warning };
            wanted(found(level, Said::DkimOther(selector, there.clone())))
        }
        Published::Silent(why) => found(Level::Warning, Said::Unasked(why.clone())),
    })
}

/// Whether a text is meant as a DMARC record.
pub(super) fn is_dmarc(text: &str) -> bool {
    text.trim_start().get(..8).is_some_and(|start| start.eq_ignore_ascii_case("v=DMARC1"))
}

/// What a domain says about forged mail. `at` is the domain that has a record, itself or one above it, and its texts.
pub(super) fn dmarc(domain: &str, at: Option<(&str, &[String])>) -> Finding {
    let found = |level, said| Finding::new(Group::Outgoing, Check::Dmarc, domain, level, said);
    let watching = format!("v=DMARC1; p=none; rua=mailto:postmaster@{domain}");
    let Some((holder, texts)) = at else {
        return found(Level::Warning, Said::DmarcMissing).record(format!("_dmarc.{domain}"), "TXT", watching);
    };
    let name = format!("_dmarc.{holder}");
    let [text] = texts else {
        return found(Level::Warning, Said::DmarcBroken).record(name, "TXT", watching);
    };
    let Ok(record) = Dmarc::parse(text.as_bytes()) else {
        return found(Level::Warning, Said::DmarcBroken).record(name, "TXT", watching);
    };
    // A sub-domain has the policy that is meant for it.
    let policy = if holder == domain || record.sp == Policy::Unspecified { record.p } else { record.sp };
    match policy {
        Policy::Quarantine => found(Level::Ok, Said::DmarcGood("p=quarantine")),
        Policy::Reject => found(Level::Ok, Said::DmarcGood("p=reject")),
        Policy::None | Policy::Unspecified => {
            let better = text.split(';').map(|tag| match tag.trim().split_once('=') {
                Some((name, _)) if name.trim().eq_ignore_ascii_case("p") => " p=quarantine",
                Some((name, _)) if name.trim().eq_ignore_ascii_case("sp") => " sp=quarantine",
                _ => tag,
            });
            let better = better.collect::<Vec<_>>().join(";");
            found(Level::Notice, Said::DmarcWatches).record(name, "TXT", better)
        }
    }
}

/// Whether an address from which mail leaves has a name that leads back to it. `names` are those that it has, each with
/// its addresses.
pub(super) fn ptr(ip: IpAddr, names: &[Exchange], sending: &Sending) -> Finding {
    let about = ip.to_string();
    let found = |level, said| Finding::new(Group::Outgoing, Check::Ptr, about.clone(), level, said);
    // At an operator's nobody here can change it.
    let bad = if sending.ours { Level::Warning } else { Level::Notice };
    let wanted = |said| match &sending.name {
        Some(name) => found(bad, said).record(reverse(ip), "PTR", name.clone()),
        None => found(bad, Said::PtrUnnamed(ip)),
    };
    match names {
        [] => wanted(Said::PtrMissing(ip)),
        [first, ..] => match names.iter().find(|name| name.ips.contains(&ip)) {
            Some(good) => found(Level::Ok, Said::PtrGood(good.host.clone())),
            None => wanted(Said::PtrOther(ip, first.host.clone())),
        },
    }
}

/// The name under which an address is looked up.
pub(super) fn reverse(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, c, d] = ip.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa")
        }
        IpAddr::V6(ip) => {
            let digits = format!("{:032x}", u128::from(ip));
            digits.chars().rev().flat_map(|digit| [digit, '.']).chain("ip6.arpa".chars()).collect()
        }
    }
}

/// How long a certificate still holds.
pub(super) fn certificate(group: Group, about: &str, ends: Time, now: Time) -> Finding {
    let (level, said) = match ends {
        _ if ends <= now => (Level::Failure, Said::CertificateEnded(ends)),
        _ if ends <= now.plus(limits::CERTIFICATE_SOON) => (Level::Warning, Said::CertificateEnds(ends)),
        _ => (Level::Ok, Said::CertificateHolds(ends)),
    };
    Finding::new(group, Check::Certificate, about, level, said)
}

/// What the room that is left on a disk means.
pub(super) fn disk(about: &str, bytes: u64) -> Finding {
    let (level, said) = match bytes {
        0..limits::DISK_LOW_BYTES => (Level::Failure, Said::DiskSmall(bytes)),
        limits::DISK_LOW_BYTES..limits::DISK_SMALL_BYTES => (Level::Warning, Said::DiskSmall(bytes)),
        _ => (Level::Ok, Said::DiskRoom(bytes)),
    };
    Finding::new(Group::Machine, Check::Disk, about, level, said)
}

/// Whether mail waits too long.
pub(super) fn waits(check: Check, since: Option<Time>, now: Time) -> Finding {
    let waited = since.map_or(Duration::ZERO, |since| since.elapsed(now));
    let minutes = i64::try_from(waited.as_secs() / 60).unwrap_or(i64::MAX);
    let said = if check == Check::Inbound { Said::InboundWaits(minutes) } else { Said::OutboxWaits(minutes) };
    let (level, said) = match waited {
        _ if waited >= limits::WAITING_STUCK => (Level::Failure, said),
        _ if waited >= limits::WAITING_LONG => (Level::Warning, said),
        _ => (Level::Ok, Said::NothingWaits),
    };
    Finding::new(Group::Machine, check, "", level, said)
}

/// Whether this machine's clock is right, as far as others can tell: each with its name and how far it is apart, in
/// microseconds.
pub(super) fn clock(others: &[(String, i64)]) -> Finding {
    let found = |level, said| Finding::new(Group::Machine, Check::Clock, "", level, said);
    let worst = others.iter().max_by_key(|(_, apart)| apart.abs());
    match worst {
        None => found(Level::Notice, Said::ClockAlone),
        Some((with, apart)) if Duration::from_micros(apart.unsigned_abs()) > limits::CLOCK_OFF => {
            found(Level::Warning, Said::ClockOff(with.clone(), apart.abs() / 1_000_000))
        }
        Some(_) => {
            let names: Vec<&str> = others.iter().map(|(name, _)| name.as_str()).collect();
            found(Level::Ok, Said::ClockAgrees(names.join(", ")))
        }
    }
}
