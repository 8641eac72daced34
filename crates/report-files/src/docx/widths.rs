//! How wide the columns of a table are: figures as narrow as they may be, heads of rows get what is left.

use crate::grid::{Grid, Holds};
use crate::text::width;

/// Narrowest column, in half characters: two Chinese characters and the margins of the cell.
const NARROWEST: f64 = 5.0;
/// A column head is broken into lines of so many half characters at least.
const HEAD: f64 = 9.0;
/// A head over many rows is as narrow as a few characters.
const GROUP: f64 = 8.0;

/// Width of every column in twentieths of a point, together `room`.
pub(super) fn widths(grid: &Grid<'_>, room: usize, small: bool) -> Vec<usize> {
    let (least, wanted) = needs(grid);
    // Half a character in twentieths of a point: type of 9 or of 12 points.
    let half = if small { 90.0 } else { 120.0 };
    let room_in_halves = room as f64 / half;
    let (least_sum, wanted_sum): (f64, f64) = (least.iter().sum(), wanted.iter().sum());
    let share = ((room_in_halves - least_sum) / (wanted_sum - least_sum).max(1.0)).min(1.0);
    let mut widths: Vec<f64> =
        least.iter().zip(&wanted).map(|(least, wanted)| least + (wanted - least) * share).collect();
    if share < 0.0 {
        widths.clone_from(&least);
    }
    let sum: f64 = widths.iter().sum();
    let mut whole: Vec<usize> = widths.iter().map(|width| (width / sum * room as f64) as usize).collect();
    let rest = room - whole.iter().sum::<usize>();
    if let Some(first) = whole.first_mut() {
        *first += rest;
    }
    whole
}

/// What every column needs at least, and what it would like, in half characters.
fn needs(grid: &Grid<'_>) -> (Vec<f64>, Vec<f64>) {
    let mut least = vec![NARROWEST; grid.columns];
    let mut wanted = vec![NARROWEST; grid.columns];
    for slot in grid.rows.iter().flatten().filter(|slot| slot.columns == 1) {
        let at = slot.column;
        let (low, high) = match slot.holds {
            Holds::Figure(figure) => {
                let natural = width(&figure.text) as f64 + 2.0;
                (natural.min(14.0), natural.min(30.0))
            }
            Holds::Head { text, over_columns: true, .. } => (NARROWEST, (width(text) as f64 + 1.0).min(HEAD)),
            Holds::Head { text, rows: 1, .. } => {
                let natural = width(text) as f64 + 2.0;
                (natural.min(HEAD), natural.min(48.0))
            }
            Holds::Head { text, .. } => (NARROWEST, (width(text) as f64 + 2.0).min(GROUP)),
            Holds::Continued | Holds::Nothing => continue,
        };
        least[at] = least[at].max(low);
        wanted[at] = wanted[at].max(high);
    }
    (least, wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gongkai_domain::reports::{ReportRow, ReportTable, TableFigure, TableHead};

    #[test]
    fn columns_fill_the_room_and_words_get_more_of_it() {
        let head = |text: &str| TableHead { text: text.to_owned(), columns: 1, rows: 1 };
        let figure = TableFigure { cell: "F1".to_owned(), text: "12728".to_owned(), columns: 1 };
        let row = ReportRow::Figures { heads: vec![head("4.行政职权类信息")], cells: vec![figure] };
        let [id, title, unit, note] = ["t", "表", "条", ""].map(str::to_owned);
        let heads = ReportRow::Heads(vec![head("指标"), head("数量")]);
        let table = ReportTable { id, title, unit, note, rows: vec![heads, row] };
        let widths = widths(&Grid::of(&table), 8_844, false);
        assert_eq!(widths.iter().sum::<usize>(), 8_844);
        assert!(widths[0] > 2 * widths[1], "{widths:?}");
    }
}
