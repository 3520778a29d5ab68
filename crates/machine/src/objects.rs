//! Scans in object storage, in programs that were built with it.

use std::sync::Arc;

use sipoke_cli::HostError;
use sipoke_core::ports::Vault;
use sipoke_import::Bucket;
use sipoke_vault::KeyRing;

#[cfg(feature = "objects")]
pub(crate) fn vault(bucket: &Bucket, keys: &Arc<KeyRing>) -> Result<Arc<dyn Vault>, HostError> {
    use sipoke_system::SystemEntropy;
    use sipoke_vault::{Credentials, ObjectSettings, ObjectVault};

    use crate::host::unavailable;

    let Bucket { endpoint, name, region, access_key, secret_key, spool } = bucket;
    std::fs::create_dir_all(spool).map_err(unavailable("scans.folder"))?;
    let credentials = Credentials::new(access_key.expose(), secret_key.expose());
    let settings = ObjectSettings {
        region: region.clone(),
        ..ObjectSettings::new(endpoint, name, credentials, spool)
    };
    let vault = ObjectVault::new(&settings, keys.clone(), Arc::new(SystemEntropy));
    Ok(Arc::new(vault.map_err(unavailable("scans"))?))
}

#[cfg(not(feature = "objects"))]
pub(crate) fn vault(_: &Bucket, _: &Arc<KeyRing>) -> Result<Arc<dyn Vault>, HostError> {
    Err(HostError::NotBuiltIn("S3"))
}
