//! Reading `law/calendars/*.csv`: strict, because one wrong day moves limits for a whole year.

use super::{Announced, Calendar, is_weekend};
use crate::law::{LawFault, LawText};
use crate::says::Says;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

const HEADER: &str = "date,kind,name";

impl Calendar {
    /// Reads all the files of one calendar together; a later year may be a file of its own.
    ///
    /// Each file has the columns `date,kind,name` (kind `holiday` or `makeup`) below any `#` comment lines. Refused:
    /// an unknown kind, a date not written `YYYY-MM-DD`, a date given twice (in any of the files), a make-up day that
    /// is not at a weekend, and a year that is missing or not complete between the first and the last.
    pub fn read(texts: &[LawText]) -> Result<Self, LawFault> {
        let mut announced = BTreeMap::new();
        for text in texts {
            read_file(*text, &mut announced)?;
        }
        let calendar = Self { announced };
        calendar.check_years(texts.last().map_or("calendars", |text| text.path))?;
        Ok(calendar)
    }

    /// Every loaded year must have its 1 January and 1 October: both are statutory days off in every version of the
    /// measures on festivals (全国年节及纪念日放假办法, art. 2), so a year without them was left out or is unfinished.
    fn check_years(&self, file: &str) -> Result<(), LawFault> {
        let (Some(first), Some(last)) = (self.first_year(), self.last_year()) else { return Ok(()) };
        for year in first..=last {
            for (month, name) in [(1, "元旦"), (10, "国庆节")] {
                let day = Date::new(year, month, 1).ok().filter(|day| self.holiday_name(*day).is_none());
                if let Some(day) = day {
                    return Err(LawFault {
                        file: file.to_owned(),
                        line: None,
                        key: year.to_string(),
                        says: Says::new(
                            format!(
                                "{year} 年不完整：没有 {day}（{name}）放假。请按国务院办公厅通知补全该年"
                            ),
                            format!(
                                "{year} is missing or unfinished: {day} ({name}) is no holiday; enter that year's notice in full"
                            ),
                        ),
                    });
                }
            }
        }
        Ok(())
    }
}

fn read_file(text: LawText, announced: &mut BTreeMap<Date, Announced>) -> Result<(), LawFault> {
    let mut header_seen = false;
    for (index, line) in text.text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let row = Row { file: text.path, number: index + 1, line };
        if header_seen {
            row.read_into(announced)?;
        } else if line == HEADER {
            header_seen = true;
        } else {
            return Err(row.fault(
                line,
                format!("第一行应为列名 {HEADER}"),
                format!("the first row must name the columns: {HEADER}"),
            ));
        }
    }
    if header_seen { Ok(()) } else { Err(no_header(text.path)) }
}

fn no_header(file: &str) -> LawFault {
    LawFault {
        file: file.to_owned(),
        line: None,
        key: HEADER.to_owned(),
        says: Says::new("文件没有内容：缺少列名行", "the file is empty: the row of column names is missing"),
    }
}

/// One row of the file, with its place.
struct Row<'a> {
    file: &'a str,
    number: usize,
    line: &'a str,
}

impl Row<'_> {
    fn read_into(&self, announced: &mut BTreeMap<Date, Announced>) -> Result<(), LawFault> {
        let fields: Vec<&str> = self.line.split(',').map(str::trim).collect();
        let [date, kind, name] = fields[..] else {
            return Err(self.fault(
                self.line,
                format!("应有 3 列（{HEADER}），实有 {} 列", fields.len()),
                format!("expected 3 columns ({HEADER}), found {}", fields.len()),
            ));
        };
        let day = self.date(date)?;
        let what = self.announced(day, kind, name)?;
        match announced.entry(day) {
            Entry::Vacant(place) => {
                place.insert(what);
                Ok(())
            }
            Entry::Occupied(_) => Err(self.fault(
                date,
                "同一日期出现两次；如需更正，请改原来的一行".to_owned(),
                "this date is given twice; to correct a day, change its first row".to_owned(),
            )),
        }
    }

    fn date(&self, written: &str) -> Result<Date, LawFault> {
        written.parse::<Date>().ok().filter(|date| date.to_string() == written).ok_or_else(|| {
            self.fault(
                written,
                "日期应写成 2027-01-01 的样子".to_owned(),
                "write the date like 2027-01-01".to_owned(),
            )
        })
    }

    fn announced(&self, day: Date, kind: &str, name: &str) -> Result<Announced, LawFault> {
        if name.is_empty() {
            return Err(self.fault(
                "name",
                "缺少节日名称".to_owned(),
                "the name of the festival is missing".to_owned(),
            ));
        }
        match kind {
            "holiday" => Ok(Announced::Holiday(name.to_owned())),
            "makeup" if is_weekend(day) => Ok(Announced::MakeUp(name.to_owned())),
            "makeup" => Err(self.fault(
                &day.to_string(),
                "调休上班日应在星期六或星期日，这一天不是".to_owned(),
                "a make-up working day must be a Saturday or Sunday; this one is not".to_owned(),
            )),
            _ => Err(self.fault(
                kind,
                "类别应为 holiday（放假）或 makeup（调休上班）".to_owned(),
                "the kind must be holiday or makeup".to_owned(),
            )),
        }
    }

    fn fault(&self, key: &str, zh: String, en: String) -> LawFault {
        LawFault {
            file: self.file.to_owned(),
            line: Some(self.number),
            key: key.to_owned(),
            says: Says { zh, en },
        }
    }
}
