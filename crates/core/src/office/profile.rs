use super::{ApprovalChain, Numbering};
use crate::words::{OfficeCode, SectionCode, Zone};

/// Who the office is and how it works. Rules that differ between offices are data here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Its region code, which every stored row begins with.
    pub code: OfficeCode,
    /// `Kelurahan Mekarjaya`.
    pub name: String,
    /// The district (*kecamatan*).
    pub district: String,
    /// The city or regency.
    pub city: String,
    /// The province.
    pub province: String,
    /// The zone of its wall clock.
    pub zone: Zone,
    /// Street address, for people who come.
    pub address: Option<String>,
    /// A telephone number that somebody answers.
    pub phone: Option<String>,
    /// When the counter is open, in words: `Senin–Jumat 08.00–15.00`.
    pub hours: Option<String>,
    /// A remark that is shown wherever the data is not the office's real one.
    pub notice: Option<String>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// How a letter comes to be signed.
    pub chain: ApprovalChain,
    /// How letters are numbered.
    pub numbering: Numbering,
}

/// A section of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its short name, which stands in letter numbers.
    pub code: SectionCode,
    /// Its full name.
    pub name: String,
}
