//! Both databases hold the same: tables, columns, what may be empty, what is unique, what is
//! referred to, what is checked, what is looked for, what is refused.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use sipoke_conformance::memory::TestSealer;
use sipoke_postgres::PostgresStore;
use sipoke_sqlite::SqliteStore;
use sipoke_test_postgres::{Database, OWNER};
use sqlx::{PgConnection, Row};

/// What a table promises, whatever the database calls it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    /// Name, kind, whether it may be empty; in order.
    columns: Vec<(String, &'static str, bool)>,
    key: Vec<String>,
    unique: BTreeSet<Vec<String>>,
    /// Columns and condition of indexes that only make things faster.
    indexes: BTreeSet<(Vec<String>, bool)>,
    references: BTreeSet<(String, String, String)>,
    checks: BTreeSet<String>,
    triggers: BTreeSet<String>,
}

type Schema = BTreeMap<String, Table>;

fn kind(name: &str) -> &'static str {
    match name {
        "INTEGER" | "bigint" | "integer" => "number",
        "TEXT" | "text" => "text",
        "BLOB" | "bytea" => "bytes",
        other => panic!("no column is {other}"),
    }
}

/// A check without what the two write differently: `IN` and `= ANY (ARRAY[…])`, casts, brackets.
fn condition(sql: &str) -> String {
    let mut plain = sql.replace("::bigint", "").replace("::text", "").replace("= ANY", "IN");
    plain = plain.replace("ARRAY", "");
    plain.retain(|letter| !letter.is_whitespace() && !"()[]".contains(letter));
    plain.trim_start_matches("CHECK").to_owned()
}

fn sqlite() -> Schema {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kantor.db");
    drop(SqliteStore::open(&path, Arc::new(TestSealer)).unwrap());
    let file = rusqlite::Connection::open(&path).unwrap();
    let mut schema = Schema::new();
    for [name, sql] in
        rows(&file, "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND ?1 = ''", "")
    {
        let mut table = Table { checks: checks(&sql), ..Table::default() };
        let columns = "SELECT name, type, \"notnull\" FROM pragma_table_info(?1) ORDER BY cid";
        for [column, type_name, filled] in rows(&file, columns, &name) {
            table.columns.push((column, kind(&type_name), filled == "0"));
        }
        let key = "SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk";
        table.key = rows(&file, key, &name).into_iter().map(|[column]| column).collect();
        let indexes = "SELECT name, origin, partial FROM pragma_index_list(?1)";
        for [index, origin, partial] in rows(&file, indexes, &name) {
            let columns = "SELECT name FROM pragma_index_info(?1) ORDER BY seqno";
            let columns = rows(&file, columns, &index).into_iter().map(|[column]| column).collect();
            match origin.as_str() {
                "u" => drop(table.unique.insert(columns)),
                "c" => drop(table.indexes.insert((columns, partial == "1"))),
                _ => {}
            }
        }
        let references = "SELECT \"table\", group_concat(\"from\"), group_concat(\"to\")
                          FROM pragma_foreign_key_list(?1) GROUP BY id";
        for [parent, from, to] in rows(&file, references, &name) {
            table.references.insert((from, parent, to));
        }
        let triggers = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?1";
        table.triggers = rows(&file, triggers, &name).into_iter().map(|[name]| name).collect();
        schema.insert(name, table);
    }
    schema
}

fn rows<const N: usize>(file: &rusqlite::Connection, sql: &str, of: &str) -> Vec<[String; N]> {
    let mut statement = file.prepare(sql).unwrap();
    let text = |row: &rusqlite::Row<'_>, at: usize| match row.get::<_, rusqlite::types::Value>(at) {
        Ok(rusqlite::types::Value::Text(text)) => text,
        Ok(rusqlite::types::Value::Integer(number)) => number.to_string(),
        other => panic!("{other:?}"),
    };
    let rows = statement.query_map([of], |row| Ok(std::array::from_fn(|at| text(row, at))));
    rows.unwrap().map(Result::unwrap).collect()
}

