//! `gongkai verify`.

use crate::Outcome;
use crate::globals::{Globals, Missing};
use anyhow::Result;
use gongkai_app::verify::Verified;
use serde_json::json;

/// Walks the audit chain and compares every row with its last recorded change.
pub async fn run(globals: &Globals) -> Result<Outcome> {
    let office = globals.open(Missing::Refuse).await?;
    let verified = gongkai_app::verify::verify(&office).await?;
    Ok(tell(globals, &verified))
}

/// Prints what was walked and every fault.
pub fn tell(globals: &Globals, verified: &Verified) -> Outcome {
    let Verified { entries, changes, rows, frozen, attachments, faults } = verified;
    if globals.json {
        let facts = json!({ "entries": entries, "changes": changes, "rows": rows, "frozen": frozen, "attachments": attachments, "holds": faults.is_empty(), "faults": faults });
        out!("{facts:#}");
    } else {
        for fault in faults.iter().take(100) {
            out!("✗ {}", fault.in_language(globals.language()));
        }
        let verdict = if faults.is_empty() {
            globals.say(
                "审计链完整，每一行都与最后一次登记的变更相符",
                "the chain is whole and every row is as last recorded",
            )
        } else {
            globals.say("核验不通过", "verification failed")
        };
        out!(
            "{} {verdict}（{entries} {} · {changes} {} · {rows} {} · {frozen} {} · {attachments} {}）",
            if faults.is_empty() { "✓" } else { "✗" },
            globals.say("条审计记录", "entries"),
            globals.say("项变更", "changes"),
            globals.say("行", "rows"),
            globals.say("份定稿报告", "frozen reports"),
            globals.say("个附件", "attachments"),
        );
    }
    if faults.is_empty() { Outcome::Done } else { Outcome::Problems }
}
