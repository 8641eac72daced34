//! The list of drafts and of what is published, within what somebody may see.

use super::{Draft, from_json};
use crate::Installation;
use crate::people::Officer;
use crate::reports::{self, body_name};
use gongkai_domain::catalogue::{Fields, ITEMS, Limit, Stage};
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{Condition, Row, Selection, Tally, Test, Value, clean, parse_date};
use gongkai_storage::registers::{self as rows, Page, Stored};
use gongkai_storage::{StorageError, Tx, drafts as stored};
use jiff::civil::Date;

/// Most drafts looked through for a list.
const MOST: i64 = 2_000;

/// Which items are wanted; empty means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftFilter {
    /// One stage; none for all that are still open. [`Stage::Published`] lists the register.
    pub stage: Option<Stage>,
    /// Code of the category.
    pub category: String,
    /// Code of the body.
    pub body: String,
    /// Year: of the last save, or of publication.
    pub year: Option<i16>,
    /// Words in the title, or an index or document number.
    pub words: String,
}

/// A stage and how many stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// Drafts at it, or items published.
    pub count: i64,
}

/// A draft in the list.
#[derive(Clone, Debug)]
pub struct DraftLine {
    /// The draft.
    pub draft: Draft,
    /// Name of the body.
    pub body: String,
    /// Until when it must be public, and how many working days are left.
    pub limit: Option<(Date, Limit, i64)>,
}

/// A published item in the list.
#[derive(Clone, Debug)]
pub struct PublishedLine {
    /// Part of its address.
    pub short_id: String,
    /// Title.
    pub title: String,
    /// Index number.
    pub index_number: String,
    /// Document number.
    pub document_number: String,
    /// Code of the category.
    pub category: String,
    /// Name of the body.
    pub body: String,
    /// Code of its class.
    pub class: String,
    /// Day of publication.
    pub published_on: Option<Date>,
    /// Day of withdrawal.
    pub withdrawn_on: Option<Date>,
    /// Day it was archived.
    pub archived_on: Option<Date>,
    /// Whether it is no longer in force.
    pub repealed: bool,
}

/// The list.
#[derive(Clone, Debug)]
pub struct DraftList {
    /// Every stage with its count.
    pub counts: Vec<StageCount>,
    /// Drafts, last saved first.
    pub drafts: Vec<DraftLine>,
    /// Published items, newest first.
    pub published: Vec<PublishedLine>,
    /// How many there are under the filter.
    pub total: i64,
    /// The bodies there are to choose from: code and name.
    pub bodies: Vec<(String, String)>,
}

/// The title a draft's fields give.
pub fn title_of(fields: &Fields) -> String {
    fields.get("title").map(|title| clean(title, false).into_owned()).unwrap_or_default()
}

/// One page of the list.
pub async fn list(
    office: &Installation,
    officer: &Officer,
    filter: &DraftFilter,
    today: Date,
    page: Page,
) -> Result<DraftList, StorageError> {
    let reach = officer.bodies(Permission::Read);
    let published_ones = office.cache.tally(office, &ITEMS).await?;
    let mut tx = office.db.read().await?;
    let all = reports::bodies(&mut tx).await?;
    let wanted: Vec<String> =
        reach.iter().filter(|body| filter.body.is_empty() || **body == filter.body).cloned().collect();
    let counts = counts(&mut tx, &published_ones, &reach).await?;
    let bodies = all
        .iter()
        .filter(|row| reach.contains(&row.key))
        .map(|row| (row.key.clone(), body_name(&all, &row.key)))
        .collect();
    let mut answer = DraftList { counts, drafts: Vec::new(), published: Vec::new(), total: 0, bodies };
    if filter.stage == Some(Stage::Published) {
        let (published, total) = published(&mut tx, &published_ones, &wanted, filter, &all, page).await?;
        (answer.published, answer.total) = (published, total);
        return Ok(answer);
    }
    let stages: Vec<&str> = Stage::ALL
        .into_iter()
        .filter(|stage| filter.stage.map_or(stage.is_open(), |wanted| wanted == *stage))
        .map(Stage::code)
        .collect();
    let found = stored::list(&mut tx, &wanted, &stages, MOST).await?;
    let found: Vec<stored::Draft> = found.into_iter().filter(|draft| fits(draft, filter)).collect();
    answer.total = found.len() as i64;
    let (offset, limit) = (page.offset.max(0) as usize, page.limit.max(0) as usize);
    let shown = found.into_iter().skip(offset).take(limit);
    answer.drafts = shown.map(|draft| line(office, &all, today, draft)).collect();
    Ok(answer)
}

