use sipoke_core::{
    access::Author,
    ports::{Change, Settled},
    words::Moment,
};

use super::{CaseRow, Entry, Fields, HistoryRow, Registered, RowError, registered};
use crate::stored::{encode_event, extend_history, history_digests};

/// All that a commit writes of the application itself, once its number is known.
#[derive(Debug)]
pub struct Prepared {
    /// What the caller is told.
    pub settled: Settled,
    /// The new row.
    pub case: CaseRow,
    /// What becomes of the register.
    pub register: Registered,
    /// What the audit lines say, one for each event.
    recorded: Vec<Recorded>,
    subject: String,
}

/// An event on its way into the audit chain.
#[derive(Debug)]
pub struct Recorded {
    at: Moment,
    by: Author,
    action: &'static str,
    digest: [u8; 32],
}

/// Settles a change and encodes it. `before` is the row that it changes.
///
/// # Errors
/// [`RowError`] when the events cannot follow, or are of another application.
pub fn prepare(
    fields: &Fields,
    change: &Change,
    before: Option<&HistoryRow>,
    sequence: Option<u32>,
) -> Result<Prepared, RowError> {
    let history = before.map(|row| row.open(change.office, fields)).transpose()?;
    let settled = change.settle(sequence)?;
    let application = &settled.application;
    if application.value.id() != change.id || application.value.office() != change.office {
        return Err(RowError::Contradiction("the events are of another application"));
    }
    let encoded: Vec<Vec<u8>> = settled.events.iter().map(encode_event).collect();
    let history = extend_history(history.as_deref(), &encoded)?;
    let digests = history_digests(&history)?;
    let earlier = digests.len().saturating_sub(settled.events.len());
    let recorded =
        settled.events.iter().zip(digests.into_iter().skip(earlier)).map(|(event, digest)| {
            Recorded { at: event.at, by: event.by, action: event.fact.name(), digest }
        });
    let letter = change.before.as_ref().and_then(|before| before.value.letter());
    Ok(Prepared {
        case: CaseRow::of(fields, application, &history),
        register: registered(letter, &application.value),
        recorded: recorded.collect(),
        subject: change.id.to_string(),
        settled,
    })
}

impl Prepared {
    /// The entries of the audit chain.
    #[must_use]
    pub fn entries(&self, change: &Change) -> Vec<Entry<'_>> {
        let entry = |recorded: &Recorded| Entry {
            office: change.office,
            at: recorded.at,
            by: recorded.by,
            action: recorded.action,
            subject: &self.subject,
            digest: Some(recorded.digest),
        };
        self.recorded.iter().map(entry).collect()
    }
}
