//! The PostgreSQL store, in programs that were built with it.

#[cfg(feature = "postgres")]
mod built_in {
    use std::sync::Arc;

    use sipoke_cli::{HostError, Migration};
    use sipoke_core::ports::Sealer;
    use sipoke_import::Hidden;
    use sipoke_postgres::{PostgresStore, Settings};

    use crate::host::unavailable;

    pub(crate) async fn open(
        url: &Hidden,
        connections: u32,
        sealer: Arc<dyn Sealer>,
    ) -> Result<Arc<PostgresStore>, HostError> {
        let settings = Settings { connections, ..Settings::new(url.expose()) };
        let store = PostgresStore::open(&settings, sealer).await;
        store.map(Arc::new).map_err(unavailable("database"))
    }

    pub(crate) async fn migrate(migration: Migration) -> Result<(), HostError> {
        let Migration { owner_url, app, reader } = migration;
        let owner = owner_url.ok_or(HostError::NoOwner)?;
        PostgresStore::migrate(&owner).await.map_err(unavailable("database"))?;
        PostgresStore::grant(&owner, &app, &reader).await.map_err(unavailable("database"))
    }
}

#[cfg(feature = "postgres")]
pub(crate) use built_in::{migrate, open};

#[cfg(not(feature = "postgres"))]
mod left_out {
    use std::sync::Arc;

    use sipoke_cli::{HostError, Migration};
    use sipoke_core::ports::Sealer;
    use sipoke_import::Hidden;
    use sipoke_sqlite::SqliteStore;

    const MISSING: HostError = HostError::NotBuiltIn("PostgreSQL");

    /// A store that there never is, of a type that there is.
    pub(crate) async fn open(
        _: &Hidden,
        _: u32,
        _: Arc<dyn Sealer>,
    ) -> Result<Arc<SqliteStore>, HostError> {
        Err(MISSING)
    }

    pub(crate) async fn migrate(_: Migration) -> Result<(), HostError> {
        Err(MISSING)
    }
}

#[cfg(not(feature = "postgres"))]
pub(crate) use left_out::{migrate, open};
