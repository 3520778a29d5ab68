//! One of every fact, and one of everything else that stores keep, each with all its fields used.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use sipoke_core::{
    access::Author,
    application::{Applicant, Channel, Event, Fact, Filed, TakenBy, Terms},
    catalogue::{
        AnswerKind, ChannelPolicy, Component, Decree, Edition, EditionRef, Fee, Form, LegalBasis,
        LegalRisk, Need, ProcedureStep, ProcessingTime, Product, Question, Requirement,
        ServiceStandard, TimeUnit,
    },
    documents::{Comparison, Finding, Lack, Reason, Scan, ScanKind},
    letters::{LetterNumber, Series},
    office::{Act, ApprovalChain, Calendar, Holiday, HolidayKind, Numbering, Office, Section},
    words::{
        Address, ApplicationId, ClassificationCode, DocumentNumber, Moment, Nik, NonEmpty, Note,
        OfficeCode, OfficerId, PersonName, PhoneNumber, QuestionCode, RequirementCode, Rupiah,
        ScanId, SectionCode, ServiceCode, Slug, Ticket, TicketSecret, Zone,
    },
};

fn office_code() -> OfficeCode {
    OfficeCode::parse("32.76.05.1004").unwrap()
}

fn at() -> Moment {
    Moment::parse("2026-11-24T02:12:00.000001Z").unwrap()
}

fn ktp() -> RequirementCode {
    RequirementCode::parse("ktp-pemohon").unwrap()
}

fn kk() -> RequirementCode {
    RequirementCode::parse("kartu-keluarga").unwrap()
}

fn note() -> Note {
    Note::parse("Foto buram.\nMohon \"ulangi\" \u{1f64f}").unwrap()
}

fn scan() -> Scan {
    Scan {
        id: ScanId::from_bytes([9; 16]),
        kind: ScanKind::Jpeg,
        size: 123_456,
        sha256: [0xab; 32],
        key_id: 3,
        wrapped_key: vec![0, 1, 254, 255],
    }
}

fn requirement(code: RequirementCode, form: Form, need: Need) -> Requirement {
    let name = "KTP pemohon".to_owned();
    Requirement { code, name, form, quantity: 2, need, scan: true, compare: true }
}

fn requirements() -> Vec<Requirement> {
    vec![
        requirement(ktp(), Form::CopyOriginalShown, Need::Always),
        requirement(kk(), Form::Copy, Need::When("bila diwakilkan".into())),
        requirement(RequirementCode::parse("pengantar-rt").unwrap(), Form::Original, Need::Always),
    ]
}

fn filed() -> Filed {
    Filed {
        id: ApplicationId::from_bytes([1; 16]),
        office: office_code(),
        ticket: Ticket::from_chance([7; 16]),
        secret: TicketSecret::from_chance([8; 16]),
        terms: Terms {
            edition: EditionRef { service: ServiceCode::parse("SKD").unwrap(), number: 2 },
            service_name: "Surat Keterangan Domisili".into(),
            classification: ClassificationCode::parse("470").unwrap(),
            section: SectionCode::parse("PEM").unwrap(),
            working_days: 3,
            requirements: requirements(),
        },
        channel: Channel::Online,
        applicant: Applicant {
            name: PersonName::parse("SUPARMI").unwrap(),
            nik: Nik::parse("3276054101900002").unwrap(),
            birth_date: date(1990, 1, 1),
            phone: PhoneNumber::parse("081234567901").unwrap(),
            address: Address::parse("Jl. Melati \"4\" RT 01/02").unwrap(),
        },
        answers: BTreeMap::from([(
            QuestionCode::parse("alamat_domisili").unwrap(),
            "Jl. Mawar 1".to_owned(),
        )]),
        documents: BTreeMap::from([(ktp(), scan())]),
        presented: BTreeSet::from([kk()]),
    }
}

