//! Fields of forms as templates show them: with what was typed and what is wrong with it.

use sipoke_core::{
    catalogue::{AnswerKind, Edition, Question, Requirement},
    documents::ScanReceipt,
    words::RequirementCode,
};
use sipoke_desk::Desk;
use sipoke_wire::problem::FieldFault;

use super::{intake::Intake, shell::Complaint, words};

/// What a field takes.
enum Kind {
    Line,
    Area,
    Date,
    Number,
    Phone,
    Choice(Vec<String>),
}

/// One field.
pub(super) struct Field {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) label: String,
    pub(super) hint: &'static str,
    pub(super) value: String,
    pub(super) error: Option<String>,
    pub(super) required: bool,
    pub(super) autocomplete: &'static str,
    kind: Kind,
}

impl Field {
    fn new(name: &str, label: &str, kind: Kind) -> Self {
        Self {
            id: id_of(name),
            name: name.to_owned(),
            label: label.to_owned(),
            hint: "",
            value: String::new(),
            error: None,
            required: true,
            autocomplete: "",
            kind,
        }
    }

    fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self { autocomplete, ..self }
    }

    fn question(question: &Question) -> Self {
        let kind = match &question.kind {
            AnswerKind::Text => Kind::Area,
            AnswerKind::Number => Kind::Number,
            AnswerKind::Date => Kind::Date,
            AnswerKind::Choice(choices) => Kind::Choice(choices.clone()),
        };
        let name = format!("jawaban.{}", question.code);
        Self { required: question.required, ..Self::new(&name, &question.label, kind) }
    }

    pub(super) fn choices(&self) -> Option<&[String]> {
        match &self.kind {
            Kind::Choice(choices) => Some(choices),
            Kind::Line | Kind::Area | Kind::Date | Kind::Number | Kind::Phone => None,
        }
    }

    pub(super) fn is(&self, choice: &str) -> bool {
        self.value == choice
    }

    pub(super) fn is_area(&self) -> bool {
        matches!(self.kind, Kind::Area)
    }

    pub(super) fn is_narrow(&self) -> bool {
        matches!(self.kind, Kind::Date | Kind::Number | Kind::Phone)
    }

    pub(super) fn input_type(&self) -> &'static str {
        match self.kind {
            Kind::Date => "date",
            Kind::Phone => "tel",
            Kind::Line | Kind::Area | Kind::Number | Kind::Choice(_) => "text",
        }
    }

    pub(super) fn inputmode(&self) -> &'static str {
        if matches!(self.kind, Kind::Number) { "numeric" } else { "" }
    }

    pub(super) fn described(&self) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-petunjuk", self.id));
        let error = self.error.is_some().then(|| format!("{}-salah", self.id));
        let parts: Vec<String> = hint.into_iter().chain(error).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// A paper to upload, or at the counter to be seen.
pub(super) struct PaperField {
    pub(super) id: String,
    pub(super) presented_id: String,
    pub(super) code: String,
    pub(super) name: String,
    pub(super) hint: String,
    pub(super) condition: Option<String>,
    pub(super) error: Option<String>,
    pub(super) kept: Option<Kept>,
    /// At the counter: whether the officer ticked that the original was seen.
    pub(super) presented: Option<bool>,
    pub(super) takes_file: bool,
}

/// A file that came with an earlier sending of the form.
pub(super) struct Kept {
    pub(super) note: String,
    pub(super) text: String,
}

impl PaperField {
    pub(super) fn new(
        code: &RequirementCode,
        name: &str,
        hint: String,
        kept: Option<Kept>,
    ) -> Self {
        Self {
            id: id_of(&format!("dokumen.{code}")),
            presented_id: id_of(&format!("asli.{code}")),
            code: code.to_string(),
            name: name.to_owned(),
            hint,
            condition: None,
            error: None,
            kept,
            presented: None,
            takes_file: true,
        }
    }

    pub(super) fn described(&self) -> String {
        let mut parts = vec![format!("{}-petunjuk", self.id)];
        if self.error.is_some() {
            parts.push(format!("{}-salah", self.id));
        }
        if self.kept.is_some() {
            parts.push(format!("{}-tersimpan", self.id));
        }
        parts.join(" ")
    }
}

impl Kept {
    pub(super) fn of(desk: &Desk, receipt: &ScanReceipt) -> Self {
        Self { note: desk.keep_scan(receipt), text: words::uploaded(receipt.scan()) }
    }
}

/// The form of a service: who asks, what is asked, and the papers.
pub(super) struct FilingForm {
    pub(super) applicant: Vec<Field>,
    pub(super) questions: Vec<Field>,
    pub(super) papers: Vec<PaperField>,
}

