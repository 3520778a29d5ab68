//! What people read wherever it depends on a code or a value of the core: problems, refusals,
//! faults of a field, stages, reasons, roles, dates, money. Bahasa Indonesia is the source, in
//! words that a neighbour understands; English says the same.
//!
//! Every table matches its codes without a wildcard, so that a code without words does not
//! compile. Texts are plain: no markup, nothing escaped; whoever shows them does that. None of
//! them repeats what somebody typed, except for a single character.
//!
//! ```
//! use sipoke_core::{problem::ProblemCode, words::Malformed};
//! use sipoke_text::{Lang, field_fault, problem_title};
//! use sipoke_wire::problem::Fault;
//!
//! assert_eq!(problem_title(ProblemCode::Incomplete, Lang::Id), "Permohonan belum lengkap");
//!
//! let too_short = Fault::Malformed(Malformed::NikLength { found: 15 });
//! assert_eq!(field_fault(&too_short, Lang::Id), "NIK harus 16 angka; yang diisi 15 angka.");
//! ```

mod case;
pub mod diagnostic;
mod fault;
mod history;
mod lang;
mod office;
mod problem;
mod quantity;
mod refusal;
mod service;
mod time;

pub use case::{
    channel, closing, comparison, finding, letter_state, notice, reason, reason_official_code,
    stage, stage_for_resident, what_now,
};
pub use fault::field_fault;
pub use history::history;
pub use lang::Lang;
pub use office::{act, holiday_kind, intention, role};
pub use problem::{problem_help, problem_title};
pub use quantity::{fee, file_size};
pub use refusal::refusal_detail;
pub use service::{form, processing_time, risk, working_days};
pub use time::{date, due, due_in, moment, weekday};
