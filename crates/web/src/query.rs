//! What stands after the `?` of an address, read leniently and refused politely.

use crate::PageError;
use axum::{extract::Query as Pairs, http::Uri};
use gongkai_domain::says::Says;
use std::{fmt::Write, ops::RangeInclusive};

/// The pairs of a query, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads the query of an address; what cannot be read counts as absent, because a damaged link should still
    /// open its page.
    pub fn read(uri: &Uri) -> Self {
        Self(Pairs::try_from_uri(uri).map(|Pairs(pairs)| pairs).unwrap_or_default())
    }

    /// The value of `name`, if it is there and not blank.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// Every value of `name`, blanks aside.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.trim());
        values.filter(|value| !value.is_empty()).collect()
    }

    /// Every pair, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// The value of `name` as a whole number in `range`; `None` when absent, a 400 page when it is no such number.
    pub fn number(&self, name: &str, range: RangeInclusive<usize>) -> Result<Option<usize>, PageError> {
        let Some(text) = self.get(name) else { return Ok(None) };
        match text.parse() {
            Ok(number) if range.contains(&number) => Ok(Some(number)),
            _ => Err(PageError::bad_value(
                name,
                text,
                Says::new(
                    format!("应为 {} 至 {} 之间的整数", range.start(), range.end()),
                    format!("it must be a whole number from {} to {}", range.start(), range.end()),
                ),
            )),
        }
    }

    /// The query as text with `name` set to `value`, or without it when `value` is empty; begins with `?` unless
    /// nothing is left.
    pub fn with(&self, name: &str, value: &str) -> String {
        let mut pairs: Vec<_> = self.0.iter().filter(|(key, _)| key != name).cloned().collect();
        pairs.push((name.to_owned(), value.to_owned()));
        text_of(&pairs)
    }

    /// The query as text without these names.
    pub fn without(&self, names: &[&str]) -> String {
        let pairs: Vec<_> =
            self.0.iter().filter(|(key, _)| !names.contains(&key.as_str())).cloned().collect();
        text_of(&pairs)
    }
}

fn text_of(pairs: &[(String, String)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.trim().is_empty()) {
        text.push(if text.is_empty() { '?' } else { '&' });
        encode(&mut text, name);
        text.push('=');
        encode(&mut text, value);
    }
    text
}

fn encode(text: &mut String, part: &str) {
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Query {
        Query::read(&format!("/?{text}").parse().unwrap())
    }

    #[test]
    fn values_are_decoded_and_written_back() {
        let query = query("q=%E9%87%87%E8%B4%AD&year=&page=2");
        assert_eq!(query.get("q"), Some("采购"));
        assert_eq!(query.get("year"), None);
        assert_eq!(query.with("page", "3"), "?q=%E9%87%87%E8%B4%AD&page=3");
        assert_eq!(query.without(&["q", "page"]), "");
    }

    #[test]
    fn a_wrong_number_is_refused_with_a_reason() {
        assert_eq!(query("page=2").number("page", 1..=9).unwrap(), Some(2));
        assert_eq!(query("").number("page", 1..=9).unwrap(), None);
        for wrong in ["page=0", "page=x", "page=10", "page=-1", "page=1.5"] {
            assert_eq!(query(wrong).number("page", 1..=9).unwrap_err().status.as_u16(), 400, "{wrong}");
        }
    }
}
