use async_trait::async_trait;
use rusqlite::{Row, params};
use sipoke_core::{
    ports::{Audience, Notice, Outbox, StoreError},
    words::{Moment, NoticeId, OfficeCode},
};
use sipoke_wire::{
    rows::{NoticeRow, key},
    stored::audience_name,
};

use crate::store::SqliteStore;

#[async_trait]
impl Outbox for SqliteStore {
    async fn untold(
        &self,
        office: OfficeCode,
        audience: Audience,
        limit: u16,
    ) -> Result<Vec<Notice>, StoreError> {
        self.read("outbox.untold", move |connection, _| {
            let mut statement = connection.prepare_cached(
                "SELECT office, id, audience, kind, application, ticket, at FROM notice
                 WHERE office = ?1 AND audience = ?2 AND told_at IS NULL
                 ORDER BY at, id LIMIT ?3",
            )?;
            let audience = audience_name(audience);
            let found = statement.query_map(params![key(office), audience, limit], notice)?;
            found.map(|notice| Ok(notice?.notice()?)).collect()
        })
        .await
    }

    async fn told(
        &self,
        office: OfficeCode,
        notice: NoticeId,
        at: Moment,
    ) -> Result<(), StoreError> {
        self.record("outbox.told", move |connection, _| {
            connection
                .prepare_cached(
                    "UPDATE notice SET told_at = ?3
                     WHERE office = ?1 AND id = ?2 AND told_at IS NULL",
                )?
                .execute(params![key(office), notice.to_bytes(), at.micros()])?;
            Ok(())
        })
        .await
    }
}

fn notice(row: &Row<'_>) -> rusqlite::Result<NoticeRow> {
    Ok(NoticeRow {
        office: row.get("office")?,
        id: row.get("id")?,
        audience: row.get("audience")?,
        kind: row.get("kind")?,
        application: row.get("application")?,
        ticket: row.get("ticket")?,
        at: row.get("at")?,
    })
}
