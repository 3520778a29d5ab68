use sipoke_core::{
    access::{Intention, Role},
    office::{Act, HolidayKind},
};

use crate::{Lang, lang::of};

/// What somebody is in the office.
#[must_use]
pub fn role(role: Role, lang: Lang) -> &'static str {
    let both = match role {
        Role::Admin => ("Admin kantor", "Office admin"),
        Role::CounterClerk => ("Petugas loket", "Counter clerk"),
        Role::Verifier => ("Pemeriksa berkas", "Document checker"),
        Role::SectionHead => ("Kepala seksi", "Section head"),
        Role::Secretary => ("Sekretaris", "Secretary"),
        Role::Head => ("Lurah", "Head (Lurah)"),
        Role::Auditor => ("Pengawas catatan", "Auditor"),
    };
    of(lang, both)
}

/// What is done with a letter, as a phrase that goes on a button or into a list of steps.
#[must_use]
pub fn act(act: Act, lang: Lang) -> &'static str {
    let both = match act {
        Act::Draft => ("Buat konsep surat", "Draft the letter"),
        Act::Initial => ("Paraf surat", "Initial the letter"),
        Act::Sign => ("Tanda tangani surat", "Sign the letter"),
    };
    of(lang, both)
}

/// What somebody wants to do, as the end of “Anda tidak boleh …”.
#[must_use]
pub fn intention(intention: Intention, lang: Lang) -> &'static str {
    let both = match intention {
        Intention::ReadQueue => ("melihat daftar permohonan", "see the list of applications"),
        Intention::ReadCase => ("membuka permohonan", "open an application"),
        Intention::ViewScan => ("melihat hasil pindai", "look at scans"),
        Intention::FileAtCounter => ("mendaftarkan warga di loket", "register residents who come"),
        Intention::CheckScans => ("memeriksa hasil pindai", "check scans"),
        Intention::Return => {
            ("mengembalikan permohonan ke warga", "return an application to the resident")
        }
        Intention::Accept => ("menyatakan berkas lengkap", "declare a file complete"),
        Intention::Draft => ("membuat konsep surat", "draft a letter"),
        Intention::Initial => ("memaraf surat", "initial a letter"),
        Intention::Sign => ("menandatangani surat", "sign a letter"),
        Intention::Reject => ("menolak permohonan", "reject an application"),
        Intention::CompareOriginals => ("mencocokkan dokumen asli", "compare originals"),
        Intention::Release => ("menyerahkan surat", "hand a letter over"),
        Intention::Expire => {
            ("menutup permohonan yang lewat waktu", "close an application that nobody came for")
        }
        Intention::ReadNotices => ("membaca pemberitahuan kantor", "read the office's notices"),
        Intention::PublishStandards => {
            ("menerbitkan standar pelayanan", "publish service standards")
        }
        Intention::ChangeCalendar => ("mengubah kalender kerja", "change the working calendar"),
        Intention::ManageStaff => ("mengatur data petugas", "manage the staff"),
        Intention::VerifyRecords => ("memeriksa keutuhan catatan", "verify the records"),
    };
    of(lang, both)
}

/// By which rule a day is free.
#[must_use]
pub fn holiday_kind(kind: HolidayKind, lang: Lang) -> &'static str {
    let both = match kind {
        HolidayKind::National => ("Libur nasional", "National holiday"),
        HolidayKind::JointLeave => ("Cuti bersama", "Joint leave"),
        HolidayKind::Local => ("Libur kantor", "Office closed"),
    };
    of(lang, both)
}
