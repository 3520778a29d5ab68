//! The machine itself as an adapter: [`SystemClock`] tells the time, [`SystemEntropy`] gives
//! chance, [`PasswordPool`] hashes passwords on threads of its own.
//!
//! This is the only crate of the project that asks the operating system for time or chance, and
//! clippy holds the others to it. Everything else takes both as arguments, so that every rule can
//! be tested with a fixed clock and a fixed seed.
//!
//! ```
//! use sipoke_core::ports::{Clock, Entropy};
//! use sipoke_system::{SystemClock, SystemEntropy};
//!
//! let mut salt = [0; 16];
//! SystemEntropy.fill(&mut salt);
//! assert!(SystemClock.now().micros() > 0);
//! ```

mod argon;
mod clock;
mod entropy;
mod pool;

pub use clock::SystemClock;
pub use entropy::SystemEntropy;
pub use pool::PasswordPool;
