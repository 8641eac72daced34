//! Tables of contents: their lines read like headings and are none.

use super::super::marks::{fold, half};
use gongkai_documents::{Block, Document};
use std::collections::BTreeSet;

/// How many blocks a table of contents can have.
const LONGEST: usize = 100;

/// How many marks lead to a page number at least.
const LEADERS: usize = 3;

/// The blocks of a document that are lines of a table of contents: those that lead to a page number, and those between
/// the word for it and the heading that its first line names.
pub(super) fn contents(document: &Document) -> BTreeSet<usize> {
    let text = |at: usize| match document.blocks.get(at) {
        Some(Block::Paragraph(paragraph)) => Some(paragraph.text.as_str()),
        Some(Block::Table(_)) | None => None,
    };
    let blocks = 0..document.blocks.len();
    let mut contents: BTreeSet<usize> =
        blocks.clone().filter(|at| text(*at).and_then(before_page).is_some()).collect();
    let begins = blocks.clone().find(|at| text(*at).is_some_and(|text| fold(text) == ['目', '录']));
    if let Some(from) = begins.map(|at| at + 1)
        && let Some(first) = text(from)
    {
        let named = entry(first);
        let ends = (from + 1..from + LONGEST).find(|at| text(*at).is_some_and(|text| fold(text) == named));
        contents.extend(ends.map_or(from..from, |end| from..end));
    }
    contents
}

/// The words of a line of contents, folded, without its page number.
fn entry(line: &str) -> Vec<char> {
    let bare = before_page(line).unwrap_or_else(|| {
        let words = line.trim_end_matches(|letter: char| half(letter).is_ascii_digit());
        if words.ends_with(char::is_whitespace) { words } else { line }
    });
    fold(bare)
}

/// What stands before the leaders of a line that ends in a page number.
fn before_page(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let led = line.trim_end_matches(|letter: char| half(letter).is_ascii_digit());
    let leads = |letter: char| "·.…‥⋯・•_-".contains(half(letter));
    let words = led.trim_end_matches(|letter: char| leads(letter) || letter.is_whitespace());
    let leaders: usize = led[words.len()..]
        .chars()
        .map(|letter| match letter {
            '…' | '⋯' => LEADERS,
            _ => usize::from(leads(letter)),
        })
        .sum();
    (led.len() < line.len() && leaders >= LEADERS && !words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_documents::{FileKind, Paragraph};

    fn lines(texts: &[&str]) -> BTreeSet<usize> {
        let paragraph = |(at, text): (usize, &&str)| {
            Block::Paragraph(Paragraph { text: (*text).to_owned(), line: at + 1 })
        };
        let blocks = texts.iter().enumerate().map(paragraph).collect();
        contents(&Document { kind: FileKind::Text, title: None, blocks, pages: Vec::new(), wrapped: false })
    }

    #[test]
    fn leaders_and_a_page_make_a_line_of_contents() {
        for line in
            ["一、概述········ 1", "概 述· · · · 12", "二、问题……３", "附表 ——————4", "三、其他.....5"]
        {
            assert_eq!(lines(&["引言", line]), BTreeSet::from([1]), "{line}");
        }
        for line in ["一、概述", "规章 1", "全文…", "2021-2022", "·····3", "编号 12-3-4"] {
            assert_eq!(lines(&["引言", line]), BTreeSet::new(), "{line}");
        }
    }

    #[test]
    fn contents_without_pages_end_where_the_report_begins() {
        let report = ["某局年度报告", "目　录", "一、概述", "二、其他", "一、概述", "本年无事。", "二、其他"];
        assert_eq!(lines(&report), BTreeSet::from([2, 3]));
        let spaced = ["目录", "一、概述 1", "二、其他 2", "一、概述", "二、其他"];
        assert_eq!(lines(&spaced), BTreeSet::from([1, 2]));
        assert_eq!(lines(&["目录", "一、概述", "二、其他"]), BTreeSet::new());
    }
}
