use std::sync::Arc;

use sipoke_core::{
    ports::{Sealer, Unsealable},
    words::{ApplicationId, IdempotencyKey, Nik, OfficeCode, OfficerId},
};

use super::RowError;

/// Which field is sealed. What was sealed for one does not open as another.
#[derive(Debug, Clone, Copy)]
pub enum Field {
    /// The name of who asks.
    ApplicantName(ApplicationId),
    /// All events of an application. With the revision, so that a row cannot be given an older history.
    History(ApplicationId, u32),
    /// The name of an officer.
    OfficerName(OfficerId),
    /// The hash of an officer's password.
    Password(OfficerId),
}

/// Seals the fields of one office.
#[derive(Clone)]
pub struct Fields {
    sealer: Arc<dyn Sealer>,
}

impl Fields {
    /// Seals with this.
    #[must_use]
    pub fn new(sealer: Arc<dyn Sealer>) -> Self {
        Self { sealer }
    }

    /// Seals a field.
    #[must_use]
    pub fn seal(&self, office: OfficeCode, field: Field, plain: &[u8]) -> Vec<u8> {
        self.sealer.seal(context(office, field).as_bytes(), plain)
    }

    /// Opens a field.
    ///
    /// # Errors
    /// [`Unsealable`] when it was changed, or sealed for another place.
    pub fn open(
        &self,
        office: OfficeCode,
        field: Field,
        sealed: &[u8],
    ) -> Result<Vec<u8>, Unsealable> {
        self.sealer.open(context(office, field).as_bytes(), sealed)
    }

    /// Opens a field that is text.
    ///
    /// # Errors
    /// [`RowError`] when it does not open, or is none.
    pub fn open_text(
        &self,
        office: OfficeCode,
        field: Field,
        sealed: &[u8],
    ) -> Result<String, RowError> {
        let plain = self.open(office, field, sealed)?;
        String::from_utf8(plain).map_err(|_| RowError::Contradiction("a sealed text is not UTF-8"))
    }

    /// The keyed hash that a NIK is looked up by.
    #[must_use]
    pub fn nik(&self, office: OfficeCode, nik: &Nik) -> [u8; 32] {
        self.sealer.fingerprint(b"nik", format!("{office}/{}", nik.expose()).as_bytes())
    }

    /// The keyed hash that a request is looked up by.
    #[must_use]
    pub fn receipt(&self, office: OfficeCode, key: &IdempotencyKey) -> [u8; 32] {
        self.sealer.fingerprint(b"receipt", format!("{office}/{}", key.as_str()).as_bytes())
    }

    /// The keyed hash that the end of the audit chain is known by.
    #[must_use]
    pub fn head(&self, office: OfficeCode, number: u64, hash: &[u8; 32]) -> [u8; 32] {
        let mut plain = Vec::with_capacity(48);
        plain.extend(office.number().to_be_bytes());
        plain.extend(number.to_be_bytes());
        plain.extend(hash);
        self.sealer.fingerprint(b"audit-head", &plain)
    }
}

fn context(office: OfficeCode, field: Field) -> String {
    match field {
        Field::ApplicantName(id) => format!("application.name/{office}/{id}"),
        Field::History(id, revision) => format!("application.history/{office}/{id}/{revision}"),
        Field::OfficerName(id) => format!("officer.name/{office}/{id}"),
        Field::Password(id) => format!("officer.password/{office}/{id}"),
    }
}
