//! Rates (节约率) and growth on last year (同比增长): percentages of two figures of the sentence.

use super::Remark;
use super::numbers::printed;
use super::percents::{Fit, fit, share, within_rounding};
use super::stated::{Prose, Stated, year_before};
use super::vocabulary::{Rate, Vocabulary};
use crate::{Finding, FindingKind, Severity, Side};
use gongkai_domain::says::Says;
use rust_decimal::Decimal;

/// Words that say how this year compares with the last.
const MORE: [&str; 5] = ["增长", "上升", "增加", "提高", "增幅"];
const LESS: [&str; 4] = ["下降", "减少", "降低", "降幅"];

/// The rates and growths of the sentences.
pub(super) fn test(prose: &Prose<'_>, words: &Vocabulary) -> Vec<Finding> {
    let percents = prose.stated.iter().filter(|stated| stated.number.unit == "%" && !stated.number.about);
    percents
        .filter_map(|percent| {
            let before = prose.before(percent);
            if percent.number.value > Decimal::ONE_HUNDRED && words.is_at_most_all(&before) {
                return Some(beyond_all(prose, percent));
            }
            let rate =
                words.rate.iter().find(|rate| rate.words.iter().any(|word| before.contains(word.as_str())));
            match rate {
                Some(rate) => rate_finding(prose, percent, rate),
                None => growth_finding(prose, percent, &before),
            }
        })
        .collect()
}

/// A share of more than everything.
fn beyond_all(prose: &Prose<'_>, percent: &Stated) -> Finding {
    let quoted = prose.quote(percent);
    let says = Says::new(
        format!("“{quoted}”超过了100%，不可能。"),
        format!("“{quoted}” is more than 100%, which cannot be."),
    );
    at(prose, percent, Severity::Error, Decimal::ONE_HUNDRED, says)
}

/// The other figures of a sentence.
pub(super) fn others<'a>(prose: &'a Prose<'_>, percent: &Stated) -> Vec<&'a Stated> {
    let sentence = prose.of_sentence(percent.text, percent.sentence);
    prose.stated[sentence].iter().filter(|stated| stated.number.unit != "%").collect()
}

fn rate_finding(prose: &Prose<'_>, percent: &Stated, rate: &Rate) -> Option<Finding> {
    let others = others(prose, percent);
    let named = |names: &[Vec<String>]| -> Vec<&Stated> {
        let is = |stated: &&&Stated| {
            names.iter().all(|group| group.iter().any(|word| stated.label.contains(word.as_str())))
        };
        if names.is_empty() { Vec::new() } else { others.iter().filter(is).copied().collect() }
    };
    let (parts, bases, plus) = (named(&rate.numerator), named(&rate.denominator), named(&rate.plus));
    let ([part], [base]) = (parts.as_slice(), bases.as_slice()) else { return None };
    if part.number.worth().1 != base.number.worth().1 || part.number.about || base.number.about {
        return None;
    }
    let worth = base.number.worth().0;
    let wider: Decimal =
        plus.iter().map(|stated| stated.number.worth().0).fold(worth, Decimal::saturating_add);
    let fits = [worth, wider].map(|base| fit(part.number.worth().0, base, percent.number.value));
    if fits.contains(&Fit::Rounded) || within_rounding(&part.number, &base.number, &percent.number) {
        return None;
    }
    let severity = if fits.contains(&Fit::Cut) {
        Severity::Note
    } else if rate.plus.is_empty() {
        Severity::Error
    } else {
        Severity::Warning
    };
    let right = share(part.number.worth().0, worth, percent.number.value.scale())?;
    let says = Says::new(
        format!(
            "“{}”除以“{}”是{right}%，文中却是{}。",
            prose.quote(part),
            prose.quote(base),
            percent.number.printed()
        ),
        format!(
            "“{}” divided by “{}” is {right}%, but the text says {}.",
            prose.quote(part),
            prose.quote(base),
            percent.number.printed()
        ),
    );
    Some(at(prose, percent, severity, right, says))
}

