//! Standing in for somebody during a leave (代理).

use super::faults::PeopleError;
use super::officer::{Officer, grant_of};
use super::one_time::new_id;
use super::standing::done;
use crate::Installation;
use crate::import::By;
use gongkai_domain::people::{Grant, Leave, Role, keep_apart};
use gongkai_storage::delegations::{self, Delegation};
use gongkai_storage::people::{self, Staff};
use gongkai_storage::{StorageError, audit};
use jiff::civil::Date;
use serde_json::json;

/// Longest reason in characters.
const LONGEST: usize = 100;

/// What somebody who will be away arranges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDelegation {
    /// Id of who stands in.
    pub to: String,
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
    /// Why.
    pub reason: String,
}

/// A leave with the names of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// The arrangement.
    pub arranged: Delegation,
    /// Who is away.
    pub away: String,
    /// Who stands in.
    pub stands_in: String,
}

/// Who may stand in for an officer: everybody else active at the same body, by account.
pub async fn colleagues(office: &Installation, officer: &Officer) -> Result<Vec<Staff>, StorageError> {
    let all = people::all(&mut office.db.read().await?).await?;
    let is_one =
        |staff: &Staff| staff.state == "active" && staff.body == officer.body && staff.id != officer.id;
    Ok(all.into_iter().filter(is_one).collect())
}

/// The leaves that are not over in which an officer is away or stands in.
pub async fn absences(office: &Installation, staff: &str, today: Date) -> Result<Vec<Absence>, StorageError> {
    let mut tx = office.db.read().await?;
    let mut all = Vec::new();
    for arranged in delegations::open_of(&mut tx, staff, today).await? {
        let away = people::by_id(&mut tx, &arranged.from_staff).await?.map(|staff| staff.name);
        let stands_in = people::by_id(&mut tx, &arranged.to_staff).await?.map(|staff| staff.name);
        all.push(Absence {
            arranged,
            away: away.unwrap_or_default(),
            stands_in: stands_in.unwrap_or_default(),
        });
    }
    Ok(all)
}

/// Has a colleague stand in for an officer on some days: they get the officer's own roles for those days.
///
/// # Errors
/// The days make no leave (field `last`), there is no such colleague, or their roles and the officer's must be kept
/// apart (`to`), no reason is given (`reason`).
pub async fn delegate(
    office: &Installation,
    officer: &Officer,
    new: &NewDelegation,
    by: &By,
) -> Result<(), PeopleError> {
    let leave =
        Leave::asked_for(new.first, new.last, by.today).map_err(|says| PeopleError::Field("last", says))?;
    let reason = new.reason.trim();
    if reason.is_empty() || reason.chars().count() > LONGEST {
        return Err(PeopleError::field(
            "reason",
            format!("请写事由，最多 {LONGEST} 个字"),
            format!("give a reason of at most {LONGEST} characters"),
        ));
    }
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let away = people::by_id(&mut tx, &officer.id).await?.ok_or(PeopleError::Unknown)?;
    let to = people::by_id(&mut tx, &new.to).await?;
    let to = to.filter(|to| to.state == "active" && to.body == away.body && to.id != away.id);
    let to = to
        .ok_or_else(|| PeopleError::field("to", "请选一位本机构的同事", "choose a colleague of your body"))?;
    let roles = |grants: Vec<Grant>| grants.into_iter().map(|grant| grant.role).collect::<Vec<Role>>();
    let own = roles(people::grants(&mut tx, &away.id).await?.iter().filter_map(grant_of).collect());
    let theirs = roles(people::grants(&mut tx, &to.id).await?.iter().filter_map(grant_of).collect());
    if own.is_empty() {
        return Err(PeopleError::refused(
            "你还没有角色，没有可以代理的事",
            "you have no roles to stand in for",
        ));
    }
    if let Some(says) = keep_apart(&[own, theirs].concat()) {
        return Err(PeopleError::Field("to", says));
    }
    for open in delegations::open_of(&mut tx, &away.id, by.today).await? {
        if open.from_staff == away.id && open.first_day <= leave.last && leave.first <= open.last_day {
            return Err(PeopleError::field(
                "first",
                "这些天已经有人代理；先结束原来的安排",
                "somebody stands in on these days already; end that first",
            ));
        }
    }
    let arranged = Delegation {
        id: new_id().ok_or(PeopleError::NoRandomness)?,
        from_staff: away.id.clone(),
        to_staff: to.id.clone(),
        first_day: leave.first,
        last_day: leave.last,
        reason: reason.to_owned(),
        made_by: by.actor.clone(),
        made_at: by.at,
        ended_at: None,
    };
    delegations::add(&mut tx, &arranged).await?;
    let facts = json!({ "delegation": arranged.id, "to": to.id, "first": leave.first, "last": leave.last });
    done(tx, &head, "delegate-roles", &away, facts, by).await
}

/// Ends a leave early: who is away may, and who stands in.
pub async fn end_delegation(
    office: &Installation,
    officer: &Officer,
    id: &str,
    by: &By,
) -> Result<(), PeopleError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let open = delegations::open_of(&mut tx, &officer.id, by.today).await?;
    let found = open.into_iter().find(|open| open.id == id).ok_or(PeopleError::Unknown)?;
    delegations::end(&mut tx, &found.id, by.at).await?;
    let away = people::by_id(&mut tx, &found.from_staff).await?.ok_or(PeopleError::Unknown)?;
    let facts = json!({ "delegation": found.id, "to": found.to_staff });
    done(tx, &head, "end-delegation", &away, facts, by).await
}
