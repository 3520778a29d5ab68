//! sipoke-text

pub mod diagnostic;
mod lang;

pub use lang::Lang;
