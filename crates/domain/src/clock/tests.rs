use super::*;
use crate::law::LawText;
use crate::regime::Regimes;
use crate::says::Language;
use jiff::civil::date;

pub(super) fn calendar() -> Calendar {
    let text = include_str!("../../../../law/calendars/cn.csv");
    Calendar::read(&[LawText { path: "calendars/cn.csv", text }]).unwrap()
}

pub(super) fn regimes() -> Regimes {
    let texts = [
        ("regimes/cn-2008.toml", include_str!("../../../../law/regimes/cn-2008.toml")),
        ("regimes/cn-2019.toml", include_str!("../../../../law/regimes/cn-2019.toml")),
    ];
    Regimes::read(&texts.map(|(path, text)| LawText { path, text })).unwrap()
}

fn try_due(id: &str, received: &str, events: &str) -> Result<Due, Vec<ClockRefusal>> {
    let events: Vec<ClockEvent> = events.split_whitespace().map(|event| event.parse().unwrap()).collect();
    due(regimes().with_id(id).unwrap(), &calendar(), received.parse().unwrap(), &events)
}

pub(super) fn reckon(id: &str, received: &str, events: &str) -> Due {
    try_due(id, received, events).unwrap_or_else(|refusals| panic!("{events}: {refusals:?}"))
}

fn kinds(due: &Due) -> Vec<StepKind> {
    due.steps.iter().map(|step| step.kind).collect()
}

fn step(due: &Due, kind: StepKind) -> &Step {
    due.steps.iter().find(|step| step.kind == kind).unwrap()
}

#[test]
fn replies_are_due_when_the_regulation_says() {
    // regime, received, events, due
    let cases = [
        ("cn-2019", "2024-02-08", "", "2024-03-13"),
        ("cn-2008", "2016-01-18", "", "2016-02-06"),
        ("cn-2008", "2016-02-05", "", "2016-03-02"),
        ("cn-2008", "2016-09-14", "", "2016-10-11"),
        ("cn-2008", "2016-09-30", "", "2016-10-26"),
        ("cn-2019", "2019-05-15", "", "2019-06-13"),
        ("cn-2019", "2025-01-20", "", "2025-02-21"),
        ("cn-2019", "2025-09-26", "", "2025-10-30"),
        ("cn-2019", "2026-02-13", "", "2026-03-19"),
        // pauses
        (
            "cn-2019",
            "2024-02-08",
            "third-party-sent=2024-02-20 third-party-answered=2024-03-01",
            "2024-03-25",
        ),
        ("cn-2019", "2024-02-08", "third-party-sent=2024-02-20", "2024-04-03"),
        (
            "cn-2019",
            "2024-02-08",
            "third-party-sent=2024-02-20 third-party-answered=2024-03-20",
            "2024-04-03",
        ),
        ("cn-2019", "2024-02-08", "co-maker-sent=2024-02-20 co-maker-answered=2024-03-01", "2024-03-25"),
        ("cn-2019", "2024-02-08", "other-body-sent=2024-02-20", "2024-04-03"),
        (
            "cn-2019",
            "2024-02-08",
            "third-party-sent=2024-02-20 third-party-answered=2024-02-20",
            "2024-03-13",
        ),
        (
            "cn-2008",
            "2016-02-05",
            "third-party-sent=2016-02-15 third-party-answered=2016-02-22",
            "2016-03-09",
        ),
        // one on the due day itself still counts, one after it does not
        (
            "cn-2019",
            "2024-02-08",
            "third-party-sent=2024-03-13 third-party-answered=2024-03-14",
            "2024-03-14",
        ),
        (
            "cn-2019",
            "2024-02-08",
            "third-party-sent=2024-03-14 third-party-answered=2024-03-18",
            "2024-03-13",
        ),
        // extensions
        ("cn-2008", "2016-02-05", "extension-approved=2016-03-02", "2016-03-23"),
        ("cn-2019", "2024-02-08", "extension-approved=2024-03-13:5", "2024-03-20"),
        (
            "cn-2019",
            "2024-02-08",
            "extension-approved=2024-03-08 third-party-answered=2024-03-01 third-party-sent=2024-02-20",
            "2024-04-23",
        ),
        // restarts
        (
            "cn-2019",
            "2024-02-08",
            "clarification-sent=2024-02-19 clarification-received=2024-02-26",
            "2024-03-25",
        ),
        (
            "cn-2019",
            "2024-02-08",
            "clarification-sent=2024-02-23 clarification-received=2024-02-26",
            "2024-03-25",
        ),
        (
            "cn-2019",
            "2024-02-08",
            "clarification-sent=2024-02-26 clarification-received=2024-02-27",
            "2024-03-13",
        ),
        ("cn-2019", "2024-02-08", "fee-notified=2024-02-26 fee-paid=2024-03-04", "2024-04-01"),
        (
            "cn-2008",
            "2016-02-05",
            "clarification-sent=2016-03-01 clarification-received=2016-03-02",
            "2016-03-23",
        ),
        // no rule, or not yet
        ("cn-2019", "2024-02-08", "reasons-asked=2024-02-19 reasons-given=2024-02-26", "2024-03-13"),
        ("cn-2019", "2019-05-15", "fee-notified=2019-05-20 fee-paid=2019-05-22", "2019-06-13"),
        ("cn-2008", "2016-02-05", "fee-notified=2016-02-15 fee-paid=2016-02-16", "2016-03-02"),
        // the day of receipt was wrong
        ("cn-2019", "2024-02-01", "corrected-receipt=2024-02-08", "2024-03-13"),
        ("cn-2019", "2024-02-20", "corrected-receipt=2024-02-08 third-party-sent=2024-02-19", "2024-04-03"),
        ("cn-2019", "2024-02-01", "corrected-receipt=2024-02-18 corrected-receipt=2024-02-08", "2024-03-13"),
    ];
    for (id, received, events, day) in cases {
        let told = reckon(id, received, events);
        assert_eq!(
            told.due.to_string(),
            day,
            "{id} {received} {events}\n{}",
            told.explain(Language::English)
        );
        assert!(!told.provisional && !told.stopped, "{events}");
        let last = told.steps.last().unwrap();
        assert_eq!((last.kind, last.to), (StepKind::Due, told.due), "{events}");
    }
}

