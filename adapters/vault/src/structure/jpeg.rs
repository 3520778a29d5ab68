use sipoke_core::ports::RejectedScan;

use super::check_pixels;

const FRAME: u8 = 0xc0;
const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

/// Walks the segments of a JPEG (ITU-T T.81, annex B): start, a frame with its size, at least one
/// scan, an end. What phones append after the end (video, depth) is tolerated and not looked at.
pub(crate) struct Jpeg {
    at: At,
    framed: bool,
    scanned: bool,
}

enum At {
    /// A marker must begin.
    Marker,
    /// After `ff`; `coded`: inside the compressed data of a scan.
    Code { coded: bool },
    /// The two bytes that say how long the segment is.
    Length { code: u8, high: Option<u8> },
    /// The first five bytes of a frame: precision, height, width.
    Frame { left: u16, seen: [u8; 5], count: usize },
    /// Inside a segment that does not matter.
    Skip { left: u16, code: u8 },
    /// Inside the compressed data of a scan.
    Coded,
    /// After the end.
    Done,
}

impl Default for Jpeg {
    fn default() -> Self {
        // The marker of the start, by which the file was recognised.
        Self { at: At::Skip { left: 2, code: START }, framed: false, scanned: false }
    }
}

impl Jpeg {
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self.at, At::Done)
    }

    pub(crate) fn read(&mut self, mut bytes: &[u8]) -> Result<(), RejectedScan> {
        while let Some((&byte, rest)) = bytes.split_first() {
            match &mut self.at {
                At::Skip { left, code } => {
                    let skipped = usize::from(*left).min(bytes.len());
                    bytes = bytes.get(skipped..).unwrap_or_default();
                    *left -= u16::try_from(skipped).unwrap_or(*left);
                    if *left == 0 {
                        self.at = if *code == SCAN { At::Coded } else { At::Marker };
                    }
                    continue;
                }
                At::Coded => {
                    let Some(marker) = bytes.iter().position(|byte| *byte == 0xff) else {
                        return Ok(());
                    };
                    bytes = bytes.get(marker + 1..).unwrap_or_default();
                    self.at = At::Code { coded: true };
                    continue;
                }
                At::Done => return Ok(()),
                At::Marker => {
                    if byte != 0xff {
                        return Err(RejectedScan::Broken);
                    }
                    self.at = At::Code { coded: false };
                }
                At::Code { coded } => match (byte, *coded) {
                    (0xff, _) => {}
                    (0x00 | 0xd0..=0xd7, true) => self.at = At::Coded,
                    (END, _) if self.scanned => self.at = At::Done,
                    (SCAN, _) if !self.framed => return Err(RejectedScan::Broken),
                    (0x00..=0xbf | 0xd0..=END, _) => return Err(RejectedScan::Broken),
                    (code, _) => self.at = At::Length { code, high: None },
                },
                At::Length { high: high @ None, .. } => *high = Some(byte),
                At::Length { code, high: Some(high) } => {
                    let (code, length) = (*code, u16::from_be_bytes([*high, byte]));
                    self.at = self.segment(code, length)?;
                }
                At::Frame { left, seen, count } => {
                    if let Some(place) = seen.get_mut(*count) {
                        *place = byte;
                    }
                    *count += 1;
                    if *count == seen.len() {
                        let [_, height_high, height_low, width_high, width_low] = *seen;
                        let height = u16::from_be_bytes([height_high, height_low]);
                        let width = u16::from_be_bytes([width_high, width_low]);
                        check_pixels(width.into(), height.into())?;
                        self.framed = true;
                        self.at = At::Skip { left: *left, code: FRAME };
                    }
                }
            }
            bytes = rest;
        }
        Ok(())
    }

    fn segment(&mut self, code: u8, length: u16) -> Result<At, RejectedScan> {
        // The length counts its own two bytes.
        let left = length.checked_sub(2).ok_or(RejectedScan::Broken)?;
        match code {
            // Frames; the three others of this row are tables (DHT, DAC) and reserved (JPG).
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let left = left.checked_sub(5).filter(|left| *left > 0);
                let left = left.ok_or(RejectedScan::Broken)?;
                Ok(At::Frame { left, seen: [0; 5], count: 0 })
            }
            // One component, three parameters at least.
            SCAN if left < 6 => Err(RejectedScan::Broken),
            SCAN => {
                self.scanned = true;
                Ok(At::Skip { left, code })
            }
            _ if left == 0 => Ok(At::Marker),
            _ => Ok(At::Skip { left, code }),
        }
    }
}
