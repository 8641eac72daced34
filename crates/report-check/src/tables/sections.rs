//! The headings of a report against its format and its own introduction, and the format against the year.

mod contents;
mod promises;
mod starts;

use super::Fit;
use super::marks::fold;
use super::numerals;
use super::template::section_title;
use super::words::{distance, likeness};
use crate::{Finding, FindingKind, Place, Severity, Side};
use gongkai_documents::{Block, Document, FileKind};
use gongkai_domain::reports::Format;
use gongkai_domain::says::Says;
use starts::{Start, starts};
use std::collections::BTreeSet;

/// The longest heading, in letters.
const LONGEST: usize = 45;

/// A paragraph that heads a section.
struct Heading<'d> {
    text: &'d str,
    place: Place,
    /// Its number, of a section (`三、`, `三 `).
    number: Option<u64>,
    /// Its words, folded.
    words: Vec<char>,
    /// Whether it heads an annex (`附表1`).
    annex: bool,
}

/// What is wrong with the sections; `is_table` tells the blocks that are rows of a table.
pub(super) fn findings(
    document: &Document,
    fit: Option<&Fit<'_>>,
    excerpt: bool,
    is_table: &dyn Fn(usize) -> bool,
) -> Vec<Finding> {
    let contents = contents::contents(document);
    let headings = headings(document, &contents, is_table);
    let mut findings = Vec::new();
    // A workbook has sheets and no sections.
    if document.kind != FileKind::Xlsx {
        findings.extend(numbering(&headings, excerpt));
        if let Some(fit) = fit {
            let starts = starts(document, &headings, &contents);
            official(document, fit.template.format, &starts, excerpt, &mut findings);
        }
    }
    promises::promised(document, fit.map(|fit| fit.template.format), &headings, excerpt, &mut findings);
    findings
}

fn headings<'d>(
    document: &'d Document,
    contents: &BTreeSet<usize>,
    is_table: &dyn Fn(usize) -> bool,
) -> Vec<Heading<'d>> {
    let mut headings = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        let Block::Paragraph(paragraph) = block else { continue };
        if contents.contains(&at) {
            continue;
        }
        let text = paragraph.text.as_str();
        let long = text.chars().nth(LONGEST).is_some();
        let annex = text.starts_with("附表") || text.starts_with("附件");
        if long || text.ends_with(['。', '；', '，', ';', ',', '：', ':']) || is_table(at) && !annex {
            continue;
        }
        let (number, words) = numerals::split(text);
        if number.is_none() && !annex {
            continue;
        }
        let section = !text.starts_with(['（', '(']) && !annex;
        let number = number.filter(|_| section).and_then(|number| numerals::chinese(&number));
        let place = Place::Line { line: paragraph.line };
        headings.push(Heading { text, place, number, words: fold(words), annex });
    }
    headings
}

