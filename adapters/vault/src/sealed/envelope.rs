use aead_stream::{NewStream, StreamBE32, StreamPrimitive};
use chacha20poly1305::{Error, KeyInit, XChaCha20Poly1305};
use sipoke_core::{
    documents::{Scan, ScanKind},
    words::{OfficeCode, ScanId},
};
use zeroize::Zeroizing;

/// Bytes of a scan that are encrypted and authenticated together.
pub(crate) const CHUNK: usize = 64 * 1024;
/// What authentication adds to each chunk.
pub(crate) const TAG: usize = 16;
/// Magic (8), format version (1), key id (4).
pub(crate) const HEADER: usize = 13;

const MAGIC: [u8; 8] = *b"\x89SIPOKE\n";
const VERSION: u8 = 1;
const PLACE: usize = HEADER + 8 + 16;

/// How a stored file begins.
pub(crate) fn header(key_id: u32) -> [u8; HEADER] {
    join(&[&MAGIC, &[VERSION], &key_id.to_be_bytes()])
}

/// How long the stored file of a scan of this size is.
pub(crate) fn stored_length(size: u64) -> u64 {
    let chunks = size.div_ceil(CHUNK as u64).max(1);
    size.saturating_add(chunks.saturating_mul(TAG as u64)).saturating_add(HEADER as u64)
}

/// What the wrapped key of a scan is bound to: everything its row says. A row that was changed, or
/// put in the place of another, does not open.
pub(crate) fn binding(office: OfficeCode, scan: &Scan) -> Vec<u8> {
    let kind = match scan.kind {
        ScanKind::Jpeg => 1_u8,
        ScanKind::Png => 2,
        ScanKind::Pdf => 3,
    };
    [
        header(scan.key_id).as_slice(),
        &office.number().to_be_bytes(),
        &scan.id.to_bytes(),
        &[kind],
        &scan.size.to_be_bytes(),
        &scan.sha256,
    ]
    .concat()
}

/// Seals or opens the chunks of one file in their order.
///
/// This is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): each chunk's nonce has its number and
/// whether it is the last, so that chunks cannot be moved, dropped or cut off. The rest of the nonce
/// is zero because a key is never used for a second file. Every chunk is bound to header, office and
/// scan, so that files cannot be swapped.
pub(crate) struct Chunks {
    stream: StreamBE32<XChaCha20Poly1305>,
    place: [u8; PLACE],
    position: u32,
}

impl Chunks {
    pub(crate) fn new(
        key: &Zeroizing<[u8; 32]>,
        key_id: u32,
        office: OfficeCode,
        id: ScanId,
    ) -> Self {
        let cipher = XChaCha20Poly1305::new((&**key).into());
        let place = join(&[&header(key_id), &office.number().to_be_bytes(), &id.to_bytes()]);
        Self { stream: StreamBE32::from_aead(cipher, &Default::default()), place, position: 0 }
    }

    /// Encrypts the next chunk in its buffer, which grows by [`TAG`].
    pub(crate) fn seal(&mut self, last: bool, chunk: &mut Vec<u8>) -> Result<(), Error> {
        self.stream.encrypt_in_place(self.position, last, &self.place, chunk)?;
        self.advance()
    }

    /// Authenticates and decrypts the next chunk in its buffer, which shrinks by [`TAG`].
    pub(crate) fn open(&mut self, last: bool, chunk: &mut Vec<u8>) -> Result<(), Error> {
        self.stream.decrypt_in_place(self.position, last, &self.place, chunk)?;
        self.advance()
    }

    fn advance(&mut self) -> Result<(), Error> {
        // After 256 TiB a nonce would come back.
        self.position = self.position.checked_add(1).ok_or(Error)?;
        Ok(())
    }
}

fn join<const LENGTH: usize>(parts: &[&[u8]]) -> [u8; LENGTH] {
    let mut joined = [0; LENGTH];
    for (to, from) in joined.iter_mut().zip(parts.iter().copied().flatten()) {
        *to = *from;
    }
    joined
}
