//! What can be found, and the words for it. Judging and asking know only these; the texts are in the catalogue.

use std::net::IpAddr;

use desk::Time;
use desk::doctor::{Group, Level, Line, Record};
use desk::mailflow::mailboxes::Trouble;
use desk::routing::Hop;

use crate::l10n::L10nLanguage;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    Database,
    Disk,
    Inbound,
    Outbox,
    Clock,
    Resolver,
    Pages,
    Certificate,
    Receiver,
    Name,
    Mx,
    Mailbox,
    Relay,
    Spf,
    Dkim,
    Dmarc,
    Ptr,
    Trip,
}

/// What was found out about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub(super) group: Group,
    pub(super) check: Check,
    /// Which of them: a domain, a server.
    pub(super) about: String,
    pub(super) level: Level,
    pub(super) said: Said,
    pub(super) record: Option<Record>,
    pub(super) hops: Vec<Hop>,
}

/// What is, with what the sentence needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    TimedOut,
    DatabaseWorks(&'static str),
    DatabaseRefuses(String),
    DiskRoom(u64),
    DiskSmall(u64),
    DiskUnknown(String),
    NothingWaits,
    InboundWaits(i64),
    OutboxWaits(i64),
    ClockAgrees(String),
    ClockOff(String, i64),
    ClockAlone,
    ResolverAnswers,
    ResolverSilent(String),
    Unasked(String),
    SiteAnswers,
    SiteLocal,
    SitePlain,
    SiteOther(u16),
    SiteSilent(String),
    CertificateHolds(Time),
    CertificateEnds(Time),
    CertificateEnded(Time),
    CertificateUnread(String),
    NoCertificate,
    ReceiverAnswers,
    ReceiverLocal,
    ReceiverSilent(String),
    NameMissing,
    NameUnknown,
    NameKnown,
    MxHere(String),
    MxForwards(String),
    MxElsewhere(String),
    MxUnknown(String),
    MxNone,
    MxRefuses,
    MxUnnamed,
    MxDead(String),
    MailboxTells,
    MailboxAsked,
    MailboxMarks,
    MailboxPaused,
    MailboxNew,
    MailboxFails(Trouble),
    RelayNone,
    RelayFolder,
    RelayWorks,
    RelayClear,
    RelaySilent(String),
    RelayEncryption(String),
    RelayNoTls,
    RelayLogin(String),
    SpfCovers(String),
    SpfMissing,
    SpfMany,
    SpfBroken,
    SpfLeavesOut(String),
    SpfProvider(String),
    SpfUnknown,
    DkimNone,
    DkimSigns(String),
    DkimMissing(String),
    DkimOther(String, String),
    DkimWaits(String),
    DkimReady(String),
    DkimUnreadable(String, String),
    DmarcGood(&'static str),
    DmarcWatches,
    DmarcMissing,
    DmarcBroken,
    PtrGood(String),
    PtrMissing(IpAddr),
    PtrOther(IpAddr, String),
    PtrUnnamed(IpAddr),
    TripBack(String),
    TripWaiting,
    TripLate,
    TripRefused(String),
    TripNever,
}

impl Finding {
    pub(super) fn new(group: Group, check: Check, about: impl Into<String>, level: Level, said: Said) -> Self {
        Self { group, check, about: about.into(), level, said, record: None, hops: Vec::new() }
    }

    pub(super) fn record(self, name: impl Into<String>, kind: &'static str, value: impl Into<String>) -> Self {
        Self { record: Some(Record { name: name.into(), kind, value: value.into() }), ..self }
    }

    /// As its reader sees it.
    pub(super) fn line(&self, text: &L10nLanguage) -> Line {
        let (code, words) = self.said.say(text);
        Line {
            level: self.level,
            group: self.group,
            code,
            check: self.check.name(text),
            about: self.about.clone(),
            words,
            record: self.record.clone(),
            hops: self.hops.clone(),
        }
    }
}

impl Check {
    fn name(self, text: &L10nLanguage) -> String {
        match self {
            Self::Database => text.msg_doctor_check_database(),
            Self::Disk => text.msg_doctor_check_disk(),
            Self::Inbound => text.msg_doctor_check_inbound(),
            Self::Outbox => text.msg_doctor_check_outbox(),
            Self::Clock => text.msg_doctor_check_clock(),
            Self::Resolver => text.msg_doctor_check_resolver(),
            Self::Pages => text.msg_doctor_check_pages(),
            Self::Certificate => text.msg_doctor_check_certificate(),
            Self::Receiver => text.msg_doctor_check_receiver(),
            Self::Name => text.msg_doctor_check_name(),
            Self::Mailbox => text.msg_doctor_check_mailbox(),
            Self::Relay => text.msg_doctor_check_relay(),
            Self::Trip => text.msg_doctor_check_trip(),
            // What everybody calls them.
            Self::Mx => "MX".to_owned(),
            Self::Spf => "SPF".to_owned(),
            Self::Dkim => "DKIM".to_owned(),
            Self::Dmarc => "DMARC".to_owned(),
            Self::Ptr => "PTR".to_owned(),
        }
    }
}

impl Said {
    /// The code and the words.
    fn say(&self, text: &L10nLanguage) -> (&'static str, String) {
        match self {
            Self::TimedOut => ("timed_out", text.msg_doctor_timed_out()),
            Self::DatabaseWorks(engine) => ("database_works", text.msg_doctor_database_works(engine)),
            Self::DatabaseRefuses(error) => ("database_refuses", text.msg_doctor_database_refuses(error)),
            Self::DiskRoom(bytes) => ("disk_room", text.msg_doctor_disk_room(gigabytes(text, *bytes))),
            Self::DiskSmall(bytes) => ("disk_small", text.msg_doctor_disk_small(gigabytes(text, *bytes))),
            Self::DiskUnknown(error) => ("disk_unknown", text.msg_doctor_disk_unknown(error)),
            Self::NothingWaits => ("nothing_waits", text.msg_doctor_nothing_waits()),
            Self::InboundWaits(minutes) => ("inbound_waits", text.msg_doctor_inbound_waits(*minutes)),
            Self::OutboxWaits(minutes) => ("outbox_waits", text.msg_doctor_outbox_waits(*minutes)),
            Self::ClockAgrees(with) => ("clock_agrees", text.msg_doctor_clock_agrees(with)),
            Self::ClockOff(with, seconds) => ("clock_off", text.msg_doctor_clock_off(*seconds, with)),
            Self::ClockAlone => ("clock_alone", text.msg_doctor_clock_alone()),
            Self::ResolverAnswers => ("resolver_answers", text.msg_doctor_resolver_answers()),
            Self::ResolverSilent(error) => ("resolver_silent", text.msg_doctor_resolver_silent(error)),
            Self::Unasked(error) => ("unasked", text.msg_doctor_unasked(error)),
            Self::SiteAnswers => ("site_answers", text.msg_doctor_site_answers()),
            Self::SiteLocal => ("site_local", text.msg_doctor_site_local()),
            Self::SitePlain => ("site_plain", text.msg_doctor_site_plain()),
            Self::SiteOther(status) => ("site_other", text.msg_doctor_site_other(status.to_string())),
            Self::SiteSilent(error) => ("site_silent", text.msg_doctor_site_silent(error)),
            Self::CertificateHolds(end) => ("certificate_holds", text.msg_doctor_certificate_holds(day(*end))),
            Self::CertificateEnds(end) => ("certificate_ends", text.msg_doctor_certificate_ends(day(*end))),
            Self::CertificateEnded(end) => ("certificate_ended", text.msg_doctor_certificate_ended(day(*end))),
            Self::CertificateUnread(error) => ("certificate_unread", text.msg_doctor_certificate_unread(error)),
            Self::NoCertificate => ("no_certificate", text.msg_doctor_no_certificate()),
            Self::ReceiverAnswers => ("receiver_answers", text.msg_doctor_receiver_answers()),
            Self::ReceiverLocal => ("receiver_local", text.msg_doctor_receiver_local()),
            Self::ReceiverSilent(error) => ("receiver_silent", text.msg_doctor_receiver_silent(error)),
            Self::NameMissing => ("name_missing", text.msg_doctor_name_missing()),
            Self::NameUnknown => ("name_unknown", text.msg_doctor_name_unknown()),
            Self::NameKnown => ("name_known", text.msg_doctor_name_known()),
            Self::MxHere(host) => ("mx_here", text.msg_doctor_mx_here(host)),
            Self::MxForwards(host) => ("mx_forwards", text.msg_doctor_mx_forwards(host)),
            Self::MxElsewhere(host) => ("mx_elsewhere", text.msg_doctor_mx_elsewhere(host)),
            Self::MxUnknown(host) => ("mx_unknown", text.msg_doctor_mx_unknown(host)),
            Self::MxNone => ("mx_none", text.msg_doctor_mx_none()),
            Self::MxRefuses => ("mx_refuses", text.msg_doctor_mx_refuses()),
            Self::MxUnnamed => ("mx_unnamed", text.msg_doctor_mx_unnamed()),
            Self::MxDead(host) => ("mx_dead", text.msg_doctor_mx_dead(host)),
            Self::MailboxTells => ("mailbox_tells", text.msg_doctor_mailbox_tells()),
            Self::MailboxAsked => ("mailbox_asked", text.msg_doctor_mailbox_asked()),
            Self::MailboxMarks => ("mailbox_marks", text.msg_doctor_mailbox_marks()),
            Self::MailboxPaused => ("mailbox_paused", text.msg_doctor_mailbox_paused()),
            Self::MailboxNew => ("mailbox_new", text.msg_doctor_mailbox_new()),
            Self::MailboxFails(trouble) => ("mailbox_fails", trouble_words(text, trouble)),
            Self::RelayNone => ("relay_none", text.msg_doctor_relay_none()),
            Self::RelayFolder => ("relay_folder", text.msg_doctor_relay_folder()),
            Self::RelayWorks => ("relay_works", text.msg_doctor_relay_works()),
            Self::RelayClear => ("relay_clear", text.msg_doctor_relay_clear()),
            Self::RelaySilent(error) => ("relay_silent", text.msg_doctor_relay_silent(error)),
            Self::RelayEncryption(error) => ("relay_encryption", text.msg_doctor_relay_encryption(error)),
            Self::RelayNoTls => ("relay_no_tls", text.msg_doctor_relay_no_tls()),
            Self::RelayLogin(error) => ("relay_login", text.msg_doctor_relay_login(error)),
            Self::SpfCovers(addresses) => ("spf_covers", text.msg_doctor_spf_covers(addresses)),
            Self::SpfMissing => ("spf_missing", text.msg_doctor_spf_missing()),
            Self::SpfMany => ("spf_many", text.msg_doctor_spf_many()),
            Self::SpfBroken => ("spf_broken", text.msg_doctor_spf_broken()),
            Self::SpfLeavesOut(addresses) => ("spf_leaves_out", text.msg_doctor_spf_leaves_out(addresses)),
            Self::SpfProvider(addresses) => ("spf_provider", text.msg_doctor_spf_provider(addresses)),
            Self::SpfUnknown => ("spf_unknown", text.msg_doctor_spf_unknown()),
            Self::DkimNone => ("dkim_none", text.msg_doctor_dkim_none()),
            Self::DkimSigns(selector) => ("dkim_signs", text.msg_doctor_dkim_signs(selector)),
            Self::DkimMissing(selector) => ("dkim_missing", text.msg_doctor_dkim_missing(selector)),
            Self::DkimOther(selector, there) => ("dkim_other", text.msg_doctor_dkim_other(selector, there)),
            Self::DkimWaits(selector) => ("dkim_waits", text.msg_doctor_dkim_waits(selector)),
            Self::DkimReady(selector) => ("dkim_ready", text.msg_doctor_dkim_ready(selector)),
            Self::DkimUnreadable(selector, error) => {
                ("dkim_unreadable", text.msg_doctor_dkim_unreadable(selector, error))
            }
            Self::DmarcGood(policy) => ("dmarc_good", text.msg_doctor_dmarc_good(policy)),
            Self::DmarcWatches => ("dmarc_watches", text.msg_doctor_dmarc_watches()),
            Self::DmarcMissing => ("dmarc_missing", text.msg_doctor_dmarc_missing()),
            Self::DmarcBroken => ("dmarc_broken", text.msg_doctor_dmarc_broken()),
            Self::PtrGood(name) => ("ptr_good", text.msg_doctor_ptr_good(name)),
            Self::PtrMissing(ip) => ("ptr_missing", text.msg_doctor_ptr_missing(ip.to_string())),
            Self::PtrOther(ip, name) => ("ptr_other", text.msg_doctor_ptr_other(ip.to_string(), name)),
            Self::PtrUnnamed(ip) => ("ptr_unnamed", text.msg_doctor_ptr_unnamed(ip.to_string())),
            Self::TripBack(seconds) => ("trip_back", text.msg_doctor_trip_back(seconds)),
            Self::TripWaiting => ("trip_waiting", text.msg_doctor_trip_waiting()),
            Self::TripLate => ("trip_late", text.msg_doctor_trip_late()),
            Self::TripRefused(error) => ("trip_refused", text.msg_doctor_trip_refused(error)),
            Self::TripNever => ("trip_never", text.msg_doctor_trip_never()),
        }
    }
}

/// What keeps a mailbox from being fetched, what to do, and what its server says.
fn trouble_words(text: &L10nLanguage, trouble: &Trouble) -> String {
    let advice = match trouble {
        Trouble::Unreachable(_) => text.msg_doctor_mailbox_unreachable(),
        Trouble::Tls(_) => text.msg_doctor_mailbox_tls(),
        Trouble::SignIn(_) => text.msg_doctor_mailbox_sign_in(),
        Trouble::Consent(_) => text.msg_doctor_mailbox_consent(),
        Trouble::Sealed => text.msg_doctor_mailbox_sealed(),
        Trouble::Folder(_) | Trouble::MovedTo(_) => text.msg_doctor_mailbox_folder(),
        Trouble::Server(_) => text.msg_doctor_mailbox_server(),
    };
    match trouble.words() {
        "" => advice,
        words if trouble.is_told() => text.msg_doctor_mailbox_says(advice, words),
        words => text.msg_doctor_mailbox_noticed(advice, words),
    }
}

/// Bytes as gigabytes with a digit behind the point.
fn gigabytes(text: &L10nLanguage, bytes: u64) -> String {
    let tenths = bytes / (100 << 20);
    text.msg_doctor_room(tenths / 10, tenths % 10)
}

fn day(time: Time) -> String {
    time.timestamp().strftime("%Y-%m-%d").to_string()
}
