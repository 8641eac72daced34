//! Drafts (拟稿): writing items together, and the way of each to the public.
//!
//! A draft is a working document apart from the register; only [`publish`](publishing) writes there, by the same code an
//! import does. Everything here asks what the officer may do for the draft's body; of what they may not see, nothing is
//! said, not even that it is there.

mod listing;
mod moving;
mod publishing;
mod reading;
mod waiting;
mod withdrawing;
mod writing;

pub use listing::{DraftFilter, DraftLine, DraftList, PublishedLine, StageCount, list, title_of};
pub use moving::{Move, history, refusals, step};
pub use publishing::{Effect, effects, publish_due};
pub use reading::{Accepted, Examined, accept, examine, mask};
pub use waiting::waiting;
pub use withdrawing::{Editions, item_history, published_text, short_id_of, withdraw};
pub use writing::{Saved, Text, blank, correct, create, save, words_of};

pub use gongkai_storage::drafts::{Event, Version};

use crate::import::ImportError;
use crate::people::Officer;
use crate::{Installation, reports};
use gongkai_domain::bodies::BODIES;
use gongkai_domain::catalogue::{Case, Fields, Refusal, Stage, Verdict};
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{BodyNames, Row};
use gongkai_domain::safe_html::SafeHtml;
use gongkai_storage::drafts as stored;
use gongkai_storage::{StorageError, Tx};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Setting: the pattern of index numbers.
pub const INDEX_RULE: &str = "items.index-rule";
/// Setting: words the office adds to those often wrong, one a line, `错 → 对`.
pub const WRONG_WORDS: &str = "items.wrong-words";

/// A draft as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Permanent id.
    pub id: String,
    /// Key of the item it is a new edition of.
    pub item_key: Option<String>,
    /// Code of the body.
    pub body: String,
    /// Where it stands.
    pub stage: Stage,
    /// Counts every save.
    pub version: i64,
    /// What was typed, by code of the column.
    pub fields: Fields,
    /// The text.
    pub html: SafeHtml,
    /// Who wrote on it.
    pub authors: BTreeSet<String>,
    /// Who had which part in this round, and what was decided.
    pub hands: Hands,
    /// Findings that were accepted.
    pub accepted: Vec<Accepted>,
    /// When it is to be published.
    pub publish_at: Option<Timestamp>,
    /// Who made it, and when.
    pub made: (String, Timestamp),
    /// Who saved it last, and when.
    pub saved: (String, Timestamp),
}

/// Somebody's part, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Who, as the audit trail calls them.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// Why they had two parts; empty where they had not.
    #[serde(default)]
    pub forced: String,
}

/// The hands a draft went through in this round (四手).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hands {
    /// Department review.
    #[serde(default)]
    pub reviewer: Option<Signature>,
    /// Secrecy review.
    #[serde(default)]
    pub secrecy_reviewer: Option<Signature>,
    /// Approval.
    #[serde(default)]
    pub approver: Option<Signature>,
    /// The conclusion on secrecy.
    #[serde(default)]
    pub verdict: Option<Verdict>,
}

/// Why something was not done with a draft. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// There is none, or none this officer may know of.
    #[error("没有这一件 / there is no such draft")]
    Unknown,
    /// The step cannot be taken, for these reasons.
    #[error("{}", .0.first().map(|refusal| refusal.says().zh).unwrap_or_default())]
    Refused(Vec<Refusal>),
    /// The draft was changed by somebody else since it was looked at.
    #[error("这一件刚才被别人改过，请看过再办 / somebody has changed it since, look at it again")]
    Changed,
    /// The text is longer than can be taken.
    #[error("正文太长 / the text is too long")]
    TooLong,
    /// Nothing differs from what is published.
    #[error("和已发布的完全一样，没有可更正的 / nothing differs from what is published")]
    NothingNew,
    /// The setting for index numbers is no rule.
    #[error(transparent)]
    IndexRule(#[from] gongkai_domain::catalogue::IndexRuleFault),
    /// The machine gave no randomness.
    #[error("操作系统未能提供随机数 / the operating system gave no random numbers")]
    NoRandomness,
    /// The row was not taken by the register.
    #[error(transparent)]
    Register(#[from] ImportError),
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl Draft {
    /// Its title; may be empty.
    pub fn title(&self) -> &str {
        self.fields.get("title").map(String::as_str).unwrap_or_default()
    }

    /// What the domain knows of it, less what was found in it.
    fn case(&self) -> Case {
        let who = |signature: &Option<Signature>| signature.as_ref().map(|one| one.who.clone());
        Case {
            stage: self.stage,
            authors: self.authors.clone(),
            reviewer: who(&self.hands.reviewer),
            secrecy_reviewer: who(&self.hands.secrecy_reviewer),
            verdict: self.hands.verdict.clone(),
            faults: Vec::new(),
            open: Vec::new(),
        }
    }

    fn of(stored: stored::Draft) -> Self {
        Self {
            stage: Stage::of_code(&stored.stage).unwrap_or(Stage::Abandoned),
            fields: from_json(&stored.fields),
            html: SafeHtml::of(&stored.html),
            authors: from_json(&stored.authors),
            hands: from_json(&stored.hands),
            accepted: from_json(&stored.accepted),
            id: stored.id,
            item_key: stored.item_key,
            body: stored.body,
            version: stored.version,
            publish_at: stored.publish_at,
            made: (stored.made_by, stored.made_at),
            saved: (stored.saved_by, stored.saved_at),
        }
    }

    fn stored(&self) -> stored::Draft {
        stored::Draft {
            id: self.id.clone(),
            item_key: self.item_key.clone(),
            body: self.body.clone(),
            stage: self.stage.code().to_owned(),
            version: self.version,
            fields: json(&self.fields),
            html: self.html.as_str().to_owned(),
            authors: json(&self.authors),
            hands: json(&self.hands),
            accepted: json(&self.accepted),
            publish_at: self.publish_at,
            made_by: self.made.0.clone(),
            made_at: self.made.1,
            saved_by: self.saved.0.clone(),
            saved_at: self.saved.1,
        }
    }
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn from_json<T: for<'de> Deserialize<'de> + Default>(text: &str) -> T {
    serde_json::from_str(text).unwrap_or_default()
}

/// The draft with this id, for somebody who may see it.
pub async fn open(office: &Installation, officer: &Officer, id: &str) -> Result<Draft, DraftError> {
    load(&mut office.db.read().await?, officer, id).await
}

async fn load(tx: &mut Tx, officer: &Officer, id: &str) -> Result<Draft, DraftError> {
    let draft = stored::load(tx, id).await?.map(Draft::of).ok_or(DraftError::Unknown)?;
    if officer.may_for(Permission::Read, &draft.body) { Ok(draft) } else { Err(DraftError::Unknown) }
}

/// The names of the bodies, for reading what was typed.
async fn body_names(tx: &mut Tx) -> Result<(Vec<Row>, BodyNames), StorageError> {
    let rows = reports::bodies(tx).await?;
    let mut names = BodyNames::new();
    for row in &rows {
        let text = |code: &str| row.value(&BODIES, code).to_plain();
        names.add(&row.key, &text("name"), &text("short_name"));
    }
    Ok((rows, names))
}

/// A new id: twelve letters and digits.
pub(crate) fn new_id() -> Option<String> {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut bytes = [0; 12];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| LETTERS[usize::from(byte % 32)] as char).collect())
}
