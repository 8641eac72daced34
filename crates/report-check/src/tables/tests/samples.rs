//! Published reports beside the project, where they are at hand.

use super::super::{Tabled, read, test};
use super::reader::{all_formats, document};
use crate::{Finding, FindingKind, Severity, Side};
use std::path::PathBuf;

/// The folder of the samples.
pub(super) fn shared() -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let found = root
        .ancestors()
        .map(|above| above.join("shared"))
        .find(|shared| shared.join("samples/reports").is_dir());
    if found.is_none() {
        println!("skipped: the samples are not at hand");
    }
    found
}

/// A sample as it was read.
pub(super) fn sample(name: &str) -> Option<Tabled> {
    let path = match name {
        "source-report" => shared()?.join("source-report.txt"),
        name => shared()?.join("samples/reports").join(name).join("source.txt"),
    };
    let text = std::fs::read_to_string(path).unwrap();
    Some(read(&document(&text), all_formats(), None))
}

pub(super) const NAMES: [&str; 8] = [
    "changtu-bureau-2021",
    "gd2016-longgui-town",
    "pingtan-2019",
    "pingtan-2022",
    "pingtan-2024",
    "pingtan-county-2012",
    "shanghai-stc-2024",
    "source-report",
];

#[test]
fn format_body_and_year_are_recognised() {
    let expected = [
        (Some("national-2019"), None, Some(2021)),
        (None, Some("武江区龙归镇人民政府"), Some(2016)),
        (Some("national-2019"), Some("平潭综合实验区"), Some(2019)),
        (Some("national-2021"), Some("平潭综合实验区"), Some(2022)),
        (Some("national-2021"), Some("平潭综合实验区"), Some(2024)),
        (None, Some("平潭县人民政府"), Some(2012)),
        (Some("national-2021"), Some("上海市科委"), Some(2024)),
        (Some("gz-2016"), Some("从化区人民政府办公室"), Some(2016)),
    ];
    for (name, (format, body, year)) in NAMES.into_iter().zip(expected) {
        let Some(tabled) = sample(name) else { return };
        let reading = tabled.reading;
        assert_eq!(
            (reading.format.as_deref(), reading.body.as_deref(), reading.year),
            (format, body, year),
            "{name}"
        );
    }
}

/// What the tables of a sample and their sums show.
fn findings(name: &str) -> Option<Vec<Finding>> {
    let tabled = sample(name)?;
    let mut formats = all_formats().iter();
    let format = formats.find(|format| Some(&format.id) == tabled.reading.format.as_ref());
    let mut findings = tabled.findings;
    findings.extend(test(&tabled.reading, format, None));
    Some(findings)
}

#[test]
fn the_known_faults_of_the_tables_are_found_and_nothing_else_is_called_an_error() {
    let faults: [(&str, &[FindingKind]); 8] = [
        ("changtu-bureau-2021", &[FindingKind::Template]),
        ("gd2016-longgui-town", &[]),
        ("pingtan-2019", &[]),
        ("pingtan-2022", &[FindingKind::Label]),
        ("pingtan-2024", &[]),
        ("pingtan-county-2012", &[FindingKind::ColumnSum, FindingKind::ColumnSum]),
        ("shanghai-stc-2024", &[FindingKind::Blank, FindingKind::Section]),
        (
            "source-report",
            &[FindingKind::RepeatedRow, FindingKind::MissingRow, FindingKind::Section, FindingKind::Section],
        ),
    ];
    for (name, expected) in faults {
        let Some(findings) = findings(name) else { return };
        for finding in &findings {
            println!("{name}: {:?} {:?} {}", finding.severity, finding.kind, finding.says.zh);
        }
        let certain = findings.iter().filter(|finding| finding.kind != FindingKind::Ambiguous);
        let kinds: Vec<FindingKind> = certain.map(|finding| finding.kind).collect();
        assert_eq!(kinds, expected, "{name}");
        let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
        let errors: Vec<FindingKind> = errors.map(|finding| finding.kind).collect();
        let repeated: &[FindingKind] =
            if name == "source-report" { &[FindingKind::RepeatedRow] } else { &[] };
        assert_eq!(errors, repeated, "{name}");
    }
}

#[test]
fn parts_that_leave_something_out_are_noted_with_both_numbers() {
    let Some(findings) = findings("pingtan-county-2012") else { return };
    let number = |side: &Option<Side>| match side {
        Some(Side::Number(number)) => number.to_string(),
        other => panic!("{other:?}"),
    };
    let sides: Vec<_> = findings.iter().map(|found| (number(&found.left), number(&found.right))).collect();
    assert_eq!(sides, [("2026".to_owned(), "1795".to_owned()), ("3542".to_owned(), "3311".to_owned())]);
}
