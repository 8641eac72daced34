//! A report format: one file of `law/reports/`, read and checked as a whole.

use super::aliases::{Aliases, read_aliases};
use super::cell::Cell;
use super::chart::{ChartPlan, read_charts};
use super::check::{CHECK_KEYS, Check, Verdict, read_checks};
use super::declared::{Declared, nodes, own_place};
use super::file::{self, Keys, Node};
use super::filing::{Filing, read_filing};
use super::formula::Amount;
use super::layout::{Entry, Part, Place, Section, Table, no_such_cell};
use super::layout::{read_parts, read_places, read_section, read_table};
use super::succession::{Previous, know_previous, read_previous};
use crate::law::{Codes, LawFault, LawText};
use crate::says::Says;
use std::collections::{BTreeMap, BTreeSet};

const FILE_KEYS: &[&str] = &[
    "name",
    "name_en",
    "source",
    "years",
    "rank",
    "title",
    "excluded_kinds",
    "highlights",
    "filing",
    "previous",
    "aliases",
    "place",
    "cell",
    "grid",
    "table",
    "chart",
    "section",
    "check",
];

/// A report format.
#[derive(Clone, Debug, PartialEq)]
pub struct Format {
    /// Id: the name of its file (`gz-2016`).
    pub id: String,
    /// What it is called.
    pub name: Says,
    /// Where it comes from.
    pub source: String,
    /// First and last report year it is meant for, if bounded.
    pub years: (Option<i16>, Option<i16>),
    /// Its place among the formats meant for the same year, lowest first; the first is opened unless another is asked
    /// for. 0 unless the file says so: an office's own format comes before the national one.
    pub rank: u32,
    /// Title of a report.
    pub title: Vec<Part>,
    /// Kinds of body that the wider scopes leave out.
    pub excluded_kinds: Vec<String>,
    /// The excluded kinds in words.
    pub excluded: Says,
    /// The numbers that stand for the whole report on a home page, in order.
    pub highlights: Vec<Highlight>,
    /// When a report must have been published; the first rule that fits a body holds. Empty where the file does not say.
    pub filing: Vec<Filing>,
    /// What cells were called in last year's report where that had another format.
    pub previous: Previous,
    /// Other words official publications print for a label of the tables.
    pub aliases: Aliases,
    /// Places for the office's own words.
    pub places: Vec<Place>,
    /// The cells, in the order of the file.
    pub cells: Vec<Cell>,
    /// The tables.
    pub tables: Vec<Table>,
    /// The charts, in order.
    pub charts: Vec<ChartPlan>,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// The checks.
    pub checks: Vec<Check>,
}

/// A cell shown on a home page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Highlight {
    /// Code of the cell.
    pub cell: String,
    /// A short name for it, that stands without its table around it.
    pub label: Says,
}

/// Reads every `reports/*.toml` among `texts`; by rank, then by id.
pub fn formats(texts: &[LawText<'_>], codes: &Codes) -> Result<Vec<Format>, LawFault> {
    let texts: Vec<_> = texts.iter().filter(|text| id_of(text).is_some()).collect();
    let mut formats: Vec<Format> =
        texts.iter().map(|text| Format::read(text, codes)).collect::<Result<_, _>>()?;
    for (text, format) in texts.iter().zip(&formats) {
        know_previous(text, format, &formats)?;
    }
    formats.sort_by(|one, other| (one.rank, &one.id).cmp(&(other.rank, &other.id)));
    Ok(formats)
}

fn id_of<'a>(text: &LawText<'a>) -> Option<&'a str> {
    text.path.strip_prefix("reports/")?.strip_suffix(".toml")
}

