//! `gongkai report`: compute the annual report, open one of its figures, freeze it, prove it; check those of others.

mod check;
mod deciding;
mod filing;
mod freezing;

use crate::Outcome;
use crate::fonts;
use crate::globals::{Globals, Missing, civil_day, now};
use crate::said::bad_use;
use crate::saving::write_file;
use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use gongkai_app::Installation;
use gongkai_app::reports::freezing::versions;
use gongkai_app::reports::{
    Explained, Shown, bodies, compute, explain, first_body, format_for, publication, word,
};
use gongkai_domain::registers::{Column, Register, Row, Value};
use gongkai_domain::reports::{Format, Freezing, Printing, Publication, Report as Computed, ReportCell};
use gongkai_domain::says::Language;
use gongkai_storage::registers::Page;
use gongkai_typeset::Typesetter;
use serde_json::json;
use std::path::{Path, PathBuf};

/// The annual report of a body and year.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
例 / Examples:
  gongkai report 2016 --format gz-2016 --output 年报.pdf
  gongkai report 2016 --output 核对稿.pdf --checking
  gongkai report explain 2016 F38 --page 2
  gongkai report freeze 2016 --head 王某
  gongkai report verify 2016
  gongkai report check 各单位年报/ --html 汇总.html"
)]
pub struct Report {
    #[command(subcommand)]
    act: Option<Sub>,
    #[command(flatten)]
    which: Option<Which>,
    /// 写到文件（.pdf .docx .xlsx .csv .txt .html .json）；不填打印摘要。Write to a file; print a summary unless given.
    #[arg(long, value_name = "F")]
    output: Option<PathBuf>,
    /// 写核对稿：每个数带口径（.pdf .docx）。Write the checking copy, with the definition of every number.
    #[arg(long, requires = "output")]
    checking: bool,
    /// 已定稿的，也按现在的台账计算。What the registers say now, even where the report is frozen.
    #[arg(long)]
    current: bool,
}

/// Which report.
#[derive(Debug, Args)]
pub struct Which {
    /// 报告年度。Report year.
    #[arg(value_parser = clap::value_parser!(i16).range(1900..=2200))]
    year: i16,
    /// 机构代码；不填为第一个机构。Body; the first unless given.
    #[arg(long, value_name = "CODE")]
    body: Option<String>,
    /// 报告格式；不填按年度。Format; by the year unless given.
    #[arg(long, value_name = "ID")]
    format: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// 打开一个数：口径和它背后的行。Open a figure: its definition and the rows behind it.
    Explain {
        #[command(flatten)]
        which: Which,
        /// 单元格，如 F38、B.r3.total。The cell.
        cell: String,
        /// 第几页，从 1 起。Page, from 1.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(i64).range(1..))]
        page: i64,
    },
    /// 定稿：数、明细、口径和签发人一并存下，指纹入审计链。Freeze it.
    Freeze(freezing::Freeze),
    /// 证明定稿未被改动，并列出定稿后台账的变化。Prove it, and tell what changed since.
    Verify(Which),
    /// 各机构年报的期限、定稿日期和逾期。Who has frozen the report of a year, and who is late.
    Filing(filing::Filings),
    /// 以另一个数代替台账数出来的数。Put a number in place of the counted one.
    Override(deciding::Overriding),
    /// 标明不适用本机关的单元格，印“/”。Say what does not apply to the body.
    NotApplicable(deciding::NotApplicable),
    /// 核对任何机关发布的年报：合计、文表、结转、缺行。Check published reports of anybody.
    Check(check::Check),
}

/// Rows a page of an explanation shows.
const ROWS: i64 = 50;

