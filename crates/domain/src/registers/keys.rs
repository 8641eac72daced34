//! Keys of the rows of a ledger, so that importing the same file twice adds nothing.

use super::{Fault, Place, Register, Severity, Value, columns_key, fingerprint};
use crate::says::Says;
use std::collections::HashMap;

/// Gives the rows of one import their keys, in file order.
#[derive(Debug)]
pub struct Keys {
    register: &'static Register,
    seen: HashMap<String, Seen>,
    /// Sheets in the order they came, so that a place is remembered in a few bytes.
    sheets: Vec<Place>,
}

/// What is remembered of a key: the first row that has it, or how many equal rows there were.
#[derive(Clone, Copy, Debug)]
enum Seen {
    First { sheet: u32, row: u32 },
    Equal(u32),
}

impl Keys {
    /// For the rows of one import of `register`.
    pub fn new(register: &'static Register) -> Self {
        Self { register, seen: HashMap::new(), sheets: Vec::new() }
    }

    /// The key of the next row.
    ///
    /// Where the register has no number, the key is body, year (or `-`), the fingerprint of what is not personal,
    /// and the ordinal among equal rows of that body and year, from 1. Otherwise it is the key columns, and a
    /// second row with the same is a fault that names both rows.
    pub fn assign(&mut self, place: &Place, values: &[Value]) -> Result<String, Box<Fault>> {
        let Some(key) = columns_key(self.register, values) else { return Ok(self.ordinal(values)) };
        if let Some(Seen::First { sheet, row }) = self.seen.get(&key) {
            let first = Place { row: *row, ..self.sheets[*sheet as usize].clone() };
            return Err(Box::new(self.duplicate(place, &first, key)));
        }
        let sheet = self.sheet(place);
        self.seen.insert(key.clone(), Seen::First { sheet, row: place.row });
        Ok(key)
    }

    fn sheet(&mut self, place: &Place) -> u32 {
        let known = self.sheets.last();
        if known.is_none_or(|known| known.file != place.file || known.sheet != place.sheet) {
            self.sheets.push(Place::row(&place.file, &place.sheet, 0));
        }
        self.sheets.len() as u32 - 1
    }

    fn ordinal(&mut self, values: &[Value]) -> String {
        let register = self.register;
        let value = |code| register.position(code).map_or(&Value::Absent, |at| &values[at]);
        let body = value(register.body_column()).as_text().unwrap_or_default();
        let year = register.year.and_then(|column| value(column).year());
        let year = year.map_or_else(|| "-".to_owned(), |year| year.to_string());
        let mut key = format!("{body}/{year}/{}", fingerprint(register, values));
        let ordinal = match self.seen.entry(key.clone()).or_insert(Seen::Equal(0)) {
            Seen::Equal(rows) => {
                *rows += 1;
                *rows
            }
            Seen::First { .. } => 1,
        };
        key.push('-');
        key.push_str(&ordinal.to_string());
        key
    }

    fn duplicate(&self, place: &Place, first: &Place, key: String) -> Fault {
        let names = |zh: bool| {
            let super::Key::Columns(columns) = self.register.key else { return String::new() };
            let name =
                |code: &&str| self.register.column(code).map(|column| if zh { column.zh } else { column.en });
            columns.iter().filter_map(name).collect::<Vec<_>>().join(if zh { "、" } else { ", " })
        };
        let (zh, en) = (crate::says::Language::Chinese, crate::says::Language::English);
        Fault {
            place: place.clone(),
            value: key,
            says: Says::new(
                format!("与{}的{}重复", first.in_language(zh), names(true)),
                format!("the same {} as {}", names(false), first.in_language(en)),
            ),
            remedy: Says::new("请删去一行或改正编号", "remove one of the rows or correct its number"),
            severity: Severity::Error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registers::find;
    use jiff::civil::Date;

    fn place(row: u32) -> Place {
        Place::row(&"a.csv".into(), &"".into(), row)
    }

    fn values(register: &Register, given: &[(&str, Value)]) -> Vec<Value> {
        let value =
            |code: &str| given.iter().find(|(given, _)| *given == code).map(|(_, value)| value.clone());
        register.columns.iter().map(|column| value(column.code).unwrap_or_default()).collect()
    }

    #[test]
    fn equal_rows_without_a_number_are_counted_within_body_and_year() {
        let register = find("placements").unwrap();
        let row = |body: &str, title: &str| {
            values(
                register,
                &[
                    ("body", Value::Text(body.into())),
                    ("title", Value::Text(title.into())),
                    ("published_on", Value::Date(Date::constant(2016, 3, 1))),
                ],
            )
        };
        let mut keys = Keys::new(register);
        let mut key = |values: Vec<Value>| keys.assign(&place(1), &values).unwrap();
        let first = key(row("a", "x"));
        assert!(first.starts_with("a/2016/") && first.ends_with("-1"), "{first}");
        assert_eq!(key(row("a", "x")), first.replace("-1", "-2"));
        assert!(key(row("b", "x")).ends_with("-1"));
        assert!(key(row("a", "y")).ends_with("-1"));
    }

    #[test]
    fn a_number_given_twice_names_both_rows() {
        let register = find("petitions").unwrap();
        let row = values(register, &[("body", Value::Text("a".into())), ("number", Value::Text("7".into()))]);
        let mut keys = Keys::new(register);
        assert_eq!(keys.assign(&place(3), &row).unwrap(), "a/7");
        let fault = keys.assign(&place(9), &row).unwrap_err().to_string();
        assert!(
            fault.contains("第 9 行") && fault.contains("第 3 行") && fault.contains("信访编号"),
            "{fault}"
        );
    }

    #[test]
    fn strokes_inside_parts_do_not_make_keys_meet() {
        let register = find("service-windows").unwrap();
        let key = |centre: &str, name: &str| {
            let given = [("body", "a"), ("centre", centre), ("name", name)];
            let given = given.map(|(code, text)| (code, Value::Text(text.into())));
            Keys::new(register).assign(&place(1), &values(register, &given)).unwrap()
        };
        assert_ne!(key("x/y", "z"), key("x", "y/z"));
    }
}
