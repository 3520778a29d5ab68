use std::{io, sync::Arc};

use sipoke_core::{
    ports::{Applications, Catalogue, Clock, Entropy, Ledger, Offices, Outbox, Staff, Vault},
    words::OfficeCode,
};
use sipoke_desk::{Desk, Ports};
use sipoke_system::{PasswordPool, SystemEntropy};
use sipoke_vault::KeyRing;

/// A desk on a store and a vault, with the chance and the password threads of this machine.
///
/// # Errors
/// When the system gives no thread.
pub fn desk_on<S>(
    office: OfficeCode,
    store: Arc<S>,
    vault: Arc<dyn Vault>,
    keys: Arc<KeyRing>,
    clock: Arc<dyn Clock>,
) -> io::Result<Desk>
where
    S: Applications + Catalogue + Ledger + Offices + Outbox + Staff + 'static,
{
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    let passwords = PasswordPool::start(entropy.clone())?;
    let ports = Ports {
        applications: store.clone(),
        catalogue: store.clone(),
        offices: store.clone(),
        staff: store.clone(),
        outbox: store.clone(),
        ledger: store,
        vault,
        sealer: keys,
        clock,
        entropy,
        passwords: Arc::new(passwords),
    };
    Ok(Desk::new(office, Arc::new(ports)))
}
