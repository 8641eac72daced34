//! `gongkai import`: compare, confirm, apply.

use super::registers::named;
use crate::Outcome;
use crate::globals::{Globals, Missing, by};
use crate::ledger_files::{LedgerFile, Told, read_ledger};
use crate::said::bad_use;
use crate::saving::write_file;
use anyhow::Result;
use clap::Args;
use gongkai_app::Installation;
use gongkai_app::import::{Applied, Comparison, ImportError, Ledger, RowProblem, apply, compare};
use gongkai_domain::registers::{Fault, Severity};
use gongkai_domain::says::Language;
use gongkai_ledgers::{Reading, write};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Imports a ledger; all of it or nothing, unless `--rejects`.
#[derive(Debug, Args)]
#[command(after_help = "\
例 / Examples:
  gongkai import procurement-projects 2017年采购台账.xlsx --dry-run
  gongkai import items 目录.csv --body conghua-office --year 2017
  gongkai import requests 依申请.xlsx --rejects 退回.csv")]
pub struct Import {
    /// 台账代码，见 gongkai registers。Code of the register.
    register: String,
    /// 文件（xlsx、xls、csv、json）。The files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// 台账里没有机构列时，各行属于这个机构。Body of ledgers without such a column.
    #[arg(long, value_name = "CODE")]
    body: Option<String>,
    /// 各行都应属于这一年，别的年份算错。All rows must belong to this year.
    #[arg(long, value_name = "Y")]
    year: Option<i16>,
    /// 只比对，不写入。Compare only.
    #[arg(long)]
    dry_run: bool,
    /// 收下好行，把有错的行连同原因写到这个 CSV。Keep the good rows, write the others here with the reasons.
    #[arg(long, value_name = "F.csv")]
    rejects: Option<PathBuf>,
    /// 台账里没有的行（同一年、同一机构）一并撤下。Take away what the ledger does not have.
    ///
    /// Not with `--rejects`: a row that was rejected would count as one the ledger does not have.
    #[arg(long, requires_all = ["year", "body"], conflicts_with = "rejects")]
    replace: bool,
    /// 不再询问。Do not ask.
    #[arg(long, short = 'y')]
    yes: bool,
}

impl Import {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let register = named(&self.register)?;
        let office = globals.open(Missing::Make).await?;
        self.body_is_known(&office).await?;
        let files = self.files.iter().map(|path| LedgerFile::open(path)).collect::<Result<Vec<_>>>()?;
        let told = Told { body: self.body.as_deref(), year: self.year, replace: self.replace };
        let (mut reading, mut ledger) = read_ledger(&office, register, files, told).await?;
        let mut comparison = compare(&office, &ledger).await;
        if let Err(ImportError::Faults(problems)) = &comparison {
            take_out(&mut reading, &mut ledger, problems);
            if self.rejects.is_some() {
                comparison = compare(&office, &ledger).await;
            }
        }
        tell_reading(globals, &reading);
        let refused = reading.errors > 0;
        if refused && self.rejects.is_none() {
            return Ok(refuse(globals, &reading));
        }
        let comparison = comparison?;
        tell_comparison(globals, &ledger, &comparison);
        let mut applied = None;
        if self.dry_run {
            say(globals, "（只比对，没有写入）", "(compared only, nothing written)");
        } else if self.confirmed(globals, &comparison)? {
            let done = apply_with_progress(globals, &office, &ledger, &comparison).await?;
            if !globals.json {
                tell_applied(globals, &done);
            }
            if let Some(file) = &self.rejects {
                write_rejects(globals, &reading, file)?;
            }
            applied = Some(done);
        } else {
            return Ok(Outcome::Problems);
        }
        if globals.json {
            out!("{:#}", told_json(&reading, &ledger, &comparison, applied.as_ref()));
        }
        Ok(if refused { Outcome::Problems } else { Outcome::Done })
    }

    async fn body_is_known(&self, office: &Installation) -> Result<()> {
        let Some(body) = &self.body else { return Ok(()) };
        let names = crate::ledger_files::body_names(office).await?;
        if self.register == "bodies" || names.name(body).is_some() {
            return Ok(());
        }
        Err(bad_use(
            format!("机构名录里没有代码“{body}”；请先导入机构：gongkai import bodies 机构名录.xlsx"),
            format!("no body has the code “{body}”; import the bodies first"),
        ))
    }

    fn confirmed(&self, globals: &Globals, comparison: &Comparison) -> Result<bool> {
        let nothing = comparison.added + comparison.changed.len() + comparison.removed.len() == 0;
        if self.yes || nothing || globals.json || !std::io::stdin().is_terminal() {
            return Ok(true);
        }
        eprint!("{}", globals.say("写入吗？[y/N] ", "Apply? [y/N] "));
        std::io::stderr().flush()?;
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer)?;
        Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "是"))
    }
}

/// Moves rows that cannot be taken from the ledger to the rejected ones, with their reasons.
fn take_out(reading: &mut Reading, ledger: &mut Ledger, problems: &[RowProblem]) {
    let columns = ledger.register.columns;
    for (place, row, faults) in ledger.take_out(problems) {
        let cells = columns.iter().zip(&row.values).map(|(column, value)| value.to_ledger(column.kind));
        reading.reject(place, cells.collect(), faults);
    }
}

/// Applies with a bar for long imports.
pub async fn apply_with_progress(
    globals: &Globals,
    office: &Installation,
    ledger: &Ledger,
    comparison: &Comparison,
) -> Result<Applied> {
    let total = comparison.added + comparison.changed.len();
    let bar =
        if total > 5_000 && !globals.json { ProgressBar::new(total as u64) } else { ProgressBar::hidden() };
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    let told = bar.clone();
    let applied =
        apply(office, ledger, &comparison.digest, &by(), &move |rows| told.set_position(rows as u64)).await;
    bar.finish_and_clear();
    Ok(applied?)
}

