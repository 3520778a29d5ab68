use std::fmt;

use super::{Decree, ServiceStandard};
use crate::words::{Moment, OfficeCode, ServiceCode};

/// One version of a service's standard. It never changes once it is published; a new decree
/// makes a new edition, and an application keeps the one it was filed under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The office that published it.
    pub office: OfficeCode,
    /// 1 for the first edition of the service, then 2, 3, …
    pub number: u32,
    /// The decree it was published under.
    pub decree: Decree,
    /// When it was published here.
    pub published_at: Moment,
    /// What it says.
    pub standard: ServiceStandard,
}

impl Edition {
    /// Names this edition.
    #[must_use]
    pub fn reference(&self) -> EditionRef {
        EditionRef { service: self.standard.code.clone(), number: self.number }
    }
}

/// Names an edition within an office: `SKD/2`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EditionRef {
    /// The service.
    pub service: ServiceCode,
    /// The edition of its standard.
    pub number: u32,
}

impl fmt::Display for EditionRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.service, self.number)
    }
}
