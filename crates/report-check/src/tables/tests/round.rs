//! Whatever is printed is read back, and whatever is changed in it is found.

use super::super::{read, test};
use super::made::{Dice, Numbers, Printed, numbers, report};
use super::reader::all_formats;
use crate::{CellState, Finding, FindingKind, Reading};
use gongkai_documents::Block;
use gongkai_domain::reports::Format;
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeSet;

fn checked(format: &Format, numbers: &Numbers, printed: Printed) -> (Reading, Vec<Finding>) {
    let formats = all_formats();
    let tabled = read(&report(format, numbers, printed), formats, None);
    let mut findings = tabled.findings;
    findings.extend(test(&tabled.reading, Some(format), None));
    (tabled.reading, findings)
}

/// The cells some check without last year's numbers is about, all of whose cells are printed.
fn tested(format: &Format, numbers: &Numbers) -> Vec<String> {
    let mut codes = BTreeSet::new();
    for check in &format.checks {
        let cells: Vec<_> = check.left.cells().into_iter().chain(check.right.cells()).collect();
        if cells.iter().all(|(code, last)| !last && numbers.contains_key(*code)) {
            codes.extend(cells.into_iter().map(|(code, _)| code.to_owned()));
        }
    }
    codes.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_is_read_back(seed: u64) {
        for format in all_formats() {
            let numbers = numbers(format, &mut Dice(seed));
            for printed in [Printed::Grid, Printed::Lines, Printed::Together] {
                let (reading, findings) = checked(format, &numbers, printed);
                prop_assert_eq!(reading.format.as_ref(), Some(&format.id), "{:?}", printed);
                for (code, number) in &numbers {
                    let state = reading.cells.get(code).map(|cell| cell.state);
                    let unsure = printed == Printed::Together && matches!(state, Some(CellState::Ambiguous(_)));
                    prop_assert!(unsure || state == Some(CellState::Number(*number)), "{} {printed:?} {code} {number} {state:?}", format.id);
                }
                let unsure = |finding: &&Finding| printed != Printed::Together || finding.kind != FindingKind::Ambiguous;
                let found: Vec<&Finding> = findings.iter().filter(unsure).collect();
                prop_assert!(found.is_empty(), "{} {printed:?} {found:#?}", format.id);
            }
        }
    }

    #[test]
    fn everything_printed_of_a_table_is_taken(seed: u64) {
        for format in all_formats() {
            let numbers = numbers(format, &mut Dice(seed));
            let document = report(format, &numbers, Printed::Lines);
            let taken: BTreeSet<usize> =
                read(&document, all_formats(), None).taken.into_iter().map(|taken| taken.block).collect();
            for (at, block) in document.blocks.iter().enumerate() {
                let Block::Paragraph(paragraph) = block else { continue };
                prop_assert_eq!(paragraph.text.ends_with('|'), taken.contains(&at), "{} {}", format.id, paragraph.text);
            }
        }
    }

    #[test]
    fn whatever_cell_is_changed_is_named(seed: u64, by in 1i64..40) {
        for format in all_formats() {
            let mut dice = Dice(seed);
            let mut numbers = numbers(format, &mut dice);
            let tested = tested(format, &numbers);
            let code = &tested[dice.below(tested.len() as u64) as usize];
            let before = numbers.clone();
            *numbers.get_mut(code).unwrap() += Decimal::from(by);
            let fails = breaks(format, &numbers);
            for printed in [Printed::Grid, Printed::Lines, Printed::Together] {
                let (reading, findings) = checked(format, &numbers, printed);
                let named = findings.iter().any(|finding| finding.cells.contains(code));
                // Digits that ran together may have another reading under which the sums hold, and then nothing is wrong.
                let row = code.rsplit_once('.').map_or(code.as_str(), |(row, _)| row);
                let otherwise = printed == Printed::Together && numbers.iter().any(|(cell, number)| {
                    let state = reading.cells.get(cell).map(|cell| cell.state);
                    cell.starts_with(row) && state != Some(CellState::Number(*number))
                });
                prop_assert!(named || otherwise || !fails, "{} {printed:?} {code} {} + {by}: {findings:#?}", format.id, before[code]);
            }
        }
    }
}

/// Whether any check fails: what must not be exceeded may still not be.
fn breaks(format: &Format, numbers: &Numbers) -> bool {
    use gongkai_domain::reports::Amount;
    let amounts = numbers.iter().map(|(code, number)| (code.clone(), Amount::Number(*number))).collect();
    format.verdicts(&amounts, &std::collections::BTreeMap::new()).iter().any(|verdict| !verdict.holds)
}
