//! The words that name what a number counts, without those that only lead to it.

use super::stated::year_at;

/// Words before the name of what is counted that are no part of it.
const LEADS: [&str; 30] = [
    "其中",
    "包括",
    "具体为",
    "分别为",
    "分别是",
    "以及",
    "及",
    "和",
    "与",
    "并",
    "含",
    "有",
    "另有",
    "另",
    "还",
    "涉及",
    "一是",
    "二是",
    "三是",
    "四是",
    "五是",
    "六是",
    "全年",
    "今年",
    "本年度",
    "本年",
    "年内",
    "共",
    "度",
    "的",
];

/// Words between the name of what is counted and the number.
const TAILS: [&str; 33] = [
    "分别为",
    "分别是",
    "共计",
    "总计",
    "合计",
    "累计",
    "总共",
    "达到",
    "超过",
    "大约",
    "约为",
    "共有",
    "数为",
    "数是",
    "共",
    "计",
    "为",
    "是",
    "达",
    "有",
    "约",
    "近",
    "超",
    "逾",
    "了",
    "到",
    "的",
    "占",
    "仅",
    "只",
    "数量",
    "不足",
    "至少",
];

/// The words that name what is counted.
pub(super) fn naming(words: &str) -> String {
    let unbracketed = unbracketed(words);
    let unmarked = without_marker(unbracketed.trim_start());
    let mut name: &str = unmarked.trim_matches(|mark: char| "、“”\"《》 .：".contains(mark));
    loop {
        let year = name.char_indices().nth(5).filter(|_| {
            let chars: Vec<char> = name.chars().take(5).collect();
            year_at(&chars, 0).is_some()
        });
        let shorter = year.map(|(at, _)| &name[at..]);
        let lead = |lead: &str| name.strip_prefix(lead).filter(|_| !begins_with_word(name));
        let shorter = shorter.or_else(|| LEADS.iter().find_map(|word| lead(word)));
        let tail = |tail: &str| name.strip_suffix(tail).filter(|_| !ends_in_word(name));
        let shorter = shorter.or_else(|| TAILS.iter().find_map(|word| tail(word)));
        let shorter = shorter.or_else(|| before_range(name));
        match shorter {
            Some(shorter) => name = shorter,
            None => break,
        }
    }
    name.chars().filter(|mark| !"“”\"《》".contains(*mark)).collect()
}

/// Without the lower end of a range: 公开3至
fn before_range(name: &str) -> Option<&str> {
    let rest = name.strip_suffix(['至', '-', '—', '~', '～', '到'])?;
    let name = rest.trim_end_matches(|mark: char| mark.is_ascii_digit());
    (name.len() < rest.len()).then_some(name)
}

/// Whether what looks like a lead begins a word: 及时, 有效, 共同.
fn begins_with_word(words: &str) -> bool {
    let known = [
        "共青", "共产", "共同", "共享", "共建", "及时", "有效", "有关", "有限", "有线", "和谐", "和平",
        "与会", "并联",
    ];
    known.iter().any(|word| words.starts_with(word))
}

/// Whether 约 at the end is no “about” but the end of a word: 节约.
pub(super) fn ends_in_word(words: &str) -> bool {
    ["节约", "签约", "预约", "履约", "违约", "集约"].iter().any(|word| words.ends_with(word))
}

/// Without what stands in brackets.
fn unbracketed(words: &str) -> String {
    let mut depth = 0_usize;
    let mut name = String::with_capacity(words.len());
    for mark in words.chars() {
        match mark {
            '（' => depth += 1,
            '）' if depth > 0 => depth -= 1,
            _ if depth == 0 => name.push(mark),
            _ => {}
        }
    }
    name
}

/// Without the mark of a list: 1. 2、 ① （3）
fn without_marker(name: &str) -> &str {
    let rest = name.trim_start_matches(|mark: char| mark.is_ascii_digit());
    let marked = if rest.len() < name.len() { rest.strip_prefix(['.', '、', '）']) } else { None };
    if let Some(rest) = marked {
        return rest.trim_start();
    }
    name.trim_start_matches(|mark: char| ('①'..='⑳').contains(&mark))
}
