//! What does not agree.

use crate::Place;
use gongkai_domain::says::Says;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

/// One thing that does not agree, or that a reader should look at.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// What kind of rule it breaks.
    pub kind: FindingKind,
    /// Where it stands: of two places the one that is more likely wrong, otherwise the later.
    pub place: Place,
    /// What stands there.
    pub left: Option<Side>,
    /// What it does not agree with.
    pub right: Option<Side>,
    /// The passage as printed, cut to what matters; empty for what is missing.
    pub quote: String,
    /// Codes of the format's cells it is about, in order; empty where it is about words only.
    pub cells: Vec<String>,
    /// One plain sentence: what disagrees with what.
    pub says: Says,
}

/// One side of a disagreement.
#[derive(Clone, Debug, PartialEq)]
pub enum Side {
    /// A number, in the unit it is printed in.
    Number(Decimal),
    /// Anything else, as printed.
    Text(String),
}

impl Serialize for Side {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => {
                let exact: Result<serde_json::Number, _> = number.normalize().to_string().parse();
                match exact {
                    Ok(exact) => exact.serialize(out),
                    Err(_) => out.serialize_str(&number.to_string()),
                }
            }
            Self::Text(text) => out.serialize_str(text),
        }
    }
}

/// How grave a finding is. An error is certain: two things the report itself says cannot both be so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Certainly wrong.
    Error,
    /// Probably wrong, or against the template: somebody should ask.
    Warning,
    /// Worth a look.
    Note,
}

/// The kinds of finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// The cells of a row do not make up its total.
    RowSum,
    /// The cells of a column do not make up its total.
    ColumnSum,
    /// New and carried over do not equal decided and carried on.
    Balance,
    /// Carried over is not what last year's report carried on.
    CarryOver,
    /// This year's stock or cumulative number does not follow from last year's.
    Stock,
    /// Parts named in a sentence do not make up the whole it names.
    TextSum,
    /// A sentence and a table disagree.
    TextTable,
    /// Two sentences disagree.
    TextText,
    /// A percentage is not that of the numbers beside it.
    Percent,
    /// A row stands twice.
    RepeatedRow,
    /// A row of the template is missing.
    MissingRow,
    /// A label is not the template's.
    Label,
    /// A section is missing, out of order, or promised and not there.
    Section,
    /// The template is not that of the year.
    Template,
    /// A table or cell is left blank.
    Blank,
    /// A date is not of the year.
    Date,
    /// Words are those of another body's report.
    Copy,
    /// A slip of the pen: words twice in a row, a unit without a number.
    Typo,
    /// Digits ran together and can be read in more than one way.
    Ambiguous,
}
