//! The form of a row, new or changed: every field from the register's declaration.

mod fields;

use super::{PATH, key_of, list_path, named, printing, row, row_path, short_name};
use crate::error::failed;
use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use fields::NAME;
pub(super) use fields::{Drawing, FieldView, Input, given};
use gongkai_app::registers::{self, FieldFault, KeepError, Opened, Told, kept_bodies};
use gongkai_domain::registers::{Register, Row, Severity, Value};
use gongkai_domain::says::Says;
use gongkai_web::PageError;

/// The form.
#[derive(Template)]
#[template(path = "registers/form.html")]
struct FormPage {
    frame: Frame,
    register: &'static Register,
    heading: String,
    action: String,
    back: String,
    seen: String,
    is_new: bool,
    moved_on: bool,
    fields: Vec<FieldView>,
    /// Field and sentence of everything wrong.
    errors: Vec<(String, String)>,
    told: Vec<Told>,
    worked_out: Vec<(&'static str, gongkai_web::Markup)>,
    rules: Vec<Says>,
}

/// What the form is drawn from.
struct Draft {
    register: &'static Register,
    /// Key of the row that is changed; `None` for a new one.
    key: Option<String>,
    seen: String,
    /// What stands in each field, in the order of the columns.
    texts: Vec<String>,
    /// What stood there when the row was opened.
    was: Vec<String>,
    /// What somebody else made of it meanwhile.
    theirs: Option<Vec<String>>,
    faults: Vec<FieldFault>,
}

pub(super) async fn new(
    State(office): State<Office>,
    call: Call,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let register = kept(&call, &code)?;
    let bodies = kept_bodies(&call.officer, register);
    let body = bodies.iter().find(|body| **body == call.officer.body).or(bodies.first());
    let text = |column: &gongkai_domain::registers::Column| {
        let asked = call.visit.query.get(&format!("{NAME}{}", column.code));
        let own = body.filter(|_| column.code == register.body_column() && column.code == "body");
        asked.map(str::to_owned).or_else(|| own.cloned()).unwrap_or_default()
    };
    let texts: Vec<String> = register.columns.iter().map(text).collect();
    let was = vec![String::new(); texts.len()];
    let draft =
        Draft { register, key: None, seen: String::new(), texts, was, theirs: None, faults: Vec::new() };
    let mut form = drawn(&office, &call, draft).await?;
    form.frame = form.frame.telling(&headers);
    page(&form.frame, &form)
}

pub(super) async fn edit(
    State(office): State<Office>,
    call: Call,
    Path((code, segment)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let register = kept(&call, &code)?;
    let key = key_of(&segment);
    let Opened { row, seen } = opened(&office, &call, register, &key).await?;
    let texts = texts(register, &row);
    let was = texts.clone();
    let draft = Draft { register, key: Some(key), seen, texts, was, theirs: None, faults: Vec::new() };
    let form = drawn(&office, &call, draft).await?;
    page(&form.frame, &form)
}

/// A register somebody may keep for some body.
pub(super) fn kept(call: &Call, code: &str) -> Result<&'static Register, PageError> {
    let register = named(code)?;
    if kept_bodies(&call.officer, register).is_empty() { Err(PageError::not_found()) } else { Ok(register) }
}

async fn opened(
    office: &Office,
    call: &Call,
    register: &'static Register,
    key: &str,
) -> Result<Opened, PageError> {
    let opened = registers::open_personal(&office.records, &call.officer, register, key, &call.by()).await;
    opened.map_err(|error| failed(&error))?.ok_or_else(PageError::not_found)
}

/// The values of a row as its fields hold them.
fn texts(register: &Register, row: &Row) -> Vec<String> {
    register.columns.iter().zip(&row.values).map(|(column, value)| value.to_ledger(column.kind)).collect()
}

pub(super) async fn enter(
    office: State<Office>,
    call: Call,
    Path(code): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let register = kept(&call, &code)?;
    keep(&office, &call, register, None, &fields).await
}

pub(super) async fn change(
    office: State<Office>,
    call: Call,
    Path((code, segment)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, PageError> {
    let register = kept(&call, &code)?;
    keep(&office, &call, register, Some(key_of(&segment)), &fields).await
}

/// Reads what was sent and keeps it, or draws the form again with what is wrong.
async fn keep(
    office: &Office,
    call: &Call,
    register: &'static Register,
    key: Option<String>,
    fields: &Fields,
) -> Result<Response, PageError> {
    let texts: Vec<String> = register.columns.iter().map(|column| given(fields, column).to_owned()).collect();
    let text = |column: &'static gongkai_domain::registers::Column| {
        register.position(column.code).map_or("", |at| texts[at].as_str())
    };
    let read = registers::read_fields(&office.records, register, text).await;
    let read = read.map_err(|error| failed(&error))?;
    let seen = fields.get("seen").to_owned();
    let was = register.columns.iter().map(|column| fields.raw(&format!("was.{}", column.code)).to_owned());
    let mut draft = Draft {
        register,
        key,
        seen,
        was: was.collect(),
        theirs: None,
        faults: read.faults.clone(),
        texts: texts.clone(),
    };
    if read.is_sound() {
        let place = draft.key.as_deref().map(|key| (key, draft.seen.as_str()));
        let kept =
            registers::save(&office.records, &call.officer, register, place, read.values, &call.by()).await;
        match kept {
            Ok(saved) => return Ok(done(office, call, register, &saved, fields, &draft)),
            Err(KeepError::Faults(faults)) => draft.faults.extend(faults),
            Err(KeepError::MovedOn) => moved_on(office, call, &mut draft).await?,
            Err(KeepError::NotFound) => return Err(PageError::not_found()),
            Err(KeepError::Storage(error)) => return Err(failed(&error)),
            Err(error) => return Err(PageError::broken(error.to_string())),
        }
    }
    let form = drawn(office, call, draft).await?;
    let mut response = page(&form.frame, &form)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// Puts beside what was typed what somebody else made of the row meanwhile.
async fn moved_on(office: &Office, call: &Call, draft: &mut Draft) -> Result<(), PageError> {
    let Some(key) = &draft.key else { return Ok(()) };
    let Opened { row, seen } = opened(office, call, draft.register, key).await?;
    draft.theirs = Some(texts(draft.register, &row));
    draft.seen = seen;
    Ok(())
}

fn done(
    office: &Office,
    call: &Call,
    register: &'static Register,
    saved: &registers::Saved,
    fields: &Fields,
    draft: &Draft,
) -> Response {
    let mut told = if saved.changed {
        Says::new("已保存。", "Saved.")
    } else {
        Says::new("没有改动。", "Nothing was changed.")
    };
    for FieldFault { rule, remedy, .. } in &draft.faults {
        for part in ["提醒：", &rule.zh, "；", &remedy.zh, "。"] {
            told.zh.push_str(part);
        }
        for part in [" Note: ", &rule.en, "; ", &remedy.en, "."] {
            told.en.push_str(part);
        }
    }
    let path = if fields.get("then") == "another" {
        let body = register.position("body").map(|at| draft.texts[at].as_str()).unwrap_or_default();
        format!("{}new{}", list_path(register), call.visit.query_of(&format!("{NAME}body"), body))
    } else {
        row_path(register, &saved.key)
    };
    go_on(office, &call.visit, &path, &told)
}

/// Lays the form out.
async fn drawn(office: &Office, call: &Call, draft: Draft) -> Result<FormPage, PageError> {
    let register = draft.register;
    let printing = printing(office, call).await?;
    let frame = Frame::new(office, call, PATH);
    let drawing = Drawing { printing: &printing, register, kept: kept_bodies(&call.officer, register) };
    let columns = register.columns.iter().enumerate().filter(|(_, column)| !column.computed);
    let fields: Vec<FieldView> = columns
        .map(|(at, column)| {
            let theirs = draft.theirs.as_ref().map(|theirs| theirs[at].as_str());
            drawing.field(column, &draft.texts[at], &draft.was[at], theirs, &draft.faults)
        })
        .collect();
    let mut errors: Vec<(String, String)> = fields
        .iter()
        .flat_map(|field| {
            field.wrong.iter().map(|wrong| (field.id.clone(), format!("{}：{wrong}", field.label)))
        })
        .collect();
    if draft.theirs.is_some() {
        let changed = fields.iter().find(|field| field.theirs.is_some());
        let says = frame.say(
            "你打开之后，别人改了这一行。下面逐项列出，请选用哪个，再保存。",
            "Somebody changed this row after you opened it. Choose below, column by column, then save.",
        );
        errors.insert(0, (changed.map(|field| field.id.clone()).unwrap_or_default(), says.to_owned()));
    }
    let row = drafted(office, register, &draft).await?;
    let told = registers::counts_in(&office.records, register, &row).await.map_err(|error| failed(&error))?;
    let worked_out = gongkai_domain::registers::derived(register)
        .iter()
        .map(|derived| {
            let figure = super::printing::Printing::derived(register, derived, &row);
            (frame.say(derived.zh, derived.en), figure)
        })
        .filter(|(_, figure)| !figure.as_str().is_empty())
        .collect();
    let is_new = draft.key.is_none();
    let heading = if is_new {
        let zh = format!("登记一{}{}", register.unit, short_name(register));
        frame.say(&zh, &format!("Enter: {}", register.en)).to_owned()
    } else {
        let name = row::name_of(&printing, register, &row);
        frame.say("修改 ", "Change ").to_owned() + &name
    };
    let title = if errors.is_empty() {
        heading.clone()
    } else {
        frame.say("错误：", "Error: ").to_owned() + &heading
    };
    let path = draft
        .key
        .as_ref()
        .map_or_else(|| format!("{}new", list_path(register)), |key| row_path(register, key) + "/edit");
    let back = draft.key.as_ref().map_or_else(|| list_path(register), |key| row_path(register, key));
    let (shelf, list) =
        (frame.say("台账", "Registers").to_owned(), frame.say(short_name(register), register.en).to_owned());
    Ok(FormPage {
        action: frame.href(&path),
        back: frame.href(&back),
        moved_on: draft.theirs.is_some(),
        rules: register.checks.iter().map(|check| check.says(register)).collect(),
        frame: frame.under(shelf, PATH).under(list, &list_path(register)).titled(&title),
        seen: draft.seen,
        register,
        heading,
        is_new,
        fields,
        errors,
        told,
        worked_out,
    })
}

/// The row as it is typed so far, to tell what it will count in.
async fn drafted(office: &Office, register: &'static Register, draft: &Draft) -> Result<Row, PageError> {
    let text = |column: &'static gongkai_domain::registers::Column| {
        register.position(column.code).map_or("", |at| draft.texts[at].as_str())
    };
    let read = registers::read_fields(&office.records, register, text).await;
    let values: Vec<Value> = read.map_err(|error| failed(&error))?.values;
    Ok(Row { key: draft.key.clone().unwrap_or_default(), values })
}

/// Whether a fault keeps the row out.
fn is_error(fault: &FieldFault) -> bool {
    fault.severity == Severity::Error
}
