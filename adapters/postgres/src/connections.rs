use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use sqlx::{
    Connection, PgPool, Postgres, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
};

/// How long a call waits for a connection, and a statement for a lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// A transaction whose process went away must not keep its office waiting.
const ABANDONED: Duration = Duration::from_secs(10);

/// Statements that each connection keeps prepared; more than we have.
const STATEMENTS: usize = 128;

/// The isolation that the locks of this adapter are made for, whatever the server's default is.
const WRITING: &str = "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE";

/// One state of the database from beginning to end.
const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";

/// The pool, and how connections are taken from it.
#[derive(Debug, Clone)]
pub(crate) struct Connections {
    pub(crate) pool: PgPool,
    /// How many of the next connections are asked whether they are still there.
    doubtful: Arc<AtomicU32>,
    most: u32,
}

impl Connections {
    /// Connects, at first once.
    pub(crate) async fn open(options: PgConnectOptions, most: u32) -> sqlx::Result<Self> {
        let doubtful = Arc::new(AtomicU32::new(0));
        let asked = Arc::clone(&doubtful);
        let pool = PgPoolOptions::new()
            .max_connections(most)
            .acquire_timeout(PATIENCE)
            // To ask each time would cost every commit a round trip. A connection that is gone
            // is noticed by its first statement; from then on the others are asked.
            .test_before_acquire(false)
            .before_acquire(move |connection, _| {
                let ask = asked
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
                    .is_ok();
                Box::pin(async move {
                    if ask {
                        connection.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(tuned(options))
            .await?;
        Ok(Self { pool, doubtful, most })
    }

    /// Tells that a connection was lost: the others may be gone with it.
    pub(crate) fn lost_one(&self) {
        self.doubtful.store(self.most, Ordering::Relaxed);
    }

    /// A transaction that writes.
    pub(crate) async fn begin(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        self.pool.begin_with(WRITING).await
    }

    /// A transaction that reads one state of the database.
    pub(crate) async fn snapshot(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        self.pool.begin_with(SNAPSHOT).await
    }
}

/// What every session of ours asks of the server.
fn tuned(options: PgConnectOptions) -> PgConnectOptions {
    let milliseconds = |time: Duration| time.as_millis().to_string();
    options.application_name("sipoke").statement_cache_capacity(STATEMENTS).options([
        ("lock_timeout", milliseconds(PATIENCE)),
        ("idle_in_transaction_session_timeout", milliseconds(ABANDONED)),
    ])
}
