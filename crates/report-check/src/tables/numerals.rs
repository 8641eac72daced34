//! Figures written in words, and the numbers before the items of a list.

/// The figure a whole cell says in words, as it would be printed in digits: `十二` is `12`, `无` is `/`, `减少2` is `-2`.
pub(super) fn in_words(cell: &str) -> Option<String> {
    if ["无", "没有", "不适用", "不涉及", "N/A", "n/a"].contains(&cell) {
        return Some("/".to_owned());
    }
    for (word, sign) in
        [("增加", ""), ("新增", ""), ("减少", "-"), ("增", ""), ("减", "-"), ("+", ""), ("＋", "")]
    {
        if let Some(digits) = cell.strip_prefix(word).map(str::trim) {
            let digits: String = digits.chars().map(super::marks::half).collect();
            if !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit()) {
                return Some(format!("{sign}{digits}"));
            }
        }
    }
    chinese(cell).map(|number| number.to_string())
}

/// A number in Chinese numerals.
pub(super) fn chinese(words: &str) -> Option<u64> {
    const LONGEST: usize = 15;
    if words.is_empty() || words.chars().count() > LONGEST {
        return None;
    }
    let (mut total, mut section, mut digit) = (0u64, 0u64, None);
    let mut only_digits = String::new();
    for letter in words.chars() {
        if let Some(value) = numeral(letter) {
            only_digits.push(char::from_digit(u32::try_from(value).ok()?, 10)?);
            digit = Some(value);
            continue;
        }
        match letter {
            '万' => {
                total = (total + section + digit.take().unwrap_or(0)) * 10_000;
                section = 0;
            }
            '十' => section += digit.take().unwrap_or(1) * 10,
            '百' => section += digit.take()? * 100,
            '千' => section += digit.take()? * 1000,
            _ => return None,
        }
    }
    if only_digits.chars().count() == words.chars().count() {
        return only_digits.parse().ok();
    }
    Some(total + section + digit.unwrap_or(0))
}

/// The value of a Chinese numeral below ten.
pub(super) fn numeral(letter: char) -> Option<u64> {
    "零一二三四五六七八九".chars().position(|numeral| numeral == letter).map(|value| value as u64).or(
        match letter {
            '〇' => Some(0),
            '两' => Some(2),
            _ => None,
        },
    )
}

/// Whether a letter can stand in the number of an item.
pub(super) fn numbers_item(letter: char) -> bool {
    letter == '十' || (letter != '两' && numeral(letter).is_some())
}

/// Takes the number of an item off a label: `其中：1.组织机构` is `1` and `组织机构`.
pub(super) fn split(label: &str) -> (Option<String>, &str) {
    let mut rest = label.trim_start();
    if let Some(part) = rest.strip_prefix("其中") {
        rest =
            part.trim_start_matches(|letter: char| [':', '：'].contains(&letter) || letter.is_whitespace());
    }
    let open = |letter: char| letter == '（' || letter == '(';
    let bracketed = rest.starts_with(open);
    let inner = rest.trim_start_matches(open);
    let digits = |letter: char| super::marks::half(letter).is_ascii_digit();
    let end = inner.find(|letter: char| !digits(letter) && !numbers_item(letter)).unwrap_or(inner.len());
    let (number, after) = inner.split_at(end);
    let mut letters = after.chars();
    let closed = match letters.next() {
        Some('）' | ')') => true,
        Some('、' | '.' | '．' | '，') => !bracketed,
        Some(' ' | '\u{3000}') => !bracketed && !number.chars().any(digits),
        _ => false,
    };
    if number.is_empty() || !closed {
        return (None, rest);
    }
    let number = number.chars().map(super::marks::half).collect();
    (Some(number), letters.as_str().trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_figures_only_where_they_fill_the_cell() {
        for (words, figure) in [
            ("十二", Some("12")),
            ("一百零五", Some("105")),
            ("二〇二一", Some("2021")),
            ("三万二千", Some("32000")),
            ("减少2", Some("-2")),
            ("增１６", Some("16")),
            ("无", Some("/")),
            ("规章", None),
            ("一、", None),
        ] {
            assert_eq!(in_words(words).as_deref(), figure, "{words}");
        }
    }

    #[test]
    fn numbers_of_items_are_no_part_of_the_label() {
        for (label, number, rest) in [
            ("其中：1.组织机构", Some("1"), "组织机构"),
            ("（七）总计", Some("七"), "总计"),
            ("一、本年新收", Some("一"), "本年新收"),
            ("四 政府信息", Some("四"), "政府信息"),
            ("十一、其他", Some("十一"), "其他"),
            ("第二十条", None, "第二十条"),
            ("2016年", None, "2016年"),
        ] {
            assert_eq!(split(label), (number.map(str::to_owned), rest), "{label}");
        }
    }
}
