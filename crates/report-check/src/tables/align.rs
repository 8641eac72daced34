//! Which row of the template each row of the document is: in order, between those whose labels are certain.

use super::marks::{Marks, fold};
use super::rows::{Printed, Row};
use super::template::{Entry, Template, TemplateRow};
use super::tokens::{Figure, Token, What};
use super::words::likeness;
use std::collections::BTreeSet;
use std::ops::Range;

/// A row of the document that was taken for one of the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Which row of the template.
    pub(super) row: usize,
    /// Which row of the document.
    pub(super) at: usize,
    /// How it was known.
    pub(super) by: Known,
}

/// How a row was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Known {
    /// By where it stands only: it has no label of its own.
    Place,
    /// By a label like the template's, and by where it stands.
    Likeness,
    /// By its label.
    Label,
}

/// What it counts that there are as many figures as cells.
const FULL: i32 = 50;

/// What it counts that figures stand below the heads of a row without a label: more than any label.
const BELOW_HEADS: i32 = 110;

/// The document's rows that are the template's, in the template's order; then those of which it cannot be told which.
pub(super) fn align(template: &Template<'_>, marks: &Marks<'_>, rows: &[Row]) -> (Vec<Found>, Vec<Found>) {
    let near = near_labels(template, rows);
    let mut found = in_order(template, marks, rows, &near);
    out_of_order(template, marks, rows, &mut found);
    let all = found.clone();
    found.into_iter().partition(|here| is_certain(template, rows, &all, here))
}

/// The rows near a label of the template; the rest of a long document is not looked at, nor are its sentences.
fn near_labels(template: &Template<'_>, rows: &[Row]) -> Vec<usize> {
    const NEAR: usize = 30;
    const MOST: usize = 4000;
    let known =
        |row: &Row| row.label.as_ref().is_some_and(|label| !template.entries[label.entry].rows.is_empty());
    let mut near = BTreeSet::new();
    for (at, _) in rows.iter().enumerate().filter(|(_, row)| known(row)) {
        near.extend(at.saturating_sub(NEAR)..(at + NEAR).min(rows.len()));
        if near.len() > MOST {
            break;
        }
    }
    near.into_iter().filter(|at| !rows[*at].prose).collect()
}

/// The best chain of matches that keeps to the order of both.
fn in_order(template: &Template<'_>, marks: &Marks<'_>, rows: &[Row], near: &[usize]) -> Vec<Found> {
    const SKIPPED: i32 = 5;
    let width = template.rows.len() + 1;
    let mut best = vec![0i32; (near.len() + 1) * width];
    let mut matched: Vec<Option<Known>> = vec![None; best.len()];
    for (line, at) in near.iter().enumerate() {
        for row in 0..template.rows.len() {
            let here = (line + 1) * width + row + 1;
            let (over, left, corner) =
                (best[line * width + row + 1], best[here - 1], best[line * width + row]);
            let left = left - if left > 0 { SKIPPED.min(left) } else { 0 };
            best[here] = over.max(left);
            if let Some((score, by)) = score(template, marks, rows, *at, row)
                && score > 0
                && corner + score > best[here]
            {
                best[here] = corner + score;
                matched[here] = Some(by);
            }
        }
    }
    let (mut line, mut row) = (near.len(), best_end(&best, near.len(), width));
    let mut found = Vec::new();
    while line > 0 && row > 0 {
        let here = line * width + row;
        if let Some(by) = matched[here] {
            found.push(Found { row: row - 1, at: near[line - 1], by });
            line -= 1;
            row -= 1;
        } else if best[here] == best[here - width] {
            line -= 1;
        } else {
            row -= 1;
        }
    }
    found.reverse();
    found
}

fn best_end(best: &[i32], line: usize, width: usize) -> usize {
    let last = &best[line * width..];
    let top = last.iter().max().copied().unwrap_or(0);
    last.iter().position(|score| *score == top).unwrap_or(0)
}

