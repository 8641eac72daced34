//! Rows between the domain and the database: computed columns filled, personal columns sealed and opened.

use crate::Installation;
use crate::import::{Before, ImportError};
use crate::sealing::{InstallationKey, RowSealer, SealingError};
use gongkai_domain::audit::RowAct;
use gongkai_domain::registers::{Column, Kind, Register, Row, Value};
use gongkai_domain::requests::{self, Remark};
use gongkai_storage::audit::StoredChange;
use gongkai_storage::registers::{Stored, Written};
use std::borrow::Cow;

/// A request's row with its computed columns (due day, timeliness, state) filled by the law, and what somebody
/// should look at.
///
/// # Errors
/// Every reason why the row contradicts itself (an answer before it was asked for).
pub fn complete(office: &Installation, row: &Row) -> Result<(Row, Vec<Remark>), Vec<Remark>> {
    let mut row = row.clone();
    let remarks = requests::complete(&mut row.values, &office.law.regimes, &office.law.calendar)?;
    Ok((row, remarks))
}

/// A stored row with its personal columns opened.
pub fn opened(office: &Installation, register: &Register, stored: &Stored) -> Result<Row, SealingError> {
    let mut row = stored.row.clone();
    if let Some(wrapped) = &stored.data_key {
        let sealer = office.key.row(register.code, &row.key, wrapped)?;
        for (column, value) in register.columns.iter().zip(&mut row.values) {
            if column.personal
                && let Value::Text(sealed) = value
            {
                *sealed = sealer.open(column.code, sealed)?;
            }
        }
    }
    Ok(row)
}

/// What was in a row before a change, without personal values: the columns that differ, or all for a removal.
/// Personal columns that differ are only named.
pub fn before_of(register: &Register, before: &Row, after: Option<&Row>) -> String {
    let mut facts = serde_json::Map::new();
    let mut personal = Vec::new();
    for (at, column) in register.columns.iter().enumerate() {
        if after.is_some_and(|after| after.values[at] == before.values[at]) {
            continue;
        }
        if column.personal {
            personal.push(serde_json::Value::from(column.code));
        } else if after.is_some() || !before.values[at].is_absent() {
            facts.insert(column.code.to_owned(), before.values[at].to_plain().into());
        }
    }
    if !personal.is_empty() && after.is_some() {
        facts.insert("personal".to_owned(), personal.into());
    }
    serde_json::Value::Object(facts).to_string()
}

/// The values a change tells of, by column.
pub(crate) fn values_before(change: &StoredChange) -> Option<serde_json::Map<String, serde_json::Value>> {
    serde_json::from_str(change.before.as_deref()?).ok()
}

/// The row before a change, as far as the change keeps it: personal columns are left as they were `after` it. `None` where it
/// tells of no row, or of another than `after`.
pub(crate) fn before_change(register: &Register, change: &StoredChange, after: Option<Row>) -> Option<Row> {
    let before = values_before(change)?;
    let mut row = match after {
        Some(row) if change.act == RowAct::Changed.code() => row,
        None if change.act == RowAct::Removed.code() => {
            Row { key: change.key.clone(), values: vec![Value::Absent; register.columns.len()] }
        }
        _ => return None,
    };
    for (column, value) in register.columns.iter().zip(&mut row.values) {
        if let Some(plain) = before.get(column.code).and_then(|plain| plain.as_str()) {
            *value = of_plain(column, plain);
        }
    }
    Some(row)
}

/// A value from what [`Value::to_plain`] made of it.
pub(crate) fn of_plain(column: &Column, plain: &str) -> Value {
    if plain.is_empty() {
        return Value::Absent;
    }
    match column.kind {
        Kind::Date => plain.parse().map_or(Value::Absent, Value::Date),
        Kind::Year | Kind::Integer | Kind::Money => plain.parse().map_or(Value::Absent, Value::Integer),
        Kind::Boolean => Value::Boolean(plain == "true"),
        Kind::Text | Kind::LongText | Kind::Code(_) | Kind::Body => Value::Text(plain.to_owned()),
    }
}

/// Seals the personal columns of rows of one register.
pub(crate) struct Sealing<'a> {
    key: &'a InstallationKey,
    register: &'static Register,
}

impl<'a> Sealing<'a> {
    pub(crate) fn new(office: &'a Installation, register: &'static Register) -> Self {
        Self { key: &office.key, register }
    }

    /// A new row: a new data key, every personal value sealed with it.
    pub(crate) fn seal_new<'r>(
        &self,
        row: &'r Row,
        edition: Option<(i64, String)>,
    ) -> Result<Written<'r>, ImportError> {
        if !self.register.has_personal() {
            return Ok(Written { row: Cow::Borrowed(row), data_key: None, edition });
        }
        let mut row = row.clone();
        let (mut sealer, wrapped) = self.key.new_row(self.register.code, &row.key).map_err(failed)?;
        self.seal(&mut sealer, &mut row)?;
        Ok(Written { row: Cow::Owned(row), data_key: Some(wrapped), edition })
    }

    /// A changed row: its own data key stays, values that did not change stay as they were sealed.
    pub(crate) fn seal_changed<'r>(
        &self,
        before: &Before,
        after: &'r Row,
        edition: Option<(i64, String)>,
    ) -> Result<Written<'r>, ImportError> {
        let Some(wrapped) = &before.stored.data_key else {
            return Ok(Written { row: Cow::Borrowed(after), data_key: None, edition });
        };
        let mut sealer = self.key.row(self.register.code, &after.key, wrapped).map_err(failed)?;
        let mut sealed = after.clone();
        self.seal(&mut sealer, &mut sealed)?;
        for (at, column) in self.register.columns.iter().enumerate() {
            if column.personal && before.row.values[at] == after.values[at] {
                sealed.values[at].clone_from(&before.stored.row.values[at]);
            }
        }
        Ok(Written { row: Cow::Owned(sealed), data_key: Some(wrapped.clone()), edition })
    }

    fn seal(&self, sealer: &mut RowSealer, row: &mut Row) -> Result<(), ImportError> {
        for (column, value) in self.register.columns.iter().zip(&mut row.values) {
            if column.personal
                && let Value::Text(text) = value
            {
                *text = sealer.seal(column.code, text).map_err(failed)?;
            }
        }
        Ok(())
    }
}

fn failed(error: SealingError) -> ImportError {
    ImportError::Sealing(error.to_string())
}
