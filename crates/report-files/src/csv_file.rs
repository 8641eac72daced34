//! CSV: one line a figure, for programs and spreadsheets.

use crate::facts::{Field, HEADS, facts};
use crate::{FileFault, Publication};
use csv::{Terminator, WriterBuilder};
use gongkai_domain::registers::reads_as_formula;
use rust_decimal::Decimal;

/// The figures of a report as CSV (RFC 4180) in UTF-8 with a byte order mark, which spreadsheets need.
///
/// A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers are left alone.
pub fn csv(publication: &Publication) -> Result<Vec<u8>, FileFault> {
    let mut writer =
        WriterBuilder::new().terminator(Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(HEADS)?;
    for fact in facts(publication) {
        writer.write_record(fact.fields().map(plain))?;
    }
    writer.into_inner().map_err(|error| FileFault::Writing(error.into_error()))
}

fn plain(field: Field) -> String {
    match field {
        Field::Number(number) => number.to_string(),
        Field::Text(text) if reads_as_formula(&text) && text.parse::<Decimal>().is_err() => {
            format!("'{text}")
        }
        Field::Text(text) => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        let text = |text: &str| plain(Field::Text(text.to_owned()));
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("@某某"), "'@某某");
        assert_eq!(text("-12"), "-12");
        assert_eq!(text("—"), "—");
        assert_eq!(plain(Field::Number("-0.5".parse().unwrap())), "-0.5");
    }
}
