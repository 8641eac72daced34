//! The list of a register: filters, columns, order, totals, pages; and the same to be printed and signed.

use super::asking::{self, FILTER};
use super::printing::Printing;
use super::{PATH, list_path, named, printing, row_path, short_name};
use crate::error::failed;
use crate::frame::page;
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use gongkai_app::registers::{
    self, Asked, FilterValues, Listed, MOST_SEARCHED, MOST_SORTED, Shown, kept_bodies,
};
use gongkai_app::{Page, SavedView};
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{Column, Holding, Kind, Register, Row, derived};
use gongkai_web::paging::{self, PageLink, Paging};
use gongkai_web::{Markup, PageError, markup};

/// Rows on a page.
const PAGE: usize = 50;
/// Rows of a print; a longer list is printed in parts.
const PRINTED: i64 = 3_000;
/// Filters that stand open; the others are folded away until they are used.
const OPEN_FILTERS: usize = 3;

/// One list to choose from.
#[derive(Debug)]
pub(super) struct FilterView {
    name: String,
    label: &'static str,
    choices: Vec<(String, String, bool)>,
    is_set: bool,
}

/// The head of a column.
#[derive(Debug)]
struct HeadView {
    name: String,
    class: &'static str,
    /// Where a click leads, and how the list is sorted by it now.
    sort: Option<(String, &'static str)>,
}

/// One cell.
#[derive(Debug)]
struct CellView {
    label: String,
    class: &'static str,
    value: Markup,
    is_name: bool,
}

/// One row.
#[derive(Debug)]
struct RowView {
    key: String,
    name: String,
    href: String,
    cells: Vec<CellView>,
}

/// One total.
#[derive(Debug)]
struct TotalView {
    label: String,
    value: Markup,
    unit: &'static str,
}

/// The list of a register.
#[derive(Template)]
#[template(path = "registers/list.html")]
struct ListPage {
    frame: Frame,
    register: &'static Register,
    path: String,
    /// What stands after the path, without the page.
    query: String,
    words: String,
    sort: String,
    bodies: Vec<(String, String, bool)>,
    filters: Vec<FilterView>,
    more_filters: Vec<FilterView>,
    columns: Vec<(&'static str, &'static str, bool)>,
    views: Vec<(SavedView, bool)>,
    heads: Vec<HeadView>,
    rows: Vec<RowView>,
    totals: Vec<TotalView>,
    count: Markup,
    shown: Shown,
    paging: Paging,
    figures: String,
    may_keep: bool,
    may_pick: bool,
    is_filtered: bool,
}

/// The same to be printed.
#[derive(Template)]
#[template(path = "registers/print.html")]
struct PrintPage {
    frame: Frame,
    register: &'static Register,
    heads: Vec<HeadView>,
    rows: Vec<RowView>,
    totals: Vec<TotalView>,
    count: Markup,
    chosen: Vec<String>,
    left_out: i64,
    back: String,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    Path(code): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let register = named(&code)?;
    let asked = asking::asked(register, &call.visit.query);
    let number = paging::asked(&call.visit.query)?;
    let wanted = Page { offset: ((number - 1) * PAGE) as i64, limit: PAGE as i64 };
    let listed = listed(&office, &call, &asked, wanted).await?;
    let printing = printing(&office, &call).await?;
    let path = list_path(register);
    let frame = Frame::new(&office, &call, PATH).telling(&headers);
    let shelf = frame.say("台账", "Registers").to_owned();
    let frame = frame.under(shelf, PATH).titled(&name(&call, register));
    let columns = asking::columns(register, &call.visit.query, has_one_body(&call));
    let filters = registers::filters(&office.records, &call.officer, register).await;
    let (filters, more_filters) = filter_views(&frame, &printing, filters.map_err(|error| failed(&error))?);
    let views = registers::views(&office.records, &call.officer, register).await;
    let views = views.map_err(|error| failed(&error))?;
    let query = call.visit.query.without(&asking::FLEETING);
    let total = usize::try_from(listed.rows).unwrap_or_default();
    let paging = match listed.shown {
        Shown::TooFar => Paging { page: 1, size: PAGE, total },
        _ => Paging::new(number, PAGE, total)?,
    };
    let year = call.moment.today.year();
    let shown = ListPage {
        register,
        words: call.visit.query.get("q").unwrap_or_default().to_owned(),
        sort: call.visit.query.get("sort").unwrap_or_default().to_owned(),
        bodies: body_choices(&call, &printing),
        filters,
        more_filters,
        columns: column_choices(&printing, register, &columns),
        views: views
            .into_iter()
            .map(|view| {
                let own = view.staff == call.officer.id;
                (view, own)
            })
            .collect(),
        heads: heads(&frame, &printing, register, &columns, listed.shown),
        rows: listed.page.iter().map(|row| row_view(&frame, &printing, register, &columns, row)).collect(),
        totals: totals(&printing, register, &listed),
        count: markup::grouped(listed.rows),
        shown: listed.shown,
        paging,
        figures: figures(&office, register, year),
        may_keep: !kept_bodies(&call.officer, register).is_empty(),
        may_pick: !kept_bodies(&call.officer, register).is_empty()
            && !registers::settable(register).is_empty(),
        is_filtered: !asked.conditions.is_empty() || !asked.words.is_empty() || asked.body.is_some(),
        path,
        query,
        frame,
    };
    page(&shown.frame, &shown)
}

pub(super) async fn print(
    State(office): State<Office>,
    call: Call,
    Path(code): Path<String>,
) -> Result<Response, PageError> {
    let register = named(&code)?;
    let asked = asking::asked(register, &call.visit.query);
    let listed = listed(&office, &call, &asked, Page { offset: 0, limit: PRINTED }).await?;
    let printing = printing(&office, &call).await?;
    let frame = Frame::new(&office, &call, PATH).titled(&name(&call, register));
    let columns = asking::columns(register, &call.visit.query, has_one_body(&call));
    let shown = PrintPage {
        register,
        heads: heads(&frame, &printing, register, &columns, listed.shown),
        rows: listed.page.iter().map(|row| row_view(&frame, &printing, register, &columns, row)).collect(),
        totals: totals(&printing, register, &listed),
        count: markup::grouped(listed.rows),
        chosen: chosen(&printing, register, &asked),
        left_out: listed.rows - listed.page.len() as i64,
        back: frame.href(&list_path(register)) + &call.visit.query.without(&[]),
        frame,
    };
    page(&shown.frame, &shown)
}

async fn listed(office: &Office, call: &Call, asked: &Asked, wanted: Page) -> Result<Listed, PageError> {
    let listed = registers::browse(&office.records, &call.officer, asked, wanted).await;
    listed.map_err(|error| failed(&error))?.ok_or_else(PageError::not_found)
}

fn name(call: &Call, register: &Register) -> String {
    call.visit.say(short_name(register), register.en).to_owned()
}

fn has_one_body(call: &Call) -> bool {
    call.officer.bodies(Permission::Read).len() < 2
}

/// The bodies in reach, where there is more than one.
fn body_choices(call: &Call, printing: &Printing) -> Vec<(String, String, bool)> {
    let reach = call.officer.bodies(Permission::Read);
    if reach.len() < 2 {
        return Vec::new();
    }
    let chosen = call.visit.query.get("body");
    let choice = |code: String| {
        let name = printing.bodies.name(&code).unwrap_or(&code).to_owned();
        let is_chosen = chosen == Some(code.as_str());
        (code, name, is_chosen)
    };
    reach.into_iter().map(choice).collect()
}

fn filter_views(
    frame: &Frame,
    printing: &Printing,
    filters: Vec<FilterValues>,
) -> (Vec<FilterView>, Vec<FilterView>) {
    let view = |(column, values): FilterValues| {
        let name = format!("{FILTER}{}", column.code);
        let chosen = frame.visit.query.get(&name).unwrap_or_default().to_owned();
        let mut choices: Vec<(String, String, bool)> = values
            .iter()
            .map(|(value, rows)| {
                let plain = asking::plain(value);
                let words = match column.kind {
                    Kind::Date | Kind::Year => plain.clone(),
                    _ => printing.words(column, value),
                };
                let is_chosen = plain == chosen;
                (plain, format!("{words}（{rows}）"), is_chosen)
            })
            .collect();
        if matches!(column.kind, Kind::Date | Kind::Year) {
            choices.reverse();
        }
        let unfilled = frame.say("（没有填）", "(not filled in)").to_owned();
        choices.push((asking::ABSENT.to_owned(), unfilled, chosen == asking::ABSENT));
        FilterView { name, label: printing.heading(column), choices, is_set: !chosen.is_empty() }
    };
    let mut open = Vec::new();
    let mut folded = Vec::new();
    for filter in filters.into_iter().map(view) {
        if filter.is_set || open.len() < OPEN_FILTERS { open.push(filter) } else { folded.push(filter) }
    }
    (open, folded)
}

fn column_choices(
    printing: &Printing,
    register: &'static Register,
    shown: &[&'static Column],
) -> Vec<(&'static str, &'static str, bool)> {
    let choice = |column: &'static Column| {
        (column.code, printing.heading(column), shown.iter().any(|shown| shown.code == column.code))
    };
    register.columns.iter().map(choice).collect()
}

fn heads(
    frame: &Frame,
    printing: &Printing,
    register: &'static Register,
    columns: &[&'static Column],
    shown: Shown,
) -> Vec<HeadView> {
    let rest = frame.visit.query.without(&["page", "sort"]);
    let head = |column: &&'static Column| {
        let now = match shown {
            Shown::Sorted(Some((by, falling))) if by.code == column.code => Some(falling),
            _ => None,
        };
        let way = match now {
            Some(true) => "descending",
            Some(false) => "ascending",
            None => "",
        };
        let next = if now == Some(false) { format!("-{}", column.code) } else { column.code.to_owned() };
        let joint = if rest.is_empty() { "?" } else { "&" };
        let href = format!("{}{rest}{joint}sort={next}", frame.href(&list_path(register)));
        HeadView {
            name: printing.head(column),
            class: Printing::class(column),
            sort: asking::is_sorted(column).then_some((href, way)),
        }
    };
    let worked_out = derived(register).iter().map(|derived| HeadView {
        name: frame.say(derived.zh, derived.en).to_owned(),
        class: "n",
        sort: None,
    });
    columns.iter().map(head).chain(worked_out).collect()
}

fn row_view(
    frame: &Frame,
    printing: &Printing,
    register: &'static Register,
    columns: &[&'static Column],
    row: &Row,
) -> RowView {
    let naming = register.naming_column().map(|column| column.code);
    let cell = |column: &&'static Column| {
        let value = printing.short(column, row.value(register, column.code));
        let is_name = naming == Some(column.code);
        let value = if is_name && value.as_str().is_empty() {
            Markup::text(frame.say("（没有填）", "(not filled in)"))
        } else {
            value
        };
        CellView {
            label: printing.heading(column).to_owned(),
            class: Printing::class(column),
            value,
            is_name,
        }
    };
    let worked_out = derived(register).iter().map(|derived| CellView {
        label: frame.say(derived.zh, derived.en).to_owned(),
        class: "n",
        value: Printing::derived(register, derived, row),
        is_name: false,
    });
    RowView {
        key: row.key.clone(),
        name: super::row::name_of(printing, register, row),
        href: frame.href(&row_path(register, &row.key)),
        cells: columns.iter().map(cell).chain(worked_out).collect(),
    }
}

fn totals(printing: &Printing, register: &'static Register, listed: &Listed) -> Vec<TotalView> {
    let sums = listed.sums.iter().map(|(column, total)| {
        let (value, unit) = printing.total(column.kind, *total);
        TotalView { label: printing.heading(column).to_owned(), value, unit }
    });
    let worked_out = listed.derived.iter().map(|(derived, figure)| {
        let label = if printing.language == gongkai_domain::says::Language::Chinese {
            derived.zh
        } else {
            derived.en
        };
        let kind = register.column(derived.whole).map_or(Kind::Integer, |column| column.kind);
        let (value, unit) = match (derived.working, figure) {
            (_, None) => (Markup::text("—"), ""),
            (gongkai_domain::registers::Working::Difference, Some(figure)) => printing.total(kind, *figure),
            (_, Some(figure)) => (Printing::figure(register, derived, *figure), ""),
        };
        TotalView { label: label.to_owned(), value, unit }
    });
    sums.chain(worked_out).collect()
}

/// What is chosen, in words, for the head of a print.
fn chosen(printing: &Printing, register: &Register, asked: &Asked) -> Vec<String> {
    use gongkai_domain::registers::Test;
    let mut chosen = Vec::new();
    if let Some(body) = &asked.body {
        chosen.push(printing.bodies.name(body).unwrap_or(body).to_owned());
    }
    for condition in &asked.conditions {
        let value = match &condition.test {
            Test::OneOf(values) => {
                values.iter().map(|value| printing.words(condition.column, value)).collect()
            }
            Test::Year { from: Some(year), .. } => year.to_string(),
            _ => "—".to_owned(),
        };
        chosen.push(format!("{}：{value}", printing.heading(condition.column)));
    }
    chosen.extend(asked.words.iter().map(|word| format!("“{word}”")));
    debug_assert!(asked.register.code == register.code);
    chosen
}

/// The figures of this year's report that count a register, such as `gz-2016：F38、F39`.
fn figures(office: &Office, register: &Register, year: i16) -> String {
    let law = &office.records.law;
    let named = law.formats_of(year).chain(law.formats_of(year - 1)).find_map(|format| {
        let counts = |cell: &&gongkai_domain::reports::Cell| {
            cell.rows().is_some_and(|rows| rows.register.code == register.code)
        };
        let codes: Vec<&str> = format.cells.iter().filter(counts).map(|cell| cell.code.as_str()).collect();
        let (first, last) = (codes.first()?, codes.last()?);
        Some(match codes.len() {
            1..=3 => codes.join("、"),
            many => format!("{first}—{last}（{many}）"),
        })
    });
    named.unwrap_or_default()
}

impl ListPage {
    fn links(&self) -> Vec<PageLink> {
        self.paging.links(&self.frame.visit)
    }

    fn is_item(&self) -> bool {
        self.register.holding == Holding::Editions
    }

    fn enters(&self) -> String {
        match self.frame.lang() {
            "en" => "Enter one".to_owned(),
            _ => format!("登记一{}", self.register.unit),
        }
    }
}
