//! Rows into PostgreSQL with `COPY`: what `PostgresStore::commit` would write, made by the same
//! functions of `wire`, of many changes at once.

use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

use sipoke_core::{
    ports::{Change, Sealer},
    words::OfficeCode,
};
use sipoke_wire::rows::{
    CaseRow, Fields, Head, LetterRow, LineRow, NoticeRow, Registered, follow, key, prepare,
};
use sqlx::{Connection, PgConnection, Row};

use crate::{Failure, case::Case};

/// The rows of many changes, in the text form of `COPY`.
#[derive(Default)]
struct Rows {
    applications: Table,
    letters: Table,
    receipts: Table,
    notices: Table,
    lines: Table,
    heads: BTreeMap<i64, Head>,
    changes: u64,
}

#[derive(Default)]
struct Table(String);

/// A value of a column.
enum Value<'a> {
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Null,
}

use Value::{Bytes, Int, Null, Text};

impl Table {
    fn add<const N: usize>(&mut self, row: [Value<'_>; N]) {
        for (place, value) in row.into_iter().enumerate() {
            self.0.push_str(if place == 0 { "" } else { "\t" });
            match value {
                Int(number) => drop(write!(self.0, "{number}")),
                Text(text) => {
                    for letter in text.chars() {
                        match letter {
                            '\\' => self.0.push_str("\\\\"),
                            '\t' => self.0.push_str("\\t"),
                            '\n' => self.0.push_str("\\n"),
                            '\r' => self.0.push_str("\\r"),
                            other => self.0.push(other),
                        }
                    }
                }
                Bytes(bytes) => {
                    self.0.push_str("\\\\x");
                    self.0.extend(bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(hex));
                }
                Null => self.0.push_str("\\N"),
            }
        }
        self.0.push('\n');
    }
}

fn hex(digit: u8) -> char {
    char::from_digit(digit.into(), 16).unwrap_or_default()
}

/// Writes all cases; a transaction for each batch. Rows of one batch are made while those before
/// are being written.
pub(crate) async fn fill(
    owner: &str,
    sealer: Arc<dyn Sealer>,
    cases: &mut (impl Iterator<Item = Result<Case, Failure>> + Send),
    batch: usize,
    done: impl Fn(u64),
) -> Result<(), Failure> {
    let fields = Fields::new(sealer);
    let mut connection = PgConnection::connect(owner).await?;
    let mut heads = heads(&mut connection).await?;
    let (rows, mut written) = tokio::sync::mpsc::channel::<Rows>(1);
    std::thread::scope(|scope| {
        let making = scope.spawn(move || -> Result<(), Failure> {
            let mut more = true;
            while more {
                let mut batch_of_rows = Rows::default();
                more = false;
                for case in cases.by_ref().take(batch) {
                    batch_of_rows.take(&fields, &mut heads, &case?.change)?;
                    more = true;
                }
                if more && rows.blocking_send(batch_of_rows).is_err() {
                    break;
                }
            }
            Ok(())
        });
        let writing = async {
            while let Some(rows) = written.recv().await {
                let changes = rows.changes;
                rows.write(&mut connection).await?;
                done(changes);
            }
            Ok::<_, Failure>(())
        };
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(writing))?;
        making.join().map_err(|_| "a thread ended early")?
    })?;
    sqlx::raw_sql("VACUUM ANALYZE").execute(&mut connection).await?;
    Ok(())
}

async fn heads(connection: &mut PgConnection) -> Result<BTreeMap<OfficeCode, Head>, Failure> {
    let rows = sqlx::query("SELECT office, number, hash, seal FROM audit_head");
    let mut heads = BTreeMap::new();
    for row in rows.fetch_all(connection).await? {
        let number = row.try_get::<i64, _>("number")?.cast_unsigned();
        let head = Head { number, hash: row.try_get("hash")?, seal: row.try_get("seal")? };
        let office = row.try_get::<i64, _>("office")?.cast_unsigned();
        heads.insert(OfficeCode::from_number(office)?, head);
    }
    Ok(heads)
}

impl Rows {
    fn take(
        &mut self,
        fields: &Fields,
        heads: &mut BTreeMap<OfficeCode, Head>,
        change: &Change,
    ) -> Result<(), Failure> {
        let office = change.office;
        let prepared = prepare(fields, change, None, None)?;
        self.application(key(office), &prepared.case);
        if let Registered::New(letter) = &prepared.register {
            self.letter(letter);
        }
        if let Some(receipt) = &change.receipt {
            self.receipts.add([
                Int(key(office)),
                Bytes(&fields.receipt(office, &receipt.key)),
                Bytes(&receipt.request.0),
                Bytes(&change.id.to_bytes()),
                Int(receipt.at.micros()),
            ]);
        }
        for notice in &change.notices {
            let notice = NoticeRow::of(office, notice);
            self.notices.add([
                Int(notice.office),
                Bytes(&notice.id),
                Text(&notice.audience),
                Text(&notice.kind),
                Bytes(&notice.application),
                Text(&notice.ticket),
                Int(notice.at),
            ]);
        }
        let link = follow(fields, heads.get(&office).copied(), &prepared.entries(change))?;
        let link = link.ok_or("a change without events")?;
        link.lines.iter().for_each(|line| self.line(line));
        heads.insert(office, link.head);
        self.heads.insert(key(office), link.head);
        self.changes += 1;
        Ok(())
    }

    fn application(&mut self, office: i64, case: &CaseRow) {
        let CaseRow { history, columns, nik_index, name } = case;
        self.applications.add([
            Int(office),
            Bytes(&history.id),
            Int(history.revision),
            Text(&columns.ticket),
            Text(&columns.service),
            Int(columns.edition),
            Text(&columns.channel),
            Int(columns.filed_at),
            Text(&columns.stage),
            Int(columns.since),
            Int(columns.timer_allowed),
            Int(columns.timer_used),
            columns.timer_since.as_deref().map_or(Null, Text),
            Bytes(nik_index),
            Bytes(name),
            Bytes(&history.history),
        ]);
    }

    fn letter(&mut self, letter: &LetterRow) {
        self.letters.add([
            Int(letter.office),
            Text(&letter.series),
            Int(letter.year),
            Int(letter.sequence),
            Bytes(&letter.application),
            Text(&letter.text),
            Text(&letter.signed_on),
            Text(&letter.state),
        ]);
    }

    fn line(&mut self, line: &LineRow) {
        self.lines.add([
            Int(line.office),
            Int(line.number),
            Int(line.at),
            Text(&line.by),
            Text(&line.action),
            Text(&line.subject),
            line.digest.as_ref().map_or(Null, |digest| Bytes(digest)),
            Bytes(&line.hash),
        ]);
    }

    async fn write(self, connection: &mut PgConnection) -> Result<(), Failure> {
        let mut transaction = connection.begin().await?;
        for (copy, Table(text)) in [
            ("COPY application FROM STDIN", self.applications),
            ("COPY letter FROM STDIN", self.letters),
            ("COPY receipt FROM STDIN", self.receipts),
            (
                "COPY notice (office, id, audience, kind, application, ticket, at) FROM STDIN",
                self.notices,
            ),
            ("COPY audit FROM STDIN", self.lines),
        ] {
            let mut copying = transaction.copy_in_raw(copy).await?;
            copying.send(text.into_bytes()).await?;
            copying.finish().await?;
        }
        for (office, head) in self.heads {
            sqlx::query(
                "UPDATE audit_head SET number = $2, hash = $3, seal = $4 WHERE office = $1",
            )
            .bind(office)
            .bind(head.number.cast_signed())
            .bind(head.hash)
            .bind(head.seal)
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
