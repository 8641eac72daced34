//! Exporting what a list shows: audited, and with personal data only for whoever may keep the register.

use super::browsing::{Asked, MOST_SEARCHED, text_columns};
use super::{kept_bodies, masked};
use crate::people::Officer;
use crate::rows::opened;
use crate::{Installation, StorageError, import::By};
use gongkai_domain::registers::{Row, Selection};
use gongkai_storage::audit::{self, Act};
use gongkai_storage::registers::{self, Order, Page, Sought, Stored};
use serde_json::json;

/// Most rows of one file; the command line has no such bound.
pub const MOST_EXPORTED: i64 = 100_000;

/// Rows to be written into a file.
#[derive(Clone, Debug)]
pub enum Exported {
    /// These.
    Rows(Vec<Row>),
    /// None: there are so many.
    TooMany(i64),
}

/// All rows a list means, in the order of their keys; `None` for bodies out of reach.
///
/// With `personal`, rows come with their personal values, and only those of bodies somebody may keep the register for.
pub async fn export(
    office: &Installation,
    officer: &Officer,
    asked: &Asked,
    personal: bool,
    by: &By,
) -> Result<Option<Exported>, StorageError> {
    let Some(mut selection) = asked.selection(officer) else { return Ok(None) };
    if personal {
        let kept = kept_bodies(officer, asked.register);
        let bodies = selection.bodies.get_or_insert_default();
        bodies.retain(|body| kept.contains(body));
        if bodies.is_empty() {
            return Ok(None);
        }
    }
    let all = office.cache.tally(office, asked.register).await?.count(&selection);
    if all > MOST_EXPORTED || (!asked.words.is_empty() && all > MOST_SEARCHED) {
        return Ok(Some(Exported::TooMany(all)));
    }
    let stored = rows(office, asked, &selection, all).await?;
    let rows = stored.into_iter().map(|stored| {
        if !personal {
            return Ok(masked(asked.register, stored));
        }
        opened(office, asked.register, &stored).map_err(|fault| StorageError::Unreadable(fault.to_string()))
    });
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    record(office, &selection, rows.len(), personal, by).await?;
    Ok(Some(Exported::Rows(rows)))
}

async fn rows(
    office: &Installation,
    asked: &Asked,
    selection: &Selection,
    all: i64,
) -> Result<Vec<Stored>, StorageError> {
    let columns = text_columns(asked.register);
    let sought = Sought { selection, words: &asked.words, columns: &columns };
    let mut tx = office.db.read().await?;
    registers::browse(&mut tx, &sought, all, Order::Key, Page { offset: 0, limit: MOST_EXPORTED }).await
}

async fn record(
    office: &Installation,
    selection: &Selection,
    rows: usize,
    personal: bool,
    by: &By,
) -> Result<(), StorageError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let facts = json!({
        "exported": selection.register.code,
        "bodies": selection.bodies,
        "rows": rows,
        "personal": personal,
    });
    let facts = facts.to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "export", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    tx.commit().await
}
