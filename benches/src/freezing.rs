//! Freezing a year and telling its drift; walking a long audit chain.

use crate::by;
use anyhow::{Context, Result, ensure};
use gongkai_app::Installation;
use gongkai_app::import::By;
use gongkai_app::reports::drift::drift;
use gongkai_app::reports::freezing::{Wanted, freeze};
use gongkai_app::reports::{compute, format_for};
use gongkai_app::verify::verify;
use gongkai_domain::audit::{ChangesDigest, Entry};
use gongkai_domain::registers::Value;
use gongkai_domain::reports::Signatures;
use gongkai_storage::tables::{self, Table};
use gongkai_storage::{audit, dump};
use std::time::Instant;

/// The body whose year is frozen.
const BODY: &str = "bench-office";

/// Freezes the year most rows are of, compares it with the registers, and verifies everything.
pub async fn run(office: &Installation, rows: usize) -> Result<()> {
    let format = format_for(office, Some("gz-2016"), 2016)?;
    let report = compute(office, BODY, 2016, format).await?;
    let fails = report.checks.iter().filter(|check| !check.holds);
    let wanted = Wanted {
        body: BODY,
        year: 2016,
        format,
        signatures: Signatures { head: "bench".to_owned(), ..Signatures::default() },
        accepted: fails.map(|check| (check.id.clone(), "bench".to_owned())).collect(),
        reason: String::new(),
    };
    let start = Instant::now();
    let frozen = freeze(office, &wanted, &By { ..by() }).await?;
    told("freeze gz-2016", start, &format!("{} cells", frozen.content.report.cells.len()));
    let start = Instant::now();
    let drift = drift(office, BODY, 2016, "gz-2016").await?.context("it is frozen")?;
    told("drift of gz-2016", start, &format!("{} cells differ", drift.cells.len()));
    ensure!(drift.is_none(), "nothing was written since");
    let start = Instant::now();
    let verified = verify(office).await?;
    told("verify, all rows", start, &format!("{} rows, {} entries", verified.rows, verified.entries));
    chain(office, rows).await
}

/// Verifies again after as many more entries, each of one row that came and went.
async fn chain(office: &Installation, entries: usize) -> Result<()> {
    let start = Instant::now();
    let before = verify(office).await?;
    let of_rows = start.elapsed();
    lengthen(office, entries).await?;
    let start = Instant::now();
    let verified = verify(office).await?;
    ensure!(verified.faults.is_empty(), "{:?}", verified.faults.first());
    let more = verified.entries - before.entries;
    let of_entries = start.elapsed().saturating_sub(of_rows).as_secs_f64();
    told(
        "verify, with as many audit entries",
        start,
        &format!("{more} entries more: {of_entries:.2} s of it"),
    );
    Ok(())
}

/// Adds entries to the chain, each with the change of one row.
async fn lengthen(office: &Installation, entries: usize) -> Result<()> {
    const AT_ONCE: usize = 10_000;
    let all = tables::all();
    let table = |name: &str| all.iter().find(|table| table.name == name).context("the table is known");
    let [chain_head, audit_entry, row_change]: [&Table; 3] =
        [table("chain_head")?, table("audit_entry")?, table("row_change")?];
    let mut tx = office.db.write().await?;
    let head = audit::head(&mut tx).await?;
    let (mut sequence, mut previous) = (head.sequence, head.hash);
    let text = |text: &str| Value::Text(text.to_owned());
    for _ in 0..entries.div_ceil(AT_ONCE) {
        let (mut rows, mut changes) = (Vec::with_capacity(AT_ONCE), Vec::with_capacity(AT_ONCE));
        for _ in 0..AT_ONCE {
            sequence += 1;
            let key = format!("bench/{sequence}");
            let mut digest = ChangesDigest::default();
            digest.add("placements", &key, "removed", "", Some("{}"));
            let entry = Entry {
                sequence,
                at: "2026-01-05T00:00:00.000000Z".to_owned(),
                actor: "bench".to_owned(),
                act: "import".to_owned(),
                article: String::new(),
                facts: r#"{"register":"placements","removed":1}"#.to_owned(),
                changes: 1,
                changes_digest: digest.finish(),
                previous,
            };
            let hash = entry.hash();
            rows.push(vec![
                Value::Integer(sequence),
                text(&entry.at),
                text(&entry.actor),
                text(&entry.act),
                text(&entry.article),
                text(&entry.facts),
                Value::Integer(1),
                text(&entry.changes_digest),
                text(&entry.previous),
                text(&hash),
            ]);
            let change = ["placements", &key].map(text).into_iter().chain([Value::Integer(sequence)]);
            changes.push(change.chain(["removed", "", "{}"].map(text)).collect::<Vec<_>>());
            previous = hash;
        }
        dump::add_rows(&mut tx, audit_entry, &rows).await?;
        dump::add_rows(&mut tx, row_change, &changes).await?;
    }
    dump::clear(&mut tx, chain_head).await?;
    let head = vec![Value::Integer(1), Value::Integer(sequence), Value::Text(previous)];
    dump::add_rows(&mut tx, chain_head, &[head]).await?;
    Ok(tx.commit().await?)
}

fn told(what: &str, start: Instant, more: &str) {
    println!("{what:<38} {:>8.2} s  ({more})", start.elapsed().as_secs_f64());
}
