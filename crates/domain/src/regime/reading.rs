//! Reading `law/regimes/*.toml`: the shape of the file, and what must hold in it.

use super::{Article, Effect, ExtensionRule, Regime, Regimes, ReplyPeriod, WaitRule};
use crate::clock::Wait;
use crate::law::{LawFault, LawText};
use crate::says::Says;
use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

/// More working days than any limit of the law has, about a year: a larger number is a slip of the pen.
const LONGEST: u32 = 250;

impl Regimes {
    /// Reads every regime and checks that no two share a code or a day in force.
    pub fn read(texts: &[LawText]) -> Result<Self, LawFault> {
        let mut regimes: Vec<Regime> = Vec::new();
        for text in texts {
            let regime = Regime::read(*text)?;
            if let Some(other) = regimes.iter().find(|other| other.id == regime.id || overlap(other, &regime))
            {
                return Err(text.fault(
                    &regime.id,
                    Says::new(
                        format!("编号或施行期间与 {} 重复", other.id),
                        format!("has the code of {} or is in force on the same days", other.id),
                    ),
                ));
            }
            regimes.push(regime);
        }
        regimes.sort_by_key(|regime| regime.in_force);
        Ok(Self(regimes))
    }
}

fn overlap(one: &Regime, other: &Regime) -> bool {
    one.in_force_on(other.in_force) || other.in_force_on(one.in_force)
}

impl Regime {
    /// Reads one regime. An unknown or missing key, a limit of no days and a wait that is left out or given twice are
    /// faults.
    pub fn read(text: LawText) -> Result<Self, LawFault> {
        let file: File = text.read_toml()?;
        let Counted::DayAfterReceipt = file.reply.counted_from;
        let (Approval::DisclosureOfficeHead, NotAfter::Due) =
            (file.extension.approval, file.extension.not_after);
        Ok(Self {
            in_force: civil(text, &file.in_force)?,
            until: file.until.as_ref().map(|date| civil(text, date)).transpose()?,
            receipt: Article(Says::new(file.receipt.article, file.receipt.article_en)),
            reply: ReplyPeriod {
                working_days: file.reply.days.read(text)?,
                article: Article(Says::new(file.reply.article, file.reply.article_en)),
            },
            extension: ExtensionRule {
                working_days: file.extension.days.read(text)?,
                times: file.extension.times,
                article: Article(Says::new(file.extension.article, file.extension.article_en)),
            },
            waits: read_waits(text, file.wait)?,
            id: file.id,
            name: Says::new(file.name, file.name_en),
            source: file.source,
        })
    }
}

/// One rule for each kind of waiting, in the order of [`Wait::ALL`].
fn read_waits(text: LawText, written: Vec<WaitTable>) -> Result<[WaitRule; 6], LawFault> {
    let mut rules: Vec<WaitRule> = Vec::new();
    for table in written {
        let at = table.wait.span();
        let rule = table.read(text)?;
        if rules.iter().any(|other| other.wait == rule.wait) {
            let says = Says::new("同一种等待出现两次", "this wait is given twice");
            return Err(text.fault_at(at, rule.wait.code(), says));
        }
        rules.push(rule);
    }
    rules.sort_by_key(|rule| rule.wait as usize);
    rules.try_into().map_err(|rules: Vec<WaitRule>| {
        let missing = Wait::ALL.iter().find(|wait| rules.iter().all(|rule| rule.wait != **wait));
        let says = Says::new(
            "缺少这种等待的 [[wait]]；不影响期限的写 effect = \"none\"",
            "a [[wait]] for it is missing; if it does nothing, write effect = \"none\"",
        );
        text.fault(missing.map_or("wait", |wait| wait.code()), says)
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    name: String,
    name_en: String,
    source: String,
    in_force: Spanned<toml::value::Datetime>,
    until: Option<Spanned<toml::value::Datetime>>,
    receipt: ReceiptTable,
    reply: ReplyTable,
    extension: ExtensionTable,
    wait: Vec<WaitTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiptTable {
    article: String,
    article_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplyTable {
    days: Days,
    counted_from: Counted,
    article: String,
    article_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExtensionTable {
    days: Days,
    times: usize,
    approval: Approval,
    not_after: NotAfter,
    article: String,
    article_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WaitTable {
    #[serde(rename = "for")]
    wait: Spanned<Wait>,
    effect: Effect,
    ask_within: Option<Days>,
    #[serde(default)]
    late: Late,
    answer_within: Option<Days>,
    from: Option<Spanned<toml::value::Datetime>>,
    article: String,
    article_en: String,
}

impl WaitTable {
    fn read(self, text: LawText) -> Result<WaitRule, LawFault> {
        Ok(WaitRule {
            wait: self.wait.into_inner(),
            effect: self.effect,
            ask_within: self.ask_within.map(|days| days.read(text)).transpose()?,
            late_stops: matches!(self.late, Late::Stops),
            answer_within: self.answer_within.map(|days| days.read(text)).transpose()?,
            from: self.from.map(|date| civil(text, &date)).transpose()?,
            article: Article(Says::new(self.article, self.article_en)),
        })
    }
}

/// A limit, written `{ working = 20 }`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    working: Spanned<u32>,
}

impl Days {
    fn read(&self, text: LawText) -> Result<u32, LawFault> {
        let days = *self.working.get_ref();
        if (1..=LONGEST).contains(&days) {
            return Ok(days);
        }
        let says = Says::new(
            format!("应为 1 至 {LONGEST} 个工作日，现为 {days}"),
            format!("must be 1 to {LONGEST} working days, not {days}"),
        );
        Err(text.fault_at(self.working.span(), "working", says))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Counted {
    DayAfterReceipt,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Approval {
    DisclosureOfficeHead,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum NotAfter {
    Due,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Late {
    #[default]
    NoEffect,
    Stops,
}

/// A TOML date as a civil date; a time of day has no place in a day in force.
fn civil(text: LawText, written: &Spanned<toml::value::Datetime>) -> Result<Date, LawFault> {
    let value = written.get_ref();
    let date = value.date.filter(|_| value.time.is_none());
    date.and_then(|date| Date::new(date.year as i16, date.month as i8, date.day as i8).ok()).ok_or_else(
        || {
            let says = Says::new("日期应写成 2019-05-15 的样子", "write the date like 2019-05-15");
            text.fault_at(written.span(), &value.to_string(), says)
        },
    )
}