fn growth_finding(prose: &Prose<'_>, percent: &Stated, before: &str) -> Option<Finding> {
    let more = MORE.iter().any(|word| before.contains(word));
    let less = LESS.iter().any(|word| before.contains(word));
    if more == less {
        return None;
    }
    let others = others(prose, percent);
    if let Some(finding) = change_finding(prose, percent, &others, more) {
        return Some(finding);
    }
    let [first, second] = others.as_slice() else { return None };
    let last_years = |stated: &Stated| {
        let text = prose.text_of(stated);
        let words = text.words(text.clause(stated.before.start..stated.number.end));
        let year = year_before(&text.chars, stated.before.start, stated.number.start);
        ["上年", "去年", "上一年", "同期"].iter().any(|word| words.contains(word)) || year.is_some()
    };
    let (this, last) = match (last_years(first), last_years(second)) {
        (false, true) => (first, second),
        (true, false) => (second, first),
        _ => return None,
    };
    let changed = |stated: &Stated| {
        let words = prose.before(stated);
        MORE.iter().chain(&LESS).any(|word| words.contains(word))
    };
    if this.number.unit != last.number.unit
        || this.number.about
        || last.number.about
        || changed(this)
        || changed(last)
    {
        return None;
    }
    let (now, then) = (this.number.worth().0, last.number.worth().0);
    let grown = if more { now - then } else { then - now };
    if fit(grown, then, percent.number.value) != Fit::Not {
        return None;
    }
    let right = share(grown, then, percent.number.value.scale())?;
    let (word, word_en) = if more { ("增长", "an increase") } else { ("下降", "a decrease") };
    let says = Says::new(
        format!(
            "从{}到{}是{word}{right}%，文中却是{}。",
            printed(last.number.value, &last.number.unit),
            this.number.printed(),
            percent.number.printed()
        ),
        format!(
            "From {} to {} is {word_en} of {right}%, but the text says {}.",
            last.number.printed(),
            this.number.printed(),
            percent.number.printed()
        ),
    );
    Some(at(prose, percent, Severity::Warning, right, says))
}

/// 520条，比上年增加35条，增长7.2%: the change is of what there was before it.
fn change_finding(prose: &Prose<'_>, percent: &Stated, others: &[&Stated], more: bool) -> Option<Finding> {
    let before: Vec<&&Stated> =
        others.iter().filter(|stated| stated.number.end <= percent.number.start).collect();
    let [.., now, change] = before.as_slice() else { return None };
    let words = prose.before(change);
    let same_way = (if more { &MORE[..] } else { &LESS[..] }).iter().any(|word| words.contains(word));
    let near = percent.number.start - change.number.end <= 8 && change.number.start - now.number.end <= 14;
    let exact = !now.number.about && !change.number.about && now.number.unit == change.number.unit;
    if !same_way || !near || !exact || now.bracket != change.bracket {
        return None;
    }
    // 比预算数30万元减少6.5万元 names what it changed from, not what it became.
    let from = ["比", "较"].iter().any(|word| prose.before(now).contains(word));
    let (now, change, unit) = (now.number.value, change.number.value, &now.number.unit);
    let then = match (from, more) {
        (true, _) => now,
        (false, true) => now - change,
        (false, false) => now + change,
    };
    if fit(change, then, percent.number.value) != Fit::Not {
        return None;
    }
    let right = share(change, then, percent.number.value.scale())?;
    let says = Says::new(
        format!(
            "原来应是{}，变化{}是{right}%，文中却是{}。",
            printed(then, unit),
            printed(change, unit),
            percent.number.printed()
        ),
        format!(
            "There were {} before, so a change of {} is {right}%, but the text says {}.",
            printed(then, unit),
            printed(change, unit),
            percent.number.printed()
        ),
    );
    Some(at(prose, percent, Severity::Warning, right, says))
}

fn at(prose: &Prose<'_>, percent: &Stated, severity: Severity, right: Decimal, says: Says) -> Finding {
    let sentence = prose.sentence(percent);
    let remark = Remark {
        severity,
        kind: FindingKind::Percent,
        left: Some(Side::Number(percent.number.value)),
        right: Some(Side::Number(right)),
        cells: Vec::new(),
        says,
    };
    let mut finding = remark.at(prose.text_of(percent), percent.before.start..percent.number.end);
    finding.quote = prose.text_of(percent).quote(sentence);
    finding
}
