//! One row after the other, each in a transaction of its own: what a database can do when it is
//! asked for nothing else.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use sqlx::postgres::PgPoolOptions;
use tokio::{sync::Barrier, time::Instant};

use crate::{Failure, Insert};

const TABLE: &str = "
    DROP TABLE IF EXISTS plain_insert;
    CREATE TABLE plain_insert (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        ticket BYTEA NOT NULL UNIQUE, body BYTEA NOT NULL)";

pub(crate) async fn insert(asked: &Insert) -> Result<(), Failure> {
    let pool = PgPoolOptions::new()
        .min_connections(asked.clients)
        .max_connections(asked.clients)
        .connect(&asked.postgres)
        .await?;
    sqlx::raw_sql(TABLE).execute(&pool).await?;
    let lasts = Duration::from_secs(asked.seconds);
    let start = Arc::new(Barrier::new(asked.clients.try_into()?));
    let mut clients = Vec::new();
    for client in 0..asked.clients {
        let (pool, start, bytes) = (pool.clone(), start.clone(), asked.bytes);
        clients.push(tokio::spawn(async move {
            let mut connection = pool.acquire().await?;
            let body = vec![b'x'; bytes];
            let mut took = Vec::new();
            start.wait().await;
            let begun = Instant::now();
            while begun.elapsed() < lasts {
                let ticket = (u128::from(client) << 64 | took.len() as u128).to_be_bytes();
                let asked = Instant::now();
                sqlx::query("INSERT INTO plain_insert (ticket, body) VALUES ($1, $2)")
                    .bind(ticket)
                    .bind(&body)
                    .execute(&mut *connection)
                    .await?;
                took.push(asked.elapsed());
            }
            Ok::<_, sqlx::Error>(took)
        }));
    }
    let mut took = Vec::new();
    for client in clients {
        took.extend(client.await??);
    }
    took.sort_unstable();
    let part = |percent: usize| {
        let place = took.len().saturating_sub(1) * percent / 100;
        took.get(place).map_or(0, Duration::as_micros)
    };
    let (seconds, count) = (asked.seconds, took.len());
    println!(
        "{}",
        json!({ "requests": count, "us": seconds * 1_000_000, "bad_status": 0, "io_errors": 0,
            "timeouts": 0, "p50_us": part(50), "p90_us": part(90), "p99_us": part(99) })
    );
    sqlx::raw_sql("DROP TABLE plain_insert").execute(&pool).await?;
    Ok(())
}
