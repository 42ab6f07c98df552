//! The newest test mail of each address, there and back.

use desk::Time;
use desk::doctor::{Group, Level};
use desk::routing::{DeskAddress, Standing};

use super::finding::{Check, Finding, Said};

/// Where the tests of the desk's addresses stand.
#[must_use]
pub fn trips(addresses: &[DeskAddress], now: Time) -> Vec<Finding> {
    addresses.iter().map(|address| trip(address, now)).collect()
}

fn trip(address: &DeskAddress, now: Time) -> Finding {
    let Some(test) = &address.test else {
        return Finding::new(Group::Trips, Check::Trip, &address.address, Level::Notice, Said::TripNever);
    };
    // What is forwarded goes by another name first.
    let about = match test.to == address.address {
        true => address.address.clone(),
        false => format!("{} → {}", test.to, address.address),
    };
    let (level, said) = match test.standing(now) {
        Standing::Back(back) => (Level::Ok, Said::TripBack(seconds(back.0 - test.sent_at.0))),
        Standing::Waiting => (Level::Notice, Said::TripWaiting),
        Standing::Late => (Level::Failure, Said::TripLate),
        Standing::Refused => (Level::Failure, Said::TripRefused(test.error.clone())),
    };
    Finding { hops: test.hops.clone(), ..Finding::new(Group::Trips, Check::Trip, about, level, said) }
}

/// Microseconds as seconds with a digit behind the point.
fn seconds(micros: i64) -> String {
    format!("{}.{}", micros / 1_000_000, micros.rem_euclid(1_000_000) / 100_000)
}
