//! From sheets to typed rows: header, rows, totals, and every fault with its place.

mod cells;
mod header;
mod layout;
mod lines;
mod totals;

use crate::Sheet;
use gongkai_domain::law::{Codes, Headings, RegisterHeadings};
use gongkai_domain::registers::{
    BodyNames, Fault, Keys, Kind, Place, Register, Row, RowChecks, Severity, Value, Vocabulary,
};
use gongkai_domain::says::{Language, Says};
use header::{Header, Search};
use std::borrow::Cow;
use std::fmt;

pub use totals::Total;

/// Most faults that are listed; the rest are counted in [`Reading::unlisted`].
const MOST_FAULTS: usize = 10_000;

/// What a ledger is read against.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The code lists.
    pub codes: &'a Codes,
    /// The headings of columns.
    pub headings: &'a Headings,
    /// The bodies; those a file of bodies itself lists need not be among them.
    pub bodies: &'a BodyNames,
    /// Code of the body whose rows these are, where the ledger has no such column (`--body`).
    pub default_body: Option<&'a str>,
    /// The year all rows must belong to (`--year`); a row without a date belongs to any.
    pub year: Option<i16>,
}

/// What a ledger says, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The register read for.
    pub register: &'static Register,
    /// Rows that can be taken in, in file order; none when they were handed over one by one.
    pub rows: Vec<(Place, Row)>,
    /// How many rows can be taken in.
    pub accepted: u64,
    /// Rows that cannot.
    pub rejected: Vec<Rejected>,
    /// Faults in file order, errors and warnings.
    pub faults: Vec<Fault>,
    /// How many errors there are, listed or not.
    pub errors: u64,
    /// How many faults were too many to be listed.
    pub unlisted: u64,
    /// What was passed over or taken in a way worth knowing.
    pub notes: Vec<Note>,
    /// Sums of the rows that can be taken in, for each column that may be added up.
    pub totals: Vec<Total>,
    /// Codes of the columns no sheet has: about them the ledger says nothing, not that they are empty.
    pub lacking: Vec<&'static str>,
}

/// A row that cannot be taken in, as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Where it stands.
    pub place: Place,
    /// The headings of its sheet.
    pub headings: std::sync::Arc<[String]>,
    /// Its cells.
    pub cells: Vec<String>,
    /// Why, one line an error, in Chinese.
    pub reasons: Vec<String>,
}

/// Something worth knowing that is no fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where.
    pub place: Place,
    /// What.
    pub says: Says,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = |language| self.place.in_language(language);
        let Says { zh, en } = &self.says;
        write!(f, "{}：{zh} / {}: {en}", place(Language::Chinese), place(Language::English))
    }
}

/// Reads the sheets as rows of a register.
pub fn interpret(register: &'static Register, sheets: &[Sheet], context: &Context<'_>) -> Reading {
    let mut rows = Vec::new();
    let mut reading = interpret_each(register, sheets, context, &mut |place, row| rows.push((place, row)));
    reading.rows = rows;
    reading
}

/// Reads the sheets and hands over each row that can be taken in as soon as it is read, so that large ledgers need
/// not be held. Faults may still follow: whoever stores rows all or nothing waits for the [`Reading`] to commit.
pub fn interpret_each(
    register: &'static Register,
    sheets: &[Sheet],
    context: &Context<'_>,
    each: &mut dyn FnMut(Place, Row),
) -> Reading {
    let headings = context.headings.of(register);
    let bodies = known_bodies(register, sheets, &headings, context.bodies);
    let words = Vocabulary { codes: context.codes, bodies: &bodies };
    let mut reader = Reader {
        register,
        context,
        words,
        headings,
        checks: RowChecks::new(register, context.codes),
        keys: Keys::new(register),
        totals: totals::Totals::new(register),
        reading: Reading::new(register),
        each,
    };
    let searches: Vec<(&Sheet, Search)> =
        sheets.iter().map(|sheet| (sheet, header::search(sheet, &reader.headings))).collect();
    let nowhere = searches.iter().all(|(sheet, search)| sheet.hidden || search.header.is_none());
    for (sheet, search) in &searches {
        reader.sheet(sheet, search, nowhere);
    }
    if sheets.iter().all(|sheet| sheet.hidden) {
        reader.no_sheet(sheets);
    }
    reader.reading.totals = reader.totals.finish();
    reader.reading.lacking = lacking(register, &searches, context);
    reader.reading
}

/// The columns that stand in no header; the body is known where `--body` names it.
fn lacking(register: &Register, searches: &[(&Sheet, Search)], context: &Context<'_>) -> Vec<&'static str> {
    let headers = || searches.iter().filter_map(|(_, search)| search.header.as_ref());
    let stands = |code: &str| {
        headers().any(|header| header.fields.iter().any(|field| field.column.code == code))
            || (code == register.body_column() && context.default_body.is_some())
    };
    register.columns.iter().map(|column| column.code).filter(|code| !stands(code)).collect()
}

/// The bodies a word may mean: those known, and for the list of bodies those of the file itself.
fn known_bodies<'a>(
    register: &'static Register,
    sheets: &[Sheet],
    headings: &RegisterHeadings,
    known: &'a BodyNames,
) -> Cow<'a, BodyNames> {
    if register.code != "bodies" {
        return Cow::Borrowed(known);
    }
    let mut bodies = known.clone();
    for sheet in sheets.iter().filter(|sheet| !sheet.hidden) {
        let Some(header) = header::search(sheet, headings).header else { continue };
        let mut rows = sheet.rows();
        while let Some(row) = rows.advance() {
            if row.number() > header.row {
                let text = |code| header.text(&row, code);
                bodies.add(&text("code"), &text("name"), &text("short_name"));
            }
        }
    }
    Cow::Owned(bodies)
}

