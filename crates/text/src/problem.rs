use sipoke_core::problem::ProblemCode;

use crate::{
    Lang,
    lang::{Both, of},
};

/// The problem in a few words, for a heading: no full stop.
#[must_use]
pub fn problem_title(code: ProblemCode, lang: Lang) -> &'static str {
    of(lang, title(code))
}

/// What would help. When the fault is ours it says that the counter goes on serving.
#[must_use]
pub fn problem_help(code: ProblemCode, lang: Lang) -> &'static str {
    of(lang, help(code))
}

fn title(code: ProblemCode) -> Both {
    match code {
        ProblemCode::NotAllowed => {
            ("Peran Anda tidak boleh melakukan ini", "Your role does not allow this")
        }
        ProblemCode::OnlyTheApplicant => (
            "Hanya warga yang mengajukan yang boleh melakukan ini",
            "Only the resident who applied may do this",
        ),
        ProblemCode::NotInStage => (
            "Langkah ini tidak cocok dengan tahap permohonan",
            "This step does not fit where the application stands",
        ),
        ProblemCode::CounterOnly => {
            ("Layanan ini hanya ada di loket", "This service is for the counter only")
        }
        ProblemCode::Incomplete => ("Permohonan belum lengkap", "The application is not complete"),
        ProblemCode::NotAsked => ("Dokumen ini tidak diminta", "This document is not asked for"),
        ProblemCode::CannotBeMended => {
            ("Warga tidak bisa memperbaiki hal ini", "The resident cannot mend this")
        }
        ProblemCode::ScansNotFit => {
            ("Belum semua dokumen dinilai sesuai", "Not every document was found to fit")
        }
        ProblemCode::NothingLacking => {
            ("Belum ada dokumen yang dinilai kurang", "Nothing was found lacking")
        }
        ProblemCode::NotTheNextStep => {
            ("Ada langkah lain yang harus didahulukan", "Another step comes first")
        }
        ProblemCode::OriginalsNotSeen => {
            ("Belum semua dokumen asli dicocokkan", "Not every original has been compared")
        }
        ProblemCode::NoOffice => ("Kantor ini belum disiapkan", "The office has not been set up"),
        ProblemCode::UnknownService => ("Layanan tidak ditemukan", "There is no such service"),
        ProblemCode::UnknownTicket => {
            ("Permohonan tidak ditemukan", "There is no such application")
        }
        ProblemCode::UnknownDocument => ("Dokumen tidak ditemukan", "There is no such document"),
        ProblemCode::ChangedMeanwhile => {
            ("Data ini baru saja diubah orang lain", "Somebody else has just changed this")
        }
        ProblemCode::KeyReused => (
            "Formulir ini sudah pernah dikirim dengan isi lain",
            "This form was already sent with other content",
        ),
        ProblemCode::SignInRefused => ("Anda tidak bisa masuk", "You could not be signed in"),
        ProblemCode::NotSignedIn => ("Anda belum masuk", "You are not signed in"),
        ProblemCode::LoginTaken => ("Nama pengguna ini sudah dipakai", "This login is taken"),
        ProblemCode::NoRole => ("Petugas harus punya peran", "An officer needs a role"),
        ProblemCode::ScanRejected => ("Berkas ini tidak bisa diterima", "This file is not taken"),
        ProblemCode::ScanLost => {
            ("Hasil pindai hilang atau rusak", "The scan is missing or damaged")
        }
        ProblemCode::Malformed => {
            ("Ada isian yang belum benar", "Something is not filled in right")
        }
        ProblemCode::NotFound => ("Halaman tidak ditemukan", "There is no such page"),
        ProblemCode::MethodNotAllowed => {
            ("Alamat ini tidak menerima cara itu", "This address does not take that method")
        }
        ProblemCode::TooLarge => ("Kiriman Anda terlalu besar", "What you sent is too large"),
        ProblemCode::UnsupportedMediaType => {
            ("Jenis kiriman ini tidak diterima", "This kind of content is not taken here")
        }
        ProblemCode::TooManyRequests => ("Terlalu banyak permintaan", "Too many requests"),
        ProblemCode::CrossSite => (
            "Formulir ini terlalu lama atau datang dari situs lain",
            "This form is too old or came from another site",
        ),
        ProblemCode::Busy => ("Sistem sedang sibuk", "The system is busy"),
        ProblemCode::Unavailable => {
            ("Sistem sedang terganggu", "The system is out of order for the moment")
        }
        ProblemCode::Internal => {
            ("Ada kesalahan di sistem kami", "Something went wrong on our side")
        }
    }
}

