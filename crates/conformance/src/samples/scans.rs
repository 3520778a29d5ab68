use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use sipoke_core::{
    documents::{Scan, ScanKind, ScanReceipt},
    words::{RequirementCode, ScanId},
};

use super::morning;
use crate::memory::SeededEntropy;

/// The receipt of a scan that no vault keeps, for cases that are about rows and not about bytes.
#[must_use]
pub fn scan_receipt(seed: u64) -> ScanReceipt {
    let chance = SeededEntropy::new(seed);
    ScanReceipt::issue(Scan {
        id: ScanId::new(morning(), chance.draw()),
        kind: match seed % 3 {
            0 => ScanKind::Jpeg,
            1 => ScanKind::Png,
            _ => ScanKind::Pdf,
        },
        size: 1_000 + seed,
        sha256: chance.draw(),
        key_id: 1,
        wrapped_key: chance.draw::<48>().to_vec(),
    })
}

/// One for each of these requirements.
pub fn scan_receipts<'a>(
    codes: impl IntoIterator<Item = &'a RequirementCode>,
    seed: u64,
) -> BTreeMap<RequirementCode, ScanReceipt> {
    let seeds = seed.wrapping_mul(16)..;
    codes.into_iter().cloned().zip(seeds.map(scan_receipt)).collect()
}

/// A PNG of one pixel that carries this many bytes of chance beside it (in chunks of the kind
/// `tEXt`, which viewers pass over), to make it as large as a case needs.
#[must_use]
pub fn png(ballast: usize) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1A\n".to_vec();
    let header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
    // One grey pixel: filter byte and value, deflated without compression.
    let pixel = [0x78, 1, 1, 2, 0, 0xFD, 0xFF, 0, 0x7F, 0, 0x81, 0, 0x80];
    chunk(&mut png, *b"IHDR", &header);
    let mut text = b"Comment\0".to_vec();
    text.extend(letters(ballast));
    chunk(&mut png, *b"tEXt", &text);
    chunk(&mut png, *b"IDAT", &pixel);
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn letters(count: usize) -> impl Iterator<Item = u8> {
    let blocks = (0_u64..).flat_map(|block| Sha256::digest(block.to_be_bytes()));
    blocks.map(|byte| b'a' + byte % 26).take(count)
}

fn chunk(png: &mut Vec<u8>, kind: [u8; 4], content: &[u8]) {
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
    png.extend(length.to_be_bytes());
    png.extend(kind);
    png.extend(content);
    png.extend(crc32(kind.iter().chain(content)).to_be_bytes());
}

/// ISO/IEC 15948, annex D.
fn crc32<'a>(bytes: impl Iterator<Item = &'a u8>) -> u32 {
    !bytes.fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 }
        })
    })
}

/// A JPEG of eight by eight grey pixels.
#[must_use]
pub fn jpeg() -> Vec<u8> {
    let mut jpeg = vec![0xFF, 0xD8];
    segment(&mut jpeg, 0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    segment(&mut jpeg, 0xDB, &[&[0][..], &[1; 64]].concat());
    segment(&mut jpeg, 0xC0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
    // Two tables with one code each: "no difference" and "end of block".
    for table in [0x00, 0x10] {
        let mut lengths = [0; 16];
        lengths[0] = 1;
        segment(&mut jpeg, 0xC4, &[&[table][..], &lengths, &[0]].concat());
    }
    segment(&mut jpeg, 0xDA, &[1, 1, 0, 0, 63, 0]);
    // Both codes are the bit 0; the byte is filled up with ones.
    jpeg.extend([0x3F, 0xFF, 0xD9]);
    jpeg
}

fn segment(jpeg: &mut Vec<u8>, marker: u8, content: &[u8]) {
    let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX);
    jpeg.extend([0xFF, marker]);
    jpeg.extend(length.to_be_bytes());
    jpeg.extend(content);
}

/// A PDF of one empty page.
#[must_use]
pub fn pdf() -> Vec<u8> {
    let objects = [
        "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n",
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut table = "xref\n0 4\n0000000000 65535 f \n".to_owned();
    for object in objects {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.push_str(object);
    }
    let begin = pdf.len();
    pdf.push_str(&table);
    pdf.push_str("trailer\n<< /Size 4 /Root 1 0 R >>\n");
    pdf.push_str(&format!("startxref\n{begin}\n%%EOF\n"));
    pdf.into_bytes()
}
