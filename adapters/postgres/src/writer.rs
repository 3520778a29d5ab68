use std::{
    hash::{BuildHasher, RandomState},
    ops::{Deref, DerefMut},
    time::Duration,
};

use async_trait::async_trait;
use sipoke_core::{
    ports::{StoreError, StoreErrorKind},
    words::OfficeCode,
};
use sipoke_wire::rows::{Fields, Head, key};
use sqlx::{PgConnection, Postgres, Transaction};
use thiserror::Error;

use crate::{
    chain,
    connections::Connections,
    fault::{Fault, Remedy},
};

/// How often something is tried before it is given up.
pub(crate) const ATTEMPTS: u32 = 6;

/// What a job comes to: its value, the refusal of the rules, or a failure. Only of the first is
/// anything kept.
pub(crate) type Outcome<T, E> = Result<Result<T, E>, Fault>;

/// Something to be written in one transaction. It may be run again from its beginning.
#[async_trait]
pub(crate) trait Job: Send + Sync + 'static {
    /// What it comes to.
    type Done: Send + 'static;
    /// How the rules say no, or that the store failed.
    type Refusal: From<StoreError> + Send + 'static;
    /// What is being done, such as `application.commit`.
    const DURING: &'static str;

    /// Reads, decides and writes.
    async fn run(&self, writing: &mut Writing) -> Outcome<Self::Done, Self::Refusal>;
}

/// A transaction of a job.
pub(crate) struct Writing {
    transaction: Transaction<'static, Postgres>,
    pub(crate) fields: Fields,
    /// The end of the office's chain, once this transaction holds it.
    pub(crate) held: Option<Option<Head>>,
    /// The last line that this transaction adds.
    pub(crate) mark: Option<Mark>,
}

/// A line that tells whether a transaction was committed: nobody else can have written it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) office: OfficeCode,
    pub(crate) number: u64,
    pub(crate) hash: [u8; 32],
}

/// The connection was lost after `COMMIT` was sent.
struct Doubt<T> {
    done: T,
    mark: Option<Mark>,
}

/// How one attempt ended.
enum Ended<T, E> {
    Answer(Result<T, E>),
    Failed(Fault),
    Unknown(Fault, Doubt<T>),
}

