use std::{sync::Arc, time::Duration};

use sipoke_conformance::{Ports, memory::TestSealer, samples};
use sipoke_core::{
    access::{Author, Role},
    application::{Application, Command},
    office::Act,
    ports::{
        Applications, AuditEntry, Change, CommitError, Ledger, SignInGuard, Staff, StoreErrorKind,
        Versioned,
    },
};
use sipoke_postgres::{PostgresStore, Settings};
use sipoke_test_postgres::{APP, Database, SUPERUSER};
use sqlx::Connection;

use crate::{
    proxy::{Cut, Proxy},
    support,
};

/// A store behind a line that can be cut.
async fn behind_a_proxy(database: &Database) -> (Proxy, PostgresStore) {
    let proxy = Proxy::start(database.socket()).await;
    let settings = Settings::new(proxy.url(database, APP));
    let store = PostgresStore::open(&settings, Arc::new(TestSealer)).await.unwrap();
    (proxy, store)
}

fn entry(seconds: i64) -> AuditEntry {
    AuditEntry {
        office: samples::office_code(),
        at: samples::morning().plus_seconds(seconds),
        by: Author::Console,
        action: "scan-viewed",
        subject: "x".to_owned(),
    }
}

async fn lines(store: &PostgresStore) -> usize {
    assert_eq!(store.audit(samples::office_code()).await.unwrap().faults, []);
    store.lines(samples::office_code(), 0, 1_000).await.unwrap().len()
}

#[tokio::test]
async fn a_filing_is_stored_once_wherever_the_line_is_cut() {
    for cuts in [&[Cut::Before][..], &[Cut::After], &[Cut::Before, Cut::After]] {
        for begun in [false, true] {
            let database = support::database().await;
            let (proxy, store) = behind_a_proxy(&database).await;
            if begun {
                store.append(entry(0)).await.unwrap();
            }
            proxy.cut(cuts);

            let committed = store.commit(samples::filed(1)).await.unwrap();

            assert!(proxy.was_cut());
            let id = committed.application.value.id();
            let found = store.find(samples::office_code(), id).await.unwrap();
            assert_eq!(found, Some(committed.application), "{cuts:?} {begun}");
            assert_eq!(lines(&store).await, 1 + usize::from(begun), "{cuts:?} {begun}");
        }
    }
}

/// Has every commit that files take half a second.
async fn slow_down_commits(database: &Database) {
    let mut superuser = database.connect(SUPERUSER).await;
    sqlx::raw_sql(
        "CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$;
         CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON application
         DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dawdle();",
    )
    .execute(&mut superuser)
    .await
    .unwrap();
}

