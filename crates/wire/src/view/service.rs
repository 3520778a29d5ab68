use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use sipoke_core::catalogue::{
    AnswerKind, ChannelPolicy, Component, Edition, LegalBasis, Question, Requirement,
    ServiceStandard,
};

/// A service in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ServiceSummary {
    /// The office's short name of it.
    pub code: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its full name.
    pub name: String,
    /// The group it is listed under.
    pub category: String,
    /// Whether it may be asked for online.
    pub online: bool,
    /// The fee in rupiah.
    pub fee: u64,
    /// How long it takes at the counter.
    pub processing_time: ProcessingTimeView,
}

impl From<&Edition> for ServiceSummary {
    fn from(edition: &Edition) -> Self {
        let standard = &edition.standard;
        Self {
            code: standard.code.to_string(),
            slug: standard.slug.to_string(),
            name: standard.name.clone(),
            category: standard.category.clone(),
            online: matches!(standard.channel, ChannelPolicy::Online { .. }),
            fee: standard.fee.amount.amount(),
            processing_time: ProcessingTimeView::from(standard),
        }
    }
}

/// Everything about a service: the 14 components of UU 25/2009 article 21.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ServiceView {
    /// The office's short name of it.
    pub code: String,
    /// Its name in addresses.
    pub slug: String,
    /// Its full name.
    pub name: String,
    /// The group it is listed under.
    pub category: String,
    /// The section that answers for it.
    pub section: String,
    /// The edition of its standard.
    pub edition: u32,
    /// When this edition was published (RFC 3339).
    pub published_at: String,
    /// The decree it was published under.
    pub decree: DecreeView,
    /// Where it can be asked for.
    pub channel: ChannelView,
    /// a. *Dasar hukum*
    pub legal_basis: Vec<LegalBasisView>,
    /// b. *Persyaratan*
    pub requirements: Vec<RequirementView>,
    /// c. *Sistem, mekanisme, dan prosedur*
    pub procedure: Vec<String>,
    /// d. *Jangka waktu*
    pub processing_time: ProcessingTimeView,
    /// e. *Biaya*
    pub fee: FeeView,
    /// f. *Produk*
    pub product: ProductView,
    /// g. *Sarana dan prasarana*
    pub facilities: Vec<String>,
    /// h. *Kompetensi pelaksana*
    pub staff_competence: Vec<String>,
    /// i. *Pengawasan internal*
    pub internal_supervision: Vec<String>,
    /// j. *Penanganan pengaduan*
    pub complaint_handling: Vec<String>,
    /// k. *Jumlah pelaksana*
    pub staff_count: Vec<String>,
    /// l. *Jaminan pelayanan*
    pub service_guarantee: Vec<String>,
    /// m. *Jaminan keamanan*
    pub safety_guarantee: Vec<String>,
    /// n. *Evaluasi kinerja*
    pub performance_evaluation: Vec<String>,
    /// What the form asks besides who the applicant is.
    pub questions: Vec<QuestionView>,
}

impl From<&Edition> for ServiceView {
    fn from(edition: &Edition) -> Self {
        let standard = &edition.standard;
        let items = |component: &Component| component.items.clone();
        Self {
            code: standard.code.to_string(),
            slug: standard.slug.to_string(),
            name: standard.name.clone(),
            category: standard.category.clone(),
            section: standard.section.to_string(),
            edition: edition.number,
            published_at: edition.published_at.to_string(),
            decree: DecreeView::from(edition),
            channel: ChannelView::from(&standard.channel),
            legal_basis: standard.legal_basis.iter().map(LegalBasisView::from).collect(),
            requirements: standard.requirements.iter().map(RequirementView::from).collect(),
            procedure: standard.procedure.iter().map(|step| step.text.clone()).collect(),
            processing_time: ProcessingTimeView::from(standard),
            fee: FeeView {
                amount: standard.fee.amount.amount(),
                text: standard.fee.amount.to_string(),
                remark: standard.fee.remark.clone(),
            },
            product: ProductView {
                name: standard.product.name.clone(),
                valid_days: standard.product.valid_days,
            },
            facilities: items(&standard.facilities),
            staff_competence: items(&standard.staff_competence),
            internal_supervision: items(&standard.internal_supervision),
            complaint_handling: items(&standard.complaint_handling),
            staff_count: items(&standard.staff_count),
            service_guarantee: items(&standard.service_guarantee),
            safety_guarantee: items(&standard.safety_guarantee),
            performance_evaluation: items(&standard.performance_evaluation),
            questions: standard.questions.iter().map(QuestionView::from).collect(),
        }
    }
}

