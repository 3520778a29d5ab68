use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sipoke_core::ports::{Clock, Entropy};
use sipoke_desk::Desk;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{api::Shelf, metrics::Metrics, peer::Peer, throttle::Throttle};

/// How many uploads are taken at a time. Each needs about a quarter of a megabyte on its way into
/// the vault, so all of them together stay below 64 MiB.
pub(crate) const MOST_UPLOADS: usize = 256;
/// How many of them may come from one address: half. Residents share the address of their mobile
/// network, and nobody alone may keep all others from filing.
const MOST_UPLOADS_OF_ONE: usize = MOST_UPLOADS / 2;

/// What every handler has at hand. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    desk: Desk,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    settings: Settings,
    throttle: Throttle,
    shelf: Shelf,
    uploads: Arc<Semaphore>,
    uploaders: Mutex<HashMap<Peer, usize>>,
    metrics: Metrics,
}

/// How the office is reached.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The public address, such as `https://mekarjaya.example`; with `https` cookies are marked
    /// secure and browsers are told to stay with it.
    pub public_address: Option<String>,
    /// The office's own proxies, which say in `X-Forwarded-For` whom they speak for. Without them
    /// everybody behind a proxy counts as one.
    pub proxies: Vec<IpAddr>,
}

impl Settings {
    /// Whether residents reach the office over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_address.as_deref().is_some_and(|address| address.starts_with("https://"))
    }
}

impl Inner {
    fn uploaders(&self) -> MutexGuard<'_, HashMap<Peer, usize>> {
        self.uploaders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place among the uploads under way.
pub(crate) struct UploadPlace {
    app: App,
    peer: Peer,
    _permit: OwnedSemaphorePermit,
}

impl Drop for UploadPlace {
    fn drop(&mut self) {
        let mut uploaders = self.app.inner.uploaders();
        if let Some(of_one) = uploaders.get_mut(&self.peer) {
            *of_one -= 1;
            if *of_one == 0 {
                uploaders.remove(&self.peer);
            }
        }
    }
}

impl App {
    /// An app for this desk.
    #[must_use]
    pub fn new(
        desk: Desk,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        settings: Settings,
    ) -> Self {
        let inner = Inner {
            desk,
            clock,
            entropy,
            settings,
            throttle: Throttle::default(),
            shelf: Shelf::default(),
            uploads: Arc::new(Semaphore::new(MOST_UPLOADS)),
            uploaders: Mutex::default(),
            metrics: Metrics::new(),
        };
        Self { inner: Arc::new(inner) }
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.inner.desk
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.inner.clock
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.inner.throttle
    }

    pub(crate) fn shelf(&self) -> &Shelf {
        &self.inner.shelf
    }

    /// How many uploads are under way.
    pub(crate) fn uploads(&self) -> usize {
        MOST_UPLOADS.saturating_sub(self.inner.uploads.available_permits())
    }

    /// A place for an upload from there, as long as it is held; `None`: there is no room.
    pub(crate) fn place_for_upload(&self, peer: Peer) -> Option<UploadPlace> {
        let permit = self.inner.uploads.clone().try_acquire_owned().ok()?;
        let mut uploaders = self.inner.uploaders();
        let of_one = uploaders.entry(peer).or_default();
        if *of_one >= MOST_UPLOADS_OF_ONE {
            return None;
        }
        *of_one += 1;
        Some(UploadPlace { app: self.clone(), peer, _permit: permit })
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    /// A short code for something that went wrong, to be quoted at the counter and found in the
    /// log.
    pub(crate) fn incident(&self) -> String {
        let mut chance = [0; 5];
        self.inner.entropy.fill(&mut chance);
        chance.iter().map(|byte| format!("{byte:02X}")).collect()
    }

    /// Seconds to wait before trying again, different for everybody, so that not all come back at
    /// once.
    pub(crate) fn pause(&self, least: u32) -> u32 {
        let mut chance = [0; 1];
        self.inner.entropy.fill(&mut chance);
        let [chance] = chance;
        least.saturating_add(least.saturating_mul(u32::from(chance)) / 255)
    }

    /// A fresh idempotency key for a form, or for a client that sent none.
    pub(crate) fn fresh_key(&self) -> String {
        let mut chance = [0; 16];
        self.inner.entropy.fill(&mut chance);
        chance.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
