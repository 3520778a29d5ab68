//! Cases by the hundred, and sixteen who do something with them at the same time.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    future::Future,
    sync::Arc,
};

use sipoke_core::{
    access::{Actor, Role},
    application::{Applicant, Application, Channel, Filing, Refusal},
    catalogue::Decree,
    letters::Series,
    office::{Act, ApprovalChain, ApprovalStep},
    ports::Versioned,
    words::{
        Address, IdempotencyKey, Nik, PersonName, PhoneNumber, QuestionCode, RequirementCode,
        ServiceCode, Ticket,
    },
};
use sipoke_desk::{CaseRequest, Desk, DeskError, StandardsImport, Submission};
use sipoke_tests::office::Office;
use tokio::{sync::Barrier, task::JoinSet};

/// How many rounds `tests/run` runs of a race that needs little for each.
pub(crate) const USUAL_ROUNDS: usize = 500;
pub(crate) const RACERS: usize = 16;

/// How many rounds to run: `usual`, unless `tests/races-long` says more.
pub(crate) fn rounds(usual: usize) -> usize {
    env::var("SIPOKE_TEST_ROUNDS").map_or(usual, |rounds| rounds.parse().unwrap())
}

pub(crate) type Acted = Result<Versioned<Application>, DeskError>;

/// Runs a task for each racer, all of which begin at the same time.
pub(crate) async fn race<F>(racer: impl Fn(usize) -> F) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let line = Arc::new(Barrier::new(RACERS));
    let mut racing = JoinSet::new();
    for number in 0..RACERS {
        let (line, run) = (Arc::clone(&line), racer(number));
        racing.spawn(async move {
            line.wait().await;
            run.await
        });
    }
    racing.join_all().await
}

/// The only one who got what all wanted. The others were told why not, by the rules and by nothing
/// else.
pub(crate) fn winner(ended: Vec<Acted>) -> Versioned<Application> {
    let mut winners = Vec::new();
    for end in ended {
        match end {
            Ok(won) => winners.push(won),
            Err(DeskError::ChangedMeanwhile | DeskError::Refused(Refusal::NotInStage { .. })) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(winners.len(), 1, "one winner each");
    winners.remove(0)
}

/// Makes one thing for each number below `count`, as fast as the office can.
pub(crate) async fn many<F>(count: usize, make: impl Fn(usize) -> F) -> Vec<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    let (mut making, mut made) = (JoinSet::new(), Vec::new());
    for number in 0..count {
        if making.len() == RACERS {
            made.push(making.join_next().await.unwrap().unwrap());
        }
        making.spawn(make(number));
    }
    made.extend(making.join_all().await);
    made
}

/// In this office the head signs what was accepted, without draft and initials.
pub(crate) async fn shorten_the_chain(office: &Office) {
    let published = office.desk.published().await.unwrap();
    let mut profile = published.office.clone();
    let step = ApprovalStep { act: Act::Sign, role: Role::Head };
    profile.chain = ApprovalChain::new(vec![step]).unwrap();
    let decree: Decree = published.editions[0].decree.clone();
    let import = StandardsImport { office: Some(profile), decree, standards: Vec::new() };
    office.desk.publish_standards(&Actor::Console, import).await.unwrap();
}

/// Somebody at the counter with all originals.
pub(crate) fn walk_in(what: &str, number: usize) -> Submission {
    let presented = ["pengantar-rt-rw", "ktp-pemohon", "kk-pemohon"].map(requirement);
    Submission {
        service: ServiceCode::parse("SKD").unwrap(),
        filing: Filing {
            channel: Channel::Counter,
            applicant: applicant(),
            answers: answers(),
            documents: BTreeMap::new(),
            presented: BTreeSet::from(presented),
        },
        key: key(what, number, 0),
    }
}

/// A walk-in whose file is complete.
pub(crate) async fn accepted(desk: &Desk, clerk: &Actor, number: usize) -> Ticket {
    let filed = desk.submit(clerk, walk_in("terima", number)).await.unwrap();
    let ticket = filed.ticket();
    desk.accept(request(clerk, ticket, key("diterima", number, 0))).await.unwrap();
    ticket
}

/// Somebody's request, whatever the case has become meanwhile.
pub(crate) fn request(actor: &Actor, ticket: Ticket, key: IdempotencyKey) -> CaseRequest<'_> {
    CaseRequest { actor, ticket, seen: None, key }
}

pub(crate) fn key(what: &str, round: usize, racer: usize) -> IdempotencyKey {
    IdempotencyKey::parse(&format!("lomba-{what}-{round:05}-{racer:05}")).unwrap()
}

pub(crate) fn requirement(code: &str) -> RequirementCode {
    RequirementCode::parse(code).unwrap()
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
    let given = [
        ("keperluan", "melamar kerja"),
        ("alamat_domisili", "Jalan Contoh 1"),
        ("status_tinggal", "milik"),
    ];
    given.map(|(code, answer)| (QuestionCode::parse(code).unwrap(), answer.to_owned())).into()
}

/// How many lines the audit trail has, which is whole, as is everything else that is kept of this
/// many applications.
pub(crate) async fn lines_of(office: &Office, applications: usize) -> u64 {
    let auditor = office.officer(Role::Auditor);
    let report = office.desk.verify(&auditor, &|_| {}).await.unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(report.applications, applications as u64);
    report.audit.lines
}

/// The register of this series has every number from 1 to `last` once, in order.
pub(crate) async fn assert_register_is_whole(office: &Office, series: &Series, last: usize) {
    let register = office.register(series).await;
    let numbers: Vec<usize> = register.iter().map(|line| line.number.sequence as usize).collect();
    assert_eq!(numbers, (1..=last).collect::<Vec<_>>());
}
