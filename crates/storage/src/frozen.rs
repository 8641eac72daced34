//! Frozen reports: their content, and the rows that stood behind every cell.

use crate::sql::{Cell, execute, fetch, for_each, insert_many};
use crate::tables::SqlKind::{self, Bigint, Date, Text};
use crate::{StorageError, Tx};
use gongkai_domain::registers::Value;
use gongkai_domain::reports::{BETWEEN, FrozenRows};

/// One version of one frozen report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenReport {
    /// Code of the body.
    pub body: String,
    /// Year reported on.
    pub year: i16,
    /// Id of the format.
    pub format: String,
    /// Version, from 1.
    pub version: i64,
    /// Place of its entry in the audit chain; its rows are stored by it.
    pub sequence: i64,
    /// The day it was frozen.
    pub frozen_on: jiff::civil::Date,
    /// Digest of the content.
    pub digest: String,
    /// Its content as JSON.
    pub content: String,
}

/// Keys of one stored part: enough to keep the parts of a large year few, and each of them small.
const KEYS_A_PART: usize = 10_000;

/// Cuts rows into the parts they are stored and digested in.
pub fn parts(rows: Vec<FrozenRows>) -> Vec<FrozenRows> {
    let cut = |rows: FrozenRows| -> Vec<FrozenRows> {
        if rows.keys.len() <= KEYS_A_PART {
            return vec![rows];
        }
        let part = |keys: &[String]| FrozenRows { keys: keys.to_vec(), ..rows_without_keys(&rows) };
        rows.keys.chunks(KEYS_A_PART).map(part).collect()
    };
    rows.into_iter().flat_map(cut).collect()
}

fn rows_without_keys(rows: &FrozenRows) -> FrozenRows {
    FrozenRows { register: rows.register.clone(), cells: rows.cells.clone(), keys: Vec::new() }
}

/// Writes a report and its rows.
pub async fn insert(tx: &mut Tx, report: &FrozenReport, parts: &[FrozenRows]) -> Result<(), StorageError> {
    let sql = "insert into frozen_report (body, report_year, format, version, sequence, frozen_on, digest, content) \
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let cells = [
        report.body.as_str().into(),
        i64::from(report.year).into(),
        report.format.as_str().into(),
        report.version.into(),
        report.sequence.into(),
        Cell::Date(Some(report.frozen_on)),
        report.digest.as_str().into(),
        report.content.as_str().into(),
    ];
    execute(tx, sql, &cells).await?;
    let texts: Vec<(String, String)> =
        parts.iter().map(|part| (part.cells.join(BETWEEN), part.keys.join(BETWEEN))).collect();
    let cells = parts.iter().zip(&texts).enumerate().flat_map(|(at, (part, (cells, keys)))| {
        [
            Cell::from(report.sequence),
            Cell::from(at as i64),
            Cell::from(part.register.as_str()),
            Cell::from(cells.as_str()),
            Cell::from(keys.as_str()),
        ]
    });
    insert_many(tx, "frozen_rows", &["sequence", "part", "register", "cells", "keys"], cells, "").await
}

const KINDS: [SqlKind; 8] = [Text, Bigint, Text, Bigint, Bigint, Date, Text, Text];

fn report(row: &[Value]) -> Option<FrozenReport> {
    Some(FrozenReport {
        body: row[0].to_plain(),
        year: i16::try_from(row[1].as_integer()?).ok()?,
        format: row[2].to_plain(),
        version: row[3].as_integer()?,
        sequence: row[4].as_integer()?,
        frozen_on: row[5].as_date()?,
        digest: row[6].to_plain(),
        content: row[7].to_plain(),
    })
}

/// Every version of a body's reports on a year, in any format, the latest version of each format first.
pub async fn of_year(tx: &mut Tx, body: &str, year: i16) -> Result<Vec<FrozenReport>, StorageError> {
    let sql = "select body, report_year, format, version, sequence, frozen_on, digest, content from frozen_report \
               where body = $1 and report_year = $2 order by format, version desc";
    let rows = fetch(tx, sql, &[body.into(), i64::from(year).into()], &KINDS).await?;
    Ok(rows.iter().filter_map(|row| report(row)).collect())
}

/// The reports of a year that are frozen: body, format, the day of the first version, and the latest version.
pub async fn filed(
    tx: &mut Tx,
    year: i16,
) -> Result<Vec<(String, String, jiff::civil::Date, i64)>, StorageError> {
    let sql = "select body, format, min(frozen_on), max(version) from frozen_report where report_year = $1 \
               group by body, format order by body, format";
    let rows = fetch(tx, sql, &[i64::from(year).into()], &[Text, Text, Date, Bigint]).await?;
    let filed = |row: &Vec<Value>| {
        Some((row[0].to_plain(), row[1].to_plain(), row[2].as_date()?, row[3].as_integer()?))
    };
    Ok(rows.iter().filter_map(filed).collect())
}

/// The years of which each body has frozen reports.
pub async fn years(tx: &mut Tx) -> Result<Vec<(String, i16)>, StorageError> {
    let sql = "select distinct body, report_year from frozen_report order by body, report_year";
    let rows = fetch(tx, sql, &[], &[Text, Bigint]).await?;
    let year = |row: &Vec<Value>| Some((row[0].to_plain(), i16::try_from(row[1].as_integer()?).ok()?));
    Ok(rows.iter().filter_map(year).collect())
}

/// The day the latest version of each of a body's reports was frozen, by year and format.
pub async fn days(tx: &mut Tx, body: &str) -> Result<Vec<((i16, String), jiff::civil::Date)>, StorageError> {
    let sql = "select report_year, format, max(frozen_on) from frozen_report where body = $1 \
               group by report_year, format order by report_year, format";
    let rows = fetch(tx, sql, &[body.into()], &[Bigint, Text, Date]).await?;
    let day = |row: &Vec<Value>| {
        let year = i16::try_from(row[0].as_integer()?).ok()?;
        Some(((year, row[1].to_plain()), row[2].as_date()?))
    };
    Ok(rows.iter().filter_map(day).collect())
}

/// Every frozen report in the order they were frozen.
pub async fn each<E: From<StorageError>>(
    tx: &mut Tx,
    mut take: impl FnMut(FrozenReport) -> Result<(), E>,
) -> Result<(), E> {
    let sql = "select body, report_year, format, version, sequence, frozen_on, digest, content \
               from frozen_report order by sequence";
    for_each(tx, sql, &[], &KINDS, |row| report(&row).map_or(Ok(()), &mut take)).await
}

/// The rows of the report frozen by an entry, in the parts and order they were digested.
pub async fn rows(tx: &mut Tx, sequence: i64) -> Result<Vec<FrozenRows>, StorageError> {
    let sql = "select register, cells, keys from frozen_rows where sequence = $1 order by part";
    let rows = fetch(tx, sql, &[sequence.into()], &[Text, Text, Text]).await?;
    let apart = |value: &Value| -> Vec<String> {
        value.as_text().unwrap_or_default().split(BETWEEN).map(str::to_owned).collect()
    };
    let part = |row: &Vec<Value>| FrozenRows {
        register: row[0].to_plain(),
        cells: apart(&row[1]),
        keys: apart(&row[2]),
    };
    Ok(rows.iter().map(part).collect())
}
