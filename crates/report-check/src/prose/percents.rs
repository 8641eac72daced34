//! Percentages that are not those of the numbers beside them.

use super::Remark;
use super::announced::Said;
use super::numbers::{Number, printed};
use super::partitions::Group;
use super::stated::{Prose, Stated};
use crate::{Finding, FindingKind, Severity, Side};
use gongkai_domain::says::Says;
use rust_decimal::{Decimal, RoundingStrategy};

/// How far before a percentage what it is of may stand, in characters.
const FAR: usize = 1000;

/// How a printed percentage agrees with a part and a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// Rounded as it should be.
    Rounded,
    /// Digits cut off instead of rounded.
    Cut,
    /// Not at all.
    Not,
}

/// How a percentage fits.
pub(super) fn fit(part: Decimal, whole: Decimal, percent: Decimal) -> Fit {
    let Some(exact) = part.saturating_mul(Decimal::ONE_HUNDRED).checked_div(whole) else { return Fit::Not };
    let digits = percent.scale();
    let rounded = |strategy| exact.round_dp_with_strategy(digits, strategy);
    if rounded(RoundingStrategy::MidpointAwayFromZero) == percent {
        Fit::Rounded
    } else if rounded(RoundingStrategy::ToZero) == percent {
        Fit::Cut
    } else {
        Fit::Not
    }
}

/// Whether amounts that were themselves rounded, as 万元 are, can have given a percentage.
pub(super) fn within_rounding(part: &Number, whole: &Number, percent: &Number) -> bool {
    let ((one, all), half) = ((part.worth().0, whole.worth().0), half_digit(percent));
    let (of_part, of_whole) = (rounding(part), rounding(whole));
    if of_part.is_zero() && of_whole.is_zero() {
        return false;
    }
    let percent_of = |one: Decimal, all: Decimal| {
        one.saturating_mul(Decimal::ONE_HUNDRED).checked_div(all.max(Decimal::ONE))
    };
    let least = percent_of(one.saturating_sub(of_part), all.saturating_add(of_whole));
    let most = percent_of(one.saturating_add(of_part), all.saturating_sub(of_whole));
    least.is_some_and(|least| least <= percent.value + half)
        && most.is_some_and(|most| percent.value - half <= most)
}

/// By how much an amount may have been rounded: half of its last digit, if it is printed in more than single yuan.
fn rounding(number: &Number) -> Decimal {
    let (worth, unit) = number.worth();
    let scaled = unit == "元" && number.unit != unit && !number.value.is_zero();
    let factor = worth.checked_div(number.value).filter(|_| scaled);
    factor.map_or(Decimal::ZERO, |factor| half_digit(number).saturating_mul(factor))
}

/// Half of the last digit of a number as printed.
fn half_digit(number: &Number) -> Decimal {
    Decimal::new(5, number.value.scale() + 1)
}

/// A percentage as it should be printed.
pub(super) fn share(part: Decimal, whole: Decimal, digits: u32) -> Option<Decimal> {
    let exact = part.saturating_mul(Decimal::ONE_HUNDRED).checked_div(whole)?;
    Some(exact.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero))
}

/// The percentages of parts.
pub(super) fn test(prose: &Prose<'_>, groups: &[Group]) -> Vec<Finding> {
    groups.iter().flat_map(|group| group_findings(prose, group)).collect()
}

