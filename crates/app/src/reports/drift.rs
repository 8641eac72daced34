//! Drift (定稿后的变化): what the registers say now, cell by cell, of a report that was frozen.

use super::freezing::{self, Frozen, format_digest, rows_behind};
use super::{ReportError, bodies, compute_in};
use crate::Installation;
use gongkai_domain::audit::Entry;
use gongkai_domain::reports::{
    Block, Format, Freezing, FrozenRows, Plan, Report, ReportCell, Span, rows_digest,
};
use gongkai_domain::says::Says;
use gongkai_storage::audit;
use gongkai_storage::{StorageError, Tx, frozen};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A frozen report held against the chain, and against the registers as they are.
#[derive(Clone, Debug)]
pub struct Drift {
    /// The frozen report.
    pub frozen: Frozen,
    /// What of it is no longer as it was frozen; empty while it proves itself.
    pub faults: Vec<Says>,
    /// Whether the format's file has another content now.
    pub format_changed: bool,
    /// The cells that come out differently, in the order of the frozen report.
    pub cells: Vec<CellDrift>,
    /// Places of the office's own words that read differently.
    pub words: Vec<String>,
    /// The entries that changed rows, by their place in the chain.
    pub entries: BTreeMap<i64, Entry>,
}

/// A cell that comes out differently.
#[derive(Clone, Debug, PartialEq)]
pub struct CellDrift {
    /// The cell as frozen.
    pub frozen: ReportCell,
    /// The cell as counted now; `None` where the format no longer has it.
    pub now: Option<ReportCell>,
    /// The rows that make the difference.
    pub rows: Vec<RowDrift>,
}

/// A row that makes a difference to a cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowDrift {
    /// Code of its register.
    pub register: String,
    /// Its natural key.
    pub key: String,
    /// What became of it.
    pub what: RowFate,
    /// The last entry that changed it since, if any did.
    pub sequence: Option<i64>,
}

/// What became of a row behind a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowFate {
    /// It counts now and did not.
    Added,
    /// It counted and does no longer.
    Gone,
    /// It counts as before and holds other values.
    Changed,
}

impl Drift {
    /// Whether nothing differs and all of it is as it was frozen.
    pub const fn is_none(&self) -> bool {
        self.faults.is_empty() && !self.format_changed && self.cells.is_empty() && self.words.is_empty()
    }
}

/// Holds the latest frozen version of a report against the chain and the registers; `None` where it was never frozen.
pub async fn drift(
    office: &Installation,
    body: &str,
    year: i16,
    format: &str,
) -> Result<Option<Drift>, ReportError> {
    let mut tx = office.db.read().await?;
    let Some(frozen) = freezing::latest(&mut tx, body, year, format).await? else { return Ok(None) };
    let parts = frozen::rows(&mut tx, frozen.freezing.sequence).await?;
    let faults = faults(&mut tx, &frozen, &parts).await?;
    let mut drift = Drift {
        faults,
        format_changed: true,
        cells: Vec::new(),
        words: Vec::new(),
        entries: BTreeMap::new(),
        frozen,
    };
    if let Some(format) = office.law.format(format) {
        drift.format_changed = format_digest(office, format) != drift.frozen.content.format_digest;
        let all = bodies(&mut tx).await?;
        let plan = Plan::new(format, &all, body, year)?;
        compare(&mut tx, &plan, all.len(), &parts, &mut drift).await?;
    }
    Ok(Some(drift))
}

/// One cell of a frozen report held against the registers: `None` where it is as it was frozen. `before` is the cell
/// as frozen, `now` as counted now.
pub async fn of_cell(
    office: &Installation,
    frozen: &Freezing,
    (plan_body, year, format): (&str, i16, &Format),
    before: &ReportCell,
    now: Option<&ReportCell>,
) -> Result<Option<CellDrift>, ReportError> {
    let mut tx = office.db.read().await?;
    let all = bodies(&mut tx).await?;
    let plan = Plan::new(format, &all, plan_body, year)?;
    let only = |part: FrozenRows| FrozenRows { cells: vec![before.code.clone()], ..part };
    let parts = frozen::rows(&mut tx, frozen.sequence).await?.into_iter();
    let parts: Vec<_> = parts.filter(|part| part.cells.contains(&before.code)).map(only).collect();
    let counted = freezing::rows_behind_cell(&mut tx, &plan, &before.code).await?;
    let mut fates = moved(&parts, &counted);
    changed(&mut tx, frozen.sequence, &parts, &mut fates).await?;
    Ok(cell_drift(before, now.cloned(), &mut fates))
}

