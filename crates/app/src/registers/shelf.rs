//! The registers as one sees them first: how many rows are in reach, and when one of them last changed.

use crate::people::Officer;
use crate::{Installation, StorageError};
use gongkai_domain::people::Permission;
use gongkai_domain::registers::{ALL, Register, Selection};
use gongkai_storage::audit;
use jiff::Timestamp;
use std::collections::HashMap;

/// Acts looked through for the last change of each register.
const LOOKED_THROUGH: i64 = 1_000;

/// One register as its shelf shows it.
#[derive(Clone, Debug)]
pub struct Shelved {
    /// The register.
    pub register: &'static Register,
    /// Rows of the bodies in reach.
    pub rows: i64,
    /// When rows in reach last changed; `None` when that is long ago or never was.
    pub changed_at: Option<Timestamp>,
}

/// Every register, counted over the bodies whose rows somebody may read.
pub async fn shelf(office: &Installation, officer: &Officer) -> Result<Vec<Shelved>, StorageError> {
    let bodies = officer.bodies(Permission::Read);
    let changed = last_changes(office, &bodies).await?;
    let mut shelved = Vec::with_capacity(ALL.len());
    for register in ALL {
        let tally = office.cache.tally(office, register).await?;
        let selection = Selection { register, bodies: Some(bodies.clone()), conditions: Vec::new() };
        let changed_at = changed.get(register.code).copied();
        shelved.push(Shelved { register, rows: tally.count(&selection), changed_at });
    }
    Ok(shelved)
}

/// When each register last changed for one of these bodies, by code.
async fn last_changes(
    office: &Installation,
    bodies: &[String],
) -> Result<HashMap<String, Timestamp>, StorageError> {
    let mut tx = office.db.read().await?;
    let mut changed = HashMap::new();
    for (at, facts) in audit::newest(&mut tx, LOOKED_THROUGH).await? {
        let Ok(facts) = serde_json::from_str::<serde_json::Value>(&facts) else { continue };
        let (Some(register), Some(touched)) = (facts["register"].as_str(), facts["bodies"].as_array()) else {
            continue;
        };
        if touched.iter().filter_map(|body| body.as_str()).any(|body| bodies.iter().any(|own| own == body)) {
            changed.entry(register.to_owned()).or_insert(at);
        }
    }
    Ok(changed)
}
