//! From the files somebody sent to what importing them would do.

use crate::{Call, Office};
use gongkai_app::LawBook;
use gongkai_app::StorageError;
use gongkai_app::import::{Comparison, ImportError, Ledger};
use gongkai_app::registers::{self, Sent};
use gongkai_domain::digest;
use gongkai_domain::registers::{BodyNames, Register};
use gongkai_ledgers::{Context, ReadFault, Reading, interpret, read};
use std::sync::Arc;

/// A ledger read and compared; its rows are those that can be taken.
pub(super) struct Compared {
    pub(super) reading: Reading,
    pub(super) ledger: Ledger,
    pub(super) comparison: Comparison,
}

/// Why a ledger could not be compared.
pub(super) enum Unread {
    /// A file is no ledger.
    File(ReadFault),
    /// The import cannot be worked out.
    Import(ImportError),
    /// The database failed.
    Storage(StorageError),
}

/// Reads files as the command line reads them, and compares. Rows that cannot be taken stand in the reading.
pub(super) async fn compared(
    office: &Office,
    call: &Call,
    register: &'static Register,
    sent: Sent,
) -> Result<Compared, Unread> {
    let bodies = registers::body_names(&office.records).await.map_err(Unread::Storage)?;
    let law = office.records.law.clone();
    // A large workbook keeps a core busy for seconds; other pages must not wait for it.
    let read = tokio::task::spawn_blocking(move || ledger(register, sent, &law, &bodies)).await;
    let (mut reading, mut ledger) = match read {
        Ok(read) => read.map_err(Unread::File)?,
        Err(stopped) => return Err(Unread::Storage(StorageError::Unreadable(stopped.to_string()))),
    };
    loop {
        match registers::compare_kept(&office.records, &call.officer, &ledger).await {
            Ok(comparison) => return Ok(Compared { reading, ledger, comparison }),
            Err(ImportError::Faults(problems)) => {
                let columns = register.columns;
                for (place, row, faults) in ledger.take_out(&problems) {
                    let cells = columns.iter().zip(&row.values);
                    let cells = cells.map(|(column, value)| value.to_ledger(column.kind)).collect();
                    reading.reject(place, cells, faults);
                }
            }
            Err(error) => return Err(Unread::Import(error)),
        }
    }
}

fn ledger(
    register: &'static Register,
    sent: Sent,
    law: &Arc<LawBook>,
    bodies: &BodyNames,
) -> Result<(Reading, Ledger), ReadFault> {
    let mut sheets = Vec::new();
    let mut files = Vec::new();
    for (name, bytes) in sent.files {
        files.push((name.clone(), digest::of_bytes(&bytes)));
        sheets.extend(read(bytes, &name)?);
    }
    let context = Context {
        codes: &law.codes,
        headings: &law.headings,
        bodies,
        default_body: sent.body.as_deref(),
        year: None,
    };
    let mut reading = interpret(register, &sheets, &context);
    let (places, rows) = std::mem::take(&mut reading.rows).into_iter().unzip();
    let lacking = std::mem::take(&mut reading.lacking);
    Ok((reading, Ledger { register, rows, places, files, lacking, replace: None }))
}
