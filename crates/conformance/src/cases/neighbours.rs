//! Offices share a store and nothing else.

use sipoke_core::{
    access::Role,
    ports::{
        Audience, AuditEntry, Change, NewSession, OfficerAccount, Publication, Receipt, SignInGuard,
    },
    words::OfficeCode,
};

use super::{
    snapshot::Snapshot,
    support::{CONSOLE, before_signature, commit, later, must, number, ready, signing},
};
use crate::{Ports, StoreHarness, samples};

fn filed_there(seed: u64) -> Change {
    let edition = samples::published_by(samples::other_office_code(), samples::edition(1));
    samples::filed_as(seed, &edition, samples::filing(seed))
}

fn offices() -> [OfficeCode; 2] {
    [samples::office_code(), samples::other_office_code()]
}

/// Chance may give the same to both.
pub async fn the_same_id_ticket_and_key_in_two_offices_are_two_cases(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let receipt = samples::receipt(1);
    let here = Change { receipt: Some(receipt.clone()), ..samples::filed(1) };
    let other = Receipt { request: samples::request(2), ..receipt.clone() };
    let there = Change { receipt: Some(other), ..filed_there(1) };

    let here = commit(&ports, here).await;
    let there = commit(&ports, there).await;

    assert_eq!(here.value.id(), there.value.id());
    assert_eq!(here.value.ticket(), there.value.ticket());
    for (application, request) in [(here, samples::request(1)), (there, samples::request(2))] {
        let (office, id) = (application.value.office(), application.value.id());
        let ticket = application.value.ticket();
        let found = must(ports.applications.find(office, id).await);
        let by_ticket = must(ports.applications.find_by_ticket(office, ticket).await);
        let by_key = ports.applications.find_by_receipt(office, &receipt.key, request).await;
        assert_eq!(found.as_ref(), Some(&application));
        assert_eq!(by_ticket.as_ref(), Some(&application));
        assert_eq!(must(by_key).map(|done| done.application), Some(application));
        assert_eq!(must(ports.applications.history(office, id).await).len(), 1);
    }
}

/// Series with the same name count by themselves.
pub async fn each_office_numbers_its_own_letters(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    for seed in 1..=2 {
        ready(&ports, seed).await;
    }
    let mut application = commit(&ports, filed_there(3)).await;
    let mut steps = samples::ready_steps(&application.value);
    steps.pop();
    for (command, actor) in steps {
        let at = later(&application.value);
        application = commit(&ports, samples::decided(&application, command, &actor, at)).await;
    }

    let signed = commit(&ports, signing(&application, later(&application.value))).await;

    assert_eq!(number(&signed.value).sequence, 1);
    let mut counts = Vec::new();
    for office in offices() {
        counts.push(must(ports.applications.register(office, &samples::series()).await).len());
    }
    assert_eq!(counts, [2, 1]);
}

/// Everything that can be done in one office is not seen in the other.
pub async fn what_one_office_does_the_other_does_not_see(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let other = samples::other_office_code();
    commit(&ports, filed_there(1)).await;
    let before = Snapshot::of_office(&ports, other).await;

    do_everything(&ports).await;

    assert_eq!(Snapshot::of_office(&ports, other).await, before);
}

async fn do_everything(ports: &Ports) {
    let code = samples::office_code();
    let at = samples::morning();
    must(ports.offices.save_office(samples::office(), at, CONSOLE).await);
    must(ports.offices.save_calendar(code, samples::calendar(), at, CONSOLE).await);
    let publication = Publication {
        office: code,
        expected: 2,
        editions: vec![(1, samples::edition(1))],
        at,
        by: CONSOLE,
    };
    must(ports.catalogue.publish(publication).await);
    must(ports.staff.add(code, samples::account(Role::Head), at, CONSOLE).await);
    let filed = commit(ports, samples::filed(1)).await;
    let application = before_signature(ports, filed).await;
    commit(ports, signing(&application, later(&application.value))).await;
    for notice in must(ports.outbox.untold(code, Audience::Applicant, 100).await) {
        must(ports.outbox.told(code, notice.id, at).await);
    }
    let viewed = AuditEntry {
        office: code,
        at,
        by: CONSOLE,
        action: "scan-viewed",
        subject: "berkas".to_owned(),
    };
    must(ports.ledger.append(viewed).await);
}

/// Ticking off in one office leaves the other's notice, also when the ids are the same.
pub async fn telling_in_one_office_leaves_the_others_notices(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let [here, there] = offices();
    commit(&ports, samples::filed(1)).await;
    commit(&ports, filed_there(1)).await;
    let notices = must(ports.outbox.untold(here, Audience::Applicant, 10).await);

    for notice in &notices {
        must(ports.outbox.told(here, notice.id, samples::morning()).await);
    }

    assert_eq!(notices.len(), 1);
    assert_eq!(must(ports.outbox.untold(here, Audience::Applicant, 10).await), []);
    assert_eq!(must(ports.outbox.untold(there, Audience::Applicant, 10).await), notices);
}

/// A login, a guard and a session belong to one office.
pub async fn the_same_login_in_two_offices_is_two_accounts(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let [here, there] = offices();
    let account = samples::account(Role::Head);
    let at = samples::morning();
    for office in offices() {
        must(ports.staff.add(office, account.clone(), at, CONSOLE).await);
    }
    let officer = account.officer.id;
    let token = samples::token(1);
    let session = NewSession { token, officer, began_at: at, ends_at: at.plus_seconds(60) };

    must(ports.staff.open_session(there, session).await);
    let locked = SignInGuard { failures: 9, locked_until: Some(at.plus_seconds(60)) };
    assert!(must(ports.staff.count_attempt(here, officer, at, locked).await));

    let guard = |found: Option<OfficerAccount>| found.map(|it| it.guard);
    let login = &account.officer.login;
    assert_eq!(guard(must(ports.staff.account(here, login).await)), Some(locked));
    assert_eq!(guard(must(ports.staff.account(there, login).await)), Some(account.guard));
    assert_eq!(must(ports.staff.session(here, token).await), None);
    assert!(must(ports.staff.session(there, token).await).is_some());
}
