//! The fonts (字体): read once from folders, given to the parts of an official document they are meant for.

use gongkai_domain::says::Says;
use serde::Serialize;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// Why there are no fonts to set with.
#[derive(Debug)]
pub enum FontFault {
    /// A file cannot be read.
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        why: std::io::Error,
    },
    /// None of the folders holds a font with Chinese characters.
    NoChinese {
        /// Where was looked, in order.
        folders: Vec<PathBuf>,
    },
}

impl FontFault {
    /// What is wrong and what to do.
    pub fn says(&self) -> Says {
        match self {
            Self::Unreadable { file, why } => Says::new(
                format!("字体文件“{}”读不出：{why}", file.display()),
                format!("the font “{}” cannot be read: {why}", file.display()),
            ),
            Self::NoChinese { folders } => {
                let folders: Vec<String> =
                    folders.iter().map(|folder| folder.display().to_string()).collect();
                let looked = folders.join("、");
                Says::new(
                    format!(
                        "没有找到中文字体（找过：{looked}）；请把程序发布包里的 fonts 文件夹放在程序旁边，\
                         或用 --fonts 指定，或把仿宋、楷体、黑体、小标宋字体文件放进数据目录的 fonts 文件夹"
                    ),
                    format!(
                        "no Chinese fonts were found (looked in: {looked}); put the fonts folder of the release \
                         beside the program, or give --fonts, or put font files into fonts/ of the data directory"
                    ),
                )
            }
        }
    }
}

impl fmt::Display for FontFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let says = self.says();
        write!(f, "{} / {}", says.zh, says.en)
    }
}

impl std::error::Error for FontFault {}

/// Every font there is, and which family sets what.
pub(crate) struct Fonts {
    pub book: LazyHash<FontBook>,
    pub all: Vec<Font>,
    pub families: Families,
    covered: Vec<u64>,
}

/// The families of each part, the preferred first (GB/T 9704-2012, 7.3).
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Families {
    /// 小标宋: titles.
    pub title: Vec<String>,
    /// 仿宋: the text.
    pub text: Vec<String>,
    /// 黑体: headings of the first level, heads of tables.
    pub heading: Vec<String>,
    /// 楷体: headings of the second level.
    pub second: Vec<String>,
    /// 宋体: page numbers, tables, notes.
    pub plain: Vec<String>,
    /// Letters and digits within 仿宋 and 楷体: those of Fandol have no serifs, and 宋体 stands better beside them.
    pub digits: Option<String>,
}

/// Families in the order they are preferred: an office's own licensed fonts before those that come with the program.
const TITLE: [&str; 6] = [
    "FZXiaoBiaoSong-B05S",
    "FZXiaoBiaoSong-B05",
    "方正小标宋简体",
    "方正小标宋_GBK",
    "STZhongsong",
    "FandolSong",
];
const TEXT: [&str; 6] =
    ["FangSong_GB2312", "仿宋_GB2312", "FangSong", "STFangsong", "FandolFang R", "FandolFang"];
const SECOND: [&str; 6] = ["KaiTi_GB2312", "楷体_GB2312", "KaiTi", "STKaiti", "FandolKai", "FandolKai R"];
const HEADING: [&str; 3] = ["SimHei", "STHeiti", "FandolHei"];
const PLAIN: [&str; 3] = ["SimSun", "STSong", "FandolSong"];
/// Covers what the others leave out, above all the characters of names.
const FALLBACK: [&str; 3] = ["Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC"];

impl Fonts {
    /// Reads every font file of the folders; those that are not there are passed over.
    pub fn read(folders: &[PathBuf]) -> Result<Self, FontFault> {
        let mut all = Vec::new();
        for file in folders.iter().flat_map(|folder| font_files(folder)) {
            let bytes = fs::read(&file).map_err(|why| FontFault::Unreadable { file, why })?;
            all.extend(Font::iter(Bytes::new(bytes)));
        }
        let book = FontBook::from_fonts(&all);
        let covered = coverage(&all);
        if !covers(&covered, '政') {
            return Err(FontFault::NoChinese { folders: folders.to_vec() });
        }
        Ok(Self { families: Families::of(&book), book: LazyHash::new(book), all, covered })
    }

    /// Whether some font has the character.
    pub fn cover(&self, letter: char) -> bool {
        covers(&self.covered, letter)
    }
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fonts").field("families", &self.families).finish_non_exhaustive()
    }
}

impl Families {
    fn of(book: &FontBook) -> Self {
        let known = |names: &[&str]| -> Vec<String> {
            let known = names.iter().filter(|name| book.contains_family(&name.to_lowercase()));
            known.map(|name| (*name).to_owned()).collect()
        };
        let fallback = known(&FALLBACK);
        let any = || book.families().map(|(family, _)| family.to_owned()).collect::<Vec<_>>();
        let part = |names: &[&str]| {
            let mut families: Vec<String> = known(names).into_iter().take(1).collect();
            families.extend(fallback.iter().cloned());
            if families.is_empty() { any() } else { families }
        };
        let (text, plain) = (part(&TEXT), part(&PLAIN));
        let brush = text.first().is_some_and(|family| family.starts_with("Fandol"));
        let digits = plain.first().filter(|_| brush).cloned();
        Self { title: part(&TITLE), text, heading: part(&HEADING), second: part(&SECOND), plain, digits }
    }
}

/// The font files of a folder, by name, so that every machine reads them in the same order.
fn font_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let is_font = |path: &PathBuf| {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        ending.is_some_and(|ending| ["otf", "ttf", "ttc", "otc"].contains(&ending.as_str()))
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_font).collect();
    files.sort();
    files
}

/// A bit for every character some font has.
fn coverage(fonts: &[Font]) -> Vec<u64> {
    let mut bits = vec![0_u64; 0x11_0000 / 64];
    for code in fonts.iter().flat_map(|font| font.info().coverage.iter()) {
        if let Some(word) = bits.get_mut(code as usize / 64) {
            *word |= 1 << (code % 64);
        }
    }
    bits
}

fn covers(bits: &[u64], letter: char) -> bool {
    let code = letter as usize;
    bits.get(code / 64).is_some_and(|word| word & (1 << (code % 64)) != 0)
}
