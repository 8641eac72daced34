//! The queue of sendings: asked for by somebody, taken by a worker with a lease, settled with what became of it.

use super::accounts::{self, Opened};
use super::placing::{Placing, place_within};
use super::{Account, ChannelError, is_open, item};
use crate::Installation;
use crate::drafts::new_id;
use crate::import::By;
use crate::people::Officer;
use crate::reports::{self, body_name};
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::channels::{Outcome, Placed, Post, Trouble, wait_after};
use gongkai_domain::people::Permission;
use gongkai_domain::safe_html::SafeHtml;
use gongkai_domain::says::Says;
use gongkai_storage::audit::{self, Act};
use gongkai_storage::jobs::{self, Job, Settled};
use gongkai_storage::registers::{self, Stored};
use gongkai_storage::{Tx, catalogue};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::time::Duration;

/// What the queue calls a sending.
pub(super) const KIND: &str = "send-item";
/// How long a worker may hold a sending: longer than any step takes.
const LEASE: SignedDuration = SignedDuration::from_mins(3);
/// Waits up to this long are sat out with the sending in hand.
const IN_HAND: Duration = Duration::from_secs(2);
/// Longest summary made of a text, in characters.
const SUMMARY: usize = 100;

/// What a sending is, as the queue keeps it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Facts {
    /// What tells it from every other.
    pub delivery: String,
    /// Who asked for it.
    pub by: String,
}

/// A sending a worker holds.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its place in the queue.
    pub id: i64,
    /// Who holds it.
    pub holder: String,
    /// The account, with its secrets.
    pub account: Opened,
    /// What is sent; its address is still without scheme and host.
    pub post: Post,
    /// How far it has come.
    pub progress: String,
    /// Whether the last try may have placed it without our knowing.
    pub doubt: bool,
    job: Job,
}

/// What a worker found in the queue.
#[derive(Debug)]
pub enum Taken {
    /// Nothing is due.
    Nothing,
    /// Something that cannot be sent any more, which now waits for a person or is given up.
    Settled,
    /// A sending.
    Task(Box<Task>),
}

/// Asks for an item to be sent to accounts of its body.
pub async fn queue(
    office: &Installation,
    officer: &Officer,
    short_id: &str,
    wanted: &[&str],
    by: &By,
) -> Result<usize, ChannelError> {
    let mut tx = office.db.write().await?;
    let item = item(&mut tx, officer, Permission::PublishItems, short_id).await?;
    if !is_open(&item) {
        return Err(ChannelError::refused(
            "这一件没有公开或者已经撤回，不能推送",
            "it is not open to the public, or was withdrawn: it cannot be sent",
        ));
    }
    let mut open = accounts::accounts_of(&mut tx, &[item.row.body(&ITEMS).to_owned()]).await?;
    open.retain(|account| account.closed_at.is_none() && wanted.contains(&account.id.as_str()));
    if open.is_empty() {
        let says = Says::new("勾选要推送到的账号", "tick the accounts it is to be sent to");
        return Err(ChannelError::Fields(vec![("account", says)]));
    }
    let under_way = jobs::about(&mut tx, &item.row.key).await?;
    let busy = under_way.iter().find(|job| {
        matches!(job.state.as_str(), "waiting" | "stopped" | "unsure")
            && open.iter().any(|one| one.id == job.account)
    });
    if let Some(busy) = busy {
        let name = open.iter().find(|one| one.id == busy.account).map_or("", |one| one.name.as_str());
        return Err(ChannelError::Refused(Says::new(
            format!("“{name}”的上一次推送还没有了结，请先处理那一次"),
            format!("the last sending to “{name}” is not settled yet: see to it first"),
        )));
    }
    queue_within(&mut tx, &item, &open, by).await?;
    tx.commit().await?;
    Ok(open.len())
}

/// Queues an item for accounts; whoever opened the transaction commits.
pub(super) async fn queue_within(
    tx: &mut Tx,
    item: &Stored,
    accounts: &[Account],
    by: &By,
) -> Result<(), ChannelError> {
    if accounts.is_empty() {
        return Ok(());
    }
    let head = audit::take_place(tx).await?;
    let body = item.row.body(&ITEMS);
    let mut jobs = Vec::new();
    for account in accounts {
        let delivery = new_id().ok_or(ChannelError::NoRandomness)?;
        let facts = json!(Facts { delivery, by: by.actor.clone() }).to_string();
        let about = (body, item.row.key.as_str(), account.id.as_str());
        jobs.push(jobs::add(tx, KIND, &facts, about, by.at).await?);
    }
    let accounts: Vec<&str> = accounts.iter().map(|account| account.id.as_str()).collect();
    let facts = json!({ "item": item.row.key, "body": body, "accounts": accounts, "jobs": jobs }).to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "queue-sending", article: "", facts: &facts };
    audit::append(tx, &head, act, &mut []).await?;
    Ok(())
}

