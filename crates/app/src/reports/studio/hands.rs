//! From hand to hand: submitting, checking, signing, sending back, and what is said meanwhile.

use super::looking::{self, Studio};
use super::{ReportOf, StudioError, begun, may_see, must, work_of};
use crate::Installation;
use crate::import::By;
use crate::people::Officer;
use crate::reports::freezing::{self, Frozen, Through, Wanted};
use gongkai_domain::people::Permission;
use gongkai_domain::reports::{Obstacles, Signatures, WorkAct, WorkState};
use gongkai_storage::Tx;
use gongkai_storage::audit::{self, Act, Head};
use gongkai_storage::report_work::{self as stored, StoredAccepted, StoredComment, StoredWork};
use serde_json::json;

/// What signing asks for.
#[derive(Clone, Debug, Default)]
pub struct Signing {
    /// Name of the reviewer as printed; empty takes whoever checked it.
    pub reviewer: String,
    /// Name of the preparer as printed; empty takes whoever handed it in.
    pub preparer: String,
    /// Telephone for questions.
    pub phone: String,
    /// Why this version supersedes the one before; empty for the first.
    pub reason: String,
    /// Why somebody signs what they handed in themselves; empty otherwise.
    pub forced: String,
    /// Digest of the report as the signer saw it.
    pub seen: String,
}

/// Hands a report to the checker (送审). `seen` is the digest of the report as it was looked at.
pub async fn submit(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    seen: &str,
    by: &By,
) -> Result<(), StudioError> {
    must(officer, Permission::PrepareReports, of)?;
    hand_on(office, officer, of, (WorkAct::Submit, seen, ""), by).await
}

/// Finds a report right (审核通过). `forced` is why somebody checks what they handed in themselves.
pub async fn check(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    (seen, forced): (&str, &str),
    by: &By,
) -> Result<(), StudioError> {
    must(officer, Permission::CheckReports, of)?;
    hand_on(office, officer, of, (WorkAct::Check, seen, forced), by).await
}

async fn hand_on(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    (act, seen, words): (WorkAct, &str, &str),
    by: &By,
) -> Result<(), StudioError> {
    let studio = looking::look(office, officer, of, by.today).await?;
    allowed(&studio, act, words, by)?;
    if studio.digest != seen {
        return Err(StudioError::Changed);
    }
    let mut work = studio.stored.clone();
    act.leads(studio.work.state).unwrap_or_default().code().clone_into(&mut work.state);
    work.digest = studio.digest.clone();
    match act {
        WorkAct::Submit => (work.submitted, work.checked) = (Some((by.actor.clone(), by.at)), None),
        _ => work.checked = Some((by.actor.clone(), by.at)),
    }
    let forced = studio.work.is_forced(act, &by.actor).then(|| words.trim());
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    unchanged(&mut tx, of, &studio.stored).await?;
    stored::put_work(&mut tx, &work).await?;
    tell(&mut tx, &head, of, act.code(), json!({ "digest": studio.digest, "forced": forced }), by).await?;
    Ok(tx.commit().await?)
}

fn allowed(studio: &Studio, act: WorkAct, words: &str, by: &By) -> Result<(), StudioError> {
    let refusals = studio.work.refusals(act, &by.actor, studio.obstacles, words);
    if refusals.is_empty() { Ok(()) } else { Err(StudioError::Refused(refusals)) }
}

/// Refuses where the work went on since it was looked at.
async fn unchanged(tx: &mut Tx, of: ReportOf<'_>, before: &StoredWork) -> Result<(), StudioError> {
    let now = stored::work(tx, of.stored()).await?.unwrap_or_else(|| begun(of));
    if now == *before { Ok(()) } else { Err(StudioError::Changed) }
}

/// Signs a report as head of the body, and freezes it with that (签发定稿), in one transaction. It waits for its
/// publication.
///
/// # Errors
/// [`StudioError::Changed`] where figures or words are no longer what the signer saw.
pub async fn sign(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    signing: &Signing,
    by: &By,
) -> Result<Frozen, StudioError> {
    must(officer, Permission::SignReports, of)?;
    let studio = looking::look(office, officer, of, by.today).await?;
    allowed(&studio, WorkAct::Sign, &signing.forced, by)?;
    if studio.digest != signing.seen {
        return Err(StudioError::Changed);
    }
    let name = |given: &str, hand: Option<&String>| match given.trim() {
        "" => hand.cloned().unwrap_or_default(),
        given => given.to_owned(),
    };
    let signatures = Signatures {
        head: officer.name.clone(),
        reviewer: name(&signing.reviewer, studio.checker.as_ref()),
        preparer: name(&signing.preparer, studio.preparer.as_ref()),
        phone: signing.phone.trim().to_owned(),
    };
    let wanted = Wanted {
        body: of.body,
        year: of.year,
        format: of.format,
        signatures,
        accepted: studio.accepted_failing(),
        reason: signing.reason.clone(),
    };
    let signed = StoredWork {
        state: WorkState::Signed.code().to_owned(),
        signed: Some((by.actor.clone(), by.at)),
        digest: studio.digest.clone(),
        ..studio.stored.clone()
    };
    let forced = studio.work.is_forced(WorkAct::Sign, &by.actor).then(|| signing.forced.trim().to_owned());
    let through = Through { before: studio.stored.clone(), signed, seen: signing.seen.clone(), forced };
    Ok(freezing::freeze_through(office, &wanted, Some(&through), by).await?)
}

