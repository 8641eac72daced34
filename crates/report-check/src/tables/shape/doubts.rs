//! Cells that say nothing, and figures that cannot be told apart.

use super::super::align::{Found, stretch};
use super::Shape;
use crate::{CellState, Finding, FindingKind, Severity, Side};
use gongkai_domain::says::Says;

impl Shape<'_, '_, '_> {
    pub(super) fn blank(&self, table: usize, of_table: &[&Found], findings: &mut Vec<Finding>) {
        let blank = |code: &str| self.cells.read.get(code).is_none_or(|cell| cell.state == CellState::Blank);
        let is_empty = |found: &&&Found| self.row(found.row).cells.iter().all(|code| blank(code));
        let title = &self.fit.template.format.tables[table].title;
        let rows = self.fit.template.rows.iter().filter(|row| row.table == table).count();
        if of_table.iter().all(|found| is_empty(&found)) && of_table.len() * 2 > rows {
            let row = &self.fit.rows[of_table[0].at];
            let says = Says::new(
                format!("“{title}”表一个数也没有填；没有的应填 0，不适用的填“/”。"),
                format!("The table “{title}” is blank; none is 0, and what does not apply is “/”."),
            );
            findings.push(self.about(FindingKind::Blank, Severity::Error, row, says));
            return;
        }
        for found in of_table {
            let of = self.row(found.row);
            let codes: Vec<&&str> = of.cells.iter().filter(|code| blank(code)).collect();
            let Some(first) = codes.first() else { continue };
            let row = &self.fit.rows[found.at];
            let label = &of.label;
            let name = match codes.len() {
                1 => self.fit.template.name(first),
                count if count == of.cells.len() => {
                    Says::new(format!("“{label}”一行"), format!("The row “{label}”"))
                }
                count => Says::new(
                    format!("“{label}”一行有 {count} 格"),
                    format!("In the row “{label}”, {count} cells"),
                ),
            };
            let says = Says::new(
                format!("{}空着；没有的应填 0，不适用的填“/”。", name.zh),
                format!("{}: left blank; none is 0, and what does not apply is “/”.", name.en),
            );
            let mut finding = self.about(FindingKind::Blank, Severity::Warning, row, says);
            finding.place = self.cells.read.get(**first).map_or(finding.place, |cell| cell.place);
            finding.cells = codes.iter().map(|code| (**code).to_owned()).collect();
            findings.push(finding);
        }
    }

    pub(super) fn ambiguous(&self, findings: &mut Vec<Finding>) {
        for one in &self.cells.ambiguous {
            let of = self.row(one.row);
            let (label, printed, ways) = (&of.label, &one.printed, one.ways);
            let label = if label.is_empty() { &self.fit.template.table(of).title } else { label };
            let count = of.cells.len();
            let says = if ways == 0 {
                Says::new(
                    format!("“{label}”应有 {count} 格，印的是“{printed}”，不能确定各是哪一格。"),
                    format!(
                        "“{label}” should have {count} cells; it prints “{printed}”, and which is which cannot be told."
                    ),
                )
            } else {
                Says::new(
                    format!(
                        "“{label}”的 {count} 格连写成“{printed}”，有 {ways} 种读法，凭表内核对不能确定是哪一种。"
                    ),
                    format!(
                        "The {count} cells of “{label}” ran together as “{printed}”; there are {ways} readings, and the sums do not tell which."
                    ),
                )
            };
            let cells = of.cells.iter().map(|code| (*code).to_owned()).collect();
            let (left, quote) = (Some(Side::Text(printed.clone())), printed.clone());
            let (severity, kind) = (Severity::Note, FindingKind::Ambiguous);
            findings.push(Finding {
                severity,
                kind,
                place: one.place,
                left,
                right: None,
                quote,
                cells,
                says,
            });
        }
    }

    /// A row without a label that could be one of several.
    pub(super) fn nameless(&self, found: &Found) -> Finding {
        let row = &self.fit.rows[found.at];
        let could_be = stretch(&self.fit.template, &self.fit.found, found.row);
        let [first, last] = [could_be.start, could_be.end - 1].map(|row| &self.row(row).label);
        let count = could_be.len();
        let says = Says::new(
            format!("这一行没有名称，可能是“{first}”至“{last}” {count} 行中的任何一行，没有读入。"),
            format!(
                "This row has no label and could be any of {count}, “{first}” to “{last}”; it was not read."
            ),
        );
        let cells = could_be.flat_map(|row| &self.row(row).cells).map(|code| (*code).to_owned()).collect();
        let finding = self.about(FindingKind::Ambiguous, Severity::Note, row, says);
        Finding { cells, left: None, ..finding }
    }
}
