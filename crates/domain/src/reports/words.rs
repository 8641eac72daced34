//! The words of a report: its text and tables, with the place of every figure.

use super::compute::Findings;
use super::layout::{Entry, Part, Table};
use super::own_text::{Piece, pieces};
use super::plan::Plan;
use super::print::with_unit;
use super::report::{Block, ReportCell, ReportRow, ReportSection, ReportTable, Span, TableFigure};

/// The text of a report, laid out over its figures.
pub(super) struct Words<'w> {
    pub(super) plan: &'w Plan<'w>,
    pub(super) findings: &'w Findings,
    pub(super) cells: &'w [ReportCell],
}

impl Words<'_> {
    /// The sections with their paragraphs and tables.
    pub(super) fn sections(&self) -> Vec<ReportSection> {
        let sections = self.plan.format.sections.iter().map(|section| ReportSection {
            id: section.id.clone(),
            title: self.plain(&section.title),
            blocks: section.entries.iter().filter_map(|entry| self.block(entry)).collect(),
        });
        sections.collect()
    }

    fn block(&self, entry: &Entry) -> Option<Block> {
        match entry {
            Entry::Paragraph(parts) => Some(Block::Paragraph(self.spans(parts))),
            Entry::Table(id) => {
                let table = self.plan.format.tables.iter().find(|table| table.id == *id)?;
                Some(Block::Table(self.table(table)))
            }
        }
    }

    fn table(&self, table: &Table) -> ReportTable {
        let rows = table.rows.iter().map(|row| {
            let heads = row.heads.clone();
            if row.cells.is_empty() {
                return ReportRow::Heads(heads);
            }
            let cells = row.cells.iter().map(|(code, columns)| TableFigure {
                cell: code.clone(),
                text: self.figure(code, |cell| cell.printed.clone()),
                columns: *columns,
            });
            ReportRow::Figures { heads, cells: cells.collect() }
        });
        ReportTable {
            id: table.id.clone(),
            title: table.title.clone(),
            unit: table.unit.clone(),
            note: table.note.clone(),
            rows: rows.collect(),
        }
    }

    fn spans(&self, parts: &[Part]) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        for part in parts {
            if let Part::Own(place) = part {
                spans.extend(self.own(place));
                continue;
            }
            let span = self.span(part);
            match (spans.last_mut(), span) {
                (Some(Span::Text(before)), Span::Text(more)) => before.push_str(&more),
                (_, span) => spans.push(span),
            }
        }
        spans
    }

    /// The office's own words at a place, with the figures they name.
    fn own(&self, place: &str) -> Vec<Span> {
        let own =
            |text: Option<&str>| Span::OwnWords { place: place.to_owned(), text: text.map(str::to_owned) };
        let text = self.findings.texts.get(place).filter(|text| !text.trim().is_empty());
        let Some(text) = text else { return vec![own(None)] };
        let span = |piece: Piece<'_>| match piece {
            Piece::Words(words) => own(Some(words)),
            Piece::Chip(chip) => Span::Figure {
                cell: chip.cell.to_owned(),
                text: self.figure(chip.cell, |cell| chip.text(cell)),
            },
        };
        pieces(text, self.plan.format).into_iter().map(span).collect()
    }

    fn span(&self, part: &Part) -> Span {
        let figure = |code: &str, read: fn(&ReportCell) -> String| Span::Figure {
            cell: code.to_owned(),
            text: self.figure(code, read),
        };
        match part {
            Part::Text(text) => Span::Text(text.clone()),
            Part::Body => Span::Text(self.plan.territory.body_name()),
            Part::Year(shift) => Span::Text((self.plan.year + shift).to_string()),
            Part::Figure(code) => figure(code, |cell| cell.printed.clone()),
            Part::FigureWithUnit(code) => {
                figure(code, |cell| with_unit(&cell.value, &cell.printed, &cell.unit))
            }
            Part::Names(code) => figure(code, |cell| cell.names.clone().unwrap_or_default()),
            Part::Own(place) => Span::OwnWords { place: place.clone(), text: None },
        }
    }

    fn figure(&self, code: &str, read: impl Fn(&ReportCell) -> String) -> String {
        self.cells.iter().find(|cell| cell.code == code).map(read).unwrap_or_default()
    }

    /// A line of text without the places of its figures.
    pub(super) fn plain(&self, parts: &[Part]) -> String {
        let spans = self.spans(parts);
        let words = spans.into_iter().map(|span| match span {
            Span::Text(text) | Span::Figure { text, .. } => text,
            Span::OwnWords { text, .. } => text.unwrap_or_default(),
        });
        words.collect()
    }
}
