//! How values are printed: rounding, 多, 全部, dashes, dates, names.

use super::cell::{Names, Print};
use super::report::Figure;
use super::territory::Territory;
use crate::registers::{Kind, Value};
use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

/// What stands for a cell the body has no power for.
const NOT_APPLICABLE: &str = "/";
/// What stands for a share of nothing.
const UNDEFINED: &str = "—";
/// What stands for an empty list.
const NONE: &str = "无";
/// What stands for a part that is the whole.
const ALL: &str = "全部";

impl Print {
    /// A number as printed, without its unit; `whole` is the value of the cell `all_of` names.
    pub(super) fn number(&self, number: Decimal, whole: Option<Decimal>) -> String {
        if whole == Some(number) && !number.is_zero() {
            return ALL.to_owned();
        }
        if let Some(step) = self.round_down_to
            && number > step
        {
            let floor = number - number % step;
            let more = if floor == number { "" } else { "多" };
            return format!("{}{more}", floor.normalize());
        }
        self.rounded(number).normalize().to_string()
    }

    /// A number rounded as it is printed, half up; numbers rounded down with 多 stay exact.
    pub(super) fn rounded(&self, number: Decimal) -> Decimal {
        self.digits.map_or(number, |digits| {
            number.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
        })
    }
}

/// A value as printed, without its unit.
pub(super) fn printed(
    figure: &Figure,
    print: &Print,
    whole: Option<Decimal>,
    names: Option<&Names>,
) -> String {
    match figure {
        Figure::Number(number) => print.number(*number, whole),
        Figure::List(items) => listed(items, names),
        Figure::Words(words) => words.clone(),
        Figure::Undefined => UNDEFINED.to_owned(),
        Figure::NotApplicable => NOT_APPLICABLE.to_owned(),
    }
}

/// A value with its unit, as a sentence has it: 全部, dashes and words go without one.
pub(super) fn with_unit(figure: &Figure, printed: &str, unit: &str) -> String {
    match figure {
        Figure::Number(_) if printed != ALL => format!("{printed}{unit}"),
        _ => printed.to_owned(),
    }
}

/// Names one after another, each in its marks; dates in words, without the year where it is that of the one before.
pub(super) fn listed(items: &[String], names: Option<&Names>) -> String {
    let quote = names.and_then(|names| names.quote.as_ref());
    let mut written = Vec::new();
    let mut year_before = None;
    for item in items {
        written.push(match (item.parse::<Date>(), quote) {
            (Ok(date), _) => {
                let year = if year_before == Some(date.year()) {
                    String::new()
                } else {
                    format!("{}年", date.year())
                };
                year_before = Some(date.year());
                format!("{year}{}月{}日", date.month(), date.day())
            }
            (Err(_), Some((before, after))) if !item.starts_with(before.as_str()) => {
                format!("{before}{item}{after}")
            }
            (Err(_), _) => item.clone(),
        });
    }
    let join = names.map_or("、", |names| names.join.as_str());
    let last = names.and_then(|names| names.last_join.as_deref()).unwrap_or(join);
    match written.split_last() {
        None => NONE.to_owned(),
        Some((only, [])) => only.clone(),
        Some((tail, head)) => format!("{}{last}{tail}", head.join(join)),
    }
}

impl Names {
    /// What a row is called: the first filled of its columns, with codes and bodies in words.
    pub(super) fn of_row(&self, row: &[Value], territory: &Territory) -> Option<String> {
        self.columns.iter().zip(row).find_map(|(column, value)| {
            let plain = match (column.kind, value) {
                (_, Value::Absent) => return None,
                (Kind::Body, Value::Text(code)) => territory.short_name(code),
                (Kind::Code(_), Value::Text(code)) => {
                    self.words.get(&(column.code, code.clone())).unwrap_or(code).clone()
                }
                (Kind::Boolean | Kind::Money, value) => value.to_ledger(column.kind),
                (_, value) => value.to_plain(),
            };
            (!plain.is_empty()).then_some(plain)
        })
    }

    /// What rows are called, in order, each name once.
    pub(super) fn of_rows(&self, rows: &[Vec<Value>], territory: &Territory) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in rows.iter().filter_map(|row| self.of_row(row, territory)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_are_cut_down_with_more_only_when_something_was_cut_off() {
        for (number, step, text) in [
            ("5187", 100, "5100多"),
            ("5100", 100, "5100"),
            ("99", 10, "90多"),
            ("90", 10, "90"),
            ("93", 10, "90多"),
            ("9", 10, "9"),
            ("10", 10, "10"),
            ("11", 10, "10多"),
            ("0", 10, "0"),
        ] {
            let print = Print { round_down_to: Some(Decimal::from(step)), ..Print::default() };
            assert_eq!(print.number(decimal(number), None), text, "{number} by {step}");
        }
    }

    #[test]
    fn halves_are_rounded_up_and_wholes_say_so() {
        let print = |digits| Print { digits: Some(digits), ..Print::default() };
        assert_eq!(print(0).number(decimal("4.5"), None), "5");
        assert_eq!(print(0).number(decimal("4.9587"), None), "5");
        assert_eq!(print(2).number(decimal("12.345"), None), "12.35");
        assert_eq!(print(2).number(decimal("100.00"), None), "100");
        assert_eq!(print(0).number(decimal("6"), Some(decimal("6"))), "全部");
        assert_eq!(print(0).number(decimal("0"), Some(decimal("0"))), "0");
        assert_eq!(Print::default().number(decimal("10714.35"), None), "10714.35");
    }

    #[test]
    fn a_date_leaves_out_the_year_of_the_one_before() {
        let dates = |days: &[&str]| days.iter().map(|day| (*day).to_owned()).collect::<Vec<_>>();
        assert_eq!(listed(&dates(&["2016-01-18", "2016-04-18"]), None), "2016年1月18日、4月18日");
        assert_eq!(listed(&dates(&["2016-12-31", "2017-01-01"]), None), "2016年12月31日、2017年1月1日");
        assert_eq!(listed(&[], None), "无");
    }
}
