//! The table of metadata beside the files (元数据表): a ledger of items with one column more, the file.

use crate::facts::{COLUMN, Facts, Origin};
use crate::labels::{Label, Labels};
use gongkai_domain::catalogue::{ITEMS, OldAddress};
use gongkai_domain::registers::comparable;
use gongkai_ledgers::Sheet;
use std::collections::HashMap;

/// Headings of the column that names the file.
const FILE: [&str; 8] = ["file", "文件", "文件名", "文件路径", "路径", "原文件", "path", "filename"];
/// Headings of the column that names the address.
const ADDRESS: [&str; 8] = ["address", "url", "旧网址", "网址", "原网址", "旧地址", "链接", "原链接"];
/// Rows among which the header stands.
const HEADER_ROWS: usize = 20;

/// What a table of metadata says, by file and by address.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    rows: Vec<MetadataRow>,
    by_file: HashMap<String, usize>,
    by_address: HashMap<String, usize>,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MetadataRow {
    /// The file it is about; may be empty.
    pub file: String,
    /// The address it is about, or that the file had.
    pub address: Option<OldAddress>,
    /// What it says.
    pub facts: Facts,
    /// Row of the table, from 1.
    pub row: u32,
}

/// A column of the table.
#[derive(Clone, Copy)]
enum Column {
    File,
    Address,
    Of(&'static str),
}

impl Metadata {
    /// Reads a table; `None` where no row has headings that name files or addresses.
    pub(crate) fn read(sheets: &[Sheet], labels: &Labels<'_>) -> Option<Self> {
        let mut found: Option<Self> = None;
        for sheet in sheets.iter().filter(|sheet| !sheet.hidden) {
            let mut columns: Option<Vec<(usize, Column)>> = None;
            let mut rows = sheet.rows();
            let mut at = 0;
            while let Some(row) = rows.advance() {
                at += 1;
                let cells: Vec<String> = (0..row.width()).map(|column| row.cell(column).to_text()).collect();
                match &columns {
                    None if at > HEADER_ROWS => break,
                    None => columns = header(&cells, labels),
                    // The rows of a second table below begin with its own headings.
                    Some(_) => match header(&cells, labels) {
                        Some(again) => columns = Some(again),
                        None if !row.is_blank() => {
                            let known = columns.as_deref().unwrap_or_default();
                            found.get_or_insert_default().push(&cells, known, row.number());
                        }
                        None => {}
                    },
                }
            }
            if columns.is_some() {
                found.get_or_insert_default();
            }
        }
        found
    }

    fn push(&mut self, cells: &[String], columns: &[(usize, Column)], number: u32) {
        let mut row = MetadataRow { row: number, ..MetadataRow::default() };
        for (at, column) in columns {
            let text = cells.get(*at).map(|text| text.trim()).unwrap_or_default();
            // Files meant for spreadsheets put an apostrophe before what reads as a formula.
            let text = text.strip_prefix('\'').unwrap_or(text);
            match column {
                Column::File => text.replace('\\', "/").trim_start_matches("./").clone_into(&mut row.file),
                Column::Address => row.address = OldAddress::of(text).ok(),
                Column::Of(code) => row.facts.put(code, text, Origin::Sheet),
            }
        }
        let place = self.rows.len();
        if !row.file.is_empty() {
            self.by_file.entry(row.file.clone()).or_insert(place);
            let name = row.file.rsplit('/').next().unwrap_or_default().to_owned();
            self.by_file.entry(name).or_insert(place);
        }
        if let Some(address) = &row.address {
            self.by_address.entry(address.as_str().to_owned()).or_insert(place);
        }
        self.rows.push(row);
    }

    /// The row about a file, by its path, its address or, where it is the only one of its name, its name.
    pub(crate) fn of(&self, place: &str, addresses: &[OldAddress]) -> Option<(usize, &MetadataRow)> {
        let name = place.rsplit('/').next().unwrap_or(place);
        let by_address = addresses.iter().find_map(|address| self.by_address.get(address.as_str()));
        let at = self.by_file.get(place).or(by_address).or_else(|| self.by_file.get(name))?;
        Some((*at, &self.rows[*at]))
    }

