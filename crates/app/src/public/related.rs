//! What belongs with an item: those that name it or are named by number, and those of its kind published near it.

use super::items::{self, ItemFilter, PublicItem};
use crate::Installation;
use crate::reports::bodies;
use gongkai_domain::catalogue::{ITEMS, cited_numbers};
use gongkai_domain::registers::{Condition, Row, Selection, Test, Value};
use gongkai_storage::StorageError;
use gongkai_storage::registers::{self, Page, Stored};

/// Most items of each kind.
const MOST: usize = 5;
/// Most numbers looked up: a text that names more is a list of documents.
const MOST_NUMBERS: usize = 300;

/// Items that belong with another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelatedItems {
    /// Items with the same document number, or with one that its title or text names.
    pub by_number: Vec<PublicItem>,
    /// Items of the same publisher and category published nearest to it, newest first.
    pub by_date: Vec<PublicItem>,
}

/// What belongs with a published item. Both kinds are found by an index.
pub async fn related(office: &Installation, item: &PublicItem) -> Result<RelatedItems, StorageError> {
    let mut tx = office.db.read().await?;
    let all = bodies(&mut tx).await?;
    let mut by_number = Vec::new();
    if let Some(selection) = with_its_numbers(item) {
        let found = registers::newest(&mut tx, &selection, "published_on", page()).await?;
        by_number = others(office, &all, found, item);
    }
    by_number.truncate(MOST);
    let mut by_date = Vec::new();
    if let Some(selection) = of_its_kind(item) {
        let limit = page().limit;
        let found = registers::nearest(&mut tx, &selection, "published_on", item.published_on, limit).await?;
        by_date = others(office, &all, found, item);
    }
    by_date.retain(|other| by_number.iter().all(|known| known.short_id != other.short_id));
    by_date.sort_by_key(|other| (other.published_on - item.published_on).get_days().abs());
    by_date.truncate(MOST);
    by_date.sort_by_key(|other| std::cmp::Reverse(other.published_on));
    Ok(RelatedItems { by_number, by_date })
}

/// One more than are shown, because the item itself may be among them.
const fn page() -> Page {
    Page { offset: 0, limit: MOST as i64 + 1 }
}

fn others(office: &Installation, bodies: &[Row], found: Vec<Stored>, item: &PublicItem) -> Vec<PublicItem> {
    let items = found.into_iter().filter_map(|stored| items::public_item(office, bodies, stored));
    items.filter(|other| other.short_id != item.short_id).collect()
}

fn with_its_numbers(item: &PublicItem) -> Option<Selection> {
    let mut numbers = cited_numbers(&format!("{}\n{}", item.title, item.text));
    numbers.truncate(MOST_NUMBERS);
    numbers.extend(Some(item.document_number.clone()).filter(|number| !number.is_empty()));
    if numbers.is_empty() {
        return None;
    }
    let test = Test::OneOf(numbers.into_iter().map(Value::Text).collect());
    let mut selection = items::selection(&ItemFilter::default())?;
    selection.conditions.push(Condition { column: ITEMS.column("document_number")?, test });
    Some(selection)
}

/// Of the same publisher and category, of its year and the two around it.
fn of_its_kind(item: &PublicItem) -> Option<Selection> {
    let filter = ItemFilter {
        category: Some(item.category_code.clone()),
        year: None,
        body: Some(item.body_code.clone()),
    };
    let mut selection = items::selection(&filter)?;
    let year = item.published_on.year();
    let test = Test::Year { from: Some(year - 1), to: Some(year + 1), or_absent: false };
    selection.conditions.push(Condition { column: ITEMS.column("published_on")?, test });
    Some(selection)
}
