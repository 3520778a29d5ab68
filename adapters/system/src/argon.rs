use argon2::{
    Algorithm, Argon2, Block, Params, PasswordHash as Phc, Version,
    password_hash::{
        Error,
        phc::{Output, ParamsString, Salt},
    },
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

/// What one thread computes in, taken once. Memory that is given back and taken anew for each
/// password scatters over the heap, and the process keeps several times as much for ever.
pub(crate) type Memory = Vec<Block>;

/// Argon2id with our cost, and what stands in for the hash of logins that do not exist.
pub(crate) struct Argon {
    argon2: Argon2<'static>,
    nobody: Phc,
}

impl Argon {
    pub(crate) fn new(entropy: &dyn Entropy) -> Result<Self, Error> {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let [mut salt, mut nothing] = [[0; SALT_BYTES], [0; SALT_BYTES]];
        entropy.fill(&mut salt);
        entropy.fill(&mut nothing);
        // As long as a hash and the hash of nothing that anybody knows.
        let hash = Output::new([nothing, nothing].as_flattened())?;
        let nobody = written(&argon2, Salt::new(&salt)?, hash)?;
        Ok(Self { argon2, nobody })
    }

    pub(crate) fn hash(
        &self,
        password: &Password,
        entropy: &dyn Entropy,
        memory: &mut Memory,
    ) -> Option<PasswordHash> {
        let phc = hash(&self.argon2, password.expose().as_bytes(), entropy, memory).ok()?;
        Some(PasswordHash::new(phc.to_string()))
    }

    /// Always computes one hash, also when there is nothing to compare with.
    pub(crate) fn verify(
        &self,
        password: &Password,
        stored: Option<&PasswordHash>,
        memory: &mut Memory,
    ) -> bool {
        let stored = stored.and_then(|stored| Phc::new(stored.expose()).ok());
        let expected = stored.as_ref().unwrap_or(&self.nobody);
        let same = is_of(password.expose().as_bytes(), expected, memory).unwrap_or(false);
        same && stored.is_some()
    }
}

fn hash(
    argon2: &Argon2<'_>,
    secret: &[u8],
    entropy: &dyn Entropy,
    memory: &mut Memory,
) -> Result<Phc, Error> {
    let mut salt = [0; SALT_BYTES];
    entropy.fill(&mut salt);
    let hash = output(argon2, secret, &salt, Params::DEFAULT_OUTPUT_LEN, memory)?;
    written(argon2, Salt::new(&salt)?, hash)
}

fn written(argon2: &Argon2<'_>, salt: Salt, hash: Output) -> Result<Phc, Error> {
    Ok(Phc {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(argon2.params())?,
        salt: Some(salt),
        hash: Some(hash),
    })
}

/// Whether this is the secret behind a hash, with the cost that the hash was made at. Outputs are
/// compared in constant time.
fn is_of(secret: &[u8], expected: &Phc, memory: &mut Memory) -> Result<bool, Error> {
    let (Some(salt), Some(hash)) = (&expected.salt, &expected.hash) else { return Ok(false) };
    let algorithm = Algorithm::try_from(expected.algorithm.as_str())?;
    let version = expected.version.map(Version::try_from).transpose()?.unwrap_or_default();
    let argon2 = Argon2::new(algorithm, version, Params::try_from(expected)?);
    Ok(output(&argon2, secret, salt, hash.len(), memory)? == *hash)
}

fn output(
    argon2: &Argon2<'_>,
    secret: &[u8],
    salt: &[u8],
    length: usize,
    memory: &mut Memory,
) -> Result<Output, Error> {
    memory.resize(argon2.params().block_count(), Block::new());
    let mut buffer = [0; Output::MAX_LENGTH];
    let out = buffer.get_mut(..length).ok_or(Error::OutputSize)?;
    argon2.hash_password_into_with_memory(secret, salt, out, memory.as_mut_slice())?;
    Ok(Output::new(out)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Known;
    impl Entropy for Known {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(b'k');
        }
    }

    #[test]
    fn without_a_hash_as_much_is_computed_and_the_answer_is_no() {
        let argon = Argon::new(&Known).unwrap();
        let mut memory = Memory::new();
        let secret = Password::parse("kopi susu di pagi hari").unwrap();

        let real = argon.hash(&secret, &Known, &mut memory).unwrap();
        let mut opens = |hash| argon.verify(&secret, hash, &mut memory);

        assert!(opens(Some(&real)));
        assert!(!opens(None));
        assert!(!opens(Some(&PasswordHash::new("no PHC string".to_owned()))));
        let real = Phc::new(real.expose()).unwrap();
        assert_eq!((&argon.nobody.params, &argon.nobody.salt), (&real.params, &real.salt));
        assert_eq!(argon.nobody.hash.unwrap().len(), real.hash.unwrap().len());
    }
}
