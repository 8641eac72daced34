//! A comparison as its page shows it, one tab at a time.

use super::reading::Compared;
use crate::Frame;
use crate::registers::printing::Printing;
use gongkai_app::registers::Effect;
use gongkai_domain::registers::{Kind, Register, Severity};
use gongkai_web::paging::{self, PageLink, Paging};
use gongkai_web::{Markup, PageError, markup};
use std::collections::BTreeMap;

/// Lines on a page.
const PAGE: usize = 50;

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Added,
    Changed,
    Wrong,
}

/// One value that changes: line, row, column, before, after.
pub(super) struct ChangeLine {
    pub(super) line: u32,
    pub(super) row: String,
    pub(super) column: &'static str,
    pub(super) before: Markup,
    pub(super) after: Markup,
}

/// One fault: line, column, value, rule, remedy.
pub(super) struct FaultLine {
    pub(super) place: String,
    pub(super) column: String,
    pub(super) value: String,
    pub(super) rule: String,
    pub(super) remedy: String,
    pub(super) is_error: bool,
}

/// One figure of the report that changes.
pub(super) struct EffectLine {
    pub(super) name: String,
    pub(super) now: Markup,
    pub(super) then: Markup,
    pub(super) unit: &'static str,
}

/// A comparison as its page shows it.
pub(super) struct ComparisonView {
    pub(super) files: String,
    pub(super) tab: Tab,
    pub(super) added: usize,
    pub(super) changed: usize,
    pub(super) same: usize,
    pub(super) wrong: usize,
    pub(super) faults: usize,
    pub(super) good: usize,
    pub(super) digest: String,
    pub(super) heads: Vec<&'static str>,
    /// New rows: line, and the values of the columns shown.
    pub(super) rows: Vec<(u32, Vec<Markup>)>,
    pub(super) changes: Vec<ChangeLine>,
    pub(super) fault_lines: Vec<FaultLine>,
    pub(super) notes: Vec<String>,
    pub(super) effects: Option<(String, i16, Vec<EffectLine>)>,
    pub(super) paging: Paging,
    links: Vec<PageLink>,
}

impl ComparisonView {
    pub(super) fn new(
        frame: &Frame,
        printing: &Printing,
        register: &'static Register,
        compared: &Compared,
        effects: Option<(String, i16, Vec<Effect>)>,
    ) -> Result<Self, PageError> {
        let Compared { reading, ledger, comparison } = compared;
        let wrong = reading.rejected.len();
        let faults = reading.faults.len() + comparison.remarks.len();
        let tab = match frame.visit.query.get("tab") {
            Some("added") => Tab::Added,
            Some("changed") => Tab::Changed,
            Some("wrong") => Tab::Wrong,
            _ if wrong > 0 || reading.errors > 0 => Tab::Wrong,
            _ if comparison.changed.is_empty() => Tab::Added,
            _ => Tab::Changed,
        };
        let total = match tab {
            Tab::Added => comparison.fresh.len(),
            Tab::Changed => comparison.changed.iter().map(|row| row.columns.len()).sum(),
            Tab::Wrong => faults,
        };
        let paging = Paging::new(paging::asked(&frame.visit.query)?, PAGE, total)?;
        let columns = crate::registers::asking::columns(register, &gongkai_web::Query::default(), false);
        let files: Vec<&str> = ledger.files.iter().map(|(name, _)| name.as_str()).collect();
        let mut view = Self {
            files: files.join("、"),
            tab,
            added: comparison.added,
            changed: comparison.changed.len(),
            same: comparison.unchanged,
            wrong: wrong.max(usize::from(reading.errors > 0)),
            faults,
            good: ledger.rows.len(),
            digest: comparison.digest.clone(),
            heads: columns.iter().map(|column| printing.heading(column)).collect(),
            rows: Vec::new(),
            changes: Vec::new(),
            fault_lines: Vec::new(),
            notes: reading.notes.iter().map(|note| said(frame, note)).collect(),
            effects: effects
                .map(|(body, year, all)| (body, year, all.iter().map(|one| effect(printing, one)).collect())),
            links: paging.links(&frame.visit),
            paging,
        };
        match tab {
            Tab::Added => {
                let here = comparison.fresh.iter().skip(paging.offset()).take(PAGE);
                let line = |at: &usize| {
                    let row = ledger.rows.get(*at)?;
                    let cells = columns.iter().map(|column| {
                        let value = row.value(register, column.code);
                        if column.personal && !value.is_absent() {
                            Markup::text(gongkai_app::registers::MASKED)
                        } else {
                            printing.short(column, value)
                        }
                    });
                    Some((ledger.places.get(*at)?.row, cells.collect()))
                };
                view.rows = here.filter_map(line).collect();
            }
            Tab::Changed => view.changes = changes(frame, printing, register, compared, paging.offset()),
            Tab::Wrong => view.fault_lines = faults_of(frame, compared, paging.offset()),
        }
        Ok(view)
    }

