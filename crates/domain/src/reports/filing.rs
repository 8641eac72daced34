//! Filing (报送和公布): the day by which a body must have published its report.

use super::file::Keys;
use super::format::Format;
use crate::law::{Codes, LawFault};
use crate::says::Says;
use jiff::civil::Date;

const FILING_KEYS: &[&str] = &["kind", "level", "by", "source"];

/// One rule about the last day for publishing a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// Kinds of body it is for (codes of `body-kinds`); every kind when empty.
    pub kinds: Vec<String>,
    /// Levels of body it is for (codes of `body-levels`); every level when empty.
    pub levels: Vec<String>,
    /// Month of the last day, in the calendar year after the report year.
    pub month: i8,
    /// Day of that month, which every year has.
    pub day: i8,
    /// Article or notice it comes from.
    pub source: String,
}

impl Filing {
    /// Whether it is the rule for a body of this level and kind.
    pub fn is_for(&self, level: &str, kind: &str) -> bool {
        let names =
            |codes: &[String], code: &str| codes.is_empty() || codes.iter().any(|known| known == code);
        names(&self.kinds, kind) && names(&self.levels, level)
    }

    /// The last day for the report of a year. Calendar days: a day of rest does not move it.
    pub fn due(&self, report_year: i16) -> Option<Date> {
        Date::new(report_year.checked_add(1)?, self.month, self.day).ok()
    }
}

impl Format {
    /// The last day on which a body of this level and kind may publish its report of a year; `None` where the file does
    /// not say.
    pub fn filing_due(&self, level: &str, kind: &str, report_year: i16) -> Option<Date> {
        self.filing.iter().find(|rule| rule.is_for(level, kind))?.due(report_year)
    }
}

/// Reads `filing`; empty where the file says nothing of it. The first rule that fits a body holds, so the last must
/// fit every body and no other may.
pub(super) fn read_filing(file: &Keys<'_>, codes: &Codes) -> Result<Vec<Filing>, LawFault> {
    let rules = file.tables("filing", FILING_KEYS)?;
    let mut filing = Vec::new();
    for (at, keys) in rules.iter().enumerate() {
        let (month, day) = read_day(keys)?;
        let rule = Filing {
            kinds: read_codes(keys, "kind", "body-kinds", codes)?,
            levels: read_codes(keys, "level", "body-levels", codes)?,
            month,
            day,
            source: keys.need("source")?.text()?.to_owned(),
        };
        if (rule.kinds.is_empty() && rule.levels.is_empty()) != (at + 1 == rules.len()) {
            return Err(keys.fault(Says::new(
                "最后一条不写 kind 和 level，适用于其余全部机构；其他各条须写其一",
                "the last rule names neither kind nor level and is for all other bodies; every other names one",
            )));
        }
        filing.push(rule);
    }
    Ok(filing)
}

/// A day that every year has, as `03-31`.
fn read_day(keys: &Keys<'_>) -> Result<(i8, i8), LawFault> {
    let node = keys.need("by")?;
    let parts = node.text()?.split_once('-').filter(|(month, day)| month.len() == 2 && day.len() == 2);
    let numbers = parts.and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
    // 2001 has no 29 February.
    numbers.filter(|(month, day)| Date::new(2001, *month, *day).is_ok()).ok_or_else(|| {
        node.fault(Says::new(
            "应写每年都有的月和日，如 03-31",
            "this must be a month and day that every year has, as 03-31",
        ))
    })
}

fn read_codes(keys: &Keys<'_>, key: &str, list: &str, codes: &Codes) -> Result<Vec<String>, LawFault> {
    let Some(node) = keys.get(key) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for (at, code) in node.texts()? {
        if codes.list(list).and_then(|list| list.find(code)).is_none() {
            return Err(at.fault_in(
                code,
                Says::new(
                    format!("代码表 codes/{list}.toml 里没有 {code}"),
                    format!("the code list codes/{list}.toml has no {code}"),
                ),
            ));
        }
        found.push(code.to_owned());
    }
    Ok(found)
}
