//! Which rules are for an item, which of them wins, and the decision in words.

use super::{Action, Basis, Counted, RetentionRule, RetentionRules, Term};
use crate::catalogue::ITEMS;
use crate::registers::{Row, Value};
use crate::says::Says;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What rules ask of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Code of the body.
    pub body: String,
    /// Code of the category.
    pub category: String,
    /// Code of the statutory topic; may be empty.
    pub topic: String,
    /// Code of the disclosure class.
    pub class: String,
    /// Whether it is about public funds.
    pub public_funds: bool,
    /// Whether it says from when it is in force, or since when no longer.
    pub has_force: bool,
    /// Day of publication.
    pub published_on: Date,
    /// Day it was repealed.
    pub repealed_on: Option<Date>,
}

/// A rule that is for the item too, and did not win.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// The rule.
    pub basis: Basis,
    /// Its term.
    pub term: Term,
    /// Its action.
    pub action: Action,
}

/// A longer term that somebody decided on at the end of the first (延长).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Last day of the longer term; `None` for ever.
    pub until: Option<Date>,
    /// Number of the certificate.
    pub certificate: String,
}

/// How long an item is kept and what is done then, with the rules this comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The rule whose term wins: the longest.
    pub basis: Basis,
    /// Its term.
    pub term: Term,
    /// From what it counts.
    pub counted: Counted,
    /// The year it counts from; `None` where the term has not begun.
    pub from_year: Option<i16>,
    /// Last day of the term; `None` where it never ends or has not begun.
    pub ends_on: Option<Date>,
    /// What is done then: the mildest of all.
    pub action: Action,
    /// The rule whose action wins.
    pub action_basis: Basis,
    /// The other rules that are for the item.
    pub others: Vec<Applied>,
    /// A longer term somebody decided on.
    #[serde(default)]
    pub extended: Option<Extension>,
}

impl Subject {
    /// What the row of an item says; `None` for a row without a day of publication.
    pub fn of(row: &Row) -> Option<Self> {
        let value = |code: &str| row.value(&ITEMS, code);
        Some(Self {
            body: row.body(&ITEMS).to_owned(),
            category: value("category").to_plain(),
            topic: value("topic").to_plain(),
            class: value("class").to_plain(),
            public_funds: *value("public_funds") == Value::Boolean(true),
            has_force: !value("effective_on").is_absent() || !value("repealed_on").is_absent(),
            published_on: value("published_on").as_date()?,
            repealed_on: value("repealed_on").as_date(),
        })
    }
}

impl RetentionRule {
    /// Whether it is for an item, apart from [`RetentionRule::otherwise`].
    fn is_for(&self, subject: &Subject) -> bool {
        let among =
            |codes: &[String], code: &str| codes.is_empty() || codes.iter().any(|known| known == code);
        among(&self.categories, &subject.category)
            && among(&self.topics, &subject.topic)
            && among(&self.classes, &subject.class)
            && among(&self.bodies, &subject.body)
            && (!self.public_funds || subject.public_funds)
            && (!self.in_force || subject.has_force)
    }

    /// The year its term counts from.
    fn first_year(&self, subject: &Subject) -> Option<i16> {
        match self.counted {
            Counted::Published => Some(subject.published_on.year()),
            Counted::Repealed => subject.repealed_on.map(Date::year),
        }
    }

    /// How far it reaches, to compare: for ever, not begun, until a day.
    fn reach(&self, subject: &Subject) -> (u8, Option<Date>) {
        match (self.term, self.first_year(subject)) {
            (Term::Permanent, _) => (2, None),
            (Term::Years(_), None) => (1, None),
            (Term::Years(years), Some(from)) => (0, end_of(from, years)),
        }
    }
}

/// The last day of a term of whole years that counts from the end of a year.
fn end_of(from_year: i16, years: i16) -> Option<Date> {
    Date::new(from_year.checked_add(years)?, 12, 31).ok()
}

impl RetentionRules {
    /// Decides on an item; `None` only where there are no rules at all.
    ///
    /// The longest term wins (for ever before not begun before the later day), and of all rules that are for the item the
    /// mildest action; of two that are alike the one that stands first.
    pub fn decide(&self, subject: &Subject) -> Option<Decision> {
        let own = self.rules.iter().filter(|rule| !rule.otherwise && rule.is_for(subject));
        let mut all: Vec<&RetentionRule> = own.collect();
        if all.is_empty() {
            all = self.rules.iter().filter(|rule| rule.otherwise && rule.is_for(subject)).collect();
        }
        let longest = all.iter().rev().max_by_key(|rule| rule.reach(subject)).copied()?;
        let mildest = all.iter().min_by_key(|rule| rule.action).copied()?;
        let from_year = longest.first_year(subject);
        Some(Decision {
            basis: longest.basis.clone(),
            term: longest.term,
            counted: longest.counted,
            from_year,
            ends_on: longest.reach(subject).1,
            action: mildest.action,
            action_basis: mildest.basis.clone(),
            others: all
                .iter()
                .filter(|rule| rule.basis.id != longest.basis.id)
                .map(|rule| Applied { basis: rule.basis.clone(), term: rule.term, action: rule.action })
                .collect(),
            extended: None,
        })
    }
}

