//! `gongkai deadline`.

use crate::Outcome;
use crate::globals::Globals;
use crate::said::bad_use;
use anyhow::Result;
use clap::Args;
use gongkai_domain::clock::{ClockEvent, due};
use jiff::civil::Date;

/// The due date of a request, explained step by step.
#[derive(Debug, Args)]
#[command(after_help = "\
例 / Example:
  gongkai deadline --regime cn-2019 --received 2024-02-08 \\
      --event third-party-sent=2024-02-20 --event third-party-answered=2024-03-01

事件 / events: clarification-sent|received third-party-sent|answered co-maker-sent|answered
  other-body-sent|answered reasons-asked|given extension-approved[:DAYS] fee-notified fee-paid corrected-receipt")]
pub struct Deadline {
    /// 时限规则，如 cn-2019；不填按收到日选。Regime; by the day of receipt unless given.
    #[arg(long, value_name = "R")]
    regime: Option<String>,
    /// 收到日。Day of receipt.
    #[arg(long, value_name = "DATE")]
    received: String,
    /// 事件，如 third-party-sent=2024-02-20。An event, such as extension-approved=2024-03-01:10
    #[arg(long = "event", value_name = "KIND=DATE[:DAYS]")]
    events: Vec<String>,
}

impl Deadline {
    /// Runs the command.
    pub fn run(&self, globals: &Globals) -> Result<Outcome> {
        let law = globals.law()?;
        let received: Date = self.received.parse().map_err(|_| {
            bad_use(
                format!("收到日“{}”不是日期，请写成 2024-02-08", self.received),
                format!("“{}” is not a date; write 2024-02-08", self.received),
            )
        })?;
        let known = || law.regimes.iter().map(|regime| regime.id.as_str()).collect::<Vec<_>>().join("、");
        let regime = match &self.regime {
            Some(id) => law.regimes.with_id(id).ok_or_else(|| {
                bad_use(
                    format!("没有时限规则“{id}”；有：{}", known()),
                    format!("there is no regime “{id}”; there are: {}", known()),
                )
            })?,
            None => law.regimes.regime_for(received).ok_or_else(|| {
                bad_use(
                    format!("{received} 收到的申请还没有可用的条例；可用 --regime 指定：{}", known()),
                    format!("no regulation was in force on {received}; name one with --regime: {}", known()),
                )
            })?,
        };
        let mut events = Vec::new();
        for written in &self.events {
            events.push(written.parse::<ClockEvent>().map_err(|fault| {
                bad_use(format!("“{written}”：{}", fault.says.zh), format!("“{written}”: {}", fault.says.en))
            })?);
        }
        match due(regime, &law.calendar, received, &events) {
            Ok(due) => {
                if globals.json {
                    out!("{}", serde_json::to_string_pretty(&due)?);
                } else {
                    out!("{}", due.explain(globals.language()).trim_end());
                }
                if due.provisional {
                    eprintln!(
                        "{}",
                        globals.say(
                            "! 这个期限是暂定的：日历或事件还不全。",
                            "! This date is provisional: the calendar or an answer is still missing."
                        )
                    );
                }
                Ok(Outcome::Done)
            }
            Err(refusals) => {
                for refusal in refusals {
                    eprintln!("✗ {}", refusal.says().in_language(globals.language()));
                }
                Ok(Outcome::Problems)
            }
        }
    }
}
