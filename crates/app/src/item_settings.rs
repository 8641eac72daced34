//! Settings of the catalogue (著录设置): the rule for index numbers, wrong words, the columns of the form — each seen before
//! it is kept, with its entry in the trail.

use crate::Installation;
use crate::drafts::{COLUMNS, INDEX_RULE, WRONG_WORDS, next_index_numbers};
use crate::import::By;
use crate::people::Officer;
use crate::reports::{bodies, body_name};
use gongkai_domain::catalogue::{FormColumn, FormColumns, IndexRule, WrongWord};
use gongkai_domain::digest;
use gongkai_domain::people::Permission;
use gongkai_domain::says::Says;
use gongkai_storage::audit::{self, Act};
use gongkai_storage::{StorageError, Tx, settings};
use serde_json::json;

/// Numbers shown for each body before a rule is kept.
const SHOWN: i64 = 3;
/// Most bodies shown.
const MOST_BODIES: usize = 20;
/// Most words an office adds.
const MOST_WORDS: usize = 500;
/// Longest word, in characters.
const LONGEST: usize = 40;

/// Why a setting was not changed; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ItemSettingError {
    /// Whoever asks may not.
    #[error("没有“修改设置”的权限 / you may not change settings")]
    MayNot,
    /// What cannot be taken: the field it is about, and why.
    #[error("{} 处要改 / {} things to correct", .0.len(), .0.len())]
    Fields(Vec<(String, Says)>),
    /// Somebody has changed it since it was looked at.
    #[error("刚才有人改过这项设置，请看过再改 / somebody has changed this setting since; look at it again")]
    Changed,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The next numbers of a body by the rule that holds and by another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberPreview {
    /// Name of the body.
    pub body: String,
    /// The next one as things stand.
    pub now: String,
    /// The next ones by the other rule.
    pub then: Vec<String>,
}

/// A wrong word found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordFound {
    /// The word.
    pub word: WrongWord,
    /// How often it stands there.
    pub times: usize,
}

/// The pattern of index numbers, with the digest that tells this state of the setting.
pub async fn index_rule(office: &Installation) -> Result<(String, String), StorageError> {
    let (text, known) = read(&mut office.db.read().await?, INDEX_RULE).await?;
    Ok((if text.is_empty() { IndexRule::GUANGDONG.to_owned() } else { text }, known))
}

/// What the next numbers of the bodies somebody looks after would be by a pattern. Nothing is counted up.
///
/// # Errors
/// The pattern is no rule.
pub async fn preview(
    office: &Installation,
    officer: &Officer,
    pattern: &str,
    year: i16,
) -> Result<Vec<NumberPreview>, ItemSettingError> {
    let rule = rule_of(pattern)?;
    let mut tx = office.db.read().await?;
    let (now, _) = read(&mut tx, INDEX_RULE).await?;
    let now = IndexRule::read(if now.is_empty() { IndexRule::GUANGDONG } else { &now });
    let all = bodies(&mut tx).await?;
    let mut previews = Vec::new();
    for body in officer.bodies(Permission::ChangeSettings).into_iter().take(MOST_BODIES) {
        let before = match &now {
            Ok(now) => next_index_numbers(&mut tx, now, &body, year, 1).await?.remove(0),
            Err(_) => String::new(),
        };
        let then = next_index_numbers(&mut tx, &rule, &body, year, SHOWN).await?;
        previews.push(NumberPreview { body: body_name(&all, &body), now: before, then });
    }
    Ok(previews)
}

fn rule_of(pattern: &str) -> Result<IndexRule, ItemSettingError> {
    IndexRule::read(pattern).map_err(|fault| ItemSettingError::Fields(vec![("pattern".to_owned(), fault.0)]))
}

/// Sets the pattern of index numbers; numbers that were given stay.
pub async fn change_index_rule(
    office: &Installation,
    officer: &Officer,
    pattern: &str,
    known: &str,
    by: &By,
) -> Result<(), ItemSettingError> {
    may(officer)?;
    rule_of(pattern)?;
    set(office, INDEX_RULE, pattern.trim(), "change-index-rule", known, by).await
}

/// The words the office added, with the digest that tells this state of the setting.
pub async fn wrong_words(office: &Installation) -> Result<(Vec<WrongWord>, String), StorageError> {
    let (text, known) = read(&mut office.db.read().await?, WRONG_WORDS).await?;
    Ok((WrongWord::list(&text), known))
}

