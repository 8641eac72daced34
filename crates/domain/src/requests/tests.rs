use super::holdings::at;
use super::*;
use crate::calendar::Calendar;
use crate::law::{BUILT_IN, LawText};
use crate::regime::Regimes;
use crate::registers::Value;
use jiff::civil::{Date, date};

pub(super) fn calendar() -> Calendar {
    let is_calendar = |law: &&LawText<'_>| law.path.starts_with("calendars/");
    Calendar::read(&BUILT_IN.iter().filter(is_calendar).copied().collect::<Vec<_>>()).unwrap()
}

pub(super) fn regimes() -> Regimes {
    let is_regime = |law: &&LawText<'_>| law.path.starts_with("regimes/");
    Regimes::read(&BUILT_IN.iter().filter(is_regime).copied().collect::<Vec<_>>()).unwrap()
}

/// A row, from `column=value` words; what is required and not given is filled in.
pub(super) fn row(given: &str) -> Vec<Value> {
    let mut values = vec![Value::Absent; REQUESTS.columns.len()];
    let plain = "body=conghua-office number=2024-1 channel=web requester_kind=citizen";
    for word in plain.split(' ').chain(given.split_whitespace()) {
        let (code, text) = word.split_once('=').unwrap();
        values[REQUESTS.position(code).unwrap()] =
            text.parse().map_or_else(|_| Value::Text(text.to_owned()), Value::Date);
    }
    values
}

fn try_complete(given: &str) -> Result<(Vec<Value>, Vec<Remark>), Vec<Remark>> {
    let mut values = row(given);
    let remarks = complete(&mut values, &regimes(), &calendar())?;
    Ok((values, remarks))
}

/// Due day, timeliness and state.
fn computed(given: &str) -> [String; 3] {
    let (values, _) = try_complete(given).unwrap_or_else(|remarks| panic!("{given}: {remarks:?}"));
    ["due_on", "timeliness", "state"].map(|code| values[REQUESTS.position(code).unwrap()].to_plain())
}

#[test]
fn computed_columns_follow_the_clock() {
    // the row, due, timeliness, state
    let cases = [
        ("received_on=2024-02-08", "2024-03-13", "", "in_progress"),
        ("received_on=2016-02-05", "2016-03-02", "", "in_progress"),
        ("received_on=2024-02-08 decided_on=2024-03-13", "2024-03-13", "on_time", "closed"),
        ("received_on=2024-02-08 decided_on=2024-02-08", "2024-03-13", "on_time", "closed"),
        ("received_on=2024-02-08 decided_on=2024-03-14", "2024-03-13", "overdue", "closed"),
        // extended: by the day that counts, not by the approval
        (
            "received_on=2024-02-08 extension_approved_on=2024-03-13 decided_on=2024-03-14",
            "2024-04-11",
            "extended",
            "closed",
        ),
        (
            "received_on=2024-02-08 extension_approved_on=2024-03-01 decided_on=2024-03-13",
            "2024-04-11",
            "on_time",
            "closed",
        ),
        (
            "received_on=2024-02-08 extension_approved_on=2024-03-13 decided_on=2024-04-12",
            "2024-04-11",
            "overdue",
            "closed",
        ),
        // a third party
        ("received_on=2024-02-08 third_party_sent_on=2024-02-20", "2024-04-03", "", "third_party_wait"),
        (
            "received_on=2024-02-08 third_party_sent_on=2024-02-20 third_party_answered_on=2024-03-01",
            "2024-03-25",
            "",
            "in_progress",
        ),
        (
            "received_on=2024-02-08 third_party_sent_on=2024-02-20 third_party_answered_on=2024-03-01 \
             extension_approved_on=2024-03-25 decided_on=2024-04-23",
            "2024-04-23",
            "extended",
            "closed",
        ),
        // a clarification stops the clock, and starts it anew
        ("received_on=2024-02-08 clarification_sent_on=2024-02-19", "2024-03-18", "", "clarification_wait"),
        (
            "received_on=2024-02-08 clarification_sent_on=2024-02-19 clarification_received_on=2024-02-26",
            "2024-03-25",
            "",
            "in_progress",
        ),
        (
            "received_on=2024-02-08 clarification_sent_on=2024-02-19 clarification_received_on=2024-02-26 \
             extension_approved_on=2024-02-26 decided_on=2024-04-01",
            "2024-04-23",
            "extended",
            "closed",
        ),
        // closed while the clock stood still: no period ran out
        (
            "received_on=2024-02-08 clarification_sent_on=2024-02-19 decided_on=2024-06-03 \
             outcome=abandoned_no_clarification",
            "",
            "on_time",
            "closed",
        ),
        (
            "received_on=2024-02-08 clarification_sent_on=2024-02-19 decided_on=2024-04-03 \
             clarification_received_on=2024-04-08",
            "",
            "on_time",
            "closed",
        ),
        // a late notice does not stop it
        (
            "received_on=2024-02-08 clarification_sent_on=2024-02-26 decided_on=2024-03-14",
            "2024-03-13",
            "overdue",
            "closed",
        ),
        // waiting for both: the requester first
        (
            "received_on=2024-02-08 clarification_sent_on=2024-02-19 third_party_sent_on=2024-02-19",
            "2024-04-09",
            "",
            "clarification_wait",
        ),
        // an answer after the decision moves nothing
        (
            "received_on=2024-02-08 third_party_sent_on=2024-02-20 decided_on=2024-02-28 \
             third_party_answered_on=2024-03-01",
            "2024-04-03",
            "on_time",
            "closed",
        ),
    ];
    for (given, due, timeliness, state) in cases {
        assert_eq!(computed(given), [due, timeliness, state], "{given}");
    }
}

