//! The cells a format file declares, and what they refer to.

use super::cell::{Cell, Holds, Record};
use super::cell_file::{CELL_KEYS, read_cell};
use super::check::know_cells;
use super::file::{Keys, Node};
use super::format::star_of;
use super::grid::{GRID_KEYS, read_grid};
use super::layout::no_such_cell;
use crate::law::{Codes, LawFault};
use crate::says::Says;
use std::collections::{BTreeMap, BTreeSet};

/// The cells of a file in order, each with its place, and the words of grid rows and columns.
pub(super) struct Declared<'a> {
    pub(super) cells: Vec<(Cell, Node<'a>)>,
    at: BTreeMap<String, usize>,
    /// What the rows and columns of grids are called, by id.
    pub(super) labels: BTreeMap<&'a str, &'a str>,
}

impl<'a> Declared<'a> {
    /// Reads every `[[cell]]` and `[[grid]]`; refuses what names something that is not declared.
    pub(super) fn read(file: &Keys<'a>, codes: &Codes) -> Result<Self, LawFault> {
        let mut groups: Vec<(usize, Vec<(Cell, Node<'a>)>)> = Vec::new();
        let mut labels = BTreeMap::new();
        for keys in file.tables("cell", CELL_KEYS)? {
            groups.push((keys.need("code")?.start(), vec![read_cell(&keys, codes)?]));
        }
        for keys in file.tables("grid", GRID_KEYS)? {
            let cells = read_grid(&keys, codes)?;
            labels.extend(cells.iter().flat_map(|cell| cell.lines));
            let cells = cells.into_iter().map(|cell| (cell.cell, cell.node)).collect();
            groups.push((keys.need("code")?.start(), cells));
        }
        groups.sort_by_key(|(start, _)| *start);
        let cells: Vec<_> = groups.into_iter().flat_map(|(_, cells)| cells).collect();
        let mut at = BTreeMap::new();
        for (position, (cell, node)) in cells.iter().enumerate() {
            if at.insert(cell.code.clone(), position).is_some() {
                let says = Says::new(
                    format!("代码 {} 用了两次", cell.code),
                    format!("the code {} is used twice", cell.code),
                );
                return Err(node.fault(says));
            }
        }
        let declared = Self { cells, at, labels };
        declared.know_operands(file)?;
        Ok(declared)
    }

    fn get(&self, code: &str) -> Option<&Cell> {
        self.at.get(code).map(|at| &self.cells[*at].0)
    }

    /// Whether a code is that of a cell with a number.
    pub(super) fn number(&self, code: &str) -> bool {
        self.get(code).is_some_and(Cell::is_number)
    }

    /// The cells a pattern takes in, in order, with what its star stands for.
    pub(super) fn fitting(&self, pattern: &str) -> Vec<(String, String)> {
        let named = |(cell, _): &(Cell, Node<'a>)| {
            star_of(pattern, &cell.code).map(|star| (star.to_owned(), cell.code.clone()))
        };
        self.cells.iter().filter_map(named).collect()
    }

    /// The codes a pattern takes in, in order.
    pub(super) fn named(&self, pattern: &str) -> Vec<String> {
        self.fitting(pattern).into_iter().map(|(_, code)| code).collect()
    }

    /// Refuses formulas over unknown cells, over last year's, and in a circle; and records of unknown places.
    fn know_operands(&self, file: &Keys<'a>) -> Result<(), LawFault> {
        let places: Vec<&str> =
            nodes(file, "place", "id")?.iter().map(Node::text).collect::<Result<_, _>>()?;
        let formulas = formula_nodes(file)?;
        for (cell, node) in &self.cells {
            let node = formulas.get(cell.code.as_str()).unwrap_or(node);
            if let Some(place) = own_place(cell).filter(|place| !places.contains(place)) {
                let says = Says::new("没有声明这个自撰文字的位置", "this place is not declared");
                return Err(node.fault_in(place, says));
            }
            if let Some(code) = cell.print.all_of.as_deref().filter(|code| !self.number(code)) {
                return Err(node.fault_in(code, no_such_cell()));
            }
            let Holds::Formula(formula) = &cell.holds else { continue };
            know_cells(formula, node, &|code| self.number(code))?;
            if let Some((code, _)) = formula.cells().into_iter().find(|(_, previous)| *previous) {
                let says =
                    Says::new("上年的数只能用在核对里", "last year's numbers may stand in checks only");
                return Err(node.fault_in(code, says));
            }
            if self.reaches(cell, &cell.code, &mut BTreeSet::new()) {
                let says = Says::new("算式绕回了自己", "the formula leads back to itself");
                return Err(node.fault_in(&cell.code, says));
            }
        }
        Ok(())
    }

    fn reaches(&self, cell: &Cell, goal: &str, seen: &mut BTreeSet<String>) -> bool {
        let Holds::Formula(formula) = &cell.holds else { return false };
        formula.cells().into_iter().any(|(code, _)| {
            code == goal
                || seen.insert(code.to_owned())
                    && self.get(code).is_some_and(|next| self.reaches(next, goal, seen))
        })
    }
}

/// Where each cell's formula, record or print rule stands, so that a fault names its line.
fn formula_nodes<'a>(file: &Keys<'a>) -> Result<BTreeMap<&'a str, Node<'a>>, LawFault> {
    let mut found = BTreeMap::new();
    for keys in file.tables("cell", CELL_KEYS)? {
        let code = keys.need("code")?.text()?;
        if let Some(node) = ["formula", "record", "all_of"].iter().find_map(|key| keys.get(key)) {
            found.insert(code, node);
        }
    }
    Ok(found)
}

/// The place for own words that a cell reads.
pub(super) fn own_place(cell: &Cell) -> Option<&str> {
    match &cell.holds {
        Holds::Record(Record::Own(place) | Record::Headings(place)) => Some(place),
        _ => None,
    }
}

/// The values of a key in every table of an array.
pub(super) fn nodes<'a>(file: &Keys<'a>, array: &str, key: &str) -> Result<Vec<Node<'a>>, LawFault> {
    let Some(node) = file.get(array) else { return Ok(Vec::new()) };
    node.items()?.iter().map(|item| item.any_keys()?.need(key)).collect()
}
