use std::collections::BTreeMap;

use sipoke_core::{
    access::{Actor, Role},
    application::Channel,
    documents::{Finding, Reason, ScanReceipt},
    ports::Revision,
    words::{NonEmpty, Note, RequirementCode, Ticket},
};
use sipoke_desk::{CaseRequest, Desk};
use sipoke_tests::office::{Office, scan_file};

use crate::support::{
    Acted, USUAL_ROUNDS, key, lines_of, many, race, request, requirement, rounds, walk_in, winner,
};

sipoke_tests::on_stores! {
    [sqlite Sqlite] [postgres Postgres];
    {
        of_sixteen_decisions_on_one_case_one_holds
    }
}

/// Half the cases are complete, and eight accept what eight reject; of the others a scan cannot be
/// read, and eight return what eight reject.
async fn of_sixteen_decisions_on_one_case_one_holds(office: Office) {
    let rounds = rounds(USUAL_ROUNDS);
    let scans = scans(&office.desk).await;
    let (clerk, head) = (office.officer(Role::CounterClerk), office.officer(Role::Head));
    let cases = many(rounds, |number| {
        let (desk, clerk, scans) = (office.desk.clone(), clerk.clone(), scans.clone());
        async move {
            match number % 2 {
                0 => complete(&desk, &clerk, number).await,
                _ => lacking(&desk, &clerk, number, scans).await,
            }
        }
    })
    .await;
    let before = lines_of(&office, rounds).await;

    for (round, (ticket, revision)) in cases.into_iter().enumerate() {
        let ended = race(|racer| {
            let (desk, clerk, head) = (office.desk.clone(), clerk.clone(), head.clone());
            async move {
                let key = key("putuskan", round, racer);
                let blind = request(&clerk, ticket, key.clone());
                let seeing = CaseRequest { seen: Some(revision), ..blind.clone() };
                match (racer % 4, revision) {
                    (0, Revision(1)) => desk.accept(blind).await,
                    (1, Revision(1)) => desk.accept(seeing).await,
                    (0, _) => desk.return_to_applicant(blind).await,
                    (1, _) => desk.return_to_applicant(seeing).await,
                    _ => reject(&desk, CaseRequest { actor: &head, ..seeing }).await,
                }
            }
        })
        .await;

        let won = winner(ended);
        let found = office.desk.case(&head, ticket).await.unwrap();
        assert_eq!(found.application, won, "what was decided is what is kept");
    }

    assert_eq!(lines_of(&office, rounds).await, before + rounds as u64, "one line each");
}

async fn complete(desk: &Desk, clerk: &Actor, number: usize) -> (Ticket, Revision) {
    let filed = desk.submit(clerk, walk_in("lengkap", number)).await.unwrap();
    (filed.ticket(), Revision(1))
}

async fn lacking(
    desk: &Desk,
    clerk: &Actor,
    number: usize,
    scans: BTreeMap<RequirementCode, ScanReceipt>,
) -> (Ticket, Revision) {
    let blurred = Finding::Lacking { reason: Reason::Unreadable, note: None };
    let findings = scans.keys().map(|code| (code.clone(), blurred.clone())).collect();
    let mut online = walk_in("kurang", number);
    online.filing.channel = Channel::Online;
    online.filing.presented.clear();
    online.filing.documents = scans;
    let ticket = desk.submit(&Actor::Applicant, online).await.unwrap().ticket();
    let request = request(clerk, ticket, key("periksa", number, 0));
    let checked = desk.check_scans(request, NonEmpty::new(findings).unwrap()).await.unwrap();
    (ticket, checked.revision)
}

async fn reject(desk: &Desk, request: CaseRequest<'_>) -> Acted {
    let legal_ground = Note::parse("Perda Kota Depok 10/2015").unwrap();
    desk.reject(request, Reason::Unreadable, legal_ground).await
}

async fn scans(desk: &Desk) -> BTreeMap<RequirementCode, ScanReceipt> {
    let mut scans = BTreeMap::new();
    for (code, name) in [
        ("pengantar-rt-rw", "pengantar.pdf"),
        ("ktp-pemohon", "buram.jpg"),
        ("kk-pemohon", "kk.png"),
    ] {
        let mut upload = desk.receive_scan().await.unwrap();
        upload.write(&scan_file(name)).await.unwrap();
        scans.insert(requirement(code), upload.finish().await.unwrap());
    }
    scans
}
