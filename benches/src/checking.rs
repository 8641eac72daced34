//! Checking published reports: one of each kind of file, and a folder of a thousand.

use crate::reporting::median;
use anyhow::{Context, Result};
use gongkai_app::Installation;
use gongkai_app::reports::{compute, format_for, publication};
use gongkai_domain::reports::{Block, Format, Printing, Publication, ReportRow, ReportTable, Span};
use gongkai_domain::says::Language;
use gongkai_report_check::{check, together};
use gongkai_typeset::Typesetter;
use jiff::civil::date;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Reports in the folder.
const FOLDER: usize = 1_000;
/// Reports of the folder that are set as PDF; setting takes longer than everything else here.
const SET: usize = 8;
/// The kinds of file.
const KINDS: [&str; 5] = ["docx", "xlsx", "html", "txt", "pdf"];
/// Formats with a year each.
const FORMATS: [(&str, i16); 4] =
    [("gz-2016", 2016), ("national-2014", 2016), ("national-2019", 2020), ("national-2021", 2022)];

/// Measures single reports and a folder of them.
pub async fn run(office: &Installation) -> Result<()> {
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fonts");
    let typesetter = Typesetter::with_fonts(&[fonts])?;
    let mut publications = Vec::new();
    for (format, year) in FORMATS {
        let report = compute(office, "bench-office", year, format_for(office, Some(format), year)?).await?;
        publications.push(publication(office, &report, date(2026, 1, 1), None).await?);
    }
    for kind in KINDS {
        for (publication, (format, _)) in publications.iter().zip(FORMATS) {
            one(&office.law.formats, kind, format, &file(&typesetter, publication, kind)?).await?;
        }
    }
    folder(&office.law.formats, &typesetter, &publications)
}

async fn one(formats: &[Format], kind: &str, format: &str, bytes: &[u8]) -> Result<()> {
    let mut told = String::new();
    let seconds = median(async || {
        told = match gongkai_documents::read(&format!("report.{kind}"), bytes) {
            Ok(document) => {
                let checked = check(&document, formats, None);
                format!("{} cells, {} findings", checked.reading.cells.len(), checked.findings.len())
            }
            Err(fault) => fault.to_string(),
        };
        Ok(())
    })
    .await?;
    println!(
        "check {:<32} {:>8.1} ms  ({told}; {} kB)",
        format!("{format} {kind}"),
        seconds * 1e3,
        bytes.len() / 1_000
    );
    Ok(())
}

fn folder(formats: &[Format], typesetter: &Typesetter, publications: &[Publication]) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let files = filled(folder.path(), typesetter, publications)?;
    let start = Instant::now();
    let open = |at: usize| -> Result<_> {
        let name = files[at].to_string_lossy();
        Ok(gongkai_documents::read(&name, &fs::read(&files[at])?)?)
    };
    let outcomes = together(files.len(), open, formats, &[]);
    let seconds = start.elapsed().as_secs_f64();
    let read: Vec<_> = outcomes.iter().flatten().collect();
    let findings: usize = read.iter().map(|checked| checked.findings.len()).sum();
    println!(
        "check a folder of {FOLDER:<20} {seconds:>8.2} s  ({} read, {findings} findings, {:.1} ms each)",
        read.len(),
        seconds * 1e3 / FOLDER as f64
    );
    Ok(())
}

/// Writes reports of so many bodies, in every kind and format by turns.
fn filled(folder: &Path, typesetter: &Typesetter, publications: &[Publication]) -> Result<Vec<PathBuf>> {
    let mut set: Vec<Vec<u8>> = Vec::new();
    let mut files = Vec::new();
    for at in 0..FOLDER {
        let kind = KINDS[at % KINDS.len()];
        let turn = at / KINDS.len();
        let mut publication = publications[turn % publications.len()].clone();
        let body = format!("某县第{at}局");
        publication.report.title = publication.report.title.replace(&publication.body, &body);
        publication.body = body;
        let path = folder.join(format!("{at:04}.{kind}"));
        let bytes = if kind == "pdf" {
            if set.len() < SET {
                set.push(file(typesetter, &publication, kind)?);
            }
            set[turn % SET.min(set.len())].clone()
        } else {
            file(typesetter, &publication, kind)?
        };
        fs::write(&path, bytes)?;
        files.push(path);
    }
    Ok(files)
}

fn file(typesetter: &Typesetter, publication: &Publication, kind: &str) -> Result<Vec<u8>> {
    Ok(match kind {
        "docx" => gongkai_report_files::docx(publication, Printing::Official)?,
        "xlsx" => gongkai_report_files::xlsx(publication)?,
        "html" => gongkai_portal::checking_copy(publication, Language::Chinese)?.into_bytes(),
        "txt" => text(publication).into_bytes(),
        "pdf" => typesetter.report(publication, Printing::Official)?.pdf,
        _ => None.context("a known kind")?,
    })
}

/// A report as somebody copies it out of a page: a line a paragraph, a line a row.
fn text(publication: &Publication) -> String {
    let mut text = format!("{}\n", publication.report.title);
    for section in &publication.report.sections {
        text.extend([section.title.as_str(), "\n"]);
        for block in &section.blocks {
            match block {
                Block::Paragraph(spans) => text.extend(spans.iter().map(words).chain(["\n"])),
                Block::Table(table) => text.push_str(&rows(table)),
            }
        }
    }
    text
}

fn words(span: &Span) -> &str {
    match span {
        Span::Text(text) | Span::Figure { text, .. } => text,
        Span::OwnWords { text, .. } => text.as_deref().unwrap_or_default(),
    }
}

fn rows(table: &ReportTable) -> String {
    let line = |row: &ReportRow| match row {
        ReportRow::Heads(heads) => heads.iter().map(|head| head.text.as_str()).collect::<Vec<_>>().join("\t"),
        ReportRow::Figures { heads, cells } => {
            let heads = heads.iter().map(|head| head.text.as_str());
            heads.chain(cells.iter().map(|cell| cell.text.as_str())).collect::<Vec<_>>().join("\t")
        }
    };
    table.rows.iter().map(|row| line(row) + "\n").collect()
}
