//! What a checking copy (核对稿) says besides: what every figure means, and what came of the checks.

use gongkai_domain::reports::{Block, Override, Publication, ReportCell, ReportRow, ReportSection, Span};
use serde::Serialize;
use std::collections::BTreeSet;

/// A cell with its definition.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    code: String,
    label: String,
    /// Printed value with its unit.
    value: String,
    /// The value as counted, where the office put another in its place, and why.
    overridden: Option<String>,
    /// How many rows stand behind it.
    rows: i64,
    definition: String,
}

/// The end of a checking copy.
#[derive(Debug, Serialize)]
pub(super) struct CheckingSheet {
    /// Cells that stand in no section.
    entries: Vec<Entry>,
    verdicts: Vec<Verdict>,
    failed: usize,
}

#[derive(Debug, Serialize)]
struct Verdict {
    holds: bool,
    word: &'static str,
    id: String,
    says: String,
}

/// The entries of the cells a section prints and none before it did, in the order of the report.
pub(super) fn entries_of(
    section: &ReportSection,
    publication: &Publication,
    seen: &mut BTreeSet<String>,
) -> Vec<Entry> {
    let codes: BTreeSet<&str> = section.blocks.iter().flat_map(codes_of).collect();
    let cells = publication.report.cells.iter().filter(|cell| codes.contains(cell.code.as_str()));
    let new: Vec<&ReportCell> = cells.filter(|cell| seen.insert(cell.code.clone())).collect();
    new.into_iter().map(|cell| Entry::of(cell, publication)).collect()
}

fn codes_of(block: &Block) -> Vec<&str> {
    match block {
        Block::Paragraph(spans) => spans
            .iter()
            .filter_map(|span| match span {
                Span::Figure { cell, .. } => Some(cell.as_str()),
                Span::Text(_) | Span::OwnWords { .. } => None,
            })
            .collect(),
        Block::Table(table) => table
            .rows
            .iter()
            .flat_map(|row| match row {
                ReportRow::Heads(_) => &[][..],
                ReportRow::Figures { cells, .. } => cells,
            })
            .map(|figure| figure.cell.as_str())
            .collect(),
    }
}

impl CheckingSheet {
    pub(super) fn of(publication: &Publication, seen: &BTreeSet<String>) -> Self {
        let report = &publication.report;
        let rest = report.cells.iter().filter(|cell| !seen.contains(&cell.code));
        let verdicts = report.checks.iter().map(|verdict| Verdict {
            holds: verdict.holds,
            word: match (verdict.holds, verdict.left.is_none() && verdict.right.is_none()) {
                (false, _) => "不符",
                (true, true) => "不适用",
                (true, false) => "通过",
            },
            id: verdict.id.clone(),
            says: verdict.says.zh.clone(),
        });
        Self {
            entries: rest.map(|cell| Entry::of(cell, publication)).collect(),
            verdicts: verdicts.collect(),
            failed: report.checks.iter().filter(|verdict| !verdict.holds).count(),
        }
    }
}

impl Entry {
    fn of(cell: &ReportCell, publication: &Publication) -> Self {
        let definition = publication.definitions.get(&cell.code).map(|says| says.zh.clone());
        let shown = cell
            .names
            .as_ref()
            .map_or_else(|| cell.printed.clone(), |names| format!("{}：{names}", cell.printed));
        Self {
            code: cell.code.clone(),
            label: cell.label.clone(),
            value: if cell.value.number().is_some() {
                format!("{}{}", cell.printed, cell.unit)
            } else {
                shown
            },
            overridden: cell.overridden.as_ref().map(|instead| instead_of(cell, instead)),
            rows: cell.rows,
            definition: definition.unwrap_or_default(),
        }
    }
}

fn instead_of(cell: &ReportCell, instead: &Override) -> String {
    let counted = cell.counted.number().map_or_else(String::new, |number| number.normalize().to_string());
    let Override { reason, by, on, .. } = instead;
    format!("台账计得{counted}{}，{by}于{on}改填：{reason}", cell.unit)
}