#[test]
fn a_pause_counts_its_own_working_days() {
    let days = |id, received, events| {
        let told = reckon(id, received, events);
        let pause = step(&told, StepKind::Pause).clone();
        (pause.from.to_string(), pause.to.to_string(), pause.counted)
    };
    let answered = "third-party-sent=2024-02-20 third-party-answered=2024-03-01";
    assert_eq!(days("cn-2019", "2024-02-08", answered), ("2024-02-20".into(), "2024-03-01".into(), 8));
    let silent = "third-party-sent=2024-02-20";
    assert_eq!(days("cn-2019", "2024-02-08", silent), ("2024-02-20".into(), "2024-03-12".into(), 15));
    let old = "third-party-sent=2016-02-15 third-party-answered=2016-02-22";
    assert_eq!(days("cn-2008", "2016-02-05", old), ("2016-02-15".into(), "2016-02-22".into(), 5));
}

#[test]
fn overlapping_pauses_count_once() {
    let told = reckon(
        "cn-2019",
        "2024-02-08",
        "third-party-sent=2024-02-20 other-body-sent=2024-02-22 third-party-answered=2024-03-01 \
         other-body-answered=2024-03-05 co-maker-sent=2024-02-26 co-maker-answered=2024-02-28",
    );
    let counted: Vec<u32> =
        told.steps.iter().filter(|step| step.kind == StepKind::Pause).map(|step| step.counted).collect();
    assert_eq!(counted, [8, 2, 0]);
    assert_eq!(told.due, date(2024, 3, 27));
    assert!(told.steps[3].says.zh.contains("另有 6 个工作日"), "{}", told.steps[3].says.zh);
}

