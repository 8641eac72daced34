//! Tables that have level lines only, between the rows: their columns are where no row has a letter.

use super::letters::Letter;
use super::lines;
use super::ruled::{RuledCell, RuledTable};
use super::rulings::{Rule, SAME};

/// Fewest lines of a table; two may be the upper and lower border of anything.
const FEWEST: usize = 3;
/// Highest row, in points.
const HIGHEST: f64 = 90.0;
/// Narrowest gap between columns, measured in letters of the table.
const GAP: f64 = 1.2;

/// The tables between level lines that cross nothing; `letters` keeps those that are in none.
pub(super) fn tables(rules: &[Rule], letters: &mut Vec<Letter>) -> Vec<RuledTable> {
    let mut stacks: Vec<Vec<Rule>> = Vec::new();
    for rule in rules {
        // Lines of one table begin and end alike, the next within reach of the last.
        let fits = |stack: &Vec<Rule>| {
            stack.last().is_some_and(|last| {
                (last.from - rule.from).abs() <= SAME
                    && (last.to - rule.to).abs() <= SAME
                    && rule.at - last.at <= HIGHEST
            })
        };
        match stacks.iter_mut().find(|stack| fits(stack)) {
            Some(stack) if stack.last().is_some_and(|last| rule.at - last.at <= SAME) => {}
            Some(stack) => stack.push(*rule),
            None => stacks.push(vec![*rule]),
        }
    }
    let stacks = stacks.into_iter().filter(|stack| stack.len() >= FEWEST);
    stacks.filter_map(|stack| table(&stack, letters)).collect()
}

fn table(stack: &[Rule], letters: &mut Vec<Letter>) -> Option<RuledTable> {
    let (left, right) = (stack[0].from - SAME, stack[0].to + SAME);
    let heights: Vec<f64> = stack.iter().map(|rule| rule.at).collect();
    let row_of = |letter: &Letter| {
        let (x, y) = letter.middle();
        let row = heights.partition_point(|at| *at <= y).checked_sub(1)?;
        ((left..=right).contains(&x) && row + 1 < heights.len()).then_some(row)
    };
    let inside: Vec<&Letter> = letters.iter().filter(|letter| row_of(letter).is_some()).collect();
    let columns = columns(&inside, left, right);
    if columns.len() < 3 {
        return None;
    }
    let mut cells: Vec<Vec<Vec<Letter>>> = vec![vec![Vec::new(); columns.len() - 1]; heights.len() - 1];
    for letter in std::mem::take(letters) {
        match row_of(&letter) {
            Some(row) => {
                let column = columns.partition_point(|at| *at <= letter.middle().0);
                cells[row][column.clamp(1, columns.len() - 1) - 1].push(letter);
            }
            None => letters.push(letter),
        }
    }
    let cell = |(column, letters): (usize, Vec<Letter>)| {
        let (text, is_full) = lines::joined(letters, columns[column + 1]);
        RuledCell { text, column, columns: 1, rows: 1, is_full }
    };
    let rows = cells.into_iter().map(|row| row.into_iter().enumerate().map(cell).collect()).collect();
    Some(RuledTable { columns, top: heights[0], bottom: heights[heights.len() - 1], rows })
}

/// Where the columns are parted: in the middle of every gap that no letter reaches into.
fn columns(letters: &[&Letter], left: f64, right: f64) -> Vec<f64> {
    let mut spans: Vec<(f64, f64)> = letters
        .iter()
        .filter(|letter| !letter.is_space())
        .map(|letter| (letter.left, letter.right))
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let size = letters.iter().map(|letter| letter.size).fold(0.0, f64::max);
    let mut columns = vec![left];
    let mut reached = f64::NEG_INFINITY;
    for (from, to) in spans {
        if reached.is_finite() && from - reached > size * GAP {
            columns.push(f64::midpoint(reached, from));
        }
        reached = reached.max(to);
    }
    columns.push(right);
    columns
}
