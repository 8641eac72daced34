//! Which items were placed where, and what is on its way: the board of all, and one item.

use super::accounts::{Account, accounts_of, named};
use super::{ChannelError, is_open, item};
use crate::people::{self, Officer};
use crate::reports::{self, body_name};
use crate::{Installation, StorageError};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::channels::PLACEMENTS;
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{Condition, Register, Selection, Test, Value};
use gongkai_domain::says::Says;
use gongkai_storage::channels::{self as stored, Evidence};
use gongkai_storage::jobs::{self, Job};
use gongkai_storage::registers::{self, Page};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Most sendings listed.
const MOST: i64 = 200;

/// One item and one channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// How often it was placed there.
    pub placed: i64,
    /// Sendings that are on their way.
    pub waiting: usize,
    /// Sendings that wait for a person.
    pub stopped: usize,
}

/// One item on the board.
#[derive(Clone, Debug)]
pub struct BoardLine {
    /// Part of its address.
    pub short_id: String,
    /// Title.
    pub title: String,
    /// Name of its publisher.
    pub body: String,
    /// Day of publication.
    pub published_on: Option<Date>,
    /// By code of the channel.
    pub marks: BTreeMap<String, Mark>,
}

/// A sending that is not settled.
#[derive(Clone, Debug)]
pub struct Sending {
    /// Its place in the queue.
    pub id: i64,
    /// Part of the address of the item.
    pub short_id: String,
    /// Title of the item.
    pub title: String,
    /// Name of the account.
    pub account: String,
    /// Code of the channel.
    pub channel: String,
    /// `waiting`, `stopped`, `unsure`, `done` or `dropped`.
    pub state: String,
    /// When it was asked for.
    pub queued_at: Timestamp,
    /// When it is tried next.
    pub next_at: Option<Timestamp>,
    /// How often it was tried.
    pub attempts: i64,
    /// What was said last.
    pub said: Says,
}

/// The board of somebody's bodies.
#[derive(Clone, Debug)]
pub struct Board {
    /// Items, newest first.
    pub lines: Vec<BoardLine>,
    /// How many there are in all.
    pub total: i64,
    /// Sendings that are not settled, those that wait for a person first.
    pub sendings: Vec<Sending>,
    /// The bodies there are to choose from: code and name.
    pub bodies: Vec<(String, String)>,
}

/// The board: open items of the bodies somebody may read for, or of one of them.
pub async fn board(
    office: &Installation,
    officer: &Officer,
    body: &str,
    page: Page,
) -> Result<Board, StorageError> {
    let reach = officer.bodies(Permission::Read);
    let wanted: Vec<String> = reach.iter().filter(|one| body.is_empty() || *one == body).cloned().collect();
    let mut tx = office.db.read().await?;
    let names = reports::bodies(&mut tx).await?;
    let open = [equal(&ITEMS, "class", "proactive"), absent(&ITEMS, "withdrawn_on")];
    let conditions = open.into_iter().flatten().collect();
    let selection = Selection { register: &ITEMS, bodies: Some(wanted.clone()), conditions };
    let items = registers::newest(&mut tx, &selection, "published_on", page).await?;
    let total = office.cache.tally_in(&mut tx, &ITEMS).await?.count(&selection);
    let accounts = accounts_of(&mut tx, &wanted).await?;
    let found = jobs::open(&mut tx, &wanted, MOST).await?;
    let numbers: Vec<String> =
        items.iter().map(|item| item.row.value(&ITEMS, "index_number").to_plain()).collect();
    let placed = stored::placed(&mut tx, &numbers).await?;
    let lines = items.iter().map(|item| {
        let text = |code: &str| item.row.value(&ITEMS, code).to_plain();
        let number = text("index_number");
        let mut marks: BTreeMap<String, Mark> = BTreeMap::new();
        for (_, channel, count) in placed.iter().filter(|(of, ..)| *of == number) {
            marks.entry(channel.clone()).or_default().placed = *count;
        }
        for job in found.iter().filter(|job| job.subject == item.row.key) {
            let mark = marks.entry(channel_of(&accounts, job)).or_default();
            if job.state == "waiting" { mark.waiting += 1 } else { mark.stopped += 1 }
        }
        BoardLine {
            short_id: item.edition.as_ref().map(|(_, short_id)| short_id.clone()).unwrap_or_default(),
            title: text("title"),
            body: body_name(&names, item.row.body(&ITEMS)),
            published_on: item.row.value(&ITEMS, "published_on").as_date(),
            marks,
        }
    });
    let lines = lines.collect();
    let mut sendings = Vec::new();
    for job in found {
        let item = registers::load(&mut tx, &ITEMS, &[&job.subject]).await?.pop();
        sendings.push(sending(&accounts, job, item.as_ref()));
    }
    Ok(Board { lines, total, sendings, bodies: named(&names, &reach) })
}

