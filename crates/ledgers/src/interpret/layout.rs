//! How offices lay out ledgers: the words of total rows, footnotes, sections and counting columns.

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
pub(super) fn total_word(text: &str) -> Option<TotalRow> {
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

/// The total a short text begins or ends with, such as `一季度小计` or `合计（万元）`.
pub(super) fn total_phrase(text: &str) -> Option<TotalRow> {
    let word = comparable(text);
    if word.chars().count() > 16 {
        return None;
    }
    let has = |words: &[&str]| {
        let bare = word.split('(').next().unwrap_or(&word).trim_end_matches(':');
        words.iter().any(|total| bare.starts_with(total) || bare.ends_with(total))
    };
    if has(&SECTION) { Some(TotalRow::Section) } else { has(&SHEET).then_some(TotalRow::Sheet) }
}

/// Whether a row that begins so is written below a table rather than in it.
pub(super) fn is_footnote(text: &str) -> bool {
    const BEGINNINGS: [&str; 17] = [
        "制表",
        "填表",
        "填报",
        "审核",
        "审批",
        "复核",
        "核对",
        "经办",
        "负责人",
        "单位负责人",
        "联系人",
        "联系电话",
        "备注",
        "注:",
        "注1",
        "说明",
        "单位(盖章)",
    ];
    let word = comparable(text);
    BEGINNINGS.iter().any(|beginning| word.starts_with(beginning))
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
        assert_eq!(total_phrase("区教育局"), None);
    }

    #[test]
    fn what_stands_around_a_table() {
        assert!(is_footnote("制表人：张三") && is_footnote("注：以上") && !is_footnote("注册登记"));
        assert!(is_section("一、区教育局") && is_section("（二）镇街") && !is_section("一中新建教学楼"));
        assert!(is_counting("序 号") && is_counting("No.") && !is_counting("编号"));
        assert_eq!(unit_line("（单位：万元）"), Some(MoneyUnit::TenThousandYuan));
        assert_eq!(unit_line("填报单位：区教育局"), None);
    }
}
