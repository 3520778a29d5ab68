use std::{path::Path, sync::Arc};

use rusqlite::Connection;
use sipoke_core::ports::{Sealer, StoreError};
use sipoke_wire::rows::Fields;
use thiserror::Error;

use crate::{
    checkpoint::{Checkpointer, Log},
    connection,
    fault::Fault,
    migrations::{self, MigrationError},
    readers::Readers,
    writer::{Outcome, Writer},
};

/// All stores of an office in one SQLite file. Cheap to clone; the file is closed when the last
/// clone is dropped.
#[derive(Clone)]
pub struct SqliteStore {
    fields: Fields,
    threads: Arc<Threads>,
}

/// Dropped in this order: whoever closes the file last empties the log, and readers cannot.
struct Threads {
    readers: Readers,
    writer: Writer,
}

/// Why the store was not opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The file is not ours, or not of our time.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// The file system of the file cannot keep a write-ahead log.
    #[error("the file system cannot keep a write-ahead log; choose a local disk")]
    NoLog,
    /// SQLite cannot open it.
    #[error("the database cannot be opened")]
    Sqlite(#[from] rusqlite::Error),
    /// A thread cannot be started.
    #[error("a thread cannot be started")]
    Thread(#[from] std::io::Error),
}

impl SqliteStore {
    /// Opens the file, or makes it, and brings its schema up to date.
    ///
    /// # Errors
    /// [`OpenError`]; a file that is not ours or from a newer version is left as it is.
    pub fn open(path: &Path, sealer: Arc<dyn Sealer>) -> Result<Self, OpenError> {
        let mut connection = connection::writing(path)?;
        migrations::admit(&connection)?;
        if !connection::keep_log(&connection)? {
            return Err(OpenError::NoLog);
        }
        migrations::run(&mut connection)?;
        let readers = Readers::start(path)?;
        let checkpointer =
            Checkpointer::start(connection::writing(path)?, Log::of(path.to_owned()))?;
        let writer = Writer::start(connection, checkpointer)?;
        let threads = Threads { readers, writer };
        Ok(Self { fields: Fields::new(sealer), threads: Arc::new(threads) })
    }

    /// Writes; see [`Writer::write`].
    pub(crate) async fn write<T, E, F>(&self, during: &'static str, work: F) -> Result<T, E>
    where
        F: FnOnce(&Connection, &Fields) -> Outcome<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let fields = self.fields.clone();
        self.threads.writer.write(during, move |connection| work(connection, &fields)).await
    }

    /// Writes what no rule refuses.
    pub(crate) async fn record<T, F>(&self, during: &'static str, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&Connection, &Fields) -> Result<T, Fault> + Send + 'static,
        T: Send + 'static,
    {
        self.write(during, |connection, fields| work(connection, fields).map(Ok)).await
    }

    /// Reads; see [`Readers::read`].
    pub(crate) async fn read<T, F>(&self, during: &'static str, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Connection, &Fields) -> Result<T, Fault> + Send + 'static,
        T: Send + 'static,
    {
        let fields = self.fields.clone();
        self.threads.readers.read(during, move |connection| work(connection, &fields)).await
    }

    /// Reads one row of a small table; see [`Readers::glance`].
    pub(crate) async fn glance<T, F>(&self, during: &'static str, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Connection, &Fields) -> Result<T, Fault> + Send + 'static,
        T: Send + 'static,
    {
        let fields = self.fields.clone();
        self.threads.readers.glance(during, move |connection| work(connection, &fields)).await
    }
}
