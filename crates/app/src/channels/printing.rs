//! Printing (编印): a gazette, a bulletin or a booklet of chosen items; issuing it writes the rows it means.

use super::ChannelError;
use super::is_open;
use super::picturing::pictures_of;
use super::placing::{Placing, ledger, row_of};
use crate::Installation;
use crate::drafts::new_id;
use crate::import::{By, Ledger, Under, apply_within};
use crate::people::Officer;
use crate::reports::{self, body_name};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gongkai_domain::bulletins::BULLETINS;
use gongkai_domain::catalogue::ITEMS;
use gongkai_domain::digest;
use gongkai_domain::issues::{Issue, IssueItem, IssueKind, blocks_of};
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{Place, Row, Value, columns_key};
use gongkai_domain::safe_html::SafeHtml;
use gongkai_domain::says::Says;
use gongkai_storage::audit::{self, Act};
use gongkai_storage::channels as evidence;
use gongkai_storage::issues as stored;
use gongkai_storage::registers::{self, Stored};
use gongkai_storage::{Tx, catalogue};
use jiff::civil::Date;
use serde_json::json;
use std::collections::HashMap;

pub use gongkai_storage::issues::PrintedIssue as Printed;

/// Most items of an issue.
const MOST_ITEMS: usize = 200;
/// Bytes of a file in one part; a multiple of three, so that parts are joined as they are.
const PART: usize = 300_000;
/// Most issues listed.
const MOST: i64 = 200;

/// An issue as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Code of the body that issues it.
    pub body: String,
    /// What it is.
    pub kind: Option<IssueKind>,
    /// Name of the series.
    pub series: String,
    /// Title of this issue; may be empty.
    pub title: String,
    /// Year it is numbered in.
    pub year: String,
    /// Number in the year; may be empty for a booklet.
    pub number: String,
    /// Day it bears.
    pub dated: String,
    /// Short ids of its items, in order.
    pub items: Vec<String>,
}

/// Why an issue was not printed.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// As everything about channels.
    #[error(transparent)]
    Channel(#[from] ChannelError),
    /// An item has changed since the file was set.
    #[error("有一件刚才改过，请再预览一次 / an item has changed meanwhile, look at it again")]
    Changed,
}

impl From<gongkai_storage::StorageError> for PrintError {
    fn from(error: gongkai_storage::StorageError) -> Self {
        Self::Channel(error.into())
    }
}

/// The fields of an issue, read.
struct Read {
    kind: IssueKind,
    year: i16,
    number: i64,
    dated: Date,
}

/// Puts an issue together, to be looked at or to be issued.
///
/// # Errors
/// [`ChannelError::Fields`] with everything that is wrong with what was typed.
pub async fn assemble(
    office: &Installation,
    officer: &Officer,
    wanted: &Wanted,
    draft: bool,
) -> Result<Issue, ChannelError> {
    let mut tx = office.db.read().await?;
    Ok(put_together(office, &mut tx, officer, wanted, draft).await?.0)
}

async fn put_together(
    office: &Installation,
    tx: &mut Tx,
    officer: &Officer,
    wanted: &Wanted,
    draft: bool,
) -> Result<(Issue, Vec<Stored>, Read), ChannelError> {
    let (read, mut faults) = read(officer, wanted);
    let names = reports::bodies(tx).await?;
    let mut stored = Vec::new();
    for short_id in &wanted.items {
        match super::item(tx, officer, Permission::PublishItems, short_id).await {
            Ok(item) if is_open(&item) => stored.push(item),
            Ok(item) => {
                let title = item.row.value(&ITEMS, "title").to_plain();
                let (zh, en) = (format!("“{title}”没有公开，不能编入"), format!("“{title}” is not open"));
                faults.push(("items", Says::new(zh, en)));
            }
            Err(ChannelError::Unknown) => {
                faults.push(("items", Says::new("有一件找不到", "one of the items cannot be found")));
            }
            Err(error) => return Err(error),
        }
    }
    let (Some(read), true) = (read, faults.is_empty()) else { return Err(ChannelError::Fields(faults)) };
    let mut items = Vec::new();
    for item in &stored {
        items.push(printed(tx, item, &names).await?);
    }
    let pictures = pictures_of(office, tx, &stored, &items).await?;
    let issue = Issue {
        kind: read.kind,
        series: wanted.series.trim().to_owned(),
        title: wanted.title.trim().to_owned(),
        year: read.year,
        number: read.number,
        dated: read.dated,
        body: body_name(&names, &wanted.body),
        draft,
        items,
        pictures,
    };
    Ok((issue, stored, read))
}

