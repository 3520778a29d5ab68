use std::fs;

use sha2::{Digest, Sha256};
use sipoke_core::{
    documents::ScanKind,
    ports::{RejectedScan, Upload, Vault, VaultError},
    words::{OfficeCode, ScanId},
};

use super::{Bench, LIMIT, id, jpeg, office};
use crate::{
    folder::FolderUpload,
    sealed::{CHUNK, HEADER},
};

const SPECIMENS: [(&[u8], ScanKind); 4] = [
    (include_bytes!("../../../../fixtures/scans/ktp.jpg"), ScanKind::Jpeg),
    (include_bytes!("../../../../fixtures/scans/buram.jpg"), ScanKind::Jpeg),
    (include_bytes!("../../../../fixtures/scans/kk.png"), ScanKind::Png),
    (include_bytes!("../../../../fixtures/scans/pengantar.pdf"), ScanKind::Pdf),
];

#[tokio::test]
async fn what_was_stored_is_read_back_whatever_its_size() {
    let bench = Bench::new();
    let sizes = [64, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 1 << 20];

    for (number, size) in (1..).zip(sizes) {
        let file = jpeg(size);
        let receipt = bench.put(id(number), &file).await.unwrap();
        let scan = receipt.scan();

        assert_eq!(bench.read(scan).await.unwrap(), file, "{size} bytes");
        assert_eq!((scan.size, scan.id), (size as u64, id(number)));
        assert_eq!(scan.sha256.as_slice(), Sha256::digest(&file).as_slice());
        bench.vault.verify(office(), scan).await.unwrap();
    }
}

#[tokio::test]
async fn the_specimens_are_taken_for_what_they_are() {
    let bench = Bench::new();

    for (number, (file, kind)) in (1..).zip(SPECIMENS) {
        let receipt = bench.put(id(number), file).await.unwrap();

        assert_eq!(receipt.scan().kind, kind);
        assert_eq!(bench.read(receipt.scan()).await.unwrap(), file);
    }
}

#[tokio::test]
async fn one_byte_at_a_time_makes_the_same_file() {
    let bench = Bench::new();
    let (file, _) = SPECIMENS[2];
    let mut upload = bench.vault.begin(office(), id(1), LIMIT).await.unwrap();

    for byte in file.chunks(1) {
        upload.write(byte).await.unwrap();
    }
    let receipt = upload.finish().await.unwrap();

    assert_eq!(bench.read(receipt.scan()).await.unwrap(), file);
}

#[tokio::test]
async fn a_receipt_is_issued_again_only_for_what_is_there() {
    let bench = Bench::new();
    let receipt = bench.put(id(1), &jpeg(1000)).await.unwrap();

    let again = bench.vault.confirm(office(), receipt.scan().clone()).await.unwrap();
    fs::remove_file(bench.stored(receipt.scan())).unwrap();
    let gone = bench.vault.confirm(office(), receipt.scan().clone()).await;

    assert_eq!(again, receipt);
    assert!(matches!(gone, Err(VaultError::Missing)), "{gone:?}");
}

#[tokio::test]
async fn no_readable_byte_reaches_the_disk() {
    let bench = Bench::new();
    let mut upload = bench.vault.begin(office(), id(1), LIMIT).await.unwrap();
    upload.write(&jpeg(300_000)).await.unwrap();

    let on_its_way = fs::read(&bench.files()[0]).unwrap();
    upload.finish().await.unwrap();
    let stored = fs::read(&bench.files()[0]).unwrap();

    assert!(on_its_way.len() > CHUNK);
    for bytes in [on_its_way, stored] {
        assert!(!bytes.windows(7).any(|window| window == b"RAHASIA"));
        assert!(!bytes.windows(3).any(|window| window == [0xff, 0xd8, 0xff]));
    }
}

#[tokio::test]
async fn every_changed_byte_is_found_and_never_given_out() {
    let bench = Bench::new();
    let file = jpeg(200_000);
    let receipt = bench.put(id(1), &file).await.unwrap();
    let path = bench.stored(receipt.scan());
    let whole = fs::read(&path).unwrap();
    let spread = (0..whole.len()).step_by(997);
    let borders = [1, 2, 3].map(|chunk| HEADER + chunk * (CHUNK + 16));
    let around = borders.iter().flat_map(|border| border - 17..border + 2);
    let ends = (0..HEADER + 2).chain(whole.len() - 17..whole.len());
    let places: Vec<usize> = ends.chain(around).chain(spread).collect();
    assert!(places.len() >= 250, "{}", places.len());

    for place in places {
        let mut changed = whole.clone();
        changed[place] ^= 1 << (place % 8);
        fs::write(&path, changed).unwrap();

        let verified = bench.vault.verify(office(), receipt.scan()).await;
        assert!(matches!(verified, Err(VaultError::Damaged)), "byte {place}: {verified:?}");
        if let Ok(mut reader) = bench.vault.open(office(), receipt.scan()).await {
            let mut given = Vec::new();
            while let Ok(Some(piece)) = reader.next().await {
                given.extend(piece);
            }
            assert!(given.len() < file.len() && file.starts_with(&given), "byte {place}");
        }
    }
    fs::write(&path, &whole).unwrap();
    bench.vault.verify(office(), receipt.scan()).await.unwrap();
}