impl FilingForm {
    /// The empty form; at the counter every paper is listed, online those that are scanned.
    pub(super) fn empty(edition: &Edition, at_counter: bool) -> Self {
        let standard = &edition.standard;
        let listed = standard.requirements.iter().filter(|paper| at_counter || paper.scan);
        Self {
            applicant: applicant(at_counter),
            questions: standard.questions.iter().map(Field::question).collect(),
            papers: listed.map(|paper| paper_field(paper, at_counter)).collect(),
        }
    }

    /// The form as it was sent.
    pub(super) fn filled(
        edition: &Edition,
        at_counter: bool,
        intake: &Intake,
        desk: &Desk,
    ) -> Self {
        let mut form = Self::empty(edition, at_counter);
        for field in form.applicant.iter_mut().chain(&mut form.questions) {
            field.value = intake.fields.get(&field.name).to_owned();
        }
        for paper in &mut form.papers {
            let receipt = intake.scans.iter().find(|(code, _)| code.as_str() == paper.code);
            paper.kept = receipt.map(|(_, receipt)| Kept::of(desk, receipt));
            let ticked = intake.fields.get(&format!("asli.{}", paper.code)) == "ya";
            paper.presented = paper.presented.map(|_| ticked);
        }
        form
    }

    /// Puts every fault beside its field, and gives the lines of the summary in the form's order.
    pub(super) fn blame(&mut self, faults: &[FieldFault]) -> Vec<Complaint> {
        let mut complaints = Vec::new();
        let named = |name: &str| {
            faults.iter().find(|fault| field_name(&fault.pointer).as_deref() == Some(name))
        };
        for field in self.applicant.iter_mut().chain(&mut self.questions) {
            if let Some(fault) = named(&field.name) {
                let text = words::field_fault(&fault.fault);
                complaints.push(Complaint::at(&field.id, format!("{}: {text}", field.label)));
                field.error = Some(text);
            }
        }
        for paper in &mut self.papers {
            if let Some(fault) = named(&format!("dokumen.{}", paper.code)) {
                let text = words::field_fault(&fault.fault);
                let target = if paper.takes_file { &paper.id } else { &paper.presented_id };
                complaints.push(Complaint::at(target, format!("{}: {text}", paper.name)));
                paper.error = Some(text);
            }
        }
        let unplaced = faults.iter().filter(|fault| field_name(&fault.pointer).is_none());
        complaints.extend(unplaced.map(|fault| Complaint::whole(words::field_fault(&fault.fault))));
        complaints
    }
}

fn applicant(at_counter: bool) -> Vec<Field> {
    // At the counter the clerk types about somebody else: the browser must not offer the clerk's
    // own data.
    let token = |token| if at_counter { "off" } else { token };
    vec![
        Field::new("nama", "Nama lengkap", Kind::Line)
            .hint("Sama seperti di KTP.")
            .autocomplete(token("name")),
        Field::new("nik", "NIK", Kind::Number)
            .hint("Nomor Induk Kependudukan: 16 angka di KTP atau Kartu Keluarga.")
            .autocomplete("off"),
        Field::new("tanggal_lahir", "Tanggal lahir", Kind::Date).autocomplete(token("bday")),
        Field::new("telepon", "Nomor HP", Kind::Phone)
            .hint("Contoh: 0812 3456 7890. Untuk petugas, bila ada yang perlu ditanyakan.")
            .autocomplete(token("tel")),
        Field::new("alamat", "Alamat tempat tinggal", Kind::Area)
            .hint("Jalan, nomor, RT, dan RW. Tulis dalam satu baris.")
            .autocomplete(token("street-address")),
    ]
}

fn paper_field(paper: &Requirement, at_counter: bool) -> PaperField {
    let hint = if at_counter { words::what_to_bring(paper) } else { words::what_to_upload(paper) };
    PaperField {
        condition: paper.need.condition().map(str::to_owned),
        presented: at_counter.then_some(false),
        takes_file: paper.scan,
        ..PaperField::new(&paper.code, &paper.name, hint, None)
    }
}

/// The name of the field that a pointer of the wire is about.
fn field_name(pointer: &str) -> Option<String> {
    let (part, rest) = pointer.strip_prefix('/')?.split_once('/')?;
    match (part, rest) {
        ("applicant", "name") => Some("nama".to_owned()),
        ("applicant", "nik") => Some("nik".to_owned()),
        ("applicant", "birth_date") => Some("tanggal_lahir".to_owned()),
        ("applicant", "phone") => Some("telepon".to_owned()),
        ("applicant", "address") => Some("alamat".to_owned()),
        ("answers", code) => Some(format!("jawaban.{code}")),
        ("documents", code) => Some(format!("dokumen.{code}")),
        _ => None,
    }
}

fn id_of(name: &str) -> String {
    name.replace('.', "-")
}