fn read(officer: &Officer, wanted: &Wanted) -> (Option<Read>, Vec<(&'static str, Says)>) {
    let mut faults = Vec::new();
    let mut wrong = |field, zh: &str, en: &str| faults.push((field, Says::new(zh, en)));
    if !officer.may_for(Permission::PublishItems, &wanted.body) {
        wrong("body", "选一个你可以发布信息的机构", "choose a body you may publish for");
    }
    if wanted.kind.is_none() {
        wrong("kind", "选编印什么", "choose what is printed");
    }
    let series = wanted.series.trim().chars().count();
    if series == 0 || series > 40 {
        wrong("series", "填名称，最多 40 个字", "give its name, at most 40 characters");
    }
    if wanted.title.chars().count() > 80 {
        wrong("title", "最多 80 个字", "at most 80 characters");
    }
    let year: Option<i16> = wanted.year.trim().parse().ok().filter(|year| (1949..=2100).contains(year));
    if year.is_none() {
        wrong("year", "填年份，如 2017", "give the year, such as 2017");
    }
    let typed = wanted.number.trim();
    let number = if typed.is_empty() {
        Some(0)
    } else {
        typed.parse().ok().filter(|number| (1..=9999).contains(number))
    };
    let needs_number = wanted.kind.is_some_and(|kind| kind != IssueKind::Booklet);
    if number.is_none() || (needs_number && number == Some(0)) {
        wrong("number", "填期号，如 3", "give the number of the issue, such as 3");
    }
    let dated = gongkai_domain::registers::parse_date(&wanted.dated).ok();
    if dated.is_none() {
        wrong("dated", "填日期，如 2017-04-18", "give the day, such as 2017-04-18");
    }
    if wanted.items.is_empty() || wanted.items.len() > MOST_ITEMS {
        wrong("items", "选编入的信息，1 至 200 件", "choose the items, 1 to 200");
    }
    let mut seen = wanted.items.clone();
    seen.sort();
    seen.dedup();
    if seen.len() < wanted.items.len() {
        wrong("items", "同一件选了两次", "an item is chosen twice");
    }
    let read = match (wanted.kind, year, number, dated) {
        (Some(kind), Some(year), Some(number), Some(dated)) => Some(Read { kind, year, number, dated }),
        _ => None,
    };
    (read, faults)
}

/// An item as it is printed: its current edition.
async fn printed(tx: &mut Tx, item: &Stored, names: &[Row]) -> Result<IssueItem, ChannelError> {
    let text = |code: &str| item.row.value(&ITEMS, code).to_plain();
    let day = |code: &str| item.row.value(&ITEMS, code).as_date();
    let edition =
        catalogue::editions(tx, &item.row.key).await?.into_iter().next().map(|(_, edition)| edition);
    let html = match edition.map(|edition| (edition.html, edition.text)) {
        Some((Some(html), _)) => SafeHtml::of(&html),
        Some((None, Some(text))) => SafeHtml::of_plain(&text),
        _ => SafeHtml::default(),
    };
    Ok(IssueItem {
        title: text("title"),
        body: body_name(names, item.row.body(&ITEMS)),
        index_number: text("index_number"),
        document_number: text("document_number"),
        dated: day("issued_on").or_else(|| day("published_on")),
        blocks: blocks_of(&html),
    })
}

/// Issues what was set: keeps the file with its digest, and writes the rows it means. Answers its id.
///
/// # Errors
/// [`PrintError::Changed`] when the issue is no longer the one that was set.
pub async fn keep_issue(
    office: &Installation,
    officer: &Officer,
    wanted: &Wanted,
    (set, pdf): (&Issue, &[u8]),
    by: &By,
) -> Result<String, PrintError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let (issue, items, read) = put_together(office, &mut tx, officer, wanted, false).await?;
    if issue != *set {
        return Err(PrintError::Changed);
    }
    let twin = stored::of_bodies(&mut tx, std::slice::from_ref(&wanted.body), i64::MAX).await?;
    let is_twin = |one: &Printed| {
        one.kind == read.kind.code()
            && one.series == issue.series
            && one.issue_year == i64::from(read.year)
            && one.issue_number == read.number
            && one.title == issue.title
    };
    if twin.iter().any(is_twin) {
        let says =
            Says::new("这一期已经编印过；换一个期号", "this issue was printed already; give another number");
        return Err(ChannelError::Fields(vec![("number", says)]).into());
    }
    let kept = Printed {
        id: new_id().ok_or(ChannelError::NoRandomness)?,
        body: wanted.body.clone(),
        kind: read.kind.code().to_owned(),
        series: issue.series.clone(),
        title: issue.title.clone(),
        issue_year: i64::from(read.year),
        issue_number: read.number,
        dated: read.dated,
        items: items.iter().map(|item| item.row.key.as_str()).collect::<Vec<_>>().join("\n"),
        digest: digest::of_bytes(pdf),
        size: pdf.len() as i64,
        made_by: by.actor.clone(),
        made_at: by.at,
    };
    let parts: Vec<String> = pdf.chunks(PART).map(|part| STANDARD.encode(part)).collect();
    stored::add(&mut tx, &kept, &parts).await?;
    let keys: Vec<&str> = items.iter().map(|item| item.row.key.as_str()).collect();
    let facts = json!({ "issue": kept.id, "body": kept.body, "kind": kept.kind, "series": kept.series,
        "year": kept.issue_year, "number": kept.issue_number, "pdf": kept.digest, "items": keys })
    .to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "issue-print", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await.map_err(ChannelError::from)?;
    match read.kind.channel() {
        Some(channel) => place_all(office, &mut tx, &kept, &items, channel, by).await?,
        None => register_bulletin(office, &mut tx, &kept, by).await?,
    }
    tx.commit().await?;
    Ok(kept.id)
}

