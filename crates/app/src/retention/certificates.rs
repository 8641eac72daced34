//! The certificate of a run (处置证明): its facts, its list as CSV, its PDF once it was set, the package for the archives.

use super::running::load;
use super::{Authority, RetentionError};
use crate::Installation;
use crate::behind::of_edition;
use crate::import::By;
use crate::people::name_of;
use crate::reports::{bodies, body_name};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gongkai_domain::digest;
use gongkai_domain::retention::{Certificate, CertificateLine, Outcome};
use gongkai_storage::audit::{self, Act};
use gongkai_storage::retention::{self as kept, Disposition, DispositionFile, DispositionItem};
use gongkai_storage::{StorageError, Tx, catalogue};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// Name of the list.
const LIST: &str = "certificate.csv";
/// Name of the certificate as it was set.
const PDF: &str = "certificate.pdf";

/// A file with its digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// SM3 digest of its bytes, as 64 hexadecimal digits.
    pub digest: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The facts of a run's certificate.
///
/// # Errors
/// [`RetentionError::Unknown`] before it was carried out, or for who may not see it.
pub async fn certificate(
    office: &Installation,
    who: Authority<'_>,
    id: &str,
) -> Result<Certificate, RetentionError> {
    let mut tx = office.db.read().await?;
    let (run, items) = load(&mut tx, who, id).await?;
    if run.state != "done" {
        return Err(RetentionError::Unknown);
    }
    Ok(facts_of(&mut tx, &run, lines_of(office, &items)).await?)
}

/// The list, byte by byte as it was kept when the run was carried out.
pub async fn csv(office: &Installation, who: Authority<'_>, id: &str) -> Result<Paper, RetentionError> {
    let mut tx = office.db.read().await?;
    load(&mut tx, who, id).await?;
    paper(kept::file(&mut tx, id, LIST).await?)?.ok_or(RetentionError::Unknown)
}

/// The certificate as it was set and kept; none before it was.
pub async fn kept_pdf(
    office: &Installation,
    who: Authority<'_>,
    id: &str,
) -> Result<Option<Paper>, RetentionError> {
    let mut tx = office.db.read().await?;
    load(&mut tx, who, id).await?;
    paper(kept::file(&mut tx, id, PDF).await?)
}

/// Keeps the certificate as it was set; what is kept already stays. Answers what is kept.
pub async fn keep_pdf(
    office: &Installation,
    who: Authority<'_>,
    id: &str,
    pdf: &[u8],
    by: &By,
) -> Result<Paper, RetentionError> {
    let mut tx = office.db.write().await?;
    let head = audit::take_place(&mut tx).await?;
    let (run, _) = load(&mut tx, who, id).await?;
    if run.state != "done" {
        return Err(RetentionError::Unknown);
    }
    if let Some(known) = paper(kept::file(&mut tx, id, PDF).await?)? {
        return Ok(known);
    }
    let file = file_of(PDF, pdf);
    kept::keep_file(&mut tx, id, &file).await?;
    let facts =
        json!({ "disposition": id, "number": run.number, "body": run.body, "sm3": file.digest }).to_string();
    let act = Act { at: by.at, actor: &by.actor, act: "keep-certificate", article: "", facts: &facts };
    audit::append(&mut tx, &head, act, &mut []).await?;
    tx.commit().await?;
    Ok(Paper { digest: file.digest, bytes: pdf.to_vec() })
}

