//! What was answered is on disk.

use sipoke_core::{
    access::Role,
    application::Command,
    ports::{Audience, Change, CommitError, NewSession, Publication},
};

use super::{
    snapshot::Snapshot,
    support::{CONSOLE, act, commit, filed, must, number, ready},
};
use crate::{Ports, StoreHarness, samples};

/// One of everything.
async fn a_day_of_work(ports: &Ports) {
    let (code, at) = (samples::office_code(), samples::morning());
    must(ports.offices.save_office(samples::office(), at, CONSOLE).await);
    must(ports.offices.save_calendar(code, samples::calendar(), at, CONSOLE).await);
    let editions = vec![(1, samples::edition(1)), (2, samples::counter_only_edition())];
    let publication = Publication { office: code, expected: 2, editions, at, by: CONSOLE };
    must(ports.catalogue.publish(publication).await);
    for role in Role::ALL {
        must(ports.staff.add(code, samples::account(role), at, CONSOLE).await);
    }
    let officer = samples::officer_id(Role::Head);
    let token = samples::token(1);
    let session = NewSession { token, officer, began_at: at, ends_at: at.plus_seconds(60) };
    must(ports.staff.open_session(code, session).await);
    commit(ports, Change { receipt: Some(samples::receipt(1)), ..samples::filed(1) }).await;
    let waiting = ready(ports, 2).await;
    ready(ports, 3).await;
    let clerk = samples::by_officer(Role::CounterClerk);
    let originals = samples::needed();
    act(ports, waiting.value.id(), samples::matching(&originals), &clerk).await;
    let withdrawn = filed(ports, 4).await;
    act(ports, withdrawn.value.id(), Command::Withdraw, &samples::by_applicant()).await;
    for notice in must(ports.outbox.untold(code, Audience::Applicant, 2).await) {
        must(ports.outbox.told(code, notice.id, at).await);
    }
}

/// Every part of it.
pub async fn everything_is_there_after_reopening(store: &mut dyn StoreHarness) {
    a_day_of_work(&store.ports()).await;
    let before = Snapshot::of(&store.ports()).await;

    store.reopen().await;

    let ports = store.ports();
    assert_eq!(Snapshot::of(&ports).await, before);
    let session = ports.staff.session(samples::office_code(), samples::token(1)).await;
    assert!(must(session).is_some(), "the session is gone");
    for edition in [samples::edition(1), samples::counter_only_edition()] {
        let read = ports.catalogue.edition(samples::office_code(), &edition.reference()).await;
        assert_eq!(must(read), Some(edition));
    }
}

/// Numbers and receipts are promises beyond the life of a process.
pub async fn numbers_and_receipts_go_on_after_reopening(store: &mut dyn StoreHarness) {
    a_day_of_work(&store.ports()).await;

    store.reopen().await;

    let ports = store.ports();
    let repeated = Change { receipt: Some(samples::receipt(1)), ..samples::filed(50) };
    let repeated = ports.applications.commit(repeated).await;
    assert!(matches!(repeated, Err(CommitError::AlreadyDone(_))), "{repeated:?}");
    let next = ready(&ports, 60).await;
    assert_eq!(number(&next.value).sequence, 3);
    assert_eq!(must(ports.ledger.audit(samples::office_code()).await).faults, []);
}

/// A notice that was told stays told; one that was not is told after the outage.
pub async fn the_outbox_goes_on_after_reopening(store: &mut dyn StoreHarness) {
    let code = samples::office_code();
    let ports = store.ports();
    for seed in 1..=3 {
        filed(&ports, seed).await;
    }
    let notices = must(ports.outbox.untold(code, Audience::Applicant, 10).await);
    for notice in notices.iter().take(1) {
        must(ports.outbox.told(code, notice.id, samples::morning()).await);
    }
    drop(ports);

    store.reopen().await;

    let rest = must(store.ports().outbox.untold(code, Audience::Applicant, 10).await);
    assert_eq!(Some(rest.as_slice()), notices.get(1..));
}
