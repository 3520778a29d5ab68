use sipoke_core::{
    access::{Actor, Intention},
    catalogue::{Decree, Edition, ServiceStandard},
    office::{Calendar, Holiday, Office},
    ports::Publication,
    words::ServiceCode,
};

use crate::{Desk, DeskError, case::require};

/// Service standards to be published under a decree.
#[derive(Debug, Clone)]
pub struct StandardsImport {
    /// The office as the file describes it; `None`: it stays as it is.
    pub office: Option<Office>,
    /// The decree.
    pub decree: Decree,
    /// The services in the order of the file. A service that is not named stays as it is.
    pub standards: Vec<ServiceStandard>,
}

/// What publishing would do, or did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Whether the description of the office changes.
    pub office_changes: bool,
    /// Services that are new.
    pub added: Vec<ServiceCode>,
    /// Services that get another edition.
    pub changed: Vec<ServiceCode>,
    /// Services that are published just so already.
    pub unchanged: Vec<ServiceCode>,
}

impl Plan {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.office_changes && self.added.is_empty() && self.changed.is_empty()
    }
}

impl Desk {
    /// Says what publishing these standards would do. Changes nothing.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without the role, or the store failed.
    pub async fn plan_standards(
        &self,
        actor: &Actor,
        import: &StandardsImport,
    ) -> Result<Plan, DeskError> {
        require(actor, Intention::PublishStandards)?;
        let current = self.ports.catalogue.current(self.office).await?;
        let office = self.ports.offices.office(self.office).await?;
        Ok(plan(import, &current, office.as_ref()))
    }

    /// Publishes standards: every service that is new or changed gets an edition under the decree,
    /// all or none. Publishing the same again does nothing.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without the role, [`DeskError::NoOffice`] when the office is not
    /// known and the import does not describe it, [`DeskError::ChangedMeanwhile`], or the store
    /// failed.
    pub async fn publish_standards(
        &self,
        actor: &Actor,
        import: StandardsImport,
    ) -> Result<Plan, DeskError> {
        require(actor, Intention::PublishStandards)?;
        let at = self.ports.clock.now();
        let known = self.ports.offices.office(self.office).await?;
        if known.is_none() && import.office.is_none() {
            return Err(DeskError::NoOffice);
        }
        // Before the editions it is to hold for: who publishes in between makes it stale.
        let mut expected = self.ports.catalogue.revision(self.office).await?;
        let current = self.ports.catalogue.current(self.office).await?;
        let plan = plan(&import, &current, known.as_ref());
        if let (true, Some(office)) = (plan.office_changes, import.office.clone()) {
            self.ports.offices.save_office(office, at, actor.author()).await?;
            expected = expected.saturating_add(1);
        }
        let editions = self.new_editions(import, &current, at);
        if !editions.is_empty() {
            let by = actor.author();
            let publication = Publication { office: self.office, expected, editions, at, by };
            self.ports.catalogue.publish(publication).await?;
        }
        Ok(plan)
    }

    /// Replaces the office's calendar of holidays.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without the role, or the store failed.
    pub async fn set_calendar(
        &self,
        actor: &Actor,
        holidays: Vec<Holiday>,
    ) -> Result<Calendar, DeskError> {
        require(actor, Intention::ChangeCalendar)?;
        let calendar = Calendar::new(holidays);
        let at = self.ports.clock.now();
        let offices = &self.ports.offices;
        offices.save_calendar(self.office, calendar.clone(), at, actor.author()).await?;
        Ok(calendar)
    }

    fn new_editions(
        &self,
        import: StandardsImport,
        current: &[Edition],
        published_at: sipoke_core::words::Moment,
    ) -> Vec<(u32, Edition)> {
        let StandardsImport { decree, standards, .. } = import;
        let numbered = (0..).zip(standards).filter_map(|(place, standard)| {
            let before = current.iter().find(|edition| edition.standard.code == standard.code);
            if before.is_some_and(|before| is_same(before, &decree, &standard)) {
                return None;
            }
            let number = before.map_or(1, |before| before.number.saturating_add(1));
            let decree = decree.clone();
            let edition = Edition { office: self.office, number, decree, published_at, standard };
            Some((place, edition))
        });
        numbered.collect()
    }
}

fn plan(import: &StandardsImport, current: &[Edition], known: Option<&Office>) -> Plan {
    let office_changes = import.office.as_ref().is_some_and(|office| Some(office) != known);
    let mut plan = Plan { office_changes, ..Plan::default() };
    for standard in &import.standards {
        let before = current.iter().find(|edition| edition.standard.code == standard.code);
        let list = match before {
            None => &mut plan.added,
            Some(before) if is_same(before, &import.decree, standard) => &mut plan.unchanged,
            Some(_) => &mut plan.changed,
        };
        list.push(standard.code.clone());
    }
    plan
}

fn is_same(before: &Edition, decree: &Decree, standard: &ServiceStandard) -> bool {
    before.decree == *decree && before.standard == *standard
}
