//! The office's own words with figures in them: `{F38}` stands for a number of the report, so that it cannot be
//! mistyped and follows the registers.

use super::format::Format;
use super::print::with_unit;
use super::report::{Report, ReportCell};
use crate::says::Says;
use std::collections::BTreeSet;

/// A stretch of own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Words as they were written.
    Words(&'t str),
    /// A figure.
    Chip(Chip<'t>),
}

/// A figure in own words: `{F38}` its number, `{F38:unit}` with the unit, `{F55:names}` the names behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chip<'t> {
    /// Code of the cell.
    pub cell: &'t str,
    /// How it reads.
    pub reads: Reads,
}

/// How a figure reads in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// The number as printed.
    Plain,
    /// The number with its unit.
    WithUnit,
    /// The names of the rows behind it.
    Names,
}

/// Something about the numbers in own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFinding {
    /// Place in the format.
    pub place: String,
    /// What stands there.
    pub found: String,
    /// Where it begins in the text, in bytes.
    pub at: usize,
    /// What is the matter.
    pub what: TextFault,
    /// What to write instead, where that is known.
    pub chip: Option<String>,
}

/// What may be the matter with a number in own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextFault {
    /// A figure the format does not have, or that cannot stand in this place.
    Unknown,
    /// A number typed by hand that is the figure of a cell: it would not follow the registers.
    TypedFigure(String),
    /// A number typed by hand where the cell it speaks of prints another one.
    Contradicts {
        /// Code of the cell.
        cell: String,
        /// What the cell prints.
        printed: String,
    },
}

impl TextFault {
    /// Whether the report cannot be handed in like this.
    pub const fn stops(&self) -> bool {
        !matches!(self, Self::TypedFigure(_))
    }
}

impl TextFinding {
    /// The finding in words.
    pub fn says(&self) -> Says {
        let found = &self.found;
        match &self.what {
            TextFault::Unknown => Says::new(
                format!("这个格式里没有“{found}”，或者这里不能引用数字"),
                format!("the format has no “{found}”, or no figure may stand here"),
            ),
            TextFault::TypedFigure(cell) => Says::new(
                format!("“{found}”是 {cell} 的数，却是手写的，台账变了不会跟着变"),
                format!("“{found}” is the number of {cell}, typed by hand: it will not follow the registers"),
            ),
            TextFault::Contradicts { cell, printed } => Says::new(
                format!("这里写“{found}”，{cell} 是 {printed}"),
                format!("this says “{found}”, while {cell} is {printed}"),
            ),
        }
    }
}

impl Chip<'_> {
    /// How it reads over the figures of a report.
    pub fn text(&self, cell: &ReportCell) -> String {
        match self.reads {
            Reads::Plain => cell.printed.clone(),
            Reads::WithUnit => with_unit(&cell.value, &cell.printed, &cell.unit),
            Reads::Names => cell.names.clone().unwrap_or_default(),
        }
    }
}

/// Own words in pieces. A brace that holds no figure of the format stays a word.
pub fn pieces<'t>(text: &'t str, format: &Format) -> Vec<Piece<'t>> {
    let mut pieces = Vec::new();
    let (mut from, mut look) = (0, 0);
    while let Some((open, close)) = next_brace(text, look) {
        look = close + 1;
        let Some(chip) = chip_of(&text[open + 1..close]).filter(|chip| chip.is_known(format)) else {
            continue;
        };
        if open > from {
            pieces.push(Piece::Words(&text[from..open]));
        }
        pieces.push(Piece::Chip(chip));
        from = close + 1;
    }
    if from < text.len() {
        pieces.push(Piece::Words(&text[from..]));
    }
    pieces
}

impl Chip<'_> {
    fn is_known(&self, format: &Format) -> bool {
        let cell = format.cell(self.cell);
        cell.is_some_and(|cell| self.reads != Reads::Names || cell.names.is_some())
    }
}

/// The next `{…}` on one line, by the places of its braces.
fn next_brace(text: &str, from: usize) -> Option<(usize, usize)> {
    let open = from + text[from..].find('{')?;
    let inside = &text[open + 1..];
    match inside.find(['}', '{', '\n']) {
        Some(at) if inside[at..].starts_with('}') => Some((open, open + 1 + at)),
        Some(at) => next_brace(text, open + 1 + at),
        None => None,
    }
}

