//! Speed, measured: what an import, a report, an explanation, the studio and a freezing cost over a million rows, beside the same
//! counts written by hand in plain SQL on the same rows; and what checking published reports costs.
//!
//! ```text
//! cargo run --release -p gongkai-benches                       # SQLite, in a folder made for it
//! cargo run --release -p gongkai-benches -- postgres://…/db    # an empty PostgreSQL database
//! GONGKAI_BENCH_ROWS=100000 cargo run --release -p gongkai-benches
//! cargo run --release -p gongkai-benches -- office             # twenty people in the office over a million items
//! cargo run --release -p gongkai-benches -- office postgres://…/db
//! ```
#![expect(clippy::print_stdout, reason = "its whole work is to print")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock and its settings")]

mod checking;
mod freezing;
mod importing;
mod office;
mod plain;
mod reporting;
mod rows;
mod setting;
mod studio;

use anyhow::Result;
use gongkai_app::import::By;
use gongkai_app::sealing::InstallationKey;
use gongkai_app::{Installation, LawBook};
use gongkai_storage::Db;
use jiff::Timestamp;
use jiff::civil::date;
use std::sync::Arc;
use std::time::Instant;

#[tokio::main]
async fn main() -> Result<()> {
    let rows =
        std::env::var("GONGKAI_BENCH_ROWS").ok().and_then(|rows| rows.parse().ok()).unwrap_or(1_000_000);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("bench.db");
    let mut arguments = std::env::args().skip(1).peekable();
    let is_office = arguments.next_if(|argument| argument == "office").is_some();
    let url = arguments.next().unwrap_or_else(|| format!("sqlite:{}", file.display()));
    let db = Db::open(&url).await?;
    db.migrate().await?;
    println!("{:?}, {rows} rows", db.engine());
    let office = Installation::open(db, Arc::new(LawBook::built_in()?), InstallationKey::generate()?).await?;
    if is_office {
        return office::run(Installation { law: Arc::new(office::law()?), ..office }, rows).await;
    }
    importing::run(&office, rows).await?;
    let start = Instant::now();
    office.db.analyze().await?;
    println!("analyze                                {:>8.2} s", start.elapsed().as_secs_f64());
    reporting::run(&office, &plain::Plain::open(&url).await?).await?;
    studio::run(&office).await?;
    freezing::run(&office, rows).await?;
    setting::run(&office).await?;
    checking::run(&office).await
}

/// Who the bench says it is.
fn by() -> By {
    By { actor: "bench".to_owned(), at: Timestamp::UNIX_EPOCH, today: date(2026, 1, 5) }
}
