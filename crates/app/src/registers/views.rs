//! Views of a register kept by name.

use crate::people::{Officer, secret};
use crate::{Installation, StorageError, import::By};
use gongkai_domain::registers::Register;
use gongkai_storage::views::{self, SavedView};

/// Longest name of a view, in characters.
const LONGEST: usize = 40;
/// Most views a person is shown of one register.
const MOST: usize = 50;

/// Why a view was not kept.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// It has no name, or too long a one.
    #[error("请写名称，最多 {LONGEST} 个字 / give a name of at most {LONGEST} characters")]
    Name,
    /// There are too many already.
    #[error("视图已有 {MOST} 个，请先删去不用的 / there are {MOST} views already; remove some first")]
    TooMany,
    /// The machine gave no randomness.
    #[error("操作系统未能提供随机数 / the operating system gave no random numbers")]
    NoRandomness,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The views of a register somebody is shown: their own and those of their body.
pub async fn views(
    office: &Installation,
    officer: &Officer,
    register: &Register,
) -> Result<Vec<SavedView>, StorageError> {
    let mut tx = office.db.read().await?;
    views::of_register(&mut tx, register.code, &officer.id, &officer.body).await
}

/// Keeps a view: what stands after the `?` of its address, under a name; shared, everybody of the body is shown it.
pub async fn keep_view(
    office: &Installation,
    officer: &Officer,
    register: &Register,
    (name, query, shared): (&str, &str, bool),
    by: &By,
) -> Result<(), ViewError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST {
        return Err(ViewError::Name);
    }
    let mut tx = office.db.write().await?;
    if views::of_register(&mut tx, register.code, &officer.id, &officer.body).await?.len() >= MOST {
        return Err(ViewError::TooMany);
    }
    let id = secret().ok_or(ViewError::NoRandomness)?;
    let view = SavedView {
        id: id.chars().filter(char::is_ascii_alphanumeric).take(12).collect(),
        register: register.code.to_owned(),
        staff: officer.id.clone(),
        body: officer.body.clone(),
        name: name.to_owned(),
        query: query.chars().take(2_000).collect(),
        shared,
        made_at: by.at,
    };
    views::add(&mut tx, &view).await?;
    Ok(tx.commit().await?)
}

/// Forgets a view of one's own; answers whether it was there.
pub async fn forget_view(office: &Installation, officer: &Officer, id: &str) -> Result<bool, StorageError> {
    let mut tx = office.db.write().await?;
    let gone = views::remove(&mut tx, &officer.id, id).await?;
    tx.commit().await?;
    Ok(gone)
}
