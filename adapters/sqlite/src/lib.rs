//! sipoke-sqlite
