use std::{fs, path::Path};

use rusqlite::{Connection, types::Value};
use sha2::{Digest, Sha256};
use sipoke_core::{
    access::Author,
    ports::{AuditFault, Ledger},
    words::Moment,
};
use sipoke_wire::stored::{Line, line_hash};

use crate::cases;

/// Changes tried; each on a fresh copy of the file.
const ROUNDS: u64 = 200;

/// Columns that the audit answers for, with the keys of their rows.
const COLUMNS: [(&str, &str); 36] = [
    ("audit", "number"),
    ("audit", "at"),
    ("audit", "by"),
    ("audit", "action"),
    ("audit", "subject"),
    ("audit", "digest"),
    ("audit", "hash"),
    ("audit_head", "number"),
    ("audit_head", "hash"),
    ("audit_head", "seal"),
    ("application", "id"),
    ("application", "revision"),
    ("application", "ticket"),
    ("application", "service"),
    ("application", "edition"),
    ("application", "channel"),
    ("application", "filed_at"),
    ("application", "stage"),
    ("application", "since"),
    ("application", "timer_used"),
    ("application", "timer_since"),
    ("application", "nik_index"),
    ("application", "name"),
    ("application", "history"),
    ("letter", "series"),
    ("letter", "sequence"),
    ("letter", "text"),
    ("letter", "signed_on"),
    ("letter", "state"),
    ("edition", "number"),
    ("edition", "body"),
    ("office", "body"),
    ("calendar", "body"),
    ("officer", "login"),
    ("officer", "name"),
    ("officer", "roles"),
];

/// A seeded sequence, so that a round can be repeated.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        let next: [u8; 32] = Sha256::digest(self.0.to_be_bytes()).into();
        self.0 += 1;
        usize::from(u16::from_be_bytes([next[0], next[1]])) % bound
    }
}

/// A connection of somebody who has the file and no scruples.
fn attacker(path: &Path) -> Connection {
    let raw = Connection::open(path).unwrap();
    raw.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
    let triggers: Vec<String> = raw
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for trigger in triggers {
        raw.execute_batch(&format!("DROP TRIGGER {trigger}")).unwrap();
    }
    raw
}

fn keys(raw: &Connection, table: &str) -> Vec<String> {
    let columns: Vec<String> = raw
        .prepare("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk")
        .unwrap()
        .query_map([table], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let tuple: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
    let names = columns.join(", ");
    raw.prepare(&format!(
        "SELECT '({names}) = (' || {} || ')' FROM {table} ORDER BY {names}",
        tuple.join(" || ', ' || ")
    ))
    .unwrap()
    .query_map([], |row| row.get(0))
    .unwrap()
    .map(Result::unwrap)
    .collect()
}

fn one_byte_off(value: Value, dice: &mut Dice) -> Value {
    match value {
        Value::Integer(number) => Value::Integer(number + 1),
        Value::Text(text) => {
            let mut bytes = text.into_bytes();
            let at = dice.below(bytes.len());
            bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
            Value::Text(String::from_utf8(bytes).unwrap())
        }
        Value::Blob(mut bytes) => {
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
            Value::Blob(bytes)
        }
        Value::Null => Value::Blob(vec![1; 32]),
        Value::Real(_) => panic!("no column has this type"),
    }
}

/// One change somewhere; says what it was, or `None` when SQLite does not take it.
fn tamper(raw: &Connection, round: u64) -> Option<String> {
    let mut dice = Dice(round * 1_000);
    let (table, column) = COLUMNS[dice.below(COLUMNS.len())];
    let rows = keys(raw, table);
    let row = &rows[dice.below(rows.len())];
    let other = &rows[dice.below(rows.len())];
    let (what, done) = match dice.below(6) {
        0 if table != "office" && table != "calendar" => (
            format!("delete {table} {row}"),
            raw.execute(&format!("DELETE FROM {table} WHERE {row}"), []),
        ),
        1 if row != other => swap(raw, table, column, (row, other))?,
        _ => {
            let value: Value = raw
                .query_row(&format!("SELECT {column} FROM {table} WHERE {row}"), [], |row| {
                    row.get(0)
                })
                .unwrap();
            let value = if column == "timer_since" && value == Value::Null {
                Value::Text("2026-11-24".to_owned())
            } else {
                one_byte_off(value, &mut dice)
            };
            let sql = format!("UPDATE {table} SET {column} = ?1 WHERE {row}");
            (format!("{table}.{column} {row}"), raw.execute(&sql, [value]))
        }
    };
    done.is_ok_and(|changed| changed == 1).then_some(what)
}

fn swap(
    raw: &Connection,
    table: &str,
    column: &str,
    (row, other): (&str, &str),
) -> Option<(String, rusqlite::Result<usize>)> {
    let read = |row: &str| -> Value {
        raw.query_row(&format!("SELECT {column} FROM {table} WHERE {row}"), [], |row| row.get(0))
            .unwrap()
    };
    let (one, two) = (read(row), read(other));
    if one == two {
        return None;
    }
    let set = format!("UPDATE {table} SET {column} = ?1 WHERE ");
    raw.execute(&format!("{set}{row}"), [two]).ok()?;
    Some((
        format!("swap {table}.{column} {row} {other}"),
        raw.execute(&format!("{set}{other}"), [one]),
    ))
}

async fn faults(path: &Path) -> Vec<AuditFault> {
    cases::open(path).audit(cases::office()).await.unwrap().faults
}

#[tokio::test]
async fn every_change_of_the_file_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("kantor.db");
    cases::busy_office(&cases::open(&original)).await;
    assert_eq!(faults(&original).await, []);
    let copy = folder.path().join("salinan.db");

    let mut changed = 0;
    for round in 0..ROUNDS {
        fs::copy(&original, &copy).unwrap();
        let Some(what) = tamper(&attacker(&copy), round) else { continue };
        changed += 1;

        assert_ne!(faults(&copy).await, [], "round {round}: {what}");
    }

    assert!(changed >= 100, "only {changed} changes were taken");
}