fn group_findings(prose: &Prose<'_>, group: &Group) -> Vec<Finding> {
    let pairs: Vec<(&Stated, &Stated)> = group
        .parts
        .iter()
        .zip(&group.percents)
        .filter_map(|(part, percent)| Some((&prose.stated[*part], &prose.stated[(*percent)?])))
        .filter(|(part, percent)| !part.number.about && !percent.number.about)
        .collect();
    if pairs.is_empty() {
        return Vec::new();
    }
    let fits = |base: Decimal| -> Vec<Fit> {
        pairs.iter().map(|(part, percent)| fit(part.number.worth().0, base, percent.number.value)).collect()
    };
    let misses = |base: Decimal| fits(base).iter().filter(|fit| **fit == Fit::Not).count();
    let stated = group.whole.map(|whole| prose.stated[whole].number.worth().0);
    let others = other_bases(prose, group, &pairs);
    let right = stated.filter(|whole| misses(*whole) == 0);
    let right = right.or_else(|| others.iter().copied().find(|base| misses(*base) == 0));
    let (base, certain) = match (right, stated) {
        (Some(base), _) => (base, true),
        (None, Some(whole)) => (whole, is_certain(prose, group, &pairs, misses(whole))),
        (None, None) => {
            let nearest = others.iter().copied().min_by_key(|base| misses(*base));
            match nearest.filter(|base| pairs.len() >= 3 && misses(*base) * 3 <= pairs.len()) {
                Some(base) => (base, false),
                None => return Vec::new(),
            }
        }
    };
    let fits = fits(base);
    pairs
        .iter()
        .zip(fits)
        .filter_map(|((part, percent), fit)| remark(prose, part, percent, base, fit, certain))
        .collect()
}

/// Whether there is no doubt what a percentage is of: it says so, or most of its neighbours are of the same.
fn is_certain(prose: &Prose<'_>, group: &Group, pairs: &[(&Stated, &Stated)], misses: usize) -> bool {
    let said =
        |percent: &Stated| ["总数", "总量", "总"].iter().any(|word| prose.before(percent).contains(word));
    let said = pairs.iter().all(|(_, percent)| said(percent));
    let most = pairs.len() >= 3 && misses * 3 <= pairs.len();
    group.said != Said::Shares
        && group.said != Said::Listed
        && !group.mixed
        && (said || most || group.said == Said::Among)
}

/// What else a percentage may be of: the sum of the parts, and what was counted before in the passage.
fn other_bases(prose: &Prose<'_>, group: &Group, pairs: &[(&Stated, &Stated)]) -> Vec<Decimal> {
    let first = pairs[0].0;
    let unit = first.number.worth().1;
    let sum = (group.parts.len() > 1).then(|| group.sum(prose, group.parts.len()));
    let passage = prose.of_text(first.text);
    let earlier = prose.stated[passage].iter().filter(|stated| {
        let behind = first.number.start.checked_sub(stated.number.end);
        behind.is_some_and(|behind| behind <= FAR) && stated.number.worth().1 == unit
    });
    earlier.map(|stated| stated.number.worth().0).chain(sum).filter(|base| !base.is_zero()).collect()
}

fn remark(
    prose: &Prose<'_>,
    part: &Stated,
    percent: &Stated,
    base: Decimal,
    fit: Fit,
    certain: bool,
) -> Option<Finding> {
    let printed_share = percent.number.value;
    let right = share(part.number.worth().0, base, printed_share.scale())?;
    let base = printed(base, part.number.worth().1);
    let (severity, says) = match fit {
        Fit::Rounded => return None,
        Fit::Cut => (
            Severity::Note,
            Says::new(
                format!(
                    "{}占{base}的比例四舍五入是{right}%，文中印作{printed_share}%，末位没有进位。",
                    part.number.printed()
                ),
                format!(
                    "{} of {base} rounds to {right}%; the text prints {printed_share}%, cut off instead of rounded.",
                    part.number.printed()
                ),
            ),
        ),
        Fit::Not => (
            if certain { Severity::Error } else { Severity::Warning },
            Says::new(
                format!("“{}”占{base}的{right}%，文中却说占{printed_share}%。", prose.quote(part)),
                format!("“{}” is {right}% of {base}, but the text says {printed_share}%.", prose.quote(part)),
            ),
        ),
    };
    let remark = Remark {
        severity,
        kind: FindingKind::Percent,
        left: Some(Side::Number(printed_share)),
        right: Some(Side::Number(right)),
        cells: Vec::new(),
        says,
    };
    Some(remark.at(prose.text_of(part), part.before.start..percent.number.end))
}
