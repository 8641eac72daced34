//! How a sentence announces parts: 其中, 分别为, …中, a colon, a bracket.

use super::naming::naming;
use std::ops::Range;

/// Words in the way to a number that say it is no part of what came before.
pub(super) const BREAKS: [&str; 26] = [
    "此外",
    "另外",
    "同时",
    "累计",
    "截至",
    "没有",
    "平均",
    "共计",
    "合计",
    "总计",
    "总数",
    "已答复",
    "已办",
    "均已",
    "全部",
    "同比",
    "上年",
    "去年",
    "上一年",
    "全年",
    "比上",
    "较上",
    "比去",
    "较去",
    "相比",
    "剩余",
];

/// Words that announce a comparison and no part.
pub(super) const COMPARES: [&str; 11] =
    ["同比", "上年", "去年", "上一年", "较", "增长", "增加", "减少", "下降", "上升", "环比"];

/// How the parts are announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// 其中, 包括, …中: there may be more.
    Among,
    /// 分别为: these are all.
    Respectively,
    /// In brackets or after a colon, without a word.
    Listed,
    /// Only by percentages of one thing.
    Shares,
}

/// The words of a stretch that stand in no bracket opened in it.
pub(super) fn outside_brackets(chars: &[char], range: Range<usize>) -> String {
    let mut depth = 0_usize;
    let mut words = String::new();
    for mark in &chars[range] {
        match mark {
            '（' => depth += 1,
            '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 => words.push(*mark),
            _ => {}
        }
    }
    words
}

/// How a gap announces parts, if it does.
pub(super) fn said(gap: &str) -> Option<Said> {
    if gap.contains("其中")
        || ["包括", "包含", "具体为", "具体是", "含"].iter().any(|word| gap.contains(word))
    {
        return Some(Said::Among);
    }
    if ["分别为", "分别是", "分别有"].iter().any(|word| gap.contains(word)) {
        return Some(Said::Respectively);
    }
    let listed = gap.starts_with(['：', '，']) && (gap.starts_with('：') || gap.starts_with("，涉及"));
    listed.then_some(Said::Listed)
}

/// What a gap says the parts are of: 在主动公开的信息中，
pub(super) fn topic(gap: &str) -> Option<String> {
    let clauses: Vec<&str> = gap.split(['，', '：', '；']).collect();
    let (last, earlier) = clauses.split_last()?;
    let clause = earlier.iter().rev().find(|clause| clause.ends_with('中') && !clause.ends_with("其中"))?;
    (!last.contains("其中")).then(|| naming(clause.trim_end_matches('中').trim_start_matches('在')))
}

/// Whether two names are of the same thing, one of them perhaps in more words.
pub(super) fn same_topic(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> Vec<char> {
        naming(name).chars().filter(|mark| !"的数等".contains(*mark)).collect()
    };
    let (one, other) = (plain(one), plain(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut rest = long.iter();
    short.len() >= 4
        && long.len() <= short.len() + 4
        && short.iter().all(|mark| rest.any(|other| other == mark))
}

pub(super) fn is_numbered(before: &str) -> bool {
    let rest = before.trim_start_matches(|mark: char| mark.is_ascii_digit());
    (rest.len() < before.len() && rest.starts_with(['.', '、', '）']))
        || before.starts_with(|mark| ('①'..='⑳').contains(&mark))
}
