//! Databases for tests, on the server that `tests/with-postgres` starts. Each test has one of its
//! own, copied from a template that the first of them makes.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test without its database ends, and says why"
)]

mod cluster;

use std::{
    env,
    future::Future,
    process,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

pub use cluster::Cluster;
use sqlx::{AssertSqlSafe, ConnectOptions, PgConnection, postgres::PgConnectOptions};

/// The variable in which the address of the server is found.
pub const VARIABLE: &str = "SIPOKE_TEST_POSTGRES";

/// The role that owns the tables.
pub const OWNER: &str = "sipoke_owner";
/// The role of the application.
pub const APP: &str = "sipoke_app";
/// The role of reports.
pub const READER: &str = "sipoke_reader";
/// The role that may do everything.
pub const SUPERUSER: &str = "postgres";

/// Those who make roles and template take turns; any number will do.
const LOCK: i64 = 0x7465_7374;

/// A database that goes with the test.
#[derive(Debug)]
pub struct Database {
    server: Server,
    name: String,
}

impl Database {
    /// An empty database that the owner owns.
    ///
    /// # Panics
    /// Without a server.
    pub async fn empty() -> Self {
        Self::empty_on(Server::of_all_tests()).await
    }

    /// An empty database that the owner owns, on a server of this test alone.
    ///
    /// # Panics
    /// Without a server.
    pub async fn empty_in(cluster: &Cluster) -> Self {
        Self::empty_on(Server(cluster.address().to_owned())).await
    }

    async fn empty_on(server: Server) -> Self {
        let mut connection = server.connect().await;
        make_roles(&mut connection).await;
        let name = fresh_name();
        run(&mut connection, format!("CREATE DATABASE {name} OWNER {OWNER}")).await;
        Self { server, name }
    }

    /// A copy of the template with this name, which `fill` fills as the owner when it is not there
    /// yet.
    ///
    /// # Panics
    /// Without a server.
    pub async fn like<F: Future<Output = ()>>(
        template: &str,
        fill: impl FnOnce(String) -> F,
    ) -> Self {
        let server = Server::of_all_tests();
        let mut connection = server.connect().await;
        make_roles(&mut connection).await;
        lock(&mut connection).await;
        let there: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)",
        )
        .bind(template)
        .fetch_one(&mut connection)
        .await
        .expect("an answer");
        if !there {
            run(&mut connection, format!("DROP DATABASE IF EXISTS {template}")).await;
            run(&mut connection, format!("CREATE DATABASE {template} OWNER {OWNER}")).await;
            fill(server.url(template, OWNER)).await;
            run(&mut connection, format!("ALTER DATABASE {template} IS_TEMPLATE true")).await;
        }
        unlock(&mut connection).await;
        let name = fresh_name();
        run(&mut connection, format!("CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}"))
            .await;
        Self { server, name }
    }

    /// Its address for this role.
    #[must_use]
    pub fn url(&self, role: &str) -> String {
        self.server.url(&self.name, role)
    }

    /// A connection as this role.
    ///
    /// # Panics
    /// When there is none.
    pub async fn connect(&self, role: &str) -> PgConnection {
        self.server.options(&self.name, role).connect().await.expect("a connection")
    }

    /// The socket of its server.
    ///
    /// # Panics
    /// When the server is elsewhere.
    #[must_use]
    pub fn socket(&self) -> String {
        let options = self.server.options(&self.name, SUPERUSER);
        let folder = options.get_socket().expect("a server on this machine");
        format!("{}/.s.PGSQL.{}", folder.display(), options.get_port())
    }

    /// Its name on the server.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

/// The address of a server, as the role that may do everything.
#[derive(Debug, Clone)]
struct Server(String);

impl Server {
    /// The one that all tests share.
    fn of_all_tests() -> Self {
        Self(env::var(VARIABLE).unwrap_or_else(|_| {
            panic!(
                "{VARIABLE} is not set: run them through tests/run, or tests/with-postgres cargo \
                 nextest run"
            )
        }))
    }

    async fn connect(&self) -> PgConnection {
        self.options("postgres", SUPERUSER).connect().await.expect("the server answers")
    }

    fn options(&self, database: &str, role: &str) -> PgConnectOptions {
        let options: PgConnectOptions = self.0.parse().expect("an address");
        options.database(database).username(role)
    }

    fn url(&self, database: &str, role: &str) -> String {
        self.options(database, role).to_url_lossy().into()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), self.name.clone());
        // On a thread of its own: the runtime of the test cannot be waited for here.
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                run(&mut server.connect().await, format!("DROP DATABASE {name} WITH (FORCE)"))
                    .await;
            });
        });
        // What cannot be dropped goes with the server.
        drop(dropping.join());
    }
}

async fn make_roles(server: &mut PgConnection) {
    lock(server).await;
    for role in [OWNER, APP, READER] {
        let there: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)")
                .bind(role)
                .fetch_one(&mut *server)
                .await
                .expect("an answer");
        if !there {
            run(server, format!("CREATE ROLE {role} LOGIN")).await;
        }
    }
    unlock(server).await;
}

async fn lock(server: &mut PgConnection) {
    run(server, format!("SELECT pg_advisory_lock({LOCK})")).await;
}

async fn unlock(server: &mut PgConnection) {
    run(server, format!("SELECT pg_advisory_unlock({LOCK})")).await;
}

async fn run(server: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(server).await.expect("the statement is taken");
}

fn fresh_name() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    format!("sipoke_{}_{number}", process::id())
}