/// Takes the sending that is due longest for a worker. Of several workers on one database only one is given it.
pub async fn take(office: &Installation, holder: &str, now: Timestamp) -> Result<Taken, ChannelError> {
    if !jobs::is_due(&mut office.db.read().await?, now).await? {
        return Ok(Taken::Nothing);
    }
    let mut tx = office.db.write().await?;
    let Some(job) = jobs::take(&mut tx, holder, now, now + LEASE).await? else { return Ok(Taken::Nothing) };
    let task = task(office, &mut tx, &job, holder).await;
    let refused = match task {
        Ok(task) => {
            tx.commit().await?;
            return Ok(Taken::Task(Box::new(task)));
        }
        Err(ChannelError::Refused(says)) => says,
        Err(ChannelError::Sealing(error)) => Says::of_both(&error.to_string()),
        Err(error) => return Err(error),
    };
    let said = both(&refused);
    let settled = Settled {
        state: "stopped",
        said: &said,
        progress: &job.progress,
        next_at: None,
        doubt: job.doubt,
        done_at: None,
        failure: Some(&said),
    };
    jobs::settle(&mut tx, (job.id, holder), &settled).await?;
    tx.commit().await?;
    Ok(Taken::Settled)
}

async fn task(office: &Installation, tx: &mut Tx, job: &Job, holder: &str) -> Result<Task, ChannelError> {
    let item = registers::load(tx, &ITEMS, &[&job.subject]).await?.pop();
    let item = item.filter(is_open).ok_or_else(|| {
        ChannelError::refused("这一件已经撤回或者不再公开", "the item was withdrawn or is no longer open")
    })?;
    let account = accounts::opened(office, tx, &job.account).await?;
    let account = account.filter(|opened| opened.account.closed_at.is_none());
    let account =
        account.ok_or_else(|| ChannelError::refused("这个账号已经停用", "the account was closed"))?;
    let post = post(tx, job, &item).await?;
    Ok(Task {
        id: job.id,
        holder: holder.to_owned(),
        account,
        post,
        progress: job.progress.clone(),
        doubt: job.doubt,
        job: job.clone(),
    })
}

/// The item as it is sent: its current edition.
async fn post(tx: &mut Tx, job: &Job, item: &Stored) -> Result<Post, ChannelError> {
    let facts: Facts = serde_json::from_str(&job.facts)
        .map_err(|_| ChannelError::refused("队列里的记录读不出", "the entry of the queue cannot be read"))?;
    let text = |code: &str| item.row.value(&ITEMS, code).to_plain();
    let edition =
        catalogue::editions(tx, &item.row.key).await?.into_iter().next().map(|(_, edition)| edition);
    let html = match edition.map(|edition| (edition.html, edition.text)) {
        Some((Some(html), _)) => SafeHtml::of(&html),
        Some((None, Some(text))) => SafeHtml::of_plain(&text),
        _ => SafeHtml::default(),
    };
    let summary = match text("summary") {
        summary if summary.is_empty() => html.plain().chars().take(SUMMARY).collect(),
        summary => summary,
    };
    let names = reports::bodies(tx).await?;
    let short_id = item.edition.as_ref().map(|(_, short_id)| short_id.as_str()).unwrap_or_default();
    Ok(Post {
        delivery: facts.delivery,
        title: text("title"),
        summary,
        html: html.as_str().to_owned(),
        index_number: text("index_number"),
        document_number: text("document_number"),
        body: body_name(&names, item.row.body(&ITEMS)),
        published_on: item.row.value(&ITEMS, "published_on").as_date(),
        address: format!("/zfxxgk/doc/{short_id}"),
    })
}