#[test]
fn what_was_computed_before_is_written_over() {
    let stale = "received_on=2024-02-08 due_on=2020-01-01 timeliness=overdue state=closed";
    assert_eq!(computed(stale), ["2024-03-13", "", "in_progress"]);
}

#[test]
fn an_extension_approved_too_late_is_left_out_and_remarked() {
    let given = "received_on=2024-02-08 extension_approved_on=2024-03-14 decided_on=2024-03-20";
    assert_eq!(computed(given), ["2024-03-13", "overdue", "closed"]);
    let (values, remarks) = try_complete(given).unwrap();
    assert_eq!(remarks.len(), 1);
    assert_eq!(remarks[0].column, "extension_approved_on");
    assert!(remarks[0].says.zh.ends_with("这次延长不计入期限"), "{remarks:?}");
    let told = explain(&values, &regimes(), &calendar()).unwrap().unwrap();
    assert_eq!((told.due.due, told.left_out), (date(2024, 3, 13), remarks));
}

#[test]
fn before_the_first_regulation_there_is_no_due_day() {
    let given = "received_on=2007-03-01 decided_on=2007-03-05";
    assert_eq!(computed(given), ["", "", "closed"]);
    let (values, remarks) = try_complete(given).unwrap();
    assert_eq!(remarks[0].column, "received_on");
    assert_eq!(explain(&values, &regimes(), &calendar()).unwrap(), None);
}

#[test]
fn dates_that_contradict_each_other_are_refused_together() {
    // the row, the columns to look at
    let cases: [(&str, &[&str]); 8] = [
        ("", &["received_on"]),
        ("received_on=2024-02-08 decided_on=2024-02-07", &["received_on"]),
        ("received_on=2024-02-08 third_party_sent_on=2024-02-07", &["third_party_sent_on"]),
        ("received_on=2024-02-08 third_party_answered_on=2024-02-20", &["third_party_answered_on"]),
        (
            "received_on=2024-02-08 third_party_sent_on=2024-02-21 third_party_answered_on=2024-02-20",
            &["third_party_answered_on"],
        ),
        (
            "received_on=2024-02-08 decided_on=2024-02-20 clarification_sent_on=2024-02-21",
            &["clarification_sent_on"],
        ),
        (
            "received_on=2024-02-08 decided_on=2024-02-20 extension_approved_on=2024-02-21 \
             clarification_received_on=2024-02-19",
            &["extension_approved_on", "clarification_received_on"],
        ),
        (
            "received_on=2024-02-08 extension_approved_on=2024-03-14 clarification_received_on=2024-02-19",
            &["clarification_received_on", "extension_approved_on"],
        ),
    ];
    for (given, columns) in cases {
        let before = row(given);
        let mut values = before.clone();
        let remarks = complete(&mut values, &regimes(), &calendar()).unwrap_err();
        assert_eq!(remarks.iter().map(|remark| remark.column).collect::<Vec<_>>(), columns, "{given}");
        assert_eq!(values, before, "a refused row stays as it was");
    }
    let says = &try_complete(cases[5].0).unwrap_err()[0].says;
    assert_eq!(says.zh, "“补正告知日期”2024-02-21 晚于答复日期 2024-02-20；请核对这两个日期");
}

