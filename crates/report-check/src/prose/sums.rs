//! Parts that do not make up their whole.

use super::Remark;
use super::announced::Said;
use super::numbers::printed;
use super::partitions::Group;
use super::percents::{Fit, fit};
use super::stated::{Prose, Stated};
use super::vocabulary::Vocabulary;
use crate::{Finding, FindingKind, Severity, Side};
use gongkai_domain::says::Says;
use rust_decimal::Decimal;

/// From how many parts on a list looks complete.
const LISTING: usize = 5;

/// What the groups say that cannot be so.
pub(super) fn test(prose: &Prose<'_>, groups: &[Group], words: &Vocabulary) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        groups.iter().filter_map(|group| group_finding(prose, group, words)).collect();
    findings.extend(prose.stated.iter().enumerate().filter_map(|(at, _)| total_finding(prose, groups, at)));
    findings
}

fn group_finding(prose: &Prose<'_>, group: &Group, words: &Vocabulary) -> Option<Finding> {
    let whole = &prose.stated[group.whole?];
    let worth = whole.number.worth().0;
    // Where parts may be of several kinds, those that add up are one division and the rest another.
    let parallel = is_parallel(prose, group, group.parts.len(), words);
    let adds_up = (1..=group.parts.len()).any(|parts| {
        let listed = group.ends.contains(&parts) || (parts >= 2 && !parallel);
        listed && group.sum(prose, parts) == worth
    });
    if adds_up || group.is_about(prose) {
        return None;
    }
    let first = group.ends.first().copied()?;
    let least = group.sum(prose, first);
    let fits_instead = group.instead.is_some_and(|instead| least <= prose.stated[instead].number.worth().0);
    if least > worth {
        // Parts that are 99%, 87% and 55% of the whole are not meant to be apart.
        let overlap = overlapping(prose, group, worth);
        return (!fits_instead && !overlap).then(|| exceeding(prose, group, whole, first, words));
    }
    if let Some(end) = complete_end(prose, group, words) {
        let sum = group.sum(prose, end);
        let severity = if group.mixed { Severity::Warning } else { Severity::Error };
        return Some(finding(prose, group, whole, end, severity, &short(prose, group, whole, end, sum)));
    }
    let all_shared = group.percents.iter().all(Option::is_some);
    let plain = group.parts.len() >= LISTING && (all_shared || group.numbered) && !group.mixed;
    let selected = hints_at_more(prose, group);
    (plain && !selected).then(|| {
        let sum = group.sum(prose, group.parts.len());
        let says = Says::new(
            format!(
                "{}之下列出的{}个部分合计{}，比{}少{}；如果列的就是全部，数字有误。",
                quoted(prose, whole),
                group.parts.len(),
                in_unit(whole, sum),
                whole.number.printed(),
                in_unit(whole, worth - sum)
            ),
            format!(
                "The {} parts listed of {} add up to {}, {} less than {}; if they are all there are, a number is wrong.",
                group.parts.len(),
                quoted_en(prose, whole),
                in_unit(whole, sum),
                in_unit(whole, worth - sum),
                whole.number.printed()
            ),
        );
        finding(prose, group, whole, group.parts.len(), Severity::Note, &says)
    })
}

/// Whether the text itself says of the parts what share of the whole they are, and that they overlap.
fn overlapping(prose: &Prose<'_>, group: &Group, worth: Decimal) -> bool {
    let shares: Vec<(&Stated, &Stated)> = group
        .parts
        .iter()
        .zip(&group.percents)
        .filter_map(|(part, percent)| Some((&prose.stated[*part], &prose.stated[(*percent)?])))
        .collect();
    let right = |(part, percent): &(&Stated, &Stated)| {
        fit(part.number.worth().0, worth, percent.number.value) != Fit::Not
    };
    shares.len() >= 2 && shares.iter().all(right)
}

