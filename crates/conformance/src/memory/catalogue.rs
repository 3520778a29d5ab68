use std::collections::BTreeMap;

use async_trait::async_trait;
use sipoke_core::{
    catalogue::{Edition, EditionRef},
    ports::{Catalogue, Publication, PublishError, StoreError},
    words::{OfficeCode, ServiceCode},
};

use super::{MemoryStore, chain, state::OfficeState};

#[async_trait]
impl Catalogue for MemoryStore {
    async fn revision(&self, office: OfficeCode) -> Result<u64, StoreError> {
        Ok(self.with(office, |office| office.published))
    }

    async fn current(&self, office: OfficeCode) -> Result<Vec<Edition>, StoreError> {
        Ok(self.with(office, |office| office.latest()))
    }

    async fn edition(
        &self,
        office: OfficeCode,
        edition: &EditionRef,
    ) -> Result<Option<Edition>, StoreError> {
        let key = (edition.service.clone(), edition.number);
        Ok(self.with(office, |office| office.editions.get(&key).map(|(_, found)| found.clone())))
    }

    async fn publish(&self, publication: Publication) -> Result<u64, PublishError> {
        self.with(publication.office, |office| office.publish(publication))
    }
}

impl OfficeState {
    fn latest(&self) -> Vec<Edition> {
        // Editions of a service come in the order of their numbers: the last one stays.
        let latest: BTreeMap<&ServiceCode, &(u32, Edition)> =
            self.editions.iter().map(|((service, _), edition)| (service, edition)).collect();
        let mut latest: Vec<&(u32, Edition)> = latest.into_values().collect();
        latest.sort_by_key(|(place, _)| *place);
        latest.into_iter().map(|(_, edition)| edition.clone()).collect()
    }

    fn publish(&mut self, publication: Publication) -> Result<u64, PublishError> {
        let mut adds = BTreeMap::new();
        for (place, edition) in publication.editions {
            let key = (edition.standard.code.clone(), edition.number);
            let known = self.editions.contains_key(&key);
            if known || adds.insert(key, (place, edition)).is_some() {
                return Err(PublishError::Stale { current: self.published });
            }
        }
        if publication.expected != self.published {
            return Err(PublishError::Stale { current: self.published });
        }
        for (_, edition) in adds.values() {
            let digest = Some(chain::digest(edition));
            let subject = edition.reference().to_string();
            self.record(publication.at, publication.by, "edition-published", subject, digest);
        }
        self.editions.extend(adds);
        self.published += 1;
        Ok(self.published)
    }
}
