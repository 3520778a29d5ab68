use std::collections::HashMap;

use async_trait::async_trait;
use sipoke_core::{
    ports::{AuditEntry, AuditFault, AuditLine, AuditReport, Ledger, StoreError},
    words::OfficeCode,
};

use super::{MemoryStore, chain, state::OfficeState};

#[async_trait]
impl Ledger for MemoryStore {
    async fn append(&self, entry: AuditEntry) -> Result<(), StoreError> {
        self.with(entry.office, |office| {
            office.record(entry.at, entry.by, entry.action, entry.subject, None);
        });
        Ok(())
    }

    async fn lines(
        &self,
        office: OfficeCode,
        after: u64,
        limit: u16,
    ) -> Result<Vec<AuditLine>, StoreError> {
        Ok(self.with(office, |office| {
            let later = office.chain.iter().filter(|line| line.number > after);
            later.take(usize::from(limit)).cloned().collect()
        }))
    }

    async fn audit(&self, office: OfficeCode) -> Result<AuditReport, StoreError> {
        Ok(self.with(office, |office| AuditReport {
            lines: u64::try_from(office.chain.len()).unwrap_or(u64::MAX),
            head: office.chain.last().map(|line| line.hash),
            faults: [office.broken_lines(), office.changed_events(), office.number_gaps()].concat(),
        }))
    }
}

impl OfficeState {
    /// Holds every event against its line. The lines of a case come in the order of its events.
    fn changed_events(&self) -> Vec<AuditFault> {
        let mut lines: HashMap<&str, Vec<&AuditLine>> = HashMap::new();
        for line in &self.chain {
            lines.entry(&line.subject).or_default().push(line);
        }
        let mut faults = Vec::new();
        for (id, case) in &self.cases {
            let subject = id.to_string();
            let recorded = lines.get(subject.as_str()).map_or(&[][..], Vec::as_slice);
            let of_events = recorded.iter().filter(|line| line.digest.is_some());
            let (count, expected) = (of_events.clone().count(), case.events.len());
            let changed = of_events
                .zip(&case.events)
                .filter(|(line, event)| line.digest != Some(chain::digest(event)))
                .map(|(line, _)| AuditFault::ContentChanged {
                    line: line.number,
                    subject: subject.clone(),
                });
            faults.extend(changed);
            if count != expected {
                faults.push(AuditFault::Unrecorded { subject });
            }
        }
        faults
    }

    fn number_gaps(&self) -> Vec<AuditFault> {
        let mut faults = Vec::new();
        for (series, ids) in &self.registers {
            for (id, sequence) in ids.iter().zip(1_u32..) {
                let letter = self.cases.get(id).and_then(|case| case.current.letter());
                if letter.is_none_or(|(number, _)| number.sequence != sequence) {
                    let series = format!("{}/{}", series.name, series.year);
                    faults.push(AuditFault::NumberGap { series, sequence });
                }
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use sipoke_core::{application::Event, ports::Applications, words::ApplicationId};

    use super::*;
    use crate::samples;

    #[tokio::test]
    async fn a_changed_line_is_found() {
        let store = busy().await;

        store.with(samples::office_code(), |office| office.chain[1].action = "withdrawn".into());

        assert_eq!(faults(&store).await, [AuditFault::BrokenChain { line: 2 }]);
    }

    #[tokio::test]
    async fn a_removed_line_is_found() {
        let store = busy().await;

        store.with(samples::office_code(), |office| office.chain.remove(0));

        assert!(faults(&store).await.contains(&AuditFault::BrokenChain { line: 1 }));
    }

    #[tokio::test]
    async fn a_changed_event_is_found() {
        let store = busy().await;

        let id = with_first_case(&store, |events| events[0].at = samples::morning());

        let changed = AuditFault::ContentChanged { line: 1, subject: id.to_string() };
        assert_eq!(faults(&store).await, [changed]);
    }

    #[tokio::test]
    async fn a_removed_event_is_found() {
        let store = busy().await;

        let id = with_first_case(&store, |events| events.truncate(0));

        assert_eq!(faults(&store).await, [AuditFault::Unrecorded { subject: id.to_string() }]);
    }

    #[tokio::test]
    async fn a_number_that_no_letter_has_is_found() {
        let store = busy().await;

        store.with(samples::office_code(), |office| {
            let id = *office.cases.keys().next().unwrap();
            office.registers.entry(samples::series()).or_default().push(id);
        });

        let gap = AuditFault::NumberGap { series: "surat/2026".into(), sequence: 1 };
        assert_eq!(faults(&store).await, [gap]);
    }

    async fn busy() -> MemoryStore {
        let store = MemoryStore::new();
        for seed in 1..=3 {
            store.commit(samples::filed(seed)).await.unwrap();
        }
        assert_eq!(faults(&store).await, []);
        store
    }

    fn with_first_case(store: &MemoryStore, change: impl FnOnce(&mut Vec<Event>)) -> ApplicationId {
        store.with(samples::office_code(), |office| {
            let (id, case) = office.cases.iter_mut().next().unwrap();
            change(&mut case.events);
            *id
        })
    }

    async fn faults(store: &MemoryStore) -> Vec<AuditFault> {
        store.audit(samples::office_code()).await.unwrap().faults
    }
}
