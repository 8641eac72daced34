//! `gongkai export`.

use super::registers::{ending, named};
use crate::Outcome;
use crate::globals::{Globals, Missing};
use crate::said::bad_use;
use crate::saving::write_file;
use anyhow::Result;
use clap::Args;
use gongkai_app::rows::opened;
use gongkai_domain::registers::{Condition, Register, Row, Selection, Test, Value, Vocabulary};
use gongkai_ledgers::write;
use gongkai_storage::registers::{Page, page};
use std::path::PathBuf;

/// Exports a register as a ledger.
#[derive(Debug, Args)]
#[command(after_help = "\
例 / Examples:
  gongkai export procurement-projects --year 2016 --output 采购.xlsx
  gongkai export requests --with-personal --output 依申请.csv")]
pub struct Export {
    /// 台账代码。Code of the register.
    register: String,
    /// 年度。Year.
    #[arg(long, value_name = "Y")]
    year: Option<i16>,
    /// 机构代码。Body.
    #[arg(long, value_name = "CODE")]
    body: Option<String>,
    /// 写到文件（.xlsx .csv .json）；不填以 CSV 打印。File; CSV on standard output unless given.
    #[arg(long, value_name = "F")]
    output: Option<PathBuf>,
    /// 连同个人信息一起导出。Include personal columns.
    #[arg(long)]
    with_personal: bool,
}

impl Export {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let register = named(&self.register)?;
        let office = globals.open(Missing::Refuse).await?;
        let rows = self.rows(&office, register).await?;
        let values: Vec<&[Value]> = rows.iter().map(|row| row.values.as_slice()).collect();
        let bodies = crate::ledger_files::body_names(&office).await?;
        let mut export =
            write::Export::all(register, Vocabulary { codes: &office.law.codes, bodies: &bodies });
        export.columns.retain(|column| self.with_personal || !column.personal);
        let mut out = Vec::new();
        match self.output.as_deref().map(ending).as_deref() {
            None | Some("csv") => write::csv(&export, values, &mut out)?,
            Some("json") => write::json(&export, values, &mut out)?,
            Some("xlsx") => out = write::xlsx(&export, values)?,
            Some(other) => {
                return Err(bad_use(
                    format!("不会写“.{other}”；请用 .xlsx、.csv 或 .json"),
                    format!("cannot write “.{other}”; use .xlsx, .csv or .json"),
                ));
            }
        }
        match &self.output {
            Some(file) => {
                write_file(file, &out)?;
                eprintln!(
                    "✓ {} {} {}",
                    rows.len(),
                    globals.say("行已写入", "rows written to"),
                    file.display()
                );
            }
            None => std::io::Write::write_all(&mut std::io::stdout(), &out)?,
        }
        Ok(Outcome::Done)
    }

    async fn rows(
        &self,
        office: &gongkai_app::Installation,
        register: &'static Register,
    ) -> Result<Vec<Row>> {
        let mut selection =
            Selection { register, bodies: self.body.clone().map(|body| vec![body]), conditions: Vec::new() };
        if let Some(year) = self.year {
            let column = register.year.and_then(|code| register.column(code)).ok_or_else(|| {
                bad_use(
                    format!("“{}”没有年度列，不能按年导出", register.zh),
                    format!("{} has no year to select by", register.code),
                )
            })?;
            let test = Test::Year { from: Some(year), to: Some(year), or_absent: false };
            selection.conditions.push(Condition { column, test });
        }
        let mut tx = office.db.read().await?;
        let stored = page(&mut tx, &selection, i64::MAX, Page { offset: 0, limit: i64::MAX }).await?;
        stored
            .into_iter()
            .map(
                |stored| {
                    if self.with_personal { Ok(opened(office, register, &stored)?) } else { Ok(stored.row) }
                },
            )
            .collect()
    }
}
