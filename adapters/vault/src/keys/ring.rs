use std::{collections::BTreeMap, fmt, path::Path, sync::Arc};

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use sipoke_core::ports::{Entropy, Sealer, Unsealable};
use zeroize::Zeroizing;

use super::{
    KeyFileError,
    derive::{Secret, derive, hmac},
    file::KeyFile,
};

const SEALED_VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;

/// The office's keys, read from its key file, ready for use.
///
/// Every secret in the file is used through sub-keys, one for each use: sealing fields, wrapping the
/// keys of scans, fingerprints. New things are made with the current key; what older keys made still
/// opens. Fingerprints do not depend on the current key, so looking up goes on working after
/// [`rotate`](Self::rotate).
pub struct KeyRing {
    keys: BTreeMap<u32, OfficeKey>,
    current: u32,
    fingerprint: Secret,
    entropy: Arc<dyn Entropy>,
}

struct OfficeKey {
    seal: XChaCha20Poly1305,
    wrap: XChaCha20Poly1305,
}

/// Why the key of a scan does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unwrap {
    /// The key file does not have the key that wrapped it.
    UnknownKey,
    /// It was changed or belongs to another scan.
    Changed,
}

impl KeyRing {
    /// Makes a key file with fresh keys that only its owner may read (mode 0600), durably.
    ///
    /// # Errors
    /// [`KeyFileError::Exists`] when there is one; or the disk failed.
    pub fn create(path: &Path, entropy: &dyn Entropy) -> Result<(), KeyFileError> {
        KeyFile::fresh(entropy).write_new(path)
    }

    /// Adds a fresh key to the file, durably, and answers its id. It is used after the next
    /// [`load`](Self::load); the older keys stay, because what they sealed stays.
    ///
    /// # Errors
    /// As [`load`](Self::load); then the file is as it was.
    pub fn rotate(path: &Path, entropy: &dyn Entropy) -> Result<u32, KeyFileError> {
        let mut file = KeyFile::read(path)?;
        let id = file.add_key(entropy);
        file.replace(path)?;
        Ok(id)
    }

    /// Reads the key file. Entropy is for the nonces of what will be sealed.
    ///
    /// # Errors
    /// [`KeyFileError`]; a file that others may read is refused with the command that mends it.
    pub fn load(path: &Path, entropy: Arc<dyn Entropy>) -> Result<Self, KeyFileError> {
        let file = KeyFile::read(path)?;
        let cipher = |secret, purpose| XChaCha20Poly1305::new((&*derive(secret, purpose)).into());
        let keys = file
            .keys
            .iter()
            .map(|(id, secret)| {
                let seal = cipher(secret, "sipoke field seal");
                let wrap = cipher(secret, "sipoke scan wrap");
                (*id, OfficeKey { seal, wrap })
            })
            .collect();
        let fingerprint = derive(&file.lookup, "sipoke fingerprint");
        Ok(Self { keys, current: file.current(), fingerprint, entropy })
    }

    /// The id of the key that new things are made with.
    #[must_use]
    pub fn current(&self) -> u32 {
        self.current
    }

    #[expect(clippy::expect_used, reason = "the current key is one of the keys; see `load`")]
    fn current_key(&self) -> &OfficeKey {
        self.keys.get(&self.current).expect("a key file has at least one key")
    }

    fn encrypt(&self, cipher: &XChaCha20Poly1305, context: &[u8], plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_BYTES];
        self.entropy.fill(&mut nonce);
        #[expect(clippy::expect_used, reason = "only 256 GiB or more fail, which no memory holds")]
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: context })
            .expect("what fits in memory can be encrypted");
        [nonce.as_slice(), &sealed].concat()
    }

    /// Wraps the key of a scan with the current key.
    pub(crate) fn wrap(&self, context: &[u8], key: &Secret) -> Vec<u8> {
        self.encrypt(&self.current_key().wrap, context, key.as_slice())
    }

    /// Unwraps the key of a scan.
    pub(crate) fn unwrap(
        &self,
        key_id: u32,
        context: &[u8],
        wrapped: &[u8],
    ) -> Result<Secret, Unwrap> {
        let key = self.keys.get(&key_id).ok_or(Unwrap::UnknownKey)?;
        let plain = decrypt(&key.wrap, context, wrapped).ok_or(Unwrap::Changed)?;
        let plain: &[u8; 32] = plain.as_slice().try_into().map_err(|_| Unwrap::Changed)?;
        Ok(Zeroizing::new(*plain))
    }
}

impl Sealer for KeyRing {
    /// One byte of version, four of key id, 24 of nonce, then the text with its tag of 16.
    fn seal(&self, context: &[u8], plain: &[u8]) -> Vec<u8> {
        let head = head(self.current);
        let sealed = self.encrypt(&self.current_key().seal, &[&head, context].concat(), plain);
        [head.as_slice(), &sealed].concat()
    }

    fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, Unsealable> {
        let (head_bytes, sealed) = sealed.split_first_chunk::<5>().ok_or(Unsealable)?;
        let [_, id @ ..] = *head_bytes;
        let id = u32::from_be_bytes(id);
        if *head_bytes != head(id) {
            return Err(Unsealable);
        }
        let key = self.keys.get(&id).ok_or(Unsealable)?;
        let mut plain =
            decrypt(&key.seal, &[head_bytes, context].concat(), sealed).ok_or(Unsealable)?;
        Ok(std::mem::take(&mut plain))
    }

    fn fingerprint(&self, purpose: &[u8], plain: &[u8]) -> [u8; 32] {
        // The length keeps (`a`, `bc`) apart from (`ab`, `c`).
        let length = u64::try_from(purpose.len()).unwrap_or(u64::MAX).to_be_bytes();
        hmac(&self.fingerprint, &[&length, purpose, plain])
    }
}

impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRing").field("current", &self.current).finish_non_exhaustive()
    }
}

fn head(key_id: u32) -> [u8; 5] {
    let [a, b, c, d] = key_id.to_be_bytes();
    [SEALED_VERSION, a, b, c, d]
}

fn decrypt(
    cipher: &XChaCha20Poly1305,
    context: &[u8],
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
    let plain = cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: context });
    plain.ok().map(Zeroizing::new)
}
