//! The rows below a header: data, totals, footnotes, blanks.

use super::cells::{self, value_fault};
use super::header::{Field, Header};
use super::layout::{TotalRow, is_footnote, is_section, own_texts, total_row};
use super::totals::amount;
use super::{Reader, Rejected, lacks_required, shown};
use crate::Sheet;
use crate::sheet::{Cell, SheetRow};
use gongkai_domain::registers::{Column, Fault, Key, Kind, Place, Row, Severity, Value, ValueFault};
use gongkai_domain::says::Says;

/// Reads every row below the header of a sheet; they are only checked, not taken in, unless `takes_rows`.
pub(super) fn read(reader: &mut Reader<'_>, sheet: &Sheet, header: &Header, takes_rows: bool) {
    let mut lines = Lines {
        reader,
        sheet,
        header,
        takes_rows,
        known: vec![None; header.fields.len()],
        early: Vec::new(),
        hidden: 0,
        equal: 0,
        unheaded: Vec::new(),
    };
    lines.reader.totals.begin_sheet();
    let mut rows = sheet.rows();
    let mut below = false;
    while let Some(row) = rows.advance() {
        // Equal numbers: JSON has no header row of its own, so its header is row 0 of the sheet.
        if below {
            lines.line(&row);
        } else {
            below = row.number() >= header.row;
        }
    }
    lines.finish();
}

struct Lines<'a, 'b> {
    reader: &'a mut Reader<'b>,
    sheet: &'a Sheet,
    header: &'a Header,
    takes_rows: bool,
    /// For each field of codes or bodies the last word and what it means, as neighbours mostly repeat it.
    known: Vec<Option<(String, Value)>>,
    /// Totals that stand above the rows they add up.
    early: Vec<(Place, &'static Column, i64)>,
    hidden: u32,
    /// Rows equal to one before, where the register has no number.
    equal: u32,
    /// Columns without a heading that hold something.
    unheaded: Vec<usize>,
}

impl Lines<'_, '_> {
    fn line(&mut self, row: &SheetRow<'_>) {
        if row.is_blank() {
            return;
        }
        let place = Place::row(&self.sheet.file, &self.sheet.name, row.number());
        if self.header.is_repeated_by(row) {
            let says = Says::new("重复的表头，已跳过", "the header again; passed over");
            return self.reader.reading.note(place, says);
        }
        let mut values = vec![Value::Absent; self.reader.register.columns.len()];
        let mut faults = Vec::new();
        for (at, field) in self.header.fields.iter().enumerate() {
            let cell = row.cell(field.at);
            if let (Cell::Text(text), Some((known, value))) = (cell, &self.known[at])
                && text == known
            {
                values[field.position] = value.clone();
                continue;
            }
            match self.parse(cell, field) {
                Ok(value) => {
                    if let (Cell::Text(text), Kind::Code(_) | Kind::Body) = (cell, field.column.kind) {
                        self.known[at] = Some((text.to_owned(), value.clone()));
                    }
                    values[field.position] = value;
                }
                Err(fault) => faults.push(value_fault(&place, field, row, fault)),
            }
        }
        let lacks = lacks_required(self.reader.register, &values, |code| self.header.lacks(code));
        if let Some(kind) = total_row(row, self.header, lacks) {
            return self.total(row, &place, kind);
        }
        if self.is_no_data(row, &place, lacks) {
            return;
        }
        self.data(row, place, values, faults);
    }

    fn parse(&self, cell: Cell<'_>, field: &Field) -> Result<Value, ValueFault> {
        cells::parse(cell, field, &self.reader.words, self.sheet.serial_offset)
    }

    /// Whether a row is no data, for a reason that is noted; a row that is only counted (序号) is blank.
    fn is_no_data(&mut self, row: &SheetRow<'_>, place: &Place, lacks: bool) -> bool {
        if !lacks {
            return false;
        }
        let (first, texts) = own_texts(row, self.header);
        let Some(first) = first else { return true };
        let says = if texts <= 4 && is_footnote(&first, texts) {
            Says::new("表下说明，没有导入", "a line below the table; not imported")
        } else if texts == 1 && is_section(&first) {
            Says::new("分段标题，没有导入", "the head of a section; not imported")
        } else {
            return false;
        };
        self.reader.reading.note(place.clone(), says);
        true
    }

