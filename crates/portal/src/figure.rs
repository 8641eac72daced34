//! A figure of a report: what it means, what it comes to, and the rows behind it that the public may see.

use crate::{entries, report::VerdictView};
use askama::Template;
use gongkai_domain::{
    reports::{ReportCell, Verdict},
    says::Says,
};
use gongkai_web::{
    Layout, Markup, dates, markup,
    paging::{PageLink, Paging},
};

/// Rows on one page.
pub const PAGE: usize = 20;

/// The page of a figure.
#[derive(Debug, Template)]
#[template(path = "figure.html")]
pub struct FigurePage {
    /// The layout around it.
    pub layout: Layout,
    /// Title of the report.
    pub report: String,
    /// Id of the report's format.
    pub format: String,
    /// Year reported on.
    pub year: i16,
    /// The figure.
    pub cell: ReportCell,
    /// Its definition, for this body and year.
    pub definition: Says,
    /// What stands behind it.
    pub behind: BehindView,
    /// Verdicts of the checks it takes part in.
    pub checks: Vec<Verdict>,
}

/// What stands behind a figure.
#[derive(Clone, Debug)]
pub enum BehindView {
    /// Rows of a register.
    Rows(RowsView),
    /// Things counted, each with its rows; with the rows of the thing chosen, if one is.
    Things {
        /// What a thing is (the column counted).
        what: Says,
        /// The things.
        things: Vec<Thing>,
        /// Rows of all things, or of the chosen one.
        rows: RowsView,
    },
    /// Other figures.
    Figures {
        /// The formula with the values put in, such as `11273 - 10714`.
        formula: String,
        /// The figures it is made of.
        operands: Vec<ReportCell>,
    },
    /// A record: nothing is counted.
    Record,
}

/// One thing counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// Its code or name, as `?thing=` takes it.
    pub key: String,
    /// What it is called.
    pub name: Says,
    /// Its rows.
    pub rows: i64,
}

/// Rows behind a figure.
#[derive(Clone, Debug)]
pub struct RowsView {
    /// The register they stand in.
    pub register: Says,
    /// Measure word of a row.
    pub unit: String,
    /// Columns shown; all public columns are in the files.
    pub columns: Vec<Says>,
    /// Which column names a row.
    pub naming: usize,
    /// The public rows on this page.
    pub rows: Vec<PublicRow>,
    /// Which page of the public rows.
    pub paging: Paging,
    /// Rows counted but not shown.
    pub hidden: i64,
    /// Why they are not shown.
    pub hidden_why: Says,
    /// The thing whose rows these are, if one is chosen.
    pub thing: Option<Thing>,
}

/// One row the public may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicRow {
    /// One printed value a column shown.
    pub cells: Vec<String>,
    /// Short id of the document, for a published item.
    pub document: Option<String>,
}

impl FigurePage {
    fn value(&self) -> Markup {
        markup::printed(&self.cell.printed)
    }

    /// Whether the value is a short number that can stand large.
    fn is_large(&self) -> bool {
        self.cell.printed.chars().count() <= 12
    }

    /// The exact value, where it is printed rounded.
    fn exact(&self) -> Option<Markup> {
        let exact = self.cell.value.number()?.normalize().to_string();
        (exact != self.cell.printed).then(|| markup::printed(&exact))
    }

    fn counted(&self) -> Option<Markup> {
        self.cell.overridden.as_ref()?;
        Some(markup::printed(&self.cell.counted.number()?.normalize().to_string()))
    }

    fn long(&self, date: &jiff::civil::Date) -> Markup {
        dates::long(*date, self.layout.visit.language)
    }

    fn verdict(&self, verdict: &Verdict) -> VerdictView {
        VerdictView::of(verdict, &self.layout)
    }

    fn formula(&self, formula: &str) -> String {
        crate::report::full_width(formula)
    }

    fn operand_href(&self, cell: &ReportCell) -> String {
        self.layout.href(&entries::figure(self.year, &self.format, &cell.code))
    }

    fn printed(&self, cell: &ReportCell) -> Markup {
        markup::printed(&cell.printed)
    }

    fn report_href(&self) -> String {
        self.layout.href(&entries::report(self.year, &self.format))
    }

    /// Address of the public rows as a file.
    fn file(&self, kind: &str) -> String {
        let query = self.layout.visit.query.without(&["page", "size", "contrast"]);
        format!(
            "{}/rows.{kind}{query}",
            self.layout.href(&entries::figure(self.year, &self.format, &self.cell.code))
        )
    }

    fn document_href(&self, short_id: &str) -> String {
        self.layout.href(&entries::document(short_id))
    }

    fn thing_href(&self, thing: &Thing) -> String {
        let base = self.layout.visit.href(&entries::figure(self.year, &self.format, &self.cell.code));
        base + &gongkai_web::Query::default().with("thing", &thing.key) + "#rows"
    }

    fn all_things_href(&self) -> String {
        self.layout.href(&entries::figure(self.year, &self.format, &self.cell.code)) + "#rows"
    }

    /// Whether a value is a number or a date, which must not be broken.
    fn is_plain(&self, value: &str) -> bool {
        value.chars().all(|letter| letter.is_ascii_digit() || "-./".contains(letter))
    }

    fn rows(&self) -> Option<&RowsView> {
        match &self.behind {
            BehindView::Rows(rows) | BehindView::Things { rows, .. } => Some(rows),
            BehindView::Figures { .. } | BehindView::Record => None,
        }
    }
}
