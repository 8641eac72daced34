//! Files of a draft: put there, renamed, ordered, taken away, by whoever writes it.

use super::Attachment;
use super::describing::{file_name, shown_name};
use crate::Installation;
use crate::drafts::{self, Draft, DraftError};
use crate::import::By;
use crate::people::Officer;
use gongkai_domain::catalogue::{Refusal, Stage};
use gongkai_domain::people::Permission;
use gongkai_storage::attachments::{self as stored, DraftFile, EditionFile};
use gongkai_storage::{StorageError, Tx};
use std::path::PathBuf;

/// Most files of a draft.
const MOST: usize = 50;

/// A file as a draft uses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftAttachment {
    /// The file.
    pub file: Attachment,
    /// What it is called there.
    pub name: String,
}

/// What is done with one file of a draft, by its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrange {
    /// It goes one place up.
    Up(String),
    /// It goes one place down.
    Down(String),
    /// It is taken away.
    Remove(String),
}

/// Puts files into a draft after those it has, each under a name; one that is there already only gets the name.
///
/// # Errors
/// [`DraftError::Refused`] unless the draft is being written and the officer may write it;
/// [`DraftError::TooManyFiles`] beyond fifty.
pub async fn attach(
    office: &Installation,
    officer: &Officer,
    draft: &str,
    files: &[(Attachment, String)],
    by: &By,
) -> Result<(), DraftError> {
    let mut tx = office.db.write().await?;
    let (draft, mut used) = held(&mut tx, officer, draft).await?;
    let mut told = Vec::new();
    for (file, name) in files {
        let name = shown_name(name, file.kind);
        told.push(name.clone());
        if let Some(known) = used.iter_mut().find(|known| known.file.digest == file.digest) {
            known.name = name;
            continue;
        }
        let file = stored::load(&mut tx, &file.digest).await?.ok_or(DraftError::Changed)?;
        used.push(DraftFile { file, name, added_by: by.actor.clone(), added_at: by.at });
    }
    if used.len() > MOST {
        return Err(DraftError::TooManyFiles(MOST));
    }
    keep(&mut tx, draft, &used, ("attach-file", &told.join("、")), by).await?;
    Ok(tx.commit().await?)
}

/// Gives files of a draft other names, by digest, and does one thing with one of them.
///
/// # Errors
/// As [`attach`].
pub async fn arrange(
    office: &Installation,
    officer: &Officer,
    draft: &str,
    names: &[(String, String)],
    act: Option<&Arrange>,
    by: &By,
) -> Result<(), DraftError> {
    let mut tx = office.db.write().await?;
    let (draft, before) = held(&mut tx, officer, draft).await?;
    let mut used = before.clone();
    for one in &mut used {
        let given =
            names.iter().find(|(digest, given)| *digest == one.file.digest && !given.trim().is_empty());
        if let (Some((_, given)), Some(file)) = (given, Attachment::of(&one.file)) {
            one.name = shown_name(given, file.kind);
        }
    }
    let told = act.map_or_else(String::new, |act| arranged(&mut used, act));
    if used == before {
        return Ok(());
    }
    let what = if used.len() < before.len() { "remove-file" } else { "arrange-files" };
    keep(&mut tx, draft, &used, (what, &told), by).await?;
    Ok(tx.commit().await?)
}

/// Does a thing with one of the files; answers the name of one that is taken away.
fn arranged(used: &mut Vec<DraftFile>, act: &Arrange) -> String {
    let (Arrange::Up(digest) | Arrange::Down(digest) | Arrange::Remove(digest)) = act;
    let Some(at) = used.iter().position(|one| one.file.digest == *digest) else { return String::new() };
    match act {
        Arrange::Up(_) if at > 0 => used.swap(at, at - 1),
        Arrange::Down(_) if at + 1 < used.len() => used.swap(at, at + 1),
        Arrange::Remove(_) => return used.remove(at).name,
        Arrange::Up(_) | Arrange::Down(_) => {}
    }
    String::new()
}

/// A draft that is being written with its files, for whoever may write it.
async fn held(tx: &mut Tx, officer: &Officer, draft: &str) -> Result<(Draft, Vec<DraftFile>), DraftError> {
    let draft = drafts::load(tx, officer, draft).await?;
    if draft.stage != Stage::Draft {
        return Err(DraftError::Refused(vec![Refusal::WrongStage(draft.stage)]));
    }
    if !officer.may_for(Permission::DraftItems, &draft.body) {
        return Err(DraftError::Refused(vec![Refusal::MayNot(Permission::DraftItems)]));
    }
    let used = stored::of_draft(tx, &draft.id).await?;
    Ok((draft, used))
}

/// Keeps the files of a draft; whoever changed them is one of its authors from now on.
async fn keep(
    tx: &mut Tx,
    mut draft: Draft,
    used: &[DraftFile],
    (what, told): (&str, &str),
    by: &By,
) -> Result<(), DraftError> {
    stored::put_of_draft(tx, &draft.id, used).await?;
    draft.authors.insert(by.actor.clone());
    // The text is as it was, so its count stays: whoever is writing it goes on.
    if !drafts::put_again(tx, &draft).await? {
        return Err(DraftError::Changed);
    }
    drafts::record(tx, &draft, what, "", false, told, by).await?;
    Ok(())
}

/// The files of a draft in their order, for somebody who may see it.
pub async fn of_draft(
    office: &Installation,
    officer: &Officer,
    draft: &str,
) -> Result<Vec<DraftAttachment>, DraftError> {
    let mut tx = office.db.read().await?;
    drafts::load(&mut tx, officer, draft).await?;
    let used = stored::of_draft(&mut tx, draft).await?;
    let shown = |one: DraftFile| Some(DraftAttachment { file: Attachment::of(&one.file)?, name: one.name });
    Ok(used.into_iter().filter_map(shown).collect())
}

/// A file of a draft, the name it is saved under, and where it lies, for somebody who may see the draft.
pub async fn file_of_draft(
    office: &Installation,
    officer: &Officer,
    draft: &str,
    digest: &str,
) -> Result<(Attachment, String, PathBuf), DraftError> {
    let files = of_draft(office, officer, draft).await?;
    let wanted = files.into_iter().find(|one| one.file.digest == digest).ok_or(DraftError::Unknown)?;
    let path =
        office.files.as_ref().and_then(|keeping| keeping.store.path(digest)).ok_or(DraftError::Unknown)?;
    let name = file_name(&wanted.name, wanted.file.kind);
    Ok((wanted.file, name, path))
}

/// What a draft hands on to the edition it becomes.
pub(crate) async fn handed_on(tx: &mut Tx, draft: &str) -> Result<Vec<EditionFile>, StorageError> {
    let used = stored::of_draft(tx, draft).await?;
    Ok(used.into_iter().map(|one| EditionFile { digest: one.file.digest, name: one.name }).collect())
}

/// Gives a new draft the files of the current edition of the item it corrects.
pub(crate) async fn taken_over(tx: &mut Tx, draft: &Draft) -> Result<(), StorageError> {
    let Some(key) = &draft.item_key else { return Ok(()) };
    let mut used = Vec::new();
    for (_, file) in stored::current(tx, &[key]).await? {
        let kept = stored::load(tx, &file.digest).await?;
        let (added_by, added_at) = draft.made.clone();
        used.extend(kept.map(|kept| DraftFile { file: kept, name: file.name, added_by, added_at }));
    }
    stored::put_of_draft(tx, &draft.id, &used).await
}
