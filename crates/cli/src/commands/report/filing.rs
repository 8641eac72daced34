//! `gongkai report filing`.

use crate::Outcome;
use crate::globals::{Globals, Missing, by};
use anyhow::Result;
use clap::Args;
use gongkai_app::reports::filing::{Filing, filings};
use serde_json::json;

/// Which bodies have frozen their report of a year, and which are late: exit code 1 where any is.
#[derive(Debug, Args)]
#[command(after_help = "例 / Example:\n  gongkai report filing 2016 --late")]
pub struct Filings {
    /// 报告年度。Report year.
    #[arg(value_parser = clap::value_parser!(i16).range(1900..=2200))]
    year: i16,
    /// 只列逾期的。Only those that are late.
    #[arg(long)]
    late: bool,
}

impl Filings {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let office = globals.open(Missing::Refuse).await?;
        let all = filings(&office, self.year, by().today).await?;
        let late = all.iter().filter(|filing| filing.is_late()).count();
        let shown: Vec<&Filing> = all.iter().filter(|filing| !self.late || filing.is_late()).collect();
        if globals.json {
            out!("{:#}", json!(shown.iter().map(|filing| as_json(filing)).collect::<Vec<_>>()));
        } else {
            for filing in &shown {
                tell(globals, filing);
            }
            let frozen = all.iter().filter(|filing| filing.frozen.is_some()).count();
            out!(
                "{} {}：{} {frozen}，{} {late}",
                all.len(),
                globals.say("个机构", "bodies"),
                globals.say("已定稿", "frozen"),
                globals.say("逾期", "late")
            );
        }
        Ok(if late == 0 { Outcome::Done } else { Outcome::Problems })
    }
}

fn tell(globals: &Globals, filing: &Filing) {
    let due = filing.due.map_or_else(|| globals.say("未规定", "not set").to_owned(), |due| due.to_string());
    let state = match (filing.frozen, filing.days_late) {
        (Some((day, version)), Some(days)) if days > 0 => {
            format!(
                "{} {day}（v{version}） {} {days} {}",
                globals.say("定稿", "frozen"),
                globals.say("逾期", "late by"),
                globals.say("天", "days")
            )
        }
        (Some((day, version)), _) => format!("{} {day}（v{version}）", globals.say("定稿", "frozen")),
        (None, Some(days)) if days > 0 => {
            format!(
                "{} {days} {}",
                globals.say("未定稿，逾期", "not frozen, late by"),
                globals.say("天", "days")
            )
        }
        (None, Some(days)) => {
            format!(
                "{} {} {}",
                globals.say("未定稿，还有", "not frozen,"),
                -days,
                globals.say("天", "days left")
            )
        }
        (None, None) => globals.say("未定稿", "not frozen").to_owned(),
    };
    let mark = if filing.is_late() {
        "✗"
    } else if filing.frozen.is_some() {
        "✓"
    } else {
        "·"
    };
    out!("{mark} {}  {}  {} {due}  {state}", filing.body, filing.name, globals.say("期限", "due"));
}

fn as_json(filing: &Filing) -> serde_json::Value {
    json!({
        "body": filing.body,
        "name": filing.name,
        "format": filing.format,
        "due": filing.due,
        "source": filing.source,
        "frozen_on": filing.frozen.map(|(day, _)| day),
        "version": filing.frozen.map(|(_, version)| version),
        "days_late": filing.days_late,
        "late": filing.is_late(),
    })
}
