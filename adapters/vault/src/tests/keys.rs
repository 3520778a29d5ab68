use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf, sync::Arc};

use sipoke_core::ports::{Sealer, Unsealable, Vault};
use tempfile::TempDir;

use super::{Bench, Seed, id, jpeg, office};
use crate::{FolderVault, KeyFileError, KeyRing};

fn made() -> (TempDir, PathBuf, Arc<Seed>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("office.keys");
    let seed = Arc::new(Seed::default());
    KeyRing::create(&path, &*seed).unwrap();
    (folder, path, seed)
}

#[test]
fn a_fresh_key_file_is_for_its_owner_alone_and_never_written_over() {
    let (_folder, path, seed) = made();
    let before = fs::read(&path).unwrap();

    let again = KeyRing::create(&path, &*seed);

    assert!(matches!(again, Err(KeyFileError::Exists { .. })), "{again:?}");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_key_file_that_others_may_read_is_refused_with_the_command_that_mends_it() {
    let (_folder, path, seed) = made();

    for mode in [0o640, 0o604, 0o620, 0o601, 0o644, 0o777] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let refused = KeyRing::load(&path, seed.clone()).unwrap_err().to_string();
        assert!(refused.ends_with(&format!("run: chmod 600 '{}'", path.display())), "{refused}");
        assert!(refused.contains(&format!("{mode:04o}")), "{refused}");
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();

    assert_eq!(KeyRing::load(&path, seed).unwrap().current(), 1);
}

#[test]
fn a_missing_key_file_is_told_apart_from_a_damaged_one() {
    let (folder, path, seed) = made();
    let text = fs::read_to_string(&path).unwrap();

    let missing = KeyRing::load(&folder.path().join("none"), seed.clone());
    assert!(matches!(missing, Err(KeyFileError::Missing { .. })), "{missing:?}");
    for length in 0..text.len() - 1 {
        fs::write(&path, &text[..length]).unwrap();
        let cut_off = KeyRing::load(&path, seed.clone());
        assert!(matches!(cut_off, Err(KeyFileError::Damaged { .. })), "{length}: {cut_off:?}");
    }
    fs::write(&path, text.replace("sipoke-keys 1", "sipoke-keys 2")).unwrap();
    let newer = KeyRing::load(&path, seed);

    assert!(matches!(newer, Err(KeyFileError::Newer { .. })), "{newer:?}");
}

#[test]
fn one_wrong_digit_in_a_key_is_found_with_no_word_of_the_key() {
    let (_folder, path, seed) = made();
    let text = fs::read_to_string(&path).unwrap();
    let key = text.lines().find(|line| line.starts_with("key 1 ")).unwrap();
    let last = key.chars().last().unwrap();
    let wrong = format!("{}{}", &key[..key.len() - 1], if last == '0' { '1' } else { '0' });
    fs::write(&path, text.replace(key, &wrong)).unwrap();

    let refused = KeyRing::load(&path, seed).unwrap_err();

    assert!(matches!(refused, KeyFileError::Damaged { line: 6, .. }), "{refused:?}");
    assert!(!format!("{refused} {refused:?}").contains(&key[6..20]));
}

#[test]
fn a_field_opens_in_its_own_place_only() {
    let (_folder, path, seed) = made();
    let keys = KeyRing::load(&path, seed).unwrap();

    let sealed = keys.seal(b"application/nik/1", b"3276051501900002");

    assert_eq!(keys.open(b"application/nik/1", &sealed).unwrap(), b"3276051501900002");
    assert_eq!(keys.open(b"application/nik/2", &sealed), Err(Unsealable));
    assert!(!sealed.windows(6).any(|window| window == b"327605"));
    assert_ne!(sealed, keys.seal(b"application/nik/1", b"3276051501900002"), "the nonce is fresh");
}

#[test]
fn every_changed_bit_of_a_sealed_field_is_found() {
    let (_folder, path, seed) = made();
    let keys = KeyRing::load(&path, seed).unwrap();
    let sealed = keys.seal(b"place", b"Jalan Melati");

    for bit in 0..sealed.len() * 8 {
        let mut changed = sealed.clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(keys.open(b"place", &changed), Err(Unsealable), "bit {bit}");
    }
    for length in 0..sealed.len() {
        assert_eq!(keys.open(b"place", &sealed[..length]), Err(Unsealable), "{length}");
    }
}

#[test]
fn after_a_rotation_the_old_opens_the_new_is_used_and_fingerprints_stay() {
    let (folder, path, seed) = made();
    let before = KeyRing::load(&path, seed.clone()).unwrap();
    let sealed = before.seal(b"place", b"old");

    let added = KeyRing::rotate(&path, &*seed).unwrap();

    let after = KeyRing::load(&path, seed).unwrap();
    assert_eq!((before.current(), added, after.current()), (1, 2, 2));
    assert_eq!(after.open(b"place", &sealed).unwrap(), b"old");
    assert_eq!(before.open(b"place", &after.seal(b"place", b"new")), Err(Unsealable));
    assert_eq!(before.fingerprint(b"nik", b"3276"), after.fingerprint(b"nik", b"3276"));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn scans_from_before_a_rotation_still_open() {
    let bench = Bench::new();
    let old = bench.put(id(1), &jpeg(5000)).await.unwrap();
    let path = bench.folder.path().join("office.keys");
    let seed = Arc::new(Seed::default());

    KeyRing::rotate(&path, &*seed).unwrap();
    let keys = Arc::new(KeyRing::load(&path, seed.clone()).unwrap());
    let vault = FolderVault::new(bench.root(), keys, seed);

    assert_eq!(old.scan().key_id, 1);
    vault.verify(office(), old.scan()).await.unwrap();
}

#[test]
fn fingerprints_tell_purpose_and_content_apart() {
    let (_folder, path, seed) = made();
    let keys = KeyRing::load(&path, seed).unwrap();

    let prints = [
        keys.fingerprint(b"nik", b"3276"),
        keys.fingerprint(b"nik", b"3277"),
        keys.fingerprint(b"phone", b"3276"),
        keys.fingerprint(b"nik3", b"276"),
    ];

    assert_eq!(prints[0], keys.fingerprint(b"nik", b"3276"));
    for (number, print) in prints.iter().enumerate() {
        assert!(!prints[number + 1..].contains(print));
    }
}

#[test]
fn keys_never_show_in_debug_output() {
    let (_folder, path, seed) = made();

    let shown = format!("{:?}", KeyRing::load(&path, seed).unwrap());

    assert_eq!(shown, "KeyRing { current: 1, .. }");
}
