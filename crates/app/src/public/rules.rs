//! Rules and normative documents as the public sees them.

use crate::Installation;
use gongkai_domain::registers::{Selection, Test};
use gongkai_domain::rules::RULES;
use gongkai_domain::says::Says;
use gongkai_storage::StorageError;
use gongkai_storage::registers::{self, Page};
use jiff::civil::Date;

/// One rule or normative document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicRule {
    /// Document number.
    pub number: String,
    /// Title.
    pub title: String,
    /// Kind.
    pub kind: Says,
    /// Day it was issued.
    pub issued_on: Date,
    /// Day it was repealed, if it was.
    pub repealed_on: Option<Date>,
}

/// One page of a body's rules.
#[derive(Clone, Debug)]
pub struct RuleList {
    /// The rules on this page, newest first.
    pub rules: Vec<PublicRule>,
    /// How many there are.
    pub total: i64,
    /// How many of them are not repealed.
    pub in_force: i64,
}

/// A body's rules, newest first.
pub async fn rules(office: &Installation, body: &str, page: Page) -> Result<RuleList, StorageError> {
    let all = Selection { register: &RULES, bodies: Some(vec![body.to_owned()]), conditions: Vec::new() };
    let mut valid = all.clone();
    valid.conditions.extend(
        RULES
            .column("repealed_on")
            .map(|column| gongkai_domain::registers::Condition { column, test: Test::Absent }),
    );
    let mut tx = office.db.read().await?;
    let total = registers::count(&mut tx, &all).await?;
    let in_force = registers::count(&mut tx, &valid).await?;
    let rows = registers::newest(&mut tx, &all, "issued_on", page).await?;
    let rules = rows.iter().filter_map(|stored| {
        let text = |code: &str| stored.row.value(&RULES, code).to_plain();
        let kind = text("kind");
        let codes = &office.law.codes;
        Some(PublicRule {
            number: text("number"),
            title: text("title"),
            kind: Says::new(codes.zh("normative-kinds", &kind), codes.en("normative-kinds", &kind)),
            issued_on: stored.row.value(&RULES, "issued_on").as_date()?,
            repealed_on: stored.row.value(&RULES, "repealed_on").as_date(),
        })
    });
    Ok(RuleList { rules: rules.collect(), total, in_force })
}
