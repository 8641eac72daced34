//! Reports and explanations over what was imported, beside plain SQL.

use crate::plain::Plain;
use anyhow::{Context, Result};
use gongkai_app::Installation;
use gongkai_app::reports::{compute, explain, format_for};
use gongkai_storage::registers::Page;
use std::time::Instant;

const ROUNDS: usize = 5;

/// Measures both formats and the cells with most behind them.
pub async fn run(office: &Installation, plain: &Plain) -> Result<()> {
    let by_hand = median(async || plain.gz_2016().await.map(drop)).await?;
    report(office, "gz-2016", 2016, by_hand).await?;
    let by_hand = median(async || plain.national_2021().await.map(drop)).await?;
    report(office, "national-2021", 2022, by_hand).await?;
    let cells = [
        ("gz-2016", 2016, "F13"),
        ("gz-2016", 2016, "F24"),
        ("gz-2016", 2016, "F38"),
        ("gz-2016", 2016, "F39"),
    ];
    let national =
        [("national-2021", 2022, "B.r13.natural_person"), ("national-2021", 2022, "B.r25.natural_person")];
    for (format, year, cell) in cells.into_iter().chain(national) {
        let page = Page { offset: 0, limit: 50 };
        let format = format_for(office, Some(format), year)?;
        let start = Instant::now();
        let first = explain(office, "bench-office", year, format, cell, page).await?;
        let cold = start.elapsed().as_secs_f64();
        let seconds =
            median(async || Ok(explain(office, "bench-office", year, format, cell, page).await.map(drop)?))
                .await?;
        let rows = match first.shown {
            gongkai_app::reports::Shown::Rows { total, .. }
            | gongkai_app::reports::Shown::Things { total, .. } => total,
            _ => 0,
        };
        println!(
            "explain {:<30} {:>8.1} ms  (the first time {:.1} ms; {rows} rows behind it)",
            format!("{} {cell}", format.id),
            seconds * 1e3,
            cold * 1e3
        );
    }
    Ok(())
}

async fn report(office: &Installation, format: &str, year: i16, by_hand: f64) -> Result<()> {
    let format = format_for(office, Some(format), year)?;
    let found = compute(office, "bench-office", year, format).await?;
    let rows: i64 = found.cells.iter().map(|cell| cell.rows).sum();
    let seconds = median(async || Ok(compute(office, "bench-office", year, format).await.map(drop)?)).await?;
    println!(
        "report {:<31} {:>8.1} ms  ({} cells, {rows} rows counted)\n    the same by hand in plain SQL      {:>8.1} ms  ratio {:.2}",
        format.id,
        seconds * 1e3,
        found.cells.len(),
        by_hand * 1e3,
        seconds / by_hand
    );
    Ok(())
}

/// The median time of some rounds, in seconds.
pub(crate) async fn median(mut work: impl AsyncFnMut() -> Result<()>) -> Result<f64> {
    let mut seconds = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        work().await?;
        seconds.push(start.elapsed().as_secs_f64());
    }
    seconds.sort_by(f64::total_cmp);
    seconds.get(ROUNDS / 2).copied().context("there are rounds")
}
