//! What happens by itself while the program runs: publishing what was scheduled, and asking the virus scanner again about
//! files it has not seen.

use crate::globals::{civil_day, now};
use gongkai_app::attachments::{self, Scan};
use gongkai_app::{Installation, drafts};
use std::time::Duration;

/// How often it is looked; a time to publish at is given to the minute.
const EVERY: Duration = Duration::from_secs(20);

/// How often the scanner is asked again.
const SCAN_EVERY: Duration = Duration::from_mins(1);

/// Publishes what is due, for ever. After the program was down the first look catches up.
pub async fn publish_what_is_due(office: Installation) {
    loop {
        let at = now();
        match drafts::publish_due(&office, at, civil_day(at)).await {
            Ok(done) => {
                for (draft, failure) in done {
                    match failure {
                        None => tracing::info!(draft, "published as scheduled"),
                        Some(why) => tracing::warn!(draft, why, "could not be published as scheduled"),
                    }
                }
            }
            Err(error) => tracing::warn!("what is scheduled could not be looked for: {error}"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Asks the scanner about files that wait for it, for ever; whether it answers at all is told once a day by the upkeep.
pub async fn scan_what_waits(office: Installation) {
    loop {
        match attachments::scan_waiting(&office, now()).await {
            Ok(done) => {
                for (digest, said) in done {
                    match said {
                        Scan::Infected(found) => tracing::warn!(digest, found, "an attachment is infected"),
                        said => tracing::info!(digest, ?said, "an attachment was scanned"),
                    }
                }
            }
            Err(error) => tracing::warn!("attachments that wait could not be scanned: {error}"),
        }
        tokio::time::sleep(SCAN_EVERY).await;
    }
}
