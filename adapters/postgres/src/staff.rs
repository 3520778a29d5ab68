use async_trait::async_trait;
use sipoke_core::{
    access::Author,
    ports::{
        NewSession, Officer, OfficerAccount, Session, SignInGuard, Staff, StaffError, StoreError,
    },
    words::{Login, Moment, OfficeCode, OfficerId},
};
use sipoke_wire::{
    rows::{AccountRow, Entry, OfficerRow, action, key},
    stored::{digest, encode_officer},
};
use sqlx::{Row, postgres::PgRow};

use crate::{
    chain,
    fault::Fault,
    rows,
    store::{During, PostgresStore},
    writer::{Job, Outcome, Writing},
};

#[async_trait]
impl Staff for PostgresStore {
    async fn add(
        &self,
        office: OfficeCode,
        account: OfficerAccount,
        at: Moment,
        by: Author,
    ) -> Result<(), StaffError> {
        self.write(Add { office, account, at, by }).await
    }

    async fn list(&self, office: OfficeCode) -> Result<Vec<Officer>, StoreError> {
        let during = "staff.list";
        let query = || {
            sqlx::query(
                "SELECT id, login, name, roles, active FROM officer
                 WHERE office = $1 ORDER BY login",
            )
            .bind(key(office))
        };
        let rows = self.rows(during, query).await?;
        rows.iter().map(|row| self.officer(office, row)).collect::<Result<_, _>>().during(during)
    }

    async fn account(
        &self,
        office: OfficeCode,
        login: &Login,
    ) -> Result<Option<OfficerAccount>, StoreError> {
        let during = "staff.account";
        let query = || {
            sqlx::query(
                "SELECT id, login, name, roles, active, password, failures, locked_until
                 FROM officer WHERE office = $1 AND login = $2",
            )
            .bind(key(office))
            .bind(login.as_str().to_owned())
        };
        let Some(row) = self.row(during, query).await? else { return Ok(None) };
        let account = account(&row).during(during)?;
        account.account(office, self.fields()).map(Some).during(during)
    }

    async fn count_attempt(
        &self,
        office: OfficeCode,
        officer: OfficerId,
        at: Moment,
        failed: SignInGuard,
    ) -> Result<bool, StoreError> {
        self.write(CountAttempt { office, officer, at, failed }).await
    }

    async fn open_session(
        &self,
        office: OfficeCode,
        session: NewSession,
    ) -> Result<(), StoreError> {
        self.write(OpenSession { office, session }).await
    }

    async fn session(
        &self,
        office: OfficeCode,
        token: [u8; 32],
    ) -> Result<Option<Session>, StoreError> {
        let during = "staff.session";
        let query = || {
            sqlx::query(
                "SELECT id, login, name, roles, active, used_at, ends_at
                 FROM session JOIN officer
                     ON officer.office = session.office AND officer.id = session.officer
                 WHERE session.office = $1 AND token = $2",
            )
            .bind(key(office))
            .bind(token)
        };
        let Some(row) = self.row(during, query).await? else { return Ok(None) };
        self.session_of(office, &row).map(Some).during(during)
    }

    async fn touch_session(
        &self,
        office: OfficeCode,
        token: [u8; 32],
        at: Moment,
    ) -> Result<(), StoreError> {
        let query = || {
            sqlx::query("UPDATE session SET used_at = $3 WHERE office = $1 AND token = $2")
                .bind(key(office))
                .bind(token)
                .bind(at.micros())
        };
        self.rows("staff.touch_session", query).await.map(drop)
    }

    async fn end_session(
        &self,
        office: OfficeCode,
        token: [u8; 32],
        at: Moment,
    ) -> Result<(), StoreError> {
        self.write(EndSession { office, token, at }).await
    }
}

impl PostgresStore {
    fn officer(&self, office: OfficeCode, row: &PgRow) -> Result<Officer, Fault> {
        let officer: OfficerRow = rows::officer(row)?;
        Ok(officer.officer(office, self.fields())?)
    }

    fn session_of(&self, office: OfficeCode, row: &PgRow) -> Result<Session, Fault> {
        Ok(Session {
            officer: self.officer(office, row)?,
            used_at: rows::moment(row, "used_at")?,
            ends_at: rows::moment(row, "ends_at")?,
        })
    }
}

fn account(row: &PgRow) -> sqlx::Result<AccountRow> {
    Ok(AccountRow {
        officer: rows::officer(row)?,
        password: row.try_get("password")?,
        failures: row.try_get("failures")?,
        locked_until: row.try_get("locked_until")?,
    })
}

struct Add {
    office: OfficeCode,
    account: OfficerAccount,
    at: Moment,
    by: Author,
}

