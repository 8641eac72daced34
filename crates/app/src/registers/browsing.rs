//! The list of a register: filtered, in an order, added up.
//!
//! What may be asked of a long list is bounded, so that no page keeps anybody waiting: rows are counted and added up
//! in the tally; words are sought, and rows sorted by a column, only where few enough rows are left.

use super::masked;
use crate::people::Officer;
use crate::{Installation, StorageError};
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{
    Column, Condition, Derived, Kind, Register, Row, Selection, Tally, Test, Value, derived,
};
use gongkai_storage::Tx;
use gongkai_storage::registers::{self, Order, Page, Sought, Totals};

/// Most rows that are sorted by a column: each is fetched for it, wherever it lies.
pub const MOST_SORTED: i64 = 10_000;

/// Most rows that are looked through for words, which costs twice as much.
pub const MOST_SEARCHED: i64 = 5_000;

/// Most rows over which totals of two columns together are worked out, along the index.
const MOST_PAIRED: i64 = 100_000;

/// Rows that are passed over at most: who wants more asks for fewer.
const FARTHEST: i64 = 20_000;

/// What is asked of a list.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The register.
    pub register: &'static Register,
    /// The body, if one is chosen.
    pub body: Option<String>,
    /// What is chosen of the dimensions.
    pub conditions: Vec<Condition>,
    /// Words, all of which must stand in the texts of a row.
    pub words: Vec<String>,
    /// Column to sort by, and whether the largest comes first; without one, the newest by the register's date.
    pub sort: Option<(&'static Column, bool)>,
}

