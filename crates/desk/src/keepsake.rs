//! Sealed notes that a browser keeps for us between two requests, so that nothing typed or
//! uploaded is lost and nothing secret stands in an address. They say nothing to whoever holds
//! them, and only for a while.

use sipoke_core::{
    documents::{Scan, ScanKind, ScanReceipt},
    words::{Moment, OfficerId, ScanId, SessionToken, Ticket, TicketSecret},
};

use crate::{Credential, Desk, DeskError};

/// How long a browser may hold on to a received scan: a form is finished within a day.
const SCAN_SECONDS: i64 = 24 * 60 * 60;
/// How long a browser is known to an officer who signed in with it.
pub const DEVICE_SECONDS: i64 = 180 * 24 * 60 * 60;
/// How long a browser may look at a ticket without showing the secret again.
const TICKET_SECONDS: i64 = 30 * 60;

impl Desk {
    /// A note with which a form can name a scan that was received before.
    #[must_use]
    pub fn keep_scan(&self, receipt: &ScanReceipt) -> String {
        let scan = receipt.scan();
        let mut note = self.expiry(SCAN_SECONDS);
        note.extend(scan.id.to_bytes());
        note.push(match scan.kind {
            ScanKind::Jpeg => b'j',
            ScanKind::Png => b'p',
            ScanKind::Pdf => b'd',
        });
        note.extend(scan.size.to_be_bytes());
        note.extend(scan.sha256);
        note.extend(scan.key_id.to_be_bytes());
        note.extend(&scan.wrapped_key);
        self.sealed(b"kept-scan", &note)
    }

    /// The scan that a note of [`keep_scan`](Self::keep_scan) names, if it is still there.
    ///
    /// # Errors
    /// [`DeskError::UnknownDocument`] when the note is too old or none of ours, or the vault
    /// failed.
    pub async fn kept_scan(&self, note: &str) -> Result<ScanReceipt, DeskError> {
        let scan = self.opened(b"kept-scan", note).and_then(|note| read_scan(&note));
        self.confirm_scan(scan.ok_or(DeskError::UnknownDocument)?).await
    }

    /// A note with which a browser can look at a ticket for half an hour.
    #[must_use]
    pub fn keep_credential(&self, credential: &Credential) -> String {
        let mut note = self.expiry(TICKET_SECONDS);
        note.extend(credential.ticket.compact().bytes());
        note.extend(credential.secret.expose().bytes());
        self.sealed(b"kept-ticket", &note)
    }

    /// The ticket and secret of a note of [`keep_credential`](Self::keep_credential).
    #[must_use]
    pub fn kept_credential(&self, note: &str) -> Option<Credential> {
        let note = self.opened(b"kept-ticket", note)?;
        let text = String::from_utf8(note).ok()?;
        let (ticket, secret) = text.split_at_checked(12)?;
        let ticket = Ticket::parse(ticket).ok()?;
        Some(Credential { ticket, secret: TicketSecret::parse(secret).ok()? })
    }

    /// A note with which a browser shows that this officer signed in with it before.
    #[must_use]
    pub fn keep_device(&self, officer: OfficerId) -> String {
        let mut note = self.expiry(DEVICE_SECONDS);
        note.extend(officer.to_bytes());
        self.sealed(b"kept-device", &note)
    }

    /// Whether a note of [`keep_device`](Self::keep_device) is this officer's.
    pub(crate) fn knows_device(&self, officer: OfficerId, note: &str) -> bool {
        self.opened(b"kept-device", note).is_some_and(|note| note == officer.to_bytes())
    }

    /// What every form of a session carries, so that another site cannot send it.
    #[must_use]
    pub fn form_token(&self, session: &SessionToken) -> String {
        hex(&self.ports.sealer.fingerprint(b"form", session.expose().as_bytes()))
    }

    fn expiry(&self, seconds: i64) -> Vec<u8> {
        let ends = self.ports.clock.now().plus_seconds(seconds);
        ends.micros().to_be_bytes().to_vec()
    }

    fn sealed(&self, purpose: &[u8], note: &[u8]) -> String {
        hex(&self.ports.sealer.seal(&self.context(purpose), note))
    }

    /// The note without its expiry, unless that has passed.
    fn opened(&self, purpose: &[u8], sealed: &str) -> Option<Vec<u8>> {
        let note = self.ports.sealer.open(&self.context(purpose), &unhex(sealed)?).ok()?;
        let (ends, note) = note.split_first_chunk::<8>()?;
        let ends = Moment::from_micros(i64::from_be_bytes(*ends)).ok()?;
        (self.ports.clock.now() < ends).then(|| note.to_vec())
    }

    fn context(&self, purpose: &[u8]) -> Vec<u8> {
        [purpose, b"/", self.office.to_string().as_bytes()].concat()
    }
}

fn read_scan(note: &[u8]) -> Option<Scan> {
    let (id, rest) = note.split_first_chunk::<16>()?;
    let (kind, rest) = rest.split_first()?;
    let (size, rest) = rest.split_first_chunk::<8>()?;
    let (sha256, rest) = rest.split_first_chunk::<32>()?;
    let (key_id, wrapped_key) = rest.split_first_chunk::<4>()?;
    let kind = match kind {
        b'j' => ScanKind::Jpeg,
        b'p' => ScanKind::Png,
        b'd' => ScanKind::Pdf,
        _ => return None,
    };
    Some(Scan {
        id: ScanId::from_bytes(*id),
        kind,
        size: u64::from_be_bytes(*size),
        sha256: *sha256,
        key_id: u32::from_be_bytes(*key_id),
        wrapped_key: wrapped_key.to_vec(),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}
