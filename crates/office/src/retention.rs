//! Retention (保管期限与归档): what is due, holds, disposition runs and their certificates.

mod due;
mod holds;
mod overview;
mod run;

use crate::{Needs, Rooms};
use axum::http::StatusCode;
use gongkai_app::retention::RetentionError;
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_web::PageError;

/// Path of the page.
pub(crate) const PATH: &str = "/office/retention/";
/// Who reads.
pub(crate) const READS: Needs = Needs::OneOf(&[Permission::Read]);
/// Who proposes a run.
const PROPOSES: Needs = Needs::OneOf(&[Permission::PublishItems]);
/// Who confirms one, places holds and lifts them.
const DECIDES: Needs = Needs::OneOf(&[Permission::PublishItems, Permission::ApproveItems]);

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    rooms
        .page(PATH, READS, overview::show)
        .page("/office/retention/due/{body}", READS, due::show)
        .act("/office/retention/due/{body}", PROPOSES, due::propose)
        .page("/office/retention/holds", READS, holds::show)
        .act("/office/retention/holds", DECIDES, holds::place)
        .act("/office/retention/holds/{id}/lift", DECIDES, holds::lift)
        .page("/office/retention/run/{id}", READS, run::show)
        .act("/office/retention/run/{id}", DECIDES, run::decide)
        .page("/office/retention/run/{id}/{file}", READS, run::file)
}

/// Address of a run.
fn of_run(id: &str) -> String {
    format!("{PATH}run/{id}")
}

/// The page for what was not done, where no form shows it.
fn refused(error: RetentionError) -> PageError {
    match error {
        RetentionError::Unknown => PageError::not_found(),
        RetentionError::Storage(error) => crate::error::failed(&error),
        RetentionError::NoRandomness => PageError::broken(error.to_string()),
        other => PageError::refused(
            StatusCode::CONFLICT,
            Says::new("没有办成", "Nothing was done"),
            Says::new("什么都没有改动。", "Nothing was changed."),
            said(&other),
        ),
    }
}

/// What is wrong, in words.
fn said(error: &RetentionError) -> Says {
    match error {
        RetentionError::Refused(_, says) => says.clone(),
        other => Says::of_both(&other.to_string()),
    }
}
