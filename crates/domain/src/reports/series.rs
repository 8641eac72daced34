//! Figures followed over the years (逐年比较): which cell of each format holds the same thing.

use super::chart::{Chart, ChartKind, Point};
use super::file::{self, Keys, Node};
use super::format::Format;
use super::layout::no_such_cell;
use super::report::Report;
use crate::law::{LawFault, LawText};
use crate::says::Says;
use std::collections::BTreeMap;

/// Folder of the files that declare series.
const FOLDER: &str = "series/";

/// A figure that reports of several formats hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Id among all series.
    pub id: String,
    /// What it follows.
    pub title: Says,
    /// Unit of its values, as printed.
    pub unit: String,
    /// Code of the cell that holds it, by id of the format.
    pub cells: BTreeMap<String, String>,
}

/// Reads every file of `series/` among `texts`, in order.
///
/// # Errors
/// An id that stands twice; a format that is not among `formats`; a cell the format does not have, that holds no
/// number, or whose unit is not one of the series': a line through 元 and 万元 would lie.
pub fn series(texts: &[LawText<'_>], formats: &[Format]) -> Result<Vec<Series>, LawFault> {
    let mut all: Vec<Series> = Vec::new();
    for text in texts.iter().filter(|text| text.path.starts_with(FOLDER)) {
        let table = file::parse(*text)?;
        let keys = Keys::of_file(*text, &table, &["series"])?;
        for keys in keys.tables("series", &["id", "title", "title_en", "units", "cells"])? {
            let id = keys.need("id")?;
            if all.iter().any(|known| Ok(known.id.as_str()) == id.text()) {
                return Err(id.fault(Says::new("这个 id 用了两次", "this id is used twice")));
            }
            all.push(read(&keys, formats)?);
        }
    }
    Ok(all)
}

fn read(keys: &Keys<'_>, formats: &[Format]) -> Result<Series, LawFault> {
    let units = keys.need("units")?;
    let units: Vec<&str> = units.texts()?.into_iter().map(|(_, unit)| unit).collect();
    let cells = keys.need("cells")?.any_keys()?.in_order();
    Ok(Series {
        id: keys.need("id")?.text()?.to_owned(),
        title: Says::new(keys.need("title")?.text()?, keys.need("title_en")?.text()?),
        unit: units.first().copied().unwrap_or_default().to_owned(),
        cells: cells.iter().map(|cell| read_cell(cell, &units, formats)).collect::<Result<_, _>>()?,
    })
}

fn read_cell(node: &Node<'_>, units: &[&str], formats: &[Format]) -> Result<(String, String), LawFault> {
    let format = formats.iter().find(|format| format.id == node.key()).ok_or_else(|| {
        let known = formats.iter().map(|format| format.id.as_str()).collect::<Vec<_>>().join(", ");
        node.fault(Says::new(
            format!("没有这种报告格式；有：{known}"),
            format!("there is no such report format; there are: {known}"),
        ))
    })?;
    let code = node.text()?;
    let cell = format.cell(code).filter(|cell| cell.is_number());
    let cell = cell.ok_or_else(|| node.fault_in(code, no_such_cell()))?;
    if !units.contains(&cell.unit.as_str()) {
        let (unit, units) = (&cell.unit, units.join("、"));
        return Err(node.fault_in(
            code,
            Says::new(
                format!("它的单位是“{unit}”，不在 units（{units}）里"),
                format!("its unit is “{unit}”, which is not among units ({units})"),
            ),
        ));
    }
    Ok((format.id.clone(), code.to_owned()))
}

impl Series {
    /// The series over reports of different years, in their order; years whose format does not hold it, or where it
    /// is not applicable, are left out. [`Chart::is_telling`] says whether it is worth drawing.
    pub fn over(&self, reports: &[impl AsRef<Report>]) -> Chart {
        let point = |report: &Report| {
            let code = self.cells.get(&report.format)?;
            let cell = report.cell(code)?;
            Some(Point {
                label: Says::new(format!("{}年", report.year), report.year.to_string()),
                value: cell.value.number()?,
                printed: cell.printed.clone(),
                year: report.year,
                format: report.format.clone(),
                cell: code.clone(),
            })
        };
        Chart {
            id: self.id.clone(),
            after: None,
            title: self.title.clone(),
            unit: self.unit.clone(),
            kind: ChartKind::Years,
            points: reports.iter().map(AsRef::as_ref).filter_map(point).collect(),
        }
    }
}
