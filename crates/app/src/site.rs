//! How the public site presents itself: read for every page, changed by the administrator.

use crate::Installation;
use crate::import::By;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gongkai_domain::digest;
use gongkai_domain::says::Says;
use gongkai_domain::site::{SiteSettings, emblem_fault};
use gongkai_storage::audit::{self, Act};
use gongkai_storage::{StorageError, Tx, settings};
use serde_json::json;
use std::sync::Arc;

/// Name of the setting.
const NAME: &str = "site";

/// Why settings were not changed.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// Fields that cannot be taken, each with why.
    #[error("设置有误 / the settings are not right")]
    Fields(Vec<(&'static str, Says)>),
    /// Somebody else changed them meanwhile.
    #[error("刚才有人改过设置 / somebody has changed the settings meanwhile")]
    Changed,
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The settings of the site, with a digest that tells one state of them from another.
pub async fn site(office: &Installation) -> Result<Arc<(SiteSettings, String)>, StorageError> {
    office.cache.site(office).await
}

pub(crate) async fn load(tx: &mut Tx) -> Result<(SiteSettings, String), StorageError> {
    let text = settings::get(tx, NAME).await?.unwrap_or_default();
    // What an administrator set by other means and cannot be read is as if nothing had been set.
    Ok((serde_json::from_str(&text).unwrap_or_default(), digest::of_bytes(text.as_bytes())))
}

/// Changes the settings; `known` is the digest of those that were shown. A new emblem comes as the bytes of a picture;
/// without one the emblem stays as `site` has it.
pub async fn change(
    office: &Installation,
    mut site: SiteSettings,
    emblem: Option<&[u8]>,
    known: &str,
    by: &By,
) -> Result<(), SiteError> {
    let mut faults = site.faults();
    if let Some(bytes) = emblem {
        faults.extend(emblem_fault(bytes).map(|says| ("emblem", says)));
        site.emblem = Some(STANDARD.encode(bytes));
    }
    if !faults.is_empty() {
        return Err(SiteError::Fields(faults));
    }
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let (before, digest) = load(&mut tx).await?;
    if digest != known {
        return Err(SiteError::Changed);
    }
    let text = json!(site).to_string();
    settings::set(&mut tx, NAME, &text).await?;
    let facts = json!({ "before": without_picture(before), "after": without_picture(site) }).to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "change-site", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    tx.commit().await?;
    Ok(())
}

/// The bytes of the emblem.
pub fn emblem(site: &SiteSettings) -> Option<Vec<u8>> {
    STANDARD.decode(site.emblem.as_deref()?).ok()
}

/// Settings for the trail: of the emblem its digest.
fn without_picture(site: SiteSettings) -> SiteSettings {
    let emblem = emblem(&site).map(|bytes| digest::of_bytes(&bytes));
    SiteSettings { emblem, ..site }
}
