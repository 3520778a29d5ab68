//! An office with cases in every stage, built as a desk would build it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::Arc,
};

use jiff::civil::date;
use sipoke_conformance::memory::TestSealer;
use sipoke_core::{
    access::{Author, Role},
    application::{Applicant, Application, Channel, Event, Fact, Filed, TakenBy, Terms},
    catalogue::{
        ChannelPolicy, Component, Decree, Edition, EditionRef, Fee, Form, LegalRisk, Need,
        ProcessingTime, Product, Requirement, ServiceStandard, TimeUnit,
    },
    documents::{Comparison, Reason, Scan, ScanKind},
    letters::Series,
    office::{Act, ApprovalChain, ApprovalStep, Calendar, Holiday, HolidayKind, Numbering, Office},
    ports::{
        Applications, Audience, AuditEntry, Catalogue, Change, Claim, Committed, Ledger,
        NewSession, Notice, NoticeKind, Officer, OfficerAccount, Offices, Publication, Receipt,
        SignInGuard, Signature, Staff, Versioned,
    },
    words::{
        Address, ApplicationId, ClassificationCode, DocumentNumber, IdempotencyKey, Login, Moment,
        Nik, NonEmpty, Note, NoticeId, OfficeCode, OfficerId, PasswordHash, PersonName,
        PhoneNumber, QuestionCode, RequestHash, RequirementCode, Rupiah, ScanId, SectionCode,
        ServiceCode, Slug, Ticket, TicketSecret, Zone,
    },
};
use sipoke_sqlite::SqliteStore;

pub(crate) fn open(path: &Path) -> SqliteStore {
    SqliteStore::open(path, Arc::new(TestSealer)).expect("the store opens")
}

pub(crate) fn office() -> OfficeCode {
    OfficeCode::parse("32.76.05.1004").unwrap()
}

pub(crate) fn at(second: i64) -> Moment {
    Moment::parse("2026-11-24T02:00:00Z").unwrap().plus_seconds(second)
}

pub(crate) fn id(number: u8) -> ApplicationId {
    ApplicationId::new(at(0), [number; 10])
}

pub(crate) fn series() -> Series {
    Series { name: "surat".to_owned(), year: 2026 }
}

pub(crate) fn clerk() -> OfficerId {
    OfficerId::new(at(0), [77; 10])
}

fn ktp() -> RequirementCode {
    RequirementCode::parse("ktp-pemohon").unwrap()
}

fn requirements() -> Vec<Requirement> {
    vec![Requirement {
        code: ktp(),
        name: "KTP pemohon".into(),
        form: Form::CopyOriginalShown,
        quantity: 1,
        need: Need::Always,
        scan: true,
        compare: true,
    }]
}

pub(crate) fn secret() -> TicketSecret {
    TicketSecret::from_chance([200; 16])
}

pub(crate) fn applicant() -> Applicant {
    Applicant {
        name: PersonName::parse("SUPARMI RAHASIAWATI").unwrap(),
        nik: Nik::parse("3276054101900002").unwrap(),
        birth_date: date(1990, 1, 1),
        phone: PhoneNumber::parse("081234567901").unwrap(),
        address: Address::parse("Jl. Melati Tersembunyi 4").unwrap(),
    }
}

pub(crate) const ANSWER: &str = "jawaban yang pribadi";
pub(crate) const PASSWORD: &str = "$argon2id$v=19$rahasia-loket";
pub(crate) const OFFICER: &str = "BU PETUGAS LOKET";
pub(crate) const KEY: &str = "kunci-ulang-permohonan-1";

