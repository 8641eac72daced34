//! From the text of a ledger's cell to a value of its column.

use super::dates::parse_date;
use super::folding::{clean, comparable, document_number, half_width};
use super::money::{MoneyUnit, parse_integer, parse_money};
use super::{Column, Kind, Value, ValueFault, Vocabulary};
use crate::says::Says;

/// Most characters of a [`Kind::Text`].
pub const TEXT_LIMIT: usize = 2_000;
/// Most characters of a [`Kind::LongText`].
pub const LONG_TEXT_LIMIT: usize = 200_000;

impl Value {
    /// Reads the text of a ledger's cell as a value of `column`; `unit` is what the heading says of money.
    ///
    /// Blank is [`Value::Absent`], as is a lone dash or stroke outside text columns. Nothing is guessed: what
    /// cannot be read is a fault that says the rule and the remedy.
    pub fn parse(
        text: &str,
        column: &Column,
        unit: MoneyUnit,
        words: &Vocabulary<'_>,
    ) -> Result<Self, ValueFault> {
        match column.kind {
            Kind::Text => Self::parse_text(text, column, TEXT_LIMIT),
            Kind::LongText => Self::parse_text(text, column, LONG_TEXT_LIMIT),
            _ => {
                let text = text.trim();
                if is_blank(text) {
                    Ok(Self::Absent)
                } else {
                    Self::parse_typed(text, column.kind, unit, words)
                }
            }
        }
    }

    fn parse_text(text: &str, column: &Column, limit: usize) -> Result<Self, ValueFault> {
        let cleaned = clean(text, column.kind == Kind::LongText);
        if cleaned.is_empty() {
            return Ok(Self::Absent);
        }
        if cleaned.len() > limit && cleaned.chars().count() > limit {
            return Err(ValueFault {
                rule: Says::new(format!("超过 {limit} 字"), format!("longer than {limit} characters")),
                remedy: Says::new("请缩短，全文可作附件", "shorten it; the full text may be an attachment"),
            });
        }
        Ok(Self::Text(if column.is_document_number() {
            document_number(&cleaned).into_owned()
        } else {
            cleaned.into_owned()
        }))
    }

    fn parse_typed(
        text: &str,
        kind: Kind,
        unit: MoneyUnit,
        words: &Vocabulary<'_>,
    ) -> Result<Self, ValueFault> {
        Ok(match kind {
            Kind::Code(list) => Self::Text(words.recognise_code(list, text)?.to_owned()),
            Kind::Body => Self::Text(words.bodies.recognise(text)?.to_owned()),
            Kind::Date => Self::Date(parse_date(text)?),
            Kind::Year => Self::Integer(parse_year(text)?),
            Kind::Integer => Self::Integer(parse_integer(text)?),
            Kind::Money => Self::Integer(parse_money(text, unit)?),
            Kind::Boolean => Self::Boolean(parse_boolean(text)?),
            Kind::Text | Kind::LongText => Self::Text(text.to_owned()),
        })
    }
}

/// Whether a cell says “nothing”: empty, a dash or a stroke.
fn is_blank(text: &str) -> bool {
    matches!(text, "" | "-" | "—" | "——" | "－" | "/" | "／" | "\\")
}

/// A year: `2016`, `2016年`, `2016年度`.
fn parse_year(text: &str) -> Result<i64, ValueFault> {
    let folded = half_width(text);
    let digits = folded.trim();
    let digits = digits.strip_suffix("年度").or_else(|| digits.strip_suffix('年')).unwrap_or(digits).trim();
    let digits = digits.strip_suffix(".0").unwrap_or(digits);
    (digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|year| (1900..=2100).contains(year))
        .ok_or_else(|| ValueFault {
            rule: Says::new("不是 1900 至 2100 之间的年份", "not a year between 1900 and 2100"),
            remedy: Says::new("请写成 2016 或 2016年", "write it as 2016 or 2016年"),
        })
}

fn parse_boolean(text: &str) -> Result<bool, ValueFault> {
    match comparable(text).as_str() {
        "是" | "有" | "√" | "✓" | "✔" | "y" | "yes" | "true" | "1" => Ok(true),
        "否" | "无" | "×" | "✗" | "✘" | "x" | "n" | "no" | "false" | "0" => Ok(false),
        _ => Err(ValueFault {
            rule: Says::new("不是“是”或“否”", "neither yes nor no"),
            remedy: Says::new("请填 是 或 否", "give 是 or 否"),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::BodyNames;
    use super::*;
    use crate::law::{BUILT_IN, Codes};

    fn parse(text: &str, kind: Kind) -> Result<Value, ValueFault> {
        let codes = Codes::read(BUILT_IN).unwrap();
        let mut bodies = BodyNames::new();
        bodies.add("conghua-gov", "广州市从化区人民政府", "从化区政府");
        bodies.add("conghua-edu", "广州市从化区教育局", "区教育局");
        bodies.add("zengcheng-edu", "广州市增城区教育局", "区教育局");
        let column = Column::new("column", kind, "列", "Column");
        Value::parse(text, &column, MoneyUnit::Yuan, &Vocabulary { codes: &codes, bodies: &bodies })
    }

    #[test]
    fn yes_and_no_in_every_spelling() {
        for yes in ["是", "有", "√", "Y", "1", "true", "Ｙ", " 是 "] {
            assert_eq!(parse(yes, Kind::Boolean), Ok(Value::Boolean(true)), "{yes}");
        }
        for no in ["否", "无", "×", "N", "0", "false"] {
            assert_eq!(parse(no, Kind::Boolean), Ok(Value::Boolean(false)), "{no}");
        }
        assert!(parse("大概", Kind::Boolean).is_err());
    }

    #[test]
    fn codes_and_bodies_by_every_name_and_never_by_default() {
        let code = |text| parse(text, Kind::Code("body-kinds"));
        for word in ["town_or_subdistrict", "镇（街）", "镇(街)", "镇街", " Town or sub-district"] {
            assert_eq!(code(word), Ok(Value::Text("town_or_subdistrict".into())), "{word}");
        }
        assert!(code("什么").unwrap_err().remedy.zh.contains("镇（街）"));
        for word in ["conghua-gov", "广州市从化区人民政府", "从化区政府"] {
            assert_eq!(parse(word, Kind::Body), Ok(Value::Text("conghua-gov".into())), "{word}");
        }
        assert!(parse("区教育局", Kind::Body).unwrap_err().rule.zh.contains("conghua-edu、zengcheng-edu"));
        assert!(parse("某局", Kind::Body).is_err());
    }

    #[test]
    fn blanks_are_absent_and_years_may_carry_their_word() {
        assert_eq!(parse("—", Kind::Money), Ok(Value::Absent));
        assert_eq!(parse("　", Kind::Text), Ok(Value::Absent));
        assert_eq!(parse("-", Kind::Text), Ok(Value::Text("-".into())));
        assert_eq!(parse("２０１６年", Kind::Year), Ok(Value::Integer(2016)));
        assert!(parse("16年", Kind::Year).is_err());
    }

    #[test]
    fn text_has_its_limits() {
        assert!(parse(&"字".repeat(2_000), Kind::Text).is_ok());
        assert!(parse(&"字".repeat(2_001), Kind::Text).is_err());
        assert!(parse(&"字".repeat(200_001), Kind::LongText).is_err());
    }
}
