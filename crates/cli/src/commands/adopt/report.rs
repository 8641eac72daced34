//! The files of a run: what becomes of each document, and the documents that cannot be taken, to be completed.

use super::telling::{TOLD, Telling, column_name, told, word};
use crate::said::bad_use;
use crate::saving::write_file;
use anyhow::Result;
use gongkai_adopting::{COLUMN, Document, TextTable};
use gongkai_app::adopting::{Fate, Judged};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::registers::{Kind, Severity};
use gongkai_domain::says::Language;
use std::path::Path;

/// Writes the report in the kind its name ends in.
pub fn write(file: &Path, telling: &Telling<'_>) -> Result<()> {
    let table = table(telling);
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let bytes = match ending.as_deref() {
        Some("xlsx") => table.xlsx()?,
        Some("csv") => table.csv().into_bytes(),
        Some("html" | "htm") => table.html().into_bytes(),
        _ => {
            return Err(bad_use(
                "报告文件的名字要以 .xlsx、.csv 或 .html 结尾",
                "the name of the report must end in .xlsx, .csv or .html",
            ));
        }
    };
    write_file(file, &bytes)
}

fn table(telling: &Telling<'_>) -> TextTable {
    let zh = Language::Chinese;
    let mut headings: Vec<String> = ["结果", "位置"].map(str::to_owned).to_vec();
    headings.extend(TOLD.iter().chain([&COLUMN]).map(|code| column_name(code, zh).to_owned()));
    headings.extend(
        ["各项出处", "个人信息和密级字样", "问题", "附件和图片", "旧网址", "同文的其他文件", "正文字数"]
            .map(str::to_owned),
    );
    let width = headings.len();
    let mut rows: Vec<Vec<String>> =
        telling.each().map(|(document, judged)| row(document, judged, telling)).collect();
    for passed in &telling.understood.passed {
        let mut row = vec![String::new(); width];
        "没有采用".clone_into(&mut row[0]);
        row[1].clone_from(&passed.place);
        row[TOLD.len() + 5].clone_from(&passed.why.zh);
        rows.push(row);
    }
    for (address, why) in &telling.adoption.conflicts {
        let mut row = vec![String::new(); width];
        "旧网址未迁".clone_into(&mut row[0]);
        row[1].clone_from(address);
        row[TOLD.len() + 5].clone_from(&why.zh);
        rows.push(row);
    }
    TextTable { title: "老网站迁入：逐件结果".to_owned(), headings, rows }
}

fn row(document: &Document, judged: &Judged, telling: &Telling<'_>) -> Vec<String> {
    let zh = Language::Chinese;
    let mut row = vec![fate(&judged.fate), document.place.clone()];
    for code in TOLD.iter().chain([&COLUMN]) {
        let value = document.facts.value(code);
        row.push(if *code == "index_number" {
            judged.index_number.clone()
        } else {
            word(telling.codes, code, value).to_owned()
        });
    }
    let title = document.facts.get("title").map(|fact| format!("名称（{}）", fact.origin.says().zh));
    let others = told(&document.facts, telling.codes, zh);
    row.push(
        title.into_iter().chain([others]).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，"),
    );
    row.push(judged.findings.iter().map(|found| found.says.zh.as_str()).collect::<Vec<_>>().join("、"));
    let mut problems: Vec<String> = judged
        .faults
        .iter()
        .map(|fault| {
            let weight = if fault.severity == Severity::Error { "错误" } else { "提醒" };
            format!("{weight}：{}；{}", fault.says.zh, fault.remedy.zh)
        })
        .collect();
    problems.extend(document.remarks.iter().map(|remark| remark.zh.clone()));
    if let Fate::LeftAlone(why) = &judged.fate {
        problems.push(why.zh.clone());
    }
    row.push(problems.join("\n"));
    let missing: Vec<_> = telling.files.missing(document).collect();
    let files = document.links.iter().map(|link| {
        let why = missing.iter().find(|(lost, _)| lost.address == link.address);
        let why = why.map(|(_, why)| format!("（没有带入：{}）", why.zh)).unwrap_or_default();
        format!("{} {}{why}", link.words, link.address)
    });
    row.push(files.collect::<Vec<_>>().join("\n"));
    row.push(document.addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    row.push(document.also.join("\n"));
    row.push(document.words.chars().count().to_string());
    row
}

fn fate(fate: &Fate) -> String {
    match fate {
        Fate::Item => "发布",
        Fate::Draft => "拟稿",
        Fate::Changed => "改动",
        Fate::Unchanged => "不变",
        Fate::LeftAlone(_) => "不动",
        Fate::Refused => "不能迁入",
    }
    .to_owned()
}

/// The documents that cannot be taken as a table of metadata to complete.
pub fn rejects(telling: &Telling<'_>) -> String {
    let columns: Vec<_> = ITEMS
        .columns
        .iter()
        .filter(|column| {
            column.kind != Kind::LongText && !matches!(column.code, "withdrawn_on" | "withdrawal_reason")
        })
        .collect();
    let mut headings: Vec<String> = ["文件", "旧网址"].map(str::to_owned).to_vec();
    headings.extend(columns.iter().map(|column| column.zh.to_owned()));
    headings.push("迁入问题".to_owned());
    let refused = telling.each().filter(|(_, judged)| judged.fate == Fate::Refused);
    let rows = refused.map(|(document, judged)| {
        let address = document.addresses.first().map(ToString::to_string).unwrap_or_default();
        let mut row = vec![document.place.clone(), address];
        row.extend(columns.iter().map(|column| document.facts.value(column.code).to_owned()));
        let errors = judged.faults.iter().filter(|fault| fault.severity == Severity::Error);
        row.push(
            errors
                .map(|fault| format!("{}；{}", fault.says.zh, fault.remedy.zh))
                .collect::<Vec<_>>()
                .join("；"),
        );
        row
    });
    TextTable { title: "不能迁入的".to_owned(), headings, rows: rows.collect() }.csv()
}
