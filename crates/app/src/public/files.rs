//! Files published beside items: which the public may get, by the same rule as the items themselves.

use super::visible;
use crate::Installation;
use crate::attachments::{Attachment, Kind, file_name};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::registers::{Condition, Selection, Test};
use gongkai_storage::registers::{self, Page};
use gongkai_storage::{StorageError, Tx, attachments};
use std::path::PathBuf;

/// A file beside a published item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicFile {
    /// Its digest, which is its address.
    pub digest: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its size in bytes.
    pub size: u64,
}

/// A file the public may get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedFile {
    /// What it is.
    pub kind: Kind,
    /// The name under which it is saved.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
}

/// The file with this digest, while the current edition of an item the public may see uses it.
pub async fn published_file(
    office: &Installation,
    digest: &str,
) -> Result<Option<PublishedFile>, StorageError> {
    let path = office.files.as_ref().and_then(|keeping| keeping.store.path(digest));
    let Some(path) = path.filter(|path| path.is_file()) else { return Ok(None) };
    let mut tx = office.db.read().await?;
    let users = attachments::users(&mut tx, digest).await?;
    let Some(key) = first_visible(&mut tx, &users).await? else { return Ok(None) };
    let name = users.iter().find(|(user, _)| *user == key).map(|(_, name)| name.as_str()).unwrap_or_default();
    let file = attachments::load(&mut tx, digest).await?.as_ref().and_then(Attachment::of);
    Ok(file.map(|file| PublishedFile { kind: file.kind, name: file_name(name, file.kind), path }))
}

/// The first of these items that the public may see.
async fn first_visible(tx: &mut Tx, users: &[(String, String)]) -> Result<Option<String>, StorageError> {
    let keys: Vec<&str> = users.iter().map(|(key, _)| key.as_str()).collect();
    let Some(column) = ITEMS.column("index_number").filter(|_| !keys.is_empty()) else { return Ok(None) };
    let rows = registers::load(tx, &ITEMS, &keys).await?;
    let numbers = rows.iter().map(|stored| stored.row.value(&ITEMS, column.code).clone()).collect();
    let conditions = vec![Condition { column, test: Test::OneOf(numbers) }];
    let Some(selection) = visible(&Selection { register: &ITEMS, bodies: None, conditions }) else {
        return Ok(None);
    };
    let seen = registers::page(tx, &selection, 0, Page { offset: 0, limit: i64::MAX }).await?;
    let mut seen = seen.into_iter().map(|stored| stored.row.key);
    Ok(seen.find(|key| keys.contains(&key.as_str())))
}

/// The files of an edition.
pub(super) async fn files_of(
    tx: &mut Tx,
    item_key: &str,
    number: i64,
) -> Result<Vec<PublicFile>, StorageError> {
    let files = attachments::of_edition(tx, item_key, number).await?;
    let shown = files.into_iter().filter_map(|(stored, name)| {
        let file = Attachment::of(&stored)?;
        Some(PublicFile {
            digest: file.digest,
            name: file_name(&name, file.kind),
            kind: file.kind,
            size: file.size,
        })
    });
    Ok(shown.collect())
}