/// Kind, day and facts of each event.
fn told(events: &[Event]) -> Vec<String> {
    let on = |event: &Event| event.on.map_or("-".to_owned(), |on| on.to_string());
    events.iter().map(|event| format!("{} {} {}", event.kind.code(), on(event), event.facts_json())).collect()
}

const CLOSED: &str = "received_on=2024-02-08 registered_on=2024-02-08 requester_name=张三 subject=housing \
     third_party_sent_on=2024-02-18 third_party_answered_on=2024-02-20 extension_approved_on=2024-02-18 \
     decided_on=2024-02-28 outcome=refused:business_secret reply_number=从公复〔2024〕1号 served_on=2024-02-28";

#[test]
fn a_row_is_told_in_the_order_of_its_days() {
    assert_eq!(
        told(&events_of(&row(CLOSED))),
        [
            r#"received 2024-02-08 {"body":"conghua-office","channel":"web","number":"2024-1","requester_kind":"citizen","subject":"housing"}"#,
            "registered 2024-02-08 {}",
            "third-party-sent 2024-02-18 {}",
            "extension-approved 2024-02-18 {}",
            "third-party-answered 2024-02-20 {}",
            r#"decided 2024-02-28 {"outcome":"refused:business_secret","reply_number":"从公复〔2024〕1号"}"#,
            "served 2024-02-28 {}",
        ]
    );
}

#[test]
fn no_event_tells_anything_personal() {
    let personal = "requester_name=李四 requester_paper=440184198512310020 requester_phone=13800001234 \
         requester_address=街口街1号 requester_email=li@example.org description=征地批文";
    let (before, after) = (row(CLOSED), row(&format!("{CLOSED} {personal}")));
    let mut events = events_of(&after);
    events.extend(changes(&before, &after, date(2024, 3, 1)));
    let all = told(&events).join("\n");
    for word in personal.split_whitespace().chain(["requester_name=张三"]) {
        let (_, text) = word.split_once('=').unwrap();
        assert!(!all.contains(text), "{text} in {all}");
    }
    assert_eq!(
        told(&changes(&before, &after, date(2024, 3, 1))),
        ["corrected 2024-03-01 {\"description\":\"changed\",\"requester_address\":\"changed\",\
             \"requester_email\":\"changed\",\"requester_name\":\"changed\",\"requester_paper\":\"changed\",\
             \"requester_phone\":\"changed\"}"]
    );
}

#[test]
fn what_has_happened_since_is_told_apart_from_what_was_wrong() {
    let before = row("received_on=2024-02-08 third_party_sent_on=2024-02-18");
    let after = row("received_on=2024-02-07 third_party_sent_on=2024-02-18 subject=housing \
         third_party_answered_on=2024-02-20 decided_on=2024-02-19 outcome=granted");
    assert_eq!(
        told(&changes(&before, &after, date(2024, 3, 1))),
        [
            r#"decided 2024-02-19 {"outcome":"granted"}"#,
            "third-party-answered 2024-02-20 {}",
            r#"corrected 2024-03-01 {"received_on":["2024-02-08","2024-02-07"],"subject":[null,"housing"]}"#,
        ]
    );
    assert_eq!(changes(&after, &after, date(2024, 3, 1)), []);
    let completed = row("received_on=2024-02-08 third_party_sent_on=2024-02-18 state=third_party_wait");
    assert_eq!(changes(&before, &completed, date(2024, 3, 1)), [], "what is computed is not told");
}

