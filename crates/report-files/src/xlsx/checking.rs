//! Checked reports as a workbook: one line a report, worst first, and every finding as a line to work through.

use super::lists::{List, plain_page};
use super::looks::Looks;
use crate::FileFault;
use crate::facts::Field;
use gongkai_domain::reports::Format;
use gongkai_domain::says::{Language, Says};
use gongkai_report_check::{CheckedFile, Finding, SUMMARY_TITLE, Severity, Side};
use rust_xlsxwriter::{DocProperties, Workbook};

/// The heads of both sheets with the widths of their columns.
type Columns = [(&'static str, &'static str, f64)];

const REPORTS: &Columns = &[
    ("机关", "Body", 36.0),
    ("年度", "Year", 8.0),
    ("格式", "Format", 26.0),
    ("错误", "Errors", 8.0),
    ("警告", "Warnings", 8.0),
    ("提示", "Notes", 8.0),
    ("读出的表格数", "Cells read", 10.0),
    ("读出的文中数", "Figures read", 10.0),
    ("文件", "File", 40.0),
    ("读不出的原因", "Why it is not read", 50.0),
];

const FINDINGS: &Columns = &[
    ("机关", "Body", 30.0),
    ("年度", "Year", 8.0),
    ("程度", "Severity", 8.0),
    ("类别", "Kind", 12.0),
    ("位置", "Place", 20.0),
    ("说明", "What disagrees", 70.0),
    ("这里写的", "Stands here", 14.0),
    ("应当相符的", "Against", 14.0),
    ("原文", "Passage", 50.0),
    ("指标", "Cells", 24.0),
    ("文件", "File", 40.0),
];

/// Checked reports, in the order given, as a workbook in one of the languages: 汇总 with a line a report, 全部发现 with a
/// line a finding. Both can be filtered, and keep their heads when they are scrolled or printed.
pub fn checked_xlsx(
    files: &[CheckedFile],
    formats: &[Format],
    language: Language,
) -> Result<Vec<u8>, FileFault> {
    let looks = Looks::new();
    let pick = |zh: &'static str, en: &'static str| if language == Language::Chinese { zh } else { en };
    let sheet = |zh, en, columns: &'static Columns| {
        let heads: Vec<&str> = columns.iter().map(|(zh, en, _)| pick(zh, en)).collect();
        let widths: Vec<f64> = columns.iter().map(|(.., width)| *width).collect();
        List::begin(pick(zh, en), &heads, &widths, &looks)
    };
    let mut summary = sheet("汇总", "Reports", REPORTS)?;
    let mut all = sheet("全部发现", "Findings", FINDINGS)?;
    for file in files {
        summary.row(&report(file, formats, language))?;
        for finding in file.findings() {
            all.row(&line(file, finding, language))?;
        }
    }
    // Readers of spreadsheets that know no properties still find out what it is.
    summary.note(SUMMARY_TITLE)?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title(SUMMARY_TITLE));
    for list in [summary, all] {
        let mut sheet = list.filtered()?;
        plain_page(&mut sheet);
        workbook.push_worksheet(sheet);
    }
    Ok(workbook.save_to_buffer()?)
}

fn words(words: &str) -> Field {
    Field::text(words)
}

fn count(count: usize) -> Field {
    Field::Number(count.into())
}

/// Body and year of a file; empty where they are not known.
fn whose(file: &CheckedFile) -> [Field; 2] {
    let reading = file.reading();
    let year = reading.and_then(|reading| reading.year);
    [
        words(reading.and_then(|reading| reading.body.as_deref()).unwrap_or_default()),
        year.map_or_else(|| words(""), |year| Field::Number(year.into())),
    ]
}

fn report(file: &CheckedFile, formats: &[Format], language: Language) -> Vec<Field> {
    let says = |says: &Says| words(says.in_language(language));
    let [body, year] = whose(file);
    let mut fields = vec![body, year];
    match &file.outcome {
        Ok(checked) => {
            fields.push(says(&checked.reading.format_name(formats)));
            fields.extend(Severity::ALL.map(|severity| count(file.count(severity))));
            fields.extend([count(checked.reading.cells.len()), count(checked.reading.figures.len())]);
            fields.extend([words(&file.file), words("")]);
        }
        Err(fault) => {
            fields.extend((0..6).map(|_| words("")));
            fields.extend([words(&file.file), says(fault)]);
        }
    }
    fields
}

fn line(file: &CheckedFile, finding: &Finding, language: Language) -> Vec<Field> {
    let says = |says: Says| words(says.in_language(language));
    let side = |side: &Option<Side>| match side {
        None => words(""),
        Some(Side::Number(number)) => Field::Number(number.normalize()),
        Some(Side::Text(text)) => words(text),
    };
    let mut fields = whose(file).to_vec();
    fields.extend([
        says(finding.severity.says()),
        says(finding.kind.says()),
        says(finding.place.says()),
        says(finding.says.clone()),
        side(&finding.left),
        side(&finding.right),
        words(&finding.quote),
        words(&finding.cells.join("\n")),
        words(&file.file),
    ]);
    fields
}