/// Which words of the list, and of those that come with the law, stand in a text.
pub fn try_words(office: &Installation, words: &[WrongWord], text: &str) -> Vec<WordFound> {
    let all = office.law.publication.word.iter().chain(words);
    let found = all
        .filter(|word| !word.wrong.is_empty())
        .map(|word| WordFound { word: word.clone(), times: text.matches(&word.wrong).count() });
    found.filter(|found| found.times > 0).collect()
}

/// What is wrong with a list of words, each with the place of the word.
pub fn word_faults(office: &Installation, words: &[WrongWord]) -> Vec<(String, Says)> {
    let mut faults = Vec::new();
    if words.len() > MOST_WORDS {
        faults.push((
            "words".to_owned(),
            Says::new(format!("最多 {MOST_WORDS} 个词"), format!("at most {MOST_WORDS} words")),
        ));
    }
    for (at, word) in words.iter().enumerate() {
        let fault = |zh: String, en: String| (format!("wrong-{at}"), Says::new(zh, en));
        let is_double = words[..at].iter().any(|other| other.wrong == word.wrong)
            || office.law.publication.word.iter().any(|other| other.wrong == word.wrong);
        if word.wrong.chars().count() < 2 {
            faults.push(fault(
                format!("“{}”只有一个字，会把许多对的也找出来", word.wrong),
                format!("“{}” is one letter and would find much that is right", word.wrong),
            ));
        } else if is_double {
            faults.push(fault(
                format!("“{}”已经在表里", word.wrong),
                format!("“{}” is there already", word.wrong),
            ));
        } else if word.right == word.wrong || word.right.contains(&word.wrong) {
            faults.push(fault(
                format!("“{}”改成“{}”，里面还有它自己", word.wrong, word.right),
                format!("“{}” would still stand in “{}”", word.wrong, word.right),
            ));
        } else if [&word.wrong, &word.right]
            .iter()
            .any(|text| text.chars().count() > LONGEST || text.contains('→'))
        {
            faults.push(fault(
                format!("每个词最多 {LONGEST} 个字，不能有“→”"),
                format!("a word has at most {LONGEST} letters and no arrow"),
            ));
        }
    }
    faults
}

/// Sets the words the office adds.
pub async fn change_wrong_words(
    office: &Installation,
    officer: &Officer,
    words: &[WrongWord],
    known: &str,
    by: &By,
) -> Result<(), ItemSettingError> {
    may(officer)?;
    let faults = word_faults(office, words);
    if !faults.is_empty() {
        return Err(ItemSettingError::Fields(faults));
    }
    let text: Vec<String> = words.iter().map(WrongWord::line).collect();
    set(office, WRONG_WORDS, &text.join("\n"), "change-wrong-words", known, by).await
}

/// The columns of the form, with the digest that tells this state of the setting.
pub async fn columns(office: &Installation) -> Result<(FormColumns, String), StorageError> {
    let (text, known) = read(&mut office.db.read().await?, COLUMNS).await?;
    Ok((FormColumns::read(&text), known))
}

/// Reads what somebody wants of the columns, each with its place.
pub fn wanted_columns(given: Vec<(i64, FormColumn)>) -> Result<FormColumns, ItemSettingError> {
    FormColumns::wanted(given).map_err(ItemSettingError::Fields)
}

/// Sets the columns of the form.
pub async fn change_columns(
    office: &Installation,
    officer: &Officer,
    columns: &FormColumns,
    known: &str,
    by: &By,
) -> Result<(), ItemSettingError> {
    may(officer)?;
    set(office, COLUMNS, &json!(columns).to_string(), "change-columns", known, by).await
}

fn may(officer: &Officer) -> Result<(), ItemSettingError> {
    if officer.may(Permission::ChangeSettings) { Ok(()) } else { Err(ItemSettingError::MayNot) }
}

async fn read(tx: &mut Tx, name: &str) -> Result<(String, String), StorageError> {
    let text = settings::get(tx, name).await?.unwrap_or_default();
    let known = digest::of_bytes(text.as_bytes());
    Ok((text, known))
}

async fn set(
    office: &Installation,
    name: &str,
    text: &str,
    act: &str,
    known: &str,
    by: &By,
) -> Result<(), ItemSettingError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let (before, digest) = read(&mut tx, name).await?;
    if digest != known {
        return Err(ItemSettingError::Changed);
    }
    if before == text {
        return Ok(());
    }
    settings::set(&mut tx, name, text).await?;
    let facts = json!({ "setting": name, "before": before, "after": text }).to_string();
    let act = Act { at: by.at, actor: &by.actor, act, article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    tx.commit().await?;
    Ok(())
}
