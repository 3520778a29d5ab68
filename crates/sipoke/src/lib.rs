//! sipoke
