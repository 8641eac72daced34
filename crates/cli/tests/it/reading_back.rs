//! The reports of the sample, as published in every kind of file, are read back with exactly their cells and nothing to
//! say against them.

use crate::program::Program;
use gongkai_app::LawBook;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// A year of each format.
const REPORTS: [(&str, &str); 4] =
    [("2016", "gz-2016"), ("2016", "national-2014"), ("2020", "national-2019"), ("2022", "national-2021")];
/// Whose reports the sample's are.
const BODY: &str = "从化区人民政府办公室";
/// The kinds of file that are published, and what is copied out of the page.
const KINDS: [&str; 6] = ["html", "docx", "xlsx", "pdf", "txt", "copied"];
/// Years in one format, each of which carries over from the one before.
const IN_A_ROW: [&str; 3] = ["2022", "2023", "2024"];

/// Freezes reports, writes them, and checks the files. It comes last: freezing leaves entries in the audit chain.
pub fn the_same_cells(program: &Program) {
    let law = LawBook::built_in().unwrap();
    for (year, format) in REPORTS {
        freeze(program, year, format);
        let report: Value = serde_json::from_slice(&program.report(year, format)).unwrap();
        let tables = &law.format(format).unwrap().tables;
        let of_tables = tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
        let cells: BTreeMap<&str, &Value> =
            of_tables.map(|(code, _)| (code.as_str(), cell(&report, code))).collect();
        for kind in KINDS {
            let at = format!("{format} {kind}");
            let file = published(program, year, format, kind);
            let told = program.run(&["report", "check", &file, "--json"]).json();
            let read = &told["files"][0];
            assert_eq!(read["format"], format, "{at}");
            assert_eq!(read["year"].to_string(), year, "{at}");
            assert_eq!(read["body"], BODY, "{at}");
            let found = read["cells"].as_array().unwrap();
            let found: BTreeMap<&str, &Value> =
                found.iter().map(|cell| (cell["code"].as_str().unwrap(), cell)).collect();
            assert!(found.keys().eq(cells.keys()), "{at}");
            for (code, cell) in &found {
                assert!(is_same(cell, cells[code]), "{at}: {cell} is not {}", cells[code]);
            }
            assert_eq!(read["findings"], Value::Array(Vec::new()), "{at}");
        }
    }
    years_in_a_row(program);
}

/// A folder of one body's reports: each agrees with the one before.
fn years_in_a_row(program: &Program) {
    let folder = program.path("历年");
    fs::create_dir_all(&folder).unwrap();
    for year in IN_A_ROW {
        if year != "2022" {
            freeze(program, year, "national-2021");
        }
        let file = folder.join(format!("{year}.docx"));
        program.run(&["report", year, "--output", file.to_str().unwrap()]).done();
    }
    let told = program.run(&["report", "check", folder.to_str().unwrap(), "--json"]).done().json();
    let files = told["files"].as_array().unwrap();
    assert_eq!(files.len(), IN_A_ROW.len());
    for file in files {
        assert_eq!(file["findings"], Value::Array(Vec::new()), "{}", file["file"]);
    }
    // A report of another year beside it is not last year's.
    let [first, last] = ["2022", "2024"].map(|year| folder.join(format!("{year}.docx")));
    let [first, last] = [first.to_str().unwrap(), last.to_str().unwrap()];
    program.run(&["report", "check", last, "--previous", first]).done().says(&["2022年", "没有用来比较"]);
}

fn freeze(program: &Program, year: &str, format: &str) {
    program.run(&["report", "freeze", year, "--format", format, "--head", "王某"]).done();
}

fn cell<'r>(report: &'r Value, code: &str) -> &'r Value {
    let cells = report["cells"].as_array().unwrap();
    let cell = cells.iter().find(|cell| cell["code"] == code);
    cell.unwrap_or_else(|| panic!("the report has no {code}"))
}

/// Whether a cell was read as the report has it: exactly, or rounded as it is printed.
fn is_same(read: &Value, cell: &Value) -> bool {
    let printed = cell["printed"].as_str().and_then(|printed| printed.parse::<f64>().ok());
    let value = read["value"].as_f64();
    value == cell["value"].as_f64() || value.is_some() && value == printed
}

/// The path of a report as a file of this kind.
fn published(program: &Program, year: &str, format: &str, kind: &str) -> String {
    let file = program.path(&format!("{year}-{format}.{kind}"));
    let file = file.to_str().unwrap().to_owned();
    if kind == "copied" {
        let page = published(program, year, format, "html");
        return program
            .file(&format!("{year}-{format}-copied.txt"), copied(&fs::read_to_string(page).unwrap()));
    }
    program.run(&["report", year, "--format", format, "--output", &file]).done();
    file
}

/// The text of the report as somebody copies it out of its page: a line a paragraph, a line a row, tabs between cells;
/// drawings are left behind.
fn copied(page: &str) -> String {
    let report = page.split_once("<article").unwrap().1.split_once('>').unwrap().1;
    let report = report.split("<section id=\"checks\"").next().unwrap();
    let after = |drawing: &str| drawing.split_once("</svg>").map_or("", |(_, after)| after).to_owned();
    let mut pieces = report.split("<svg");
    let report = pieces.next().map(str::to_owned).into_iter().chain(pieces.map(after)).collect::<String>();
    let mut text = String::new();
    let mut words = true;
    let report = report.replace('\n', " ").replace("</td>", "\t").replace("</th>", "\t");
    let report = ["</p>", "</h1>", "</h2>", "</h3>", "</caption>", "</tr>", "</figcaption>"]
        .iter()
        .fold(report, |text, end| text.replace(end, "\n"));
    for letter in report.chars() {
        match letter {
            '<' => words = false,
            '>' => words = true,
            _ if words => text.push(letter),
            _ => {}
        }
    }
    let lines = text.lines().map(|line| line.trim_matches(' ')).filter(|line| !line.trim().is_empty());
    lines.map(|line| line.to_owned() + "\n").collect()
}
