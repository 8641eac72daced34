//! Index numbers for documents that bring none: by the office's rule, in the order they were published.

use super::AdoptError;
use crate::drafts::{DraftError, INDEX_RULE, credit_code};
use gongkai_domain::catalogue::IndexRule;
use gongkai_storage::{Tx, catalogue, settings};
use std::collections::{BTreeMap, HashMap};

/// The series numbers are taken from.
pub(super) struct Numbering {
    rule: IndexRule,
    codes: HashMap<String, String>,
    /// Next serial of each series.
    next: BTreeMap<String, i64>,
}

impl Numbering {
    pub(super) async fn open(tx: &mut Tx) -> Result<Self, AdoptError> {
        let pattern = settings::get(tx, INDEX_RULE).await?;
        let rule =
            IndexRule::read(pattern.as_deref().unwrap_or(IndexRule::GUANGDONG)).map_err(DraftError::from)?;
        Ok(Self { rule, codes: HashMap::new(), next: BTreeMap::new() })
    }

    /// The next number of a body and year; `given` are numbers that documents of the same batch bring with them.
    pub(super) async fn next(
        &mut self,
        tx: &mut Tx,
        body: &str,
        year: i16,
        given: &[String],
    ) -> Result<String, AdoptError> {
        if !self.codes.contains_key(body) {
            let code = credit_code(tx, body).await?;
            self.codes.insert(body.to_owned(), code);
        }
        let code = self.codes.get(body).map(String::as_str).unwrap_or_default();
        let series = self.rule.series(code, year);
        if !self.next.contains_key(&series) {
            let last = catalogue::last_serial(tx, &series).await?;
            let taken = catalogue::last_index_numbers(tx, &self.rule.beginning(code, year)).await?;
            let highest =
                taken.iter().chain(given).filter_map(|number| self.rule.serial_of(code, year, number)).max();
            self.next.insert(series.clone(), last.max(highest.unwrap_or(0)) + 1);
        }
        let serial = self.next.entry(series).or_insert(1);
        *serial += 1;
        Ok(self.rule.number(code, year, *serial - 1))
    }

    /// Takes the numbers that were given, so that nobody is given them again.
    pub(super) async fn take(&self, tx: &mut Tx) -> Result<(), AdoptError> {
        for (series, next) in &self.next {
            catalogue::next_serial(tx, series, next - 1).await?;
        }
        Ok(())
    }
}
