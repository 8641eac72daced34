//! Which columns of the catalogue the office's form shows, in which order, under which labels (著录栏目).

use super::sound::drafted;
use crate::registers::Column;
use crate::says::Says;
use serde::{Deserialize, Serialize};

/// Longest label, in characters.
const LONGEST: usize = 20;

/// One column as an office sets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormColumn {
    /// Code of the column.
    pub code: String,
    /// Whether it is shown where nothing is filled in yet.
    pub shown: bool,
    /// Own label in Chinese; empty for that of the register.
    #[serde(default)]
    pub zh: String,
    /// Own label in English; empty for that of the register.
    #[serde(default)]
    pub en: String,
}

/// Every column of the form in its order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormColumns(Vec<FormColumn>);

impl Default for FormColumns {
    fn default() -> Self {
        Self::completed(Vec::new())
    }
}

impl FormColumns {
    /// Reads what was kept; columns it does not name stand at the end and are shown, names nobody knows are passed over.
    pub fn read(text: &str) -> Self {
        Self::completed(serde_json::from_str(text).unwrap_or_default())
    }

    fn completed(given: Vec<FormColumn>) -> Self {
        let mut columns: Vec<FormColumn> = Vec::new();
        for column in given {
            let is_known = drafted().any(|known| known.code == column.code);
            if is_known && columns.iter().all(|other| other.code != column.code) {
                columns.push(column);
            }
        }
        for column in drafted() {
            if columns.iter().all(|other| other.code != column.code) {
                let (zh, en) = (String::new(), String::new());
                columns.push(FormColumn { code: column.code.to_owned(), shown: true, zh, en });
            }
        }
        Self(columns)
    }

    /// What an office wants, each column with its place; sorted by the place.
    ///
    /// # Errors
    /// A column that must be filled in is hidden, a label is too long: the column and why.
    pub fn wanted(mut given: Vec<(i64, FormColumn)>) -> Result<Self, Vec<(String, Says)>> {
        given.sort_by_key(|(place, _)| *place);
        let columns = Self::completed(given.into_iter().map(|(_, column)| column).collect());
        let mut faults = Vec::new();
        for (column, known) in columns.all() {
            if !column.shown && known.required {
                faults.push((
                    column.code.clone(),
                    Says::new(
                        format!("“{}”是必填的，不能不用", known.zh),
                        format!("“{}” must be filled in and cannot be left out", known.en),
                    ),
                ));
            }
            if [&column.zh, &column.en].iter().any(|label| label.chars().count() > LONGEST) {
                faults.push((
                    column.code.clone(),
                    Says::new(
                        format!("“{}”的叫法最多 {LONGEST} 个字", known.zh),
                        format!("a label of “{}” has at most {LONGEST} letters", known.en),
                    ),
                ));
            }
        }
        if faults.is_empty() { Ok(columns) } else { Err(faults) }
    }

    /// Every column as it is set, with its declaration.
    pub fn all(&self) -> impl Iterator<Item = (&FormColumn, &'static Column)> {
        self.0.iter().filter_map(|set| Some((set, drafted().find(|column| column.code == set.code)?)))
    }

    /// The label of a column.
    pub fn label(set: &FormColumn, column: &Column) -> Says {
        let pick =
            |own: &str, declared: &str| if own.is_empty() { declared.to_owned() } else { own.to_owned() };
        Says::new(pick(&set.zh, column.zh), pick(&set.en, column.en))
    }

    /// What differs from `before`, in words: columns hidden or shown again, labels, the order.
    pub fn changes(&self, before: &Self) -> Vec<Says> {
        let mut changes = Vec::new();
        for (set, column) in self.all() {
            let Some((old, _)) = before.all().find(|(old, _)| old.code == set.code) else { continue };
            match (old.shown, set.shown) {
                (true, false) => changes.push(Says::new(
                    format!("不再显示“{}”", column.zh),
                    format!("“{}” is left out", column.en),
                )),
                (false, true) => changes
                    .push(Says::new(format!("显示“{}”", column.zh), format!("“{}” is shown", column.en))),
                _ => {}
            }
            let (was, is) = (Self::label(old, column), Self::label(set, column));
            if was != is {
                changes.push(Says::new(
                    format!("“{}”改叫“{}”", was.zh, is.zh),
                    format!("“{}” is called “{}”", was.en, is.en),
                ));
            }
        }
        let order = |all: &Self| all.0.iter().map(|set| set.code.clone()).collect::<Vec<_>>();
        if order(self) != order(before) {
            changes.push(Says::new("次序变了", "the order changes"));
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(code: &str, shown: bool, zh: &str) -> FormColumn {
        FormColumn { code: code.into(), shown, zh: zh.into(), en: String::new() }
    }

    #[test]
    fn what_is_not_named_is_shown_at_the_end() {
        let all: Vec<&str> = drafted().map(|column| column.code).collect();
        let of = |columns: &FormColumns| columns.0.iter().map(|one| one.code.clone()).collect::<Vec<_>>();
        assert_eq!(of(&FormColumns::default()), all);
        assert_eq!(of(&FormColumns::read("no JSON")), all);
        let read = FormColumns::read(r#"[{"code":"keywords","shown":false},{"code":"text","shown":true}]"#);
        assert_eq!((read.0[0].code.as_str(), read.0[0].shown, read.0.len()), ("keywords", false, all.len()));
    }

    #[test]
    fn required_columns_stay_and_labels_are_short() {
        let faults = FormColumns::wanted(vec![(1, column("title", false, ""))]).unwrap_err();
        assert_eq!(faults[0].0, "title");
        let long = "长".repeat(21);
        assert!(FormColumns::wanted(vec![(1, column("source", true, &long))]).is_err());
        let wanted =
            FormColumns::wanted(vec![(2, column("title", true, "标题")), (1, column("source", false, ""))])
                .unwrap();
        assert_eq!(wanted.0[0].code, "source");
        let changes: Vec<String> =
            wanted.changes(&FormColumns::default()).into_iter().map(|says| says.zh).collect();
        assert_eq!(changes, ["不再显示“来源”", "“名称”改叫“标题”", "次序变了"]);
        assert!(wanted.changes(&wanted.clone()).is_empty());
        let kept = serde_json::to_string(&wanted).unwrap();
        assert_eq!(FormColumns::read(&kept), wanted);
    }
}
