//! Items as the public sees them: the list with its filters, one item, a withdrawn one.

use super::files::{PublicFile, files_of};
use super::visible;
use crate::Installation;
use crate::reports::{bodies, body_name};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::registers::{Column, Condition, Row, Selection, Test, Value};
use gongkai_domain::safe_html::SafeHtml;
use gongkai_domain::says::Says;
use gongkai_storage::registers::{self, Page, Stored};
use gongkai_storage::{StorageError, catalogue};
use jiff::civil::Date;

/// Conditions of a list of items; each may be absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// Code of the category.
    pub category: Option<String>,
    /// Year of publication.
    pub year: Option<i16>,
    /// Code of the publisher.
    pub body: Option<String>,
}

/// One page of a list, with the choices its filters leave.
#[derive(Clone, Debug)]
pub struct ItemList {
    /// The items, newest first, without their text.
    pub items: Vec<PublicItem>,
    /// How many there are under the filter.
    pub total: i64,
    /// Categories with what each would leave under the other conditions, in official order.
    pub categories: Vec<Facet>,
    /// Years that have items, newest first.
    pub years: Vec<i16>,
    /// Publishers that have items: code and name, in official order.
    pub bodies: Vec<(String, String)>,
}

/// One choice of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The code.
    pub code: String,
    /// Its word.
    pub name: Says,
    /// Items it would leave.
    pub count: i64,
}

/// A published item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicItem {
    /// Its permanent part of the address.
    pub short_id: String,
    /// Index number.
    pub index_number: String,
    /// Title.
    pub title: String,
    /// Code of the category.
    pub category_code: String,
    /// Category.
    pub category: Says,
    /// Statutory topic, if it has one.
    pub topic: Option<Says>,
    /// Code of the publisher.
    pub body_code: String,
    /// Name of the publisher.
    pub body: String,
    /// Document number; may be empty.
    pub document_number: String,
    /// Date of the document.
    pub issued_on: Option<Date>,
    /// Day it was published.
    pub published_on: Date,
    /// Source; may be empty.
    pub source: String,
    /// Keywords; may be empty.
    pub keywords: String,
    /// Summary; may be empty.
    pub summary: String,
    /// Text; may be empty.
    pub text: String,
    /// The text as clean HTML, where it was written with an editor (not filled in lists).
    pub html: Option<SafeHtml>,
    /// What the current edition corrects; may be empty.
    pub correction: String,
    /// From when to when it is in force, where that is recorded.
    pub validity: Validity,
    /// Whether it is about public funds.
    pub public_funds: bool,
    /// Files published beside it (not filled in lists).
    pub attachments: Vec<PublicFile>,
    /// Editions, newest first (not filled in lists).
    pub editions: Vec<PublicEdition>,
}

/// From when to when an item is in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validity {
    /// In force from this day.
    pub effective_on: Option<Date>,
    /// No longer in force from this day.
    pub repealed_on: Option<Date>,
    /// Number of what repealed it; may be empty.
    pub repealed_by: String,
    /// Number of what it replaces; may be empty.
    pub replaces: String,
}

/// An item that exists and is not open, of which the public is told (告知存在).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedItem {
    /// Index number.
    pub index_number: String,
    /// Title; only of what is open on request.
    pub title: Option<String>,
    /// Name of the publisher.
    pub body: String,
    /// Code of the publisher.
    pub body_code: String,
    /// Category.
    pub category: Says,
    /// Its class: open on request, or withheld.
    pub class: Says,
    /// Ground for withholding; empty for what is open on request.
    pub ground: Says,
    /// Article; may be empty.
    pub article: String,
    /// Day it was entered in the catalogue.
    pub on: Option<Date>,
}

/// One edition of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicEdition {
    /// Ordinal, from 1.
    pub number: i64,
    /// Day of publication it states.
    pub on: Option<Date>,
    /// What it corrects; may be empty.
    pub correction: String,
    /// Its words; empty where it has none.
    pub text: String,
}

/// What is at an item's address.
#[derive(Clone, Debug)]
pub enum ItemState {
    /// The item.
    Published(Box<PublicItem>),
    /// It was published and withdrawn.
    Withdrawn {
        /// Title.
        title: String,
        /// Name of the publisher.
        body: String,
        /// Day of withdrawal.
        on: Date,
        /// Reason; may be empty.
        reason: String,
    },
    /// It exists and is not open; the public is told that much.
    Closed(Box<ClosedItem>),
    /// Nothing the public may know of.
    Unknown,
}

