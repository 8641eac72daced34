//! A ledger laid out: headings, lines with their subtotals, merged cells.

use super::sum_line;
use crate::cells::{Vocabulary, Written};
use crate::ledger::{Row, Rows};
use crate::look::{Form, Look};
use gongkai_domain::registers::Kind;

/// One line below the headings.
pub struct Line {
    /// Its cells.
    pub cells: Vec<Written>,
    /// Whether it is hidden.
    pub hidden: bool,
}

/// Headings and lines of one sheet.
pub struct Table {
    /// Headings, the running number included.
    pub headings: Vec<String>,
    /// Lines, sums included.
    pub lines: Vec<Line>,
    /// Merged cells: first and last line, column, text.
    pub merges: Vec<(u32, u32, u16, String)>,
}

/// A layout in the making.
struct Layout<'a> {
    rows: &'a Rows,
    look: &'a Look,
    vocabulary: &'a Vocabulary,
    table: Table,
}

impl Table {
    /// Lays out `rows` the way `look` says.
    pub fn of(register: &Rows, rows: &[&Row], look: &Look, vocabulary: &Vocabulary) -> Self {
        let mut layout = Layout {
            rows: register,
            look,
            vocabulary,
            table: Self { headings: headings(register, look), lines: Vec::new(), merges: Vec::new() },
        };
        let mut group: Vec<&Row> = Vec::new();
        let mut number = 0;
        for row in rows {
            if group.first().is_some_and(|first| layout.parted(first, row)) {
                layout.group(&group, &mut number);
                group.clear();
            }
            group.push(row);
        }
        layout.group(&group, &mut number);
        if look.total.is_some() {
            layout.sum("合计", rows);
        }
        layout.table
    }
}

fn headings(rows: &Rows, look: &Look) -> Vec<String> {
    let mut headings: Vec<String> = Vec::new();
    if look.serial {
        headings.push("序号".to_owned());
    }
    headings.extend(look.columns.iter().map(|shown| {
        let label = rows.register.column(shown.column).map_or(shown.column, |column| column.zh);
        shown.heading.unwrap_or(label).to_owned()
    }));
    headings
}

impl Layout<'_> {
    /// Whether `next` begins another merged group than `first`.
    fn parted(&self, first: &Row, next: &Row) -> bool {
        self.look.merged.is_some_and(|column| self.rows.value(first, column) != self.rows.value(next, column))
    }

    fn group(&mut self, group: &[&Row], number: &mut usize) {
        let start = self.table.lines.len() as u32;
        for row in group {
            *number += 1;
            let line = self.line(row, *number);
            self.table.lines.push(line);
        }
        let end = self.table.lines.len() as u32;
        let Some(column) = self.look.merged else { return };
        if let Some(at) = self.place(column)
            && end > start + 1
            && self.look.form == Form::Xlsx
        {
            let text = self.table.lines[start as usize].cells[at].to_text();
            self.table.merges.push((start, end - 1, at as u16, text));
        }
        if self.look.total.is_some() {
            self.sum("小计", group);
        }
    }

    fn line(&self, row: &Row, number: usize) -> Line {
        let mut cells = Vec::with_capacity(self.table.headings.len());
        if self.look.serial {
            cells.push(Written::Number(number as f64, number.to_string()));
        }
        for shown in &self.look.columns {
            let column = self.rows.register.column(shown.column);
            let value = self.rows.value(row, shown.column);
            cells.push(
                column.map_or(Written::Empty, |column| self.vocabulary.write(value, column, shown, number)),
            );
        }
        let hidden = self.look.hide_each > 0 && number.is_multiple_of(self.look.hide_each);
        Line { cells, hidden }
    }

    /// Where a column stands among the cells.
    fn place(&self, column: &str) -> Option<usize> {
        let at = self.look.columns.iter().position(|shown| shown.column == column)?;
        Some(at + usize::from(self.look.serial))
    }

    fn sum(&mut self, label: &str, rows: &[&Row]) {
        let Some(code) = self.look.total else { return };
        let (Some(at), Some(shown)) =
            (self.place(code), self.look.columns.iter().find(|shown| shown.column == code))
        else {
            return;
        };
        let kind = self.rows.register.column(code).map_or(Kind::Integer, |column| column.kind);
        let sum = rows.iter().filter_map(|row| self.rows.value(row, code).as_integer()).sum();
        let width = self.table.headings.len();
        self.table.lines.push(sum_line(label, sum, at, width, shown.writing, kind));
    }
}
