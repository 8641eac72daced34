//! Issuing: letting the public read a signed version, and taking it back.

use super::hands::tell;
use super::{ReportOf, StudioError};
use crate::Installation;
use crate::import::By;
use crate::people::Officer;
use crate::reports::{bodies, body_name};
use gongkai_domain::people::Permission;
use gongkai_domain::reports::IssueState;
use gongkai_storage::report_work::{self as stored, StoredIssue};
use gongkai_storage::{StorageError, Tx, audit, settings};
use serde_json::json;

/// Publishes the version that was signed last, in place of the one before. `note` is what the public is told beside it.
pub async fn publish(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    note: &str,
    by: &By,
) -> Result<i64, StudioError> {
    turn(office, officer, of, (IssueState::Held, IssueState::Published, note), by).await
}

/// Withdraws the version the public reads: its address says from then on why it is gone.
pub async fn withdraw(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    why: &str,
    by: &By,
) -> Result<i64, StudioError> {
    if why.trim().is_empty() {
        return Err(StudioError::Field("why"));
    }
    turn(office, officer, of, (IssueState::Published, IssueState::Withdrawn, why), by).await
}

async fn turn(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    (from, to, note): (IssueState, IssueState, &str),
    by: &By,
) -> Result<i64, StudioError> {
    let may = [Permission::SignReports, Permission::PublishItems];
    if !super::may_see(officer, of.body) || !may.iter().any(|may| officer.may_for(*may, of.body)) {
        return Err(StudioError::Unknown);
    }
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let latest =
        stored::issues(&mut tx, of.stored()).await?.into_iter().find(|issue| issue.state == from.code());
    let Some(latest) = latest else { return Err(StudioError::Changed) };
    let issue = StoredIssue {
        state: to.code().to_owned(),
        changed_by: by.actor.clone(),
        changed_at: by.at,
        note: note.trim().to_owned(),
        ..latest
    };
    stored::put_issue(&mut tx, of.stored(), &issue).await?;
    let act = if to == IssueState::Published { "publish-report" } else { "withdraw-report" };
    tell(&mut tx, &head, of, act, json!({ "version": issue.version, "note": issue.note }), by).await?;
    tx.commit().await?;
    Ok(issue.version)
}

/// Name of the setting of a body that keeps its unpublished reports from the public.
fn setting(body: &str) -> String {
    format!("only-published-reports:{body}")
}

/// Whether the public sees reports of a body only once they are published, rather than as they are counted until then.
pub async fn keeps_unpublished_back(tx: &mut Tx, body: &str) -> Result<bool, StorageError> {
    Ok(settings::get(tx, &setting(body)).await?.as_deref() == Some("yes"))
}

/// Decides whether the public sees reports of a body only once they are published.
pub async fn keep_unpublished_back(
    office: &Installation,
    officer: &Officer,
    body: &str,
    back: bool,
    by: &By,
) -> Result<(), StudioError> {
    if !officer.may_for(Permission::SignReports, body) {
        return Err(StudioError::Unknown);
    }
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    settings::set(&mut tx, &setting(body), if back { "yes" } else { "no" }).await?;
    let facts = json!({ "body": body, "only_published": back }).to_string();
    let act =
        audit::Act { at: by.at, actor: &by.actor, act: "choose-public-reports", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    Ok(tx.commit().await?)
}

/// The bodies whose reports somebody signs: code, name, whether the public sees only those that are published.
pub async fn choices(
    office: &Installation,
    officer: &Officer,
) -> Result<Vec<(String, String, bool)>, StudioError> {
    let mut tx = office.db.read().await?;
    let all = bodies(&mut tx).await?;
    let mut choices = Vec::new();
    for row in all.iter().filter(|row| officer.may_for(Permission::SignReports, &row.key)) {
        let back = keeps_unpublished_back(&mut tx, &row.key).await?;
        choices.push((row.key.clone(), body_name(&all, &row.key), back));
    }
    Ok(choices)
}
