//! Which columns of the catalogue the form of a draft shows, in which order, under which labels.

use super::{PATH, item_setting_failed};
use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use gongkai_app::item_settings::{self, ItemSettingError};
use gongkai_domain::catalogue::{FormColumn, FormColumns};
use gongkai_domain::registers::Column;
use gongkai_domain::says::Says;
use gongkai_web::PageError;

/// Path of the page.
pub(super) const COLUMNS: &str = "/office/settings/columns";

#[derive(Debug, Template)]
#[template(path = "settings/columns.html")]
struct ColumnsPage {
    frame: Frame,
    tab: &'static str,
    columns: FormColumns,
    known: String,
    changes: Vec<Says>,
    faults: Vec<(String, Says)>,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (columns, known) = held(&office).await?;
    let shown = drawn(&office, &call, &headers, columns, known, Vec::new()).await?;
    page(&shown.frame, &shown)
}

pub(super) async fn keep(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, PageError> {
    let mut known = fields.get("known").to_owned();
    let given: Vec<(i64, FormColumn)> =
        FormColumns::default().all().map(|(one, _)| sent(&fields, one)).collect();
    let mut faults = Vec::new();
    let columns = match item_settings::wanted_columns(given.clone()) {
        Ok(columns) => columns,
        Err(ItemSettingError::Fields(wrong)) => {
            faults = wrong;
            as_sent(given)
        }
        Err(error) => return Err(item_setting_failed(error)),
    };
    if faults.is_empty() && !fields.has("sample") {
        let by = call.by();
        match item_settings::change_columns(&office.records, &call.officer, &columns, &known, &by).await {
            Ok(()) => {
                let told = Says::new(
                    "著录栏目已保存；拟稿页现在就这样排。",
                    "The columns are kept; drafts are laid out so now.",
                );
                return Ok(go_on(&office, &call.visit, COLUMNS, &told));
            }
            Err(ItemSettingError::Changed) => {
                known = held(&office).await?.1;
                let says = Says::new(
                    "刚才有人改过著录栏目；下面“变化”里是和现在的差别。再按一次“保存”就用你填的。",
                    "Somebody has changed the columns meanwhile; see what changes below. Keep once more to have yours.",
                );
                faults.push(("columns".to_owned(), says));
            }
            Err(error) => return Err(item_setting_failed(error)),
        }
    }
    let is_wrong = !faults.is_empty();
    let shown = drawn(&office, &call, &headers, columns, known, faults).await?;
    let mut response = page(&shown.frame, &shown)?;
    if is_wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// What was sent of a column: its place, whether it is shown, its labels.
fn sent(fields: &Fields, column: &FormColumn) -> (i64, FormColumn) {
    let of = |what: &str| fields.get(&format!("{what}.{}", column.code)).to_owned();
    let set = FormColumn {
        code: column.code.clone(),
        shown: fields.has(&format!("show.{}", column.code)),
        zh: of("zh"),
        en: of("en"),
    };
    (of("place").parse().unwrap_or(i64::MAX), set)
}

/// What was sent and cannot be kept, as the form shows it again.
fn as_sent(mut given: Vec<(i64, FormColumn)>) -> FormColumns {
    given.sort_by_key(|(place, _)| *place);
    let all: Vec<FormColumn> = given.into_iter().map(|(_, column)| column).collect();
    FormColumns::read(&serde_json::json!(all).to_string())
}

async fn held(office: &Office) -> Result<(FormColumns, String), PageError> {
    item_settings::columns(&office.records).await.map_err(|error| crate::error::failed(&error))
}

async fn drawn(
    office: &Office,
    call: &Call,
    headers: &HeaderMap,
    columns: FormColumns,
    known: String,
    faults: Vec<(String, Says)>,
) -> Result<ColumnsPage, PageError> {
    let (now, _) = held(office).await?;
    let changes = columns.changes(&now);
    let frame = Frame::new(office, call, PATH).telling(headers);
    let title = frame.say("著录栏目", "Catalogue columns").to_owned();
    let frame = frame.titled(&title).faulty(!faults.is_empty());
    Ok(ColumnsPage { frame, tab: "columns", columns, known, changes, faults })
}

impl ColumnsPage {
    /// The columns in their order: place, what is set, the declaration, what is wrong.
    fn lines(&self) -> Vec<(usize, &FormColumn, &'static Column, Option<&str>)> {
        let why = |code: &str| {
            let fault = self.faults.iter().find(|(field, _)| field == code);
            fault.map(|(_, says)| self.frame.says(says))
        };
        let all = self.columns.all().enumerate();
        all.map(|(at, (set, column))| ((at + 1) * 10, set, column, why(&set.code))).collect()
    }

    /// The labels as the form of a draft will show them, in their order.
    fn sample(&self) -> Vec<(String, bool)> {
        let shown = self.columns.all().filter(|(set, _)| set.shown && set.code != "correction");
        shown
            .map(|(set, column)| {
                (self.frame.says(&FormColumns::label(set, column)).to_owned(), column.required)
            })
            .collect()
    }

    fn name(&self, column: &Column) -> &'static str {
        if self.frame.lang() == "en" { column.en } else { column.zh }
    }
}
