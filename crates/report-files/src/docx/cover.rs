//! The cover: title, body, day.

use super::body::{Document, Set};
use super::page::Page;
use crate::standing;
use gongkai_domain::reports::Standing;

/// Empty lines above the title, and between it and the name of the body.
const ABOVE: usize = 5;
const BETWEEN: usize = 7;
/// Characters of a title that stand on one line.
const LINE: usize = 20;

/// Writes the cover.
pub(super) fn write(document: &mut Document<'_>) {
    let publication = document.publication;
    blank(document, ABOVE);
    for line in broken(&publication.report.title, &publication.body) {
        document.line(Set::style("Title"), &line);
    }
    if let Standing::Draft { .. } = publication.standing {
        document.line(Set::style("Subtitle"), "（草稿）");
    }
    blank(document, BETWEEN);
    document.line(Set::style("Subtitle"), &publication.body);
    let date = standing::date(publication);
    document.line(Set::style("Subtitle"), &format!("{}年{}月", date.year(), date.month()));
    document.turn(Page::Upright);
}

fn blank(document: &mut Document<'_>, lines: usize) {
    for _ in 0..lines {
        document.line(Set::style("Normal"), "");
    }
}

/// A title that is too long for one line, broken beside the name of the body: never within a name or a year.
fn broken(title: &str, body: &str) -> Vec<String> {
    if title.chars().count() <= LINE || body.is_empty() {
        return vec![title.to_owned()];
    }
    match title.split_once(body) {
        Some((before, after)) if !after.is_empty() => vec![format!("{before}{body}"), after.to_owned()],
        _ => vec![title.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use super::broken;

    #[test]
    fn a_long_title_breaks_after_the_name_of_the_body() {
        let body = "从化区人民政府办公室";
        assert_eq!(
            broken("从化区人民政府办公室2021年政府信息公开工作年度报告", body),
            ["从化区人民政府办公室", "2021年政府信息公开工作年度报告"]
        );
        assert_eq!(
            broken("2016年从化区人民政府办公室政府信息公开年度报告", body),
            ["2016年从化区人民政府办公室", "政府信息公开年度报告"]
        );
        assert_eq!(broken("2016年年度报告", body), ["2016年年度报告"]);
    }
}
