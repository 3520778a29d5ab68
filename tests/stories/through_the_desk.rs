//! The whole job through `Desk`, on the 34 imported services.

use std::collections::{BTreeMap, BTreeSet};

use sipoke_core::{
    access::{Actor, Role},
    application::{Applicant, Channel, Filing, Refusal, Stage, StageName, TakenBy},
    documents::{Comparison, Finding, Reason, ScanReceipt},
    letters::LetterState,
    words::{
        Address, IdempotencyKey, Nik, NonEmpty, Note, PersonName, PhoneNumber, QuestionCode,
        RequirementCode, ServiceCode, Ticket,
    },
};
use sipoke_desk::{CaseRequest, Credential, Desk, DeskError, Filed, Submission};
use sipoke_tests::office::{Office, scan_file};
use sipoke_wire::view::TrackedView;

sipoke_tests::on_every_store! {
    a_letter_leaves_only_after_every_step_and_every_original
    an_original_that_differs_voids_the_letter_and_keeps_its_number
    a_service_of_legal_weight_cannot_be_filed_online_but_can_at_the_counter
    the_same_request_sent_again_is_the_same_application
}

fn code(text: &str) -> RequirementCode {
    RequirementCode::parse(text).unwrap()
}

fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::parse(&format!("cerita-melalui-meja-{text}")).unwrap()
}

async fn scan(desk: &Desk, name: &str) -> ScanReceipt {
    let mut upload = desk.receive_scan().await.unwrap();
    upload.write(&scan_file(name)).await.unwrap();
    upload.finish().await.unwrap()
}

async fn scans(desk: &Desk) -> BTreeMap<RequirementCode, ScanReceipt> {
    BTreeMap::from([
        (code("pengantar-rt-rw"), scan(desk, "pengantar.pdf").await),
        (code("ktp-pemohon"), scan(desk, "buram.jpg").await),
        (code("kk-pemohon"), scan(desk, "kk.png").await),
    ])
}

fn applicant() -> Applicant {
    Applicant {
        name: PersonName::parse("SITI CONTOH").unwrap(),
        nik: Nik::parse("3276054101900002").unwrap(),
        birth_date: jiff::civil::date(1990, 1, 1),
        phone: PhoneNumber::parse("081200000001").unwrap(),
        address: Address::parse("Jalan Contoh 1 RT 006/RW 010").unwrap(),
    }
}

fn answers() -> BTreeMap<QuestionCode, String> {
    [
        ("keperluan", "melamar kerja"),
        ("alamat_domisili", "Jalan Contoh 1"),
        ("status_tinggal", "milik"),
    ]
    .into_iter()
    .map(|(code, answer)| (QuestionCode::parse(code).unwrap(), answer.to_owned()))
    .collect()
}

async fn submission(desk: &Desk) -> Submission {
    Submission {
        service: ServiceCode::parse("SKD").unwrap(),
        filing: Filing {
            channel: Channel::Online,
            applicant: applicant(),
            answers: answers(),
            documents: scans(desk).await,
            presented: BTreeSet::new(),
        },
        key: key("ajukan"),
    }
}

async fn filed(desk: &Desk) -> Filed {
    desk.submit(&Actor::Applicant, submission(desk).await).await.unwrap()
}

fn request<'a>(actor: &'a Actor, ticket: Ticket, what: &str) -> CaseRequest<'a> {
    CaseRequest { actor, ticket, seen: None, key: key(what) }
}

fn fits(codes: &[&str]) -> NonEmpty<(RequirementCode, Finding)> {
    NonEmpty::new(codes.iter().map(|text| (code(text), Finding::Fits)).collect()).unwrap()
}

async fn ready(office: &Office) -> Ticket {
    let desk = &office.desk;
    let ticket = filed(desk).await.ticket();
    let verifier = office.officer(Role::Verifier);
    let all = fits(&["pengantar-rt-rw", "ktp-pemohon", "kk-pemohon"]);
    desk.check_scans(request(&verifier, ticket, "periksa"), all).await.unwrap();
    desk.accept(request(&verifier, ticket, "terima")).await.unwrap();
    desk.draft(request(&verifier, ticket, "konsep")).await.unwrap();
    let section_head = office.officer(Role::SectionHead);
    desk.initial(request(&section_head, ticket, "paraf-kasi")).await.unwrap();
    let secretary = office.officer(Role::Secretary);
    desk.initial(request(&secretary, ticket, "paraf-sekretaris")).await.unwrap();
    let head = office.officer(Role::Head);
    desk.sign(request(&head, ticket, "tanda-tangan")).await.unwrap();
    ticket
}

