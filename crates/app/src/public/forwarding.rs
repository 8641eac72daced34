//! Where the addresses of a site before this one lead (旧网址).

use super::items::{ItemState, item};
use crate::Installation;
use gongkai_domain::catalogue::{ITEMS, OldAddress};
use gongkai_storage::{StorageError, old_addresses, registers};

/// How often an old address may lead to another.
const MOST_STEPS: usize = 5;

/// Where an old address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forward {
    /// To an item the public may know of, or the notice of its withdrawal.
    Item {
        /// Its permanent part of the address.
        short_id: String,
        /// Code of its publisher.
        body: String,
    },
    /// To another address of this site; it begins with one slash.
    Address(String),
}

/// Where an old address leads; `None` where it is none, or leads to what the public may not know of. An address with a
/// query that nobody knows is asked for again without it.
pub async fn forward(office: &Installation, address: &str) -> Result<Option<Forward>, StorageError> {
    let Ok(address) = OldAddress::path(address) else { return Ok(None) };
    let whole = address.as_str().to_owned();
    let bare = whole.split_once('?').map(|(path, _)| path.to_owned());
    for address in [Some(whole), bare].into_iter().flatten() {
        if let Some(found) = followed(office, address).await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

async fn followed(office: &Installation, mut address: String) -> Result<Option<Forward>, StorageError> {
    let mut found = None;
    for _ in 0..MOST_STEPS {
        let known = old_addresses::forward(&mut office.db.read().await?, &address).await?;
        match known {
            Some((Some(key), _)) => return of_item(office, &key).await,
            Some((None, Some(target))) => {
                address.clone_from(&target);
                found = Some(Forward::Address(target));
            }
            Some((None, None)) => return Ok(None),
            None => return Ok(found),
        }
    }
    // A ring leads nowhere.
    Ok(None)
}

async fn of_item(office: &Installation, key: &str) -> Result<Option<Forward>, StorageError> {
    let stored = registers::load(&mut office.db.read().await?, &ITEMS, &[key]).await?.pop();
    let Some(stored) = stored else { return Ok(None) };
    let body = stored.row.body(&ITEMS).to_owned();
    let Some((_, short_id)) = stored.edition else { return Ok(None) };
    let is_known = !matches!(item(office, &short_id).await?, ItemState::Unknown);
    Ok(is_known.then_some(Forward::Item { short_id, body }))
}
