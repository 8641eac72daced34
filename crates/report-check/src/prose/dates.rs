//! Dates that cannot be, a period that is not the year reported on, last year's words left standing.

use super::Remark;
use super::stated::{Prose, year_at};
use super::text::Text;
use crate::{Finding, FindingKind, Reading, Severity, Side};
use gongkai_domain::says::Says;
use std::ops::Range;

/// Words that announce the period the numbers are of.
const PERIOD: [&str; 7] =
    ["统计期限", "统计时限", "统计时间", "统计数据的期限", "数据统计", "统计周期", "统计的期限"];

/// Words that announce the day of publication.
const PUBLISHED: [&str; 4] = ["发布时间", "发布日期", "公开日期", "发文日期"];

/// Words that compare years, so that another year may stand beside this one.
const COMPARES: [&str; 16] = [
    "同比", "比", "较", "累计", "以来", "起", "至", "自", "制定", "印发", "根据", "按照", "规划", "计划",
    "版", "将",
];

/// A date as it is written; what is not written is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Written {
    at: Range<usize>,
    year: Option<i16>,
    month: u32,
    day: Option<u32>,
}

/// The dates of all passages.
pub(super) fn test(prose: &Prose<'_>, reading: &Reading) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, text) in prose.texts.iter().enumerate() {
        let dates = dates(text);
        findings.extend(dates.iter().filter_map(|date| impossible(text, date)));
        let Some(year) = reading.year else { continue };
        findings.extend(period(text, &dates, year));
        findings.extend(published(text, year));
        findings.extend(stale(prose, (index, text), year));
    }
    findings
}

/// The dates of a text: 2016年1月18日, 1月18日, 2016年1月.
fn dates(text: &Text<'_>) -> Vec<Written> {
    let chars = &text.chars;
    let mut dates = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let year = year_at(chars, at);
        let from = if year.is_some() { at + 5 } else { at };
        let fresh = at == 0 || !chars[at - 1].is_ascii_alphanumeric();
        let month = ahead(chars, from, '月').filter(|_| fresh);
        let Some((month, next)) = month else {
            at += 1;
            continue;
        };
        let day = ahead(chars, next, '日');
        let end = day.map_or(next, |(_, end)| end);
        dates.push(Written { at: at..end, year, month, day: day.map(|(day, _)| day) });
        at = end;
    }
    dates
}

/// One or two digits and a mark: the number and the character after the mark.
fn ahead(chars: &[char], at: usize, mark: char) -> Option<(u32, usize)> {
    let digits = chars.get(at..)?.iter().take_while(|mark| mark.is_ascii_digit()).count();
    let found = (1..=2).contains(&digits) && chars.get(at + digits) == Some(&mark);
    let written: String = chars[at..at + digits].iter().collect();
    found.then(|| written.parse().ok()).flatten().map(|number| (number, at + digits + 1))
}

fn impossible(text: &Text<'_>, date: &Written) -> Option<Finding> {
    let days = match date.month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if date.year.is_none_or(leap) => 29,
        2 => 28,
        _ => 0,
    };
    let possible = days > 0 && date.day.is_none_or(|day| (1..=days).contains(&day));
    (!possible).then(|| {
        let written = text.quote(date.at.clone());
        remark(
            Severity::Error,
            &written,
            format!("没有“{written}”这一天。"),
            format!("There is no such date as {written}."),
        )
        .at(text, text.clause(date.at.clone()))
    })
}

