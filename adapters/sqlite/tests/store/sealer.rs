use sha2::{Digest, Sha256};
use sipoke_core::ports::{Sealer, Unsealable};

/// Seals well enough for tests, with one key that everybody knows and without chance.
pub(crate) struct TestSealer;

fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new_with_prefix(b"a key for tests");
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

fn masked(tag: &[u8], bytes: &[u8]) -> Vec<u8> {
    let blocks = bytes.chunks(32).enumerate();
    blocks
        .flat_map(|(at, block)| {
            let mask = hash(&[b"mask", tag, &at.to_be_bytes()]);
            block.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect::<Vec<u8>>()
        })
        .collect()
}

impl Sealer for TestSealer {
    fn seal(&self, context: &[u8], plain: &[u8]) -> Vec<u8> {
        let tag = hash(&[b"seal", context, plain]);
        [tag.to_vec(), masked(&tag, plain)].concat()
    }

    fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unsealable> {
        let (tag, body) = sealed.split_at_checked(32).ok_or(Unsealable)?;
        let plain = masked(tag, body);
        if hash(&[b"seal", context, &plain]) == tag { Ok(plain) } else { Err(Unsealable) }
    }

    fn fingerprint(&self, purpose: &[u8], plain: &[u8]) -> [u8; 32] {
        hash(&[b"fingerprint", purpose, plain])
    }
}