fn help(code: ProblemCode) -> Both {
    match code {
        ProblemCode::NotAllowed => (
            "Minta petugas lain yang boleh melakukannya. Jika peran Anda keliru, hubungi admin \
             kantor.",
            "Ask an officer who may do it. If your role is wrong, ask the office's admin.",
        ),
        ProblemCode::OnlyTheApplicant => (
            "Minta warga membuka permohonannya sendiri dengan kode permohonan dan kode rahasianya. \
             Warga yang datang ke kantor dapat didaftarkan di loket.",
            "Ask the resident to open the application with its ticket and secret. A resident who \
             comes to the office can be registered at the counter.",
        ),
        ProblemCode::NotInStage => (
            "Buka lagi permohonannya dan lihat tahapnya sekarang.",
            "Open the application again and see where it stands now.",
        ),
        ProblemCode::CounterOnly => (
            "Datang ke loket dengan dokumen asli. Syarat, waktu, dan biayanya ada di halaman \
             layanan.",
            "Come to the counter with the originals. The page of the service shows what to bring, \
             the time and the cost.",
        ),
        ProblemCode::Incomplete => (
            "Lengkapi bagian yang disebut, lalu kirim lagi.",
            "Complete the parts that are named, then send it again.",
        ),
        ProblemCode::NotAsked => (
            "Lepaskan dokumen itu, lalu kirim lagi. Daftar syarat ada di halaman layanan.",
            "Remove the document, then send it again. The page of the service lists what is asked.",
        ),
        ProblemCode::CannotBeMended => (
            "Pilih alasan yang bisa diperbaiki warga. Jika tidak ada, tolak permohonan dengan \
             dasar hukumnya.",
            "Choose a reason that the resident can mend. If there is none, reject the application \
             with its legal ground.",
        ),
        ProblemCode::ScansNotFit => (
            "Periksa semua hasil pindai. Jika ada yang kurang, kembalikan permohonan dengan \
             alasannya.",
            "Check every scan. If something is lacking, return the application with the reason.",
        ),
        ProblemCode::NothingLacking => (
            "Tandai dahulu dokumen yang kurang dan alasannya. Jika semua sesuai, terima \
             permohonannya.",
            "First mark what is lacking and why. If everything fits, accept the application.",
        ),
        ProblemCode::NotTheNextStep => (
            "Halaman permohonan menunjukkan langkah berikutnya dan siapa yang melakukannya.",
            "The page of the application shows the next step and who does it.",
        ),
        ProblemCode::OriginalsNotSeen => (
            "Cocokkan setiap dokumen asli dengan hasil pindainya sebelum surat diserahkan. Jika \
             ada yang tertinggal, minta warga datang lagi membawanya.",
            "Hold every original against its scan before the letter leaves. If one was left at \
             home, ask the resident to come again with it.",
        ),
        ProblemCode::NoOffice => (
            "Loket tetap melayani. Admin kantor perlu memasukkan standar pelayanan dahulu.",
            "The counter goes on serving. The office's admin has to import its service standards \
             first.",
        ),
        ProblemCode::UnknownService => (
            "Periksa lagi alamatnya. Semua layanan ada di halaman depan.",
            "Check the address. All services are on the front page.",
        ),
        ProblemCode::UnknownTicket => (
            "Periksa lagi kode permohonan dan kode rahasia Anda. Jika kodenya hilang, datang ke \
             loket dan bawa KTP Anda.",
            "Check your ticket and its secret. If you have lost them, come to the counter with \
             your identity card.",
        ),
        ProblemCode::UnknownDocument => (
            "Buka lagi permohonannya, lalu pilih dokumen dari daftar.",
            "Open the application again and choose a document from its list.",
        ),
        ProblemCode::ChangedMeanwhile => (
            "Muat ulang halaman dan lihat perubahannya. Ulangi langkah Anda jika masih perlu.",
            "Load the page again and see what has changed. Repeat your step if it is still needed.",
        ),
        ProblemCode::KeyReused => (
            "Periksa dahulu apakah kiriman pertama sudah masuk. Jika belum, buka formulir baru \
             dan kirim dari sana.",
            "First see whether the first one has arrived. If not, open a new form and send it \
             from there.",
        ),
        ProblemCode::SignInRefused => (
            "Periksa nama pengguna dan kata sandi Anda. Jika sudah beberapa kali gagal, tunggu \
             15 menit atau hubungi admin kantor.",
            "Check your login and password. After several failures wait 15 minutes, or ask the \
             office's admin.",
        ),
        ProblemCode::NotSignedIn => (
            "Masuk dahulu dengan nama pengguna dan kata sandi Anda. Jika tadi sudah masuk, \
             waktunya sudah habis.",
            "Sign in with your login and password. If you were signed in, your time has run out.",
        ),
        ProblemCode::LoginTaken => ("Pilih nama pengguna yang lain.", "Choose another login."),
        ProblemCode::NoRole => (
            "Pilih paling sedikit satu peran untuk petugas ini.",
            "Choose at least one role for this officer.",
        ),
        ProblemCode::ScanRejected => (
            "Kirim foto JPEG atau PNG, atau PDF biasa, paling besar 10 MB. Jika masih gagal, \
             bawa dokumennya ke loket.",
            "Send a photo as JPEG or PNG, or a plain PDF, of at most 10 MB. If it still fails, \
             bring the document to the counter.",
        ),
        ProblemCode::ScanLost => (
            "Beri tahu admin kantor dan sebutkan kode kejadian. Admin dapat mengambilnya kembali \
             dari cadangan. Loket tetap melayani dengan dokumen asli.",
            "Tell the office's admin and quote the incident. The admin can bring it back from the \
             backup. The counter goes on serving with the originals.",
        ),
        ProblemCode::Malformed => (
            "Perbaiki bagian yang ditandai, lalu kirim lagi.",
            "Mend the parts that are marked, then send it again.",
        ),
        ProblemCode::NotFound => (
            "Periksa lagi alamatnya, atau mulai dari halaman depan.",
            "Check the address, or begin on the front page.",
        ),
        ProblemCode::MethodNotAllowed => (
            "Kembali ke halaman sebelumnya dan pakai tombol di sana.",
            "Go back to the page before and use the buttons there.",
        ),
        ProblemCode::TooLarge => (
            "Perkecil fotonya atau ambil foto lagi. Satu berkas paling besar 10 MB.",
            "Make the photo smaller or take it again. One file may have at most 10 MB.",
        ),
        ProblemCode::UnsupportedMediaType => (
            "Kirim lagi lewat formulir di halaman ini.",
            "Send it again with the form on this page.",
        ),
        ProblemCode::TooManyRequests => (
            "Tunggu satu menit, lalu coba lagi. Loket tetap melayani.",
            "Wait a minute, then try again. The counter goes on serving.",
        ),
        ProblemCode::CrossSite => (
            "Muat ulang halaman formulirnya, lalu kirim lagi dari sana.",
            "Load the page of the form again and send it from there.",
        ),
        ProblemCode::Busy => (
            "Kiriman Anda belum tersimpan. Tunggu satu menit, lalu kirim lagi dari halaman yang \
             sama. Loket tetap melayani: Anda juga dapat mengajukan di sana.",
            "What you sent was not stored. Wait a minute, then send it again from the same page. \
             The counter goes on serving: you can also apply there.",
        ),
        ProblemCode::Unavailable => (
            "Coba lagi nanti dari halaman yang sama; permohonan Anda tidak akan tercatat dua kali. \
             Loket tetap melayani: Anda dapat mengajukan dengan formulir cetak di sana.",
            "Try again later from the same page; your application will not be recorded twice. The \
             counter goes on serving: you can apply with a printed form there.",
        ),
        ProblemCode::Internal => (
            "Catat kode kejadian dan sampaikan kepada petugas. Loket tetap melayani: Anda dapat \
             mengajukan dengan formulir cetak di sana.",
            "Note the incident and tell an officer. The counter goes on serving: you can apply \
             with a printed form there.",
        ),
    }
}
