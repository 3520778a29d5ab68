use jiff::civil::Date;

use crate::words::{DocumentNumber, PersonName};

/// The decision under which the office publishes its standards, such as
/// *SK Lurah 05/01/Pem/2017*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decree {
    /// The number as printed, without the year.
    pub number: DocumentNumber,
    /// The year that belongs to the number.
    pub year: i16,
    /// What it is about, as printed after *tentang*.
    pub about: String,
    /// The day it was signed, where known.
    pub signed_on: Option<Date>,
    /// Who signed it, where known. An official acts in office: the name is public.
    pub signer: Option<PersonName>,
    /// The first day it counts.
    pub effective_from: Date,
}
