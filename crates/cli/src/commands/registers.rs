//! `gongkai registers`: what registers and columns there are, and blank ledgers to fill in.

use crate::Outcome;
use crate::globals::{Globals, Missing};
use crate::said::bad_use;
use crate::saving::write_file;
use anyhow::Result;
use clap::Args;
use gongkai_domain::registers::{ALL, BodyNames, Key, Kind, Register, Vocabulary, find};
use gongkai_ledgers::{schema, template};
use std::path::{Path, PathBuf};

/// Which registers and columns there are; blank ledgers.
#[derive(Debug, Args)]
#[command(after_help = "\
例 / Examples:
  gongkai registers
  gongkai registers procurement-projects --json
  gongkai registers requests --template 依申请公开台账.xlsx")]
pub struct Registers {
    /// 台账代码。Code of a register.
    register: Option<String>,
    /// 写出空白台账（带下拉选项和填写说明）。Write a fill-in workbook.
    #[arg(long, value_name = "F.xlsx", requires = "register")]
    template: Option<PathBuf>,
}

impl Registers {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let law = globals.law()?;
        let Some(code) = &self.register else {
            if globals.json {
                let all: Vec<_> = ALL.iter().map(|register| schema(register, &law.codes)).collect();
                out!("{}", serde_json::to_string_pretty(&all)?);
            } else {
                for register in ALL {
                    out!("{:<26}{}（{}）", register.code, register.zh, register.en);
                }
            }
            return Ok(Outcome::Done);
        };
        let register = named(code)?;
        if let Some(file) = &self.template {
            let bodies = known_bodies(globals).await;
            let bytes = template(register, &Vocabulary { codes: &law.codes, bodies: &bodies })?;
            write_file(file, &bytes)?;
            eprintln!("✓ {} {}", globals.say("已写入", "wrote"), file.display());
        } else if globals.json {
            out!("{}", serde_json::to_string_pretty(&schema(register, &law.codes))?);
        } else {
            describe(globals, register, &law.codes);
        }
        Ok(Outcome::Done)
    }
}

/// The register called `code`.
pub fn named(code: &str) -> Result<&'static Register> {
    find(code).or_else(|| ALL.iter().copied().find(|register| register.zh == code)).ok_or_else(|| {
        let near = ALL.iter().filter(|register| register.code.contains(code) || code.contains(register.code));
        let near: Vec<&str> = near.map(|register| register.code).collect();
        let hint = if near.is_empty() { "gongkai registers".to_owned() } else { near.join("、") };
        bad_use(
            format!("没有台账“{code}”；可以看：{hint}"),
            format!("there is no register “{code}”; see: {hint}"),
        )
    })
}

/// The bodies to offer in a template, where an installation has some.
async fn known_bodies(globals: &Globals) -> BodyNames {
    match globals.open(Missing::Refuse).await {
        Ok(office) => crate::ledger_files::body_names(&office).await.unwrap_or_default(),
        Err(_) => BodyNames::new(),
    }
}

fn describe(globals: &Globals, register: &Register, codes: &gongkai_domain::law::Codes) {
    out!("{}  {}（{}）", register.code, register.zh, register.en);
    let key = match register.key {
        Key::Columns(columns) => columns.join(" + "),
        Key::Fingerprint => globals.say("整行内容与次序", "the whole row and its ordinal").to_owned(),
    };
    out!("{}：{key}\n", globals.say("行的识别", "A row is told by"));
    for column in register.columns {
        let mut marks = Vec::new();
        for (is, zh, en) in [
            (column.required, "必填", "required"),
            (column.personal, "个人信息，加密保存", "personal, stored sealed"),
            (column.computed, "自动算出", "worked out"),
            (column.tally, "可作统计条件", "reports may ask"),
            (column.sum, "可加总", "may be added up"),
        ] {
            if is {
                marks.push(globals.say(zh, en));
            }
        }
        out!("  {:<28}{}  {}", column.code, column.zh, marks.join("，"));
        if let Kind::Code(list) = column.kind {
            let words: Vec<&str> = codes
                .list(list)
                .map(|list| list.codes.iter().map(|code| code.zh.as_str()).collect())
                .unwrap_or_default();
            out!("  {:<28}{}", "", words.join(" | "));
        }
    }
}

/// The ending of a file name, in lower case.
pub fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}
