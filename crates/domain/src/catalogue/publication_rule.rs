//! What the law and the office say of publishing: the limit, the grounds for withholding, the words to look for.

use crate::calendar::{Calendar, Stretch};
use crate::law::{Codes, LawFault, LawText};
use crate::says::Says;
use jiff::civil::Date;
use serde::Deserialize;

/// The file they are read from.
const PATH: &str = "catalogue/publication.toml";

/// Rules of proactive disclosure (主动公开), from `law/catalogue/publication.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicationRule {
    limit: Vec<LimitRule>,
    ground: Vec<Ground>,
    /// Words that are often wrong.
    #[serde(default)]
    pub word: Vec<WrongWord>,
    suggest: Vec<Suggestion>,
    keywords: Words,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LimitRule {
    in_force: Date,
    working: u32,
    article: String,
    article_en: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ground {
    code: String,
    article: String,
    #[expect(dead_code, reason = "must, may or directed: read so that the file cannot misspell it")]
    force: Force,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Force {
    Must,
    May,
    Directed,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
}

/// A word that is often wrong.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrongWord {
    /// The word.
    pub wrong: String,
    /// What it should be; empty where it should not stand at all.
    #[serde(default)]
    pub right: String,
    /// When it may stay; may be empty.
    #[serde(default)]
    pub note: String,
}

impl WrongWord {
    /// Reads a list, one word a line: `错 → 对`, or the wrong one alone where it should not stand at all.
    pub fn list(text: &str) -> Vec<Self> {
        let word = |line: &str| {
            let (wrong, right) = line.split_once('→').unwrap_or((line, ""));
            Self { wrong: wrong.trim().to_owned(), right: right.trim().to_owned(), note: String::new() }
        };
        text.lines().map(word).filter(|word| !word.wrong.is_empty()).collect()
    }

    /// The word as a line of such a list.
    pub fn line(&self) -> String {
        if self.right.is_empty() { self.wrong.clone() } else { format!("{} → {}", self.wrong, self.right) }
    }
}

/// A value a column should have where the category is one of these or one of these words occurs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggestion {
    /// Code of the column.
    pub column: String,
    /// The value, as a ledger writes it.
    pub value: String,
    #[serde(default)]
    categories: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
}

/// Until when an item must be public, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// The last day.
    pub due: Date,
    /// Working days the law gives.
    pub working_days: u32,
    /// True where the calendar of that year was not announced yet, so that the day can still move.
    pub provisional: bool,
    /// The days passed over while counting.
    pub stretch: Stretch,
    /// The article.
    pub article: Says,
}

impl PublicationRule {
    /// Reads the rules among `texts`.
    ///
    /// # Errors
    /// A ground the code list does not have, a limit of no days, no limit at all.
    pub fn read(texts: &[LawText<'_>], codes: &Codes) -> Result<Self, LawFault> {
        let Some(text) = texts.iter().find(|text| text.path == PATH) else {
            return Err(
                LawText { path: PATH, text: "" }.fault(PATH, Says::new("缺少这个文件", "it is missing"))
            );
        };
        let mut rule: Self = text.read_toml()?;
        rule.limit.sort_by_key(|limit| limit.in_force);
        if rule.limit.is_empty() || rule.limit.iter().any(|limit| limit.working == 0) {
            return Err(text.fault("limit", Says::new("要有大于 0 的期限", "a limit above 0 is needed")));
        }
        let known = codes.list("withholding-grounds");
        let unknown =
            rule.ground.iter().find(|ground| known.is_none_or(|list| list.find(&ground.code).is_none()));
        if let Some(ground) = unknown {
            let says = Says::new("代码表“不予公开的理由”里没有它", "withholding-grounds has no such code");
            return Err(text.fault(&ground.code, says));
        }
        Ok(rule)
    }

    /// Until when a document of this day must be public (《条例》第二十六条); `None` for one older than the law.
    pub fn limit(&self, issued: Date, calendar: &Calendar) -> Option<Limit> {
        let rule = self.limit.iter().rev().find(|rule| rule.in_force <= issued)?;
        let reached = calendar.add_working_days(issued, rule.working);
        Some(Limit {
            due: reached.day,
            working_days: rule.working,
            provisional: !calendar.covers(reached.day) || !calendar.covers(issued),
            stretch: calendar.stretch(issued, reached.day),
            article: Says::new(&rule.article, &rule.article_en),
        })
    }

    /// Codes of the grounds for withholding, each with its article, in the order of the law.
    pub fn grounds(&self) -> impl Iterator<Item = (&str, &str)> {
        self.ground.iter().map(|ground| (ground.code.as_str(), ground.article.as_str()))
    }

    /// What is suggested for an item: column and value, each column once.
    pub fn suggestions(&self, category: &str, text: &str) -> Vec<(&str, &str)> {
        let mut found: Vec<(&str, &str)> = Vec::new();
        for one in &self.suggest {
            let fits = one.categories.iter().any(|known| known == category)
                || one.words.iter().any(|word| text.contains(word.as_str()));
            if fits && found.iter().all(|(column, _)| *column != one.column) {
                found.push((&one.column, &one.value));
            }
        }
        found
    }

    /// Keywords (主题词) that occur in a text, the most frequent first, at most five.
    pub fn keywords(&self, text: &str) -> Vec<&str> {
        let count = |word: &&str| text.matches(*word).count();
        let mut found: Vec<&str> =
            self.keywords.words.iter().map(String::as_str).filter(|word| text.contains(word)).collect();
        found.sort_by_key(|word| std::cmp::Reverse(count(word)));
        found.truncate(5);
        found
    }
}

impl Limit {
    /// Working days left after `today`; negative when it has passed.
    pub fn left(&self, today: Date, calendar: &Calendar) -> i64 {
        if today <= self.due {
            i64::from(calendar.working_days_between(today, self.due))
        } else {
            -i64::from(calendar.working_days_between(self.due, today))
        }
    }

