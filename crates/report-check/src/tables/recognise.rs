//! Whose report it is, and of which year.

use super::marks::half;
use super::numerals;
use gongkai_documents::{Block, Cell, Document, Table};
use std::collections::BTreeMap;

/// What a report says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Itself {
    /// The body that reports.
    pub(super) body: Option<String>,
    /// The year it reports on.
    pub(super) year: Option<i16>,
}

/// How many paragraphs at the beginning may hold the title, and how many letters each.
const HEAD: usize = 12;
const LONGEST: usize = 90;

/// What the names of bodies end in.
const BODIES: [&str; 24] = [
    "政府",
    "办公室",
    "办公厅",
    "委员会",
    "管委会",
    "街道办",
    "政府办",
    "街道",
    "局",
    "厅",
    "委",
    "部",
    "署",
    "处",
    "中心",
    "所",
    "院",
    "校",
    "公司",
    "总队",
    "支队",
    "大队",
    "镇",
    "乡",
];
/// What says where a body is.
const AREAS: [char; 8] = ['省', '市', '县', '区', '州', '旗', '镇', '乡'];

/// Reads title and period.
pub(super) fn itself(document: &Document) -> Itself {
    let texts = document.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(paragraph) => vec![plain(&paragraph.text)],
        Block::Table(table) => lines_above(table),
    });
    let texts: Vec<String> = texts.take(400).collect();
    let titles = titles(document, &texts);
    let mut body: Option<String> = None;
    for title in &titles {
        let named = title
            .body
            .as_ref()
            .filter(|named| body.as_ref().is_none_or(|body| named.contains(body.as_str())));
        body = named.cloned().or(body);
    }
    let year =
        titles.iter().find_map(|title| title.year).or_else(|| period(&texts)).or_else(|| named_year(&texts));
    let body = body.or_else(|| body_above(&texts[..texts.len().min(HEAD)]));
    Itself { body, year }
}

/// The rows at the top of a table with one filled cell each: in a sheet, and in pages set in tables, its title.
fn lines_above(table: &Table) -> Vec<String> {
    let one = |row: &Vec<Cell>| {
        let mut filled = row.iter().map(|cell| plain(&cell.text)).filter(|text| !text.is_empty());
        filled.next().filter(|_| filled.next().is_none())
    };
    table.rows.iter().take(HEAD).map_while(one).collect()
}

/// The body that stands on a line of its own above a title without one.
fn body_above(head: &[String]) -> Option<String> {
    head.windows(2).find_map(|lines| {
        let [above, below] = lines else { return None };
        let untold = title(below).is_some_and(|title| title.body.is_none());
        (untold && is_body(above)).then(|| above.clone())
    })
}

/// Whether a line is nothing but the name of a body.
fn is_body(line: &str) -> bool {
    let named = |letter: char| letter.is_alphabetic() || "（）()".contains(letter);
    (4..=30).contains(&line.chars().count())
        && line.chars().all(named)
        && line.contains(AREAS)
        && BODIES.iter().any(|ending| line.ends_with(ending))
        && !["公开", "报告", "首页", "位置"].iter().any(|word| line.contains(word))
}

/// Text in half width without white space.
fn plain(text: &str) -> String {
    let letters =
        text.chars().map(|letter| if "，；：（）".contains(letter) { letter } else { half(letter) });
    letters.filter(|letter| !letter.is_whitespace()).collect()
}

/// Titles among the first paragraphs; one may be broken over two or three of them.
fn titles(document: &Document, texts: &[String]) -> Vec<Itself> {
    let head = &texts[..texts.len().min(HEAD)];
    let mut titles: Vec<Itself> = head.iter().filter_map(|text| title(text)).collect();
    if titles.is_empty() {
        let broken = (2..=3).flat_map(|count| head.windows(count)).find_map(|lines| title(&lines.concat()));
        titles.extend(broken);
    }
    if titles.is_empty()
        && let Some(title) = document.title.as_deref().and_then(|text| title(&plain(text)))
    {
        titles.push(title);
    }
    titles
}

/// A title: a body and a year around 政府信息公开……年度报告, in either order, at the beginning of a text.
fn title(text: &str) -> Option<Itself> {
    let about = text.find("政府信息公开")?;
    let after = &text[about..];
    let end = ["年度报告", "年报"].iter().filter_map(|word| after.find(word)).min()?;
    let between: usize = after[..end].chars().count();
    if text[..about].chars().count() > LONGEST
        || between > 16
        || after[..end].contains(['。', '，', ',', '；', ';'])
    {
        return None;
    }
    let before =
        text[..about].rsplit(['。', '，', ',', '：', ':', '；', ';', '>']).next().unwrap_or_default();
    let (year, without) =
        take_year(before).map_or((None, before.to_owned()), |(year, rest)| (Some(year), rest));
    let year = year.or_else(|| take_year(&after[..end]).map(|(year, _)| year));
    let body =
        without.trim_matches(|letter: char| !letter.is_alphabetic()).trim_start_matches("关于").to_owned();
    let letters = body.chars().count();
    let named =
        (3..=40).contains(&letters) && !["本报告", "根据", "按照"].iter().any(|word| body.contains(word));
    if year.is_none() && !named {
        return None;
    }
    Some(Itself { body: named.then_some(body), year })
}

/// The first year in a text (`2021年`, `2021年度`, `二〇二一年`), and the text without it.
fn take_year(text: &str) -> Option<(i16, String)> {
    for (at, _) in text.match_indices('年') {
        let digits: Vec<(usize, char)> = text[..at].char_indices().rev().take(4).collect();
        let Some((start, _)) = digits.last() else { continue };
        let words = &text[*start..at];
        let number: Option<i16> = match words.parse() {
            Ok(year) => Some(year),
            Err(_) => numerals::chinese(words).and_then(|year| i16::try_from(year).ok()),
        };
        if let Some(year) = number.filter(|year| (2000..2100).contains(year)) {
            let rest = text[at + '年'.len_utf8()..].trim_start_matches('度');
            return Some((year, format!("{}{rest}", &text[..*start])));
        }
    }
    None
}

/// The year of the period the figures are of: from 1 January to 31 December.
fn period(texts: &[String]) -> Option<i16> {
    texts.iter().find_map(|text| {
        let mut starts = text.match_indices("年1月1日");
        starts.find_map(|(at, word)| {
            let (year, _) = take_year(
                &text[..at + '年'.len_utf8()]
                    .chars()
                    .rev()
                    .take(5)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect::<String>(),
            )?;
            let rest = &text[at + word.len()..];
            rest.chars().take(20).collect::<String>().contains(&format!("{year}年12月31日")).then_some(year)
        })
    })
}

/// The year the text calls the year of its work (`2021年度`), the first named; otherwise the one named most.
fn named_year(texts: &[String]) -> Option<i16> {
    let mut years: BTreeMap<i16, usize> = BTreeMap::new();
    for text in texts {
        for (at, _) in text.match_indices('年') {
            let start = text[..at].char_indices().rev().nth(3).map_or(0, |(start, _)| start);
            let Ok(year) = text[start..at].parse::<i16>() else { continue };
            if (2000..2100).contains(&year) {
                if text[at..].starts_with("年度政府信息公开") {
                    return Some(year);
                }
                *years.entry(year).or_default() += 1;
            }
        }
    }
    years.into_iter().max_by_key(|(year, count)| (*count, *year)).map(|(year, _)| year)
}
