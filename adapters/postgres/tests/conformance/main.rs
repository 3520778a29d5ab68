//! Every promise of the ports, kept by a PostgreSQL database: once on plain tables, once on tables
//! that are partitioned by office.

#![expect(clippy::expect_used, reason = "a database that cannot be had ends the test")]

mod partitions;
#[path = "../support/mod.rs"]
mod support;

use std::sync::Arc;

use async_trait::async_trait;
use sipoke_conformance::{Ports, StoreHarness};
use sipoke_postgres::PostgresStore;
use sipoke_test_postgres::Database;

/// A store on a database that goes with it.
struct OnPostgres {
    store: Option<Arc<PostgresStore>>,
    database: Database,
}

impl OnPostgres {
    async fn on(database: Database) -> Self {
        Self { store: Some(Arc::new(support::open(&database).await)), database }
    }
}

#[async_trait]
impl StoreHarness for OnPostgres {
    fn ports(&self) -> Ports {
        Ports::of(Arc::clone(self.store.as_ref().expect("it is open")))
    }

    async fn reopen(&mut self) {
        self.store.take().expect("it is open").close().await;
        self.store = Some(Arc::new(support::open(&self.database).await));
    }
}

mod plain {
    use super::{OnPostgres, support};

    async fn a_fresh_database() -> OnPostgres {
        OnPostgres::on(support::database().await).await
    }

    sipoke_conformance::store_conformance!(a_fresh_database);
}

mod partitioned {
    use super::{OnPostgres, partitions};

    async fn a_fresh_database() -> OnPostgres {
        OnPostgres::on(partitions::database().await).await
    }

    sipoke_conformance::store_conformance!(a_fresh_database);
}
