//! Files that wait for the scanner: asked about again until it answers.

use super::{Attachment, AttachmentError, Scan, ScanFault, Verdict};
use crate::Installation;
use crate::sealing::{FileFault, open_file};
use gongkai_storage::attachments as stored;
use jiff::Timestamp;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

/// Files asked about in one round.
const MOST: i64 = 50;

/// Asks the scanner about files of drafts it has not seen; answers those it now has, with what it said.
///
/// It stops at the first file when nobody answers.
pub async fn scan_waiting(
    office: &Installation,
    at: Timestamp,
) -> Result<Vec<(String, Scan)>, AttachmentError> {
    let Some(keeping) = &office.files else { return Ok(Vec::new()) };
    let Some(scanner) = &keeping.scanner else { return Ok(Vec::new()) };
    let waiting = stored::unscanned(&mut office.db.read().await?, MOST).await?;
    let mut done = Vec::new();
    for row in waiting {
        let _place = keeping.places.acquire().await.map_err(|_| AttachmentError::NoStore)?;
        let Some(path) = keeping.store.path(&row.original).filter(|path| path.is_file()) else { continue };
        let (key, digest) = (Arc::clone(&office.key), row.digest.clone());
        let opened = tokio::task::spawn_blocking(move || original(&key, &digest, &path)).await;
        let bytes = match opened {
            Ok(Ok(bytes)) => bytes,
            Ok(Err(fault)) => return Err(AttachmentError::Sealing(fault)),
            Err(_) => continue,
        };
        let said = match scanner.scan(&bytes).await {
            Ok(Verdict::Clean) => Scan::Clean,
            Ok(Verdict::Infected(found)) => Scan::Infected(found),
            Err(ScanFault::Unreachable(_)) => break,
            Err(fault @ ScanFault::Refused(_)) => Scan::Waiting(fault.to_string()),
        };
        let before = Attachment::of(&row).map(|known| known.scan);
        if before.as_ref() == Some(&said) {
            continue;
        }
        let mut tx = office.db.write().await?;
        stored::set_scan(&mut tx, &row.digest, said.code(), said.words(), at).await?;
        tx.commit().await?;
        done.push((row.digest, said));
    }
    Ok(done)
}

fn original(key: &crate::sealing::InstallationKey, digest: &str, path: &Path) -> Result<Vec<u8>, FileFault> {
    let mut bytes = Vec::new();
    open_file(key, digest, BufReader::new(File::open(path)?), |part| {
        bytes.extend_from_slice(part);
        Ok(())
    })?;
    Ok(bytes)
}
