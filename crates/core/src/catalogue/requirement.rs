use crate::words::{RequirementCode, coded};

/// One paper that a service asks for (component b, *persyaratan*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Which kind of document.
    pub code: RequirementCode,
    /// The document as the decree names it.
    pub name: String,
    /// Whether the office keeps the original, or a copy.
    pub form: Form,
    /// How many sheets or pieces; at least 1.
    pub quantity: u8,
    /// Whether everybody needs it.
    pub need: Need,
    /// Whether an online application attaches a scan of it.
    pub scan: bool,
    /// Whether the original is compared with the scan before the letter leaves the office.
    pub compare: bool,
}

/// What the applicant brings (*bentuk*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// The original is handed in (*asli*).
    Original,
    /// A copy is enough (*fotokopi*).
    Copy,
    /// A copy is handed in and the original is shown (*fotokopi, tunjuk asli*).
    CopyOriginalShown,
}

coded!(Form {
    Original => "original",
    Copy => "copy",
    CopyOriginalShown => "copy-original-shown",
});

/// Who needs it (*wajib*).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Everybody.
    Always,
    /// Only in this case, in the words of the decree: `bila tanah belum bersertipikat`.
    When(String),
    /// Only when somebody acts for the applicant, in the words of the decree: `bila pengurusan
    /// diwakilkan`. No letter is handed to a proxy without it.
    Represented(String),
}

impl Need {
    /// When it is needed, in the words of the decree; `None`: always.
    #[must_use]
    pub fn condition(&self) -> Option<&str> {
        match self {
            Self::Always => None,
            Self::When(condition) | Self::Represented(condition) => Some(condition),
        }
    }
}

impl Requirement {
    /// Whether an officer must have seen the original for a case that came in `online`, or over
    /// the counter. A paper of which only a copy is asked for is not held against an original at
    /// the counter; online, the standard itself says what is compared.
    #[must_use]
    pub fn asks_for_original(&self, online: bool) -> bool {
        self.compare || (!online && self.form != Form::Copy)
    }
}
