use async_trait::async_trait;
use rusqlite::params;
use sipoke_core::{
    ports::{Audience, Notice, NoticeKind, Outbox, StoreError},
    words::{ApplicationId, Moment, NoticeId, OfficeCode, Ticket},
};
use sipoke_wire::stored::audience_name;

use crate::{
    rows::{key, moment},
    store::SqliteStore,
};

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
                "SELECT id, kind, application, ticket, at FROM notice
                 WHERE office = ?1 AND audience = ?2 AND told_at IS NULL
                 ORDER BY at, id LIMIT ?3",
            )?;
            let mut rows = statement.query(params![key(office), audience_name(audience), limit])?;
            let mut notices = Vec::new();
            while let Some(row) = rows.next()? {
                notices.push(Notice {
                    id: NoticeId::from_bytes(row.get("id")?),
                    audience,
                    kind: NoticeKind::parse(&row.get::<_, String>("kind")?)?,
                    application: ApplicationId::from_bytes(row.get("application")?),
                    ticket: Ticket::parse(&row.get::<_, String>("ticket")?)?,
                    at: moment(row, "at")?,
                });
            }
            Ok(notices)
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
