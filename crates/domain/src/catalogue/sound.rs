//! Whether an item may be what it says: one set of rules for the form, the import, the interface and every transition.

use super::ITEMS;
use crate::law::Codes;
use crate::redaction::has_identity_number;
use crate::registers::{
    Column, Kind, MoneyUnit, RowChecks, RowFault, Severity, Value, Vocabulary, document_number,
};
use crate::says::Says;
use std::collections::BTreeMap;

/// What was typed into the form of a draft, by code of the column.
pub type Fields = BTreeMap<String, String>;

/// What was typed, as values of the register in the order of its columns, with what could not be read.
pub fn parsed(fields: &Fields, words: &Vocabulary<'_>) -> (Vec<Value>, Vec<RowFault>) {
    let mut faults = Vec::new();
    let values = ITEMS.columns.iter().map(|column| {
        let typed = fields.get(column.code).map(String::as_str).unwrap_or_default();
        Value::parse(typed, column, MoneyUnit::Yuan, words).unwrap_or_else(|fault| {
            faults.push(RowFault {
                column: column.code,
                says: Says::new(
                    format!("“{}”{}", column.zh, fault.rule.zh),
                    format!("“{}”: {}", column.en, fault.rule.en),
                ),
                remedy: fault.remedy,
                severity: Severity::Error,
            });
            Value::Absent
        })
    });
    (values.collect(), faults)
}

/// Everything wrong with the values of an item that is to stand in the register; what is assigned at publication
/// (`assigned`) may still be missing.
pub fn item_faults(values: &[Value], codes: &Codes, assigned: &[&str]) -> Vec<RowFault> {
    let missing = |(column, value): &(&Column, &Value)| {
        column.required && value.is_absent() && !assigned.contains(&column.code)
    };
    let mut faults: Vec<RowFault> = ITEMS
        .columns
        .iter()
        .zip(values)
        .filter(missing)
        .map(|(column, _)| RowFault {
            column: column.code,
            says: Says::new(format!("没有填“{}”", column.zh), format!("“{}” is missing", column.en)),
            remedy: Says::new("请补填", "fill it in"),
            severity: Severity::Error,
        })
        .collect();
    faults.extend(RowChecks::new(&ITEMS, codes).faults(values));
    faults.extend(row_faults(values));
    faults
}

/// The rules of items beyond those declared with the register; cheap enough for every row of an import.
pub fn row_faults(values: &[Value]) -> Vec<RowFault> {
    let value = |code: &str| ITEMS.position(code).and_then(|at| values.get(at)).unwrap_or(&Value::Absent);
    let mut faults = Vec::new();
    if let Some(number) = value("document_number").as_text().filter(|number| !is_document_number(number)) {
        faults.push(RowFault {
            column: "document_number",
            says: Says::new(format!("文号“{number}”不合规范"), format!("“{number}” is no document number")),
            remedy: Says::new(
                "写成 机关代字〔年份〕序号号，如 从府办〔2017〕8号；令写 第277号",
                "write it like 从府办〔2017〕8号, an order like 粤府令第277号",
            ),
            severity: Severity::Warning,
        });
    }
    for column in ["title", "source", "keywords", "summary"] {
        if value(column).as_text().is_some_and(has_identity_number) {
            faults.push(RowFault {
                column,
                says: Says::new(
                    "里面有身份证号，不能公开",
                    "it holds an identity number and must not be public",
                ),
                remedy: Says::new(
                    "请删去，或遮住中间几位，如 440117********0012",
                    "take it out, or mask it like 440117********0012",
                ),
                severity: Severity::Error,
            });
        }
    }
    let (issued, published) = (value("issued_on"), value("published_on"));
    if !issued.is_absent() && !published.is_absent() && issued > published {
        faults.push(RowFault {
            column: "issued_on",
            says: Says::new("成文日期晚于发布日期", "the document is dated after its publication"),
            remedy: Says::new("请核对这两个日期", "check the two dates"),
            severity: Severity::Warning,
        });
    }
    faults
}

/// Whether a text is a document number: of an office (从府办〔2017〕8号), an order (粤府令第277号), or a unified number
/// (HFGS—2017—9).
pub fn is_document_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|letter| letter.is_ascii_digit());
    if text.contains('〔') {
        return document_number(text) == text
            && super::cited_numbers(text).iter().any(|number| number == text);
    }
    if let Some((_, serial)) = text.rsplit_once('第') {
        return serial.strip_suffix('号').is_some_and(digits);
    }
    let parts: Vec<&str> = text.split(['—', '-', '－']).filter(|part| !part.is_empty()).collect();
    matches!(parts.as_slice(), [office, year, serial]
        if office.chars().all(char::is_alphanumeric) && year.len() == 4 && digits(year) && digits(serial))
}

/// The columns a person fills in when drafting, in the order of the form.
pub(super) fn is_drafted(column: &Column) -> bool {
    !matches!(
        column.code,
        "index_number"
            | "class"
            | "published_on"
            | "withdrawn_on"
            | "withdrawal_reason"
            | "text"
            | "withheld_ground"
            | "withheld_article"
            | "notice"
            | "archived_on"
    ) && column.kind != Kind::LongText
}

/// The columns of the form of a draft.
pub fn drafted() -> impl Iterator<Item = &'static Column> {
    ITEMS.columns.iter().filter(|column| is_drafted(column))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::BUILT_IN;
    use crate::registers::BodyNames;

    fn faults(fields: &[(&str, &str)]) -> Vec<&'static str> {
        let codes = Codes::read(BUILT_IN).unwrap();
        let mut bodies = BodyNames::new();
        bodies.add("conghua-gov", "从化区政府", "");
        let fields = fields.iter().map(|(code, typed)| ((*code).to_owned(), (*typed).to_owned())).collect();
        let (values, mut found) = parsed(&fields, &Vocabulary { codes: &codes, bodies: &bodies });
        found.extend(item_faults(&values, &codes, &["index_number", "class", "published_on"]));
        found.into_iter().map(|fault| fault.column).collect()
    }

    #[test]
    fn a_draft_may_be_incomplete_but_says_what_is_missing() {
        assert_eq!(faults(&[]), ["body", "title", "category"]);
        let whole = [("body", "从化区政府"), ("title", "通知"), ("category", "动态")];
        assert!(faults(&whole).is_empty());
        let with = |more: (&'static str, &'static str)| faults(&[whole[0], whole[1], whole[2], more]);
        assert_eq!(with(("issued_on", "昨天")), ["issued_on"]);
        assert_eq!(with(("category", "没有这类")), ["category", "category"]);
        assert_eq!(with(("repealed_by", "从府办〔2017〕8号")), ["repealed_on"]);
    }

    #[test]
    fn document_numbers_of_every_form_are_known() {
        for (number, good) in [
            ("从府办〔2017〕8号", true),
            ("从府办[2017]第008号", true),
            ("粤府令第277号", true),
            ("HFGS—2017—9", true),
            ("从府办2017-8", false),
            ("从府办〔17〕8号", false),
            ("无", false),
            ("〔2017〕8号", false),
        ] {
            let found = faults(&[
                ("body", "从化区政府"),
                ("title", "通知"),
                ("category", "动态"),
                ("document_number", number),
            ]);
            assert_eq!(found.is_empty(), good, "{number}: {found:?}");
        }
    }
}
