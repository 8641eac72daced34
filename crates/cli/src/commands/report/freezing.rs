//! `gongkai report freeze` and `gongkai report verify`.

use super::Which;
use crate::Outcome;
use crate::globals::{Globals, Missing, by};
use crate::said::bad_use;
use anyhow::Result;
use clap::Args;
use gongkai_app::Installation;
use gongkai_app::reports::drift::{CellDrift, Drift, RowFate, drift};
use gongkai_app::reports::freezing::{FreezeRefusal, Frozen, Wanted, freeze};
use gongkai_domain::audit::Entry;
use gongkai_domain::registers::find;
use gongkai_domain::reports::{ReportCell, Signatures, Verdict};
use serde_json::json;
use std::collections::BTreeMap;

/// Freezes the report of a year.
#[derive(Debug, Args)]
#[command(after_help = "\
例 / Examples:
  gongkai report freeze 2016 --head 王某 --reviewer 李某 --preparer 张某 --phone 020-12345678
  gongkai report freeze 2016 --head 王某 --reason 补登一条信息
  gongkai report freeze 2023 --head 王某 --accept requests-carry-over.total=上年报告有误，已另行更正")]
pub struct Freeze {
    #[command(flatten)]
    which: Which,
    /// 签发人（单位负责人）。Head of the body, who signs it.
    #[arg(long, value_name = "NAME")]
    head: String,
    /// 审核人。Who reviewed it.
    #[arg(long, value_name = "NAME", default_value = "")]
    reviewer: String,
    /// 填报人。Who prepared it.
    #[arg(long, value_name = "NAME", default_value = "")]
    preparer: String,
    /// 联系电话。Telephone for questions.
    #[arg(long, value_name = "TEL", default_value = "")]
    phone: String,
    /// 不符的核对为什么仍然定稿，可以写多次。Why a failing check is accepted; may be given again.
    #[arg(long, value_name = "CHECK=WHY", value_parser = accepted)]
    accept: Vec<(String, String)>,
    /// 再次定稿的理由。Why another version is frozen.
    #[arg(long, value_name = "WHY", default_value = "")]
    reason: String,
}

fn accepted(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((check, why)) if !check.trim().is_empty() && !why.trim().is_empty() => {
            Ok((check.trim().to_owned(), why.trim().to_owned()))
        }
        _ => Err("写成“核对=理由” / write CHECK=WHY".to_owned()),
    }
}

impl Freeze {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let office = globals.open(Missing::Refuse).await?;
        let (body, format) = self.which.found(&office).await?;
        let wanted = Wanted {
            body: &body,
            year: self.which.year,
            format,
            signatures: Signatures {
                head: self.head.trim().to_owned(),
                reviewer: self.reviewer.trim().to_owned(),
                preparer: self.preparer.trim().to_owned(),
                phone: self.phone.trim().to_owned(),
            },
            accepted: self.accept.iter().cloned().collect::<BTreeMap<_, _>>(),
            reason: self.reason.clone(),
        };
        match freeze(&office, &wanted, &by()).await {
            Ok(frozen) => {
                announce(globals, &frozen);
                Ok(Outcome::Done)
            }
            Err(refusal) => refused(globals, refusal),
        }
    }
}

fn announce(globals: &Globals, frozen: &Frozen) {
    if globals.json {
        out!("{:#}", json!(frozen.freezing));
        return;
    }
    let freezing = &frozen.freezing;
    out!("✓ {}", frozen.content.report.title);
    out!(
        "  {} {} · {} {} · {} {}",
        globals.say("定稿版本", "version"),
        freezing.version,
        globals.say("日期", "on"),
        freezing.frozen_on,
        globals.say("审计链第", "entry"),
        freezing.sequence
    );
    out!("  SM3 {}", freezing.digest);
}

fn refused(globals: &Globals, refusal: FreezeRefusal) -> Result<Outcome> {
    match refusal {
        FreezeRefusal::Fails(ref fails) => {
            eprintln!("✗ {refusal}");
            for verdict in fails {
                eprintln!("  {}  {}", verdict.id, verdict.says.in_language(globals.language()));
            }
            eprintln!("  {}", say_how(globals, fails));
            Ok(Outcome::Problems)
        }
        FreezeRefusal::Unchanged(_) => {
            out!("{refusal}");
            Ok(Outcome::Done)
        }
        FreezeRefusal::NoReason(_) => {
            Err(bad_use(format!("{refusal}；用 --reason 写明"), "give it with --reason"))
        }
        FreezeRefusal::Unsigned | FreezeRefusal::NotFailing(_) => Err(bad_use(refusal.to_string(), "")),
        other => Err(other.into()),
    }
}

fn say_how(globals: &Globals, fails: &[Verdict]) -> String {
    let id = fails.first().map_or("", |verdict| verdict.id.as_str());
    format!(
        "{} --accept {id}={}",
        globals.say("仍要定稿的，逐项加上", "to freeze it all the same, for each:"),
        globals.say("理由", "WHY")
    )
}