fn equal(register: &'static Register, code: &str, value: &str) -> Option<Condition> {
    let test = Test::OneOf(vec![Value::Text(value.to_owned())]);
    register.column(code).map(|column| Condition { column, test })
}

fn absent(register: &'static Register, code: &str) -> Option<Condition> {
    register.column(code).map(|column| Condition { column, test: Test::Absent })
}

fn channel_of(accounts: &[Account], job: &Job) -> String {
    accounts.iter().find(|one| one.id == job.account).map(|one| one.channel.clone()).unwrap_or_default()
}

fn sending(accounts: &[Account], job: Job, item: Option<&registers::Stored>) -> Sending {
    let title = item.map(|item| item.row.value(&ITEMS, "title").to_plain()).unwrap_or_default();
    let short_id = item.and_then(|item| item.edition.clone()).map(|(_, short_id)| short_id);
    Sending {
        channel: channel_of(accounts, &job),
        account: accounts
            .iter()
            .find(|one| one.id == job.account)
            .map(|one| one.name.clone())
            .unwrap_or_default(),
        short_id: short_id.unwrap_or_default(),
        title,
        id: job.id,
        queued_at: job.queued_at,
        next_at: job.next_at,
        attempts: job.attempts,
        said: Says::of_both(&job.said),
        state: job.state,
    }
}

/// One placement of an item.
#[derive(Clone, Debug)]
pub struct PlacementLine {
    /// Key of its row.
    pub key: String,
    /// Code of the channel.
    pub channel: String,
    /// Outlet or account.
    pub outlet: String,
    /// Day.
    pub published_on: Option<Date>,
    /// Address or page.
    pub address: String,
    /// What proves it, newest first, and the name of whoever kept each.
    pub evidence: Vec<(Evidence, String)>,
}

/// An item with its channels.
#[derive(Clone, Debug)]
pub struct ItemChannels {
    /// The item.
    pub item: registers::Stored,
    /// Whether it is open to the public now.
    pub open: bool,
    /// Its placements, newest first.
    pub placements: Vec<PlacementLine>,
    /// Evidence of rows that were changed or removed since.
    pub former: Vec<(Evidence, String)>,
    /// Its sendings, newest first.
    pub sendings: Vec<Sending>,
    /// Accounts it can be sent to.
    pub accounts: Vec<Account>,
}

/// An item with its channels, for somebody who may see it.
pub async fn of_item(
    office: &Installation,
    officer: &Officer,
    short_id: &str,
) -> Result<ItemChannels, ChannelError> {
    let mut tx = office.db.read().await?;
    let item = item(&mut tx, officer, Permission::Read, short_id).await?;
    let number = item.row.value(&ITEMS, "index_number").to_plain();
    let body = item.row.body(&ITEMS).to_owned();
    let selection = Selection {
        register: &PLACEMENTS,
        bodies: Some(officer.bodies(Permission::Read)),
        conditions: equal(&PLACEMENTS, "index_number", &number).into_iter().collect(),
    };
    let rows =
        registers::newest(&mut tx, &selection, "published_on", Page { offset: 0, limit: MOST }).await?;
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut former = Vec::new();
    for evidence in stored::evidence_of(&mut tx, &item.row.key).await? {
        if !names.contains_key(&evidence.kept_by) {
            names.insert(evidence.kept_by.clone(), people::name_of(&mut tx, &evidence.kept_by).await?);
        }
        let name = names.get(&evidence.kept_by).cloned().unwrap_or_default();
        former.push((evidence, name));
    }
    let mut placements = Vec::new();
    for row in rows {
        let text = |code: &str| row.row.value(&PLACEMENTS, code).to_plain();
        let (own, others) =
            former.into_iter().partition(|(one, _): &(Evidence, String)| one.placement_key == row.row.key);
        former = others;
        placements.push(PlacementLine {
            channel: text("channel"),
            outlet: text("outlet"),
            published_on: row.row.value(&PLACEMENTS, "published_on").as_date(),
            address: text("address"),
            evidence: own,
            key: row.row.key,
        });
    }
    let mut accounts = accounts_of(&mut tx, std::slice::from_ref(&body)).await?;
    let found = jobs::about(&mut tx, &item.row.key).await?;
    let sendings = found.into_iter().map(|job| sending(&accounts, job, Some(&item))).collect();
    accounts.retain(|account| account.closed_at.is_none());
    Ok(ItemChannels { open: is_open(&item), item, placements, former, sendings, accounts })
}
