//! A register counted once over all its dimensions, so that every cell of a report is a sum over a few groups.

use super::{Kind, Register, Row, Selection, Value};

/// Rows of a register grouped by [`Register::dimensions`].
#[derive(Clone, Debug)]
pub struct Tally {
    /// The register counted.
    pub register: &'static Register,
    /// Groups in no particular order.
    pub groups: Vec<Group>,
}

/// Rows that agree in every dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// One value a dimension, in the order of [`Register::dimensions`]; a date is tallied by its year
    /// ([`Value::Integer`]).
    pub values: Vec<Value>,
    /// How many rows.
    pub rows: i64,
    /// Totals of [`Register::sums`], in that order; fen for money.
    pub sums: Vec<i64>,
}

/// What a row is counted by: its dimensions, a date by its year.
pub fn dimensions_of(register: &'static Register, row: &Row) -> Vec<Value> {
    let dimension = |code: &str, kind: Kind| match (row.value(register, code), kind) {
        (day, Kind::Date) => day.year().map_or(Value::Absent, |year| Value::Integer(year.into())),
        (value, _) => value.clone(),
    };
    register.dimensions().map(|column| dimension(column.code, column.kind)).collect()
}

impl Tally {
    /// Counts a row that was not counted before.
    pub fn count_in(&mut self, row: &Row) {
        self.shift(row, 1);
    }

    /// Takes out a row that was counted.
    pub fn count_out(&mut self, row: &Row) {
        self.shift(row, -1);
    }

    fn shift(&mut self, row: &Row, by: i64) {
        let values = dimensions_of(self.register, row);
        let sum = |code: &str| by * row.value(self.register, code).as_integer().unwrap_or_default();
        let sums: Vec<i64> = self.register.sums().map(|column| sum(column.code)).collect();
        let Some(at) = self.groups.iter().position(|group| group.values == values) else {
            self.groups.push(Group { values, rows: by, sums });
            return;
        };
        let group = &mut self.groups[at];
        group.rows += by;
        for (total, sum) in group.sums.iter_mut().zip(sums) {
            *total += sum;
        }
        if group.rows == 0 {
            self.groups.swap_remove(at);
        }
    }

    /// The groups a selection takes in; it must be of this tally's register.
    pub fn select<'a, 's>(
        &'a self,
        selection: &'s Selection,
    ) -> impl Iterator<Item = &'a Group> + use<'a, 's> {
        let takes = selection.taker();
        self.groups.iter().filter(move |group| takes(&group.values))
    }

    /// How many rows a selection takes in.
    pub fn count(&self, selection: &Selection) -> i64 {
        self.select(selection).map(|group| group.rows).sum()
    }

    /// Total of the column called `code` over a selection, with the number of rows behind it; `None` when the
    /// register cannot add that column.
    pub fn sum(&self, selection: &Selection, code: &str) -> Option<(i64, i64)> {
        let at = self.register.sums().position(|column| column.code == code)?;
        Some(
            self.select(selection)
                .fold((0, 0), |(total, rows), group| (total + group.sums[at], rows + group.rows)),
        )
    }

    /// The distinct values of the dimension called `code` over a selection, sorted, each with its rows; absent
    /// values are left out.
    pub fn distinct(&self, selection: &Selection, code: &str) -> Vec<(Value, i64)> {
        let Some(at) = self.register.dimensions().position(|column| column.code == code) else {
            return Vec::new();
        };
        let mut things = std::collections::BTreeMap::new();
        for group in self.select(selection) {
            if !group.values[at].is_absent() {
                *things.entry(group.values[at].clone()).or_insert(0) += group.rows;
            }
        }
        things.into_iter().collect()
    }
}
