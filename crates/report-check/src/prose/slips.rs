//! Slips of the pen: a unit without its number, words twice in a row, marks twice in a row or left open, blanks to fill in.

use super::Remark;
use super::stated::Prose;
use super::text::{Text, ends_clause, is_han};
use super::vocabulary::Vocabulary;
use crate::{Finding, FindingKind, Severity, Side};
use gongkai_domain::says::Says;
use std::collections::BTreeSet;
use std::ops::Range;

/// Units whose number is missed, each with the characters before it that make it a word.
const UNITS: [(char, &str); 7] = [
    ('条', "头线每各几多数该一本逐有油面教信链词"),
    ('件', "文条案附邮稿证要部软事信来急零配硬组器物元原备办一每各几多数该逐批重密"),
    ('项', "事专款奖选逐各单一每几多数该强弱义"),
    ('次', "多层逐场批每再首人依其初一几数各该档名主两此上下本历"),
    ('篇', "短长一每各几多数该通诗全"),
    ('宗', "大祖一每各几多数该正"),
    ('份', "部省月身股年一每各几多数该备县"),
];

/// From how many characters on words twice in a row are surely a slip.
const SURE: usize = 6;

/// How many characters are looked at for words twice in a row.
const LONGEST: usize = 60;

/// The slips of all passages.
pub(super) fn test(prose: &Prose<'_>, words: &Vocabulary) -> Vec<Finding> {
    prose.texts.iter().flat_map(|text| slips(text, words)).collect()
}

fn slips(text: &Text<'_>, words: &Vocabulary) -> Vec<Finding> {
    let mut findings = missing_numbers(text);
    findings.extend(repeated(text, words));
    findings.extend(doubled_marks(text));
    findings.extend(open_brackets(text));
    findings.extend(blanks(text));
    findings
}

fn typo(text: &Text<'_>, at: Range<usize>, severity: Severity, zh: String, en: String) -> Finding {
    let quote = text.quote(at.clone());
    let mut remark = Remark::of_words(severity, FindingKind::Typo, Says::new(zh, en));
    remark.left = Some(Side::Text(quote));
    remark.at(text, at)
}

/// 核准企业资质条、施工许可证76条: a unit whose neighbours in the list have a number before it.
fn missing_numbers(text: &Text<'_>) -> Vec<Finding> {
    let items = items(text);
    let mut findings = Vec::new();
    for (place, item) in items.iter().enumerate() {
        let Some(unit) = bare_unit(text, item) else { continue };
        let near =
            [place.checked_sub(1), Some(place + 1)].into_iter().flatten().filter_map(|near| items.get(near));
        let counted = near.into_iter().any(|near| near.len() > 2 && is_counted(text, near, unit));
        let announced = text.words(item.clone());
        let announced = ["共", "共计", "总计", "合计", "数为"]
            .iter()
            .any(|word| announced.ends_with(&format!("{word}{unit}")));
        if counted || announced {
            let words = text.quote(item.clone());
            findings.push(typo(
                text,
                item.clone(),
                Severity::Warning,
                format!("“{words}”有单位“{unit}”，前面却没有数字。"),
                format!("“{words}” has the unit {unit} but no number before it."),
            ));
        }
    }
    findings
}

/// The items of the lists of a text: what stands between two marks, 、 among them.
fn items(text: &Text<'_>) -> Vec<Range<usize>> {
    let mut items = Vec::new();
    let mut start = 0;
    for (at, mark) in text.chars.iter().enumerate() {
        if ends_clause(*mark) || *mark == '、' {
            items.push(start..at);
            start = at + 1;
        }
    }
    items.push(start..text.chars.len());
    items
}

/// The unit an item ends in, where no number stands before it.
fn bare_unit(text: &Text<'_>, item: &Range<usize>) -> Option<char> {
    let chars = &text.chars[item.clone()];
    let [.., before, last] = chars else { return None };
    let (unit, words) = UNITS.iter().find(|(unit, _)| unit == last)?;
    let numeral = "一二两三四五六七八九十百千万多余几数零〇半○".contains(*before);
    let bare = is_han(*before) && !numeral && !words.contains(*before) && chars.len() >= 2;
    (bare && !chars.iter().any(char::is_ascii_digit)).then_some(*unit)
}

fn is_counted(text: &Text<'_>, item: &Range<usize>, unit: char) -> bool {
    let chars = &text.chars[item.clone()];
    matches!(chars, [.., number, last] if *last == unit && number.is_ascii_digit())
}

/// The same words twice in a row.
fn repeated(text: &Text<'_>, vocabulary: &Vocabulary) -> Vec<Finding> {
    let chars = &text.chars;
    let mut found: Vec<(Range<usize>, Finding)> = Vec::new();
    for length in (3..=LONGEST).rev() {
        let mut run = 0;
        for at in 0..chars.len().saturating_sub(length) {
            run = if chars[at] == chars[at + length] { run + 1 } else { 0 };
            if run < length {
                continue;
            }
            let words = at + 1 - length..at + 1;
            let both = words.start..words.end + length;
            let known = found.iter().any(|(known, _)| known.start < both.end && both.start < known.end);
            if !known && is_wording(&chars[words.clone()]) && !vocabulary.is_heads(&text.words(words.clone()))
            {
                found.push((both.clone(), twice(text, words, both)));
                run = 0;
            }
        }
    }
    let mut findings: Vec<Finding> = found.into_iter().map(|(_, finding)| finding).collect();
    findings.extend(clauses_twice(text));
    findings
}

