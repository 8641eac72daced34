//! `gongkai law`: what the law data is, and taking over a new file.

use crate::Outcome;
use crate::globals::Globals;
use crate::said::bad_use;
use anyhow::{Context, Result};
use clap::Subcommand;
use gongkai_app::LawBook;
use gongkai_domain::law::BUILT_IN;
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

/// Calendars, regimes, report formats, code lists.
#[derive(Debug, Subcommand)]
pub enum Law {
    /// 列出现用的法定数据。List what is in force.
    List,
    /// 检查、比较，然后载入一个文件。Check a file, show what changes, then load it.
    #[command(after_help = "\
例 / Examples:
  gongkai law add cn.csv                        新的工作日历（按文件名认出）
  gongkai law add my-format.toml --as reports/my-format.toml")]
    Add {
        /// 文件。The file.
        file: PathBuf,
        /// 在 law/ 里的位置；不填按文件名认。Its place below law/; recognised by its name unless given.
        #[arg(long = "as", value_name = "PATH")]
        place: Option<String>,
        /// 只检查和比较，不载入。Only check and compare.
        #[arg(long)]
        dry_run: bool,
    },
}

impl Law {
    /// Runs the command.
    pub fn run(&self, globals: &Globals) -> Result<Outcome> {
        match self {
            Self::List => list(globals),
            Self::Add { file, place, dry_run } => add(globals, file, place.as_deref(), *dry_run),
        }
    }
}

fn list(globals: &Globals) -> Result<Outcome> {
    let law = globals.law()?;
    let calendar = (law.calendar.first_year(), law.calendar.last_year());
    if globals.json {
        let facts = json!({
            "calendar": { "first_year": calendar.0, "last_year": calendar.1 },
            "regimes": law.regimes.iter().map(|regime| json!({ "id": regime.id, "name": regime.name, "source": regime.source })).collect::<Vec<_>>(),
            "formats": law.formats.iter().map(|format| json!({ "id": format.id, "name": format.name, "years": format.years })).collect::<Vec<_>>(),
            "files": law.files.keys().collect::<Vec<_>>(),
        });
        out!("{facts:#}");
        return Ok(Outcome::Done);
    }
    out!(
        "{} {}—{}",
        globals.say("工作日历", "calendar"),
        calendar.0.unwrap_or_default(),
        calendar.1.unwrap_or_default()
    );
    for regime in law.regimes.iter() {
        out!(
            "{} {:<16}{}",
            globals.say("时限规则", "regime"),
            regime.id,
            regime.name.in_language(globals.language())
        );
    }
    for format in &law.formats {
        out!(
            "{} {:<16}{}",
            globals.say("报告格式", "format"),
            format.id,
            format.name.in_language(globals.language())
        );
    }
    for path in globals.replaced_law()?.keys() {
        out!("{} law/{path}", globals.say("由数据目录替换", "replaced by the data directory:"));
    }
    Ok(Outcome::Done)
}

fn add(globals: &Globals, file: &Path, place: Option<&str>, dry_run: bool) -> Result<Outcome> {
    let text = fs::read_to_string(file).with_context(|| {
        format!("{} 读不出，或不是 UTF-8 文本 / cannot be read, or is not UTF-8", file.display())
    })?;
    let before = globals.law()?;
    let place = place_of(&before, file, place)?;
    let mut replaced = globals.replaced_law()?;
    let known = before.files.get(&place).cloned();
    replaced.insert(place.clone(), text.clone());
    let after = LawBook::with(replaced)?;
    if known.as_deref() == Some(text.as_str()) {
        out!(
            "{}",
            globals.say("与现用的完全相同，没有变化。", "The same as what is in force; nothing changes.")
        );
        return Ok(Outcome::Done);
    }
    tell_changes(globals, &before, &after, &place, known.as_deref(), &text);
    if dry_run {
        out!("{}", globals.say("（只比较，没有载入）", "(compared only, not loaded)"));
        return Ok(Outcome::Done);
    }
    let target = globals.write_law(&place, &text)?;
    out!("✓ {} {}", globals.say("已载入", "loaded"), target.display());
    Ok(Outcome::Done)
}

/// Where a file belongs: as told, otherwise where a file of that name is already.
fn place_of(law: &LawBook, file: &Path, told: Option<&str>) -> Result<String> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if let Some(told) = told {
        let sound = told.split('/').count() == 2 && !told.contains("..") && !told.starts_with('/');
        let folder = told.split('/').next().unwrap_or_default();
        let known = BUILT_IN.iter().any(|text| text.path.split('/').next() == Some(folder));
        if sound && known {
            return Ok(told.to_owned());
        }
        return Err(bad_use(
            format!("“{told}”不是 law/ 里的位置；请写成 calendars/cn.csv 或 reports/名称.toml 这样"),
            format!("“{told}” is no place below law/; write calendars/cn.csv or reports/NAME.toml"),
        ));
    }
    law.files.keys().find(|path| path.rsplit('/').next() == Some(name.as_str())).cloned().ok_or_else(|| {
        bad_use(
            format!("不知道“{name}”是什么；请用 --as 说明它在 law/ 里的位置，如 --as reports/{name}"),
            format!("“{name}” is not the name of a known file; say its place with --as, such as --as reports/{name}"),
        )
    })
}

fn tell_changes(
    globals: &Globals,
    before: &LawBook,
    after: &LawBook,
    place: &str,
    known: Option<&str>,
    text: &str,
) {
    if place.starts_with("calendars/") {
        let differences = before.calendar.differences(&after.calendar);
        for difference in differences.iter().take(200) {
            out!("  {}", difference.says().in_language(globals.language()));
        }
        out!(
            "{} {}",
            differences.len(),
            globals.say("天与现用日历不同", "days differ from the calendar in force")
        );
        return;
    }
    let old: Vec<&str> = known.unwrap_or_default().lines().collect();
    let new: Vec<&str> = text.lines().collect();
    for line in old.iter().filter(|line| !new.contains(line)) {
        out!("  － {line}");
    }
    for line in new.iter().filter(|line| !old.contains(line)) {
        out!("  ＋ {line}");
    }
}
