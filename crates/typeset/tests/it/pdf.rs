//! A PDF as poppler reads it.

use gongkai_domain::reports::{Printing, Publication};
use gongkai_typeset::{Typeset, Typesetter};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

/// The fonts of the source tree.
pub fn fonts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fonts")
}

/// One typesetter for all tests: reading the fonts takes longest.
pub static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| Typesetter::with_fonts(&[fonts()]).unwrap());

/// A file that was set.
pub struct Pdf {
    folder: TempDir,
    pub set: Typeset,
}

/// A word on a page, in points from the upper left corner.
#[derive(Debug)]
pub struct Word {
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Pdf {
    pub fn of(publication: &Publication, printing: Printing) -> Self {
        Self::kept(TYPESETTER.report(publication, printing).unwrap_or_else(|error| panic!("{error}")))
    }

    /// What was set, as a file.
    pub fn kept(set: Typeset) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("r.pdf"), &set.pdf).unwrap();
        Self { folder, set }
    }

    pub fn official(publication: &Publication) -> Self {
        Self::of(publication, Printing::Official)
    }

    pub fn checking(publication: &Publication) -> Self {
        Self::of(publication, Printing::Checking)
    }

    /// What one of poppler's programs says of it.
    pub fn told_by(&self, program: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(program);
        command.current_dir(self.folder.path()).args(arguments).arg("r.pdf");
        if program == "pdftotext" {
            command.arg("-");
        }
        let output = command.output().unwrap_or_else(|error| panic!("{program} (poppler-utils): {error}"));
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Its text in reading order, without white space.
    pub fn text(&self) -> String {
        self.told_by("pdftotext", &["-enc", "UTF-8"]).split_whitespace().collect()
    }

    pub fn pages(&self) -> usize {
        let info = self.told_by("pdfinfo", &[]);
        let pages = info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
        pages.trim().parse().unwrap()
    }

    /// Every word with its place.
    pub fn words(&self) -> Vec<Word> {
        let html = self.told_by("pdftotext", &["-bbox", "-enc", "UTF-8"]);
        let words = html.lines().filter_map(|line| line.trim().strip_prefix("<word "));
        words
            .map(|line| {
                let number = |name: &str| -> f64 {
                    let rest = line.split_once(&format!("{name}=\"")).unwrap().1;
                    rest.split_once('"').unwrap().0.parse().unwrap()
                };
                let text = line.split_once('>').unwrap().1.trim_end_matches("</word>").to_owned();
                Word { text, left: number("xMin"), right: number("xMax"), bottom: number("yMax") }
            })
            .collect()
    }
}
