//! One document by itself: what it says in the words of the register, what is wrong with it, what must not be public.

use super::{Incoming, Spotted};
use crate::Installation;
use gongkai_domain::catalogue::{Fields, ITEMS, item_faults, parsed};
use gongkai_domain::digest::Digest;
use gongkai_domain::redaction::spot;
use gongkai_domain::registers::{Fault, LONG_TEXT_LIMIT, Place, RowFault, Severity, Value, Vocabulary};
use gongkai_domain::safe_html::LONGEST;
use gongkai_domain::says::Says;

/// What may be missing before the number is given.
const ASSIGNED: [&str; 1] = ["index_number"];

/// A document in the words of the register.
pub(super) struct InWords {
    pub values: Vec<Value>,
    pub faults: Vec<Fault>,
}

/// Reads the fields of a document as values, with everything wrong about them.
pub(super) fn in_words(office: &Installation, document: &Incoming, words: &Vocabulary<'_>) -> InWords {
    let (mut values, mut faults) = parsed(&document.fields, words);
    let unread: Vec<&str> = faults.iter().map(|fault| fault.column).collect();
    let text = document.html.plain();
    if document.html.as_str().len() > LONGEST || text.chars().count() > LONG_TEXT_LIMIT {
        faults.push(too_long());
    } else if let Some(at) = ITEMS.position("text").filter(|_| !text.is_empty()) {
        values[at] = Value::Text(text);
    }
    let sound = item_faults(&values, &office.law.codes, &ASSIGNED);
    faults.extend(sound.into_iter().filter(|fault| !unread.contains(&fault.column)));
    let faults = faults.into_iter().map(|fault| placed(&document.place, &document.fields, fault)).collect();
    InWords { values, faults }
}

fn too_long() -> RowFault {
    RowFault {
        column: "text",
        says: Says::new("正文太长", "the text is too long"),
        remedy: Says::new("请把它作为附件发布", "publish it as an attachment"),
        severity: Severity::Error,
    }
}

fn placed(place: &Place, fields: &Fields, fault: RowFault) -> Fault {
    let column = ITEMS.column(fault.column).map_or("", |column| column.zh);
    Fault {
        place: place.at(format!("“{column}”")),
        value: fields.get(fault.column).map(|typed| typed.chars().take(40).collect()).unwrap_or_default(),
        says: fault.says,
        remedy: fault.remedy,
        severity: fault.severity,
    }
}

/// What is personal or marked secret in what the public would read, each once.
pub(super) fn findings(office: &Installation, document: &Incoming, known: &[String]) -> Vec<Spotted> {
    let mut words: String = ["title", "summary", "keywords", "source"]
        .iter()
        .filter_map(|code| document.fields.get(*code))
        .fold(String::new(), |all, one| all + one + "\n");
    words.push_str(&document.html.plain());
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let personal = spot(&words, &known).into_iter().map(|one| {
        let name = one.kind.name();
        let says = Says::new(format!("{} {}", name.zh, one.masked), format!("{} {}", name.en, one.masked));
        Spotted { says, certain: one.certain, holds: true }
    });
    let marks = office.law.secrecy_marks.find(&words).into_iter().map(|mark| Spotted {
        says: Says::new(format!("“{}”字样", mark.words), format!("the words “{}”", mark.words)),
        certain: mark.certain,
        holds: mark.certain,
    });
    let mut found: Vec<Spotted> = Vec::new();
    for one in personal.chain(marks).chain(document.found.iter().cloned()) {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found.sort_by_key(|one| !one.certain);
    found
}

/// Digest of what was understood of a document.
pub(super) fn digest(document: &Incoming) -> String {
    let mut digest = Digest::new();
    for (code, value) in &document.fields {
        digest.field(code);
        digest.field(value);
    }
    digest.field(document.html.as_str());
    for file in &document.files {
        digest.field(&file.digest);
        digest.field(&file.name);
    }
    digest.finish()
}
