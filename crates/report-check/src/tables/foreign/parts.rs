//! Parts against their whole, the year against what has accumulated, and that against last year's report.

use super::{ForeignRow, ForeignTable};
use crate::{Finding, FindingKind, Place, Reading, Severity, Side, TextFigure};
use gongkai_domain::says::Says;
use rust_decimal::Decimal;

/// How a column of what has accumulated is called.
const CUMULATIVE: [&str; 2] = ["累计", "历年"];

/// Whether a column holds what has accumulated over the years.
pub(super) fn is_cumulative(head: &str) -> bool {
    CUMULATIVE.iter().any(|word| head.contains(word))
}

/// The rows that are parts of others: whole, and parts.
pub(super) fn wholes(rows: &[ForeignRow]) -> Vec<(usize, Vec<usize>)> {
    let mut wholes = Vec::new();
    for (at, row) in rows.iter().enumerate().filter(|(at, row)| *at > 0 && row.part) {
        let mut parts = vec![at];
        let digits = |number: &Option<String>| number.as_ref().and_then(|number| number.parse::<u32>().ok());
        let mut last = digits(&row.number);
        for (more, next) in rows.iter().enumerate().skip(at + 1) {
            match (last, digits(&next.number)) {
                (Some(before), Some(number)) if number == before + 1 && !next.part => last = Some(number),
                _ => break,
            }
            parts.push(more);
        }
        wholes.push((at - 1, parts));
    }
    wholes
}

/// Tests a table.
pub(super) fn test(table: &ForeignTable) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (whole, parts) in wholes(&table.rows) {
        for column in 0..table.columns.len().max(1) {
            findings.extend(of_column(table, whole, &parts, column));
        }
    }
    for row in &table.rows {
        findings.extend(year_above_total(table, row));
    }
    findings
}

fn of_column(table: &ForeignTable, whole: usize, parts: &[usize], column: usize) -> Option<Finding> {
    let number = |row: usize| table.rows[row].values.get(column).copied().flatten();
    let (total, place) = number(whole)?;
    let numbers: Option<Vec<Decimal>> = parts.iter().map(|row| Some(number(*row)?.0)).collect();
    let sum: Decimal = numbers?.into_iter().sum();
    let row = &table.rows[whole];
    let head = table.columns.get(column).filter(|_| table.columns.len() > 1);
    let of = head.map_or_else(String::new, |head| format!("“{head}”一列："));
    let of_en = head.map_or_else(String::new, |head| format!("Column “{head}”: "));
    let (label, unit, count) = (&row.label, &row.unit, parts.len());
    let (sum_said, total_said) = (sum.normalize(), total.normalize());
    let (severity, zh, en) = match sum.cmp(&total) {
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Greater => (Severity::Error, "部分多过了总数", "the parts exceed the whole"),
        std::cmp::Ordering::Less => {
            (Severity::Note, "所列各项没有把总数说全", "the parts do not make up the whole")
        }
    };
    let says = Says::new(
        format!("{of}“{label}”写的是 {total_said}{unit}，其中 {count} 项相加是 {sum_said}{unit}，{zh}。"),
        format!(
            "{of_en}“{label}” says {total_said}{unit}, its {count} parts add up to {sum_said}{unit}: {en}."
        ),
    );
    Some(finding(severity, FindingKind::ColumnSum, place, (total, sum), row.quote.clone(), says))
}

fn year_above_total(table: &ForeignTable, row: &ForeignRow) -> Option<Finding> {
    let at = table.columns.iter().position(|head| is_cumulative(head))?;
    let (total, place) = row.values.get(at).copied().flatten()?;
    let (year, _) = (0..at).rev().find_map(|column| row.values.get(column).copied().flatten())?;
    if year <= total {
        return None;
    }
    let (label, unit) = (&row.label, &row.unit);
    let (year_said, total_said) = (year.normalize(), total.normalize());
    let says = Says::new(
        format!("“{label}”历年累计写的是 {total_said}{unit}，比本年的 {year_said}{unit} 还少。"),
        format!("“{label}”: the accumulated {total_said}{unit} is less than the year's {year_said}{unit}."),
    );
    Some(finding(Severity::Error, FindingKind::ColumnSum, place, (total, year), row.quote.clone(), says))
}

/// What has accumulated is last year's and this year's together.
pub(super) fn accumulate(reading: &Reading, previous: &Reading) -> Vec<Finding> {
    let split = |figure: &TextFigure| {
        let (label, column) = figure.label.strip_suffix('）')?.rsplit_once('（')?;
        Some((label.to_owned(), column.to_owned()))
    };
    let total = |of: &Reading, label: &str| {
        let mut all = of.figures.iter();
        all.find(|figure| split(figure).is_some_and(|(own, column)| own == label && is_cumulative(&column)))
            .cloned()
    };
    let mut findings = Vec::new();
    for year in &reading.figures {
        let Some((label, column)) = split(year) else { continue };
        if is_cumulative(&column) {
            continue;
        }
        let (Some(now), Some(before)) = (total(reading, &label), total(previous, &label)) else { continue };
        let right = before.value + year.value;
        if now.value == right {
            continue;
        }
        let unit = &now.unit;
        let [now_said, right_said, before_said, year_said] =
            [now.value, right, before.value, year.value].map(|number| number.normalize());
        let says = Says::new(
            format!(
                "“{label}”历年累计写的是 {now_said}{unit}；上年累计 {before_said} 加本年 {year_said} 应是 {right_said}{unit}。"
            ),
            format!(
                "“{label}”: {now_said}{unit} accumulated; last year's {before_said} and this year's {year_said} make {right_said}{unit}."
            ),
        );
        findings.push(finding(
            Severity::Error,
            FindingKind::Stock,
            now.place,
            (now.value, right),
            now.quote,
            says,
        ));
    }
    findings
}

fn finding(
    severity: Severity,
    kind: FindingKind,
    place: Place,
    sides: (Decimal, Decimal),
    quote: String,
    says: Says,
) -> Finding {
    let (left, right) = (Some(Side::Number(sides.0)), Some(Side::Number(sides.1)));
    Finding { severity, kind, place, left, right, quote, cells: Vec::new(), says }
}
