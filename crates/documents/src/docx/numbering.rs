//! The numbers Word counts itself: `一、`, `（二）`, `3.`

use super::KIND;
use crate::DocumentFault;
use crate::package::Package;
use crate::xml::{Node, each};
use std::collections::HashMap;

/// Levels a list has.
const LEVELS: usize = 9;

/// Which list a paragraph is in, and how deep; by the paragraph itself or by its style.
#[derive(Clone, Debug, Default)]
pub(super) struct Levels {
    /// The list; `0` takes a paragraph out of the one its style is in.
    pub(super) list: Option<String>,
    /// The level, from 0.
    pub(super) level: Option<usize>,
}

/// How one level is written.
#[derive(Clone, Debug)]
struct Level {
    format: String,
    /// With `%1` for the number of the first level.
    text: String,
    start: usize,
}

impl Default for Level {
    fn default() -> Self {
        Self { format: "decimal".to_owned(), text: String::new(), start: 1 }
    }
}

/// The lists of a document and how far each has been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The pattern of each list.
    lists: HashMap<String, String>,
    patterns: HashMap<String, Vec<Level>>,
    styles: HashMap<String, (Option<String>, Levels)>,
    /// By pattern: lists of one pattern go on counting. A level that has not begun is absent.
    counted: HashMap<String, [Option<usize>; LEVELS]>,
}

impl Numbering {
    /// Reads the lists and styles that go with the main part.
    pub(super) fn of(package: &Package, main: &str) -> Result<Self, DocumentFault> {
        let beside = |name: &str| match main.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{name}"),
            None => name.to_owned(),
        };
        let mut numbering = Self::default();
        if let Some(part) = package.part(&beside("numbering.xml")) {
            numbering.read_lists(part)?;
        }
        if let Some(part) = package.part(&beside("styles.xml")) {
            numbering.read_styles(part)?;
        }
        Ok(numbering)
    }

    fn read_lists(&mut self, part: &[u8]) -> Result<(), DocumentFault> {
        let (mut pattern, mut list, mut level) = (None, None, None);
        each(part, KIND, |node| {
            let Node::Start(element) = node else { return Ok(()) };
            let levels = pattern.as_ref().and_then(|pattern| self.patterns.get_mut(pattern));
            let current = level.and_then(|level: usize| levels?.get_mut(level));
            match element.name() {
                b"abstractNum" => {
                    pattern = element.attribute("abstractNumId");
                    if let Some(pattern) = &pattern {
                        self.patterns.insert(pattern.clone(), vec![Level::default(); LEVELS]);
                    }
                }
                b"num" => {
                    (pattern, level) = (None, None);
                    list = element.attribute("numId");
                }
                b"abstractNumId" => {
                    if let (Some(list), Some(pattern)) = (list.take(), element.attribute("val")) {
                        self.lists.insert(list, pattern);
                    }
                }
                b"lvl" => level = element.attribute("ilvl").and_then(|level| level.parse().ok()),
                name => {
                    if let (Some(current), Some(value)) = (current, element.attribute("val")) {
                        match name {
                            b"numFmt" => current.format = value,
                            b"lvlText" => current.text = value,
                            b"start" => current.start = value.parse().unwrap_or(1),
                            _ => {}
                        }
                    }
                }
            }
            Ok(())
        })
    }

    fn read_styles(&mut self, part: &[u8]) -> Result<(), DocumentFault> {
        let mut style = None;
        each(part, KIND, |node| {
            let Node::Start(element) = node else { return Ok(()) };
            if element.name() == b"style" {
                style = element.attribute("styleId");
                return Ok(());
            }
            let Some(style) = &style else { return Ok(()) };
            let (based_on, levels) = self.styles.entry(style.clone()).or_default();
            match element.name() {
                b"basedOn" => *based_on = element.attribute("val"),
                b"numId" => levels.list = element.attribute("val"),
                b"ilvl" => levels.level = element.number(),
                _ => {}
            }
            Ok(())
        })
    }

    /// Counts a paragraph and gives the number it begins with; `None` where it has none.
    pub(super) fn next(&mut self, style: Option<&str>, own: &Levels) -> Option<String> {
        let (list, level) = self.place(style, own)?;
        let pattern = self.lists.get(&list)?;
        let levels = self.patterns.get(pattern)?;
        let written = levels.get(level)?;
        let counted = self.counted.entry(pattern.clone()).or_default();
        counted[level] = Some(counted[level].map_or(written.start, |number| number.saturating_add(1)));
        counted[level + 1..].fill(None);
        if matches!(written.format.as_str(), "bullet" | "none") {
            return None;
        }
        let mut text = written.text.clone();
        for (at, level) in levels.iter().enumerate() {
            let number = counted[at].unwrap_or(level.start);
            text = text.replace(&format!("%{}", at + 1), &spelt(&level.format, number));
        }
        Some(text).filter(|text| !text.is_empty())
    }

    /// The list and level of a paragraph, its styles asked where it is silent.
    fn place(&self, style: Option<&str>, own: &Levels) -> Option<(String, usize)> {
        let (mut list, mut level) = (own.list.clone(), own.level);
        let mut style = style;
        // A style may be based on itself in a broken file.
        for _ in 0..LEVELS {
            let Some((based_on, levels)) = style.and_then(|style| self.styles.get(style)) else { break };
            list = list.or_else(|| levels.list.clone());
            level = level.or(levels.level);
            style = based_on.as_deref();
        }
        list.filter(|list| list != "0").map(|list| (list, level.unwrap_or(0)))
    }
}

