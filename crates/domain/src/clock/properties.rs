//! What must hold for any day and any events.

use super::tests::{calendar, regimes};
use super::{ClockEvent, Due, EventKind, Wait, due, due_day};
use crate::calendar::Calendar;
use crate::regime::Regimes;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::sync::LazyLock;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(calendar);
static REGIMES: LazyLock<Regimes> = LazyLock::new(regimes);

fn after(start: Date, days: i32) -> Date {
    start.saturating_add(jiff::Span::new().days(days))
}

/// Any day of the known years, and some beyond them.
fn days() -> impl Strategy<Value = Date> {
    (0..7500_i32).prop_map(|days| after(date(2007, 1, 1), days))
}

fn reckon(received: Date, events: &[(EventKind, i32)]) -> Option<Due> {
    let regime = REGIMES.with_id("cn-2019")?;
    let events: Vec<ClockEvent> =
        events.iter().map(|(kind, days)| ClockEvent::new(*kind, after(received, *days))).collect();
    due(regime, &CALENDAR, received, &events).ok()
}

fn waiting(wait: Wait, asked: i32, waits: i32) -> [(EventKind, i32); 2] {
    [(EventKind::Asked(wait), asked), (EventKind::Answered(wait), asked + waits)]
}

/// The definition itself, day by day over the plain rule and the announced days.
fn slow(from: Date, working_days: u32) -> Date {
    let mut day = from;
    let mut left = working_days;
    while left > 0 {
        day = day.tomorrow().unwrap();
        let weekend = day.weekday().to_monday_zero_offset() >= 5;
        let row = CALENDAR.announced_in(day.year()).find(|(announced, _)| *announced == day);
        left -= u32::from(row.map_or(!weekend, |(_, announced)| announced.is_working()));
    }
    day
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn adding_is_additive(from in days(), first in 0..60_u32, then in 0..60_u32) {
        let halfway = CALENDAR.add_working_days(from, first).day;
        prop_assert_eq!(
            CALENDAR.add_working_days(halfway, then).day,
            CALENDAR.add_working_days(from, first + then).day
        );
    }

    #[test]
    fn counting_undoes_adding(from in days(), working_days in 1..80_u32) {
        let day = CALENDAR.add_working_days(from, working_days).day;
        prop_assert!(CALENDAR.is_working_day(day));
        prop_assert_eq!(CALENDAR.working_days_between(from, day), working_days);
        prop_assert_eq!(CALENDAR.stretch(from, day).counted, working_days);
    }

    #[test]
    fn adding_agrees_with_the_definition(from in days(), working_days in 0..25_u32) {
        prop_assert_eq!(CALENDAR.add_working_days(from, working_days).day, slow(from, working_days));
    }

    #[test]
    fn a_stretch_leaves_no_day_out(from in days(), length in 0..120_i32) {
        let stretch = CALENDAR.stretch(from, after(from, length));
        let skipped: usize = stretch.skipped.iter().map(super::Skipped::days).sum();
        prop_assert_eq!(stretch.counted as usize + skipped, length as usize);
    }

    #[test]
    fn a_later_receipt_is_never_due_earlier(received in days(), later in 0..30_i32) {
        prop_assert!(reckon(received, &[]).unwrap().due <= reckon(after(received, later), &[]).unwrap().due);
    }

    #[test]
    fn a_longer_pause_is_never_due_earlier(
        received in days(), asked in 0..25_i32, waits in 0..30_i32, more in 0..20_i32, other in 0..25_i32,
    ) {
        let with = |waits| {
            let both = [waiting(Wait::ThirdParty, asked, waits), waiting(Wait::OtherBody, other, 5)].concat();
            reckon(received, &both).unwrap().due
        };
        let one = reckon(received, &waiting(Wait::ThirdParty, asked, waits)).unwrap().due;
        prop_assert!(reckon(received, &[]).unwrap().due <= one);
        prop_assert!(one <= with(waits));
        prop_assert!(with(waits) <= with(waits + more));
    }

    #[test]
    fn the_due_day_alone_is_the_one_explained(
        received in days(),
        in_2019 in any::<bool>(),
        asked in prop::collection::vec((0..6_usize, 0..30_i32, prop::option::of(0..30_i32)), 0..4),
        others in prop::collection::vec((0..14_usize, 0..60_i32), 0..2),
    ) {
        let regime = REGIMES.with_id(if in_2019 { "cn-2019" } else { "cn-2008" }).unwrap();
        let kinds: Vec<EventKind> = EventKind::all().collect();
        let questions = asked.iter().flat_map(|(wait, asked, waits)| {
            let [question, answer] = waiting(Wait::ALL[*wait], *asked, waits.unwrap_or_default());
            [Some(question), waits.map(|_| answer)]
        });
        let others = others.iter().map(|(kind, days)| (kinds[*kind], *days));
        let events: Vec<ClockEvent> = questions
            .flatten()
            .chain(others)
            .map(|(kind, days)| ClockEvent::new(kind, after(received, days)))
            .collect();
        let alone = due_day(regime, &CALENDAR, received, &events).map(|day| (day.due, day.provisional, day.stopped));
        let told = due(regime, &CALENDAR, received, &events).map(|told| (told.due, told.provisional, told.stopped));
        prop_assert_eq!(alone, told);
    }

    #[test]
    fn steps_add_up_to_the_due_day(
        received in days(),
        asked in prop::collection::vec((0..6_usize, 0..30_i32, 0..30_i32), 0..4),
        extended in prop::option::of(0..40_i32),
    ) {
        let mut events: Vec<_> =
            asked.iter().flat_map(|(wait, asked, waits)| waiting(Wait::ALL[*wait], *asked, *waits)).collect();
        events.extend(extended.map(|days| (EventKind::ExtensionApproved(None), days)));
        if let Some(told) = reckon(received, &events) {
            let (last, steps) = told.steps.split_last().unwrap();
            prop_assert!(CALENDAR.is_working_day(told.due));
            prop_assert_eq!((last.to, last.counted), (told.due, steps.iter().map(|step| step.counted).sum()));
            let turned: Vec<_> = events.iter().rev().copied().collect();
            let apart = |events: &[(EventKind, i32)]| events.iter().enumerate()
                .all(|(place, (_, day))| events[..place].iter().all(|(_, other)| other != day));
            if apart(&events) {
                prop_assert_eq!(reckon(received, &turned), Some(told));
            }
        }
    }
}