#[tokio::test]
async fn a_file_that_was_cut_off_or_extended_is_damaged() {
    let bench = Bench::new();
    let receipt = bench.put(id(1), &jpeg(2 * CHUNK + 5)).await.unwrap();
    let path = bench.stored(receipt.scan());
    let whole = fs::read(&path).unwrap();

    for length in [0, 1, HEADER, HEADER + CHUNK + 16, HEADER + 2 * (CHUNK + 16), whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        let cut_off = bench.vault.verify(office(), receipt.scan()).await;
        assert!(matches!(cut_off, Err(VaultError::Damaged)), "{length}: {cut_off:?}");
        let confirmed = bench.vault.confirm(office(), receipt.scan().clone()).await;
        assert!(matches!(confirmed, Err(VaultError::Damaged)), "{length}: {confirmed:?}");
    }
    fs::write(&path, [whole.as_slice(), b"x"].concat()).unwrap();
    let extended = bench.vault.verify(office(), receipt.scan()).await;

    assert!(matches!(extended, Err(VaultError::Damaged)), "{extended:?}");
}

#[tokio::test]
async fn chunks_in_another_order_are_damaged() {
    let bench = Bench::new();
    let receipt = bench.put(id(1), &jpeg(3 * CHUNK)).await.unwrap();
    let path = bench.stored(receipt.scan());
    let mut stored = fs::read(&path).unwrap();

    let (first, second) = stored[HEADER..].split_at_mut(CHUNK + 16);
    first.swap_with_slice(&mut second[..CHUNK + 16]);
    fs::write(&path, stored).unwrap();

    let read = bench.read(receipt.scan()).await;
    assert!(matches!(read, Err(VaultError::Damaged)), "{read:?}");
}

#[tokio::test]
async fn two_files_that_were_swapped_are_damaged() {
    let bench = Bench::new();
    let ours = bench.put(id(1), &jpeg(5000)).await.unwrap();
    let theirs = bench.put(id(2), &jpeg(5000)).await.unwrap();

    let (one, two) = (bench.stored(ours.scan()), bench.stored(theirs.scan()));
    let (one_bytes, two_bytes) = (fs::read(&one).unwrap(), fs::read(&two).unwrap());
    fs::write(&one, two_bytes).unwrap();
    fs::write(&two, one_bytes).unwrap();

    for receipt in [ours, theirs] {
        let read = bench.read(receipt.scan()).await;
        assert!(matches!(read, Err(VaultError::Damaged)), "{read:?}");
    }
}

#[tokio::test]
async fn a_scan_opens_in_its_own_office_only() {
    let bench = Bench::new();
    let receipt = bench.put(id(1), &jpeg(5000)).await.unwrap();
    let elsewhere = OfficeCode::parse("32.76.05.1005").unwrap();
    let copy = bench.root().join(elsewhere.to_string()).join("01");
    fs::create_dir_all(&copy).unwrap();
    fs::copy(bench.stored(receipt.scan()), copy.join(id(1).to_string())).unwrap();

    let verified = bench.vault.verify(elsewhere, receipt.scan()).await;

    assert!(matches!(verified, Err(VaultError::Damaged)), "{verified:?}");
}

#[tokio::test]
async fn a_row_that_was_changed_does_not_open() {
    let bench = Bench::new();
    let receipt = bench.put(id(1), &jpeg(5000)).await.unwrap();
    let other = bench.put(id(2), &jpeg(5000)).await.unwrap();
    let row = receipt.scan();

    let mut size = row.clone();
    size.size -= 1;
    let mut kind = row.clone();
    kind.kind = ScanKind::Pdf;
    let mut hash = row.clone();
    hash.sha256[31] ^= 1;
    let mut key = row.clone();
    key.wrapped_key = other.scan().wrapped_key.clone();
    let mut destroyed = row.clone();
    destroyed.wrapped_key.clear();

    for changed in [size, kind, hash, key, destroyed] {
        let opened = bench.vault.confirm(office(), changed.clone()).await;
        assert!(matches!(opened, Err(VaultError::Damaged)), "{changed:?}: {opened:?}");
    }
}

#[tokio::test]
async fn a_wrong_hash_is_damage_even_if_its_row_is_sealed_rightly() {
    let bench = Bench::new();
    let receipt = bench.put(id(1), &jpeg(5000)).await.unwrap();
    let mut forged = receipt.scan().clone();
    forged.sha256[0] ^= 1;
    bench.wrap_again(receipt.scan(), &mut forged);

    let confirmed = bench.vault.confirm(office(), forged.clone()).await;
    let verified = bench.vault.verify(office(), &forged).await;

    assert!(confirmed.is_ok(), "{confirmed:?}");
    assert!(matches!(verified, Err(VaultError::Damaged)), "{verified:?}");
}

