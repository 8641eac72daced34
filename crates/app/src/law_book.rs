//! The law this installation works by: the built-in files of `law/`, less those the data directory replaces.

use gongkai_domain::calendar::Calendar;
use gongkai_domain::catalogue::{OldSites, PublicationRule};
use gongkai_domain::law::{BUILT_IN, Codes, Headings, LawFault, LawText};
use gongkai_domain::people::SignInRule;
use gongkai_domain::redaction::SecrecyMarks;
use gongkai_domain::regime::Regimes;
use gongkai_domain::reports::{Format, Series, formats, series};
use gongkai_domain::retention::RetentionRules;
use std::collections::BTreeMap;

/// All law, read and checked once when the program starts.
#[derive(Clone, Debug)]
pub struct LawBook {
    /// Every file by its path below `law/`.
    pub files: BTreeMap<String, String>,
    /// Code lists.
    pub codes: Codes,
    /// Headings ledgers give their columns.
    pub headings: Headings,
    /// Working days.
    pub calendar: Calendar,
    /// The regimes of the regulation.
    pub regimes: Regimes,
    /// Report formats.
    pub formats: Vec<Format>,
    /// Figures followed over the years, in the order of their files.
    pub series: Vec<Series>,
    /// What signing in asks.
    pub sign_in: SignInRule,
    /// Words that mark a document as secret.
    pub secrecy_marks: SecrecyMarks,
    /// What publishing asks.
    pub publication: PublicationRule,
    /// How long what is published is kept.
    pub retention: RetentionRules,
    /// How pages of a site before this one are read.
    pub old_sites: OldSites,
}

impl LawBook {
    /// The law as built in.
    pub fn built_in() -> Result<Self, LawFault> {
        Self::with(BTreeMap::new())
    }

    /// The built-in law with some files replaced or added, by path below `law/`.
    ///
    /// # Errors
    /// The first mistake found, with file, line and key; nothing is taken over then.
    pub fn with(replacements: BTreeMap<String, String>) -> Result<Self, LawFault> {
        let mut files: BTreeMap<String, String> =
            BUILT_IN.iter().map(|text| (text.path.to_owned(), text.text.to_owned())).collect();
        files.extend(replacements);
        let texts: Vec<LawText<'_>> = files.iter().map(|(path, text)| LawText { path, text }).collect();
        let under = |folder: &str| -> Vec<LawText<'_>> {
            texts.iter().filter(|text| text.path.starts_with(folder)).copied().collect()
        };
        let codes = Codes::read(&texts)?;
        let headings = Headings::read(&texts)?;
        let calendar = Calendar::read(&under("calendars/"))?;
        let regimes = Regimes::read(&under("regimes/"))?;
        let formats = formats(&texts, &codes)?;
        let series = series(&texts, &formats)?;
        let one = |path: &'static str| {
            texts.iter().find(|text| text.path == path).copied().unwrap_or(LawText { path, text: "" })
        };
        Ok(Self {
            sign_in: SignInRule::read(one("security/sign-in.toml"))?,
            secrecy_marks: SecrecyMarks::read(one("reading/secrecy-marks.toml"))?,
            publication: PublicationRule::read(&texts, &codes)?,
            retention: RetentionRules::read(&texts, &codes)?,
            old_sites: OldSites::read(one("reading/old-sites.toml"), &codes)?,
            calendar,
            regimes,
            formats,
            series,
            headings,
            codes,
            files,
        })
    }

    /// The files that are not as built in, by path below `law/`.
    pub fn replaced(&self) -> BTreeMap<String, String> {
        let built_in = |path: &str| BUILT_IN.iter().find(|text| text.path == path).map(|text| text.text);
        let replaced = self.files.iter().filter(|(path, text)| built_in(path) != Some(text.as_str()));
        replaced.map(|(path, text)| (path.clone(), text.clone())).collect()
    }

    /// The report format with this id.
    pub fn format(&self, id: &str) -> Option<&Format> {
        self.formats.iter().find(|format| format.id == id)
    }

    /// The formats meant for a report year, by rank: the first is the one opened unless another is asked for.
    pub fn formats_of(&self, year: i16) -> impl Iterator<Item = &Format> {
        self.formats.iter().filter(move |format| {
            let (first, last) = format.years;
            first.is_none_or(|first| first <= year) && last.is_none_or(|last| year <= last)
        })
    }
}
