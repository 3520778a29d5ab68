use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    thread,
};

use rusqlite::Connection;
use sipoke_core::ports::StoreError;
use tokio::sync::oneshot;

use crate::{
    connection,
    ending::Ending,
    fault::{Fault, NotTaken},
    store::OpenError,
};

/// Threads that read, each with a connection: more than the cores of an office PC, so that a long
/// audit does not keep the counter waiting.
const READERS: usize = 4;

/// Reads that may wait.
const QUEUE: usize = 1_024;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// The threads that read. A read begins after it was asked for, and so sees all that was committed
/// before.
pub(crate) struct Readers {
    queue: SyncSender<Job>,
    /// For glances; see [`glance`](Self::glance).
    here: Mutex<Connection>,
    _ending: Ending,
}

impl Readers {
    /// Starts the threads. They end when the readers are dropped.
    pub(crate) fn start(path: &Path) -> Result<Self, OpenError> {
        let (queue, jobs) = sync_channel(QUEUE);
        let jobs = Arc::new(Mutex::new(jobs));
        let mut threads = Vec::with_capacity(READERS);
        for number in 1..=READERS {
            let connection = connection::reading(path)?;
            let jobs = Arc::clone(&jobs);
            let thread = thread::Builder::new()
                .name(format!("sqlite-reader-{number}"))
                .spawn(move || read_all(connection, &jobs))?;
            threads.push(thread);
        }
        let here = Mutex::new(connection::reading(path)?);
        Ok(Self { queue, here, _ending: Ending(threads) })
    }

    /// Has something read that is one row of a small table, which is in memory: on the thread of
    /// the caller, when nobody else does so right now. To ask another thread costs more than to look.
    pub(crate) async fn glance<T, F>(&self, during: &'static str, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Connection) -> Result<T, Fault> + Send + 'static,
        T: Send + 'static,
    {
        if let Ok(mut connection) = self.here.try_lock() {
            return work(&mut connection).map_err(|fault| fault.during(during));
        }
        self.read(during, work).await
    }

    /// Has something read.
    pub(crate) async fn read<T, F>(&self, during: &'static str, work: F) -> Result<T, StoreError>
    where
        F: FnOnce(&mut Connection) -> Result<T, Fault> + Send + 'static,
        T: Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        // Nobody waits any more: the answer is not needed.
        let job: Job = Box::new(move |connection| drop(reply.send(work(connection))));
        let failed = |why: NotTaken| Fault::from(why).during(during);
        self.queue.try_send(job).map_err(|error| match error {
            TrySendError::Full(_) => failed(NotTaken::Full),
            TrySendError::Disconnected(_) => failed(NotTaken::Ended),
        })?;
        match answer.await {
            Ok(answer) => answer.map_err(|fault| fault.during(during)),
            Err(_) => Err(failed(NotTaken::Ended)),
        }
    }
}

fn read_all(mut connection: Connection, jobs: &Mutex<Receiver<Job>>) {
    loop {
        // The lock is let go before the job runs, so that the next reader can wait.
        let next = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match next {
            Ok(job) => job(&mut connection),
            Err(_) => return,
        }
    }
}
