use jiff::civil::date;
use sipoke_core::{
    access::Role,
    application::Applicant,
    ports::{Officer, OfficerAccount, SignInGuard},
    words::{Address, Login, Nik, OfficerId, PasswordHash, PersonName, PhoneNumber},
};

use super::{morning, sound};
use crate::memory::SeededEntropy;

/// A resident.
#[must_use]
pub fn applicant() -> Applicant {
    person("Siti Contoh", &nik(2))
}

/// A resident with this name and NIK.
///
/// # Panics
/// When the name is none.
#[must_use]
pub fn person(name: &str, nik: &Nik) -> Applicant {
    Applicant {
        name: sound(PersonName::parse(name)),
        nik: nik.clone(),
        birth_date: date(1990, 1, 1),
        phone: sound(PhoneNumber::parse("0812 0000 0001")),
        address: sound(Address::parse("Jalan Contoh No. 2, RT 001/RW 002")),
    }
}

/// `327605410190` and this serial number: a woman born on 1 January 1990, made up.
///
/// # Panics
/// For a serial number of none or more than four digits.
#[must_use]
pub fn nik(serial: u16) -> Nik {
    sound(Nik::parse(&format!("327605410190{serial:04}")))
}

/// The id of the officer with this role.
#[must_use]
pub fn officer_id(role: Role) -> OfficerId {
    let name = format!("officer {}", role.code());
    let seed = name.bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    OfficerId::new(morning().plus_seconds(-86_400), SeededEntropy::new(seed).draw())
}

/// The officer with this role, and no other. They sign in with the role's code.
#[must_use]
pub fn officer(role: Role) -> Officer {
    Officer {
        id: officer_id(role),
        login: sound(Login::parse(role.code())),
        name: sound(PersonName::parse(&format!("Petugas Contoh {}", role.code()))),
        roles: [role].into(),
        active: true,
    }
}

/// Their account. The password is `kata sandi contoh`, as
/// [`PlainPasswords`](crate::memory::PlainPasswords) hashes it.
#[must_use]
pub fn account(role: Role) -> OfficerAccount {
    OfficerAccount {
        officer: officer(role),
        password: PasswordHash::new("plain:kata sandi contoh".to_owned()),
        guard: SignInGuard::default(),
    }
}

/// The hash of a session's token.
#[must_use]
pub fn token(seed: u64) -> [u8; 32] {
    SeededEntropy::new(seed).draw()
}
