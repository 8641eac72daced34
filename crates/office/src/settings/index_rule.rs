//! The rule for index numbers, with the numbers it would give next.

use super::{PATH, item_setting_failed};
use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use gongkai_app::item_settings::{self, ItemSettingError, NumberPreview};
use gongkai_domain::catalogue::IndexRule;
use gongkai_domain::says::Says;
use gongkai_web::PageError;

/// Path of the page.
pub(super) const RULE: &str = "/office/settings/index-rule";

#[derive(Debug, Template)]
#[template(path = "settings/index-rule.html")]
struct RulePage {
    frame: Frame,
    tab: &'static str,
    /// The pattern as it was typed.
    pattern: String,
    /// The one that holds.
    holds: String,
    known: String,
    previews: Vec<NumberPreview>,
    faults: Vec<Says>,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (pattern, known) = held(&office).await?;
    let shown = drawn(&office, &call, &headers, pattern, known, Vec::new()).await?;
    page(&shown.frame, &shown)
}

pub(super) async fn keep(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, PageError> {
    let pattern = fields.get("pattern").to_owned();
    let mut known = fields.get("known").to_owned();
    let mut faults = Vec::new();
    if !fields.has("sample") {
        let changed =
            item_settings::change_index_rule(&office.records, &call.officer, &pattern, &known, &call.by())
                .await;
        match changed {
            Ok(()) => {
                let told = Says::new(
                    "索引号规则已保存；已经给出的索引号不变。",
                    "The rule is kept; numbers that were given stay.",
                );
                return Ok(go_on(&office, &call.visit, RULE, &told));
            }
            Err(ItemSettingError::Fields(wrong)) => faults.extend(wrong.into_iter().map(|(_, says)| says)),
            Err(ItemSettingError::Changed) => {
                let (now, digest) = held(&office).await?;
                known = digest;
                faults.push(Says::new(
                    format!("刚才有人改成了“{now}”。再按一次“保存”就用你填的。"),
                    format!("Somebody has set “{now}” meanwhile. Keep once more to have yours."),
                ));
            }
            Err(error) => return Err(item_setting_failed(error)),
        }
    }
    let shown = drawn(&office, &call, &headers, pattern, known, faults).await?;
    let mut response = page(&shown.frame, &shown)?;
    if !shown.faults.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

async fn held(office: &Office) -> Result<(String, String), PageError> {
    item_settings::index_rule(&office.records).await.map_err(|error| crate::error::failed(&error))
}

async fn drawn(
    office: &Office,
    call: &Call,
    headers: &HeaderMap,
    pattern: String,
    known: String,
    mut faults: Vec<Says>,
) -> Result<RulePage, PageError> {
    let (holds, _) = held(office).await?;
    let year = call.moment.today.year();
    let previews = match item_settings::preview(&office.records, &call.officer, &pattern, year).await {
        Ok(previews) => previews,
        Err(ItemSettingError::Fields(wrong)) => {
            for (_, says) in wrong {
                if !faults.contains(&says) {
                    faults.push(says);
                }
            }
            Vec::new()
        }
        Err(error) => return Err(item_setting_failed(error)),
    };
    let frame = Frame::new(office, call, PATH).telling(headers);
    let title = frame.say("索引号规则", "Rule for index numbers").to_owned();
    let frame = frame.titled(&title).faulty(!faults.is_empty());
    Ok(RulePage { frame, tab: "index-rule", pattern, holds, known, previews, faults })
}

impl RulePage {
    fn is_same(&self) -> bool {
        self.pattern.trim() == self.holds
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn then(&self, preview: &NumberPreview) -> String {
        preview.then.join("、")
    }
}