    pub(super) fn links(&self) -> &[PageLink] {
        &self.links
    }
}

fn said(frame: &Frame, note: &gongkai_ledgers::Note) -> String {
    let place = note.place.in_language(frame.visit.language);
    format!("{place}：{}", frame.says(&note.says))
}

fn effect(printing: &Printing, effect: &Effect) -> EffectLine {
    let kind = if effect.is_money { Kind::Money } else { Kind::Integer };
    let ((now, unit), (then, then_unit)) =
        (printing.total(kind, effect.now), printing.total(kind, effect.then));
    let is_alike = unit == then_unit;
    let exact =
        |number: i64| markup::printed(&gongkai_domain::registers::Value::Integer(number).to_ledger(kind));
    EffectLine {
        name: format!("{} {}", effect.code, effect.label),
        now: if is_alike { now } else { exact(effect.now) },
        then: if is_alike { then } else { exact(effect.then) },
        unit: match (is_alike, printing.language) {
            (true, _) => unit,
            (false, gongkai_domain::says::Language::Chinese) => "元",
            (false, _) => "yuan",
        },
    }
}

fn changes(
    frame: &Frame,
    printing: &Printing,
    register: &'static Register,
    compared: &Compared,
    offset: usize,
) -> Vec<ChangeLine> {
    let Compared { ledger, comparison, .. } = compared;
    let lines: BTreeMap<&str, u32> =
        ledger.rows.iter().zip(&ledger.places).map(|(row, place)| (row.key.as_str(), place.row)).collect();
    let shown = |column: Option<&'static gongkai_domain::registers::Column>, text: &str| {
        if text.is_empty() {
            return Markup::text(frame.say("（空）", "(empty)"));
        }
        column.map_or_else(|| Markup::text(text), |column| printing.ledger_word(column, text))
    };
    let all = comparison.changed.iter().flat_map(|row| row.columns.iter().map(move |change| (row, change)));
    all.skip(offset)
        .take(PAGE)
        .map(|(row, change)| {
            let column = register.columns.iter().find(|column| column.zh == change.column);
            ChangeLine {
                line: lines.get(row.key.as_str()).copied().unwrap_or_default(),
                row: row.key.split_once('/').map_or(row.key.as_str(), |(_, rest)| rest).to_owned(),
                column: column.map_or(change.column, |column| printing.heading(column)),
                before: shown(column, &change.before),
                after: shown(column, &change.after),
            }
        })
        .collect()
}

fn faults_of(frame: &Frame, compared: &Compared, offset: usize) -> Vec<FaultLine> {
    let Compared { reading, comparison, .. } = compared;
    let all = reading.faults.iter().chain(comparison.remarks.iter().map(|remark| &remark.fault));
    all.skip(offset)
        .take(PAGE)
        .map(|fault| FaultLine {
            place: match fault.place.row {
                0 => "—".to_owned(),
                row if fault.place.sheet.is_empty() => row.to_string(),
                row => format!("{} · {row}", fault.place.sheet),
            },
            column: fault.place.column.as_deref().unwrap_or("—").to_owned(),
            value: fault.value.clone(),
            rule: frame.says(&fault.says).to_owned(),
            remedy: frame.says(&fault.remedy).to_owned(),
            is_error: fault.severity == Severity::Error,
        })
        .collect()
}