/// What an issue is called as the place of an item: 2017年第3期.
fn place_in(issue: &Printed) -> String {
    match issue.issue_number {
        0 => format!("{}年", issue.issue_year),
        number => format!("{}年第{number}期", issue.issue_year),
    }
}

/// One placement for each item, all in one entry.
async fn place_all(
    office: &Installation,
    tx: &mut Tx,
    issue: &Printed,
    items: &[Stored],
    channel: &str,
    by: &By,
) -> Result<(), ChannelError> {
    let head = audit::take_place(tx).await?;
    let place = place_in(issue);
    let content = json!({ "issue": issue.id, "pdf": issue.digest, "place": place }).to_string();
    let mut rows = Vec::new();
    for item in items {
        let placing = Placing {
            item,
            channel,
            outlet: &issue.series,
            published_on: issue.dated,
            address: &place,
            source: "issue",
            note: "",
            content: content.clone(),
            act: "place-in-print",
        };
        let row = row_of(tx, &placing).await?;
        let kept = evidence::Evidence {
            id: new_id().ok_or(ChannelError::NoRandomness)?,
            placement_key: row.key.clone(),
            item_key: Some(item.row.key.clone()),
            body: item.row.body(&ITEMS).to_owned(),
            channel: channel.to_owned(),
            source: "issue".to_owned(),
            address: place.clone(),
            note: issue.id.clone(),
            content: content.clone(),
            digest: digest::of_bytes(content.as_bytes()),
            kept_by: by.actor.clone(),
            kept_at: by.at,
        };
        evidence::add_evidence(tx, &kept).await?;
        rows.push(row);
    }
    let facts = json!({ "issue": issue.id, "body": issue.body, "channel": channel, "pdf": issue.digest });
    let under = Under {
        act: "place-in-print",
        article: "",
        facts,
        html: HashMap::new(),
        attachments: HashMap::new(),
    };
    apply_within(office, tx, &head, &ledger(rows), &under, by).await?;
    Ok(())
}

