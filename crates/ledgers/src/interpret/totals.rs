//! Sums of columns: our own, and what total rows say.

use super::layout::TotalRow;
use gongkai_domain::registers::{Column, Kind, Register, Value};
use gongkai_domain::says::Says;

/// The sum of one column over the rows that can be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    /// The column.
    pub column: &'static Column,
    /// How many rows have a value.
    pub rows: u64,
    /// Their sum; fen for money.
    pub sum: i64,
}

impl Total {
    /// The sum in words; money in both 元 and 万元.
    pub fn says(&self) -> Says {
        let Self { column, rows, sum } = self;
        let Says { zh, en } = amount(column, *sum);
        Says::new(
            format!("“{}”{rows} 行，合计 {zh}", column.zh),
            format!("“{}”: {rows} rows, in all {en}", column.en),
        )
    }
}

/// A sum in words; money in both units.
pub(super) fn amount(column: &Column, sum: i64) -> Says {
    if column.kind != Kind::Money {
        return Says::new(grouped(sum), grouped(sum));
    }
    let yuan = format!("{}.{:02}", grouped(sum / 100), sum % 100);
    let wan = format!("{}.{:06}", grouped(sum / 1_000_000), sum % 1_000_000);
    let wan = wan.trim_end_matches('0').trim_end_matches('.');
    Says::new(format!("{yuan} 元（{wan} 万元）"), format!("{yuan} yuan ({wan} ten thousand yuan)"))
}

fn grouped(number: i64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Sums while rows are read; one entry a column that may be added up.
#[derive(Debug)]
pub(super) struct Totals {
    columns: Vec<(usize, &'static Column)>,
    accepted: Vec<Total>,
    section: Vec<i64>,
    sheet: Vec<i64>,
    file: Vec<i64>,
}

impl Totals {
    pub fn new(register: &'static Register) -> Self {
        let columns: Vec<_> = register
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.sum && !column.computed)
            .collect();
        let zeros = vec![0; columns.len()];
        Self {
            accepted: columns.iter().map(|(_, column)| Total { column, rows: 0, sum: 0 }).collect(),
            columns,
            section: zeros.clone(),
            sheet: zeros.clone(),
            file: zeros,
        }
    }

    /// A new sheet begins.
    pub fn begin_sheet(&mut self) {
        self.section.fill(0);
        self.sheet.fill(0);
    }

    /// Adds a row as it was read, whether or not it can be taken in.
    pub fn add(&mut self, values: &[Value]) {
        for (at, (position, _)) in self.columns.iter().enumerate() {
            let number = values[*position].as_integer().unwrap_or(0);
            for sum in [&mut self.section[at], &mut self.sheet[at], &mut self.file[at]] {
                *sum = sum.saturating_add(number);
            }
        }
    }

    /// Adds a row that can be taken in.
    pub fn accept(&mut self, values: &[Value]) {
        for ((position, _), total) in self.columns.iter().zip(&mut self.accepted) {
            if let Some(number) = values[*position].as_integer() {
                total.rows += 1;
                total.sum = total.sum.saturating_add(number);
            }
        }
    }

    /// Our own sum where a total row says another number. A total may also be that of its section or of the whole
    /// file, as offices use the words loosely; a subtotal is that of its section only.
    pub fn differs(&self, code: &str, kind: TotalRow, said: i64) -> Option<i64> {
        let at = self.columns.iter().position(|(_, column)| column.code == code)?;
        let (section, sheet, file) = (self.section[at], self.sheet[at], self.file[at]);
        match kind {
            TotalRow::Section => (said != section).then_some(section),
            TotalRow::Sheet => (![sheet, section, file].contains(&said)).then_some(sheet),
        }
    }

    /// A total row ends the section.
    pub fn end_section(&mut self) {
        self.section.fill(0);
    }

    pub fn finish(&mut self) -> Vec<Total> {
        std::mem::take(&mut self.accepted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::registers::find;

    #[test]
    fn money_is_said_in_both_units() {
        let price = find("procurement-projects").unwrap().column("price").unwrap();
        let total = Total { column: price, rows: 3, sum: 123_456_789 };
        assert_eq!(total.says().zh, "“合同金额”3 行，合计 1,234,567.89 元（123.456789 万元）");
        assert_eq!(amount(price, 1_000_000).zh, "10,000.00 元（1 万元）");
    }
}