/// How well a row of the document fits one of the template; `None` where it cannot be it.
fn score(
    template: &Template<'_>,
    marks: &Marks<'_>,
    rows: &[Row],
    at: usize,
    of: usize,
) -> Option<(i32, Known)> {
    let (row, wanted) = (&rows[at], &template.rows[of]);
    let fits = figures_fit(row, wanted);
    let (label, by) = label_fits(template, marks, row, of)?;
    if by == Known::Place {
        let enough = if row.in_table { 3 } else { 5 };
        if fits < 30 || wanted.cells.len() < enough || row.is_blank() {
            return None;
        }
    }
    if by != Known::Label && row.figures.is_empty() {
        return None;
    }
    Some((label + fits, by))
}

fn label_fits(template: &Template<'_>, marks: &Marks<'_>, row: &Row, of: usize) -> Option<(i32, Known)> {
    const FAR: usize = 12;
    let wanted = &template.rows[of];
    let known: Option<&Entry> = row.label.as_ref().map(|label| &template.entries[label.entry]);
    let (number, letters) = match (&row.label, known) {
        (Some(label), Some(entry)) => (label.number.clone(), entry.core.clone()),
        _ => row.named(marks),
    };
    let numbers = match (&number, &wanted.number) {
        (Some(one), Some(other)) if one == other => 30,
        (Some(_), Some(_)) => -40,
        _ => 0,
    };
    if wanted.label.is_empty() && row.in_table {
        if row.label.is_some() && !row.figures.is_empty() && figures_fit(row, wanted) < FULL {
            return None;
        }
        if stands_below(marks, row, wanted) {
            return Some((BELOW_HEADS, Known::Place));
        }
    }
    if let (Some(label), Some(_)) = (&row.label, known.filter(|entry| entry.rows.contains(&of))) {
        let words = match (label.clean, row.between) {
            (true, 0) => 100,
            (_, between) if between <= FAR => 60,
            _ => 20,
        };
        return Some((words + numbers, Known::Label));
    }
    if letters.is_empty() {
        return Some((mentioned(marks, row, wanted), Known::Place));
    }
    if wanted.label.is_empty() {
        return row.in_table.then_some((0, Known::Place));
    }
    let alike = wanted.cores.iter().map(|core| likeness(&letters, core)).max().unwrap_or(0);
    let score = alike * 7 / 10 + numbers;
    (alike >= 60 && score >= 50).then_some((score, Known::Likeness))
}

/// Whether the figures of a row stand, one by one, below the heads of the template's columns; one in three may be misnamed.
fn stands_below(marks: &Marks<'_>, row: &Row, wanted: &TemplateRow<'_>) -> bool {
    if row.figures.len() != wanted.cells.len() {
        return false;
    }
    let below = |(printed, heads): &(&Printed, &Vec<&str>)| {
        let Some(source) = marks.source(printed.marks.start) else { return false };
        let Some(cell) = source.cell else { return false };
        let Some(head) = heads.first().map(|head| fold(head)) else { return false };
        let of_table = marks.sources.iter().filter(|above| above.block == source.block);
        of_table.filter_map(|above| above.cell).any(|above| {
            let column = above.column <= cell.column && cell.column < above.column + above.columns;
            above.row < cell.row && column && fold(&above.text) == head
        })
    };
    row.figures.iter().zip(&wanted.columns).filter(below).count() * 3 > wanted.cells.len() * 2
}

/// Whether the words before a row without a label hold the label of the template's.
fn mentioned(marks: &Marks<'_>, row: &Row, wanted: &TemplateRow<'_>) -> i32 {
    const BEFORE: usize = 80;
    let Some(core) = wanted.cores.first().filter(|core| core.len() >= 4) else { return 0 };
    let before = &marks.marks[row.marks.start.saturating_sub(BEFORE)..row.marks.start];
    let holds = before
        .windows(core.len())
        .any(|here| here.iter().zip(core).all(|(mark, letter)| mark.letter == *letter));
    if holds { 10 } else { 0 }
}

