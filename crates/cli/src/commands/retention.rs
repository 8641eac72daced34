//! `gongkai retention`: what is due, and disposing of it from the command line.

use crate::Outcome;
use crate::globals::{Globals, Missing, by};
use crate::said::bad_use;
use anyhow::{Result, anyhow};
use clap::{Args, Subcommand};
use gongkai_app::Installation;
use gongkai_app::import::By;
use gongkai_app::reports::{bodies, first_body};
use gongkai_app::retention::{self, Authority, Confirmation, DueItem, RetentionError};
use serde_json::json;
use std::collections::BTreeMap;

/// Retention and archiving.
#[derive(Debug, Subcommand)]
#[command(after_help = "\
例 / Examples:
  gongkai retention list
  gongkai retention run --body conghua-gov --dry-run
  gongkai retention run --body conghua-gov                     提请，等办公端批准
  gongkai retention run --body conghua-gov --alone 只有一人在岗   提请并办理，单独标出
  gongkai retention reckon --anew                              换了保管期限表以后")]
pub enum Retention {
    /// 列出到期的信息和规则。List what is due, with its rule.
    List(Which),
    /// 提请处置到期的信息。Propose a disposition run.
    Run(Running),
    /// 计算保管期限。Work the terms out.
    Reckon {
        /// 全部重算，按现在的规则。All of them again, by the rules as they are now.
        #[arg(long)]
        anew: bool,
    },
}

/// Of which body.
#[derive(Debug, Args)]
pub struct Which {
    /// 机构代码；不填，list 列全部，run 用本单位。Body; all of them, or for a run the first one.
    #[arg(long, value_name = "CODE")]
    body: Option<String>,
}

/// A run.
#[derive(Debug, Args)]
pub struct Running {
    #[command(flatten)]
    which: Which,
    /// 只看清单，不提请。Show the list and do nothing.
    #[arg(long)]
    dry_run: bool,
    /// 说明，印在证明上。Remark for the certificate.
    #[arg(long, default_value = "", value_name = "WORDS", hide_default_value = true)]
    reason: String,
    /// 不等别人批准，当场办理；要写理由，单独标出。Carry it out without a second person, for this reason.
    #[arg(long, value_name = "WHY")]
    alone: Option<String>,
}

impl Retention {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let office = globals.open(Missing::Refuse).await?;
        let by = by();
        match self {
            Self::List(which) => {
                retention::keep_up(&office, by.at).await?;
                for (code, name) in chosen(&office, which).await? {
                    let due = retention::due(&office, Authority::Machine, &code, by.today).await?;
                    tell(globals, &code, &name, &due);
                }
                Ok(Outcome::Done)
            }
            Self::Run(running) => running.run(globals, &office, &by).await,
            Self::Reckon { anew } => {
                let items = if *anew {
                    retention::reckon_anew(&office, &by).await?
                } else {
                    retention::keep_up(&office, by.at).await?
                };
                out!("✓ {} {items}", globals.say("已计算", "worked out"));
                Ok(Outcome::Done)
            }
        }
    }
}

impl Running {
    async fn run(&self, globals: &Globals, office: &Installation, by: &By) -> Result<Outcome> {
        retention::keep_up(office, by.at).await?;
        let code = match &self.which.body {
            Some(code) => code.clone(),
            None => own(office).await?,
        };
        let which = Which { body: Some(code.clone()) };
        let (code, name) = chosen(office, &which).await?.remove(0);
        let due = retention::due(office, Authority::Machine, &code, by.today).await?;
        if self.dry_run || !globals.json {
            tell(globals, &code, &name, &due);
        }
        if self.dry_run {
            return Ok(Outcome::Done);
        }
        let proposed =
            retention::propose(office, Authority::Machine, &code, &BTreeMap::new(), &self.reason, by).await;
        let id = match proposed {
            Ok(id) => id,
            Err(error) => return refused(globals, error),
        };
        let Some(why) = &self.alone else {
            out!("✓ {}  /office/retention/run/{id}", globals.say("已提请，等批准", "proposed; it waits at"));
            return Ok(Outcome::Done);
        };
        let run = retention::run(office, Authority::Machine, &id).await?;
        let given = Confirmation { digest: run.digest, forced: true, reason: why.clone() };
        match retention::carry_out(office, Authority::Machine, &id, &given, by).await {
            Ok(number) => {
                out!("✓ {} {number}  /office/retention/run/{id}", globals.say("已办结", "carried out"));
                Ok(Outcome::Done)
            }
            Err(error) => {
                retention::drop_run(office, Authority::Machine, &id, why, by).await?;
                refused(globals, error)
            }
        }
    }
}

/// What was refused is told; everything else is an error.
fn refused(globals: &Globals, error: RetentionError) -> Result<Outcome> {
    match error {
        RetentionError::Refused(_, says) => {
            eprintln!("✗ {}", says.in_language(globals.language()));
            Ok(Outcome::Problems)
        }
        error => Err(error.into()),
    }
}

async fn own(office: &Installation) -> Result<String> {
    first_body(office).await?.ok_or_else(|| anyhow!("还没有机构 / there is no body yet"))
}

/// The bodies that are asked for: code and name.
async fn chosen(office: &Installation, which: &Which) -> Result<Vec<(String, String)>> {
    let all = bodies(&mut office.db.read().await?).await?;
    let named = |code: &str| (code.to_owned(), gongkai_app::reports::body_name(&all, code));
    match &which.body {
        None => Ok(all.iter().map(|row| named(&row.key)).collect()),
        Some(code) if all.iter().any(|row| row.key == *code) => Ok(vec![named(code)]),
        Some(code) => {
            Err(bad_use(format!("机构名录里没有“{code}”"), format!("no body has the code “{code}”")))
        }
    }
}

fn tell(globals: &Globals, code: &str, name: &str, due: &[DueItem]) {
    if globals.json {
        let lines = due.iter().map(|item| {
            json!({
                "body": code, "index_number": item.index_number, "title": item.title,
                "rule": item.decision.basis.id, "last_day": item.decision.last_day(),
                "action": item.decision.action.code(), "on_hold": !item.holds.is_empty(),
                "why": item.decision.explain().in_language(globals.language()),
            })
        });
        for line in lines {
            out!("{line}");
        }
        return;
    }
    out!("{name}：{} {}", globals.say("到期", "due"), due.len());
    for item in due {
        let action = item.decision.action.name();
        let action = if item.holds.is_empty() {
            action.in_language(globals.language()).to_owned()
        } else {
            globals.say("暂缓处置", "on hold").to_owned()
        };
        let day = item.decision.last_day().map(|day| day.to_string()).unwrap_or_default();
        out!("  {}  {}  {day}  {action}", item.index_number, item.title);
        out!("      {}", item.decision.explain().in_language(globals.language()));
    }
}
