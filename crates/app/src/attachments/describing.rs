//! A file as people see it: what it is, how large, what was taken out of it, what the scanner said.

use gongkai_attachments::{Hidden, Kind};
use gongkai_domain::says::Says;
use gongkai_storage::attachments as stored;

/// A file that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// SM3 digest of the copy the public gets: its address.
    pub digest: String,
    /// What it is.
    pub kind: Kind,
    /// Size of that copy, in bytes.
    pub size: u64,
    /// What was taken out of the original.
    pub removed: Vec<Hidden>,
    /// What the scanner said.
    pub scan: Scan,
}

/// What the scanner said of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scan {
    /// Nothing: none was configured when the file came.
    NotAsked,
    /// It could not be asked, or did not take the file; why, where that is known.
    Waiting(String),
    /// Nothing was found.
    Clean,
    /// This was found.
    Infected(String),
}

impl Attachment {
    /// A stored file; none of a kind this program does not know.
    pub(crate) fn of(stored: &stored::Attachment) -> Option<Self> {
        Some(Self {
            digest: stored.digest.clone(),
            kind: Kind::of_ending(&stored.kind)?,
            size: u64::try_from(stored.size).unwrap_or_default(),
            removed: serde_json::from_str(&stored.removed).unwrap_or_default(),
            scan: Scan::of(&stored.scan, &stored.scan_says),
        })
    }
}

impl Scan {
    pub(super) fn of(code: &str, says: &str) -> Self {
        match code {
            "clean" => Self::Clean,
            "infected" => Self::Infected(says.to_owned()),
            "waiting" => Self::Waiting(says.to_owned()),
            _ => Self::NotAsked,
        }
    }

    pub(super) const fn code(&self) -> &'static str {
        match self {
            Self::NotAsked => "none",
            Self::Waiting(_) => "waiting",
            Self::Clean => "clean",
            Self::Infected(_) => "infected",
        }
    }

    pub(super) fn words(&self) -> &str {
        match self {
            Self::Waiting(says) | Self::Infected(says) => says,
            Self::NotAsked | Self::Clean => "",
        }
    }

    /// Why a file may not be published, where a scanner must have seen it.
    pub fn obstacle(&self, is_asked: bool) -> Option<Says> {
        match self {
            Self::Infected(found) => Some(Says::new(
                format!("查出病毒“{found}”，请移除"),
                format!("the scanner found “{found}”; remove it"),
            )),
            Self::Waiting(_) | Self::NotAsked if is_asked => Some(Says::new(
                "还没有查过病毒，查过才能往下办；系统会自动再查",
                "it has not been scanned yet; the system will try again by itself",
            )),
            Self::Waiting(_) | Self::NotAsked | Self::Clean => None,
        }
    }
}

/// The name under which a file is saved: with the usual ending of its kind, without what a folder could be made of.
pub(crate) fn file_name(name: &str, kind: Kind) -> String {
    let clean = shown_name(name, kind);
    let ending = clean.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    if ending == kind.ending() || kind == Kind::Jpeg && ending == "jpeg" {
        clean
    } else {
        format!("{clean}.{}", kind.ending())
    }
}

/// Longest name that is shown, in characters.
const LONGEST_NAME: usize = 150;

/// A name as it may be shown: without folders and control characters; `附件` where nothing is left.
pub(super) fn shown_name(name: &str, kind: Kind) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_shown = |letter: &char| {
        // Marks that turn the direction of writing make .exe look like .pdf.
        !letter.is_control()
            && !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let clean: String = last.chars().filter(is_shown).collect();
    let clean = clean.trim().trim_start_matches('.');
    if clean.is_empty() {
        return format!("附件.{}", kind.ending());
    }
    let too_long = clean.chars().count() > LONGEST_NAME;
    match clean.rsplit_once('.').filter(|_| too_long) {
        Some((stem, ending)) if ending.chars().count() <= 5 => {
            let stem: String = stem.chars().take(LONGEST_NAME - 6).collect();
            format!("{stem}.{ending}")
        }
        _ => clean.chars().take(LONGEST_NAME).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_no_folders_and_end_as_the_file_is() {
        for (typed, saved) in [
            ("预算表.pdf", "预算表.pdf"),
            ("C:\\桌面\\预算表.PDF", "预算表.PDF"),
            ("../../etc/passwd", "passwd.pdf"),
            ("预算表", "预算表.pdf"),
            ("预算表.docx", "预算表.docx.pdf"),
            ("", "附件.pdf"),
            ("..", "附件.pdf"),
            ("表\u{202e}fdp.exe\n", "表fdp.exe.pdf"),
            ("2016.12.30", "2016.12.30.pdf"),
        ] {
            assert_eq!(file_name(typed, Kind::Pdf), saved, "{typed}");
        }
        let long = file_name(&("长".repeat(400) + ".pdf"), Kind::Pdf);
        assert!(long.chars().count() <= LONGEST_NAME && long.ends_with("长.pdf"));
        assert_eq!(file_name("a.jpeg", Kind::Jpeg), "a.jpeg");
    }
}
