//! sipoke-vault
