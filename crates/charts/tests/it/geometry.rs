//! No text leaves the drawing or covers another, whatever the labels and values.

use crate::{chart, reading};
use gongkai_charts::svg;
use gongkai_domain::{
    reports::{Chart, ChartKind, Point},
    says::{Language, Says},
};
use proptest::prelude::*;

/// What holds of every drawing.
fn sound(chart: &Chart) {
    for language in [Language::Chinese, Language::English] {
        let drawn = svg(chart, language, &|point| Some(format!("/{}?a=1&b=2", point.cell)));
        let elements = reading::elements(&drawn);
        let root = &elements[0];
        let (width, height) = (root.number("width"), root.number("height"));
        assert_eq!(root.attributes["viewBox"], format!("0 0 {width} {height}"));
        let texts: Vec<_> = elements.iter().filter(|element| element.name == "text").collect();
        let boxes: Vec<_> = texts.iter().map(|text| text.text_box()).collect();
        for (text, place) in texts.iter().zip(&boxes) {
            assert!(place.inside(width, height), "“{}” leaves the drawing: {place:?}\n{drawn}", text.text);
        }
        for (at, one) in boxes.iter().enumerate() {
            for (other_at, other) in boxes.iter().enumerate().skip(at + 1) {
                let (one_text, other_text) = (&texts[at].text, &texts[other_at].text);
                assert!(!one.overlaps(other), "“{one_text}” covers “{other_text}”\n{drawn}");
            }
        }
        let bars: Vec<_> = elements.iter().filter(|element| element.is("bar")).collect();
        for bar in &bars {
            let place = bar.rect_box();
            assert!(place.inside(width, height), "a bar leaves the drawing\n{drawn}");
            assert!(!boxes.iter().any(|text| text.overlaps(&place)), "a bar covers words\n{drawn}");
        }
        let values = texts.iter().filter(|text| text.is("value")).map(|text| text.text.as_str());
        let printed = chart.points.iter().map(|point| point.printed.as_str());
        assert!(values.eq(printed), "every value is printed, in order");
    }
}

#[test]
fn awkward_values_stay_apart() {
    let parts = |points: &[(&str, &str, i16)]| sound(&chart(ChartKind::Parts, points));
    parts(&[("组织机构", "0", 0), ("动态", "0", 0), ("其他", "0", 0)]);
    parts(&[("一", "79228162514264337593543950335", 0), ("二", "1", 0), ("三", "0", 0)]);
    parts(&[("采购预算", "11273.456789", 0), ("采购金额", "10714.5", 0), ("节约", "0.000001", 0)]);
    parts(&[
        ("（六）申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "3", 0),
        ("Applicants who did not supplement in time without justified grounds", "99999", 0),
        ("A-very-long-word-that-cannot-be-broken-anywhere-at-all", "12", 0),
    ]);
    parts(&[]);
    let years = |points: &[(&str, &str, i16)]| sound(&chart(ChartKind::Years, points));
    years(&[("2014年", "0", 2014), ("2015年", "0", 2015), ("2016年", "1", 2016)]);
    years(&[("2014年", "99999999", 2014), ("2015年", "3", 2015), ("2016年", "99999999", 2016)]);
    years(&[("2008年", "1", 2008), ("2020年", "2", 2020), ("2021年", "3", 2021), ("2021年", "3", 2021)]);
    years(&[("2016年", "5", 2016)]);
    years(&[]);
}

#[test]
fn bars_keep_the_proportions_of_their_values() {
    let parts = chart(ChartKind::Parts, &[("一", "100", 0), ("二", "50", 0), ("三", "0", 0), ("四", "1", 0)]);
    let drawn = svg(&parts, Language::Chinese, &|_| None);
    let bars: Vec<f64> = reading::elements(&drawn)
        .iter()
        .filter(|element| element.is("bar"))
        .map(|bar| bar.number("width"))
        .collect();
    assert_eq!(bars.len(), 3, "0 has no bar");
    assert!((bars[0] - 2.0 * bars[1]).abs() < 0.2, "{bars:?}");
    assert!(bars[2] >= 1.5, "what is not 0 can be seen");
}

#[test]
fn a_line_starts_from_zero_and_breaks_where_years_are_missing() {
    let years = chart(ChartKind::Years, &[("2014", "50", 2014), ("2016", "100", 2016), ("2017", "0", 2017)]);
    let elements = reading::elements(&svg(&years, Language::Chinese, &|_| None));
    let zero = elements.iter().find(|element| element.is("base")).expect("a base").number("y1");
    let dots: Vec<(f64, f64)> = elements
        .iter()
        .filter(|element| element.is("dot"))
        .map(|dot| (dot.number("cx"), dot.number("cy")))
        .collect();
    assert!((zero - dots[2].1).abs() < 0.1, "0 stands on the base");
    assert!(((zero - dots[1].1) - 2.0 * (zero - dots[0].1)).abs() < 0.3, "100 is twice as high as 50");
    assert!(
        ((dots[1].0 - dots[0].0) - 2.0 * (dots[2].0 - dots[1].0)).abs() < 0.3,
        "two years are twice as far"
    );
    let dashed = |line: &&reading::Element| line.attributes.contains_key("stroke-dasharray");
    let lines: Vec<_> = elements.iter().filter(|element| element.is("line")).collect();
    assert!(dashed(&lines[0]) && !dashed(&lines[1]), "2015 has no report");
}

prop_compose! {
    fn any_point()(
        label in "[a-zA-Z ()0-9]{0,40}|[一-鿿（），、]{0,40}|[一-鿿]{1,6}[a-z]{0,30}",
        whole in prop_oneof![Just(0_u64), 0..100_u64, 0..10_000_000_000_u64],
        scale in 0..4_u32,
        gap in 1..5_i16,
    ) -> (Point, i16) {
        let value = rust_decimal::Decimal::from_i128_with_scale(i128::from(whole), scale);
        let point = Point {
            label: Says::new(&label, &label),
            value,
            printed: value.to_string(),
            year: 0,
            format: "gz-2016".to_owned(),
            cell: "F13".to_owned(),
        };
        (point, gap)
    }
}

proptest! {
    #[test]
    fn no_text_leaves_the_drawing(points in prop::collection::vec(any_point(), 1..25), years: bool) {
        let mut year = 2008;
        let points = points.into_iter().map(|(point, gap)| {
            year += gap;
            Point { year, ..point }
        });
        let kind = if years { ChartKind::Years } else { ChartKind::Parts };
        sound(&Chart { points: points.collect(), ..chart(kind, &[]) });
    }
}
