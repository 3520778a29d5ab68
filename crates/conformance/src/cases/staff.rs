//! Officers, their attempts to sign in, their sessions.

use sipoke_core::{
    access::{Author, Role},
    ports::{NewSession, OfficerAccount, Session, SignInGuard, StaffError},
    words::{Login, Moment, OfficerId},
};

use super::{
    snapshot::Snapshot,
    support::{CONSOLE, must, there, together},
};
use crate::{Ports, StoreHarness, memory::SeededEntropy, samples};

async fn add(ports: &Ports, account: OfficerAccount) {
    must(ports.staff.add(samples::office_code(), account, samples::morning(), CONSOLE).await);
}

async fn clerk(ports: &Ports) -> OfficerAccount {
    add(ports, samples::account(Role::CounterClerk)).await;
    stored_clerk(ports).await
}

async fn stored_clerk(ports: &Ports) -> OfficerAccount {
    let login = samples::officer(Role::CounterClerk).login;
    there(must(ports.staff.account(samples::office_code(), &login).await))
}

async fn count(ports: &Ports, at: Moment, failed: SignInGuard) -> bool {
    let officer = samples::officer_id(Role::CounterClerk);
    must(ports.staff.count_attempt(samples::office_code(), officer, at, failed).await)
}

fn session(token: u64, began_at: Moment) -> NewSession {
    NewSession {
        token: samples::token(token),
        officer: samples::officer_id(Role::CounterClerk),
        began_at,
        ends_at: began_at.plus_seconds(8 * 3_600),
    }
}

async fn open(ports: &Ports, session: NewSession) {
    must(ports.staff.open_session(samples::office_code(), session).await);
}

async fn found(ports: &Ports, token: u64) -> Option<Session> {
    must(ports.staff.session(samples::office_code(), samples::token(token)).await)
}

/// With everything that is needed to sign in.
pub async fn an_account_is_read_as_it_was_added(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let mut account = samples::account(Role::CounterClerk);
    account.officer.roles = Role::ALL.into();
    account.guard = SignInGuard { failures: 3, locked_until: Some(samples::morning()) };

    add(&ports, account.clone()).await;

    assert_eq!(stored_clerk(&ports).await, account);
    let stranger = must(Login::parse("tidak.ada"));
    assert_eq!(must(ports.staff.account(samples::office_code(), &stranger).await), None);
}

/// Bytes, not a language, say what comes first.
pub async fn officers_are_listed_by_login(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let sorted = ["a-b", "a.b", "a0", "a_b", "aa", "ba"];
    for (seed, login) in
        [3_u64, 0, 5, 1, 4, 2].into_iter().zip(["a_b", "a-b", "ba", "a.b", "aa", "a0"])
    {
        let mut account = samples::account(Role::Verifier);
        account.officer.id = OfficerId::new(samples::morning(), SeededEntropy::new(seed).draw());
        account.officer.login = must(Login::parse(login));
        add(&ports, account).await;
    }

    let listed = must(ports.staff.list(samples::office_code()).await);

    let logins: Vec<&str> = listed.iter().map(|officer| officer.login.as_str()).collect();
    assert_eq!(logins, sorted);
}

/// A login is one person's.
pub async fn a_taken_login_is_refused_and_changes_nothing(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let first = clerk(&ports).await;
    let mut second = samples::account(Role::Head);
    second.officer.login = first.officer.login;
    let before = Snapshot::of(&ports).await;

    let refused =
        ports.staff.add(samples::office_code(), second, samples::morning(), CONSOLE).await;

    assert!(matches!(refused, Err(StaffError::LoginTaken)), "{refused:?}");
    assert_eq!(Snapshot::of(&ports).await, before);
}

/// Two admins hire the same person.
pub async fn of_sixteen_officers_with_one_login_one_is_added(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let work = (1..=16_u64).map(|seed| {
        let staff = ports.staff.clone();
        let mut account = samples::account(Role::Verifier);
        account.officer.id = OfficerId::new(samples::morning(), SeededEntropy::new(seed).draw());
        async move { staff.add(samples::office_code(), account, samples::morning(), CONSOLE).await }
    });

    let answers = together(work.collect()).await;

    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    assert_eq!(must(ports.staff.list(samples::office_code()).await).len(), 1);
    assert_eq!(must(ports.ledger.audit(samples::office_code()).await).lines, 1);
}

/// The guard of a failure is there before the password is looked at.
pub async fn an_attempt_is_counted_at_once(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    clerk(&ports).await;
    let failed = SignInGuard { failures: 1, locked_until: None };

    let counted = count(&ports, samples::morning(), failed).await;

    assert!(counted, "an account that is not locked must be open");
    assert_eq!(stored_clerk(&ports).await.guard, failed);
}

