//! The form of a draft, made from the columns of the register: labels, choices, what was typed, what is wrong with it.

use crate::forms::Fields as Sent;
use crate::{Call, Frame, Office};
use gongkai_app::drafts::{Draft, Examined};
use gongkai_domain::catalogue::{Fields, FormColumns, drafted};
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{Column, Kind};
use gongkai_domain::says::Says;

/// One control of the form.
#[derive(Debug)]
pub(super) struct Control {
    /// Code of the column, and name of the control.
    pub code: &'static str,
    /// Label.
    pub label: String,
    /// How to fill it in; may be empty.
    pub hint: String,
    /// What was typed.
    pub typed: String,
    /// What there is to choose from: code and name; empty where something is typed.
    pub choices: Vec<(String, String)>,
    /// `text`, `date` or `long`.
    pub kind: &'static str,
    /// Whether it must be filled in before the draft is sent on.
    pub required: bool,
    /// What is wrong with it.
    pub why: Vec<Says>,
    /// What is suggested: value and its name.
    pub suggested: Option<(String, String)>,
}

impl Control {
    pub(super) fn is_long(&self) -> bool {
        self.kind == "long"
    }

    pub(super) fn has_choices(&self) -> bool {
        !self.choices.is_empty()
    }

    pub(super) fn chosen(&self, code: &str) -> bool {
        self.typed == code
    }
}

/// The codes of a list with their words.
pub(crate) fn codes(office: &Office, frame: &Frame, list: &str) -> Vec<(String, String)> {
    let entries = office.records.law.codes.list(list).map_or(&[][..], |list| list.codes.as_slice());
    entries.iter().map(|entry| (entry.code.clone(), frame.say(&entry.zh, &entry.en).to_owned())).collect()
}

/// What a form sent, by column; what was left empty is not in it.
pub(super) fn fields_of(sent: &Sent) -> Fields {
    drafted()
        .map(|column| (column.code.to_owned(), sent.get(column.code).to_owned()))
        .filter(|(_, typed)| !typed.is_empty())
        .collect()
}

/// The bodies somebody may draft for: code and name.
pub(super) async fn bodies(
    office: &Office,
    call: &Call,
) -> Result<Vec<(String, String)>, gongkai_web::PageError> {
    let all =
        gongkai_app::public::bodies(&office.records).await.map_err(|error| crate::error::failed(&error))?;
    let may = |code: &str| call.officer.may_for(Permission::DraftItems, code);
    Ok(all.into_iter().filter(|body| may(&body.code)).map(|body| (body.code, body.name)).collect())
}

/// The controls of a draft: the columns the office shows, and those that are filled in already, in its order.
pub(super) fn controls(
    office: &Office,
    frame: &Frame,
    draft: &Draft,
    found: Option<&Examined>,
    (bodies, columns): (&[(String, String)], &FormColumns),
) -> Vec<Control> {
    let rule = &office.records.law.publication;
    let typed = |code: &str| draft.fields.get(code).cloned().unwrap_or_default();
    let words = format!("{}\n{}", draft.title(), draft.html.plain());
    let suggestions = rule.suggestions(&typed("category"), &words);
    let keywords = rule.keywords(&words).join("；");
    let is_faulty =
        |code: &str| found.is_some_and(|found| found.faults.iter().any(|fault| fault.column == code));
    columns
        .all()
        .filter(|(set, _)| set.shown || !typed(&set.code).is_empty() || is_faulty(&set.code))
        .filter(|(_, column)| column.code != "correction" || draft.item_key.is_some())
        .map(|(set, column)| {
            let typed = typed(column.code);
            let choices = choices(office, frame, column, bodies);
            let value = match column.code {
                "keywords" => Some(keywords.as_str()).filter(|words| !words.is_empty()),
                code => suggestions.iter().find(|(of, _)| *of == code).map(|(_, value)| *value),
            };
            let suggested = value.filter(|_| typed.is_empty()).map(|value| {
                let value = if column.kind == Kind::Boolean { "是" } else { value };
                let name = choices.iter().find(|(code, _)| code == value).map_or(value, |(_, name)| name);
                (value.to_owned(), name.to_owned())
            });
            let why = found.map_or_else(Vec::new, |found| {
                found
                    .faults
                    .iter()
                    .filter(|fault| fault.column == column.code)
                    .map(|fault| fault.says.clone())
                    .collect()
            });
            Control {
                code: column.code,
                label: frame.says(&FormColumns::label(set, column)).to_owned(),
                hint: frame.say(column.hint, "").to_owned(),
                typed,
                choices,
                kind: match (column.kind, column.code) {
                    (Kind::Date, _) => "date",
                    (_, "summary" | "correction") => "long",
                    _ => "text",
                },
                required: column.required,
                why,
                suggested,
            }
        })
        .collect()
}

fn choices(
    office: &Office,
    frame: &Frame,
    column: &Column,
    bodies: &[(String, String)],
) -> Vec<(String, String)> {
    match column.kind {
        Kind::Code(list) => codes(office, frame, list),
        Kind::Body => bodies.to_vec(),
        Kind::Boolean => [("是", "Yes"), ("否", "No")]
            .map(|(zh, en)| (zh.to_owned(), frame.say(zh, en).to_owned()))
            .to_vec(),
        _ => Vec::new(),
    }
}
