//! B16, the registers (台账): every register's list, row, form and files, all from its declaration.

mod asking;
mod bulk;
mod files;
mod form;
mod import;
mod list;
mod printing;
mod row;
mod views;

use crate::error::failed;
use crate::frame::page;
use crate::{Call, Frame, Needs, Office, Rooms};
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::registers::{self, Shelved};
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{Register, SHELVES, find};
use gongkai_web::{Markup, PageError, markup};
use jiff::Timestamp;
use printing::Printing;

/// Path of the page.
pub(crate) const PATH: &str = "/office/registers/";

/// What reading registers takes.
pub(crate) const READ: Needs = Needs::OneOf(&[Permission::Read]);

/// What keeping registers takes, for some of them; for which, the use case asks.
const KEEP: Needs =
    Needs::OneOf(&[Permission::KeepRegisters, Permission::PrepareReports, Permission::PublishItems]);

pub(crate) fn routes(rooms: Rooms) -> Rooms {
    let rooms = rooms
        .page(PATH, READ, show)
        .page("/office/registers/{code}/", READ, list::show)
        .page("/office/registers/{code}/print", READ, list::print)
        .page("/office/registers/{code}/rows.csv", READ, files::csv)
        .page("/office/registers/{code}/rows.xlsx", READ, files::xlsx)
        .act("/office/registers/{code}/personal.csv", KEEP, files::personal_csv)
        .act("/office/registers/{code}/personal.xlsx", KEEP, files::personal_xlsx)
        .page("/office/registers/{code}/template.xlsx", READ, files::template)
        .act("/office/registers/{code}/views", READ, views::keep)
        .act("/office/registers/{code}/views/{id}/removal", READ, views::forget);
    rooms
        .page("/office/registers/{code}/new", KEEP, form::new)
        .act("/office/registers/{code}/new", KEEP, form::enter)
        .page("/office/registers/{code}/rows/{key}", READ, row::show)
        .act("/office/registers/{code}/rows/{key}/personal", KEEP, row::personal)
        .page("/office/registers/{code}/rows/{key}/edit", KEEP, form::edit)
        .act("/office/registers/{code}/rows/{key}/edit", KEEP, form::change)
        .act("/office/registers/{code}/rows/{key}/removal", KEEP, row::remove)
        .act("/office/registers/{code}/rows/{key}/restoration", KEEP, row::restore)
        .page("/office/registers/{code}/import", KEEP, import::choose)
        .upload("/office/registers/{code}/import", KEEP, import::MOST, import::send)
        .page("/office/registers/{code}/import/{id}", KEEP, import::compare)
        .act("/office/registers/{code}/import/{id}", KEEP, import::confirm)
        .page("/office/registers/{code}/import/{id}/rejected.xlsx", KEEP, import::rejects)
        .page("/office/registers/{code}/work/{id}", KEEP, import::work)
        .act("/office/registers/{code}/bulk", KEEP, bulk::show)
        .act("/office/registers/{code}/bulk/undoing", KEEP, bulk::take_back)
}

/// The register an address names.
fn named(code: &str) -> Result<&'static Register, PageError> {
    find(code).ok_or_else(PageError::not_found)
}

/// Path of a register's list.
fn list_path(register: &Register) -> String {
    format!("{PATH}{}/", register.code)
}

/// Path of a row. A stroke inside a key is written `~1` and a tilde `~0`, so that no proxy takes it for a step.
fn row_path(register: &Register, key: &str) -> String {
    format!("{PATH}{}/rows/{}", register.code, segment_of(key))
}

/// The segment of an address that stands for a key.
fn segment_of(key: &str) -> String {
    printing::escaped(&key.replace('~', "~0").replace('/', "~1"))
}

/// The key the segment of an address stands for.
fn key_of(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// One shelf of registers.
#[derive(Debug)]
struct ShelfView {
    name: &'static str,
    registers: Vec<RegisterView>,
}

/// One register on its shelf.
#[derive(Debug)]
struct RegisterView {
    name: String,
    href: String,
    rows: Markup,
    unit: &'static str,
    changed: Option<String>,
}

/// The registers by shelf.
#[derive(Debug, Template)]
#[template(path = "registers/shelves.html")]
struct ShelvesPage {
    frame: Frame,
    shelves: Vec<ShelfView>,
}

async fn show(State(office): State<Office>, call: Call, headers: HeaderMap) -> Result<Response, PageError> {
    let shelved = registers::shelf(&office.records, &call.officer).await.map_err(|error| failed(&error))?;
    let frame = Frame::new(&office, &call, PATH).telling(&headers);
    let title = frame.say("台账", "Registers").to_owned();
    let frame = frame.titled(&title);
    let shelves = SHELVES.iter().map(|shelf| ShelfView {
        name: frame.say(shelf.zh, shelf.en),
        registers: shelf
            .registers()
            .filter_map(|register| shelved.iter().find(|shelved| shelved.register.code == register.code))
            .map(|shelved| on_shelf(&frame, shelved))
            .collect(),
    });
    let shelves = shelves.collect();
    let shown = ShelvesPage { frame, shelves };
    page(&shown.frame, &shown)
}

fn on_shelf(frame: &Frame, shelved: &Shelved) -> RegisterView {
    let register = shelved.register;
    RegisterView {
        name: frame.say(short_name(register), register.en).to_owned(),
        href: frame.href(&list_path(register)),
        rows: markup::grouped(shelved.rows),
        unit: frame.say(register.unit, ""),
        changed: shelved.changed_at.map(day_of),
    }
}

/// What a register is called on its own page: 台账 stands above it already.
fn short_name(register: &Register) -> &'static str {
    register.zh.strip_suffix("台账").unwrap_or(register.zh)
}

/// The civil day of an instant as a list shows it, in China's time zone.
fn day_of(at: Timestamp) -> String {
    local(at).date().to_string()
}

/// The day and minute of an instant, in China's time zone.
fn minute_of(at: Timestamp) -> String {
    local(at).strftime("%Y-%m-%d %H:%M").to_string()
}

fn local(at: Timestamp) -> jiff::civil::DateTime {
    const CHINA: jiff::tz::Offset = jiff::tz::Offset::constant(8);
    CHINA.to_datetime(at)
}

/// The words values are printed with.
async fn printing(office: &Office, call: &Call) -> Result<Printing, PageError> {
    let bodies = registers::body_names(&office.records).await.map_err(|error| failed(&error))?;
    Ok(Printing { law: office.records.law.clone(), bodies, language: call.visit.language })
}