    fn data(&mut self, row: &SheetRow<'_>, place: Place, mut values: Vec<Value>, mut faults: Vec<Fault>) {
        self.watch(row, &place);
        self.fill_body(&mut values);
        self.reader.totals.add(&values);
        self.check(&place, &values, &mut faults);
        let sound = |faults: &[Fault]| faults.iter().all(|fault| fault.severity == Severity::Warning);
        let mut key = String::new();
        if sound(&faults) && self.takes_rows {
            match self.reader.keys.assign(&place, &values) {
                Ok(assigned) => key = assigned,
                Err(fault) => faults.push(*fault),
            }
        }
        if sound(&faults) && self.takes_rows {
            self.equal += u32::from(self.reader.register.key == Key::Fingerprint && !key.ends_with("-1"));
            self.reader.reading.accepted += 1;
            self.reader.totals.accept(&values);
            self.reader.reading.faults(faults);
            (self.reader.each)(place, Row { key, values });
        } else {
            self.reject(row, place, faults);
        }
    }

    /// Notes hidden rows, values without a heading, and amounts repeated from a merged cell.
    fn watch(&mut self, row: &SheetRow<'_>, place: &Place) {
        self.hidden += u32::from(row.is_hidden());
        for at in 0..row.width() {
            let headed = self.header.headings.get(at).is_some_and(|heading| !heading.trim().is_empty());
            if !headed && row.cell(at) != Cell::Empty && !self.unheaded.contains(&at) {
                self.unheaded.push(at);
            }
        }
        for field in self.header.fields.iter().filter(|field| field.column.sum) {
            if row.filled(field.at).is_some_and(|filled| filled.from_above) {
                self.reader.reading.fault(Fault {
                    place: place.at(std::sync::Arc::clone(&field.label)),
                    value: shown(&row.cell(field.at).to_text(), field.column.personal),
                    says: Says::new(
                        "合并单元格里的数字在每一行都计算一次",
                        "the number of a merged cell is counted in every row",
                    ),
                    remedy: Says::new(
                        "请拆分合并单元格，把数字分到各行",
                        "unmerge the cell and divide the number",
                    ),
                    severity: Severity::Warning,
                });
            }
        }
    }

    fn fill_body(&self, values: &mut [Value]) {
        let register = self.reader.register;
        let body = register.body_column();
        let is_body = register.column(body).is_some_and(|column| column.kind == Kind::Body);
        if let (true, true, Some(code), Some(at)) =
            (is_body, self.header.lacks(body), self.reader.context.default_body, register.position(body))
        {
            values[at] = Value::Text(code.to_owned());
        }
    }

    /// Required columns, the register's own checks, the year.
    fn check(&self, place: &Place, values: &[Value], faults: &mut Vec<Fault>) {
        let register = self.reader.register;
        let at = |code: &str| {
            let field = self.header.fields.iter().find(|field| field.column.code == code);
            field.map_or_else(|| place.clone(), |field| place.at(std::sync::Arc::clone(&field.label)))
        };
        let unread: Vec<Place> = faults.iter().map(|fault| fault.place.clone()).collect();
        for field in &self.header.fields {
            let place = at(field.column.code);
            if field.column.required && values[field.position].is_absent() && !unread.contains(&place) {
                faults.push(Fault {
                    place,
                    value: String::new(),
                    says: Says::new("必填，但没有填", "it must be given and is not"),
                    remedy: Says::new("请补填", "fill it in"),
                    severity: Severity::Error,
                });
            }
        }
        for found in self.reader.checks.faults(values) {
            let place = at(found.column);
            if unread.contains(&place) {
                continue;
            }
            let column = register.column(found.column);
            let value = register.position(found.column).map(|at| &values[at]);
            let text =
                column.zip(value).map(|(column, value)| value.to_ledger(column.kind)).unwrap_or_default();
            let value = shown(&text, column.is_some_and(|column| column.personal));
            faults.push(Fault {
                place,
                value,
                says: found.says,
                remedy: found.remedy,
                severity: found.severity,
            });
        }
        if let (Some(year), Some(column)) = (self.reader.context.year, register.year) {
            let value = register.position(column).map_or(&Value::Absent, |at| &values[at]);
            if value.year().is_some_and(|of_row| of_row != year) {
                faults.push(Fault {
                    place: at(column),
                    value: value.to_plain(),
                    says: Says::new(format!("不是 {year} 年的"), format!("it is not of the year {year}")),
                    remedy: Says::new("请移出这一行，或改 --year", "take the row out, or change --year"),
                    severity: Severity::Error,
                });
            }
        }
    }