/// Sends a report back to whoever prepares it, with a comment; one that was signed stays as it was frozen, and a new
/// version begins.
pub async fn send_back(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    (about, words): (&str, &str),
    by: &By,
) -> Result<(), StudioError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let mut work = stored::work(&mut tx, of.stored()).await?.unwrap_or_else(|| begun(of));
    let domain = work_of(&work);
    // What was signed is reopened by those who sign; before that, every hand it goes through may send it back.
    let may = if domain.state == WorkState::Signed {
        officer.may_for(Permission::SignReports, of.body)
    } else {
        may_see(officer, of.body)
    };
    if !may {
        return Err(StudioError::Unknown);
    }
    let refusals = domain.refusals(WorkAct::SendBack, &by.actor, Obstacles::default(), words);
    if !refusals.is_empty() {
        return Err(StudioError::Refused(refusals));
    }
    WorkState::Preparing.code().clone_into(&mut work.state);
    (work.checked, work.sent_back_at) = (None, Some(by.at));
    stored::put_work(&mut tx, &work).await?;
    say(&mut tx, &head, of, (about, words, true), by).await?;
    let facts = json!({ "comment": comment_id(&head), "from": domain.state.code() });
    tell(&mut tx, &head, of, WorkAct::SendBack.code(), facts, by).await?;
    Ok(tx.commit().await?)
}

/// Says something of a report, a cell (`cell:F17`) or a section (`section:overview`), without sending it back.
pub async fn comment(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    (about, words): (&str, &str),
    by: &By,
) -> Result<(), StudioError> {
    if !may_see(officer, of.body) || !is_of_report(of, about) {
        return Err(StudioError::Unknown);
    }
    if words.trim().is_empty() {
        return Err(StudioError::Field("words"));
    }
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    say(&mut tx, &head, of, (about, words, false), by).await?;
    let facts = json!({ "comment": comment_id(&head), "about": about });
    tell(&mut tx, &head, of, "comment-report", facts, by).await?;
    Ok(tx.commit().await?)
}

fn is_of_report(of: ReportOf<'_>, about: &str) -> bool {
    match about.split_once(':') {
        None => about.is_empty(),
        Some(("cell", code)) => of.format.cell(code).is_some(),
        Some(("section", id)) => of.format.sections.iter().any(|section| section.id == id),
        Some(_) => false,
    }
}

async fn say(
    tx: &mut Tx,
    head: &Head,
    of: ReportOf<'_>,
    (about, words, sent_back): (&str, &str, bool),
    by: &By,
) -> Result<(), StudioError> {
    let about = if is_of_report(of, about) { about } else { "" };
    let comment = StoredComment {
        id: comment_id(head),
        body: of.body.to_owned(),
        year: of.year,
        format: of.format.id.clone(),
        about: about.to_owned(),
        words: words.trim().to_owned(),
        sent_back,
        author: by.actor.clone(),
        made_at: by.at,
        resolved: None,
    };
    Ok(stored::add_comment(tx, &comment).await?)
}

/// A comment is called after its place in the chain.
fn comment_id(head: &Head) -> String {
    (head.sequence + 1).to_string()
}

/// Marks a comment as dealt with.
pub async fn resolve(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    id: &str,
    by: &By,
) -> Result<(), StudioError> {
    if !may_see(officer, of.body) {
        return Err(StudioError::Unknown);
    }
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    if !stored::resolve_comment(&mut tx, of.stored(), id, (&by.actor, by.at)).await? {
        return Err(StudioError::Unknown);
    }
    tell(&mut tx, &head, of, "resolve-report-comment", json!({ "comment": id }), by).await?;
    Ok(tx.commit().await?)
}

/// Accepts a failing check, with a reason that the report keeps.
pub async fn accept_check(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    (id, reason): (&str, &str),
    by: &By,
) -> Result<(), StudioError> {
    must(officer, Permission::PrepareReports, of)?;
    super::must_be_open(office, of).await?;
    if of.format.checks.iter().all(|check| check.id != id) {
        return Err(StudioError::Unknown);
    }
    if reason.trim().is_empty() {
        return Err(StudioError::Field("reason"));
    }
    let accepted = StoredAccepted {
        check: id.to_owned(),
        reason: reason.trim().to_owned(),
        decided_by: by.actor.clone(),
        decided_at: by.at,
    };
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    stored::accept(&mut tx, of.stored(), &accepted).await?;
    tell(&mut tx, &head, of, "accept-check", json!({ "check": id, "reason": accepted.reason }), by).await?;
    Ok(tx.commit().await?)
}

/// Takes the acceptance of a check back.
pub async fn take_acceptance_back(
    office: &Installation,
    officer: &Officer,
    of: ReportOf<'_>,
    id: &str,
    by: &By,
) -> Result<(), StudioError> {
    must(officer, Permission::PrepareReports, of)?;
    super::must_be_open(office, of).await?;
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    if !stored::unaccept(&mut tx, of.stored(), id).await? {
        return Err(StudioError::Unknown);
    }
    tell(&mut tx, &head, of, "unaccept-check", json!({ "check": id }), by).await?;
    Ok(tx.commit().await?)
}

/// Writes the entry of an act on a report.
pub(super) async fn tell(
    tx: &mut Tx,
    head: &Head,
    of: ReportOf<'_>,
    act: &str,
    mut facts: serde_json::Value,
    by: &By,
) -> Result<(), StudioError> {
    facts["body"] = of.body.into();
    facts["year"] = of.year.into();
    facts["format"] = of.format.id.as_str().into();
    let facts = facts.to_string();
    let act = Act { at: by.at, actor: &by.actor, act, article: &of.format.source, facts: &facts };
    audit::append(tx, head, act, &mut []).await?;
    Ok(())
}
