//! sipoke-text
