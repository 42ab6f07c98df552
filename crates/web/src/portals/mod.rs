//! Portals of companies: stand-alone under an own name or path, in a small window, or in the pages of other sites.

mod address;
mod ask;
mod brand;
mod contact;
mod example;
mod page;

pub(crate) use address::{of_request, url};
pub(crate) use ask::ask;
pub(crate) use brand::{colours, logo};
pub(crate) use contact::close;
pub(crate) use example::example;
pub(crate) use page::{Wanted, brand, frame_document, home, in_frame, show};

use std::sync::Arc;

use desk::portals::Portal;

use crate::answer::Failure;
use crate::reader::Reader;

/// The portal that a page is about.
pub(crate) fn portal_of(reader: &Reader) -> Result<Arc<Portal>, Failure> {
    reader.portal.clone().ok_or(Failure::NotFound)
}
