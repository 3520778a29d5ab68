use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

/// Buffers that are used again. A fresh one of ten megabytes for every scan would be freed on
/// another thread each time, and the allocator would keep one for each thread.
pub(super) struct Buffers {
    idle: Mutex<Vec<Vec<u8>>>,
    most: usize,
}

/// One that goes home when the last of its bytes is dropped.
struct Lent {
    buffer: Vec<u8>,
    home: Arc<Buffers>,
}

impl Buffers {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { idle: Mutex::default(), most })
    }

    /// Fills an empty buffer.
    pub(super) fn fill<E>(
        self: &Arc<Self>,
        fill: impl FnOnce(&mut Vec<u8>) -> Result<(), E>,
    ) -> Result<Bytes, E> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut lent = Lent { buffer: idle.unwrap_or_default(), home: self.clone() };
        fill(&mut lent.buffer)?;
        Ok(Bytes::from_owner(lent))
    }
}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        &self.buffer
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut idle = self.home.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < self.home.most {
            self.buffer.clear();
            idle.push(std::mem::take(&mut self.buffer));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(buffers: &Arc<Buffers>, bytes: &[u8]) -> Bytes {
        let fill = |buffer: &mut Vec<u8>| -> Result<(), ()> {
            buffer.extend_from_slice(bytes);
            Ok(())
        };
        buffers.fill(fill).unwrap()
    }

    #[test]
    fn a_buffer_is_used_again_when_the_last_of_its_bytes_is_gone() {
        let buffers = Buffers::new(1);
        let first = filled(&buffers, b"the first scan");
        let (place, rest) = (first.as_ptr(), first.slice(4..));

        drop(first);
        let meanwhile = filled(&buffers, b"another scan");
        drop(rest);
        let second = filled(&buffers, b"a scan");

        assert_ne!(meanwhile.as_ptr(), place);
        assert_eq!((second.as_ptr(), second.as_ref()), (place, b"a scan".as_slice()));
    }

    #[test]
    fn no_more_buffers_are_kept_than_scans_are_sent_at_once() {
        let buffers = Buffers::new(2);

        drop([(); 5].map(|()| filled(&buffers, b"a scan")));

        assert_eq!(buffers.idle.lock().unwrap().len(), 2);
    }
}
