//! Identifiers that are well-formed and belong to nobody.

use jiff::civil::Date;

/// Area that GB/T 2260 has never assigned: no person or firm can carry a number that begins with it.
const NO_SUCH_AREA: &str = "449999";

/// Unified social credit code (统一社会信用代码, GB 32100) of a body or firm: `kind` is its first two characters,
/// `area` its six digits.
pub fn credit_code(kind: &str, area: &str, serial: i64) -> String {
    let organ = format!("{serial:08}");
    let organ = format!("{organ}{}", organ_check(&organ));
    let code = format!("{kind}{area}{organ}");
    let check = credit_check(&code);
    format!("{code}{check}")
}

/// Credit code of an invented firm.
pub fn firm_code(serial: i64) -> String {
    credit_code("91", NO_SUCH_AREA, serial)
}

/// Identity number (公民身份号码, GB 11643) of nobody: the area is not assigned.
pub fn identity_number(born: Date, order: i64) -> String {
    let base =
        format!("{NO_SUCH_AREA}{:04}{:02}{:02}{:03}", born.year(), born.month(), born.day(), order % 1000);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = base.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = [b'1', b'0', b'X', b'9', b'8', b'7', b'6', b'5', b'4', b'3', b'2'][(sum % 11) as usize];
    format!("{base}{}", char::from(check))
}

fn organ_check(organ: &str) -> char {
    let weights = [3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = organ.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from(b'0' + digit as u8),
    }
}

fn credit_check(code: &str) -> char {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let value = |letter: u8| ALPHABET.iter().position(|known| *known == letter).unwrap_or_default();
    let sum: usize = code.bytes().zip(weights).map(|(letter, weight)| value(letter) * weight).sum();
    char::from(ALPHABET[(31 - sum % 31) % 31])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_characters_agree_with_known_codes() {
        assert_eq!(credit_check("11440117MB2C00013"), 'U');
        assert_eq!(credit_check("91110000600037341"), 'L');
    }

    #[test]
    fn numbers_of_people_lie_outside_every_area() {
        let number = identity_number(jiff::civil::date(1970, 1, 1), 1);
        assert!(number.starts_with("449999197001010"));
        assert_eq!(number.len(), 18);
    }
}
