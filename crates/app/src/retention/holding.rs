//! Holds (暂缓处置): placed and lifted by people, each with a reason.

use super::{Authority, RetentionError};
use crate::Installation;
use crate::drafts::new_id;
use crate::import::By;
use crate::people::{Officer, name_of};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{Condition, Selection, Test, Value};
use gongkai_domain::retention::{Hold, HoldScope};
use gongkai_storage::audit::{self, Act};
use gongkai_storage::registers as rows;
use gongkai_storage::retention::{self as kept, StoredHold};
use gongkai_storage::{StorageError, Tx};
use jiff::Timestamp;
use serde_json::json;

/// A hold as a list shows it.
#[derive(Clone, Debug)]
pub struct HoldLine {
    /// The hold.
    pub hold: Hold,
    /// Name of who placed it, and when.
    pub placed: (String, Timestamp),
    /// Name of who lifted it, when and why; none while it holds.
    pub lifted: Option<(String, Timestamp, String)>,
}

/// Places a hold; answers its id.
///
/// # Errors
/// No reason, an index number the body does not have, or no permission to publish or approve.
pub async fn place(
    office: &Installation,
    officer: &Officer,
    hold: &Hold,
    by: &By,
) -> Result<String, RetentionError> {
    must(Authority::Officer(officer), &hold.body)?;
    if hold.reason.trim().is_empty() {
        return Err(RetentionError::refused("reason", "请写暂缓的理由", "say why"));
    }
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    if let HoldScope::Items(numbers) = &hold.scope {
        for number in numbers {
            if !is_there(&mut tx, &hold.body, number).await? {
                return Err(RetentionError::refused(
                    "numbers",
                    format!("这个机构没有索引号“{number}”"),
                    format!("the body has no index number “{number}”"),
                ));
            }
        }
    }
    let id = new_id().ok_or(RetentionError::NoRandomness)?;
    let stored = StoredHold {
        id: id.clone(),
        body: hold.body.clone(),
        scope: serde_json::to_string(&hold.scope).unwrap_or_default(),
        matter: hold.matter.trim().to_owned(),
        reason: hold.reason.trim().to_owned(),
        placed: (by.actor.clone(), by.at),
        lifted: None,
    };
    kept::add_hold(&mut tx, &stored).await?;
    let facts = json!({ "hold": id, "body": hold.body, "scope": hold.scope, "matter": stored.matter, "reason": stored.reason })
        .to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "place-hold", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    tx.commit().await?;
    Ok(id)
}

/// Lifts a hold, for a reason.
pub async fn lift(
    office: &Installation,
    officer: &Officer,
    id: &str,
    why: &str,
    by: &By,
) -> Result<(), RetentionError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let all = kept::holds(&mut tx, &officer.bodies(Permission::Read)).await?;
    let hold = all.into_iter().find(|hold| hold.id == id).ok_or(RetentionError::Unknown)?;
    must(Authority::Officer(officer), &hold.body)?;
    if why.trim().is_empty() {
        return Err(RetentionError::refused("why", "请写解除的理由", "say why it is lifted"));
    }
    if !kept::lift_hold(&mut tx, id, (&by.actor, by.at, why.trim())).await? {
        return Err(RetentionError::Changed);
    }
    let facts = json!({ "hold": id, "body": hold.body, "reason": why.trim() }).to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "lift-hold", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    tx.commit().await?;
    Ok(())
}

/// Every hold on items of the bodies somebody may see, those that hold first.
pub async fn holds(office: &Installation, officer: &Officer) -> Result<Vec<HoldLine>, StorageError> {
    let mut tx = office.db.read().await?;
    let mut lines = Vec::new();
    for stored in kept::holds(&mut tx, &officer.bodies(Permission::Read)).await? {
        let placed = (name_of(&mut tx, &stored.placed.0).await?, stored.placed.1);
        let lifted = match &stored.lifted {
            Some((by, at, why)) => Some((name_of(&mut tx, by).await?, *at, why.clone())),
            None => None,
        };
        lines.extend(hold_of(stored).map(|hold| HoldLine { hold, placed, lifted }));
    }
    Ok(lines)
}

/// The holds of a body that hold.
pub(super) async fn placed(tx: &mut Tx, body: &str) -> Result<Vec<Hold>, StorageError> {
    let all = kept::holds(tx, &[body.to_owned()]).await?;
    Ok(all.into_iter().filter(|hold| hold.lifted.is_none()).filter_map(hold_of).collect())
}

fn hold_of(stored: StoredHold) -> Option<Hold> {
    let StoredHold { id, body, scope, matter, reason, .. } = stored;
    Some(Hold { id, body, scope: serde_json::from_str(&scope).ok()?, matter, reason })
}

/// Those who publish and those who approve may hold and lift.
fn must(authority: Authority<'_>, body: &str) -> Result<(), RetentionError> {
    match authority.must(Permission::ApproveItems, body) {
        Err(RetentionError::Refused(..)) => authority.must(Permission::PublishItems, body),
        answer => answer,
    }
}

async fn is_there(tx: &mut Tx, body: &str, number: &str) -> Result<bool, StorageError> {
    let Some(column) = ITEMS.column("index_number") else { return Ok(false) };
    let test = Test::OneOf(vec![Value::Text(number.to_owned())]);
    let conditions = vec![Condition { column, test }];
    let selection = Selection { register: &ITEMS, bodies: Some(vec![body.to_owned()]), conditions };
    Ok(rows::count(tx, &selection).await? > 0)
}
