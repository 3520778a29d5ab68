//! Findings about an imported file, as a compiler would report them.
