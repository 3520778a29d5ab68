use crate::words::{Note, RequirementCode, coded};

/// What an officer found about the scan for one requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// Complete, correct and legible.
    Fits,
    /// The applicant must send it again.
    Lacking {
        /// Why; one that the applicant can mend.
        reason: Reason,
        /// Words to the applicant.
        note: Option<Note>,
    },
}

/// One thing the applicant must mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// For which requirement.
    pub requirement: RequirementCode,
    /// Why.
    pub reason: Reason,
    /// Words to the applicant.
    pub note: Option<Note>,
}

/// Why a document or a whole application is not taken (*alasan pengembalian*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// `TIDAK_LENGKAP`: a document that is needed is not there.
    Incomplete,
    /// `TIDAK_TERBACA`: blurred, cut off or dark.
    Unreadable,
    /// `DOKUMEN_KELIRU`: another document than the one asked for.
    WrongDocument,
    /// `KEDALUWARSA`: its validity is over.
    OutOfDate,
    /// `DATA_TIDAK_COCOK`: name, NIK or address differ between documents.
    DataMismatch,
    /// `TANPA_TANDA_TANGAN`: not signed or stamped.
    Unsigned,
    /// `BUKAN_WARGA`: the applicant does not live here.
    NotAResident,
    /// `BUKAN_WEWENANG`: not for a kelurahan to decide.
    NotOurAuthority,
    /// `PERMOHONAN_GANDA`: the same request is under way.
    Duplicate,
    /// `TIDAK_SESUAI_LAPANGAN`: the visit found otherwise.
    FieldVisitDiffers,
    /// `ASLI_TIDAK_SESUAI`: the original differs from the scan.
    OriginalDiffers,
    /// `INDIKASI_PEMALSUAN`: a document seems forged.
    SuspectedForgery,
    /// `TIDAK_DIAMBIL`: nobody came for the letter.
    NotCollected,
}

coded!(Reason {
    Incomplete => "incomplete",
    Unreadable => "unreadable",
    WrongDocument => "wrong-document",
    OutOfDate => "out-of-date",
    DataMismatch => "data-mismatch",
    Unsigned => "unsigned",
    NotAResident => "not-a-resident",
    NotOurAuthority => "not-our-authority",
    Duplicate => "duplicate",
    FieldVisitDiffers => "field-visit-differs",
    OriginalDiffers => "original-differs",
    SuspectedForgery => "suspected-forgery",
    NotCollected => "not-collected",
});

impl Reason {
    /// Whether the applicant can mend it, so that the file is returned and not refused.
    #[must_use]
    pub fn can_be_mended(self) -> bool {
        match self {
            Self::Incomplete
            | Self::Unreadable
            | Self::WrongDocument
            | Self::OutOfDate
            | Self::DataMismatch
            | Self::Unsigned => true,
            Self::NotAResident
            | Self::NotOurAuthority
            | Self::Duplicate
            | Self::FieldVisitDiffers
            | Self::OriginalDiffers
            | Self::SuspectedForgery
            | Self::NotCollected => false,
        }
    }
}
