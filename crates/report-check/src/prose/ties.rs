//! Sentences against tables: which cell a figure of the text is, and whether the two agree.

use super::cells::Cells;
use super::denials::denials;
use super::numbers::printed;
use super::stated::{Prose, Stated};
use super::text::{Text, ends_clause};
use super::vocabulary::{Figure, Vocabulary};
use super::{Remark, bodies};
use crate::{Finding, FindingKind, Reading, Severity, Side};
use gongkai_domain::reports::Format;
use gongkai_domain::says::Says;
use rust_decimal::{Decimal, RoundingStrategy};
use std::ops::Range;

/// How many characters that are not understood leave no doubt, and how many leave some.
const SURE: usize = 1;
pub(super) const UNSURE: usize = 5;

/// How far before a number its subject may stand, in characters.
const NEAR: usize = 200;

/// A figure of the text that is known to be one of the vocabulary's.
#[derive(Clone, Debug)]
pub(super) struct Tie<'a> {
    /// Which, by its index among [`Prose::stated`].
    pub(super) stated: usize,
    /// What it is.
    pub(super) figure: &'a Figure,
    /// Whether the words leave no doubt.
    pub(super) certain: bool,
    /// Whether it is of the whole area.
    pub(super) wide: bool,
    /// Whether words beside it are not understood, so that it may count a part only.
    pub(super) narrowed: bool,
}

/// The figures that are known.
pub(super) fn tie<'a>(prose: &Prose<'_>, reading: &Reading, words: &'a Vocabulary) -> Vec<Tie<'a>> {
    (0..prose.stated.len()).filter_map(|at| tie_one(prose, reading, words, at)).collect()
}

fn tie_one<'a>(prose: &Prose<'_>, reading: &Reading, words: &'a Vocabulary, at: usize) -> Option<Tie<'a>> {
    let stated = &prose.stated[at];
    if stated.number.unit == "%" {
        return None;
    }
    let beside = beside(prose, stated);
    let lead = lead(prose, stated);
    let previous = match (prose.year(stated), reading.year) {
        (Some(named), Some(year)) if named == year - 1 => true,
        (Some(named), Some(year)) if named != year => return None,
        _ => false,
    };
    let unit = stated.number.worth().1;
    let fits = |figure: &'a Figure| {
        let fits = figure.fits(&beside, &lead, unit);
        fits.or_else(|| figure.fits(&beside, &lead, &stated.number.unit)).map(|known| (figure, known))
    };
    let here =
        |figure: &&Figure| reading.format.as_ref().is_some_and(|format| figure.cells.contains_key(format));
    let candidates = words.figure.iter().filter(|figure| figure.previous == previous);
    let (figure, known) =
        candidates.clone().filter(here).find_map(fits).or_else(|| candidates.clone().find_map(fits))?;
    let own_clause = known.iter().all(|word| beside.contains(word));
    if !own_clause && is_foreign(&lead, &beside, &known, words) {
        return None;
    }
    let around = if own_clause { beside.clone() } else { segment(prose, stated) };
    if words.scope.other.iter().any(|word| {
        around.contains(word.as_str()) && !known.iter().any(|known| known.contains(word.as_str()))
    }) {
        return None;
    }
    let from = known.iter().filter_map(|word| beside.find(word)).min().unwrap_or_default();
    let (prefix, named) = beside.split_at(from);
    if is_other_body(prefix, reading.body.as_deref(), words) {
        return None;
    }
    let left_over = words.left_over(named, &known).chars().count();
    let wide = words.scope.wide.iter().any(|word| segment(prose, stated).contains(word.as_str()));
    let certain = figure.certain && left_over <= SURE && !stated.number.about;
    let narrowed = left_over > SURE;
    (left_over <= UNSURE).then_some(Tie { stated: at, figure, certain, wide, narrowed })
}

/// Whether the words that were found further back are those of another matter: 受理行政许可申请2300件，办结2288件.
fn is_foreign(lead: &str, beside: &str, known: &[&str], words: &Vocabulary) -> bool {
    // Only applications are of so many kinds.
    let applied = |word: &str| words.carried_on.about.iter().any(|about| about == word);
    let far: Vec<&&str> = known.iter().filter(|word| !beside.contains(**word)).collect();
    if !far.iter().any(|word| applied(word)) {
        return false;
    }
    let from = far.into_iter().filter_map(|word| lead.rfind(*word)).min().unwrap_or_default();
    let from = lead[..from].char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    words.scope.foreign.iter().any(|word| lead[from..].contains(word.as_str()))
}

/// The words beside a number: before it, and after it where they do not lead to another.
fn beside(prose: &Prose<'_>, stated: &Stated) -> String {
    let text = prose.text_of(stated);
    let next = text.chars.get(stated.after.end);
    let closed = next.is_none_or(|mark| ends_clause(*mark) || *mark == '、');
    let behind = if closed { prose.after(stated) } else { String::new() };
    format!("{}{behind}", prose.before(stated))
}

/// What is read up to a number: its sentence and what stands before it in the passage, as far as it is near.
fn lead(prose: &Prose<'_>, stated: &Stated) -> String {
    let text = prose.text_of(stated);
    let start = prose.sentence(stated).start.min(stated.number.start.saturating_sub(NEAR));
    text.words(start..stated.after.end)
}

/// The part of the sentence a number stands in: from the last semicolon on.
fn segment(prose: &Prose<'_>, stated: &Stated) -> String {
    let lead = prose.lead(stated);
    lead.rsplit('；').next().unwrap_or_default().to_owned()
}

