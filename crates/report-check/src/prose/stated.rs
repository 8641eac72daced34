//! What each number of the text counts.

use super::Passage;
use super::naming::naming;
use super::numbers::{Number, numbers};
use super::text::{Text, ends_clause};
use crate::{Place, TextFigure};
use std::ops::Range;

/// How many characters after a number can name what it counts.
const AFTER: usize = 24;

/// The passages of a report with the numbers they state.
#[derive(Clone, Debug)]
pub(super) struct Prose<'a> {
    /// The passages.
    pub(super) texts: Vec<Text<'a>>,
    /// The figures, in reading order.
    pub(super) stated: Vec<Stated>,
}

/// A number and what it counts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stated {
    /// Which passage, by its index.
    pub(super) text: usize,
    /// Which of its sentences, by index.
    pub(super) sentence: usize,
    /// The number.
    pub(super) number: Number,
    /// Words before it in its clause, as read, from the last mark or number on.
    pub(super) before: Range<usize>,
    /// Words after it in its clause, up to the next number.
    pub(super) after: Range<usize>,
    /// What it counts, in short.
    pub(super) label: String,
    /// The position of the innermost bracket it stands in.
    pub(super) bracket: Option<usize>,
}

impl<'a> Prose<'a> {
    /// Reads passages.
    pub(super) fn read(passages: &'a [Passage]) -> Self {
        let texts: Vec<Text<'a>> = passages.iter().map(Text::read).collect();
        let stated = texts.iter().enumerate().flat_map(|(index, text)| stated_in(index, text)).collect();
        Self { texts, stated }
    }

    /// The text a figure stands in.
    pub(super) fn text_of(&self, stated: &Stated) -> &Text<'a> {
        &self.texts[stated.text]
    }

    /// Words before a figure in its clause.
    pub(super) fn before(&self, stated: &Stated) -> String {
        self.text_of(stated).words(stated.before.clone())
    }

    /// Words after a figure in its clause.
    pub(super) fn after(&self, stated: &Stated) -> String {
        self.text_of(stated).words(stated.after.clone())
    }

    /// The sentence of a figure up to it.
    pub(super) fn lead(&self, stated: &Stated) -> String {
        let text = self.text_of(stated);
        let start = text.sentences.get(stated.sentence).map_or(0, |sentence| sentence.start);
        text.words(start.min(stated.number.start)..stated.number.start)
    }

    /// The figures of a passage, by index.
    pub(super) fn of_text(&self, text: usize) -> Range<usize> {
        let from = self.stated.partition_point(|stated| stated.text < text);
        from..self.stated.partition_point(|stated| stated.text <= text)
    }

    /// The figures of a sentence, by index.
    pub(super) fn of_sentence(&self, text: usize, sentence: usize) -> Range<usize> {
        let from = self.stated.partition_point(|stated| (stated.text, stated.sentence) < (text, sentence));
        from..self.stated.partition_point(|stated| (stated.text, stated.sentence) <= (text, sentence))
    }

    /// The sentence of a figure.
    pub(super) fn sentence(&self, stated: &Stated) -> Range<usize> {
        let text = self.text_of(stated);
        text.sentences.get(stated.sentence).cloned().unwrap_or(0..text.chars.len())
    }

    /// A figure as printed, to be put between quotation marks: `予以公开3件`.
    pub(super) fn quote(&self, stated: &Stated) -> String {
        let printed = self.text_of(stated).quote(stated.before.start..stated.number.end);
        let leads = ["其中", "包括", "另有", "分别为", "和", "与"];
        let lead = leads.iter().find_map(|lead| printed.strip_prefix(lead)).filter(|rest| rest.len() > 12);
        lead.unwrap_or(&printed).replace('“', "‘").replace('”', "’")
    }

    /// The year a figure is of, where its sentence or one before it in the passage names one: the last named before it.
    pub(super) fn year(&self, stated: &Stated) -> Option<i16> {
        let text = self.text_of(stated);
        let start = text.sentences.get(stated.sentence).map_or(0, |sentence| sentence.start);
        year_before(&text.chars, start, stated.number.start)
    }
}

/// The last year named in a stretch: four digits and 年.
pub(super) fn year_before(chars: &[char], start: usize, end: usize) -> Option<i16> {
    (start..end.saturating_sub(4)).rev().find_map(|at| year_at(chars, at))
}

/// The year that is written at a position.
pub(super) fn year_at(chars: &[char], at: usize) -> Option<i16> {
    let digits = chars.get(at..at + 4)?;
    let apart = at == 0 || !chars[at - 1].is_ascii_digit();
    let year = digits.iter().all(char::is_ascii_digit) && chars.get(at + 4) == Some(&'年') && apart;
    let written: String = digits.iter().collect();
    year.then(|| written.parse().ok()).flatten().filter(|year| (1990..2100).contains(year))
}

