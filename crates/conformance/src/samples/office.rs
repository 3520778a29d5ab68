use jiff::civil::date;
use sipoke_core::{
    letters::Series,
    office::{ApprovalChain, Calendar, Holiday, HolidayKind, Numbering, Office, Section},
    words::{Moment, OfficeCode, SectionCode, Zone},
};

use super::sound;

/// Tuesday, 24 November 2026, nine o'clock in the office.
#[must_use]
pub fn morning() -> Moment {
    sound(Moment::parse("2026-11-24T02:00:00Z"))
}

/// `32.76.05.1004`
#[must_use]
pub fn office_code() -> OfficeCode {
    sound(OfficeCode::parse("32.76.05.1004"))
}

/// `32.76.05.1001`, the neighbour that must not notice anything.
#[must_use]
pub fn other_office_code() -> OfficeCode {
    sound(OfficeCode::parse("32.76.05.1001"))
}

/// The office that every sample belongs to.
#[must_use]
pub fn office() -> Office {
    let section =
        |code, name: &str| Section { code: sound(SectionCode::parse(code)), name: name.to_owned() };
    Office {
        code: office_code(),
        name: "Kelurahan Mekarjaya (contoh)".to_owned(),
        district: "Sukmajaya".to_owned(),
        city: "Kota Depok".to_owned(),
        province: "Jawa Barat".to_owned(),
        zone: Zone::Wib,
        address: Some("Jalan Contoh No. 1".to_owned()),
        phone: Some("(021) 000-0000".to_owned()),
        hours: Some("Senin–Jumat 08.00–15.00".to_owned()),
        notice: Some("Data contoh, bukan data kelurahan yang sebenarnya.".to_owned()),
        sections: vec![
            section("PEM", "Seksi Pemerintahan, Ketenteraman, dan Ketertiban"),
            section("KESRA", "Seksi Kesejahteraan Rakyat"),
            section("EKBANG", "Seksi Ekonomi dan Pembangunan"),
        ],
        chain: ApprovalChain::usual(),
        numbering: Numbering::usual(),
    }
}

/// The neighbour.
#[must_use]
pub fn other_office() -> Office {
    Office { code: other_office_code(), name: "Kelurahan Tetangga (contoh)".to_owned(), ..office() }
}

/// A calendar with one holiday of each kind.
#[must_use]
pub fn calendar() -> Calendar {
    let holiday = |date, kind, name: &str| Holiday { date, kind, name: name.to_owned() };
    Calendar::new(vec![
        holiday(date(2026, 12, 24), HolidayKind::JointLeave, "Cuti Bersama Natal"),
        holiday(date(2026, 12, 25), HolidayKind::National, "Hari Raya Natal"),
        holiday(date(2027, 1, 4), HolidayKind::Local, "Pemeliharaan gedung (contoh)"),
    ])
}

/// The series of all letters that the office signs in 2026.
#[must_use]
pub fn series() -> Series {
    Series { name: "surat".to_owned(), year: 2026 }
}