/// A request to file; `number` makes everything in it its own.
pub(crate) fn filing(number: u8) -> Change {
    let ticket = Ticket::from_chance([number; 16]);
    let filed = Filed {
        id: id(number),
        office: office(),
        ticket,
        secret: secret(),
        terms: Terms {
            edition: EditionRef { service: ServiceCode::parse("SKD").unwrap(), number: 1 },
            service_name: "Surat Keterangan Domisili".into(),
            classification: ClassificationCode::parse("470").unwrap(),
            section: SectionCode::parse("PEM").unwrap(),
            working_days: 3,
            requirements: requirements(),
        },
        channel: Channel::Online,
        applicant: applicant(),
        answers: BTreeMap::from([(QuestionCode::parse("alasan").unwrap(), ANSWER.to_owned())]),
        documents: BTreeMap::from([(
            ktp(),
            Scan {
                id: ScanId::new(at(0), [number; 10]),
                kind: ScanKind::Jpeg,
                size: 1_000,
                sha256: [number; 32],
                key_id: 1,
                wrapped_key: vec![number; 48],
            },
        )]),
        presented: BTreeSet::new(),
    };
    let event = Event { at: at(1), by: Author::Applicant, fact: Fact::Filed(Box::new(filed)) };
    Change {
        office: office(),
        id: id(number),
        before: None,
        events: vec![event],
        claims: vec![Claim::FreshTicket(ticket)],
        notices: vec![Notice {
            id: NoticeId::new(at(1), [number; 10]),
            audience: Audience::Role(Role::Verifier),
            kind: NoticeKind::Received,
            application: id(number),
            ticket,
            at: at(1),
        }],
        receipt: None,
    }
}

/// The same request with an idempotency key.
pub(crate) fn filing_once(number: u8) -> Change {
    let receipt = Receipt {
        key: IdempotencyKey::parse(KEY).unwrap(),
        request: RequestHash([number; 32]),
        at: at(1),
    };
    Change { receipt: Some(receipt), ..filing(number) }
}

/// What happens to an application that was read.
pub(crate) fn change(before: Versioned<Application>, facts: Vec<Fact>) -> Change {
    let event = |fact| Event { at: at(2), by: Author::Officer(clerk()), fact };
    Change {
        office: office(),
        id: before.value.id(),
        before: Some(before),
        events: facts.into_iter().map(event).collect(),
        claims: Vec::new(),
        notices: Vec::new(),
        receipt: None,
    }
}

/// The head signs; no other step comes before.
pub(crate) fn accepted() -> Fact {
    let sign = ApprovalStep { act: Act::Sign, role: Role::Head };
    Fact::Accepted { on: date(2026, 11, 24), chain: ApprovalChain::new(vec![sign]).unwrap() }
}

pub(crate) fn signing(before: Versioned<Application>) -> Change {
    let signature = Signature {
        series: series(),
        signed_on: date(2026, 11, 24),
        classification: ClassificationCode::parse("470").unwrap(),
        section: SectionCode::parse("PEM").unwrap(),
        format: Numbering::usual().format,
        at: at(3),
        by: Author::Officer(clerk()),
    };
    Change { claims: vec![Claim::NextNumber(signature)], ..change(before, Vec::new()) }
}

pub(crate) async fn commit(store: &SqliteStore, change: Change) -> Versioned<Application> {
    let Committed { application } = store.commit(change).await.expect("the commit is taken");
    application
}

/// Files an application and has it accepted and signed.
pub(crate) async fn signed(store: &SqliteStore, number: u8) -> Versioned<Application> {
    let filed = commit(store, filing(number)).await;
    let accepted = commit(store, change(filed, vec![accepted()])).await;
    commit(store, signing(accepted)).await
}

