use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, params};
use sipoke_core::{
    access::Author,
    office::{Calendar, Office},
    ports::{Offices, StoreError},
    words::{Moment, OfficeCode},
};
use sipoke_wire::{
    rows::{Entry, Fields, action, key},
    stored::{decode_calendar, decode_office, digest, encode_calendar, encode_office},
};

use crate::{catalogue, chain, fault::Fault, store::SqliteStore};

const READ_OFFICE: &str = "SELECT body FROM office WHERE office = ?1";
const READ_CALENDAR: &str = "SELECT body FROM calendar WHERE office = ?1";
const SAVE_OFFICE: &str = "INSERT INTO office (office, body) VALUES (?1, ?2)
     ON CONFLICT (office) DO UPDATE SET body = excluded.body";
const SAVE_CALENDAR: &str = "INSERT INTO calendar (office, body) VALUES (?1, ?2)
     ON CONFLICT (office) DO UPDATE SET body = excluded.body";

#[async_trait]
impl Offices for SqliteStore {
    async fn office(&self, code: OfficeCode) -> Result<Option<Office>, StoreError> {
        self.read("office.find", move |connection, _| {
            let body = body(connection, READ_OFFICE, code)?;
            Ok(body.map(|body| decode_office(&body)).transpose()?)
        })
        .await
    }

    async fn save_office(&self, office: Office, at: Moment, by: Author) -> Result<(), StoreError> {
        self.record("office.save", move |connection, fields| {
            let saved = Saved { office: office.code, at, by, action: action::OFFICE_SAVED };
            save(connection, fields, &saved, SAVE_OFFICE, &encode_office(&office))
        })
        .await
    }

    async fn calendar(&self, code: OfficeCode) -> Result<Calendar, StoreError> {
        self.read("calendar.find", move |connection, _| {
            match body(connection, READ_CALENDAR, code)? {
                Some(body) => Ok(decode_calendar(&body)?),
                None => Ok(Calendar::default()),
            }
        })
        .await
    }

    async fn save_calendar(
        &self,
        code: OfficeCode,
        calendar: Calendar,
        at: Moment,
        by: Author,
    ) -> Result<(), StoreError> {
        self.record("calendar.save", move |connection, fields| {
            let saved = Saved { office: code, at, by, action: action::CALENDAR_SAVED };
            save(connection, fields, &saved, SAVE_CALENDAR, &encode_calendar(&calendar))
        })
        .await
    }
}

struct Saved {
    office: OfficeCode,
    at: Moment,
    by: Author,
    action: &'static str,
}

fn body(
    connection: &Connection,
    sql: &str,
    office: OfficeCode,
) -> rusqlite::Result<Option<Vec<u8>>> {
    connection.prepare_cached(sql)?.query_row([key(office)], |row| row.get(0)).optional()
}

fn save(
    connection: &Connection,
    fields: &Fields,
    saved: &Saved,
    sql: &str,
    body: &[u8],
) -> Result<(), Fault> {
    let Saved { office, at, by, action } = *saved;
    connection.prepare_cached(sql)?.execute(params![key(office), body])?;
    let subject = office.to_string();
    let entry = Entry { office, at, by, action, subject: &subject, digest: Some(digest(body)) };
    chain::append(connection, fields, office, &[entry])?;
    catalogue::raise(connection, office)?;
    Ok(())
}
