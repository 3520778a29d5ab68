use serde::{Deserialize, Serialize};
use sipoke_core::{
    catalogue::{
        AnswerKind, ChannelPolicy, Component, Fee, Form, LegalBasis, LegalRisk, Need,
        ProcedureStep, ProcessingTime, Product, Question, Requirement, ServiceStandard, TimeUnit,
    },
    words::{
        ClassificationCode, DocumentNumber, QuestionCode, RequirementCode, Rupiah, SectionCode,
        ServiceCode, Slug,
    },
};

use super::text::Text;

/// Converts every element of a list.
pub(super) fn each<A: Into<B>, B>(list: Vec<A>) -> Vec<B> {
    list.into_iter().map(Into::into).collect()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredStandard {
    code: ServiceCode,
    slug: Slug,
    name: String,
    category: String,
    section: SectionCode,
    classification: ClassificationCode,
    classification_2022: Option<ClassificationCode>,
    risk: LegalRisk,
    legal_basis: Vec<StoredLegalBasis>,
    requirements: Vec<StoredRequirement>,
    procedure: Vec<StoredProcedureStep>,
    processing_time: StoredProcessingTime,
    fee: StoredFee,
    product: StoredProduct,
    facilities: StoredComponent,
    staff_competence: StoredComponent,
    internal_supervision: StoredComponent,
    complaint_handling: StoredComponent,
    staff_count: StoredComponent,
    service_guarantee: StoredComponent,
    safety_guarantee: StoredComponent,
    performance_evaluation: StoredComponent,
    channel: StoredChannelPolicy,
    questions: Vec<StoredQuestion>,
}

impl From<ServiceStandard> for StoredStandard {
    fn from(value: ServiceStandard) -> Self {
        let ServiceStandard {
            code,
            slug,
            name,
            category,
            section,
            classification,
            classification_2022,
            risk,
            legal_basis,
            requirements,
            procedure,
            processing_time,
            fee,
            product,
            facilities,
            staff_competence,
            internal_supervision,
            complaint_handling,
            staff_count,
            service_guarantee,
            safety_guarantee,
            performance_evaluation,
            channel,
            questions,
        } = value;
        Self {
            code,
            slug,
            name,
            category,
            section,
            classification,
            classification_2022,
            risk,
            legal_basis: each(legal_basis),
            requirements: each(requirements),
            procedure: each(procedure),
            processing_time: processing_time.into(),
            fee: fee.into(),
            product: product.into(),
            facilities: facilities.into(),
            staff_competence: staff_competence.into(),
            internal_supervision: internal_supervision.into(),
            complaint_handling: complaint_handling.into(),
            staff_count: staff_count.into(),
            service_guarantee: service_guarantee.into(),
            safety_guarantee: safety_guarantee.into(),
            performance_evaluation: performance_evaluation.into(),
            channel: channel.into(),
            questions: each(questions),
        }
    }
}

impl From<StoredStandard> for ServiceStandard {
    fn from(stored: StoredStandard) -> Self {
        let StoredStandard {
            code,
            slug,
            name,
            category,
            section,
            classification,
            classification_2022,
            risk,
            legal_basis,
            requirements,
            procedure,
            processing_time,
            fee,
            product,
            facilities,
            staff_competence,
            internal_supervision,
            complaint_handling,
            staff_count,
            service_guarantee,
            safety_guarantee,
            performance_evaluation,
            channel,
            questions,
        } = stored;
        Self {
            code,
            slug,
            name,
            category,
            section,
            classification,
            classification_2022,
            risk,
            legal_basis: each(legal_basis),
            requirements: each(requirements),
            procedure: each(procedure),
            processing_time: processing_time.into(),
            fee: fee.into(),
            product: product.into(),
            facilities: facilities.into(),
            staff_competence: staff_competence.into(),
            internal_supervision: internal_supervision.into(),
            complaint_handling: complaint_handling.into(),
            staff_count: staff_count.into(),
            service_guarantee: service_guarantee.into(),
            safety_guarantee: safety_guarantee.into(),
            performance_evaluation: performance_evaluation.into(),
            channel: channel.into(),
            questions: each(questions),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredLegalBasis {
    kind: String,
    number: Option<DocumentNumber>,
    year: i16,
    about: String,
    remark: Option<String>,
}

impl From<LegalBasis> for StoredLegalBasis {
    fn from(value: LegalBasis) -> Self {
        let LegalBasis { kind, number, year, about, remark } = value;
        Self { kind, number, year, about, remark }
    }
}

impl From<StoredLegalBasis> for LegalBasis {
    fn from(stored: StoredLegalBasis) -> Self {
        let StoredLegalBasis { kind, number, year, about, remark } = stored;
        Self { kind, number, year, about, remark }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StoredRequirement {
    code: RequirementCode,
    name: String,
    form: Form,
    quantity: u8,
    need: StoredNeed,
    scan: bool,
    compare: bool,
}

impl From<Requirement> for StoredRequirement {
    fn from(value: Requirement) -> Self {
        let Requirement { code, name, form, quantity, need, scan, compare } = value;
        Self { code, name, form, quantity, need: need.into(), scan, compare }
    }
}

impl From<StoredRequirement> for Requirement {
    fn from(stored: StoredRequirement) -> Self {
        let StoredRequirement { code, name, form, quantity, need, scan, compare } = stored;
        Self { code, name, form, quantity, need: need.into(), scan, compare }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredProcedureStep {
    actor: String,
    text: String,
}

impl From<ProcedureStep> for StoredProcedureStep {
    fn from(value: ProcedureStep) -> Self {
        let ProcedureStep { actor, text } = value;
        Self { actor, text }
    }
}

impl From<StoredProcedureStep> for ProcedureStep {
    fn from(stored: StoredProcedureStep) -> Self {
        let StoredProcedureStep { actor, text } = stored;
        Self { actor, text }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredProcessingTime {
    value: u16,
    unit: TimeUnit,
}

impl From<ProcessingTime> for StoredProcessingTime {
    fn from(value: ProcessingTime) -> Self {
        let ProcessingTime { value, unit } = value;
        Self { value, unit }
    }
}

impl From<StoredProcessingTime> for ProcessingTime {
    fn from(stored: StoredProcessingTime) -> Self {
        let StoredProcessingTime { value, unit } = stored;
        Self { value, unit }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredFee {
    amount: Text<Rupiah>,
    remark: Option<String>,
}

impl From<Fee> for StoredFee {
    fn from(value: Fee) -> Self {
        let Fee { amount, remark } = value;
        Self { amount: Text(amount), remark }
    }
}

impl From<StoredFee> for Fee {
    fn from(stored: StoredFee) -> Self {
        let StoredFee { amount, remark } = stored;
        Self { amount: amount.0, remark }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredProduct {
    name: String,
    valid_days: Option<u16>,
}

impl From<Product> for StoredProduct {
    fn from(value: Product) -> Self {
        let Product { name, valid_days } = value;
        Self { name, valid_days }
    }
}

impl From<StoredProduct> for Product {
    fn from(stored: StoredProduct) -> Self {
        let StoredProduct { name, valid_days } = stored;
        Self { name, valid_days }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredComponent {
    items: Vec<String>,
    inherited: bool,
}

impl From<Component> for StoredComponent {
    fn from(value: Component) -> Self {
        let Component { items, inherited } = value;
        Self { items, inherited }
    }
}

impl From<StoredComponent> for Component {
    fn from(stored: StoredComponent) -> Self {
        let StoredComponent { items, inherited } = stored;
        Self { items, inherited }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredQuestion {
    code: QuestionCode,
    label: String,
    kind: StoredAnswerKind,
    required: bool,
}

impl From<Question> for StoredQuestion {
    fn from(value: Question) -> Self {
        let Question { code, label, kind, required } = value;
        Self { code, label, kind: kind.into(), required }
    }
}

impl From<StoredQuestion> for Question {
    fn from(stored: StoredQuestion) -> Self {
        let StoredQuestion { code, label, kind, required } = stored;
        Self { code, label, kind: kind.into(), required }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum StoredNeed {
    Always,
    When(String),
    Represented(String),
}

impl From<Need> for StoredNeed {
    fn from(value: Need) -> Self {
        match value {
            Need::Always => Self::Always,
            Need::When(value) => Self::When(value),
            Need::Represented(value) => Self::Represented(value),
        }
    }
}

impl From<StoredNeed> for Need {
    fn from(value: StoredNeed) -> Self {
        match value {
            StoredNeed::Always => Self::Always,
            StoredNeed::When(value) => Self::When(value),
            StoredNeed::Represented(value) => Self::Represented(value),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum StoredChannelPolicy {
    Online { working_days: u16 },
    CounterOnly { reason: String },
}

impl From<ChannelPolicy> for StoredChannelPolicy {
    fn from(value: ChannelPolicy) -> Self {
        match value {
            ChannelPolicy::Online { working_days } => Self::Online { working_days },
            ChannelPolicy::CounterOnly { reason } => Self::CounterOnly { reason },
        }
    }
}

impl From<StoredChannelPolicy> for ChannelPolicy {
    fn from(value: StoredChannelPolicy) -> Self {
        match value {
            StoredChannelPolicy::Online { working_days } => Self::Online { working_days },
            StoredChannelPolicy::CounterOnly { reason } => Self::CounterOnly { reason },
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
enum StoredAnswerKind {
    Text,
    Number,
    Date,
    Choice(Vec<String>),
}

impl From<AnswerKind> for StoredAnswerKind {
    fn from(value: AnswerKind) -> Self {
        match value {
            AnswerKind::Text => Self::Text,
            AnswerKind::Number => Self::Number,
            AnswerKind::Date => Self::Date,
            AnswerKind::Choice(value) => Self::Choice(value),
        }
    }
}

impl From<StoredAnswerKind> for AnswerKind {
    fn from(value: StoredAnswerKind) -> Self {
        match value {
            StoredAnswerKind::Text => Self::Text,
            StoredAnswerKind::Number => Self::Number,
            StoredAnswerKind::Date => Self::Date,
            StoredAnswerKind::Choice(value) => Self::Choice(value),
        }
    }
}
