//! What is to be done with an item whose term is over, what was done, and the certificate (处置证明) that says so.

use super::Action;
use crate::says::Says;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most years a term is made longer by at once.
const MOST_YEARS: i16 = 100;

/// What is to be done with one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// 留待下次: nothing yet.
    Wait,
    /// 归档.
    Archive,
    /// 移交档案馆.
    Transfer,
    /// 延长 so many years.
    Extend(i16),
    /// 改为永久.
    Forever,
}

/// What became of one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 已归档.
    Archived,
    /// 已移交并归档.
    Transferred,
    /// 已延长.
    Extended,
    /// 改为永久.
    Forever,
    /// 留待下次.
    Waits,
    /// 暂缓处置: a hold is on it.
    Held,
    /// 没有办: it is no longer as it was proposed.
    Changed,
}

/// One item of a certificate, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateLine {
    /// Index number.
    pub index_number: String,
    /// Title.
    pub title: String,
    /// Number of the last edition before the run.
    pub edition: i64,
    /// Digest of that edition.
    pub digest: String,
    /// The rule.
    pub rule: String,
    /// Last day of the term.
    pub last_day: String,
    /// What became of it.
    pub outcome: String,
    /// Why, or until when; may be empty.
    pub note: String,
}

/// A certificate: who decided what, under which number, and what became of each item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Its number.
    pub number: String,
    /// Name of the body.
    pub body: String,
    /// Day it was carried out.
    pub on: Date,
    /// Who proposed it, and when, in words.
    pub proposed: String,
    /// Who confirmed it, and when, in words.
    pub confirmed: String,
    /// Why one person did both; empty where two did.
    pub forced: String,
    /// What the proposer said.
    pub reason: String,
    /// Digest of the list that was confirmed.
    pub digest: String,
    /// The audit entry that carried it out.
    pub sequence: i64,
    /// How many items had each outcome, in words.
    pub totals: Vec<(String, usize)>,
    /// The items.
    pub lines: Vec<CertificateLine>,
}

impl Choice {
    /// What a rule's action asks for at first: what a person has to decide waits for one.
    pub const fn of(action: Action) -> Self {
        match action {
            Action::Review => Self::Wait,
            Action::Archive => Self::Archive,
            Action::Transfer => Self::Transfer,
        }
    }

    /// Permanent code.
    pub fn code(self) -> String {
        match self {
            Self::Wait => "wait".to_owned(),
            Self::Archive => "archive".to_owned(),
            Self::Transfer => "transfer".to_owned(),
            Self::Extend(years) => format!("extend-{years}"),
            Self::Forever => "forever".to_owned(),
        }
    }

    /// The choice with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        match code {
            "wait" => Some(Self::Wait),
            "archive" => Some(Self::Archive),
            "transfer" => Some(Self::Transfer),
            "forever" => Some(Self::Forever),
            _ => {
                let years = code.strip_prefix("extend-")?.parse().ok()?;
                (1..=MOST_YEARS).contains(&years).then_some(Self::Extend(years))
            }
        }
    }

    /// What it is called.
    pub fn name(self) -> Says {
        match self {
            Self::Wait => Says::new("留待下次", "wait for the next run"),
            Self::Archive => Says::new("归档", "archive"),
            Self::Transfer => Says::new("移交档案馆并归档", "hand over and archive"),
            Self::Extend(years) => {
                Says::new(format!("延长 {years} 年"), format!("keep {years} years longer"))
            }
            Self::Forever => Says::new("改为永久", "keep for ever"),
        }
    }
}

impl Outcome {
    /// Every outcome, in the order certificates count them.
    pub const ALL: [Self; 7] = [
        Self::Archived,
        Self::Transferred,
        Self::Extended,
        Self::Forever,
        Self::Waits,
        Self::Held,
        Self::Changed,
    ];

    /// Permanent code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Archived => "archived",
            Self::Transferred => "transferred",
            Self::Extended => "extended",
            Self::Forever => "forever",
            Self::Waits => "waits",
            Self::Held => "held",
            Self::Changed => "changed",
        }
    }

    /// The outcome with this code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }

    /// Whether the item left the lists.
    pub const fn is_archived(self) -> bool {
        matches!(self, Self::Archived | Self::Transferred)
    }

    /// What it is called.
    pub fn name(self) -> Says {
        match self {
            Self::Archived => Says::new("已归档", "archived"),
            Self::Transferred => Says::new("已移交并归档", "handed over and archived"),
            Self::Extended => Says::new("已延长", "kept longer"),
            Self::Forever => Says::new("改为永久", "kept for ever"),
            Self::Waits => Says::new("留待下次", "waits for the next run"),
            Self::Held => Says::new("暂缓处置", "on hold"),
            Self::Changed => Says::new("有变，未处置", "changed meanwhile, left alone"),
        }
    }
}

impl Certificate {
    /// The list as CSV, one item a line, with the certificate's number on each, as it is kept.
    pub fn csv(&self) -> String {
        let mut csv =
            String::from("\u{feff}证明,机构,序号,索引号,名称,版本,末版摘要（SM3）,规则,到期日,处置,说明\r\n");
        for (line, at) in self.lines.iter().zip(1..) {
            let (at, edition) = (at.to_string(), line.edition.to_string());
            let cells = [
                &self.number,
                &self.body,
                &at,
                &line.index_number,
                &line.title,
                &edition,
                &line.digest,
                &line.rule,
                &line.last_day,
                &line.outcome,
                &line.note,
            ];
            let cells: Vec<String> = cells.into_iter().map(|cell| quoted(cell)).collect();
            csv.push_str(&cells.join(","));
            csv.push_str("\r\n");
        }
        csv
    }
}

/// A cell of CSV (RFC 4180); what a spreadsheet would take for a formula is set off by an apostrophe.
fn quoted(cell: &str) -> String {
    let guarded =
        if cell.starts_with(['=', '+', '-', '@', '\t']) { format!("'{cell}") } else { cell.to_owned() };
    if guarded.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn codes_lead_back() {
        for choice in [Choice::Wait, Choice::Archive, Choice::Transfer, Choice::Extend(10), Choice::Forever] {
            assert_eq!(Choice::of_code(&choice.code()), Some(choice));
        }
        for wrong in ["", "burn", "extend-", "extend-0", "extend-101"] {
            assert_eq!(Choice::of_code(wrong), None, "{wrong}");
        }
        for outcome in Outcome::ALL {
            assert_eq!(Outcome::of_code(outcome.code()), Some(outcome));
        }
    }

    #[test]
    fn the_list_opens_in_a_spreadsheet_and_runs_nothing() {
        let line = CertificateLine {
            index_number: "A-1".into(),
            title: "=1+1,\"甲\"".into(),
            edition: 2,
            digest: "ab".into(),
            rule: "news-10".into(),
            last_day: "2016-12-31".into(),
            outcome: "已归档".into(),
            note: String::new(),
        };
        let certificate = Certificate {
            number: "处置〔2017〕1号".into(),
            body: "某办".into(),
            on: date(2017, 1, 4),
            proposed: String::new(),
            confirmed: String::new(),
            forced: String::new(),
            reason: String::new(),
            digest: String::new(),
            sequence: 1,
            totals: Vec::new(),
            lines: vec![line],
        };
        let csv = certificate.csv();
        let last = csv.lines().last().unwrap();
        assert_eq!(last, "处置〔2017〕1号,某办,1,A-1,\"'=1+1,\"\"甲\"\"\",2,ab,news-10,2016-12-31,已归档,");
    }
}
