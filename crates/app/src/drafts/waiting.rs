//! The drafts that wait for somebody's hand: theirs to finish, to review, to decide on, to publish.

use super::listing::{DraftLine, line};
use crate::Installation;
use crate::people::Officer;
use crate::reports;
use gongkai_domain::catalogue::Stage;
use gongkai_storage::{StorageError, drafts as stored};
use jiff::civil::Date;

/// Most drafts looked through.
const MOST: i64 = 500;

/// Open drafts at a stage where the officer has the next hand, those whose limit ends first before the others.
pub async fn waiting(
    office: &Installation,
    officer: &Officer,
    today: Date,
) -> Result<Vec<DraftLine>, StorageError> {
    let mut tx = office.db.read().await?;
    let all = reports::bodies(&mut tx).await?;
    let mut found = Vec::new();
    // What is scheduled goes out by itself.
    for stage in Stage::ALL.into_iter().filter(|stage| *stage != Stage::Scheduled) {
        let Some(hand) = stage.holder() else { continue };
        found.extend(stored::list(&mut tx, &officer.bodies(hand), &[stage.code()], MOST).await?);
    }
    let mut lines: Vec<DraftLine> = found.into_iter().map(|draft| line(office, &all, today, draft)).collect();
    lines.sort_by_key(|line| line.limit.as_ref().map_or(i64::MAX, |(.., left)| *left));
    Ok(lines)
}
