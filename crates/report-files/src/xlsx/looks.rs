//! How cells look, and how a number is shown as the report prints it.

use crate::text::printable;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

/// A spreadsheet keeps so many significant digits of a number.
const DIGITS: usize = 15;
/// Words of a number format; it holds 255 characters, and the words three times.
const LONGEST_WORDS: usize = 60;

/// The formats of a workbook.
pub(super) struct Looks {
    /// Title of a sheet.
    pub title: Format,
    /// Words beside or below a title.
    pub note: Format,
    /// The same at the right.
    pub unit: Format,
    /// Head of a column.
    pub head: Format,
    /// Head of a row.
    pub label: Format,
    /// Figure of a table.
    pub figure: Format,
    /// Words in a list.
    pub words: Format,
    /// A number in a list.
    pub number: Format,
    /// An address.
    pub link: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let plain =
            || Format::new().set_font_name("宋体").set_font_size(11).set_align(FormatAlign::VerticalCenter);
        let boxed = || plain().set_border(FormatBorder::Thin).set_text_wrap();
        Self {
            title: plain().set_font_name("黑体").set_font_size(16).set_align(FormatAlign::Center),
            note: plain().set_text_wrap(),
            unit: plain().set_align(FormatAlign::Right),
            head: boxed().set_bold().set_align(FormatAlign::Center),
            label: boxed().set_align(FormatAlign::Left),
            figure: boxed().set_align(FormatAlign::Center),
            words: boxed().set_align(FormatAlign::Left),
            number: boxed().set_align(FormatAlign::Right),
            link: boxed().set_align(FormatAlign::Left).set_font_color("#1F4E79"),
        }
    }
}

/// A number as a spreadsheet can hold it without losing a digit.
pub(super) fn held(number: Decimal) -> Option<f64> {
    let digits = number.normalize().mantissa().unsigned_abs().to_string().len();
    if digits > DIGITS { None } else { number.to_f64() }
}

/// The number format that shows a number as it is printed: with its decimals, or in words (5100多, 全部); `None` for
/// words too long for a format.
///
/// The cell still holds the number itself.
pub(super) fn as_printed(printed: &str) -> Option<String> {
    match printed.parse::<Decimal>() {
        Ok(number) if number.scale() == 0 => Some("0".to_owned()),
        Ok(number) => Some(format!("0.{}", "0".repeat(number.scale() as usize))),
        Err(_) if printed.chars().count() > LONGEST_WORDS => None,
        Err(_) => {
            let words = format!("\"{}\"", printable(printed).replace('"', "”"));
            Some(format!("{words};{words};{words}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_shown_as_printed() {
        assert_eq!(as_printed("12728").unwrap(), "0");
        assert_eq!(as_printed("-4.96").unwrap(), "0.00");
        assert_eq!(as_printed(&"多".repeat(61)), None);
        assert_eq!(as_printed("5100多").unwrap(), "\"5100多\";\"5100多\";\"5100多\"");
    }

    #[test]
    fn only_what_fits_is_a_number() {
        let held = |text: &str| held(text.parse().unwrap());
        assert_eq!(held("10714.35"), Some(10714.35));
        assert_eq!(held("999999999999999"), Some(999_999_999_999_999.0));
        assert_eq!(held("1000000000000001"), None);
        assert_eq!(held("4.9587509970000001"), None);
        assert_eq!(held("100.000000000000000000"), Some(100.0));
    }
}