/// The row of a bulletin. One that was entered by hand already is not entered twice.
async fn register_bulletin(
    office: &Installation,
    tx: &mut Tx,
    issue: &Printed,
    by: &By,
) -> Result<(), ChannelError> {
    let head = audit::take_place(tx).await?;
    let text = |text: &str| if text.is_empty() { Value::Absent } else { Value::Text(text.to_owned()) };
    let value = |code: &str| match code {
        "body" => text(&issue.body),
        "series" => text(&issue.series),
        "issue_year" => Value::Integer(issue.issue_year),
        "issue_number" => Value::Integer(issue.issue_number),
        "title" => text(&issue.title),
        "issued_on" => Value::Date(issue.dated),
        _ => Value::Absent,
    };
    let values: Vec<Value> = BULLETINS.columns.iter().map(|column| value(column.code)).collect();
    let key = columns_key(&BULLETINS, &values).ok_or(ChannelError::Unknown)?;
    if !registers::load(tx, &BULLETINS, &[&key]).await?.is_empty() {
        let says = Says::new(
            "简报台账里已有这一期；换一个期号，或先删去那一行",
            "the register has this issue already; give another number, or remove that row",
        );
        return Err(ChannelError::Fields(vec![("number", says)]));
    }
    let facts = json!({ "issue": issue.id, "body": issue.body, "pdf": issue.digest });
    let under = Under {
        act: "register-bulletin",
        article: "",
        facts,
        html: HashMap::new(),
        attachments: HashMap::new(),
    };
    let ledger = Ledger {
        register: &BULLETINS,
        rows: vec![Row { key, values }],
        places: vec![Place::default()],
        files: Vec::new(),
        lacking: Vec::new(),
        replace: None,
    };
    apply_within(office, tx, &head, &ledger, &under, by).await?;
    Ok(())
}

/// The issues of the bodies somebody may read for, newest first, with the name of each body.
pub async fn issues(
    office: &Installation,
    officer: &Officer,
) -> Result<Vec<(Printed, String)>, ChannelError> {
    let mut tx = office.db.read().await?;
    let names = reports::bodies(&mut tx).await?;
    let found = stored::of_bodies(&mut tx, &officer.bodies(Permission::Read), MOST).await?;
    Ok(found
        .into_iter()
        .map(|issue| (body_name(&names, &issue.body), issue))
        .map(|(name, issue)| (issue, name))
        .collect())
}

/// An issue with its file, as it was printed, for somebody who may see it.
///
/// # Errors
/// [`ChannelError::Refused`] when what is kept no longer has the digest it was kept with.
pub async fn issue_file(
    office: &Installation,
    officer: &Officer,
    id: &str,
) -> Result<(Printed, Vec<u8>), ChannelError> {
    let mut tx = office.db.read().await?;
    let issue = stored::get(&mut tx, id).await?.ok_or(ChannelError::Unknown)?;
    if !officer.may_for(Permission::Read, &issue.body) {
        return Err(ChannelError::Unknown);
    }
    let mut pdf = Vec::with_capacity(issue.size.max(0) as usize);
    for part in stored::parts(&mut tx, id).await? {
        pdf.extend(STANDARD.decode(part).unwrap_or_default());
    }
    if digest::of_bytes(&pdf) == issue.digest {
        Ok((issue, pdf))
    } else {
        Err(ChannelError::refused(
            "保存的文件与当时的摘要不符，不能下载；请从备份恢复",
            "what is kept differs from its digest; restore it from a backup",
        ))
    }
}
