//! Money and numbers as ledgers write them, read exactly: no binary fractions anywhere.

use super::ValueFault;
use super::folding::half_width;
use crate::says::Says;

/// The unit a ledger gives money in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MoneyUnit {
    /// 元.
    #[default]
    Yuan,
    /// 万元, ten thousand yuan.
    TenThousandYuan,
}

impl MoneyUnit {
    /// Fen in one unit, as a power of ten.
    const fn digits(self) -> u32 {
        match self {
            Self::Yuan => 2,
            Self::TenThousandYuan => 6,
        }
    }

    /// The unit's name in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::TenThousandYuan => "万元",
        }
    }
}

/// Reads money into fen. A unit behind the number (`12.5万元`) outweighs the heading's.
pub fn parse_money(text: &str, unit: MoneyUnit) -> Result<i64, ValueFault> {
    let folded = half_width(text);
    let folded = folded.trim().trim_start_matches(['¥', '￥']).trim_start();
    let (number, unit) = if let Some(number) = folded.strip_suffix("万元") {
        (number, MoneyUnit::TenThousandYuan)
    } else if let Some(number) = folded.strip_suffix('元') {
        (number, MoneyUnit::Yuan)
    } else {
        (folded, unit)
    };
    scaled(number.trim(), unit.digits()).map_err(|why| match why {
        Unreadable::TooFine => ValueFault {
            rule: Says::new("金额细于一分", "the amount is finer than one fen"),
            remedy: match unit {
                MoneyUnit::Yuan => Says::new("以元计的最多两位小数", "give at most two decimals of yuan"),
                MoneyUnit::TenThousandYuan => {
                    Says::new("以万元计的最多六位小数", "give at most six decimals of 万元")
                }
            },
        },
        other => other.fault("金额", "an amount"),
    })
}

/// Reads a whole number that is not negative.
pub fn parse_integer(text: &str) -> Result<i64, ValueFault> {
    scaled(half_width(text).trim(), 0).map_err(|why| match why {
        Unreadable::TooFine => ValueFault {
            rule: Says::new("应为整数", "it must be a whole number"),
            remedy: Says::new("请去掉小数", "leave out the decimals"),
        },
        other => other.fault("整数", "a whole number"),
    })
}

/// Why a text is no number of the wanted kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unreadable {
    Negative,
    TooFine,
    TooLarge,
    NoNumber,
}

impl Unreadable {
    fn fault(self, zh: &str, en: &str) -> ValueFault {
        match self {
            Self::Negative => ValueFault {
                rule: Says::new(format!("{zh}不能是负数"), format!("{en} must not be negative")),
                remedy: Says::new("冲减的请改在原行上", "put a correction into the row it corrects"),
            },
            Self::TooLarge => ValueFault {
                rule: Says::new("数字过大", "the number is too large"),
                remedy: Says::new("请核对位数", "check the digits"),
            },
            Self::TooFine | Self::NoNumber => ValueFault {
                rule: Says::new(format!("不是{zh}"), format!("not {en}")),
                remedy: Says::new("请只填数字，如 1234.5", "give digits only, such as 1234.5"),
            },
        }
    }
}

/// The largest number a ledger may hold: 一万亿元 in fen, more than any budget below the State's. What is larger is a
/// slip of the keyboard, and a few such numbers would add up to more than a database can.
const LARGEST: i64 = 100_000_000_000_000;

