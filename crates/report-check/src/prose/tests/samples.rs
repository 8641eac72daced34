//! The published reports at hand: what their sentences get wrong is found, and nothing they get right is called an error.

use super::super::*;
use super::{document, formats, short};
use crate::tables::Taken;
use crate::{CellState, ReadCell};
use gongkai_documents::{Block, Document};
use rust_decimal::Decimal;
use serde_json::Value;
use std::fs::read_to_string;
use std::path::{Path, PathBuf};

/// The folder of shared material beside the workspace, or further up.
fn shared() -> PathBuf {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above
        .map(|folder| folder.join("shared"))
        .find(|folder| folder.join("samples").is_dir())
        .unwrap_or_default()
}

/// A report with the figures that were read from it by hand.
struct Sample {
    document: Document,
    taken: Vec<Taken>,
    reading: Reading,
}

impl Sample {
    fn read(id: &str) -> Option<Self> {
        let folder = shared().join("samples/reports").join(id);
        let Ok(source) = read_to_string(folder.join("source.txt")) else {
            println!("skipped: the sample reports are not at hand");
            return None;
        };
        let json = |name: &str| -> Value {
            serde_json::from_str(&read_to_string(folder.join(format!("{name}.json"))).unwrap()).unwrap()
        };
        let (meta, figures) = (json("meta"), json("figures"));
        let format = meta["format"].as_str().unwrap();
        let mut reading = Reading {
            format: Some(format.to_owned()),
            body: meta["org"].as_str().map(str::to_owned),
            year: meta["year"].as_i64().map(|year| i16::try_from(year).unwrap()),
            ..Reading::default()
        };
        for figure in figures["figures"].as_array().unwrap() {
            let code = code(figure["id"].as_str().unwrap(), format);
            let value = figure["value"].to_string().parse::<Decimal>();
            if let (Some(code), Ok(value)) = (code, value) {
                let place = Place::Line { line: 1 };
                let cell = ReadCell { state: CellState::Number(value), printed: value.to_string(), place };
                reading.cells.insert(code, cell);
            }
        }
        let document = document(&source, id.starts_with("shanghai"));
        let taken = tables(&document);
        Some(Self { document, taken, reading })
    }

    fn findings(&self) -> Vec<Finding> {
        let formats = formats();
        let format = formats.iter().find(|format| Some(&format.id) == self.reading.format.as_ref());
        test(&passages(&self.document, &self.taken), &self.reading, format)
    }
}

/// What of the document is tables: from the heading of the first to that of the section after the last.
fn tables(document: &Document) -> Vec<Taken> {
    let mut taken = Vec::new();
    let mut inside = false;
    for (block, paragraph) in document.blocks.iter().enumerate() {
        let Block::Paragraph(paragraph) = paragraph else { continue };
        let text = &paragraph.text;
        let begin =
            ["第二十条第（一）项", "第二十条第(一)项", "附件1"].iter().find_map(|head| text.find(head));
        let begin = if inside { Some(0) } else { begin };
        let end = ["五、存在的主要问题", "2024 年，市科委未发生"].iter().find_map(|head| text.find(head));
        if let Some(begin) = begin {
            taken.push(Taken { block, bytes: begin..end.unwrap_or(text.len()) });
        }
        inside = (inside || begin.is_some()) && end.is_none();
    }
    taken
}

/// The code of a figure that the samples call by another name.
fn code(id: &str, format: &str) -> Option<String> {
    let rows = [
        "new", "carried", "granted", "partial", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "u1", "u2",
        "u3", "n1", "n2", "n3", "n4", "n5", "o1", "o2", "o3", "total", "forward",
    ];
    let parts: Vec<&str> = id.split('.').collect();
    match parts.as_slice() {
        ["t3", row, column] => {
            let row = if *row == "o" { 22 } else { rows.iter().position(|known| known == row)? };
            let column = match *column {
                "natural" => "natural_person",
                "enterprise" => "commercial_enterprise",
                "research" => "research_institution",
                "ngo" => "public_welfare_organization",
                "legal" => "legal_service_institution",
                "other" => "other_organization",
                other => other,
            };
            Some(format!("B.r{}.{column}", row + 1))
        }
        ["t4", row, column] => {
            let row = ["reconsideration", "litigation_direct", "litigation_after_reconsideration"]
                [["review", "direct", "post"].iter().position(|known| known == row)?];
            let column = match *column {
                "maintain" => "upheld",
                "correct" => "corrected",
                other => other,
            };
            Some(format!("C.{row}.{column}"))
        }
        ["t2", "normative", column] => {
            let column = match (*column, format) {
                ("made", "national-2021") => "issued",
                ("public", _) => "opened",
                (other, _) => other,
            };
            Some(format!("A.normative_document.{column}"))
        }
        ["t2", row, column] => {
            let row = match *row {
                "lic" => "licence",
                "pun" => "penalty",
                "coe" => "coercive_measure",
                "svc" => "other_service",
                other => other,
            };
            let column = match *column {
                "prev" => "previous",
                "dec" => "decisions",
                other => other,
            };
            Some(format!("A.{row}.{column}"))
        }
        ["t2", row] => Some(match *row {
            "licence" => "A.licence.decisions".to_owned(),
            "punish" => "A.penalty.decisions".to_owned(),
            "coerce" => "A.coercive_measure.decisions".to_owned(),
            "fee" => "A.administrative_charge.amount".to_owned(),
            _ => return None,
        }),
        ["ft", "open", "year"] => Some("S.1.1".to_owned()),
        _ => None,
    }
}