/// How well the figures of a row fill the cells of the template's row.
pub(super) fn figures_fit(row: &Row, wanted: &TemplateRow<'_>) -> i32 {
    let trailing = row.figures.iter().rev().take_while(|printed| printed.figure == Figure::Blank).count();
    let (all, cells) = (row.figures.len(), wanted.cells.len());
    let digits: usize = row.figures.iter().map(|printed| digits(&printed.figure)).sum();
    match all {
        0 => -90,
        _ if all == cells || (all > cells && all - trailing <= cells) => FULL,
        _ if all < cells && !row.in_table && digits >= cells => 30,
        _ if all < cells => -10,
        _ if row.in_table => 10,
        _ => -20,
    }
}

fn digits(figure: &Figure) -> usize {
    match figure {
        Figure::Digits(digits) => digits.len(),
        Figure::NotApplicable | Figure::Blank => 1,
    }
}

/// Rows with exactly the label of a row that was not found, standing elsewhere.
fn out_of_order(template: &Template<'_>, marks: &Marks<'_>, rows: &[Row], found: &mut Vec<Found>) {
    for (at, row) in rows.iter().enumerate() {
        let Some(label) = row.label.as_ref().filter(|label| label.clean && row.between == 0) else {
            continue;
        };
        if row.prose || row.figures.is_empty() || found.iter().any(|found| found.at == at) {
            continue;
        }
        let free = |of: &&usize| {
            let wanted = &template.rows[**of];
            found.iter().all(|found| found.row != **of)
                && !wanted.label.is_empty()
                && figures_fit(row, wanted) >= 30
                && score(template, marks, rows, at, **of).is_some_and(|(score, _)| score >= 110)
        };
        if let Some(of) = template.entries[label.entry].rows.iter().find(free) {
            found.push(Found { row: *of, at, by: Known::Label });
        }
    }
    found.sort_by_key(|found| found.row);
}

/// The rows of the template between the nearest rows on both sides that were found by their labels.
pub(super) fn stretch(template: &Template<'_>, all: &[Found], row: usize) -> Range<usize> {
    let certain = |row: &usize| all.iter().any(|found| found.row == *row && found.by != Known::Place);
    let from = (0..row).rev().find(certain).map_or(0, |row| row + 1);
    from..(row + 1..template.rows.len()).find(certain).unwrap_or(template.rows.len())
}

/// Whether a row known by its place only must be the one it was taken for: no row like it is missing in that place.
fn is_certain(template: &Template<'_>, rows: &[Row], all: &[Found], here: &Found) -> bool {
    let like = |row: &usize| {
        let (one, other) = (&template.rows[*row], &template.rows[here.row]);
        one.table == other.table && one.cells.len() == other.cells.len()
    };
    let taken = |row: usize| all.iter().any(|found| found.row == row);
    here.by != Known::Place
        || !rows[here.at].in_table
        || stretch(template, all, here.row).filter(like).all(taken)
}

/// How well a template fits a document: how certain its rows are, less what is missing, and how many heads it shares.
pub(super) fn worth(
    template: &Template<'_>,
    marks: &Marks<'_>,
    rows: &[Row],
    tokens: &[Token],
    found: &[Found],
) -> i32 {
    const MISSING: i32 = 20;
    const HEAD: i32 = 15;
    let scores = found.iter().filter_map(|found| score(template, marks, rows, found.at, found.row));
    let heads: BTreeSet<usize> = tokens
        .iter()
        .filter_map(|token| match &token.what {
            What::Label(label) if template.entries[label.entry].head => Some(label.entry),
            _ => None,
        })
        .collect();
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX / 100);
    scores.map(|(score, _)| score).sum::<i32>() + HEAD * number(heads.len())
        - MISSING * number(template.rows.len() - found.len())
}
