//! The same figure stated twice with different numbers.

use super::Remark;
use super::partitions::Group;
use super::stated::{Prose, Stated};
use super::ties::Tie;
use super::vocabulary::Vocabulary;
use crate::{Finding, FindingKind, Severity, Side};
use gongkai_domain::says::Says;

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
    for (at, later) in ties.iter().enumerate() {
        let earlier = ties[..at].iter().find(|earlier| {
            earlier.figure.id == later.figure.id
                && earlier.wide == later.wide
                && earlier.certain
                && later.certain
        });
        if let Some(earlier) = earlier {
            let pair = [&prose.stated[earlier.stated], &prose.stated[later.stated]];
            let severity = if later.wide { Severity::Warning } else { Severity::Error };
            findings.extend(differ(prose, pair, &later.figure.label, severity));
        }
    }
    let tied = |at: usize| ties.iter().any(|tie| tie.stated == at);
    for (at, later) in prose.stated.iter().enumerate() {
        if tied(at) || !is_name(prose, later, words) || is_part(groups, at) {
            continue;
        }
        let same = |(place, earlier): &(usize, &Stated)| {
            earlier.label == later.label
                && earlier.number.unit == later.number.unit
                && earlier.sentence_of() != later.sentence_of()
                && is_name(prose, earlier, words)
                && prose.year(earlier) == prose.year(later)
                && !is_part(groups, *place)
        };
        if let Some((_, earlier)) = prose.stated[..at].iter().enumerate().find(same) {
            findings.extend(differ(prose, [earlier, later], &later.label, Severity::Warning));
        }
    }
    findings
}

impl Stated {
    /// The sentence it stands in.
    const fn sentence_of(&self) -> (usize, usize) {
        (self.text, self.sentence)
    }
}

fn is_part(groups: &[Group], at: usize) -> bool {
    groups.iter().any(|group| group.parts.contains(&at))
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
