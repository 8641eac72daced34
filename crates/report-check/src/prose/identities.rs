//! Figures of one sentence that the law ties together: budget, price and savings.

use super::Remark;
use super::numbers::printed;
use super::shares::others;
use super::stated::{Prose, Stated};
use super::vocabulary::{Identity, Vocabulary};
use crate::{Finding, FindingKind, Severity, Side};
use gongkai_domain::says::Says;
use rust_decimal::Decimal;

/// The identities of all sentences.
pub(super) fn test(prose: &Prose<'_>, words: &Vocabulary) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, first) in prose.stated.iter().enumerate() {
        if prose.of_sentence(first.text, first.sentence).start == place {
            findings.extend(
                words.identity.iter().filter_map(|identity| identity_finding(prose, first, identity)),
            );
        }
    }
    findings
}

/// Figures of the sentence that begins with this one, where each side of an identity is there once.
fn identity_finding(prose: &Prose<'_>, first: &Stated, identity: &Identity) -> Option<Finding> {
    let members = others(prose, first);
    let side = |groups: &[Vec<String>]| -> Option<Vec<&Stated>> {
        let one = |words: &Vec<String>| {
            let named = |stated: &&&Stated| words.iter().any(|word| stated.label.contains(word.as_str()));
            let mut found = members.iter().filter(named);
            let only = found.next()?;
            found.next().is_none().then_some(*only)
        };
        groups.iter().map(one).collect()
    };
    let (left, right) = (side(&identity.left)?, side(&identity.right)?);
    let all: Vec<&Stated> = left.iter().chain(&right).copied().collect();
    let distinct =
        all.iter().enumerate().all(|(at, one)| !all[..at].iter().any(|other| std::ptr::eq(*one, *other)));
    let plain = |stated: &&Stated| {
        stated.number.unit == all[0].number.unit && !stated.number.about && stated.bracket.is_none()
    };
    let alike = all.iter().all(plain);
    let sum = |side: &[&Stated]| {
        side.iter().map(|stated| stated.number.value).fold(Decimal::ZERO, Decimal::saturating_add)
    };
    let (one, other) = (sum(&left), sum(&right));
    if !distinct || !alike || one == other {
        return None;
    }
    let unit = &all[0].number.unit;
    let written =
        |side: &[&Stated]| side.iter().map(|stated| format!("“{}”", prose.quote(stated))).collect::<Vec<_>>();
    let (one_printed, other_printed) = (printed(one, unit), printed(other, unit));
    let says = Says::new(
        format!(
            "{}合计{one_printed}，应等于{}，却是{other_printed}。",
            written(&left).join("加"),
            written(&right).join("加")
        ),
        format!(
            "{} make {one_printed}, which should equal {}, {other_printed}.",
            written(&left).join(" and "),
            written(&right).join(" and ")
        ),
    );
    let remark = Remark {
        severity: Severity::Error,
        kind: FindingKind::TextSum,
        left: Some(Side::Number(one)),
        right: Some(Side::Number(other)),
        cells: Vec::new(),
        says,
    };
    Some(remark.at(prose.text_of(first), prose.sentence(first)))
}
