use super::Requirement;
use crate::words::{
    ClassificationCode, DocumentNumber, QuestionCode, Rupiah, SectionCode, ServiceCode, Slug, coded,
};

/// Everything an office promises about one service: the 14 components of UU 25/2009 article 21
/// and what the software needs to carry it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceStandard {
    /// The office's short name of the service.
    pub code: ServiceCode,
    /// Its name in addresses of pages.
    pub slug: Slug,
    /// Its full name.
    pub name: String,
    /// The group it is listed under, such as `kependudukan`.
    pub category: String,
    /// The section of the office that answers for it.
    pub section: SectionCode,
    /// The classification that letters of this service are filed and numbered under.
    pub classification: ClassificationCode,
    /// The same in the other scheme (Permendagri 83/2022), where the office knows it.
    pub classification_2022: Option<ClassificationCode>,
    /// How much harm a forged letter of this kind could do.
    pub risk: LegalRisk,
    /// Component a, *dasar hukum*.
    pub legal_basis: Vec<LegalBasis>,
    /// Component b, *persyaratan*.
    pub requirements: Vec<Requirement>,
    /// Component c, *sistem, mekanisme, dan prosedur*.
    pub procedure: Vec<ProcedureStep>,
    /// Component d, *jangka waktu penyelesaian*, at the counter, from a complete file.
    pub processing_time: ProcessingTime,
    /// Component e, *biaya/tarif*.
    pub fee: Fee,
    /// Component f, *produk pelayanan*.
    pub product: Product,
    /// Component g, *sarana, prasarana, dan/atau fasilitas*.
    pub facilities: Component,
    /// Component h, *kompetensi pelaksana*.
    pub staff_competence: Component,
    /// Component i, *pengawasan internal*.
    pub internal_supervision: Component,
    /// Component j, *penanganan pengaduan, saran, dan masukan*.
    pub complaint_handling: Component,
    /// Component k, *jumlah pelaksana*.
    pub staff_count: Component,
    /// Component l, *jaminan pelayanan*.
    pub service_guarantee: Component,
    /// Component m, *jaminan keamanan dan keselamatan pelayanan*.
    pub safety_guarantee: Component,
    /// Component n, *evaluasi kinerja pelaksana*.
    pub performance_evaluation: Component,
    /// Whether it may be asked for online, and if not, why.
    pub channel: ChannelPolicy,
    /// What the form asks besides who the applicant is.
    pub questions: Vec<Question>,
}

/// A law or regulation that a service stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalBasis {
    /// `UU`, `PP`, `Perda Kota Depok`, …
    pub kind: String,
    /// The number as printed; `None` for an unnumbered book such as the Civil Code.
    pub number: Option<DocumentNumber>,
    /// The year.
    pub year: i16,
    /// What it is about.
    pub about: String,
    /// A remark, such as what replaced it.
    pub remark: Option<String>,
}

/// One step of the way a request takes through the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcedureStep {
    /// Who acts, in the office's word (`PEMOHON`, `LOKET`, `KASI`, …).
    pub actor: String,
    /// What happens, as a sentence for residents.
    pub text: String,
}

/// How long the office takes at the counter, counted from a complete file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcessingTime {
    /// How many units.
    pub value: u16,
    /// Of what.
    pub unit: TimeUnit,
}

/// The units that standards use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimeUnit {
    /// *menit*
    Minutes,
    /// *jam*
    Hours,
    /// *hari kerja*
    WorkingDays,
}

coded!(TimeUnit {
    Minutes => "minutes",
    Hours => "hours",
    WorkingDays => "working-days",
});

impl ProcessingTime {
    /// The promise in whole working days; minutes and hours are zero: the same day.
    #[must_use]
    pub fn working_days(self) -> u16 {
        match self.unit {
            TimeUnit::Minutes | TimeUnit::Hours => 0,
            TimeUnit::WorkingDays => self.value,
        }
    }
}

/// What it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fee {
    /// The amount, most often zero.
    pub amount: Rupiah,
    /// A remark, such as who pays for the stamp.
    pub remark: Option<String>,
}

/// What the resident takes home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// The letter.
    pub name: String,
    /// How many days it is valid; `None`: without end.
    pub valid_days: Option<u16>,
}

/// A component that is mostly the same for all services of an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// The sentences.
    pub items: Vec<String>,
    /// Whether they are the office's own for all services (`true`), or said for this one.
    pub inherited: bool,
}

/// How much harm a forged letter could do (*risiko hukum*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LegalRisk {
    /// *rendah*
    Low,
    /// *sedang*
    Medium,
    /// *tinggi*
    High,
}

coded!(LegalRisk {
    Low => "low",
    Medium => "medium",
    High => "high",
});

/// Where a service can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelPolicy {
    /// Online and at the counter.
    Online {
        /// Working days from a complete file, for a request that came in online.
        working_days: u16,
    },
    /// Only at the counter: the service has legal weight, or needs papers that must be seen.
    CounterOnly {
        /// Why, in words for residents.
        reason: String,
    },
}

/// A question on the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its code, unique in the service.
    pub code: QuestionCode,
    /// The words in front of the field.
    pub label: String,
    /// What may be answered.
    pub kind: AnswerKind,
    /// Whether it must be answered.
    pub required: bool,
}

/// What may be answered to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerKind {
    /// Words, at most 2,000 characters.
    Text,
    /// A whole number, not negative.
    Number,
    /// A day, as `YYYY-MM-DD`.
    Date,
    /// One of these.
    Choice(Vec<String>),
}