#[test]
fn the_published_reports_say_of_their_sentences_what_a_careful_reader_would() {
    let known: [(&str, &[&str]); 7] = [
        ("changtu-bureau-2021", &[]),
        ("gd2016-longgui-town", &["Note Typo 他其信息 / 其他信息"]),
        (
            "pingtan-2019",
            &[
                "Error TextSum 2599 / 2533",
                "Warning Typo 全年公开核准企业资质条 / ",
                "Warning Typo 聚焦新中国成立 70 周年平潭专场新闻发布会聚焦新中国成立 70 周年平潭专场新闻发布会 / ",
            ],
        ),
        ("pingtan-2022", &["Warning TextTable 75 / 74"]),
        ("pingtan-2024", &[]),
        (
            "pingtan-county-2012",
            &[
                "Error TextSum 3978 / 3926",
                "Note TextSum 2026 / 1175",
                "Error TextSum 2026 / 3978",
                "Note Percent 2.9 / 3",
            ],
        ),
        (
            "shanghai-stc-2024",
            &["Error TextSum 2139 / 2160", "Error TextText 所有申请均已按要求办理完成 / 1"],
        ),
    ];
    for (id, expected) in known {
        let Some(sample) = Sample::read(id) else { return };
        let findings = sample.findings();
        let said: Vec<String> = findings.iter().map(short).collect();
        assert_eq!(said, expected, "{id}: {findings:#?}");
    }
}

#[test]
fn the_source_report_has_one_mark_too_many_and_no_other_fault_in_its_sentences() {
    let Ok(source) = read_to_string(shared().join("source-report.txt")) else {
        println!("skipped: the source report is not at hand");
        return;
    };
    let reading =
        Reading {
            year: Some(2016), body: Some("从化区人民政府办公室".to_owned()), ..Reading::default()
        };
    let passages = passages(&document(&source, false), &[]);
    let said: Vec<String> = test(&passages, &reading, None).iter().map(short).collect();
    assert_eq!(said, ["Note Typo 包括规章、.规范性文件 / "]);
    let stated: Vec<(String, String)> = figures(&passages)
        .into_iter()
        .map(|figure| (figure.label, format!("{}{}", figure.value, figure.unit)))
        .collect();
    for (label, value) in [
        ("行政职权类信息", "32条"),
        ("政府网站公开信息", "12728条"),
        ("百姓热线浏览量", "5100人次"),
        ("采购金额", "10714万元"),
        ("节约率", "5%"),
        ("编印简报", "35期"),
    ] {
        assert!(stated.contains(&(label.to_owned(), value.to_owned())), "{label} {value}: {stated:?}");
    }
}

#[test]
fn tables_that_were_not_recognised_make_no_errors_of_their_own() {
    let ids = [
        "changtu-bureau-2021",
        "pingtan-2019",
        "pingtan-2022",
        "pingtan-2024",
        "pingtan-county-2012",
        "shanghai-stc-2024",
    ];
    for id in ids {
        let Some(mut sample) = Sample::read(id) else { return };
        let errors = |sample: &Sample| -> Vec<String> {
            let errors = sample.findings().into_iter().filter(|finding| finding.severity == Severity::Error);
            errors.map(|finding| short(&finding)).collect()
        };
        let known = errors(&sample);
        sample.taken.clear();
        assert_eq!(errors(&sample), known, "{id}");
    }
}