/// A draft with the name of its body and its limit.
pub(super) fn line(office: &Installation, bodies: &[Row], today: Date, draft: stored::Draft) -> DraftLine {
    let draft = Draft::of(draft);
    let law = &office.law;
    let issued = draft.fields.get("issued_on").and_then(|typed| parse_date(typed).ok());
    let limit = issued.and_then(|day| law.publication.limit(day, &law.calendar).map(|limit| (day, limit)));
    DraftLine {
        body: body_name(bodies, &draft.body),
        limit: limit.map(|(day, limit)| {
            let left = limit.left(today, &law.calendar);
            (day, limit, left)
        }),
        draft,
    }
}

fn fits(draft: &stored::Draft, filter: &DraftFilter) -> bool {
    let fields: Fields = from_json(&draft.fields);
    let typed = |code: &str| fields.get(code).map(String::as_str).unwrap_or_default();
    let year = draft.saved_at.to_zoned(jiff::tz::TimeZone::UTC).year();
    (filter.category.is_empty() || typed("category") == filter.category)
        && filter.year.is_none_or(|wanted| wanted == year)
        && (filter.words.is_empty()
            || ["title", "document_number", "keywords"]
                .iter()
                .any(|code| typed(code).contains(&filter.words)))
}

async fn counts(tx: &mut Tx, published: &Tally, reach: &[String]) -> Result<Vec<StageCount>, StorageError> {
    let found = stored::counts(tx, reach).await?;
    let all = Selection { register: &ITEMS, bodies: Some(reach.to_vec()), conditions: Vec::new() };
    Ok(Stage::ALL
        .into_iter()
        .map(|stage| {
            let of_drafts =
                found.iter().find(|(code, _)| code == stage.code()).map_or(0, |(_, count)| *count);
            let count = if stage == Stage::Published { published.count(&all) } else { of_drafts };
            StageCount { stage, count }
        })
        .collect())
}

/// Published items: by words only among the newest, or by a number that is exactly theirs.
async fn published(
    tx: &mut Tx,
    tally: &Tally,
    bodies: &[String],
    filter: &DraftFilter,
    all: &[Row],
    page: Page,
) -> Result<(Vec<PublishedLine>, i64), StorageError> {
    let mut conditions = Vec::new();
    let mut and = |code: &str, test: Test| {
        conditions.extend(ITEMS.column(code).map(|column| Condition { column, test }));
    };
    if !filter.category.is_empty() {
        and("category", Test::OneOf(vec![Value::Text(filter.category.clone())]));
    }
    if let Some(year) = filter.year {
        and("published_on", Test::Year { from: Some(year), to: Some(year), or_absent: false });
    }
    let selection = Selection { register: &ITEMS, bodies: Some(bodies.to_vec()), conditions };
    if filter.words.is_empty() {
        let total = tally.count(&selection);
        let found = rows::newest(tx, &selection, "published_on", page).await?;
        return Ok((found.iter().map(|stored| line_of(all, stored)).collect(), total));
    }
    let mut found = Vec::new();
    for code in ["index_number", "document_number"] {
        let mut exact = selection.clone();
        let test = Test::OneOf(vec![Value::Text(filter.words.clone())]);
        exact.conditions.extend(ITEMS.column(code).map(|column| Condition { column, test }));
        found.extend(rows::newest(tx, &exact, "published_on", Page { offset: 0, limit: page.limit }).await?);
    }
    if found.is_empty() {
        let newest = rows::newest(tx, &selection, "published_on", Page { offset: 0, limit: MOST }).await?;
        found.extend(
            newest
                .into_iter()
                .filter(|stored| stored.row.value(&ITEMS, "title").to_plain().contains(&filter.words)),
        );
    }
    let total = found.len() as i64;
    let (offset, limit) = (page.offset.max(0) as usize, page.limit.max(0) as usize);
    Ok((found.iter().skip(offset).take(limit).map(|stored| line_of(all, stored)).collect(), total))
}

fn line_of(bodies: &[Row], stored: &Stored) -> PublishedLine {
    let text = |code: &str| stored.row.value(&ITEMS, code).to_plain();
    let day = |code: &str| stored.row.value(&ITEMS, code).as_date();
    PublishedLine {
        short_id: stored.edition.as_ref().map(|(_, short_id)| short_id.clone()).unwrap_or_default(),
        title: text("title"),
        index_number: text("index_number"),
        document_number: text("document_number"),
        category: text("category"),
        body: body_name(bodies, stored.row.body(&ITEMS)),
        class: text("class"),
        published_on: day("published_on"),
        withdrawn_on: day("withdrawn_on"),
        archived_on: day("archived_on"),
        repealed: day("repealed_on").is_some(),
    }
}