fn twice(text: &Text<'_>, words: Range<usize>, both: Range<usize>) -> Finding {
    let severity = if words.len() >= SURE { Severity::Warning } else { Severity::Note };
    let printed = text.quote(words);
    typo(
        text,
        both,
        severity,
        format!("“{printed}”连着写了两遍。"),
        format!("“{printed}” stands twice in a row."),
    )
}

/// Whether a stretch is wording: Chinese, of some variety, and no row of figures.
fn is_wording(chars: &[char]) -> bool {
    let han = chars.iter().filter(|mark| is_han(**mark)).count();
    let kinds: BTreeSet<&char> = chars.iter().filter(|mark| is_han(**mark)).collect();
    let crosses = chars.iter().any(|mark| ends_clause(*mark) || *mark == '、');
    let latin = chars.len() - han;
    latin * 4 <= chars.len() && kinds.len() >= 3 && !crosses
}

/// A clause that is the one before it once more.
fn clauses_twice(text: &Text<'_>) -> Vec<Finding> {
    let items = items(text);
    let pairs = items.windows(2).filter(|pair| {
        let [first, second] = pair else { return false };
        let words = |item: &Range<usize>| &text.chars[item.clone()];
        first.len() >= SURE && words(first) == words(second) && is_wording(words(first))
    });
    pairs.map(|pair| twice(text, pair[0].clone(), pair[0].start..pair[1].end)).collect()
}

fn doubled_marks(text: &Text<'_>) -> Vec<Finding> {
    let marks = "，。、；：";
    let mut findings = Vec::new();
    for at in 1..text.chars.len() {
        let (first, second) = (text.chars[at - 1], text.chars[at]);
        let doubled = marks.contains(first)
            && (first != '：' || second == '：')
            && (marks.contains(second) || (second == '.' && first != '。'));
        let third = at >= 2 && marks.contains(text.chars[at - 2]);
        if doubled && !third {
            let start =
                text.chars[..at - 1].iter().rposition(|mark| ends_clause(*mark)).map_or(0, |mark| mark + 1);
            let start = start.max(at.saturating_sub(12));
            let end = text.chars.len().min(at + 6);
            findings.push(typo(
                text,
                start..end,
                Severity::Note,
                format!("标点“{first}{second}”连用。"),
                format!("Two marks in a row: “{first}{second}”."),
            ));
        }
    }
    findings
}

/// Brackets that are not closed, or were never opened.
fn open_brackets(text: &Text<'_>) -> Vec<Finding> {
    let pairs = [('（', '）'), ('《', '》'), ('“', '”'), ('【', '】'), ('〔', '〕')];
    let mut findings = Vec::new();
    for (open, close) in pairs {
        let mut opened: Vec<usize> = Vec::new();
        let mut lone: Option<usize> = None;
        for (at, mark) in text.chars.iter().enumerate() {
            if *mark == open {
                opened.push(at);
            } else if *mark == close && opened.pop().is_none() && !is_marker(text, at) {
                lone.get_or_insert(at);
            }
        }
        // What a table was cut out of may begin or end with half a pair.
        let cut = |at: &usize| *at == 0 || at + 1 == text.chars.len();
        if let Some(at) = lone.or(opened.first().copied()).filter(|at| !cut(at)) {
            let range = at.saturating_sub(12)..text.chars.len().min(at + 13);
            findings.push(typo(
                text,
                range,
                Severity::Note,
                format!("“{open}”和“{close}”不成对。"),
                format!("{open} and {close} do not pair."),
            ));
        }
    }
    findings
}

/// Whether a closing bracket belongs to the mark of a list: 1）
fn is_marker(text: &Text<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.chars.get(before));
    before.is_some_and(|mark| mark.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(*mark))
}

/// Places a form left to be filled in.
fn blanks(text: &Text<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let chars = &text.chars;
    let mut at = 0;
    while at < chars.len() {
        let mark = chars[at];
        let length = chars[at..].iter().take_while(|other| **other == mark).count();
        let before = at.checked_sub(1).map(|before| chars[before]);
        let after = chars.get(at + length).copied();
        let latin = |mark: Option<char>| mark.is_some_and(|mark| mark.is_ascii_graphic());
        let crosses = matches!(mark, 'X' | 'x' | '×' | '*' | '_' | '＿')
            && length >= 2
            && !latin(before)
            && !latin(after);
        let counted = after.is_some_and(|after| "年月日件条次个项篇份宗".contains(after));
        let single = matches!(mark, 'X' | '×' | '*') && length == 1 && counted && !latin(before);
        let undated = is_undated(text, at);
        if crosses || single || undated {
            let severity = if counted || undated || mark == '_' { Severity::Warning } else { Severity::Note };
            let range = at.saturating_sub(8)..chars.len().min(at + length + 8);
            let printed = text.quote(range.clone());
            findings.push(typo(
                text,
                range,
                severity,
                format!("“{printed}”里有空没有填。"),
                format!("“{printed}” has a blank that was not filled in."),
            ));
            at += if undated { 3 } else { 0 };
        }
        at += length;
    }
    findings
}

/// Whether a date was left open: 　年　月　日
fn is_undated(text: &Text<'_>, at: usize) -> bool {
    text.chars[at..].starts_with(&['年', '月', '日'])
        && text.quote(at..at + 3).contains(' ')
        && !is_a_line(text, at..at + 3)
}

/// Whether a stretch is all that stands on its line: the date below a signature is written by hand.
fn is_a_line(text: &Text<'_>, range: Range<usize>) -> bool {
    let line = text.line(range.start);
    let beside = [range.start.checked_sub(1), Some(range.end).filter(|end| *end < text.chars.len())];
    beside.into_iter().flatten().all(|at| text.line(at) != line)
}
