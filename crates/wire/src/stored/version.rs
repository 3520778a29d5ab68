use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The version in which everything is written.
pub(super) const KNOWN: u32 = 1;

/// The `"v":1` of a document.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Version;

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u32(KNOWN)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match u32::deserialize(from)? {
            KNOWN => Ok(Self),
            _ => Err(de::Error::custom("unknown version")),
        }
    }
}

/// The version of a document, whatever else is in it.
pub(super) fn of(bytes: &[u8]) -> Option<u32> {
    #[derive(Deserialize)]
    struct Head {
        v: u32,
    }
    serde_json::from_slice::<Head>(bytes).ok().map(|head| head.v)
}
