use sipoke_core::{
    application::Application,
    letters::{LetterNumber, LetterState, RegisterLine, Series},
    words::ApplicationId,
};

use super::{RowError, key, narrow};

/// A line of the register as it is stored.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is named after its column")]
pub struct LetterRow {
    pub office: i64,
    pub series: String,
    pub year: i64,
    pub sequence: i64,
    pub application: [u8; 16],
    pub text: String,
    pub signed_on: String,
    pub state: String,
}

/// What becomes of the register with a change.
#[derive(Debug, Clone)]
pub enum Registered {
    /// It stays as it is.
    Unchanged,
    /// A number is given.
    New(LetterRow),
    /// A number that is there gets this state.
    State(LetterRow),
}

/// What the register must say, given the letter before the change and the application after it.
#[must_use]
pub fn registered(
    before: Option<&(LetterNumber, LetterState)>,
    application: &Application,
) -> Registered {
    match (before, application.letter()) {
        (None, Some((number, state))) => {
            Registered::New(LetterRow::of(application, number, *state))
        }
        (Some(before), Some((number, state))) if before != &(number.clone(), *state) => {
            Registered::State(LetterRow::of(application, number, *state))
        }
        (None | Some(_), None | Some(_)) => Registered::Unchanged,
    }
}

impl LetterRow {
    fn of(application: &Application, number: &LetterNumber, state: LetterState) -> Self {
        Self {
            office: key(application.office()),
            series: number.series.name.clone(),
            year: number.series.year.into(),
            sequence: number.sequence.into(),
            application: application.id().to_bytes(),
            text: number.text.clone(),
            signed_on: number.signed_on.to_string(),
            state: state.code().to_owned(),
        }
    }

    /// The line.
    ///
    /// # Errors
    /// [`RowError`] when a word of it is none.
    pub fn line(self) -> Result<RegisterLine, RowError> {
        let number = LetterNumber {
            series: Series { name: self.series, year: narrow(self.year)? },
            sequence: narrow(self.sequence)?,
            text: self.text,
            signed_on: self.signed_on.parse()?,
        };
        let application = ApplicationId::from_bytes(self.application);
        Ok(RegisterLine { number, application, state: LetterState::parse(&self.state)? })
    }
}
