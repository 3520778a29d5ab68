//! What the store does wrong while a scan is stored: no receipt without its bytes, no bytes without
//! a receipt.

use std::{fs, sync::Arc, time::Duration};

use http::{Method, StatusCode};
use sipoke_conformance::{VaultHarness, samples};
use sipoke_core::ports::VaultError;
use sipoke_vault::Confirmation;
use tokio::time::{self, Instant};

use crate::{
    bench::{Bench, id, office, put},
    server::{Fault, Held},
};

/// Stores a scan while this goes wrong, reads it back, and answers what the store was asked.
async fn stored_in_spite_of(bench: &Bench, faults: &[(Method, Fault)]) -> String {
    let bytes = samples::png(100_000);
    for (method, fault) in faults {
        bench.server.fail(method.clone(), fault.clone());
    }

    let receipt = bench.put(id(1), &bytes).await.unwrap();
    let asked = bench.server.asked();

    assert_eq!(bench.server.objects(), [bench.stored(office(), id(1))]);
    bench.vault.verify(office(), receipt.scan()).await.unwrap();
    asked
}

/// Tries to store a scan while this goes wrong, sees that nothing is left, and answers why and what
/// the store was asked.
async fn failed_because_of(bench: &Bench, faults: &[(Method, Fault)]) -> (String, String) {
    for (method, fault) in faults {
        bench.server.fail(method.clone(), fault.clone());
    }

    let failed = bench.put(id(1), &samples::png(100_000)).await;
    let asked = bench.server.asked();

    let Err(VaultError::Unavailable(cause)) = failed else { panic!("{failed:?}") };
    assert_eq!(bench.files().await, 0, "{cause}");
    (cause.to_string(), asked)
}

#[tokio::test]
async fn a_scan_is_sent_once_and_looked_at_once() {
    let bench = Bench::new().await;

    let asked = stored_in_spite_of(&bench, &[]).await;

    assert_eq!(asked, "PUT HEAD");
}

#[tokio::test]
async fn an_inner_error_of_the_store_is_outlasted() {
    let bench = Bench::new().await;
    let error = Fault::Refuse(StatusCode::INTERNAL_SERVER_ERROR);

    let asked = stored_in_spite_of(&bench, &[(Method::PUT, error)]).await;

    assert_eq!(asked, "PUT PUT HEAD");
}

