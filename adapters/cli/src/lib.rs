//! sipoke-cli
