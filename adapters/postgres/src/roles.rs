use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};

use crate::migrations::MigrationError;

/// For `psql` as it stands; here its two variables are filled in.
const GRANTS: &str = include_str!("roles.sql");

/// Gives both roles what they may do, all or nothing.
pub(crate) async fn grant(
    options: &PgConnectOptions,
    app: &str,
    reader: &str,
) -> Result<(), MigrationError> {
    let mut connection = options.connect().await?;
    let (app, reader) =
        (quoted(&mut connection, app).await?, quoted(&mut connection, reader).await?);
    let sql = GRANTS.replace(":\"app\"", &app).replace(":\"reader\"", &reader);
    let mut transaction = connection.begin().await?;
    // Safe: the text is ours, and the server itself has quoted the names.
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *transaction).await?;
    transaction.commit().await?;
    connection.close().await?;
    Ok(())
}

async fn quoted(connection: &mut PgConnection, role: &str) -> sqlx::Result<String> {
    sqlx::query_scalar("SELECT quote_ident($1)").bind(role).fetch_one(connection).await
}
