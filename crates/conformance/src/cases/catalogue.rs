//! Service standards: published whole or not at all, and never changed.

use sipoke_core::{
    access::Role,
    catalogue::{Edition, EditionRef},
    ports::{Publication, PublishError},
};

use super::{
    snapshot::Snapshot,
    support::{CONSOLE, must, together},
};
use crate::{Ports, StoreHarness, samples};

fn publication(expected: u64, editions: Vec<(u32, Edition)>) -> Publication {
    Publication {
        office: samples::office_code(),
        expected,
        editions,
        at: samples::morning(),
        by: samples::by_officer(Role::Admin).author(),
    }
}

async fn publish(ports: &Ports, expected: u64, editions: Vec<(u32, Edition)>) -> u64 {
    must(ports.catalogue.publish(publication(expected, editions)).await)
}

async fn current(ports: &Ports) -> Vec<Edition> {
    must(ports.catalogue.current(samples::office_code()).await)
}

/// Before the first publication.
pub async fn an_office_that_published_nothing_is_at_revision_0(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let office = samples::office_code();

    assert_eq!(must(ports.catalogue.revision(office).await), 0);
    assert_eq!(current(&ports).await, []);
    let unknown = samples::edition(1).reference();
    assert_eq!(must(ports.catalogue.edition(office, &unknown).await), None);
}

/// One publication, one revision, however many editions.
pub async fn every_publication_raises_the_revision_by_one(store: &mut dyn StoreHarness) {
    let ports = store.ports();

    let both = vec![(1, samples::edition(1)), (2, samples::counter_only_edition())];
    let first = publish(&ports, 0, both).await;
    let second = publish(&ports, 1, vec![(1, samples::edition(2))]).await;

    assert_eq!((first, second), (1, 2));
    assert_eq!(must(ports.catalogue.revision(samples::office_code()).await), 2);
}

/// What is read is what was published.
pub async fn an_edition_is_read_as_it_was_published(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let (online, counter) = (samples::edition(1), samples::counter_only_edition());

    publish(&ports, 0, vec![(1, online.clone()), (2, counter.clone())]).await;

    for edition in [online, counter] {
        let read = ports.catalogue.edition(samples::office_code(), &edition.reference()).await;
        assert_eq!(must(read), Some(edition));
    }
}

/// Rule R5: what an open case was asked must stay readable.
pub async fn an_old_edition_stays_beside_the_new_one(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    publish(&ports, 0, vec![(1, samples::edition(1))]).await;

    publish(&ports, 1, vec![(1, samples::edition(2))]).await;

    let old = EditionRef { service: samples::service("SKD"), number: 1 };
    let read = must(ports.catalogue.edition(samples::office_code(), &old).await);
    assert_eq!(read, Some(samples::edition(1)));
    assert_eq!(current(&ports).await, [samples::edition(2)]);
}

/// Edition 10 is later than edition 9.
pub async fn the_latest_edition_is_the_one_with_the_greatest_number(store: &mut dyn StoreHarness) {
    let ports = store.ports();

    for number in 1..=11 {
        publish(&ports, u64::from(number) - 1, vec![(1, samples::edition(number))]).await;
    }

    assert_eq!(current(&ports).await, [samples::edition(11)]);
}

/// The list has the order that the office gave it, not the alphabet's.
pub async fn the_list_has_the_order_it_was_published_in(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let (online, counter) = (samples::edition(1), samples::counter_only_edition());
    publish(&ports, 0, vec![(20, online.clone()), (3, counter.clone())]).await;
    assert_eq!(current(&ports).await, [counter.clone(), online]);

    publish(&ports, 1, vec![(1, samples::edition(2))]).await;

    assert_eq!(current(&ports).await, [samples::edition(2), counter]);
}

/// Somebody who read revision 0 when it is 1.
pub async fn a_stale_publication_changes_nothing(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    publish(&ports, 0, vec![(1, samples::edition(1))]).await;
    let before = Snapshot::of(&ports).await;

    let stale = ports.catalogue.publish(publication(0, vec![(1, samples::edition(2))])).await;

    assert!(matches!(stale, Err(PublishError::Stale { current: 1 })), "{stale:?}");
    assert_eq!(Snapshot::of(&ports).await, before);
}

/// A revision that has not been reached yet is as wrong as one that has passed.
pub async fn a_publication_from_the_future_changes_nothing(store: &mut dyn StoreHarness) {
    let ports = store.ports();

    let stale = ports.catalogue.publish(publication(7, vec![(1, samples::edition(1))])).await;

    assert!(matches!(stale, Err(PublishError::Stale { current: 0 })), "{stale:?}");
    assert_eq!(current(&ports).await, []);
}

/// All or none: the second edition is there already, so the first does not come either.
pub async fn an_edition_number_is_used_once_and_none_comes_without_the_other(
    store: &mut dyn StoreHarness,
) {
    let ports = store.ports();
    publish(&ports, 0, vec![(1, samples::edition(1))]).await;
    let mut changed = samples::edition(1);
    changed.standard.name = "Surat Keterangan Lain".to_owned();
    let both = vec![(2, samples::counter_only_edition()), (1, changed)];
    let before = Snapshot::of(&ports).await;

    let refused = ports.catalogue.publish(publication(1, both)).await;

    assert!(matches!(refused, Err(PublishError::Stale { current: 1 })), "{refused:?}");
    assert_eq!(Snapshot::of(&ports).await, before);
}

/// Two admins press the button.
pub async fn of_sixteen_publications_at_once_exactly_one_wins(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let work = (1..=16).map(|number| {
        let catalogue = ports.catalogue.clone();
        async move { catalogue.publish(publication(0, vec![(1, samples::edition(number))])).await }
    });

    let answers = together(work.collect()).await;

    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    assert_eq!(must(ports.catalogue.revision(samples::office_code()).await), 1);
    assert_eq!(current(&ports).await.len(), 1);
}

/// Rule R9.
pub async fn each_published_edition_has_an_audit_line(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let office = samples::office_code();

    publish(&ports, 0, vec![(1, samples::edition(1)), (2, samples::counter_only_edition())]).await;

    let lines = must(ports.ledger.lines(office, 0, 10).await);
    assert_eq!(lines.len(), 2);
    let admin = samples::by_officer(Role::Admin).author();
    assert!(lines.iter().all(|line| line.by == admin && line.at == samples::morning()));
    assert!(lines.iter().all(|line| line.digest.is_some()), "what was published is not recorded");
    assert_eq!(must(ports.ledger.audit(office).await).faults, []);
}

/// Readers that remember the catalogue ask for the revision only; office and calendar count too.
pub async fn office_and_calendar_raise_the_revision_too(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let code = samples::office_code();
    publish(&ports, 0, vec![(1, samples::edition(1))]).await;

    must(ports.offices.save_office(samples::office(), samples::morning(), CONSOLE).await);
    let calendar = samples::calendar();
    must(ports.offices.save_calendar(code, calendar, samples::morning(), CONSOLE).await);

    assert_eq!(must(ports.catalogue.revision(code).await), 3);
    assert_eq!(publish(&ports, 3, vec![(1, samples::edition(2))]).await, 4);
}
