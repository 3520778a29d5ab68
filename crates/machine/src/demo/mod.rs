//! The office for trying things out: the standards of the fixtures, one officer of each role, and
//! applications in every stage, all made through the desk as people would.

mod cases;
mod clock;
mod note;
mod staff;

use std::{path::Path, sync::Arc};

use jiff::civil::date;
use sipoke::Hold;
use sipoke_cli::{Demo, DemoApplication, HostError};
use sipoke_core::{
    access::Actor,
    catalogue::Decree,
    words::{DocumentNumber, Malformed},
};
use sipoke_desk::{Desk, DeskError, StandardsImport};
use sipoke_import::{read_calendar_from_bytes, read_standards_from_bytes};

use self::{clock::PastClock, note::Note};
use crate::{host::unavailable, place::folder_error};

const STANDARDS: &str = include_str!("../../../../fixtures/standards/mekarjaya.yaml");
const CALENDAR: &str = include_str!("../../../../fixtures/calendar/2017-2026.csv");

/// Opens the demo office of this folder. One that was begun and never finished is made again;
/// `fresh`: so is one that is whole. What is no demo is left as it is.
pub(crate) async fn open(data: &Path, fresh: bool) -> Result<Demo, HostError> {
    let note = Note::read(data)?;
    let there = match sipoke::open(data) {
        Err(sipoke::FolderError::NothingThere(_)) => None,
        // What was begun may lack anything; it is made again below.
        Err(_) if note.as_ref().is_some_and(|note| !note.finished) => None,
        opened => Some(opened.map_err(folder_error)?),
    };
    match (there, note) {
        (Some(desk), Some(note)) if note.finished && !fresh => reopen(desk, note).await,
        (Some(desk), None) if !is_blank(&desk).await? => Err(HostError::NotOurs(data.to_owned())),
        (there, note) => {
            drop(there);
            if note.is_some() {
                Hold::take(data).and_then(|hold| hold.erase()).map_err(folder_error)?;
            }
            make(data).await
        }
    }
}

/// Whether nobody has done anything with the office since its folder was made.
async fn is_blank(desk: &Desk) -> Result<bool, HostError> {
    Ok(matches!(desk.published().await, Err(DeskError::NoOffice)))
}

async fn reopen(desk: Desk, note: Note) -> Result<Demo, HostError> {
    let mut applications = Vec::new();
    for credential in &note.applications {
        let stage = desk.track(credential).await?.stage().name();
        let (ticket, secret) = (credential.ticket, credential.secret.clone());
        applications.push(DemoApplication { ticket, secret, stage });
    }
    Ok(Demo { desk, credentials: note.credentials, applications, kept: true })
}

async fn make(data: &Path) -> Result<Demo, HostError> {
    let import = standards()?;
    let office = import.office.as_ref().map(|office| office.code);
    let office = office.ok_or_else(|| HostError::NothingThere(data.to_owned()))?;
    drop(sipoke::create(data, office).map_err(folder_error)?);
    let mut note = Note::begun(staff::credentials()?);
    note.write(data)?;

    let clock = Arc::new(PastClock::new());
    clock.days_ago(8);
    let desk = sipoke::open_with(data, clock.clone()).map_err(folder_error)?;
    desk.publish_standards(&Actor::Console, import).await?;
    let calendar = read_calendar_from_bytes("kalender.csv", CALENDAR.as_bytes());
    let calendar = calendar.map_err(HostError::Findings)?;
    desk.set_calendar(&Actor::Console, calendar.holidays).await?;
    let officers = staff::hire(&desk, &note.credentials).await?;
    note.applications = cases::file_all(&desk, &officers, &clock).await?;
    drop(desk);

    note.finished = true;
    note.write(data)?;
    let desk = sipoke::open(data).map_err(folder_error)?;
    Ok(Demo { kept: false, ..reopen(desk, note).await? })
}

fn standards() -> Result<StandardsImport, HostError> {
    let batch = read_standards_from_bytes(&[("mekarjaya.yaml", STANDARDS.as_bytes())], &[]);
    let batch = batch.map_err(HostError::Findings)?;
    let decree = Decree {
        number: DocumentNumber::parse("05/01/Pem").map_err(misread)?,
        year: 2017,
        about: "Standar Pelayanan (contoh)".to_owned(),
        signed_on: None,
        signer: None,
        effective_from: date(2017, 2, 1),
    };
    Ok(StandardsImport { office: batch.office, decree, standards: batch.standards })
}

/// A word of the demo itself that is none: the tests would have found it.
fn misread(malformed: Malformed) -> HostError {
    unavailable("demo")(malformed)
}
