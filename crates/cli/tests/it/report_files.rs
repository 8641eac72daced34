//! The files of the sample's reports, opened by other programs, hold the figures of the report.

#[path = "../../../report-files/tests/it/reading.rs"]
pub mod reading;

use crate::program::Program;
use calamine::{Data, Reader, Xlsx};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::process::Command;

/// A report with the tables that are grids of figures: title of the sheet, place in the document, codes row by row.
struct Sample {
    year: &'static str,
    format: &'static str,
    tables: Vec<(&'static str, usize, Vec<String>)>,
}

/// Opens the files of a year of each kind of format.
pub fn open_again(program: &Program) {
    let codes = |codes: &str| codes.split(' ').map(str::to_owned).collect();
    let annexes = vec![
        ("附表1 主动公开情况统计", 0, codes("F13 F14 F15 F16 F17 F18 F19 F20")),
        (
            "附表2 依申请公开情况统计",
            1,
            codes("F69 F60 F61 F62 F63 F64 F65 F67 F70 F71 F72 F73 F74 F75 F76 F77"),
        ),
    ];
    let kinds = [
        "natural_person",
        "commercial_enterprise",
        "research_institution",
        "public_welfare_organization",
        "legal_service_institution",
        "other_organization",
        "total",
    ];
    let requests = (1..=25).flat_map(|row| kinds.map(|kind| format!("B.r{row}.{kind}"))).collect();
    let national = vec![("收到和处理政府信息公开申请情况", 1, requests)];
    for sample in [
        Sample { year: "2016", format: "gz-2016", tables: annexes },
        Sample { year: "2021", format: "national-2021", tables: national },
    ] {
        sample.open(program);
    }
}

impl Sample {
    fn open(&self, program: &Program) {
        let report: Value = serde_json::from_slice(&program.report(self.year, self.format)).unwrap();
        let cells = report["cells"].as_array().unwrap();
        let by_code: BTreeMap<&str, &Value> =
            cells.iter().map(|cell| (cell["code"].as_str().unwrap(), cell)).collect();
        let [document, workbook, list] = ["docx", "xlsx", "csv"].map(|kind| self.made(program, kind));
        the_list(cells, &list);
        self.the_workbook(cells, &by_code, workbook);
        let word = reading::word(&document);
        for table in &word.tables {
            table.assert_whole();
        }
        for (_, place, codes) in &self.tables {
            let words = word.tables[*place].words();
            let printed: Vec<&str> =
                codes.iter().map(|code| by_code[code.as_str()]["printed"].as_str().unwrap()).collect();
            let figures: Vec<&str> = words.into_iter().filter(|words| words.parse::<f64>().is_ok()).collect();
            assert_eq!(figures, printed, "{}", self.format);
        }
        self.the_print(program, &by_code);
    }

    fn made(&self, program: &Program, kind: &str) -> Vec<u8> {
        let file = program.path(&format!("{}.{kind}", self.format));
        program
            .run(&["report", self.year, "--format", self.format, "--output", file.to_str().unwrap()])
            .done();
        fs::read(file).unwrap()
    }

    fn the_workbook(&self, cells: &[Value], by_code: &BTreeMap<&str, &Value>, bytes: Vec<u8>) {
        let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
        let all = workbook.worksheet_range("全部指标").unwrap();
        assert_eq!(all.height(), cells.len() + 1);
        for (row, cell) in all.rows().skip(1).zip(cells) {
            assert_eq!(row[0].to_string(), cell["code"].as_str().unwrap());
            assert_eq!(row[3].to_string(), exact(&cell["value"]), "{}", cell["code"]);
            assert_eq!(row[4].to_string(), cell["printed"].as_str().unwrap());
        }
        for (sheet, _, codes) in &self.tables {
            let sheet = workbook.worksheet_range(sheet).unwrap();
            let numbers: Vec<f64> = sheet.used_cells().filter_map(|(_, _, data)| number(data)).collect();
            let values: Vec<f64> =
                codes.iter().map(|code| by_code[code.as_str()]["value"].as_f64().unwrap()).collect();
            assert_eq!(numbers, values, "{}", self.format);
        }
    }

    /// What an office program prints, where there is one.
    fn the_print(&self, program: &Program, by_code: &BTreeMap<&str, &Value>) {
        let Some(text) = in_print(program, &format!("{}.docx", self.format)) else {
            eprintln!("skipped: no soffice and pdftotext to print {} with", self.format);
            return;
        };
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for word in text.split_whitespace() {
            *found.entry(word).or_default() += 1;
        }
        let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
        for code in self.tables.iter().flat_map(|(_, _, codes)| codes) {
            *wanted.entry(by_code[code.as_str()]["printed"].as_str().unwrap()).or_default() += 1;
        }
        for (figure, times) in wanted {
            assert!(
                found.get(figure).is_some_and(|found| *found >= times),
                "{figure} is not printed {times} times"
            );
        }
    }
}

/// Every line of the list says what the report says.
fn the_list(cells: &[Value], bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap().strip_prefix('\u{feff}').unwrap();
    let mut lines = csv::Reader::from_reader(text.as_bytes());
    let lines: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    assert_eq!(lines.len(), cells.len());
    for (line, cell) in lines.iter().zip(cells) {
        assert_eq!(&line[0], cell["code"].as_str().unwrap());
        assert_eq!(line[3].trim_start_matches('\''), exact(&cell["value"]), "{}", cell["code"]);
        assert_eq!(line[5], cell["rows"].to_string());
        assert!(!line[11].is_empty(), "{} has no definition", cell["code"]);
    }
}

/// A value of the report's data as the list writes it.
fn exact(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(words) => words.clone(),
        Value::Array(items) => items.iter().map(|item| item.as_str().unwrap()).collect::<Vec<_>>().join("；"),
        number => number.to_string(),
    }
}

fn number(data: &Data) -> Option<f64> {
    match data {
        Data::Float(number) => Some(*number),
        _ => None,
    }
}

/// The text of a document as an office program prints it.
fn in_print(program: &Program, name: &str) -> Option<String> {
    let folder = program.path("print");
    let profile = format!("-env:UserInstallation=file://{}", program.path("office").display());
    let convert = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
        .arg(&folder)
        .arg(program.path(name))
        .output()
        .ok()?;
    let printed = folder.join(name).with_extension("pdf");
    assert!(printed.exists(), "soffice made no file: {}", String::from_utf8_lossy(&convert.stderr));
    let text = Command::new("pdftotext").arg("-layout").arg(printed).arg("-").output().ok()?;
    Some(String::from_utf8(text.stdout).unwrap())
}
