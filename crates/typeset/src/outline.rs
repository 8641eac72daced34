//! The outline of an official text (GB/T 9704-2012, 7.3.3): what a line is, by the numbering every office uses.

use serde::Serialize;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Part {
    /// 一、 in bold type.
    First,
    /// （一） in regular script.
    Second,
    /// A paragraph.
    Paragraph,
}

/// A heading longer than this many characters is a paragraph that happens to be numbered.
const HEADING: usize = 40;

/// What a line is, by how it begins.
pub(crate) fn part_of(line: &str) -> Part {
    let short = line.chars().count() <= HEADING && !line.contains('。') && !line.ends_with('；');
    match () {
        () if short && ordinal(line, "", "、").is_some() => Part::First,
        () if short && ordinal(line, "（", "）").is_some() => Part::Second,
        () => Part::Paragraph,
    }
}

/// How many bytes of a paragraph are its run-in heading: `（一）主动公开。` before its text.
pub(crate) fn lead(line: &str) -> usize {
    let stop = line.find('。').map(|at| at + '。'.len_utf8());
    match (ordinal(line, "（", "）"), stop) {
        (Some(_), Some(stop)) if line[..stop].chars().count() <= HEADING => stop,
        _ => 0,
    }
}

/// What follows `before` + Chinese number + `after` at the beginning of a line.
fn ordinal<'a>(line: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(before)?;
    let number = rest.find(|letter| !"一二三四五六七八九十百零".contains(letter)).filter(|at| *at > 0)?;
    rest[number..].strip_prefix(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_known_by_their_numbering() {
        let cases = [
            ("一、总体情况", Part::First),
            ("（二）依申请公开", Part::Second),
            ("（二）依申请公开；", Part::Paragraph),
            ("（一）主动公开。全年公开93条。", Part::Paragraph),
            ("1.统计期限", Part::Paragraph),
            ("一般情况", Part::Paragraph),
            ("", Part::Paragraph),
        ];
        for (line, part) in cases {
            assert_eq!(part_of(line), part, "{line}");
        }
    }

    #[test]
    fn a_run_in_heading_ends_at_its_full_stop() {
        assert_eq!(
            &"（一）主动公开。全年公开93条。"[..lead("（一）主动公开。全年公开93条。")],
            "（一）主动公开。"
        );
        assert_eq!(lead("全年公开93条。"), 0);
        assert_eq!(lead("（一）没有句号"), 0);
    }
}
