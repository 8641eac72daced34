//! The share of the figures of the samples that are read exactly.

use super::samples::{NAMES, sample, shared};
use crate::{CellState, TextFigure};
use rust_decimal::Decimal;

#[test]
fn figures_of_the_samples() {
    let (mut all, mut right, mut wrong) = (0, 0, 0);
    for name in NAMES {
        let Some(shared) = shared() else { return };
        let path = shared.join("samples/reports").join(name).join("figures.json");
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        let tabled = sample(name).unwrap();
        let mut counts = (0, 0, 0);
        for figure in json["figures"].as_array().unwrap() {
            let (id, value) = (figure["id"].as_str().unwrap(), &figure["value"]);
            if id.starts_with("ft.") {
                counts.0 += 1;
                counts.1 += usize::from(stands(&tabled.reading.figures, figure));
                continue;
            }
            let Some(code) = code(id, tabled.reading.format.as_deref()) else { continue };
            counts.0 += 1;
            let read = tabled.reading.cells.get(&code).map(|cell| cell.state);
            let wanted: Option<Decimal> = value.as_number().map(|number| number.to_string().parse().unwrap());
            match (wanted, read) {
                (Some(wanted), Some(CellState::Number(number))) if number == wanted => counts.1 += 1,
                (None, Some(CellState::Blank) | None) => counts.1 += 1,
                (_, Some(CellState::Number(number))) => {
                    counts.2 += 1;
                    println!("{name} {id} {code}: {number} and not {value}");
                }
                (_, state) => println!("{name} {id} {code}: {state:?} and not {value}"),
            }
        }
        println!("{name}: {} of {} figures of the tables, {} wrong", counts.1, counts.0, counts.2);
        all += counts.0;
        right += counts.1;
        wrong += counts.2;
    }
    println!("{right} of {all} figures of the tables");
    assert_eq!(wrong, 0, "a figure may be missed, but not misread");
    assert!(right * 100 >= all * 94, "{right} of {all}");
}

/// Whether a figure of a table of no format was read.
fn stands(figures: &[TextFigure], figure: &serde_json::Value) -> bool {
    let words = |key: &str| figure[key].as_str().unwrap();
    let (_, label) = words("label").rsplit_once('.').unwrap_or(("", words("label")));
    let column = if words("column") == "本年度" { "年度）" } else { "历年累计）" };
    let value = figure["value"].as_number().unwrap().to_string();
    let found = figures.iter().any(|read| {
        read.label.starts_with(&format!("{label}（"))
            && read.label.ends_with(column)
            && read.value.to_string() == value
    });
    if !found {
        println!("{figure}");
    }
    found
}

/// The format's code for a figure of the samples, whose ids are their own.
fn code(id: &str, format: Option<&str>) -> Option<String> {
    let format = format?;
    let parts: Vec<&str> = id.split('.').collect();
    let table_2 = |word: &str| match (format, word) {
        (_, "regulation") => "regulation",
        (_, "normative" | "norm") => "normative_document",
        (_, "licence" | "lic") => "licence",
        (_, "svc") => "other_service",
        (_, "punish" | "pun") => "penalty",
        (_, "coerce" | "coe") => "coercive_measure",
        (_, "fee") => "administrative_charge",
        (_, other) => panic!("{other}"),
    };
    let rows = [
        "new", "carried", "granted", "partial", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "u1", "u2",
        "u3", "n1", "n2", "n3", "n4", "n5", "o1", "o2", "o3", "total", "forward",
    ];
    Some(match parts[..] {
        ["t2", row] => format!("A.{}.{}", table_2(row), if row == "fee" { "amount" } else { "decisions" }),
        ["t2", row, column] => {
            let column = match (format, column) {
                ("national-2021", "made") => "issued",
                (_, "made") => "made",
                (_, "open") => "opened",
                (_, "all") => "total",
                (_, "prev") => "previous",
                (_, "delta") => "change",
                (_, "dec") => "decisions",
                (_, other) => other,
            };
            format!("A.{}.{column}", table_2(row))
        }
        ["t3", row, column] => {
            let at = if row == "o" { 23 } else { 1 + rows.iter().position(|known| *known == row).unwrap() };
            let column = match column {
                "natural" => "natural_person",
                "enterprise" => "commercial_enterprise",
                "research" => "research_institution",
                "ngo" => "public_welfare_organization",
                "legal" => "legal_service_institution",
                "other" => "other_organization",
                other => other,
            };
            format!("B.r{at}.{column}")
        }
        ["t4", row, column] => {
            let row = match row {
                "review" => "reconsideration",
                "direct" => "litigation_direct",
                _ => "litigation_after_reconsideration",
            };
            let column = match column {
                "maintain" => "upheld",
                "correct" => "corrected",
                other => other,
            };
            format!("C.{row}.{column}")
        }
        _ => return None,
    })
}