/// What of a frozen report is not as its entry in the chain has it.
pub(crate) async fn faults(
    tx: &mut Tx,
    frozen: &Frozen,
    parts: &[FrozenRows],
) -> Result<Vec<Says>, StorageError> {
    let mut faults = Vec::new();
    let freezing = &frozen.freezing;
    if frozen.found_digest != freezing.digest {
        faults.push(Says::new("定稿的内容被改动过", "the frozen content was altered"));
    }
    if rows_digest(parts) != frozen.content.rows_digest {
        faults.push(Says::new("定稿的明细被改动过", "the frozen rows were altered"));
    }
    let entry = audit::entry(tx, freezing.sequence).await?;
    let facts: Option<serde_json::Value> = entry
        .filter(|entry| entry.act == freezing::ACT)
        .and_then(|entry| serde_json::from_str(&entry.facts).ok());
    let told = facts.as_ref().and_then(|facts| facts["digest"].as_str());
    if told != Some(freezing.digest.as_str()) {
        faults.push(Says::new(
            format!("审计链第 {} 条记录没有这个指纹", freezing.sequence),
            format!("entry {} of the audit chain does not hold this digest", freezing.sequence),
        ));
    }
    Ok(faults)
}

async fn compare(
    tx: &mut Tx,
    plan: &Plan<'_>,
    bodies: usize,
    parts: &[FrozenRows],
    drift: &mut Drift,
) -> Result<(), ReportError> {
    let report = compute_in(tx, plan, bodies).await?;
    let frozen = &drift.frozen.content.report;
    let now = rows_behind(tx, plan).await?;
    let mut fates = moved(parts, &now);
    changed(tx, drift.frozen.freezing.sequence, parts, &mut fates).await?;
    for before in &frozen.cells {
        let drifted = cell_drift(before, report.cell(&before.code).cloned(), &mut fates);
        drift.cells.extend(drifted);
    }
    drift.words = other_words(frozen, &report);
    let entries: BTreeSet<i64> =
        drift.cells.iter().flat_map(|cell| cell.rows.iter().filter_map(|row| row.sequence)).collect();
    for sequence in entries {
        if let Some(entry) = audit::entry(tx, sequence).await? {
            drift.entries.insert(sequence, entry);
        }
    }
    Ok(())
}

/// The difference of one cell, if there is any.
fn cell_drift(before: &ReportCell, now: Option<ReportCell>, fates: &mut Fates) -> Option<CellDrift> {
    let same = now.as_ref().is_some_and(|now| says_the_same(before, now));
    // A row that counts as before makes no difference where the figure is the same.
    let tells = |what: RowFate| !same || what != RowFate::Changed;
    let rows: Vec<RowDrift> = fates
        .remove(&before.code)
        .unwrap_or_default()
        .into_iter()
        .filter(|(_, (what, _))| tells(*what))
        .map(|((register, key), (what, sequence))| RowDrift { register, key, what, sequence })
        .collect();
    (!same || !rows.is_empty()).then(|| CellDrift { frozen: before.clone(), now, rows })
}

/// Whether a cell reads as it did.
pub(crate) fn says_the_same(before: &ReportCell, after: &ReportCell) -> bool {
    (&before.value, &before.printed, before.rows, &before.overridden, &before.names)
        == (&after.value, &after.printed, after.rows, &after.overridden, &after.names)
}

/// By cell, and by register and key: what became of a row, and the last entry that changed it.
type Fates = HashMap<String, BTreeMap<(String, String), (RowFate, Option<i64>)>>;

