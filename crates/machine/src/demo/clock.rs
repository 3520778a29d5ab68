use std::sync::atomic::{AtomicI64, Ordering};

use sipoke_core::{ports::Clock, words::Moment};
use sipoke_system::SystemClock;

const DAY: i64 = 24 * 60 * 60 * 1_000_000;
/// Nine o'clock in the morning in western Indonesia, where the demo office is.
const OPENING: i64 = 2 * 60 * 60 * 1_000_000;

/// Lets a demo begin some days ago, when the office opened, so that it has something to wait for.
pub(super) struct PastClock {
    back: AtomicI64,
}

impl PastClock {
    pub(super) fn new() -> Self {
        Self { back: AtomicI64::new(0) }
    }

    /// From here on it is this many days ago; `0`: now.
    pub(super) fn days_ago(&self, days: i64) {
        let now = SystemClock.now().micros();
        let morning = now - now.rem_euclid(DAY) + OPENING - days * DAY;
        let back = if days == 0 { 0 } else { now - morning };
        self.back.store(back, Ordering::Relaxed);
    }
}

impl Clock for PastClock {
    fn now(&self) -> Moment {
        let now = SystemClock.now();
        Moment::from_micros(now.micros() - self.back.load(Ordering::Relaxed)).unwrap_or(now)
    }
}
