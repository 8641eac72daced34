//! Dates that stand somewhere in a text, as documents write them.

use super::folding::half_width;
use jiff::civil::Date;
use std::ops::Range;

/// Every full date in a text with its place, in bytes: `2016年5月12日`, `2016-5-12`, `2016/05/12`, `2016.5.12`,
/// `二〇一六年五月十二日`, also in full-width forms and with gaps.
///
/// ```
/// # use gongkai_domain::registers::dates_in;
/// let found = dates_in("本办法自二〇一六年五月十二日起施行，2012.1.5 的同时废止");
/// assert_eq!(found[0].1.to_string(), "2016-05-12");
/// assert_eq!(found[1].1.to_string(), "2012-01-05");
/// ```
pub fn dates_in(text: &str) -> Vec<(Range<usize>, Date)> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let begins = digit(letters[at].1).is_some() && (at == 0 || digit(letters[at - 1].1).is_none());
        match begins.then(|| read(&letters, at)).flatten() {
            Some((end, date)) => {
                let last = letters.get(end).map_or(text.len(), |(place, _)| *place);
                found.push((letters[at].0..last, date));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// The date that begins at a letter, and where it ends.
fn read(letters: &[(usize, char)], at: usize) -> Option<(usize, Date)> {
    let (year, next) = year(letters, at)?;
    let (separator, next) = separator(letters, next)?;
    let (month, next) = number(letters, next)?;
    let next = match separator {
        '年' => expect(letters, next, &['月'])?,
        other => expect(letters, next, &[other])?,
    };
    let (day, next) = number(letters, next)?;
    let end = match (separator, expect(letters, next, &['日', '号'])) {
        (_, Some(end)) => end,
        ('年', None) => return None,
        (_, None) => next,
    };
    // 2016-05-123 is no date.
    if separator != '年' && letters.get(end).is_some_and(|(_, letter)| letter.is_ascii_digit()) {
        return None;
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (1900..=2100).contains(&year).then_some((end, date))
}

fn folded(letter: char) -> char {
    let mut buffer = [0; 4];
    half_width(letter.encode_utf8(&mut buffer)).chars().next().unwrap_or(letter)
}

fn digit(letter: char) -> Option<i16> {
    const CHINESE: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match folded(letter) {
        '○' | '零' => Some(0),
        letter => match letter.to_digit(10) {
            Some(value) => i16::try_from(value).ok(),
            None => CHINESE.iter().position(|known| *known == letter).and_then(|at| i16::try_from(at).ok()),
        },
    }
}

fn year(letters: &[(usize, char)], at: usize) -> Option<(i16, usize)> {
    let mut year = 0;
    for place in at..at + 4 {
        year = year * 10 + digit(letters.get(place)?.1)?;
    }
    let ends = letters.get(at + 4).is_none_or(|(_, letter)| digit(*letter).is_none());
    ends.then_some((year, at + 4))
}

fn skip_blanks(letters: &[(usize, char)], mut at: usize) -> usize {
    while letters.get(at).is_some_and(|(_, letter)| matches!(letter, ' ' | '\u{3000}' | '\u{a0}')) {
        at += 1;
    }
    at
}

fn separator(letters: &[(usize, char)], at: usize) -> Option<(char, usize)> {
    let at = skip_blanks(letters, at);
    let letter = folded(letters.get(at)?.1);
    matches!(letter, '年' | '-' | '/' | '.').then_some((letter, at + 1))
}

fn expect(letters: &[(usize, char)], at: usize, wanted: &[char]) -> Option<usize> {
    let at = skip_blanks(letters, at);
    wanted.contains(&folded(letters.get(at)?.1)).then_some(at + 1)
}

/// A month or a day: `5`, `05`, `五`, `十二`, `三十一`.
fn number(letters: &[(usize, char)], at: usize) -> Option<(i16, usize)> {
    let mut at = skip_blanks(letters, at);
    let (mut value, mut length, mut tens) = (0, 0, false);
    while let Some((_, letter)) = letters.get(at).filter(|_| length < 3) {
        match digit(*letter) {
            Some(one) if tens => value += one,
            Some(one) => value = value * 10 + one,
            None if *letter == '十' && !tens => {
                value = if value == 0 { 10 } else { value * 10 };
                tens = true;
            }
            None => break,
        }
        length += 1;
        at += 1;
    }
    (length > 0 && value > 0 && value < 100).then_some((value, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        dates_in(text).into_iter().map(|(range, date)| format!("{}={date}", &text[range])).collect()
    }

    #[test]
    fn dates_are_found_wherever_they_stand() {
        assert_eq!(
            found("发布时间：2016-05-12 10:30　来源：区府办"),
            ["2016-05-12=2016-05-12"],
            "a time behind it is not part of it"
        );
        assert_eq!(found("二○一六年十二月三十一日"), ["二○一六年十二月三十一日=2016-12-31"]);
        assert_eq!(found("２０１６年０５月１２日、二〇一六年 五月 十日").len(), 2);
        assert_eq!(found("条例(2022-12-15).md"), ["2022-12-15=2022-12-15"]);
        assert_eq!(found("1996年6月1日 通过  2010年10月29日 修正").len(), 2);
        assert_eq!(found("2016/5/3、2016.5.3"), ["2016/5/3=2016-05-03", "2016.5.3=2016-05-03"]);
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for text in [
            "2016年5月",
            "2016-13-01",
            "2016-02-30",
            "12016-05-12",
            "2016-05-123",
            "020-8792-7132",
            "穗府〔2016〕5号",
            "2016-2020年",
            "192.168.1.1",
            "",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }
}