#[async_trait]
impl Job for Add {
    type Done = ();
    type Refusal = StaffError;
    const DURING: &'static str = "staff.add";

    async fn run(&self, writing: &mut Writing) -> Outcome<(), StaffError> {
        let Self { office, account, at, by } = self;
        let AccountRow { officer, password, failures, locked_until } =
            AccountRow::of(*office, &writing.fields, account);
        let added = sqlx::query(
            "INSERT INTO officer (office, id, login, name, roles, active, password, failures,
                 locked_until)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (office, login) DO NOTHING",
        )
        .bind(key(*office))
        .bind(officer.id)
        .bind(officer.login)
        .bind(officer.name)
        .bind(officer.roles)
        .bind(officer.active)
        .bind(password)
        .bind(failures)
        .bind(locked_until)
        .execute(&mut **writing)
        .await?;
        if added.rows_affected() == 0 {
            return Ok(Err(StaffError::LoginTaken));
        }
        let subject = account.officer.id.to_string();
        let entry = Entry {
            office: *office,
            at: *at,
            by: *by,
            action: action::OFFICER_ADDED,
            subject: &subject,
            digest: Some(digest(&encode_officer(&account.officer))),
        };
        chain::append(writing, *office, &[entry]).await?;
        Ok(Ok(()))
    }
}

/// A job and no single statement that may be repeated: counted twice, it could lock an account for
/// one attempt.
struct CountAttempt {
    office: OfficeCode,
    officer: OfficerId,
    at: Moment,
    failed: SignInGuard,
}

#[async_trait]
impl Job for CountAttempt {
    type Done = bool;
    type Refusal = StoreError;
    const DURING: &'static str = "staff.count_attempt";

    async fn run(&self, writing: &mut Writing) -> Outcome<bool, StoreError> {
        let counted = sqlx::query(
            "UPDATE officer SET failures = $4, locked_until = $5
             WHERE office = $1 AND id = $2 AND (locked_until IS NULL OR locked_until <= $3)",
        )
        .bind(key(self.office))
        .bind(self.officer.to_bytes())
        .bind(self.at.micros())
        .bind(i64::from(self.failed.failures))
        .bind(self.failed.locked_until.map(Moment::micros))
        .execute(&mut **writing)
        .await?;
        Ok(Ok(counted.rows_affected() == 1))
    }
}

struct OpenSession {
    office: OfficeCode,
    session: NewSession,
}

#[async_trait]
impl Job for OpenSession {
    type Done = ();
    type Refusal = StoreError;
    const DURING: &'static str = "staff.open_session";

    async fn run(&self, writing: &mut Writing) -> Outcome<(), StoreError> {
        let NewSession { token, officer, began_at, ends_at } = &self.session;
        sqlx::query(
            "WITH opened AS (
                 INSERT INTO session (office, token, officer, began_at, used_at, ends_at)
                 VALUES ($1, $2, $3, $4, $4, $5))
             UPDATE officer SET failures = 0, locked_until = NULL WHERE office = $1 AND id = $3",
        )
        .bind(key(self.office))
        .bind(token)
        .bind(officer.to_bytes())
        .bind(began_at.micros())
        .bind(ends_at.micros())
        .execute(&mut **writing)
        .await?;
        record(writing, self.office, *officer, (*began_at, action::SIGNED_IN)).await
    }
}

struct EndSession {
    office: OfficeCode,
    token: [u8; 32],
    at: Moment,
}

#[async_trait]
impl Job for EndSession {
    type Done = ();
    type Refusal = StoreError;
    const DURING: &'static str = "staff.end_session";

    async fn run(&self, writing: &mut Writing) -> Outcome<(), StoreError> {
        let whose: Option<[u8; 16]> = sqlx::query_scalar(
            "DELETE FROM session WHERE office = $1 AND token = $2 RETURNING officer",
        )
        .bind(key(self.office))
        .bind(self.token)
        .fetch_optional(&mut **writing)
        .await?;
        let Some(id) = whose else { return Ok(Ok(())) };
        let officer = OfficerId::from_bytes(id);
        record(writing, self.office, officer, (self.at, action::SIGNED_OUT)).await
    }
}

/// Records what an officer did to their own session.
async fn record(
    writing: &mut Writing,
    office: OfficeCode,
    officer: OfficerId,
    (at, action): (Moment, &str),
) -> Outcome<(), StoreError> {
    let subject = officer.to_string();
    let by = Author::Officer(officer);
    let entry = Entry { office, at, by, action, subject: &subject, digest: None };
    chain::append(writing, office, &[entry]).await?;
    Ok(Ok(()))
}
