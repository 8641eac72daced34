//! Views kept by name.

use super::{list_path, named};
use crate::error::failed;
use crate::forms::Fields;
use crate::frame::go_on;
use crate::{Call, Office};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use gongkai_app::registers::{self, ViewError};
use gongkai_domain::says::Says;
use gongkai_web::PageError;

pub(super) async fn keep(
    State(office): State<Office>,
    call: Call,
    Path(code): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let register = named(&code)?;
    let query = Some(fields.get("query")).filter(|query| query.starts_with('?')).unwrap_or_default();
    let wanted = (fields.get("name"), query, fields.has("shared"));
    match registers::keep_view(&office.records, &call.officer, register, wanted, &call.by()).await {
        Ok(()) => {
            let told =
                Says::new(format!("视图“{}”已保存。", wanted.0), format!("The view “{}” is kept.", wanted.0));
            Ok(go_on(&office, &call.visit, &(list_path(register) + query), &told))
        }
        Err(ViewError::Storage(error)) => Err(failed(&error)),
        Err(error) => Err(refused(&error)),
    }
}

fn refused(error: &ViewError) -> PageError {
    let (zh, en) = {
        let words = error.to_string();
        let (zh, en) = words.split_once(" / ").unwrap_or((&words, &words));
        (zh.to_owned(), en.to_owned())
    };
    PageError::refused(
        StatusCode::UNPROCESSABLE_ENTITY,
        Says::new("视图没有保存", "The view was not kept"),
        Says::new(zh, en),
        Says::new("请退回上一页改一下。", "Go back and change it."),
    )
}

pub(super) async fn forget(
    State(office): State<Office>,
    call: Call,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let register = named(&code)?;
    let gone = registers::forget_view(&office.records, &call.officer, &id).await;
    if !gone.map_err(|error| failed(&error))? {
        return Err(PageError::not_found());
    }
    let told = Says::new("视图已删去。", "The view is forgotten.");
    Ok(go_on(&office, &call.visit, &list_path(register), &told))
}