fn say(globals: &Globals, zh: &str, en: &str) {
    if !globals.json {
        out!("{}", globals.say(zh, en));
    }
}

/// Most faults printed; all of them are counted.
const MOST: usize = 200;

fn tell_reading(globals: &Globals, reading: &Reading) {
    if globals.json {
        return;
    }
    let language = globals.language();
    for note in &reading.notes {
        out!("· {}：{}", note.place.in_language(language), note.says.in_language(language));
    }
    for fault in reading.faults.iter().take(MOST) {
        out!("{} {}", mark(fault.severity), fault.in_language(language));
    }
    let more = reading.faults.len().saturating_sub(MOST) as u64 + reading.unlisted;
    if more > 0 {
        out!("… {} {more}", globals.say("还有", "and more:"));
    }
    for total in &reading.totals {
        out!("Σ {}", total.says().in_language(language));
    }
}

const fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "✗",
        Severity::Warning => "!",
    }
}

fn refuse(globals: &Globals, reading: &Reading) -> Outcome {
    if globals.json {
        let faults: Vec<_> = reading.faults.iter().map(fault_json).collect();
        out!("{:#}", json!({ "applied": false, "errors": reading.errors, "faults": faults }));
    } else {
        out!(
            "✗ {}",
            match globals.language() {
                Language::Chinese => format!(
                    "有 {} 处错误，一行也没有写入。请改正后再导入，或用 --rejects 文件.csv 先收下好行。",
                    reading.errors
                ),
                Language::English => format!(
                    "{} errors; nothing was written. Correct them, or keep the good rows with --rejects FILE.csv.",
                    reading.errors
                ),
            }
        );
    }
    Outcome::Problems
}

/// All that is told of an import, as one document.
fn told_json(
    reading: &Reading,
    ledger: &Ledger,
    comparison: &Comparison,
    applied: Option<&Applied>,
) -> serde_json::Value {
    let changed = comparison.changed.iter().map(|row| {
        let column = |change: &gongkai_app::import::ColumnChange| {
            json!({ "column": change.column, "before": change.before, "after": change.after })
        };
        json!({ "key": row.key, "columns": row.columns.iter().map(column).collect::<Vec<_>>() })
    });
    json!({
        "register": ledger.register.code,
        "applied": applied.is_some(),
        "added": comparison.added,
        "changed": changed.collect::<Vec<_>>(),
        "unchanged": comparison.unchanged,
        "removed": comparison.removed,
        "rejected": reading.rejected.len(),
        "faults": reading.faults.iter().map(fault_json).collect::<Vec<_>>(),
        "audit_entry": applied.and_then(|applied| applied.sequence),
    })
}

fn fault_json(fault: &Fault) -> serde_json::Value {
    json!({
        "file": *fault.place.file,
        "sheet": *fault.place.sheet,
        "row": fault.place.row,
        "column": fault.place.column.as_deref(),
        "value": fault.value,
        "rule": fault.says,
        "remedy": fault.remedy,
        "severity": match fault.severity { Severity::Error => "error", Severity::Warning => "warning" },
    })
}

fn tell_comparison(globals: &Globals, ledger: &Ledger, comparison: &Comparison) {
    let Comparison { added, changed, unchanged, removed, remarks, .. } = comparison;
    if globals.json {
        return;
    }
    for remark in remarks.iter().take(MOST) {
        out!("! {}", remark.fault.in_language(globals.language()));
    }
    for row in changed.iter().take(MOST) {
        out!("~ {}", row.key);
        for change in &row.columns {
            out!("    {}：{} → {}", change.column, shown(&change.before), shown(&change.after));
        }
    }
    for key in removed.iter().take(MOST) {
        out!("- {key}");
    }
    out!(
        "{}：＋{added} ~{} ＝{unchanged} －{}",
        match globals.language() {
            Language::Chinese => format!("{}（新增、改动、不变、撤下）", ledger.register.zh),
            Language::English => format!("{} (added, changed, unchanged, removed)", ledger.register.code),
        },
        changed.len(),
        removed.len()
    );
}

fn shown(value: &str) -> String {
    if value.is_empty() {
        return "（空）".to_owned();
    }
    let short: String = value.chars().take(40).collect();
    if short.len() < value.len() { short + "…" } else { short }
}

fn tell_applied(globals: &Globals, applied: &Applied) {
    let said = match (applied.sequence, globals.language()) {
        (Some(sequence), Language::Chinese) => format!("已写入，审计记录第 {sequence} 条"),
        (Some(sequence), Language::English) => format!("applied, audit entry {sequence}"),
        (None, Language::Chinese) => "台账内容都已在库里，没有新增或改动".to_owned(),
        (None, Language::English) => "everything is there already; nothing to add or change".to_owned(),
    };
    out!("✓ {said}");
}

fn write_rejects(globals: &Globals, reading: &Reading, file: &Path) -> Result<()> {
    if reading.rejected.is_empty() {
        return Ok(());
    }
    let mut out = Vec::new();
    write::rejects(reading, &mut out)?;
    write_file(file, &out)?;
    say(
        globals,
        &format!("! {} 行没有导入，连同原因写在 {}", reading.rejected.len(), file.display()),
        &format!(
            "! {} rows were not imported; they are in {} with the reasons",
            reading.rejected.len(),
            file.display()
        ),
    );
    Ok(())
}
