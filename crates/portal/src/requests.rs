//! Disclosure on application (P11, 依申请公开): how to ask, by which ways, and how long an answer takes.

use crate::entries;
use askama::Template;
use gongkai_domain::says::Says;
use gongkai_web::Layout;

/// How to ask for information.
#[derive(Debug, Template)]
#[template(path = "requests.html")]
pub struct RequestsPage {
    /// The layout around it; its owner is the body asked.
    pub layout: Layout,
    /// How long an answer takes under the regime of the day, if one is in force.
    pub period: Option<ReplyPeriod>,
}

/// The reply period as the regime in force sets it (答复期限).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyPeriod {
    /// Working days from the day after receipt.
    pub days: u32,
    /// Working days by which it may be extended once; `None` where it may not.
    pub extension: Option<u32>,
    /// Article that sets it.
    pub article: Says,
}
