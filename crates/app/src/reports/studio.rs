//! The report studio (编制年报): what the office does with a report on screen, from its first draft to the public.
//!
//! Every act asks whether the person may do it for the body, and the domain whether the report stands where the act
//! begins. Who may prepare, check or sign a report sees its studio; to everybody else it is not there.

mod drafting;
mod hands;
mod issuing;
mod looking;
mod shelf;

pub use drafting::{decide, save_words, take_decision_back};
pub use hands::{
    Signing, accept_check, check, comment, resolve, send_back, sign, submit, take_acceptance_back,
};
pub use issuing::{choices, keep_unpublished_back, keeps_unpublished_back, publish, withdraw};
pub use looking::{
    CellBehind, Comment, RegisterUse, Studio, behind, cell_drift, draft, look, version, words_findings,
};
pub(crate) use shelf::states;
pub use shelf::{Place, Shelf, Waiting, WaitsFor, shelf, waiting};

use super::ReportError;
use super::freezing::FreezeRefusal;
use crate::Installation;
use crate::import::ImportError;
use crate::people::Officer;
use gongkai_domain::digest::Digest;
use gongkai_domain::people::Permission;
use gongkai_domain::reports::{Format, Report, Work, WorkRefusal, WorkState};
use gongkai_storage::StorageError;
use gongkai_storage::report_work::{Of, StoredWork};

/// One report.
#[derive(Clone, Copy, Debug)]
pub struct ReportOf<'a> {
    /// Code of the body.
    pub body: &'a str,
    /// Year reported on.
    pub year: i16,
    /// The format.
    pub format: &'a Format,
}

/// Why something was not done in the studio. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum StudioError {
    /// There is no such report, place or comment, or it is nobody's business who asks.
    #[error("没有这份报告 / there is no such report")]
    Unknown,
    /// Every reason against it.
    #[error("现在不能这样做 / this cannot be done now")]
    Refused(Vec<WorkRefusal>),
    /// Words and numbers may not be changed where the report stands.
    #[error("报告已送出，要改请先退回 / the report was handed on; send it back first")]
    Closed(WorkState),
    /// The report is no longer what was looked at.
    #[error(
        "你看过以后数据或文字变了，没有办理；请再看一遍 / figures or words changed since you looked; look again"
    )]
    Changed,
    /// Somebody else wrote the same words meanwhile; this is how they read now.
    #[error("别人刚改过这一段，没有保存 / somebody else has just changed these words; nothing was saved")]
    Conflict(String),
    /// A field was left empty, or cannot be read.
    #[error("“{0}”没有填，或不能识别 / “{0}” is empty or cannot be read")]
    Field(&'static str),
    /// A decision about a cell was not taken.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// It was not frozen.
    #[error(transparent)]
    Freeze(#[from] FreezeRefusal),
    /// There is no report.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// What any of which lets somebody into the studio of a body.
pub const SEES: [Permission; 3] =
    [Permission::PrepareReports, Permission::CheckReports, Permission::SignReports];

/// Whether somebody may see the studio of a body.
pub fn may_see(officer: &Officer, body: &str) -> bool {
    SEES.iter().any(|permission| officer.may_for(*permission, body))
}

impl<'a> ReportOf<'a> {
    fn stored(&self) -> Of<'a> {
        (self.body, self.year, &self.format.id)
    }
}

fn must(officer: &Officer, permission: Permission, of: ReportOf<'_>) -> Result<(), StudioError> {
    if officer.may_for(permission, of.body) { Ok(()) } else { Err(StudioError::Unknown) }
}

/// The digest of everything a report says, by which two people know that they speak of the same.
pub fn digest_of(report: &Report) -> String {
    let mut digest = Digest::new();
    digest.field(serde_json::to_string(report).unwrap_or_default());
    digest.finish()
}

/// The work on a report as it begins.
fn begun(of: ReportOf<'_>) -> StoredWork {
    StoredWork {
        body: of.body.to_owned(),
        year: of.year,
        format: of.format.id.clone(),
        state: WorkState::Preparing.code().to_owned(),
        submitted: None,
        checked: None,
        signed: None,
        sent_back_at: None,
        digest: String::new(),
    }
}

/// The stored work as the domain knows it.
fn work_of(stored: &StoredWork) -> Work {
    let who = |hand: &Option<(String, jiff::Timestamp)>| hand.as_ref().map(|(who, _)| who.clone());
    Work {
        state: WorkState::of_code(&stored.state).unwrap_or_default(),
        submitted_by: who(&stored.submitted),
        checked_by: who(&stored.checked),
    }
}

/// Refuses to change words and numbers of a report that was handed on.
async fn must_be_open(office: &Installation, of: ReportOf<'_>) -> Result<(), StudioError> {
    let mut tx = office.db.read().await?;
    let stored = gongkai_storage::report_work::work(&mut tx, of.stored()).await?;
    let state = stored.map_or(WorkState::Preparing, |stored| work_of(&stored).state);
    if state.is_open() { Ok(()) } else { Err(StudioError::Closed(state)) }
}
