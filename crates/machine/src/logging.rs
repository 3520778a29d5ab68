use std::io;

use sipoke_import::Log;
use tracing_subscriber::EnvFilter;

/// Begins to write the log on standard error. `RUST_LOG` goes before what is set; whoever says how
/// first is followed.
pub(crate) fn begin(log: &Log) {
    let filter = EnvFilter::try_from_default_env()
        .or_else(|_| EnvFilter::try_new(&log.level))
        .unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let _first = if log.json { lines.json().try_init() } else { lines.try_init() };
}

/// The log of an office in a folder: what somebody should look at.
pub(crate) fn begin_quietly() {
    begin(&Log { json: false, level: "warn".to_owned() });
}