fn chip_of(word: &str) -> Option<Chip<'_>> {
    let (cell, reads) = match word.split_once(':') {
        None => (word, Reads::Plain),
        Some((cell, "unit")) => (cell, Reads::WithUnit),
        Some((cell, "names")) => (cell, Reads::Names),
        Some(_) => return None,
    };
    Some(Chip { cell, reads })
}

/// Everything about the numbers of one place's words: figures there are not, numbers typed by hand.
///
/// `records` are the places that are themselves a cell (a date of publication), in which no figure can stand.
pub fn findings(
    place: &str,
    text: &str,
    format: &Format,
    report: &Report,
    records: &BTreeSet<&str>,
) -> Vec<TextFinding> {
    let mut findings = Vec::new();
    let finding = |at: usize, found: &str, what: TextFault, chip: Option<String>| TextFinding {
        place: place.to_owned(),
        found: found.to_owned(),
        at,
        what,
        chip,
    };
    let mut look = 0;
    while let Some((open, close)) = next_brace(text, look) {
        look = close + 1;
        let chip = chip_of(&text[open + 1..close]).filter(|chip| chip.is_known(format));
        if chip.is_none() || records.contains(place) {
            findings.push(finding(open, &text[open..=close], TextFault::Unknown, None));
        }
    }
    if records.contains(place) {
        return findings;
    }
    for typed in typed_numbers(text) {
        if let Some((what, chip)) = judge(&typed, report) {
            findings.push(finding(typed.at, typed.number, what, Some(chip)));
        }
    }
    findings.sort_by_key(|finding| finding.at);
    findings
}

/// A number typed by hand, with what stands around it.
struct Typed<'t> {
    number: &'t str,
    at: usize,
    /// The words of its clause before it.
    before: &'t str,
    /// What follows.
    after: &'t str,
}

/// The numbers that somebody typed: not those in braces, not years, dates and numbers of documents.
fn typed_numbers(text: &str) -> Vec<Typed<'_>> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|letter: char| letter.is_ascii_digit()).map(|found| at + found) {
        let length = text[start..]
            .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
            .unwrap_or(text.len() - start);
        let number = text[start..start + length].trim_end_matches('.');
        at = start + length;
        let (before, after) = (&text[..start], &text[start + number.len()..]);
        let in_brace = before.rfind('{').is_some_and(|open| !before[open..].contains('}'));
        let is_word = before
            .ends_with(|letter: char| letter.is_ascii_alphabetic() || "-－—〔[".contains(letter))
            || after.starts_with(|letter: char| letter.is_ascii_alphabetic() || "-－—〕]".contains(letter));
        let is_date = ["年", "月", "日", "号", "时", "期", "届"].iter().any(|unit| after.starts_with(unit));
        if in_brace || is_word || is_date || number.is_empty() {
            continue;
        }
        let clause = before
            .rfind(['。', '；', '，', '、', ',', ';', '\n', '}'])
            .map_or(0, |mark| mark + before[mark..].chars().next().map_or(1, char::len_utf8));
        numbers.push(Typed { number, at: start, before: &before[clause..], after });
    }
    numbers
}

/// Shortest words a clause and a label share before they are taken to speak of the same thing.
const FEWEST_SHARED: usize = 3;
/// From so many digits on a number is taken for a figure by itself.
const TELLING: usize = 3;

fn judge(typed: &Typed<'_>, report: &Report) -> Option<(TextFault, String)> {
    let with_unit = |cell: &&ReportCell| !cell.unit.is_empty() && typed.after.starts_with(cell.unit.as_str());
    let numeric = report.cells.iter().filter(|cell| cell.value.number().is_some()).filter(with_unit);
    let mut spoken: Vec<(usize, &ReportCell)> =
        numeric.map(|cell| (shared(typed.before, &cell.label), cell)).collect();
    spoken.sort_by_key(|(shared, _)| std::cmp::Reverse(*shared));
    let equal = |cell: &ReportCell| cell.printed == typed.number;
    let same = spoken
        .iter()
        .find(|(shared, cell)| equal(cell) && (*shared >= FEWEST_SHARED || typed.number.len() >= TELLING));
    if let Some((_, cell)) = same {
        return Some((TextFault::TypedFigure(cell.code.clone()), plain_chip(cell)));
    }
    let (shared, cell) = *spoken.first()?;
    let speaks = shared > FEWEST_SHARED && shared * 3 >= cell.label.chars().count() * 2;
    let fault = TextFault::Contradicts { cell: cell.code.clone(), printed: cell.printed.clone() };
    speaks.then(|| (fault, plain_chip(cell)))
}

