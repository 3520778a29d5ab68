use sipoke_core::{
    application::{Channel, StageName},
    documents::{Comparison, Reason},
    ports::NoticeKind,
};

use crate::{Lang, lang::of};

/// Where an application stands, for officers.
#[must_use]
pub fn stage(stage: StageName, lang: Lang) -> &'static str {
    let both = match stage {
        StageName::Submitted => ("Menunggu diperiksa", "Waits to be checked"),
        StageName::Returned => ("Dikembalikan ke warga", "Returned to the resident"),
        StageName::Accepted => ("Sedang diproses", "In progress"),
        StageName::Ready => ("Siap diambil", "Ready to collect"),
        StageName::Collected => ("Sudah diambil", "Collected"),
        StageName::Closed => ("Ditutup", "Closed without a letter"),
    };
    of(lang, both)
}

/// Where their application stands, for residents.
#[must_use]
pub fn stage_for_resident(stage: StageName, lang: Lang) -> &'static str {
    let both = match stage {
        StageName::Submitted => ("Diterima, menunggu diperiksa", "Received, waits to be checked"),
        StageName::Returned => ("Perlu diperbaiki", "Needs mending"),
        StageName::Accepted => ("Sedang diproses", "In progress"),
        StageName::Ready => ("Siap diambil", "Ready to collect"),
        StageName::Collected => ("Sudah diambil", "Collected"),
        StageName::Closed => ("Ditutup", "Closed without a letter"),
    };
    of(lang, both)
}

/// What the resident does now, or what the office does.
#[must_use]
pub fn what_now(stage: StageName, lang: Lang) -> &'static str {
    let both = match stage {
        StageName::Submitted => (
            "Petugas akan memeriksa dokumen Anda. Anda tidak perlu melakukan apa-apa.",
            "An officer will check your documents. You need not do anything.",
        ),
        StageName::Returned => (
            "Perbaiki dokumen yang disebut, lalu kirim lagi. Waktu layanan berhenti sampai Anda \
             mengirimnya.",
            "Mend the documents that are named and send them again. The clock stands still until \
             you do.",
        ),
        StageName::Accepted => (
            "Dokumen Anda lengkap. Surat sedang dibuat dan akan ditandatangani.",
            "Your documents are complete. The letter is being written and will be signed.",
        ),
        StageName::Ready => (
            "Ambil surat Anda di loket. Bawa semua dokumen asli; petugas akan mencocokkannya.",
            "Collect your letter at the counter. Bring all the originals; an officer will compare \
             them.",
        ),
        StageName::Collected => ("Surat sudah diserahkan. Selesai.", "The letter was handed over."),
        StageName::Closed => (
            "Permohonan ini berakhir tanpa surat. Anda boleh mengajukan lagi.",
            "This application ended without a letter. You may apply again.",
        ),
    };
    of(lang, both)
}

/// How an application was closed, by the code in the views (`rejected`, `withdrawn`, `expired`,
/// `original-differed`); any other code is given back as it is.
#[must_use]
pub fn closing(code: &str, lang: Lang) -> &str {
    match code {
        "rejected" => lang.pick("Ditolak", "Rejected"),
        "withdrawn" => lang.pick("Dibatalkan oleh warga", "Withdrawn by the resident"),
        "expired" => lang.pick("Ditutup karena lewat waktu", "Closed because its time ran out"),
        "original-differed" => lang.pick(
            "Surat batal: dokumen asli berbeda dengan hasil pindai",
            "Letter void: an original differs from its scan",
        ),
        unknown => unknown,
    }
}

/// Why a document or an application is not taken, in the words of the *alasan pengembalian*.
#[must_use]
pub fn reason(reason: Reason, lang: Lang) -> &'static str {
    let both = match reason {
        Reason::Incomplete => (
            "Dokumen wajib belum diunggah atau belum diserahkan",
            "A required document was not uploaded or handed in",
        ),
        Reason::Unreadable => {
            ("Hasil pindai buram, terpotong, atau gelap", "The scan is blurred, cut off or dark")
        }
        Reason::WrongDocument => (
            "Dokumen yang diunggah bukan dokumen yang diminta",
            "The uploaded document is not the one that was asked for",
        ),
        Reason::OutOfDate => {
            ("Masa berlaku dokumen sudah lewat", "The document is no longer valid")
        }
        Reason::DataMismatch => (
            "Nama, NIK, atau alamat berbeda antardokumen",
            "Name, NIK or address differ between documents",
        ),
        Reason::Unsigned => (
            "Surat pengantar atau pernyataan belum ditandatangani atau distempel",
            "The cover letter or statement has not been signed or stamped",
        ),
        Reason::NotAResident => (
            "Pemohon tidak berdomisili di kelurahan ini",
            "The applicant does not live in this kelurahan",
        ),
        Reason::NotOurAuthority => {
            ("Layanan bukan wewenang kelurahan", "The service is not for a kelurahan to give")
        }
        Reason::Duplicate => {
            ("Permohonan yang sama masih diproses", "The same application is still in progress")
        }
        Reason::FieldVisitDiffers => (
            "Hasil peninjauan tidak sesuai dengan keterangan",
            "The visit on site found something else than was stated",
        ),
        Reason::OriginalDiffers => (
            "Dokumen fisik berbeda dengan hasil pindai saat pengambilan",
            "The paper differed from the scan when the letter was collected",
        ),
        Reason::SuspectedForgery => {
            ("Ada dugaan dokumen tidak asli", "A document is suspected not to be genuine")
        }
        Reason::NotCollected => {
            ("Surat tidak diambil sampai batas waktu", "The letter was not collected in time")
        }
    };
    of(lang, both)
}

