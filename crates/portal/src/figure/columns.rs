//! Which columns of the rows behind a figure its page has room for.
//!
//! By meaning, in this order: what a row is called, what the figure's definition speaks of (above all the dates),
//! amounts, what every row fills in, the rest. The same columns on every page of the rows, in the order of the ledger.

use super::ColumnView;
use gongkai_app::public::PublicRow;
use gongkai_domain::{
    registers::{Column, Condition, Key, Kind, Register, Selection, Test},
    reports::Behind,
    says::Says,
};

/// Most columns a page shows; the files hold all of them.
const COLUMNS: usize = 7;
/// Columns up to which it is filled with what not every row has.
const FILLED_UP: usize = 5;
/// Rank from which a column is only shown where there is room.
const OPTIONAL: u8 = 5;
/// Columns a row is called by, where it has one.
const NAMES: [&str; 4] = ["title", "name", "topic", "subject"];

/// Columns a figure's definition speaks of, by code.
#[derive(Debug, Default)]
pub(super) struct Spoken {
    /// Those whose values differ from row to row.
    varying: Vec<&'static str>,
    /// Those that have one value in all rows, which the definition says.
    constant: Vec<&'static str>,
}

impl Spoken {
    /// What the definition of a figure speaks of.
    pub(super) fn of(behind: &Behind) -> Self {
        let mut spoken = Self::default();
        match behind {
            Behind::Rows(selection) | Behind::Body(selection) => spoken.hear(selection),
            Behind::Things { selection, column } => {
                spoken.varying.push(column.code);
                spoken.hear(selection);
            }
            Behind::List { selection, columns, sort } => {
                spoken.varying.extend(columns.iter().chain(sort).map(|column| column.code));
                spoken.hear(selection);
            }
            Behind::Filled { selection, columns } => {
                spoken.varying.extend(columns.iter().map(|column| column.code));
                spoken.hear(selection);
            }
            Behind::Cells(_) | Behind::Record(_) => {}
        }
        spoken
    }

    fn hear(&mut self, selection: &Selection) {
        for Condition { column, test } in &selection.conditions {
            match test {
                Test::Absent => self.constant.push(column.code),
                Test::OneOf(values) if values.len() == 1 => self.constant.push(column.code),
                Test::OneOf(_) | Test::NoneOf(_) | Test::Year { .. } | Test::Present => {
                    self.varying.push(column.code);
                }
            }
        }
        if selection.bodies.as_ref().is_some_and(|bodies| bodies.len() == 1) {
            self.constant.push(selection.register.body_column());
        }
    }

    fn varies(&self, column: &Column) -> bool {
        self.varying.contains(&column.code)
    }
}

/// Places of the columns a page shows, in the order of the ledger.
pub(super) fn shown(
    register: &Register,
    columns: &[&Column],
    rows: &[PublicRow],
    spoken: &Spoken,
) -> Vec<usize> {
    let named = naming(columns);
    let is_key = |column: &Column| matches!(register.key, Key::Columns(key) if key.contains(&column.code));
    let is_blank = |at: usize| rows.iter().all(|row| row.cells.get(at).is_none_or(String::is_empty));
    let rank = |at: usize| {
        let column = columns[at];
        match () {
            () if at == named => 0,
            () if spoken.varies(column) => 1,
            () if is_key(column) => 2,
            () if column.sum => 3,
            () if column.required => 4,
            () if column.kind != Kind::Boolean => OPTIONAL,
            () => OPTIONAL + 1,
        }
    };
    let fits = |at: &usize| {
        let column = columns[*at];
        rank(*at) < 2
            || column.kind != Kind::LongText
                && !spoken.constant.contains(&column.code)
                && (rows.is_empty() || !is_blank(*at))
    };
    let mut shown: Vec<usize> = (0..columns.len()).filter(fits).collect();
    shown.sort_by_key(|at| rank(*at));
    let needed = shown.iter().filter(|at| rank(**at) < OPTIONAL).count();
    shown.truncate(needed.clamp(FILLED_UP, COLUMNS));
    shown.sort_unstable();
    shown
}

