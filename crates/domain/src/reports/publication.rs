//! A report with everything its files print beside the figures.

use super::chart::Chart;
use super::report::Report;
use crate::says::Says;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A report as it is handed in, read or checked: what every file of it (PDF, DOCX, XLSX, HTML, CSV) is made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Publication {
    /// The report.
    pub report: Report,
    /// What its format is called.
    pub format: Says,
    /// Full name of the reporting body.
    pub body: String,
    /// Whether it is still being counted, or has been frozen.
    pub standing: Standing,
    /// The definition of every cell, by code.
    pub definitions: BTreeMap<String, Says>,
    /// Figures of this and other years side by side.
    pub years: Vec<Chart>,
    /// Address of its page on the web, where the site's origin is known.
    pub address: Option<String>,
}

/// How far a report has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Counted from the registers as they are; it changes with them.
    Draft {
        /// The day it was counted.
        counted_on: Date,
    },
    /// Frozen (定稿): it does not change any more.
    Frozen(Freezing),
}

/// When and by whom a report was frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Freezing {
    /// Version of this report, from 1; a later one supersedes it.
    pub version: i64,
    /// The day.
    pub frozen_on: Date,
    /// SM3 digest of the frozen content, as it stands in the audit chain: 64 hexadecimal digits.
    pub digest: String,
    /// Place of its entry in the audit chain.
    pub sequence: i64,
    /// Who signed it.
    pub signatures: Signatures,
}

/// Who answers for a report (国办发〔2014〕32号 form head: 单位负责人、审核人、填报人、联系电话).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatures {
    /// Head of the body (单位负责人), who signs it.
    pub head: String,
    /// Who reviewed it (审核人).
    pub reviewer: String,
    /// Who prepared it (填报人).
    pub preparer: String,
    /// Telephone for questions (联系电话); may be empty.
    pub phone: String,
}

/// Which copy of a report a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Printing {
    /// As it is handed in (正式稿).
    #[default]
    Official,
    /// With the definition beside every number (核对稿).
    Checking,
}
