//! sipoke-conformance
