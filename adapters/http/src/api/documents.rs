//! Scans, for officers.

use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use http_body_util::channel::{Channel, Sender};
use sipoke_core::{
    documents::{Scan, ScanKind},
    ports::{ScanReader, VaultError},
    problem::ProblemCode,
    words::{RequirementCode, Ticket},
};
use sipoke_desk::DeskError;

use super::request::word;
use crate::{app::App, guard::Signed, headers::SCAN_POLICY, problem::Trouble};

/// Pieces that may wait for a slow reader.
const PIECES_AHEAD: usize = 2;

/// `GET /api/v1/applications/{ticket}/documents/{requirement}`
pub(crate) async fn show(
    State(app): State<App>,
    Extension(signed): Extension<Signed>,
    Path((ticket, requirement)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    let ticket = word(Ticket::parse(&ticket), "ticket", ProblemCode::UnknownTicket)?;
    let requirement = RequirementCode::parse(&requirement);
    let requirement = word(requirement, "requirement", ProblemCode::UnknownDocument)?;
    let (scan, reader) = app.desk().view_scan(&signed.actor, ticket, &requirement).await?;
    answer(&requirement, &scan, reader).await
}

/// The scan as an answer, piece by piece. Its first piece is read before anything is answered, so
/// that a scan that is lost is a problem and not a broken picture.
pub(crate) async fn answer(
    requirement: &RequirementCode,
    scan: &Scan,
    mut reader: Box<dyn ScanReader>,
) -> Result<Response, Trouble> {
    let first = reader.next().await.map_err(DeskError::from)?.unwrap_or_default();
    let (sender, body) = Channel::new(PIECES_AHEAD);
    tokio::spawn(pass_on(first, reader, sender));
    // Browsers do not show a PDF in a sandbox; it is for the officer's own viewer.
    let disposition = match scan.kind {
        ScanKind::Jpeg | ScanKind::Png => "inline",
        ScanKind::Pdf => "attachment",
    };
    let name = format!("{disposition}; filename=\"{requirement}.{}\"", scan.kind.extension());
    let headers = [
        (header::CONTENT_TYPE, scan.kind.media_type().to_owned()),
        (header::CONTENT_LENGTH, scan.size.to_string()),
        (header::CONTENT_DISPOSITION, name),
        (header::CONTENT_SECURITY_POLICY, SCAN_POLICY.to_owned()),
    ];
    Ok((headers, Body::new(body)).into_response())
}

/// Reads on until the end, an error, or until nobody listens any more.
async fn pass_on(
    first: Vec<u8>,
    mut reader: Box<dyn ScanReader>,
    mut sender: Sender<Bytes, VaultError>,
) {
    let mut piece = Ok(Some(first));
    loop {
        match piece {
            Ok(Some(bytes)) => {
                if sender.send_data(bytes.into()).await.is_err() {
                    return;
                }
            }
            Ok(None) => return,
            Err(error) => {
                tracing::error!(%error, "A scan broke off while it was shown");
                sender.abort(error);
                return;
            }
        }
        piece = reader.next().await;
    }
}
