//! Registers (台账): the one declaration each kind of row has, and its faces.
//!
//! An office thinks in registers. Each is declared **once**, next to the noun it belongs to, with `register!`:
//! code, names, columns, key, who may see its rows. Everything else reads that declaration: ledger import and
//! export, the fill-in template, the schema, the tables of the database, and the words `count`, `sum`,
//! `distinct`, `list` and `where` may use in a report format.
//!
//! A column marked `tally` is a *dimension*: reports may put conditions on it, and it stands in the register's
//! covering index, so that one pass over the index answers every cell of a report. A column marked `sum` may be
//! added up. Dates are tallied by their year.

mod all;
mod checks;
mod column;
mod dates;
mod dates_in_text;
mod derived;
mod fault;
mod folding;
mod keys;
mod money;
mod parse;
mod row;
mod selection;
mod shelves;
mod tally;
mod value;
mod vocabulary;

pub use all::{ALL, find};
pub use checks::{Check, RowChecks, RowFault};
pub use column::{Column, Kind};
pub use dates::{parse_date, serial_date};
pub use dates_in_text::dates_in;
pub use derived::{Derived, Working, derived, per_cent};
pub use fault::{Fault, Place, Severity};
pub use folding::{clean, comparable, document_number, half_width, reads_as_formula};
pub use keys::Keys;
pub use money::{MoneyUnit, parse_integer, parse_money};
pub use parse::{LONG_TEXT_LIMIT, TEXT_LIMIT};
pub use row::{Row, columns_key, fingerprint};
pub use selection::{Condition, Selection, Test};
pub use shelves::{SHELVES, Shelf};
pub use tally::{Group, Tally, dimensions_of};
pub use value::{Value, ValueFault};
pub use vocabulary::{BodyNames, Vocabulary};

/// One register: what its rows are, which columns they have, how a row is told from another.
#[derive(Debug, PartialEq, Eq)]
pub struct Register {
    /// Permanent name in commands, addresses and formats, such as `procurement-projects`.
    pub code: &'static str,
    /// Name of the ledger in Chinese.
    pub zh: &'static str,
    /// Name of the ledger in English.
    pub en: &'static str,
    /// Measure word of a row (条, 件, 宗, 次, 篇, 期, 项, 个).
    pub unit: &'static str,
    /// Table that holds the rows.
    pub table: &'static str,
    /// What a row is: a plain row, or the view of something that keeps its own history.
    pub holding: Holding,
    /// Columns that tell a row from another of the same body.
    pub key: Key,
    /// Column (a date or a year) that says which year a row belongs to.
    pub year: Option<&'static str>,
    /// Which rows the public may see; the others are only counted.
    pub visibility: Visibility,
    /// The columns, in ledger order.
    pub columns: &'static [Column],
    /// What must hold within a row.
    pub checks: &'static [Check],
}

/// What stands behind a row of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// The row itself; its history is in the audit trail.
    Rows,
    /// A document with editions: the row shows the current edition, a change is a new edition.
    Editions,
    /// A case with an append-only list of events: the row shows the state computed from them.
    Events,
}

/// How a row is told from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// These columns together, within the body. They are required.
    Columns(&'static [&'static str]),
    /// The ledger has no number: the fingerprint of the row with its ordinal among equal rows of the same body
    /// and year.
    Fingerprint,
}

/// Which rows of a register the public may see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// All rows, less their personal columns.
    Public,
    /// None: rows are counted, never shown.
    CountedOnly,
    /// Rows whose column has this code, while they are not withdrawn.
    Where(&'static str, &'static str),
}

impl Register {
    /// The column called `code`.
    pub fn column(&self, code: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.code == code)
    }

    /// Position of the column called `code` in [`Row::values`].
    pub fn position(&self, code: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.code == code)
    }

    /// The column that names the body a row belongs to: `code` for the bodies themselves, otherwise `body`.
    pub fn body_column(&self) -> &'static str {
        if self.code == "bodies" { "code" } else { "body" }
    }

    /// Dimensions of the register, in the order of its covering index: the body, then every tallied column.
    pub fn dimensions(&self) -> impl Iterator<Item = &'static Column> {
        let body = self.body_column();
        self.columns
            .iter()
            .filter(move |column| column.code == body)
            .chain(self.columns.iter().filter(move |column| column.tally && column.code != body))
    }

    /// Columns that may be added up.
    pub fn sums(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().filter(|column| column.sum)
    }

    /// Whether any column is personal, so that rows carry a data key.
    pub fn has_personal(&self) -> bool {
        self.columns.iter().any(|column| column.personal)
    }
}

/// Declares a register.
///
/// ```ignore
/// register! {
///     /// One purchase, from budget to contract (政府采购项目).
///     PROJECTS = "procurement-projects" "政府采购项目台账" "Procurement projects";
///     unit "宗", table "procurement_project", key ["number"], year "signed_on", seen Public;
///     body: Body [required] "采购单位" "Purchaser";
///     method: Code("procurement-methods") [required tally] "采购方式" "Method";
/// }
/// ```
///
/// Flags: `required`, `personal` (stored sealed, never in keys, digests or reports), `tally` (a dimension),
/// `sum` (may be added up), `internal` (not shown to the public), `computed` (not in ledgers: worked out).
/// At the end of the head, `, check [Order("opened_on", "closed_on")]` names what must hold within a row ([`Check`]).
macro_rules! register {
    (
        $(#[$about:meta])*
        $name:ident = $code:literal $zh:literal $en:literal;
        unit $unit:literal, table $table:literal, key $key:tt $(, year $year:literal)?,
        seen $seen:ident $(($seen_column:literal, $seen_code:literal))? $(, holding $holding:ident)?
        $(, check [ $( $check:ident ( $($word:literal),+ ) ),+ $(,)? ])?;
        $( $column:ident : $kind:ident $(($list:literal))? $([$($flag:ident)*])? $czh:literal $cen:literal $(, $hint:literal)? ; )+
    ) => {
        $(#[$about])*
        pub static $name: $crate::registers::Register = $crate::registers::Register {
            code: $code,
            zh: $zh,
            en: $en,
            unit: $unit,
            table: $table,
            holding: $crate::registers::register!(@holding $($holding)?),
            key: $crate::registers::register!(@key $key),
            year: $crate::registers::register!(@year $($year)?),
            visibility: $crate::registers::Visibility::$seen $(($seen_column, $seen_code))?,
            columns: &[ $(
                $crate::registers::Column::new(
                    stringify!($column),
                    $crate::registers::Kind::$kind $(($list))?,
                    $czh,
                    $cen,
                ) $(.hint($hint))? $( $(.$flag())* )?
            ),+ ],
            checks: &[ $( $( $crate::registers::Check::$check($($word),+) ),+ )? ],
        };
    };
    (@holding) => { $crate::registers::Holding::Rows };
    (@holding $holding:ident) => { $crate::registers::Holding::$holding };
    (@key fingerprint) => { $crate::registers::Key::Fingerprint };
    (@key [$($column:literal),+]) => { $crate::registers::Key::Columns(&[$($column),+]) };
    (@year) => { None };
    (@year $year:literal) => { Some($year) };
}
pub(crate) use register;
