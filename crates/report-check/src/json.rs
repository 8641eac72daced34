//! Checked files as data; `docs/src/report-check.md` lists every field.

use crate::{CellState, Checked, CheckedFile, Finding, ReadCell, Side, TextFigure};
use gongkai_domain::reports::Format;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// What the data calls a report that has no statutory table.
const NARRATIVE: &str = "narrative";

/// `{"files": […]}`, in the order given.
pub fn to_json(files: &[CheckedFile], formats: &[Format]) -> Value {
    json!({ "files": files.iter().map(|file| told(file, formats)).collect::<Vec<_>>() })
}

fn told(file: &CheckedFile, formats: &[Format]) -> Value {
    match &file.outcome {
        Ok(checked) => read(&file.file, checked, formats),
        Err(fault) => json!({
            "file": file.file, "fault": fault, "format": null, "body": null, "year": null,
            "cells": [], "narrative": [], "findings": [],
        }),
    }
}

fn read(file: &str, checked: &Checked, formats: &[Format]) -> Value {
    let reading = &checked.reading;
    let format = formats.iter().find(|format| Some(&format.id) == reading.format.as_ref());
    let of_format =
        |code: &String| format.and_then(|format| format.cells.iter().position(|cell| cell.code == *code));
    let mut cells: Vec<(&String, &ReadCell)> = reading.cells.iter().collect();
    cells.sort_by_key(|(code, _)| of_format(code).unwrap_or(usize::MAX));
    let label = |code: &str| format.and_then(|format| format.cell(code)).map(|cell| cell.label.as_str());
    json!({
        "file": file,
        "format": reading.format.as_deref().unwrap_or(NARRATIVE),
        "body": reading.body,
        "year": reading.year,
        "cells": cells.iter().map(|(code, cell)| cell_json(code, label(code), cell)).collect::<Vec<_>>(),
        "narrative": reading.figures.iter().map(figure_json).collect::<Vec<_>>(),
        "findings": checked.findings.iter().map(finding_json).collect::<Vec<_>>(),
    })
}

fn cell_json(code: &str, label: Option<&str>, cell: &ReadCell) -> Value {
    let value = match cell.state {
        CellState::Number(number) => exact(number),
        CellState::NotApplicable | CellState::Blank | CellState::Ambiguous(_) => Value::Null,
    };
    let mut told = json!({
        "code": code,
        "label": label,
        "value": value,
        "printed": cell.printed,
        "place": cell.place,
        "state": cell.state.code(),
    });
    if let CellState::Ambiguous(readings) = cell.state {
        told["readings"] = readings.into();
    }
    told
}

fn figure_json(figure: &TextFigure) -> Value {
    json!({
        "label": figure.label,
        "value": exact(figure.value),
        "unit": figure.unit,
        "quote": figure.quote,
        "place": figure.place,
    })
}

fn finding_json(finding: &Finding) -> Value {
    json!(finding)
}

fn exact(number: Decimal) -> Value {
    json!(Side::Number(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FindingKind, Place, Reading, Severity};
    use gongkai_domain::says::Says;

    #[test]
    fn a_checked_file_is_told_whole() {
        let place = Place::Cell { table: 2, row: 5, column: 3 };
        let cell = |state, printed: &str| ReadCell { state, printed: printed.to_owned(), place };
        let reading = Reading {
            body: Some("某县财政局".to_owned()),
            year: Some(2021),
            cells: [
                ("a".to_owned(), cell(CellState::Number("1.50".parse().unwrap()), "1.50")),
                ("b".to_owned(), cell(CellState::Ambiguous(3), "640020470")),
            ]
            .into(),
            ..Reading::default()
        };
        let finding = Finding {
            severity: Severity::Error,
            kind: FindingKind::RowSum,
            place: Place::Line { line: 17 },
            left: Some(Side::Number("93".parse().unwrap())),
            right: Some(Side::Text("全部".to_owned())),
            quote: "共93件".to_owned(),
            cells: vec!["a".to_owned()],
            says: Says::new("不等", "differs"),
        };
        let file = CheckedFile {
            file: "x.pdf".to_owned(),
            outcome: Ok(Checked { reading, findings: vec![finding] }),
        };
        let fault =
            CheckedFile { file: "y.pdf".to_owned(), outcome: Err(Says::new("没有文字", "no text")) };
        let told = to_json(&[file, fault], &[]);
        assert_eq!(
            told["files"][0],
            json!({
                "file": "x.pdf", "format": "narrative", "body": "某县财政局", "year": 2021,
                "cells": [
                    {"code": "a", "label": null, "value": 1.5, "printed": "1.50", "place": {"table": 2, "row": 5, "column": 3}, "state": "number"},
                    {"code": "b", "label": null, "value": null, "printed": "640020470", "place": {"table": 2, "row": 5, "column": 3}, "state": "ambiguous", "readings": 3},
                ],
                "narrative": [],
                "findings": [{
                    "severity": "error", "kind": "row-sum", "place": {"line": 17}, "left": 93, "right": "全部",
                    "quote": "共93件", "cells": ["a"], "says": {"zh": "不等", "en": "differs"},
                }],
            })
        );
        assert_eq!(told["files"][1]["fault"]["zh"], "没有文字");
        assert_eq!(told["files"][1]["cells"], json!([]));
    }
}