impl Format {
    /// Reads a format file; the first mistake is refused with file, line and key.
    pub fn read(text: &LawText<'_>, codes: &Codes) -> Result<Self, LawFault> {
        let table = file::parse(*text)?;
        let keys = Keys::of_file(*text, &table, FILE_KEYS)?;
        let declared = Declared::read(&keys, codes)?;
        let (excluded_kinds, excluded) = read_excluded(&keys, codes)?;
        let title = keys.need("title")?;
        let tables: Vec<Table> = keys
            .tables("table", &["id", "title", "unit", "note", "rows"])?
            .iter()
            .map(|table| read_table(table, &|code| declared.named(code)))
            .collect::<Result<_, _>>()?;
        let format = Self {
            id: id_of(text).unwrap_or(text.path).to_owned(),
            name: Says::new(keys.need("name")?.text()?, keys.need("name_en")?.text()?),
            source: keys.need("source")?.text()?.to_owned(),
            years: read_years(&keys)?,
            rank: keys.get("rank").map_or(Ok(0), |node| node.number())?,
            title: read_parts(title.text()?, &title)?,
            excluded_kinds,
            excluded,
            highlights: read_highlights(&keys, &declared)?,
            filing: read_filing(&keys, codes)?,
            previous: read_previous(&keys, &declared)?,
            aliases: read_aliases(&keys, &tables)?,
            places: read_places(&keys)?,
            charts: read_charts(&keys, &declared, &|id| tables.iter().any(|table| table.id == id))?,
            tables,
            sections: keys
                .tables("section", &["id", "title", "text"])?
                .iter()
                .map(read_section)
                .collect::<Result<_, _>>()?,
            checks: read_all_checks(&keys, &declared)?,
            cells: declared.cells.into_iter().map(|(cell, _)| cell).collect(),
        };
        format.know_words(&keys)?;
        Ok(format)
    }

    /// The cell called `code`.
    pub fn cell(&self, code: &str) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.code == code)
    }

    /// The cells a code means, or a code with one star, which stands for one part of it (`A.regulation.*`).
    pub fn cells_named(&self, pattern: &str) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(move |cell| star_of(pattern, &cell.code).is_some())
    }

    /// The verdict of every check over numbers that were read rather than counted: a published report, with that of
    /// the year before where it is at hand. A check that needs a number nobody gave is left out.
    pub fn verdicts(
        &self,
        numbers: &BTreeMap<String, Amount>,
        previous: &BTreeMap<String, Amount>,
    ) -> Vec<Verdict> {
        let value = |code: &str, of_last_year: bool| {
            let numbers = if of_last_year { previous } else { numbers };
            numbers.get(code).copied().unwrap_or(Amount::Undefined)
        };
        let verdict = |check: &Check| check.verdict(&mut { value }, &mut { value });
        self.checks.iter().filter_map(verdict).collect()
    }

    /// Refuses text that names what is not declared, and places and tables that no text uses.
    fn know_words(&self, file: &Keys<'_>) -> Result<(), LawFault> {
        let mut places: BTreeSet<&str> = self.cells.iter().filter_map(own_place).collect();
        let mut tables = BTreeSet::new();
        for (section, node) in self.sections.iter().zip(nodes(file, "section", "text")?) {
            for entry in &section.entries {
                match entry {
                    Entry::Table(id) => {
                        tables.insert(id.as_str());
                        if self.tables.iter().all(|table| table.id != *id) {
                            return Err(node.fault_in(id, Says::new("没有这张表", "there is no such table")));
                        }
                    }
                    Entry::Paragraph(parts) => places.extend(self.know_parts(parts, &node)?),
                }
            }
        }
        for (section, node) in self.sections.iter().zip(nodes(file, "section", "title")?) {
            places.extend(self.know_parts(&section.title, &node)?);
        }
        places.extend(self.know_parts(&self.title, &file.need("title")?)?);
        know_once(&nodes(file, "section", "id")?)?;
        for (kind, used) in [("place", places), ("table", tables)] {
            let ids = nodes(file, kind, "id")?;
            know_once(&ids)?;
            for node in ids {
                if !used.contains(node.text()?) {
                    let says = Says::new("没有任何正文用到它", "no text uses it");
                    return Err(node.fault_in(node.text()?, says));
                }
            }
        }
        Ok(())
    }

    fn know_parts<'a>(&self, parts: &'a [Part], node: &Node<'_>) -> Result<Vec<&'a str>, LawFault> {
        let mut own = Vec::new();
        for part in parts {
            match part {
                Part::Own(place) if self.places.iter().any(|known| known.id == *place) => own.push(&**place),
                Part::Own(place) => {
                    let says = Says::new("没有声明这个自撰文字的位置", "this place is not declared");
                    return Err(node.fault_in(place, says));
                }
                Part::Names(code) if self.cell(code).is_some_and(|cell| cell.names.is_none()) => {
                    let says = Says::new("这个单元格没有写 names", "this cell declares no names");
                    return Err(node.fault_in(code, says));
                }
                Part::Figure(code) | Part::FigureWithUnit(code) | Part::Names(code)
                    if self.cell(code).is_none() =>
                {
                    return Err(node.fault_in(code, no_such_cell()));
                }
                _ => {}
            }
        }
        Ok(own)
    }
}

