//! The boxes beside an approval: which accounts the item goes to once it is published.

use crate::forms::Fields;
use crate::{Call, Office};
use gongkai_app::channels::{self, Choice};
use gongkai_app::drafts::{Draft, DraftError};
use gongkai_domain::catalogue::{Stage, Verdicts};
use gongkai_web::PageError;

/// The accounts a draft may go to, where whoever approves or publishes it is to choose.
pub(crate) async fn choices(office: &Office, draft: &Draft) -> Result<Vec<Choice>, PageError> {
    let is_open = draft.hands.verdict.as_ref().is_some_and(|verdict| verdict.kind == Verdicts::Proactive);
    if !is_open || !matches!(draft.stage, Stage::Approval | Stage::Approved | Stage::Scheduled) {
        return Ok(Vec::new());
    }
    channels::choices(&office.records, draft).await.map_err(|error| crate::error::failed(&error))
}

/// Keeps what was ticked, where the form had boxes.
pub(crate) async fn choose(
    office: &Office,
    call: &Call,
    draft: &str,
    sent: &Fields,
) -> Result<(), DraftError> {
    if !sent.has("channels") {
        return Ok(());
    }
    let accounts = sent.all("account");
    channels::choose(&office.records, &call.officer, draft, &accounts, &call.by()).await
}
