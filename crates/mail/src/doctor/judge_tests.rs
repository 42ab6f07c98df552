use std::net::IpAddr;
use std::time::Duration;

use desk::doctor::{Group, Level, Record};
use desk::mailflow::keys::{Algorithm, Published, SigningKey, State};
use desk::{SigningKeyId, Time};
use mail_auth::SpfResult;

use super::finding::{Check, Finding, Said};
use super::judge::{self, Exchange, Here, Sending};
use super::{L10n, host_of, sections};

const DOMAIN: &str = "desk.example";

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn here() -> Here {
    Here { name: Some("mail.desk.example".to_owned()), ips: vec![ip("203.0.113.5")] }
}

fn exchange(host: &str, ips: &[&str]) -> Exchange {
    Exchange { host: host.to_owned(), ips: ips.iter().map(|text| ip(text)).collect() }
}

fn value(finding: &Finding) -> &str {
    finding.record.as_ref().map_or("", |record| record.value.as_str())
}

#[test]
fn mail_comes_here_by_name_or_by_address() {
    for (host, ips) in [("mail.desk.example", &["198.51.100.1"][..]), ("other.example", &["203.0.113.5"])] {
        let found = judge::mx(DOMAIN, &[exchange(host, ips)], &[], &here(), false);
        assert_eq!((found.level, found.record), (Level::Ok, None), "{host}");
    }
    // The second choice is this desk too.
    let both = [exchange("a.example", &["198.51.100.1"]), exchange("mail.desk.example", &["203.0.113.5"])];
    assert_eq!(judge::mx(DOMAIN, &both, &[], &here(), false).level, Level::Ok);
    // Without a record the domain's own address counts.
    assert_eq!(judge::mx(DOMAIN, &[], &[ip("203.0.113.5")], &here(), false).level, Level::Ok);
}

#[test]
fn mail_that_goes_elsewhere_is_right_when_it_is_forwarded() {
    let elsewhere = [exchange("mx.provider.example", &["198.51.100.1"])];
    let found = judge::mx(DOMAIN, &elsewhere, &[], &here(), true);
    assert_eq!((found.level, found.record), (Level::Notice, None));
    let found = judge::mx(DOMAIN, &elsewhere, &[], &here(), false);
    assert_eq!((found.level, value(&found)), (Level::Warning, "10 mail.desk.example"));
    let unnamed = judge::mx(DOMAIN, &elsewhere, &[], &Here::default(), false);
    assert_eq!((unnamed.level, unnamed.record), (Level::Notice, None));
}

#[test]
fn a_domain_without_mail_is_told_its_record() {
    let wanted = Some(Record { name: DOMAIN.to_owned(), kind: "MX", value: "10 mail.desk.example".to_owned() });
    for exchanges in [&[][..], &[exchange("", &[])]] {
        let found = judge::mx(DOMAIN, exchanges, &[], &here(), false);
        assert_eq!((found.level, &found.record), (Level::Failure, &wanted));
    }
    let dead = judge::mx(DOMAIN, &[exchange("gone.example", &[])], &[], &here(), true);
    assert_eq!((dead.level, dead.said), (Level::Failure, Said::MxDead("gone.example".to_owned())));
}

fn own() -> Sending {
    Sending { name: Some("mail.desk.example".to_owned()), ips: vec![ip("203.0.113.5")], ours: true }
}

fn spf(texts: &[&str], result: SpfResult, sending: &Sending) -> Finding {
    let texts: Vec<String> = texts.iter().map(|&text| text.to_owned()).collect();
    let results: Vec<_> = sending.ips.iter().map(|ip| (*ip, result)).collect();
    judge::spf(DOMAIN, &texts, &results, sending)
}

#[test]
fn spf_that_covers_is_fine_and_none_is_written_out() {
    assert_eq!(spf(&["verify=1", "v=spf1 mx -all"], SpfResult::Pass, &own()).level, Level::Ok);
    let none = spf(&["verify=1", "v=spf10 mx"], SpfResult::None, &own());
    assert_eq!((none.level, value(&none)), (Level::Failure, "v=spf1 a:mail.desk.example ~all"));
    let unnamed = Sending { name: None, ips: vec![ip("203.0.113.5"), ip("2001:db8::5")], ours: true };
    let none = spf(&[], SpfResult::None, &unnamed);
    assert_eq!(value(&none), "v=spf1 ip4:203.0.113.5 ip6:2001:db8::5 ~all");
    assert_eq!(value(&spf(&[], SpfResult::None, &Sending::default())), "v=spf1 mx ~all");
}

