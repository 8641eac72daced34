//! Many checked reports as one file: a line each, worst first, each opening to what is wrong with it.

use super::findings::{FindingView, Tally};
use crate::entries::ENTRIES;
use askama::Template;
use gongkai_domain::reports::Format;
use gongkai_domain::says::{Language, Says};
use gongkai_report_check::{CheckedFile, SUMMARY_TITLE, Severity};
use gongkai_web::{Layout, Visit, assets};

/// The file.
#[derive(Debug, Template)]
#[template(path = "report_check/summary.html")]
pub struct Summary {
    layout: Layout,
    lines: Vec<SummaryLine>,
    totals: Vec<(Says, usize)>,
}

/// What the file says of one report.
#[derive(Debug)]
struct SummaryLine {
    file: String,
    body: String,
    year: Option<i16>,
    format: Says,
    counts: [usize; 3],
    cells: usize,
    fault: Option<Says>,
    tallies: Vec<Tally>,
    findings: Vec<FindingView>,
}

/// Checked reports, in the order given, as one HTML file without links to a network.
///
/// # Errors
/// A page that cannot be laid out.
pub fn check_summary(
    files: &[CheckedFile],
    formats: &[Format],
    language: Language,
) -> Result<String, askama::Error> {
    let visit = Visit { language, ..Visit::default() };
    let layout = Layout { visit, entries: &ENTRIES, title: SUMMARY_TITLE.to_owned(), ..Layout::default() };
    let lines = files.iter().enumerate().map(|(at, file)| SummaryLine::of(at, file, formats)).collect();
    Summary { layout, lines, totals: totals(files) }.render()
}

fn totals(files: &[CheckedFile]) -> Vec<(Says, usize)> {
    let with = |severity| files.iter().filter(|file| file.count(severity) > 0).count();
    let unread = files.iter().filter(|file| file.outcome.is_err()).count();
    let sound = files.iter().filter(|file| file.outcome.is_ok() && file.findings().is_empty()).count();
    vec![
        (Says::new("份文件", "files"), files.len()),
        (Says::new("份有错误", "with errors"), with(Severity::Error)),
        (Says::new("份有警告", "with warnings"), with(Severity::Warning)),
        (Says::new("份没有发现问题", "with nothing to say"), sound),
        (Says::new("份没能读出", "not read"), unread),
    ]
}

impl SummaryLine {
    fn of(at: usize, file: &CheckedFile, formats: &[Format]) -> Self {
        let reading = file.reading();
        let view = |(number, finding)| FindingView::of(finding, format!("f{at}-{number}"), String::new());
        Self {
            file: file.file.clone(),
            body: reading.and_then(|reading| reading.body.clone()).unwrap_or_default(),
            year: reading.and_then(|reading| reading.year),
            format: reading.map(|reading| reading.format_name(formats)).unwrap_or_default(),
            counts: Severity::ALL.map(|severity| file.count(severity)),
            cells: reading.map(|reading| reading.cells.len()).unwrap_or_default(),
            fault: file.outcome.as_ref().err().cloned(),
            tallies: Tally::of(file),
            findings: file.findings().iter().enumerate().map(view).collect(),
        }
    }

    /// What the report is called: its body, otherwise its file.
    fn name(&self) -> &str {
        if self.body.is_empty() { &self.file } else { &self.body }
    }

    fn has_errors(&self) -> bool {
        self.counts[0] > 0
    }

    /// Whether somebody must act.
    fn is_wrong(&self) -> bool {
        self.fault.is_some() || self.has_errors()
    }

    /// Whether there is something to open.
    fn opens(&self) -> bool {
        self.fault.is_some() || !self.findings.is_empty()
    }
}
