//! Characters that can be set: what no font has is printed 〓 and named, what is no letter at all is left out.

use crate::fonts::Fonts;
use serde_json::Value;
use std::collections::BTreeSet;

/// What stands for a character no font has (GB 2312 row 2: 下横双线 is the printers' mark for a missing type).
const MISSING: char = '〓';

/// Longest stretch without a place to break a line: what fits the narrowest column of a checking copy.
const UNBROKEN: usize = 12;
/// A place to break, which the templates turn into a space without width, so that nobody copies it.
const BREAK: char = '\u{200b}';

/// Fields that name files of the document: no text, and not to be broken.
const PATHS: [&str; 2] = ["file", "code_file"];

/// Makes every text of `data` settable; answers the characters that no font has.
///
/// Numbers become texts: with the exact numbers this workspace asks of its JSON, Typst reads a number as a dictionary.
pub(crate) fn make_legible(data: &mut Value, fonts: &Fonts) -> BTreeSet<char> {
    let mut missing = BTreeSet::new();
    visit(data, &mut |text| *text = legible(text, fonts, &mut missing));
    missing
}

fn visit(data: &mut Value, change: &mut impl FnMut(&mut String)) {
    match data {
        Value::String(text) => change(text),
        Value::Array(items) => items.iter_mut().for_each(|item| visit(item, change)),
        Value::Object(fields) => {
            let texts = fields.iter_mut().filter(|(name, _)| !PATHS.contains(&name.as_str()));
            texts.for_each(|(_, field)| visit(field, change));
        }
        Value::Number(number) => *data = Value::String(number.to_string()),
        Value::Null | Value::Bool(_) => {}
    }
}

/// One text: only letters that can be set, with places to break where it has none of its own.
fn legible(text: &str, fonts: &Fonts, missing: &mut BTreeSet<char>) -> String {
    let mut set = String::with_capacity(text.len());
    let mut unbroken = 0;
    for letter in letters(text, fonts, missing).chars() {
        unbroken = if is_breakable(letter) { 0 } else { unbroken + 1 };
        if unbroken > UNBROKEN {
            set.push(BREAK);
            unbroken = 1;
        }
        set.push(letter);
    }
    set
}

/// A text without what cannot be set: control characters become spaces or nothing, marks that only steer display are
/// dropped, what no font has becomes 〓.
pub(crate) fn letters(text: &str, fonts: &Fonts, missing: &mut BTreeSet<char>) -> String {
    text.chars().filter_map(|letter| letter_of(letter, fonts, missing)).collect()
}

fn letter_of(letter: char, fonts: &Fonts, missing: &mut BTreeSet<char>) -> Option<char> {
    match letter {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => Some(' '),
        _ if letter.is_control() || steers_display(letter) => None,
        ' ' | '\u{3000}' => Some(letter),
        _ if letter.is_whitespace() => Some(' '),
        _ if !is_private(letter) && fonts.cover(letter) => Some(letter),
        _ => {
            missing.insert(letter);
            Some(MISSING)
        }
    }
}

/// Joiners, marks of direction, variation selectors, tags, and code points that are no characters.
fn steers_display(letter: char) -> bool {
    matches!(u32::from(letter),
        0xad | 0x34f | 0x61c | 0x180b..=0x180f | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f
        | 0xfe00..=0xfe0f | 0xfeff | 0xfff0..=0xfffb | 0xe0000..=0xe0fff)
        || u32::from(letter) & 0xfffe == 0xfffe
}

/// Private characters mean something else on every machine, and PDF/A forbids them.
fn is_private(letter: char) -> bool {
    matches!(u32::from(letter), 0xe000..=0xf8ff | 0xf_0000..=0x10_ffff)
}

/// Whether a line may end at the character: spaces, and everything that is set in a square of its own.
fn is_breakable(letter: char) -> bool {
    letter == ' ' || ('\u{2e80}'..='\u{9fff}').contains(&letter) || letter >= '\u{20000}'
}
