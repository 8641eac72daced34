//! `gongkai migrate`.

use crate::Outcome;
use crate::globals::Globals;
use anyhow::Result;

/// Brings the schema up to date.
pub async fn run(globals: &Globals) -> Result<Outcome> {
    let db = globals.connect().await?;
    let (version, _) = gongkai_storage::health::versions(&mut db.read().await?).await?;
    out!("{} {version}", globals.say("数据库结构版本", "the database schema is at version"));
    db.close().await;
    Ok(Outcome::Done)
}
