//! Scans: bytes come back as they went in or not at all.

use std::sync::Arc;

use sipoke_core::{
    documents::{Scan, ScanKind, ScanReceipt},
    ports::{RejectedScan, Vault, VaultError},
    words::ScanId,
};

use super::support::{broken, must, together};
use crate::{VaultHarness, memory::SeededEntropy, samples};

const ROOMY: u64 = 10 * 1024 * 1024;

fn id(seed: u64) -> ScanId {
    ScanId::new(samples::morning(), SeededEntropy::new(seed).draw())
}

async fn put(
    vault: &Arc<dyn Vault>,
    seed: u64,
    bytes: &[u8],
    limit: u64,
    piece: usize,
) -> Result<ScanReceipt, VaultError> {
    let mut upload = vault.begin(samples::office_code(), id(seed), limit).await?;
    for bytes in bytes.chunks(piece) {
        upload.write(bytes).await?;
    }
    upload.finish().await
}

async fn kept(vault: &Arc<dyn Vault>, seed: u64, bytes: &[u8]) -> Scan {
    must(put(vault, seed, bytes, ROOMY, 4_096).await).into()
}

/// Everything that a reader gives out, and how it ended.
async fn read(vault: &Arc<dyn Vault>, scan: &Scan) -> (Vec<u8>, Result<(), VaultError>) {
    let mut reader = match vault.open(samples::office_code(), scan).await {
        Ok(reader) => reader,
        Err(error) => return (Vec::new(), Err(error)),
    };
    let mut bytes = Vec::new();
    loop {
        match reader.next().await {
            Ok(Some(piece)) => bytes.extend(piece),
            Ok(None) => return (bytes, Ok(())),
            Err(error) => return (bytes, Err(error)),
        }
    }
}

/// Every kind, however it is cut up on its way.
pub async fn a_scan_is_read_as_it_was_written(harness: &mut dyn VaultHarness) {
    let vault = harness.vault();
    let scans = [
        (ScanKind::Jpeg, samples::jpeg()),
        (ScanKind::Png, samples::png(0)),
        (ScanKind::Pdf, samples::pdf()),
        (ScanKind::Png, samples::png(1_000_000)),
    ];
    for (seed, (kind, bytes)) in (1..).zip(scans) {
        for (place, piece) in [1, 7, 65_536, 2_000_000].into_iter().enumerate() {
            if bytes.len() > 100_000 && piece < 100 {
                continue;
            }
            let seed = seed * 10 + u64::try_from(place).unwrap_or_default();
            let scan = Scan::from(must(put(&vault, seed, &bytes, ROOMY, piece).await));

            let (given, ended) = read(&vault, &scan).await;

            must(ended);
            assert!(given == bytes, "{kind:?} in pieces of {piece} came back changed");
            assert_eq!((scan.id, scan.kind), (id(seed), kind));
            assert_eq!(scan.size, u64::try_from(bytes.len()).unwrap_or_default());
            must(vault.verify(samples::office_code(), &scan).await);
        }
    }
}

/// The digest is that of the bytes before encryption, whoever computes it.
pub async fn the_digest_is_sha_256_of_the_plain_bytes(harness: &mut dyn VaultHarness) {
    use sha2::{Digest, Sha256};

    let bytes = samples::png(5_000);

    let scan = kept(&harness.vault(), 1, &bytes).await;

    assert_eq!(scan.sha256, <[u8; 32]>::from(Sha256::digest(&bytes)));
}

/// One more byte than allowed, and exactly as many.
pub async fn a_scan_may_be_as_large_as_the_limit_and_no_larger(harness: &mut dyn VaultHarness) {
    let vault = harness.vault();
    let bytes = samples::png(10_000);
    let size = u64::try_from(bytes.len()).unwrap_or_default();

    let at_the_limit = put(&vault, 1, &bytes, size, 1_000).await;
    let beyond = put(&vault, 2, &bytes, size - 1, 1_000).await;

    must(at_the_limit);
    let limit = size - 1;
    let refused = matches!(
        beyond,
        Err(VaultError::Rejected(RejectedScan::TooLarge { limit: told })) if told == limit
    );
    assert!(refused, "{beyond:?}");
    assert_eq!(harness.files().await, 1, "the file that was too large was left behind");
}

