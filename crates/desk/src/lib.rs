//! sipoke-desk
