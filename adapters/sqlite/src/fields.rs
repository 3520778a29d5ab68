use std::sync::Arc;

use sipoke_core::{
    ports::{Sealer, Unsealable},
    words::{ApplicationId, IdempotencyKey, Nik, OfficeCode, OfficerId},
};

/// Which field is sealed. What was sealed for one does not open as another.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Field {
    ApplicantName(ApplicationId),
    /// With the revision, so that a row cannot be given an older history.
    History(ApplicationId, u32),
    OfficerName(OfficerId),
    Password(OfficerId),
}

/// Seals the fields of one office.
#[derive(Clone)]
pub(crate) struct Fields {
    sealer: Arc<dyn Sealer>,
}

impl Fields {
    pub(crate) fn new(sealer: Arc<dyn Sealer>) -> Self {
        Self { sealer }
    }

    pub(crate) fn seal(&self, office: OfficeCode, field: Field, plain: &[u8]) -> Vec<u8> {
        self.sealer.seal(context(office, field).as_bytes(), plain)
    }

    pub(crate) fn open(
        &self,
        office: OfficeCode,
        field: Field,
        sealed: &[u8],
    ) -> Result<Vec<u8>, Unsealable> {
        self.sealer.open(context(office, field).as_bytes(), sealed)
    }

    pub(crate) fn nik(&self, office: OfficeCode, nik: &Nik) -> [u8; 32] {
        self.sealer.fingerprint(b"nik", format!("{office}/{}", nik.expose()).as_bytes())
    }

    pub(crate) fn receipt(&self, office: OfficeCode, key: &IdempotencyKey) -> [u8; 32] {
        self.sealer.fingerprint(b"receipt", format!("{office}/{}", key.as_str()).as_bytes())
    }

    /// The keyed hash that the end of the audit chain is known by.
    pub(crate) fn head(&self, office: OfficeCode, number: u64, hash: &[u8; 32]) -> [u8; 32] {
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
