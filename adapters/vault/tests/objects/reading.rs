//! What the store does wrong while a scan is read.

use std::{fs, sync::Arc};

use http::{Method, StatusCode};
use sipoke_conformance::{memory::SeededEntropy, samples};
use sipoke_core::{documents::Scan, ports::VaultError};
use sipoke_vault::FolderVault;

use crate::{
    bench::{Bench, id, office, put},
    server::Fault,
};

async fn kept(bench: &Bench, bytes: &[u8]) -> Scan {
    let scan = bench.put(id(1), bytes).await.unwrap().into();
    bench.server.asked();
    scan
}

#[tokio::test]
async fn a_scan_is_read_in_one_request_and_confirmed_by_its_first_bytes() {
    let bench = Bench::new().await;
    let bytes = samples::png(500_000);
    let scan = kept(&bench, &bytes).await;

    let read = bench.read(&scan).await.unwrap();
    let asked_to_read = bench.server.asked();
    bench.vault.confirm(office(), scan).await.unwrap();

    assert!(read == bytes);
    assert_eq!((asked_to_read, bench.server.asked()), ("GET".to_owned(), "GET".to_owned()));
}

#[tokio::test]
async fn an_answer_that_was_cut_off_is_asked_for_from_there_on() {
    let bench = Bench::new().await;
    let bytes = samples::png(500_000);
    let scan = kept(&bench, &bytes).await;
    bench.server.fail(Method::GET, Fault::CutBody(200_000));

    let read = bench.read(&scan).await.unwrap();

    assert!(read == bytes);
    assert_eq!(bench.server.asked(), "GET GET");
}

#[tokio::test]
async fn a_line_that_is_always_cut_is_unavailable_and_gives_no_wrong_byte() {
    let bench = Bench::new().await;
    let bytes = samples::png(500_000);
    let scan = kept(&bench, &bytes).await;
    for _ in 0..20 {
        bench.server.fail(Method::GET, Fault::CutBody(100_000));
    }

    let (given, fault) = bench.read(&scan).await.unwrap_err();

    assert!(matches!(fault, VaultError::Unavailable(_)), "{fault:?}");
    assert!(given.len() < bytes.len() && bytes.starts_with(&given), "{}", given.len());
    assert_eq!(bench.server.asked(), "GET GET GET");
}

#[tokio::test]
async fn an_inner_error_while_reading_is_outlasted() {
    let bench = Bench::new().await;
    let scan = kept(&bench, &samples::pdf()).await;
    let error = Fault::Refuse(StatusCode::INTERNAL_SERVER_ERROR);
    bench.server.fail(Method::GET, error);

    bench.vault.verify(office(), &scan).await.unwrap();

    assert_eq!(bench.server.asked(), "GET GET");
}

#[tokio::test]
async fn an_object_that_was_cut_off_or_extended_is_damaged() {
    let bench = Bench::new().await;
    let scan = kept(&bench, &samples::png(200_000)).await;
    let path = bench.stored(office(), scan.id);
    let whole = fs::read(&path).unwrap();
    let extended = [whole.as_slice(), b"x"].concat();

    for other in [&whole[..0], &whole[..5], &whole[..100_000], &extended] {
        fs::write(&path, other).unwrap();
        let verified = bench.vault.verify(office(), &scan).await;
        let confirmed = bench.vault.confirm(office(), scan.clone()).await;

        assert!(matches!(verified, Err(VaultError::Damaged)), "{}: {verified:?}", other.len());
        // Of an object without bytes no range can be given: it is no receipt in any case.
        let told = matches!(confirmed, Err(VaultError::Damaged | VaultError::Unavailable(_)));
        assert!(told, "{}: {confirmed:?}", other.len());
    }
}

#[tokio::test]
async fn a_changed_byte_anywhere_is_damaged_and_never_given_out() {
    let bench = Bench::new().await;
    let bytes = samples::png(200_000);
    let scan = kept(&bench, &bytes).await;
    let path = bench.stored(office(), scan.id);
    let whole = fs::read(&path).unwrap();

    for place in (0..whole.len()).step_by(9_973).chain([12, 13, whole.len() - 1]) {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        fs::write(&path, changed).unwrap();

        let (given, fault) = bench.read(&scan).await.unwrap_err();
        assert!(matches!(fault, VaultError::Damaged), "byte {place}: {fault:?}");
        assert!(bytes.starts_with(&given), "byte {place}");
    }
}

#[tokio::test]
async fn a_bucket_that_is_gone_is_not_a_scan_that_is_gone() {
    let bench = Bench::new().await;
    let scan = kept(&bench, &samples::pdf()).await;
    bench.server.fail(Method::GET, Fault::NoBucket);
    bench.server.fail(Method::GET, Fault::Refuse(StatusCode::NOT_FOUND));
    bench.server.fail(Method::PUT, Fault::NoBucket);

    let opened = bench.vault.open(office(), &scan).await.map(drop);
    let confirmed = bench.vault.confirm(office(), scan).await.map(drop);
    let stored = bench.put(id(2), &samples::pdf()).await.map(drop);

    for answer in [opened, confirmed, stored] {
        assert!(matches!(answer, Err(VaultError::Unavailable(_))), "{answer:?}");
    }
}

#[tokio::test]
async fn scans_of_a_folder_are_read_from_a_bucket_they_were_copied_to() {
    let bench = Bench::new().await;
    let bytes = samples::png(200_000);
    let folder = bench.folder().join("scans");
    fs::create_dir(&folder).unwrap();
    let entropy = Arc::new(SeededEntropy::new(5));
    let in_folder = FolderVault::new(&folder, bench.keys(), entropy);
    let scan = Scan::from(put(&in_folder, id(1), &bytes).await.unwrap());

    let copy = bench.stored(office(), scan.id);
    fs::create_dir_all(copy.parent().unwrap()).unwrap();
    let name = scan.id.to_string();
    fs::copy(folder.join(office().to_string()).join("01").join(name), copy).unwrap();

    assert!(bench.read(&scan).await.unwrap() == bytes);
}