/// The package for the archives: of every item handed over its last edition before the run, with its data, its words, its
/// HTML, and a list of digests. The same run gives the same bytes.
///
/// # Errors
/// [`RetentionError::Package`] where an edition is not the one the certificate names.
pub async fn package(office: &Installation, who: Authority<'_>, id: &str) -> Result<Paper, RetentionError> {
    let mut tx = office.db.read().await?;
    let (run, items) = load(&mut tx, who, id).await?;
    let handed: Vec<&DispositionItem> =
        items.iter().filter(|item| item.outcome == Outcome::Transferred.code()).collect();
    if run.state != "done" || handed.is_empty() {
        return Err(RetentionError::Unknown);
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let broken = |error: &dyn std::fmt::Display| RetentionError::Package(error.to_string());
    let options = SimpleFileOptions::default();
    let mut put = |name: String, bytes: &[u8]| -> Result<(), RetentionError> {
        zip.start_file(name, options).map_err(|error| broken(&error))?;
        zip.write_all(bytes).map_err(|error| broken(&error))
    };
    let list = paper(kept::file(&mut tx, id, LIST).await?)?.ok_or(RetentionError::Unknown)?;
    put(LIST.to_owned(), &list.bytes)?;
    for (item, at) in handed.iter().zip(1..) {
        let editions = catalogue::editions(&mut tx, &item.item_key).await?;
        let edition = editions.into_iter().map(|(_, edition)| edition).find(|one| one.number == item.edition);
        let edition = edition.filter(|edition| of_edition(edition) == item.digest).ok_or_else(|| {
            RetentionError::Package(format!("{} 的第 {} 版与证明不符", item.index_number, item.edition))
        })?;
        let folder = format!("{at:04}-{}", item.short_id);
        let data = json!({
            "index_number": item.index_number, "edition": edition.number, "digest": item.digest,
            "facts": serde_json::from_str::<serde_json::Value>(&edition.facts).unwrap_or_default(),
        });
        put(format!("{folder}/item.json"), format!("{data:#}\n").as_bytes())?;
        if let Some(text) = &edition.text {
            put(format!("{folder}/text.txt"), text.as_bytes())?;
        }
        if let Some(html) = &edition.html {
            put(format!("{folder}/text.html"), page_of(&item.title, html).as_bytes())?;
        }
    }
    let bytes = zip.finish().map_err(|error| broken(&error))?.into_inner();
    Ok(Paper { digest: digest::of_bytes(&bytes), bytes })
}

/// The text as a page that opens by itself; it was cleaned when it was written.
fn page_of(title: &str, html: &str) -> String {
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<h1>{title}</h1>\n{html}\n"
    )
}

/// The items of a run in words.
pub(super) fn lines_of(office: &Installation, items: &[DispositionItem]) -> Vec<CertificateLine> {
    let rule = |id: &str| {
        office
            .law
            .retention
            .find(id)
            .map_or_else(|| id.to_owned(), |rule| format!("{id} {}", rule.basis.about.zh))
    };
    let line = |item: &DispositionItem| CertificateLine {
        index_number: item.index_number.clone(),
        title: item.title.clone(),
        edition: item.edition,
        digest: item.digest.clone(),
        rule: rule(&item.rule),
        last_day: item.last_day.map(|day| day.to_string()).unwrap_or_default(),
        outcome: Outcome::of_code(&item.outcome).map(|outcome| outcome.name().zh).unwrap_or_default(),
        note: item.note.clone(),
    };
    items.iter().map(line).collect()
}

/// The list of a run that is being carried out, to be kept.
pub(super) async fn list_file(
    tx: &mut Tx,
    run: &Disposition,
    lines: Vec<CertificateLine>,
) -> Result<DispositionFile, StorageError> {
    Ok(file_of(LIST, facts_of(tx, run, lines).await?.csv().as_bytes()))
}

async fn facts_of(
    tx: &mut Tx,
    run: &Disposition,
    lines: Vec<CertificateLine>,
) -> Result<Certificate, StorageError> {
    let all = bodies(tx).await?;
    let asked = name_of(tx, &run.asked.0).await?;
    let (decider, at, why) = run.decided.clone().unwrap_or_default();
    let decider = name_of(tx, &decider).await?;
    let totals = Outcome::ALL.into_iter().filter_map(|outcome| {
        let name = outcome.name().zh;
        let count = lines.iter().filter(|line| line.outcome == name).count();
        (count > 0).then_some((name, count))
    });
    Ok(Certificate {
        number: run.number.clone().unwrap_or_default(),
        body: body_name(&all, &run.body),
        on: local(at).date(),
        proposed: format!("{asked}　{}", shown(run.asked.1)),
        confirmed: format!("{decider}　{}", shown(at)),
        forced: if run.forced { why.clone() } else { String::new() },
        reason: run.reason.clone(),
        digest: run.digest.clone(),
        sequence: run.sequence.unwrap_or_default(),
        totals: totals.collect(),
        lines,
    })
}

fn local(at: Timestamp) -> jiff::Zoned {
    at.to_zoned(TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::UTC))
}

fn shown(at: Timestamp) -> String {
    local(at).strftime("%Y-%m-%d %H:%M").to_string()
}

fn file_of(name: &str, bytes: &[u8]) -> DispositionFile {
    DispositionFile {
        name: name.to_owned(),
        digest: digest::of_bytes(bytes),
        content: STANDARD.encode(bytes),
    }
}

/// A kept file, refused when it is no longer what was kept.
fn paper(file: Option<DispositionFile>) -> Result<Option<Paper>, RetentionError> {
    let Some(file) = file else { return Ok(None) };
    let bytes = STANDARD.decode(&file.content).unwrap_or_default();
    if digest::of_bytes(&bytes) != file.digest {
        return Err(StorageError::Unreadable(format!("{}: its digest is another", file.name)).into());
    }
    Ok(Some(Paper { digest: file.digest, bytes }))
}
