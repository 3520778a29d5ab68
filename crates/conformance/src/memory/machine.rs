use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use async_trait::async_trait;
use sipoke_core::{
    ports::{Clock, Entropy, Passwords, PasswordsBusy},
    words::{Malformed, Moment, Password, PasswordHash},
};

/// A clock that stands still until somebody moves it.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that shows this moment.
    #[must_use]
    pub fn at(moment: Moment) -> Self {
        Self(AtomicI64::new(moment.micros()))
    }

    /// Sets it.
    pub fn set(&self, moment: Moment) {
        self.0.store(moment.micros(), Ordering::SeqCst);
    }

    /// Moves it on by this many seconds.
    pub fn advance(&self, seconds: i64) {
        self.set(self.now().plus_seconds(seconds));
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Moment {
        let shown: Result<Moment, Malformed> = Moment::from_micros(self.0.load(Ordering::SeqCst));
        shown.unwrap_or_else(|_| crate::samples::morning())
    }
}

/// Chance that comes out the same every time (SplitMix64). Good for tests and nothing else.
#[derive(Debug)]
pub struct SeededEntropy(AtomicU64);

impl SeededEntropy {
    const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

    /// The chance of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        // Neighbouring seeds must not give the same numbers, one step apart.
        Self(AtomicU64::new(mixed(seed)))
    }

    /// An array of it.
    #[must_use]
    pub fn draw<const N: usize>(&self) -> [u8; N] {
        let mut drawn = [0; N];
        self.fill(&mut drawn);
        drawn
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let state = self.0.fetch_add(Self::STEP, Ordering::SeqCst).wrapping_add(Self::STEP);
            for (byte, drawn) in chunk.iter_mut().zip(mixed(state).to_be_bytes()) {
                *byte = drawn;
            }
        }
    }
}

fn mixed(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

/// Passwords "hashed" by writing `plain:` in front: instant, and safe for nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlainPasswords;

#[async_trait]
impl Passwords for PlainPasswords {
    async fn hash(&self, password: Password) -> Result<PasswordHash, PasswordsBusy> {
        Ok(PasswordHash::new(format!("plain:{}", password.expose())))
    }

    async fn verify(
        &self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<bool, PasswordsBusy> {
        let right = self.hash(password).await?;
        Ok(hash.is_some_and(|hash| hash == right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn the_clock_moves_only_when_told() {
        let clock = FixedClock::at(samples::morning());
        assert_eq!(clock.now(), samples::morning());

        clock.advance(90);

        assert_eq!(clock.now(), samples::morning().plus_seconds(90));
    }

    #[test]
    fn the_same_seed_gives_the_same_chance_and_neighbours_another() {
        let first: [u8; 40] = SeededEntropy::new(7).draw();

        assert_eq!(first, SeededEntropy::new(7).draw());
        assert_ne!(first, SeededEntropy::new(8).draw());
        assert_ne!(first[..8], first[8..16]);
    }

    #[tokio::test]
    async fn a_plain_password_is_known_again_and_no_other_is() {
        let password = |text| Password::parse(text).unwrap();

        let hash = PlainPasswords.hash(password("kata sandi contoh")).await.unwrap();

        let right = PlainPasswords.verify(password("kata sandi contoh"), Some(hash.clone())).await;
        let wrong = PlainPasswords.verify(password("kata sandi keliru"), Some(hash)).await;
        let none = PlainPasswords.verify(password("kata sandi contoh"), None).await;
        assert_eq!([right, wrong, none], [Ok(true), Ok(false), Ok(false)]);
    }
}