/// Whether the words before what is named are another body: 教育局收到…
fn is_other_body(prefix: &str, body: Option<&str>, words: &Vocabulary) -> bool {
    let name = words.left_over(prefix, &[]);
    let named = name.ends_with(['局', '委', '办', '镇', '乡', '院', '站', '所', '司', '厅', '村', '校']);
    let own = ["我", "本"].iter().any(|word| prefix.contains(word));
    let mut rest = body.unwrap_or_default().chars();
    named && !own && body.is_some() && !name.chars().all(|mark| rest.any(|other| other == mark))
}

/// Tests the figures that are known against the cells.
pub(super) fn test(
    prose: &Prose<'_>,
    ties: &[Tie<'_>],
    reading: &Reading,
    format: Option<&Format>,
    words: &Vocabulary,
) -> Vec<Finding> {
    let Some(format) = format else { return Vec::new() };
    let cells = Cells { reading, format };
    let mut findings: Vec<Finding> =
        ties.iter().filter_map(|tie| disagreement(prose, tie, &cells, words)).collect();
    findings.extend(prose.texts.iter().flat_map(|text| denials(text, &cells, words)));
    findings
}

/// Whether a printed number says the same as the exact one, rounded to its digits.
fn agrees(stated: &Stated, exact: Decimal) -> bool {
    let (worth, _) = stated.number.worth();
    let Some(factor) = worth.checked_div(stated.number.value).filter(|factor| *factor > Decimal::ONE) else {
        return worth == exact;
    };
    let Some(shown) = exact.checked_div(factor) else { return false };
    let digits = stated.number.value.scale();
    shown.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero) == stated.number.value
}

fn disagreement(prose: &Prose<'_>, tie: &Tie<'_>, cells: &Cells<'_>, words: &Vocabulary) -> Option<Finding> {
    let stated = &prose.stated[tie.stated];
    let exact = cells.worth(tie.figure)?;
    let part = tie.narrowed && stated.number.worth().0 < exact;
    if stated.number.about || part || agrees(stated, exact) {
        return None;
    }
    let governs = cells.reading.body.as_deref().is_none_or(governs_an_area);
    let near = tie.figure.near.iter().filter_map(|id| words.named(id));
    let near = near.into_iter().find(|near| cells.worth(near).is_some_and(|worth| agrees(stated, worth)));
    let said = near.is_some() && includes_what_is_carried_over(prose, stated);
    if (tie.wide && !governs) || said || (near.is_some() && !tie.figure.certain) {
        return None;
    }
    let severity =
        if tie.certain && near.is_none() && !tie.wide { Severity::Error } else { Severity::Warning };
    let (hint, hint_en) = near.map_or((String::new(), String::new()), |near| {
        let value = stated.number.value.normalize();
        (format!("；{value}是{}", near.label), format!("; {value} is {}", near.label_en))
    });
    let shown = shown(stated, exact);
    let says = Says::new(
        format!("文中“{}”，表中{}是{shown}{hint}。", prose.quote(stated), tie.figure.label),
        format!(
            "The text says “{}”, the table has {shown} for {}{hint_en}.",
            prose.quote(stated),
            tie.figure.label_en
        ),
    );
    let remark = Remark {
        severity,
        kind: FindingKind::TextTable,
        left: Some(Side::Number(stated.number.value)),
        right: Some(Side::Number(in_unit(stated, exact))),
        cells: cells.codes(tie.figure),
        says,
    };
    Some(remark.at(prose.text_of(stated), clause(prose, stated)))
}

/// Whether the text says so itself: 收到75件（含上年结转1件）.
fn includes_what_is_carried_over(prose: &Prose<'_>, stated: &Stated) -> bool {
    let text = prose.text_of(stated);
    let behind = text.words(stated.number.end..stated.number.end + 14);
    ["含", "包括", "其中"].iter().any(|word| behind.contains(word)) && behind.contains("结转")
}

/// The clause of a figure, or of an empty one that of its sentence.
fn clause(prose: &Prose<'_>, stated: &Stated) -> Range<usize> {
    prose.text_of(stated).clause(stated.before.start..stated.number.end)
}

/// Whether the body's own table may be that of a whole area.
fn governs_an_area(body: &str) -> bool {
    const GOVERN: [&str; 7] = ["政府", "办公室", "管委会", "管理委员会", "街道办事处", "街道办", "政府办"];
    // A title may name the area alone: ××区2022年度……报告.
    GOVERN.iter().chain(&bodies::AREAS).any(|end| body.ends_with(end))
}

fn in_unit(stated: &Stated, exact: Decimal) -> Decimal {
    let factor = stated.number.worth().0.checked_div(stated.number.value);
    factor.filter(|factor| !factor.is_zero()).and_then(|factor| exact.checked_div(factor)).unwrap_or(exact)
}

fn shown(stated: &Stated, exact: Decimal) -> String {
    printed(in_unit(stated, exact), &stated.number.unit)
}

/// The clauses of a sentence.
pub(super) fn clauses(text: &Text<'_>, sentence: Range<usize>) -> Vec<Range<usize>> {
    let mut clauses = Vec::new();
    let mut start = sentence.start;
    for at in sentence.clone() {
        if ends_clause(text.chars[at]) {
            clauses.push(start..at);
            start = at + 1;
        }
    }
    clauses.push(start..sentence.end);
    clauses.retain(|clause| !clause.is_empty());
    clauses
}
