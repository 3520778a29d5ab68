use sqlx::{PgConnection, Row, postgres::PgRow};
use thiserror::Error;

use crate::{migrations::MigrationError, store::OpenError};

/// Why this server or this role must not keep a record. Each says how to mend it.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Unsafe {
    /// A setting lets the server confirm what it may lose.
    #[error("the server has {setting} off and may lose what it confirmed; as a superuser: {fix}")]
    Setting {
        /// The setting.
        setting: String,
        /// Statements that mend it.
        fix: String,
    },
    /// The role is above all rules.
    #[error(
        "the role {role} is a superuser; connect as one that is none, or: ALTER ROLE {role} NOSUPERUSER;"
    )]
    Superuser {
        /// The role.
        role: String,
    },
    /// The role could make itself a member of the owner.
    #[error(
        "the role {role} may give itself other roles; as a superuser: ALTER ROLE {role} NOCREATEROLE;"
    )]
    RoleMaker {
        /// The role.
        role: String,
    },
    /// The role could change the tables themselves.
    #[error(
        "the role {role} owns the table {table}, or is a member of its owner; connect as a role \
         that only uses it: CREATE ROLE sipoke_app LOGIN; and grant it what roles.sql says"
    )]
    Owner {
        /// The role.
        role: String,
        /// One of the tables.
        table: String,
    },
    /// The role was not given what it needs, or not since the last migration.
    #[error(
        "the role {role} may not use the tables; as their owner call PostgresStore::grant, or: \
         psql -v app={role} -v reader=ROLE_OF_REPORTS -f roles.sql"
    )]
    NotGranted {
        /// The role.
        role: String,
    },
    /// The role could rewrite the record.
    #[error(
        "the role {role} may rewrite the audit trail; as its owner: REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM {role}, PUBLIC;"
    )]
    Rewriter {
        /// The role.
        role: String,
    },
}

/// Without these a confirmed commit may be gone after a crash.
const DURABLE: &str = "
    SELECT name AS setting,
           CASE source
               WHEN 'user' THEN format('ALTER ROLE %I RESET %I;', current_user, name)
               WHEN 'database' THEN
                   format('ALTER DATABASE %I RESET %I;', current_database(), name)
               WHEN 'database user' THEN
                   format('ALTER ROLE %I IN DATABASE %I RESET %I;', current_user,
                       current_database(), name)
               WHEN 'client' THEN format('take %I out of the address', name)
               ELSE format('ALTER SYSTEM SET %I = on; SELECT pg_reload_conf();', name)
           END AS fix
    FROM pg_catalog.pg_settings
    WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
    ORDER BY name LIMIT 1";

const ROLE: &str = "
    SELECT quote_ident(current_user) AS role, rolsuper AS super,
           (SELECT min(relname::text) FROM pg_catalog.pg_class
            WHERE relnamespace =
                (SELECT relnamespace FROM pg_catalog.pg_class WHERE oid = 'audit'::regclass)
            AND relkind IN ('r', 'p') AND pg_has_role(relowner, 'MEMBER')) AS owned,
           rolcreaterole AS maker,
           has_any_column_privilege('audit', 'UPDATE') OR has_table_privilege('audit', 'DELETE')
           OR has_table_privilege('audit', 'TRUNCATE') AS rewriter,
           NOT (SELECT bool_and(has_table_privilege(name, 'SELECT')
                                AND has_table_privilege(name, 'INSERT'))
                FROM unnest($1::text[]) AS name) AS stranger
    FROM pg_catalog.pg_roles WHERE rolname = current_user";

/// Tables that the role adds to.
const TABLES: [&str; 12] = [
    "audit",
    "audit_head",
    "catalogue",
    "edition",
    "office",
    "calendar",
    "officer",
    "session",
    "application",
    "letter",
    "receipt",
    "notice",
];

/// Asks the server about itself and about the role of this connection.
pub(crate) async fn inspect(connection: &mut PgConnection) -> Result<(), OpenError> {
    if let Some(row) = sqlx::query(DURABLE).fetch_optional(&mut *connection).await? {
        let (setting, fix) = (row.try_get("setting")?, row.try_get("fix")?);
        return Err(Unsafe::Setting { setting, fix }.into());
    }
    let row = sqlx::query(ROLE).bind(TABLES).fetch_one(connection).await?;
    judge_role(&row)
}

fn judge_role(row: &PgRow) -> Result<(), OpenError> {
    let role: String = row.try_get("role")?;
    if row.try_get("super")? {
        return Err(Unsafe::Superuser { role }.into());
    }
    if row.try_get("maker")? {
        return Err(Unsafe::RoleMaker { role }.into());
    }
    if let Some(table) = row.try_get("owned")? {
        return Err(Unsafe::Owner { role, table }.into());
    }
    if row.try_get("rewriter")? {
        return Err(Unsafe::Rewriter { role }.into());
    }
    if row.try_get("stranger")? {
        return Err(Unsafe::NotGranted { role }.into());
    }
    Ok(())
}

/// Says of a refused look at the schema that the role lacks its grants.
pub(crate) async fn explain(connection: &mut PgConnection, error: OpenError) -> OpenError {
    let OpenError::Migration(MigrationError::Postgres(sqlx::Error::Database(refused))) = &error
    else {
        return error;
    };
    if refused.code().as_deref() != Some("42501") {
        return error;
    }
    let role = sqlx::query_scalar("SELECT quote_ident(current_user)").fetch_one(connection).await;
    role.map_or(error, |role| Unsafe::NotGranted { role }.into())
}
