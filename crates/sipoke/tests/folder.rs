//! An office in a folder: made once, opened again, and never made anew over one that was lost.

#![expect(clippy::unwrap_used, reason = "helpers of a test may end it")]

use std::{fs, path::Path};

use sipoke::{FolderError, core::words::OfficeCode, create, open};

fn office() -> OfficeCode {
    OfficeCode::parse("32.76.05.1004").unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn what_was_made_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kantor");

    drop(create(&data, office()).unwrap());
    let again = create(&data, office()).unwrap();

    assert_eq!(again.office_code(), office());
    assert_eq!(open(&data).unwrap().office_code(), office());
}

#[tokio::test]
async fn records_that_were_lost_are_not_made_anew() {
    for emptied in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("kantor");
        drop(create(&data, office()).unwrap());
        let records = data.join("sipoke.db");
        if emptied {
            fs::write(&records, b"").unwrap();
        } else {
            fs::remove_file(&records).unwrap();
        }
        let before = names(&data);

        let opened = open(&data).err();
        let created = create(&data, office()).err();

        assert!(matches!(opened, Some(FolderError::RecordsMissing(_))), "{opened:?}");
        assert!(matches!(created, Some(FolderError::RecordsMissing(_))), "{created:?}");
        assert_eq!(names(&data), before);
    }
}

#[tokio::test]
async fn keys_that_were_lost_are_not_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kantor");
    drop(create(&data, office()).unwrap());
    fs::remove_file(data.join("kunci.key")).unwrap();

    let created = create(&data, office()).err();

    assert!(matches!(created, Some(FolderError::KeysMissing(_))), "{created:?}");
}

#[tokio::test]
async fn what_was_begun_is_finished() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kantor");
    drop(create(&data, office()).unwrap());
    // As after a power cut in the middle of the first start.
    fs::remove_dir(data.join("scans")).unwrap();
    fs::remove_file(data.join("sipoke.db")).unwrap();

    create(&data, office()).unwrap();

    assert!(open(&data).is_ok());
}

#[tokio::test]
async fn another_office_and_other_things_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("kantor");
    drop(create(&data, office()).unwrap());
    let other = OfficeCode::parse("32.76.05.1005").unwrap();
    fs::write(folder.path().join("surat.txt"), b"lain").unwrap();

    let another = create(&data, other).err();
    let not_ours = create(folder.path(), office()).err();

    assert!(matches!(another, Some(FolderError::AnotherOffice { .. })), "{another:?}");
    assert!(matches!(not_ours, Some(FolderError::NotOurs(_))), "{not_ours:?}");
}