impl Stated {
    /// The figure as others read it.
    pub(super) fn as_figure(&self, prose: &Prose<'_>) -> TextFigure {
        let text = prose.text_of(self);
        TextFigure {
            label: self.label.clone(),
            value: self.number.value,
            unit: self.number.unit.clone(),
            quote: text.quote(text.clause(self.number.start..self.number.end)),
            place: Place::Line { line: text.line(self.number.start) },
        }
    }
}

fn stated_in(index: usize, text: &Text<'_>) -> Vec<Stated> {
    let numbers = numbers(text);
    let brackets = brackets(text);
    let mut stated: Vec<Stated> = Vec::with_capacity(numbers.len());
    for (place, number) in numbers.iter().enumerate() {
        let earlier = place.checked_sub(1).map_or(0, |earlier| numbers[earlier].end);
        let later = numbers.get(place + 1).map_or(text.chars.len(), |later| later.start);
        let before = before(text, number.start, earlier);
        let after = after(text, number.end, later);
        let sentence = text.sentence_at(number.start);
        let label = label(text, &before, &after);
        let label = if label.is_empty() { governing(&stated, sentence) } else { label };
        let bracket = brackets[number.start];
        stated.push(Stated { text: index, sentence, number: number.clone(), before, after, label, bracket });
    }
    stated
}

/// Where nothing in the clause names what is counted, it is what the sentence counted before.
fn governing(stated: &[Stated], sentence: usize) -> String {
    let governing = stated.iter().rev().find(|earlier| earlier.sentence == sentence);
    governing.map(|governing| governing.label.clone()).unwrap_or_default()
}

fn before(text: &Text<'_>, start: usize, earlier: usize) -> Range<usize> {
    let mut from = start;
    let mut depth = 0_usize;
    while from > earlier {
        match text.chars[from - 1] {
            // What stands in brackets within a name is passed over: 行政职权类信息（包括行政审批、执法等）32条.
            '）' if opened(text, earlier, from - 1) => depth += 1,
            '（' if depth > 0 => depth -= 1,
            '：' if depth == 0 && from == start => {}
            mark if depth == 0 && ends_clause(mark) => break,
            _ => {}
        }
        from -= 1;
    }
    while from < start
        && (matches!(text.chars[from], '、' | ' ' | '.')
            || (from == earlier && from > 0 && "和及".contains(text.chars[from])))
    {
        from += 1;
    }
    from..start
}

/// Whether the bracket that closes here was opened after the earlier number, as a part of a name and not of a list.
fn opened(text: &Text<'_>, earlier: usize, close: usize) -> bool {
    let within = &text.chars[earlier..close];
    let open = within.iter().rposition(|mark| *mark == '（');
    open.is_some_and(|open| open > 1 && !within[open..].contains(&'）'))
}

fn after(text: &Text<'_>, end: usize, later: usize) -> Range<usize> {
    let rest = &text.chars[end..later.max(end)];
    let mark = rest.iter().position(|mark| ends_clause(*mark) || *mark == '、');
    end..end + mark.unwrap_or(rest.len()).min(AFTER)
}

fn label(text: &Text<'_>, before: &Range<usize>, after: &Range<usize>) -> String {
    let own = naming(&text.words(before.clone()));
    let next = text.chars.get(after.end);
    // Words that run up to the next number name that one, unless nothing else names this one.
    let behind = text.words(after.clone());
    let ends = next.is_none_or(|mark| ends_clause(*mark) || *mark == '、');
    let behind = behind.trim_matches(|mark: char| "”“》《的".contains(mark)).trim_end_matches('中');
    let about = ["以上", "以下", "左右", "以内", "余", "多"];
    let behind = about.iter().find_map(|word| behind.strip_prefix(word)).unwrap_or(behind);
    if own.is_empty() || ends { naming(&format!("{own}{behind}")) } else { own }
}

/// For each character the position of the innermost bracket open there; none stays open over the end of a sentence.
fn brackets(text: &Text<'_>) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut brackets = Vec::with_capacity(text.chars.len());
    for (at, mark) in text.chars.iter().enumerate() {
        match mark {
            '（' => open.push(at),
            '）' => drop(open.pop()),
            '。' if open
                .first()
                .is_none_or(|first| !text.chars[at..].contains(&'）') || at - first > 400) =>
            {
                open.clear();
            }
            _ => {}
        }
        brackets.push(open.last().copied());
    }
    brackets
}
