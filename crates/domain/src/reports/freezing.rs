//! Freezing a report (定稿): what is kept, so that it can be shown, proved and compared for ever.

use super::chart::Chart;
use super::publication::{Freezing, Publication, Signatures, Standing};
use super::report::Report;
use crate::digest::Digest;
use crate::says::Says;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a frozen report keeps beside the rows: all that its files print, and the law it was counted by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FrozenContent {
    /// The report.
    pub report: Report,
    /// What its format is called.
    pub format: Says,
    /// SM3 digest of the format's file as it was: 64 hexadecimal digits.
    pub format_digest: String,
    /// Full name of the reporting body.
    pub body: String,
    /// The definition of every cell, by code.
    pub definitions: BTreeMap<String, Says>,
    /// Figures of this and earlier years side by side.
    pub years: Vec<Chart>,
    /// Who signed it.
    pub signatures: Signatures,
    /// Checks that fail and were accepted all the same: id of the check, and why.
    pub accepted: BTreeMap<String, String>,
    /// Why this version supersedes the one before; empty for the first.
    pub reason: String,
    /// Digest of the rows behind its cells ([`rows_digest`]).
    pub rows_digest: String,
}

/// Rows of one register that stand behind the same cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenRows {
    /// Code of the register.
    pub register: String,
    /// Codes of the cells, in the order of the format.
    pub cells: Vec<String>,
    /// Natural keys of the rows, sorted.
    pub keys: Vec<String>,
}

/// What stands between two codes or keys: neither can hold it.
pub const BETWEEN: &str = "\u{1f}";

/// The digest of rows, in the parts and the order they are stored in.
pub fn rows_digest(parts: &[FrozenRows]) -> String {
    let mut digest = Digest::new();
    for part in parts {
        digest.field(&part.register);
        digest.field(part.cells.join(BETWEEN));
        digest.field(part.keys.join(BETWEEN));
    }
    digest.finish()
}

impl FrozenContent {
    /// The digest of content as it is stored, which the entry in the audit chain holds; through
    /// [`FrozenContent::rows_digest`] it covers the rows too.
    pub fn digest(content: &str) -> String {
        let mut digest = Digest::new();
        digest.field(content);
        digest.finish()
    }

    /// Everything its files print.
    pub fn publication(&self, freezing: Freezing, address: Option<String>) -> Publication {
        Publication {
            report: self.report.clone(),
            format: self.format.clone(),
            body: self.body.clone(),
            standing: Standing::Frozen(freezing),
            definitions: self.definitions.clone(),
            years: self.years.clone(),
            address,
        }
    }
}
