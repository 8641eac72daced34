//! Changing many rows at once: pick → set columns → compare → confirm.

use super::form::{Drawing, FieldView, Input, given, kept};
use super::{PATH, asking, list_path, printing, short_name};
use crate::error::failed;
use crate::forms::Fields;
use crate::frame::{go_on, go_on_undoable, page};
use crate::undo::Undo;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use gongkai_app::registers::{
    self, Bulk, BulkError, FieldFault, MOST_AT_ONCE, Picked, kept_bodies, read_field, settable,
};
use gongkai_domain::registers::{Column, Register, Severity, Value, ValueFault, Vocabulary};
use gongkai_domain::says::Says;
use gongkai_web::{Markup, PageError, Query};

/// Changes shown before they are confirmed; all of them are counted.
const SHOWN: usize = 100;

/// Where columns are chosen and set.
#[derive(Template)]
#[template(path = "registers/bulk.html")]
struct BulkPage {
    frame: Frame,
    register: &'static Register,
    path: String,
    pick: Pick,
    fields: Vec<(FieldView, bool)>,
    errors: Vec<(String, String)>,
    told: Option<ToldView>,
}

/// Which rows, as the form carries them on.
struct Pick {
    keys: Vec<String>,
    all: bool,
    query: String,
}

/// What the change would do.
struct ToldView {
    changed: usize,
    unchanged: usize,
    digest: String,
    lines: Vec<(String, &'static str, Markup, Markup)>,
    faults: Vec<(String, String)>,
    fault_count: usize,
}

impl Pick {
    fn of(fields: &Fields) -> Self {
        Self {
            keys: fields.all("key").into_iter().map(str::to_owned).collect(),
            all: fields.get("all") == "1",
            query: fields.get("query").to_owned(),
        }
    }

