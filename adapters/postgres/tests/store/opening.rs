use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use sipoke_conformance::{memory::TestSealer, samples};
use sipoke_core::ports::Catalogue;
use sipoke_postgres::{Guard, OpenError, PostgresStore, Settings, Unsafe};
use sipoke_test_postgres::{APP, Database, OWNER, READER, SUPERUSER};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::support;

async fn refused(url: String) -> OpenError {
    let opened = PostgresStore::open(&Settings::new(url), Arc::new(TestSealer)).await;
    opened.map(drop).expect_err("it is not opened")
}

async fn execute(connection: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.unwrap();
}

#[tokio::test]
async fn a_superuser_keeps_no_record() {
    let database = support::database().await;

    let refused = refused(database.url(SUPERUSER)).await;

    assert_eq!(
        refused.to_string(),
        "the role postgres is a superuser; connect as one that is none, or: \
         ALTER ROLE postgres NOSUPERUSER;"
    );
}

#[tokio::test]
async fn the_owner_of_the_tables_keeps_no_record() {
    let database = support::database().await;

    let refused = refused(database.url(OWNER)).await;

    assert!(
        matches!(&refused, OpenError::Unsafe(Unsafe::Owner { role, .. }) if role == OWNER),
        "{refused}"
    );
}

#[tokio::test]
async fn a_role_that_may_rewrite_the_record_is_refused_until_it_may_not() {
    let database = support::database().await;
    let mut owner = database.connect(OWNER).await;

    for right in ["UPDATE", "UPDATE (action)", "DELETE", "TRUNCATE"] {
        execute(&mut owner, format!("GRANT {right} ON audit TO PUBLIC")).await;
        let refused = refused(database.url(APP)).await.to_string();
        let (_, fix) = refused.split_once("as its owner: ").unwrap();
        execute(&mut owner, fix.to_owned()).await;

        support::open(&database).await;
    }
}

#[tokio::test]
async fn a_database_that_confirms_early_is_refused_until_it_does_not() {
    let database = support::database().await;
    let mut superuser = database.connect(SUPERUSER).await;
    let name = database.name();
    for sql in [
        format!("ALTER DATABASE {name} SET synchronous_commit = off"),
        format!("ALTER ROLE {APP} IN DATABASE {name} SET synchronous_commit = off"),
    ] {
        execute(&mut superuser, sql).await;

        let refused = refused(database.url(APP)).await.to_string();
        let (_, fix) = refused.split_once("as a superuser: ").unwrap();
        // The fix is for the role that is connected, by name.
        execute(&mut superuser, fix.to_owned()).await;

        support::open(&database).await;
    }
}

#[tokio::test]
async fn a_role_that_was_given_too_little_learns_what_to_do() {
    let database = Database::empty().await;
    PostgresStore::migrate(&database.url(OWNER)).await.unwrap();
    let expected = "the role sipoke_app may not use the tables; as their owner call \
                    PostgresStore::grant, or: psql -v app=sipoke_app -v reader=ROLE_OF_REPORTS \
                    -f roles.sql";
    assert_eq!(refused(database.url(APP)).await.to_string(), expected);

    PostgresStore::grant(&database.url(OWNER), APP, READER).await.unwrap();
    support::open(&database).await;
    let mut owner = database.connect(OWNER).await;
    execute(&mut owner, format!("REVOKE INSERT ON notice FROM {APP}")).await;

    assert_eq!(refused(database.url(APP)).await.to_string(), expected);
}

#[tokio::test]
async fn a_role_that_may_give_itself_others_is_refused() {
    let database = support::database().await;
    let mut superuser = database.connect(SUPERUSER).await;
    let role = format!("maker_of_{}", database.name());
    execute(&mut superuser, format!("CREATE ROLE {role} LOGIN CREATEROLE IN ROLE {APP}")).await;

    let refused = refused(database.url(&role)).await.to_string();
    let (_, fix) = refused.split_once("as a superuser: ").unwrap();
    execute(&mut superuser, fix.to_owned()).await;

    let settings = Settings::new(database.url(&role));
    PostgresStore::open(&settings, Arc::new(TestSealer)).await.unwrap();
}

/// A server of this test alone. It goes when its input ends.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/with-postgres");
        let mut child = Command::new(script)
            .args(["sh", "-c", "echo $SIPOKE_TEST_POSTGRES; cat"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        Self { child, url: url.trim().to_owned() }
    }

    fn url(&self, role: &str) -> String {
        self.url.replace("postgres://postgres@", &format!("postgres://{role}@"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().unwrap();
    }
}

#[tokio::test]
async fn a_server_that_may_lose_what_it_confirmed_is_refused_until_it_may_not() {
    let server = Server::start();
    let mut superuser = PgConnection::connect(&server.url).await.unwrap();
    for role in [OWNER, APP, READER] {
        execute(&mut superuser, format!("CREATE ROLE {role} LOGIN")).await;
    }
    execute(&mut superuser, format!("GRANT CREATE ON SCHEMA public TO {OWNER}")).await;
    PostgresStore::migrate(&server.url(OWNER)).await.unwrap();
    PostgresStore::grant(&server.url(OWNER), APP, READER).await.unwrap();
    let settings = Settings::new(server.url(APP));
    let open = || PostgresStore::open(&settings, Arc::new(TestSealer));

    for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
        execute(&mut superuser, format!("ALTER SYSTEM SET {setting} = off")).await;
        execute(&mut superuser, "SELECT pg_reload_conf()".to_owned()).await;
        let refused = loop {
            match open().await {
                Ok(store) => store.close().await,
                Err(error) => break error.to_string(),
            }
            // The server reads its files when it gets to it.
            tokio::time::sleep(Duration::from_millis(10)).await;
        };
        let fix = format!("ALTER SYSTEM SET {setting} = on; SELECT pg_reload_conf();");
        assert_eq!(
            refused,
            format!(
                "the server has {setting} off and may lose what it confirmed; as a superuser: {fix}"
            )
        );

        for statement in fix.split_inclusive(';') {
            execute(&mut superuser, statement.to_owned()).await;
        }
        while open().await.is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

#[tokio::test]
async fn whoever_tries_things_out_can_do_so_on_purpose() {
    let database = support::database().await;
    let settings = Settings { guard: Guard::Off, ..Settings::new(database.url(SUPERUSER)) };

    let store = PostgresStore::open(&settings, Arc::new(TestSealer)).await.unwrap();

    assert_eq!(store.revision(samples::office_code()).await.unwrap(), 0);
}

#[tokio::test]
async fn a_database_without_our_tables_is_refused_even_then() {
    let database = Database::empty().await;
    let settings = Settings { guard: Guard::Off, ..Settings::new(database.url(OWNER)) };

    let refused = PostgresStore::open(&settings, Arc::new(TestSealer)).await.map(drop);

    assert!(matches!(refused, Err(OpenError::Migration(_))));
}