/// Nobody knows whether the transaction was committed, and the server cannot be asked.
#[derive(Debug, Error)]
#[error("the connection was lost while committing; whether it was committed is not known")]
struct Unknown(#[source] Box<dyn std::error::Error + Send + Sync>);

impl Writing {
    /// Holds the office's chain from now on; see [`chain::hold`].
    pub(crate) async fn hold(&mut self, office: OfficeCode) -> sqlx::Result<Option<Head>> {
        let head = chain::hold(&mut self.transaction, office).await?;
        self.held = Some(head);
        Ok(head)
    }
}

impl Deref for Writing {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.transaction
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}

/// Runs the job in a transaction until it is committed, refused, or failed for good.
pub(crate) async fn write<J: Job>(
    connections: &Connections,
    fields: &Fields,
    job: &J,
) -> Result<J::Done, J::Refusal> {
    let mut doubt = None;
    let mut tried = 0;
    loop {
        tried += 1;
        let ended = match doubt.take() {
            None => attempt(connections, fields, job).await,
            Some(unclear) => match settle(connections, unclear).await {
                Ok(Settled::Committed(done)) => return Ok(done),
                Ok(Settled::Not(unclear)) => {
                    // The old transaction may still be on its way when it began the office's
                    // chain; ours then meets its rows, and comes back here.
                    doubt = unclear;
                    attempt(connections, fields, job).await
                }
                Err((fault, unclear)) => Ended::Unknown(fault, unclear),
            },
        };
        let fault = match ended {
            Ended::Answer(Err(refusal)) => return sure::<J>(connections, refusal, doubt).await,
            Ended::Answer(Ok(done)) => return Ok(done),
            Ended::Failed(fault) => fault,
            Ended::Unknown(fault, unclear) => {
                if unclear.mark.is_none() || tried >= ATTEMPTS {
                    return Err(unknown(fault, J::DURING).into());
                }
                doubt = Some(unclear);
                fault
            }
        };
        if fault.remedy == Remedy::None || tried >= ATTEMPTS {
            return Err(fault.during(J::DURING).into());
        }
        if fault.remedy == Remedy::Reconnect {
            connections.lost_one();
        }
        tracing::warn!(during = J::DURING, tried, error = %fault.source, "tried again");
        pause(tried).await;
    }
}

/// A refusal, unless what we were refused for is our own earlier attempt, of which we could not
/// tell then that it would stand.
async fn sure<J: Job>(
    connections: &Connections,
    refusal: J::Refusal,
    doubt: Option<Doubt<J::Done>>,
) -> Result<J::Done, J::Refusal> {
    let Some(doubt) = doubt else { return Err(refusal) };
    match settle(connections, doubt).await {
        Ok(Settled::Committed(done)) => Ok(done),
        Ok(Settled::Not(_)) => Err(refusal),
        Err((fault, _)) => Err(unknown(fault, J::DURING).into()),
    }
}

fn unknown(fault: Fault, during: &'static str) -> StoreError {
    StoreError::new(StoreErrorKind::Unavailable, during, Unknown(fault.source))
}

async fn attempt<J: Job>(
    connections: &Connections,
    fields: &Fields,
    job: &J,
) -> Ended<J::Done, J::Refusal> {
    let transaction = match connections.begin().await {
        Ok(transaction) => transaction,
        Err(error) => return Ended::Failed(error.into()),
    };
    let mut writing = Writing { transaction, fields: fields.clone(), held: None, mark: None };
    let done = match job.run(&mut writing).await {
        Ok(Ok(done)) => done,
        Ok(Err(refusal)) => return Ended::Answer(Err(refusal)),
        Err(fault) => return Ended::Failed(fault),
    };
    let Writing { transaction, mark, .. } = writing;
    match transaction.commit().await {
        Ok(()) => Ended::Answer(Ok(done)),
        Err(error) => {
            let fault = Fault::from(error);
            match fault.remedy {
                Remedy::Reconnect => Ended::Unknown(fault, Doubt { done, mark }),
                Remedy::None | Remedy::Again => Ended::Failed(fault),
            }
        }
    }
}

enum Settled<T> {
    Committed(T),
    Not(Option<Doubt<T>>),
}

/// Learns whether a transaction was committed: waits until it has ended, since it holds the end of
/// the chain, and looks for its last line.
async fn settle<T>(
    connections: &Connections,
    doubt: Doubt<T>,
) -> Result<Settled<T>, (Fault, Doubt<T>)> {
    let Some(mark) = doubt.mark else { return Ok(Settled::Not(Some(doubt))) };
    match stands(connections, &mark).await {
        Ok(Stands::There) => Ok(Settled::Committed(doubt.done)),
        Ok(Stands::Nowhere) => Ok(Settled::Not(None)),
        Ok(Stands::NotYet) => Ok(Settled::Not(Some(doubt))),
        Err(error) => Err((error.into(), doubt)),
    }
}

enum Stands {
    There,
    Nowhere,
    /// There is no chain yet, so that there was nothing to wait for.
    NotYet,
}

async fn stands(connections: &Connections, mark: &Mark) -> sqlx::Result<Stands> {
    let mut transaction = connections.begin().await?;
    let head = chain::hold(&mut transaction, mark.office).await?;
    let hash: Option<[u8; 32]> =
        sqlx::query_scalar("SELECT hash FROM audit WHERE office = $1 AND number = $2")
            .bind(key(mark.office))
            .bind(mark.number.cast_signed())
            .fetch_optional(&mut *transaction)
            .await?;
    Ok(match (hash == Some(mark.hash), head) {
        (true, _) => Stands::There,
        (false, Some(_)) => Stands::Nowhere,
        (false, None) => Stands::NotYet,
    })
}

/// Waits a little, longer each time, never as long as the neighbour.
pub(crate) async fn pause(tried: u32) {
    let longest = 10_u64 << tried.min(6);
    // Chance need not be good here, only different.
    let chance = RandomState::new().hash_one(tried);
    tokio::time::sleep(Duration::from_millis(longest / 2 + chance % (longest / 2))).await;
}