/// A list as it is shown.
#[derive(Clone, Debug)]
pub struct Listed {
    /// How many rows there are in all.
    pub rows: i64,
    /// The page: rows with their personal values masked.
    pub page: Vec<Row>,
    /// Totals of the columns that may be added up; fen for money.
    pub sums: Vec<(&'static Column, i64)>,
    /// What is worked out from totals.
    pub derived: Vec<(&'static Derived, Option<i64>)>,
    /// How it came about.
    pub shown: Shown,
}

/// How a list came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In this order: by a column (whether falling), or by key.
    Sorted(Option<(&'static Column, bool)>),
    /// By key: so many rows are not sorted by a column.
    TooManyToSort,
    /// Not at all: in so many rows no words are sought.
    TooManyToSearch,
    /// Not at all: the page lies too far.
    TooFar,
}

/// A dimension with the values there are, and how many rows each has.
pub type FilterValues = (&'static Column, Vec<(Value, i64)>);

impl Asked {
    /// A list of everything in reach.
    pub const fn all(register: &'static Register) -> Self {
        Self { register, body: None, conditions: Vec::new(), words: Vec::new(), sort: None }
    }

    /// Narrows the list to rows whose dimension has this value (a date: this year); `None` for rows that do not fill
    /// it.
    #[must_use]
    pub fn only(mut self, column: &'static Column, value: Option<Value>) -> Self {
        let test = match (column.kind, value) {
            (_, None) => Test::Absent,
            (Kind::Date | Kind::Year, Some(value)) => {
                let year = value.year();
                Test::Year { from: year, to: year, or_absent: false }
            }
            (_, Some(value)) => Test::OneOf(vec![value]),
        };
        self.conditions.push(Condition { column, test });
        self
    }

    /// The rows meant, of the bodies whose rows somebody may read; `None` when that is nobody's, or the body chosen is
    /// not among them.
    pub fn selection(&self, officer: &Officer) -> Option<Selection> {
        let reach = officer.bodies(Permission::Read);
        let bodies = match &self.body {
            Some(body) if reach.contains(body) => vec![body.clone()],
            None if !reach.is_empty() => reach,
            _ => return None,
        };
        Some(Selection { register: self.register, bodies: Some(bodies), conditions: self.conditions.clone() })
    }

    /// The order: by the column asked for, otherwise the newest first.
    fn order(&self) -> Option<(&'static Column, bool)> {
        let newest =
            || self.register.year.and_then(|code| self.register.column(code)).map(|date| (date, true));
        self.sort.or_else(newest)
    }
}

/// What a list can be filtered by: each dimension but the body, with the values there are in reach, the register's year
/// first. A date goes by its year.
pub async fn filters(
    office: &Installation,
    officer: &Officer,
    register: &'static Register,
) -> Result<Vec<FilterValues>, StorageError> {
    let tally = office.cache.tally(office, register).await?;
    let bodies = officer.bodies(Permission::Read);
    let selection = Selection { register, bodies: Some(bodies), conditions: Vec::new() };
    let by_list = |column: &&'static Column| {
        column.code != register.body_column() && !matches!(column.kind, Kind::Text | Kind::LongText)
    };
    let filter = |column: &'static Column| (column, tally.distinct(&selection, column.code));
    let mut filters: Vec<FilterValues> = register.dimensions().filter(by_list).map(filter).collect();
    filters.sort_by_key(|(column, _)| register.year != Some(column.code));
    Ok(filters)
}

/// Columns words are sought in.
pub(super) fn text_columns(register: &Register) -> Vec<&'static Column> {
    let searched = |column: &&Column| column.kind == Kind::Text && !column.personal;
    register.columns.iter().filter(searched).collect()
}

/// One page of a list; `None` for a body out of reach.
pub async fn browse(
    office: &Installation,
    officer: &Officer,
    asked: &Asked,
    page: Page,
) -> Result<Option<Listed>, StorageError> {
    let Some(selection) = asked.selection(officer) else { return Ok(None) };
    let tally = office.cache.tally(office, asked.register).await?;
    let all = tally.count(&selection);
    if !asked.words.is_empty() && all > MOST_SEARCHED {
        return Ok(Some(empty(0, Shown::TooManyToSearch)));
    }
    if page.offset > FARTHEST {
        return Ok(Some(empty(all, Shown::TooFar)));
    }
    let columns = text_columns(asked.register);
    let sought = Sought { selection: &selection, words: &asked.words, columns: &columns };
    let mut tx = office.db.read().await?;
    let totals = add_up(&mut tx, &tally, &sought, all).await?;
    let (order, shown) = match asked.order() {
        Some(_) if all > MOST_SORTED && asked.sort.is_some() => (Order::Key, Shown::TooManyToSort),
        Some((column, falling)) if all <= MOST_SORTED => {
            (Order::Column { column, falling }, Shown::Sorted(Some((column, falling))))
        }
        _ => (Order::Key, Shown::Sorted(None)),
    };
    let rows = registers::browse(&mut tx, &sought, all, order, page).await?;
    Ok(Some(Listed {
        rows: totals.rows,
        page: rows.into_iter().map(|stored| masked(asked.register, stored)).collect(),
        derived: derived_of(asked.register, &totals),
        sums: asked.register.sums().zip(totals.sums).collect(),
        shown,
    }))
}

const fn empty(rows: i64, shown: Shown) -> Listed {
    Listed { rows, page: Vec::new(), sums: Vec::new(), derived: Vec::new(), shown }
}

/// Counts and adds up: in the tally, unless words are sought or two columns belong together.
async fn add_up(tx: &mut Tx, tally: &Tally, sought: &Sought<'_>, all: i64) -> Result<Totals, StorageError> {
    let register = sought.selection.register;
    let pairs = pairs(register);
    let sums: Vec<&Column> = register.sums().collect();
    if !sought.words.is_empty() || (!pairs.is_empty() && all <= MOST_PAIRED) {
        return registers::totals(tx, sought, &sums, &pairs).await;
    }
    let sum = |column: &&Column| tally.sum(sought.selection, column.code).map_or(0, |(total, _)| total);
    Ok(Totals { rows: all, sums: sums.iter().map(sum).collect(), pairs: Vec::new() })
}

/// The pairs of columns whose totals something is worked out from.
fn pairs(register: &'static Register) -> Vec<(&'static Column, &'static Column)> {
    let mut pairs: Vec<(&Column, &Column)> = Vec::new();
    for derived in derived(register) {
        if let (Some(whole), Some(less)) = (register.column(derived.whole), register.column(derived.less))
            && whole.sum
            && !pairs.contains(&(whole, less))
        {
            pairs.push((whole, less));
        }
    }
    pairs
}

fn derived_of(register: &'static Register, totals: &Totals) -> Vec<(&'static Derived, Option<i64>)> {
    let pairs = pairs(register);
    let figure = |derived: &'static Derived| {
        let at = pairs
            .iter()
            .position(|(whole, less)| (whole.code, less.code) == (derived.whole, derived.less))?;
        let (whole, less) = totals.pairs.get(at)?;
        Some((derived, derived.worked_out(*whole, *less)))
    };
    derived(register).iter().filter_map(figure).collect()
}
