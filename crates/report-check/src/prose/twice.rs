//! The same figure stated twice with different numbers.

use super::Remark;
use super::partitions::Group;
use super::stated::{Prose, Stated};
use super::ties::Tie;
use super::vocabulary::Vocabulary;
use crate::{Finding, FindingKind, Severity, Side};
use gongkai_domain::says::Says;
use std::collections::{BTreeSet, HashMap};

/// How long a name must be to be a name of one thing only.
const NAME: usize = 8;

/// Figures stated twice.
pub(super) fn test(
    prose: &Prose<'_>,
    ties: &[Tie<'_>],
    groups: &[Group],
    words: &Vocabulary,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut known: HashMap<(&str, bool), &Tie<'_>> = HashMap::new();
    for later in ties.iter().filter(|tie| tie.certain) {
        let earlier = *known.entry((later.figure.id.as_str(), later.wide)).or_insert(later);
        if earlier.stated != later.stated {
            let pair = [&prose.stated[earlier.stated], &prose.stated[later.stated]];
            let severity = if later.wide { Severity::Warning } else { Severity::Error };
            findings.extend(differ(prose, pair, &later.figure.label, severity));
        }
    }
    findings.extend(named_twice(prose, ties, groups, words));
    findings
}

/// Figures that no vocabulary knows, under the same long name.
fn named_twice(prose: &Prose<'_>, ties: &[Tie<'_>], groups: &[Group], words: &Vocabulary) -> Vec<Finding> {
    let mut passed: BTreeSet<usize> = groups.iter().flat_map(|group| group.parts.iter().copied()).collect();
    passed.extend(ties.iter().map(|tie| tie.stated));
    let mut known: HashMap<(&str, &str, Option<i16>), &Stated> = HashMap::new();
    let mut findings = Vec::new();
    for (at, later) in prose.stated.iter().enumerate() {
        if passed.contains(&at) || !is_name(prose, later, words) {
            continue;
        }
        let key = (later.label.as_str(), later.number.unit.as_str(), prose.year(later));
        let earlier = *known.entry(key).or_insert(later);
        if (earlier.text, earlier.sentence) != (later.text, later.sentence) {
            findings.extend(differ(prose, [earlier, later], &later.label, Severity::Warning));
        }
    }
    findings
}

/// Whether the label is long enough for a name, and nothing says that the number is of another scope.
fn is_name(prose: &Prose<'_>, stated: &Stated, words: &Vocabulary) -> bool {
    let before = prose.before(stated);
    let other = words.scope.other.iter().any(|word| before.contains(word.as_str()));
    stated.label.chars().count() >= NAME && !other && !stated.number.about && stated.number.unit != "%"
}

fn differ(
    prose: &Prose<'_>,
    [earlier, later]: [&Stated; 2],
    label: &str,
    severity: Severity,
) -> Option<Finding> {
    if earlier.number.worth() == later.number.worth() || earlier.number.worth().1 != later.number.worth().1 {
        return None;
    }
    let says = Says::new(
        format!("“{}”和前文“{}”说的都是{label}，两个数不同。", prose.quote(later), prose.quote(earlier)),
        format!(
            "“{}” and, before it, “{}” are the same figure with two numbers.",
            prose.quote(later),
            prose.quote(earlier)
        ),
    );
    let remark = Remark {
        severity,
        kind: FindingKind::TextText,
        left: Some(Side::Number(later.number.value)),
        right: Some(Side::Number(earlier.number.value)),
        cells: Vec::new(),
        says,
    };
    Some(remark.at(prose.text_of(later), later.before.start..later.number.end))
}
