use async_trait::async_trait;
use sipoke_core::{
    access::Author,
    office::{Calendar, Office},
    ports::{Offices, StoreError},
    words::{Moment, OfficeCode},
};

use super::{MemoryStore, chain};

#[async_trait]
impl Offices for MemoryStore {
    async fn office(&self, code: OfficeCode) -> Result<Option<Office>, StoreError> {
        Ok(self.with(code, |state| state.office.clone()))
    }

    async fn save_office(&self, office: Office, at: Moment, by: Author) -> Result<(), StoreError> {
        let code = office.code;
        self.with(code, |state| {
            state.record(at, by, "office-saved", code.to_string(), Some(chain::digest(&office)));
            state.office = Some(office);
            state.published += 1;
        });
        Ok(())
    }

    async fn calendar(&self, code: OfficeCode) -> Result<Calendar, StoreError> {
        Ok(self.with(code, |state| state.calendar.clone()))
    }

    async fn save_calendar(
        &self,
        code: OfficeCode,
        calendar: Calendar,
        at: Moment,
        by: Author,
    ) -> Result<(), StoreError> {
        self.with(code, |state| {
            let digest = Some(chain::digest(&calendar));
            state.record(at, by, "calendar-saved", code.to_string(), digest);
            state.calendar = calendar;
            state.published += 1;
        });
        Ok(())
    }
}
