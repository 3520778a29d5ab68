use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::{StoredError, read};

/// Adds encoded events to an encoded history, which is the JSON array of all of them; `None`
/// begins one.
///
/// # Errors
/// [`StoredError::Shape`] when what was there is no history.
pub fn extend_history(
    history: Option<&[u8]>,
    events: impl IntoIterator<Item = impl AsRef<[u8]>>,
) -> Result<Vec<u8>, StoredError> {
    let mut all = history.map(split_history).transpose()?.unwrap_or_default();
    let events: Vec<_> = events.into_iter().collect();
    all.extend(events.iter().map(AsRef::as_ref));
    let mut bytes = vec![b'['];
    bytes.extend(all.join(&b','));
    bytes.push(b']');
    Ok(bytes)
}

/// The encoded events of an encoded history, byte by byte as they were written, so that their
/// digests can be checked.
///
/// # Errors
/// [`StoredError::Shape`] when it is no history.
pub fn split_history(history: &[u8]) -> Result<Vec<&[u8]>, StoredError> {
    let events: Vec<&RawValue> = read(history)?;
    Ok(events.into_iter().map(|event| event.get().as_bytes()).collect())
}

/// What the audit line of each event records: SHA-256 over all events up to and including it, each
/// with its length in front (eight bytes, most significant first).
///
/// Not over the event alone: what an event says can be short, such as the name of who took the
/// letter, and whoever stole the lines could try names until one fits. The first event has secrets
/// that cannot be guessed.
///
/// # Errors
/// [`StoredError::Shape`] when it is no history.
pub fn history_digests(history: &[u8]) -> Result<Vec<[u8; 32]>, StoredError> {
    let mut hash = Sha256::new();
    let digests = split_history(history)?.into_iter().map(|event| {
        hash.update(u64::try_from(event.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(event);
        hash.clone().finalize().into()
    });
    Ok(digests.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_gives_back_the_bytes_of_every_event() {
        let begun = extend_history(None, [&br#"{"a":1}"#[..], br#"{"b":[]}"#]).unwrap();

        let grown = extend_history(Some(&begun), [b"{}"]).unwrap();

        let parts: [&[u8]; 3] = [br#"{"a":1}"#, br#"{"b":[]}"#, b"{}"];
        assert_eq!(split_history(&grown).unwrap(), parts);
    }

    #[test]
    fn every_event_has_a_digest_that_holds_all_before_it() {
        let one = extend_history(None, [b"{}"]).unwrap();
        let two = extend_history(Some(&one), [b"{}"]).unwrap();

        let digests = history_digests(&two).unwrap();

        let framed = [0, 0, 0, 0, 0, 0, 0, 2, b'{', b'}'];
        let all = [framed, framed].concat();
        assert_eq!(digests, [Sha256::digest(framed), Sha256::digest(all)].map(<[u8; 32]>::from));
        assert_eq!(history_digests(&one).unwrap(), digests[..1]);
    }

    #[test]
    fn a_torn_history_is_an_error() {
        assert!(split_history(b"[{}").is_err());
        assert!(extend_history(Some(b"{}"), [b"{}"]).is_err());
    }
}
