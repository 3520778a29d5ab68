use crate::Lang;

/// What happened, by the name of a fact or of a line of the audit trail (`filed`, `scan-viewed`);
/// an unknown name is given back as it is, because a record is never hidden for want of words.
#[must_use]
pub fn history(name: &str, lang: Lang) -> &str {
    match name {
        "filed" => lang.pick("Permohonan masuk", "Application filed"),
        "scans-checked" => lang.pick("Hasil pindai diperiksa", "Scans checked"),
        "returned" => lang.pick("Dikembalikan untuk diperbaiki", "Returned for mending"),
        "resubmitted" => lang.pick("Dokumen dikirim ulang", "Documents sent again"),
        "accepted" => {
            lang.pick("Berkas lengkap, waktu mulai dihitung", "File complete, clock runs")
        }
        "drafted" => lang.pick("Konsep surat dibuat", "Letter drafted"),
        "initialled" => lang.pick("Surat diparaf", "Letter initialled"),
        "signed" => {
            lang.pick("Surat ditandatangani dan diberi nomor", "Letter signed and numbered")
        }
        "originals-compared" => lang.pick("Dokumen asli dicocokkan", "Originals compared"),
        "letter-voided" => lang.pick("Surat dibatalkan", "Letter made void"),
        "collected" => lang.pick("Surat diserahkan", "Letter handed over"),
        "rejected" => lang.pick("Permohonan ditolak", "Application rejected"),
        "withdrawn" => lang.pick("Permohonan dibatalkan oleh warga", "Application withdrawn"),
        "expired" => lang.pick("Permohonan ditutup karena lewat waktu", "Application expired"),
        "scan-viewed" => lang.pick("Hasil pindai dilihat", "Scan viewed"),
        "sign-in-refused" => lang.pick("Gagal masuk", "Sign-in refused"),
        "edition-published" => {
            lang.pick("Standar pelayanan diterbitkan", "Service standard published")
        }
        unknown => unknown,
    }
}
