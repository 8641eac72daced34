//! Official words with two characters exchanged (他其信息) or one put in (行政法复议).

use super::Remark;
use super::stated::Prose;
use super::text::{Text, is_han};
use super::vocabulary::Vocabulary;
use crate::{Finding, FindingKind, Severity, Side};
use gongkai_domain::says::Says;
use std::ops::Range;

/// Characters that may stand within a word without spoiling it.
const MAY_STAND: &str = "的和与及或类性等、“”";

/// The misspelt words of all passages.
pub(super) fn test(prose: &Prose<'_>, words: &Vocabulary) -> Vec<Finding> {
    let exchanged: Vec<(Vec<char>, &str)> =
        words.spelling.words.iter().flat_map(|word| exchanges(word)).collect();
    prose
        .texts
        .iter()
        .flat_map(|text| {
            let mut findings = Vec::new();
            for (wrong, right) in &exchanged {
                findings.extend(places(text, wrong).into_iter().map(|at| remark(text, at, right)));
            }
            for right in &words.spelling.fixed {
                findings.extend(insertions(text, right).into_iter().map(|at| remark(text, at, right)));
            }
            findings.sort_by_key(|(at, _)| (at.start, at.end));
            findings.dedup_by(|later, earlier| later.0.start < earlier.0.end);
            findings.into_iter().map(|(_, finding)| finding).collect::<Vec<_>>()
        })
        .collect()
}

/// Every way to write a word with two neighbours exchanged.
fn exchanges(word: &str) -> Vec<(Vec<char>, &str)> {
    let right: Vec<char> = word.chars().collect();
    let swaps = (1..right.len()).map(|at| {
        let mut wrong = right.clone();
        wrong.swap(at - 1, at);
        wrong
    });
    swaps.filter(|wrong| *wrong != right).map(|wrong| (wrong, word)).collect()
}

fn places(text: &Text<'_>, wrong: &[char]) -> Vec<Range<usize>> {
    let windows = text.chars.windows(wrong.len()).enumerate();
    windows.filter(|(_, window)| *window == wrong).map(|(at, _)| at..at + wrong.len()).collect()
}

/// Where a word stands with one strange character in its middle.
fn insertions(text: &Text<'_>, word: &str) -> Vec<Range<usize>> {
    let right: Vec<char> = word.chars().collect();
    let length = right.len() + 1;
    let middle = right.len() / 2;
    let windows = text.chars.windows(length).enumerate();
    windows
        .filter(|(_, window)| {
            let strange = window[middle];
            window[..middle] == right[..middle]
                && window[middle + 1..] == right[middle..]
                && is_han(strange)
                && !MAY_STAND.contains(strange)
        })
        .map(|(at, _)| at..at + length)
        .collect()
}

fn remark(text: &Text<'_>, at: Range<usize>, right: &str) -> (Range<usize>, Finding) {
    let wrong = text.quote(at.clone());
    let mut remark = Remark::of_words(
        Severity::Note,
        FindingKind::Typo,
        Says::new(
            format!("“{wrong}”疑为“{right}”之误。"),
            format!("“{wrong}” is probably a slip for “{right}”."),
        ),
    );
    remark.left = Some(Side::Text(wrong));
    remark.right = Some(Side::Text(right.to_owned()));
    let around = at.start.saturating_sub(10)..text.chars.len().min(at.end + 10);
    let mut finding = remark.at(text, at.clone());
    finding.quote = text.quote(around);
    (at, finding)
}
