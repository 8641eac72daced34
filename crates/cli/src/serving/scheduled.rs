//! What is looked for as soon as the program runs, and three times a minute from then on: what is to be published, and
//! items whose term of retention is not worked out yet.

use crate::globals::{civil_day, now};
use gongkai_app::{Installation, drafts, retention};
use std::time::Duration;

/// How often it is looked; a time to publish at is given to the minute.
const EVERY: Duration = Duration::from_secs(20);

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
        match retention::keep_up(&office, at).await {
            Ok(0) => {}
            Ok(items) => tracing::info!(items, "terms of retention worked out"),
            Err(error) => tracing::warn!("terms of retention could not be worked out: {error}"),
        }
        tokio::time::sleep(EVERY).await;
    }
}