#[tokio::test]
async fn a_commit_that_the_server_is_still_at_is_waited_for() {
    for receipt in [None, Some(samples::receipt(1))] {
        for begun in [false, true] {
            let database = support::database().await;
            let (proxy, store) = behind_a_proxy(&database).await;
            if begun {
                store.append(entry(0)).await.unwrap();
            }
            slow_down_commits(&database).await;
            proxy.cut(&[Cut::During]);
            let change = Change { receipt: receipt.clone(), ..samples::filed(1) };

            let committed = store.commit(change).await.unwrap();

            assert!(proxy.was_cut());
            assert_eq!(committed.application.revision.0, 1);
            assert_eq!(lines(&store).await, 1 + usize::from(begun), "{begun}");
        }
    }
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_cut_its_commit() {
    let database = support::database().await;
    let store = support::open(&database).await;
    slow_down_commits(&database).await;

    let waited = Duration::from_millis(100);
    let gone = tokio::time::timeout(waited, store.commit(samples::filed(1))).await;

    assert!(gone.is_err());
    // Waits for the same ticket, and so until the first has ended.
    let late = store.commit(samples::filed(1)).await.unwrap_err();
    assert!(matches!(late, CommitError::Stale { current: Some(_) }), "{late}");
    assert_eq!(lines(&store).await, 1);
}

#[tokio::test]
async fn an_office_that_is_held_too_long_is_busy_and_its_neighbour_is_not() {
    let database = support::database().await;
    let store = support::open(&database).await;
    store.append(entry(0)).await.unwrap();
    let mut holder = database.connect(APP).await;
    let mut held = holder.begin().await.unwrap();
    sqlx::raw_sql("SELECT FROM audit_head FOR UPDATE").execute(&mut *held).await.unwrap();

    let elsewhere = AuditEntry { office: samples::other_office_code(), ..entry(1) };
    store.append(elsewhere).await.unwrap();
    let busy = store.append(entry(1)).await.unwrap_err();
    held.rollback().await.unwrap();

    assert_eq!(busy.kind, StoreErrorKind::Busy);
    assert_eq!(lines(&store).await, 1);
}

#[tokio::test]
async fn a_request_with_a_receipt_is_stored_once_and_answered_as_its_own() {
    let database = support::database().await;
    let (proxy, store) = behind_a_proxy(&database).await;
    let change = Change { receipt: Some(samples::receipt(1)), ..samples::filed(1) };
    proxy.cut(&[Cut::After]);

    let first = store.commit(change.clone()).await.unwrap();
    let again = store.commit(change).await.unwrap_err();

    let CommitError::AlreadyDone(done) = again else { panic!("{again}") };
    assert_eq!(done.application, first.application);
    assert_eq!(lines(&store).await, 1);
}

async fn before_signature(store: &PostgresStore, seed: u64) -> Versioned<Application> {
    let mut case = store.commit(samples::filed(seed)).await.unwrap().application;
    let mut steps = samples::ready_steps(&case.value);
    steps.pop();
    for (command, actor) in steps {
        let at = case.value.stage().since().plus_seconds(60);
        case =
            store.commit(samples::decided(&case, command, &actor, at)).await.unwrap().application;
    }
    case
}

async fn sign(store: &PostgresStore, case: &Versioned<Application>) -> Versioned<Application> {
    let at = case.value.stage().since().plus_seconds(60);
    let head = samples::by_officer(Role::Head);
    let change = samples::decided(case, Command::Endorse(Act::Sign), &head, at);
    store.commit(change).await.unwrap().application
}

#[tokio::test]
async fn a_signature_takes_one_number_wherever_the_line_is_cut() {
    for cuts in [[Cut::Before], [Cut::After]] {
        let database = support::database().await;
        let (proxy, store) = behind_a_proxy(&database).await;
        let case = before_signature(&store, 1).await;
        let before = lines(&store).await;
        proxy.cut(&cuts);

        let signed = sign(&store, &case).await;

        assert!(proxy.was_cut());
        assert_eq!(signed.value.letter().unwrap().0.sequence, 1);
        let register = store.register(samples::office_code(), &samples::series()).await.unwrap();
        assert_eq!(register.len(), 1);
        assert_eq!(lines(&store).await, before + 1);
    }
}

#[tokio::test]
async fn a_line_of_the_audit_trail_is_written_once_wherever_the_line_is_cut() {
    let database = support::database().await;
    let (proxy, store) = behind_a_proxy(&database).await;

    for (second, cut) in [Cut::After, Cut::Before, Cut::After, Cut::Before].into_iter().enumerate()
    {
        proxy.cut(&[cut]);
        store.append(entry(i64::try_from(second).unwrap())).await.unwrap();
        assert!(proxy.was_cut());
    }

    assert_eq!(lines(&store).await, 4);
}

#[tokio::test]
async fn an_attempt_whose_counting_is_in_doubt_is_not_evaluated() {
    let database = support::database().await;
    let (proxy, store) = behind_a_proxy(&database).await;
    let account = samples::account(Role::Head);
    let officer = account.officer.id;
    store.add(samples::office_code(), account, samples::morning(), Author::Console).await.unwrap();
    proxy.cut(&[Cut::After]);

    let at = samples::morning();
    let failed = SignInGuard { failures: 1, locked_until: None };
    let doubt = store.count_attempt(samples::office_code(), officer, at, failed).await.unwrap_err();

    assert_eq!(doubt.kind, StoreErrorKind::Unavailable);
}

#[tokio::test]
async fn a_line_that_is_always_cut_is_an_error_and_not_a_guess() {
    let database = support::database().await;
    let (proxy, store) = behind_a_proxy(&database).await;
    proxy.cut(&[Cut::Before; 20]);

    let error = store.commit(samples::filed(1)).await.unwrap_err();

    let CommitError::Store(error) = error else { panic!("{error}") };
    assert_eq!(error.kind, StoreErrorKind::Unavailable);
    assert!(error.is_temporary());
    proxy.cut(&[]);
    assert_eq!(lines(&store).await, 0);
}

#[tokio::test]
async fn sessions_that_the_server_ended_are_not_noticed_by_anybody() {
    let database = support::database().await;
    let store = support::open(&database).await;
    let ports = Ports::of(Arc::new(store.clone()));
    let finds: Vec<_> = (0..8)
        .map(|_| {
            let applications = Arc::clone(&ports.applications);
            let id = samples::filed(1).id;
            tokio::spawn(async move { applications.find(samples::office_code(), id).await })
        })
        .collect();
    for find in finds {
        assert_eq!(find.await.unwrap().unwrap(), None);
    }

    let mut superuser = database.connect(SUPERUSER).await;
    for round in 1..=3 {
        let ended: i64 = sqlx::query_scalar(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .fetch_one(&mut superuser)
        .await
        .unwrap();
        assert!(ended > 0);

        store.commit(samples::filed(round)).await.unwrap();
        let found = store.find(samples::office_code(), samples::filed(round).id).await;
        assert!(found.unwrap().is_some());
    }

    assert_eq!(lines(&store).await, 3);
}

/// Has the next `failures` commits fail with this code, in the statement that writes the notices.
async fn fail(database: &Database, failures: u32, code: &str) {
    let sql = format!(
        "CREATE SEQUENCE failures;
         CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
         BEGIN
             IF nextval('failures') <= {failures} THEN
                 RAISE EXCEPTION 'as the test wants' USING ERRCODE = '{code}';
             END IF;
             RETURN NEW;
         END $$;
         CREATE TRIGGER fail BEFORE INSERT ON application
         FOR EACH ROW EXECUTE FUNCTION fail();"
    );
    let mut superuser = database.connect(SUPERUSER).await;
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut superuser).await.unwrap();
}

#[tokio::test]
async fn serialization_failures_and_deadlocks_are_tried_again() {
    for code in ["40001", "40P01"] {
        let database = support::database().await;
        let store = support::open(&database).await;
        fail(&database, 3, code).await;

        store.commit(samples::filed(1)).await.unwrap();

        assert_eq!(lines(&store).await, 1, "{code}");
    }
}

#[tokio::test]
async fn what_never_succeeds_is_given_up_and_leaves_nothing() {
    let database = support::database().await;
    let store = support::open(&database).await;
    fail(&database, 1_000, "40001").await;

    let error = store.commit(samples::filed(1)).await.unwrap_err();

    let CommitError::Store(error) = error else { panic!("{error}") };
    assert_eq!(error.kind, StoreErrorKind::Busy);
    assert_eq!(lines(&store).await, 0);
}

#[tokio::test]
async fn a_commit_takes_six_round_trips_and_a_signature_eight() {
    let database = support::database().await;
    let proxy = Proxy::start(database.socket()).await;
    let settings = Settings { connections: 1, ..Settings::new(proxy.url(&database, APP)) };
    let store = PostgresStore::open(&settings, Arc::new(TestSealer)).await.unwrap();
    // Every statement is prepared at its first use.
    for seed in 1..=2 {
        let case = before_signature(&store, seed).await;
        sign(&store, &case).await;
    }
    let case = before_signature(&store, 3).await;
    store.find(samples::office_code(), case.value.id()).await.unwrap();
    proxy.round_trips();

    let receipt = Some(samples::receipt(4));
    store.commit(Change { receipt, ..samples::filed(4) }).await.unwrap();
    let filing = proxy.round_trips();
    sign(&store, &case).await;
    let signing = proxy.round_trips();
    store.find(samples::office_code(), case.value.id()).await.unwrap();
    let finding = proxy.round_trips();

    assert_eq!((filing, signing, finding), (6, 8, 1));
}
