use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sipoke_core::{
    catalogue::{Decree, Edition},
    words::{DocumentNumber, Moment, OfficeCode, PersonName},
};

use super::{StoredError, read, standard::StoredStandard, text::Text, version::Version, write};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredEdition {
    v: Version,
    office: OfficeCode,
    number: u32,
    decree: StoredDecree,
    published_at: Moment,
    standard: StoredStandard,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredDecree {
    number: DocumentNumber,
    year: i16,
    about: String,
    signed_on: Option<Date>,
    signer: Option<Text<PersonName>>,
    effective_from: Date,
}

impl From<Decree> for StoredDecree {
    fn from(decree: Decree) -> Self {
        let Decree { number, year, about, signed_on, signer, effective_from } = decree;
        Self { number, year, about, signed_on, signer: signer.map(Text), effective_from }
    }
}

impl From<StoredDecree> for Decree {
    fn from(stored: StoredDecree) -> Self {
        let StoredDecree { number, year, about, signed_on, signer, effective_from } = stored;
        let signer = signer.map(|Text(name)| name);
        Self { number, year, about, signed_on, signer, effective_from }
    }
}

/// The edition as bytes, with its decree and its whole standard.
#[must_use]
pub fn encode_edition(edition: &Edition) -> Vec<u8> {
    let Edition { office, number, decree, published_at, standard } = edition.clone();
    write(&StoredEdition {
        v: Version,
        office,
        number,
        decree: decree.into(),
        published_at,
        standard: standard.into(),
    })
}

/// Reads an edition.
///
/// # Errors
/// [`StoredError`] when the bytes are none.
pub fn decode_edition(bytes: &[u8]) -> Result<Edition, StoredError> {
    let StoredEdition { v: Version, office, number, decree, published_at, standard } = read(bytes)?;
    Ok(Edition { office, number, decree: decree.into(), published_at, standard: standard.into() })
}
