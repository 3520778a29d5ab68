//! What cases share: going through a life, and many at once.

use std::{
    fmt::{Debug, Display},
    future::Future,
    sync::Arc,
};

use sipoke_core::{
    access::{Actor, Author, Role},
    application::{Application, Command},
    letters::LetterNumber,
    office::Act,
    ports::{Change, CommitError, Committed, Versioned},
    words::{ApplicationId, Moment},
};
use tokio::{sync::Barrier, task::JoinSet};

use crate::{Ports, samples};

/// The value, or the end of the case.
#[track_caller]
pub(super) fn must<T, E: Debug>(result: Result<T, E>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => broken(format!("this must be done, but: {error:?}")),
    }
}

/// Ends the case: a promise was broken.
#[expect(clippy::panic, reason = "a case ends by panicking, like every test")]
#[track_caller]
pub(super) fn broken(how: impl Display) -> ! {
    panic!("{how}")
}

/// What is there, or the end of the case.
#[track_caller]
pub(super) fn there<T>(found: Option<T>) -> T {
    must(found.ok_or("nothing is there"))
}

/// The console, which does what needs no officer.
pub(super) const CONSOLE: Author = Author::Console;

/// A minute after the application came where it stands.
pub(super) fn later(application: &Application) -> Moment {
    application.stage().since().plus_seconds(60)
}

/// Commits, or ends the case.
pub(super) async fn commit(ports: &Ports, change: Change) -> Versioned<Application> {
    must(ports.applications.commit(change).await).application
}

/// Files the sample application of this seed.
pub(super) async fn filed(ports: &Ports, seed: u64) -> Versioned<Application> {
    commit(ports, samples::filed(seed)).await
}

/// Decides on what is stored now and commits it.
pub(super) async fn act(
    ports: &Ports,
    id: ApplicationId,
    command: Command,
    actor: &Actor,
) -> Versioned<Application> {
    let before = found(ports, id).await;
    let at = later(&before.value);
    commit(ports, samples::decided(&before, command, actor, at)).await
}

/// The stored application of the sample office.
pub(super) async fn found(ports: &Ports, id: ApplicationId) -> Versioned<Application> {
    there(must(ports.applications.find(samples::office_code(), id).await))
}

/// Takes a filed application to where the next thing is the signature.
pub(super) async fn before_signature(
    ports: &Ports,
    filed: Versioned<Application>,
) -> Versioned<Application> {
    let mut application = filed;
    let mut steps = samples::ready_steps(&application.value);
    steps.pop();
    for (command, actor) in steps {
        application = act(ports, application.value.id(), command, &actor).await;
    }
    application
}

/// The change that signs, and so takes a number, at this moment.
pub(super) fn signing(before: &Versioned<Application>, at: Moment) -> Change {
    let head = samples::by_officer(Role::Head);
    samples::decided(before, Command::Endorse(Act::Sign), &head, at)
}

/// Files the application of this seed and takes it to where its letter waits.
pub(super) async fn ready(ports: &Ports, seed: u64) -> Versioned<Application> {
    let application = filed(ports, seed).await;
    let application = before_signature(ports, application).await;
    commit(ports, signing(&application, later(&application.value))).await
}

/// The number of the letter.
#[track_caller]
pub(super) fn number(application: &Application) -> LetterNumber {
    there(application.letter()).0.clone()
}

/// Commits all changes at the same time, each on a task of its own, and gives the answers in the
/// order of the changes.
pub(super) async fn at_once(
    ports: &Ports,
    changes: Vec<Change>,
) -> Vec<Result<Committed, CommitError>> {
    let work = changes.into_iter().map(|change| {
        let applications = Arc::clone(&ports.applications);
        async move { applications.commit(change).await }
    });
    together(work.collect()).await
}

/// Runs all at the same time: none begins before every task is there.
pub(super) async fn together<T, F>(work: Vec<F>) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let gate = Arc::new(Barrier::new(work.len()));
    let mut tasks = JoinSet::new();
    for (place, task) in work.into_iter().enumerate() {
        let gate = Arc::clone(&gate);
        tasks.spawn(async move {
            gate.wait().await;
            (place, task.await)
        });
    }
    let mut done = Vec::new();
    while let Some(answer) = tasks.join_next().await {
        done.push(must(answer));
    }
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, answer)| answer).collect()
}
