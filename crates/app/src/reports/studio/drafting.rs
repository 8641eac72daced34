//! Writing: the office's own words, and what it decides about single cells.

use super::{ReportOf, StudioError, must, must_be_open};
use crate::Installation;
use crate::import::{By, ImportError};
use crate::people::Officer;
use crate::reports::deciding::{self, CellOf, decided, ledger};
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{LONG_TEXT_LIMIT, Register, Row, Value, columns_key};
use gongkai_domain::reports::Override;
use gongkai_domain::texts::{REPORT_NOT_APPLICABLE, REPORT_OVERRIDES, REPORT_TEXTS};

/// Writes the office's own words at a place; empty words take them away.
///
/// `before` is how they read to whoever wrote the new ones.
///
/// # Errors
/// [`StudioError::Conflict`] where somebody else has written there meanwhile.
pub async fn save_words(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    (place, before, after): (&str, &str, &str),
    by: &By,
) -> Result<(), StudioError> {
    must(officer, Permission::PrepareReports, of)?;
    if of.format.places.iter().all(|known| known.id != place) {
        return Err(StudioError::Unknown);
    }
    must_be_open(office, of).await?;
    let (before, after) = (plain(before), plain(after));
    if after.chars().count() > LONG_TEXT_LIMIT {
        return Err(StudioError::Field("words"));
    }
    let row = row_of(of, place, &after);
    let cell = CellOf { body: of.body, year: of.year, format: &of.format.id, cell: place };
    let rows = decided(office, &REPORT_TEXTS, cell).await?;
    let mut changed = ledger(&REPORT_TEXTS, vec![row.clone()]);
    if after.is_empty() {
        let rest: Vec<Row> = rows.iter().filter(|known| known.key != row.key).cloned().collect();
        changed = deciding::replacing(&REPORT_TEXTS, rest, cell);
    }
    // Compared before the words are read: whoever writes after that makes the comparison another.
    let told = crate::import::compare(office, &changed).await?;
    let now = text_now(office, cell, &row.key).await?;
    if now == after {
        return Ok(());
    }
    if now != before {
        return Err(StudioError::Conflict(now));
    }
    match crate::import::apply(office, &changed, &told.digest, by, &|_| {}).await {
        Err(ImportError::Changed) => Err(StudioError::Conflict(text_now(office, cell, &row.key).await?)),
        done => Ok(done.map(drop)?),
    }
}

async fn text_now(office: &Installation, cell: CellOf<'_>, key: &str) -> Result<String, StudioError> {
    let rows = decided(office, &REPORT_TEXTS, cell).await?;
    Ok(rows.iter().find(|known| known.key == key).map(text_of).unwrap_or_default())
}

fn text_of(row: &Row) -> String {
    row.value(&REPORT_TEXTS, "text").to_plain()
}

/// Words as they are kept: lines end in one way only.
fn plain(words: &str) -> String {
    words.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

fn row_of(of: ReportOf<'_>, place: &str, words: &str) -> Row {
    let text = |text: &str| Value::Text(text.to_owned());
    let values: Vec<Value> = REPORT_TEXTS
        .columns
        .iter()
        .map(|column| match column.code {
            "body" => text(of.body),
            "report_year" => Value::Integer(i64::from(of.year)),
            "format" => text(&of.format.id),
            "place" => text(place),
            "text" if !words.is_empty() => text(words),
            _ => Value::Absent,
        })
        .collect();
    let key = columns_key(&REPORT_TEXTS, &values).unwrap_or_default();
    Row { key, values }
}

/// Puts a number, as it was typed, in place of a counted one, or says with no number that the cell does not apply.
///
/// # Errors
/// What [`deciding::set`] and [`deciding::does_not_apply`] refuse.
pub async fn decide(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    (cell, number, reason): (&str, Option<&str>, &str),
    by: &By,
) -> Result<(), StudioError> {
    must(officer, Permission::PrepareReports, of)?;
    must_be_open(office, of).await?;
    let about = CellOf { body: of.body, year: of.year, format: &of.format.id, cell };
    if reason.trim().is_empty() {
        return Err(StudioError::Field("reason"));
    }
    match number {
        Some(typed) => {
            let value = Override::number_of(typed).ok_or(StudioError::Field("value"))?;
            let number =
                Override { value, reason: reason.to_owned(), by: officer.name.clone(), on: by.today };
            deciding::set(office, about, &number, by).await?;
        }
        None => deciding::does_not_apply(office, about, (reason, &officer.name, by.today), by).await?,
    }
    Ok(())
}

/// Takes every decision about a cell back: it counts again. Answers whether there was one.
pub async fn take_decision_back(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    cell: &str,
    by: &By,
) -> Result<bool, StudioError> {
    must(officer, Permission::PrepareReports, of)?;
    must_be_open(office, of).await?;
    let about = CellOf { body: of.body, year: of.year, format: &of.format.id, cell };
    let mut there = false;
    for register in [&REPORT_OVERRIDES as &'static Register, &REPORT_NOT_APPLICABLE] {
        there |= deciding::take_back(office, register, about, by).await?;
    }
    Ok(there)
}
