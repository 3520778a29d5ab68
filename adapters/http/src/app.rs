use std::sync::Arc;

use sipoke_core::ports::{Clock, Entropy};
use sipoke_desk::Desk;

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
}

/// How the office is reached.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The public address, such as `https://mekarjaya.example`; with `https` cookies are marked
    /// secure and browsers are told to stay with it.
    pub public_address: Option<String>,
}

impl Settings {
    /// Whether residents reach the office over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_address.as_deref().is_some_and(|address| address.starts_with("https://"))
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
        Self { inner: Arc::new(Inner { desk, clock, entropy, settings }) }
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

    /// A short code for something that went wrong, to be quoted at the counter and found in the
    /// log.
    pub(crate) fn incident(&self) -> String {
        let mut chance = [0; 5];
        self.inner.entropy.fill(&mut chance);
        chance.iter().map(|byte| format!("{byte:02X}")).collect()
    }

    /// A fresh idempotency key for a form, or for a client that sent none.
    pub(crate) fn fresh_key(&self) -> String {
        let mut chance = [0; 16];
        self.inner.entropy.fill(&mut chance);
        chance.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
