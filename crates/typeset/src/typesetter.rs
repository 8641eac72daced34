//! From a publication to the bytes of its PDF.

use crate::fonts::{FontFault, Fonts};
use crate::issue::issue_sheet;
use crate::legible::{letters, make_legible};
use crate::sheet::certificate_sheet;
use crate::sheet::sheet;
use crate::world::{CERTIFICATE, Desk, ISSUE, REPORT};
use gongkai_domain::issues::Issue;
use gongkai_domain::reports::{Printing, Publication, Standing};
use gongkai_domain::retention::Certificate;
use gongkai_domain::says::Says;
use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Smart};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Sets documents; holds the fonts, some 50 MB, for as long as it lives.
pub struct Typesetter {
    fonts: Fonts,
    library: LazyHash<Library>,
}

/// A document that has been set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typeset {
    /// The PDF/A-2a file.
    pub pdf: Vec<u8>,
    /// Characters that no font has; 〓 stands in their place, and the last page names them.
    pub missing: BTreeSet<char>,
}

/// Why a document could not be set: a fault of a template or of a font, never of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypesetError {
    /// What Typst said.
    pub why: String,
}

impl TypesetError {
    /// The error in both languages.
    pub fn says(&self) -> Says {
        Says::new(format!("排版失败：{}", self.why), format!("the report could not be typeset: {}", self.why))
    }
}

impl fmt::Display for TypesetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let says = self.says();
        write!(f, "{} / {}", says.zh, says.en)
    }
}

impl std::error::Error for TypesetError {}

impl From<String> for TypesetError {
    fn from(why: String) -> Self {
        Self { why }
    }
}

impl fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Typesetter").field("fonts", &self.fonts).finish_non_exhaustive()
    }
}

/// After so many documents that did not need it, a piece of work is forgotten.
const KEPT_FOR: usize = 2;

impl Typesetter {
    /// Reads the fonts of the folders; those of an earlier folder do not hide those of a later one.
    ///
    /// # Errors
    /// A file that cannot be read, or no font with Chinese characters in any of the folders.
    pub fn with_fonts(folders: &[PathBuf]) -> Result<Self, FontFault> {
        let fonts = Fonts::read(folders)?;
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        Ok(Self { fonts, library: LazyHash::new(library) })
    }

    /// Sets a report as PDF/A-2a, tagged, its fonts embedded as subsets.
    ///
    /// # Errors
    /// A template or font that does not work, and every warning of Typst, which would be a fault on paper.
    pub fn report(&self, publication: &Publication, printing: Printing) -> Result<Typeset, TypesetError> {
        let (sheet, drawings) = sheet(publication, printing, self.fonts.families.clone());
        let mut data = serde_json::to_value(&sheet).map_err(|error| error.to_string())?;
        let mut missing = make_legible(&mut data, &self.fonts);
        let mut files: Vec<(String, String)> = drawings
            .into_iter()
            .map(|(path, drawing)| (path, letters(&drawing, &self.fonts, &mut missing)))
            .collect();
        data["missing"] = missing.iter().map(|letter| named(*letter)).collect();
        files.push(("/data.json".to_owned(), data.to_string()));
        let files = files.into_iter().map(|(path, text)| (path, Bytes::from_string(text))).collect();
        let pdf = self.set(REPORT, files, identity(publication, printing));
        comemo::evict(KEPT_FOR);
        Ok(Typeset { pdf: pdf?, missing })
    }

    /// Sets a certificate of disposition (处置证明) as PDF/A-2a.
    ///
    /// # Errors
    /// As [`Typesetter::report`].
    pub fn certificate(&self, certificate: &Certificate) -> Result<Typeset, TypesetError> {
        let sheet = certificate_sheet(certificate, self.fonts.families.clone());
        let mut data = serde_json::to_value(&sheet).map_err(|error| error.to_string())?;
        let missing = make_legible(&mut data, &self.fonts);
        data["missing"] = missing.iter().map(|letter| named(*letter)).collect();
        let identity = format!("{}/{}/{}", certificate.body, certificate.number, certificate.digest);
        let pdf = self.set(
            CERTIFICATE,
            vec![("/data.json".to_owned(), Bytes::from_string(data.to_string()))],
            identity,
        );
        comemo::evict(KEPT_FOR);
        Ok(Typeset { pdf: pdf?, missing })
    }

    /// Sets a gazette, bulletin or booklet as PDF/A-2a. A picture that cannot be set is printed as its words.
    ///
    /// # Errors
    /// As [`Typesetter::report`].
    pub fn issue(&self, issue: &Issue) -> Result<Typeset, TypesetError> {
        let set = self.issue_with(issue, true);
        if set.is_err() && !issue.pictures.is_empty() { self.issue_with(issue, false) } else { set }
    }

    fn issue_with(&self, issue: &Issue, pictures: bool) -> Result<Typeset, TypesetError> {
        let (sheet, mut files) = issue_sheet(issue, self.fonts.families.clone(), pictures);
        let mut data = serde_json::to_value(&sheet).map_err(|error| error.to_string())?;
        let missing = make_legible(&mut data, &self.fonts);
        data["missing"] = missing.iter().map(|letter| named(*letter)).collect();
        files.push(("/data.json".to_owned(), Bytes::from_string(data.to_string())));
        let number =
            (issue.body.as_str(), issue.kind.code(), issue.series.as_str(), issue.year, issue.number);
        let pdf = self.set(ISSUE, files, format!("{number:?}/{}/{}", issue.title, issue.draft));
        comemo::evict(KEPT_FOR);
        Ok(Typeset { pdf: pdf?, missing })
    }

    fn set(
        &self,
        main: &str,
        files: Vec<(String, Bytes)>,
        identity: String,
    ) -> Result<Vec<u8>, TypesetError> {
        let desk = Desk::new(&self.library, &self.fonts, main, files)?;
        let set = typst::compile::<PagedDocument>(&desk);
        let document = set.output.map_err(|faults| told(&desk, &faults))?;
        if !set.warnings.is_empty() {
            return Err(told(&desk, &set.warnings));
        }
        let standards = PdfStandards::new(&[PdfStandard::A_2a]).map_err(|why| format!("{why:?}"))?;
        let options = PdfOptions {
            ident: Smart::Custom(identity),
            creator: Smart::Custom(Some("gongkai".to_owned())),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &options).map_err(|faults| told(&desk, &faults))
    }
}

/// What Typst said, with the lines it said it of.
fn told(desk: &Desk<'_>, diagnostics: &[SourceDiagnostic]) -> TypesetError {
    let line = |one: &SourceDiagnostic| {
        let place = desk.place(one).unwrap_or_default();
        format!("{place}{}", one.message)
    };
    TypesetError { why: diagnostics.iter().map(line).collect::<Vec<_>>().join("; ") }
}

/// What tells the document from every other, so that its record has the same identifier each time it is made.
fn identity(publication: &Publication, printing: Printing) -> String {
    let report = &publication.report;
    let standing = match &publication.standing {
        Standing::Draft { counted_on } => counted_on.to_string(),
        Standing::Frozen(freezing) => freezing.digest.clone(),
    };
    format!("{}/{}/{}/{standing}/{printing:?}", report.body, report.year, report.format)
}

/// A character as it is named: by its code point, and itself where a reader may know it.
fn named(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}
