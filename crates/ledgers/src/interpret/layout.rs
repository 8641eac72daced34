//! How offices lay out ledgers: the words of total rows, footnotes, sections and counting columns.

use super::header::Header;
use crate::sheet::{Cell, SheetRow};
use gongkai_domain::registers::{MoneyUnit, comparable};

/// What a total row adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TotalRow {
    /// 小计: the rows since the last total.
    Section,
    /// 合计, 总计, 共计: all rows of the sheet.
    Sheet,
}

const SECTION: [&str; 3] = ["小计", "分计", "本页合计"];
const SHEET: [&str; 5] = ["合计", "总计", "共计", "累计", "总合计"];

/// The total a word alone stands for.
fn total_word(text: &str) -> Option<TotalRow> {
    if !text.contains('计') {
        return None;
    }
    let word = comparable(text);
    let word = word.trim_end_matches(':');
    if SECTION.contains(&word) {
        Some(TotalRow::Section)
    } else {
        SHEET.contains(&word).then_some(TotalRow::Sheet)
    }
}

/// The total a short text ends with or consists of but for a number, such as `一季度小计`, `合计（万元）`, `共计12件`.
fn total_phrase(text: &str) -> Option<TotalRow> {
    let word = comparable(text);
    if word.chars().count() > 16 {
        return None;
    }
    let bare = word.split(['(', ':']).next().unwrap_or(&word);
    let has = |words: &[&str]| {
        words.iter().any(|total| {
            let counted =
                bare.strip_prefix(total).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            bare.ends_with(total) || counted
        })
    };
    if has(&SECTION) { Some(TotalRow::Section) } else { has(&SHEET).then_some(TotalRow::Sheet) }
}

/// Whether a row that begins so, and has so many texts, is written below a table rather than in it.
pub(super) fn is_footnote(text: &str, texts: usize) -> bool {
    const SIGNED: [&str; 11] =
        ["制表", "填表", "填报", "审核", "审批", "复核", "核对", "经办", "负责人", "单位", "联系"];
    const REMARKS: [&str; 4] = ["备注", "注:", "注1", "说明"];
    let word = comparable(text);
    let begins = |beginnings: &[&str]| beginnings.iter().any(|beginning| word.starts_with(beginning));
    (begins(&SIGNED) && word.contains(':')) || (begins(&REMARKS) && (texts == 1 || word.contains(':')))
}

/// Whether a text heads a section: `一、区教育局`, `（二）镇街`.
pub(super) fn is_section(text: &str) -> bool {
    let word = comparable(text);
    let word = word.trim_start_matches('(');
    let bare = word.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    bare.len() < word.len() && bare.starts_with(['、', ')', '.', ','])
}

/// Whether a heading is that of a column that only counts the rows.
pub(super) fn is_counting(heading: &str) -> bool {
    matches!(comparable(heading).trim_matches('.'), "序号" | "序" | "顺序号" | "行号" | "no" | "№" | "#")
}

/// The unit of money a line above the header gives: `单位：万元`.
pub(super) fn unit_line(text: &str) -> Option<MoneyUnit> {
    let text = comparable(text);
    let (_, unit) = text.split_once("单位:")?;
    if unit.contains("万元") {
        Some(MoneyUnit::TenThousandYuan)
    } else {
        unit.starts_with(['元', '人']).then_some(MoneyUnit::Yuan)
    }
}

/// The first text of a row, and how many texts of its own the row has; numbers of counting columns aside.
pub(super) fn own_texts(row: &SheetRow<'_>, header: &Header) -> (Option<String>, usize) {
    let mut own = (0..row.width()).filter(|at| {
        let cell = row.cell(*at);
        let counts = header.ignored.contains(at) && is_counter(cell);
        cell != Cell::Empty && row.filled(*at).is_none() && !counts
    });
    let first = own.next().map(|at| row.cell(at).to_text());
    let texts = usize::from(first.is_some()) + own.count();
    (first, texts)
}

/// Whether a cell of a counting column only counts: lines below the table often begin in that column.
fn is_counter(cell: Cell<'_>) -> bool {
    match cell {
        Cell::Text(text) => comparable(text).chars().all(|c| c.is_ascii_digit() || c == '.'),
        _ => true,
    }
}

/// Whether a row gives totals: one of its first three texts is 合计, 小计 and the like, or its first text begins or
/// ends so while something required is missing.
pub(super) fn total_row(row: &SheetRow<'_>, header: &Header, lacks: bool) -> Option<TotalRow> {
    if !lacks && header.fields.len() > 1 {
        let first = (0..row.width()).find(|at| row.cell(*at) != Cell::Empty)?;
        return total_word(text_of(row, first)?);
    }
    let mut filled = (0..row.width()).filter(|at| row.cell(*at) != Cell::Empty);
    let first = filled.next()?;
    total_word(text_of(row, first).unwrap_or_default())
        .or_else(|| filled.take(2).find_map(|at| total_word(text_of(row, at)?)))
        .or_else(|| total_phrase(text_of(row, first)?))
}

fn text_of<'a>(row: &SheetRow<'a>, at: usize) -> Option<&'a str> {
    match row.cell(at) {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_known_by_their_words() {
        assert_eq!(total_word("合　计"), Some(TotalRow::Sheet));
        assert_eq!(total_word("小计："), Some(TotalRow::Section));
        assert_eq!(total_word("合计报告"), None);
        assert_eq!(total_phrase("一季度小计"), Some(TotalRow::Section));
        assert_eq!(total_phrase("合计（万元）"), Some(TotalRow::Sheet));
        assert_eq!(total_phrase("共计12件"), Some(TotalRow::Sheet));
        assert_eq!(total_phrase("累计积分奖励办法"), None);
        assert_eq!(total_phrase("区教育局"), None);
    }

    #[test]
    fn what_stands_around_a_table() {
        assert!(is_footnote("制表人：张三", 2) && is_footnote("注：以上", 1) && is_footnote("备注", 1));
        assert!(!is_footnote("注册登记", 1) && !is_footnote("审批局", 4) && !is_footnote("说明会", 3));
        assert!(is_section("一、区教育局") && is_section("（二）镇街") && !is_section("一中新建教学楼"));
        assert!(is_counting("序 号") && is_counting("No.") && !is_counting("编号"));
        assert_eq!(unit_line("（单位：万元）"), Some(MoneyUnit::TenThousandYuan));
        assert_eq!(unit_line("填报单位：区教育局"), None);
    }
}
