//! What a form says, read as a ledger's line is read: the same values, the same rules.

use super::body_names;
use crate::{Installation, StorageError};
use gongkai_domain::registers::{
    Column, MoneyUnit, Register, RowChecks, Severity, Value, ValueFault, Vocabulary,
};
use gongkai_domain::says::Says;

/// What is wrong with a field, or what somebody should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// Code of the column.
    pub column: &'static str,
    /// Which rule it breaks.
    pub rule: Says,
    /// What to do.
    pub remedy: Says,
    /// Whether the row cannot be kept like this.
    pub severity: Severity,
}

/// A form read: one value a column, and every fault.
#[derive(Clone, Debug)]
pub struct Written {
    /// The values, in the order of the register's columns; what could not be read is absent.
    pub values: Vec<Value>,
    /// What is wrong, in the order of the columns.
    pub faults: Vec<FieldFault>,
}

impl Written {
    /// Whether nothing keeps the row out.
    pub fn is_sound(&self) -> bool {
        self.faults.iter().all(|fault| fault.severity == Severity::Warning)
    }
}

/// Reads the fields of a form; `text` answers what was typed for a column. Computed columns stay absent.
pub async fn read_fields<'t>(
    office: &Installation,
    register: &'static Register,
    text: impl Fn(&'static Column) -> &'t str,
) -> Result<Written, StorageError> {
    let bodies = body_names(office).await?;
    let words = Vocabulary { codes: &office.law.codes, bodies: &bodies };
    let mut values = Vec::with_capacity(register.columns.len());
    let mut faults = Vec::new();
    for column in register.columns {
        let read = if column.computed { Ok(Value::Absent) } else { read_field(text(column), column, &words) };
        values.push(read.unwrap_or_else(|ValueFault { rule, remedy }| {
            faults.push(FieldFault { column: column.code, rule, remedy, severity: Severity::Error });
            Value::Absent
        }));
    }
    // Rules between columns say nothing sensible where one of them could not be read.
    for fault in RowChecks::new(register, &office.law.codes).faults(&values) {
        if !faults.iter().any(|known| known.column == fault.column) {
            faults.push(FieldFault {
                column: fault.column,
                rule: fault.says,
                remedy: fault.remedy,
                severity: fault.severity,
            });
        }
    }
    faults.sort_by_key(|fault| register.position(fault.column));
    Ok(Written { values, faults })
}

/// Reads one field.
///
/// # Errors
/// What a ledger's cell would be refused for, and an empty field that must be filled in.
pub fn read_field(text: &str, column: &Column, words: &Vocabulary<'_>) -> Result<Value, ValueFault> {
    let value = Value::parse(text, column, MoneyUnit::Yuan, words)?;
    if column.required && value.is_absent() {
        return Err(ValueFault {
            rule: Says::new("没有填写", "it is not filled in"),
            remedy: Says::new("这一项必须填", "it must be filled in"),
        });
    }
    Ok(value)
}
