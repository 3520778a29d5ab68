//! An office where the settings of a server say it is.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use sipoke_cli::{HostError, Migration};
use sipoke_core::ports::{Catalogue, Entropy, Sealer, Unsealable, Vault};
use sipoke_desk::Desk;
use sipoke_import::{Database, Scans, ServerSettings};
use sipoke_sqlite::SqliteStore;
use sipoke_system::{SystemClock, SystemEntropy};
use sipoke_vault::{FolderVault, KeyFileError, KeyRing};

use crate::{host::unavailable, objects, postgres};

/// Opens it.
pub(crate) async fn open(settings: &ServerSettings) -> Result<Desk, HostError> {
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    let keys = match KeyRing::load(&settings.keys, entropy) {
        Err(KeyFileError::Missing { path }) if has_published(settings).await? => {
            return Err(HostError::KeyMissing(path));
        }
        Err(KeyFileError::Missing { .. }) => {
            let there = shown(settings).remove("database.url").unwrap_or_default();
            return Err(HostError::NothingThere(there.into()));
        }
        loaded => Arc::new(loaded.map_err(unavailable("keys"))?),
    };
    let vault = vault(&settings.scans, &keys)?;
    let (office, clock) = (settings.office, Arc::new(SystemClock));
    let desk = match &settings.database {
        Database::Sqlite(file) => {
            sipoke::desk_on(office, sqlite(file, keys.clone())?, vault, keys, clock)
        }
        Database::Postgres { url, connections } => {
            let store = postgres::open(url, *connections, keys.clone()).await?;
            sipoke::desk_on(office, store, vault, keys, clock)
        }
    };
    desk.map_err(unavailable("threads"))
}

/// Opens it, and makes its keys first when it has published nothing yet.
pub(crate) async fn create(settings: &ServerSettings) -> Result<Desk, HostError> {
    // Records without keys have lost their keys: new ones would only hide that.
    if !settings.keys.exists() && !has_published(settings).await? {
        KeyRing::create(&settings.keys, &SystemEntropy).map_err(unavailable("keys"))?;
    }
    open(settings).await
}

/// Whether the database has an office in it, which can be told without its keys.
async fn has_published(settings: &ServerSettings) -> Result<bool, HostError> {
    let catalogue: Arc<dyn Catalogue> = match &settings.database {
        Database::Sqlite(file) => sqlite(file, Arc::new(NoKeys))?,
        Database::Postgres { url, .. } => postgres::open(url, 1, Arc::new(NoKeys)).await?,
    };
    let revision = catalogue.revision(settings.office).await;
    Ok(revision.map_err(unavailable("database"))? > 0)
}

fn sqlite(file: &Path, sealer: Arc<dyn Sealer>) -> Result<Arc<SqliteStore>, HostError> {
    SqliteStore::open(file, sealer).map(Arc::new).map_err(unavailable("database"))
}

/// Stands in for keys where nothing is sealed and nothing opened.
struct NoKeys;

impl Sealer for NoKeys {
    fn seal(&self, _: &[u8], _: &[u8]) -> Vec<u8> {
        Vec::new()
    }

    fn open(&self, _: &[u8], _: &[u8]) -> Result<Vec<u8>, Unsealable> {
        Err(Unsealable)
    }

    fn fingerprint(&self, _: &[u8], _: &[u8]) -> [u8; 32] {
        [0; 32]
    }
}

/// Brings the schema of the database up to date.
pub(crate) async fn migrate(
    settings: &ServerSettings,
    migration: Migration,
) -> Result<(), HostError> {
    match &settings.database {
        Database::Sqlite(file) => sqlite(file, Arc::new(NoKeys)).map(drop),
        Database::Postgres { .. } => postgres::migrate(migration).await,
    }
}

fn vault(scans: &Scans, keys: &Arc<KeyRing>) -> Result<Arc<dyn Vault>, HostError> {
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    match scans {
        Scans::Folder(folder) => Ok(Arc::new(FolderVault::new(folder, keys.clone(), entropy))),
        Scans::Bucket(bucket) => objects::vault(bucket, keys),
    }
}

/// What counts, name by name, without what is secret.
pub(crate) fn shown(settings: &ServerSettings) -> BTreeMap<String, String> {
    let ServerSettings { office, database, keys, scans, http, log } = settings;
    let mut shown = vec![
        ("office", office.to_string()),
        ("keys", keys.display().to_string()),
        ("http.listen", http.listen.to_string()),
        ("log.format", if log.json { "json" } else { "text" }.to_owned()),
        ("log.level", log.level.clone()),
    ];
    shown.extend(http.public_address.clone().map(|address| ("http.public_address", address)));
    if !http.proxies.is_empty() {
        let proxies: Vec<String> = http.proxies.iter().map(ToString::to_string).collect();
        shown.push(("http.proxies", proxies.join(", ")));
    }
    shown.extend(http.metrics.map(|address| ("http.metrics", address.to_string())));
    match database {
        Database::Sqlite(file) => {
            shown.push(("database.url", format!("sqlite:{}", file.display())));
        }
        Database::Postgres { url, connections } => {
            shown.push(("database.url", without_password(url.expose())));
            shown.push(("database.connections", connections.to_string()));
        }
    }
    match scans {
        Scans::Folder(folder) => shown.push(("scans.folder", folder.display().to_string())),
        Scans::Bucket(bucket) => shown.extend([
            ("scans.folder", bucket.spool.display().to_string()),
            ("scans.endpoint", bucket.endpoint.clone()),
            ("scans.bucket", bucket.name.clone()),
            ("scans.region", bucket.region.clone()),
        ]),
    }
    shown.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The address without user and password and without what follows a question mark, which may hold
/// one too.
fn without_password(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let place = rest.split('?').next().unwrap_or_default();
    let host = place.rsplit_once('@').map_or(place, |(_, host)| host);
    format!("{scheme}://{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_an_address_is_not_shown() {
        for url in [
            "postgres://sipoke:r@has:ia@db.example:5432/sipoke",
            "postgres://db.example:5432/sipoke?user=sipoke&password=rahasia",
        ] {
            assert_eq!(without_password(url), "postgres://db.example:5432/sipoke");
        }
    }
}