/// And opens again on the second.
pub async fn a_lock_holds_until_its_moment_and_not_longer(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    clerk(&ports).await;
    let opens = samples::morning().plus_seconds(60);
    let locked = SignInGuard { failures: 5, locked_until: Some(opens) };
    let next = SignInGuard { failures: 6, locked_until: Some(opens.plus_seconds(60)) };
    assert!(count(&ports, samples::morning(), locked).await);

    let just_before = must(Moment::from_micros(opens.micros() - 1));
    let early = count(&ports, just_before, next).await;
    let guard_after_early = stored_clerk(&ports).await.guard;
    let on_time = count(&ports, opens, next).await;

    assert!(!early, "a locked account let an attempt through");
    assert_eq!(guard_after_early, locked, "a refused attempt changed the guard");
    assert!(on_time, "the lock outlived its moment");
    assert_eq!(stored_clerk(&ports).await.guard, next);
}

/// Sixteen guesses on sixteen lines.
pub async fn of_sixteen_guesses_at_once_one_gets_through_a_closing_lock(
    store: &mut dyn StoreHarness,
) {
    let ports = store.ports();
    clerk(&ports).await;
    let at = samples::morning();
    let failed = SignInGuard { failures: 1, locked_until: Some(at.plus_seconds(1)) };
    let work = (0..16).map(|_| {
        let ports = ports.clone();
        async move { count(&ports, at, failed).await }
    });

    let answers = together(work.collect()).await;

    assert_eq!(answers.iter().filter(|through| **through).count(), 1, "{answers:?}");
}

/// It begins, and the failures before it are forgotten.
pub async fn a_session_begins_and_clears_the_guard(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let account = clerk(&ports).await;
    let failed = SignInGuard { failures: 4, locked_until: Some(samples::morning()) };
    assert!(count(&ports, samples::morning(), failed).await);
    let new = session(1, samples::morning().plus_seconds(5));

    open(&ports, new.clone()).await;

    let expected =
        Session { officer: account.officer, used_at: new.began_at, ends_at: new.ends_at };
    assert_eq!(found(&ports, 1).await, Some(expected));
    assert_eq!(stored_clerk(&ports).await.guard, SignInGuard::default());
}

/// Somebody who guesses.
pub async fn an_unknown_token_has_no_session(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    clerk(&ports).await;
    open(&ports, session(1, samples::morning())).await;

    assert_eq!(found(&ports, 2).await, None);
}

/// For the time without use after which a session is over.
pub async fn a_session_remembers_when_it_was_used(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    clerk(&ports).await;
    let new = session(1, samples::morning());
    open(&ports, new.clone()).await;
    let used_at = new.began_at.plus_seconds(600);
    let (office, stranger) = (samples::office_code(), samples::token(2));

    must(ports.staff.touch_session(office, new.token, used_at).await);
    must(ports.staff.touch_session(office, stranger, used_at).await);

    let session = there(found(&ports, 1).await);
    assert_eq!((session.used_at, session.ends_at), (used_at, new.ends_at));
    assert_eq!(found(&ports, 2).await, None);
}

/// One ends, the other goes on.
pub async fn a_session_that_ended_is_gone_and_others_go_on(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    clerk(&ports).await;
    open(&ports, session(1, samples::morning())).await;
    open(&ports, session(2, samples::morning())).await;
    let at = samples::morning().plus_seconds(60);

    must(ports.staff.end_session(samples::office_code(), samples::token(1), at).await);

    assert_eq!(found(&ports, 1).await, None);
    assert!(found(&ports, 2).await.is_some(), "another session ended along with it");
}

/// Signing out twice.
pub async fn ending_an_unknown_session_changes_nothing(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    clerk(&ports).await;
    open(&ports, session(1, samples::morning())).await;
    let before = Snapshot::of(&ports).await;

    let at = samples::morning();
    must(ports.staff.end_session(samples::office_code(), samples::token(2), at).await);

    assert_eq!(Snapshot::of(&ports).await, before);
    assert!(found(&ports, 1).await.is_some());
}

/// Rule R9; nobody's login or token stands in the record.
pub async fn hiring_signing_in_and_signing_out_are_recorded(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let office = samples::office_code();
    let account = clerk(&ports).await;
    open(&ports, session(1, samples::morning())).await;
    must(ports.staff.end_session(office, samples::token(1), samples::morning()).await);

    let lines = must(ports.ledger.lines(office, 0, 10).await);

    let officer = Author::Officer(account.officer.id);
    let by: Vec<Author> = lines.iter().map(|line| line.by).collect();
    assert_eq!(by, [CONSOLE, officer, officer]);
    for line in lines {
        assert!(!line.subject.contains(account.officer.name.expose()), "a name is on record");
    }
    assert_eq!(must(ports.ledger.audit(office).await).faults, []);
}