/// Proves a frozen report and tells what changed since: exit code 1 where anything did.
pub async fn verify(which: &Which, globals: &Globals) -> Result<Outcome> {
    let office = globals.open(Missing::Refuse).await?;
    let (body, format) = which.found(&office).await?;
    let Some(drift) = drift(&office, &body, which.year, &format.id).await? else {
        return Err(bad_use(
            format!("{} 年 {} 还没有定稿；先用 gongkai report freeze", which.year, format.id),
            format!("{} {} is not frozen yet; use gongkai report freeze", which.year, format.id),
        ));
    };
    if globals.json {
        out!("{:#}", drift_json(&drift));
    } else {
        tell(globals, &office, &drift);
    }
    Ok(if drift.is_none() { Outcome::Done } else { Outcome::Problems })
}

fn tell(globals: &Globals, office: &Installation, drift: &Drift) {
    let freezing = &drift.frozen.freezing;
    out!("{}", drift.frozen.content.report.title);
    out!(
        "{} {} · {} · SM3 {}",
        globals.say("定稿版本", "version"),
        freezing.version,
        freezing.frozen_on,
        freezing.digest
    );
    for fault in &drift.faults {
        out!("✗ {}", fault.in_language(globals.language()));
    }
    if drift.faults.is_empty() {
        out!(
            "✓ {}{}{}",
            globals.say("内容、明细与审计链第 ", "content and rows are those of entry "),
            freezing.sequence,
            globals.say(" 条记录的指纹相符", " of the audit chain")
        );
    }
    if drift.format_changed {
        let law = office.law.format(&drift.frozen.content.report.format);
        out!(
            "! {}",
            if law.is_some() {
                globals.say("报告格式文件在定稿后改过", "the format's file has changed since")
            } else {
                globals.say("现在没有这个报告格式", "there is no such format now")
            }
        );
    }
    for place in &drift.words {
        out!("! {}：{place}", globals.say("自撰文字在定稿后改过", "the office's own words have changed"));
    }
    for cell in &drift.cells {
        tell_cell(globals, cell, drift);
    }
    let verdict = if drift.cells.is_empty() {
        globals.say("✓ 台账现在数出来的与定稿相同", "✓ the registers still say what was frozen")
    } else {
        globals.say(
            "! 已定稿的数不变；以上是台账现在的变化",
            "! what was frozen stands; this is what the registers say now",
        )
    };
    out!("{verdict}");
}

/// Rows told of one cell.
const ROWS: usize = 20;

fn tell_cell(globals: &Globals, cell: &CellDrift, drift: &Drift) {
    let now = cell
        .now
        .as_ref()
        .map_or(globals.say("（没有这一格）", "(no such cell)"), |now| now.printed.as_str());
    out!(
        "! {}  {}：{} → {now} {}",
        cell.frozen.code,
        cell.frozen.label,
        cell.frozen.printed,
        cell.frozen.unit
    );
    if let Some(set) = cell.now.as_ref().and_then(|now| now.overridden.as_ref()) {
        out!("    {}：{}（{} {}）", globals.say("更正", "overridden"), set.reason, set.by, set.on);
    }
    for row in cell.rows.iter().take(ROWS) {
        let what = match row.what {
            RowFate::Added => globals.say("新增", "added"),
            RowFate::Gone => globals.say("不再计入", "gone"),
            RowFate::Changed => globals.say("改动", "changed"),
        };
        let register = find(&row.register)
            .map_or(row.register.as_str(), |register| globals.say(register.zh, register.en));
        let by =
            row.sequence.and_then(|sequence| drift.entries.get(&sequence)).map(by_whom).unwrap_or_default();
        out!("    {what}  {register}  {}  {by}", row.key);
    }
    if cell.rows.len() > ROWS {
        out!(
            "    … {} {}",
            cell.rows.len() - ROWS,
            globals.say("行未列出（--json 全部列出）", "more (all with --json)")
        );
    }
}

fn by_whom(entry: &Entry) -> String {
    format!("← {} {} {} #{}", entry.at.get(..10).unwrap_or_default(), entry.actor, entry.act, entry.sequence)
}

fn drift_json(drift: &Drift) -> serde_json::Value {
    let cell = |cell: &ReportCell| json!({ "value": cell.value.to_json(), "printed": cell.printed, "rows": cell.rows });
    let rows = |cells: &CellDrift| -> Vec<serde_json::Value> {
        let row = cells.rows.iter().map(|row| {
            json!({
                "register": row.register,
                "key": row.key,
                "what": match row.what { RowFate::Added => "added", RowFate::Gone => "gone", RowFate::Changed => "changed" },
                "entry": row.sequence,
            })
        });
        row.collect()
    };
    let cells = drift.cells.iter().map(|drifted| {
        json!({
            "code": drifted.frozen.code,
            "label": drifted.frozen.label,
            "frozen": cell(&drifted.frozen),
            "now": drifted.now.as_ref().map(cell),
            "rows": rows(drifted),
        })
    });
    json!({
        "frozen": drift.frozen.freezing,
        "holds": drift.faults.is_empty(),
        "faults": drift.faults,
        "format_changed": drift.format_changed,
        "cells": cells.collect::<Vec<_>>(),
        "words": drift.words,
    })
}
