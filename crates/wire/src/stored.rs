//! How stores keep what the core hands them: versioned JSON, and the bytes of the audit chain.
