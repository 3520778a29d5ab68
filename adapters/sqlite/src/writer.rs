use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    thread::{self, JoinHandle},
};

use rusqlite::{Connection, ErrorCode, TransactionBehavior, ffi};
use sipoke_core::ports::{StoreError, StoreErrorKind};
use thiserror::Error;
use tokio::sync::oneshot;

use crate::{
    checkpoint::{Checkpointer, Log},
    fault::{Fault, NotTaken},
};

/// Jobs that may wait. Each holds a request that somebody waits for; more than this cannot be
/// served in the time people wait.
const QUEUE: usize = 1_024;

/// Jobs in one transaction at most, so that the first of them need not wait for ever.
const BATCH: usize = 256;

/// What a job comes to: its value, the refusal of the rules, or a failure. Only of the first is
/// anything kept.
pub(crate) type Outcome<T, E> = Result<Result<T, E>, Fault>;

/// The transaction of a batch could not be begun, or could not be committed.
#[derive(Debug, Clone, Error)]
#[error("the transaction was not committed: {0}")]
struct NotCommitted(String);

/// The one thread that writes.
pub(crate) struct Writer {
    queue: SyncSender<Box<dyn Job>>,
}

/// A job with its types forgotten.
trait Job: Send {
    /// Does the work; `true`: keep what it wrote.
    fn run(&mut self, connection: &Connection) -> bool;

    /// Tells whoever waits. `fate` is what became of the transaction.
    fn answer(self: Box<Self>, fate: Result<(), (StoreErrorKind, NotCommitted)>);
}

struct Task<F, T, E> {
    during: &'static str,
    work: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Job for Task<F, T, E>
where
    F: FnOnce(&Connection) -> Outcome<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        let Some(work) = self.work.take() else { return false };
        let outcome =
            work(connection).unwrap_or_else(|fault| Err(E::from(fault.during(self.during))));
        self.outcome.insert(outcome).is_ok()
    }

    fn answer(self: Box<Self>, fate: Result<(), (StoreErrorKind, NotCommitted)>) {
        let answer = match (fate, self.outcome) {
            (Ok(()), Some(outcome)) => outcome,
            (Ok(()), None) => return,
            (Err((kind, why)), _) => Err(E::from(StoreError::new(kind, self.during, why))),
        };
        // Nobody waits any more: what was committed stays committed.
        drop(self.reply.send(answer));
    }
}

impl Writer {
    /// Starts the thread on its connection. It ends when the writer is dropped.
    pub(crate) fn start(
        connection: Connection,
        path: PathBuf,
        checkpointer: Checkpointer,
    ) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (queue, jobs) = sync_channel(QUEUE);
        let log = Log::of(path);
        let thread = thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || write_all(connection, &jobs, &log, &checkpointer))?;
        Ok((Self { queue }, thread))
    }

    /// Has the work done in a transaction, and answers after it is on disk. When the work says no
    /// or fails, nothing that it wrote is kept.
    pub(crate) async fn write<T, E, F>(&self, during: &'static str, work: F) -> Result<T, E>
    where
        F: FnOnce(&Connection) -> Outcome<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let task = Task { during, work: Some(work), outcome: None, reply };
        let failed = |why: NotTaken| E::from(Fault::from(why).during(during));
        self.queue.try_send(Box::new(task)).map_err(|error| match error {
            TrySendError::Full(_) => failed(NotTaken::Full),
            TrySendError::Disconnected(_) => failed(NotTaken::Ended),
        })?;
        answer.await.unwrap_or_else(|_| Err(failed(NotTaken::Ended)))
    }
}

fn write_all(
    mut connection: Connection,
    jobs: &Receiver<Box<dyn Job>>,
    log: &Log,
    checkpointer: &Checkpointer,
) {
    while let Ok(first) = jobs.recv() {
        let mut batch = vec![first];
        batch.extend(jobs.try_iter().take(BATCH - 1));
        let fate = match log.admit(&connection) {
            Ok(()) => commit(&mut connection, &mut batch),
            Err(error) => Err(error),
        };
        let poisoned = matches!(&fate, Err(error) if sync_failed(error));
        let fate = fate.map_err(|error| {
            tracing::error!(%error, jobs = batch.len(), "a batch was not committed");
            (kind_of(&error), NotCommitted(error.to_string()))
        });
        checkpointer.written(&connection);
        for job in batch {
            job.answer(fate.clone());
        }
        if poisoned {
            // After a failed sync nobody knows what is on disk, and a second sync would lie.
            tracing::error!("the disk failed to sync; nothing is written until the next start");
            return;
        }
    }
}

/// Runs the batch in one transaction, each job in a savepoint of its own.
fn commit(connection: &mut Connection, batch: &mut [Box<dyn Job>]) -> rusqlite::Result<()> {
    let mut transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for job in batch {
        let mut savepoint = transaction.savepoint()?;
        if job.run(&savepoint) {
            savepoint.commit()?;
        } else {
            // Fails when SQLite gave up the whole transaction (disk full, out of memory).
            savepoint.rollback()?;
            savepoint.commit()?;
        }
    }
    transaction.commit()
}

fn kind_of(error: &rusqlite::Error) -> StoreErrorKind {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreErrorKind::Busy,
        Some(_) | None => StoreErrorKind::Unavailable,
    }
}

fn sync_failed(error: &rusqlite::Error) -> bool {
    error.sqlite_error().is_some_and(|failure| {
        matches!(failure.extended_code, ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC)
    })
}