    fn reject(&mut self, row: &SheetRow<'_>, place: Place, faults: Vec<Fault>) {
        let errors = faults.iter().filter(|fault| fault.severity == Severity::Error);
        let reason = |fault: &Fault| {
            let column = fault.place.column.as_deref().unwrap_or_default();
            format!("{column}{}；{}", fault.says.zh, fault.remedy.zh)
        };
        self.reader.reading.rejected.push(Rejected {
            reasons: errors.map(reason).collect(),
            place,
            headings: std::sync::Arc::clone(&self.header.headings),
            cells: (0..row.width()).map(|at| row.cell(at).to_text()).collect(),
        });
        self.reader.reading.faults(faults);
    }

    /// Compares what a total row says with our own sums; it is never imported.
    fn total(&mut self, row: &SheetRow<'_>, place: &Place, kind: TotalRow) {
        let above = self.reader.reading.accepted + self.reader.reading.rejected.len() as u64;
        let is_early = kind == TotalRow::Sheet && above == 0;
        for field in self.header.fields.iter().filter(|field| field.column.sum) {
            let cell = row.cell(field.at);
            let Ok(Value::Integer(said)) = self.parse(cell, field) else { continue };
            let place = place.at(std::sync::Arc::clone(&field.label));
            if is_early {
                self.early.push((place, field.column, said));
            } else {
                self.compare(place, field.column, kind, said);
            }
        }
        self.reader.totals.end_section();
        let says =
            Says::new("合计行，没有导入，只与逐行相加核对", "a row of totals; not imported, only compared");
        self.reader.reading.note(place.clone(), says);
    }

    fn compare(&mut self, place: Place, column: &'static Column, kind: TotalRow, said: i64) {
        let Some(own) = self.reader.totals.differs(column.code, kind, said) else { return };
        let (theirs, ours) = (amount(column, said), amount(column, own));
        self.reader.reading.fault(Fault {
            place,
            value: theirs.zh.clone(),
            says: Says::new(
                format!("合计与逐行相加不符：逐行相加是 {}", ours.zh),
                format!("the total differs from the rows added up, {}", ours.en),
            ),
            remedy: Says::new("请核对各行和合计", "check the rows and the total"),
            severity: Severity::Warning,
        });
    }

    fn finish(mut self) {
        for (place, column, said) in std::mem::take(&mut self.early) {
            self.compare(place, column, TotalRow::Sheet, said);
        }
        let place = Place::row(&self.sheet.file, &self.sheet.name, 0);
        if self.hidden > 0 {
            let rows = self.hidden;
            let says = Says::new(
                format!("{rows} 个隐藏的行也已读入"),
                format!("{rows} hidden rows were read as well"),
            );
            self.reader.reading.note(place.clone(), says);
        }
        if self.equal > 0 {
            let rows = self.equal;
            let says = Says::new(
                format!("{rows} 行与前面的行完全相同，各算一行；重复登记的请删去"),
                format!(
                    "{rows} rows equal one before and count as rows of their own; remove what was entered twice"
                ),
            );
            self.reader.reading.note(place.clone(), says);
        }
        self.unheaded.retain(|at| !self.header.ignored.contains(at));
        for at in &self.unheaded {
            let says = Says::new("没有表头的列，没有导入", "a column without a heading; not imported");
            self.reader.reading.note(place.at(crate::sheet::column_letters(*at)), says);
        }
    }
}
