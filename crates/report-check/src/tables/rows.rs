//! The rows a document could mean: a label, then figures. Most are none: sentences have figures too.

use super::marks::{Gap, Marks, fold};
use super::numerals;
use super::tokens::{Figure, Label, Token, What};
use crate::Place;
use std::ops::Range;

/// What figures are counted in.
pub(super) const UNITS: &[&str] = &[
    "条", "件", "项", "次", "篇", "个", "人", "人次", "宗", "期", "张", "级", "类", "份", "家", "场", "例",
    "元", "万元", "亿元",
];

/// A label with the figures after it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Row {
    /// The label, if the template knows it.
    pub(super) label: Option<Label>,
    /// The words before the figures where no known label stands there.
    pub(super) words: Option<Range<usize>>,
    /// Letters between the label and the figures that are no unit; brackets do not count.
    pub(super) between: usize,
    /// The figures.
    pub(super) figures: Vec<Printed>,
    /// Whether it is a row of a table of the document.
    pub(super) in_table: bool,
    /// Whether the figures stand in a sentence.
    pub(super) prose: bool,
    /// Its marks, from the label to the last figure.
    pub(super) marks: Range<usize>,
}

/// A figure where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Printed {
    /// What it says.
    pub(super) figure: Figure,
    /// The unit after it.
    pub(super) unit: Option<String>,
    /// Its marks, with the unit.
    pub(super) marks: Range<usize>,
    /// Where.
    pub(super) place: Place,
    /// Whether it fills its cell or line, so that it is one figure and not several run together.
    pub(super) whole: bool,
}

impl Row {
    /// Whether all it has are blank cells.
    pub(super) fn is_blank(&self) -> bool {
        self.figures.iter().all(|printed| printed.figure == Figure::Blank)
    }

    /// The number before its words, and their letters.
    pub(super) fn named(&self, marks: &Marks<'_>) -> (Option<String>, Vec<char>) {
        let words = self.words.clone().map_or_else(String::new, |range| marks.printed(range));
        let (number, words) = numerals::split(&words);
        (number, fold(words))
    }
}

/// The rows of a document.
pub(super) fn rows(marks: &Marks<'_>, tokens: &[Token]) -> Vec<Row> {
    let mut reader = Reader { marks, rows: Vec::new(), row: Row::default(), begun: false };
    for (at, token) in tokens.iter().enumerate() {
        reader.take(token, tokens.get(at + 1));
    }
    reader.finish();
    reader.rows
}

struct Reader<'a, 'd> {
    marks: &'a Marks<'d>,
    rows: Vec<Row>,
    row: Row,
    begun: bool,
}

impl Reader<'_, '_> {
    fn take(&mut self, token: &Token, next: Option<&Token>) {
        let gap = self.gap(token.marks.start);
        let in_table = self.marks.source(token.marks.start).is_some_and(|source| source.cell.is_some());
        if self.begun && (gap.has(Gap::ROW) || in_table != self.row.in_table) {
            self.finish();
        }
        match &token.what {
            What::Label(label) => {
                self.finish();
                self.begin(token, in_table);
                self.row.label = Some(label.clone());
            }
            What::Words => self.take_words(token, gap, in_table),
            What::Figure(Figure::Blank) if !self.begun => {}
            What::Figure(figure) => {
                if !self.begun {
                    self.begin(token, in_table);
                }
                let place = self.marks.source(token.marks.start).map(|source| source.place);
                let Some(place) = place else { return };
                let whole = gap.parts() && self.gap(token.marks.end).parts();
                self.row.prose |= !in_table && self.in_sentence(figure, token, next);
                self.row.figures.push(Printed {
                    figure: figure.clone(),
                    unit: None,
                    marks: token.marks.clone(),
                    place,
                    whole,
                });
                self.row.marks.end = token.marks.end;
            }
        }
    }

    fn take_words(&mut self, token: &Token, gap: Gap, in_table: bool) {
        let words: String = self.marks.marks[token.marks.clone()].iter().map(|mark| mark.letter).collect();
        let is_unit = UNITS.contains(&words.as_str());
        match self.row.figures.last_mut() {
            Some(last) if self.begun && is_unit && !gap.has(Gap::LINE) && !gap.has(Gap::ROW) => {
                last.whole |= gap.none() && self.marks.marks[last.marks.start].gap.parts();
                last.unit = Some(words);
                last.marks.end = token.marks.end;
                self.row.marks.end = token.marks.end;
            }
            Some(_) => {
                self.finish();
                self.begin(token, in_table);
                self.row.words = Some(token.marks.clone());
            }
            None if !self.begun => {
                self.begin(token, in_table);
                self.row.words = Some(token.marks.clone());
            }
            None if self.row.label.is_some() => {
                if !is_unit && !gap.has(Gap::OPEN) {
                    self.row.between += token.marks.len();
                }
                self.row.marks.end = token.marks.end;
            }
            None if !is_unit => {
                // Words of one row go together; in running text those after a full stop begin anew.
                let from = self.row.words.as_ref().map_or(token.marks.start, |words| words.start);
                let from = if gap.has(Gap::STOP) { token.marks.start } else { from };
                self.row.words = Some(from..token.marks.end);
                self.row.marks = from..token.marks.end;
            }
            None => self.row.marks.end = token.marks.end,
        }
    }

    /// Whether what follows a figure shows that it stands in a sentence: a unit with more words or a stop after it.
    fn in_sentence(&self, figure: &Figure, token: &Token, next: Option<&Token>) -> bool {
        const DATES: &[char] = &['年', '月', '日', '号', '时', '多', '余'];
        if !matches!(figure, Figure::Digits(_)) {
            return false;
        }
        let after = self.gap(token.marks.end);
        if after.has(Gap::STOP) || after.has(Gap::LIST) {
            return true;
        }
        let Some(next) = next.filter(|next| next.what == What::Words && !after.parts()) else { return false };
        let words: String = self.marks.marks[next.marks.clone()].iter().map(|mark| mark.letter).collect();
        let stop = self.gap(next.marks.end);
        if UNITS.contains(&words.as_str()) {
            return stop.has(Gap::STOP) || stop.has(Gap::LIST);
        }
        UNITS.iter().any(|unit| words.starts_with(unit)) || words.starts_with(DATES)
    }

    fn gap(&self, at: usize) -> Gap {
        self.marks.marks.get(at).map_or(Gap::LINE, |mark| mark.gap)
    }

    fn begin(&mut self, token: &Token, in_table: bool) {
        self.begun = true;
        self.row = Row { in_table, marks: token.marks.clone(), ..Row::default() };
    }

    fn finish(&mut self) {
        let row = std::mem::take(&mut self.row);
        if self.begun && (row.label.is_some() || !row.figures.is_empty()) {
            self.rows.push(row);
        }
        self.begun = false;
    }
}
