use async_trait::async_trait;
use sipoke_core::{
    ports::{Audience, Notice, Outbox, StoreError},
    words::{Moment, NoticeId, OfficeCode},
};
use sipoke_wire::{
    rows::{NoticeRow, key},
    stored::audience_name,
};
use sqlx::{Row, postgres::PgRow};

use crate::{
    fault::Fault,
    store::{During, PostgresStore},
};

#[async_trait]
impl Outbox for PostgresStore {
    async fn untold(
        &self,
        office: OfficeCode,
        audience: Audience,
        limit: u16,
    ) -> Result<Vec<Notice>, StoreError> {
        let during = "outbox.untold";
        let query = || {
            sqlx::query(
                "SELECT office, id, audience, kind, application, ticket, at FROM notice
                 WHERE office = $1 AND audience = $2 AND told_at IS NULL
                 ORDER BY at, id LIMIT $3",
            )
            .bind(key(office))
            .bind(audience_name(audience))
            .bind(i64::from(limit))
        };
        let rows = self.rows(during, query).await?;
        let notice = |row: &PgRow| notice(row)?.notice().map_err(Fault::from);
        rows.iter().map(notice).collect::<Result<_, _>>().during(during)
    }

    async fn told(
        &self,
        office: OfficeCode,
        notice: NoticeId,
        at: Moment,
    ) -> Result<(), StoreError> {
        let query = || {
            sqlx::query(
                "UPDATE notice SET told_at = $3
                 WHERE office = $1 AND id = $2 AND told_at IS NULL",
            )
            .bind(key(office))
            .bind(notice.to_bytes())
            .bind(at.micros())
        };
        self.rows("outbox.told", query).await.map(drop)
    }
}

fn notice(row: &PgRow) -> sqlx::Result<NoticeRow> {
    Ok(NoticeRow {
        office: row.try_get("office")?,
        id: row.try_get("id")?,
        audience: row.try_get("audience")?,
        kind: row.try_get("kind")?,
        application: row.try_get("application")?,
        ticket: row.try_get("ticket")?,
        at: row.try_get("at")?,
    })
}