/// A decimal number times ten to the power of `digits`, if that is whole and not negative.
fn scaled(text: &str, digits: u32) -> Result<i64, Unreadable> {
    if let Some(positive) = text.strip_prefix(['-', '−']) {
        let is_number = scaled(positive, 18).is_ok_and(|value| value != 0)
            || matches!(scaled(positive, digits), Err(Unreadable::TooFine | Unreadable::TooLarge))
            || scaled(positive, digits).is_ok_and(|value| value != 0);
        return Err(if is_number { Unreadable::Negative } else { Unreadable::NoNumber });
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction_is_digits = fraction.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !fraction_is_digits || (fraction.is_empty() && text.ends_with('.')) {
        return Err(Unreadable::NoNumber);
    }
    let fraction = fraction.trim_end_matches('0');
    let missing = digits.checked_sub(fraction.len() as u32);
    let mut value = 0i64;
    let mut push = |b: u8| {
        value = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(i64::from(b - b'0')))
            .ok_or(Unreadable::TooLarge)?;
        Ok(())
    };
    grouped(whole)?.try_for_each(&mut push)?;
    let missing = missing.ok_or(Unreadable::TooFine)?;
    fraction.bytes().try_for_each(&mut push)?;
    let scaled = 10i64.checked_pow(missing).and_then(|scale| value.checked_mul(scale));
    scaled.filter(|value| *value <= LARGEST).ok_or(Unreadable::TooLarge)
}

/// The digits of a whole number; commas must stand before groups of three, so that `1,5` is not read as 15.
fn grouped(whole: &str) -> Result<impl Iterator<Item = u8>, Unreadable> {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let separated = first.len() < whole.len();
    let well_grouped = !separated || (first.len() <= 3 && groups.all(|group| group.len() == 3));
    let all_digits = whole.bytes().all(|b| b.is_ascii_digit() || b == b',');
    if first.is_empty() || !well_grouped || !all_digits {
        return Err(Unreadable::NoNumber);
    }
    Ok(whole.bytes().filter(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_read_exactly() {
        for (text, unit, fen) in [
            ("1,234.50", MoneyUnit::Yuan, 123_450),
            ("１，２３４．５", MoneyUnit::Yuan, 123_450),
            ("0.1", MoneyUnit::Yuan, 10),
            ("0.07", MoneyUnit::Yuan, 7),
            ("1234", MoneyUnit::Yuan, 123_400),
            ("12.3456", MoneyUnit::TenThousandYuan, 12_345_600),
            ("0.000001", MoneyUnit::TenThousandYuan, 1),
            ("¥12.50元", MoneyUnit::TenThousandYuan, 1_250),
            ("12.5万元", MoneyUnit::Yuan, 12_500_000),
            ("1.2300", MoneyUnit::Yuan, 123),
            ("1,000,000,000,000", MoneyUnit::Yuan, LARGEST),
        ] {
            assert_eq!(parse_money(text, unit), Ok(fen), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_with_its_reason() {
        for (text, unit, why) in [
            ("1.234", MoneyUnit::Yuan, "金额细于一分"),
            ("1.2345678", MoneyUnit::TenThousandYuan, "金额细于一分"),
            ("-5", MoneyUnit::Yuan, "金额不能是负数"),
            ("－5.00", MoneyUnit::Yuan, "金额不能是负数"),
            ("-92233720368547758", MoneyUnit::Yuan, "金额不能是负数"),
            ("1,5", MoneyUnit::Yuan, "不是金额"),
            ("12,34", MoneyUnit::Yuan, "不是金额"),
            ("1.", MoneyUnit::Yuan, "不是金额"),
            (".5", MoneyUnit::Yuan, "不是金额"),
            ("1.2E+05", MoneyUnit::Yuan, "不是金额"),
            ("约5万", MoneyUnit::Yuan, "不是金额"),
            ("-", MoneyUnit::Yuan, "不是金额"),
            ("1000000000000.01", MoneyUnit::Yuan, "数字过大"),
        ] {
            assert_eq!(parse_money(text, unit).unwrap_err().rule.zh, why, "{text}");
        }
    }

    #[test]
    fn integers_may_carry_separators_and_empty_decimals() {
        assert_eq!(parse_integer("1,234"), Ok(1234));
        assert_eq!(parse_integer("12.0"), Ok(12));
        assert!(parse_integer("12.5").is_err());
        assert!(parse_integer("-1").is_err());
        assert!(parse_integer("12件").is_err());
    }
}
