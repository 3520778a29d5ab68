//! What people type comes back as they typed it.

use std::collections::BTreeMap;

use sipoke_core::{
    access::Role,
    application::{Command, Filing},
    documents::{Finding, Reason},
    ports::{Page, Publication, Query},
    words::{Address, NonEmpty, Note, PersonName},
};

use super::support::{CONSOLE, act, commit, found, must, there};
use crate::{StoreHarness, samples};

/// Quotes of every kind, wildcards, escapes, other scripts, letters of two code points, words that
/// mean something to a machine.
const AWKWARD: [&str; 11] = [
    "Ma'ruf \"Abdul\" `Contoh`",
    "'; DROP TABLE applications; --",
    "100% _contoh_ \\ \\n \\0 \\u0000",
    "Ñandú Ḥasan Œuvre ﷺ",
    "e\u{301} is not \u{e9}",
    "ᮞᮥᮔ᮪ᮓ ꦗꦮ 中文",
    "{\"json\": [null, true]}",
    "<script>alert(1)</script> &amp; <b>",
    "null",
    "12345678901234567890.000",
    "a",
];

/// Marks that nobody sees: in free answers they may be, in names not.
const UNSEEN: [&str; 3] =
    ["nol\u{200b}lebar\u{200d}sambung", "\u{202e}terbalik\u{202c}", "keluarga 👨‍👩‍👧‍👦 🇮🇩"];

/// Names, addresses, answers.
pub async fn every_name_and_answer_comes_back_as_it_was_typed(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    for (seed, text) in (1..).zip(AWKWARD) {
        let mut filing = samples::filing(seed);
        filing.applicant = samples::person(text, &samples::nik(2));
        filing.applicant.address = must(Address::parse(text));
        filing.answers.insert(samples::question("keperluan"), text.to_owned());

        let stored = commit(&ports, samples::filed_as(seed, &samples::edition(1), filing)).await;

        let found = found(&ports, stored.value.id()).await;
        assert_eq!(found, stored, "{text:?}");
        assert_eq!(found.value.applicant().name.expose(), text);
        let answer = found.value.answers().get(&samples::question("keperluan"));
        assert_eq!(answer.map(String::as_str), Some(text));
    }
    let page = Page { after: None, limit: 100 };
    let listing =
        must(ports.applications.list(samples::office_code(), &Query::default(), page).await);
    let names: Vec<&str> = listing.rows.iter().map(|row| row.applicant.expose()).collect();
    assert_eq!(names, AWKWARD);
}

/// Free answers may hold what a name may not.
pub async fn answers_with_marks_that_nobody_sees_come_back(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    for (seed, text) in (1..).zip(UNSEEN) {
        let mut filing = samples::filing(seed);
        filing.answers.insert(samples::question("keperluan"), text.to_owned());

        let stored = commit(&ports, samples::filed_as(seed, &samples::edition(1), filing)).await;

        let found = found(&ports, stored.value.id()).await;
        let answer = found.value.answers().get(&samples::question("keperluan"));
        assert_eq!(answer.map(String::as_str), Some(text));
    }
}

/// The longest of everything, in letters of four bytes.
pub async fn the_longest_texts_come_back_whole(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let long = |letters| "𠀋".repeat(letters);
    let mut filing = samples::filing(1);
    filing.applicant.name = must(PersonName::parse(&long(100)));
    filing.applicant.address = must(Address::parse(&long(300)));
    filing.answers.insert(samples::question("keperluan"), long(2_000));
    let stored = commit(&ports, samples::filed_as(1, &samples::edition(1), filing)).await;
    let [paper, ..] = samples::needed();
    let note = must(Note::parse(&long(2_000)));
    let lacking = Finding::Lacking { reason: Reason::Unreadable, note: Some(note) };

    let verifier = samples::by_officer(Role::Verifier);
    let command = Command::CheckScans(NonEmpty::of((paper, lacking)));
    let checked = act(&ports, stored.value.id(), command, &verifier).await;

    assert_eq!(found(&ports, stored.value.id()).await, checked);
}

/// Lines of a note, and a legal ground with everything in it.
pub async fn lines_of_a_note_are_kept(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let stored = commit(&ports, samples::filed(1)).await;
    let words = AWKWARD.join("\n\n");
    let legal_ground = must(Note::parse(&words));

    let command = Command::Reject { reason: Reason::NotOurAuthority, legal_ground };
    let head = samples::by_officer(Role::Head);
    let rejected = act(&ports, stored.value.id(), command, &head).await;

    assert_eq!(found(&ports, stored.value.id()).await, rejected);
}

/// A form that asks nothing.
pub async fn an_application_without_answers_comes_back_without_answers(
    store: &mut dyn StoreHarness,
) {
    let ports = store.ports();
    let mut edition = samples::edition(1);
    edition.standard.questions.clear();
    let filing = Filing { answers: BTreeMap::new(), ..samples::filing(1) };

    let stored = commit(&ports, samples::filed_as(1, &edition, filing)).await;

    let found = found(&ports, stored.value.id()).await;
    assert_eq!(found, stored);
    assert!(found.value.answers().is_empty());
}

/// Standards are long, and have lists that may be empty.
pub async fn awkward_standards_come_back_as_they_were_published(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    let code = samples::office_code();
    let mut full = samples::edition(1);
    full.standard.name = AWKWARD.join(" ");
    full.standard.facilities.items = AWKWARD.map(str::to_owned).to_vec();
    full.decree.about = AWKWARD.join("\n").repeat(50);
    let mut empty = samples::edition(2);
    empty.standard.requirements.clear();
    empty.standard.questions.clear();
    empty.standard.legal_basis.clear();
    empty.standard.procedure.clear();
    empty.standard.facilities.items.clear();
    empty.standard.category = String::new();
    empty.decree.signed_on = None;
    empty.decree.signer = None;

    for (expected, edition) in [(0, &full), (1, &empty)] {
        let editions = vec![(1, edition.clone())];
        let at = samples::morning();
        let publication = Publication { office: code, expected, editions, at, by: CONSOLE };
        must(ports.catalogue.publish(publication).await);
    }

    for edition in [full, empty] {
        let read = must(ports.catalogue.edition(code, &edition.reference()).await);
        assert_eq!(read, Some(edition));
    }
}

/// Officers have names too.
pub async fn awkward_names_of_officers_come_back(store: &mut dyn StoreHarness) {
    let ports = store.ports();
    for (role, text) in Role::ALL.into_iter().zip(AWKWARD) {
        let mut account = samples::account(role);
        account.officer.name = must(PersonName::parse(text));

        let (office, at) = (samples::office_code(), samples::morning());
        must(ports.staff.add(office, account.clone(), at, CONSOLE).await);

        let read = must(ports.staff.account(office, &account.officer.login).await);
        assert_eq!(there(read), account);
    }
}
