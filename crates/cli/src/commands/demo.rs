//! `gongkai demo`.

mod staff;

use super::import::apply_with_progress;
use crate::Outcome;
use crate::globals::{Globals, Missing, by};
use crate::ledger_files::{LedgerFile, Told, read_ledger};
use crate::serving::{self, Serving};
use anyhow::{Context, Result, bail};
use clap::Args;
use gongkai_app::Installation;
use gongkai_app::import::compare;
use gongkai_domain::registers::find;
use gongkai_domain::says::Says;
use gongkai_storage::settings;
use rust_embed::RustEmbed;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Instant;

/// The ledgers of the sample years, as an office would hand them in.
#[derive(RustEmbed)]
#[folder = "../../demo"]
struct Ledgers;

/// Loads the sample years of Conghua, makes sample staff, and serves them.
#[derive(Debug, Args)]
#[command(after_help = "例 / Example:\n  gongkai demo --data-dir demo-data --listen 127.0.0.1:8720")]
pub struct Demo {
    /// How the site is served.
    #[command(flatten)]
    pub serving: Serving,
    /// 载入后就结束，不启动门户。Stop after loading.
    #[arg(long)]
    no_serve: bool,
}

/// `demo/ledgers.toml`: which file is which register, in the order they are loaded.
#[derive(Debug, Deserialize)]
struct Order {
    ledger: Vec<OrderedLedger>,
}

#[derive(Debug, Deserialize)]
struct OrderedLedger {
    file: String,
    register: String,
    body: Option<String>,
    year: Option<i16>,
}

/// Setting that says the sample is loaded.
const LOADED: &str = "demo-loaded";

impl Demo {
    /// Runs the command.
    pub async fn run(&self, globals: &Globals) -> Result<Outcome> {
        let mut office = globals.open(Missing::Make).await?;
        load(globals, &office).await?;
        staff::hire(globals, &office).await?;
        if self.no_serve {
            return Ok(Outcome::Done);
        }
        // Who only looks around should not have to fetch a phone; `gongkai serve` asks for it in the same directory.
        Arc::make_mut(&mut office.law).sign_in.second_factor.clear();
        let notice =
            Says::new("演示站点，数据为合成，不是真实的政府信息", "A demonstration: the data is made up");
        serving::serve(globals, office, &self.serving, Some(notice)).await
    }
}

async fn load(globals: &Globals, office: &Installation) -> Result<()> {
    let mut tx = office.db.read().await?;
    if settings::get(&mut tx, LOADED).await?.is_some() {
        out!("{}", globals.say("样例已经载入过，没有重复载入。", "The sample is loaded already."));
        return Ok(());
    }
    drop(tx);
    let start = Instant::now();
    let text = embedded("ledgers.toml")?;
    let order: Order = toml::from_str(std::str::from_utf8(&text)?)?;
    for (at, ledger) in order.ledger.iter().enumerate() {
        let register =
            find(&ledger.register).with_context(|| format!("demo/ledgers.toml: {}", ledger.register))?;
        let file = LedgerFile { name: ledger.file.clone(), bytes: embedded(&ledger.file)? };
        let told = Told { body: ledger.body.as_deref(), year: ledger.year, replace: false };
        let (reading, rows) = read_ledger(office, register, vec![file], told).await?;
        if reading.errors > 0 {
            let first = reading.faults.first().map(ToString::to_string).unwrap_or_default();
            bail!("{}：{first}", ledger.file);
        }
        let comparison = compare(office, &rows).await?;
        let applied = apply_with_progress(globals, office, &rows, &comparison).await?;
        out!(
            "  {:>2}/{} {}  {}＋{}",
            at + 1,
            order.ledger.len(),
            ledger.file,
            globals.say(register.zh, register.en),
            applied.added
        );
    }
    office.db.analyze().await?;
    let mut tx = office.db.write().await?;
    settings::set(&mut tx, LOADED, &by().today.to_string()).await?;
    tx.commit().await?;
    out!(
        "✓ {} {:.1} s",
        globals.say("样例已载入，用时", "The sample is loaded in"),
        start.elapsed().as_secs_f64()
    );
    Ok(())
}

fn embedded(name: &str) -> Result<Vec<u8>> {
    let file =
        Ledgers::get(name).with_context(|| format!("demo/{name} 不在程序里 / is not in the program"))?;
    Ok(file.data.into_owned())
}
