//! A report that has been computed: figures, verdicts, and the text with the place of every figure.

use super::chart::Chart;
use super::check::Verdict;
use super::compute::Override;
use super::formula::Amount;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value as Json, json};
use std::collections::BTreeMap;

/// One report of one body for one year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Id of the format (`gz-2016`).
    pub format: String,
    /// Code of the reporting body.
    pub body: String,
    /// Year reported on.
    pub year: i16,
    /// Title as printed.
    pub title: String,
    /// Every cell, in the order of the format file.
    pub cells: Vec<ReportCell>,
    /// Verdict of every check, in the order of the format file.
    pub checks: Vec<Verdict>,
    /// The text and tables, in order.
    pub sections: Vec<ReportSection>,
    /// The charts, in the order of the format file; each stands after its table.
    pub charts: Vec<Chart>,
}

/// One cell with its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportCell {
    /// Permanent code (`F13`, `B.r3.natural_person`).
    pub code: String,
    /// What it is called.
    pub label: String,
    /// Its unit (条, 件, 万元, %); empty for lists and words.
    pub unit: String,
    /// The value that stands in the report, in the cell's unit, unrounded.
    pub value: Figure,
    /// The value as it is printed, without its unit.
    pub printed: String,
    /// Names of the rows behind it, as the text prints them, where the cell declares names.
    pub names: Option<String>,
    /// How many rows (for a distinct count: things) stand behind it; rows used by several operands of a formula
    /// count once.
    pub rows: i64,
    /// What the office put in place of the counted value, if it did.
    pub overridden: Option<Override>,
    /// The value as counted, which differs from `value` only where it is overridden.
    pub counted: Figure,
}

/// What a cell shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// A number in the cell's unit, exact.
    Number(Decimal),
    /// Names or dates, in order, each once.
    List(Vec<String>),
    /// Words of a record (an address, a telephone).
    Words(String),
    /// A share of nothing, or a record that is not filled in: `null`, printed `—`.
    Undefined,
    /// The body has no such power: `null`, printed `/`; not 0.
    NotApplicable,
}

/// One section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportSection {
    /// Id within the format.
    pub id: String,
    /// Heading as printed.
    pub title: String,
    /// Paragraphs and tables, in order.
    pub blocks: Vec<Block>,
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// One paragraph.
    Paragraph(Vec<Span>),
    /// One table.
    Table(ReportTable),
}

/// A stretch of a paragraph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Words of the format.
    Text(String),
    /// A figure: the cell it comes from, and how it reads here.
    Figure {
        /// Code of the cell.
        cell: String,
        /// How it is printed here, with its unit or as names where the text asks for that.
        text: String,
    },
    /// The office's own words; `None` while they are missing. Line breaks separate paragraphs.
    OwnWords {
        /// Place in the format.
        place: String,
        /// What the office wrote.
        text: Option<String>,
    },
}

/// One table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportTable {
    /// Id within the format.
    pub id: String,
    /// Title as printed.
    pub title: String,
    /// Unit printed beside the title; empty when the rows differ.
    pub unit: String,
    /// Remark printed below the title; may be empty.
    pub note: String,
    /// The rows, head rows first.
    pub rows: Vec<ReportRow>,
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportRow {
    /// A row of column heads.
    Heads(Vec<TableHead>),
    /// A row with figures: its row heads, then the cells.
    Figures {
        /// Heads of the row; fewer than in other rows where one above reaches down.
        heads: Vec<TableHead>,
        /// The figures.
        cells: Vec<TableFigure>,
    },
}

/// A figure of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFigure {
    /// Code of the cell.
    pub cell: String,
    /// What it prints.
    pub text: String,
    /// How many columns it covers.
    pub columns: usize,
}

/// A head of a column or row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableHead {
    /// What it says.
    pub text: String,
    /// How many columns it covers.
    pub columns: usize,
    /// How many rows it covers.
    pub rows: usize,
}

impl Report {
    /// The cell called `code`.
    pub fn cell(&self, code: &str) -> Option<&ReportCell> {
        self.cells.iter().find(|cell| cell.code == code)
    }

    /// What every numeric cell comes to, by code, in the cells' units: what next year's checks hold its carry-over and
    /// stock against.
    pub fn amounts(&self) -> BTreeMap<String, Amount> {
        let amount = |cell: &ReportCell| match &cell.value {
            Figure::Number(number) => Some(Amount::Number(*number)),
            Figure::NotApplicable => Some(Amount::NotApplicable),
            Figure::List(_) | Figure::Words(_) | Figure::Undefined => None,
        };
        self.cells.iter().filter_map(|cell| Some((cell.code.clone(), amount(cell)?))).collect()
    }

    /// The report as data: values, prints and verdicts; no ids, digests or times of making.
    pub fn to_json(&self) -> Json {
        json!({
            "format": self.format,
            "body": self.body,
            "year": self.year,
            "cells": self.cells.iter().map(ReportCell::to_json).collect::<Vec<_>>(),
            "checks": self.checks.iter().map(Verdict::to_json).collect::<Vec<_>>(),
        })
    }
}

impl ReportCell {
    fn to_json(&self) -> Json {
        let mut cell = Map::new();
        cell.insert("code".into(), Json::String(self.code.clone()));
        cell.insert("label".into(), Json::String(self.label.clone()));
        cell.insert("unit".into(), Json::String(self.unit.clone()));
        cell.insert("value".into(), self.value.to_json());
        cell.insert("printed".into(), Json::String(self.printed.clone()));
        cell.insert("rows".into(), Json::from(self.rows));
        cell.insert("overridden".into(), Json::Bool(self.overridden.is_some()));
        Json::Object(cell)
    }
}

impl Figure {
    /// The number, where it is one.
    pub const fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The value as JSON: an exact number, a list of strings, a string, or `null`.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Number(number) => exact(*number),
            Self::List(items) => Json::from(items.clone()),
            Self::Words(words) => Json::String(words.clone()),
            Self::Undefined | Self::NotApplicable => Json::Null,
        }
    }
}

/// A decimal as an exact JSON number, without decimals where it is whole.
pub(super) fn exact(number: Decimal) -> Json {
    number.normalize().to_string().parse::<Number>().map_or(Json::Null, Json::Number)
}