/// Every kind of fact, with the name of its golden file.
pub(crate) fn events() -> Vec<(&'static str, Event)> {
    let number = LetterNumber {
        series: Series { name: "surat".into(), year: 2026 },
        sequence: 12,
        text: "470/12-PEM/XI/2026".into(),
        signed_on: date(2026, 11, 24),
    };
    let lacking = Finding::Lacking { reason: Reason::Unreadable, note: Some(note()) };
    let lacks = NonEmpty::from([
        Lack { requirement: ktp(), reason: Reason::Unreadable, note: Some(note()) },
        Lack { requirement: kk(), reason: Reason::OutOfDate, note: None },
    ]);
    let facts = [
        ("filed", Fact::Filed(Box::new(filed()))),
        (
            "scans-checked",
            Fact::ScansChecked(NonEmpty::from([(ktp(), lacking), (kk(), Finding::Fits)])),
        ),
        ("returned", Fact::Returned { lacks, used: 1 }),
        ("resubmitted", Fact::Resubmitted(BTreeMap::from([(ktp(), scan())]))),
        ("accepted", Fact::Accepted { on: date(2026, 11, 25), chain: ApprovalChain::usual() }),
        ("drafted", Fact::Endorsed(Act::Draft)),
        ("initialled", Fact::Endorsed(Act::Initial)),
        ("signed", Fact::Signed(number)),
        (
            "originals-compared",
            Fact::OriginalsCompared(NonEmpty::from([
                (ktp(), Comparison::Matches),
                (kk(), Comparison::Missing),
            ])),
        ),
        ("letter-voided", Fact::LetterVoided(NonEmpty::of(ktp()))),
        ("collected", Fact::Collected(TakenBy::Applicant)),
        ("collected-by-proxy", Fact::Collected(TakenBy::Proxy(PersonName::parse("BUDI").unwrap()))),
        ("rejected", Fact::Rejected { reason: Reason::NotAResident, legal_ground: note() }),
        ("withdrawn", Fact::Withdrawn),
        ("expired", Fact::Expired),
    ];
    let authors =
        [Author::Applicant, Author::Officer(OfficerId::from_bytes([5; 16])), Author::Console];
    facts
        .into_iter()
        .zip(authors.into_iter().cycle())
        .map(|((name, fact), by)| (name, Event { at: at(), by, fact }))
        .collect()
}

fn component(inherited: bool) -> Component {
    Component { items: vec!["Ruang tunggu".into(), "Meja layanan".into()], inherited }
}

/// An edition in which every field is used; the channel differs.
pub(crate) fn edition(channel: ChannelPolicy) -> Edition {
    let question = |code, kind| Question {
        code: QuestionCode::parse(code).unwrap(),
        label: "Alamat domisili".into(),
        kind,
        required: true,
    };
    Edition {
        office: office_code(),
        number: 2,
        decree: Decree {
            number: DocumentNumber::parse("05/01/Pem").unwrap(),
            year: 2017,
            about: "Standar Pelayanan".into(),
            signed_on: Some(date(2017, 1, 3)),
            signer: Some(PersonName::parse("LURAH").unwrap()),
            effective_from: date(2017, 1, 4),
        },
        published_at: at(),
        standard: ServiceStandard {
            code: ServiceCode::parse("SKD").unwrap(),
            slug: Slug::parse("keterangan-domisili").unwrap(),
            name: "Surat Keterangan Domisili".into(),
            category: "kependudukan".into(),
            section: SectionCode::parse("PEM").unwrap(),
            classification: ClassificationCode::parse("470").unwrap(),
            classification_2022: Some(ClassificationCode::parse("400.12.2.1").unwrap()),
            risk: LegalRisk::Medium,
            legal_basis: vec![LegalBasis {
                kind: "UU".into(),
                number: Some(DocumentNumber::parse("25").unwrap()),
                year: 2009,
                about: "Pelayanan Publik".into(),
                remark: Some("pasal 21".into()),
            }],
            requirements: requirements(),
            procedure: vec![ProcedureStep {
                actor: "PEMOHON".into(),
                text: "Datang ke loket.".into(),
            }],
            processing_time: ProcessingTime { value: 3, unit: TimeUnit::WorkingDays },
            fee: Fee { amount: Rupiah::new(10_000), remark: Some("meterai".into()) },
            product: Product { name: "Surat".into(), valid_days: Some(90) },
            facilities: component(true),
            staff_competence: component(false),
            internal_supervision: component(true),
            complaint_handling: component(false),
            staff_count: component(true),
            service_guarantee: component(false),
            safety_guarantee: component(true),
            performance_evaluation: component(false),
            channel,
            questions: vec![
                question("alamat", AnswerKind::Text),
                question("jumlah", AnswerKind::Number),
                question("sejak", AnswerKind::Date),
                question("alasan", AnswerKind::Choice(vec!["kerja".into(), "sekolah".into()])),
            ],
        },
    }
}

/// An office in which every field is used.
pub(crate) fn office() -> Office {
    Office {
        code: office_code(),
        name: "Kelurahan Mekarjaya".into(),
        district: "Sukmajaya".into(),
        city: "Kota Depok".into(),
        province: "Jawa Barat".into(),
        zone: Zone::Wib,
        address: Some("Jl. Merdeka 1".into()),
        phone: Some("021-1234567".into()),
        hours: Some("Senin–Jumat 08.00–15.00".into()),
        notice: Some("Data contoh".into()),
        sections: vec![Section {
            code: SectionCode::parse("PEM").unwrap(),
            name: "Pemerintahan".into(),
        }],
        chain: ApprovalChain::usual(),
        numbering: Numbering::usual(),
    }
}

/// A calendar with a holiday of each kind.
pub(crate) fn calendar() -> Calendar {
    let days = HolidayKind::ALL.into_iter().zip([
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 31),
    ]);
    Calendar::new(days.map(|(kind, date)| Holiday { date, kind, name: "Natal".into() }).collect())
}
