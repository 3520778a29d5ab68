//! The use cases. [`Desk`] has one method for each intention of residents, officers and admins;
//! pages, API, command line and import all call it, and nothing else changes state.
//!
//! A method reads, asks the core to decide, and commits the decision whole. It is bound to one
//! office, so that nothing of another office can be reached through it.
//!
//! See `examples/embed.rs` of the `sipoke` crate for a desk in ten lines.

mod acting;
mod case;
mod error;
mod filing;
mod information;
mod keepsake;
mod records;
mod request;
mod sign_in;
mod staff;
mod standards;
mod tracking;

use std::sync::{Arc, Mutex};

use sipoke_core::{
    ports::{
        Applications, Catalogue, Clock, Entropy, Ledger, Offices, Outbox, Passwords, Sealer, Staff,
        Vault,
    },
    words::OfficeCode,
};

pub use acting::CaseRequest;
pub use case::{Case, QueueRow};
pub use error::DeskError;
pub use filing::{Filed, SCAN_LIMIT, Submission};
pub use information::Published;
pub use keepsake::DEVICE_SECONDS;
pub use records::{ScanFault, VerifyProgress, VerifyReport};
pub use sign_in::{SESSION_IDLE_SECONDS, SESSION_LIMIT_SECONDS, SignedIn};
pub use staff::NewOfficer;
pub use standards::{Plan, StandardsImport};
pub use tracking::Credential;

/// Everything a desk stands on.
pub struct Ports {
    /// Keeps applications.
    pub applications: Arc<dyn Applications>,
    /// Keeps service standards.
    pub catalogue: Arc<dyn Catalogue>,
    /// Keeps the office and its calendar.
    pub offices: Arc<dyn Offices>,
    /// Keeps officers and sessions.
    pub staff: Arc<dyn Staff>,
    /// Keeps notices.
    pub outbox: Arc<dyn Outbox>,
    /// Keeps the audit trail.
    pub ledger: Arc<dyn Ledger>,
    /// Keeps scans.
    pub vault: Arc<dyn Vault>,
    /// Makes keyed hashes.
    pub sealer: Arc<dyn Sealer>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives chance.
    pub entropy: Arc<dyn Entropy>,
    /// Hashes passwords.
    pub passwords: Arc<dyn Passwords>,
}

/// The desk of one office. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    office: OfficeCode,
    ports: Arc<Ports>,
    published: Arc<Mutex<Option<Arc<Published>>>>,
}

impl Desk {
    /// A desk of this office.
    #[must_use]
    pub fn new(office: OfficeCode, ports: Arc<Ports>) -> Self {
        Self { office, ports, published: Arc::default() }
    }

    /// The office it is bound to.
    #[must_use]
    pub fn office_code(&self) -> OfficeCode {
        self.office
    }

    fn chance<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.ports.entropy.fill(&mut bytes);
        bytes
    }
}