/// Settles a sending with what became of its step: the next step is waited for, the placement recorded, or a person asked.
///
/// Answers whether the worker goes on with it at once. What a worker says of a sending it holds no longer counts for
/// nothing, but that it was placed: that is recorded whoever holds it, because it is so.
pub async fn settle(
    office: &Installation,
    task: &mut Task,
    outcome: &Outcome,
    token: Option<&(String, Timestamp)>,
    (now, today): (Timestamp, Date),
) -> Result<bool, ChannelError> {
    let mut tx = office.db.write().await?;
    if let Some(token) = token {
        accounts::keep_token(office, &mut tx, &task.account, token).await?;
        task.account.token = Some(token.clone());
    }
    let since = Duration::try_from(now.duration_since(task.job.queued_at)).unwrap_or_default();
    let (holder, id) = (task.holder.clone(), task.id);
    let mine = (id, holder.as_str());
    let mut goes_on = false;
    match outcome {
        Outcome::GoOn { progress, after } if *after <= IN_HAND => {
            goes_on = jobs::go_on(&mut tx, mine, progress, now + LEASE).await?;
            task.progress.clone_from(progress);
            task.doubt = false;
        }
        Outcome::GoOn { progress, .. } if wait_after(1, since, None).is_none() => {
            let endless =
                Says::new("一天以后对方仍在处理", "the service has not come to an end within a day");
            let said = both(&endless);
            task.progress.clone_from(progress);
            let settled = troubled(task, &Trouble::Unsure(endless), &said, since, now);
            jobs::settle(&mut tx, mine, &settled).await?;
        }
        Outcome::GoOn { progress, after } => {
            let settled = waiting(progress, &task.job.said, later(now, *after), false);
            jobs::settle(&mut tx, mine, &settled).await?;
        }
        Outcome::Placed(placed) => record(office, &mut tx, task, placed, (now, today)).await?,
        Outcome::Trouble(trouble) => {
            let said = both(says_of(trouble));
            jobs::settle(&mut tx, mine, &troubled(task, trouble, &said, since, now)).await?;
        }
    }
    tx.commit().await?;
    Ok(goes_on)
}

fn waiting<'a>(progress: &'a str, said: &'a str, next_at: Timestamp, doubt: bool) -> Settled<'a> {
    Settled { state: "waiting", said, progress, next_at: Some(next_at), doubt, done_at: None, failure: None }
}

/// How a sending stands after trouble.
fn troubled<'a>(
    task: &'a Task,
    trouble: &Trouble,
    said: &'a str,
    since: Duration,
    now: Timestamp,
) -> Settled<'a> {
    let asked = match trouble {
        Trouble::Later(_, asked) => *asked,
        _ => None,
    };
    let wait = wait_after(task.job.attempts, since, asked);
    // Doubt stays until a step has come through: a failed look at the channel has not ended it.
    let doubt = task.doubt || matches!(trouble, Trouble::Lost(_) | Trouble::Unsure(_));
    let state = match (trouble, wait) {
        (Trouble::Later(..) | Trouble::Lost(_), Some(wait)) => {
            return waiting(&task.progress, said, later(now, wait), doubt);
        }
        (Trouble::Lost(_) | Trouble::Unsure(_), _) => "unsure",
        (Trouble::Later(..) | Trouble::Person(_), _) => "stopped",
    };
    Settled {
        state,
        said,
        progress: &task.progress,
        next_at: None,
        doubt,
        done_at: None,
        failure: Some(said),
    }
}

fn says_of(trouble: &Trouble) -> &Says {
    match trouble {
        Trouble::Later(says, _) | Trouble::Lost(says) | Trouble::Person(says) | Trouble::Unsure(says) => says,
    }
}

fn later(now: Timestamp, wait: Duration) -> Timestamp {
    SignedDuration::try_from(wait).ok().and_then(|wait| now.checked_add(wait).ok()).unwrap_or(now)
}

/// A sentence as messages are kept, in both languages.
pub(super) fn both(says: &Says) -> String {
    format!("{} / {}", says.zh, says.en)
}

/// Records a placement the service has confirmed, once.
async fn record(
    office: &Installation,
    tx: &mut Tx,
    task: &Task,
    placed: &Placed,
    (now, today): (Timestamp, Date),
) -> Result<(), ChannelError> {
    let item = registers::load(tx, &ITEMS, &[&task.job.subject]).await?.pop().ok_or(ChannelError::Unknown)?;
    let facts: Option<Facts> = serde_json::from_str(&task.job.facts).ok();
    let by = By { actor: facts.map(|facts| facts.by).unwrap_or_default(), at: now, today };
    let settled = Settled {
        state: "done",
        said: &placed.id,
        progress: &task.progress,
        next_at: None,
        doubt: false,
        done_at: Some(now),
        failure: None,
    };
    let mine = (task.id, task.holder.as_str());
    if !jobs::settle(tx, mine, &settled).await? && !jobs::finish(tx, task.id, &settled).await? {
        return Ok(());
    }
    let account = &task.account.account;
    let placing = Placing {
        item: &item,
        channel: &account.channel,
        outlet: &account.name,
        published_on: today,
        address: &placed.address,
        source: account.connector.code(),
        note: &placed.id,
        content: placed.answer.clone(),
        act: "place-by-connector",
    };
    place_within(office, tx, &placing, &by).await
}
