use jiff::civil::date;
use sipoke_core::{
    catalogue::{
        AnswerKind, ChannelPolicy, Component, Decree, Edition, Fee, Form, LegalBasis, LegalRisk,
        Need, ProcedureStep, ProcessingTime, Product, Question, Requirement, ServiceStandard,
        TimeUnit,
    },
    words::{
        ClassificationCode, DocumentNumber, PersonName, QuestionCode, RequirementCode, Rupiah,
        SectionCode, ServiceCode, Slug,
    },
};

use super::{morning, office_code, sound};

/// The service with this code.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn service(code: &str) -> ServiceCode {
    sound(ServiceCode::parse(code))
}

/// The requirement with this code.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn requirement(code: &str) -> RequirementCode {
    sound(RequirementCode::parse(code))
}

/// The question with this code.
///
/// # Panics
/// When it is none.
#[must_use]
pub fn question(code: &str) -> QuestionCode {
    sound(QuestionCode::parse(code))
}

/// The three papers that everybody brings for [`edition`].
#[must_use]
pub fn needed() -> [RequirementCode; 3] {
    ["surat-pengantar-rt-rw", "ktp-pemohon", "kartu-keluarga"].map(requirement)
}

/// The paper that only somebody brings who sends another person.
#[must_use]
pub fn on_condition() -> RequirementCode {
    requirement("surat-kuasa")
}

/// A decree.
#[must_use]
pub fn decree() -> Decree {
    Decree {
        number: sound(DocumentNumber::parse("05/01/Pem")),
        year: 2017,
        about: "Penetapan Standar Pelayanan (contoh)".to_owned(),
        signed_on: Some(date(2017, 1, 9)),
        signer: Some(sound(PersonName::parse("Lurah Contoh"))),
        effective_from: date(2017, 1, 10),
    }
}

/// An edition of `SKD`, a letter about where somebody lives: online, three papers that everybody
/// brings and one on a condition. Each edition says its number in its name.
#[must_use]
pub fn edition(number: u32) -> Edition {
    Edition {
        office: office_code(),
        number,
        decree: decree(),
        published_at: morning(),
        standard: ServiceStandard {
            code: service("SKD"),
            slug: sound(Slug::parse("keterangan-domisili")),
            name: format!("Surat Keterangan Domisili (edisi {number})"),
            risk: LegalRisk::Low,
            requirements: papers(),
            channel: ChannelPolicy::Online { working_days: 2 },
            questions: questions(),
            ..bare()
        },
    }
}

/// The first edition of `WRS`, a statement of heirs: counter only.
#[must_use]
pub fn counter_only_edition() -> Edition {
    Edition {
        office: office_code(),
        number: 1,
        decree: decree(),
        published_at: morning(),
        standard: ServiceStandard {
            code: service("WRS"),
            slug: sound(Slug::parse("keterangan-ahli-waris")),
            name: "Surat Pernyataan Ahli Waris".to_owned(),
            risk: LegalRisk::High,
            requirements: papers(),
            channel: ChannelPolicy::CounterOnly {
                reason: "Surat ini menentukan hak atas warisan. Semua ahli waris harus hadir."
                    .to_owned(),
            },
            questions: Vec::new(),
            ..bare()
        },
    }
}

fn papers() -> Vec<Requirement> {
    let paper = |code: &RequirementCode, name: &str, form, need| Requirement {
        code: code.clone(),
        name: name.to_owned(),
        form,
        quantity: 1,
        need,
        scan: true,
        compare: true,
    };
    let [letter, card, family] = needed();
    let proxy = Need::Represented("bila pengurusan diwakilkan".to_owned());
    vec![
        paper(&letter, "Surat pengantar RT/RW", Form::Original, Need::Always),
        paper(&card, "KTP pemohon", Form::CopyOriginalShown, Need::Always),
        paper(&family, "Kartu Keluarga", Form::CopyOriginalShown, Need::Always),
        paper(&on_condition(), "Surat kuasa bermeterai", Form::Original, proxy),
    ]
}

fn questions() -> Vec<Question> {
    let asked = |code, label: &str, kind, required| Question {
        code: question(code),
        label: label.to_owned(),
        kind,
        required,
    };
    let housing = ["milik sendiri", "sewa", "menumpang"].map(str::to_owned).to_vec();
    vec![
        asked("keperluan", "Untuk keperluan apa?", AnswerKind::Text, true),
        asked("tinggal_sejak", "Tinggal di sini sejak", AnswerKind::Date, false),
        asked("jumlah_penghuni", "Berapa orang tinggal di rumah ini?", AnswerKind::Number, false),
        asked("status_rumah", "Status rumah", AnswerKind::Choice(housing), false),
    ]
}

/// What all standards of the office have in common.
fn bare() -> ServiceStandard {
    let own = |item: &str| Component { items: vec![item.to_owned()], inherited: false };
    let shared = |item: &str| Component { items: vec![item.to_owned()], inherited: true };
    let step =
        |actor: &str, text: &str| ProcedureStep { actor: actor.to_owned(), text: text.to_owned() };
    ServiceStandard {
        code: service("SKX"),
        slug: sound(Slug::parse("layanan")),
        name: String::new(),
        category: "kependudukan".to_owned(),
        section: sound(SectionCode::parse("PEM")),
        classification: sound(ClassificationCode::parse("470")),
        classification_2022: Some(sound(ClassificationCode::parse("400.12.2.1"))),
        risk: LegalRisk::Low,
        legal_basis: vec![LegalBasis {
            kind: "UU".to_owned(),
            number: Some(sound(DocumentNumber::parse("25"))),
            year: 2009,
            about: "Pelayanan Publik".to_owned(),
            remark: None,
        }],
        requirements: Vec::new(),
        procedure: vec![
            step("PEMOHON", "Pemohon mengajukan permohonan."),
            step("LOKET", "Petugas memeriksa berkas."),
        ],
        processing_time: ProcessingTime { value: 1, unit: TimeUnit::WorkingDays },
        fee: Fee { amount: Rupiah::ZERO, remark: Some("Tidak dipungut biaya.".to_owned()) },
        product: Product { name: "Surat keterangan".to_owned(), valid_days: Some(90) },
        facilities: shared("Ruang tunggu"),
        staff_competence: shared("Memahami peraturan kependudukan"),
        internal_supervision: shared("Diawasi oleh Lurah"),
        complaint_handling: shared("Kotak saran di loket"),
        staff_count: own("2 orang"),
        service_guarantee: shared("Sesuai standar ini"),
        safety_guarantee: shared("Berkas disimpan dengan aman"),
        performance_evaluation: shared("Survei setiap tiga bulan"),
        channel: ChannelPolicy::Online { working_days: 2 },
        questions: Vec::new(),
    }
}
