//! Charts (图): a few figures of one report, or one figure of several years, to be drawn beside their table.

use super::declared::Declared;
use super::file::{Keys, Node};
use super::layout::no_such_cell;
use super::report::ReportCell;
use crate::law::LawFault;
use crate::says::Says;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Fewer values than this need no picture: the table says it better.
const FEWEST: usize = 3;

/// A chart as a format file declares it (`[[chart]]`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartPlan {
    /// Id within the format.
    pub id: String,
    /// Id of the table it stands after.
    pub after: String,
    /// What it shows.
    pub title: Says,
    /// Unit of all its values.
    pub unit: String,
    /// Code and short label of each value, in order.
    pub bars: Vec<(String, Says)>,
}

/// Values to be drawn side by side, each with the figure it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// Id within the report.
    pub id: String,
    /// Id of the table it stands after; `None` for the years side by side.
    pub after: Option<String>,
    /// What it shows.
    pub title: Says,
    /// Unit of all its values.
    pub unit: String,
    /// Whether it compares parts or follows years.
    pub kind: ChartKind,
    /// The values, in order. A report has charts with three at least, not all 0; a series may have fewer.
    pub points: Vec<Point>,
}

/// What the values of a chart are to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChartKind {
    /// Parts of one report, drawn as bars in the order of the report.
    Parts,
    /// One figure in several years, drawn as a line from 0.
    Years,
}

/// One value of a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Short label: the part, or the year.
    pub label: Says,
    /// The value, in the chart's unit.
    pub value: Decimal,
    /// The value as the report prints it.
    pub printed: String,
    /// Year of the report it stands in.
    pub year: i16,
    /// Format of that report.
    pub format: String,
    /// Code of the cell.
    pub cell: String,
}

impl Chart {
    /// Whether a picture says more than the table: three values at least, none below 0, not all 0.
    pub fn is_telling(&self) -> bool {
        self.points.len() >= FEWEST
            && self.points.iter().all(|point| !point.value.is_sign_negative())
            && self.points.iter().any(|point| !point.value.is_zero())
    }
}

impl ChartPlan {
    /// The chart over the cells of a report; without the values that are not applicable, and `None` where the table
    /// says it better.
    pub(super) fn drawn(&self, cells: &[ReportCell], year: i16, format: &str) -> Option<Chart> {
        let point = |(code, label): &(String, Says)| {
            let cell = cells.iter().find(|cell| cell.code == *code)?;
            Some(Point {
                label: label.clone(),
                value: cell.value.number()?,
                printed: cell.printed.clone(),
                year,
                format: format.to_owned(),
                cell: code.clone(),
            })
        };
        let chart = Chart {
            id: self.id.clone(),
            after: Some(self.after.clone()),
            title: self.title.clone(),
            unit: self.unit.clone(),
            kind: ChartKind::Parts,
            points: self.bars.iter().filter_map(point).collect(),
        };
        chart.is_telling().then_some(chart)
    }
}

/// Reads the charts; refuses cells that hold no number and tables that `known` does not name.
pub(super) fn read_charts(
    file: &Keys<'_>,
    declared: &Declared<'_>,
    known: &impl Fn(&str) -> bool,
) -> Result<Vec<ChartPlan>, LawFault> {
    let tables = file.tables("chart", &["id", "after", "title", "title_en", "unit", "bars"])?;
    let read = |keys: &Keys<'_>| {
        let after = keys.need("after")?;
        if !known(after.text()?) {
            return Err(after.fault(Says::new("没有这张表", "there is no such table")));
        }
        let bars = keys.need("bars")?.items()?;
        Ok(ChartPlan {
            id: keys.need("id")?.text()?.to_owned(),
            after: after.text()?.to_owned(),
            title: Says::new(keys.need("title")?.text()?, keys.need("title_en")?.text()?),
            unit: keys.text_or_empty("unit")?,
            bars: bars.iter().map(|bar| read_bar(bar, declared)).collect::<Result<_, _>>()?,
        })
    };
    tables.iter().map(read).collect()
}

fn read_bar(bar: &Node<'_>, declared: &Declared<'_>) -> Result<(String, Says), LawFault> {
    let keys = bar.keys(&["cell", "label", "label_en"])?;
    let cell = keys.need("cell")?;
    let code = cell.text()?;
    if !declared.number(code) {
        return Err(cell.fault_in(code, no_such_cell()));
    }
    Ok((code.to_owned(), Says::new(keys.need("label")?.text()?, keys.need("label_en")?.text()?)))
}
