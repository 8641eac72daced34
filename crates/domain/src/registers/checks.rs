//! What must hold within one row, declared beside the register's columns.
//!
//! Checks are data, so that import, form, template notes and schema all say the same rule.

use super::{Kind, Register, Severity, Value};
use crate::law::{Code, Codes};
use crate::says::Says;
use jiff::civil::Date;
use rust_decimal::Decimal;

/// One rule about the columns of one row; the strings are column codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// The first date must not lie after the second.
    Order(&'static str, &'static str),
    /// Where the first is filled in, so must the second be.
    Needs(&'static str, &'static str),
    /// At least one of the two must be filled in.
    Either(&'static str, &'static str),
    /// The two must not be the same.
    Differ(&'static str, &'static str),
    /// The first number should not exceed the second; the last word is the legal source or reason. A warning.
    AtMost(&'static str, &'static str, &'static str),
    /// The text is a number, with decimals or without.
    Number(&'static str),
}

/// A rule a row breaks, at the column to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// Code of the column to look at.
    pub column: &'static str,
    /// Which rule.
    pub says: Says,
    /// What to do.
    pub remedy: Says,
    /// Whether it keeps the row out.
    pub severity: Severity,
}

impl Check {
    /// The rule in words, with the columns' names.
    pub fn says(&self, register: &Register) -> Says {
        let zh = |code| register.column(code).map_or(code, |column| column.zh);
        let en = |code| register.column(code).map_or(code, |column| column.en);
        match *self {
            Self::Order(first, then) => Says::new(
                format!("“{}”不能早于“{}”", zh(then), zh(first)),
                format!("“{}” must not be before “{}”", en(then), en(first)),
            ),
            Self::Needs(given, wanted) => Says::new(
                format!("填了“{}”，就要填“{}”", zh(given), zh(wanted)),
                format!("where “{}” is given, “{}” must be given", en(given), en(wanted)),
            ),
            Self::Either(one, other) => Says::new(
                format!("“{}”和“{}”至少填一项", zh(one), zh(other)),
                format!("“{}” or “{}” must be given", en(one), en(other)),
            ),
            Self::Differ(one, other) => Says::new(
                format!("“{}”不能与“{}”相同", zh(one), zh(other)),
                format!("“{}” must differ from “{}”", en(one), en(other)),
            ),
            Self::AtMost(less, more, source) => Says::new(
                format!("“{}”不应高于“{}”（{source}）", zh(less), zh(more)),
                format!("“{}” should not exceed “{}” ({source})", en(less), en(more)),
            ),
            Self::Number(column) => {
                Says::new(format!("“{}”要填数字", zh(column)), format!("“{}” must be a number", en(column)))
            }
        }
    }

    /// Codes of the columns it speaks of.
    pub const fn columns(&self) -> [&'static str; 2] {
        match *self {
            Self::Order(one, other)
            | Self::Needs(one, other)
            | Self::Either(one, other)
            | Self::Differ(one, other)
            | Self::AtMost(one, other, _) => [one, other],
            Self::Number(column) => [column, column],
        }
    }

    /// The column to look at: the date that comes too early, the gap, the number that is too high.
    const fn column(&self) -> &'static str {
        let [one, other] = self.columns();
        match self {
            Self::AtMost(..) => one,
            _ => other,
        }
    }

    /// Whether the values of a row keep the rule; what is absent breaks only rules about absence.
    fn holds(&self, one: &Value, other: &Value) -> bool {
        match self {
            Self::Needs(..) => one.is_absent() || !other.is_absent(),
            Self::Either(..) => !one.is_absent() || !other.is_absent(),
            _ if one.is_absent() || other.is_absent() => true,
            Self::Order(..) | Self::AtMost(..) => one <= other,
            Self::Differ(..) => one != other,
            Self::Number(_) => one.as_text().is_some_and(|text| text.parse::<Decimal>().is_ok()),
        }
    }

    const fn severity(&self) -> Severity {
        match self {
            Self::AtMost(..) => Severity::Warning,
            _ => Severity::Error,
        }
    }

    fn remedy(&self) -> Says {
        match self {
            Self::Order(..) => Says::new("请核对这两个日期", "check the two dates"),
            Self::Needs(..) | Self::Either(..) => Says::new("请补填", "fill it in"),
            Self::Differ(..) => Says::new("请改正其中一项", "correct one of them"),
            Self::Number(_) => Says::new("如 12.5，不写单位", "such as 12.5, without its unit"),
            Self::AtMost(..) => Says::new("请核对；无误的可以保留", "check it; it may stay if it is right"),
        }
    }
}

