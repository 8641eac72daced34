//! Importing a ledger: compare → confirm → apply.
//!
//! [`compare`] says what would be added, changed, withdrawn and left alone, and gives it a digest. [`apply`] does
//! exactly that in one transaction, or refuses because the register has changed since.

mod amending;
mod applying;
mod comparing;
mod references;

pub use amending::{Amendment, amend, foresee};
pub use applying::{Applied, apply};
pub(crate) use applying::{Under, apply_within};
pub(crate) use comparing::{Before, compare_within};
pub use comparing::{ColumnChange, Comparison, RowDifference, compare};

use gongkai_domain::registers::{Fault, Place, Register, Row};
use gongkai_storage::StorageError;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A ledger ready to be imported: rows read, checked and keyed.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The register.
    pub register: &'static Register,
    /// The rows; personal values in plain text, computed columns not yet filled.
    pub rows: Vec<Row>,
    /// Where each row stands in its file, in the same order.
    pub places: Vec<Place>,
    /// Names of the files, with the SM3 digest of each.
    pub files: Vec<(String, String)>,
    /// Codes of columns the ledger does not have: rows that are there keep what they hold in them.
    pub lacking: Vec<&'static str>,
    /// Remove what is not in the ledger, for this year and these bodies.
    pub replace: Option<Replace>,
}

/// What a replacing import may remove: rows of this year and body that the ledger does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replace {
    /// The year, by the register's year column.
    pub year: i16,
    /// The body.
    pub body: String,
}

/// Who imports, when.
#[derive(Clone, Debug)]
pub struct By {
    /// Account, or the command line's user.
    pub actor: String,
    /// Instant of the act.
    pub at: Timestamp,
    /// Civil day in the office's time zone.
    pub today: Date,
}

/// Why a ledger was not imported. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Rows that cannot be taken, each with its place.
    #[error("{} 行不能导入 / {} rows cannot be imported", .0.len(), .0.len())]
    Faults(Vec<RowProblem>),
    /// The register has changed since it was compared.
    #[error(
        "台账内容在比对之后又变了，没有写入；请重新比对 / the register changed after it was compared; nothing was written, compare again"
    )]
    Changed,
    /// A register without a year column cannot be replaced year by year.
    #[error("“{0}”没有年度列，不能按年替换 / this register has no year to replace by")]
    NoYear(&'static str),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A personal value cannot be opened or sealed.
    #[error("{0}")]
    Sealing(String),
}

/// A row that cannot be taken, or that somebody should look at, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// Place of the row in the ledger's `rows`.
    pub index: usize,
    /// Where it stands in its file, the value, the rule and the remedy.
    pub fault: Fault,
}

impl Ledger {
    /// Takes out the rows that cannot be taken, each with why, so that the others can be imported.
    pub fn take_out(&mut self, problems: &[RowProblem]) -> Vec<(Place, Row, Vec<Fault>)> {
        let mut by_row: BTreeMap<usize, Vec<Fault>> = BTreeMap::new();
        for problem in problems {
            by_row.entry(problem.index).or_default().push(problem.fault.clone());
        }
        let last_first = by_row.into_iter().rev();
        let mut taken: Vec<_> =
            last_first.map(|(at, faults)| (self.places.remove(at), self.rows.remove(at), faults)).collect();
        taken.reverse();
        taken
    }
}
