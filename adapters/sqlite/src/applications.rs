use async_trait::async_trait;
use rusqlite::{Connection, Row, ToSql};
use sipoke_core::{
    application::{Application, Event, StageName},
    letters::{RegisterLine, Series},
    ports::{
        Applications, Change, CommitError, Committed, Listing, Page, Query, StoreError, Summary,
        Versioned,
    },
    words::{ApplicationId, IdempotencyKey, OfficeCode, RequestHash, ServiceCode, Ticket},
};
use sipoke_wire::rows::{Fields, SummaryRow, events, key, listing};

use crate::{commit, fault::Fault, register, rows, store::SqliteStore};

#[async_trait]
impl Applications for SqliteStore {
    async fn find(
        &self,
        office: OfficeCode,
        id: ApplicationId,
    ) -> Result<Option<Versioned<Application>>, StoreError> {
        self.read("application.find", move |connection, fields| {
            rows::application(connection, fields, office, id)
        })
        .await
    }

    async fn find_by_ticket(
        &self,
        office: OfficeCode,
        ticket: Ticket,
    ) -> Result<Option<Versioned<Application>>, StoreError> {
        self.read("application.find_by_ticket", move |connection, fields| {
            rows::application_by_ticket(connection, fields, office, ticket)
        })
        .await
    }

    async fn find_by_receipt(
        &self,
        office: OfficeCode,
        key: &IdempotencyKey,
        request: RequestHash,
    ) -> Result<Option<Committed>, CommitError> {
        let key = key.clone();
        let known = self
            .read("application.find_by_receipt", move |connection, fields| {
                // One snapshot for the receipt and what it leads to.
                let snapshot = connection.transaction()?;
                commit::known(&snapshot, fields, office, &key, request)
            })
            .await?;
        commit::repeated(known)
    }

    async fn history(
        &self,
        office: OfficeCode,
        id: ApplicationId,
    ) -> Result<Vec<Event>, StoreError> {
        self.read("application.history", move |connection, fields| {
            match rows::history(connection, office, id)? {
                Some(stored) => Ok(events(&stored.open(office, fields)?)?),
                None => Ok(Vec::new()),
            }
        })
        .await
    }

    async fn list(
        &self,
        office: OfficeCode,
        query: &Query,
        page: Page,
    ) -> Result<Listing<Summary>, StoreError> {
        let query = query.clone();
        self.read("application.list", move |connection, fields| {
            list(connection, fields, office, &query, page)
        })
        .await
    }

    async fn register(
        &self,
        office: OfficeCode,
        series: &Series,
    ) -> Result<Vec<RegisterLine>, StoreError> {
        let series = series.clone();
        self.read("letter.register", move |connection, _| {
            register::lines(connection, office, &series)
        })
        .await
    }

    async fn commit(&self, change: Change) -> Result<Committed, CommitError> {
        self.write("application.commit", move |connection, fields| {
            commit::commit(connection, fields, &change)
        })
        .await
    }
}

fn list(
    connection: &Connection,
    fields: &Fields,
    office: OfficeCode,
    query: &Query,
    page: Page,
) -> Result<Listing<Summary>, Fault> {
    let (office_key, nik) = (key(office), query.nik.as_ref().map(|nik| fields.nik(office, nik)));
    let after = page.after.map(ApplicationId::to_bytes);
    let stage = query.stage.map(StageName::code);
    let service = query.service.as_ref().map(ServiceCode::as_str);
    // One more than is shown tells whether there is a next page.
    let limit = i64::from(page.limit) + 1;

    let columns = rows::COLUMNS;
    let mut sql = format!("SELECT {columns}, id, name FROM application WHERE office = :office");
    let mut values: Vec<(&str, &dyn ToSql)> = vec![(":office", &office_key), (":limit", &limit)];
    let wishes: [(bool, &str, (&str, &dyn ToSql)); 4] = [
        (nik.is_some(), " AND nik_index = :nik", (":nik", &nik)),
        (stage.is_some(), " AND stage = :stage", (":stage", &stage)),
        (service.is_some(), " AND service = :service", (":service", &service)),
        (after.is_some(), " AND id > :after", (":after", &after)),
    ];
    for (given, condition, value) in wishes {
        if given {
            sql.push_str(condition);
            values.push(value);
        }
    }
    sql.push_str(" ORDER BY id LIMIT :limit");

    let mut statement = connection.prepare_cached(&sql)?;
    let found = statement.query_map(values.as_slice(), summary)?;
    let rows: Result<Vec<Summary>, Fault> =
        found.map(|row| Ok(row?.summary(office, fields)?)).collect();
    Ok(listing(rows?, page))
}

fn summary(row: &Row<'_>) -> rusqlite::Result<SummaryRow> {
    Ok(SummaryRow { columns: rows::columns(row)?, id: row.get(10)?, name: row.get(11)? })
}