impl Decision {
    /// The last day of the term with what it was extended by; `None` where it never ends or has not begun.
    pub fn last_day(&self) -> Option<Date> {
        match (&self.extended, self.ends_on) {
            (None, ends_on) => ends_on,
            (Some(extension), Some(ends_on)) => extension.until.map(|until| until.max(ends_on)),
            (Some(_), None) => None,
        }
    }

    /// Whether the term is over on a day.
    pub fn is_over(&self, today: Date) -> bool {
        self.last_day().is_some_and(|last| last < today)
    }

    /// How long, in one line: “保管 30 年，至 2056-12-31”.
    pub fn brief(&self) -> Says {
        let term = self.term.name();
        match (self.last_day(), self.term) {
            (Some(day), _) => {
                Says::new(format!("保管 {}，至 {day}", term.zh), format!("kept for {}, until {day}", term.en))
            }
            (None, Term::Permanent) => Says::new("永久保管", "kept for ever"),
            (None, Term::Years(_)) if self.extended.is_some() => {
                Says::new("鉴定后永久保管", "kept for ever after review")
            }
            (None, Term::Years(_)) => Says::new(
                format!("保管到废止后 {}，现在还没有废止", term.zh),
                format!("kept for {} after its repeal, which has not come yet", term.en),
            ),
        }
    }