/// Parts that come to more than the whole.
fn exceeding(prose: &Prose<'_>, group: &Group, whole: &Stated, parts: usize, words: &Vocabulary) -> Finding {
    let sum = group.sum(prose, parts);
    let certain = match group.said {
        Said::Listed => false,
        Said::Shares => group.shares_add_up(prose),
        Said::Among | Said::Respectively => parts == 1 || is_parallel(prose, group, parts, words),
    };
    let severity =
        if certain && !group.mixed && !group.divided { Severity::Error } else { Severity::Warning };
    let worth = whole.number.worth().0;
    let over = group.parts.iter().take(parts).map(|part| &prose.stated[*part]);
    let mut over = over.rev();
    let extra = over.find(|part| sum - part.number.worth().0 == worth).filter(|_| parts > 2);
    let (hint, hint_en) = extra.map_or((String::new(), String::new()), |extra| {
        (
            format!("；不算{}正好相符", quoted(prose, extra)),
            format!("; without {} they agree", quoted_en(prose, extra)),
        )
    });
    let says = Says::new(
        format!(
            "{}，其中各部分合计{}，反而多{}{hint}。",
            is(prose, whole),
            in_unit(whole, sum),
            in_unit(whole, sum - worth)
        ),
        format!(
            "The whole is {}, but its parts add up to {}, {} more{hint_en}.",
            quoted_en(prose, whole),
            in_unit(whole, sum),
            in_unit(whole, sum - worth)
        ),
    );
    finding(prose, group, whole, parts, severity, &says)
}

fn short(prose: &Prose<'_>, group: &Group, whole: &Stated, parts: usize, sum: Decimal) -> Says {
    let worth = whole.number.worth().0;
    let (more, more_en) = if sum > worth { ("多", "more") } else { ("少", "less") };
    let by = in_unit(whole, (sum - worth).abs());
    Says::new(
        format!(
            "{}，列出的{parts}个部分应当就是全部，合计却是{}，{more}{by}。",
            is(prose, whole),
            in_unit(whole, sum)
        ),
        format!(
            "The whole is {}, but its {} parts, said to be all, add up to {}, {by} {more_en}.",
            quoted_en(prose, whole),
            group.parts.len().min(parts),
            in_unit(whole, sum)
        ),
    )
}

fn finding(
    prose: &Prose<'_>,
    group: &Group,
    whole: &Stated,
    parts: usize,
    severity: Severity,
    says: &Says,
) -> Finding {
    let text = prose.text_of(whole);
    let last = group.parts.iter().take(parts).next_back().map_or(whole, |last| &prose.stated[*last]);
    let sum = group.sum(prose, parts);
    let remark = Remark {
        severity,
        kind: FindingKind::TextSum,
        left: Some(Side::Number(whole.number.value)),
        right: Some(Side::Number(scaled(whole, sum))),
        cells: Vec::new(),
        says: says.clone(),
    };
    let near = whole.sentence == last.sentence && whole.text == last.text;
    let first = group.parts.first().map_or(whole, |first| &prose.stated[*first]);
    let from = if near { whole } else { first };
    remark.at(text, from.before.start..last.number.end.max(from.number.end))
}

/// After how many parts the list is said to be complete, if it is.
fn complete_end(prose: &Prose<'_>, group: &Group, words: &Vocabulary) -> Option<usize> {
    let all = group.parts.len();
    let label = |part: usize| prose.stated[group.parts[part]].label.as_str();
    if all < 2 {
        return None;
    }
    if group.shares_add_up(prose) || (group.said == Said::Respectively && group.ends.len() == 1) {
        return Some(all);
    }
    let ends: Vec<usize> = group.ends.iter().copied().filter(|end| *end >= 2).collect();
    let rest = ends.iter().copied().find(|end| words.is_rest(label(end - 1)));
    rest.or_else(|| {
        ends.into_iter().find(|end| {
            let labels: Vec<&str> = (0..*end).map(label).collect();
            words.is_partition(&labels)
        })
    })
}

/// Whether parts are of one kind, so that they cannot overlap: of one division, numbered, or named alike.
fn is_parallel(prose: &Prose<'_>, group: &Group, parts: usize, words: &Vocabulary) -> bool {
    let named = group.parts[..parts].iter().map(|part| &prose.stated[*part]);
    let names: Vec<String> = named
        .filter(|part| !words.is_rest(&part.label))
        .map(|part| format!("{}{}", prose.before(part), prose.after(part)))
        .collect();
    if names.is_empty() {
        return true;
    }
    let divisions: Vec<Option<&str>> = names.iter().map(|name| words.dimension(name)).collect();
    let one = divisions.iter().all(|division| *division == divisions[0]);
    if group.numbered || words.is_rest(&prose.stated[group.parts[parts - 1]].label) {
        return one;
    }
    let labels: Vec<&str> =
        group.parts[..parts].iter().map(|part| prose.stated[*part].label.as_str()).collect();
    let alike = is_alike(&labels);
    one && (divisions[0].is_some() || alike)
}

