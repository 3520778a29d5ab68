//! sipoke-http