fn plain_chip(cell: &ReportCell) -> String {
    format!("{{{}}}", cell.code)
}

/// How many characters the longest stretch has that two texts share.
fn shared(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut row = vec![0; other.len() + 1];
    let mut longest = 0;
    for letter in &one {
        for at in (0..other.len()).rev() {
            row[at + 1] = if *letter == other[at] { row[at] + 1 } else { 0 };
            longest = longest.max(row[at + 1]);
        }
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{BUILT_IN, Codes};
    use crate::reports::{Figure, formats};
    use rust_decimal::Decimal;

    fn gz() -> Format {
        let codes = Codes::read(BUILT_IN).unwrap();
        formats(BUILT_IN, &codes).unwrap().into_iter().find(|format| format.id == "gz-2016").unwrap()
    }

    fn report() -> Report {
        let cell = |code: &str, label: &str, unit: &str, number: i64| ReportCell {
            code: code.to_owned(),
            label: label.to_owned(),
            unit: unit.to_owned(),
            value: Figure::Number(Decimal::from(number)),
            printed: number.to_string(),
            names: None,
            rows: number,
            overridden: None,
            counted: Figure::Number(Decimal::from(number)),
        };
        Report {
            format: "gz-2016".to_owned(),
            body: "office".to_owned(),
            year: 2016,
            title: String::new(),
            cells: vec![
                cell("F13", "主动公开信息数", "条", 93),
                cell("F38", "办理政府采购项目", "宗", 1533),
                cell("F44", "集中办公的职能部门", "个", 3),
            ],
            checks: Vec::new(),
            sections: Vec::new(),
            charts: Vec::new(),
        }
    }

    #[test]
    fn a_brace_of_the_format_is_a_figure_and_every_other_stays() {
        let format = gz();
        let words = pieces("共{F38:unit}，{F55:names}，{F13:names}、{X}{F38", &format);
        let chip = |cell, reads| Piece::Chip(Chip { cell, reads });
        assert_eq!(
            words,
            [
                Piece::Words("共"),
                chip("F38", Reads::WithUnit),
                Piece::Words("，"),
                chip("F55", Reads::Names),
                Piece::Words("，{F13:names}、{X}{F38"),
            ]
        );
        assert_eq!(pieces("", &format), []);
        assert_eq!(pieces("{{F38}}", &format)[1], chip("F38", Reads::Plain));
    }

    #[test]
    fn typed_numbers_are_held_against_the_figures() {
        let (format, report) = (gz(), report());
        let told = |text: &str| {
            let findings = findings("overview", text, &format, &report, &BTreeSet::new());
            findings
                .into_iter()
                .map(|finding| (finding.found, finding.what, finding.chip))
                .collect::<Vec<_>>()
        };
        let contradicts =
            |cell: &str, printed: &str| TextFault::Contradicts { cell: cell.into(), printed: printed.into() };
        for (text, expected) in [
            (
                "全年办理政府采购项目1533宗",
                vec![("1533", TextFault::TypedFigure("F38".into()), Some("{F38}"))],
            ),
            ("全年办理政府采购项目1500宗", vec![("1500", contradicts("F38", "1533"), Some("{F38}"))]),
            ("全年办理政府采购项目{F38:unit}", vec![]),
            ("用了{F999}", vec![("{F999}", TextFault::Unknown, None)]),
            // Small numbers that speak of something else, dates and numbers of documents are left alone.
            ("召开会议3个小时，2016年12月30日印发从府办〔2016〕93号", vec![]),
            ("培训93条街道的干部", vec![]),
        ] {
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(found, what, chip): (&str, TextFault, Option<&str>)| {
                    (found.to_owned(), what, chip.map(str::to_owned))
                })
                .collect();
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn a_place_that_is_itself_a_cell_takes_no_figures() {
        let records = BTreeSet::from(["compiled_on"]);
        let told = findings("compiled_on", "{F13} 1533宗", &gz(), &report(), &records);
        assert_eq!(told.iter().map(|finding| finding.what.stops()).collect::<Vec<_>>(), [true]);
    }
}
