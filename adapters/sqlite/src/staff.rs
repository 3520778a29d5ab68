use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sipoke_core::{
    access::Author,
    ports::{
        NewSession, Officer, OfficerAccount, Session, SignInGuard, Staff, StaffError, StoreError,
    },
    words::{Login, Moment, OfficeCode, OfficerId},
};
use sipoke_wire::{
    rows::{AccountRow, Entry, Fields, action, key},
    stored::{digest, encode_officer},
};

use crate::{
    chain,
    fault::Fault,
    rows::{self, moment},
    store::SqliteStore,
    writer::Outcome,
};

#[async_trait]
impl Staff for SqliteStore {
    async fn add(
        &self,
        office: OfficeCode,
        account: OfficerAccount,
        at: Moment,
        by: Author,
    ) -> Result<(), StaffError> {
        self.write("staff.add", move |connection, fields| {
            add(connection, fields, office, &account, (at, by))
        })
        .await
    }

    async fn list(&self, office: OfficeCode) -> Result<Vec<Officer>, StoreError> {
        self.read("staff.list", move |connection, fields| {
            let mut statement = connection.prepare_cached(
                "SELECT id, login, name, roles, active FROM officer
                 WHERE office = ?1 ORDER BY login",
            )?;
            let officers = statement.query_map([key(office)], rows::officer)?;
            officers.map(|row| Ok(row?.officer(office, fields)?)).collect()
        })
        .await
    }

    async fn account(
        &self,
        office: OfficeCode,
        login: &Login,
    ) -> Result<Option<OfficerAccount>, StoreError> {
        let login = login.clone();
        self.read("staff.account", move |connection, fields| {
            let mut statement = connection.prepare_cached(
                "SELECT id, login, name, roles, active, password, failures, locked_until
                 FROM officer WHERE office = ?1 AND login = ?2",
            )?;
            let row =
                statement.query_row(params![key(office), login.as_str()], account).optional()?;
            Ok(row.map(|row| row.account(office, fields)).transpose()?)
        })
        .await
    }

    async fn count_attempt(
        &self,
        office: OfficeCode,
        officer: OfficerId,
        at: Moment,
        failed: SignInGuard,
    ) -> Result<bool, StoreError> {
        self.record("staff.count_attempt", move |connection, _| {
            let counted = connection
                .prepare_cached(
                    "UPDATE officer SET failures = ?4, locked_until = ?5
                     WHERE office = ?1 AND id = ?2
                     AND (locked_until IS NULL OR locked_until <= ?3)",
                )?
                .execute(params![
                    key(office),
                    officer.to_bytes(),
                    at.micros(),
                    failed.failures,
                    failed.locked_until.map(Moment::micros),
                ])?;
            Ok(counted == 1)
        })
        .await
    }

    async fn open_session(
        &self,
        office: OfficeCode,
        session: NewSession,
    ) -> Result<(), StoreError> {
        self.record("staff.open_session", move |connection, fields| {
            open_session(connection, fields, office, &session)
        })
        .await
    }

    async fn session(
        &self,
        office: OfficeCode,
        token: [u8; 32],
    ) -> Result<Option<Session>, StoreError> {
        self.glance("staff.session", move |connection, fields| {
            let mut statement = connection.prepare_cached(
                "SELECT id, login, name, roles, active, used_at, ends_at
                 FROM session JOIN officer
                     ON officer.office = session.office AND officer.id = session.officer
                 WHERE session.office = ?1 AND token = ?2",
            )?;
            let mut rows = statement.query(params![key(office), token])?;
            let Some(row) = rows.next()? else { return Ok(None) };
            Ok(Some(Session {
                officer: rows::officer(row)?.officer(office, fields)?,
                used_at: moment(row, "used_at")?,
                ends_at: moment(row, "ends_at")?,
            }))
        })
        .await
    }

    async fn touch_session(
        &self,
        office: OfficeCode,
        token: [u8; 32],
        at: Moment,
    ) -> Result<(), StoreError> {
        self.record("staff.touch_session", move |connection, _| {
            connection
                .prepare_cached("UPDATE session SET used_at = ?3 WHERE office = ?1 AND token = ?2")?
                .execute(params![key(office), token, at.micros()])?;
            Ok(())
        })
        .await
    }

    async fn end_session(
        &self,
        office: OfficeCode,
        token: [u8; 32],
        at: Moment,
    ) -> Result<(), StoreError> {
        self.record("staff.end_session", move |connection, fields| {
            let whose: Option<[u8; 16]> = connection
                .prepare_cached(
                    "DELETE FROM session WHERE office = ?1 AND token = ?2 RETURNING officer",
                )?
                .query_row(params![key(office), token], |row| row.get(0))
                .optional()?;
            match whose {
                Some(id) => record(
                    connection,
                    fields,
                    office,
                    OfficerId::from_bytes(id),
                    (at, action::SIGNED_OUT),
                ),
                None => Ok(()),
            }
        })
        .await
    }
}

fn add(
    connection: &Connection,
    fields: &Fields,
    office: OfficeCode,
    account: &OfficerAccount,
    (at, by): (Moment, Author),
) -> Outcome<(), StaffError> {
    let AccountRow { officer, password, failures, locked_until } =
        AccountRow::of(office, fields, account);
    let taken = connection
        .prepare_cached("SELECT 1 FROM officer WHERE office = ?1 AND login = ?2")?
        .exists(params![key(office), officer.login])?;
    if taken {
        return Ok(Err(StaffError::LoginTaken));
    }
    connection
        .prepare_cached(
            "INSERT INTO officer (office, id, login, name, roles, active, password, failures,
                 locked_until)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            key(office),
            officer.id,
            officer.login,
            officer.name,
            officer.roles,
            officer.active,
            password,
            failures,
            locked_until,
        ])?;
    let subject = account.officer.id.to_string();
    let entry = Entry {
        office,
        at,
        by,
        action: action::OFFICER_ADDED,
        subject: &subject,
        digest: Some(digest(&encode_officer(&account.officer))),
    };
    chain::append(connection, fields, office, &[entry])?;
    Ok(Ok(()))
}

fn open_session(
    connection: &Connection,
    fields: &Fields,
    office: OfficeCode,
    session: &NewSession,
) -> Result<(), Fault> {
    let NewSession { token, officer, began_at, ends_at } = session;
    connection
        .prepare_cached(
            "INSERT INTO session (office, token, officer, began_at, used_at, ends_at)
             VALUES (?1, ?2, ?3, ?4, ?4, ?5)",
        )?
        .execute(params![
            key(office),
            token,
            officer.to_bytes(),
            began_at.micros(),
            ends_at.micros(),
        ])?;
    connection
        .prepare_cached(
            "UPDATE officer SET failures = 0, locked_until = NULL WHERE office = ?1 AND id = ?2",
        )?
        .execute(params![key(office), officer.to_bytes()])?;
    record(connection, fields, office, *officer, (*began_at, action::SIGNED_IN))
}

/// Records what an officer did to their own session.
fn record(
    connection: &Connection,
    fields: &Fields,
    office: OfficeCode,
    officer: OfficerId,
    (at, action): (Moment, &str),
) -> Result<(), Fault> {
    let subject = officer.to_string();
    let by = Author::Officer(officer);
    let entry = Entry { office, at, by, action, subject: &subject, digest: None };
    chain::append(connection, fields, office, &[entry])
}

fn account(row: &Row<'_>) -> rusqlite::Result<AccountRow> {
    Ok(AccountRow {
        officer: rows::officer(row)?,
        password: row.get("password")?,
        failures: row.get("failures")?,
        locked_until: row.get("locked_until")?,
    })
}
