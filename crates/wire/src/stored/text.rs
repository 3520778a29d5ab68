use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sipoke_core::{
    access::Author,
    office::NumberFormat,
    words::{Address, Malformed, Nik, Note, PersonName, PhoneNumber, Rupiah, TicketSecret},
};

use super::{StoredError, author_name, parse_author};

/// A word that the core gives no serde, because it must not leave by accident, in its one text
/// form.
#[derive(Debug)]
pub(super) struct Text<T>(pub(super) T);

pub(super) trait AsText: Sized {
    fn write(&self) -> Cow<'_, str>;
    fn read(text: &str) -> Result<Self, StoredError>;
}

impl<T: AsText> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0.write())
    }
}

impl<'de, T: AsText> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        T::read(&text).map(Self).map_err(de::Error::custom)
    }
}

macro_rules! exposed {
    ($($word:ty),+ $(,)?) => {$(
        impl AsText for $word {
            fn write(&self) -> Cow<'_, str> {
                self.expose().into()
            }
            fn read(text: &str) -> Result<Self, StoredError> {
                Ok(Self::parse(text)?)
            }
        }
    )+};
}
exposed!(PersonName, Address, Note, Nik, PhoneNumber, TicketSecret);

impl AsText for NumberFormat {
    fn write(&self) -> Cow<'_, str> {
        self.as_str().into()
    }
    fn read(text: &str) -> Result<Self, StoredError> {
        Ok(Self::parse(text)?)
    }
}

impl AsText for Rupiah {
    fn write(&self) -> Cow<'_, str> {
        self.amount().to_string().into()
    }
    fn read(text: &str) -> Result<Self, StoredError> {
        Ok(Self::parse(text)?)
    }
}

impl AsText for Author {
    fn write(&self) -> Cow<'_, str> {
        author_name(*self).into()
    }
    fn read(text: &str) -> Result<Self, StoredError> {
        parse_author(text)
    }
}

/// Bytes as hexadecimal digits.
impl AsText for Vec<u8> {
    fn write(&self) -> Cow<'_, str> {
        const DIGITS: [char; 16] =
            ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
        let digit = |value: u8| DIGITS.get(usize::from(value)).copied();
        self.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).flatten().collect()
    }

    fn read(text: &str) -> Result<Self, StoredError> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let value = |digit: u8| char::from(digit).to_digit(16).and_then(|v| u8::try_from(v).ok());
        let bytes: Option<Self> =
            pairs.iter().map(|[high, low]| Some(value(*high)? << 4 | value(*low)?)).collect();
        bytes.filter(|_| rest.is_empty()).ok_or(StoredError::Word(Malformed::Unknown))
    }
}

impl AsText for [u8; 32] {
    fn write(&self) -> Cow<'_, str> {
        self.to_vec().write().into_owned().into()
    }
    fn read(text: &str) -> Result<Self, StoredError> {
        Vec::<u8>::read(text)?.try_into().map_err(|_| StoredError::Word(Malformed::Unknown))
    }
}
