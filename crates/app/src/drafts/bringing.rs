//! Drafts that come from an old site (老网站): what must be looked at before it is public again.

use super::{Draft, DraftError, Hands, json, new_id, writing};
use crate::import::By;
use gongkai_domain::catalogue::{Fields, Stage, drafted};
use gongkai_domain::safe_html::SafeHtml;
use gongkai_storage::attachments::{self as files_kept, DraftFile, EditionFile};
use gongkai_storage::{Tx, drafts as stored};
use std::collections::BTreeSet;

/// Begins a draft within a transaction, for whoever brings an old site along and may do so for the body; answers its id.
pub(crate) async fn bring(
    tx: &mut Tx,
    body: &str,
    fields: &Fields,
    (html, files): (&SafeHtml, &[EditionFile]),
    why: &str,
    by: &By,
) -> Result<String, DraftError> {
    let id = new_id().ok_or(DraftError::NoRandomness)?;
    let written = drafted()
        .filter_map(|column| fields.get(column.code).map(|typed| (column.code.to_owned(), typed.clone())));
    let mut fields: Fields = written.collect();
    fields.insert("body".to_owned(), body.to_owned());
    let draft = Draft {
        id: id.clone(),
        item_key: None,
        body: body.to_owned(),
        stage: Stage::Draft,
        version: 1,
        fields,
        html: html.clone(),
        authors: BTreeSet::from([by.actor.clone()]),
        hands: Hands::default(),
        accepted: Vec::new(),
        publish_at: None,
        made: (by.actor.clone(), by.at),
        saved: (by.actor.clone(), by.at),
    };
    stored::insert(tx, &draft.stored()).await?;
    let mut used = Vec::new();
    for file in files {
        let kept = files_kept::load(tx, &file.digest).await?.ok_or(DraftError::Changed)?;
        let (added_by, added_at) = draft.made.clone();
        used.push(DraftFile { file: kept, name: file.name.clone(), added_by, added_at });
    }
    files_kept::put_of_draft(tx, &id, &used).await?;
    writing::keep(tx, &draft).await?;
    super::moving::record(tx, &draft, "adopt", why, false, &json(&serde_json::json!({})), by).await?;
    Ok(id)
}
