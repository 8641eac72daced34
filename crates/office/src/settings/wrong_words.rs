//! The words the office looks for before it publishes, tried on a text beside.

use super::{PATH, item_setting_failed};
use crate::forms::Fields;
use crate::frame::{go_on, page};
use crate::{Call, Frame, Office};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use gongkai_app::item_settings::{self, ItemSettingError, WordFound};
use gongkai_domain::catalogue::WrongWord;
use gongkai_domain::says::Says;
use gongkai_web::PageError;

/// Path of the page.
pub(super) const WORDS: &str = "/office/settings/wrong-words";
/// Empty lines offered at the end.
const SPARE: usize = 3;

#[derive(Debug, Template)]
#[template(path = "settings/wrong-words.html")]
struct WordsPage {
    frame: Frame,
    tab: &'static str,
    words: Vec<WrongWord>,
    /// Those that come with the law.
    built_in: Vec<WrongWord>,
    known: String,
    text: String,
    found: Vec<WordFound>,
    /// What keeping this list would change.
    changes: Vec<Says>,
    faults: Vec<(String, Says)>,
}

pub(super) async fn show(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let (words, known) = held(&office).await?;
    let shown = drawn(&office, &call, &headers, (words, known), String::new(), Vec::new()).await?;
    page(&shown.frame, &shown)
}

pub(super) async fn keep(
    State(office): State<Office>,
    call: Call,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, PageError> {
    let pairs = fields.all("wrong").into_iter().zip(fields.all("right"));
    let words: Vec<WrongWord> = pairs
        .filter(|(wrong, _)| !wrong.is_empty())
        .map(|(wrong, right)| WrongWord {
            wrong: wrong.to_owned(),
            right: right.to_owned(),
            note: String::new(),
        })
        .collect();
    let mut known = fields.get("known").to_owned();
    let mut faults = item_settings::word_faults(&office.records, &words);
    if !fields.has("try") && faults.is_empty() {
        let by = call.by();
        match item_settings::change_wrong_words(&office.records, &call.officer, &words, &known, &by).await {
            Ok(()) => {
                let told = Says::new(
                    "错词表已保存；以后打开的稿都按它检查。",
                    "The words are kept; every draft opened from now on is read with them.",
                );
                return Ok(go_on(&office, &call.visit, WORDS, &told));
            }
            Err(ItemSettingError::Fields(wrong)) => faults = wrong,
            Err(ItemSettingError::Changed) => {
                known = held(&office).await?.1;
                faults.push((
                    "words".to_owned(),
                    Says::new(
                        "刚才有人改过错词表；下面“变化”里是和现在的差别。再按一次“保存”就用你填的。",
                        "Somebody has changed the words meanwhile; see what changes below. Keep once more to have yours.",
                    ),
                ));
            }
            Err(error) => return Err(item_setting_failed(error)),
        }
    }
    let is_wrong = !faults.is_empty();
    let text = fields.get("text").to_owned();
    let shown = drawn(&office, &call, &headers, (words, known), text, faults).await?;
    let mut response = page(&shown.frame, &shown)?;
    if is_wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

async fn held(office: &Office) -> Result<(Vec<WrongWord>, String), PageError> {
    item_settings::wrong_words(&office.records).await.map_err(|error| crate::error::failed(&error))
}

async fn drawn(
    office: &Office,
    call: &Call,
    headers: &HeaderMap,
    (words, known): (Vec<WrongWord>, String),
    text: String,
    faults: Vec<(String, Says)>,
) -> Result<WordsPage, PageError> {
    let (now, _) = held(office).await?;
    let found = item_settings::try_words(&office.records, &words, &text);
    let changes = changes(&now, &words);
    let frame = Frame::new(office, call, PATH).telling(headers);
    let title = frame.say("错词表", "Wrong words").to_owned();
    let frame = frame.titled(&title).faulty(!faults.is_empty());
    let built_in = office.records.law.publication.word.clone();
    Ok(WordsPage { frame, tab: "wrong-words", words, built_in, known, text, found, changes, faults })
}

fn changes(now: &[WrongWord], then: &[WrongWord]) -> Vec<Says> {
    let added = then.iter().filter(|word| !now.contains(word));
    let gone = now.iter().filter(|word| !then.contains(word));
    let added = added.map(|word| Says::new(format!("加上 {}", word.line()), format!("adds {}", word.line())));
    let gone =
        gone.map(|word| Says::new(format!("去掉 {}", word.line()), format!("takes out {}", word.line())));
    added.chain(gone).collect()
}

impl WordsPage {
    /// The lines of the list: number, wrong, right, what is wrong with it; some empty ones at the end.
    fn lines(&self) -> Vec<(usize, &str, &str, Option<&str>)> {
        let why = |at: usize| {
            let id = format!("wrong-{at}");
            let fault = self.faults.iter().find(|(field, _)| *field == id);
            fault.map(|(_, says)| self.frame.says(says))
        };
        let words = self.words.iter().enumerate();
        let filled = words.map(|(at, word)| (at, word.wrong.as_str(), word.right.as_str(), why(at)));
        let spare = (self.words.len()..self.words.len() + SPARE).map(|at| (at, "", "", None));
        filled.chain(spare).collect()
    }

    fn should(&self, word: &WrongWord) -> String {
        if word.right.is_empty() {
            self.frame.say("不应使用", "should not be used").to_owned()
        } else {
            word.right.clone()
        }
    }
}