#[tokio::test]
async fn a_line_put_in_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kantor.db");
    cases::busy_office(&cases::open(&path)).await;
    let raw = attacker(&path);
    let (last, previous): (i64, [u8; 32]) = raw
        .query_row("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();

    // The hashes need no key, so the line itself is right; the sealed end is not.
    let hash = rehash(Some(previous), last + 1, "scan-viewed");
    raw.execute(
        "INSERT INTO audit SELECT office, number + 1, ?2, 'console', 'scan-viewed', 'x', NULL, ?1
         FROM audit WHERE number = ?3",
        rusqlite::params![hash, cases::at(50).micros(), last],
    )
    .unwrap();
    drop(raw);

    assert_eq!(faults(&path).await.len(), 1);
}

fn rehash(previous: Option<[u8; 32]>, number: i64, action: &str) -> [u8; 32] {
    let line = Line {
        office: cases::office(),
        number: number.cast_unsigned(),
        at: cases::at(50),
        by: Author::Console,
        action,
        subject: "x",
        digest: None,
    };
    line_hash(previous, &line)
}

#[tokio::test]
async fn a_chain_cut_off_at_its_end_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kantor.db");
    cases::busy_office(&cases::open(&path)).await;
    let raw = attacker(&path);

    // The last line recorded a look at a scan: nothing stored misses it.
    raw.execute("DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)", []).unwrap();
    let last: i64 = raw.query_row("SELECT max(number) FROM audit", [], |row| row.get(0)).unwrap();
    drop(raw);

    let line = last.cast_unsigned() + 1;
    assert_eq!(faults(&path).await, [AuditFault::BrokenChain { line }]);
}

#[tokio::test]
async fn a_chain_written_anew_without_the_key_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kantor.db");
    cases::busy_office(&cases::open(&path)).await;
    let raw = attacker(&path);

    // Somebody else looked at the scan: change the author and every hash after it.
    raw.execute("UPDATE audit SET by = 'console' WHERE action = 'scan-viewed'", []).unwrap();
    let (number, at, subject): (i64, i64, String) = raw
        .query_row(
            "SELECT number, at, subject FROM audit WHERE action = 'scan-viewed'",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .unwrap();
    let previous: [u8; 32] = raw
        .query_row("SELECT hash FROM audit WHERE number = ?1 - 1", [number], |row| row.get(0))
        .unwrap();
    let line = Line {
        office: cases::office(),
        number: number.cast_unsigned(),
        at: Moment::from_micros(at).unwrap(),
        by: Author::Console,
        action: "scan-viewed",
        subject: &subject,
        digest: None,
    };
    let hash = line_hash(Some(previous), &line);
    raw.execute("UPDATE audit SET hash = ?1 WHERE number = ?2", (hash, number)).unwrap();
    raw.execute("UPDATE audit_head SET hash = ?1", [hash]).unwrap();
    drop(raw);

    let line = number.cast_unsigned();
    assert_eq!(faults(&path).await, [AuditFault::BrokenChain { line }]);
}

#[tokio::test]
async fn a_history_set_back_to_an_earlier_one_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kantor.db");
    let store = cases::open(&path);
    let filed = cases::commit(&store, cases::filing(1)).await;
    let raw = attacker(&path);
    raw.execute_batch("CREATE TABLE earlier AS SELECT * FROM application").unwrap();
    cases::commit(&store, cases::change(filed, vec![cases::accepted()])).await;

    raw.execute_batch("DELETE FROM application; INSERT INTO application SELECT * FROM earlier")
        .unwrap();

    let found = store.audit(cases::office()).await.unwrap().faults;
    assert_eq!(found, [AuditFault::Unrecorded { subject: cases::id(1).to_string() }]);
}

#[tokio::test]
async fn a_number_taken_out_of_the_register_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kantor.db");
    cases::busy_office(&cases::open(&path)).await;
    attacker(&path).execute("DELETE FROM letter WHERE sequence = 2", []).unwrap();

    let found = faults(&path).await;

    let gap = AuditFault::NumberGap { series: "surat/2026".into(), sequence: 2 };
    assert_eq!(found, [AuditFault::Unrecorded { subject: "surat/2026/2".into() }, gap]);
}

#[tokio::test]
async fn a_damaged_page_is_found_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kantor.db");
    cases::busy_office(&cases::open(&path)).await;
    let whole = fs::read(&path).unwrap();

    for page in 1..whole.len() / 4_096 {
        let mut bytes = whole.clone();
        // The head of the page: what kind it is and where its cells are.
        bytes[page * 4_096..page * 4_096 + 8].fill(0xff);
        fs::write(&path, &bytes).unwrap();

        let store = sipoke_sqlite::SqliteStore::open(
            &path,
            std::sync::Arc::new(sipoke_conformance::memory::TestSealer),
        );
        if let Ok(store) = store {
            let report = store.audit(cases::office()).await.unwrap();
            assert_ne!(report.faults, [], "page {}", page + 1);
        }
    }
}