    /// How the day came about.
    pub fn explain(&self, issued: Date) -> Says {
        let names = |empty: &str, joint: &str| {
            let rows: Vec<String> = self
                .stretch
                .skipped
                .iter()
                .filter(|row| row.name != "双休日")
                .map(|row| format!("{} {}—{}", row.name, row.from, row.to))
                .collect();
            if rows.is_empty() { empty.to_owned() } else { rows.join(joint) }
        };
        let days = self.working_days;
        Says::new(
            format!(
                "{issued} 形成，次日起算 {days} 个工作日，到 {}（{}）。双休日不计；放假：{}。",
                self.due,
                self.article.zh,
                names("无", "；")
            ),
            format!(
                "Made on {issued}; {days} working days from the next day end on {} ({}). Weekends are not counted; holidays: {}.",
                self.due,
                self.article.en,
                names("none", "; ")
            ),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::BUILT_IN;
    use jiff::civil::date;

    fn built_in() -> (PublicationRule, Calendar) {
        let codes = Codes::read(BUILT_IN).unwrap();
        let calendars: Vec<LawText<'_>> =
            BUILT_IN.iter().filter(|text| text.path.starts_with("calendars/")).copied().collect();
        (PublicationRule::read(BUILT_IN, &codes).unwrap(), Calendar::read(&calendars).unwrap())
    }

    #[test]
    fn the_limit_counts_working_days_from_the_day_after() {
        let (rule, calendar) = built_in();
        // 2017-03-07, 20 working days over the Qingming holiday of April 2–4, with April 1 worked.
        let limit = rule.limit(date(2017, 3, 7), &calendar).unwrap();
        assert_eq!((limit.due, limit.working_days), (date(2017, 4, 5), 20));
        assert!(limit.article.zh.contains("2008") && limit.article.zh.contains("十八"));
        assert!(
            limit.explain(date(2017, 3, 7)).zh.contains("清明"),
            "{}",
            limit.explain(date(2017, 3, 7)).zh
        );
        assert_eq!(limit.left(date(2017, 4, 6), &calendar), -1);
        assert_eq!(limit.left(date(2017, 4, 5), &calendar), 0);
        let later = rule.limit(date(2019, 5, 15), &calendar).unwrap();
        assert!(later.article.zh.contains("第二十六条"));
        assert!(rule.limit(date(2007, 1, 1), &calendar).is_none());
    }

    #[test]
    fn suggestions_come_from_the_category_and_from_words() {
        let (rule, _) = built_in();
        assert!(rule.suggestions("budget_and_final_accounts", "").contains(&("public_funds", "true")));
        assert!(rule.suggestions("news", "专项资金审计").contains(&("public_funds", "true")));
        assert!(rule.suggestions("news", "春游").is_empty());
        assert_eq!(rule.keywords("预算和决算，预算为主"), ["预算", "决算"]);
        assert!(rule.grounds().any(|(code, article)| code == "state_secret" && article.contains("十四")));
    }
}
