//! PDF with a text layer: letters and ruling lines by their places on the page, put together as a reader sees them.
//!
//! [`canvas`] takes down what a page draws. [`ruled`] finds the tables in its ruling lines and [`striped`]
//! those that have lines between rows only, [`lines`] puts letters into
//! lines of text, and [`pages`] joins what page ends have torn apart. The file is interpreted by the library Typst shows
//! PDF pictures with; [`bounds`] looks at the file before.

mod bounds;
mod canvas;
mod letters;
mod lines;
mod pages;
mod ruled;
mod rulings;
mod striped;

use crate::{Document, DocumentFault, FileKind};
use canvas::{Canvas, Limits};
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::util::TransformExt;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};
use kurbo::Rect;
use pages::PageText;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What broken files of this kind are called.
const KIND: &str = "PDF";
/// How long the pages of a file are interpreted at most.
const LONGEST: Duration = Duration::from_secs(8);
/// What is said of a file that takes longer.
const TOO_SLOW: DocumentFault = DocumentFault::TooSlow(LONGEST.as_secs());
/// Most pages that are read.
const MOST_PAGES: usize = 1_000;

/// Reads a PDF.
pub(crate) fn read(bytes: &Arc<[u8]>) -> Result<Document, DocumentFault> {
    bounds::check(bytes)?;
    let pdf = Pdf::new(Arc::new(Arc::clone(bytes))).map_err(refused)?;
    if pdf.pages().len() > MOST_PAGES {
        return Err(DocumentFault::TooMuch);
    }
    let settings = InterpreterSettings { render_annotations: false, ..InterpreterSettings::default() };
    let cache = InterpreterCache::new();
    let mut limits = Limits::until(Instant::now() + LONGEST);
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let size = (f64::from(width), f64::from(height));
        let start = page.initial_transform(true).to_kurbo();
        let within = Rect::new(0.0, 0.0, size.0, size.1);
        let mut context = Context::new(start, within, &cache, pdf.xref(), settings.clone());
        let mut canvas = Canvas::new(limits);
        interpret_page(page, &mut context, &mut canvas);
        limits = canvas.limits();
        pages.push(PageText::of(canvas.marks(), size));
        if limits.are_over() {
            return Err(TOO_SLOW);
        }
    }
    if limits.is_illegible() {
        return Err(DocumentFault::Scanned);
    }
    let title = pdf.metadata().title.as_deref().and_then(title);
    let (blocks, pages) = pages::joined(pages)?;
    Ok(Document { kind: FileKind::Pdf, title, blocks, pages, wrapped: true })
}

fn refused(error: LoadPdfError) -> DocumentFault {
    match error {
        LoadPdfError::Decryption(_) => DocumentFault::Encrypted,
        LoadPdfError::Invalid => DocumentFault::Broken(KIND),
    }
}

/// The title in the properties: UTF-16 or UTF-8 by its mark, otherwise read as whatever it can be.
fn title(bytes: &[u8]) -> Option<String> {
    let title = crate::encoding::decode(bytes, None)?;
    Some(crate::blocks::on_one_line(&title)).filter(|title| !title.is_empty())
}
