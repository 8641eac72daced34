//! Identifiers with a check character: of citizens, of organisations, of bank cards.

use jiff::civil::Date;

/// Weights of the first 17 digits of an identity number, and the check characters by remainder (GB 11643-1999).
const IDENTITY_WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const IDENTITY_CHECKS: &[u8; 11] = b"10X98765432";

/// Letters and digits of a credit code in the order of their values, and the weights of the first 17 (GB 32100-2015).
const CREDIT_ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// How an 18-character text stands to the rules of an identity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityNumber {
    /// Its day of birth exists and its check character is right.
    Valid,
    /// Its day of birth exists, its check character is another: mistyped, or no identity number.
    Mistyped,
}

/// Whether 18 half-width characters can be an identity number (公民身份号码, GB 11643-1999); `None` when they cannot.
/// The area is not looked up: a person keeps the code of the place of birth as it was then.
pub fn identity_number(text: &str) -> Option<IdentityNumber> {
    let bytes = text.as_bytes();
    let (body, check) = bytes.split_at_checked(17)?;
    if check.len() != 1 || !body.iter().all(u8::is_ascii_digit) || !b"0123456789Xx".contains(&check[0]) {
        return None;
    }
    let birth = day(&text[6..10], &text[10..12], &text[12..14])?;
    if body[0] == b'0' || !(1880..2100).contains(&birth.year()) {
        return None;
    }
    let sum: u32 =
        body.iter().zip(IDENTITY_WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let right = IDENTITY_CHECKS[(sum % 11) as usize] == check[0].to_ascii_uppercase();
    Some(if right { IdentityNumber::Valid } else { IdentityNumber::Mistyped })
}

/// Whether 15 digits can be an identity number of the old form (6 area, 6 birth, 3 order), given until 1999.
pub fn is_old_identity_number(text: &str) -> bool {
    text.len() == 15
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && !text.starts_with('0')
        && day(&format!("19{}", &text[6..8]), &text[8..10], &text[10..12]).is_some()
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Whether a text is a unified social credit code with the right check character (统一社会信用代码, GB 32100-2015).
pub fn is_credit_code(text: &str) -> bool {
    let value = |byte: u8| CREDIT_ALPHABET.iter().position(|letter| *letter == byte);
    let Some(values) = text.bytes().map(value).collect::<Option<Vec<usize>>>() else { return false };
    if values.len() != 18 || !text[2..8].bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let sum: usize = values.iter().zip(CREDIT_WEIGHTS).map(|(value, weight)| value * weight).sum();
    (31 - sum % 31) % 31 == values[17]
}

/// Whether digits pass the check of bank cards (Luhn, ISO/IEC 7812-1).
pub fn passes_luhn(digits: &str) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let digits: Option<Vec<u32>> = digits.chars().map(|digit| digit.to_digit(10)).collect();
    digits.is_some_and(|digits| {
        let sum: u32 = digits
            .iter()
            .rev()
            .enumerate()
            .map(|(at, digit)| if at % 2 == 1 { doubled(*digit) } else { *digit })
            .sum();
        !digits.is_empty() && sum.is_multiple_of(10)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_numbers_are_told_by_day_and_check() {
        for valid in ["440117199001010012", "440184198512310020", "440103197602291238", "360426199101010071"]
        {
            assert_eq!(identity_number(valid), Some(IdentityNumber::Valid), "{valid}");
        }
        assert_eq!(identity_number("440117199001010013"), Some(IdentityNumber::Mistyped));
        assert_eq!(identity_number("11010519491231002x"), Some(IdentityNumber::Valid));
        for none in [
            "440117199013010012",
            "440103197502291238",
            "44011719900101001",
            "",
            "０40117199001010012",
            "4401171990010100X2",
        ] {
            assert_eq!(identity_number(none), None, "{none}");
        }
        assert!(is_old_identity_number("440117900101001") && !is_old_identity_number("440117901301001"));
    }

    #[test]
    fn credit_codes_are_told_by_their_check() {
        for valid in [
            "11441300007187648G",
            "11441700007280420Y",
            "91110000600037341L",
            "114401170075000082",
            "11440117MB2C00013U",
        ] {
            assert!(is_credit_code(valid), "{valid}");
        }
        for wrong in
            ["91110000600037341A", "11441300007187648", "", "1144130000718764IG", "一一441300007187648G"]
        {
            assert!(!is_credit_code(wrong), "{wrong}");
        }
    }

    #[test]
    fn bank_cards_are_told_by_luhn() {
        assert!(passes_luhn("6222023602012345674") && !passes_luhn("6222023602012345675"));
        assert!(!passes_luhn("") && !passes_luhn("62x"));
    }
}
