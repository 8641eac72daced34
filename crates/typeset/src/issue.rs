//! What the template of a gazette, bulletin or booklet is given.

use crate::fonts::Families;
use crate::outline::{Part, part_of};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gongkai_domain::issues::{Issue, IssueBlock, IssueCell, IssueItem, IssueRun};
use jiff::civil::Date;
use serde::Serialize;
use typst::foundations::Bytes;

/// An issue for the template.
#[derive(Debug, Serialize)]
pub(crate) struct IssueSheet<'a> {
    families: Families,
    /// Code of its kind.
    kind: &'static str,
    /// What every page says besides; empty for an issue as it is issued.
    standing: &'static str,
    /// Never the checking copy of a report, which shares the page.
    checking: bool,
    /// Title in the document's record.
    title: String,
    series: &'a str,
    subtitle: &'a str,
    /// 2017年第3期
    number: String,
    body: &'a str,
    dated: String,
    /// Year, month and day in the document's record.
    date: [i16; 3],
    items: Vec<Item<'a>>,
    /// Characters that no font has, as they are to be named.
    missing: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    title: &'a str,
    /// The title as it fits the head of a page.
    short: String,
    body: &'a str,
    document_number: &'a str,
    index_number: &'a str,
    dated: String,
    blocks: Vec<Piece<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
enum Piece<'a> {
    Heading { level: u8, runs: &'a [IssueRun] },
    Paragraph { mark: &'a str, depth: u8, runs: &'a [IssueRun] },
    Table { caption: &'a str, weights: Vec<usize>, heads: usize, rows: &'a [Vec<IssueCell>], small: bool },
    Picture { file: String, alt: &'a str },
    NoPicture { alt: &'a str },
}

/// Columns of a table are as wide as their longest words ask, within these bounds.
const NARROWEST: usize = 3;
const WIDEST: usize = 24;
/// Longest title in the head of a page, in characters.
const HEAD: usize = 28;
/// A table of more columns is set small.
const MANY: usize = 6;

/// An issue for its template, and the files it names, by path.
pub(crate) fn issue_sheet(
    issue: &Issue,
    families: Families,
    pictures: bool,
) -> (IssueSheet<'_>, Vec<(String, Bytes)>) {
    let mut files = Vec::new();
    let items = issue.items.iter().map(|item| item_of(item, issue, pictures, &mut files)).collect();
    let number = number_of(issue);
    let title = [issue.series.as_str(), &number, &issue.title];
    let title: Vec<&str> = title.into_iter().filter(|part| !part.is_empty()).collect();
    let sheet = IssueSheet {
        families,
        kind: issue.kind.code(),
        standing: if issue.draft { "预览，未编印" } else { "" },
        checking: false,
        title: title.join("　"),
        series: &issue.series,
        subtitle: &issue.title,
        number,
        body: &issue.body,
        dated: in_words(issue.dated),
        date: [issue.dated.year(), i16::from(issue.dated.month()), i16::from(issue.dated.day())],
        items,
        missing: Vec::new(),
    };
    (sheet, files)
}

fn number_of(issue: &Issue) -> String {
    match issue.number {
        0 => String::new(),
        number => format!("{}年第{number}期", issue.year),
    }
}

fn in_words(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

fn item_of<'a>(
    item: &'a IssueItem,
    issue: &Issue,
    pictures: bool,
    files: &mut Vec<(String, Bytes)>,
) -> Item<'a> {
    let piece = |block: &'a IssueBlock| match block {
        IssueBlock::Heading { level, runs } => Piece::Heading { level: level + 1, runs },
        IssueBlock::Paragraph { mark, depth, runs } => match heading_of(runs).filter(|_| *depth == 0) {
            Some(level) => Piece::Heading { level, runs },
            None => Piece::Paragraph { mark, depth: *depth, runs },
        },
        IssueBlock::Table { caption, columns, heads, rows } => Piece::Table {
            caption,
            weights: weights(*columns, rows),
            heads: *heads,
            rows,
            small: *columns > MANY,
        },
        IssueBlock::Picture { src, alt } => {
            let bytes = issue.pictures.get(src).and_then(|bytes| STANDARD.decode(bytes).ok());
            let known = bytes.and_then(|bytes| ending(&bytes).map(|ending| (bytes, ending)));
            match known.filter(|_| pictures) {
                Some((bytes, ending)) => {
                    let file = format!("/picture-{}.{ending}", files.len() + 1);
                    files.push((file.clone(), Bytes::new(bytes)));
                    Piece::Picture { file, alt }
                }
                None => Piece::NoPicture { alt },
            }
        }
    };
    Item {
        title: &item.title,
        short: short(&item.title),
        body: &item.body,
        document_number: &item.document_number,
        index_number: &item.index_number,
        dated: item.dated.map(in_words).unwrap_or_default(),
        blocks: item.blocks.iter().map(piece).collect(),
    }
}

/// The level of a line that is a heading by its numbering, as texts without markup have them.
fn heading_of(runs: &[IssueRun]) -> Option<u8> {
    let [run] = runs else { return None };
    match part_of(&run.text) {
        Part::First => Some(2),
        Part::Second => Some(3),
        Part::Paragraph => None,
    }
}

fn short(title: &str) -> String {
    if title.chars().count() <= HEAD {
        return title.to_owned();
    }
    title.chars().take(HEAD - 1).chain(['…']).collect()
}

/// How a picture's file ends, by its first bytes.
fn ending(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        _ => None,
    }
}

/// How wide each column is beside the others, by the words of cells that stand in it alone.
fn weights(columns: usize, rows: &[Vec<IssueCell>]) -> Vec<usize> {
    let mut weights = vec![NARROWEST; columns];
    let mut open = vec![0_usize; columns];
    for row in rows {
        let mut cells = row.iter();
        let mut at = 0;
        while at < columns {
            if open[at] > 0 {
                open[at] -= 1;
                at += 1;
                continue;
            }
            let Some(cell) = cells.next() else { break };
            let end = (at + cell.columns).min(columns);
            if cell.columns == 1 {
                weights[at] = weights[at].max((cell.text.chars().count() + 1).min(WIDEST));
            }
            for taken in &mut open[at..end] {
                *taken = cell.rows - 1;
            }
            at = end;
        }
    }
    weights
}