/// Sections whose numbers begin again, skip or stand twice.
fn numbering(headings: &[Heading<'_>], excerpt: bool) -> Vec<Finding> {
    let numbered: Vec<(&Heading<'_>, u64)> =
        headings.iter().filter_map(|heading| Some((heading, heading.number?))).collect();
    let mut findings = Vec::new();
    for pair in numbered.windows(2) {
        let [(before, last), (heading, number)] = pair else { continue };
        let (one, other) = (before.text, heading.text);
        let says = if number <= last {
            Says::new(
                format!("一级标题的编号往回走：“{one}”之后是“{other}”。"),
                format!("The numbers of the sections go back: “{one}” is followed by “{other}”."),
            )
        } else if *number > last + 1 && !excerpt {
            Says::new(
                format!("一级标题的编号跳了号：“{one}”之后是“{other}”。"),
                format!("The numbers of the sections skip: “{one}” is followed by “{other}”."),
            )
        } else {
            continue;
        };
        let right = Some(Side::Text(one.to_owned()));
        findings.push(section(
            heading.place,
            heading.text,
            right,
            says,
            FindingKind::Section,
            Severity::Warning,
        ));
    }
    findings
}

/// Official headings that are misspelt, missing or out of order, where the report keeps to the official sections at all.
fn official(
    document: &Document,
    format: &Format,
    starts: &[Start<'_>],
    excerpt: bool,
    findings: &mut Vec<Finding>,
) {
    let titles: Vec<(String, Vec<char>)> = format
        .sections
        .iter()
        .map(|section| section_title(&section.title).1)
        .map(|words| (words.to_owned(), fold(words)))
        .filter(|(_, core)| core.len() > 1)
        .collect();
    let exact = |core: &[char]| {
        starts
            .iter()
            .position(|start| start.words.starts_with(core) && (start.numbered || start.words == core))
    };
    let at: Vec<Option<usize>> = titles.iter().map(|(_, core)| exact(core)).collect();
    let found: Vec<usize> = at.iter().copied().flatten().collect();
    if found.len() * 2 < titles.len() && found.len() < 3 {
        return;
    }
    let mut missing = Vec::new();
    for ((title, core), _) in titles.iter().zip(&at).filter(|(_, at)| at.is_none()) {
        match starts
            .iter()
            .filter(|start| start.numbered)
            .find_map(|start| Some((start, like(&start.words, core)?)))
        {
            Some((start, printed)) => {
                let printed: String = start.raw(printed);
                let says = Says::new(
                    format!("标题印的是“{printed}”，格式规定的是“{title}”。"),
                    format!("The heading reads “{printed}”; the format says “{title}”."),
                );
                let right = Some(Side::Text(title.clone()));
                findings.push(section(
                    start.place,
                    &printed,
                    right,
                    says,
                    FindingKind::Label,
                    Severity::Warning,
                ));
            }
            None if !within_long(document, core) => missing.push(title),
            None => {}
        }
    }
    if !excerpt {
        let place = starts.last().map_or(Place::Line { line: 1 }, |start| start.place);
        for title in missing {
            let says = Says::new(
                format!("报告没有格式规定的“{title}”一节。"),
                format!("The report lacks the section “{title}” of the format."),
            );
            let right = Some(Side::Text(title.clone()));
            findings.push(section(place, "", right, says, FindingKind::Section, Severity::Warning));
        }
    }
    if let Some(pair) = found.windows(2).find(|pair| pair[1] < pair[0]) {
        let (later, earlier) = (&starts[pair[0]], &starts[pair[1]]);
        let (one, other) = (later.raw(12), earlier.raw(12));
        let says = Says::new(
            format!("各节的次序与格式不同：“{other}”排在“{one}”之前。"),
            format!("The sections are out of order: “{other}” stands before “{one}”."),
        );
        findings.push(section(earlier.place, &other, None, says, FindingKind::Section, Severity::Warning));
    }
}

/// Whether a long paragraph, into which everything may have been run, holds a title.
fn within_long(document: &Document, title: &[char]) -> bool {
    document.blocks.iter().any(|block| match block {
        Block::Paragraph(paragraph) if paragraph.text.chars().nth(LONGEST).is_some() => {
            fold(&paragraph.text).windows(title.len()).any(|words| words == title)
        }
        Block::Paragraph(_) | Block::Table(_) => false,
    })
}

/// How many letters at the beginning are close to an official title, but unlike it.
fn like(words: &[char], title: &[char]) -> Option<usize> {
    const SHORTEST: usize = 6;
    const CHANGED: usize = 3;
    if title.len() < SHORTEST {
        return None;
    }
    let lengths = title.len().saturating_sub(2)..=title.len() + 2;
    let best = lengths.filter_map(|length| Some((distance(words.get(..length)?, title), length))).min()?;
    let close = best.0 > 0 && best.0 <= CHANGED && likeness(&words[..best.1], title) >= 80;
    close.then_some(best.1)
}

fn section(
    place: Place,
    left: &str,
    right: Option<Side>,
    says: Says,
    kind: FindingKind,
    severity: Severity,
) -> Finding {
    let side = (!left.is_empty()).then(|| Side::Text(left.to_owned()));
    Finding { severity, kind, place, left: side, right, quote: left.to_owned(), cells: Vec::new(), says }
}

/// A format that is not meant for the year of the report.
pub(super) fn template_of_year(
    fit: &Fit<'_>,
    formats: &[Format],
    year: Option<i16>,
    place: Place,
) -> Option<Finding> {
    let (year, format) = (year?, fit.template.format);
    let fits = |format: &Format| {
        let (from, to) = format.years;
        from.is_none_or(|from| year >= from) && to.is_none_or(|to| year <= to)
    };
    if fits(format) {
        return None;
    }
    let meant: Vec<&Format> = formats.iter().filter(|format| fits(format)).collect();
    let (zh, en): (Vec<&str>, Vec<&str>) =
        meant.iter().map(|format| (format.name.zh.as_str(), format.name.en.as_str())).unzip();
    let older = format.years.1.is_some_and(|to| year > to);
    let (what, what_en) =
        if older { ("已被取代", "was superseded") } else { ("那时还没有", "did not exist yet") };
    let (name, name_en) = (&format.name.zh, &format.name.en);
    let says = Says::new(
        format!("{year} 年度的报告用的是“{name}”，{what}；这一年应当用“{}”。", zh.join("”或“")),
        format!(
            "The report of {year} has the “{name_en}”, which {what_en}; the year's is “{}”.",
            en.join("” or “")
        ),
    );
    let (left, right) = (Some(Side::Text(name.clone())), Some(Side::Text(zh.join("、"))));
    let (severity, kind) = (Severity::Warning, FindingKind::Template);
    Some(Finding { severity, kind, place, left, right, quote: String::new(), cells: Vec::new(), says })
}