/// The decree of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DecreeView {
    /// Number and year as printed: `05/01/Pem/2017`.
    pub number: String,
    /// What it is about.
    pub about: String,
    /// The first day it counts.
    #[schemars(with = "String")]
    pub effective_from: Date,
}

impl From<&Edition> for DecreeView {
    fn from(edition: &Edition) -> Self {
        let decree = &edition.decree;
        Self {
            number: format!("{}/{}", decree.number, decree.year),
            about: decree.about.clone(),
            effective_from: decree.effective_from,
        }
    }
}

/// Where a service can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChannelView {
    /// Whether it may be asked for online.
    pub online: bool,
    /// Working days from a complete file, for an online request.
    pub working_days: Option<u16>,
    /// Why it is for the counter only.
    pub counter_only_reason: Option<String>,
}

impl From<&ChannelPolicy> for ChannelView {
    fn from(policy: &ChannelPolicy) -> Self {
        match policy {
            ChannelPolicy::Online { working_days } => {
                Self { online: true, working_days: Some(*working_days), counter_only_reason: None }
            }
            ChannelPolicy::CounterOnly { reason } => Self {
                online: false,
                working_days: None,
                counter_only_reason: Some(reason.clone()),
            },
        }
    }
}

/// A law or regulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LegalBasisView {
    /// Its name as people write it: `UU Nomor 25 Tahun 2009`.
    pub title: String,
    /// What it is about.
    pub about: String,
    /// A remark, such as what replaced it.
    pub remark: Option<String>,
}

impl From<&LegalBasis> for LegalBasisView {
    fn from(basis: &LegalBasis) -> Self {
        let number = basis.number.as_ref().map(|number| format!(" Nomor {number}"));
        Self {
            title: format!("{}{} Tahun {}", basis.kind, number.unwrap_or_default(), basis.year),
            about: basis.about.clone(),
            remark: basis.remark.clone(),
        }
    }
}

/// A paper that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RequirementView {
    /// Its code: the name of the file part that holds its scan.
    pub code: String,
    /// The document.
    pub name: String,
    /// `original`, `copy` or `copy-original-shown`.
    pub form: String,
    /// How many.
    pub quantity: u8,
    /// Whether everybody needs it.
    pub always: bool,
    /// Otherwise: in which case.
    pub condition: Option<String>,
    /// Whether an online application attaches a scan.
    pub scan: bool,
    /// Whether the original is compared before the letter is handed over.
    pub original_compared: bool,
}

impl From<&Requirement> for RequirementView {
    fn from(requirement: &Requirement) -> Self {
        let condition = requirement.need.condition().map(str::to_owned);
        Self {
            code: requirement.code.to_string(),
            name: requirement.name.clone(),
            form: requirement.form.code().to_owned(),
            quantity: requirement.quantity,
            always: condition.is_none(),
            condition,
            scan: requirement.scan,
            original_compared: requirement.compare,
        }
    }
}

/// How long it takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProcessingTimeView {
    /// How many units.
    pub value: u16,
    /// `minutes`, `hours` or `working-days`.
    pub unit: String,
}

impl From<&ServiceStandard> for ProcessingTimeView {
    fn from(standard: &ServiceStandard) -> Self {
        let time = standard.processing_time;
        Self { value: time.value, unit: time.unit.code().to_owned() }
    }
}

/// What it costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FeeView {
    /// In rupiah.
    pub amount: u64,
    /// As written: `Rp 0`.
    pub text: String,
    /// A remark.
    pub remark: Option<String>,
}

/// What the resident takes home.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProductView {
    /// The letter.
    pub name: String,
    /// How many days it is valid.
    pub valid_days: Option<u16>,
}

/// A question on the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct QuestionView {
    /// Its code.
    pub code: String,
    /// The words in front of the field.
    pub label: String,
    /// `text`, `number`, `date` or `choice`.
    pub kind: String,
    /// The choices.
    pub choices: Vec<String>,
    /// Whether it must be answered.
    pub required: bool,
}

impl From<&Question> for QuestionView {
    fn from(question: &Question) -> Self {
        let (kind, choices) = match &question.kind {
            AnswerKind::Text => ("text", Vec::new()),
            AnswerKind::Number => ("number", Vec::new()),
            AnswerKind::Date => ("date", Vec::new()),
            AnswerKind::Choice(choices) => ("choice", choices.clone()),
        };
        Self {
            code: question.code.to_string(),
            label: question.label.clone(),
            kind: kind.to_owned(),
            choices,
            required: question.required,
        }
    }
}
