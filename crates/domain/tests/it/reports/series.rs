//! Figures followed over the years.

use super::{FORMATS, Ledgers, body, day, format, text};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::law::{BUILT_IN, LawFault, LawText};
use gongkai_domain::reports::{Plan, Report, Series, series};
use gongkai_domain::requests::REQUESTS;
use std::sync::Arc;

const SOUND: &str = r#"[[series]]
id = "received"
title = "新收申请"
title_en = "Requests received"
units = ["件", "宗"]
cells = { gz-2016 = "F60", national-2021 = "B.r1.total" }
[[series]]
id = "published"
title = "主动公开信息"
title_en = "Information published"
units = ["条"]
cells = { gz-2016 = "F13" }
"#;

fn read(text: &str) -> Result<Vec<Series>, LawFault> {
    series(&[LawText { path: "series/small.toml", text }], &FORMATS)
}

#[test]
fn a_mistake_names_file_line_and_key() {
    for (sound, broken, line, key) in [
        ("gz-2016 = \"F60\"", "gz-2017 = \"F60\"", 6, "gz-2017"),
        ("gz-2016 = \"F60\"", "gz-2016 = \"F600\"", 6, "F600"),
        ("gz-2016 = \"F13\"", "gz-2016 = \"F39\"", 12, "F39"),
        ("B.r1.total", "title", 6, "title"),
        ("units = [\"条\"]", "units = [\"件\"]", 12, "F13"),
        ("title_en = \"Requests received\"\n", "", 1, "title_en"),
        ("id = \"published\"", "id = \"received\"", 8, "id"),
        ("units = [\"条\"]", "unit = \"条\"", 11, "unit"),
    ] {
        assert!(SOUND.contains(sound), "{sound}");
        let fault = read(&SOUND.replacen(sound, broken, 1)).unwrap_err();
        assert_eq!((fault.line, fault.key.as_str()), (Some(line), key), "{broken}: {fault}");
        assert_eq!(fault.file, "series/small.toml");
    }
}

#[test]
fn the_shipped_series_are_in_the_shipped_formats() {
    let shipped = series(BUILT_IN, &FORMATS).unwrap();
    for id in ["published", "received", "decided", "carried-over", "reconsiderations", "lawsuits"] {
        assert!(shipped.iter().any(|series| series.id == id), "{id}");
    }
    for id in FORMATS.iter().map(|format| &format.id) {
        assert!(shipped.iter().any(|series| series.cells.contains_key(id)), "{id} is in no series");
    }
}

fn report(id: &str, year: i16, requests: usize) -> Arc<Report> {
    let mut ledgers = Ledgers::default();
    let received = format!("{year}-03-01");
    let columns = [
        ("body", text("office")),
        ("channel", text("letter")),
        ("requester_kind", text("natural_person")),
        ("received_on", day(&received)),
    ];
    ledgers.add(&REQUESTS, requests, &columns);
    let item = [
        ("body", text("office")),
        ("category", text("news")),
        ("class", text("proactive")),
        ("published_on", day(&received)),
    ];
    ledgers.add(&ITEMS, 7, &item);
    let bodies = [body("office", "某办公室", "government_office", "")];
    let format = format(id);
    let plan = Plan::new(&format, &bodies, "office", year).unwrap();
    Arc::new(plan.compute(&ledgers.findings(&plan)).unwrap())
}

#[test]
fn each_year_gives_the_cell_of_its_own_format() {
    let reports =
        [report("gz-2016", 2016, 6), report("national-2021", 2021, 34), report("national-2021", 2022, 0)];
    let [received, published]: [Series; 2] = read(SOUND).unwrap().try_into().unwrap();
    let chart = received.over(&reports);
    let points: Vec<(i16, &str, &str, &str)> = chart
        .points
        .iter()
        .map(|point| (point.year, point.format.as_str(), point.cell.as_str(), point.printed.as_str()))
        .collect();
    assert_eq!(
        points,
        [
            (2016, "gz-2016", "F60", "6"),
            (2021, "national-2021", "B.r1.total", "34"),
            (2022, "national-2021", "B.r1.total", "0")
        ]
    );
    assert!(chart.is_telling() && chart.after.is_none());
    assert_eq!((chart.unit.as_str(), chart.points[0].label.zh.as_str()), ("件", "2016年"));
    let published = published.over(&reports);
    assert_eq!(published.points.len(), 1, "the national format does not count items");
    assert!(!published.is_telling());
}
