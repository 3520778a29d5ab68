use std::{path::Path, sync::Arc, thread::JoinHandle};

use rusqlite::Connection;
use sipoke_core::ports::{Sealer, StoreError};
use thiserror::Error;

use crate::{
    checkpoint::Checkpointer,
    connection,
    fault::Fault,
    fields::Fields,
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

/// The only ways to the threads, and then the threads: fields are dropped in this order, so the
/// threads are told to end before they are waited for.
struct Threads {
    writer: Writer,
    readers: Readers,
    _ending: Ending,
}

/// Waits for threads, so that the file is closed when the store is gone.
struct Ending(Vec<JoinHandle<()>>);

impl Drop for Ending {
    fn drop(&mut self) {
        for thread in self.0.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the store had ended in a panic");
            }
        }
    }
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
        let (checkpointer, checkpointing) = Checkpointer::start(connection::writing(path)?)?;
        let (readers, mut threads) = Readers::start(path)?;
        let (writer, writing) = Writer::start(connection, path.to_owned(), checkpointer)?;
        threads.extend([writing, checkpointing]);
        let threads = Threads { writer, readers, _ending: Ending(threads) };
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
}
