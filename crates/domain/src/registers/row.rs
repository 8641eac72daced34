//! A row of a register: one value a column, and the key that tells it from every other.

use super::{Key, Register, Value};
use crate::digest::Digest;

/// One row; `values` stand in the order of the register's columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Natural key, unique in the register: the body, then the key columns or the fingerprint and ordinal.
    pub key: String,
    /// One value a column.
    pub values: Vec<Value>,
}

impl Row {
    /// The value of the column called `code`; absent when the register has no such column.
    pub fn value(&self, register: &Register, code: &str) -> &Value {
        register.position(code).and_then(|at| self.values.get(at)).unwrap_or(&Value::Absent)
    }

    /// Body the row belongs to.
    pub fn body(&self, register: &Register) -> &str {
        self.value(register, register.body_column()).as_text().unwrap_or_default()
    }

    /// Year the row belongs to, by the register's year column.
    pub fn year(&self, register: &Register) -> Option<i16> {
        register.year.and_then(|column| self.value(register, column).year())
    }

    /// Digest of everything in the row that is not personal, as 64 hexadecimal digits.
    pub fn digest(&self, register: &Register) -> String {
        digest(register, &self.values)
    }
}

fn digest(register: &Register, values: &[Value]) -> String {
    let mut digest = Digest::new();
    for (column, value) in register.columns.iter().zip(values) {
        if !column.personal && !value.is_absent() {
            digest.field(column.code);
            value.digest(&mut digest);
        }
    }
    digest.finish()
}

/// Natural key of a row by its columns: `body/part/part`; `None` when the register is keyed by fingerprint.
///
/// For the bodies themselves the key is their code alone. A stroke inside a part that is not the last is written
/// `%2F` (and `%` as `%25`), so that no two different lists of parts give one key.
pub fn columns_key(register: &Register, values: &[Value]) -> Option<String> {
    let Key::Columns(columns) = register.key else { return None };
    let part = |code: &str| register.position(code).map(|at| values[at].to_plain()).unwrap_or_default();
    let mut key = part(register.body_column());
    for (at, column) in columns.iter().enumerate() {
        if *column == register.body_column() {
            continue;
        }
        let part = part(column);
        key.push('/');
        if at + 1 < columns.len() && part.contains(['/', '%']) {
            key.push_str(&part.replace('%', "%25").replace('/', "%2F"));
        } else {
            key.push_str(&part);
        }
    }
    Some(key)
}

/// Fingerprint of a row that has no number: digest of what is not personal, shortened to 24 hexadecimal digits.
pub fn fingerprint(register: &Register, values: &[Value]) -> String {
    let mut fingerprint = digest(register, values);
    fingerprint.truncate(24);
    fingerprint
}
