//! sipoke-import