/// Known by its content.
pub async fn what_is_no_scan_is_rejected_and_leaves_nothing(harness: &mut dyn VaultHarness) {
    let vault = harness.vault();
    let mut cut_png = samples::png(2_000);
    cut_png.truncate(1_500);
    let mut cut_jpeg = samples::jpeg();
    cut_jpeg.truncate(150);
    let mut cut_pdf = samples::pdf();
    cut_pdf.truncate(120);
    let files = [
        (Vec::new(), RejectedScan::Empty),
        (b"<html>bukan pindaian</html>".to_vec(), RejectedScan::UnknownKind),
        (b"MZ\x90\0 program".to_vec(), RejectedScan::UnknownKind),
        (b"GIF89a\x01\0\x01\0".to_vec(), RejectedScan::UnknownKind),
        (cut_png, RejectedScan::Broken),
        (cut_jpeg, RejectedScan::Broken),
        (cut_pdf, RejectedScan::Broken),
    ];

    for (seed, (bytes, why)) in (1..).zip(files) {
        let rejected = put(&vault, seed, &bytes, ROOMY, 64).await;

        let told = matches!(rejected, Err(VaultError::Rejected(reason)) if reason == why);
        assert!(told, "{why:?} expected, not {rejected:?}");
    }
    assert_eq!(harness.files().await, 0, "a rejected file was left behind");
}

/// The line is cut in the middle of a photo.
pub async fn an_upload_that_is_dropped_leaves_nothing(harness: &mut dyn VaultHarness) {
    let vault = harness.vault();
    let mut upload = must(vault.begin(samples::office_code(), id(1), ROOMY).await);
    must(upload.write(&samples::png(100_000)).await);

    drop(upload);

    assert_eq!(harness.files().await, 0);
}

/// A receipt whose row was written must find its bytes.
pub async fn a_scan_is_there_after_reopening(harness: &mut dyn VaultHarness) {
    let bytes = samples::png(200_000);
    let scan = kept(&harness.vault(), 1, &bytes).await;

    harness.reopen().await;

    let (given, ended) = read(&harness.vault(), &scan).await;
    must(ended);
    assert!(given == bytes, "the scan came back changed");
}

/// One bit turned over: no wrong byte is given out.
pub async fn a_damaged_scan_is_never_given_out(harness: &mut dyn VaultHarness) {
    let vault = harness.vault();
    let bytes = samples::png(300_000);
    let scan = kept(&vault, 1, &bytes).await;

    harness.damage(samples::office_code(), &scan).await;

    let (given, ended) = read(&vault, &scan).await;
    assert!(matches!(ended, Err(VaultError::Damaged)), "{ended:?}");
    assert!(bytes.starts_with(&given), "changed bytes were given out");
    let verified = vault.verify(samples::office_code(), &scan).await;
    assert!(matches!(verified, Err(VaultError::Damaged)), "{verified:?}");
}

/// A row that was changed to name another content does not open it.
pub async fn a_scan_with_another_digest_does_not_verify(harness: &mut dyn VaultHarness) {
    let vault = harness.vault();
    let scan = kept(&vault, 1, &samples::png(100)).await;
    let changed = Scan { sha256: [7; 32], ..scan };

    let verified = vault.verify(samples::office_code(), &changed).await;

    assert!(matches!(verified, Err(VaultError::Damaged)), "{verified:?}");
}

/// Somebody removed the file.
pub async fn a_lost_scan_is_missing(harness: &mut dyn VaultHarness) {
    let vault = harness.vault();
    let office = samples::office_code();
    let scan = kept(&vault, 1, &samples::png(100)).await;

    harness.lose(office, &scan).await;

    let answers = [
        vault.open(office, &scan).await.map(drop),
        vault.verify(office, &scan).await,
        vault.confirm(office, scan).await.map(drop),
    ];
    for answer in answers {
        assert!(matches!(answer, Err(VaultError::Missing)), "{answer:?}");
    }
}

/// A form that is sent again without its files.
pub async fn a_kept_scan_is_confirmed_with_the_same_receipt(harness: &mut dyn VaultHarness) {
    let vault = harness.vault();
    let receipt = must(put(&vault, 1, &samples::pdf(), ROOMY, 100).await);

    let again = must(vault.confirm(samples::office_code(), receipt.scan().clone()).await);

    assert_eq!(again, receipt);
}

/// Every row begins with the office; so does every scan.
pub async fn a_scan_does_not_open_in_another_office(harness: &mut dyn VaultHarness) {
    let vault = harness.vault();
    let scan = kept(&vault, 1, &samples::png(100)).await;

    match vault.open(samples::other_office_code(), &scan).await {
        Err(VaultError::Missing | VaultError::Damaged) => {}
        Err(other) => broken(format!("another fault: {other:?}")),
        Ok(_) => broken("another office could read it"),
    }
}

/// Residents upload at the same time.
pub async fn sixteen_uploads_at_once_keep_apart(harness: &mut dyn VaultHarness) {
    let vault = harness.vault();
    let work = (1..=16_u64).map(|seed| {
        let vault = Arc::clone(&vault);
        async move {
            let bytes = samples::png(usize::try_from(seed).unwrap_or_default() * 10_000);
            (kept(&vault, seed, &bytes).await, bytes)
        }
    });

    let all = together(work.collect()).await;

    for (scan, bytes) in all {
        let (given, ended) = read(&vault, &scan).await;
        must(ended);
        assert!(given == bytes, "a scan came back as another");
    }
    assert_eq!(harness.files().await, 16);
}
