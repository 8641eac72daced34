//! `gongkai report check`: what cannot be right in published reports, whoever wrote them.

mod files;
mod telling;

use crate::Outcome;
use crate::globals::Globals;
use crate::said::bad_use;
use crate::saving::write_file;
use anyhow::Result;
use clap::{Args, ValueEnum};
use files::{Found, Unread};
use gongkai_domain::reports::Format;
use gongkai_domain::says::Says;
use gongkai_report_check::{
    CheckedFile, Reading, Severity, follows, odd_pair, read, to_json, together, worst_first,
};
use std::path::{Path, PathBuf};

/// Checks published reports.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct Check {
    /// 年度报告或文件夹：.docx .pdf（有文字的） .html .txt .xlsx。Reports, or folders of them.
    #[arg(required = true, value_name = "FILE|FOLDER")]
    files: Vec<PathBuf>,
    /// 上一年的报告，用来核对结转和存量；同一批文件里有的不用写。Last year's reports; those among the files need not be named.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    previous: Vec<PathBuf>,
    /// 汇总写成网页。Write the summary as a web page.
    #[arg(long, value_name = "F")]
    html: Option<PathBuf>,
    /// 汇总写成 Excel。Write the summary as a workbook.
    #[arg(long, value_name = "F")]
    xlsx: Option<PathBuf>,
    /// 只列这些程度的问题。List findings of these severities only.
    #[arg(long, value_name = "SEVERITY", value_enum, value_delimiter = ',')]
    only: Vec<Grade>,
}

const AFTER_HELP: &str = "\
例 / Examples:
  gongkai report check 某局2024年年报.pdf
  gongkai report check 某局2024年年报.docx --previous 某局2023年年报.docx
  gongkai report check 各单位年报/ --html 汇总.html --xlsx 汇总.xlsx
  gongkai report check 各单位年报/ --only error --json

退出码 / exit codes: 0 没有错误 no errors · 1 有错误 errors found · 2 一份也没读出 nothing could be read
不需要安装和数据库。Needs no installation and no database.";

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Grade {
    /// 报告自己说的两处不可能都对。Two things the report says cannot both be so.
    Error,
    /// 多半不对，或与格式不符。Probably wrong, or against the template.
    Warning,
    /// 值得看一眼。Worth a look.
    Note,
}

impl Grade {
    const fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        }
    }
}

impl Check {
    /// Runs the command.
    pub fn run(&self, globals: &Globals) -> Result<Outcome> {
        let law = globals.law()?;
        let own: Vec<&Path> = [&self.html, &self.xlsx].into_iter().flatten().map(PathBuf::as_path).collect();
        let found = files::found(&self.files, &own)?;
        if found.is_empty() {
            return Err(bad_use(
                "这些文件夹里没有年度报告；认得的文件是 .docx .pdf .html .htm .txt .xlsx",
                "no reports in these folders; known files are .docx .pdf .html .htm .txt .xlsx",
            ));
        }
        let previous = self.previous(globals, &law.formats)?;
        let readings: Vec<Reading> = previous.iter().map(|(_, reading)| reading.clone()).collect();
        let outcomes = together(found.len(), |at| found[at].open(), &law.formats, &readings);
        let mut checked = named(&found, outcomes);
        tell_unused(globals, &previous, &checked);
        let has_errors = checked.iter().any(|file| file.count(Severity::Error) > 0);
        self.sift(&mut checked);
        self.tell(globals, checked.clone(), &law.formats)?;
        match (checked.iter().any(|file| file.outcome.is_ok()), has_errors) {
            (false, _) => {
                Err(bad_use("一份也没有读出来，什么都没有核对", "nothing could be read, nothing was checked"))
            }
            (true, true) => Ok(Outcome::Problems),
            (true, false) => Ok(Outcome::Done),
        }
    }

    /// Last year's reports with their names; one that cannot be read is a mistake of the caller.
    fn previous(&self, globals: &Globals, formats: &[Format]) -> Result<Vec<(String, Reading)>> {
        let mut readings = Vec::new();
        for found in files::found(&self.previous, &[])? {
            match found.open() {
                Ok(document) => readings.push((found.name, read(&document, formats))),
                Err(Unread::Own) => {}
                Err(Unread::Fault(says)) => {
                    let says = says.in_language(globals.language()).to_owned();
                    return Err(bad_use(
                        format!("上一年的报告 {} 没能读出：{says}", found.name),
                        format!("last year's report {} could not be read: {says}", found.name),
                    ));
                }
            }
        }
        Ok(readings)
    }

    /// Leaves the findings that were asked for.
    fn sift(&self, files: &mut [CheckedFile]) {
        if self.only.is_empty() {
            return;
        }
        for checked in files.iter_mut().filter_map(|file| file.outcome.as_mut().ok()) {
            checked
                .findings
                .retain(|finding| self.only.iter().any(|grade| grade.severity() == finding.severity));
        }
    }

    fn tell(&self, globals: &Globals, mut files: Vec<CheckedFile>, formats: &[Format]) -> Result<()> {
        if globals.json {
            out!("{:#}", to_json(&files, formats));
        } else {
            telling::files(globals, &files, formats);
        }
        worst_first(&mut files);
        let language = globals.language();
        if let Some(file) = &self.html {
            save(globals, file, gongkai_portal::check_summary(&files, formats, language)?.as_bytes())?;
        }
        if let Some(file) = &self.xlsx {
            save(globals, file, &gongkai_report_files::checked_xlsx(&files, formats, language)?)?;
        }
        Ok(())
    }
}

/// The outcomes with the names of their files; summaries of our own are left out.
fn named(found: &[Found], outcomes: Vec<Result<gongkai_report_check::Checked, Unread>>) -> Vec<CheckedFile> {
    let files = found.iter().zip(outcomes).filter_map(|(found, outcome)| {
        let outcome = match outcome {
            Ok(checked) => Ok(checked),
            Err(Unread::Fault(says)) => Err(says),
            Err(Unread::Own) => return None,
        };
        Some(CheckedFile { file: found.name.clone(), outcome })
    });
    files.collect()
}

/// Says which of last year's reports nothing was compared with, and whether a pair looks odd.
fn tell_unused(globals: &Globals, previous: &[(String, Reading)], files: &[CheckedFile]) {
    let readings: Vec<&Reading> = files.iter().filter_map(CheckedFile::reading).collect();
    let odd = match (previous, &readings[..]) {
        ([(_, earlier)], [later]) if files.len() == 1 => odd_pair(later, earlier).into_iter().collect(),
        _ => {
            previous.iter().filter_map(|(name, earlier)| unused(name, earlier, &readings)).collect::<Vec<_>>()
        }
    };
    for says in odd {
        eprintln!("! {}", says.in_language(globals.language()));
    }
}

fn unused(name: &str, earlier: &Reading, readings: &[&Reading]) -> Option<Says> {
    let is_used = readings.iter().any(|later| follows(later, earlier));
    (!is_used).then(|| {
        Says::new(
            format!("{name} 没有用上：要核对的报告里没有同一机关下一年的"),
            format!("{name} was not used: no report is of the same body and of the year after"),
        )
    })
}

fn save(globals: &Globals, file: &Path, bytes: &[u8]) -> Result<()> {
    write_file(file, bytes)?;
    eprintln!("✓ {} {}", globals.say("已写入", "wrote"), file.display());
    Ok(())
}
