use async_trait::async_trait;
use sipoke_core::{
    access::Author,
    office::{Calendar, Office},
    ports::{Offices, StoreError},
    words::{Moment, OfficeCode},
};
use sipoke_wire::{
    rows::{Entry, action, key},
    stored::{decode_calendar, decode_office, digest, encode_calendar, encode_office},
};
use sqlx::Row;

use crate::{
    chain,
    store::{During, PostgresStore},
    writer::{Job, Outcome, Writing},
};

const READ_OFFICE: &str = "SELECT body FROM office WHERE office = $1";
const READ_CALENDAR: &str = "SELECT body FROM calendar WHERE office = $1";

/// Both statements count the publication as well. The one row is held before the other, always in
/// this order.
macro_rules! save {
    ($table:literal) => {
        concat!(
            "WITH saved AS (
                 INSERT INTO ",
            $table,
            " (office, body) VALUES ($1, $2)
                 ON CONFLICT (office) DO UPDATE SET body = excluded.body RETURNING office)
             INSERT INTO catalogue (office, revision) SELECT office, 1 FROM saved
             ON CONFLICT (office) DO UPDATE SET revision = catalogue.revision + 1"
        )
    };
}

#[async_trait]
impl Offices for PostgresStore {
    async fn office(&self, code: OfficeCode) -> Result<Option<Office>, StoreError> {
        let during = "office.find";
        let body = self.body(during, READ_OFFICE, code).await?;
        body.map(|body| decode_office(&body)).transpose().during(during)
    }

    async fn save_office(&self, office: Office, at: Moment, by: Author) -> Result<(), StoreError> {
        let body = encode_office(&office);
        self.write(SaveOffice(Saved { office: office.code, at, by, body })).await
    }

    async fn calendar(&self, code: OfficeCode) -> Result<Calendar, StoreError> {
        let during = "calendar.find";
        match self.body(during, READ_CALENDAR, code).await? {
            Some(body) => decode_calendar(&body).during(during),
            None => Ok(Calendar::default()),
        }
    }

    async fn save_calendar(
        &self,
        code: OfficeCode,
        calendar: Calendar,
        at: Moment,
        by: Author,
    ) -> Result<(), StoreError> {
        let body = encode_calendar(&calendar);
        self.write(SaveCalendar(Saved { office: code, at, by, body })).await
    }
}

impl PostgresStore {
    async fn body(
        &self,
        during: &'static str,
        sql: &'static str,
        office: OfficeCode,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self.row(during, || sqlx::query(sql).bind(key(office))).await?;
        row.map(|row| row.try_get("body")).transpose().during(during)
    }
}

struct Saved {
    office: OfficeCode,
    at: Moment,
    by: Author,
    body: Vec<u8>,
}

struct SaveOffice(Saved);
struct SaveCalendar(Saved);

#[async_trait]
impl Job for SaveOffice {
    type Done = ();
    type Refusal = StoreError;
    const DURING: &'static str = "office.save";

    async fn run(&self, writing: &mut Writing) -> Outcome<(), StoreError> {
        save(writing, &self.0, save!("office"), action::OFFICE_SAVED).await
    }
}

#[async_trait]
impl Job for SaveCalendar {
    type Done = ();
    type Refusal = StoreError;
    const DURING: &'static str = "calendar.save";

    async fn run(&self, writing: &mut Writing) -> Outcome<(), StoreError> {
        save(writing, &self.0, save!("calendar"), action::CALENDAR_SAVED).await
    }
}

async fn save(
    writing: &mut Writing,
    saved: &Saved,
    sql: &'static str,
    action: &str,
) -> Outcome<(), StoreError> {
    let Saved { office, at, by, body } = saved;
    sqlx::query(sql).bind(key(*office)).bind(body).execute(&mut **writing).await?;
    let subject = office.to_string();
    let digest = Some(digest(body));
    let entry = Entry { office: *office, at: *at, by: *by, action, subject: &subject, digest };
    chain::append(writing, *office, &[entry]).await?;
    Ok(Ok(()))
}
