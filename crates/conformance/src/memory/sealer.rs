use sha2::{Digest, Sha256};
use sipoke_core::ports::{Sealer, Unsealable};

/// Seals without a key: the same plain text in the same place is sealed the same way every time.
/// It hides the text from somebody who looks for it, so that tests can look, and from nobody else.
#[derive(Debug, Clone, Copy, Default)]
pub struct TestSealer;

const TAG: usize = 32;

impl Sealer for TestSealer {
    fn seal(&self, context: &[u8], plain: &[u8]) -> Vec<u8> {
        let mut sealed = hash(b"tag", context, plain).to_vec();
        sealed.extend(masked(context, plain));
        sealed
    }

    fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unsealable> {
        let (tag, hidden) = sealed.split_at_checked(TAG).ok_or(Unsealable)?;
        let plain = masked(context, hidden);
        if hash(b"tag", context, &plain) == tag { Ok(plain) } else { Err(Unsealable) }
    }

    fn fingerprint(&self, purpose: &[u8], plain: &[u8]) -> [u8; 32] {
        hash(b"fingerprint", purpose, plain)
    }
}

/// Hides or shows again.
fn masked(context: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mask = (0_u64..).flat_map(|block| hash(b"mask", context, &block.to_be_bytes()));
    bytes.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect()
}

fn hash(purpose: &[u8], context: &[u8], content: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in [purpose, context] {
        hasher.update(part.len().to_be_bytes());
        hasher.update(part);
    }
    hasher.update(content);
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_in_its_place_only() {
        let sealed = TestSealer.seal(b"applicant/1", b"3276054101900002");

        assert_eq!(TestSealer.open(b"applicant/1", &sealed).unwrap(), b"3276054101900002");
        assert_eq!(TestSealer.open(b"applicant/2", &sealed), Err(Unsealable));
    }

    #[test]
    fn what_was_changed_does_not_open() {
        let mut sealed = TestSealer.seal(b"applicant/1", b"3276054101900002");
        sealed[40] ^= 1;

        assert_eq!(TestSealer.open(b"applicant/1", &sealed), Err(Unsealable));
        assert_eq!(TestSealer.open(b"applicant/1", &sealed[..10]), Err(Unsealable));
    }

    #[test]
    fn sealed_bytes_do_not_show_the_plain_ones() {
        let plain = [b'7'; 100];
        let sealed = TestSealer.seal(b"applicant/1", &plain);

        assert!(!sealed.windows(4).any(|window| window == b"7777"));
    }

    #[test]
    fn fingerprints_for_different_uses_differ() {
        let nik = b"3276054101900002";

        assert_eq!(TestSealer.fingerprint(b"nik", nik), TestSealer.fingerprint(b"nik", nik));
        assert_ne!(TestSealer.fingerprint(b"nik", nik), TestSealer.fingerprint(b"token", nik));
    }
}
