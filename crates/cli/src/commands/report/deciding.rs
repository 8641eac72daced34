//! `gongkai report override` and `gongkai report not-applicable`.

use super::Which;
use crate::Outcome;
use crate::globals::{Globals, Missing, by};
use anyhow::Result;
use clap::Args;
use gongkai_app::import::ImportError;
use gongkai_app::reports::deciding::{CellOf, does_not_apply, set, take_back};
use gongkai_domain::registers::Register;
use gongkai_domain::reports::Override;
use gongkai_domain::texts::{REPORT_NOT_APPLICABLE, REPORT_OVERRIDES};
use jiff::civil::Date;
use rust_decimal::Decimal;

/// Puts a number in place of the counted one.
#[derive(Debug, Args)]
#[command(after_help = "\
例 / Examples:
  gongkai report override 2016 F34 5187 --reason 系统迁移前的浏览量另有记录 --by 李某
  gongkai report override 2016 F34 --take-back")]
pub struct Overriding {
    #[command(flatten)]
    which: Which,
    /// 单元格，如 F34。The cell.
    cell: String,
    /// 更正为，以这一格的单位计。The number, in the cell's unit.
    #[arg(required_unless_present = "take_back", allow_negative_numbers = true)]
    value: Option<Decimal>,
    #[command(flatten)]
    decision: Decision,
}

/// Says that a cell does not apply to the body.
#[derive(Debug, Args)]
#[command(after_help = "\
例 / Example:
  gongkai report not-applicable 2023 'A.regulation.*' --reason 没有规章制定权 --by 李某")]
pub struct NotApplicable {
    #[command(flatten)]
    which: Which,
    /// 单元格，或带一个星号的一行、一列。The cell, or a row or column of cells with one star.
    cell: String,
    #[command(flatten)]
    decision: Decision,
}

/// Why, who, when.
#[derive(Debug, Args)]
struct Decision {
    /// 理由。Why.
    #[arg(long, required_unless_present = "take_back", default_value = "", value_name = "WHY")]
    reason: String,
    /// 决定人。Who decided it.
    #[arg(long = "by", required_unless_present = "take_back", default_value = "", value_name = "NAME")]
    decided_by: String,
    /// 决定日期，不填为今天。When; today unless given.
    #[arg(long = "on", value_name = "DATE")]
    decided_on: Option<Date>,
    /// 收回，恢复按台账计数。Take it back: the cell counts again.
    #[arg(long, conflicts_with_all = ["reason", "decided_by", "decided_on"])]
    take_back: bool,
}

impl Overriding {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let Some(value) = self.value else {
            return taken_back(globals, &self.which, &REPORT_OVERRIDES, &self.cell).await;
        };
        let office = globals.open(Missing::Refuse).await?;
        let (body, format) = self.which.found(&office).await?;
        let act = by();
        let number = Override {
            value,
            reason: self.decision.reason.trim().to_owned(),
            by: self.decision.decided_by.trim().to_owned(),
            on: self.decision.decided_on.unwrap_or(act.today),
        };
        let cell = CellOf { body: &body, year: self.which.year, format: &format.id, cell: &self.cell };
        told(globals, set(&office, cell, &number, &act).await)
    }
}

impl NotApplicable {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        if self.decision.take_back {
            return taken_back(globals, &self.which, &REPORT_NOT_APPLICABLE, &self.cell).await;
        }
        let office = globals.open(Missing::Refuse).await?;
        let (body, format) = self.which.found(&office).await?;
        let act = by();
        let why = (
            self.decision.reason.trim(),
            self.decision.decided_by.trim(),
            self.decision.decided_on.unwrap_or(act.today),
        );
        let cell = CellOf { body: &body, year: self.which.year, format: &format.id, cell: &self.cell };
        told(globals, does_not_apply(&office, cell, why, &act).await)
    }
}

async fn taken_back(
    globals: &Globals,
    which: &Which,
    register: &'static Register,
    cell: &str,
) -> Result<Outcome> {
    let office = globals.open(Missing::Refuse).await?;
    let (body, format) = which.found(&office).await?;
    let cell = CellOf { body: &body, year: which.year, format: &format.id, cell };
    if take_back(&office, register, cell, &by()).await? {
        out!("✓ {}", globals.say("已收回，按台账计数", "taken back; it counts again"));
        return Ok(Outcome::Done);
    }
    eprintln!(
        "✗ {}",
        globals.say("没有这项决定，没有写入", "there is no such decision; nothing was written")
    );
    Ok(Outcome::Problems)
}

fn told(globals: &Globals, written: Result<(), ImportError>) -> Result<Outcome> {
    match written {
        Ok(()) => {
            out!("✓ {}", globals.say("已登记", "recorded"));
            Ok(Outcome::Done)
        }
        Err(ImportError::Faults(problems)) => {
            for problem in problems {
                let (says, remedy) = (&problem.fault.says, &problem.fault.remedy);
                let language = globals.language();
                eprintln!("✗ {}；{}", says.in_language(language), remedy.in_language(language));
            }
            Ok(Outcome::Problems)
        }
        Err(error) => Err(error.into()),
    }
}
