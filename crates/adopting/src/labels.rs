//! Labels on a page and what stands behind them: 索引号：… 发文机关：… 发布时间：… 来源：….

use crate::facts::{COLUMN, Facts, Origin};
use crate::tree::on_one_line;
use gongkai_domain::catalogue::{ITEMS, OldSites};
use gongkai_domain::law::{Headings, RegisterHeadings};

/// Longest label, in letters.
const LONGEST_LABEL: usize = 10;
/// Longest line that is taken for labels, in letters.
const LONGEST_LINE: usize = 400;

/// The labels of old sites: the headings of the register and what else such pages say.
#[derive(Clone, Debug)]
pub(crate) struct Labels<'a> {
    headings: RegisterHeadings,
    /// What is known of old sites.
    pub rules: &'a OldSites,
}

/// What a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// A column of the register, or the column of the site.
    Of(&'static str),
    /// Something that is not kept.
    PassedOver,
}

impl<'a> Labels<'a> {
    /// Of an installation.
    pub(crate) fn of(headings: &Headings, rules: &'a OldSites) -> Self {
        Self { headings: headings.of(&ITEMS), rules }
    }

    /// What a label says, whatever the gaps in it.
    pub(crate) fn read(&self, words: &str) -> Option<Label> {
        let words =
            words.trim_matches(|letter: char| letter.is_whitespace() || "[]【】·•：:".contains(letter));
        if words.is_empty() || words.chars().count() > LONGEST_LABEL {
            return None;
        }
        if let Some(code) = self.rules.label(words) {
            return Some(Label::Of(code));
        }
        if self.rules.is_passed_over(words) {
            return Some(Label::PassedOver);
        }
        let column = self.headings.recognise(words).and_then(Result::ok)?.column;
        (!matches!(column.code, "text" | "withdrawn_on" | "withdrawal_reason"))
            .then_some(Label::Of(column.code))
    }

    /// The labels of one line with what stands behind each: `发布时间：2016-05-12 来源：区府办 浏览次数：3`.
    pub(crate) fn of_line(&self, line: &str) -> Vec<(Label, String)> {
        if line.chars().count() > LONGEST_LINE {
            return Vec::new();
        }
        let mut found: Vec<(Label, usize, usize)> = Vec::new();
        for (colon, mark) in line.char_indices().filter(|(_, letter)| matches!(letter, '：' | ':')) {
            let from = found.last().map_or(0, |(_, _, value)| *value);
            if let Some((label, start)) = self.before(&line[from..colon]) {
                found.push((label, from + start, colon + mark.len_utf8()));
            }
        }
        let ends: Vec<usize> = found.iter().skip(1).map(|(_, start, _)| *start).chain([line.len()]).collect();
        let value = |((label, _, value), end): (&(Label, usize, usize), &usize)| {
            let value = line.get(*value..*end).unwrap_or_default();
            (*label, trimmed(value).to_owned())
        };
        found.iter().zip(&ends).map(value).collect()
    }

    /// The label that ends a stretch of text, and where it begins in it: the longest that is known.
    fn before(&self, stretch: &str) -> Option<(Label, usize)> {
        let starts: Vec<usize> =
            stretch.char_indices().map(|(at, _)| at).rev().take(LONGEST_LABEL * 2).collect();
        starts.into_iter().rev().find_map(|at| {
            let begins = at == 0 || stretch[..at].ends_with(|letter: char| !letter.is_alphanumeric());
            begins.then(|| self.read(&stretch[at..]).map(|label| (label, at))).flatten()
        })
    }

    /// Takes what labels say into the facts.
    pub(crate) fn put(found: &[(Label, String)], origin: Origin, facts: &mut Facts) {
        for (label, value) in found {
            match label {
                Label::Of(code) if !is_blank(value) => facts.put(code, &shortened(code, value), origin),
                _ => {}
            }
        }
    }
}

/// Pages write a dash, 无 or nothing where there is nothing.
fn is_blank(value: &str) -> bool {
    matches!(value.trim(), "" | "-" | "--" | "—" | "——" | "/" | "无" | "暂无" | "空")
}

fn trimmed(value: &str) -> &str {
    value.trim_matches(|letter: char| letter.is_whitespace() || "|｜[]【】;；".contains(letter))
}

/// A source ends where a gap does, a column at its last step.
fn shortened(code: &str, value: &str) -> String {
    let value = on_one_line(value);
    match code {
        "source" => {
            value.split(['\u{3000}', '|', '｜', '【', '[']).next().unwrap_or(&value).trim().to_owned()
        }
        COLUMN | "category" => {
            value.rsplit(['>', '\\', '/', '、', '»']).next().unwrap_or(&value).trim().to_owned()
        }
        _ => value,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use gongkai_domain::law::{BUILT_IN, Codes};

    pub(crate) fn rules() -> (Headings, OldSites) {
        let text = BUILT_IN.iter().find(|text| text.path == "reading/old-sites.toml").unwrap();
        let rules = OldSites::read(*text, &Codes::read(BUILT_IN).unwrap()).unwrap();
        (Headings::read(BUILT_IN).unwrap(), rules)
    }

    #[test]
    fn a_line_of_labels_is_taken_apart() {
        let (headings, rules) = rules();
        let labels = Labels::of(&headings, &rules);
        let mut facts = Facts::default();
        let line = "发布时间：2016-05-12 10:30　　来源： 从化区政府办公室 　浏览次数：12　字体：大 中 小";
        Labels::put(&labels.of_line(line), Origin::Line, &mut facts);
        assert_eq!(facts.value("published_on"), "2016-05-12");
        assert_eq!(facts.value("source"), "从化区政府办公室");
        let mut facts = Facts::default();
        Labels::put(&labels.of_line("索 引 号：006939748/2016-00012"), Origin::Header, &mut facts);
        Labels::put(
            &labels.of_line("发文机关: 从化区府办 [文号]：从府办[2016]37号"),
            Origin::Header,
            &mut facts,
        );
        assert_eq!(facts.value("index_number"), "006939748/2016-00012");
        assert_eq!(facts.value("document_number"), "从府办〔2016〕37号");
        assert_eq!(facts.value("body"), "从化区府办");
    }

    #[test]
    fn sentences_with_colons_are_no_labels() {
        let (headings, rules) = rules();
        let labels = Labels::of(&headings, &rules);
        for line in ["现将有关事项通知如下：", "会议时间安排：明天", "一、来源不明的：没收"]
        {
            assert!(labels.of_line(line).is_empty(), "{line}: {:?}", labels.of_line(line));
        }
    }
}
