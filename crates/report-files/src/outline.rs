//! The outline of official text, read from its numbering (GB/T 9704): （一） opens a heading of the second order.

/// A heading longer than this many characters is a paragraph that happens to be numbered.
const LONGEST: usize = 40;

/// Where the heading ends with which a paragraph begins: after the first 。of one that begins with （一）, or at its
/// end where it has none. `None` for a paragraph without a heading.
pub fn heading_end(line: &str) -> Option<usize> {
    let rest = line.strip_prefix('（')?;
    let number = rest.find(|letter| !"一二三四五六七八九十百零".contains(letter))?;
    if number == 0 || !rest[number..].starts_with('）') {
        return None;
    }
    let end = line.find('。').map_or(line.len(), |stop| stop + '。'.len_utf8());
    (line[..end].chars().count() <= LONGEST).then_some(end)
}

/// Whether a title is numbered (一、概述) and so is set as text is, not in the middle.
pub fn is_numbered(title: &str) -> bool {
    title.starts_with(|first| "一二三四五六七八九十".contains(first))
}

/// Whether a line is a note below a title: all of it in brackets, and short, such as （2017年1月）.
pub fn is_subtitle(line: &str) -> bool {
    line.starts_with('（')
        && line.ends_with('）')
        && line.chars().count() <= 20
        && heading_end(line).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_ends_with_its_first_sentence() {
        let cases = [
            ("（一）主动公开。", Some("（一）主动公开。")),
            ("（二）依申请公开。2021年新收申请3件。", Some("（二）依申请公开。")),
            ("（十二）其他说明", Some("（十二）其他说明")),
            ("（2017年1月）", None),
            ("（）", None),
            ("本年度（一）", None),
        ];
        for (line, heading) in cases {
            assert_eq!(heading_end(line).map(|end| &line[..end]), heading, "{line}");
        }
        assert_eq!(heading_end(&format!("（一）{}", "字".repeat(40))), None);
    }

    #[test]
    fn a_date_in_brackets_is_a_subtitle() {
        assert!(is_subtitle("（2017年1月）") && !is_subtitle("（一）附表") && !is_subtitle("2017年（全年）"));
    }
}
