use async_trait::async_trait;
use sipoke_core::{
    application::{Application, Event, StageName},
    letters::{RegisterLine, Series},
    ports::{
        Applications, Change, CommitError, Committed, Listing, Page, Query, StoreError, Summary,
        Versioned,
    },
    words::{ApplicationId, IdempotencyKey, OfficeCode, RequestHash, ServiceCode, Ticket},
};
use sipoke_wire::rows::{HistoryRow, SummaryRow, events, key, listing};
use sqlx::{AssertSqlSafe, Row, postgres::PgRow};

use crate::{
    commit::{self, Commit, Known},
    fault::Fault,
    rows,
    store::{During, PostgresStore},
};

const FIND: &str = "SELECT id, revision, history FROM application WHERE office = $1 AND id = $2";

#[async_trait]
impl Applications for PostgresStore {
    async fn find(
        &self,
        office: OfficeCode,
        id: ApplicationId,
    ) -> Result<Option<Versioned<Application>>, StoreError> {
        let during = "application.find";
        let query = || sqlx::query(FIND).bind(key(office)).bind(id.to_bytes());
        let row = self.row(during, query).await?;
        self.opened(office, row.as_ref()).during(during)
    }

    async fn find_by_ticket(
        &self,
        office: OfficeCode,
        ticket: Ticket,
    ) -> Result<Option<Versioned<Application>>, StoreError> {
        let during = "application.find_by_ticket";
        let query = || {
            sqlx::query(
                "SELECT id, revision, history FROM application
                 WHERE office = $1 AND ticket = $2",
            )
            .bind(key(office))
            .bind(ticket.compact())
        };
        let row = self.row(during, query).await?;
        self.opened(office, row.as_ref()).during(during)
    }

    async fn find_by_receipt(
        &self,
        office: OfficeCode,
        key: &IdempotencyKey,
        request: RequestHash,
    ) -> Result<Option<Committed>, CommitError> {
        let during = "application.find_by_receipt";
        let query = || commit::find_by_receipt(self.fields(), office, key);
        let Some(row) = self.row(during, query).await? else { return Ok(None) };
        match commit::known(&row, request).during(during)? {
            None => Ok(None),
            Some(Known::Otherwise) => Err(CommitError::KeyReused),
            Some(Known::Done(_)) => {
                let application = self.opened(office, Some(&row)).during(during)?;
                Ok(application.map(|application| Committed { application }))
            }
        }
    }

    async fn history(
        &self,
        office: OfficeCode,
        id: ApplicationId,
    ) -> Result<Vec<Event>, StoreError> {
        let during = "application.history";
        let query = || sqlx::query(FIND).bind(key(office)).bind(id.to_bytes());
        let Some(row) = self.row(during, query).await? else { return Ok(Vec::new()) };
        let history: HistoryRow = rows::history(&row).during(during)?;
        history.open(office, self.fields()).and_then(|history| events(&history)).during(during)
    }

    async fn list(
        &self,
        office: OfficeCode,
        query: &Query,
        page: Page,
    ) -> Result<Listing<Summary>, StoreError> {
        let during = "application.list";
        let found = self.rows(during, || self.list_query(office, query, page)).await?;
        let summary =
            |row: &PgRow| summary(row)?.summary(office, self.fields()).map_err(Fault::from);
        let rows: Result<Vec<Summary>, Fault> = found.iter().map(summary).collect();
        Ok(listing(rows.during(during)?, page))
    }

    async fn register(
        &self,
        office: OfficeCode,
        series: &Series,
    ) -> Result<Vec<RegisterLine>, StoreError> {
        let during = "letter.register";
        let query = || {
            sqlx::query(
                "SELECT office, series, year, sequence, application, text, signed_on, state
                 FROM letter WHERE office = $1 AND series = $2 AND year = $3 ORDER BY sequence",
            )
            .bind(key(office))
            .bind(series.name.clone())
            .bind(i64::from(series.year))
        };
        let rows = self.rows(during, query).await?;
        let line = |row: &PgRow| rows::letter(row)?.line().map_err(Fault::from);
        rows.iter().map(line).collect::<Result<_, _>>().during(during)
    }

    async fn commit(&self, change: Change) -> Result<Committed, CommitError> {
        self.write(Commit(change)).await
    }
}

impl PostgresStore {
    fn opened(
        &self,
        office: OfficeCode,
        row: Option<&PgRow>,
    ) -> Result<Option<Versioned<Application>>, Fault> {
        let Some(row) = row else { return Ok(None) };
        Ok(Some(rows::history(row)?.application(office, self.fields())?))
    }

    fn list_query<'q>(
        &self,
        office: OfficeCode,
        query: &Query,
        page: Page,
    ) -> sqlx::query::Query<'q, sqlx::Postgres, sqlx::postgres::PgArguments> {
        let nik = query.nik.as_ref().map(|nik| self.fields().nik(office, nik));
        let after = page.after.map(ApplicationId::to_bytes);
        let stage = query.stage.map(StageName::code);
        let service = query.service.as_ref().map(ServiceCode::as_str);
        // Values keep their places, so that the statements differ by their conditions only and
        // each gets the plan of its index.
        let conditions = [
            (nik.is_some(), " AND nik_index = $3"),
            (stage.is_some(), " AND stage = $4"),
            (service.is_some(), " AND service = $5"),
            (after.is_some(), " AND id > $6"),
        ];
        let given = conditions.into_iter().filter(|(given, _)| *given).map(|(_, sql)| sql);
        let sql = format!(
            "SELECT id, ticket, service, edition, name, channel, filed_at, stage, since,
                 timer_allowed, timer_used, timer_since
             FROM application WHERE office = $1{} ORDER BY id LIMIT $2",
            given.collect::<String>()
        );
        // One more than is shown tells whether there is a next page. The text is made of the
        // constants above and of nothing that came from outside.
        sqlx::query(AssertSqlSafe(sql))
            .bind(key(office))
            .bind(i64::from(page.limit) + 1)
            .bind(nik)
            .bind(stage)
            .bind(service.map(str::to_owned))
            .bind(after)
    }
}

fn summary(row: &PgRow) -> sqlx::Result<SummaryRow> {
    Ok(SummaryRow {
        id: row.try_get("id")?,
        columns: rows::columns(row)?,
        name: row.try_get("name")?,
    })
}
