use serde_json::value::RawValue;

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
    fn a_torn_history_is_an_error() {
        assert!(split_history(b"[{}").is_err());
        assert!(extend_history(Some(b"{}"), [b"{}"]).is_err());
    }
}
