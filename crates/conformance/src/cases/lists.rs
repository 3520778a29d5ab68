//! Lists: stable pages, exact filters, order by id.

use std::collections::BTreeMap;

use sipoke_core::{
    application::{Channel, Command, StageName},
    ports::{Listing, Page, Query, Summary},
    words::{ApplicationId, Nik},
};

use super::support::{act, commit, filed, must, ready};
use crate::{Ports, StoreHarness, samples};

async fn list(ports: &Ports, query: &Query, page: Page) -> Listing<Summary> {
    must(ports.applications.list(samples::office_code(), query, page).await)
}

async fn ids(ports: &Ports, query: Query) -> Vec<ApplicationId> {
    let listing = list(ports, &query, Page { after: None, limit: 100 }).await;
    assert_eq!(listing.next, None, "there is no second page");
    listing.rows.into_iter().map(|row| row.id).collect()
}

/// The oldest waits longest.
pub async fn a_list_is_in_the_order_of_ids_and_not_of_filing(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    for seed in [5, 1, 4, 2, 3] {
        filed(&ports, seed).await;
    }

    let listed = ids(&ports, Query::default()).await;

    let by_age: Vec<_> = (1..=5).map(|seed| samples::fresh(seed).id).collect();
    assert_eq!(listed, by_age);
}

/// Following `next` ends.
pub async fn pages_show_every_row_once_and_the_last_says_so(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    for seed in 1..=6 {
        filed(&ports, seed).await;
    }

    for (limit, sizes) in [(2, vec![2, 2, 2]), (4, vec![4, 2]), (6, vec![6]), (7, vec![6])] {
        let mut page = Page { after: None, limit };
        let mut seen = Vec::new();
        let mut pages = Vec::new();
        loop {
            let listing = list(&ports, &Query::default(), page).await;
            pages.push(listing.rows.len());
            seen.extend(listing.rows.into_iter().map(|row| row.id));
            match listing.next {
                Some(next) if pages.len() < 10 => page.after = Some(next),
                Some(_) | None => break,
            }
        }

        assert_eq!(pages, sizes, "pages of {limit}");
        assert_eq!(seen, ids(&ports, Query::default()).await, "pages of {limit}");
    }
}

/// Residents file while an officer turns pages, also ones whose ids are older than the page.
pub async fn pages_stay_stable_while_others_file(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let old: Vec<u64> = (1..=40).map(|seed| seed * 10).collect();
    for seed in &old {
        filed(&ports, *seed).await;
    }
    let filing = tokio::spawn({
        let ports = ports.clone();
        async move {
            for seed in (1..=400).filter(|seed| seed % 10 == 3).chain(1_000..1_040) {
                filed(&ports, seed).await;
            }
        }
    });

    let mut seen: BTreeMap<ApplicationId, u32> = BTreeMap::new();
    let mut page = Page { after: None, limit: 3 };
    for _ in 0..200 {
        let listing = list(&ports, &Query::default(), page).await;
        assert!(listing.rows.len() <= 3, "more rows than asked for");
        for row in listing.rows {
            *seen.entry(row.id).or_default() += 1;
        }
        match listing.next {
            Some(next) => page.after = Some(next),
            None => break,
        }
        tokio::task::yield_now().await;
    }
    must(filing.await);

    assert!(seen.values().all(|times| *times == 1), "a row was shown twice");
    for seed in old {
        assert!(seen.contains_key(&samples::fresh(seed).id), "row {seed} was passed over");
    }
}

/// A row tells what the application is.
pub async fn a_row_says_what_the_application_says(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let application = ready(&ports, 1).await.value;

    let listing = list(&ports, &Query::default(), Page { after: None, limit: 10 }).await;

    let summary = Summary {
        id: application.id(),
        ticket: application.ticket(),
        service: samples::service("SKD"),
        applicant: samples::applicant().name,
        channel: Channel::Online,
        filed_at: application.filed_at(),
        stage: StageName::Ready,
        since: application.stage().since(),
        timer: application.timer(),
    };
    assert_eq!(listing, Listing { rows: vec![summary], next: None });
}

/// And it follows the application.
pub async fn a_filter_by_stage_follows_the_application(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let stays = filed(&ports, 1).await.value.id();
    let goes = filed(&ports, 2).await.value.id();
    let in_stage = |stage| Query { stage: Some(stage), ..Query::default() };
    assert_eq!(ids(&ports, in_stage(StageName::Submitted)).await, [stays, goes]);

    act(&ports, goes, Command::Withdraw, &samples::by_applicant()).await;

    assert_eq!(ids(&ports, in_stage(StageName::Submitted)).await, [stays]);
    assert_eq!(ids(&ports, in_stage(StageName::Closed)).await, [goes]);
    assert_eq!(ids(&ports, in_stage(StageName::Ready)).await, []);
}

/// Two services, and one that nobody asked for.
pub async fn a_filter_by_service_shows_that_service_only(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let online = filed(&ports, 1).await.value.id();
    let change =
        samples::filed_as(2, &samples::counter_only_edition(), samples::walk_in_for_heirs(2));
    let counter = commit(&ports, change).await.value.id();
    let of = |code| Query { service: Some(samples::service(code)), ..Query::default() };

    assert_eq!(ids(&ports, of("SKD")).await, [online]);
    assert_eq!(ids(&ports, of("WRS")).await, [counter]);
    assert_eq!(ids(&ports, of("SK")).await, []);
}

/// NIKs that look alike when they are masked are still different people.
pub async fn a_filter_by_nik_shows_that_person_only(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let mine = filed(&ports, 1).await.value.id();
    let alike = must(Nik::parse("3276054201900002"));
    let mut filing = samples::filing(2);
    filing.applicant = samples::person("Siti Contoh", &alike);
    let theirs = commit(&ports, samples::filed_as(2, &samples::edition(1), filing)).await.value;
    let again = filed(&ports, 3).await.value.id();
    let of = |nik| Query { nik: Some(nik), ..Query::default() };

    assert_eq!(ids(&ports, of(samples::nik(2))).await, [mine, again]);
    assert_eq!(ids(&ports, of(alike)).await, [theirs.id()]);
    assert_eq!(ids(&ports, of(samples::nik(9))).await, []);
}

/// Every part that is given must fit, also across pages.
pub async fn filters_work_together_and_with_pages(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    for seed in 1..=9 {
        let id = filed(&ports, seed).await.value.id();
        if seed % 3 == 0 {
            act(&ports, id, Command::Withdraw, &samples::by_applicant()).await;
        }
    }
    let query = Query {
        stage: Some(StageName::Closed),
        service: Some(samples::service("SKD")),
        nik: Some(samples::nik(2)),
    };

    let first = list(&ports, &query, Page { after: None, limit: 2 }).await;
    let second = list(&ports, &query, Page { after: first.next, limit: 2 }).await;

    let seen: Vec<_> = first.rows.iter().chain(&second.rows).map(|row| row.id).collect();
    let closed: Vec<_> = [3, 6, 9].map(|seed| samples::fresh(seed).id).into();
    assert_eq!(seen, closed);
    assert_eq!((first.rows.len(), second.next), (2, None));
    let other = Query { nik: Some(samples::nik(9)), ..query };
    assert_eq!(ids(&ports, other).await, []);
}

/// An office on its first day.
pub async fn an_empty_office_has_an_empty_list(store: &mut dyn StoreHarness) {
    let ports = store.ports();

    assert_eq!(ids(&ports, Query::default()).await, []);
}
