//! How pages of a site before this one are read (老网站的写法): the names of their tags and labels, the marks of their
//! parts, the words that tell a category. Data of `law/reading/old-sites.toml`.

use super::ITEMS;
use crate::law::{Codes, LawFault, LawText};
use crate::registers::comparable;
use crate::says::Says;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// What stands for the column of the old site (栏目), which is no column of the register.
const COLUMN: &str = "column";

/// What is known of the pages of old sites.
#[derive(Clone, Debug, Default)]
pub struct OldSites {
    meta: HashMap<String, &'static str>,
    labels: HashMap<String, &'static str>,
    page: Page,
    categories: Vec<CategoryWords>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    meta: BTreeMap<String, Vec<String>>,
    label: BTreeMap<String, Vec<String>>,
    page: Page,
    category: Vec<CategoryWords>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    passed_over: Vec<String>,
    content: Vec<String>,
    aside: Vec<String>,
    noise: Vec<String>,
    noise_beginnings: Vec<String>,
}

/// Words that tell a category.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryWords {
    /// Code of the category.
    pub category: String,
    words: Vec<String>,
    endings: Vec<String>,
}

impl OldSites {
    /// Reads the file; a column or a category nobody knows is refused.
    pub fn read(text: LawText<'_>, codes: &Codes) -> Result<Self, LawFault> {
        let file: File = text.read_toml()?;
        let known =
            |words: &BTreeMap<String, Vec<String>>| -> Result<HashMap<String, &'static str>, LawFault> {
                let mut found = HashMap::new();
                for (code, words) in words {
                    let column = match code.as_str() {
                        COLUMN => Some(COLUMN),
                        code => ITEMS.column(code).map(|column| column.code),
                    };
                    let column = column.ok_or_else(|| {
                        let says =
                            Says::new("政府信息目录没有这一列", "the register of items has no such column");
                        text.fault(code, says)
                    })?;
                    found.extend(words.iter().map(|word| (comparable(word), column)));
                }
                Ok(found)
            };
        let (meta, labels) = (known(&file.meta)?, known(&file.label)?);
        let list = codes.list("item-categories");
        for one in &file.category {
            if list.is_none_or(|list| list.codes.iter().all(|code| code.code != one.category)) {
                return Err(text.fault(&one.category, Says::new("没有这个信息类别", "no such category")));
            }
        }
        let mut page = file.page;
        for words in [&mut page.passed_over, &mut page.noise, &mut page.noise_beginnings] {
            for word in words {
                *word = comparable(word);
            }
        }
        Ok(Self { meta, labels, page, categories: file.category })
    }

    /// What a meta tag of this name says: a column of the register, or `column` for the column of the site.
    pub fn meta(&self, name: &str) -> Option<&'static str> {
        self.meta.get(&comparable(name)).copied()
    }

    /// What a label on a page says beyond the headings of ledgers.
    pub fn label(&self, words: &str) -> Option<&'static str> {
        self.labels.get(&comparable(words)).copied()
    }

    /// Whether a label says something that is not kept.
    pub fn is_passed_over(&self, words: &str) -> bool {
        self.page.passed_over.contains(&comparable(words))
    }

    /// Whether an element's id or class marks the text of a page.
    pub fn is_content(&self, name: &str) -> bool {
        names_of(name).any(|name| self.page.content.iter().any(|known| known.eq_ignore_ascii_case(name)))
    }

    /// Whether an element's id or class marks what stands beside the text: navigation, footers.
    pub fn is_aside(&self, name: &str) -> bool {
        names_of(name).any(|name| {
            let first = name.split(['-', '_']).next().unwrap_or(name);
            let first = first.trim_end_matches(|letter: char| letter.is_ascii_digit());
            self.page.aside.iter().any(|known| known.eq_ignore_ascii_case(first))
        })
    }

    /// Whether a line of a page is no part of its text.
    pub fn is_noise(&self, line: &str) -> bool {
        let bare = comparable(line);
        self.page.noise.contains(&bare)
            || self.page.noise_beginnings.iter().any(|known| bare.starts_with(known.as_str()))
    }

    /// The category that the name of a site's column tells.
    pub fn category_of_column(&self, column: &str) -> Option<&str> {
        let told = |one: &&CategoryWords| one.words.iter().any(|word| column.contains(word.as_str()));
        self.categories.iter().find(told).map(|one| one.category.as_str())
    }

    /// The category that a title tells.
    pub fn category_of_title(&self, title: &str) -> Option<&str> {
        let title = title.trim_end_matches(['）', ')', '》', '〉']);
        let title = title.trim_end_matches("（试行").trim_end_matches("（暂行").trim_end_matches("(试行");
        let told = |one: &&CategoryWords| one.endings.iter().any(|ending| title.ends_with(ending.as_str()));
        self.categories.iter().find(told).map(|one| one.category.as_str())
    }

    /// Whether a title ends as titles of documents do.
    pub fn is_title(&self, line: &str) -> bool {
        self.category_of_title(line).is_some()
    }
}

/// The names in an id or class.
fn names_of(name: &str) -> impl Iterator<Item = &str> {
    name.split_ascii_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::BUILT_IN;

    fn built_in() -> OldSites {
        let text = BUILT_IN.iter().find(|text| text.path == "reading/old-sites.toml").unwrap();
        OldSites::read(*text, &Codes::read(BUILT_IN).unwrap()).unwrap()
    }

    #[test]
    fn pages_are_known_by_their_words() {
        let sites = built_in();
        assert_eq!(sites.meta("articletitle"), Some("title"));
        assert_eq!(sites.meta("ColumnName"), Some("column"));
        assert_eq!(sites.label("发 文 机 关"), Some("body"));
        assert!(sites.is_passed_over("浏览次数") && sites.is_content("view TRS_UEDITOR trs_web"));
        assert!(sites.is_aside("box footer_2016") && sites.is_aside("nav2") && !sites.is_aside("navigate"));
        assert!(
            sites.is_noise("【打印】 ")
                && sites.is_noise("上一篇：通知")
                && !sites.is_noise("打印机采购公告")
        );
        assert_eq!(sites.category_of_column("部门预算"), Some("budget_and_final_accounts"));
        assert_eq!(sites.category_of_title("某区养犬管理办法（试行）"), Some("departmental_document"));
        assert_eq!(sites.category_of_title("我区召开会议"), None);
    }

    #[test]
    fn a_column_or_category_nobody_knows_is_refused() {
        let codes = Codes::read(BUILT_IN).unwrap();
        let page = "[page]\npassed_over=[]\ncontent=[]\naside=[]\nnoise=[]\nnoise_beginnings=[]\n";
        for (top, bottom) in [
            ("[meta]\nno=[\"a\"]\n[label]\n", "[[category]]\ncategory=\"news\"\nwords=[]\nendings=[]\n"),
            ("[meta]\n[label]\n", "[[category]]\ncategory=\"no\"\nwords=[]\nendings=[]\n"),
        ] {
            let text = format!("{top}{page}{bottom}");
            let text = LawText { path: "reading/old-sites.toml", text: &text };
            assert_eq!(OldSites::read(text, &codes).unwrap_err().key, "no");
        }
    }
}
