//! Nothing is told before it is true, nothing true is forgotten.

use sipoke_core::{
    access::Role,
    application::Command,
    documents::Comparison,
    ports::{Audience, Notice, NoticeKind},
    words::{NonEmpty, NoticeId},
};

use super::support::{act, broken, commit, filed, must, ready};
use crate::{Ports, StoreHarness, samples};

async fn untold(ports: &Ports, audience: Audience) -> Vec<Notice> {
    must(ports.outbox.untold(samples::office_code(), audience, 100).await)
}

async fn tell(ports: &Ports, notice: NoticeId) {
    must(ports.outbox.told(samples::office_code(), notice, samples::morning()).await);
}

/// Exactly as the change had it.
pub async fn a_notice_is_there_after_the_commit(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    assert_eq!(untold(&ports, Audience::Applicant).await, []);
    let change = samples::filed(1);
    let notices = change.notices.clone();

    commit(&ports, change).await;

    assert_eq!(untold(&ports, Audience::Applicant).await, notices);
    assert_eq!(notices.len(), 1);
}

/// Who waits longest is told first.
pub async fn notices_come_oldest_first_and_no_more_than_asked(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    for seed in [30, 10, 20] {
        filed(&ports, seed).await;
    }

    let two = must(ports.outbox.untold(samples::office_code(), Audience::Applicant, 2).await);

    let about: Vec<_> = two.iter().map(|notice| notice.application).collect();
    assert_eq!(about, [samples::fresh(10).id, samples::fresh(20).id]);
}

/// Each audience has its own.
pub async fn a_notice_is_shown_to_its_audience_only(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let application = ready(&ports, 1).await;
    let [paper, ..] = samples::needed();
    let differs = Command::CompareOriginals(NonEmpty::of((paper, Comparison::Differs)));
    let clerk = samples::by_officer(Role::CounterClerk);

    act(&ports, application.value.id(), differs, &clerk).await;

    let kinds = |notices: Vec<Notice>| -> Vec<NoticeKind> {
        notices.into_iter().map(|notice| notice.kind).collect()
    };
    let head = kinds(untold(&ports, Audience::Role(Role::Head)).await);
    let applicant = kinds(untold(&ports, Audience::Applicant).await);
    assert_eq!(head, [NoticeKind::LetterVoided]);
    let life =
        [NoticeKind::Received, NoticeKind::Accepted, NoticeKind::Ready, NoticeKind::LetterVoided];
    assert_eq!(applicant, life);
    assert_eq!(untold(&ports, Audience::Role(Role::Secretary)).await, []);
}

/// And only that one.
pub async fn a_notice_that_was_told_is_not_told_again(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    for seed in 1..=3 {
        filed(&ports, seed).await;
    }
    let notices = untold(&ports, Audience::Applicant).await;
    let [first, second, third] = notices.as_slice() else { broken("three notices expected") };

    tell(&ports, second.id).await;

    assert_eq!(untold(&ports, Audience::Applicant).await, [first.clone(), third.clone()]);
}

/// A messenger that was cut off begins again.
pub async fn telling_twice_or_an_unknown_notice_changes_nothing(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    for seed in 1..=2 {
        filed(&ports, seed).await;
    }
    let notices = untold(&ports, Audience::Applicant).await;
    let [first, second] = notices.as_slice() else { broken("two notices expected") };
    tell(&ports, first.id).await;

    tell(&ports, first.id).await;
    tell(&ports, NoticeId::new(samples::morning(), [9; 10])).await;

    assert_eq!(untold(&ports, Audience::Applicant).await, std::slice::from_ref(second));
}
