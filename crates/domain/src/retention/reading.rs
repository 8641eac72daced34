//! Rules of retention, as `law/retention/*.toml` writes them.

use super::{Action, Counted, Term};
use crate::law::{Codes, LawFault, LawText};
use crate::says::Says;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The folder they are read from.
const FOLDER: &str = "retention/";
/// Longest term in years; longer ones are written as permanent.
const LONGEST: i16 = 200;

/// Every rule of retention, in the order of the files.
#[derive(Clone, Debug, Default)]
pub struct RetentionRules {
    /// The rules.
    pub rules: Vec<RetentionRule>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionRule {
    /// What it is and where it comes from.
    pub basis: Basis,
    /// How long.
    pub term: Term,
    /// From when.
    pub counted: Counted,
    /// What is done at the end.
    pub action: Action,
    /// Codes of `item-categories` it is for; empty for all.
    pub categories: Vec<String>,
    /// Codes of `article-20-topics` it is for; empty for all.
    pub topics: Vec<String>,
    /// Codes of `disclosure-classes` it is for; empty for all.
    pub classes: Vec<String>,
    /// Codes of the bodies it is for; empty for all.
    pub bodies: Vec<String>,
    /// Whether it is only for items about public funds.
    pub public_funds: bool,
    /// Whether it is only for items that say from when they are in force, or since when no longer.
    pub in_force: bool,
    /// Whether it is only for items no other rule is for.
    pub otherwise: bool,
}

/// What a rule is called and where it comes from, as it is kept with what it decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Permanent id.
    pub id: String,
    /// What it is about.
    pub about: Says,
    /// Title of the law and the place in it.
    pub article: Says,
    /// Whether somebody has checked it against the published text.
    pub checked: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    title_en: String,
    #[expect(dead_code, reason = "for those who read the file")]
    source: String,
    #[expect(dead_code, reason = "for those who read the file")]
    source_en: String,
    checked: bool,
    #[serde(default)]
    rule: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "as the file writes them")]
struct Written {
    id: toml::Spanned<String>,
    zh: String,
    en: String,
    #[serde(default)]
    categories: Vec<String>,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    classes: Vec<String>,
    #[serde(default)]
    bodies: Vec<String>,
    #[serde(default)]
    public_funds: bool,
    #[serde(default)]
    in_force: bool,
    #[serde(default)]
    otherwise: bool,
    years: Option<i16>,
    #[serde(default)]
    permanent: bool,
    #[serde(default)]
    from: Counted,
    action: Action,
    article: String,
    article_en: String,
}

impl RetentionRules {
    /// Reads the rules among `texts`.
    ///
    /// # Errors
    /// An id given twice, a code no list has, a rule with no term or with two, nothing for what no other rule is for.
    pub fn read(texts: &[LawText<'_>], codes: &Codes) -> Result<Self, LawFault> {
        let mut rules = Vec::new();
        let mut ids = BTreeSet::new();
        let files: Vec<&LawText<'_>> = texts.iter().filter(|text| text.path.starts_with(FOLDER)).collect();
        for text in &files {
            let file: File = text.read_toml()?;
            for written in file.rule {
                let (at, id) = (written.id.span(), written.id.get_ref().clone());
                if !ids.insert(id.clone()) {
                    return Err(text.fault_at(at, &id, Says::new("编号重复", "there are two of this id")));
                }
                let heading = (file.title.as_str(), file.title_en.as_str(), file.checked);
                let rule = rule_of(written, heading, codes);
                rules.push(rule.map_err(|says| text.fault_at(at, &id, says))?);
            }
        }
        match files.first() {
            Some(text) if !rules.iter().any(|rule: &RetentionRule| rule.otherwise) => Err(text.fault(
                "otherwise",
                Says::new(
                    "要有一条 otherwise = true 的规则，别的都不适用时用",
                    "a rule with otherwise = true is needed for what no other rule is for",
                ),
            )),
            _ => Ok(Self { rules }),
        }
    }

    /// The rule with this id.
    pub fn find(&self, id: &str) -> Option<&RetentionRule> {
        self.rules.iter().find(|rule| rule.basis.id == id)
    }
}

fn rule_of(
    written: Written,
    (title, title_en, checked): (&str, &str, bool),
    codes: &Codes,
) -> Result<RetentionRule, Says> {
    let term = match (written.permanent, written.years) {
        (true, None) => Term::Permanent,
        (false, Some(years)) if (1..=LONGEST).contains(&years) => Term::Years(years),
        _ => {
            return Err(Says::new(
                "要么写 permanent = true，要么写 years（1 至 200）",
                "give either permanent = true or years (1 to 200)",
            ));
        }
    };
    let lists = [
        ("item-categories", &written.categories),
        ("article-20-topics", &written.topics),
        ("disclosure-classes", &written.classes),
    ];
    for (list, given) in lists {
        let known = codes.list(list);
        if let Some(code) = given.iter().find(|code| known.is_none_or(|known| known.find(code).is_none())) {
            return Err(Says::new(
                format!("代码表 {list} 里没有“{code}”"),
                format!("{list} has no code “{code}”"),
            ));
        }
    }
    Ok(RetentionRule {
        basis: Basis {
            id: written.id.into_inner(),
            about: Says::new(written.zh, written.en),
            article: Says::new(
                format!("《{title}》{}", written.article),
                format!("{title_en}, {}", written.article_en),
            ),
            checked,
        },
        term,
        counted: written.from,
        action: written.action,
        categories: written.categories,
        topics: written.topics,
        classes: written.classes,
        bodies: written.bodies,
        public_funds: written.public_funds,
        in_force: written.in_force,
        otherwise: written.otherwise,
    })
}