    fn picked(&self, register: &'static Register) -> Picked {
        if !self.all {
            return Picked::Keys(self.keys.clone());
        }
        let uri: Uri = format!("/{}", self.query).parse().unwrap_or_default();
        Picked::Listed(asking::asked(register, &Query::read(&uri)))
    }
}

/// The form: nothing set yet, what is wrong, or what it would do. Each step is sent to the same address.
pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    Path(code): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let register = kept(&call, &code)?;
    let pick = Pick::of(&fields);
    let mut faults = Vec::new();
    let set = set(&office, &call, register, &fields, &mut faults).await?;
    let mut errors: Vec<Says> = Vec::new();
    let mut told = None;
    if fields.has("step") && set.is_empty() && faults.is_empty() {
        errors.push(Says::new("请勾选要改的列", "Tick the columns to be set"));
    }
    if pick.keys.is_empty() && !pick.all {
        errors.push(Says::new("请先在列表里勾选行", "Tick rows in the list first"));
    }
    if errors.is_empty() && faults.is_empty() && !set.is_empty() {
        let picked = pick.picked(register);
        match registers::set_on_many(&office.records, &call.officer, register, &picked, &set).await {
            Ok(bulk) if fields.get("digest") == bulk.comparison.digest && bulk.faults.is_empty() => {
                return Ok(begin(&office, &call, register, bulk).await);
            }
            Ok(bulk) => {
                if fields.has("digest") {
                    errors.push(Says::new(
                        "台账在你核对之后变了，没有写入，请再看一遍",
                        "The register has changed since you checked; nothing was written. Look again",
                    ));
                }
                told = Some(bulk);
            }
            Err(BulkError::Storage(error)) => return Err(failed(&error)),
            Err(BulkError::Import(error)) => return Err(PageError::broken(error.to_string())),
            Err(error) => errors.push(super::row::both(&error.to_string())),
        }
    }
    let is_wrong = !errors.is_empty() || !faults.is_empty();
    let shown = drawn(&office, &call, register, (pick, &fields), (faults, errors), told).await?;
    let mut response = page(&shown.frame, &shown)?;
    if is_wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// The columns that are ticked, with the values to set.
async fn set(
    office: &Office,
    call: &Call,
    register: &'static Register,
    fields: &Fields,
    faults: &mut Vec<FieldFault>,
) -> Result<Vec<(&'static Column, Value)>, PageError> {
    let printing = printing(office, call).await?;
    let words = Vocabulary { codes: &printing.law.codes, bodies: &printing.bodies };
    let mut set = Vec::new();
    for column in settable(register) {
        if !fields.has(&format!("set.{}", column.code)) {
            continue;
        }
        match read_field(given(fields, column), column, &words) {
            Ok(value) => set.push((column, value)),
            Err(ValueFault { rule, remedy }) => {
                faults.push(FieldFault { column: column.code, rule, remedy, severity: Severity::Error });
            }
        }
    }
    Ok(set)
}

async fn begin(office: &Office, call: &Call, register: &'static Register, bulk: Bulk) -> Response {
    let total = bulk.comparison.changed.len();
    let digest = bulk.comparison.digest;
    let work =
        registers::carry_out_many(&office.records, &call.officer, (bulk.amendment, total), digest, call.by());
    match work {
        Some(work) => super::import::watched(office, call, register, &work).await,
        None => axum::response::IntoResponse::into_response(PageError::not_found()),
    }
}

/// Takes a bulk change back.
pub(super) async fn take_back(
    State(office): State<Office>,
    call: Call,
    Path(code): Path<String>,
    fields: Fields,
) -> Result<Response, PageError> {
    let register = kept(&call, &code)?;
    let sequence = fields.get("sequence").parse().map_err(|_| PageError::not_found())?;
    let done =
        registers::take_back_many(&office.records, &call.officer, register, sequence, &call.by()).await;
    let path = list_path(register);
    match done {
        Ok(back) => {
            let left = match back.left {
                0 => Says::default(),
                left => Says::new(
                    format!("有 {left} 行后来又改过，没有动。"),
                    format!(" {left} rows were changed since and are left alone."),
                ),
            };
            let told = Says::new(
                format!("已撤销，{} 行恢复原来的内容。{}", back.rows, left.zh),
                format!("Taken back: {} rows hold again what they held.{}", back.rows, left.en),
            );
            Ok(match back.sequence {
                Some(sequence) => {
                    let undo = Undo::Rows(register.code.to_owned(), sequence);
                    go_on_undoable(&office, &call.visit, &path, &told, &undo)
                }
                None => go_on(&office, &call.visit, &path, &told),
            })
        }
        Err(BulkError::Nothing) => {
            let told = Says::new(
                "没有可以撤销的：这些行后来又改过，或者不是你改的。",
                "Nothing to take back: the rows were changed since, or not by you.",
            );
            Ok(go_on(&office, &call.visit, &path, &told))
        }
        Err(BulkError::Storage(error)) => Err(failed(&error)),
        Err(error) => Err(PageError::broken(error.to_string())),
    }
}

async fn drawn(
    office: &Office,
    call: &Call,
    register: &'static Register,
    (pick, sent): (Pick, &Fields),
    (faults, wrong): (Vec<FieldFault>, Vec<Says>),
    told: Option<Bulk>,
) -> Result<BulkPage, PageError> {
    let printing = printing(office, call).await?;
    let frame = Frame::new(office, call, PATH);
    let drawing = Drawing { printing: &printing, register, kept: kept_bodies(&call.officer, register) };
    let fields: Vec<(FieldView, bool)> = settable(register)
        .into_iter()
        .map(|column| {
            let field = drawing.field(column, given(sent, column), "", None, &faults);
            (field, sent.has(&format!("set.{}", column.code)))
        })
        .collect();
    let own = fields.iter().flat_map(|(field, _)| {
        field.wrong.iter().map(|wrong| (field.id.clone(), format!("{}：{wrong}", field.label)))
    });
    let mut errors: Vec<(String, String)> = own.collect();
    errors.extend(wrong.iter().map(|says| ("main".to_owned(), frame.says(says).to_owned())));
    let told = told.map(|bulk| told_view(&frame, &printing, register, &bulk));
    let mark = if errors.is_empty() { "" } else { frame.say("错误：", "Error: ") };
    let title = format!("{mark}{}", frame.say("批量修改", "Change many"));
    let (shelf, list) =
        (frame.say("台账", "Registers").to_owned(), frame.say(short_name(register), register.en).to_owned());
    Ok(BulkPage {
        path: format!("{}bulk", list_path(register)),
        frame: frame.under(shelf, PATH).under(list, &list_path(register)).titled(&title),
        register,
        pick,
        fields,
        errors,
        told,
    })
}

fn told_view(
    frame: &Frame,
    printing: &super::printing::Printing,
    register: &'static Register,
    bulk: &Bulk,
) -> ToldView {
    let lines = bulk.comparison.changed.iter().flat_map(|row| {
        row.columns.iter().map(move |change| {
            let column = register.columns.iter().find(|column| column.zh == change.column);
            let shown = |text: &str| match column {
                _ if text.is_empty() => Markup::text(frame.say("（空）", "(empty)")),
                Some(column) => printing.ledger_word(column, text),
                None => Markup::text(text),
            };
            let name = row.key.split_once('/').map_or(row.key.as_str(), |(_, rest)| rest).to_owned();
            let heading = column.map_or(change.column, |column| printing.heading(column));
            (name, heading, shown(&change.before), shown(&change.after))
        })
    });
    let faults = bulk.faults.iter().take(SHOWN).map(|fault| {
        let place = format!("{} {}", fault.place.file, fault.place.column.as_deref().unwrap_or_default());
        (place, format!("{}；{}", frame.says(&fault.says), frame.says(&fault.remedy)))
    });
    ToldView {
        changed: bulk.comparison.changed.len(),
        unchanged: bulk.comparison.unchanged,
        digest: bulk.comparison.digest.clone(),
        lines: lines.take(SHOWN).collect(),
        faults: faults.collect(),
        fault_count: bulk.faults.len(),
    }
}
