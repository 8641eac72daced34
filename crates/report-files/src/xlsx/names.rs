//! Names of sheets: at most 31 characters, some marks excepted, each once.

use crate::text::printable;

/// What no sheet name may hold, and what stands for it.
const MARKS: [(char, char); 7] =
    [('[', '［'), (']', '］'), (':', '：'), ('*', '＊'), ('?', '？'), ('/', '／'), ('\\', '＼')];
/// Longest name, in UTF-16 units.
const LONGEST: usize = 31;

/// The first sheet.
pub(super) const ABOUT: &str = "说明";
/// Every figure.
pub(super) const FIGURES: &str = "全部指标";
/// The verdicts.
pub(super) const VERDICTS: &str = "核对";
/// The text.
pub(super) const PARAGRAPHS: &str = "报告文字";
/// The years side by side.
pub(super) const YEARS: &str = "逐年比较";

/// The names taken so far.
pub(super) struct Names {
    taken: Vec<String>,
}

impl Names {
    /// With the names of the sheets every workbook has.
    pub(super) fn new() -> Self {
        // Spreadsheet programs keep the name History for themselves.
        Self { taken: [ABOUT, FIGURES, VERDICTS, PARAGRAPHS, YEARS, "history"].map(str::to_owned).to_vec() }
    }

    /// A name for the sheet of a table with this title, which no other sheet has.
    pub(super) fn take(&mut self, title: &str) -> String {
        let stem = allowed(title);
        let stem = if stem.is_empty() { "表".to_owned() } else { stem };
        let mut name = cut(&stem, LONGEST);
        for number in 2.. {
            if !self.taken.contains(&name.to_lowercase()) {
                break;
            }
            let end = format!("（{number}）");
            name = cut(&stem, LONGEST - end.chars().count()) + &end;
        }
        self.taken.push(name.to_lowercase());
        name
    }
}

fn allowed(title: &str) -> String {
    let title = printable(title);
    let letter = |letter: char| {
        let mark = MARKS.iter().find(|(mark, _)| *mark == letter);
        mark.map_or(if letter.is_control() { ' ' } else { letter }, |(_, instead)| *instead)
    };
    title
        .chars()
        .map(letter)
        .collect::<String>()
        .trim_matches(|mark: char| mark == '\'' || mark.is_whitespace())
        .to_owned()
}

fn cut(text: &str, longest: usize) -> String {
    let mut units = 0;
    let kept = text.chars().take_while(|letter| {
        units += letter.len_utf16();
        units <= longest
    });
    kept.collect::<String>().trim_matches(|mark: char| mark == '\'' || mark.is_whitespace()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_allowed_and_differ() {
        let mut names = Names::new();
        assert_eq!(names.take("附表1 主动公开情况统计"), "附表1 主动公开情况统计");
        assert_eq!(names.take("附表1 主动公开情况统计"), "附表1 主动公开情况统计（2）");
        assert_eq!(names.take("核对"), "核对（2）");
        assert_eq!(names.take("'[甲]/乙:*?'"), "［甲］／乙：＊？");
        assert_eq!(names.take(" \u{0}"), "\u{fffd}");
        assert_eq!(names.take(""), "表");
        assert_eq!(names.take("History"), "History（2）");
        assert_eq!(names.take(&"长".repeat(50)), "长".repeat(31));
        assert_eq!(names.take(&"长".repeat(60)), "长".repeat(28) + "（2）");
    }
}