#[test]
fn a_third_party_may_be_asked_after_another_kept_silent() {
    let told = reckon(
        "cn-2019",
        "2024-02-08",
        "third-party-sent=2024-02-20 third-party-sent=2024-03-13 third-party-answered=2024-03-15",
    );
    assert_eq!(told.due, date(2024, 4, 8)); // 15 and 2 working days, over Qingming
}

#[test]
fn a_restart_leaves_the_old_period_behind() {
    let told = reckon(
        "cn-2019",
        "2024-02-08",
        "third-party-sent=2024-02-18 third-party-answered=2024-02-19 extension-approved=2024-02-20 \
         fee-notified=2024-02-21 fee-paid=2024-03-04",
    );
    assert_eq!(told.due, date(2024, 4, 1));
    assert_eq!(
        kinds(&told),
        [
            StepKind::Receipt,
            StepKind::Note,
            StepKind::Note,
            StepKind::Restart,
            StepKind::Count,
            StepKind::Due
        ]
    );
    // the new period may be extended again
    let extended = reckon(
        "cn-2019",
        "2024-02-08",
        "extension-approved=2024-02-20 fee-notified=2024-02-21 fee-paid=2024-03-04 extension-approved=2024-04-01:1",
    );
    assert_eq!(extended.due, date(2024, 4, 2));
}

#[test]
fn a_pause_goes_on_over_a_restart() {
    let told = reckon(
        "cn-2019",
        "2024-02-08",
        "third-party-sent=2024-02-20 clarification-sent=2024-02-21 clarification-received=2024-02-26 \
         third-party-answered=2024-03-01",
    );
    assert_eq!(step(&told, StepKind::Pause).counted, 4); // 27 February to 1 March
    assert_eq!(told.due, date(2024, 3, 29));
}

#[test]
fn the_clock_stands_still_for_an_answer_that_is_out() {
    // events, due as if answered on the last day or the day of asking
    let cases = [
        ("cn-2019", "2024-02-08", "clarification-sent=2024-02-19", "2024-03-18"),
        ("cn-2019", "2024-02-08", "fee-notified=2024-02-26", "2024-04-23"), // paid by 25 March
        (
            "cn-2019",
            "2024-02-08",
            "fee-notified=2024-02-20 fee-paid=2024-03-04 clarification-sent=2024-03-05",
            "2024-04-02",
        ),
        ("cn-2008", "2016-02-05", "third-party-sent=2016-02-15", "2016-03-02"),
        (
            "cn-2019",
            "2024-02-08",
            "clarification-sent=2024-02-19 extension-approved=2024-06-03",
            "2024-03-18",
        ),
    ];
    for (id, received, events, day) in cases {
        let told = reckon(id, received, events);
        assert_eq!(told.due.to_string(), day, "{events}\n{}", told.explain(Language::English));
        assert!(told.provisional && told.stopped, "{events}");
    }
}

#[test]
fn a_due_day_in_an_unknown_year_is_provisional() {
    let told = reckon("cn-2019", "2026-12-20", "");
    assert!(told.provisional && !told.stopped);
    assert!(told.steps.last().unwrap().says.zh.contains("2027 年"), "{told:?}");
}

#[test]
fn all_refusals_come_together() {
    let refusals = try_due(
        "cn-2019",
        "2024-02-08",
        "third-party-sent=2024-02-07 co-maker-answered=2024-02-19 other-body-sent=2024-02-20 \
         other-body-sent=2024-02-21 extension-approved=2024-02-22 extension-approved=2024-02-23:21 \
         third-party-answered=2024-02-23",
    )
    .unwrap_err();
    let told: Vec<String> = refusals.iter().map(|refusal| refusal.says().zh).collect();
    assert_eq!(
        told,
        [
            "征求第三方意见（2024-02-07）：早于收到日 2024-02-08",
            "共同制作机关答复（2024-02-19）：此前没有尚待答复的 co-maker-sent",
            "征求其他机关意见（2024-02-21）：2024-02-20 已经发出，尚未答复",
            "批准延长答复期限（2024-02-23）：延长应为 1 至 20 个工作日",
            "批准延长答复期限（2024-02-23）：本期限已于 2024-02-22 延长过，只能延长一次",
        ]
    );
}

