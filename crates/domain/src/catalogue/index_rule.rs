//! How index numbers (索引号) are made: a pattern the office sets, such as `{credit}/{year}-{serial:5}`.

use crate::says::Says;

/// Parts of an index number.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Words(String),
    /// The credit code of the body, or its own code while it has none.
    Body,
    Year,
    Serial(usize),
}

/// A rule for index numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexRule(Vec<Part>);

/// Why a pattern is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} / {}", .0.zh, .0.en)]
pub struct IndexRuleFault(pub Says);

impl IndexRule {
    /// The form of Guangdong (广东): organ code, year, serial of five digits.
    pub const GUANGDONG: &'static str = "{body}/{year}-{serial:5}";

    /// Reads a pattern: words and `{body}`, `{year}`, `{serial:5}` (with as many digits).
    ///
    /// # Errors
    /// A pattern without a serial number, with two, or with a part nobody knows: numbers would repeat.
    pub fn read(pattern: &str) -> Result<Self, IndexRuleFault> {
        let fault = |zh: String, en: String| IndexRuleFault(Says::new(zh, en));
        let mut parts = Vec::new();
        let mut rest = pattern.trim();
        while let Some((words, after)) = rest.split_once('{') {
            if !words.is_empty() {
                parts.push(Part::Words(words.to_owned()));
            }
            let (name, behind) = after
                .split_once('}')
                .ok_or_else(|| fault("少了一个 }".to_owned(), "a } is missing".to_owned()))?;
            parts.push(match name.split_once(':') {
                None if name == "body" => Part::Body,
                None if name == "year" => Part::Year,
                Some(("serial", digits)) if matches!(digits.parse(), Ok(1..=9_usize)) => {
                    Part::Serial(digits.parse().unwrap_or(5))
                }
                _ => {
                    return Err(fault(
                        format!("不认识 {{{name}}}；可用 {{body}}、{{year}}、{{serial:5}}"),
                        format!("{{{name}}} is unknown; use {{body}}, {{year}}, {{serial:5}}"),
                    ));
                }
            });
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(Part::Words(rest.to_owned()));
        }
        match parts.iter().filter(|part| matches!(part, Part::Serial(_))).count() {
            1 => Ok(Self(parts)),
            _ => Err(fault(
                "要有一处、也只能有一处 {serial:5}".to_owned(),
                "it needs {serial:5} once".to_owned(),
            )),
        }
    }

    /// What counts its own serial numbers: the number with a mark in place of the serial.
    pub fn series(&self, body: &str, year: i16) -> String {
        self.filled(body, year, |_| "#".to_owned())
    }

    /// The number with this serial (from 1).
    pub fn number(&self, body: &str, year: i16, serial: i64) -> String {
        self.filled(body, year, |digits| format!("{serial:0digits$}"))
    }

    /// The serial of a number made by this rule in this series.
    pub fn serial_of(&self, body: &str, year: i16, number: &str) -> Option<i64> {
        let series = self.series(body, year);
        let (before, after) = series.split_once('#')?;
        let serial = number.strip_prefix(before)?.strip_suffix(after)?;
        (!serial.is_empty() && serial.bytes().all(|digit| digit.is_ascii_digit()))
            .then(|| serial.parse().ok())?
    }

    /// What every number of a series begins with.
    pub fn beginning(&self, body: &str, year: i16) -> String {
        let series = self.series(body, year);
        series.split_once('#').map(|(before, _)| before.to_owned()).unwrap_or_default()
    }

    fn filled(&self, body: &str, year: i16, serial: impl Fn(usize) -> String) -> String {
        let part = |part: &Part| match part {
            Part::Words(words) => words.clone(),
            Part::Body => body.to_owned(),
            Part::Year => year.to_string(),
            Part::Serial(digits) => serial(*digits),
        };
        self.0.iter().map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_pattern_and_lead_back_to_their_serial() {
        let rule = IndexRule::read(IndexRule::GUANGDONG).unwrap();
        assert_eq!(rule.number("11441300007187648G", 2017, 96), "11441300007187648G/2017-00096");
        assert_eq!(rule.serial_of("006939748", 2004, "006939748/2004-00170"), Some(170));
        assert_eq!(rule.serial_of("006939748", 2004, "006939748/2005-00170"), None);
        assert_eq!(rule.number("a", 2017, 1_234_567), "a/2017-1234567", "a serial that outgrows its digits");
        let rule = IndexRule::read("从化-{year}{serial:3}号").unwrap();
        assert_eq!(rule.number("a", 2017, 7), "从化-2017007号");
        assert_eq!(rule.series("a", 2017), rule.series("b", 2017), "one series for all bodies");
    }

    #[test]
    fn patterns_whose_numbers_would_repeat_are_refused() {
        for wrong in
            ["", "{body}/{year}", "{serial:5}{serial:5}", "{serial}", "{serial:0}", "{month}", "{year"]
        {
            assert!(IndexRule::read(wrong).is_err(), "{wrong}");
        }
    }
}
