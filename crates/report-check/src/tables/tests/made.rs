//! Reports made up for a format: consistent numbers, printed as a grid, as lines, or run together.

use super::super::linear::Linear;
use super::super::template::Template;
use super::super::value::Value;
use gongkai_documents::{Block, Cell, Document, FileKind, Paragraph, Table};
use gongkai_domain::reports::{CheckKind, Entry, Format, Formula, Part};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Numbers by code.
pub(super) type Numbers = BTreeMap<String, Decimal>;

/// How a report is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Printed {
    /// Tables with cells that reach over rows and columns.
    Grid,
    /// Each cell on its own line.
    Lines,
    /// Everything in one paragraph.
    Together,
}

/// Small numbers in no order that anybody would notice.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Numbers for every cell of the format's tables under which all its checks hold.
pub(super) fn numbers(format: &Format, dice: &mut Dice) -> Numbers {
    let template = Template::of(format);
    let mut numbers = Numbers::new();
    for row in &template.rows {
        for (code, money) in row.cells.iter().zip(&row.money) {
            let large = [2, 10, 10, 60, 300][dice.below(5) as usize];
            let number = Decimal::from(dice.below(large));
            numbers.insert((*code).to_owned(), if *money { number + Decimal::new(25, 2) } else { number });
        }
    }
    for _ in 0..40 {
        let sums = sums(format, &numbers);
        let Some((kind, at)) = sums.iter().find(|(_, at)| !holds(&format.checks[*at], &numbers)).copied()
        else {
            return numbers;
        };
        let check = &format.checks[at];
        match kind {
            CheckKind::Sum => {
                for (_, at) in sums.iter().filter(|(kind, _)| *kind == CheckKind::Sum) {
                    let Formula::Cell(total) = &format.checks[*at].right else { panic!("a sum of sums") };
                    let parts = format.checks[*at].left.cells();
                    let sum = parts.iter().map(|(code, _)| numbers[*code]).sum();
                    numbers.insert(total.clone(), sum);
                }
            }
            CheckKind::Balance => {
                // What came in is raised, or what is left.
                let off = off(check, &numbers);
                let (cells, by) = if off < Decimal::ZERO { (&check.left, -off) } else { (&check.right, off) };
                let code = if off < Decimal::ZERO { cells.cells()[0].0 } else { cells.cells()[1].0 };
                raise(format, code, by, &mut numbers);
            }
            CheckKind::AtMost => {
                let off = off(check, &numbers);
                raise(format, check.right.cells()[0].0, off, &mut numbers);
            }
            CheckKind::Stock | CheckKind::CarryOver => unreachable!("no year before"),
        }
    }
    panic!("the checks of {} cannot be met", format.id)
}

/// The checks whose cells are all printed, sums last so that they are mended first.
fn sums(format: &Format, numbers: &Numbers) -> Vec<(CheckKind, usize)> {
    let printed = |at: &usize| {
        let check = &format.checks[*at];
        let mut cells = check.left.cells().into_iter().chain(check.right.cells());
        cells.all(|(code, last)| !last && numbers.contains_key(code))
    };
    let mut sums: Vec<_> =
        (0..format.checks.len()).filter(printed).map(|at| (format.checks[at].kind, at)).collect();
    sums.sort_by_key(|(kind, _)| *kind != CheckKind::Sum);
    sums
}

fn off(check: &gongkai_domain::reports::Check, numbers: &Numbers) -> Decimal {
    let side = |formula: &Formula| formula.cells().iter().map(|(code, _)| numbers[*code]).sum::<Decimal>();
    side(&check.left) - side(&check.right)
}

fn holds(check: &gongkai_domain::reports::Check, numbers: &Numbers) -> bool {
    let value = |code: &str| numbers.get(code).copied().map(Value::Number);
    Linear::of(check, &|_| None).and_then(|sum| sum.holds(&value)) != Some(false)
}

/// Raises a cell; of a total, its first part.
fn raise(format: &Format, code: &str, by: Decimal, numbers: &mut Numbers) {
    let total = |check: &&gongkai_domain::reports::Check| {
        check.kind == CheckKind::Sum && check.right == Formula::Cell(code.to_owned())
    };
    if let Some(check) = format.checks.iter().find(total) {
        return raise(format, check.left.cells()[0].0, by, numbers);
    }
    *numbers.get_mut(code).unwrap() += by;
}

/// The year a made report is of.
pub(super) fn year(format: &Format) -> i16 {
    format.years.1.or(format.years.0).unwrap()
}

/// A report with these numbers.
pub(super) fn report(format: &Format, numbers: &Numbers, printed: Printed) -> Document {
    let mut blocks = Vec::new();
    let mut line = 0;
    let mut paragraph = |text: String, blocks: &mut Vec<Block>| {
        line += 1;
        blocks.push(Block::Paragraph(Paragraph { text, line }));
    };
    paragraph(format!("安平县水务局{}年政府信息公开工作年度报告", year(format)), &mut blocks);
    let mut together = String::new();
    for section in &format.sections {
        let Some(Part::Text(title)) = section.title.first() else { continue };
        if printed == Printed::Together {
            together.push_str(title);
        } else {
            paragraph(title.clone(), &mut blocks);
        }
        for entry in &section.entries {
            let Entry::Table(id) = entry else { continue };
            let table = format.tables.iter().find(|table| table.id == *id).unwrap();
            let squares = squares(table, numbers);
            match printed {
                Printed::Grid => {
                    let number = 1 + blocks.iter().filter(|block| matches!(block, Block::Table(_))).count();
                    blocks.push(Block::Table(Table { number, line: 1, rows: squares }));
                }
                Printed::Lines => {
                    for cell in squares.into_iter().flatten() {
                        paragraph(format!("{} |", cell.text), &mut blocks);
                    }
                }
                Printed::Together => {
                    together.extend(squares.into_iter().flatten().map(|cell| cell.text));
                }
            }
        }
    }
    if printed == Printed::Together {
        paragraph(together, &mut blocks);
    }
    Document { kind: FileKind::Text, title: None, blocks, pages: Vec::new(), wrapped: false }
}

fn squares(table: &gongkai_domain::reports::Table, numbers: &Numbers) -> Vec<Vec<Cell>> {
    let mut taken: Vec<Vec<bool>> = vec![vec![false; 40]; table.rows.len()];
    let mut rows = Vec::new();
    for (at, row) in table.rows.iter().enumerate() {
        let heads = row.heads.iter().map(|head| (head.text.clone(), head.columns, head.rows));
        let cells =
            row.cells.iter().map(|(code, columns)| (numbers[code].normalize().to_string(), *columns, 1));
        let mut printed = Vec::new();
        for (text, columns, rows) in heads.chain(cells) {
            let column = taken[at].iter().position(|taken| !taken).unwrap();
            for line in taken.iter_mut().skip(at).take(rows) {
                line[column..column + columns].fill(true);
            }
            printed.push(Cell { text, row: at + 1, column: column + 1, rows, columns });
        }
        rows.push(printed);
    }
    rows
}