#[test]
fn spf_that_leaves_the_sender_out_is_kept_and_added_to() {
    for (result, level) in
        [(SpfResult::Fail, Level::Failure), (SpfResult::SoftFail, Level::Warning), (SpfResult::Neutral, Level::Warning)]
    {
        let found = spf(&["V=SPF1 include:_spf.x.example -all"], result, &own());
        assert_eq!(
            (found.level, value(&found)),
            (level, "v=spf1 a:mail.desk.example include:_spf.x.example -all"),
            "{result:?}"
        );
    }
    let redirected = spf(&["v=spf1 redirect=_spf.x.example"], SpfResult::Fail, &own());
    assert_eq!(value(&redirected), "v=spf1 a:mail.desk.example redirect=_spf.x.example");
    // Where an operator sends from is not known for sure.
    let theirs = Sending { ours: false, ..own() };
    assert_eq!(spf(&["v=spf1 -all"], SpfResult::Fail, &theirs).level, Level::Warning);
}

#[test]
fn spf_that_cannot_be_followed_is_no_record() {
    assert_eq!(spf(&["v=spf1 mx -all", "v=spf1 a -all"], SpfResult::PermError, &own()).said, Said::SpfMany);
    assert_eq!(spf(&["v=spf1 include:gone.example -all"], SpfResult::PermError, &own()).said, Said::SpfBroken);
    assert_eq!(spf(&["v=spf1 mx -all"], SpfResult::TempError, &own()).level, Level::Warning);
    assert_eq!(spf(&["v=spf1 mx -all"], SpfResult::None, &Sending::default()).said, Said::SpfUnknown);
}

fn dmarc(domain: &str, holder: &str, text: &str) -> Finding {
    judge::dmarc(domain, Some((holder, &[text.to_owned()])))
}

#[test]
fn dmarc_is_read_for_the_domain_or_the_one_above() {
    assert_eq!(dmarc(DOMAIN, DOMAIN, "v=DMARC1; p=reject").level, Level::Ok);
    let missing = judge::dmarc(DOMAIN, None);
    assert_eq!(missing.level, Level::Warning);
    assert_eq!(missing.record.as_ref().map(|record| record.name.as_str()), Some("_dmarc.desk.example"));
    let watching = dmarc(DOMAIN, DOMAIN, "v=DMARC1; p=none; rua=mailto:a@desk.example");
    assert_eq!(
        (watching.level, value(&watching)),
        (Level::Notice, "v=DMARC1; p=quarantine; rua=mailto:a@desk.example")
    );
    let below = dmarc("help.desk.example", DOMAIN, "v=DMARC1; p=reject; sp=none");
    assert_eq!((below.level, value(&below)), (Level::Notice, "v=DMARC1; p=quarantine; sp=quarantine"));
    assert_eq!(dmarc("help.desk.example", DOMAIN, "v=DMARC1; p=reject").level, Level::Ok);
    assert_eq!(dmarc(DOMAIN, DOMAIN, "v=DMARC1; p=never").level, Level::Warning);
    let two = ["v=DMARC1; p=none".to_owned(), "v=DMARC1; p=reject".to_owned()];
    assert_eq!(judge::dmarc(DOMAIN, Some((DOMAIN, &two))).said, Said::DmarcBroken);
}