/// What the star of a pattern stands for in a code it names: nothing where the pattern is the code itself.
pub(super) fn star_of<'c>(pattern: &str, code: &'c str) -> Option<&'c str> {
    let Some((before, after)) = pattern.split_once('*') else { return (pattern == code).then_some("") };
    let star = code.strip_prefix(before)?.strip_suffix(after)?;
    (!star.is_empty() && !star.contains('.')).then_some(star)
}

fn know_once(ids: &[Node<'_>]) -> Result<(), LawFault> {
    let mut known = BTreeSet::new();
    for node in ids {
        if !known.insert(node.text()?) {
            return Err(node.fault_in(node.text()?, Says::new("这个 id 用了两次", "this id is used twice")));
        }
    }
    Ok(())
}

fn read_years(file: &Keys<'_>) -> Result<(Option<i16>, Option<i16>), LawFault> {
    let keys = file.need("years")?.keys(&["from", "to"])?;
    let year = |key: &str| {
        keys.get(key)
            .map(|node| {
                i16::try_from(node.number()?)
                    .map_err(|_| node.fault(Says::new("不是年份", "this is no year")))
            })
            .transpose()
    };
    Ok((year("from")?, year("to")?))
}

fn read_excluded(file: &Keys<'_>, codes: &Codes) -> Result<(Vec<String>, Says), LawFault> {
    let Some(node) = file.get("excluded_kinds") else { return Ok(Default::default()) };
    let (mut kinds, mut zh, mut en) = (Vec::new(), Vec::new(), Vec::new());
    for (at, kind) in node.texts()? {
        let entry = codes.list("body-kinds").and_then(|list| list.find(kind)).ok_or_else(|| {
            let says =
                Says::new("代码表 codes/body-kinds.toml 里没有它", "codes/body-kinds.toml has no such code");
            at.fault_in(kind, says)
        })?;
        kinds.push(kind.to_owned());
        zh.push(entry.zh.clone());
        en.push(entry.en.clone());
    }
    Ok((kinds, Says::new(zh.join("、"), en.join(", "))))
}

/// Cells shown on a home page: known, with a number, each once.
fn read_highlights(file: &Keys<'_>, declared: &Declared<'_>) -> Result<Vec<Highlight>, LawFault> {
    let mut highlights: Vec<Highlight> = Vec::new();
    for keys in file.tables("highlights", &["cell", "label", "label_en"])? {
        let node = keys.need("cell")?;
        let cell = node.text()?;
        if !declared.number(cell) {
            return Err(node.fault_in(cell, no_such_cell()));
        }
        if highlights.iter().any(|known| known.cell == cell) {
            return Err(node.fault_in(cell, Says::new("这个单元格写了两次", "this cell stands twice")));
        }
        let label = Says::new(keys.need("label")?.text()?, keys.need("label_en")?.text()?);
        highlights.push(Highlight { cell: cell.to_owned(), label });
    }
    Ok(highlights)
}

fn read_all_checks(file: &Keys<'_>, declared: &Declared<'_>) -> Result<Vec<Check>, LawFault> {
    let mut checks: Vec<Check> = Vec::new();
    for keys in file.tables("check", CHECK_KEYS)? {
        let read = read_checks(
            &keys,
            &|pattern| declared.fitting(pattern).into_iter().map(|(star, _)| star).collect(),
            &|code| declared.number(code),
            &|id| declared.labels.get(id).copied().unwrap_or(id).to_owned(),
        )?;
        if let Some(twice) = read.iter().find(|check| checks.iter().any(|known| known.id == check.id)) {
            return Err(keys
                .need("id")?
                .fault_in(&twice.id, Says::new("这个核对写了两次", "this check stands twice")));
        }
        checks.extend(read);
    }
    Ok(checks)
}
