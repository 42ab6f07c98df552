//! The help centre of the demonstration: an export like any other, in `guides/`.

use desk::Change;
use desk::guides::exchange::{Entry, Folder};

macro_rules! guide {
    ($path:literal) => {
        ($path, include_bytes!(concat!("guides/", $path)))
    };
}

const FILES: &[(&str, &[u8])] = &[
    ("getting-in/files/car-park/car-park.png", include_bytes!("guides/car-park.png")),
    guide!("categories.json"),
    guide!("getting-in/badge-refused.en.md"),
    guide!("getting-in/badge-refused.fr.md"),
    guide!("getting-in/car-park.en.md"),
    guide!("getting-in/car-park.fr.md"),
    guide!("getting-in/get-your-badge.en.md"),
    guide!("getting-in/get-your-badge.fr.md"),
    guide!("getting-in/opening-hours.en.md"),
    guide!("getting-in/opening-hours.fr.md"),
    guide!("getting-in/park-your-bike.en.md"),
    guide!("getting-in/park-your-bike.fr.md"),
    guide!("invoices-and-payment/change-your-card.en.md"),
    guide!("invoices-and-payment/change-your-card.fr.md"),
    guide!("invoices-and-payment/company-name.en.md"),
    guide!("invoices-and-payment/company-name.fr.md"),
    guide!("invoices-and-payment/find-your-invoices.en.md"),
    guide!("invoices-and-payment/find-your-invoices.fr.md"),
    guide!("life-here/house-rules.en.md"),
    guide!("life-here/house-rules.fr.md"),
    guide!("life-here/opening-the-building.en.md"),
    guide!("life-here/propose-an-event.en.md"),
    guide!("life-here/propose-an-event.fr.md"),
    guide!("meeting-rooms/book-a-meeting-room.en.md"),
    guide!("meeting-rooms/book-a-meeting-room.fr.md"),
    guide!("meeting-rooms/move-or-cancel.en.md"),
    guide!("meeting-rooms/move-or-cancel.fr.md"),
    guide!("meeting-rooms/screens-and-adapters.en.md"),
    guide!("meeting-rooms/screens-and-adapters.fr.md"),
    guide!("wifi-and-printing/connect-to-the-wifi.en.md"),
    guide!("wifi-and-printing/connect-to-the-wifi.fr.md"),
    guide!("wifi-and-printing/guest-codes.en.md"),
    guide!("wifi-and-printing/print-and-scan.en.md"),
    guide!("wifi-and-printing/print-and-scan.fr.md"),
    guide!("wifi-and-printing/printer-paper.en.md"),
    guide!("wifi-and-printing/printer-paper.fr.md"),
    guide!("your-membership/change-your-plan.en.md"),
    guide!("your-membership/change-your-plan.fr.md"),
    guide!("your-membership/invite-a-colleague.en.md"),
    guide!("your-membership/invite-a-colleague.fr.md"),
];

/// Takes the guides in.
pub(super) fn write(c: &mut Change) -> desk::Result<()> {
    let entries: Vec<Entry> = FILES.iter().map(|(path, content)| ((*path).to_owned(), content.to_vec())).collect();
    let folder = Folder::read(entries, "en");
    folder.take_categories(c)?;
    let report = folder.take(c, 0, folder.len())?;
    if let Some((path, problem)) = report.refused.first() {
        return Err(desk::Error::Internal(format!("demo guide {path}: {problem}")));
    }
    Ok(())
}
