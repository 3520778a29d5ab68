use sipoke_conformance::samples;
use sipoke_core::{
    access::Role,
    ports::{Applications, Change},
};
use sipoke_test_postgres::SUPERUSER;
use sqlx::AssertSqlSafe;

use crate::{cases, support};

#[tokio::test]
async fn nothing_of_a_person_is_in_the_tables_in_clear() {
    let database = support::database().await;
    let store = support::open(&database).await;
    cases::busy_office(&store).await;
    let receipt = samples::receipt(70);
    let change = Change { receipt: Some(receipt.clone()), ..samples::filed(70) };
    let case = store.commit(change).await.unwrap().application.value;
    let (applicant, account) = (case.applicant(), samples::account(Role::Head));
    let markers = [
        applicant.nik.expose(),
        applicant.name.expose().to_owned(),
        applicant.phone.expose().trim_start_matches("+62").to_owned(),
        applicant.address.expose().to_owned(),
        account.officer.name.expose().to_owned(),
        account.password.expose().to_owned(),
        receipt.key.as_str().to_owned(),
    ];
    let mut superuser = database.connect(SUPERUSER).await;
    let columns: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT table_name::text, column_name::text, data_type::text
         FROM information_schema.columns
         WHERE table_schema = current_schema() AND data_type IN ('text', 'bytea')",
    )
    .fetch_all(&mut superuser)
    .await
    .unwrap();

    let mut shown = Vec::new();
    for (table, column, kind) in columns {
        let bytes =
            if kind == "text" { format!("convert_to({column}, 'UTF8')") } else { column.clone() };
        let sql = format!(
            "SELECT count(*) FROM {table} WHERE position(convert_to($1, 'UTF8') IN {bytes}) > 0"
        );
        let public = [case.terms().service_name.clone()];
        for marker in markers.iter().chain(&public) {
            let rows: i64 = sqlx::query_scalar(AssertSqlSafe(sql.clone()))
                .bind(marker)
                .fetch_one(&mut superuser)
                .await
                .unwrap();
            if rows > 0 {
                shown.push(format!("{table}.{column}: {marker}"));
            }
        }
    }

    // What is public is there: the search works.
    assert_eq!(shown, [format!("edition.body: {}", case.terms().service_name)]);
}
