use async_trait::async_trait;
use sipoke_core::{
    catalogue::{Edition, EditionRef},
    ports::{Catalogue, Publication, PublishError, StoreError},
    words::OfficeCode,
};
use sipoke_wire::{
    rows::{Entry, action, key},
    stored::{decode_edition, digest, encode_edition},
};
use sqlx::{PgConnection, Row, postgres::PgRow};

use crate::{
    chain,
    fault::Fault,
    store::{During, PostgresStore},
    writer::{Job, Outcome, Writing},
};

const REVISION: &str = "SELECT revision FROM catalogue WHERE office = $1";

#[async_trait]
impl Catalogue for PostgresStore {
    async fn revision(&self, office: OfficeCode) -> Result<u64, StoreError> {
        let during = "catalogue.revision";
        let row = self.row(during, || sqlx::query(REVISION).bind(key(office))).await?;
        let revision: Result<Option<i64>, _> = row.map(|row| row.try_get("revision")).transpose();
        Ok(revision.during(during)?.map_or(0, i64::cast_unsigned))
    }

    async fn current(&self, office: OfficeCode) -> Result<Vec<Edition>, StoreError> {
        let during = "catalogue.current";
        let query = || {
            sqlx::query(
                "SELECT body FROM edition AS this WHERE office = $1 AND number =
                     (SELECT max(number) FROM edition
                      WHERE office = this.office AND service = this.service)
                 ORDER BY place, service",
            )
            .bind(key(office))
        };
        let rows = self.rows(during, query).await?;
        rows.iter().map(edition).collect::<Result<_, _>>().during(during)
    }

    async fn edition(
        &self,
        office: OfficeCode,
        edition: &EditionRef,
    ) -> Result<Option<Edition>, StoreError> {
        let during = "catalogue.edition";
        let query = || {
            sqlx::query(
                "SELECT body FROM edition WHERE office = $1 AND service = $2 AND number = $3",
            )
            .bind(key(office))
            .bind(edition.service.to_string())
            .bind(i64::from(edition.number))
        };
        let row = self.row(during, query).await?;
        row.as_ref().map(self::edition).transpose().during(during)
    }

    async fn publish(&self, publication: Publication) -> Result<u64, PublishError> {
        self.write(Publish(publication)).await
    }
}

fn edition(row: &PgRow) -> Result<Edition, Fault> {
    Ok(decode_edition(row.try_get::<&[u8], _>("body")?)?)
}

struct Publish(Publication);

#[async_trait]
impl Job for Publish {
    type Done = u64;
    type Refusal = PublishError;
    const DURING: &'static str = "catalogue.publish";

    async fn run(&self, writing: &mut Writing) -> Outcome<u64, PublishError> {
        let Self(Publication { office, expected, editions, at, by }) = self;
        let Some(revision) = raise_from(writing, *office, *expected).await? else {
            let current: Option<i64> = sqlx::query_scalar(REVISION)
                .bind(key(*office))
                .fetch_optional(&mut **writing)
                .await?;
            let current = current.map_or(0, i64::cast_unsigned);
            return Ok(Err(PublishError::Stale { current }));
        };
        let bodies: Vec<Vec<u8>> =
            editions.iter().map(|(_, edition)| encode_edition(edition)).collect();
        if !add(writing, *office, editions, &bodies).await? {
            return Ok(Err(PublishError::Stale { current: *expected }));
        }
        let subjects: Vec<String> =
            editions.iter().map(|(_, edition)| edition.reference().to_string()).collect();
        let entries: Vec<Entry<'_>> = subjects
            .iter()
            .zip(&bodies)
            .map(|(subject, body)| Entry {
                office: *office,
                at: *at,
                by: *by,
                action: action::EDITION_PUBLISHED,
                subject,
                digest: Some(digest(body)),
            })
            .collect();
        chain::append(writing, *office, &entries).await?;
        Ok(Ok(revision))
    }
}

/// Adds the editions; `false`: one of the numbers is there already.
async fn add(
    connection: &mut PgConnection,
    office: OfficeCode,
    editions: &[(u32, Edition)],
    bodies: &[Vec<u8>],
) -> sqlx::Result<bool> {
    let column = |of: fn(&(u32, Edition)) -> i64| editions.iter().map(of).collect::<Vec<_>>();
    let services = editions.iter().map(|(_, edition)| edition.standard.code.to_string());
    let added = sqlx::query(
        "INSERT INTO edition (office, service, number, place, body)
         SELECT $1, * FROM UNNEST($2::text[], $3::bigint[], $4::bigint[], $5::bytea[])
         ON CONFLICT DO NOTHING",
    )
    .bind(key(office))
    .bind(services.collect::<Vec<_>>())
    .bind(column(|(_, edition)| edition.number.into()))
    .bind(column(|(place, _)| (*place).into()))
    .bind(bodies)
    .execute(connection)
    .await?;
    Ok(usize::try_from(added.rows_affected()) == Ok(editions.len()))
}

/// Counts one more publication, if so many were counted before. Holds the count until the end of
/// the transaction.
async fn raise_from(
    connection: &mut PgConnection,
    office: OfficeCode,
    expected: u64,
) -> sqlx::Result<Option<u64>> {
    let sql = if expected == 0 {
        "INSERT INTO catalogue (office, revision) VALUES ($1, $2 + 1)
         ON CONFLICT DO NOTHING RETURNING revision"
    } else {
        "UPDATE catalogue SET revision = revision + 1 WHERE office = $1 AND revision = $2
         RETURNING revision"
    };
    let revision: Option<i64> = sqlx::query_scalar(sql)
        .bind(key(office))
        .bind(expected.cast_signed())
        .fetch_optional(connection)
        .await?;
    Ok(revision.map(i64::cast_unsigned))
}
