use std::{error::Error, fmt, path::PathBuf, time::Duration};

use thiserror::Error;
use zeroize::Zeroizing;

/// Where scans are kept in object storage, and how.
#[derive(Debug, Clone)]
pub struct ObjectSettings {
    /// The store: `https://s3.kota.example`. Without a scheme it is HTTPS; `http://` must be said,
    /// and is for a store on the same machine only.
    pub endpoint: String,
    /// The region that requests are signed for; stores that know none take any.
    pub region: String,
    /// The bucket. It must be there, be private, and belong to this system alone.
    pub bucket: String,
    /// What the keys of all objects begin with, when the bucket is shared after all; may be empty.
    pub prefix: String,
    /// `https://store/bucket` instead of `https://bucket.store`. Most stores of one's own need it.
    pub path_style: bool,
    /// Who asks.
    pub credentials: Credentials,
    /// A folder of this machine for uploads under way. It must be there, and it needs room for as
    /// many scans as are uploaded at once. What lies there is encrypted.
    pub spool: PathBuf,
    /// When a scan counts as stored.
    pub confirmation: Confirmation,
    /// How long to wait for the store, and how often to ask again.
    pub patience: Patience,
    /// How many scans go to the store at the same time. Each is in memory while it does, in a buffer
    /// that is kept for the next.
    pub at_once: usize,
}

impl ObjectSettings {
    /// Settings for this bucket of this store; the rest is what suits most.
    #[must_use]
    pub fn new(
        endpoint: impl Into<String>,
        bucket: impl Into<String>,
        credentials: Credentials,
        spool: impl Into<PathBuf>,
    ) -> Self {
        Self {
            endpoint: endpoint.into(),
            region: "us-east-1".to_owned(),
            bucket: bucket.into(),
            prefix: String::new(),
            path_style: true,
            credentials,
            spool: spool.into(),
            confirmation: Confirmation::Checksum,
            patience: Patience::default(),
            at_once: 4,
        }
    }
}

/// The key with which requests are signed. It never shows.
#[derive(Clone)]
pub struct Credentials {
    pub(super) access_key: Zeroizing<String>,
    pub(super) secret_key: Zeroizing<String>,
}

impl Credentials {
    /// The pair that the store gave out.
    #[must_use]
    pub fn new(access_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self {
            access_key: Zeroizing::new(access_key.into()),
            secret_key: Zeroizing::new(secret_key.into()),
        }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(…)")
    }
}

/// When a scan counts as stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmation {
    /// The store shows the right size and, as its ETag, the right MD5. A store whose ETags are no
    /// MD5 (bucket with KMS encryption) is read back.
    Checksum,
    /// All of it was read back and has the right SHA-256. It doubles the traffic.
    ReadBack,
}

/// How long to wait for the store, and how often to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// How often a request is sent again after the first time, if not too late: see `request`.
    pub retries: usize,
    /// The wait before the first repetition; each further one waits about twice as long.
    pub pause: Duration,
    /// The longest wait, also when the store asks for more.
    pub longest_pause: Duration,
    /// The longest time for one request, from connecting to the head of the answer; sending a whole
    /// scan is in it. After as much time nothing is sent again. The same for each wait while an
    /// answer is read.
    pub request: Duration,
}

impl Default for Patience {
    /// Three repetitions, waits of 0.2 to 5 seconds, a minute for a request.
    fn default() -> Self {
        Self {
            retries: 3,
            pause: Duration::from_millis(200),
            longest_pause: Duration::from_secs(5),
            request: Duration::from_secs(60),
        }
    }
}

/// What is wrong with [`ObjectSettings`].
#[derive(Debug, Error)]
pub enum ObjectSettingsError {
    /// The endpoint is no address of a store.
    #[error("the endpoint is no https:// (or http://) address of a store without path and query")]
    Endpoint,
    /// The name of the bucket is none that S3 allows.
    #[error("the bucket's name must have 3 to 63 characters out of a-z, 0-9, '.' and '-'")]
    Bucket,
    /// The prefix cannot be the beginning of a key.
    #[error("the prefix must be names without '..' that are separated by '/'")]
    Prefix,
    /// No scan could ever be stored.
    #[error("at least one scan at once must be allowed")]
    AtOnce,
    /// This machine trusts no certificate authority at all.
    #[error("the certificates that this machine trusts cannot be read")]
    Certificates(#[source] std::io::Error),
    /// The client cannot be made of them.
    #[error("the object store client does not take these settings")]
    Client(#[source] Box<dyn Error + Send + Sync>),
}
