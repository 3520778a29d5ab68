use argon2::{
    Algorithm, Argon2, Params, PasswordHash as Phc, PasswordHasher, PasswordVerifier, Version,
};
use sipoke_core::{
    ports::Entropy,
    words::{Password, PasswordHash},
};

// Argon2id with 19 MiB, two passes and one lane: the first choice of the OWASP Password Storage
// Cheat Sheet. NIST SP 800-63B rev. 4, section 3.1.1.2 asks for a salted, memory-hard scheme with a
// salt of at least 32 bits; RFC 9106, section 3.1 advises 128 bits, which is what is taken here.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;

/// Argon2id with our cost, and the hash that stands in for logins that do not exist.
pub(crate) struct Argon {
    argon2: Argon2<'static>,
    nobody: String,
}

impl Argon {
    pub(crate) fn new(entropy: &dyn Entropy) -> Result<Self, argon2::password_hash::Error> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut secret = [0; 32];
        entropy.fill(&mut secret);
        let nobody = hash(&argon2, &secret, entropy)?;
        Ok(Self { argon2, nobody })
    }

    pub(crate) fn hash(&self, password: &Password, entropy: &dyn Entropy) -> Option<PasswordHash> {
        hash(&self.argon2, password.expose().as_bytes(), entropy).ok().map(PasswordHash::new)
    }

    /// Always computes one hash, also when there is nothing to compare with.
    pub(crate) fn verify(&self, password: &Password, stored: Option<&PasswordHash>) -> bool {
        let stored = stored.and_then(|stored| Phc::new(stored.expose()).ok());
        let known = stored.is_some();
        let Some(expected) = stored.or_else(|| Phc::new(&self.nobody).ok()) else {
            return false;
        };
        let same = self.argon2.verify_password(password.expose().as_bytes(), &expected).is_ok();
        same && known
    }
}

fn hash(
    argon2: &Argon2<'_>,
    secret: &[u8],
    entropy: &dyn Entropy,
) -> Result<String, argon2::password_hash::Error> {
    let mut salt = [0; SALT_BYTES];
    entropy.fill(&mut salt);
    Ok(argon2.hash_password_with_salt(secret, &salt)?.to_string())
}