/// The code of the reason in the office's own list, such as `TIDAK_TERBACA`.
#[must_use]
pub fn reason_official_code(reason: Reason) -> &'static str {
    match reason {
        Reason::Incomplete => "TIDAK_LENGKAP",
        Reason::Unreadable => "TIDAK_TERBACA",
        Reason::WrongDocument => "DOKUMEN_KELIRU",
        Reason::OutOfDate => "KEDALUWARSA",
        Reason::DataMismatch => "DATA_TIDAK_COCOK",
        Reason::Unsigned => "TANPA_TANDA_TANGAN",
        Reason::NotAResident => "BUKAN_WARGA",
        Reason::NotOurAuthority => "BUKAN_WEWENANG",
        Reason::Duplicate => "PERMOHONAN_GANDA",
        Reason::FieldVisitDiffers => "TIDAK_SESUAI_LAPANGAN",
        Reason::OriginalDiffers => "ASLI_TIDAK_SESUAI",
        Reason::SuspectedForgery => "INDIKASI_PEMALSUAN",
        Reason::NotCollected => "TIDAK_DIAMBIL",
    }
}

/// What was found about a scan, by the code in the views: `fits` or the code of a reason; any
/// other code is given back as it is.
#[must_use]
pub fn finding(code: &str, lang: Lang) -> &str {
    if code == "fits" {
        return lang.pick("Sesuai", "Fits");
    }
    Reason::parse(code).map_or(code, |known| reason(known, lang))
}

/// How an original compares with its scan.
#[must_use]
pub fn comparison(comparison: Comparison, lang: Lang) -> &'static str {
    let both = match comparison {
        Comparison::Matches => ("Cocok", "Matches the scan"),
        Comparison::Differs => ("Berbeda", "Differs from the scan"),
        Comparison::Missing => ("Tidak dibawa", "Not brought"),
    };
    of(lang, both)
}

/// The state of a letter, by the code in the views (`issued`, `void`); any other code is given
/// back as it is.
#[must_use]
pub fn letter_state(code: &str, lang: Lang) -> &str {
    match code {
        "issued" => lang.pick("Berlaku", "Valid"),
        "void" => lang.pick("Batal", "Void, not valid"),
        unknown => unknown,
    }
}

/// The way an application came in.
#[must_use]
pub fn channel(channel: Channel, lang: Lang) -> &'static str {
    let both = match channel {
        Channel::Online => ("Daring", "Online"),
        Channel::Counter => ("Loket", "At the counter"),
        Channel::Paper => ("Kertas, dicatat kemudian", "On paper, entered afterwards"),
    };
    of(lang, both)
}

/// What somebody is told, without a name: for residents, and for the head when a letter is void.
#[must_use]
pub fn notice(kind: NoticeKind, lang: Lang) -> &'static str {
    let both = match kind {
        NoticeKind::Received => (
            "Permohonan Anda sudah kami terima. Petugas akan memeriksa dokumennya.",
            "Your application is in. An officer will check the documents.",
        ),
        NoticeKind::Returned => (
            "Permohonan Anda perlu diperbaiki. Buka dan perbaiki dokumen yang disebut.",
            "Your application needs mending. Open it and mend the documents that are named.",
        ),
        NoticeKind::Accepted => (
            "Dokumen Anda lengkap. Surat sedang dibuat.",
            "Your documents are complete. The letter is being written.",
        ),
        NoticeKind::Ready => (
            "Surat Anda siap diambil di loket. Bawa semua dokumen asli.",
            "Your letter is ready at the counter. Bring all the originals.",
        ),
        NoticeKind::Rejected => (
            "Permohonan Anda ditolak. Buka untuk membaca alasan dan dasar hukumnya.",
            "Your application was rejected. Open it to read the reason and its legal ground.",
        ),
        NoticeKind::LetterVoided => (
            "Surat dibatalkan karena dokumen asli berbeda dengan hasil pindai.",
            "A letter was made void because an original differs from its scan.",
        ),
        NoticeKind::Expired => (
            "Permohonan Anda ditutup karena lewat waktu. Anda boleh mengajukan lagi.",
            "Your application was closed because its time ran out. You may apply again.",
        ),
    };
    of(lang, both)
}