impl Report {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        match &self.act {
            None => {}
            Some(Sub::Explain { which, cell, page }) => return which.explain(globals, cell, *page).await,
            Some(Sub::Freeze(freeze)) => return freeze.run(globals).await,
            Some(Sub::Verify(which)) => return freezing::verify(which, globals).await,
            Some(Sub::Filing(filings)) => return filings.run(globals).await,
            Some(Sub::Override(overriding)) => return overriding.run(globals).await,
            Some(Sub::NotApplicable(not_applicable)) => return not_applicable.run(globals).await,
            Some(Sub::Check(check)) => return check.run(globals),
        }
        let Some(which) = &self.which else {
            return Err(bad_use("请写明年度，如 gongkai report 2016", "name the year: gongkai report 2016"));
        };
        let copies = |file: &PathBuf| ["pdf", "docx"].contains(&ending(file).as_str());
        if self.checking && !self.output.as_ref().is_some_and(copies) {
            return Err(bad_use("--checking 只用于 .pdf 和 .docx", "--checking is for .pdf and .docx only"));
        }
        let office = globals.open(Missing::Refuse).await?;
        let (body, format) = which.found(&office).await?;
        let frozen = versions(&office, &body, which.year, &format.id).await?.into_iter().next();
        let frozen = frozen.filter(|_| !self.current);
        let report = match &frozen {
            Some(frozen) => frozen.content.report.clone(),
            None => compute(&office, &body, which.year, format).await?,
        };
        if let Some(frozen) = &frozen {
            say_frozen(globals, &frozen.freezing);
        }
        match &self.output {
            None if globals.json => out!("{:#}", report.to_json()),
            None => summary(globals, &report),
            Some(file) if ending(file) == "json" => {
                save(globals, file, format!("{:#}\n", report.to_json()).into_bytes())?;
            }
            Some(file) => {
                let publication = match frozen {
                    Some(frozen) => frozen.content.publication(frozen.freezing, None),
                    None => publication(&office, &report, civil_day(now()), None).await?,
                };
                self.write(globals, &publication, file)?;
            }
        }
        Ok(Outcome::Done)
    }

    fn write(&self, globals: &Globals, publication: &Publication, file: &Path) -> Result<()> {
        let ending = ending(file);
        let printing = if self.checking { Printing::Checking } else { Printing::Official };
        let bytes = match ending.as_str() {
            "pdf" => pdf(globals, publication, printing)?,
            "docx" => gongkai_report_files::docx(publication, printing)?,
            "xlsx" => gongkai_report_files::xlsx(publication)?,
            "csv" => gongkai_report_files::csv(publication)?,
            "txt" => gongkai_report_files::txt(publication).into_bytes(),
            "html" | "htm" => gongkai_portal::checking_copy(publication, globals.language())?.into_bytes(),
            _ => {
                return Err(bad_use(
                    format!("不会写“.{ending}”；请用 .pdf、.docx、.xlsx、.csv、.txt、.html 或 .json"),
                    format!("cannot write “.{ending}”; use .pdf, .docx, .xlsx, .csv, .txt, .html or .json"),
                ));
            }
        };
        save(globals, file, bytes)
    }
}

/// Set in this process: there is nobody else to keep small for.
fn pdf(globals: &Globals, publication: &Publication, printing: Printing) -> Result<Vec<u8>> {
    let set = Typesetter::with_fonts(&fonts::folders(globals))?.report(publication, printing)?;
    if !set.missing.is_empty() {
        let letters = set.missing.iter().map(|letter| format!("{letter}（U+{:04X}）", u32::from(*letter)));
        let letters = letters.collect::<Vec<_>>().join("、");
        let says = globals
            .say("字体里没有这些字，文中以〓代替：", "no font has these characters; 〓 stands for them: ");
        eprintln!("! {says}{letters}");
    }
    Ok(set.pdf)
}

/// The ending of a file's name, in small letters.
fn ending(file: &Path) -> String {
    file.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn save(globals: &Globals, file: &Path, bytes: Vec<u8>) -> Result<()> {
    write_file(file, &bytes)?;
    eprintln!("✓ {} {}", globals.say("已写入", "wrote"), file.display());
    Ok(())
}

/// Says that what follows was frozen, and how to have it counted again.
fn say_frozen(globals: &Globals, freezing: &Freezing) {
    let (version, day) = (freezing.version, freezing.frozen_on);
    eprintln!(
        "{}",
        globals.say(
            &format!("第 {version} 版定稿（{day}）；按现在的台账计算：--current"),
            &format!("frozen on {day}, version {version}; --current counts the registers as they are"),
        )
    );
}

impl Which {
    async fn found<'a>(&self, office: &'a Installation) -> Result<(String, &'a Format)> {
        let body = match &self.body {
            Some(body) => body.clone(),
            None => first_body(office).await?.ok_or_else(|| {
                bad_use(
                    "机构名录还是空的；请先导入机构：gongkai import bodies 机构名录.xlsx",
                    "no body is registered; import the bodies first",
                )
            })?,
        };
        Ok((body, format_for(office, self.format.as_deref(), self.year)?))
    }

    async fn explain(&self, globals: &Globals, cell: &str, page: i64) -> Result<Outcome> {
        let office = globals.open(Missing::Refuse).await?;
        let (body, format) = self.found(&office).await?;
        let page = Page { offset: (page - 1) * ROWS, limit: ROWS };
        let explained = explain(&office, &body, self.year, format, cell, page).await?;
        let report = compute(&office, &body, self.year, format).await?;
        let figure = report.cell(cell).context("the cell is in the report")?;
        if globals.json {
            out!("{:#}", explained_json(figure, &explained));
        } else {
            let bodies = bodies(&mut office.db.read().await?).await?;
            tell(
                globals,
                &Words { office: &office, bodies: &bodies, language: globals.language() },
                &report,
                figure,
                &explained,
            );
        }
        Ok(Outcome::Done)
    }
}

