//! The stores that an office can keep its records in, and what makes one test of a story for each.

use std::{path::Path, sync::Arc};

use sipoke_conformance::{memory::MemoryStore, samples};
use sipoke_core::ports::{Applications, Catalogue, Clock, Ledger, Offices, Outbox, Staff, Vault};
use sipoke_desk::Desk;
use sipoke_postgres::{PostgresStore, Settings};
use sipoke_sqlite::SqliteStore;
use sipoke_test_postgres::{APP, Database, READER};
use sipoke_vault::KeyRing;

/// Where an office keeps its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// In memory.
    Memory,
    /// In a file.
    Sqlite,
    /// In a database of the server that `tests/with-postgres` started.
    Postgres,
}

/// A desk, and what is kept where it keeps its records.
pub(crate) struct Kept {
    pub(crate) desk: Desk,
    pub(crate) applications: Arc<dyn Applications>,
    /// Goes after the desk.
    pub(crate) _database: Option<Database>,
}

/// All that a desk stands on beside its store.
pub(crate) struct Ground<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) keys: Arc<KeyRing>,
    pub(crate) vault: Arc<dyn Vault>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Store {
    pub(crate) async fn desk(self, ground: Ground<'_>) -> Kept {
        let keys = Arc::clone(&ground.keys);
        match self {
            Self::Memory => ground.desk_on(MemoryStore::new(), None),
            Self::Sqlite => {
                let file = ground.folder.join("sipoke.db");
                ground.desk_on(SqliteStore::open(&file, keys).expect("a database"), None)
            }
            Self::Postgres => {
                let database = migrated().await;
                let settings = Settings::new(database.url(APP));
                let store = PostgresStore::open(&settings, keys).await.expect("the store opens");
                ground.desk_on(store, Some(database))
            }
        }
    }
}

impl Ground<'_> {
    fn desk_on<S>(self, store: S, database: Option<Database>) -> Kept
    where
        S: Applications + Catalogue + Ledger + Offices + Outbox + Staff + 'static,
    {
        let store = Arc::new(store);
        let office = samples::office_code();
        let desk = sipoke::desk_on(office, store.clone(), self.vault, self.keys, self.clock);
        Kept { desk: desk.expect("threads"), applications: store, _database: database }
    }
}

/// A database with our tables and nothing in them.
async fn migrated() -> Database {
    Database::like("sipoke_template", |owner| async move {
        PostgresStore::migrate(&owner).await.expect("it is migrated");
        PostgresStore::grant(&owner, APP, READER).await.expect("it is granted");
    })
    .await
}

/// Makes one test of every story on memory, on SQLite and on PostgreSQL. A story is an async
/// function that takes an [`Office`](crate::office::Office).
#[macro_export]
macro_rules! on_every_store {
    ($($story:ident)*) => {
        $crate::on_stores! {
            [memory Memory] [sqlite Sqlite] [postgres Postgres];
            { $($story)* }
        }
    };
}

/// Makes one test of every story on each of these stores: the name of its module, and a
/// [`Store`](crate::store::Store).
#[macro_export]
macro_rules! on_stores {
    ($([$name:ident $store:ident])*; $stories:tt) => {$(
        mod $name {
            $crate::stories_on! { $store $stories }
        }
    )*};
}

/// One test for each story.
#[doc(hidden)]
#[macro_export]
macro_rules! stories_on {
    ($store:ident { $($story:ident)* }) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $story() {
            let office = $crate::office::Office::on($crate::store::Store::$store).await;
            super::$story(office).await;
        }
    )*};
}
