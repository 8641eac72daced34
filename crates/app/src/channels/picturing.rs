//! The pictures of what is printed: those that belong to the editions that are printed, and lie in the store.

use crate::Installation;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gongkai_domain::issues::{IssueBlock, IssueItem};
use gongkai_domain::safe_html::digest_in;
use gongkai_storage::registers::Stored;
use gongkai_storage::{StorageError, Tx, attachments};
use std::collections::{BTreeMap, HashSet};

/// Most bytes of pictures in one issue; the others are printed as their words.
const MOST: u64 = 32 << 20;

/// The pictures in `printed` by their addresses, in base64; `items` are the items they are of, in the same order.
pub(super) async fn pictures_of(
    office: &Installation,
    tx: &mut Tx,
    items: &[Stored],
    printed: &[IssueItem],
) -> Result<BTreeMap<String, String>, StorageError> {
    let Some(keeping) = &office.files else { return Ok(BTreeMap::new()) };
    let keys: Vec<&str> = items.iter().map(|item| item.row.key.as_str()).collect();
    let owned: HashSet<(String, String)> =
        attachments::current(tx, &keys).await?.into_iter().map(|(key, file)| (key, file.digest)).collect();
    let mut pictures = BTreeMap::new();
    let mut left = MOST;
    for (item, printed) in items.iter().zip(printed) {
        for block in &printed.blocks {
            let IssueBlock::Picture { src, .. } = block else { continue };
            let Some(digest) = digest_in(src) else { continue };
            if pictures.contains_key(src) || !owned.contains(&(item.row.key.clone(), digest.clone())) {
                continue;
            }
            let Some(path) = keeping.store.path(&digest) else { continue };
            let size = tokio::fs::metadata(&path).await.map_or(u64::MAX, |file| file.len());
            if let Some(rest) = left.checked_sub(size)
                && let Ok(bytes) = tokio::fs::read(&path).await
            {
                left = rest;
                pictures.insert(src.clone(), STANDARD.encode(bytes));
            }
        }
    }
    Ok(pictures)
}
