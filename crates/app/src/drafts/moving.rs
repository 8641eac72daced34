//! Taking a draft from hand to hand. Each step is one transaction with its audit entry.

use super::publishing::publish_within;
use super::reading::examined;
use super::{Draft, DraftError, Hands, Signature, body_names, load};
use crate::Installation;
use crate::import::By;
use crate::people::{self, Officer};
use gongkai_domain::catalogue::{Given, Refusal, Step, Verdict};
use gongkai_storage::audit::{self, Act};
use gongkai_storage::drafts::{self as stored, Event, Version};
use gongkai_storage::{StorageError, Tx};
use jiff::Timestamp;
use serde_json::json;
use std::collections::BTreeMap;

/// A step, with what was given for it.
#[derive(Clone, Debug)]
pub struct Move {
    /// The step.
    pub step: Step,
    /// Which count of the draft it is for: of another, the step is refused.
    pub version: i64,
    /// What was written.
    pub reason: String,
    /// Whether the same person may have two parts.
    pub forced: bool,
    /// The conclusion on secrecy.
    pub verdict: Option<Verdict>,
    /// When to publish.
    pub publish_at: Option<Timestamp>,
}

/// Takes a step.
///
/// # Errors
/// [`DraftError::Refused`] with every reason; [`DraftError::Changed`] when the draft is no longer the one looked at.
pub async fn step(
    office: &Installation,
    officer: &Officer,
    id: &str,
    wanted: &Move,
    by: &By,
) -> Result<Draft, DraftError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let draft = load(&mut tx, officer, id).await?;
    let (_, names) = body_names(&mut tx).await?;
    let found = examined(office, &mut tx, &draft, &names).await?;
    let mut case = draft.case();
    case.open = found.open();
    case.faults.clone_from(&found.faults);
    let given = Given {
        reason: &wanted.reason,
        forced: wanted.forced,
        verdict: wanted.verdict.as_ref(),
        in_future: wanted.publish_at.is_some_and(|at| at > by.at),
    };
    let may = |permission| officer.may_for(permission, &draft.body);
    let forced = wanted.forced && !case.hands_of(wanted.step, &by.actor).is_empty();
    let stage = case.next(wanted.step, &by.actor, may, &given).map_err(DraftError::Refused)?;
    if draft.version != wanted.version {
        return Err(DraftError::Changed);
    }
    let mut next = moved(&draft, wanted, forced, by);
    next.stage = stage;
    if wanted.step == Step::Publish {
        publish_within(office, &mut tx, &head, &mut next, &found, by, false).await?;
    } else {
        let facts = json!({ "draft": next.id, "body": next.body, "item": next.item_key, "stage": stage.code(), "version": next.version, "forced": forced })
            .to_string();
        let act = Act { at: by.at, actor: &by.actor, act: wanted.step.code(), article: "", facts: &facts };
        audit::append(&mut tx, &head, act, &mut []).await?;
    }
    if !stored::update(&mut tx, &next.stored(), draft.version).await? {
        return Err(DraftError::Changed);
    }
    let facts = told(&next, wanted);
    record(&mut tx, &next, wanted.step.code(), wanted.reason.trim(), forced, &facts, by).await?;
    tx.commit().await?;
    Ok(next)
}

/// The draft with the hands it has gone through after a step.
fn moved(draft: &Draft, wanted: &Move, forced: bool, by: &By) -> Draft {
    let mut next = draft.clone();
    next.version += 1;
    let why = if forced { wanted.reason.trim().to_owned() } else { String::new() };
    let signature = Some(Signature { who: by.actor.clone(), at: by.at, forced: why });
    match wanted.step {
        Step::Review => next.hands.reviewer = signature,
        Step::DecideSecrecy => {
            next.hands.secrecy_reviewer = signature;
            next.hands.verdict.clone_from(&wanted.verdict);
        }
        Step::Approve => next.hands.approver = signature,
        Step::SendBack => {
            next.hands = Hands::default();
            next.publish_at = None;
        }
        Step::Schedule => next.publish_at = wanted.publish_at,
        Step::Unschedule => next.publish_at = None,
        Step::Submit | Step::Publish | Step::Abandon => {}
    }
    next
}

/// What the history says of a step besides its reason.
fn told(draft: &Draft, wanted: &Move) -> String {
    match (wanted.step, &draft.hands.verdict, draft.publish_at) {
        (Step::DecideSecrecy, Some(verdict), _) => verdict.kind.code().to_owned(),
        (Step::Schedule, _, Some(at)) => at.to_string(),
        _ => String::new(),
    }
}

/// Writes what was done into the draft's history.
pub(crate) async fn record(
    tx: &mut Tx,
    draft: &Draft,
    act: &str,
    reason: &str,
    forced: bool,
    facts: &str,
    by: &By,
) -> Result<(), StorageError> {
    let event = Event {
        draft: draft.id.clone(),
        position: 0,
        act: act.to_owned(),
        stage: draft.stage.code().to_owned(),
        version: draft.version,
        actor: by.actor.clone(),
        at: by.at,
        reason: reason.to_owned(),
        forced,
        facts: facts.to_owned(),
    };
    stored::add_event(tx, &event).await
}

/// What was done with a draft and its versions, with the names of those who did it.
pub async fn history(
    office: &Installation,
    officer: &Officer,
    id: &str,
) -> Result<(Vec<Event>, Vec<Version>, BTreeMap<String, String>), DraftError> {
    let mut tx = office.db.read().await?;
    let draft = load(&mut tx, officer, id).await?;
    let events = stored::events(&mut tx, id).await?;
    let versions = stored::versions(&mut tx, id).await?;
    let mut names = BTreeMap::new();
    let hands = [&draft.hands.reviewer, &draft.hands.secrecy_reviewer, &draft.hands.approver];
    let actors = events
        .iter()
        .map(|event| &event.actor)
        .chain(versions.iter().map(|version| &version.saved_by))
        .chain(hands.into_iter().flatten().map(|signature| &signature.who))
        .chain(draft.authors.iter())
        .chain(draft.accepted.iter().map(|accepted| &accepted.by))
        .chain([&draft.made.0, &draft.saved.0]);
    for actor in actors {
        if !names.contains_key(actor) {
            names.insert(actor.clone(), people::name_of(&mut tx, actor).await?);
        }
    }
    Ok((events, versions, names))
}

/// Whether somebody could take a step now, as a page tells beside a button: all the reasons why not.
pub fn refusals(
    draft: &Draft,
    found: &super::Examined,
    officer: &Officer,
    who: &str,
    step: Step,
) -> Vec<Refusal> {
    let mut case = draft.case();
    case.open = found.open();
    case.faults.clone_from(&found.faults);
    // What the form itself asks for is asked when it is sent.
    let verdict = Verdict {
        kind: gongkai_domain::catalogue::Verdicts::Proactive,
        ground: String::new(),
        article: String::new(),
        opinion: String::new(),
        notice: false,
    };
    let given = Given { reason: "-", forced: false, verdict: Some(&verdict), in_future: true };
    case.next(step, who, |permission| officer.may_for(permission, &draft.body), &given)
        .err()
        .unwrap_or_default()
}