#[test]
fn an_address_has_a_name_that_leads_back() {
    let at = ip("203.0.113.5");
    assert_eq!(judge::ptr(at, &[exchange("mail.desk.example", &["203.0.113.5"])], &own()).level, Level::Ok);
    let other = judge::ptr(at, &[exchange("host5.provider.example", &["198.51.100.9"])], &own());
    let wanted = Record { name: "5.113.0.203.in-addr.arpa".into(), kind: "PTR", value: "mail.desk.example".into() };
    assert_eq!((other.level, other.record), (Level::Warning, Some(wanted)));
    let theirs = Sending { ours: false, ..own() };
    assert_eq!(judge::ptr(at, &[], &theirs).level, Level::Notice);
    let six = judge::reverse(ip("2001:db8::1"));
    assert_eq!(six, "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
}

#[test]
fn certificates_disks_and_waiting_mail_have_their_limits() {
    let now = Time(1_800_000_000_000_000);
    let day = Duration::from_secs(86_400);
    for (ends, level) in [(now, Level::Failure), (now.plus(day), Level::Warning), (now.plus(day * 60), Level::Ok)] {
        assert_eq!(judge::certificate(Group::Pages, "x", ends, now).level, level);
    }
    for (bytes, level) in [(0, Level::Failure), (600 << 20, Level::Warning), (9 << 30, Level::Ok)] {
        assert_eq!(judge::disk("", bytes).level, level);
    }
    for (minutes, level) in [(1, Level::Ok), (11, Level::Warning), (61, Level::Failure)] {
        let since = Some(Time(now.0 - minutes * 60_000_000));
        assert_eq!(judge::waits(Check::Outbox, since, now).level, level);
    }
    assert_eq!(judge::waits(Check::Inbound, None, now).level, Level::Ok);
}

#[test]
fn the_clock_that_is_farthest_apart_decides() {
    let other = |name: &str, apart| (name.to_owned(), apart);
    assert_eq!(judge::clock(&[]).level, Level::Notice);
    assert_eq!(judge::clock(&[other("a", 900_000), other("b", -2_000_000)]).level, Level::Ok);
    let off = judge::clock(&[other("a", 0), other("b", -90_000_000)]);
    assert_eq!((off.level, off.said), (Level::Warning, Said::ClockOff("b".to_owned(), 90)));
}

#[test]
fn hosts_are_taken_out_of_addresses() {
    for (url, host) in [
        ("https://help.example", "help.example"),
        ("http://127.0.0.1:8080/x", "127.0.0.1"),
        ("http://[::1]:80", "::1"),
        ("x", "x"),
    ] {
        assert_eq!(host_of(url), host);
    }
}

#[test]
fn findings_are_told_in_the_language_of_their_reader() {
    let found = [judge::mx(DOMAIN, &[], &[], &here(), false), judge::disk("/data", 0)];
    let told = |language: &str| sections(&found, language);
    let english = told("en");
    assert_eq!(english.iter().map(|section| section.group).collect::<Vec<_>>(), [Group::Machine, Group::Incoming]);
    for (one, other) in english.iter().zip(told("fr")) {
        assert_ne!(one.title, other.title);
        assert_ne!(one.lines.first().map(|line| &line.words), other.lines.first().map(|line| &line.words));
    }
    // A text that is missing would be shown as its name.
    assert!(L10n::Fr.load().msg_doctor_mx_none().contains("MX"));
}

#[test]
fn a_key_is_judged_by_its_record_and_its_use() {
    let key = |state| SigningKey {
        id: SigningKeyId(1),
        domain: DOMAIN.into(),
        selector: "s1".into(),
        algorithm: Algorithm::Rsa,
        public: "AAAB".into(),
        secret: String::new(),
        state,
        made_at: Time(0),
        seen: None,
    };
    let (signs, new, retired) = (key(State::Signing), key(State::New), key(State::Retired));
    let other = || Published::Other("v=DKIM1; p=".into());
    for (key, published, level, with_record) in [
        (&signs, Published::Right, Level::Ok, false),
        (&signs, Published::Missing, Level::Failure, true),
        (&signs, other(), Level::Failure, true),
        (&signs, Published::Silent("timeout".into()), Level::Warning, false),
        (&new, Published::Right, Level::Notice, false),
        (&new, Published::Missing, Level::Warning, true),
        (&new, other(), Level::Warning, true),
    ] {
        let found = judge::dkim(key, &published).unwrap();
        assert_eq!((found.level, found.record.is_some()), (level, with_record), "{:?} {published:?}", key.state);
    }
    assert_eq!(judge::dkim(&retired, &Published::Missing), None);
    let wanted =
        Record { name: "s1._domainkey.desk.example".into(), kind: "TXT", value: "v=DKIM1; k=rsa; p=AAAB".into() };
    assert_eq!(judge::dkim(&signs, &Published::Missing).unwrap().record, Some(wanted));

    let said = |keys: &[(&SigningKey, Option<String>)]| -> Vec<Said> {
        judge::signing(DOMAIN, keys).into_iter().map(|found| found.said).collect()
    };
    assert_eq!(said(&[]), [Said::DkimNone]);
    assert_eq!(said(&[(&retired, None)]), [Said::DkimNone]);
    assert_eq!(said(&[(&signs, None), (&new, Some("damaged".into()))]), []);
    assert_eq!(said(&[(&signs, Some("damaged".into()))]), [Said::DkimUnreadable("s1".into(), "damaged".into())]);
}