/// Whether names begin or end alike, or have two characters in common.
fn is_alike(names: &[&str]) -> bool {
    let first: Vec<char> = names.first().map(|name| name.chars().collect()).unwrap_or_default();
    let ends = |name: &&str| name.chars().next_back() == first.last().copied();
    let begins = |name: &&str| name.chars().next() == first.first().copied();
    let shared = first.windows(2).any(|pair| {
        let pair: String = pair.iter().collect();
        names.iter().all(|name| name.contains(&pair))
    });
    shared || names.iter().all(ends) || names.iter().all(begins)
}

/// Whether the sentence says that only some are listed.
fn hints_at_more(prose: &Prose<'_>, group: &Group) -> bool {
    let (Some(first), Some(last)) = (group.parts.first(), group.parts.last()) else { return false };
    let first = &prose.stated[*first];
    let text = prose.text_of(first);
    let from = group.whole.map_or(first.before.start, |whole| prose.stated[whole].number.end);
    let lead = text.words(from.min(first.before.start)..first.before.start);
    let after = prose.after(&prose.stated[*last]);
    let own = prose.before(first);
    let selected = ["主要", "重点", "部分", "例如"];
    let leads = selected.iter().any(|word| lead.contains(word) || own.starts_with(&format!("其中{word}")));
    leads || after.starts_with('等')
}

/// A number that is said to total what stands before it in its sentence: …12条，…30条，合计42条
fn total_finding(prose: &Prose<'_>, groups: &[Group], at: usize) -> Option<Finding> {
    let total = &prose.stated[at];
    let before = prose.before(total);
    if !["合计", "总计"].iter().any(|word| before.ends_with(word)) || total.number.about {
        return None;
    }
    let parts: Vec<&Stated> = (0..at)
        .rev()
        .map(|earlier| &prose.stated[earlier])
        .take_while(|earlier| earlier.text == total.text && earlier.sentence == total.sentence)
        .filter(|earlier| {
            earlier.bracket == total.bracket && earlier.number.worth().1 == total.number.worth().1
        })
        .collect();
    let worth = total.number.worth().0;
    let in_group = || groups.iter().any(|group| group.parts.contains(&at) || group.whole == Some(at));
    let mut sum = Decimal::ZERO;
    let adds_up = parts.iter().any(|part| {
        sum = sum.saturating_add(part.number.worth().0);
        sum == worth
    });
    if parts.len() < 2 || adds_up || in_group() || parts.iter().any(|part| part.number.about) {
        return None;
    }
    let text = prose.text_of(total);
    let first = parts.last().map_or(total.before.start, |first| first.before.start);
    let says = Says::new(
        format!("{}，前面{}个数相加却是{}。", is(prose, total), parts.len(), in_unit(total, sum)),
        format!(
            "The total is {}, but the {} numbers before it add up to {}.",
            quoted_en(prose, total),
            parts.len(),
            in_unit(total, sum)
        ),
    );
    let remark = Remark {
        severity: Severity::Warning,
        kind: FindingKind::TextSum,
        left: Some(Side::Number(total.number.value)),
        right: Some(Side::Number(scaled(total, sum))),
        cells: Vec::new(),
        says,
    };
    Some(remark.at(text, first..total.number.end))
}

/// A sum in the unit the whole is printed in.
fn scaled(whole: &Stated, sum: Decimal) -> Decimal {
    let factor = whole.number.worth().0.checked_div(whole.number.value);
    factor.and_then(|factor| sum.checked_div(factor)).unwrap_or(sum)
}

fn in_unit(whole: &Stated, sum: Decimal) -> String {
    printed(scaled(whole, sum), &whole.number.unit)
}

fn is(prose: &Prose<'_>, whole: &Stated) -> String {
    format!("总数是{}", quoted(prose, whole))
}

fn quoted(prose: &Prose<'_>, stated: &Stated) -> String {
    format!("“{}”", prose.quote(stated))
}

fn quoted_en(prose: &Prose<'_>, stated: &Stated) -> String {
    format!("“{}”", prose.quote(stated))
}
