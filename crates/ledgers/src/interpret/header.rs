//! Finding the header among title rows, and what each of its columns is.

use super::layout::{is_counting, unit_line};
use super::{Note, shown};
use crate::Sheet;
use crate::sheet::{Cell, SheetRow, column_letters};
use gongkai_domain::law::{RegisterHeadings, UnknownUnit};
use gongkai_domain::registers::{Column, Fault, Kind, MoneyUnit, Place, Register, Severity};
use gongkai_domain::says::Says;
use std::sync::Arc;

/// Rows searched for a header.
const DEEPEST: usize = 50;

/// One column of a ledger that is a column of the register.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// Column of the sheet, from 0.
    pub at: usize,
    /// Column of the register, and its position there.
    pub column: &'static Column,
    pub position: usize,
    pub unit: MoneyUnit,
    /// How messages name it: `D“收到日期”`.
    pub label: Arc<str>,
}

/// The header of a sheet.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub row: u32,
    pub headings: Arc<[String]>,
    pub fields: Vec<Field>,
    /// Columns of the sheet that count rows or are worked out by the system.
    pub ignored: Vec<usize>,
    doubled: Vec<(Arc<str>, Arc<str>)>,
    units: Vec<(Arc<str>, UnknownUnit)>,
    computed: Vec<Arc<str>>,
    unknown: Vec<Arc<str>>,
}

/// What a search for a header found.
#[derive(Clone, Debug)]
pub(super) struct Search {
    pub header: Option<Header>,
    /// Texts of the row most like a header, for the message when there is none.
    likeliest: Vec<String>,
}

/// Searches the first rows of a sheet: the header is the row that names most columns of the register, at least
/// two (one, if it holds nothing else); of equals the first.
pub(super) fn search(sheet: &Sheet, headings: &RegisterHeadings) -> Search {
    let mut best: Option<(usize, Header)> = None;
    let mut likeliest: Vec<String> = Vec::new();
    let mut unit = None;
    let mut rows = sheet.rows();
    let mut depth = 0;
    while let Some(row) = rows.advance() {
        if row.is_blank() {
            continue;
        }
        depth += 1;
        if depth > DEEPEST {
            break;
        }
        let texts: Vec<String> = (0..row.width()).map(|at| row.cell(at).to_text()).collect();
        let named = named(&texts, headings);
        let filled = texts.iter().filter(|text| !text.trim().is_empty()).count();
        if named == 0 {
            unit = unit.or_else(|| texts.iter().find_map(|text| unit_line(text)));
        }
        if (named >= 2 || (named == 1 && filled == 1)) && best.as_ref().is_none_or(|(most, _)| named > *most)
        {
            best = Some((named, Header::new(&row, texts.clone(), headings, unit)));
        }
        if filled > likeliest.len() {
            likeliest = texts.into_iter().filter(|text| !text.trim().is_empty()).collect();
        }
    }
    Search { header: best.map(|(_, header)| header), likeliest }
}

/// How many different columns a row names.
fn named(texts: &[String], headings: &RegisterHeadings) -> usize {
    let mut codes: Vec<&str> = texts
        .iter()
        .filter_map(|text| headings.recognise(text))
        .map(|found| found.map_or_else(|unknown| unknown.column.code, |heading| heading.column.code))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes.len()
}

impl Search {
    /// No sheet has a header: what was found, and what there should be.
    pub fn no_header(&self, place: Place, register: &Register) -> Fault {
        let found: Vec<String> = self.likeliest.iter().take(12).map(|text| shown(text, false)).collect();
        let wanted = |zh: bool| {
            let required = register.columns.iter().filter(|column| column.required);
            let names: Vec<&str> = required.map(|column| if zh { column.zh } else { column.en }).collect();
            names.join(if zh { "、" } else { ", " })
        };
        Fault {
            place,
            value: found.join("｜"),
            says: Says::new(
                format!("没有找到“{}”的表头，缺少：{}", register.zh, wanted(true)),
                format!("no header of “{}” was found; missing: {}", register.en, wanted(false)),
            ),
            remedy: Says::new(
                "请补上表头，或用 gongkai registers 的填报模板",
                "add the header, or use the template of `gongkai registers`",
            ),
            severity: Severity::Error,
        }
    }
}

impl Header {
    fn new(
        row: &SheetRow<'_>,
        texts: Vec<String>,
        headings: &RegisterHeadings,
        unit: Option<MoneyUnit>,
    ) -> Self {
        let mut header = Self {
            row: row.number(),
            headings: Arc::from([]),
            fields: Vec::new(),
            ignored: Vec::new(),
            doubled: Vec::new(),
            units: Vec::new(),
            computed: Vec::new(),
            unknown: Vec::new(),
        };
        for (at, text) in texts.iter().enumerate() {
            header.take(row, at, text, headings, unit);
        }
        header.headings = texts.into();
        header
    }

