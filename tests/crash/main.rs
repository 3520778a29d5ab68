//! Kills servers and databases while residents file, and looks at what is left (promises P1 to P3).

mod postgres;
mod residents;
mod sqlite;
