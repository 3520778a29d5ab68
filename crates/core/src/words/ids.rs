use std::fmt;

use super::{Malformed, Moment};

/// 128-bit ids in the order they were made: 48 bits of milliseconds, 80 bits of chance.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// Makes an id from the moment and ten bytes of chance.
            #[must_use]
            pub fn new(at: Moment, chance: [u8; 10]) -> Self {
                let millis = u128::try_from(at.micros() / 1_000).unwrap_or_default();
                let tail = chance.iter().fold(0_u128, |sum, byte| (sum << 8) | u128::from(*byte));
                Self((millis << 80) | tail)
            }

            /// Reads 32 hexadecimal digits.
            ///
            /// # Errors
            /// [`Malformed::Id`] for anything else.
            pub fn parse(text: &str) -> Result<Self, Malformed> {
                if text.len() != 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    return Err(Malformed::Id);
                }
                u128::from_str_radix(text, 16).map(Self).map_err(|_| Malformed::Id)
            }

            /// The sixteen bytes, most significant first: they sort as the ids do.
            #[must_use]
            pub fn to_bytes(self) -> [u8; 16] {
                self.0.to_be_bytes()
            }

            /// The id that has these sixteen bytes.
            #[must_use]
            pub fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(u128::from_be_bytes(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:032x}", self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:032x})"), self.0)
            }
        }

        super::serde_as_text!($name, ToString::to_string);
    };
}

id!(
    /// Identifies an application inside the system. Residents use the [`Ticket`](super::Ticket).
    ApplicationId
);
id!(
    /// Identifies a member of the office's staff.
    OfficerId
);
id!(
    /// Identifies the stored bytes of one scan. Says nothing about their content.
    ScanId
);
id!(
    /// Identifies one notice in the outbox.
    NoticeId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_moment_they_were_made() {
        let early = ApplicationId::new(Moment::from_micros(1_000_000).unwrap(), [0xff; 10]);
        let late = ApplicationId::new(Moment::from_micros(2_000_000).unwrap(), [0; 10]);

        assert!(early < late);
        assert!(early.to_bytes() < late.to_bytes());
        assert!(early.to_string() < late.to_string());
    }

    #[test]
    fn an_id_reads_back_from_its_text() {
        let id = OfficerId::new(Moment::from_micros(1_764_000_000_000_000).unwrap(), [7; 10]);

        assert_eq!(OfficerId::parse(&id.to_string()), Ok(id));
        assert_eq!(OfficerId::parse("+1"), Err(Malformed::Id));
    }
}
