use std::{
    io,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use async_trait::async_trait;
use sipoke_core::{
    ports::{Entropy, Passwords, PasswordsBusy},
    words::{Password, PasswordHash},
};
use tokio::sync::oneshot;

use crate::argon::{Argon, Memory};

/// How many passwords may wait. At about 20 ms each the last one waits well under a second.
const QUEUE: usize = 32;

/// Hashes and checks passwords with Argon2id, each taking 19 MiB and some tens of milliseconds, on
/// threads of its own: a flood of sign-ins can neither stall the server nor eat its memory.
///
/// Dropping the pool ends its threads once the queue is empty.
#[derive(Debug)]
pub struct PasswordPool {
    jobs: SyncSender<Job>,
}

enum Job {
    Hash { password: Password, answer: oneshot::Sender<PasswordHash> },
    Verify { password: Password, stored: Option<PasswordHash>, answer: oneshot::Sender<bool> },
}

impl PasswordPool {
    /// Starts the threads: two where the machine has four cores or more, else one, so that the
    /// pages of everybody else keep a core.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(entropy: Arc<dyn Entropy>) -> io::Result<Self> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self::with_threads(entropy, if cores >= 4 { 2 } else { 1 })
    }

    fn with_threads(entropy: Arc<dyn Entropy>, threads: usize) -> io::Result<Self> {
        let argon = Arc::new(Argon::new(&*entropy).map_err(io::Error::other)?);
        let (jobs, queue) = sync_channel(QUEUE);
        let queue = Arc::new(Mutex::new(queue));
        for number in 1..=threads {
            let (argon, entropy, queue) = (argon.clone(), entropy.clone(), queue.clone());
            thread::Builder::new()
                .name(format!("sipoke-password-{number}"))
                .spawn(move || work(&argon, &*entropy, &queue))?;
        }
        Ok(Self { jobs })
    }
}

#[async_trait]
impl Passwords for PasswordPool {
    async fn hash(&self, password: Password) -> Result<PasswordHash, PasswordsBusy> {
        let (answer, hashed) = oneshot::channel();
        self.jobs.try_send(Job::Hash { password, answer }).map_err(|_| PasswordsBusy)?;
        hashed.await.map_err(|_| PasswordsBusy)
    }

    async fn verify(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<bool, PasswordsBusy> {
        let (answer, verified) = oneshot::channel();
        let job = Job::Verify { password, stored: hash, answer };
        self.jobs.try_send(job).map_err(|_| PasswordsBusy)?;
        verified.await.map_err(|_| PasswordsBusy)
    }
}

fn work(argon: &Argon, entropy: &dyn Entropy, queue: &Mutex<Receiver<Job>>) {
    // The lock is let go before the work begins; waiting for a job is all it guards.
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
    let mut memory = Memory::new();
    while let Ok(job) = next() {
        match job {
            // Nobody waits any more: a flood of broken connections costs nothing.
            Job::Hash { answer, .. } if answer.is_closed() => {}
            Job::Verify { answer, .. } if answer.is_closed() => {}
            Job::Hash { password, answer } => {
                if let Some(hashed) = argon.hash(&password, entropy, &mut memory) {
                    // An asker who left meanwhile needs no answer.
                    let _left = answer.send(hashed);
                }
            }
            Job::Verify { password, stored, answer } => {
                let _left = answer.send(argon.verify(&password, stored.as_ref(), &mut memory));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::Barrier,
        task::{Context, Poll, Waker},
    };

    use super::*;
    use crate::SystemEntropy;

    fn pool() -> PasswordPool {
        PasswordPool::with_threads(Arc::new(SystemEntropy), 1).unwrap()
    }

    fn password(text: &str) -> Password {
        Password::parse(text).unwrap()
    }

    #[tokio::test]
    async fn the_right_password_is_known_and_a_wrong_one_is_not() {
        let pool = pool();
        let hash = pool.hash(password("kopi susu di pagi hari")).await.unwrap();

        let right = pool.verify(password("kopi susu di pagi hari"), Some(hash.clone())).await;
        let wrong = pool.verify(password("teh manis di pagi hari"), Some(hash)).await;

        assert_eq!((right, wrong), (Ok(true), Ok(false)));
    }

    #[tokio::test]
    async fn a_hash_says_how_it_was_made_and_its_salt_is_fresh() {
        let pool = pool();

        let first = pool.hash(password("kopi susu di pagi hari")).await.unwrap();
        let second = pool.hash(password("kopi susu di pagi hari")).await.unwrap();

        assert!(first.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert_ne!(first, second);
    }

    #[test]
    fn a_full_queue_answers_busy_at_once() {
        // The only thread is held inside its source of chance.
        struct Held(Barrier);
        impl Entropy for Held {
            fn fill(&self, buffer: &mut [u8]) {
                if thread::current().name().is_some_and(|name| name.starts_with("sipoke-password"))
                {
                    self.0.wait();
                    self.0.wait();
                }
                buffer.fill(7);
            }
        }
        let held = Arc::new(Held(Barrier::new(2)));
        let pool = PasswordPool::with_threads(held.clone(), 1).unwrap();
        let mut waker = Context::from_waker(Waker::noop());
        let mut running = pool.hash(password("kopi susu di pagi hari"));
        assert!(running.as_mut().poll(&mut waker).is_pending());
        held.0.wait();

        let mut waiting: Vec<_> =
            (0..QUEUE).map(|_| pool.verify(password("kopi susu di pagi hari"), None)).collect();
        for job in &mut waiting {
            assert!(job.as_mut().poll(&mut waker).is_pending());
        }
        let mut one_more = pool.verify(password("kopi susu di pagi hari"), None);
        let answer = one_more.as_mut().poll(&mut waker);

        assert_eq!(answer, Poll::Ready(Err(PasswordsBusy)));
        drop(waiting);
        held.0.wait();
    }
}
