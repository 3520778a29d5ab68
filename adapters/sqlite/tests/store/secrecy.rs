use std::fs;

use sipoke_core::{application::Fact, ports::Applications};

use crate::cases;

fn contains(bytes: &[u8], marker: &str) -> bool {
    bytes.windows(marker.len()).any(|window| window == marker.as_bytes())
}

#[tokio::test]
async fn nothing_of_a_person_is_in_the_files_in_clear() {
    let folder = tempfile::tempdir().unwrap();
    let store = cases::open(&folder.path().join("kantor.db"));
    cases::busy_office(&store).await;
    let seen = store.find(cases::office(), cases::id(1)).await.unwrap().unwrap();
    cases::commit(&store, cases::change(seen, vec![Fact::Withdrawn])).await;
    let applicant = cases::applicant();
    let secret = cases::secret().expose();
    let markers = [
        applicant.nik.expose(),
        applicant.name.expose().to_owned(),
        applicant.phone.expose().trim_start_matches("+62").to_owned(),
        applicant.address.expose().to_owned(),
        secret.replace('-', ""),
        secret,
        cases::ANSWER.to_owned(),
        cases::PASSWORD.to_owned(),
        cases::OFFICER.to_owned(),
        cases::KEY.to_owned(),
    ];

    // Once while the log stands beside the database, once after it was moved back.
    let mut files = Vec::new();
    let mut read = || {
        for entry in fs::read_dir(folder.path()).unwrap() {
            let path = entry.unwrap().path();
            files.push((path.clone(), fs::read(path).unwrap()));
        }
    };
    read();
    drop(store);
    read();

    let all: Vec<u8> = files.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect();
    assert!(files.iter().any(|(path, bytes)| path.ends_with("kantor.db-wal") && !bytes.is_empty()));
    assert!(contains(&all, "keterangan-domisili"), "what is public is there: the search works");
    for marker in markers {
        for (path, bytes) in &files {
            assert!(!contains(bytes, &marker), "{marker} is in {path:?}");
        }
    }
}
