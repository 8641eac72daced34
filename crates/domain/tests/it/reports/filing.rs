//! The last day for publishing a report, by format, level and kind of body, and year.

use super::format;

#[test]
fn a_report_is_due_when_the_format_of_its_year_says() {
    for (id, level, kind, year, due) in [
        // Regulation of 2008, article 31: every organ by 31 March.
        ("gz-2016", "district", "government_office", 2016, "2017-03-31"),
        ("gz-2016", "district", "department", 2016, "2017-03-31"),
        ("national-2014", "city", "government", 2014, "2015-03-31"),
        ("national-2014", "town", "town_or_subdistrict", 2018, "2019-03-31"),
        // Regulation of 2019, article 49: departments by 31 January, local governments by 31 March.
        ("national-2019", "district", "department", 2019, "2020-01-31"),
        ("national-2019", "district", "government", 2019, "2020-03-31"),
        ("national-2019", "district", "government_office", 2020, "2021-03-31"),
        ("national-2019", "province", "government", 2020, "2021-03-31"),
        ("national-2019", "town", "town_or_subdistrict", 2020, "2021-01-31"),
        // The format of 2021: a step for every level.
        ("national-2021", "district", "department", 2021, "2022-01-31"),
        ("national-2021", "district", "government", 2021, "2022-02-20"),
        ("national-2021", "district", "government_office", 2023, "2024-02-20"),
        ("national-2021", "city", "government", 2024, "2025-03-10"),
        ("national-2021", "city", "department", 2024, "2025-01-31"),
        ("national-2021", "province", "government", 2024, "2025-03-31"),
        ("national-2021", "province", "vertical_unit", 2024, "2025-01-31"),
        ("national-2021", "town", "town_or_subdistrict", 2024, "2025-01-31"),
    ] {
        let found = format(id).filing_due(level, kind, year).map(|date| date.to_string());
        assert_eq!(found.as_deref(), Some(due), "{id}: {level} {kind} {year}");
    }
}

#[test]
fn every_shipped_rule_cites_its_source() {
    for format in super::FORMATS.iter() {
        assert!(!format.filing.is_empty(), "{}", format.id);
        assert!(format.filing.iter().all(|rule| rule.source.contains('〔') || rule.source.contains('条')));
    }
}

#[test]
fn a_format_without_rules_does_not_say_and_no_year_overflows() {
    let mut national = format("national-2021");
    assert_eq!(national.filing_due("city", "government", i16::MAX), None);
    national.filing.clear();
    assert_eq!(national.filing_due("city", "government", 2024), None);
}