/// A number as a list writes it.
fn spelt(format: &str, number: usize) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |at: usize| DIGITS[at % 10];
    let letter = |first: u8| char::from(first + ((number.max(1) - 1) % 26) as u8).to_string();
    match (format, number) {
        ("chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "ideographDigital", 0..=9) => {
            digit(number).to_string()
        }
        ("chineseCounting" | "chineseCountingThousand" | "japaneseCounting", 10..=99) => {
            let tens = if number < 20 { String::new() } else { digit(number / 10).to_string() };
            let ones = if number.is_multiple_of(10) { String::new() } else { digit(number).to_string() };
            format!("{tens}十{ones}")
        }
        ("ideographDigital", 10..) => {
            number.to_string().bytes().map(|byte| digit(usize::from(byte - b'0'))).collect()
        }
        ("decimalEnclosedCircle" | "decimalEnclosedCircleChinese", 1..=20) => {
            char::from_u32(0x245f + number as u32).map(String::from).unwrap_or_default()
        }
        ("decimalZero", 0..=9) => format!("0{number}"),
        ("decimalFullWidth", _) => {
            let wide = |byte: u8| char::from_u32(0xff10 + u32::from(byte - b'0')).unwrap_or('0');
            number.to_string().bytes().map(wide).collect()
        }
        ("upperLetter", _) => letter(b'A'),
        ("lowerLetter", _) => letter(b'a'),
        ("upperRoman", 1..=39) => roman(number),
        ("lowerRoman", 1..=39) => roman(number).to_lowercase(),
        _ => number.to_string(),
    }
}

fn roman(number: usize) -> String {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    "X".repeat(number / 10) + ONES[number % 10]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_lists_write_them() {
        for (format, number, expected) in [
            ("chineseCounting", 1, "一"),
            ("chineseCountingThousand", 10, "十"),
            ("japaneseCounting", 12, "十二"),
            ("chineseCounting", 30, "三十"),
            ("decimalEnclosedCircle", 3, "③"),
            ("lowerRoman", 14, "xiv"),
            ("upperLetter", 2, "B"),
            ("decimal", 120, "120"),
        ] {
            assert_eq!(spelt(format, number), expected);
        }
    }
}
