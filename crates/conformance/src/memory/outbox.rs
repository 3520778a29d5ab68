use async_trait::async_trait;
use sipoke_core::{
    ports::{Audience, Notice, Outbox, StoreError},
    words::{Moment, NoticeId, OfficeCode},
};

use super::MemoryStore;

#[async_trait]
impl Outbox for MemoryStore {
    async fn untold(
        &self,
        office: OfficeCode,
        audience: Audience,
        limit: u16,
    ) -> Result<Vec<Notice>, StoreError> {
        Ok(self.with(office, |office| {
            let wanted = office.untold.iter().filter(|notice| notice.audience == audience);
            let mut notices: Vec<Notice> = wanted.cloned().collect();
            notices.sort_by_key(|notice| (notice.at, notice.id));
            notices.truncate(usize::from(limit));
            notices
        }))
    }

    async fn told(
        &self,
        office: OfficeCode,
        notice: NoticeId,
        _at: Moment,
    ) -> Result<(), StoreError> {
        self.with(office, |office| office.untold.retain(|untold| untold.id != notice));
        Ok(())
    }
}
