//! `gongkai precheck`: what in files must be masked or taken out before they are published.

use crate::Outcome;
use crate::globals::Globals;
use crate::said::bad_use;
use crate::saving::write_file;
use anyhow::Result;
use clap::Args;
use gongkai_attachments::{Examined, Found, Whereabouts, examine, stripped};
use gongkai_domain::says::{Language, Says};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Reads files for personal data, marks of secrecy, and what nobody sees.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct Precheck {
    /// 要公开的文件：.pdf .docx .xlsx .pptx .ofd .png .jpg .zip。Files to be published.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// 把去掉作者、单位、拍摄地点等属性的副本写进这个文件夹。Write copies without author, firm, place and the like into this folder.
    #[arg(long, value_name = "FOLDER")]
    copies: Option<PathBuf>,
    /// 可以出现的电话和邮箱，如本机关的公开电话。Telephones and addresses that may stand there.
    #[arg(long, value_name = "NUMBER,…", value_delimiter = ',')]
    known: Vec<String>,
}

const AFTER_HELP: &str = "\
例 / Examples:
  gongkai precheck 公告.docx 附件1.xlsx
  gongkai precheck 附件/*.pdf --copies 可公开/ --known 020-87927132

查：身份证号、手机、银行卡、住址等个人信息，密级标志，文档属性、批注、修订、隐藏文字、隐藏工作表、嵌入的文件。
退出码 / exit codes: 0 没有要处理的 nothing to do · 1 有要处理的 something to do · 2 用法有误 bad use
不需要安装和数据库。Needs no installation and no database.";

/// One line of what was found.
struct Line {
    /// Whether it must be dealt with; the others are to be looked at.
    certain: bool,
    place: Says,
    what: Says,
}

impl Precheck {
    /// Runs the command.
    pub fn run(&self, globals: &Globals) -> Result<Outcome> {
        let law = globals.law()?;
        let known: Vec<&str> = self.known.iter().map(String::as_str).collect();
        if let Some(folder) = &self.copies {
            fs::create_dir_all(folder)?;
        }
        let (mut told, mut outcome) = (Vec::new(), Outcome::Done);
        for file in &self.files {
            let (name, bytes) = read(file)?;
            let lines = match examine(&name, &bytes) {
                Ok(examined) => {
                    let lines = lines(&examined, examined.read(&law.secrecy_marks, &known));
                    self.copy(&examined, &bytes, &name)?;
                    lines
                }
                Err(fault) => {
                    let what = Says::of_both(&fault.to_string());
                    vec![Line { certain: true, place: Says::new("整个文件", "the whole file"), what }]
                }
            };
            if lines.iter().any(|line| line.certain) {
                outcome = Outcome::Problems;
            }
            if globals.json {
                told.push(as_json(file, &lines));
            } else {
                tell(globals.language(), file, &lines);
            }
        }
        if globals.json {
            out!("{:#}", json!({ "files": told }));
        }
        Ok(outcome)
    }

    fn copy(&self, examined: &Examined, bytes: &[u8], name: &str) -> Result<()> {
        let Some(folder) = &self.copies else { return Ok(()) };
        let copy = stripped(examined.kind, bytes)?;
        write_file(&folder.join(name), &copy)
    }
}

fn read(file: &Path) -> Result<(String, Vec<u8>)> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    let bytes = fs::read(file).ok().zip(name);
    bytes.map(|(bytes, name)| (name, bytes)).ok_or_else(|| {
        let file = file.display();
        bad_use(format!("读不出文件“{file}”"), format!("the file “{file}” cannot be read"))
    })
}

fn lines(examined: &Examined, found: Vec<Found>) -> Vec<Line> {
    let mut lines: Vec<Line> = found.into_iter().map(line).collect();
    if examined.text.trim().is_empty() && lines.is_empty() {
        let what = Says::new(
            "没有文字，机器检查不了，请人看一遍",
            "there is no text to read; somebody must look at it",
        );
        lines.push(Line { certain: false, place: Says::new("整个文件", "the whole file"), what });
    }
    // What must be dealt with comes first, otherwise as it stands in the file.
    lines.sort_by_key(|line| !line.certain);
    lines
}

fn line(found: Found) -> Line {
    match found {
        Found::Personal(place, kind, _, masked, certain) => {
            let name = kind.name();
            let what = Says::new(
                format!("{}，可以写成 {masked}", name.zh),
                format!("{}, which may be written {masked}", name.en),
            );
            Line { certain, place: says(&place), what }
        }
        Found::Secrecy(place, words, certain) => {
            let what = Says::new(format!("“{words}”字样"), format!("the words “{words}”"));
            Line { certain, place: says(&place), what }
        }
        Found::Hidden(kind, name) => {
            let place = kind.says();
            let named = if name.is_empty() { String::new() } else { format!("“{name}”") };
            let what = if kind.is_stripped() {
                Says::new(format!("{named}，副本里会去掉"), format!("{named}, taken out of the copy"))
            } else {
                Says::new(
                    format!("{named}会随文件一起公开，请先处理"),
                    format!("{named} would be published too; deal with it first"),
                )
            };
            Line { certain: !kind.is_stripped(), place, what }
        }
    }
}

fn says(place: &Whereabouts) -> Says {
    match place {
        Whereabouts::Name => Says::new("文件名", "name of the file"),
        Whereabouts::Line(line, None) => Says::new(format!("第 {line} 行"), format!("line {line}")),
        Whereabouts::Line(line, Some(part)) => {
            let part = part.says();
            Says::new(format!("{} 第 {line} 行", part.zh), format!("{}, line {line}", part.en))
        }
        Whereabouts::Hidden(kind, name) => {
            let kind = kind.says();
            Says::new(format!("{} {name}", kind.zh), format!("{} {name}", kind.en))
        }
    }
}

fn tell(language: Language, file: &Path, lines: &[Line]) {
    let verdict = match lines {
        [] => Says::new("没有发现要处理的", "nothing to deal with"),
        lines => Says::new(format!("{} 处", lines.len()), format!("{} found", lines.len())),
    };
    out!("{}  {}", file.display(), verdict.in_language(language));
    for line in lines {
        let mark = if line.certain { "✗" } else { "!" };
        out!("  {mark} {}：{}", line.place.in_language(language), line.what.in_language(language));
    }
}

fn as_json(file: &Path, lines: &[Line]) -> Value {
    let lines =
        lines.iter().map(|line| json!({ "certain": line.certain, "place": line.place, "says": line.what }));
    json!({ "file": file.display().to_string(), "findings": lines.collect::<Vec<_>>() })
}
