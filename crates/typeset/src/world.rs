//! What a template can see: itself, its data, its drawings and the fonts; no disk, no network, no clock.

use crate::fonts::Fonts;
use std::collections::HashMap;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World, WorldExt};

/// The template of a report.
pub(crate) const REPORT: &str = "/report.typ";
/// The template of a certificate of disposition.
pub(crate) const CERTIFICATE: &str = "/certificate.typ";
/// The template of a gazette, bulletin or booklet.
pub(crate) const ISSUE: &str = "/issue.typ";

/// Templates by their place in the virtual project.
const TEMPLATES: &[(&str, &str)] = &[
    (REPORT, include_str!("../templates/report.typ")),
    (CERTIFICATE, include_str!("../templates/certificate.typ")),
    (ISSUE, include_str!("../templates/issue.typ")),
    ("/official.typ", include_str!("../templates/official.typ")),
    ("/table.typ", include_str!("../templates/table.typ")),
];

/// One document's world.
pub(crate) struct Desk<'a> {
    library: &'a LazyHash<Library>,
    fonts: &'a Fonts,
    main: FileId,
    templates: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl<'a> Desk<'a> {
    /// With the template that is set and the files of one document, by path.
    pub fn new(
        library: &'a LazyHash<Library>,
        fonts: &'a Fonts,
        main: &str,
        files: Vec<(String, Bytes)>,
    ) -> Result<Self, String> {
        let template = |(path, text): &(&str, &str)| {
            let id = id_of(path)?;
            Ok((id, Source::new(id, (*text).to_owned())))
        };
        let file = |(path, bytes): (String, Bytes)| Ok((id_of(&path)?, bytes));
        Ok(Self {
            library,
            fonts,
            main: id_of(main)?,
            templates: TEMPLATES.iter().map(template).collect::<Result<_, String>>()?,
            files: files.into_iter().map(file).collect::<Result<_, String>>()?,
        })
    }

    /// Template and line a diagnostic is about.
    pub fn place(&self, diagnostic: &SourceDiagnostic) -> Option<String> {
        let id = diagnostic.span.id()?;
        let source = self.templates.get(&id)?;
        let line = source.lines().byte_to_line(self.range(diagnostic.span)?.start)? + 1;
        Some(format!("{}:{line} ", id.get().vpath().get_without_slash()))
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.templates.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.all.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn id_of(path: &str) -> Result<FileId, String> {
    let place = VirtualPath::new(path).map_err(|why| format!("{path}: {why:?}"))?;
    Ok(RootedPath::new(VirtualRoot::Project, place).intern())
}
