//! Reads what an office writes in files: service standards (YAML, or a pair of CSV tables), the
//! calendar (CSV), and the settings of a server (YAML). Every fault of all files is found in one
//! run, with file, row and column; nothing is published here, and nothing but the named files is
//! read.
//!
//! ```
//! let table = "tanggal,jenis,nama\n2026-08-17,libur_nasional,Hari Kemerdekaan\n";
//! let batch = sipoke_import::read_calendar_from_bytes("libur.csv", table.as_bytes()).unwrap();
//! assert_eq!(batch.holidays.len(), 1);
//!
//! let lacking = "tanggal,jenis\n2026-08-17,libur_nasional\n";
//! let found = sipoke_import::read_calendar_from_bytes("libur.csv", lacking.as_bytes()).unwrap_err();
//! assert_eq!(found[0].column.as_deref(), Some("nama"));
//! ```

mod batch;
mod calendar;
mod cursor;
mod definitions;
mod faults;
mod node;
mod office;
mod requirement;
mod settings;
mod source;
mod standard;
mod standards_table;
mod table;
mod yaml;

pub use batch::{StandardsBatch, read_standards, read_standards_from_bytes};
pub use calendar::{CalendarBatch, read_calendar, read_calendar_from_bytes};
pub use settings::{
    Bucket, Database, Hidden, Http, Log, Scans, ServerSettings, VARIABLES, read_settings,
    read_settings_from_bytes,
};
