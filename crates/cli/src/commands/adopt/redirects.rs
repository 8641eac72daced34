//! A table of old addresses alone: where each leads.

use crate::said::bad_use;
use anyhow::Result;
use gongkai_app::adopting::{Goal, Redirect};
use gongkai_domain::catalogue::OldAddress;
use gongkai_ledgers::Sheet;

/// Reads two columns: the old address, and the new one (of this site, from its first slash) or an index number.
pub fn read(sheets: &[Sheet], name: &str) -> Result<Vec<Redirect>> {
    let mut redirects = Vec::new();
    let mut wrong = Vec::new();
    for sheet in sheets.iter().filter(|sheet| !sheet.hidden) {
        let mut rows = sheet.rows();
        let mut first = true;
        while let Some(row) = rows.advance() {
            let [from, to] = [0, 1].map(|at| row.cell(at).to_text().trim().to_owned());
            let is_header = std::mem::take(&mut first) && OldAddress::of(&from).is_err();
            if row.is_blank() || is_header {
                continue;
            }
            match (OldAddress::of(&from), goal(&to)) {
                (Ok(from), Ok(to)) => redirects.push(Redirect { from, to }),
                (Err(fault), _) | (_, Err(fault)) => wrong.push((row.number(), fault.to_string())),
            }
        }
    }
    let Some((row, why)) = wrong.first() else { return Ok(redirects) };
    Err(bad_use(
        format!("{name} 有 {} 行不对，一行也没有写入；第 {row} 行：{why}", wrong.len()),
        format!("{} rows of {name} are wrong, nothing was written; row {row}: {why}", wrong.len()),
    ))
}

/// What stands behind an address: a page of this site by its path, otherwise an index number. Whole addresses of other
/// sites are refused: nobody may be sent away from here.
fn goal(text: &str) -> Result<Goal, gongkai_domain::catalogue::AddressFault> {
    let is_address = text.starts_with('/') || text.contains("://") || text.contains('\\') || text.is_empty();
    if is_address { OldAddress::path(text).map(Goal::Address) } else { Ok(Goal::Item(text.to_owned())) }
}
