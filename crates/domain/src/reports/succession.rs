//! Succession (衔接): under which code last year's report, in another format, told what a cell of this one tells.

use super::cell::Cell;
use super::declared::Declared;
use super::file::{self, Keys, Node};
use super::format::{Format, star_of};
use super::layout::no_such_cell;
use crate::law::{LawFault, LawText};
use crate::says::Says;
use std::collections::BTreeMap;

/// Codes of this format to codes of another, by that format's id; an empty text means that nothing there compares.
pub type Previous = BTreeMap<String, BTreeMap<String, String>>;

impl Format {
    /// The code under which a report of `format_of_last_year` told what the cell `code` of this format tells: the one
    /// `[previous.FORMAT]` gives, or the same code. Whether that report has the code is for its numbers to say.
    ///
    /// `None` when no cell of this format with a number has the code, or the file says that nothing there compares.
    pub fn previous_code(&self, format_of_last_year: &str, code: &str) -> Option<String> {
        self.cell(code).filter(|cell| cell.is_number())?;
        let mapped = self.previous.get(format_of_last_year).and_then(|codes| codes.get(code));
        let code = mapped.map_or(code, String::as_str);
        (!code.is_empty()).then(|| code.to_owned())
    }
}

/// Reads `[previous.FORMAT]`; a star stands for the same on both sides.
pub(super) fn read_previous(file: &Keys<'_>, declared: &Declared<'_>) -> Result<Previous, LawFault> {
    let mut previous = Previous::new();
    for (format, pairs) in pairs(file)? {
        let codes = previous.entry(format.key().to_owned()).or_default();
        for (ours, theirs) in pairs {
            let fitting = declared.fitting(ours.key());
            if fitting.is_empty() || fitting.iter().any(|(_, code)| !declared.number(code)) {
                return Err(ours.fault_in(ours.key(), no_such_cell()));
            }
            if theirs.contains('*') && !ours.key().contains('*') {
                let says = Says::new("左边没有 *，右边也不能有", "there is no * on the left to stand for");
                return Err(ours.fault_in(theirs, says));
            }
            for (star, code) in fitting {
                if codes.insert(code.clone(), theirs.replace('*', &star)).is_some() {
                    let says = Says::new("这个单元格对应了两次", "this cell is mapped twice");
                    return Err(ours.fault_in(&code, says));
                }
            }
        }
    }
    Ok(previous)
}

/// Refuses a format whose `[previous.FORMAT]` names a format, or a cell of it, that does not exist.
pub(super) fn know_previous(text: &LawText<'_>, format: &Format, all: &[Format]) -> Result<(), LawFault> {
    if format.previous.is_empty() {
        return Ok(());
    }
    let table = file::parse(*text)?;
    let keys = Keys::of_any_file(*text, &table);
    for (named, pairs) in pairs(&keys)? {
        let Some(other) = all.iter().find(|other| other.id == named.key()) else {
            return Err(named.fault(Says::new("没有这种报告格式", "there is no such report format")));
        };
        for (ours, theirs) in pairs.into_iter().filter(|(_, theirs)| !theirs.is_empty()) {
            for cell in format.cells_named(ours.key()) {
                let star = star_of(ours.key(), &cell.code).unwrap_or_default();
                let code = theirs.replace('*', star);
                if !other.cell(&code).is_some_and(Cell::is_number) {
                    return Err(ours.fault_in(theirs, no_such_cell()));
                }
            }
        }
    }
    Ok(())
}

/// The tables below `previous` with their pairs, in the order of the file.
#[expect(clippy::type_complexity, reason = "read in two places right here")]
fn pairs<'a>(file: &Keys<'a>) -> Result<Vec<(Node<'a>, Vec<(Node<'a>, &'a str)>)>, LawFault> {
    let Some(node) = file.get("previous") else { return Ok(Vec::new()) };
    let tables = node.any_keys()?.in_order();
    tables
        .into_iter()
        .map(|table| {
            let pairs = table.any_keys()?.in_order();
            Ok((table, pairs.into_iter().map(|pair| Ok((pair, pair.text()?))).collect::<Result<_, _>>()?))
        })
        .collect()
}