/// The rules of a register's rows, made ready for many rows.
#[derive(Clone, Debug)]
pub struct RowChecks<'a> {
    register: &'static Register,
    checks: Vec<(&'static Check, [usize; 2])>,
    /// Columns of codes some of which are no longer in use, with those codes.
    dropped: Vec<(usize, Vec<(&'a Code, Date)>)>,
    year: Option<usize>,
}

impl<'a> RowChecks<'a> {
    /// The register's own checks, and the codes the law has dropped.
    pub fn new(register: &'static Register, codes: &'a Codes) -> Self {
        let checks = register.checks.iter().filter_map(|check| {
            let [one, other] = check.columns().map(|code| register.position(code));
            Some((check, [one?, other?]))
        });
        let dropped = register.columns.iter().enumerate().filter_map(|(at, column)| {
            let Kind::Code(list) = column.kind else { return None };
            let entries = codes.list(list)?.codes.iter();
            let dropped: Vec<_> = entries.filter_map(|entry| Some((entry, entry.until?))).collect();
            (!dropped.is_empty()).then_some((at, dropped))
        });
        Self {
            register,
            checks: checks.collect(),
            dropped: dropped.collect(),
            year: register.year.and_then(|column| register.position(column)),
        }
    }

    /// Every rule that the values of a row break: the register's own, and codes that were no longer in use on the
    /// date of the row's year column (the regime of the day of receipt governs a request).
    pub fn faults(&self, values: &[Value]) -> Vec<RowFault> {
        let value = |at: usize| values.get(at).unwrap_or(&Value::Absent);
        let broken =
            self.checks.iter().filter(|(check, [one, other])| !check.holds(value(*one), value(*other)));
        let mut faults: Vec<RowFault> = broken
            .map(|(check, _)| RowFault {
                column: check.column(),
                says: check.says(self.register),
                remedy: check.remedy(),
                severity: check.severity(),
            })
            .collect();
        if let Some(day) = self.year.and_then(|at| value(at).as_date()) {
            faults.extend(self.dropped.iter().filter_map(|(at, dropped)| {
                let code = value(*at).as_text()?;
                let (entry, until) =
                    dropped.iter().find(|(entry, until)| entry.code == code && *until < day)?;
                Some(no_longer_used(self.register.columns[*at].code, entry, *until, day))
            }));
        }
        faults
    }
}

fn no_longer_used(column: &'static str, entry: &Code, until: Date, day: Date) -> RowFault {
    RowFault {
        column,
        says: Says::new(
            format!("“{}”只用到 {until}，本行是 {day}", entry.zh),
            format!("“{}” was in use until {until}, the row is of {day}", entry.en),
        ),
        remedy: Says::new(
            "请改用现行的类别；无误的可以保留",
            "use a code in force; it may stay if it is right",
        ),
        severity: Severity::Warning,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::BUILT_IN;
    use crate::registers::find;

    fn broken(code: &str, given: &[(&str, Value)]) -> Vec<(&'static str, Severity)> {
        let register = find(code).unwrap();
        let value =
            |code: &str| given.iter().find(|(given, _)| *given == code).map(|(_, value)| value.clone());
        let values: Vec<Value> =
            register.columns.iter().map(|column| value(column.code).unwrap_or_default()).collect();
        let faults = RowChecks::new(register, &Codes::read(BUILT_IN).unwrap()).faults(&values);
        faults.into_iter().map(|fault| (fault.column, fault.severity)).collect()
    }

    fn day(year: i16, month: i8, day: i8) -> Value {
        Value::Date(Date::new(year, month, day).unwrap())
    }

    #[test]
    fn a_price_above_the_budget_is_a_warning() {
        let given = |price| [("budget", Value::Integer(100)), ("price", Value::Integer(price))];
        assert_eq!(broken("procurement-projects", &given(101)), [("price", Severity::Warning)]);
        assert_eq!(broken("procurement-projects", &given(100)), []);
        assert_eq!(broken("procurement-projects", &[("price", Value::Integer(1))]), []);
    }

    #[test]
    fn decisions_and_dates_of_requests_belong_together() {
        let text = |text: &str| Value::Text(text.into());
        let received = ("received_on", day(2016, 3, 1));
        assert_eq!(
            broken("requests", &[received.clone(), ("outcome", text("granted"))]),
            [("decided_on", Severity::Error)]
        );
        assert_eq!(
            broken("requests", &[received.clone(), ("decided_on", day(2016, 3, 2))]),
            [("outcome", Severity::Error)]
        );
        let early = [received, ("decided_on", day(2016, 2, 1)), ("outcome", text("granted"))];
        assert_eq!(broken("requests", &early), [("decided_on", Severity::Error)]);
    }

    #[test]
    fn a_code_the_law_has_dropped_is_a_warning_by_the_day_of_receipt() {
        let given = |received, decided| {
            [
                ("received_on", received),
                ("decided_on", decided),
                ("outcome", Value::Text("no_special_need".into())),
            ]
        };
        assert_eq!(broken("requests", &given(day(2019, 5, 14), day(2019, 6, 1))), []);
        assert_eq!(
            broken("requests", &given(day(2019, 5, 15), day(2019, 6, 1))),
            [("outcome", Severity::Warning)]
        );
    }

    #[test]
    fn placements_need_an_item_or_a_title() {
        assert_eq!(broken("placements", &[]), [("title", Severity::Error)]);
        assert_eq!(broken("placements", &[("index_number", Value::Text("1".into()))]), []);
    }
}