/// One page of the published items, newest first.
pub async fn items(office: &Installation, filter: &ItemFilter, page: Page) -> Result<ItemList, StorageError> {
    let tally = office.cache.tally(office, &ITEMS).await?;
    let count = |filter: &ItemFilter| selection(filter).map_or(0, |selection| tally.count(&selection));
    let without_category = ItemFilter { category: None, ..filter.clone() };
    let categories = office.law.codes.list("item-categories").map_or(Vec::new(), |list| {
        let of =
            |code: &str| count(&ItemFilter { category: Some(code.to_owned()), ..without_category.clone() });
        list.codes
            .iter()
            .map(|code| Facet {
                code: code.code.clone(),
                name: Says::new(&code.zh, &code.en),
                count: of(&code.code),
            })
            .collect()
    });
    let mut tx = office.db.read().await?;
    let all = bodies(&mut tx).await?;
    let everything = selection(&ItemFilter::default());
    let distinct = |code: &str| everything.as_ref().map_or_else(Vec::new, |all| tally.distinct(all, code));
    let mut years: Vec<i16> = distinct("published_on").iter().filter_map(|(value, _)| value.year()).collect();
    years.reverse();
    let publishers: Vec<String> = distinct("body").iter().map(|(value, _)| value.to_plain()).collect();
    let rows = match selection(filter) {
        Some(selection) => registers::newest(&mut tx, &selection, "published_on", page).await?,
        None => Vec::new(),
    };
    Ok(ItemList {
        items: rows.into_iter().filter_map(|stored| public_item(office, &all, stored)).collect(),
        total: count(filter),
        categories,
        years,
        bodies: all
            .iter()
            .filter(|row| publishers.contains(&row.key))
            .map(|row| (row.key.clone(), body_name(&all, &row.key)))
            .collect(),
    })
}

/// What is at the address of this short id.
pub async fn item(office: &Installation, short_id: &str) -> Result<ItemState, StorageError> {
    let mut tx = office.db.read().await?;
    let Some(key) = catalogue::key_of_short_id(&mut tx, short_id).await? else {
        return Ok(ItemState::Unknown);
    };
    let Some(stored) = registers::load(&mut tx, &ITEMS, &[&key]).await?.pop() else {
        return Ok(ItemState::Unknown);
    };
    let all = bodies(&mut tx).await?;
    let text = |code: &str| stored.row.value(&ITEMS, code).to_plain();
    if text("class") != "proactive" {
        let told = stored.row.value(&ITEMS, "notice") == &Value::Boolean(true)
            && stored.row.value(&ITEMS, "withdrawn_on").is_absent();
        let closed = told.then(|| ItemState::Closed(Box::new(closed(office, &all, &stored.row))));
        return Ok(closed.unwrap_or(ItemState::Unknown));
    }
    if let Some(on) = stored.row.value(&ITEMS, "withdrawn_on").as_date() {
        let body = body_name(&all, stored.row.body(&ITEMS));
        return Ok(ItemState::Withdrawn {
            title: text("title"),
            body,
            on,
            reason: text("withdrawal_reason"),
        });
    }
    let editions = catalogue::editions(&mut tx, &key).await?;
    Ok(match public_item(office, &all, stored) {
        None => ItemState::Unknown,
        Some(mut item) => {
            let html = editions.first().and_then(|(_, edition)| edition.html.as_deref());
            item.html = html.map(SafeHtml::of);
            if let Some((_, edition)) = editions.first() {
                item.attachments = files_of(&mut tx, &key, edition.number).await?;
            }
            item.editions = editions
                .into_iter()
                .map(|(_, edition)| PublicEdition {
                    number: edition.number,
                    on: fact(&edition.facts, "published_on").parse().ok(),
                    correction: fact(&edition.facts, "correction"),
                    text: edition.text.unwrap_or_default(),
                })
                .collect();
            ItemState::Published(Box::new(item))
        }
    })
}

