use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, params};
use sipoke_core::{
    catalogue::{Edition, EditionRef},
    ports::{Catalogue, Publication, PublishError, StoreError},
    words::OfficeCode,
};
use sipoke_wire::{
    rows::{Entry, Fields, action, key},
    stored::{decode_edition, digest, encode_edition},
};

use crate::{chain, fault::Fault, store::SqliteStore, writer::Outcome};

#[async_trait]
impl Catalogue for SqliteStore {
    async fn revision(&self, office: OfficeCode) -> Result<u64, StoreError> {
        self.glance("catalogue.revision", move |connection, _| Ok(revision(connection, office)?))
            .await
    }

    async fn current(&self, office: OfficeCode) -> Result<Vec<Edition>, StoreError> {
        self.read("catalogue.current", move |connection, _| {
            let mut statement = connection.prepare_cached(
                "SELECT body FROM edition AS this WHERE office = ?1 AND number =
                     (SELECT max(number) FROM edition
                      WHERE office = this.office AND service = this.service)
                 ORDER BY place, service",
            )?;
            let mut rows = statement.query([key(office)])?;
            let mut editions = Vec::new();
            while let Some(row) = rows.next()? {
                editions.push(decode_edition(&row.get::<_, Vec<u8>>(0)?)?);
            }
            Ok(editions)
        })
        .await
    }

    async fn edition(
        &self,
        office: OfficeCode,
        edition: &EditionRef,
    ) -> Result<Option<Edition>, StoreError> {
        let edition = edition.clone();
        self.read("catalogue.edition", move |connection, _| {
            let body: Option<Vec<u8>> = connection
                .prepare_cached(
                    "SELECT body FROM edition WHERE office = ?1 AND service = ?2 AND number = ?3",
                )?
                .query_row(params![key(office), edition.service.as_str(), edition.number], |row| {
                    row.get(0)
                })
                .optional()?;
            Ok(body.map(|body| decode_edition(&body)).transpose()?)
        })
        .await
    }

    async fn publish(&self, publication: Publication) -> Result<u64, PublishError> {
        self.write("catalogue.publish", move |connection, fields| {
            publish(connection, fields, &publication)
        })
        .await
    }
}

fn publish(
    connection: &Connection,
    fields: &Fields,
    publication: &Publication,
) -> Outcome<u64, PublishError> {
    let office = publication.office;
    let current = revision(connection, office)?;
    if current != publication.expected {
        return Ok(Err(PublishError::Stale { current }));
    }
    for (place, edition) in &publication.editions {
        let body = encode_edition(edition);
        let added = connection
            .prepare_cached(
                "INSERT INTO edition (office, service, number, place, body)
                 VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                key(office),
                edition.standard.code.as_str(),
                edition.number,
                place,
                body,
            ])?;
        if added == 0 {
            return Ok(Err(PublishError::Stale { current }));
        }
        let entry = Entry {
            office,
            at: publication.at,
            by: publication.by,
            action: action::EDITION_PUBLISHED,
            subject: &edition.reference().to_string(),
            digest: Some(digest(&body)),
        };
        chain::append(connection, fields, office, &[entry])?;
    }
    Ok(Ok(raise(connection, office)?))
}

fn revision(connection: &Connection, office: OfficeCode) -> rusqlite::Result<u64> {
    let revision: Option<i64> = connection
        .prepare_cached("SELECT revision FROM catalogue WHERE office = ?1")?
        .query_row([key(office)], |row| row.get(0))
        .optional()?;
    Ok(revision.map_or(0, i64::cast_unsigned))
}

/// Counts one more publication.
pub(crate) fn raise(connection: &Connection, office: OfficeCode) -> Result<u64, Fault> {
    let revision: i64 = connection
        .prepare_cached(
            "INSERT INTO catalogue (office, revision) VALUES (?1, 1)
             ON CONFLICT (office) DO UPDATE SET revision = revision + 1 RETURNING revision",
        )?
        .query_row([key(office)], |row| row.get(0))?;
    Ok(revision.cast_unsigned())
}
