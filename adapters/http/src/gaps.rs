//! All faults of a filing at once: those of its fields, and what is lacking besides.

use std::collections::BTreeSet;

use sipoke_core::{
    application::{Channel, Given},
    words::RequirementCode,
};
use sipoke_desk::{Desk, DeskError};
use sipoke_wire::{problem::FieldFault, request::Unread};

/// The faults of a filing that could not be read, its files' among them, and every gap that can be
/// told besides; each place once.
pub(crate) async fn all_faults(
    desk: &Desk,
    unread: Unread,
    channel: Channel,
    files: (BTreeSet<RequirementCode>, Vec<FieldFault>),
) -> Result<Vec<FieldFault>, DeskError> {
    let Unread { mut faults, service, answers, presented } = unread;
    let (documents, of_files) = files;
    faults.extend(of_files);
    let Some(service) = service else { return Ok(faults) };
    let given = Given { channel, answers, documents, presented };
    for gap in desk.gaps(&service, &given).await? {
        let gap = FieldFault::of_filing(&gap);
        if faults.iter().all(|known| known.pointer != gap.pointer) {
            faults.push(gap);
        }
    }
    Ok(faults)
}