    /// All rows.
    pub fn rows(&self) -> &[MetadataRow] {
        &self.rows
    }
}

fn header(cells: &[String], labels: &Labels<'_>) -> Option<Vec<(usize, Column)>> {
    let column = |(at, text): (usize, &String)| {
        let word = comparable(text);
        let column = if FILE.contains(&word.as_str()) {
            Column::File
        } else if ADDRESS.contains(&word.as_str()) {
            Column::Address
        } else if let Some(column) =
            ITEMS.columns.iter().find(|column| column.zh == text.trim() || column.code == word)
        {
            Column::Of(column.code)
        } else {
            match labels.read(text) {
                Some(Label::Of(code)) => Column::Of(code),
                _ => return None,
            }
        };
        Some((at, column))
    };
    let columns: Vec<(usize, Column)> = cells.iter().enumerate().filter_map(column).collect();
    let names = columns.iter().any(|(_, column)| matches!(column, Column::File | Column::Address));
    (names && columns.len() >= 2).then_some(columns)
}

/// Which categories the columns of the old site become (栏目对应表): given with `--map`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap(HashMap<String, String>);

impl ColumnMap {
    /// Reads a table of two columns: the column of the old site (`*` for all others) and the category.
    ///
    /// # Errors
    /// A row without both, with its number.
    pub fn read(sheets: &[Sheet]) -> Result<Self, u32> {
        let mut map = HashMap::new();
        for sheet in sheets.iter().filter(|sheet| !sheet.hidden) {
            let mut rows = sheet.rows();
            while let Some(row) = rows.advance() {
                let [column, category] = [0, 1].map(|at| row.cell(at).to_text().trim().to_owned());
                let is_header = matches!(comparable(&column).as_str(), "栏目" | COLUMN | "老网站栏目");
                if row.is_blank() || is_header {
                    continue;
                }
                if column.is_empty() || category.is_empty() {
                    return Err(row.number());
                }
                map.insert(comparable(&column), category);
            }
        }
        Ok(Self(map))
    }

    /// The category of a column, as it was written.
    pub(crate) fn category(&self, column: &str) -> Option<&str> {
        self.0.get(&comparable(column)).or_else(|| self.0.get("*")).map(String::as_str)
    }

    /// Every category that was written.
    pub fn categories(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labels::tests::rules;

    fn sheets(text: &str) -> Vec<Sheet> {
        gongkai_ledgers::read(text.as_bytes().to_vec(), "元数据.csv").unwrap()
    }

    #[test]
    fn rows_are_found_by_path_name_and_address() {
        let (headings, rules) = rules();
        let labels = Labels::of(&headings, &rules);
        let table = sheets(
            "文件,旧网址,标题,发布日期,信息类别,导入问题\n甲/a.docx,/old/a.html,通知一,2016-5-1,部门文件,\nb.docx,,通知二,昨天,动态,x\n,http://x.cn/c.html,通知三,2016-5-3,,\n",
        );
        let metadata = Metadata::read(&table, &labels).unwrap();
        assert_eq!(metadata.rows().len(), 3);
        let of = |place: &str, address: &str| {
            let addresses: Vec<_> = OldAddress::of(address).into_iter().collect();
            metadata.of(place, &addresses).map(|(_, row)| row.facts.value("title").to_owned())
        };
        assert_eq!(of("甲/a.docx", "").as_deref(), Some("通知一"));
        assert_eq!(of("乙/b.docx", "").as_deref(), Some("通知二"));
        assert_eq!(of("x/c.html", "/c.html").as_deref(), Some("通知三"));
        assert_eq!(of("x/d.html", "/d.html"), None);
        let wrong = &metadata.rows()[1].facts;
        assert_eq!(wrong.value("published_on"), "昨天", "what a person wrote is refused later, not dropped");
        assert!(Metadata::read(&sheets("标题,发布日期\n通知,2016-5-1\n"), &labels).is_none());
    }

    #[test]
    fn a_map_of_columns_has_two_columns() {
        let map = ColumnMap::read(&sheets("栏目,信息类别\n工作动态,动态类信息\n*,其他信息\n")).unwrap();
        assert_eq!(map.category("工作 动态"), Some("动态类信息"));
        assert_eq!(map.category("别的"), Some("其他信息"));
        assert_eq!(ColumnMap::read(&sheets("栏目,信息类别\n工作动态,\n")), Err(2));
    }
}