const fn leap(year: i16) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The period of the numbers is the year reported on, from its first day to its last.
fn period(text: &Text<'_>, dates: &[Written], year: i16) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sentence in &text.sentences {
        let words = text.words(sentence.clone());
        if !PERIOD.iter().any(|word| words.contains(word)) {
            continue;
        }
        let within: Vec<&Written> =
            dates.iter().filter(|date| sentence.contains(&date.at.start) && date.day.is_some()).collect();
        let [from, to] = within.as_slice() else { continue };
        let (Some(first), last) = (from.year, to.year.or(from.year)) else { continue };
        let printed = text.quote(from.at.start..to.at.end);
        let other_year = first != year || last != Some(year);
        let whole = (from.month, from.day, to.month, to.day) == (1, Some(1), 12, Some(31));
        if !other_year && whole {
            continue;
        }
        let severity = if other_year { Severity::Error } else { Severity::Warning };
        let remark = remark(
            severity,
            &printed,
            format!("统计期限是“{printed}”，不是报告年度{year}年的1月1日至12月31日。"),
            format!("The period is {printed}, not 1 January to 31 December of {year}, the year reported on."),
        );
        findings.push(remark.at(text, sentence.clone()));
    }
    findings
}

/// A report of a year that is not over.
fn published(text: &Text<'_>, year: i16) -> Option<Finding> {
    let words: String = text.chars.iter().collect();
    let told = |at: &usize| {
        text.chars.get(*at).is_some_and(|mark| "：是为".contains(*mark) || mark.is_ascii_digit())
    };
    let at = PUBLISHED.iter().find_map(|word| {
        let mut ends =
            words.match_indices(word).map(|(byte, word)| words[..byte + word.len()].chars().count());
        ends.find(told)
    })?;
    let digits: String =
        text.chars[at..].iter().skip_while(|mark| "：是为".contains(**mark)).take(10).collect();
    let parts: Vec<i32> =
        digits.split(|mark: char| !mark.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let [written, month, ..] = parts.as_slice() else { return None };
    let day = parts.get(2).copied().unwrap_or(1);
    let early = *written < i32::from(year) || (*written == i32::from(year) && (*month, day) < (12, 31));
    (early && (1990..2100).contains(written)).then(|| {
        let printed: String =
            digits.trim_end_matches(|mark: char| !mark.is_ascii_digit() && mark != '日').to_owned();
        remark(
            Severity::Warning,
            &printed,
            format!("发布日期是“{printed}”，那时报告的{year}年还没有结束。"),
            format!("It was published on {printed}, before {year}, the year it reports on, was over."),
        )
        .at(text, at..(at + 11).min(text.chars.len()))
    })
}

/// A sentence about a year as if it were this one: 2015年，全年收到……in the report of 2016.
fn stale(prose: &Prose<'_>, (index, text): (usize, &Text<'_>), year: i16) -> Vec<Finding> {
    let mut findings = Vec::new();
    let names_year = text.words(0..text.chars.len()).contains(&format!("{year}年"));
    for (place, sentence) in text.sentences.iter().enumerate() {
        let clause = text.clause(sentence.start..sentence.start).end.min(sentence.end);
        let words = text.words(sentence.clone());
        let head = text.words(sentence.start..clause.max((sentence.start + 16).min(sentence.end)));
        let named =
            (sentence.start..sentence.end.min(sentence.start + 4)).find_map(|at| year_at(&text.chars, at));
        let Some(named) = named.filter(|named| *named != year) else { continue };
        let as_this = ["全年", "本年度", "今年", "本年", "我"].iter().any(|word| head.contains(word))
            || ["未发生", "没有", "无", "未收到"].iter().any(|word| words.contains(word));
        let compares = COMPARES.iter().any(|word| words.contains(word));
        let counted = !prose.of_sentence(index, place).is_empty();
        let denies = !counted && words.contains("信息公开");
        if as_this && !compares && !names_year && named < year && (counted || denies) {
            let remark = remark(
                Severity::Warning,
                &format!("{named}年"),
                format!("这是{year}年的报告，这句话说的却是{named}年，可能是沿用了往年的文字。"),
                format!(
                    "The report is of {year}, but this sentence is about {named}: perhaps left from an earlier report."
                ),
            );
            findings.push(remark.at(text, sentence.clone()));
        }
    }
    findings
}

fn remark(severity: Severity, printed: &str, zh: String, en: String) -> Remark {
    let mut remark = Remark::of_words(severity, FindingKind::Date, Says::new(zh, en));
    remark.left = Some(Side::Text(printed.to_owned()));
    remark
}