    /// Why: the rule, how the day came about, and the rules that gave way.
    pub fn explain(&self) -> Says {
        let mut zh = vec![format!("规则：{}（{}）", self.basis.about.zh, self.basis.article.zh)];
        let mut en = vec![format!("Rule: {} ({})", self.basis.about.en, self.basis.article.en)];
        if let (Term::Years(years), Some(from), Some(day)) = (self.term, self.from_year, self.ends_on) {
            let (what_zh, what_en) = match self.counted {
                Counted::Published => ("发布", "published"),
                Counted::Repealed => ("废止", "repealed"),
            };
            zh.push(format!("{from} 年{what_zh}，次年起算 {years} 年，到 {day}"));
            en.push(format!("{what_en} in {from}; {years} years from the next year end on {day}"));
        }
        if let Some(extension) = &self.extended {
            let until = extension.until.map_or_else(|| "永久".to_owned(), |day| day.to_string());
            zh.push(format!("鉴定后延长到：{until}（{}）", extension.certificate));
            en.push(format!("extended after review to {until} ({})", extension.certificate));
        }
        if !self.others.is_empty() {
            let named = |basis: &Basis, term: Term| (basis.about.clone(), term.name());
            let others: Vec<(Says, Says)> =
                self.others.iter().map(|one| named(&one.basis, one.term)).collect();
            let list = |pick: fn(&Says) -> &str, joint: &str| {
                let one = |(about, term): &(Says, Says)| format!("{} {}", pick(about), pick(term));
                others.iter().map(one).collect::<Vec<_>>().join(joint)
            };
            zh.push(format!("同时适用：{}；期限取最长的，办法取最轻的", list(|says| &says.zh, "、")));
            en.push(format!(
                "also: {}; the longest term and the mildest action win",
                list(|says| &says.en, ", ")
            ));
        }
        let action = self.action.name();
        zh.push(format!("到期：{}", action.zh));
        en.push(format!("then: {}", action.en));
        if !self.basis.checked {
            zh.push("这条规则还没有与原文核对".to_owned());
            en.push("this rule has not been checked against the published text".to_owned());
        }
        Says::new(zh.join("；") + "。", en.join("; ") + ".")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::{BUILT_IN, Codes, LawText};
    use jiff::civil::date;

    fn rules() -> RetentionRules {
        RetentionRules::read(BUILT_IN, &Codes::read(BUILT_IN).unwrap()).unwrap()
    }

    fn subject(category: &str) -> Subject {
        Subject {
            body: "gov".into(),
            category: category.into(),
            topic: String::new(),
            class: "proactive".into(),
            public_funds: false,
            has_force: false,
            published_on: date(2026, 3, 7),
            repealed_on: None,
        }
    }

    #[test]
    fn a_term_counts_from_the_end_of_the_year() {
        let decision = rules().decide(&subject("departmental_document")).unwrap();
        assert_eq!(decision.ends_on, Some(date(2056, 12, 31)));
        assert_eq!(decision.brief().zh, "保管 30 年，至 2056-12-31");
        let why = decision.explain();
        for words in ["2026 年发布，次年起算 30 年", "移交档案馆", "还没有与原文核对"] {
            assert!(why.zh.contains(words), "{words}: {}", why.zh);
        }
        assert!(!decision.is_over(date(2056, 12, 31)) && decision.is_over(date(2057, 1, 1)));
    }

    #[test]
    fn the_longest_term_and_the_mildest_action_win() {
        let funds = Subject { public_funds: true, ..subject("news") };
        let decision = rules().decide(&funds).unwrap();
        assert_eq!((decision.basis.id.as_str(), decision.term), ("public-funds-30", Term::Years(30)));
        assert_eq!((decision.action, decision.action_basis.id.as_str()), (Action::Review, "public-funds-30"));
        assert!(decision.explain().zh.contains("工作动态、一般事务 10 年"), "{}", decision.explain().zh);
        let rule = Subject { topic: "topic_01".into(), ..subject("news") };
        let decision = rules().decide(&rule).unwrap();
        assert_eq!((decision.term, decision.ends_on), (Term::Permanent, None));
        assert_eq!(decision.action, Action::Archive, "of the rule for news, the milder");
        assert_eq!(decision.brief().zh, "永久保管");
    }

    #[test]
    fn what_is_in_force_has_no_end_until_it_is_repealed() {
        let in_force = Subject { has_force: true, ..subject("departmental_document") };
        let decision = rules().decide(&in_force).unwrap();
        assert_eq!((decision.basis.id.as_str(), decision.ends_on), ("documents-in-force", None));
        assert!(decision.brief().zh.contains("还没有废止") && !decision.is_over(date(2999, 1, 1)));
        let repealed = Subject { repealed_on: Some(date(2060, 5, 1)), ..in_force };
        assert_eq!(rules().decide(&repealed).unwrap().ends_on, Some(date(2070, 12, 31)));
    }

    #[test]
    fn the_last_rule_is_only_for_what_no_other_is_for() {
        let decision = rules().decide(&subject("other")).unwrap();
        assert_eq!((decision.basis.id.as_str(), decision.action), ("other-10", Action::Review));
        assert!(decision.others.is_empty());
    }

    #[test]
    fn an_extension_only_ever_makes_it_longer() {
        let mut decision = rules().decide(&subject("news")).unwrap();
        let until = |until| Some(Extension { until, certificate: "处置〔2037〕1号".into() });
        decision.extended = until(Some(date(2046, 12, 31)));
        assert_eq!(decision.last_day(), Some(date(2046, 12, 31)));
        assert!(decision.explain().zh.contains("处置〔2037〕1号"));
        decision.extended = until(Some(date(2030, 12, 31)));
        assert_eq!(decision.last_day(), Some(date(2036, 12, 31)));
        decision.extended = until(None);
        assert_eq!(decision.last_day(), None);
        let kept = serde_json::to_string(&decision).unwrap();
        assert_eq!(serde_json::from_str::<Decision>(&kept).unwrap(), decision);
    }

    #[test]
    fn a_file_that_decides_nothing_is_refused() {
        let codes = Codes::read(BUILT_IN).unwrap();
        let head = "title = \"甲\"\ntitle_en = \"a\"\nsource = \"\"\nsource_en = \"\"\nchecked = true\n";
        let rule = |more: &str| {
            format!(
                "{head}[[rule]]\nid = \"x\"\nzh = \"x\"\nen = \"x\"\narticle = \"\"\narticle_en = \"\"\n{more}\n"
            )
        };
        for (more, words) in [
            ("action = \"archive\"\nyears = 10", "otherwise"),
            ("action = \"archive\"\notherwise = true", "permanent"),
            ("action = \"archive\"\notherwise = true\nyears = 10\npermanent = true", "permanent"),
            ("action = \"archive\"\notherwise = true\nyears = 0", "permanent"),
            ("action = \"archive\"\nyears = 5\ncategories = [\"nichts\"]", "nichts"),
            ("action = \"burn\"\nyears = 5", "burn"),
        ] {
            let text = rule(more);
            let texts = [LawText { path: "retention/x.toml", text: &text }];
            let fault = RetentionRules::read(&texts, &codes).unwrap_err().to_string();
            assert!(fault.contains(words), "{more}: {fault}");
        }
    }
}