    fn take(
        &mut self,
        row: &SheetRow<'_>,
        at: usize,
        text: &str,
        headings: &RegisterHeadings,
        unit: Option<MoneyUnit>,
    ) {
        let label: Arc<str> =
            format!("{}“{}”", column_letters(at), shown(&text.split_whitespace().collect::<String>(), false))
                .into();
        let repeats = row.filled(at).is_some_and(|filled| !filled.from_above);
        match headings.recognise(text) {
            _ if is_counting(text) => self.ignored.push(at),
            None if text.trim().is_empty() => {}
            None => self.unknown.push(label),
            Some(_) if repeats => self.unknown.push(label),
            Some(Err(unknown)) => self.units.push((label, unknown)),
            Some(Ok(found)) if found.column.computed => {
                self.ignored.push(at);
                self.computed.push(label);
            }
            Some(Ok(found)) => {
                if let Some(first) = self.fields.iter().find(|field| field.column.code == found.column.code) {
                    self.doubled.push((Arc::clone(&first.label), label));
                    return;
                }
                let unit = found.unit.or(unit).unwrap_or_default();
                let position = headings.position(found.column);
                self.fields.push(Field { at, column: found.column, position, unit, label });
            }
        }
    }

    /// The text of a row in the column called `code`; empty when the header has none.
    pub fn text(&self, row: &SheetRow<'_>, code: &str) -> String {
        let field = self.fields.iter().find(|field| field.column.code == code);
        field.map(|field| row.cell(field.at).to_text().trim().to_owned()).unwrap_or_default()
    }

    /// Whether a row repeats the header, as at the top of each printed page.
    pub fn is_repeated_by(&self, row: &SheetRow<'_>) -> bool {
        self.fields.iter().all(|field| match row.cell(field.at) {
            Cell::Text(text) => text.trim() == self.headings[field.at].trim(),
            _ => false,
        })
    }

    /// Whether the column is missing, so that the rows need not be blamed for it.
    pub fn lacks(&self, code: &str) -> bool {
        !self.fields.iter().any(|field| field.column.code == code)
    }

    /// What is wrong with the header, and what of it is passed over.
    pub fn check(&self, register: &Register, has_body: bool, sheet: &Place) -> (Vec<Fault>, Vec<Note>) {
        let place = Place { row: self.row, ..sheet.clone() };
        let error = |place: Place, says, remedy| Fault {
            place,
            value: String::new(),
            says,
            remedy,
            severity: Severity::Error,
        };
        let body = register.body_column();
        let missing = register.columns.iter().filter(|column| {
            let filled = has_body && column.code == body && column.kind == Kind::Body;
            column.required && self.lacks(column.code) && !filled
        });
        let mut faults: Vec<Fault> = missing
            .map(|column| {
                let remedy = if column.code == body && column.kind == Kind::Body {
                    Says::new(
                        "请补上这一列，或用 --body 指明机构",
                        "add the column, or name the body with --body",
                    )
                } else {
                    Says::new("请补上这一列", "add the column")
                };
                let says = Says::new(
                    format!("缺少必填的列“{}”", column.zh),
                    format!("the required column “{}” is missing", column.en),
                );
                error(place.clone(), says, remedy)
            })
            .collect();
        faults.extend(self.doubled.iter().map(|(first, second)| {
            error(
                place.at(Arc::clone(second)),
                Says::new(format!("与 {first} 是同一列"), format!("it is the same column as {first}")),
                Says::new("请删去或改名其中一列", "remove or rename one of them"),
            )
        }));
        faults.extend(self.units.iter().map(|(label, unknown)| {
            error(
                place.at(Arc::clone(label)),
                Says::new(
                    format!("金额单位“{}”不能换算", unknown.unit),
                    format!("the unit of money “{}” is not known", unknown.unit),
                ),
                Says::new("请改用元或万元", "give yuan (元) or ten thousand yuan (万元)"),
            )
        }));
        let note = |label: &Arc<str>, says| Note { place: place.at(Arc::clone(label)), says };
        let unknown = self.unknown.iter().map(|label| {
            note(
                label,
                Says::new("台账没有这一列，没有导入", "the register has no such column; not imported"),
            )
        });
        let computed = self.computed.iter().map(|label| {
            note(label, Says::new("由系统计算，没有导入", "worked out by the system; not imported"))
        });
        (faults, unknown.chain(computed).collect())
    }
}
