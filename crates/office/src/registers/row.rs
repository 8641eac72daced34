//! One row: what it holds, where it counts, what happened to it.

use super::printing::Printing;
use super::{KEEP, PATH, key_of, list_path, minute_of, named, printing, row_path, segment_of, short_name};
use crate::error::failed;
use crate::forms::Fields;
use crate::frame::{go_on, go_on_undoable, page};
use crate::undo::Undo;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use gongkai_app::registers::{self, Change, KeepError, OneRow, Told, may_keep};
use gongkai_domain::registers::{Register, Row, Value, derived};
use gongkai_domain::says::Says;
use gongkai_web::{Markup, PageError};

/// One column with its value.
struct FactView {
    label: &'static str,
    value: Markup,
    is_masked: bool,
}

/// One change of the row.
struct ChangeView {
    what: String,
    when: String,
    who: String,
    reason: Option<String>,
    columns: Vec<(&'static str, Markup, Markup)>,
    personal: Vec<&'static str>,
}

/// One row.
#[derive(Template)]
#[template(path = "registers/row.html")]
struct RowPage {
    frame: Frame,
    register: &'static Register,
    name: String,
    path: String,
    facts: Vec<FactView>,
    figures: Vec<FactView>,
    told: Vec<Told>,
    history: Vec<ChangeView>,
    is_there: bool,
    seen: String,
    may_keep: bool,
    is_masked: bool,
    wrong: Option<Says>,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    Path((code, segment)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let register = named(&code)?;
    let shown = found(&office, &call, register, &key_of(&segment)).await?;
    let mut shown = row_page(&office, &call, shown, None).await?;
    shown.frame = shown.frame.telling(&headers);
    page(&shown.frame, &shown)
}

async fn found(
    office: &Office,
    call: &Call,
    register: &'static Register,
    key: &str,
) -> Result<OneRow, PageError> {
    let one = registers::one(&office.records, &call.officer, register, key).await;
    one.map_err(|error| failed(&error))?.ok_or_else(PageError::not_found)
}

/// The page with its personal values, for whoever keeps the register; that they were shown is recorded.
pub(super) async fn personal(
    State(office): State<Office>,
    call: Call,
    Path((code, segment)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let register = named(&code)?;
    let key = key_of(&segment);
    let opened = registers::open_personal(&office.records, &call.officer, register, &key, &call.by()).await;
    let opened = opened.map_err(|error| failed(&error))?.ok_or_else(PageError::not_found)?;
    let one = found(&office, &call, register, &key).await?;
    let shown = row_page(&office, &call, one, Some(opened.row)).await?;
    page(&shown.frame, &shown)
}

async fn row_page(
    office: &Office,
    call: &Call,
    one: OneRow,
    opened: Option<Row>,
) -> Result<RowPage, PageError> {
    let OneRow { register, row: masked, is_there, seen, history } = one;
    let printing = printing(office, call).await?;
    let is_masked = opened.is_none();
    let row = opened.unwrap_or(masked);
    let told =
        if is_there { registers::counts_in(&office.records, register, &row).await } else { Ok(Vec::new()) };
    let name = name_of(&printing, register, &row);
    let frame = Frame::new(office, call, PATH);
    let (shelf, list) =
        (frame.say("台账", "Registers").to_owned(), frame.say(short_name(register), register.en));
    let list = list.to_owned();
    let facts = register.columns.iter().zip(&row.values).map(|(column, value)| FactView {
        label: printing.heading(column),
        value: printing.value(column, value),
        is_masked: column.personal && is_masked && !value.is_absent(),
    });
    let figures = derived(register).iter().map(|derived| FactView {
        label: frame.say(derived.zh, derived.en),
        value: Printing::derived(register, derived, &row),
        is_masked: false,
    });
    let figures = figures.filter(|figure| !figure.value.as_str().is_empty()).collect();
    Ok(RowPage {
        path: row_path(register, &row.key),
        facts: facts.collect(),
        figures,
        told: told.map_err(|error| failed(&error))?,
        history: history.iter().map(|change| change_view(&frame, &printing, change)).collect(),
        is_there,
        seen,
        may_keep: may_keep(&call.officer, register, row.body(register)),
        is_masked: is_masked
            && register.columns.iter().zip(&row.values).any(|(c, v)| c.personal && !v.is_absent()),
        wrong: None,
        frame: frame.under(shelf, PATH).under(list, &list_path(register)).titled(&name),
        register,
        name,
    })
}

/// What a person knows a row by.
pub(super) fn name_of(printing: &Printing, register: &'static Register, row: &Row) -> String {
    let name =
        register.naming_column().map(|column| printing.words(column, row.value(register, column.code)));
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| row.key.clone())
}

fn change_view(frame: &Frame, printing: &Printing, change: &Change) -> ChangeView {
    let shown = |value: &Value, words: Markup| {
        if value.is_absent() { Markup::text(frame.say("（空）", "(empty)")) } else { words }
    };
    let columns = change.columns.iter().map(|(column, before, after)| {
        let [before, after] = [before, after].map(|value| shown(value, printing.short(column, value)));
        (printing.heading(column), before, after)
    });
    ChangeView {
        what: frame.says(&what_was_done(&change.act, &change.kind)).to_owned(),
        when: minute_of(change.at),
        who: change.who.clone(),
        reason: change.reason.clone(),
        columns: columns.collect(),
        personal: change.personal.iter().map(|column| printing.heading(column)).collect(),
    }
}

fn what_was_done(act: &str, kind: &str) -> Says {
    match (act, kind) {
        ("import", "added") => Says::new("导入时登记", "Entered by an import"),
        ("import", "removed") => Says::new("替换导入时撤下", "Taken away by an import"),
        ("import", _) => Says::new("导入时更改", "Changed by an import"),
        ("change-row", "added") => Says::new("改了编号", "Given another number"),
        ("change-row", _) => Says::new("修改", "Changed"),
        ("change-rows", _) => Says::new("批量修改", "Changed with others"),
        ("remove-row", _) => Says::new("删除", "Removed"),
        ("restore-row", _) => Says::new("恢复", "Brought back"),
        (_, "added") => Says::new("登记", "Entered"),
        (_, "removed") => Says::new("撤下", "Taken away"),
        _ => Says::new("更改", "Changed"),
    }
}

pub(super) async fn remove(
    State(office): State<Office>,
    call: Call,
    Path((code, segment)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let register = named(&code)?;
    let key = key_of(&segment);
    let was = (key.as_str(), fields.get("seen"));
    let done =
        registers::remove(&office.records, &call.officer, register, was, fields.get("reason"), &call.by())
            .await;
    match done {
        Ok(()) => {
            let told = Says::new("已删除。下面可以恢复。", "Removed. It can be brought back below.");
            let undo = Undo::Row(register.code.to_owned(), segment_of(&key));
            Ok(go_on_undoable(&office, &call.visit, &row_path(register, &key), &told, &undo))
        }
        Err(error) => refused(&office, &call, register, &key, error).await,
    }
}

pub(super) async fn restore(
    State(office): State<Office>,
    call: Call,
    Path((code, segment)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let register = named(&code)?;
    let key = key_of(&segment);
    match registers::restore(&office.records, &call.officer, register, &key, &call.by()).await {
        Ok(key) => {
            let told = if register.has_personal() {
                Says::new(
                    "已恢复。个人信息已随删除销毁，请补填。",
                    "Brought back. Personal data went with the removal; fill them in again.",
                )
            } else {
                Says::new("已恢复。", "Brought back.")
            };
            Ok(go_on(&office, &call.visit, &row_path(register, &key), &told))
        }
        Err(error) => refused(&office, &call, register, &key, error).await,
    }
}

/// The row's page again, with why nothing was done.
async fn refused(
    office: &Office,
    call: &Call,
    register: &'static Register,
    key: &str,
    error: KeepError,
) -> Result<Response, PageError> {
    let wrong = match error {
        KeepError::NotFound => return Err(PageError::not_found()),
        KeepError::Storage(error) => return Err(failed(&error)),
        KeepError::MovedOn => Says::new(
            "这一行在你打开之后被改过，没有删除；请看过现在的内容再决定。",
            "The row was changed after you opened it; nothing was removed. Look at it as it is now.",
        ),
        KeepError::Faults(faults) => faults.first().map(|fault| fault.rule.clone()).unwrap_or_default(),
        error => both(&error.to_string()),
    };
    let one = found(office, call, register, key).await?;
    let mut shown = row_page(office, call, one, None).await?;
    let mistaken = shown.frame.say("错误：", "Error: ").to_owned() + &shown.name;
    shown.frame = shown.frame.titled(&mistaken);
    shown.wrong = Some(wrong);
    let mut response = page(&shown.frame, &shown)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// The two languages of an error's one line.
pub(super) fn both(words: &str) -> Says {
    let (zh, en) = words.split_once(" / ").unwrap_or((words, words));
    Says::new(zh, en)
}

impl RowPage {
    fn may_enter(&self) -> bool {
        let crate::Needs::OneOf(permissions) = KEEP else { return false };
        self.may_keep && permissions.iter().any(|permission| self.frame.may(*permission))
    }
}
