use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use rusqlite::{Connection, ffi};

use crate::ending::Ending;

/// Rows that are written between two checkpoints.
const EVERY_ROWS: u64 = 2_000;

/// The log may not grow beyond this, whoever keeps it from being moved back.
const FUSE: u64 = 256 << 20;

/// Asks for checkpoints. They run beside the writer on a thread of their own.
pub(crate) struct Checkpointer {
    wake: SyncSender<()>,
    done_at: AtomicU64,
    log: Log,
    turn: Turn,
    _ending: Ending,
}

/// SQLite runs one checkpoint at a time and does not wait for another: whoever wants one waits here.
#[derive(Clone, Default)]
struct Turn(Arc<Mutex<()>>);

impl Turn {
    fn take(&self) -> MutexGuard<'_, ()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Checkpointer {
    /// Starts the thread on its connection. It ends when the checkpointer is dropped.
    pub(crate) fn start(connection: Connection, log: Log) -> std::io::Result<Self> {
        let (wake, woken) = sync_channel(1);
        let turn = Turn::default();
        let turns = turn.clone();
        let thread = thread::Builder::new()
            .name("sqlite-checkpoint".to_owned())
            .spawn(move || move_back(&connection, &woken, &turns))?;
        Ok(Self { wake, done_at: AtomicU64::new(0), log, turn, _ending: Ending(vec![thread]) })
    }

    /// Whether more may be written; see [`Log::admit`]. A checkpoint that is under way is waited for.
    pub(crate) fn admit(&self, connection: &Connection) -> rusqlite::Result<()> {
        if self.log.is_short() {
            return Ok(());
        }
        let _alone = self.turn.take();
        self.log.admit(connection)
    }

    /// Tells that the writer committed; asks for a checkpoint when there is enough to move.
    pub(crate) fn written(&self, connection: &Connection) {
        let rows = connection.total_changes();
        if rows.saturating_sub(self.done_at.load(Ordering::Relaxed)) >= EVERY_ROWS {
            self.done_at.store(rows, Ordering::Relaxed);
            // A full channel means that one is asked for already.
            let _asked = self.wake.try_send(());
        }
    }
}

fn move_back(connection: &Connection, woken: &Receiver<()>, turn: &Turn) {
    while woken.recv().is_ok() {
        let _alone = turn.take();
        if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
            tracing::warn!(%error, "a checkpoint failed; the log grows until one succeeds");
        }
    }
}

/// The write-ahead log beside the file.
pub(crate) struct Log {
    path: PathBuf,
    fuse: u64,
}

impl Log {
    /// The log of this database.
    pub(crate) fn of(database: PathBuf) -> Self {
        let mut path = database.into_os_string();
        path.push("-wal");
        Self { path: path.into(), fuse: FUSE }
    }

    /// Whether more may be written. A log past the fuse is emptied first, and if a reader does not
    /// let go of it, nothing is written: better to refuse for a moment than to fill the disk.
    fn admit(&self, connection: &Connection) -> rusqlite::Result<()> {
        if self.is_short() {
            return Ok(());
        }
        let held: bool =
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if held { Err(busy()) } else { Ok(()) }
    }

    fn is_short(&self) -> bool {
        size(&self.path) <= self.fuse
    }
}

fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |data| data.len())
}

fn busy() -> rusqlite::Error {
    let why = "the write-ahead log is past its fuse and a reader holds it".to_owned();
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_BUSY), Some(why))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tempfile::TempDir;

    use super::*;
    use crate::connection;

    fn database() -> (TempDir, PathBuf, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kantor.db");
        let connection = connection::writing(&path).unwrap();
        assert!(connection::keep_log(&connection).unwrap());
        connection.execute_batch("CREATE TABLE thing (value BLOB) STRICT").unwrap();
        (folder, path, connection)
    }

    fn fill(connection: &Connection, rows: u64) {
        connection
            .execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
                 INSERT INTO thing SELECT zeroblob(100) FROM n",
                [rows.cast_signed()],
            )
            .unwrap();
    }

    #[test]
    fn enough_rows_are_moved_back_beside_the_writer() {
        let (_folder, path, connection) = database();
        let log = Log::of(path.clone());
        let checkpointer = Checkpointer::start(connection::writing(&path).unwrap(), log).unwrap();

        fill(&connection, EVERY_ROWS);
        checkpointer.written(&connection);
        drop(checkpointer);

        assert!(size(&path) > EVERY_ROWS * 100);
    }

    #[test]
    fn a_log_past_the_fuse_is_emptied_before_more_is_written() {
        let (_folder, path, connection) = database();
        let log = Log { fuse: 4_096, ..Log::of(path) };
        fill(&connection, 100);
        assert!(size(&log.path) > log.fuse);

        log.admit(&connection).unwrap();

        assert_eq!(size(&log.path), 0);
    }

    #[test]
    fn a_log_past_the_fuse_waits_for_the_checkpoint_that_is_under_way() {
        let (_folder, path, connection) = database();
        let log = Log { fuse: 4_096, ..Log::of(path.clone()) };
        let log_file = log.path.clone();
        let checkpointer = Checkpointer::start(connection::writing(&path).unwrap(), log).unwrap();

        for _ in 0..200 {
            fill(&connection, EVERY_ROWS);
            checkpointer.written(&connection);
            checkpointer.admit(&connection).unwrap();
        }

        assert_eq!(size(&log_file), 0);
    }

    #[test]
    fn a_log_past_the_fuse_that_a_reader_holds_takes_nothing_more() {
        let (_folder, path, connection) = database();
        let reader = connection::reading(&path).unwrap();
        let log = Log { fuse: 4_096, ..Log::of(path) };
        connection.busy_timeout(Duration::ZERO).unwrap();
        reader.execute_batch("BEGIN; SELECT count(*) FROM thing").unwrap();
        fill(&connection, 100);

        let held = log.admit(&connection).unwrap_err();
        reader.execute_batch("COMMIT").unwrap();

        assert_eq!(held.sqlite_error_code(), Some(rusqlite::ErrorCode::DatabaseBusy));
        assert!(log.admit(&connection).is_ok());
    }
}
