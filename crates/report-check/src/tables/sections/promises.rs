//! What the introduction and the headings of annexes promise, and whether it is there.

use super::super::marks::fold;
use super::super::numerals;
use super::{Heading, section};
use crate::{Finding, FindingKind, Place, Severity};
use gongkai_documents::{Block, Document};
use gongkai_domain::reports::Format;
use gongkai_domain::says::Says;

/// Sections the introduction promises and that are not there; annexes whose tables do not have what they are called after.
pub(super) fn promised(
    document: &Document,
    format: Option<&Format>,
    headings: &[Heading<'_>],
    excerpt: bool,
    findings: &mut Vec<Finding>,
) {
    const ENOUGH: usize = 3;
    let mut by_annex_only: Vec<Vec<char>> = Vec::new();
    if let Some((place, items)) = promises(document).filter(|_| headings.len() >= ENOUGH && !excerpt) {
        for item in items {
            let core = essence(&item);
            let told = |heading: &&Heading<'_>| shares(&core, &heading.words);
            if core.len() < 2
                || headings.iter().filter(|heading| !heading.annex).any(|heading| told(&heading))
            {
                continue;
            }
            if headings.iter().any(|heading| told(&heading)) {
                by_annex_only.push(core);
                continue;
            }
            let says = Says::new(
                format!("引言说全文包括“{item}”，报告里没有这一节。"),
                format!("The introduction promises “{item}”; the report has no such section."),
            );
            findings.push(section(place, &item, None, says, FindingKind::Section, Severity::Warning));
        }
    }
    let official = |heading: &Heading<'_>| {
        format.is_some_and(|format| {
            format.tables.iter().any(|table| heading.words.starts_with(&fold(&table.title)))
        })
    };
    for heading in headings.iter().filter(|heading| heading.annex) {
        let core = essence(&after_number(heading.text));
        let only = by_annex_only.iter().any(|promised| shares(promised, &core));
        if core.len() < 2 || official(heading) && !only || !has_no_row(document, heading, &core) {
            continue;
        }
        let (text, words) = (heading.text, core.iter().collect::<String>());
        let says = Says::new(
            format!("“{text}”的标题说的是{words}，表里没有这样的一行。"),
            format!("The heading “{text}” is about {words}; its table has no such row."),
        );
        findings.push(section(heading.place, text, None, says, FindingKind::Section, Severity::Warning));
    }
}

/// What the introduction says the report holds.
fn promises(document: &Document) -> Option<(Place, Vec<String>)> {
    const WORDS: [&str; 4] = ["全文包括", "报告包括", "报告主要包括", "报告内容包括"];
    document.blocks.iter().find_map(|block| {
        let Block::Paragraph(paragraph) = block else { return None };
        let text = paragraph.text.as_str();
        let start = WORDS.iter().find_map(|words| text.find(words).map(|at| at + words.len()))?;
        let rest = text[start..].split('。').next().unwrap_or_default();
        let rest = ["并附", "，附", ",附"]
            .iter()
            .filter_map(|word| rest.find(word))
            .min()
            .map_or(rest, |at| &rest[..at]);
        let items = rest.replace("以及", "、").replace(['，', ',', '；', ';', '和', '及', '与'], "、");
        let items: Vec<String> =
            items.split('、').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect();
        let parts = |item: &String| !item.contains("部分") && !item.contains("方面");
        let items: Vec<String> = items.into_iter().filter(parts).collect();
        Some((Place::Line { line: paragraph.line }, items))
    })
}

/// What a heading is about, without the words that every heading has.
fn essence(words: &str) -> Vec<char> {
    let mut words: String = fold(words).into_iter().collect();
    for common in ["单位条", "单位件", "统计表", "统计", "情况", "相关", "有关"] {
        words = words.replace(common, "");
    }
    let words = words.trim_matches(['的', '等', '本', '表']);
    words.chars().collect()
}

fn after_number(annex: &str) -> String {
    let rest = annex.trim_start_matches(['附', '表', '件']);
    rest.trim_start_matches(|letter: char| !letter.is_alphabetic() || numerals::numbers_item(letter))
        .to_owned()
}

/// Whether most pairs of letters of one stand in the other.
fn shares(core: &[char], words: &[char]) -> bool {
    let pairs: Vec<&[char]> = core.windows(2).collect();
    let shared = pairs.iter().filter(|pair| words.windows(2).any(|other| other == **pair)).count();
    !pairs.is_empty() && shared * 10 >= pairs.len() * 6
}

/// Whether no row between an annex's heading and the next shares a pair of letters with what the heading is about.
fn has_no_row(document: &Document, heading: &Heading<'_>, core: &[char]) -> bool {
    const FAR: usize = 150;
    let after = document.blocks.iter().skip_while(|block| match block {
        Block::Paragraph(paragraph) => (Place::Line { line: paragraph.line }) != heading.place,
        Block::Table(_) => true,
    });
    let mut rows: Vec<Vec<char>> = Vec::new();
    for block in after.skip(1).take(FAR) {
        match block {
            Block::Paragraph(paragraph) if paragraph.text.starts_with('附') => break,
            Block::Paragraph(paragraph) => rows.push(fold(&paragraph.text)),
            Block::Table(table) => rows.extend(table.rows.iter().flatten().map(|cell| fold(&cell.text))),
        }
    }
    let has_figures = rows.iter().any(|row| row.iter().all(char::is_ascii_digit) && !row.is_empty());
    has_figures
        && !core.windows(2).any(|pair| rows.iter().any(|row| row.windows(2).any(|other| other == pair)))
}
