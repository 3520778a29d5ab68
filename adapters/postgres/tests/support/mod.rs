//! A migrated database, and the store opened on it as an office would: as the application's role,
//! on a server that keeps what it confirms.

use std::sync::Arc;

use sipoke_conformance::memory::TestSealer;
use sipoke_postgres::{PostgresStore, Settings};
use sipoke_test_postgres::{APP, Database, READER};

pub(crate) async fn database() -> Database {
    Database::like("sipoke_template", |owner| async move {
        PostgresStore::migrate(&owner).await.expect("it is migrated");
        PostgresStore::grant(&owner, APP, READER).await.expect("it is granted");
    })
    .await
}

pub(crate) async fn open(database: &Database) -> PostgresStore {
    let settings = Settings::new(database.url(APP));
    PostgresStore::open(&settings, Arc::new(TestSealer)).await.expect("the store opens")
}