fn summary(globals: &Globals, report: &Computed) {
    out!("{}\n", report.title);
    for cell in &report.cells {
        out!("{:<28} {} {} {}", cell.code, cell.label, cell.printed, cell.unit);
    }
    out!();
    for check in &report.checks {
        out!("{} {}", if check.holds { "✓" } else { "✗" }, check.says.in_language(globals.language()));
    }
}

/// The words rows are told in.
struct Words<'a> {
    office: &'a Installation,
    bodies: &'a [Row],
    language: Language,
}

impl Words<'_> {
    fn of(&self, column: &Column, value: &Value) -> String {
        word(self.office, self.bodies, column, value).in_language(self.language).to_owned()
    }

    fn register<'r>(&self, register: &'r Register) -> &'r str {
        crate::said::pick(self.language, register.zh, register.en)
    }

    /// A row in one line: what names it and the first words that are not personal.
    fn digest_of(&self, register: &Register, row: &Row) -> String {
        let told = register.columns.iter().zip(&row.values).filter(|(column, value)| {
            column.is_public()
                && !value.is_absent()
                && column.code != "body"
                && !row.key.contains(&value.to_plain())
        });
        told.take(4).map(|(column, value)| self.of(column, value)).collect::<Vec<_>>().join(" · ")
    }
}

fn tell(globals: &Globals, words: &Words<'_>, report: &Computed, figure: &ReportCell, explained: &Explained) {
    out!("{}  {}：{} {}", figure.code, figure.label, figure.printed, figure.unit);
    let definition = explained.explanation.definition.in_language(globals.language());
    out!("{} {definition}", globals.say("口径", "Definition:"));
    match &explained.shown {
        Shown::Rows { register, total, rows } => {
            out!(
                "{}（{}）：{total} {}",
                words.register(register),
                register.code,
                globals.say(register.unit, "rows")
            );
            for row in rows {
                out!("  {}  {}", row.key, words.digest_of(register, row));
            }
        }
        Shown::Things { register, column, total, things } => {
            let what = globals.say(column.zh, column.en);
            out!("{} · {what}：{total}", words.register(register));
            for (value, _, rows) in things {
                out!("  {}  {rows} {}", words.of(column, value), globals.say(register.unit, "rows"));
            }
        }
        Shown::Cells(cells) => {
            for cell in cells.iter().filter_map(|code| report.cell(code)) {
                out!("  {}  {}：{} {}", cell.code, cell.label, cell.printed, cell.unit);
            }
        }
        Shown::Record => {}
    }
}

fn explained_json(figure: &ReportCell, explained: &Explained) -> serde_json::Value {
    let behind = match &explained.shown {
        Shown::Rows { register, total, rows } => json!({
            "register": register.code,
            "total": total,
            "rows": rows.iter().map(|row| row_json(register, row)).collect::<Vec<_>>(),
        }),
        Shown::Things { register, column, total, things } => json!({
            "register": register.code,
            "column": column.code,
            "total": total,
            "things": things.iter().map(|(value, name, rows)| json!({ "value": value.to_plain(), "name": name, "rows": rows })).collect::<Vec<_>>(),
        }),
        Shown::Cells(cells) => json!({ "cells": cells }),
        Shown::Record => json!({}),
    };
    json!({
        "code": figure.code,
        "label": figure.label,
        "unit": figure.unit,
        "value": figure.value.to_json(),
        "printed": figure.printed,
        "rows": figure.rows,
        "definition": explained.explanation.definition,
        "behind": behind,
    })
}

/// A row as data, without personal columns.
fn row_json(register: &Register, row: &Row) -> serde_json::Value {
    let mut facts = serde_json::Map::new();
    facts.insert("key".to_owned(), row.key.as_str().into());
    for (column, value) in register.columns.iter().zip(&row.values) {
        if !column.personal && !value.is_absent() {
            facts.insert(column.code.to_owned(), value.to_ledger(column.kind).into());
        }
    }
    facts.into()
}