/// Reads sheet after sheet into one [`Reading`].
struct Reader<'a> {
    register: &'static Register,
    context: &'a Context<'a>,
    words: Vocabulary<'a>,
    headings: RegisterHeadings,
    checks: RowChecks<'a>,
    keys: Keys,
    totals: totals::Totals,
    reading: Reading,
    each: &'a mut dyn FnMut(Place, Row),
}

impl Reader<'_> {
    fn sheet(&mut self, sheet: &Sheet, search: &Search, nowhere: bool) {
        let place = Place::row(&sheet.file, &sheet.name, 0);
        if sheet.hidden {
            let says = Says::new("隐藏的工作表没有导入", "the sheet is hidden and was not imported");
            return self.reading.note(place, says);
        }
        if let Some(code) = sheet.register.as_deref().filter(|code| *code != self.register.code) {
            return self.reading.fault(other_register(place, code, self.register));
        }
        match &search.header {
            Some(header) => {
                let takes_rows = self.check_header(header, &place);
                lines::read(self, sheet, header, takes_rows);
            }
            None if nowhere => self.reading.fault(search.no_header(place, self.register)),
            None => {
                let says = Says::new(
                    "没有可认的表头，这张表没有导入",
                    "no header was recognised, the sheet was not imported",
                );
                self.reading.note(place, says);
            }
        }
    }

    /// Says what is missing, double or unknown in a header; whether rows below it can be taken in.
    fn check_header(&mut self, header: &Header, place: &Place) -> bool {
        let (faults, notes) = header.check(self.register, self.context.default_body.is_some(), place);
        let takes_rows = faults.is_empty();
        self.reading.faults(faults);
        self.reading.notes.extend(notes);
        takes_rows
    }

    fn no_sheet(&mut self, sheets: &[Sheet]) {
        let place = sheets.first().map(|sheet| Place::row(&sheet.file, &"".into(), 0)).unwrap_or_default();
        self.reading.fault(Fault {
            place,
            value: String::new(),
            says: Says::new("没有可见的工作表", "there is no visible sheet"),
            remedy: Says::new("请取消隐藏要导入的工作表", "unhide the sheet to be imported"),
            severity: Severity::Error,
        });
    }
}

fn other_register(place: Place, code: &str, register: &Register) -> Fault {
    Fault {
        place,
        value: code.to_owned(),
        says: Says::new(
            format!("这是另一种台账，不是“{}”", register.zh),
            format!("this is another register, not “{}”", register.en),
        ),
        remedy: Says::new("请改选台账或文件", "choose the other register or another file"),
        severity: Severity::Error,
    }
}

impl Reading {
    fn new(register: &'static Register) -> Self {
        Self {
            register,
            rows: Vec::new(),
            accepted: 0,
            rejected: Vec::new(),
            faults: Vec::new(),
            errors: 0,
            unlisted: 0,
            notes: Vec::new(),
            totals: Vec::new(),
            lacking: Vec::new(),
        }
    }

    /// Counts a row that was read as one that cannot be taken in after all; `cells` stand in the register's columns.
    pub fn reject(&mut self, place: Place, cells: Vec<String>, faults: Vec<Fault>) {
        let headings: Vec<String> = self.register.columns.iter().map(|column| column.zh.to_owned()).collect();
        let reason = |fault: &Fault| format!("{}；{}", fault.says.zh, fault.remedy.zh);
        let reasons = faults.iter().map(reason).collect();
        self.faults(faults);
        self.rejected.push(Rejected { place, headings: headings.into(), cells, reasons });
    }

    /// Whether every row can be taken in.
    pub fn is_sound(&self) -> bool {
        self.errors == 0
    }

    fn fault(&mut self, fault: Fault) {
        self.errors += u64::from(fault.severity == Severity::Error);
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        } else {
            self.unlisted += 1;
        }
    }

    fn faults(&mut self, faults: Vec<Fault>) {
        for fault in faults {
            self.fault(fault);
        }
    }

    fn note(&mut self, place: Place, says: Says) {
        self.notes.push(Note { place, says });
    }
}

/// A value as a fault may show it: shortened, and masked where the column is personal.
fn shown(text: &str, personal: bool) -> String {
    const MOST: usize = 60;
    if personal && !text.is_empty() {
        return "（个人信息）".to_owned();
    }
    let mut shown: String = text.trim().chars().take(MOST).collect();
    if text.trim().chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

/// Whether a row lacks a value that every row must have.
fn lacks_required(register: &Register, values: &[Value], passed_over: impl Fn(&str) -> bool) -> bool {
    let mut columns = register.columns.iter().zip(values);
    columns.any(|(column, value)| {
        column.required && column.kind != Kind::Body && value.is_absent() && !passed_over(column.code)
    })
}