pub(crate) fn edition(number: u32) -> Edition {
    let component = || Component { items: vec!["Ruang tunggu".into()], inherited: true };
    Edition {
        office: office(),
        number,
        decree: Decree {
            number: DocumentNumber::parse("05/01/Pem").unwrap(),
            year: 2017,
            about: "Standar Pelayanan".into(),
            signed_on: None,
            signer: None,
            effective_from: date(2017, 1, 4),
        },
        published_at: at(0),
        standard: ServiceStandard {
            code: ServiceCode::parse("SKD").unwrap(),
            slug: Slug::parse("keterangan-domisili").unwrap(),
            name: "Surat Keterangan Domisili".into(),
            category: "kependudukan".into(),
            section: SectionCode::parse("PEM").unwrap(),
            classification: ClassificationCode::parse("470").unwrap(),
            classification_2022: None,
            risk: LegalRisk::Low,
            legal_basis: Vec::new(),
            requirements: requirements(),
            procedure: Vec::new(),
            processing_time: ProcessingTime { value: 3, unit: TimeUnit::WorkingDays },
            fee: Fee { amount: Rupiah::ZERO, remark: None },
            product: Product { name: "Surat".into(), valid_days: None },
            facilities: component(),
            staff_competence: component(),
            internal_supervision: component(),
            complaint_handling: component(),
            staff_count: component(),
            service_guarantee: component(),
            safety_guarantee: component(),
            performance_evaluation: component(),
            channel: ChannelPolicy::Online { working_days: 3 },
            questions: Vec::new(),
        },
    }
}

fn profile() -> Office {
    Office {
        code: office(),
        name: "Kelurahan Mekarjaya".into(),
        district: "Sukmajaya".into(),
        city: "Kota Depok".into(),
        province: "Jawa Barat".into(),
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

fn account() -> OfficerAccount {
    OfficerAccount {
        officer: Officer {
            id: clerk(),
            login: Login::parse("loket1").unwrap(),
            name: PersonName::parse(OFFICER).unwrap(),
            roles: BTreeSet::from([Role::CounterClerk, Role::Verifier]),
            active: true,
        },
        password: PasswordHash::new(PASSWORD.to_owned()),
        guard: SignInGuard::default(),
    }
}

/// An office at work: set up, with two editions, an officer who signed in, and cases in all
/// stages.
pub(crate) async fn busy_office(store: &SqliteStore) {
    let by = Author::Console;
    store.save_office(profile(), at(0), by).await.unwrap();
    let natal =
        Holiday { date: date(2026, 12, 25), kind: HolidayKind::National, name: "Natal".into() };
    store.save_calendar(office(), Calendar::new(vec![natal]), at(0), by).await.unwrap();
    for (expected, number) in [(2, 1), (3, 2)] {
        let editions = vec![(1, edition(number))];
        let publication = Publication { office: office(), expected, editions, at: at(0), by };
        store.publish(publication).await.unwrap();
    }
    store.add(office(), account(), at(0), by).await.unwrap();
    let session =
        NewSession { token: [9; 32], officer: clerk(), began_at: at(0), ends_at: at(900) };
    store.open_session(office(), session).await.unwrap();

    commit(store, filing_once(1)).await;
    let filed = commit(store, filing(2)).await;
    commit(store, change(filed, vec![accepted()])).await;
    signed(store, 3).await;
    let ready = signed(store, 4).await;
    let compared = |seen| Fact::OriginalsCompared(NonEmpty::of((ktp(), seen)));
    let facts = vec![compared(Comparison::Matches), Fact::Collected(TakenBy::Applicant)];
    commit(store, change(ready, facts)).await;
    let ready = signed(store, 5).await;
    let facts = vec![compared(Comparison::Differs), Fact::LetterVoided(NonEmpty::of(ktp()))];
    commit(store, change(ready, facts)).await;
    let filed = commit(store, filing(6)).await;
    let legal_ground = Note::parse("Perda 1/2020").unwrap();
    let rejected = Fact::Rejected { reason: Reason::NotAResident, legal_ground };
    commit(store, change(filed, vec![rejected])).await;

    let entry = AuditEntry {
        office: office(),
        at: at(9),
        by: Author::Officer(clerk()),
        action: "scan-viewed",
        subject: id(3).to_string(),
    };
    store.append(entry).await.unwrap();
}