/// The checks in the text of a table: each from `CHECK (` to the bracket that closes it.
fn checks(sql: &str) -> BTreeSet<String> {
    let inside = |rest: &str| {
        let mut open = 1;
        let end = rest.find(|letter| {
            open += i32::from(letter == '(') - i32::from(letter == ')');
            open == 0
        });
        condition(&rest[..end.unwrap()])
    };
    sql.split("CHECK (").skip(1).map(inside).collect()
}

async fn postgres() -> Schema {
    let database = Database::empty().await;
    PostgresStore::migrate(&database.url(OWNER)).await.unwrap();
    let mut server = database.connect(OWNER).await;
    let mut schema = Schema::new();
    let columns = "SELECT table_name::text, column_name::text, data_type::text, is_nullable = 'YES'
                   FROM information_schema.columns WHERE table_schema = current_schema()
                   ORDER BY table_name, ordinal_position";
    for row in fetch(&mut server, columns).await {
        let table = schema.entry(row.get(0)).or_default();
        table.columns.push((row.get(1), kind(row.get(2)), row.get(3)));
    }
    sqlx::raw_sql(
        "CREATE FUNCTION pg_temp.names(relation oid, numbers int2[]) RETURNS text[]
         LANGUAGE sql AS $$
             SELECT array_agg(attname::text ORDER BY place)
             FROM unnest(numbers) WITH ORDINALITY AS n (number, place)
             JOIN pg_attribute ON attrelid = relation AND attnum = n.number
         $$",
    )
    .execute(&mut server)
    .await
    .unwrap();
    let constraints = "SELECT conrelid::regclass::text, contype::text, pg_get_constraintdef(oid),
                           pg_temp.names(conrelid, conkey), confrelid::regclass::text,
                           pg_temp.names(confrelid, confkey)
                       FROM pg_constraint WHERE connamespace = current_schema()::regnamespace";
    for row in fetch(&mut server, constraints).await {
        let table = schema.get_mut::<str>(row.get(0)).unwrap();
        let names = |at: usize| row.get::<Option<Vec<String>>, _>(at).unwrap_or_default();
        match row.get(1) {
            "p" => table.key = names(3),
            "u" => drop(table.unique.insert(names(3))),
            "c" => drop(table.checks.insert(condition(row.get(2)))),
            "f" => {
                let reference = (names(3).join(","), row.get(4), names(5).join(","));
                table.references.insert(reference);
            }
            other => panic!("a constraint of the kind {other}"),
        }
    }
    let indexes = "SELECT indrelid::regclass::text, pg_temp.names(indrelid, indkey::int2[]),
                       indpred IS NOT NULL
                   FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
                   WHERE relnamespace = current_schema()::regnamespace AND NOT indisunique";
    for row in fetch(&mut server, indexes).await {
        let table = schema.get_mut::<str>(row.get(0)).unwrap();
        table.indexes.insert((row.get(1), row.get(2)));
    }
    // SQLite has no TRUNCATE that would need a trigger.
    let triggers = "SELECT tgrelid::regclass::text, tgname::text FROM pg_trigger
                    WHERE NOT tgisinternal AND tgtype & 32 = 0";
    for row in fetch(&mut server, triggers).await {
        schema.get_mut::<str>(row.get(0)).unwrap().triggers.insert(row.get(1));
    }
    schema
}

async fn fetch(server: &mut PgConnection, sql: &str) -> Vec<sqlx::postgres::PgRow> {
    sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(server).await.unwrap()
}

#[tokio::test]
async fn both_databases_promise_the_same() {
    let (sqlite, postgres) = (sqlite(), postgres().await);

    assert_eq!(sqlite.keys().collect::<Vec<_>>(), postgres.keys().collect::<Vec<_>>());
    assert_eq!(sqlite.len(), 13);
    for (name, table) in &sqlite {
        assert_eq!(table, &postgres[name], "SQLite left, PostgreSQL right: {name}");
    }
    let all = |of: fn(&Table) -> usize| sqlite.values().map(of).sum::<usize>();
    let counted = [all(|table| table.checks.len()), all(|table| table.triggers.len())];
    assert!(
        counted.iter().all(|number| *number >= 5),
        "the comparison sees something: {counted:?}"
    );
}
