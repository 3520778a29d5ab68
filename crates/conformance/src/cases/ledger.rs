//! The audit trail: every line, in order, without gaps, and no word about a person (rule R9).

use std::collections::BTreeSet;

use sipoke_core::{
    access::Role,
    application::{Command, TakenBy},
    ports::{AuditEntry, AuditLine, AuditReport},
};

use super::support::{act, at_once, found, later, must, ready, together};
use crate::{Ports, StoreHarness, samples};

fn entry(subject: &str) -> AuditEntry {
    AuditEntry {
        office: samples::office_code(),
        at: samples::morning(),
        by: samples::by_officer(Role::Verifier).author(),
        action: "scan-viewed",
        subject: subject.to_owned(),
    }
}

async fn lines(ports: &Ports) -> Vec<AuditLine> {
    must(ports.ledger.lines(samples::office_code(), 0, u16::MAX).await)
}

/// Lines are numbered from 1, and the report knows the last one.
async fn the_chain_is_whole(ports: &Ports) -> Vec<AuditLine> {
    let lines = lines(ports).await;
    let numbers: Vec<u64> = lines.iter().map(|line| line.number).collect();
    let count = u64::try_from(lines.len()).unwrap_or_default();
    assert_eq!(numbers, (1..=count).collect::<Vec<_>>());
    let report = must(ports.ledger.audit(samples::office_code()).await);
    let head = lines.last().map(|line| line.hash);
    assert_eq!(report, AuditReport { lines: count, head, faults: Vec::new() });
    lines
}

/// An office on its first day.
pub async fn an_empty_ledger_is_whole(store: &mut dyn StoreHarness) {
    let ports = store.ports();

    assert_eq!(the_chain_is_whole(&ports).await, []);
}

/// What was appended is read as it was.
pub async fn an_appended_line_is_read_as_it_was_written(store: &mut dyn StoreHarness) {
    let ports = store.ports();

    must(ports.ledger.append(entry("berkas 1")).await);
    must(ports.ledger.append(entry("berkas 2")).await);

    let lines = the_chain_is_whole(&ports).await;
    for (line, subject) in lines.iter().zip(["berkas 1", "berkas 2"]) {
        let AuditEntry { at, by, action, .. } = entry(subject);
        assert_eq!((line.at, line.by, line.action.as_str()), (at, by, action));
        assert_eq!(line.subject, subject);
    }
    let hashes: BTreeSet<_> = lines.iter().map(|line| line.hash).collect();
    assert_eq!(hashes.len(), 2);
}

/// The same entry gives another hash in another place.
pub async fn equal_entries_have_different_hashes(store: &mut dyn StoreHarness) {
    let ports = store.ports();

    for _ in 0..5 {
        must(ports.ledger.append(entry("berkas 1")).await);
    }

    let hashes: BTreeSet<_> = lines(&ports).await.into_iter().map(|line| line.hash).collect();
    assert_eq!(hashes.len(), 5);
}

/// Reading on from a number.
pub async fn lines_are_read_on_from_a_number(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    for subject in ["1", "2", "3", "4", "5"] {
        must(ports.ledger.append(entry(subject)).await);
    }

    let read = |after, limit| ports.ledger.lines(samples::office_code(), after, limit);
    let middle = must(read(2, 2).await);
    let end = must(read(4, 100).await);
    let beyond = must(read(5, 100).await);

    let numbers = |lines: Vec<AuditLine>| lines.into_iter().map(|line| line.number);
    assert_eq!(numbers(middle).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(numbers(end).collect::<Vec<_>>(), [5]);
    assert_eq!(beyond, []);
}

/// Every event, with its moment and its author.
pub async fn every_event_has_its_line(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let id = ready(&ports, 1).await.value.id();
    let originals = samples::needed();
    let clerk = samples::by_officer(Role::CounterClerk);
    act(&ports, id, samples::matching(&originals), &clerk).await;
    let taken = Command::Release(TakenBy::Applicant);
    act(&ports, id, taken, &clerk).await;

    let lines = the_chain_is_whole(&ports).await;

    let history = must(ports.applications.history(samples::office_code(), id).await);
    assert_eq!(lines.len(), history.len());
    for (line, event) in lines.iter().zip(&history) {
        let recorded = (line.at, line.by, line.action.as_str());
        assert_eq!(recorded, (event.at, event.by, event.fact.name()));
        assert!(line.digest.is_some(), "the event itself is not on record");
    }
}

/// A record may be shown to an auditor, who may not see residents.
pub async fn no_line_names_a_resident(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let application = ready(&ports, 1).await.value;

    let resident = application.applicant();
    for line in lines(&ports).await {
        let shown = format!("{line:?}");
        for secret in [
            resident.nik.expose().as_str(),
            resident.name.expose(),
            resident.phone.expose(),
            resident.address.expose(),
            &application.secret().expose(),
        ] {
            assert!(!shown.contains(secret), "a line tells who applied");
        }
    }
}

/// Two lines must not follow the same one.
pub async fn thirty_two_appends_at_once_make_one_chain(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let work = (0..32).map(|at| {
        let ledger = ports.ledger.clone();
        async move { ledger.append(entry(&format!("berkas {at}"))).await }
    });

    for answer in together(work.collect()).await {
        must(answer);
    }

    let lines = the_chain_is_whole(&ports).await;
    let subjects: BTreeSet<&str> = lines.iter().map(|line| line.subject.as_str()).collect();
    assert_eq!(subjects.len(), 32);
}

/// Filing, deciding, losing races, looking at scans, all at the same time.
pub async fn the_chain_is_whole_after_a_busy_morning(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let filings: Vec<_> = (1..=24).map(samples::filed).collect();
    let mut twice = filings.clone();
    twice.extend(filings);
    let viewing = tokio::spawn({
        let ports = ports.clone();
        async move {
            for view in 0..24 {
                must(ports.ledger.append(entry(&format!("berkas {view}"))).await);
            }
        }
    });

    let answers = at_once(&ports, twice).await;
    must(viewing.await);
    let mut decisions = Vec::new();
    for seed in 1..=24 {
        let read = found(&ports, samples::fresh(seed).id).await;
        let at = later(&read.value);
        let actor = samples::by_applicant();
        let withdrawal = samples::decided(&read, Command::Withdraw, &actor, at);
        decisions.extend([withdrawal.clone(), withdrawal]);
    }
    let decided = at_once(&ports, decisions).await;

    let stored = answers.iter().chain(&decided).filter(|answer| answer.is_ok()).count();
    assert_eq!(stored, 48);
    let lines = the_chain_is_whole(&ports).await;
    assert_eq!(lines.len(), 48 + 24, "one line for each event and each view");
}
