//! Paragraphs as lines: the office's own words may hold several.

use crate::outline::{Part, lead, part_of};
use gongkai_domain::reports::Span;
use serde::Serialize;

/// One line of text: a heading or a paragraph.
#[derive(Debug, Serialize)]
pub(super) struct Line {
    part: Part,
    runs: Vec<Run>,
}

/// A stretch of a line.
#[derive(Debug, Serialize)]
struct Run {
    text: String,
    style: Style,
    /// The cell it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Style {
    Plain,
    /// The run-in heading of a paragraph.
    Lead,
    /// Words the office has not written.
    Missing,
}

/// What a checking copy prints for words that are missing.
const EMPTY: &str = "（空）";

/// The lines of a paragraph; missing words show in a checking copy only.
pub(super) fn lines(spans: &[Span], checking: bool) -> Vec<Line> {
    let mut lines: Vec<Vec<Run>> = vec![Vec::new()];
    for span in spans {
        match span {
            Span::Text(words) | Span::OwnWords { text: Some(words), .. } => add_words(&mut lines, words),
            Span::Figure { cell, text } => push(&mut lines, text, Style::Plain, Some(cell.clone())),
            Span::OwnWords { text: None, .. } if checking => push(&mut lines, EMPTY, Style::Missing, None),
            Span::OwnWords { text: None, .. } => {}
        }
    }
    lines.into_iter().filter_map(line_of).collect()
}

fn add_words(lines: &mut Vec<Vec<Run>>, words: &str) {
    for (at, part) in words.lines().enumerate() {
        if at > 0 {
            lines.push(Vec::new());
        }
        if !part.trim().is_empty() {
            push(lines, part.trim(), Style::Plain, None);
        }
    }
}

fn push(lines: &mut [Vec<Run>], text: &str, style: Style, cell: Option<String>) {
    if let Some(line) = lines.last_mut() {
        line.push(Run { text: text.to_owned(), style, cell });
    }
}

fn line_of(mut runs: Vec<Run>) -> Option<Line> {
    let plain: String = runs.iter().map(|run| run.text.as_str()).collect();
    if plain.trim().is_empty() {
        return None;
    }
    let part = part_of(&plain);
    if part == Part::Paragraph {
        set_lead(&mut runs, lead(&plain));
    }
    Some(Line { part, runs })
}

/// Cuts the run-in heading off, which may only reach over the first run.
fn set_lead(runs: &mut Vec<Run>, end: usize) {
    let Some(first) = runs.first_mut().filter(|run| end > 0 && run.cell.is_none() && end <= run.text.len())
    else {
        return;
    };
    let rest = first.text.split_off(end);
    first.style = Style::Lead;
    if !rest.is_empty() {
        runs.insert(1, Run { text: rest, style: Style::Plain, cell: None });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(spans: &[Span], checking: bool) -> Vec<String> {
        let line = |line: &Line| {
            let runs = line.runs.iter().map(|run| match (&run.cell, run.style) {
                (Some(cell), _) => format!("[{cell} {}]", run.text),
                (None, Style::Lead) => format!("*{}*", run.text),
                (None, _) => run.text.clone(),
            });
            format!("{:?} {}", line.part, runs.collect::<String>())
        };
        lines(spans, checking).iter().map(line).collect()
    }

    fn own(text: Option<&str>) -> Span {
        Span::OwnWords { place: "p".to_owned(), text: text.map(str::to_owned) }
    }

    #[test]
    fn own_words_make_lines_and_figures_stay_in_theirs() {
        let spans = [
            Span::Text("（一）主动公开。公开".to_owned()),
            Span::Figure { cell: "F13".to_owned(), text: "93条".to_owned() },
            own(Some("。\n\n（二）依申请公开\n  受理6件。")),
        ];
        let expected = [
            "Paragraph *（一）主动公开。*公开[F13 93条]。",
            "Second （二）依申请公开",
            "Paragraph 受理6件。",
        ];
        assert_eq!(told(&spans, false), expected);
    }

    #[test]
    fn missing_words_show_in_a_checking_copy_only() {
        assert_eq!(told(&[own(None)], true), ["Paragraph （空）"]);
        assert_eq!(told(&[own(None)], false), Vec::<String>::new());
    }
}
