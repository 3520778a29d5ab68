use sipoke_core::ports::RejectedScan;

use super::check_pixels;

pub(super) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1a\n";
const CHECKSUM: u64 = 4;

/// Walks the chunks of a PNG (ISO/IEC 15948, clause 5): signature, `IHDR` with the size first, data,
/// `IEND`, and not one byte more.
#[derive(Default)]
pub(crate) struct Png {
    at: At,
    /// The bytes that are being collected.
    seen: [u8; 8],
    count: usize,
    data: bool,
}

#[derive(Default, Clone, Copy)]
enum At {
    #[default]
    Signature,
    /// Length and type of a chunk; `first`: it must be the header.
    Chunk {
        first: bool,
    },
    /// Width and height.
    Size,
    /// The rest of a chunk with its checksum; `last`: it is the end.
    Skip {
        left: u64,
        last: bool,
    },
    Done,
}

impl Png {
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self.at, At::Done)
    }

    pub(crate) fn read(&mut self, mut bytes: &[u8]) -> Result<(), RejectedScan> {
        while let Some((&byte, rest)) = bytes.split_first() {
            match self.at {
                At::Done => return Err(RejectedScan::Broken),
                At::Skip { left, last } => {
                    let skipped = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
                    bytes = bytes.get(skipped..).unwrap_or_default();
                    let left = left - u64::try_from(skipped).unwrap_or(left);
                    self.at = match (left, last) {
                        (0, true) => At::Done,
                        (0, false) => At::Chunk { first: false },
                        _ => At::Skip { left, last },
                    };
                }
                At::Signature | At::Chunk { .. } | At::Size => {
                    if let Some(place) = self.seen.get_mut(self.count) {
                        *place = byte;
                    }
                    self.count += 1;
                    if self.count == self.seen.len() {
                        self.count = 0;
                        self.at = self.collected()?;
                    }
                    bytes = rest;
                }
            }
        }
        Ok(())
    }

    fn collected(&mut self) -> Result<At, RejectedScan> {
        let [a, b, c, d, kind @ ..] = self.seen;
        let first_word = u32::from_be_bytes([a, b, c, d]);
        match self.at {
            At::Signature if self.seen == SIGNATURE => Ok(At::Chunk { first: true }),
            At::Chunk { first } => match (&kind, first_word) {
                (b"IHDR", 13) if first => Ok(At::Size),
                (b"IEND", 0) if self.data => Ok(At::Skip { left: CHECKSUM, last: true }),
                (b"IHDR" | b"IEND", _) => Err(RejectedScan::Broken),
                (kind, length) => {
                    let named = kind.iter().all(u8::is_ascii_alphabetic);
                    if first || !named || length > i32::MAX.unsigned_abs() {
                        return Err(RejectedScan::Broken);
                    }
                    self.data |= kind == b"IDAT";
                    Ok(At::Skip { left: u64::from(length) + CHECKSUM, last: false })
                }
            },
            At::Size => {
                check_pixels(first_word, u32::from_be_bytes(kind))?;
                // Of the thirteen bytes five are left: depth, colour, and three methods.
                Ok(At::Skip { left: 5 + CHECKSUM, last: false })
            }
            At::Signature | At::Skip { .. } | At::Done => Err(RejectedScan::Broken),
        }
    }
}