#[tokio::test]
async fn bytes_under_another_id_are_damage_even_with_their_own_key() {
    let bench = Bench::new();
    let receipt = bench.put(id(1), &jpeg(5000)).await.unwrap();
    let other = bench.put(id(2), &jpeg(5000)).await.unwrap();
    let mut forged = receipt.scan().clone();
    forged.id = id(2);
    bench.wrap_again(receipt.scan(), &mut forged);
    fs::copy(bench.stored(receipt.scan()), bench.stored(other.scan())).unwrap();

    let read = bench.read(&forged).await;

    assert!(matches!(read, Err(VaultError::Damaged)), "{read:?}");
}

#[tokio::test]
async fn a_key_that_is_not_in_the_key_file_is_no_damage() {
    let bench = Bench::new();
    let receipt = bench.put(id(1), &jpeg(5000)).await.unwrap();
    let mut newer = receipt.scan().clone();
    newer.key_id = 9;

    let opened = bench.vault.verify(office(), &newer).await;

    let Err(VaultError::Unavailable(cause)) = opened else { panic!("{opened:?}") };
    assert_eq!(cause.to_string(), "the key file has no key 9");
}

#[tokio::test]
async fn memory_does_not_grow_with_the_file() {
    let bench = Bench::new();
    let piece = vec![0x55; 1 << 20];
    let start = jpeg(1000);
    let shared = bench.vault.shared.clone();
    let begun = FolderUpload::begin(shared, office(), id(1), LIMIT);
    let mut upload = Box::new(begun.unwrap());
    let capacity = upload.intake.buffered();

    upload.write(&start[..998]).await.unwrap();
    for _ in 0..64 {
        upload.write(&piece).await.unwrap();
        assert_eq!(upload.intake.buffered(), capacity);
    }
    upload.write(&start[998..]).await.unwrap();
    let receipt = upload.finish().await.unwrap();

    assert!(capacity <= CHUNK + 16, "{capacity}");
    let mut reader = bench.vault.open(office(), receipt.scan()).await.unwrap();
    let mut read = 0;
    while let Some(piece) = reader.next().await.unwrap() {
        assert!(piece.capacity() <= CHUNK + 16);
        read += piece.len();
    }
    assert_eq!(read, 64 * piece.len() + 1000);
}

#[tokio::test]
async fn the_limit_holds_to_the_byte() {
    let bench = Bench::new();
    let file = jpeg(70_000);
    let mut exact = bench.vault.begin(office(), id(1), 70_000).await.unwrap();
    let mut less = bench.vault.begin(office(), id(2), 69_999).await.unwrap();

    exact.write(&file).await.unwrap();
    let refused = less.write(&file).await;

    assert_eq!(exact.finish().await.unwrap().scan().size, 70_000);
    assert!(
        matches!(refused, Err(VaultError::Rejected(RejectedScan::TooLarge { limit: 69_999 }))),
        "{refused:?}"
    );
    assert_eq!(bench.files().len(), 1);
    assert!(matches!(less.finish().await, Err(VaultError::Unavailable(_))));
}

#[tokio::test]
async fn an_upload_that_is_dropped_leaves_nothing_behind() {
    let bench = Bench::new();
    let mut upload = bench.vault.begin(office(), id(1), LIMIT).await.unwrap();
    upload.write(&jpeg(200_000)).await.unwrap();
    assert_eq!(bench.files().len(), 1);

    drop(upload);

    assert_eq!(bench.files(), Vec::<std::path::PathBuf>::new());
}

#[tokio::test]
async fn sweeping_removes_leftovers_and_nothing_else() {
    let bench = Bench::new();
    let kept = bench.put(id(1), &jpeg(1000)).await.unwrap();
    let temporary = bench.root().join(office().to_string()).join("tmp");
    for number in 2..5 {
        fs::write(temporary.join(id(number).to_string()), b"half a scan").unwrap();
    }

    let swept = bench.vault.sweep_temporary().await.unwrap();

    assert_eq!(swept, 3);
    assert_eq!(bench.files(), [bench.stored(kept.scan())]);
    assert_eq!(bench.vault.sweep_temporary().await.unwrap(), 0);
}

#[tokio::test]
async fn many_uploads_at_once_do_not_disturb_one_another() {
    let bench = std::sync::Arc::new(Bench::new());
    let mut tasks = Vec::new();
    for number in 1..=24_u8 {
        let bench = bench.clone();
        tasks.push(tokio::spawn(async move {
            let file = jpeg(50_000 + 7_001 * usize::from(number));
            let spread = ScanId::from_bytes([number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]);
            let receipt = bench.put(spread, &file).await.unwrap();
            assert_eq!(bench.read(receipt.scan()).await.unwrap(), file);
        }));
    }

    for task in tasks {
        task.await.unwrap();
    }

    assert_eq!(bench.files().len(), 24);
}
