//! Folding what people type: full-width forms, control characters, document numbers.

use std::borrow::Cow;

/// The text with full-width digits, letters and punctuation made half-width, so that `２０１６` reads as `2016`.
pub fn half_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let folded = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        _ => c,
    };
    if text.chars().all(|c| folded(c) == c) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(folded).collect())
    }
}

/// The text trimmed and without control characters, invisible marks and changes of direction; line breaks are
/// kept (as `\n`) where `lines` are allowed, otherwise they become one space.
pub fn clean(text: &str, lines: bool) -> Cow<'_, str> {
    let text = text.trim();
    // First bytes of everything that could have to go; most text has none of them.
    let suspect = |byte: u8| byte < 0x20 || matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef);
    if !text.bytes().any(suspect) || !text.chars().any(|c| c.is_control() || is_invisible(c)) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        match c {
            '\n' if after_return => {}
            '\n' | '\r' | '\u{85}' if lines => cleaned.push('\n'),
            '\n' | '\r' | '\t' | '\u{85}' => {
                if !cleaned.ends_with(' ') {
                    cleaned.push(' ');
                }
            }
            _ if c.is_control() || is_invisible(c) => {}
            _ => cleaned.push(c),
        }
        after_return = c == '\r';
    }
    Cow::Owned(cleaned.trim().to_owned())
}

/// Byte order marks, zero-width spaces and marks that change the direction of writing.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text without any white space, half-width, in lower case: the form in which words are compared.
pub fn comparable(text: &str) -> String {
    half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A document number (发文字号) written as the format of official documents wants it: `机关代字〔年份〕序号号`.
///
/// Other brackets become 〔〕, 第 and leading zeros go (《党政机关公文格式》GB/T 9704). What is not such a number,
/// an order (`粤府令第277号`) or a unified number, is left as it is.
pub fn document_number(text: &str) -> Cow<'_, str> {
    normal_number(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

fn normal_number(text: &str) -> Option<String> {
    let folded: String = half_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    let (office, rest) = folded.split_once(['〔', '[', '(', '【', '［', '（', '〖'])?;
    let (year, rest) = rest.split_once(['〕', ']', ')', '】', '］', '）', '〗'])?;
    let serial = rest.strip_prefix('第').unwrap_or(rest).strip_suffix('号')?;
    let is_word = |c: char| c.is_ascii_alphabetic() || ('\u{4e00}'..='\u{9fa5}').contains(&c);
    let named = (1..=20).contains(&office.chars().count()) && office.chars().all(is_word);
    let dated = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let counted = (1..=6).contains(&serial.len()) && serial.bytes().all(|b| b.is_ascii_digit());
    let serial = serial.trim_start_matches('0');
    (named && dated && counted && !serial.is_empty()).then(|| format!("{office}〔{year}〕{serial}号"))
}

/// Whether a spreadsheet would take a text for a formula, or it has an apostrophe because one would. Files meant for
/// spreadsheets put an apostrophe in front.
pub fn reads_as_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_is_folded() {
        assert_eq!(half_width("２０１６－３－１　Ａｂ，（１）"), "2016-3-1 Ab,(1)");
        assert!(matches!(half_width("穗府〔2015〕"), Cow::Borrowed(_)));
    }

    #[test]
    fn controls_and_invisible_marks_go_and_line_breaks_stay_only_in_long_text() {
        assert_eq!(clean(" 一\r\n二\u{7}\u{200b}三\u{202e} ", true), "一\n二三");
        assert_eq!(clean("一\r\n二\t三", false), "一 二 三");
    }

    #[test]
    fn document_numbers_get_their_brackets() {
        for (typed, normal) in [
            ("穗办电[2015]21号", "穗办电〔2015〕21号"),
            ("穗府（2016）第003号", "穗府〔2016〕3号"),
            ("国办函 【２０２０】 109 号", "国办函〔2020〕109号"),
            ("惠府〔2017〕46号", "惠府〔2017〕46号"),
            ("粤府令第277号", "粤府令第277号"),
            ("HFGS—2017—9", "HFGS—2017—9"),
            ("（2016）粤01行初1号", "（2016）粤01行初1号"),
        ] {
            assert_eq!(document_number(typed), normal);
        }
    }
}
