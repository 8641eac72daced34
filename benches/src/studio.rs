//! The report studio over all rows: opened for the first time after a change, and again; a figure's rows; the shelf.

use crate::by;
use anyhow::{Context, Result};
use gongkai_app::people::Officer;
use gongkai_app::reports::studio::{ReportOf, behind, look, shelf};
use gongkai_app::{Installation, Page};
use gongkai_domain::people::{Grant, Reach, Role};
use gongkai_domain::says::Language;
use std::time::Instant;

/// The body whose report is prepared.
const BODY: &str = "bench-office";
/// How often each is asked once it is known.
const TIMES: u32 = 20;

/// Opens the studio of the year most rows are of.
pub async fn run(office: &Installation) -> Result<()> {
    let format = office.law.format("gz-2016").context("the format is built in")?;
    let of = ReportOf { body: BODY, year: 2016, format };
    let grants =
        vec![Grant { role: Role::DisclosureOfficer, body: BODY.to_owned(), below: true, until: None }];
    let reach = Reach::of(&grants, &[(BODY.to_owned(), None)], by().today);
    let (account, name) = ("bench".to_owned(), "bench".to_owned());
    let officer = Officer {
        id: account.clone(),
        account,
        name,
        body: BODY.to_owned(),
        grants,
        reach,
        standing_in: Vec::new(),
    };
    let page = || (Page { offset: 0, limit: 10 }, Language::Chinese);
    let start = Instant::now();
    look(office, &officer, of, by().today).await?;
    told("studio, after a change", start, 1);
    let start = Instant::now();
    for _ in 0..TIMES {
        look(office, &officer, of, by().today).await?;
    }
    told("studio, again", start, TIMES);
    let start = Instant::now();
    for _ in 0..TIMES {
        behind(office, &officer, of, "F13", page()).await?;
    }
    told("rows behind F13, again", start, TIMES);
    let start = Instant::now();
    shelf(office, &officer, (0, 15), by().today).await?;
    told("shelf, after a change", start, 1);
    let start = Instant::now();
    for _ in 0..TIMES {
        shelf(office, &officer, (0, 15), by().today).await?;
    }
    told("shelf, again", start, TIMES);
    Ok(())
}

fn told(what: &str, start: Instant, times: u32) {
    println!("{what:<38} {:>8.1} ms", start.elapsed().as_secs_f64() * 1e3 / f64::from(times));
}
