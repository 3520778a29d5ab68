use std::{
    sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    thread,
};

use rusqlite::{Connection, ErrorCode, TransactionBehavior, ffi};
use sipoke_core::ports::{StoreError, StoreErrorKind};
use thiserror::Error;
use tokio::sync::oneshot;

use crate::{
    checkpoint::Checkpointer,
    ending::Ending,
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
    _ending: Ending,
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
        checkpointer: Checkpointer,
    ) -> std::io::Result<Self> {
        let (queue, jobs) = sync_channel(QUEUE);
        let thread = thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || write_all(connection, &jobs, &checkpointer))?;
        Ok(Self { queue, _ending: Ending(vec![thread]) })
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

/// Parameters are dropped from the last to the first: the checkpoints end before the connection of
/// the writer is closed, which empties the log.
fn write_all(
    mut connection: Connection,
    jobs: &Receiver<Box<dyn Job>>,
    checkpointer: &Checkpointer,
) {
    while let Ok(first) = jobs.recv() {
        let mut batch = vec![first];
        batch.extend(jobs.try_iter().take(BATCH - 1));
        let fate = match checkpointer.admit(&connection) {
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

#[cfg(test)]
mod tests {
    use std::{
        path::{Path, PathBuf},
        sync::mpsc,
    };

    use tempfile::TempDir;

    use super::*;
    use crate::{checkpoint::Log, connection};

    type Written = Result<(), StoreError>;

    struct Office {
        _folder: TempDir,
        path: PathBuf,
        writer: Writer,
    }

    fn office() -> Office {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kantor.db");
        let connection = connection::writing(&path).unwrap();
        assert!(connection::keep_log(&connection).unwrap());
        connection
            .execute_batch(
                "CREATE TABLE thing (value INTEGER PRIMARY KEY) STRICT;
                 CREATE TABLE part (thing INTEGER REFERENCES thing) STRICT",
            )
            .unwrap();
        let (other, log) = (connection::writing(&path).unwrap(), Log::of(path.clone()));
        let writer = Writer::start(connection, Checkpointer::start(other, log).unwrap()).unwrap();
        Office { _folder: folder, path, writer }
    }

    fn things(path: &Path) -> Vec<i64> {
        let connection = connection::reading(path).unwrap();
        let mut statement = connection.prepare("SELECT value FROM thing ORDER BY value").unwrap();
        let things = statement.query_map([], |row| row.get(0)).unwrap();
        things.map(Result::unwrap).collect()
    }

    fn insert(connection: &Connection, value: i64) -> Outcome<(), StoreError> {
        connection.execute("INSERT INTO thing VALUES (?1)", [value])?;
        Ok(Ok(()))
    }

    impl Office {
        /// Asks for work at once, so that it is queued when this returns.
        fn ask<F>(&self, work: F) -> oneshot::Receiver<Written>
        where
            F: FnOnce(&Connection) -> Outcome<(), StoreError> + Send + 'static,
        {
            let (reply, answer) = oneshot::channel();
            let task = Task { during: "test", work: Some(work), outcome: None, reply };
            self.writer.queue.try_send(Box::new(task)).unwrap();
            answer
        }

        /// Holds the writer until the sender is dropped, so that what is asked for meanwhile
        /// becomes one batch.
        fn hold(&self) -> mpsc::Sender<()> {
            let (release, held) = mpsc::channel::<()>();
            let (begin, begun) = mpsc::channel();
            drop(self.ask(move |_| {
                begin.send(()).unwrap();
                assert!(held.recv().is_err());
                Ok(Ok(()))
            }));
            begun.recv().unwrap();
            release
        }
    }

    fn kind(written: Result<Written, oneshot::error::RecvError>) -> Option<StoreErrorKind> {
        written.unwrap().err().map(|error| error.kind)
    }

    #[tokio::test]
    async fn one_bad_job_does_not_sink_its_batch() {
        let office = office();
        let path = office.path.clone();
        let held = office.hold();
        let first = office.ask(|connection| insert(connection, 1));
        let refused = office.ask(|connection| {
            insert(connection, 2)?.unwrap();
            Ok(Err(StoreError::new(StoreErrorKind::Busy, "test", NotTaken::Full)))
        });
        let failed = office.ask(|connection| {
            insert(connection, 3)?.unwrap();
            insert(connection, 1)
        });
        let last = office.ask(move |connection| {
            assert!(things(&path).is_empty(), "all of a batch is in one transaction");
            insert(connection, 4)
        });

        drop(held);

        assert_eq!(kind(first.await), None);
        assert_eq!(kind(refused.await), Some(StoreErrorKind::Busy));
        assert_eq!(kind(failed.await), Some(StoreErrorKind::Corrupt));
        assert_eq!(kind(last.await), None);
        assert_eq!(things(&office.path), [1, 4]);
    }

    #[tokio::test]
    async fn when_the_commit_fails_nobody_is_told_that_it_did_not() {
        let office = office();
        let held = office.hold();
        let good = office.ask(|connection| insert(connection, 1));
        let breaks_the_commit = office.ask(|connection| {
            connection.execute_batch("PRAGMA defer_foreign_keys = ON")?;
            connection.execute("INSERT INTO part VALUES (99)", [])?;
            Ok(Ok(()))
        });

        drop(held);

        assert_eq!(kind(good.await), Some(StoreErrorKind::Unavailable));
        assert_eq!(kind(breaks_the_commit.await), Some(StoreErrorKind::Unavailable));
        assert_eq!(kind(office.ask(|connection| insert(connection, 2)).await), None);
        assert_eq!(things(&office.path), [2]);
    }

    #[tokio::test]
    async fn a_writer_that_is_gone_fails_every_call_and_hangs_none() {
        let office = office();
        let held = office.hold();
        let before = office.ask(|connection| insert(connection, 1));
        let panics = office.ask(|_| panic!("the writer dies here, as the test wants"));

        drop(held);

        assert!(before.await.is_err());
        assert!(panics.await.is_err());
        let after: Written = office.writer.write("test", |connection| insert(connection, 2)).await;
        assert_eq!(after.unwrap_err().kind, StoreErrorKind::Unavailable);
        assert!(things(&office.path).is_empty());
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once() {
        let office = office();
        let held = office.hold();
        let waiting: Vec<_> = (0..QUEUE).map(|_| office.ask(|_| Ok(Ok(())))).collect();

        let refused: Written =
            office.writer.write("test", |connection| insert(connection, 1)).await;
        drop(held);

        assert_eq!(refused.unwrap_err().kind, StoreErrorKind::Busy);
        for answer in waiting {
            assert_eq!(kind(answer.await), None);
        }
    }
}
