//! Databases for tests, on the server that `tests/with-postgres` starts. Each test has one of its
//! own, copied from a template that the first of them makes.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test without its database ends, and says why"
)]

use std::{
    env,
    future::Future,
    process,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

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
    name: String,
}

impl Database {
    /// An empty database that the owner owns.
    ///
    /// # Panics
    /// Without a server.
    pub async fn empty() -> Self {
        let mut server = server().await;
        make_roles(&mut server).await;
        let name = fresh_name();
        run(&mut server, format!("CREATE DATABASE {name} OWNER {OWNER}")).await;
        Self { name }
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
        let mut server = server().await;
        make_roles(&mut server).await;
        lock(&mut server).await;
        let there: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)",
        )
        .bind(template)
        .fetch_one(&mut server)
        .await
        .expect("an answer");
        if !there {
            run(&mut server, format!("DROP DATABASE IF EXISTS {template}")).await;
            run(&mut server, format!("CREATE DATABASE {template} OWNER {OWNER}")).await;
            fill(url(template, OWNER)).await;
            run(&mut server, format!("ALTER DATABASE {template} IS_TEMPLATE true")).await;
        }
        unlock(&mut server).await;
        let name = fresh_name();
        run(&mut server, format!("CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}")).await;
        Self { name }
    }

    /// Its address for this role.
    #[must_use]
    pub fn url(&self, role: &str) -> String {
        url(&self.name, role)
    }

    /// A connection as this role.
    ///
    /// # Panics
    /// When there is none.
    pub async fn connect(&self, role: &str) -> PgConnection {
        options(&self.name, role).connect().await.expect("a connection")
    }

    /// The socket of its server.
    ///
    /// # Panics
    /// When the server is elsewhere.
    #[must_use]
    pub fn socket(&self) -> String {
        let options = options(&self.name, SUPERUSER);
        let folder = options.get_socket().expect("a server on this machine");
        format!("{}/.s.PGSQL.{}", folder.display(), options.get_port())
    }

    /// Its name on the server.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = self.name.clone();
        // On a thread of its own: the runtime of the test cannot be waited for here.
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(async {
                run(&mut server().await, format!("DROP DATABASE {name} WITH (FORCE)")).await;
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

async fn server() -> PgConnection {
    options("postgres", SUPERUSER).connect().await.expect("the server answers")
}

fn options(database: &str, role: &str) -> PgConnectOptions {
    let address = env::var(VARIABLE).unwrap_or_else(|_| {
        panic!(
            "{VARIABLE} is not set: run them through tests/run, or tests/with-postgres cargo \
             nextest run"
        )
    });
    let options: PgConnectOptions = address.parse().expect("an address");
    options.database(database).username(role)
}

fn url(database: &str, role: &str) -> String {
    options(database, role).to_url_lossy().into()
}

fn fresh_name() -> String {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    format!("sipoke_{}_{number}", process::id())
}
