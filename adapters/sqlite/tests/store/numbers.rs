use sipoke_core::{
    application::StageName,
    letters::LetterState,
    ports::{Applications, CommitError, Ledger, Page, Query},
};

use crate::cases;

#[tokio::test(flavor = "multi_thread", worker_threads = 16)]
async fn sixteen_signers_get_numbers_without_gap_or_double() {
    let folder = tempfile::tempdir().unwrap();
    let store = cases::open(&folder.path().join("kantor.db"));

    let signers: Vec<_> = (0..16_u8)
        .map(|signer| {
            let store = store.clone();
            tokio::spawn(async move {
                for case in 0..8 {
                    let filed = cases::commit(&store, cases::filing(signer * 8 + case)).await;
                    let change = cases::change(filed, vec![cases::accepted()]);
                    let accepted = cases::commit(&store, change).await;
                    cases::commit(&store, cases::signing(accepted.clone())).await;
                    // Whoever signs from an old state gets nothing and uses up no number.
                    let late = store.commit(cases::signing(accepted)).await.unwrap_err();
                    assert!(matches!(late, CommitError::Stale { .. }));
                }
            })
        })
        .collect();
    for signer in signers {
        signer.await.unwrap();
    }

    let register = store.register(cases::office(), &cases::series()).await.unwrap();
    let numbers: Vec<u32> = register.iter().map(|line| line.number.sequence).collect();
    assert_eq!(numbers, (1..=128).collect::<Vec<_>>());
    assert!(register.iter().all(|line| line.state == LetterState::Issued));
    assert_eq!(store.audit(cases::office()).await.unwrap().faults, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 16)]
async fn of_sixteen_requests_with_one_key_one_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let store = cases::open(&folder.path().join("kantor.db"));

    let requests: Vec<_> = (0..16)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.commit(cases::filing_once(1)).await })
        })
        .collect();
    let mut stored = 0;
    for request in requests {
        match request.await.unwrap() {
            Ok(_) => stored += 1,
            Err(CommitError::AlreadyDone(done)) => {
                assert_eq!(done.application.value.id(), cases::id(1));
            }
            Err(other) => panic!("{other}"),
        }
    }

    assert_eq!(stored, 1);
    let other = store.commit(cases::filing_once(2)).await.unwrap_err();
    assert!(matches!(other, CommitError::KeyReused));
}

#[tokio::test]
async fn pages_show_every_case_once_while_others_are_filed() {
    let folder = tempfile::tempdir().unwrap();
    let store = cases::open(&folder.path().join("kantor.db"));
    for number in [2, 4, 6, 8, 10] {
        cases::commit(&store, cases::filing(number)).await;
    }
    let query = Query {
        stage: Some(StageName::Submitted),
        nik: Some(cases::applicant().nik),
        ..Query::default()
    };

    let mut seen = Vec::new();
    let mut page = Page { after: None, limit: 2 };
    for newcomer in [1, 3, 5, 7] {
        let listing = store.list(cases::office(), &query, page).await.unwrap();
        seen.extend(listing.rows.into_iter().map(|row| row.id));
        cases::commit(&store, cases::filing(newcomer)).await;
        page.after = listing.next;
        if page.after.is_none() {
            break;
        }
    }

    for number in [2, 4, 6, 8, 10] {
        assert_eq!(seen.iter().filter(|id| **id == cases::id(number)).count(), 1, "{number}");
    }
}
