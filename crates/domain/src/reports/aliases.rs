//! Aliases (别称): other words that official publications print for a label of a format's tables.

use super::file::Keys;
use super::layout::Table;
use crate::law::LawFault;
use crate::says::Says;
use std::collections::BTreeMap;

/// Other words for a label, by the label as the tables print it.
pub type Aliases = BTreeMap<String, Vec<String>>;

/// Reads `[aliases]`: `"LABEL" = ["OTHER", …]`; a label no table prints is refused.
pub(super) fn read_aliases(file: &Keys<'_>, tables: &[Table]) -> Result<Aliases, LawFault> {
    let Some(node) = file.get("aliases") else { return Ok(Aliases::new()) };
    let printed = |label: &str| {
        let mut heads = tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.heads);
        heads.any(|head| head.text == label)
    };
    let mut aliases = Aliases::new();
    for label in node.any_keys()?.in_order() {
        if !printed(label.key()) {
            let says = Says::new("没有哪张表印着这个名称", "no table prints this label");
            return Err(label.fault(says));
        }
        let words = label.texts()?.into_iter().map(|(_, word)| word.to_owned()).collect();
        aliases.insert(label.key().to_owned(), words);
    }
    Ok(aliases)
}