/// The rows that count now and did not, and those that counted and do no longer.
fn moved(before: &[FrozenRows], after: &[FrozenRows]) -> Fates {
    let mut fates = Fates::new();
    let registers: BTreeSet<&str> = before.iter().chain(after).map(|part| part.register.as_str()).collect();
    for register in registers {
        let mut gone = by_key(before, register);
        for part in after.iter().filter(|part| part.register == register) {
            for key in &part.keys {
                let counted = gone.remove(key.as_str()).unwrap_or_default();
                if counted != part.cells {
                    tell(&mut fates, register, key, counted, &part.cells);
                }
            }
        }
        for (key, counted) in gone {
            tell(&mut fates, register, key, counted, &[]);
        }
    }
    fates
}

/// The cells each row of a register counts in.
fn by_key<'p>(parts: &'p [FrozenRows], register: &str) -> HashMap<&'p str, &'p [String]> {
    let parts = parts.iter().filter(|part| part.register == register);
    parts.flat_map(|part| part.keys.iter().map(|key| (key.as_str(), part.cells.as_slice()))).collect()
}

/// Tells the cells a row came into and those it left.
fn tell(fates: &mut Fates, register: &str, key: &str, before: &[String], after: &[String]) {
    for (cells, others, what) in [(after, before, RowFate::Added), (before, after, RowFate::Gone)] {
        for cell in cells.iter().filter(|cell| !others.contains(cell)) {
            let row = (register.to_owned(), key.to_owned());
            fates.entry(cell.clone()).or_default().insert(row, (what, None));
        }
    }
}

/// Adds the rows that count as before and were changed since, and says of every row which entry changed it last.
async fn changed(
    tx: &mut Tx,
    since: i64,
    parts: &[FrozenRows],
    fates: &mut Fates,
) -> Result<(), StorageError> {
    let moved = fates.values().flat_map(BTreeMap::keys).map(|(register, _)| register.clone());
    let registers: BTreeSet<String> = parts.iter().map(|part| part.register.clone()).chain(moved).collect();
    let registers: Vec<&str> = registers.iter().map(String::as_str).collect();
    let changes = audit::changed_after(tx, since, &registers).await?;
    let last: HashMap<(&str, &str), i64> = changes
        .iter()
        .map(|change| ((change.register.as_str(), change.key.as_str()), change.sequence))
        .collect();
    for ((register, key), (_, sequence)) in fates.values_mut().flatten() {
        *sequence = last.get(&(register.as_str(), key.as_str())).copied();
    }
    for part in parts.iter().filter(|_| !last.is_empty()) {
        for key in &part.keys {
            let Some(sequence) = last.get(&(part.register.as_str(), key.as_str())) else { continue };
            for cell in &part.cells {
                let row = (part.register.clone(), key.clone());
                let known = fates.entry(cell.clone()).or_default();
                known.entry(row).or_insert((RowFate::Changed, Some(*sequence)));
            }
        }
    }
    Ok(())
}

/// Places of own words that are not as they were.
fn other_words(before: &Report, after: &Report) -> Vec<String> {
    let (before, after) = (own_words(before), own_words(after));
    let places: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    places.into_iter().filter(|place| before.get(*place) != after.get(*place)).cloned().collect()
}

/// Stands for a figure among own words.
const FIGURE: &str = "{}";

fn own_words(report: &Report) -> BTreeMap<String, Option<String>> {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let spans = blocks.filter_map(|block| match block {
        Block::Paragraph(spans) => Some(spans),
        Block::Table(_) => None,
    });
    let mut words = BTreeMap::<String, Option<String>>::new();
    for span in spans.flatten() {
        let Span::OwnWords { place, text } = span else { continue };
        // A figure among them ends a span; the words of a place are all of its spans.
        match (words.entry(place.clone()).or_insert(None), text) {
            (Some(before), Some(more)) => before.extend([FIGURE, more]),
            (before, text) => before.clone_from(text),
        }
    }
    words
}