async fn a_letter_leaves_only_after_every_step_and_every_original(office: Office) {
    let desk = &office.desk;
    assert_eq!(desk.published().await.unwrap().editions.len(), 34);
    let filed = filed(desk).await;
    let ticket = filed.ticket();
    let credential = Credential { ticket, secret: filed.secret().clone() };

    let verifier = office.officer(Role::Verifier);
    let blurred = Finding::Lacking {
        reason: Reason::Unreadable,
        note: Some(Note::parse("Foto ulang di tempat terang.").unwrap()),
    };
    let findings = NonEmpty::from([
        (code("pengantar-rt-rw"), Finding::Fits),
        (code("ktp-pemohon"), blurred),
        (code("kk-pemohon"), Finding::Fits),
    ]);
    desk.check_scans(request(&verifier, ticket, "periksa-1"), findings).await.unwrap();
    let too_early = desk.accept(request(&verifier, ticket, "terima-0")).await;
    assert!(matches!(too_early, Err(DeskError::Refused(Refusal::ScansNotFit(_)))));
    desk.return_to_applicant(request(&verifier, ticket, "kembalikan")).await.unwrap();
    let view = tracked(&office, &credential).await;
    assert_eq!((view.stage.as_str(), view.lacks.len()), ("returned", 1));
    assert_eq!(view.lacks[0].reason, "unreadable");

    let again = BTreeMap::from([(code("ktp-pemohon"), scan(desk, "ktp.jpg").await)]);
    desk.resubmit(&credential, again, key("perbaiki")).await.unwrap();
    let ktp = fits(&["ktp-pemohon"]);
    desk.check_scans(request(&verifier, ticket, "periksa-2"), ktp).await.unwrap();
    desk.accept(request(&verifier, ticket, "terima")).await.unwrap();
    assert!(tracked(&office, &credential).await.due.is_some(), "the clock runs");

    desk.draft(request(&verifier, ticket, "konsep")).await.unwrap();
    let head = office.officer(Role::Head);
    let out_of_turn = desk.sign(request(&head, ticket, "mendahului")).await;
    assert!(matches!(out_of_turn, Err(DeskError::Refused(Refusal::NotTheNextStep { .. }))));
    for (role, what) in [(Role::SectionHead, "paraf-1"), (Role::Secretary, "paraf-2")] {
        desk.initial(request(&office.officer(role), ticket, what)).await.unwrap();
    }
    let signed = desk.sign(request(&head, ticket, "tanda-tangan")).await.unwrap();
    let (number, state) = signed.value.letter().unwrap();
    assert_eq!((number.sequence, *state), (1, LetterState::Issued));

    let clerk = office.officer(Role::CounterClerk);
    let empty_handed =
        desk.release(request(&clerk, ticket, "serahkan-0"), TakenBy::Applicant).await;
    assert!(matches!(empty_handed, Err(DeskError::Refused(Refusal::OriginalsNotSeen(_)))));
    let originals = NonEmpty::from(
        ["pengantar-rt-rw", "ktp-pemohon", "kk-pemohon"].map(|it| (code(it), Comparison::Matches)),
    );
    desk.compare_originals(request(&clerk, ticket, "cocokkan"), originals).await.unwrap();
    let done = desk.release(request(&clerk, ticket, "serahkan"), TakenBy::Applicant).await.unwrap();

    let Stage::Collected { originals, .. } = done.value.stage() else { panic!("not collected") };
    assert_eq!(originals.iter().count(), 3);
    let view = serde_json::to_string(&tracked(&office, &credential).await).unwrap();
    assert!(!view.contains("SITI") && !view.contains("3276054101900002"), "{view}");
    let report = desk.verify(&office.officer(Role::Auditor), &|_| {}).await.unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(report.scans, 3);
}

async fn tracked(office: &Office, credential: &Credential) -> TrackedView {
    let application = office.desk.track(credential).await.unwrap();
    TrackedView::new(&application, &office.desk.published().await.unwrap().calendar)
}

async fn an_original_that_differs_voids_the_letter_and_keeps_its_number(office: Office) {
    let desk = &office.desk;
    let ticket = ready(&office).await;
    let clerk = office.officer(Role::CounterClerk);

    let seen = NonEmpty::from([
        (code("kk-pemohon"), Comparison::Matches),
        (code("ktp-pemohon"), Comparison::Differs),
    ]);
    let closed = desk.compare_originals(request(&clerk, ticket, "cocokkan"), seen).await.unwrap();

    assert_eq!(closed.value.stage().name(), StageName::Closed);
    let (number, state) = closed.value.letter().unwrap().clone();
    assert_eq!(state, LetterState::Void);
    let register = office.register(&number.series).await;
    assert_eq!(register.len(), 1);
    assert_eq!((register[0].number.clone(), register[0].state), (number, LetterState::Void));
    let late = desk.release(request(&clerk, ticket, "serahkan"), TakenBy::Applicant).await;
    assert!(matches!(late, Err(DeskError::Refused(Refusal::NotInStage { .. }))));
    let told = desk.notices(&office.officer(Role::Head)).await.unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].ticket, ticket);
}

async fn a_service_of_legal_weight_cannot_be_filed_online_but_can_at_the_counter(office: Office) {
    let desk = &office.desk;
    let published = desk.published().await.unwrap();
    let inheritance = published.by_code(&ServiceCode::parse("WRS").unwrap()).unwrap();
    let papers = inheritance.standard.requirements.iter().map(|it| it.code.clone());
    let filing = Filing {
        channel: Channel::Online,
        applicant: applicant(),
        answers: BTreeMap::new(),
        documents: BTreeMap::new(),
        presented: papers.collect(),
    };
    let service = inheritance.standard.code.clone();
    let online = Submission { service, filing, key: key("waris-daring") };
    let mut at_the_counter = online.clone();
    at_the_counter.filing.channel = Channel::Counter;
    at_the_counter.key = key("waris-loket");

    let refused = desk.submit(&Actor::Applicant, online).await;
    let taken = desk.submit(&office.officer(Role::CounterClerk), at_the_counter).await;

    let Err(DeskError::Refused(Refusal::CounterOnly { reason })) = refused else {
        panic!("not refused")
    };
    assert!(reason.contains("dikecualikan"), "{reason}");
    assert_eq!(taken.unwrap().application.originals().len(), 9);
}

async fn the_same_request_sent_again_is_the_same_application(office: Office) {
    let desk = &office.desk;
    let first = filed(desk).await;

    let again = filed(desk).await;
    let mut other = submission(desk).await;
    other.filing.answers.insert(QuestionCode::parse("keperluan").unwrap(), "lain".to_owned());
    let reused = desk.submit(&Actor::Applicant, other).await;

    assert!(again.repeated);
    assert_eq!(again.ticket(), first.ticket());
    assert!(again.secret().matches(first.secret()));
    assert!(matches!(reused, Err(DeskError::KeyReused)));
}
