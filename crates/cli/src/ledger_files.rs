//! From ledger files to a ledger ready to be compared.

use anyhow::{Context as _, Result};
use gongkai_app::import::{Ledger, Replace};
use gongkai_app::{Installation, registers};
use gongkai_domain::digest;
use gongkai_domain::registers::{BodyNames, Register};
use gongkai_ledgers::{Context, Reading, interpret, read};
use std::path::Path;

/// A ledger file: its name and what is in it.
pub struct LedgerFile {
    /// Name, as messages tell it.
    pub name: String,
    /// Bytes.
    pub bytes: Vec<u8>,
}

/// What the person says about the files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told<'a> {
    /// Body of ledgers without such a column.
    pub body: Option<&'a str>,
    /// Year all rows must belong to.
    pub year: Option<i16>,
    /// Whether what the ledger does not have is removed.
    pub replace: bool,
}

impl LedgerFile {
    /// Reads a file from disk.
    pub fn open(path: &Path) -> Result<Self> {
        let bytes =
            std::fs::read(path).with_context(|| format!("{} 读不出 / cannot be read", path.display()))?;
        let name = path
            .file_name()
            .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        Ok(Self { name, bytes })
    }
}

/// The names of the registered bodies.
pub async fn body_names(office: &Installation) -> Result<BodyNames> {
    Ok(registers::body_names(office).await?)
}

/// Reads and interprets files as one ledger of a register.
pub async fn read_ledger(
    office: &Installation,
    register: &'static Register,
    files: Vec<LedgerFile>,
    told: Told<'_>,
) -> Result<(Reading, Ledger)> {
    let mut sheets = Vec::new();
    let mut digests = Vec::new();
    for file in files {
        digests.push((file.name.clone(), digest::of_bytes(&file.bytes)));
        sheets.extend(read(file.bytes, &file.name)?);
    }
    let bodies = body_names(office).await?;
    let context = Context {
        codes: &office.law.codes,
        headings: &office.law.headings,
        bodies: &bodies,
        default_body: told.body,
        year: told.year,
    };
    let mut reading = interpret(register, &sheets, &context);
    drop(sheets);
    let (places, rows) = std::mem::take(&mut reading.rows).into_iter().unzip();
    let replace = match (told.replace, told.year, told.body) {
        (true, Some(year), Some(body)) => Some(Replace { year, body: body.to_owned() }),
        _ => None,
    };
    let ledger = Ledger {
        register,
        rows,
        places,
        files: digests,
        lacking: std::mem::take(&mut reading.lacking),
        replace,
    };
    Ok((reading, ledger))
}