/// The column a row is called by: its title or name, otherwise its first text.
pub(super) fn naming(columns: &[&Column]) -> usize {
    let position = |is: &dyn Fn(&Column) -> bool| columns.iter().position(|column| is(column));
    position(&|column| NAMES.contains(&column.code))
        .or_else(|| position(&|column| column.kind == Kind::Text))
        .unwrap_or_default()
}

/// How a column is headed and set.
pub(super) fn view(column: &Column) -> ColumnView {
    let head = match column.kind {
        Kind::Money => Says::new(format!("{}（元）", column.zh), format!("{} (yuan)", column.en)),
        _ => Says::new(column.zh, column.en),
    };
    let amount = matches!(column.kind, Kind::Money | Kind::Integer);
    ColumnView { head, amount, number: column.is_document_number() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::{catalogue::ITEMS, procurement::PROJECTS, registers::Value};

    fn codes(register: &'static Register, spoken: &Spoken, rows: &[PublicRow]) -> Vec<&'static str> {
        let columns: Vec<&'static Column> =
            register.columns.iter().filter(|column| column.is_public() && column.code != "text").collect();
        shown(register, &columns, rows, spoken).into_iter().map(|at| columns[at].code).collect()
    }

    fn selection(register: &'static Register, bodies: &[&str], conditions: &[(&str, Test)]) -> Selection {
        let condition = |(code, test): &(&str, Test)| Condition {
            column: register.column(code).unwrap(),
            test: test.clone(),
        };
        Selection {
            register,
            bodies: Some(bodies.iter().map(|body| (*body).to_owned()).collect()),
            conditions: conditions.iter().map(condition).collect(),
        }
    }

    fn in_2016() -> Test {
        Test::Year { from: Some(2016), to: Some(2016), or_absent: false }
    }

    #[test]
    fn purchases_signed_in_a_year_show_the_day_and_the_amounts() {
        let rows = selection(&PROJECTS, &["conghua-gov", "jiekou"], &[("signed_on", in_2016())]);
        let spoken = Spoken::of(&Behind::Rows(rows));
        assert_eq!(
            codes(&PROJECTS, &spoken, &[]),
            ["body", "number", "title", "method", "budget", "price", "signed_on"]
        );
    }

    #[test]
    fn what_the_definition_fixes_is_not_repeated_in_every_row() {
        let proactive = Test::OneOf(vec![Value::Text("proactive".to_owned())]);
        let conditions = [("class", proactive), ("published_on", in_2016())];
        let spoken = Spoken::of(&Behind::Rows(selection(&ITEMS, &["conghua-gov"], &conditions)));
        let shown = codes(&ITEMS, &spoken, &[]);
        assert!(!shown.contains(&"class") && !shown.contains(&"body"), "{shown:?}");
        assert!(
            ["index_number", "title", "category", "published_on"].iter().all(|code| shown.contains(code))
        );
    }

    #[test]
    fn a_column_nobody_filled_in_leaves_its_room() {
        let columns = PROJECTS.columns.len();
        let row = PublicRow { key: "1".to_owned(), cells: vec![String::new(); columns], document: None };
        let spoken = Spoken { varying: vec!["signed_on"], constant: Vec::new() };
        assert_eq!(codes(&PROJECTS, &spoken, &[row]), ["title", "signed_on"]);
    }

    #[test]
    fn a_price_is_headed_by_its_unit() {
        let price = view(PROJECTS.column("price").unwrap());
        assert_eq!((price.head.zh.as_str(), price.amount), ("合同金额（元）", true));
        assert!(!view(PROJECTS.column("signed_on").unwrap()).amount);
        assert!(view(ITEMS.column("document_number").unwrap()).number);
    }
}