#[test]
fn a_struck_request_may_be_received_anew() {
    let mut events = events_of(&row("received_on=2024-02-08 registered_on=2024-02-09"));
    events.push(struck(date(2024, 2, 19)));
    assert!(replay(&events).unwrap().struck);
    let anew = row("received_on=2024-02-18");
    events.extend(events_of(&anew));
    assert_eq!(replay(&events), Ok(Case { values: anew, struck: false }));
}

#[test]
fn a_history_with_an_event_missing_doubled_or_altered_is_refused() {
    let events = events_of(&row(CLOSED));
    let with = |event: Event| [events.clone(), vec![event]].concat();
    let corrected = |before, after| Event {
        kind: EventKind::Corrected,
        on: Some(date(2024, 3, 1)),
        facts: vec![Fact { column: "outcome", told: Told::Corrected(before, after) }],
    };
    let text = |text: &str| Value::Text(text.to_owned());
    let out_of_place = Event {
        kind: EventKind::Served,
        on: None,
        facts: vec![Fact { column: "outcome", told: Told::Is(text("granted")) }],
    };
    let struck_twice = [events.clone(), vec![struck(date(2024, 3, 1)), struck(date(2024, 3, 1))]].concat();
    let cases = [
        (Vec::new(), ReplayFault::Empty),
        (events[1..].to_vec(), ReplayFault::NotReceived { place: 1 }),
        (struck_twice, ReplayFault::NotReceived { place: 9 }),
        (with(events[0].clone()), ReplayFault::Twice { place: 8, kind: "received" }),
        (with(events[5].clone()), ReplayFault::Twice { place: 8, kind: "decided" }),
        (
            with(corrected(text("granted"), Value::Absent)),
            ReplayFault::NotThere { place: 8, column: "outcome" },
        ),
        (
            [events[..6].to_vec(), vec![out_of_place]].concat(),
            ReplayFault::OutOfPlace { place: 7, column: "outcome" },
        ),
    ];
    for (events, fault) in cases {
        assert_eq!(replay(&events), Err(fault), "{:?}", told(&events));
    }
    let right = corrected(text("refused:business_secret"), text("granted"));
    assert_eq!(replay(&with(right)).unwrap().values[at("outcome")], text("granted"));
}

#[test]
fn stored_columns_that_are_not_an_event_are_refused() {
    let day: Option<Date> = Some(date(2024, 2, 8));
    let not_an_object = EventFault::NotAnObject { kind: "decided" };
    let unknown = |kind, column: &str| EventFault::UnknownFact { kind, column: column.to_owned() };
    let bad = |kind, column| EventFault::BadValue { kind, column };
    let cases = [
        ("fee-paid", "{}", EventFault::UnknownKind("fee-paid".to_owned())),
        ("decided", "", not_an_object.clone()),
        ("decided", "[]", not_an_object),
        ("decided", r#"{"colour":"red"}"#, unknown("decided", "colour")),
        ("decided", r#"{"channel":"web"}"#, unknown("decided", "channel")),
        ("decided", r#"{"requester_name":"张三"}"#, unknown("decided", "requester_name")),
        ("struck", r#"{"outcome":"granted"}"#, unknown("struck", "outcome")),
        ("corrected", r#"{"state":[null,"closed"]}"#, unknown("corrected", "state")),
        ("decided", r#"{"outcome":1}"#, bad("decided", "outcome")),
        ("decided", r#"{"outcome":null}"#, bad("decided", "outcome")),
        ("decided", r#"{"outcome":[null,"granted"]}"#, bad("decided", "outcome")),
        ("corrected", r#"{"outcome":"granted"}"#, bad("corrected", "outcome")),
        ("corrected", r#"{"outcome":[null]}"#, bad("corrected", "outcome")),
        ("corrected", r#"{"decided_on":[null,"2024-2-8"]}"#, bad("corrected", "decided_on")),
        ("corrected", r#"{"requester_name":["张三","李四"]}"#, bad("corrected", "requester_name")),
        ("corrected", r#"{"requester_name":"张三"}"#, bad("corrected", "requester_name")),
    ];
    for (kind, facts, fault) in cases {
        assert_eq!(Event::read(kind, day, facts), Err(fault), "{kind} {facts}");
    }
}
