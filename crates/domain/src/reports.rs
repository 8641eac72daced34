//! The annual report (年度报告): formats, plans, figures, checks and words.
//!
//! A [`Format`] is a file of `law/reports/`: cells, tables, text and checks, checked when it is read. A [`Plan`] is
//! a format for one body and one year: it knows exactly which rows stand behind each cell, says what must be
//! fetched ([`Plan::registers`], [`Plan::lists`], [`Plan::filled`]) and explains any cell ([`Plan::explain`]).
//! [`Plan::compute`] turns what was fetched ([`Findings`]) into a [`Report`]: figures with the rows behind them,
//! the verdict of every check, and the text laid out with the place of every figure.
//!
//! Counting is exact: money is held in fen and every other number in decimals, nothing is rounded before it is
//! printed, and "not applicable" (`/`) is never 0.

mod aliases;
mod cell;
mod cell_file;
mod chart;
mod check;
mod compute;
mod counting;
mod declared;
mod definition;
mod file;
mod filing;
mod format;
mod formula;
mod formula_text;
mod freezing;
mod grid;
mod issue;
mod layout;
mod own_text;
mod plan;
mod print;
mod publication;
mod report;
mod rows;
mod series;
mod succession;
mod territory;
mod time;
mod words;
mod work;

pub use aliases::Aliases;
pub use cell::{Cell, Holds, Names, Print, Record};
pub use chart::{Chart, ChartKind, ChartPlan, Point};
pub use check::{Check, CheckKind, Verdict};
pub use compute::{Findings, Missing, Override};
pub use filing::Filing;
pub use format::{Format, Highlight, formats};
pub use formula::{Amount, Formula};
pub use freezing::{BETWEEN, FrozenContent, FrozenRows, rows_digest};
pub use issue::{IssueState, Issued};
pub use layout::{Entry, Part, Place, Section, Table, TableRow};
pub use own_text::{Chip, Piece, Reads, TextFault, TextFinding, findings as text_findings, pieces};
pub use plan::{Behind, Explanation, Plan, PlanRefusal, WantedFilled, WantedList};
pub use publication::{Freezing, Printing, Publication, Signatures, Standing};
pub use report::{
    Block, Figure, Report, ReportCell, ReportRow, ReportSection, ReportTable, Span, TableFigure, TableHead,
};
pub use rows::{Clause, ClauseTest, Rows};
pub use series::{Series, series};
pub use succession::Previous;
pub use territory::Scope;
pub use time::Time;
pub use work::{Obstacles, Work, WorkAct, WorkRefusal, WorkState};
