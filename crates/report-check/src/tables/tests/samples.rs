//! Published reports beside the project, where they are at hand.

use super::super::{Tabled, read};
use super::reader::{all_formats, document};
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

#[test]
fn what_is_found_in_the_samples() {
    let formats = all_formats();
    for name in NAMES {
        let Some(tabled) = sample(name) else { return };
        let format = formats.iter().find(|format| Some(&format.id) == tabled.reading.format.as_ref());
        let mut findings = tabled.findings;
        findings.extend(super::super::test(&tabled.reading, format, None));
        println!("== {name}");
        for finding in &findings {
            println!("{:?} {:?} {:?} {}", finding.severity, finding.kind, finding.place, finding.says.zh);
        }
    }
}
