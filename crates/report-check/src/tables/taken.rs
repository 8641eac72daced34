//! What of the paragraphs belongs to a table, so that it is not read as sentences.

use super::Taken;
use super::align::{Found, Known};
use super::marks::Marks;
use super::rows::Row;
use super::template::Template;
use super::tokens::{Token, What};
use std::ops::Range;

/// How far apart two rows of a table may stand, in letters, for what is between them to belong to it.
const BETWEEN: usize = 160;

/// The stretches of marks that are tables: rows close to one another and the heads before the first.
pub(super) fn regions(
    template: &Template<'_>,
    tokens: &[Token],
    rows: &[Row],
    found: &[Found],
) -> Vec<Range<usize>> {
    let mut at: Vec<(usize, usize)> = found
        .iter()
        .filter(|found| found.by >= Known::Place)
        .map(|found| (found.at, template.rows[found.row].table))
        .collect();
    at.sort_unstable();
    let mut regions: Vec<(usize, Range<usize>)> = Vec::new();
    for (at, table) in at {
        let here = rows[at].marks.clone();
        match regions.last_mut() {
            Some((of, region)) if *of == table && here.start <= region.end + BETWEEN => {
                region.end = region.end.max(here.end);
            }
            _ => regions.push((table, here)),
        }
    }
    for (_, region) in &mut regions {
        region.start = heads_before(template, tokens, region.start);
    }
    regions.into_iter().map(|(_, region)| region).collect()
}

/// Where the heads right before a row begin.
fn heads_before(template: &Template<'_>, tokens: &[Token], row: usize) -> usize {
    let first = tokens.partition_point(|token| token.marks.start < row);
    let mut start = row;
    for token in tokens[..first].iter().rev() {
        match &token.what {
            What::Label(label) if !template.entries[label.entry].section => start = token.marks.start,
            _ => break,
        }
    }
    start
}

/// Adds what of the paragraphs a stretch of marks covers.
pub(super) fn add(marks: &Marks<'_>, range: Range<usize>, taken: &mut Vec<Taken>) {
    let Some(of_range) = marks.marks.get(range) else { return };
    for here in of_range.chunk_by(|one, next| one.source == next.source) {
        let (Some(first), Some(last)) = (here.first(), here.last()) else { continue };
        let Some(source) = marks.sources.get(first.source).filter(|source| source.cell.is_none()) else {
            continue;
        };
        let bare = |rest: &str| !rest.contains(char::is_alphanumeric);
        let (start, end) = (first.bytes.start, last.bytes.end);
        let all = bare(&source.text[..start]) && bare(&source.text[end..]);
        let bytes = if all { 0..source.text.len() } else { start..end };
        taken.push(Taken { block: source.block, bytes });
    }
}