#[tokio::test]
async fn a_busy_store_is_left_alone_as_long_as_it_asks_but_not_for_ever() {
    let bench = Bench::with(|settings| {
        settings.patience.longest_pause = Duration::from_millis(60);
    })
    .await;
    let begun = Instant::now();

    let asked = stored_in_spite_of(&bench, &[(Method::PUT, Fault::SlowDown(3600))]).await;

    assert_eq!(asked, "PUT PUT HEAD");
    assert!(begun.elapsed() >= Duration::from_millis(60), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_scan_whose_answer_was_cut_off_is_found_by_looking_and_not_sent_again() {
    let bench = Bench::new().await;

    let asked = stored_in_spite_of(&bench, &[(Method::PUT, Fault::CutAfter)]).await;

    assert_eq!(asked, "PUT HEAD");
}

#[tokio::test]
async fn a_scan_whose_answer_never_came_is_found_by_looking_and_not_sent_again() {
    let bench = Bench::new().await;
    bench.server.fail(Method::PUT, Fault::Silent);
    let vault = bench.vault.clone();
    let sending = tokio::spawn(async move { put(&*vault, id(1), &samples::pdf()).await });

    bench.server.done(Method::PUT).await;
    time::pause();
    time::advance(bench.settings.patience.request).await;
    time::resume();
    let receipt = sending.await.unwrap().unwrap();

    assert_eq!(bench.server.asked(), "PUT HEAD");
    bench.vault.verify(office(), receipt.scan()).await.unwrap();
}

#[tokio::test]
async fn a_scan_that_was_stored_before_an_inner_error_is_known_again() {
    let bench = Bench::new().await;

    let asked = stored_in_spite_of(&bench, &[(Method::PUT, Fault::FailAfter)]).await;

    assert_eq!(asked, "PUT PUT HEAD");
}

#[tokio::test]
async fn a_wrong_etag_makes_the_vault_read_the_scan_back() {
    let bench = Bench::new().await;

    let asked = stored_in_spite_of(&bench, &[(Method::HEAD, Fault::WrongETag)]).await;

    assert_eq!(asked, "PUT HEAD GET");
}

#[tokio::test]
async fn half_a_scan_is_found_taken_back_and_sent_again() {
    let bench = Bench::new().await;

    let asked = stored_in_spite_of(&bench, &[(Method::PUT, Fault::KeepHalf)]).await;

    assert_eq!(asked, "PUT HEAD DELETE PUT HEAD");
}

#[tokio::test]
async fn a_store_that_keeps_halves_gets_no_third_chance() {
    let bench = Bench::new().await;
    let half = (Method::PUT, Fault::KeepHalf);

    let (cause, asked) = failed_because_of(&bench, &[half.clone(), half]).await;

    assert_eq!(cause, "the store kept other bytes than it was sent");
    assert_eq!(asked, "PUT HEAD DELETE PUT HEAD DELETE");
}

#[tokio::test]
async fn a_changed_scan_under_another_etag_is_found_taken_back_and_sent_again() {
    let bench = Bench::new().await;
    let faults = [(Method::PUT, Fault::KeepChanged), (Method::HEAD, Fault::WrongETag)];

    let asked = stored_in_spite_of(&bench, &faults).await;

    assert_eq!(asked, "PUT HEAD GET DELETE PUT HEAD");
}

#[tokio::test]
async fn reading_back_finds_a_changed_scan_although_the_etag_lies() {
    let bench = Bench::with(|settings| settings.confirmation = Confirmation::ReadBack).await;

    let asked = stored_in_spite_of(&bench, &[(Method::PUT, Fault::KeepChanged)]).await;

    assert_eq!(asked, "PUT HEAD GET DELETE PUT HEAD GET");
}

#[tokio::test]
async fn a_scan_that_the_store_lost_is_sent_again() {
    let bench = Bench::new().await;

    let asked = stored_in_spite_of(&bench, &[(Method::PUT, Fault::KeepNothing)]).await;

    assert_eq!(asked, "PUT HEAD PUT HEAD");
}

#[tokio::test]
async fn a_store_that_forgets_gets_no_third_chance() {
    let bench = Bench::new().await;
    let lost = (Method::PUT, Fault::KeepNothing);

    let (cause, asked) = failed_because_of(&bench, &[lost.clone(), lost]).await;

    assert_eq!(cause, "the store does not show what it took");
    assert_eq!(asked, "PUT HEAD PUT HEAD");
}

#[tokio::test]
async fn a_store_that_only_fails_is_asked_a_bounded_number_of_times() {
    let bench = Bench::new().await;
    let error = (Method::PUT, Fault::Refuse(StatusCode::INTERNAL_SERVER_ERROR));

    let (_, asked) = failed_because_of(&bench, &vec![error; 20]).await;

    assert_eq!(asked, "PUT PUT PUT HEAD PUT PUT PUT HEAD");
}

#[tokio::test]
async fn a_store_that_forbids_is_not_asked_again() {
    let bench = Bench::new().await;
    let forbidden = (Method::PUT, Fault::Refuse(StatusCode::FORBIDDEN));

    let (_, asked) = failed_because_of(&bench, &[forbidden]).await;

    assert_eq!(asked, "PUT");
}

#[tokio::test]
async fn a_scan_that_cannot_be_looked_at_is_taken_back() {
    let bench = Bench::new().await;
    let blind = (Method::HEAD, Fault::Refuse(StatusCode::INTERNAL_SERVER_ERROR));

    let (_, asked) = failed_because_of(&bench, &vec![blind; 3]).await;

    assert_eq!(asked, "PUT HEAD HEAD HEAD DELETE");
}

#[tokio::test]
async fn a_scan_is_never_written_over_and_never_taken_for_ones_own() {
    let bench = Bench::new().await;
    let first = bench.put(id(1), &samples::png(1_000)).await.unwrap();

    let second = bench.put(id(1), &samples::png(2_000)).await;
    bench.server.fail(Method::PUT, Fault::CutAfter);
    let third = bench.put(id(1), &samples::png(1_000)).await;

    for refused in [second, third] {
        let Err(VaultError::Unavailable(cause)) = refused else { panic!("{refused:?}") };
        assert!(cause.to_string().ends_with(" already"), "{cause}");
    }
    bench.vault.verify(office(), first.scan()).await.unwrap();
}

#[tokio::test]
async fn a_resident_who_goes_away_while_the_scan_is_sent_leaves_nothing() {
    let bench = Bench::new().await;
    let held = Arc::new(Held::default());
    bench.server.fail(Method::PUT, Fault::Hold(held.clone()));
    let vault = bench.vault.clone();
    let sending = tokio::spawn(async move { put(&*vault, id(1), &samples::pdf()).await });
    held.came.notified().await;

    sending.abort();
    sending.await.unwrap_err();
    held.go_on.notify_one();

    bench.server.done(Method::DELETE).await;
    assert_eq!(bench.files().await, 0);
}

#[tokio::test]
async fn what_is_dropped_or_rejected_never_reaches_the_store() {
    let bench = Bench::new().await;
    let mut dropped = bench.vault.begin(office(), id(1), 1_000_000).await.unwrap();
    dropped.write(&samples::png(500_000)).await.unwrap();
    let mut broken = samples::png(2_000);
    broken.truncate(1_500);

    drop(dropped);
    bench.put(id(2), &broken).await.unwrap_err();

    assert_eq!(bench.server.asked(), "");
    assert_eq!(bench.files().await, 0);
}

#[tokio::test]
async fn an_upload_under_way_has_no_name_on_this_machine() {
    let bench = Bench::new().await;

    let mut upload = bench.vault.begin(office(), id(1), 1_000_000).await.unwrap();
    upload.write(&samples::png(500_000)).await.unwrap();

    assert_eq!(fs::read_dir(&bench.settings.spool).unwrap().count(), 0);
    upload.finish().await.unwrap();
}

#[tokio::test]
async fn a_missing_spool_is_unavailable_and_is_not_made() {
    let bench = Bench::new().await;
    fs::remove_dir(&bench.settings.spool).unwrap();

    let begun = bench.vault.begin(office(), id(1), 1_000).await.map(drop);

    assert!(matches!(begun, Err(VaultError::Unavailable(_))), "{begun:?}");
    assert!(!bench.settings.spool.exists());
}

#[tokio::test]
async fn no_more_scans_are_sent_at_once_than_allowed() {
    let bench = Bench::with(|settings| settings.at_once = 2).await;
    let mut sending = tokio::task::JoinSet::new();

    for number in 1..=12 {
        let vault = bench.vault.clone();
        sending.spawn(async move { put(&*vault, id(number), &samples::png(200_000)).await });
    }
    while let Some(sent) = sending.join_next().await {
        sent.unwrap().unwrap();
    }

    assert_eq!(bench.files().await, 12);
    assert!(bench.server.busiest() <= 2, "{}", bench.server.busiest());
}

#[tokio::test]
async fn no_readable_byte_and_no_name_of_a_person_reaches_the_store() {
    let bench = Bench::with(|settings| settings.prefix = "sipoke/pindaian".to_owned()).await;
    let bytes = samples::png(100_000);

    bench.put(id(1), &bytes).await.unwrap();

    let key = bench.server.bucket().join("sipoke/pindaian");
    let key = key.join(office().to_string()).join(id(1).to_string());
    assert_eq!(bench.server.objects(), std::slice::from_ref(&key));
    let stored = fs::read(key).unwrap();
    assert!(!stored.windows(4).any(|window| window == b"IHDR"));
    assert!(!stored.windows(16).any(|window| window == &bytes[100..116]));
}
