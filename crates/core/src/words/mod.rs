//! Ids, codes, names and amounts: parsed once at the door, valid for ever inside.
//!
//! A word has one text form. `parse` reads it (forgiving in what people type),
//! `Display` or `expose` writes it, and serde goes through the same two. What
//! identifies a person ([`Nik`], [`PersonName`], [`PhoneNumber`], [`Address`]) or opens a
//! door ([`TicketSecret`], [`Password`]) has no `Display`, and its `Debug` shows nothing.

mod coded;
mod codes;
mod idempotency;
mod ids;
mod malformed;
mod moment;
mod nik;
mod non_empty;
mod person;
mod phone;
mod region;
mod rupiah;
mod secret;
mod ticket;

pub use codes::{
    ClassificationCode, DocumentNumber, QuestionCode, RequirementCode, SectionCode, ServiceCode,
    Slug,
};
pub use idempotency::{IdempotencyKey, RequestHash};
pub use ids::{ApplicationId, NoticeId, OfficerId, ScanId};
pub use malformed::Malformed;
pub use moment::{Moment, Zone};
pub use nik::{Nik, NikDoubt, Sex};
pub use non_empty::NonEmpty;
pub use person::{Address, Login, Note, PersonName};
pub use phone::PhoneNumber;
pub use region::{OfficeCode, RegionCode};
pub use rupiah::Rupiah;
pub use secret::{Password, PasswordHash, SessionToken};
pub use ticket::{Ticket, TicketSecret};

/// Gives a word serde through its one text form.
macro_rules! serde_as_text {
    ($word:ty, $write:expr) => {
        impl serde::Serialize for $word {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let write: fn(&$word) -> String = $write;
                to.serialize_str(&write(self))
            }
        }
        impl<'de> serde::Deserialize<'de> for $word {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(from)?;
                <$word>::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use coded::coded;
pub(crate) use serde_as_text;
