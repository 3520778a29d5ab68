use std::collections::BTreeMap;

use jiff::civil::date;
use sipoke_core::{
    access::{Actor, Role},
    application::{Applicant, Fresh},
    catalogue::{
        ChannelPolicy, Component, Decree, Edition, Fee, Form, LegalRisk, Need, ProcessingTime,
        Product, Question, Requirement, ServiceStandard, TimeUnit,
    },
    documents::{Scan, ScanKind, ScanReceipt},
    office::{ApprovalChain, Numbering, Office},
    words::{
        Address, ApplicationId, ClassificationCode, DocumentNumber, Moment, Nik, Note, OfficeCode,
        OfficerId, PersonName, PhoneNumber, QuestionCode, RequirementCode, Rupiah, ScanId,
        SectionCode, ServiceCode, Slug, Ticket, TicketSecret, Zone,
    },
};

/// Monday, 2 November 2026, eight o'clock in Jakarta.
pub(crate) fn monday() -> Moment {
    Moment::parse("2026-11-02T01:00:00Z").unwrap()
}

pub(crate) fn office_code() -> OfficeCode {
    OfficeCode::parse("32.76.05.1004").unwrap()
}

pub(crate) fn office() -> Office {
    Office {
        code: office_code(),
        name: "Kelurahan Contoh".to_owned(),
        district: "Sukmajaya".to_owned(),
        city: "Kota Depok".to_owned(),
        province: "Jawa Barat".to_owned(),
        zone: Zone::Wib,
        address: None,
        phone: None,
        hours: None,
        notice: None,
        sections: Vec::new(),
        chain: ApprovalChain::usual(),
        numbering: Numbering::usual(),
    }
}

pub(crate) fn paper(text: &str) -> RequirementCode {
    RequirementCode::parse(text).unwrap()
}

pub(crate) fn question(text: &str) -> QuestionCode {
    QuestionCode::parse(text).unwrap()
}

pub(crate) fn note(text: &str) -> Note {
    Note::parse(text).unwrap()
}

/// A paper that is scanned online and whose original is shown.
pub(crate) fn requirement(code: &str, need: Need) -> Requirement {
    Requirement {
        code: paper(code),
        name: code.to_owned(),
        form: Form::CopyOriginalShown,
        quantity: 1,
        need,
        scan: true,
        compare: true,
    }
}

pub(crate) fn by_proxy() -> Need {
    Need::Represented("bila pengurusan diwakilkan".to_owned())
}

/// A service that asks everybody for `ktp` and `kk`, and who sends somebody for `kuasa`.
pub(crate) fn edition() -> Edition {
    let papers = vec![
        requirement("ktp", Need::Always),
        requirement("kk", Need::Always),
        requirement("kuasa", by_proxy()),
    ];
    edition_of(papers, Vec::new(), ChannelPolicy::Online { working_days: 3 })
}

pub(crate) fn edition_of(
    requirements: Vec<Requirement>,
    questions: Vec<Question>,
    channel: ChannelPolicy,
) -> Edition {
    let said = || Component { items: Vec::new(), inherited: true };
    Edition {
        office: office_code(),
        number: 1,
        decree: Decree {
            number: DocumentNumber::parse("05/01/Pem").unwrap(),
            year: 2017,
            about: "Standar Pelayanan (contoh)".to_owned(),
            signed_on: None,
            signer: None,
            effective_from: date(2017, 1, 10),
        },
        published_at: monday(),
        standard: ServiceStandard {
            code: ServiceCode::parse("SKD").unwrap(),
            slug: Slug::parse("keterangan-domisili").unwrap(),
            name: "Surat Keterangan Domisili".to_owned(),
            category: "kependudukan".to_owned(),
            section: SectionCode::parse("PEM").unwrap(),
            classification: ClassificationCode::parse("470").unwrap(),
            classification_2022: None,
            risk: LegalRisk::Low,
            legal_basis: Vec::new(),
            requirements,
            procedure: Vec::new(),
            processing_time: ProcessingTime { value: 1, unit: TimeUnit::WorkingDays },
            fee: Fee { amount: Rupiah::ZERO, remark: None },
            product: Product { name: "Surat keterangan".to_owned(), valid_days: None },
            facilities: said(),
            staff_competence: said(),
            internal_supervision: said(),
            complaint_handling: said(),
            staff_count: said(),
            service_guarantee: said(),
            safety_guarantee: said(),
            performance_evaluation: said(),
            channel,
            questions,
        },
    }
}

pub(crate) fn applicant() -> Applicant {
    Applicant {
        name: PersonName::parse("Siti Contoh").unwrap(),
        nik: Nik::parse("3276054101900002").unwrap(),
        birth_date: date(1990, 1, 1),
        phone: PhoneNumber::parse("081200000001").unwrap(),
        address: Address::parse("Jalan Contoh No. 2").unwrap(),
    }
}

/// The officer with this role and no other.
pub(crate) fn officer(role: Role) -> Actor {
    let at = Role::ALL.iter().position(|known| *known == role).unwrap();
    Actor::Officer { id: officer_id(u8::try_from(at).unwrap()), roles: [role].into() }
}

pub(crate) fn officer_id(seed: u8) -> OfficerId {
    OfficerId::new(monday(), [seed; 10])
}

pub(crate) fn fresh(seed: u64) -> Fresh {
    let chance = chance(seed);
    Fresh {
        id: ApplicationId::new(monday(), chance.first_chunk().copied().unwrap()),
        ticket: Ticket::from_chance(chance),
        secret: TicketSecret::from_chance(chance),
    }
}

/// The receipt of a scan that no vault keeps.
pub(crate) fn receipt(seed: u64) -> ScanReceipt {
    let chance = chance(seed);
    ScanReceipt::issue(Scan {
        id: ScanId::new(monday(), chance.first_chunk().copied().unwrap()),
        kind: ScanKind::Jpeg,
        size: seed,
        sha256: [0; 32],
        key_id: 1,
        wrapped_key: Vec::new(),
    })
}

/// One scan for each of these papers.
pub(crate) fn scans(codes: &[&str]) -> BTreeMap<RequirementCode, ScanReceipt> {
    codes.iter().zip(1..).map(|(code, seed)| (paper(code), receipt(seed))).collect()
}

fn chance(seed: u64) -> [u8; 16] {
    u128::from(seed).to_le_bytes()
}
