//! The ports kept in memory: what a store must do, in the fewest lines that do it. For tests,
//! demonstrations, and as a model for a store of one's own.

mod applications;
mod catalogue;
mod chain;
mod ledger;
mod machine;
mod offices;
mod outbox;
mod sealer;
mod staff;
mod state;
mod vault;

pub use machine::{FixedClock, PlainPasswords, SeededEntropy};
pub use sealer::TestSealer;
pub use state::MemoryStore;
pub use vault::MemoryVault;
