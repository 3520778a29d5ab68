//! Is it whole, and is it what it claims to be? Read from the bytes as they stream by; nothing is
//! decoded, so that no picture can attack a decoder here.

mod jpeg;
mod pdf;
mod png;

use sipoke_core::{documents::ScanKind, ports::RejectedScan};

use self::{jpeg::Jpeg, pdf::Pdf, png::Png};

/// More is refused: a picture that unpacks to gigabytes would stop the browser that shows it.
const MOST_PIXELS: u64 = 40_000_000;

/// The check that fits the file. It keeps at most a kilobyte of it.
pub(crate) enum Structure {
    Jpeg(Jpeg),
    Png(Png),
    Pdf(Pdf),
}

impl Structure {
    /// Recognises a file by how it begins. `start` is all of it, or at least its first 16 bytes.
    pub(crate) fn recognise(start: &[u8]) -> Result<Self, RejectedScan> {
        if start.starts_with(&[0xff, 0xd8, 0xff]) {
            Ok(Self::Jpeg(Jpeg::default()))
        } else if start.starts_with(&png::SIGNATURE) {
            Ok(Self::Png(Png::default()))
        } else if start.starts_with(b"%PDF-") {
            Ok(Self::Pdf(Pdf::default()))
        } else {
            Err(RejectedScan::UnknownKind)
        }
    }

    pub(crate) fn kind(&self) -> ScanKind {
        match self {
            Self::Jpeg(_) => ScanKind::Jpeg,
            Self::Png(_) => ScanKind::Png,
            Self::Pdf(_) => ScanKind::Pdf,
        }
    }

    /// Takes the next bytes, from the very first on.
    pub(crate) fn read(&mut self, bytes: &[u8]) -> Result<(), RejectedScan> {
        match self {
            Self::Jpeg(jpeg) => jpeg.read(bytes),
            Self::Png(png) => png.read(bytes),
            Self::Pdf(pdf) => pdf.read(bytes),
        }
    }

    /// There are no more bytes.
    pub(crate) fn end(&self) -> Result<(), RejectedScan> {
        let whole = match self {
            Self::Jpeg(jpeg) => jpeg.is_whole(),
            Self::Png(png) => png.is_whole(),
            Self::Pdf(pdf) => pdf.is_whole(),
        };
        if whole { Ok(()) } else { Err(RejectedScan::Broken) }
    }
}

fn check_pixels(width: u32, height: u32) -> Result<(), RejectedScan> {
    match u64::from(width) * u64::from(height) {
        0 => Err(RejectedScan::Broken),
        1..=MOST_PIXELS => Ok(()),
        _ => Err(RejectedScan::TooManyPixels),
    }
}

#[cfg(test)]
pub(crate) fn check_in_pieces(file: &[u8], piece: usize) -> Result<ScanKind, RejectedScan> {
    let mut structure = Structure::recognise(file)?;
    file.chunks(piece).try_for_each(|bytes| structure.read(bytes))?;
    structure.end()?;
    Ok(structure.kind())
}
