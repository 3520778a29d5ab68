//! Forms with files: every file goes straight into the vault, piece by piece, while the form is
//! read. Memory in use does not grow with the files.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    extract::{
        Multipart,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
};
use sipoke_core::{
    application::FilingFault, documents::ScanReceipt, ports::VaultError, problem::ProblemCode,
    words::RequirementCode,
};
use sipoke_desk::{Desk, DeskError};
use sipoke_wire::problem::{Fault, FieldFault};

use crate::problem::Trouble;

/// More files than any service asks for.
const MOST_PARTS: usize = 20;
/// The most bytes of a part that is no file.
const LONGEST_FIELD: usize = 64 * 1024;

/// A form with files as it was sent.
#[derive(Default)]
pub(crate) struct Received {
    /// The part that is no file, as it was sent.
    pub(crate) field: Option<Vec<u8>>,
    /// The files that are stored, by the code of their requirement.
    pub(crate) documents: BTreeMap<RequirementCode, ScanReceipt>,
    /// The files that were not taken, all of them.
    pub(crate) faults: Vec<FieldFault>,
}

/// The part of a form that is no file, and comes first.
const APPLICATION: &str = "application";

/// Reads the whole form. Files are stored for the papers that are `asked` for only, so that nobody
/// fills the disk with what nobody wants; the part `application`, when there is one, says which
/// those are.
pub(crate) async fn receive(
    desk: &Desk,
    mut form: Multipart,
    mut asked: Option<BTreeSet<RequirementCode>>,
    asked_by: impl Fn(&[u8]) -> Result<BTreeSet<RequirementCode>, Trouble>,
) -> Result<Received, Trouble> {
    let mut received = Received::default();
    let mut parts = 0;
    while let Some(part) = form.next_field().await.map_err(cut_off)? {
        parts += 1;
        if parts > MOST_PARTS {
            return Err(Trouble::of(ProblemCode::TooLarge).remark(format!("{MOST_PARTS} parts")));
        }
        if part.name() == Some(APPLICATION) {
            let bytes = whole(part).await?;
            asked = Some(asked_by(&bytes)?);
            received.field = Some(bytes);
        } else if let Some(asked) = &asked {
            received.take(desk, part, asked).await?;
        } else {
            let order = format!("the part {APPLICATION} comes before all files");
            return Err(Trouble::of(ProblemCode::Malformed).remark(order));
        }
    }
    Ok(received)
}

impl Received {
    async fn take(
        &mut self,
        desk: &Desk,
        mut part: Field<'_>,
        asked: &BTreeSet<RequirementCode>,
    ) -> Result<(), Trouble> {
        let name = part.name().unwrap_or_default().to_owned();
        let code = match RequirementCode::parse(&name) {
            Ok(code) if self.documents.contains_key(&code) => {
                let twice = Trouble::of(ProblemCode::Malformed);
                return Err(twice.remark(format!("two parts have the name {code}")));
            }
            Ok(code) if !asked.contains(&code) => {
                self.faults.push(FieldFault::of_filing(&FilingFault::DocumentNotAsked(code)));
                return pass_over(part).await;
            }
            Ok(code) => code,
            Err(malformed) => {
                self.blame(&name, Fault::Malformed(malformed));
                return pass_over(part).await;
            }
        };
        match store(desk, &mut part).await? {
            Ok(receipt) => {
                self.documents.insert(code, receipt);
                Ok(())
            }
            Err(DeskError::Vault(VaultError::Rejected(rejected))) => {
                self.blame(code.as_str(), Fault::Scan(rejected));
                // The other files may be wrong too: all of it is said at once.
                pass_over(part).await
            }
            Err(other) => Err(other.into()),
        }
    }

    fn blame(&mut self, name: &str, fault: Fault) {
        let name = name.replace('~', "~0").replace('/', "~1");
        self.faults.push(FieldFault { pointer: format!("/documents/{name}"), fault });
    }
}

/// Streams one file into the vault. The outer error is the connection's, the inner the vault's.
async fn store(
    desk: &Desk,
    part: &mut Field<'_>,
) -> Result<Result<ScanReceipt, DeskError>, Trouble> {
    let mut upload = match desk.receive_scan().await {
        Ok(upload) => upload,
        Err(error) => return Ok(Err(error)),
    };
    while let Some(bytes) = part.chunk().await.map_err(cut_off)? {
        if let Err(error) = upload.write(&bytes).await {
            return Ok(Err(error.into()));
        }
    }
    Ok(upload.finish().await.map_err(DeskError::from))
}

async fn pass_over(mut part: Field<'_>) -> Result<(), Trouble> {
    while part.chunk().await.map_err(cut_off)?.is_some() {}
    Ok(())
}

async fn whole(mut part: Field<'_>) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    while let Some(more) = part.chunk().await.map_err(cut_off)? {
        if bytes.len() + more.len() > LONGEST_FIELD {
            return Err(ProblemCode::TooLarge.into());
        }
        bytes.extend_from_slice(&more);
    }
    Ok(bytes)
}

/// The form ended before it should, or never was one.
fn cut_off(error: MultipartError) -> Trouble {
    let code = match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ProblemCode::TooLarge,
        _ => ProblemCode::Malformed,
    };
    Trouble::of(code).because("the form was cut off").remark(error.body_text())
}
