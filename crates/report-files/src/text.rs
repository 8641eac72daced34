//! Text as XML can hold it.

use std::borrow::Cow;

/// What stands where a text has a character that XML 1.0 cannot hold: readers see that something was there.
pub const REPLACED: char = '\u{fffd}';

/// A text with line feeds for line breaks and [`REPLACED`] for every character XML 1.0 cannot hold (§2.2): control
/// characters, U+FFFE and U+FFFF.
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(|letter| letter != '\r' && is_char(letter)) {
        return Cow::Borrowed(text);
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(lines.chars().map(|letter| if is_char(letter) { letter } else { REPLACED }).collect())
}

const fn is_char(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Width of a text in half characters, as type of equal width sets it: 2 for a Chinese character, 1 for a letter.
pub fn width(text: &str) -> usize {
    text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_replaced_where_it_stood() {
        assert_eq!(printable("一\u{0}二\u{b}三\u{ffff}"), "一\u{fffd}二\u{fffd}三\u{fffd}");
        assert_eq!(printable("一\r\n二\r三\t四😀"), "一\n二\n三\t四😀");
        assert!(matches!(printable("<&>\"\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn chinese_is_twice_as_wide() {
        assert_eq!(width("B表 12"), 6);
    }
}
