//! Requests are their events: appended for everything that happens, and adding up to the stored row.

use crate::office::*;
use gongkai_app::Installation;
use gongkai_domain::registers::Value;
use gongkai_domain::requests::{Event, REQUESTS, replay};
use gongkai_storage::requests::{StoredEvent, events};
use gongkai_testkit::{Cells, on_each_engine};

const KEY: &str = "office/2016-1";

const RECEIVED: Cells<'_> = &[
    ("body", "office"),
    ("number", "2016-1"),
    ("received_on", "2016-02-05"),
    ("channel", "letter"),
    ("requester_kind", "natural_person"),
    ("requester_name", "欧阳测试"),
    ("subject", "land_expropriation_compensation"),
];
const ASKED: Cells<'_> = &[
    ("body", "office"),
    ("number", "2016-1"),
    ("received_on", "2016-02-05"),
    ("channel", "letter"),
    ("requester_kind", "natural_person"),
    ("requester_name", "欧阳测试"),
    ("subject", "land_expropriation_compensation"),
    ("third_party_sent_on", "2016-02-15"),
    ("third_party_answered_on", "2016-02-22"),
];
const DECIDED: Cells<'_> = &[
    ("body", "office"),
    ("number", "2016-1"),
    ("received_on", "2016-02-05"),
    ("channel", "fax"),
    ("requester_kind", "natural_person"),
    ("requester_name", "欧阳更正"),
    ("subject", "land_expropriation_compensation"),
    ("third_party_sent_on", "2016-02-15"),
    ("third_party_answered_on", "2016-02-22"),
    ("decided_on", "2016-03-09"),
    ("outcome", "not_held_by_this_body"),
    ("reply_number", "〔2016〕1号"),
];

async fn events_of(office: &Installation, key: &str) -> Vec<StoredEvent> {
    let mut tx = office.db.read().await.unwrap();
    events(&mut tx, &[key]).await.unwrap()
}

fn kinds(events: &[StoredEvent]) -> Vec<&str> {
    events.iter().map(|event| event.kind.as_str()).collect()
}

/// The stored events add up to the stored row, but for what is personal or computed.
async fn assert_replays(office: &Installation, key: &str) {
    let stored = row(office, "requests", key).await;
    let events: Vec<Event> = events_of(office, key)
        .await
        .iter()
        .map(|event| Event::read(&event.kind, event.happened_on, &event.facts).unwrap())
        .collect();
    let case = replay(&events).unwrap();
    assert!(!case.struck);
    for (at, column) in REQUESTS.columns.iter().enumerate() {
        let expected = if column.personal || column.computed { &Value::Absent } else { &stored.values[at] };
        assert_eq!(&case.values[at], expected, "{}", column.code);
    }
}

#[tokio::test]
async fn every_import_appends_what_happened_and_corrects_what_was_wrong() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        import(&office, ledger("requests", &[RECEIVED])).await;
        assert_eq!(kinds(&events_of(&office, KEY).await), ["received"]);
        assert_eq!(column(&office, "requests", KEY, "due_on").await, "2016-03-02");
        assert_replays(&office, KEY).await;

        import(&office, ledger("requests", &[ASKED])).await;
        assert_eq!(column(&office, "requests", KEY, "due_on").await, "2016-03-09");
        let first = events_of(&office, KEY).await;
        assert_eq!(kinds(&first), ["received", "third-party-sent", "third-party-answered"]);
        assert_replays(&office, KEY).await;

        import(&office, ledger("requests", &[DECIDED])).await;
        let then = events_of(&office, KEY).await;
        assert_eq!(then[..3], first[..], "what happened before stays as it was told");
        assert_eq!(kinds(&then[3..]), ["decided", "corrected"]);
        assert_eq!(then.iter().map(|event| event.position).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
        assert_eq!(then[4].happened_on, Some(TODAY));
        assert!(then[4].facts.contains("channel") && then[4].facts.contains("fax"), "{}", then[4].facts);
        assert!(then[4].facts.contains("requester_name"), "{}", then[4].facts);
        assert_eq!(column(&office, "requests", KEY, "timeliness").await, "on_time");
        assert_eq!(column(&office, "requests", KEY, "state").await, "closed");
        assert_replays(&office, KEY).await;
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn replacing_strikes_requests_out_and_they_can_come_back() {
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let other: Cells<'_> = &[
            ("body", "office"),
            ("number", "2016-2"),
            ("received_on", "2016-05-05"),
            ("channel", "online"),
            ("requester_kind", "natural_person"),
        ];
        import(&office, ledger("requests", &[DECIDED, other])).await;
        let applied = import(&office, replacing("requests", 2016, "office", &[other])).await;
        assert_eq!(counts(&applied), [0, 0, 1, 1]);
        assert_eq!(stored(&office, "requests", KEY).await, None);
        assert_eq!(events_of(&office, KEY).await.last().unwrap().kind, "struck");
        assert_verified(&office).await;
        import(&office, ledger("requests", &[RECEIVED])).await;
        let told = events_of(&office, KEY).await;
        assert_eq!(told.last().unwrap().kind, "received");
        assert_eq!(told.last().unwrap().position, told.len() as i64);
        assert_replays(&office, KEY).await;
        assert_verified(&office).await;
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_row_whose_days_contradict_each_other_is_refused_whole() {
    use gongkai_app::import::{ImportError, compare};
    on_each_engine(|test| async move {
        let office = with_bodies(&test.db).await;
        let backwards: Cells<'_> = &[
            ("body", "office"),
            ("number", "2016-3"),
            ("received_on", "2016-05-05"),
            ("channel", "online"),
            ("requester_kind", "natural_person"),
            ("third_party_sent_on", "2016-05-01"),
        ];
        let refused = compare(&office, &ledger("requests", &[RECEIVED, backwards])).await.unwrap_err();
        let ImportError::Faults(problems) = refused else { panic!("{refused}") };
        assert!(problems.iter().all(|problem| problem.index == 1), "{problems:?}");
        assert_eq!(problems[0].fault.place.row, 3);
        assert_eq!(audit_facts(&office).await.len(), 1);
    })
    .await
    .unwrap();
}
