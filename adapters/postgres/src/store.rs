use std::{str::FromStr, sync::Arc};

use sipoke_core::ports::{Sealer, StoreError};
use sipoke_wire::rows::Fields;
use sqlx::{
    Postgres, Transaction,
    postgres::{PgArguments, PgConnectOptions, PgRow},
    query::Query,
};
use thiserror::Error;

use crate::{
    connections::Connections,
    fault::{Fault, Remedy},
    guard::{self, Unsafe},
    migrations::{self, MigrationError},
    roles,
    writer::{self, ATTEMPTS, Job},
};

/// All stores of any number of offices in one PostgreSQL database. Cheap to clone; any number of
/// processes may hold one.
#[derive(Clone)]
pub struct PostgresStore {
    fields: Fields,
    connections: Connections,
}

/// Where the database is, and how it is used.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `postgres://app@host/database?sslmode=verify-full&sslrootcert=…`
    pub url: String,
    /// Connections at most. All servers together must stay below the server's `max_connections`.
    pub connections: u32,
    /// What is asked of the server and of the role before anything is stored.
    pub guard: Guard,
}

/// What is asked before anything is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// The server must keep what it confirms, and the role must not be able to undo the record.
    Strict,
    /// Nothing is asked but the schema. For trying things out: what is confirmed may be lost, and
    /// the audit trail may be rewritten by the role.
    Off,
}

impl Settings {
    /// The usual settings for this address.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), connections: 16, guard: Guard::Strict }
    }
}

/// Why the store was not opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The database is not ours, or not of our time.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// The server or the role is not fit for keeping a record.
    #[error(transparent)]
    Unsafe(#[from] Unsafe),
    /// The database cannot be reached.
    #[error("the database cannot be opened")]
    Postgres(#[from] sqlx::Error),
}

impl PostgresStore {
    /// Connects to a database whose schema is up to date ([`migrate`](Self::migrate)).
    ///
    /// # Errors
    /// [`OpenError`]; what it says tells how to mend it. Nothing is changed.
    pub async fn open(settings: &Settings, sealer: Arc<dyn Sealer>) -> Result<Self, OpenError> {
        let options = PgConnectOptions::from_str(&settings.url)?;
        let connections = Connections::open(options, settings.connections).await?;
        let mut connection = connections.pool.acquire().await?;
        if let Err(error) = migrations::admit(&mut connection).await {
            return Err(guard::explain(&mut connection, error.into()).await);
        }
        match settings.guard {
            Guard::Strict => guard::inspect(&mut connection).await?,
            Guard::Off => {
                tracing::warn!("server and role are not inspected; not for an office at work");
            }
        }
        drop(connection);
        Ok(Self { fields: Fields::new(sealer), connections })
    }

    /// Brings the schema up to date, as the role that owns it. Any number of servers may do so at
    /// once; one does the work.
    ///
    /// # Errors
    /// [`MigrationError`]; then the schema is as after the last step that was done whole.
    pub async fn migrate(owner_url: &str) -> Result<(), MigrationError> {
        migrations::run(&PgConnectOptions::from_str(owner_url)?).await
    }

    /// Gives two roles that exist what each may do, as the owner: `app` reads and writes and can
    /// only add to the record; `reader` reads what is not sealed, for reports.
    ///
    /// # Errors
    /// [`MigrationError::Postgres`].
    pub async fn grant(owner_url: &str, app: &str, reader: &str) -> Result<(), MigrationError> {
        roles::grant(&PgConnectOptions::from_str(owner_url)?, app, reader).await
    }

    /// Closes all connections. Without it they are closed when the last clone is dropped.
    pub async fn close(&self) {
        self.connections.pool.close().await;
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Writes; see [`writer::write`]. On a task of its own: a caller that goes away does not cut a
    /// transaction in the middle.
    pub(crate) async fn write<J: Job>(&self, job: J) -> Result<J::Done, J::Refusal> {
        let (connections, fields) = (self.connections.clone(), self.fields.clone());
        let task = tokio::spawn(async move { writer::write(&connections, &fields, &job).await });
        task.await.unwrap_or_else(|ended| {
            let kind = sipoke_core::ports::StoreErrorKind::Unavailable;
            Err(StoreError::new(kind, J::DURING, ended).into())
        })
    }

    /// Runs one statement that may be run twice, and gives all rows. `query` makes it anew for
    /// each attempt.
    pub(crate) async fn rows<'q>(
        &self,
        during: &'static str,
        query: impl Fn() -> Query<'q, Postgres, PgArguments> + Send + Sync,
    ) -> Result<Vec<PgRow>, StoreError> {
        let mut tried = 0;
        loop {
            tried += 1;
            let fault = match query().fetch_all(&self.connections.pool).await {
                Ok(rows) => return Ok(rows),
                Err(error) => Fault::from(error),
            };
            self.before_next(during, tried, fault).await?;
        }
    }

    /// As [`rows`](Self::rows), for a statement that gives one row at most.
    pub(crate) async fn row<'q>(
        &self,
        during: &'static str,
        query: impl Fn() -> Query<'q, Postgres, PgArguments> + Send + Sync,
    ) -> Result<Option<PgRow>, StoreError> {
        Ok(self.rows(during, query).await?.pop())
    }

    /// A transaction that reads one state of the database.
    pub(crate) async fn snapshot(
        &self,
        during: &'static str,
    ) -> Result<Transaction<'static, Postgres>, StoreError> {
        let mut tried = 0;
        loop {
            tried += 1;
            let fault = match self.connections.snapshot().await {
                Ok(transaction) => return Ok(transaction),
                Err(error) => Fault::from(error),
            };
            self.before_next(during, tried, fault).await?;
        }
    }

    /// Gets ready for another attempt, or says that there is none.
    async fn before_next(
        &self,
        during: &'static str,
        tried: u32,
        fault: Fault,
    ) -> Result<(), StoreError> {
        if fault.remedy == Remedy::None || tried >= ATTEMPTS {
            return Err(fault.during(during));
        }
        if fault.remedy == Remedy::Reconnect {
            self.connections.lost_one();
        }
        tracing::warn!(during, tried, error = %fault.source, "tried again");
        writer::pause(tried).await;
        Ok(())
    }
}

/// Says of what was being done when rows made no sense.
pub(crate) trait During<T> {
    fn during(self, during: &'static str) -> Result<T, StoreError>;
}

impl<T, E: Into<Fault>> During<T> for Result<T, E> {
    fn during(self, during: &'static str) -> Result<T, StoreError> {
        self.map_err(|error| error.into().during(during))
    }
}
