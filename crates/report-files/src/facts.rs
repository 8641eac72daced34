//! What is known about every figure of a report: the one list that all files print.

use crate::text::printable;
use gongkai_domain::reports::{Figure, Publication, ReportCell, Verdict};
use rust_decimal::Decimal;

/// The columns of the list.
pub const HEADS: [&str; 13] = [
    "编号",
    "指标",
    "单位",
    "数值",
    "打印值",
    "明细行数",
    "是否改写",
    "改写理由",
    "改写人",
    "改写日期",
    "台账计数",
    "口径",
    "明细网址",
];

const HEXADECIMAL: [char; 16] =
    ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];

/// What is known about one figure.
#[derive(Clone, Debug)]
pub struct Fact<'p> {
    /// The cell.
    pub cell: &'p ReportCell,
    /// What the figure means; empty where no definition was given.
    pub definition: &'p str,
    /// Address of the figure with the rows behind it, where the site's origin is known.
    pub address: Option<String>,
}

/// One field of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// Words; empty where there is nothing to say.
    Text(String),
    /// An exact number.
    Number(Decimal),
}

impl Field {
    /// Words as every file can hold them.
    pub fn text(words: &str) -> Self {
        Self::Text(printable(words).into_owned())
    }

    fn plain(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

/// Every figure of a report, in the order of its format.
pub fn facts(publication: &Publication) -> Vec<Fact<'_>> {
    let fact = |cell| fact(publication, cell);
    publication.report.cells.iter().map(fact).collect()
}

fn fact<'p>(publication: &'p Publication, cell: &'p ReportCell) -> Fact<'p> {
    Fact {
        cell,
        definition: publication.definitions.get(&cell.code).map_or("", |says| says.zh.as_str()),
        address: publication.address.as_ref().map(|page| format!("{page}/{}", in_address(&cell.code))),
    }
}

impl Fact<'_> {
    /// The fields, one for each of [`HEADS`].
    pub fn fields(&self) -> [Field; HEADS.len()] {
        let cell = self.cell;
        let text = |text: &str| Field::text(text);
        let set = cell.overridden.as_ref();
        [
            text(&cell.code),
            text(&cell.label),
            text(&cell.unit),
            exact(&cell.value),
            text(&cell.printed),
            Field::Number(cell.rows.into()),
            text(if set.is_some() { "是" } else { "否" }),
            text(set.map_or("", |set| &set.reason)),
            text(set.map_or("", |set| &set.by)),
            text(&set.map(|set| set.on.to_string()).unwrap_or_default()),
            exact(&cell.counted),
            text(self.definition),
            text(self.address.as_deref().unwrap_or_default()),
        ]
    }

    /// The exact value as text: digits, names with ；between them, words, or nothing.
    pub fn exact(&self) -> String {
        exact(&self.cell.value).plain()
    }

    /// The value as counted, in the same way.
    pub fn counted(&self) -> String {
        exact(&self.cell.counted).plain()
    }
}

/// A value without rounding; nothing where it is not applicable or not defined, as in the JSON of a report.
fn exact(figure: &Figure) -> Field {
    match figure {
        Figure::Number(number) => Field::Number(number.normalize()),
        Figure::List(items) => Field::text(&items.join("；")),
        Figure::Words(words) => Field::text(words),
        Figure::Undefined | Figure::NotApplicable => Field::Text(String::new()),
    }
}

/// What came of a check, in a word.
pub const fn outcome(verdict: &Verdict) -> &'static str {
    match (verdict.holds, verdict.left, verdict.right) {
        (false, ..) => "不符",
        (true, None, None) => "不适用",
        (true, ..) => "通过",
    }
}

/// A code as a segment of an address: what is no letter, digit or one of `-._~` is written in hexadecimal (RFC 3986).
fn in_address(code: &str) -> String {
    let mut segment = String::new();
    for byte in code.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            segment.push(byte.into());
        } else {
            segment.push('%');
            segment.extend([byte >> 4, byte & 15].map(|half| HEXADECIMAL[usize::from(half)]));
        }
    }
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_and_what_does_not_apply_is_empty() {
        let number = Figure::Number("4.9587509970000".parse().unwrap());
        assert_eq!(exact(&number), Field::Number("4.958750997".parse().unwrap()));
        assert_eq!(exact(&Figure::NotApplicable), Field::Text(String::new()));
        let list = Figure::List(vec!["产权交易".into(), "人事、社保".into()]);
        assert_eq!(exact(&list), Field::Text("产权交易；人事、社保".into()));
    }

    #[test]
    fn a_code_stays_one_segment_of_an_address() {
        assert_eq!(in_address("B.r3.total"), "B.r3.total");
        assert_eq!(in_address("甲/乙"), "%E7%94%B2%2F%E4%B9%99");
    }
}
