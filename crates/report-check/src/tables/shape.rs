//! What is wrong with the tables as tables: rows repeated, missing, misnamed or blank, digits that ran together.

mod doubts;

use super::Fit;
use super::align::{Found, Known};
use super::cells::Cells;
use super::marks::Marks;
use super::rows::Row;
use crate::{Finding, FindingKind, Place, Severity, Side};
use gongkai_domain::says::Says;
use std::ops::Range;

/// The most rows of a table that are called missing one by one.
const ONE_BY_ONE: usize = 3;

/// A fit with what was read from it.
pub(super) struct Shape<'a, 'f, 'd> {
    pub(super) fit: &'a Fit<'f>,
    pub(super) marks: &'a Marks<'d>,
    pub(super) cells: &'a Cells,
    /// Whether the document itself says that something is left out of it.
    pub(super) excerpt: bool,
}

impl Shape<'_, '_, '_> {
    /// The findings.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for table in 0..self.fit.template.format.tables.len() {
            let of_table: Vec<&Found> =
                self.fit.found.iter().filter(|found| self.row(found.row).table == table).collect();
            if of_table.iter().any(|found| found.by > Known::Place) {
                self.repeated(&of_table, &mut findings);
                self.misnamed(&of_table, &mut findings);
                self.missing(table, &of_table, &mut findings);
            }
            if !of_table.is_empty() {
                self.blank(table, &of_table, &mut findings);
            } else if !self.excerpt && !self.rows_of(table).all(|row| self.crossed(row)) {
                findings.push(self.no_table(table));
            }
        }
        self.ambiguous(&mut findings);
        findings.extend(self.fit.uncertain.iter().map(|found| self.nameless(found)));
        findings
    }

    fn row(&self, at: usize) -> &super::template::TemplateRow<'_> {
        &self.fit.template.rows[at]
    }

    /// The label a row prints, with its number.
    fn printed(&self, row: &Row) -> String {
        let end = row.figures.first().map_or(row.marks.end, |printed| printed.marks.start);
        let start = row.words.as_ref().map_or(row.marks.start, |words| words.start);
        self.marks.printed(start..end)
    }

    fn place(&self, row: &Row) -> Place {
        self.marks.source(row.marks.start).map_or(Place::Line { line: 1 }, |source| source.place)
    }

    /// Labels that stand twice: a row that by its place is another, or one more row with the label of one already found.
    fn repeated(&self, of_table: &[&Found], findings: &mut Vec<Finding>) {
        for found in of_table {
            let row = &self.fit.rows[found.at];
            let Some(first) = self.first_so_called(row, found) else { continue };
            let (label, meant) = (self.printed(row), &self.row(found.row).label);
            let says = Says::new(
                format!("“{label}”在表里印了两次，第二次按位置应是“{meant}”。"),
                format!("“{label}” stands twice in the table; by its place the second should be “{meant}”."),
            );
            let mut finding = self.about(FindingKind::RepeatedRow, Severity::Error, row, says);
            finding.right = Some(Side::Text(meant.clone()));
            finding.cells = self
                .row(first.row)
                .cells
                .iter()
                .chain(&self.row(found.row).cells)
                .map(|code| (*code).to_owned())
                .collect();
            findings.push(finding);
            findings.push(self.missing_row(found.row, self.place(row)));
        }
        let Some(region) = self.region(of_table) else { return };
        for (at, row) in self.fit.rows.iter().enumerate() {
            let Some(label) = row.label.as_ref().filter(|label| label.clean && row.between == 0) else {
                continue;
            };
            let known = self.fit.found.iter().any(|found| found.at == at);
            if known || row.prose || row.figures.is_empty() || !region.contains(&row.marks.start) {
                continue;
            }
            let entry = &self.fit.template.entries[label.entry];
            let Some(first) = of_table.iter().find(|found| entry.rows.contains(&found.row)) else { continue };
            let label = self.printed(row);
            let says = Says::new(
                format!("“{label}”在表里印了两次。"),
                format!("“{label}” stands twice in the table."),
            );
            let mut finding = self.about(FindingKind::RepeatedRow, Severity::Error, row, says);
            finding.cells = self.row(first.row).cells.iter().map(|code| (*code).to_owned()).collect();
            findings.push(finding);
        }
    }

    /// The row of the same table that was found by the label this one prints too.
    fn first_so_called(&self, row: &Row, found: &Found) -> Option<&Found> {
        let label = row.label.as_ref().filter(|_| found.by == Known::Likeness)?;
        let entry = &self.fit.template.entries[label.entry];
        let table = self.row(found.row).table;
        self.fit.found.iter().find(|other| {
            other.by == Known::Label && entry.rows.contains(&other.row) && self.row(other.row).table == table
        })
    }

    fn region(&self, of_table: &[&Found]) -> Option<Range<usize>> {
        let rows = || of_table.iter().map(|found| &self.fit.rows[found.at].marks);
        Some(rows().map(|marks| marks.start).min()?..rows().map(|marks| marks.end).max()?)
    }

    fn misnamed(&self, of_table: &[&Found], findings: &mut Vec<Finding>) {
        for found in of_table.iter().filter(|found| found.by == Known::Likeness) {
            let row = &self.fit.rows[found.at];
            if self.first_so_called(row, found).is_some() {
                continue;
            }
            let (label, meant) = (self.printed(row), &self.row(found.row).label);
            let says = Says::new(
                format!("印的是“{label}”，格式规定的名称是“{meant}”。"),
                format!("It prints “{label}”; the format calls the row “{meant}”."),
            );
            let mut finding = self.about(FindingKind::Label, Severity::Warning, row, says);
            finding.right = Some(Side::Text(meant.clone()));
            finding.cells = self.row(found.row).cells.iter().map(|code| (*code).to_owned()).collect();
            findings.push(finding);
        }
    }

    fn missing(&self, table: usize, of_table: &[&Found], findings: &mut Vec<Finding>) {
        let rows = &self.fit.template.rows;
        let missing: Vec<usize> = (0..rows.len())
            .filter(|row| rows[*row].table == table && of_table.iter().all(|found| found.row != *row))
            .filter(|row| !self.left_out(*row) && !self.crossed(*row))
            .collect();
        let Some(first) = missing.first() else { return };
        let place = |row: usize| {
            let before = of_table.iter().filter(|found| found.row < row).max_by_key(|found| found.row);
            let near = before.or(of_table.first());
            near.map_or(Place::Line { line: 1 }, |found| self.place(&self.fit.rows[found.at]))
        };
        if missing.len() <= ONE_BY_ONE {
            findings.extend(missing.iter().map(|row| self.missing_row(*row, place(*row))));
            return;
        }
        let labels: Vec<String> = missing.iter().map(|row| format!("“{}”", rows[*row].label)).collect();
        let (title, count) = (&self.fit.template.format.tables[table].title, missing.len());
        let says = Says::new(
            format!("“{title}”表里没有格式规定的 {count} 行：{}。", labels.join("、")),
            format!("The table “{title}” lacks {count} rows of the format: {}.", labels.join(", ")),
        );
        let cells = missing.iter().flat_map(|row| &rows[*row].cells).map(|code| (*code).to_owned()).collect();
        let kind = FindingKind::MissingRow;
        let (left, right, quote, place) = (None, None, String::new(), place(*first));
        findings.push(Finding { severity: Severity::Warning, kind, place, left, right, quote, cells, says });
    }

    /// Whether the document says that something is left out between the rows found before and after one.
    fn left_out(&self, row: usize) -> bool {
        let found = &self.fit.found;
        let before = found.iter().filter(|found| found.row < row).max_by_key(|found| found.row);
        let after = found.iter().filter(|found| found.row > row).min_by_key(|found| found.row);
        let start = before.map_or(0, |found| self.fit.rows[found.at].marks.end);
        let end = after.map_or(self.marks.marks.len(), |found| self.fit.rows[found.at].marks.start);
        let source =
            |at: usize| self.marks.marks.get(at).map_or(self.marks.sources.len(), |mark| mark.source);
        let sources =
            self.marks.sources.get(source(start.saturating_sub(1))..source(end)).unwrap_or_default();
        self.excerpt && (after.is_none() || sources.iter().any(|source| super::says_left_out(source.text)))
    }

    fn rows_of(&self, table: usize) -> impl Iterator<Item = usize> {
        let rows = &self.fit.template.rows;
        (0..rows.len()).filter(move |row| rows[*row].table == table)
    }

    /// Whether a row was not found as a row, but its cells by their heads.
    fn crossed(&self, row: usize) -> bool {
        self.row(row).cells.iter().all(|code| self.cells.read.contains_key(*code))
    }

    fn missing_row(&self, row: usize, place: Place) -> Finding {
        let of = self.row(row);
        let name =
            if of.label.is_empty() { self.fit.template.table(of).title.clone() } else { of.label.clone() };
        let says = Says::new(
            format!("表里没有格式规定的“{name}”一行。"),
            format!("The table lacks the row “{name}” of the format."),
        );
        let cells = of.cells.iter().map(|code| (*code).to_owned()).collect();
        let (kind, right) = (FindingKind::MissingRow, Some(Side::Text(name)));
        Finding {
            severity: Severity::Warning,
            kind,
            place,
            left: None,
            right,
            quote: String::new(),
            cells,
            says,
        }
    }

    fn no_table(&self, table: usize) -> Finding {
        let of = &self.fit.template.format.tables[table];
        let title = &of.title;
        let says = Says::new(
            format!("报告里没有读到“{title}”表。"),
            format!("No table “{title}” could be read in the report."),
        );
        let rows = self.fit.template.rows.iter().filter(|row| row.table == table);
        let cells = rows.flat_map(|row| &row.cells).map(|code| (*code).to_owned()).collect();
        let last = self.fit.found.iter().max_by_key(|found| found.at);
        let place = last.map_or(Place::Line { line: 1 }, |found| self.place(&self.fit.rows[found.at]));
        let (kind, right) = (FindingKind::MissingRow, Some(Side::Text(title.clone())));
        Finding {
            severity: Severity::Warning,
            kind,
            place,
            left: None,
            right,
            quote: String::new(),
            cells,
            says,
        }
    }

    fn about(&self, kind: FindingKind, severity: Severity, row: &Row, says: Says) -> Finding {
        let label = self.printed(row);
        let (place, left) = (self.place(row), (!label.is_empty()).then_some(Side::Text(label)));
        let quote = self.marks.printed(row.marks.clone());
        Finding { severity, kind, place, left, right: None, quote, cells: Vec::new(), says }
    }
}
