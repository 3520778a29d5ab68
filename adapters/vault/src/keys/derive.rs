use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// A secret of 256 bits that forgets itself.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// One sub-key for one use: HKDF-Expand (RFC 5869, section 2.3) for a single block. Extracting is
/// not needed because the secrets in the key file are uniformly random.
pub(super) fn derive(secret: &Secret, purpose: &str) -> Secret {
    Zeroizing::new(hmac(secret, &[purpose.as_bytes(), &[1]]))
}

pub(super) fn hmac(secret: &Secret, parts: &[&[u8]]) -> [u8; 32] {
    // A key shorter than a block is filled up with zeros (RFC 2104, section 2).
    let mut block = Zeroizing::new([0; 64]);
    for (to, from) in block.iter_mut().zip(secret.iter()) {
        *to = *from;
    }
    let mut hmac = Hmac::<Sha256>::new((&*block).into());
    for part in parts {
        hmac.update(part);
    }
    hmac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_hmac_sha_256() {
        // RFC 4231, test case 1, whose key has 20 bytes: the rest of ours is zero, as RFC 2104 fills.
        let mut key = Zeroizing::new([0; 32]);
        key[..20].fill(0x0b);

        let hash = hmac(&key, &[b"Hi ", b"There"]);

        let text: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(text, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    }
}
