//! Reports side by side: passages that two bodies have in common, and those a body repeats year after year.
//!
//! Every long sentence is known by a number (its figures masked); sentences with the same number are compared, so that a
//! thousand reports take one pass. What many bodies write is a common form and no copy.

use super::Passage;
use super::Remark;
use super::text::{Text, is_han};
use crate::{Finding, FindingKind, Reading, Severity, Side};
use gongkai_domain::says::Says;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// From how many characters on a sentence is one's own.
const LONG: usize = 40;

/// From how many characters in common on there is little doubt.
const MUCH: usize = 150;

/// How many bodies make a common form, at least; of many, one in so many.
const COMMON: usize = 3;
const SHARE: usize = 20;

/// Words of sentences that every report has.
const FORMS: [&str; 13] = [
    "中华人民共和国政府信息公开条例",
    "全文包括",
    "统计期限",
    "统计时限",
    "联系电话",
    "邮编",
    "下载",
    "勾稽关系",
    "如有疑问",
    "如对本报告",
    "政府信息公开工作年度报告格式",
    "信息处理费管理办法",
    "国务院办公厅",
];

/// A sentence of a report.
struct Sentence<'a> {
    report: usize,
    text: usize,
    at: Range<usize>,
    /// As written, without the marks of the layout.
    exact: String,
    body: &'a str,
    year: Option<i16>,
}

/// What the reports have in common that they should not: by index of the report.
pub(crate) fn copies(reports: &[(&[Passage], &Reading)]) -> Vec<(usize, Finding)> {
    let texts: Vec<Vec<Text<'_>>> =
        reports.iter().map(|(passages, _)| passages.iter().map(Text::read).collect()).collect();
    let mut sentences: Vec<Sentence<'_>> = Vec::new();
    let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
    for (report, texts) in texts.iter().enumerate() {
        // A report that does not say whose it is may be another copy of one that does.
        let Some(body) = reports[report].1.body.as_deref() else { continue };
        for (text, read) in texts.iter().enumerate() {
            for at in read.sentences.iter().filter(|at| is_whole(read, at)) {
                let exact = read.words(at.clone());
                let Some(masked) = own_words(&exact) else { continue };
                alike.entry(masked).or_default().push(sentences.len());
                let reading = reports[report].1;
                sentences.push(Sentence { report, text, at: at.clone(), exact, body, year: reading.year });
            }
        }
    }
    let bodies: BTreeSet<&str> = sentences.iter().map(|sentence| sentence.body).collect();
    let common = COMMON.max(bodies.len() / SHARE);
    let mut pairs: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for group in alike.values().filter(|group| group.len() > 1) {
        pair(&sentences, group, common, &mut pairs);
    }
    let mut found: Vec<(usize, Finding)> = Vec::new();
    for ((later, earlier), mut shared) in pairs {
        shared.sort_unstable();
        found.push((later, finding(&sentences, &texts, reports, earlier, &shared)));
    }
    found
}

/// Whether a sentence is one with an end: lines of lists and tables have none.
fn is_whole(text: &Text<'_>, at: &Range<usize>) -> bool {
    text.chars.get(at.end).is_some_and(|mark| matches!(mark, '。' | '！' | '？'))
}

/// A sentence with its figures masked, if it is long enough and no common form.
fn own_words(exact: &str) -> Option<String> {
    if exact.chars().filter(|mark| is_han(*mark)).count() < LONG
        || FORMS.iter().any(|form| exact.contains(form))
    {
        return None;
    }
    let mut masked = String::with_capacity(exact.len());
    for mark in exact.chars() {
        if mark.is_ascii_digit() {
            if !masked.ends_with('#') {
                masked.push('#');
            }
        } else {
            masked.push(mark);
        }
    }
    Some(masked)
}

/// Who shares a sentence with whom: two bodies, or the same body with its figures of another year.
fn pair(
    sentences: &[Sentence<'_>],
    group: &[usize],
    common: usize,
    pairs: &mut BTreeMap<(usize, usize), Vec<usize>>,
) {
    let bodies: BTreeSet<&str> = group.iter().map(|at| sentences[*at].body).collect();
    for (place, at) in group.iter().enumerate() {
        let later = &sentences[*at];
        let known = |other: &&usize| {
            let earlier = &sentences[**other];
            // Where nothing happened, the same words are due again.
            let counted = later.exact.chars().any(|mark| matches!(mark, '1'..='9'));
            let stale = earlier.body == later.body
                && earlier.year < later.year
                && counted
                && earlier.exact == later.exact;
            earlier.report != later.report && (stale || (earlier.body != later.body && bodies.len() < common))
        };
        // The two reports may come in either order: a stale sentence is that of the later year.
        let others = group.iter().enumerate().filter(|(other, _)| *other != place).map(|(_, at)| at);
        let mut others = others.filter(|other| {
            sentences[**other].body == later.body || sentences[**other].report < later.report
        });
        if let Some(other) = others.find(known) {
            let shared = pairs.entry((later.report, sentences[*other].report)).or_default();
            if !shared.contains(at) {
                shared.push(*at);
            }
        }
    }
}

fn finding(
    sentences: &[Sentence<'_>],
    texts: &[Vec<Text<'_>>],
    reports: &[(&[Passage], &Reading)],
    earlier: usize,
    shared: &[usize],
) -> Finding {
    let longest = shared.iter().max_by_key(|at| sentences[**at].at.len()).copied().unwrap_or(shared[0]);
    let sentence = &sentences[longest];
    let other = reports[earlier].1;
    let characters: usize = shared.iter().map(|at| sentences[*at].at.len()).sum();
    let body = other.body.clone().unwrap_or_default();
    let year = other.year.map(|year| format!("{year}年")).unwrap_or_default();
    let same = sentence.body == body;
    let severity = if !same && characters >= MUCH { Severity::Warning } else { Severity::Note };
    let says = if same {
        Says::new(
            format!("有{}句与本机关{year}的报告一字不差，数字也相同。", shared.len()),
            format!(
                "{} sentences are those of the same body's report of {year}, figures and all.",
                shared.len()
            ),
        )
    } else {
        Says::new(
            format!("有{}句（共{characters}字）与“{body}”{year}的报告相同，只是数字可能不同。", shared.len()),
            format!(
                "{} sentences ({characters} characters) are those of the report of {body}, {year}, but perhaps for figures.",
                shared.len()
            ),
        )
    };
    let mut remark = Remark::of_words(severity, FindingKind::Copy, says);
    remark.right = Some(Side::Text(format!("{body}{year}")));
    remark.at(&texts[sentence.report][sentence.text], sentence.at.clone())
}
