//! What was stored once stays readable: every shape is compared with a document under
//! `tests/golden` that is never rewritten. A new shape adds a document.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of a test may end it")]

mod samples;

use std::{collections::BTreeSet, fs, path::PathBuf};

use sipoke_core::{
    catalogue::{ChannelPolicy, Need},
    words::Zone,
};
use sipoke_wire::stored::{
    StoredError, decode_calendar, decode_edition, decode_event, decode_office, encode_calendar,
    encode_edition, encode_event, encode_office,
};

fn golden(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{path:?}: {fault}"));
    text.trim_end().as_bytes().to_vec()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn every_fact_is_written_and_read_as_it_was_from_the_first_day() {
    for (name, event) in samples::events() {
        let golden = golden(&format!("event-{name}.json"));

        assert_eq!(text(&encode_event(&event)), text(&golden), "{name}");
        assert_eq!(decode_event(&golden).unwrap(), event, "{name}");
    }
}

#[test]
fn every_kind_of_fact_has_its_document() {
    let documents: BTreeSet<String> =
        samples::events().iter().map(|(_, event)| event.fact.name().to_owned()).collect();

    // The names of all facts; `Fact::name` has no list, so it stands here.
    let all = "accepted collected drafted expired filed initialled letter-voided \
               originals-compared rejected resubmitted returned scans-checked signed withdrawn";
    assert_eq!(documents, all.split(' ').map(str::to_owned).collect());
}

#[test]
fn editions_are_written_and_read_as_they_were_from_the_first_day() {
    let online = samples::edition(ChannelPolicy::Online { working_days: 2 });
    let counter = samples::edition(ChannelPolicy::CounterOnly { reason: "Waris".into() });

    for (name, edition) in [("edition-online.json", online), ("edition-counter.json", counter)] {
        let golden = golden(name);

        assert_eq!(text(&encode_edition(&edition)), text(&golden));
        assert_eq!(decode_edition(&golden).unwrap(), edition);
    }
}

#[test]
fn a_paper_that_proxies_bring_reads_back() {
    let mut edition = samples::edition(ChannelPolicy::Online { working_days: 2 });
    edition.standard.requirements[1].need = Need::Represented("bila diwakilkan".into());

    let stored = encode_edition(&edition);

    assert!(text(&stored).contains(r#"{"represented":"bila diwakilkan"}"#));
    assert_eq!(decode_edition(&stored).unwrap(), edition);
}

#[test]
fn offices_and_calendars_are_written_and_read_as_they_were_from_the_first_day() {
    let (office, calendar) = (samples::office(), samples::calendar());

    assert_eq!(text(&encode_office(&office)), text(&golden("office.json")));
    assert_eq!(text(&encode_calendar(&calendar)), text(&golden("calendar.json")));
    assert_eq!(decode_office(&golden("office.json")).unwrap(), office);
    assert_eq!(decode_calendar(&golden("calendar.json")).unwrap(), calendar);
}

#[test]
fn every_zone_and_an_office_that_says_little_read_back() {
    for zone in [Zone::Wib, Zone::Wita, Zone::Wit] {
        let bare = sipoke_core::office::Office {
            zone,
            address: None,
            phone: None,
            hours: None,
            notice: None,
            sections: Vec::new(),
            ..samples::office()
        };

        assert_eq!(decode_office(&encode_office(&bare)).unwrap(), bare);
    }
}

#[test]
fn an_unknown_field_is_an_error_and_never_ignored() {
    let event = text(&golden("event-withdrawn.json")).replace("\"v\":1", "\"v\":1,\"x\":1");
    let filed = text(&golden("event-filed.json")).replace("\"size\":", "\"x\":1,\"size\":");

    assert!(matches!(decode_event(event.as_bytes()), Err(StoredError::Shape(_))));
    assert!(matches!(decode_event(filed.as_bytes()), Err(StoredError::Shape(_))));
}

#[test]
fn a_document_from_the_future_says_so() {
    let event = text(&golden("event-withdrawn.json")).replace("\"v\":1", "\"v\":2,\"new\":1");

    let fault = decode_event(event.as_bytes()).unwrap_err();

    assert!(matches!(fault, StoredError::Newer { found: 2, known: 1 }));
}

#[test]
fn a_list_that_is_never_empty_is_not_read_as_empty() {
    let event =
        br#"{"v":1,"at":"2026-11-24T02:12:00Z","by":"console","fact":{"letter-voided":[]}}"#;

    assert!(matches!(decode_event(event), Err(StoredError::EmptyList)));
}

#[test]
fn a_word_that_is_malformed_is_not_read() {
    let wrong_nik = text(&golden("event-filed.json")).replace("3276054101900002", "0000");

    assert!(decode_event(wrong_nik.as_bytes()).is_err());
}
