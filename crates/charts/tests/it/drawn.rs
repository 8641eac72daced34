//! Drawings kept as files (`drawn/*.svg`), so that a person can open what the tests compare.

use crate::{chart, reading};
use gongkai_charts::{conclusion, svg};
use gongkai_domain::{
    reports::{Chart, ChartKind},
    says::Language,
};
use std::path::Path;

fn categories() -> Chart {
    chart(
        ChartKind::Parts,
        &[
            ("组织机构", "3", 2016),
            ("部门文件", "14", 2016),
            ("动态", "19", 2016),
            ("行政职权", "32", 2016),
            ("财政预决算", "3", 2016),
            ("建议提案", "6", 2016),
            ("其他", "16", 2016),
        ],
    )
}

fn course() -> Chart {
    let points = [
        ("2013年", "12728", 2013),
        ("2014年", "9310", 2014),
        ("2016年", "28320", 2016),
        ("2017年", "0", 2017),
        ("2018年", "15006", 2018),
    ];
    chart(ChartKind::Years, &points)
}

/// Whether the drawing is the file kept; writes the new one to `target/drawn` where it is not.
fn is_kept(name: &str, drawn: &str) -> bool {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let kept = std::fs::read_to_string(here.join("tests/it/drawn").join(name)).unwrap_or_default();
    if kept.trim_end() == drawn {
        return true;
    }
    let target = here.join("../../target/drawn");
    std::fs::create_dir_all(&target).expect("a folder");
    std::fs::write(target.join(name), format!("{drawn}\n")).expect("a file");
    false
}

#[test]
fn the_drawings_are_those_kept() {
    let link = |point: &gongkai_domain::reports::Point| {
        Some(format!("/zfxxgk/zfxxgknb/{}/{}/{}", point.year, point.format, point.cell))
    };
    let long = [
        ("（六）1.申请人无正当理由逾期不补正、行政机关不再处理其申请", "3", 0),
        ("Other organisations and legal persons", "100000", 0),
        ("其他", "0", 0),
    ];
    let drawings = [
        ("parts.svg", svg(&categories(), Language::Chinese, &link)),
        ("years.svg", svg(&course(), Language::Chinese, &|_| None)),
        ("long.svg", svg(&chart(ChartKind::Parts, &long), Language::Chinese, &|_| None)),
    ];
    let changed: Vec<&str> =
        drawings.iter().filter(|(name, drawn)| !is_kept(name, drawn)).map(|(name, _)| *name).collect();
    assert!(
        changed.is_empty(),
        "look at these in target/drawn, and keep them if they are right: {changed:?}"
    );
}

#[test]
fn a_drawing_says_its_conclusion() {
    assert_eq!(conclusion(&categories(), Language::Chinese), "7项中行政职权最多，32条。");
    assert_eq!(conclusion(&categories(), Language::English), "Of 7, 行政职权 is the largest: 32.");
    assert_eq!(conclusion(&course(), Language::Chinese), "2013年12728条，到2018年15006条，增加了。");
    assert_eq!(conclusion(&course(), Language::English), "12728 in 2013年, up to 15006 in 2018年.");
    let tied = chart(ChartKind::Parts, &[("甲", "3", 0), ("乙", "3", 0), ("丙", "1", 0)]);
    assert_eq!(conclusion(&tied, Language::Chinese), "3项中甲、乙最多，各3条。");
    let equal = chart(ChartKind::Parts, &[("甲", "3", 0), ("乙", "3", 0), ("丙", "3", 0)]);
    assert_eq!(conclusion(&equal, Language::English), "All 3 are equal: 3 each.");
    let falling = chart(ChartKind::Years, &[("2015", "9", 2015), ("2016", "4", 2016), ("2017", "2", 2017)]);
    assert_eq!(conclusion(&falling, Language::English), "9 in 2015, down to 2 in 2017.");
    assert_eq!(conclusion(&chart(ChartKind::Years, &[]), Language::English), "");
}

#[test]
fn a_drawing_is_an_image_with_a_name_and_nothing_from_outside() {
    let mut hostile = categories();
    hostile.title.zh = "<script>alert(1)</script>&\"'\u{1}\u{ffff}".to_owned();
    hostile.points[0].label.zh = "]]><a onload=x>".to_owned();
    hostile.points[1].printed = "<b>".to_owned();
    let drawn = svg(&hostile, Language::Chinese, &|_| Some("/?a=1&b=\"><script>".to_owned()));
    let elements = reading::elements(&drawn);
    let root = &elements[0];
    assert_eq!(root.attributes["role"], "img");
    let ids: Vec<&str> =
        elements.iter().filter_map(|element| element.attributes.get("id")).map(String::as_str).collect();
    assert_eq!(root.attributes["aria-labelledby"], ids.join(" "));
    let title = elements.iter().find(|element| element.name == "title").expect("a title");
    assert_eq!(title.text, "<script>alert(1)</script>&\"'");
    for element in &elements {
        assert!(
            ["svg", "title", "desc", "a", "rect", "line", "circle", "text", "tspan"]
                .contains(&element.name.as_str()),
            "{}",
            element.name
        );
        for (name, value) in &element.attributes {
            assert!(!name.starts_with("on") && name != "style", "{name}");
            assert!(name == "xmlns" || !value.contains("://"), "{value}");
        }
    }
    let plain = svg(&categories(), Language::Chinese, &|_| None);
    assert!(!plain.contains("<a "), "no address, no link");
}
