//! What a template is given: a publication laid out as lines, tables and pictures.

mod certificate;
mod checking;
mod picture;
mod table;
mod text;
mod years;

use crate::fonts::Families;
use crate::qr;
pub(crate) use certificate::certificate_sheet;
use checking::{CheckingSheet, Entry};
use gongkai_domain::reports::{Block, Printing, Publication, ReportSection, Standing};
use jiff::civil::Date;
use picture::Picture;
use serde::Serialize;
use std::collections::BTreeSet;
use table::TableSheet;
use text::Line;
use years::Years;

/// A publication for the templates.
#[derive(Debug, Serialize)]
pub(crate) struct Sheet {
    families: Families,
    /// Whether it is the checking copy (核对稿).
    checking: bool,
    title: String,
    /// The title in lines that end between words.
    title_lines: Vec<String>,
    body: String,
    /// Year, month and day in the document's record.
    date: [i16; 3],
    draft: bool,
    /// How far the report has come, in words.
    standing: String,
    /// The day it was frozen, in words; none in a draft.
    signed_on: Option<String>,
    /// Who answers for it: word and name.
    signatures: Vec<[String; 2]>,
    sections: Vec<Section>,
    years: Option<Years>,
    /// Cells that stand in no section, and the verdicts.
    rest: Option<CheckingSheet>,
    /// Remarks at the end: word and what it says.
    notes: Vec<[String; 2]>,
    /// Digest in two halves, to be read and copied.
    digest: Option<[String; 2]>,
    address: Option<String>,
    /// Drawing of the address.
    code_file: Option<String>,
    /// Characters that no font has, as they are to be named.
    pub missing: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Section {
    title: String,
    /// Whether it has no number and stands in the middle.
    centred: bool,
    blocks: Vec<Piece>,
    /// Definitions of the cells this section is the first to print.
    entries: Vec<Entry>,
}

/// A block of a section.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
enum Piece {
    Line(Line),
    Table(TableSheet),
    Picture(Picture),
}

/// What a report without a title is recorded as: an archived file must have one.
const UNTITLED: &str = "政府信息公开年度报告";

/// A publication for the templates, and the drawings it names, by path.
pub(crate) fn sheet(
    publication: &Publication,
    printing: Printing,
    families: Families,
) -> (Sheet, Vec<(String, String)>) {
    let report = &publication.report;
    let checking = printing == Printing::Checking;
    let mut files = Vec::new();
    let mut seen = BTreeSet::new();
    let sections = report
        .sections
        .iter()
        .map(|section| section_of(section, publication, checking, &mut seen, &mut files))
        .collect();
    let years = Years::of(publication, &mut files);
    let code_file = publication.address.as_deref().and_then(|address| qr::drawing(address).ok());
    let code_file = code_file.map(|drawing| {
        files.push(("/address.svg".to_owned(), drawing));
        "/address.svg".to_owned()
    });
    let sheet = Sheet {
        families,
        checking,
        title: if report.title.is_empty() { UNTITLED.to_owned() } else { report.title.clone() },
        title_lines: title_lines(&report.title, &publication.body),
        body: publication.body.clone(),
        date: date_of(&publication.standing),
        draft: matches!(publication.standing, Standing::Draft { .. }),
        standing: standing(&publication.standing),
        signed_on: signed_on(&publication.standing),
        signatures: signatures(&publication.standing),
        sections,
        years,
        rest: checking.then(|| CheckingSheet::of(publication, &seen)),
        notes: notes(publication),
        digest: digest(&publication.standing),
        address: publication.address.clone(),
        code_file,
        missing: Vec::new(),
    };
    (sheet, files)
}

fn section_of(
    section: &ReportSection,
    publication: &Publication,
    checking: bool,
    seen: &mut BTreeSet<String>,
    files: &mut Vec<(String, String)>,
) -> Section {
    let mut blocks = Vec::new();
    for block in &section.blocks {
        match block {
            Block::Paragraph(spans) => {
                blocks.extend(text::lines(spans, checking).into_iter().map(Piece::Line));
            }
            Block::Table(table) => {
                blocks.push(Piece::Table(TableSheet::of(table, &section.title)));
                let charts = publication.report.charts.iter();
                let after = charts.filter(|chart| chart.after.as_deref() == Some(table.id.as_str()));
                blocks.extend(after.map(|chart| Piece::Picture(Picture::draw(chart, files))));
            }
        }
    }
    Section {
        title: section.title.clone(),
        centred: !section.title.starts_with(|first| "一二三四五六七八九十".contains(first)),
        entries: if checking { checking::entries_of(section, publication, seen) } else { Vec::new() },
        blocks,
    }
}

/// Breaks a title after the name of the body, or before what the report is about.
fn title_lines(title: &str, body: &str) -> Vec<String> {
    let after_body = title.find(body).filter(|_| !body.is_empty()).map(|at| at + body.len());
    let about = ["政府信息公开", "年度报告"].iter().find_map(|words| title.find(words));
    let at = after_body.filter(|at| *at < title.len()).or(about).unwrap_or_default();
    let (first, second) = title.split_at(at);
    [first, second].into_iter().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn date_of(standing: &Standing) -> [i16; 3] {
    let day = match standing {
        Standing::Draft { counted_on } => counted_on,
        Standing::Frozen(freezing) => &freezing.frozen_on,
    };
    [day.year(), day.month().into(), day.day().into()]
}

fn standing(standing: &Standing) -> String {
    match standing {
        Standing::Draft { counted_on } => format!("未定稿（统计于{}）", in_words(*counted_on)),
        Standing::Frozen(freezing) if freezing.version > 1 => format!("第{}版", freezing.version),
        Standing::Frozen(_) => String::new(),
    }
}

fn signed_on(standing: &Standing) -> Option<String> {
    match standing {
        Standing::Draft { .. } => None,
        Standing::Frozen(freezing) => Some(in_words(freezing.frozen_on)),
    }
}

fn signatures(standing: &Standing) -> Vec<[String; 2]> {
    let Standing::Frozen(freezing) = standing else { return Vec::new() };
    let signed = &freezing.signatures;
    let lines = [
        ("单位负责人", &signed.head),
        ("审核人", &signed.reviewer),
        ("填报人", &signed.preparer),
        ("联系电话", &signed.phone),
    ];
    lines.into_iter().map(|(word, name)| [word.to_owned(), name.clone()]).collect()
}

fn digest(standing: &Standing) -> Option<[String; 2]> {
    let Standing::Frozen(freezing) = standing else { return None };
    let at = freezing.digest.char_indices().nth(32).map_or(freezing.digest.len(), |(at, _)| at);
    let (first, second) = freezing.digest.split_at(at);
    Some([first.to_owned(), second.to_owned()])
}

/// What the last page says about the file itself.
fn notes(publication: &Publication) -> Vec<[String; 2]> {
    let report = &publication.report;
    let mut notes = vec![["格式".to_owned(), format!("{}（{}）", publication.format.zh, report.format)]];
    match &publication.standing {
        Standing::Draft { counted_on } => {
            notes.push([
                "状态".to_owned(),
                format!("未定稿。数字统计于{}，随台账变动，不作为正式报告。", in_words(*counted_on)),
            ]);
        }
        Standing::Frozen(freezing) => {
            notes.push([
                "定稿".to_owned(),
                format!(
                    "第{}版，{}定稿，记入审计链第{}号。",
                    freezing.version,
                    in_words(freezing.frozen_on),
                    freezing.sequence
                ),
            ]);
            notes.push([
                "核验".to_owned(),
                "运行 gongkai verify 核对审计链；定稿内容的 SM3 摘要应与上列一致，不一致即非本版定稿。"
                    .to_owned(),
            ]);
        }
    }
    notes
}

/// A day as official texts write it: 2017年2月23日.
fn in_words(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_break_between_words() {
        let body = "某区人民政府办公室";
        let cases: [(&str, &[&str]); 4] = [
            (
                "2016年某区人民政府办公室政府信息公开年度报告",
                &["2016年某区人民政府办公室", "政府信息公开年度报告"],
            ),
            (
                "某区人民政府办公室2022年政府信息公开工作年度报告",
                &["某区人民政府办公室", "2022年政府信息公开工作年度报告"],
            ),
            ("2022年政府信息公开年度报告", &["2022年", "政府信息公开年度报告"]),
            ("报告", &["报告"]),
        ];
        for (title, lines) in cases {
            assert_eq!(title_lines(title, body), lines, "{title}");
        }
        assert_eq!(title_lines("", body), Vec::<String>::new());
    }

    #[test]
    fn days_are_written_without_noughts() {
        assert_eq!(in_words(jiff::civil::date(2017, 2, 3)), "2017年2月3日");
    }
}