/// The short id of the published item with this index number, so that an index number's address leads to it.
pub async fn key_of_address(
    office: &Installation,
    index_number: &str,
) -> Result<Option<String>, StorageError> {
    let mut tx = office.db.read().await?;
    let Some(column) = ITEMS.column("index_number") else { return Ok(None) };
    let test = Test::OneOf(vec![Value::Text(index_number.to_owned())]);
    let asked = Selection { register: &ITEMS, bodies: None, conditions: vec![Condition { column, test }] };
    let Some(selection) = visible(&asked) else { return Ok(None) };
    let found = registers::page(&mut tx, &selection, 0, Page { offset: 0, limit: 1 }).await?;
    Ok(found.into_iter().next().and_then(|stored| stored.edition).map(|(_, short_id)| short_id))
}

pub(super) fn selection(filter: &ItemFilter) -> Option<Selection> {
    let condition =
        |column: Option<&'static Column>, test: Test| column.map(|column| Condition { column, test });
    let mut conditions = Vec::new();
    if let Some(category) = &filter.category {
        conditions
            .extend(condition(ITEMS.column("category"), Test::OneOf(vec![Value::Text(category.clone())])));
    }
    if let Some(year) = filter.year {
        let test = Test::Year { from: Some(year), to: Some(year), or_absent: false };
        conditions.extend(condition(ITEMS.column("published_on"), test));
    }
    let bodies = filter.body.clone().map(|body| vec![body]);
    visible(&Selection { register: &ITEMS, bodies, conditions })
}

/// What an edition's facts say of a column; empty where nothing.
fn fact(facts: &str, code: &str) -> String {
    let facts: serde_json::Value = serde_json::from_str(facts).unwrap_or_default();
    facts.get(code).and_then(|fact| fact.as_str()).unwrap_or_default().to_owned()
}

/// What the public is told of an item that is not open: of one that is withheld not even its title.
fn closed(office: &Installation, bodies: &[Row], row: &Row) -> ClosedItem {
    let text = |code: &str| row.value(&ITEMS, code).to_plain();
    let codes = &office.law.codes;
    let said = |list: &str, code: &str| Says::new(codes.zh(list, code), codes.en(list, code));
    let class = text("class");
    ClosedItem {
        index_number: text("index_number"),
        title: (class == "on_request").then(|| text("title")),
        body: body_name(bodies, row.body(&ITEMS)),
        body_code: row.body(&ITEMS).to_owned(),
        category: said("item-categories", &text("category")),
        class: said("disclosure-classes", &class),
        ground: said("withholding-grounds", &text("withheld_ground")),
        article: text("withheld_article"),
        on: row.value(&ITEMS, "published_on").as_date(),
    }
}

pub(super) fn public_item(office: &Installation, bodies: &[Row], stored: Stored) -> Option<PublicItem> {
    let text = |code: &str| stored.row.value(&ITEMS, code).to_plain();
    let codes = &office.law.codes;
    let said = |list: &str, code: &str| Says::new(codes.zh(list, code), codes.en(list, code));
    let (category, topic) = (text("category"), text("topic"));
    Some(PublicItem {
        short_id: stored.edition.as_ref()?.1.clone(),
        index_number: text("index_number"),
        title: text("title"),
        category: said("item-categories", &category),
        category_code: category,
        topic: (!topic.is_empty()).then(|| said("article-20-topics", &topic)),
        body_code: stored.row.body(&ITEMS).to_owned(),
        body: body_name(bodies, stored.row.body(&ITEMS)),
        document_number: text("document_number"),
        issued_on: stored.row.value(&ITEMS, "issued_on").as_date(),
        published_on: stored.row.value(&ITEMS, "published_on").as_date()?,
        source: text("source"),
        keywords: text("keywords"),
        summary: text("summary"),
        text: text("text"),
        html: None,
        correction: text("correction"),
        validity: Validity {
            effective_on: stored.row.value(&ITEMS, "effective_on").as_date(),
            repealed_on: stored.row.value(&ITEMS, "repealed_on").as_date(),
            repealed_by: text("repealed_by"),
            replaces: text("replaces"),
        },
        public_funds: *stored.row.value(&ITEMS, "public_funds") == Value::Boolean(true),
        attachments: Vec::new(),
        editions: Vec::new(),
    })
}
