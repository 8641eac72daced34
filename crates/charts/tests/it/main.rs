//! Drawings as others see them: their geometry, their words, and the files a person can open.
#![expect(clippy::expect_used, reason = "a test that cannot go on should stop")]

mod drawn;
mod geometry;
mod reading;

use gongkai_domain::{
    reports::{Chart, ChartKind, Point},
    says::Says,
};

/// A chart of the given labels, printed values and years.
fn chart(kind: ChartKind, points: &[(&str, &str, i16)]) -> Chart {
    let point = |(label, printed, year): &(&str, &str, i16)| Point {
        label: Says::new(*label, *label),
        value: printed.parse().expect("a number"),
        printed: (*printed).to_owned(),
        year: *year,
        format: "gz-2016".to_owned(),
        cell: "F13".to_owned(),
    };
    Chart {
        id: "sample".to_owned(),
        after: None,
        title: Says::new("主动公开信息按类别", "Information published, by category"),
        unit: "条".to_owned(),
        kind,
        points: points.iter().map(point).collect(),
    }
}
