//! Forms with files: every file goes straight into the vault, in pieces, while the form is read.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{
    FromRequest, Multipart, Request,
    multipart::{Field, MultipartError},
};
use sipoke_core::{
    documents::ScanReceipt, ports::VaultError, problem::ProblemCode, words::RequirementCode,
};
use sipoke_desk::{Desk, DeskError};
use sipoke_wire::problem::{Fault as WireFault, FieldFault};

use super::{Fault, visit::Fields};
use crate::app::App;

/// More fields than any form of ours has.
const MOST_FIELDS: usize = 300;
/// More bytes than any field without a file may have: the longest answer in UTF-8, with room to
/// say that it is too long.
const LONGEST_FIELD: usize = 32 * 1024;

/// A form with files as it was sent.
#[derive(Default)]
pub(super) struct Intake {
    pub(super) fields: Fields,
    /// The files that were good, from now or from an earlier sending.
    pub(super) scans: BTreeMap<RequirementCode, ScanReceipt>,
    /// The files that were not.
    pub(super) faults: Vec<FieldFault>,
    /// Why a file could not be stored, though nothing is wrong with it.
    pub(super) trouble: Option<DeskError>,
}

/// A form with files, not read yet.
pub(crate) struct Sent(Multipart);

impl FromRequest<App> for Sent {
    type Rejection = Fault;

    async fn from_request(request: Request, app: &App) -> Result<Self, Fault> {
        let multipart = Multipart::from_request(request, app).await;
        multipart.map(Self).map_err(|rejected| {
            Fault::of(ProblemCode::UnsupportedMediaType).because(rejected.to_string())
        })
    }
}

impl Sent {
    /// Reads the form. Files for papers that are not `asked` are passed over and never stored.
    pub(super) async fn read(
        mut self,
        desk: &Desk,
        asked: &BTreeSet<RequirementCode>,
    ) -> Result<Intake, Fault> {
        let mut intake = Intake::default();
        let mut count = 0;
        while let Some(field) = self.0.next_field().await.map_err(cut_off)? {
            count += 1;
            if count > MOST_FIELDS {
                return Err(Fault::of(ProblemCode::TooLarge));
            }
            let name = field.name().unwrap_or_default().to_owned();
            match name.strip_prefix("dokumen.") {
                Some(code) => {
                    let code = RequirementCode::parse(code).ok();
                    let wanted = code.filter(|code| asked.contains(code));
                    intake.take_file(desk, wanted, field).await?;
                }
                None => intake.fields.0.push((name, text(field).await?)),
            }
        }
        intake.recall(desk, asked).await;
        Ok(intake)
    }
}

impl Intake {
    async fn take_file(
        &mut self,
        desk: &Desk,
        wanted: Option<RequirementCode>,
        mut field: Field<'_>,
    ) -> Result<(), Fault> {
        // A file field that was left alone comes as a part without name and bytes.
        let chosen = field.file_name().is_some_and(|name| !name.is_empty());
        let Some(code) = wanted.filter(|code| chosen && !self.scans.contains_key(code)) else {
            return pass_over(field).await;
        };
        match store(desk, &mut field).await? {
            Ok(receipt) => {
                self.scans.insert(code, receipt);
            }
            Err(error) => {
                pass_over(field).await?;
                self.file_failed(&code, error);
            }
        }
        Ok(())
    }

    /// Files of an earlier sending, for papers that no new file came for.
    async fn recall(&mut self, desk: &Desk, asked: &BTreeSet<RequirementCode>) {
        let notes: Vec<(RequirementCode, String)> = self
            .fields
            .under("tersimpan.")
            .filter_map(|(code, note)| Some((RequirementCode::parse(code).ok()?, note.to_owned())))
            .filter(|(code, _)| asked.contains(code) && !self.scans.contains_key(code))
            .collect();
        for (code, note) in notes {
            match desk.kept_scan(&note).await {
                Ok(receipt) => {
                    self.scans.insert(code, receipt);
                }
                // Too old, or swept: the form asks for the file again.
                Err(DeskError::UnknownDocument | DeskError::Vault(VaultError::Missing)) => {}
                Err(error) => self.trouble = Some(error),
            }
        }
    }

    fn file_failed(&mut self, code: &RequirementCode, error: DeskError) {
        match error {
            DeskError::Vault(VaultError::Rejected(rejected)) => self.faults.push(FieldFault {
                pointer: format!("/documents/{code}"),
                fault: WireFault::Scan(rejected),
            }),
            other => self.trouble = Some(other),
        }
    }
}

/// Streams one file into the vault. The outer error is the connection's, the inner the vault's.
async fn store(
    desk: &Desk,
    field: &mut Field<'_>,
) -> Result<Result<ScanReceipt, DeskError>, Fault> {
    let mut upload = match desk.receive_scan().await {
        Ok(upload) => upload,
        Err(error) => return Ok(Err(error)),
    };
    while let Some(bytes) = field.chunk().await.map_err(cut_off)? {
        if let Err(error) = upload.write(&bytes).await {
            return Ok(Err(error.into()));
        }
    }
    Ok(upload.finish().await.map_err(DeskError::from))
}

async fn pass_over(mut field: Field<'_>) -> Result<(), Fault> {
    while field.chunk().await.map_err(cut_off)?.is_some() {}
    Ok(())
}

async fn text(mut field: Field<'_>) -> Result<String, Fault> {
    let mut bytes = Vec::new();
    while let Some(more) = field.chunk().await.map_err(cut_off)? {
        if bytes.len() + more.len() > LONGEST_FIELD {
            return Err(Fault::of(ProblemCode::TooLarge));
        }
        bytes.extend_from_slice(&more);
    }
    String::from_utf8(bytes)
        .map_err(|error| Fault::of(ProblemCode::Malformed).because(error.to_string()))
}

fn cut_off(error: MultipartError) -> Fault {
    let code = match error.status() {
        axum::http::StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::TooLarge,
        _ => ProblemCode::Malformed,
    };
    Fault::of(code).because(error.to_string())
}