#[test]
fn an_extension_must_come_by_the_due_day_as_it_stands() {
    let late = try_due("cn-2019", "2024-02-08", "extension-approved=2024-03-14").unwrap_err();
    assert!(matches!(late[..], [ClockRefusal::ExtensionAfterDue { due, .. }] if due == date(2024, 3, 13)));
    // the same day is in time while a third party is being asked
    let events = "third-party-sent=2024-03-13 extension-approved=2024-03-14:1";
    assert_eq!(reckon("cn-2019", "2024-02-08", events).due, date(2024, 4, 7)); // a make-up Sunday
    let none = try_due("cn-2019", "2024-02-08", "extension-approved=2024-03-01:0").unwrap_err();
    assert!(matches!(none[..], [ClockRefusal::ExtensionOutOfRange { at_most: 20, .. }]));
}

#[test]
fn events_before_the_corrected_receipt_are_refused() {
    let refusals =
        try_due("cn-2019", "2024-02-08", "third-party-sent=2024-02-19 corrected-receipt=2024-02-20")
            .unwrap_err();
    assert!(
        matches!(refusals[..], [ClockRefusal::BeforeReceipt { received, .. }] if received == date(2024, 2, 20))
    );
}

#[test]
fn what_an_officer_should_look_at_is_said() {
    // regime, received, events, words in the explanation
    let cases = [
        ("cn-2019", "2018-02-08", "", "not a day on which the"),
        (
            "cn-2019",
            "2024-02-08",
            "fee-notified=2024-02-26 fee-paid=2024-03-26",
            "after the limit of 2024-03-25",
        ),
        ("cn-2019", "2024-02-08", "clarification-sent=2024-02-26", "its own limit was 2024-02-23"),
        (
            "cn-2019",
            "2024-02-08",
            "corrected-receipt=2024-02-07 corrected-receipt=2024-02-08",
            "replaced by a later",
        ),
        ("cn-2019", "2019-05-20", "fee-notified=2019-05-21", "in force only from 2021-01-01"),
        ("cn-2019", "2024-02-08", "co-maker-sent=2024-03-14", "due on 2024-03-13 already"),
    ];
    for (id, received, events, words) in cases {
        let explained = reckon(id, received, events).explain(Language::English);
        assert!(explained.contains(words), "{explained}");
    }
}

#[test]
fn settings_in_the_file_change_the_effect() {
    let shipped = include_str!("../../../../law/regimes/cn-2019.toml");
    // what is changed in the file, into what, events, due
    let cases = [
        (
            "late = \"no-effect\"",
            "late = \"stops\"",
            "clarification-sent=2024-02-26 clarification-received=2024-02-27",
            "2024-03-26",
        ),
        (
            "for = \"reasons\"\neffect = \"none\"",
            "for = \"reasons\"\neffect = \"pause\"",
            "reasons-asked=2024-02-20 reasons-given=2024-03-01",
            "2024-03-25",
        ),
        (
            "times = 1",
            "times = 2",
            "extension-approved=2024-02-20:1 extension-approved=2024-02-21:7",
            "2024-03-25",
        ),
    ];
    for (right, wrong, events, day) in cases {
        assert!(shipped.contains(right));
        let text = shipped.replacen(right, wrong, 1);
        let regime = Regime::read(LawText { path: "regimes/cn-2019.toml", text: &text }).unwrap();
        let events: Vec<ClockEvent> = events.split(' ').map(|event| event.parse().unwrap()).collect();
        let told = due(&regime, &calendar(), date(2024, 2, 8), &events).unwrap();
        assert_eq!(told.due.to_string(), day, "{}", told.explain(Language::English));
    }
}
