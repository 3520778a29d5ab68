//! sipoke-system
