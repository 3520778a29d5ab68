//! The office in one file.
fn main() {}
