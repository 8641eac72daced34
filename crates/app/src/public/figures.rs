//! Figures as the public sees them: the definition, and those rows behind a figure that may be shown.

use super::{hidden_why, issue, visible};
use crate::Installation;
use crate::reports::{self, ReportError, bodies, word};
use gongkai_domain::registers::{Column, Condition, Register, Row, Selection, Test, Value};
use gongkai_domain::reports::{Behind, Explanation, Plan};
use gongkai_domain::says::{Language, Says};
use gongkai_storage::Tx;
use gongkai_storage::registers::{self, Page, Stored};

/// A figure: what it means and what it is made of.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What the cell means.
    pub explanation: Explanation,
    /// What stands behind it.
    pub standing: Standing,
}

/// What stands behind a figure.
#[derive(Clone, Debug)]
pub enum Standing {
    /// Rows of a register.
    Rows(FigureRows),
    /// Things counted, each with its rows.
    Things {
        /// The column counted.
        what: &'static Column,
        /// The things.
        things: Vec<Thing>,
        /// Rows of all of them, or of the one asked for.
        rows: FigureRows,
    },
    /// Other figures.
    Cells(Vec<String>),
    /// A record: nothing is counted.
    Record,
}

/// One thing counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Its value: the code of a body, a code, a year.
    pub value: String,
    /// What it is called.
    pub name: Says,
    /// Its rows.
    pub rows: i64,
}

/// The public rows behind a figure.
#[derive(Clone, Debug)]
pub struct FigureRows {
    /// Their register.
    pub register: &'static Register,
    /// The columns every row answers, all public.
    pub columns: Vec<&'static Column>,
    /// One page of rows, by natural key.
    pub rows: Vec<PublicRow>,
    /// Rows the public may see.
    pub visible: i64,
    /// Rows counted but not shown.
    pub hidden: i64,
    /// Why they are not shown.
    pub hidden_why: Says,
}

/// One row, with its public columns only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicRow {
    /// Natural key.
    pub key: String,
    /// One printed value a column.
    pub cells: Vec<String>,
    /// Short id of the document, for an item.
    pub document: Option<String>,
}

/// Which rows of a figure are wanted.
#[derive(Clone, Debug)]
pub struct RowsWanted {
    /// Value of the thing whose rows are wanted, for a figure that counts things.
    pub thing: Option<String>,
    /// Which of them.
    pub page: Page,
    /// In which language codes are printed.
    pub language: Language,
}

/// A figure of a report with one page of its public rows.
pub async fn figure(
    office: &Installation,
    body: &str,
    year: i16,
    format: &str,
    cell: &str,
    wanted: &RowsWanted,
) -> Result<Figure, ReportError> {
    issue(office, body, year, format).await?;
    let format = reports::format_for(office, Some(format), year)?;
    let mut tx = office.db.read().await?;
    let all = bodies(&mut tx).await?;
    let explanation = Plan::new(format, &all, body, year)?
        .explain(cell)
        .ok_or_else(|| ReportError::UnknownCell { format: format.id.clone(), cell: cell.to_owned() })?;
    let reader = Reader { office, bodies: &all, wanted };
    let standing = match &explanation.behind {
        Behind::Rows(selection)
        | Behind::List { selection, .. }
        | Behind::Filled { selection, .. }
        | Behind::Body(selection) => Standing::Rows(reader.rows(&mut tx, selection).await?),
        Behind::Things { selection, column } => reader.things(&mut tx, selection, column).await?,
        Behind::Cells(cells) => Standing::Cells(cells.clone()),
        Behind::Record(_) => Standing::Record,
    };
    Ok(Figure { explanation, standing })
}

/// Only the rows of a figure, for its files; `None` when nothing is counted behind it.
pub async fn figure_rows(
    office: &Installation,
    body: &str,
    year: i16,
    format: &str,
    cell: &str,
    wanted: &RowsWanted,
) -> Result<Option<FigureRows>, ReportError> {
    Ok(match figure(office, body, year, format, cell, wanted).await?.standing {
        Standing::Rows(rows) | Standing::Things { rows, .. } => Some(rows),
        Standing::Cells(_) | Standing::Record => None,
    })
}

struct Reader<'a> {
    office: &'a Installation,
    bodies: &'a [Row],
    wanted: &'a RowsWanted,
}

impl Reader<'_> {
    async fn things(
        &self,
        tx: &mut Tx,
        selection: &Selection,
        column: &'static Column,
    ) -> Result<Standing, ReportError> {
        let things = registers::distinct(tx, selection, column).await?;
        let mut chosen = selection.clone();
        if let Some(thing) = &self.wanted.thing {
            let value = things.iter().map(|(value, _)| value).find(|value| value.to_plain() == *thing);
            let test = Test::OneOf(value.cloned().into_iter().collect());
            chosen.conditions.push(Condition { column, test });
        }
        let rows = self.rows(tx, &chosen).await?;
        let things = things
            .into_iter()
            .map(|(value, rows)| Thing {
                name: word(self.office, self.bodies, column, &value),
                value: value.to_plain(),
                rows,
            })
            .collect();
        Ok(Standing::Things { what: column, things, rows })
    }

    async fn rows(&self, tx: &mut Tx, selection: &Selection) -> Result<FigureRows, ReportError> {
        let register = selection.register;
        let total = self.office.cache.count(tx, selection).await?;
        let columns: Vec<&'static Column> =
            register.columns.iter().filter(|column| column.is_public() && column.code != "text").collect();
        let mut answer = FigureRows {
            register,
            columns,
            rows: Vec::new(),
            visible: 0,
            hidden: total,
            hidden_why: hidden_why(register),
        };
        if let Some(selection) = visible(selection) {
            answer.visible = self.office.cache.count(tx, &selection).await?;
            answer.hidden = total - answer.visible;
            let rows = registers::page(tx, &selection, answer.visible, self.wanted.page).await?;
            answer.rows = rows.iter().map(|stored| self.row(&answer.columns, register, stored)).collect();
        }
        Ok(answer)
    }

    fn row(&self, columns: &[&'static Column], register: &Register, stored: &Stored) -> PublicRow {
        let printed = |column: &&'static Column| match stored.row.value(register, column.code) {
            Value::Absent => String::new(),
            value => {
                word(self.office, self.bodies, column, value).in_language(self.wanted.language).to_owned()
            }
        };
        PublicRow {
            key: stored.row.key.clone(),
            cells: columns.iter().map(printed).collect(),
            document: stored.edition.as_ref().map(|(_, short_id)| short_id.clone()),
        }
    }
}
