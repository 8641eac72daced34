//! The conclusion of a chart in one sentence, for those who do not see it.

use gongkai_domain::{
    reports::{Chart, Point},
    says::Language,
};

/// Which part is the largest, or the few that are.
pub(crate) fn largest(chart: &Chart, language: Language) -> String {
    let Some(most) = chart.points.iter().max_by_key(|point| point.value) else { return String::new() };
    let largest: Vec<&str> = chart
        .points
        .iter()
        .filter(|point| point.value == most.value)
        .map(|point| point.label.in_language(language))
        .collect();
    let (parts, printed, unit) = (chart.points.len(), &most.printed, &chart.unit);
    match (language, largest.as_slice()) {
        (Language::Chinese, [one]) => format!("{parts}项中{one}最多，{printed}{unit}。"),
        (Language::Chinese, all) if all.len() == parts => format!("{parts}项相等，各{printed}{unit}。"),
        (Language::Chinese, all) => format!("{parts}项中{}最多，各{printed}{unit}。", all.join("、")),
        (Language::English, [one]) => format!("Of {parts}, {one} is the largest: {printed}."),
        (Language::English, all) if all.len() == parts => format!("All {parts} are equal: {printed} each."),
        (Language::English, all) => {
            format!("Of {parts}, the largest are {}: {printed} each.", all.join(", "))
        }
    }
}

/// From the first year to the last.
pub(crate) fn course(chart: &Chart, language: Language) -> String {
    let (Some(first), Some(last)) = (chart.points.first(), chart.points.last()) else { return String::new() };
    let says = |point: &Point| match language {
        Language::Chinese => {
            format!("{}{}{}", point.label.in_language(language), point.printed, chart.unit)
        }
        Language::English => format!("{} in {}", point.printed, point.label.in_language(language)),
    };
    let (from, to) = (says(first), says(last));
    match (language, last.value.cmp(&first.value)) {
        (Language::Chinese, std::cmp::Ordering::Greater) => format!("{from}，到{to}，增加了。"),
        (Language::Chinese, std::cmp::Ordering::Less) => format!("{from}，到{to}，减少了。"),
        (Language::Chinese, std::cmp::Ordering::Equal) => format!("{from}，到{to}，相同。"),
        (Language::English, std::cmp::Ordering::Greater) => format!("{from}, up to {to}."),
        (Language::English, std::cmp::Ordering::Less) => format!("{from}, down to {to}."),
        (Language::English, std::cmp::Ordering::Equal) => format!("{from}, and again {to}."),
    }
}
